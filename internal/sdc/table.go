package sdc

import (
	"fmt"
	"math"
	"slices"
)

// Small is the frequency rule: a cell of fewer than least, but not none.
//
// Shape: one cell.
// Unit: people, or whatever contributes.
// Errors: none.
// Source: Hundepool et al. 2012, Statistical Disclosure Control, §4.2.1.
func Small(n, least float64) bool { return n > 0 && n < least }

// Dominated is the (n, k) rule: the n largest contributors have more than share
// of the cell's total.
//
// Shape: contributions to one cell, in any order, none negative.
// Unit: that of the contributions; share between 0 and 1.
// Errors: none; a panic on a negative contribution, n < 1 or share outside (0, 1].
// Source: Hundepool et al. 2012, §4.2.2.
func Dominated(contributions []float64, n int, share float64) bool {
	x, total := falling(contributions)
	if n < 1 || !(share > 0 && share <= 1) {
		panic("sdc: dominance needs n of one or more and a share in (0, 1]")
	}
	top := 0.0
	for _, v := range x[:min(n, len(x))] {
		top += v
	}
	return total > 0 && top > share*total
}

// PPercent is the p % rule: the second contributor, knowing his own, could
// estimate the largest within that share of it.
//
// Shape: contributions to one cell, in any order, none negative.
// Unit: that of the contributions; p is a share, 0.1 for 10 %.
// Errors: none; a panic on a negative contribution or p <= 0.
// Source: Hundepool et al. 2012, §4.2.2; Cox 1981.
func PPercent(contributions []float64, p float64) bool {
	x, total := falling(contributions)
	if !(p > 0) {
		panic("sdc: p must be above 0")
	}
	if total == 0 {
		return false
	}
	rest := total - x[0]
	if len(x) > 1 {
		rest -= x[1]
	}
	return rest < p*x[0]
}

func falling(contributions []float64) (x []float64, total float64) {
	x = slices.Clone(contributions)
	slices.Sort(x)
	slices.Reverse(x)
	for _, v := range x {
		if !(v >= 0) {
			panic("sdc: a negative contribution")
		}
		total += v
	}
	return x, total
}

// Table is rows × columns of a total that adds up, all of its margins published.
type Table [][]float64

// Bounds is what a reader can work out of a cell that is not shown.
type Bounds struct{ Low, High float64 }

// Audit is the attacker: from the cells that are shown, the margins, and that
// none is below 0, the exact bounds of each hidden cell.
//
// Shape: hidden as the table; shown cells get their own value twice.
// Unit: that of the table.
// Errors: none; a panic on a ragged table or a negative cell.
// Source: a linear programme solved as maximum flow, since the cells of a
// two-way table are the arcs of a network: Cox 1995, JASA 90:1453–1462.
func Audit(t Table, hidden [][]bool) [][]Bounds {
	t.check(hidden)
	out := make([][]Bounds, len(t))
	for i, row := range t {
		out[i] = make([]Bounds, len(row))
		for j, v := range row {
			out[i][j] = Bounds{v, v}
			if hidden[i][j] {
				out[i][j] = bound(t, hidden, i, j)
			}
		}
	}
	return out
}

func (t Table) check(hidden [][]bool) {
	if len(t) != len(hidden) {
		panic("sdc: pattern of another shape than the table")
	}
	for i, row := range t {
		if len(row) != len(t[0]) || len(hidden[i]) != len(row) {
			panic("sdc: a ragged table or pattern")
		}
		for _, v := range row {
			if !(v >= 0) || math.IsInf(v, 0) {
				panic("sdc: a cell below 0 or not finite")
			}
		}
	}
}

// bound: raising cell (i, j) is flow from row i to column j, lowering the way
// back; whatever is raised must return from j to i by other hidden cells.
func bound(t Table, hidden [][]bool, i, j int) Bounds {
	v := t[i][j]
	return Bounds{math.Max(0, v-flow(t, hidden, i, j, true)), v + flow(t, hidden, i, j, false)}
}

func flow(t Table, hidden [][]bool, i, j int, lower bool) (total float64) {
	rows, nodes := len(t), len(t)+len(t[0])
	most := 0.0
	for _, row := range t {
		for _, v := range row {
			most += v
		}
	}
	room := make([][]float64, nodes)
	for a := range room {
		room[a] = make([]float64, nodes)
	}
	for r := range t {
		for c := range t[r] {
			if hidden[r][c] && (r != i || c != j) {
				room[r][rows+c], room[rows+c][r] = most, t[r][c]
			}
		}
	}
	from, to := rows+j, i
	if lower {
		from, to = i, rows+j
	}
	for {
		via := make([]int, nodes)
		for a := range via {
			via[a] = -1
		}
		via[from] = from
		for queue := []int{from}; len(queue) > 0 && via[to] < 0; queue = queue[1:] {
			a := queue[0]
			for b, x := range room[a] {
				if x > 1e-12*most && via[b] < 0 {
					via[b] = a
					queue = append(queue, b)
				}
			}
		}
		if via[to] < 0 {
			return math.Min(total, most)
		}
		x := math.Inf(1)
		for b := to; b != from; b = via[b] {
			x = math.Min(x, room[via[b]][b])
		}
		for b := to; b != from; b = via[b] {
			room[via[b]][b] -= x
			room[b][via[b]] += x
		}
		total += x
	}
}

// Pattern is which cells of a table are hidden, and what can still be worked out.
type Pattern struct {
	Hidden  [][]bool
	Primary int // hidden for their own sake
	Cells   int // hidden in all
	Bounds  [][]Bounds
}

