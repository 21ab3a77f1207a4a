package sheet

import (
	"bytes"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/when"
)

// How a column writes its numbers and its dates is settled once, from all its
// cells. A cell that can be read in one way only is read at once, and counts
// as proof. At the first cell that can be read in two ways the rows behind it
// are read ahead, so that the proof may stand anywhere: no cell is ever read
// on a guess that a later one would have shown to be wrong.

const mostSpooled = 256 << 20 // bytes of rows that are read ahead

// verdictOf says what a cell turned out to be.
type verdictOf uint8

const (
	notNumber verdictOf = iota // or no date
	isNumber
	unsettled // one of two, and nothing tells which
)

// rule is what the cells of a column prove.
type rule struct {
	Marks
	dayFirst, monthFirst int
}

// slashes counts the dates of a column that only its rule could read.
type slashes struct {
	n       int
	example string
	row     int
	order   int // 1 the month first, 0 the day first because nothing says otherwise, 2 the day first
}

// span reads a date of a column.
func (t *Table) span(row *Row, i int, s string) (when.Span, verdictOf) {
	day, err := parseSpan(s, false)
	if !slashed(s) {
		return day, is(err)
	}
	month, err2 := parseSpan(s, true)
	switch {
	case err != nil && err2 != nil:
		return when.Span{}, notNumber
	case err == nil && err2 == nil && day == month:
		return day, isNumber
	case i >= len(t.rules):
		return day, is(err)
	}
	t.rules[i].order(err, err2)
	if err != nil { // only the month can stand first
		if t.readAhead(row); t.rules[i].dayFirst > 0 {
			return month, isNumber // a mixed column: this cell is plain by itself
		}
		t.slash(i, row, s, 1)
		return month, isNumber
	}
	if err2 != nil {
		return day, isNumber
	}
	t.readAhead(row)
	order := t.rules[i]
	if order.dayFirst == 0 && order.monthFirst == 0 {
		for _, r := range t.rules {
			order.dayFirst += r.dayFirst
			order.monthFirst += r.monthFirst
		}
	}
	switch {
	case order.dayFirst > 0 && order.monthFirst > 0:
		return when.Span{}, unsettled
	case order.monthFirst > 0:
		t.slash(i, row, s, 1)
		return month, isNumber
	case order.dayFirst == 0:
		t.slash(i, row, s, 0)
	}
	return day, isNumber
}

func is(err error) verdictOf {
	if err != nil {
		return notNumber
	}
	return isNumber
}

// slashed reports whether a date has a day and a month in figures, in an order
// that may be either.
func slashed(s string) bool {
	return len(s) >= 8 && s[0] >= '0' && s[0] <= '9' && (s[1] < '0' || s[1] > '9' || s[2] < '0' || s[2] > '9')
}

// order counts what a date proves, from the errors of reading it day first and
// month first.
func (r *rule) order(day, month error) {
	switch {
	case day == nil && month != nil:
		r.dayFirst++
	case day != nil && month == nil:
		r.monthFirst++
	}
}

func (t *Table) slash(i int, row *Row, s string, order int) {
	x := t.slashes[i]
	if x == nil {
		x = &slashes{row: row.N, example: row.quote(s), order: order}
		t.slashes[i] = x
	}
	x.n++
}

// readAhead reads all rows behind row, and looks at every cell for proof.
func (t *Table) readAhead(row *Row) {
	if t.settled {
		return
	}
	t.settled = true
	if row != nil {
		row.cells = append([][]byte(nil), row.cells...)
		row.kinds = append([]kind(nil), row.kinds...)
		t.see(row.cells, row.kinds) // what stands beside the cell may be the proof
	}
	if len(t.left) > 0 && t.left[0].rows.detach != nil {
		t.left[0].rows.detach()
	}
	size := 0
	var x record
	for size < mostSpooled && t.next(&x) {
		y := copied(&rows{cells: x.cells, kinds: x.kinds, row: x.row}, func() bool { return x.stray })
		y.width, y.leaf = x.width, x.leaf
		for _, c := range y.cells {
			size += len(c) + 24
		}
		t.spool = append(t.spool, y)
		t.see(y.cells, y.kinds)
	}
	if size >= mostSpooled {
		t.settled = false
	}
}

// see looks at the cells of a row for proof.
func (t *Table) see(cells [][]byte, kinds []kind) {
	for i, c := range cells {
		if i < len(t.rules) && (i >= len(kinds) || kinds[i] <= textCell) {
			t.rules[i].see(trim(c))
		}
	}
}

// see looks at a cell for proof of how its column writes dates and numbers.
func (r *rule) see(c []byte) {
	if len(c) < 3 || len(c) > 40 || (c[0] < '0' || c[0] > '9') && c[0] != '-' && c[0] != '+' {
		return
	}
	if bytes.IndexByte(c, ',') >= 0 || bytes.IndexByte(c, '.') >= 0 {
		if s := string(c); mark(s) != 0 {
			r.See(s)
			return
		}
	}
	if s := string(c); slashed(s) {
		_, err := parseSpan(s, false)
		_, err2 := parseSpan(s, true)
		r.order(err, err2)
	}
}

// told are the findings about the dates that a column's rule read.
func (t *Table) told() (found diag.List) {
	for i := range t.Head {
		if x := t.slashes[i]; x != nil {
			code := diag.Code("A254")
			if x.order == 1 {
				code = "A255"
			}
			found.Add(code, t.at(0, i), x.n, x.example)
		}
	}
	return found
}
