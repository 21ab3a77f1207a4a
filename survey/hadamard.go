package survey

// Hadamard makes the smallest Hadamard matrix of order at least n that the
// constructions of Sylvester and Paley (over the fields of prime order) reach:
// a square of 1 and −1 whose rows, and columns, are orthogonal to each other,
// the first row and column all 1. The orders are 1, 2 and the multiples of 4
// except, up to 512, 52, 92, 100, 116, 156, 172, 184, 188, 232, 236, 244, 260,
// 268, 292, 324, 340, 344, 356, 372, 376, 404, 412, 428, 436, 452, 472, 476 and
// 508; for these the next one is made.
//
// Shape: a square, h[row][column].
//
// Unit: signs.
//
// Errors: none; n below 1 counts as 1.
//
// Source: R. Paley, Journal of Mathematics and Physics 12, 1933, pp. 311–320;
// R. Plackett & J. Burman, Biometrika 33, 1946, pp. 305–325.
func Hadamard(n int) [][]int8 {
	order := max(n, 1)
	for construction(order) == none {
		order++
	}
	h := construct(order)
	// Signs of whole rows and columns are free: the first of each all 1.
	for _, row := range h {
		if row[0] < 0 {
			for c := range row {
				row[c] = -row[c]
			}
		}
	}
	for c := range h {
		if h[0][c] < 0 {
			for r := range h {
				h[r][c] = -h[r][c]
			}
		}
	}
	return h
}

// the ways to a matrix of an order
const (
	none = iota
	single
	doubled // Sylvester: from half the order
	paley1  // order − 1 is a prime of the form 4k + 3
	paley2  // half the order − 1 is a prime of the form 4k + 1
)

func construction(order int) int {
	switch {
	case order == 1:
		return single
	case order == 2:
		return doubled
	case order%4 != 0:
		return none
	case construction(order/2) != none:
		return doubled
	case prime(order - 1): // 4k + 3, for the order is a multiple of 4
		return paley1
	case order/2%4 == 2 && prime(order/2-1):
		return paley2
	}
	return none
}

func construct(order int) [][]int8 {
	h := make([][]int8, order)
	for i := range h {
		h[i] = make([]int8, order)
	}
	switch construction(order) {
	case single:
		h[0][0] = 1
	case doubled:
		half := construct(order / 2)
		for i, row := range half {
			for j, x := range row {
				h[i][j], h[i][j+order/2], h[i+order/2][j], h[i+order/2][j+order/2] = x, x, x, -x
			}
		}
	case paley1: // the identity and a skew conference matrix
		c := conference(order-1, -1)
		for i := range h {
			copy(h[i], c[i])
			h[i][i]++
		}
	case paley2: // a symmetric conference matrix, its zeros and signs widened
		for i, row := range conference(order/2-1, 1) {
			for j, x := range row {
				b := [4]int8{x, x, x, -x}
				if x == 0 {
					b = [4]int8{1, -1, -1, -1}
				}
				h[2*i][2*j], h[2*i][2*j+1], h[2*i+1][2*j], h[2*i+1][2*j+1] = b[0], b[1], b[2], b[3]
			}
		}
	}
	return h
}

// conference is the matrix of order q + 1 with zeros on its diagonal whose
// core are the quadratic residues modulo the prime q; its first column is sign,
// its first row 1.
func conference(q int, sign int8) [][]int8 {
	chi := make([]int8, q) // 1 for a square, −1 for none, 0 for zero
	for i := 1; i < q; i++ {
		chi[i] = -1
	}
	for i := 1; i < q; i++ {
		chi[i*i%q] = 1
	}
	c := make([][]int8, q+1)
	for i := range c {
		c[i] = make([]int8, q+1)
		for j := range c[i] {
			switch {
			case i == 0 && j > 0:
				c[i][j] = 1
			case j == 0 && i > 0:
				c[i][j] = sign
			case i > 0:
				c[i][j] = chi[((i-j)%q+q)%q]
			}
		}
	}
	return c
}

func prime(n int) bool {
	if n < 2 {
		return false
	}
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}
