package audit

import (
	"errors"
	"math"
	"slices"
)

// none is the bound of a number that has none.
const none = math.MaxInt64

// errLarge ends a computation whose whole numbers would no longer fit: what it
// was to settle stays open, and is said to be.
var errLarge = errors.New("numbers too large to settle exactly")

// term is a coefficient of a number that is not printed.
type term struct {
	of   int
	coef int64
}

// limits are the least and the most a number can be.
type limits struct{ lo, hi int64 }

// tableau is a system of equations over whole numbers with bounds, kept at a
// corner: the simplex method for bounded numbers, in whole numbers throughout
// (each entry stands over the common denominator den), with Bland's rule, which
// cannot circle. Every number is measured from its bound: from the upper one
// where flip is set.
type tableau struct {
	rows  [][]int64 // coefficients of each equation over den
	rhs   []int64   // value of the number that each equation gives, over den
	basis []int     // which number each equation gives
	row   []int     // equation that gives a number, or -1
	lo    []int64
	span  []int64 // upper less lower bound, or none
	flip  []bool
	den   int64
}

func newTableau(bounds []limits) *tableau {
	t := &tableau{den: 1}
	for _, b := range bounds {
		t.column(b)
	}
	return t
}

// column adds a number and gives its index.
func (t *tableau) column(b limits) int {
	for i := range t.rows {
		t.rows[i] = append(t.rows[i], 0)
	}
	span := int64(none)
	if b.hi != none {
		span = b.hi - b.lo
	}
	t.row, t.lo, t.span, t.flip = append(t.row, -1), append(t.lo, b.lo), append(t.span, span), append(t.flip, false)
	return len(t.row) - 1
}

func (t *tableau) clone() *tableau {
	c := *t
	c.rows = make([][]int64, len(t.rows))
	for i := range t.rows {
		c.rows[i] = slices.Clone(t.rows[i])
	}
	c.rhs, c.basis, c.row = slices.Clone(t.rhs), slices.Clone(t.basis), slices.Clone(t.row)
	c.lo, c.span, c.flip = slices.Clone(t.lo), slices.Clone(t.span), slices.Clone(t.flip)
	return &c
}

// mul and sub panic with errLarge where 64 bits do not do.
func mul(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	c := a * b
	if c/b != a || a == math.MinInt64 || b == math.MinInt64 {
		panic(errLarge)
	}
	return c
}

func sub(a, b int64) int64 {
	c := a - b
	if (a >= 0) != (b >= 0) && (c >= 0) != (a >= 0) {
		panic(errLarge)
	}
	return c
}

// equation adds Σ coef·number = sum and reports whether a solution in fractions
// is left.
func (t *tableau) equation(terms []term, sum int64) bool {
	row := make([]int64, len(t.row), len(t.row)+1)
	for _, x := range terms { // in numbers measured from their bounds
		sum = sub(sum, mul(x.coef, t.lo[x.of]))
		c := x.coef
		if t.flip[x.of] {
			sum = sub(sum, mul(c, t.span[x.of]))
			c = -c
		}
		row[x.of] += c
	}
	rhs := mul(sum, t.den)
	own := slices.Clone(row)
	for j := range row {
		row[j] = mul(row[j], t.den)
	}
	for i, b := range t.basis { // without the numbers other equations give
		c := own[b]
		if c == 0 {
			continue
		}
		for j, x := range t.rows[i] {
			if x != 0 {
				row[j] = sub(row[j], mul(c, x))
			}
		}
		rhs = sub(rhs, mul(c, t.rhs[i]))
	}
	if rhs < 0 {
		rhs = -rhs
		for j := range row {
			row[j] = -row[j]
		}
	}
	// What is missing is a number of its own; it must come down to nothing.
	gap := t.column(limits{0, none})
	row = append(row, t.den)
	t.rows, t.rhs, t.basis = append(t.rows, row), append(t.rhs, rhs), append(t.basis, gap)
	t.row[gap] = len(t.rows) - 1
	t.move(gap, false)
	if r := t.row[gap]; r >= 0 {
		if t.rhs[r] != 0 {
			return false
		}
		out := slices.IndexFunc(t.rows[r], func(x int64) bool { return x != 0 })
		if out == gap || out < 0 {
			out = -1
			for j, x := range t.rows[r] {
				if x != 0 && j != gap {
					out = j
				}
			}
		}
		if out >= 0 {
			t.pivot(r, out)
		} else { // says nothing new
			t.drop(r)
		}
	}
	t.forget()
	return true
}