// Suppress hides the primary cells and others beside them until, from
// everything shown and the margins, each primary cell can only be said to lie in
// an interval that reaches protection below and above its value (or to 0). A
// heuristic: cycles of cheapest cells, then every cell that is not needed is
// shown again.
//
// Shape: primary as the table.
// Unit: protection in that of the table.
// Errors: where no pattern protects some primary cell, e.g. in one row or one
// column: merge categories instead. Panics as Audit, and where protection <= 0.
// Source: Cox 1995; Castro 2012, Eur. J. Oper. Res. 216:241–251.
func Suppress(t Table, primary [][]bool, protection float64) (p Pattern, err error) {
	t.check(primary)
	if !(protection > 0) {
		panic("sdc: protection must be above 0")
	}
	var cells [][2]int
	for i, row := range primary {
		for j, hide := range row {
			if hide {
				cells = append(cells, [2]int{i, j})
			}
		}
	}
	best := math.MaxInt
	for _, order := range orders(t, cells) {
		hidden := make([][]bool, len(t))
		for i := range t {
			hidden[i] = slices.Clone(primary[i])
		}
		if err := cover(t, hidden, order, protection); err != nil {
			return p, err
		}
		prune(t, hidden, primary, cells, protection)
		if n := size(hidden); n < best {
			best, p = n, Pattern{Hidden: hidden, Primary: len(cells), Cells: n}
		}
	}
	p.Bounds = Audit(t, p.Hidden)
	return p, nil
}

func size(hidden [][]bool) (n int) {
	for _, row := range hidden {
		for _, h := range row {
			if h {
				n++
			}
		}
	}
	return n
}

// orders gives a few fixed orders in which to protect the cells.
func orders(t Table, cells [][2]int) [][][2]int {
	by := func(f func(a, b [2]int) float64) [][2]int {
		c := slices.Clone(cells)
		slices.SortStableFunc(c, func(a, b [2]int) int {
			switch d := f(a, b); {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
		return c
	}
	back := slices.Clone(cells)
	slices.Reverse(back)
	return [][][2]int{cells, back,
		by(func(a, b [2]int) float64 { return t[a[0]][a[1]] - t[b[0]][b[1]] }),
		by(func(a, b [2]int) float64 { return t[b[0]][b[1]] - t[a[0]][a[1]] }),
		by(func(a, b [2]int) float64 { return float64(a[1] - b[1]) }),
		by(func(a, b [2]int) float64 { return float64(b[1] - a[1]) })}
}

func safe(t Table, hidden [][]bool, c [2]int, protection float64) bool {
	v := t[c[0]][c[1]]
	b := bound(t, hidden, c[0], c[1])
	const eps = 1e-9
	return b.High >= v+protection-eps && b.Low <= math.Max(0, v-protection)+eps && b.High-b.Low > eps
}

func cover(t Table, hidden [][]bool, order [][2]int, protection float64) error {
	for _, c := range order {
		for limit := protection; !safe(t, hidden, c, protection); limit /= 2 {
			path := cheapest(t, hidden, c, limit)
			if path == nil && limit < protection/1024 {
				return fmt.Errorf("protect cell (%d, %d): no other cells can hide it: merge categories", c[0]+1, c[1]+1)
			}
			for _, x := range path {
				hidden[x[0]][x[1]] = true
			}
		}
	}
	return nil
}

// cheapest finds the cycle through cell c that hides the fewest further cells
// (then the smallest), each with at least limit in it; nil where there is none.
func cheapest(t Table, hidden [][]bool, c [2]int, limit float64) (path [][2]int) {
	rows, nodes := len(t), len(t)+len(t[0])
	total := 1.0
	for _, row := range t {
		for _, v := range row {
			total += v
		}
	}
	cost, via, done := make([]float64, nodes), make([]int, nodes), make([]bool, nodes)
	for a := range cost {
		cost[a], via[a] = math.Inf(1), -1
	}
	from, to := rows+c[1], c[0]
	cost[from] = 0
	for {
		a := -1
		for b := range cost {
			if !done[b] && !math.IsInf(cost[b], 1) && (a < 0 || cost[b] < cost[a]) {
				a = b
			}
		}
		if a < 0 || a == to {
			break
		}
		done[a] = true
		for b := range cost {
			r, k := a, b-rows
			if a >= rows {
				r, k = b, a-rows
			}
			if (a < rows) == (b < rows) || r == c[0] && k == c[1] || t[r][k] < limit {
				continue
			}
			step := 1e-6
			if !hidden[r][k] {
				step = 1 + 0.5*t[r][k]/total
			}
			if cost[a]+step < cost[b] {
				cost[b], via[b] = cost[a]+step, a
			}
		}
	}
	if via[to] < 0 {
		return nil
	}
	for b := to; b != from; b = via[b] {
		if b < rows {
			path = append(path, [2]int{b, via[b] - rows})
		} else {
			path = append(path, [2]int{via[b], b - rows})
		}
	}
	return path
}

// prune shows again, largest first, every cell whose secrecy is not needed.
func prune(t Table, hidden, primary [][]bool, cells [][2]int, protection float64) {
	var extra [][2]int
	for i := range hidden {
		for j := range hidden[i] {
			if hidden[i][j] && !primary[i][j] {
				extra = append(extra, [2]int{i, j})
			}
		}
	}
	slices.SortStableFunc(extra, func(a, b [2]int) int {
		return int(math.Copysign(1, t[b[0]][b[1]]-t[a[0]][a[1]]))
	})
	for _, x := range extra {
		hidden[x[0]][x[1]] = false
		if !slices.ContainsFunc(cells, func(c [2]int) bool { return !safe(t, hidden, c, protection) }) {
			continue
		}
		hidden[x[0]][x[1]] = true
	}
}