// forget removes the last column, which must not be given by an equation.
func (t *tableau) forget() {
	n := len(t.row) - 1
	for i := range t.rows {
		t.rows[i] = t.rows[i][:n]
	}
	t.row, t.lo, t.span, t.flip = t.row[:n], t.lo[:n], t.span[:n], t.flip[:n]
}

func (t *tableau) drop(r int) {
	last := len(t.rows) - 1
	t.row[t.basis[r]] = -1
	if r != last {
		t.rows[r], t.rhs[r], t.basis[r] = t.rows[last], t.rhs[last], t.basis[last]
		t.row[t.basis[r]] = r
	}
	t.rows, t.rhs, t.basis = t.rows[:last], t.rhs[:last], t.basis[:last]
}

// pivot makes equation r give number c.
func (t *tableau) pivot(r, c int) {
	p := t.rows[r][c]
	if p < 0 {
		for j := range t.rows[r] {
			t.rows[r][j] = -t.rows[r][j]
		}
		t.rhs[r], p = -t.rhs[r], -p
	}
	pr := t.rows[r]
	for i, row := range t.rows {
		if i == r {
			continue
		}
		f := row[c]
		if f == 0 && p == t.den {
			continue
		}
		for j := range row {
			row[j] = sub(mul(row[j], p), mul(f, pr[j])) / t.den
		}
		t.rhs[i] = sub(mul(t.rhs[i], p), mul(f, t.rhs[r])) / t.den
	}
	t.row[t.basis[r]], t.row[c] = -1, r
	t.basis[r], t.den = c, p
}

// turn measures a number that no equation gives from its other bound.
func (t *tableau) turn(c int) {
	for i, row := range t.rows {
		if row[c] != 0 {
			t.rhs[i] = sub(t.rhs[i], mul(row[c], t.span[c]))
			row[c] = -row[c]
		}
	}
	t.flip[c] = !t.flip[c]
}

// move brings a number as high (or low) as it goes, and reports false where it
// goes without end.
func (t *tableau) move(x int, up bool) bool {
	if t.row[x] < 0 {
		if t.flip[x] == up { // stands at the bound asked for
			return true
		}
		if !t.step(x) {
			return false
		}
	}
	for t.row[x] >= 0 {
		r := t.row[x]
		enter := -1
		for j, c := range t.rows[r] { // Bland: the first that helps
			if j == x || c == 0 || t.span[j] == 0 {
				continue
			}
			if rises := (c < 0) != t.flip[x]; rises == up {
				enter = j
				break
			}
		}
		if enter < 0 {
			return true
		}
		if !t.step(enter) {
			return false
		}
	}
	return true
}

// step raises a number from the bound it stands at as far as it goes.
func (t *tableau) step(c int) bool {
	best, over := -1, false
	var num, den int64 // the shortest way so far is num/den
	shorter := func(n, d int64, of int) bool {
		if best < 0 && den == 0 {
			return true
		}
		a, b := mul(n, den), mul(num, d)
		return a < b || a == b && (best < 0 || of < t.basis[best])
	}
	if t.span[c] != none {
		num, den = t.span[c], 1
	}
	for i, row := range t.rows {
		switch {
		case row[c] > 0:
			if n, d := t.rhs[i], row[c]; shorter(n, d, t.basis[i]) {
				best, over, num, den = i, false, n, d
			}
		case row[c] < 0 && t.span[t.basis[i]] != none:
			if n, d := sub(mul(t.span[t.basis[i]], t.den), t.rhs[i]), -row[c]; shorter(n, d, t.basis[i]) {
				best, over, num, den = i, true, n, d
			}
		}
	}
	switch {
	case best < 0 && den == 0:
		return false
	case best < 0:
		t.turn(c)
		return true
	}
	if over { // it leaves at its upper bound
		b := t.basis[best]
		for j := range t.rows[best] {
			if j != b {
				t.rows[best][j] = -t.rows[best][j]
			}
		}
		t.rhs[best] = sub(mul(t.span[b], t.den), t.rhs[best])
		t.flip[b] = !t.flip[b]
	}
	t.pivot(best, c)
	return true
}

// at gives a number at this corner as a fraction.
func (t *tableau) at(x int) (num, den int64) {
	v := int64(0)
	if r := t.row[x]; r >= 0 {
		v = t.rhs[r]
	}
	if t.flip[x] {
		v = sub(mul(t.span[x], t.den), v)
	}
	return v + mul(t.lo[x], t.den), t.den
}
