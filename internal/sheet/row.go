package sheet

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Row is one row of a table. Its methods take a column's name; a cell that is
// empty, or of a column the table does not have, is "", nil, unknown. A cell
// that is not what it should be is that too, and a finding.
type Row struct {
	N     int // as a spreadsheet counts, the header being a row
	t     *Table
	cells [][]byte
	kinds []kind
	found diag.List

	stray   bool // a quotation mark out of place
	shifted bool // more cells than the header
}

// Found are the findings of the row so far, in the order they were met.
func (r *Row) Found() diag.List { return r.found }

// Stray reports whether a quotation mark of the row stands where none should:
// where cells end is a guess then.
func (r *Row) Stray() bool { return r.stray }

// At is the position of a column's cell.
func (r *Row) At(col string) diag.At {
	if i, ok := r.t.col[col]; ok {
		return r.t.at(r.N, i)
	}
	return diag.At{File: r.t.Name, Sheet: r.t.Sheet, Row: r.N, Field: col}
}

// Find adds a finding of the reader's own about a column's cell ("" for the row).
func (r *Row) Find(code diag.Code, col string, args ...any) {
	at := diag.At{File: r.t.Name, Sheet: r.t.Sheet, Row: r.N}
	if col != "" {
		at = r.At(col)
	}
	r.found.Add(code, at, args...)
}

// Quote gives a cell's text as a finding may show it: cut to 40 letters, and
// "…" where the table is private.
func (r *Row) Quote(col string) string { return r.quote(r.Text(col)) }

func (r *Row) quote(s string) string {
	if r.t.opt.Private {
		return "…"
	}
	if x := []rune(s); len(x) > 40 {
		return string(x[:40]) + "…"
	}
	return s
}

// Cells are all cells of the row, trimmed.
func (r *Row) Cells() []string {
	out := make([]string, len(r.cells))
	for i, c := range r.cells {
		out[i] = string(trim(c))
	}
	return out
}

// Bytes is the trimmed cell of a column, valid until the next row.
func (r *Row) Bytes(col string) []byte {
	if i, ok := r.t.col[col]; ok && i < len(r.cells) {
		return trim(r.cells[i])
	}
	return nil
}

// Text is the trimmed text of a column.
func (r *Row) Text(col string) string { return string(r.Bytes(col)) }

// List parts a cell at semicolons, bars and line ends.
func (r *Row) List(col string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(r.Text(col), func(c rune) bool { return c == ';' || c == '|' || c == '\n' }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Int is a whole number: "1 234", "12.0" and "12,0" too. What parts thousands
// and what decimals is settled once for the column: see [Row.Float].
func (r *Row) Int(col string) *int {
	s := r.Text(col)
	if s == "" {
		return nil
	}
	f, v := r.number(col, s)
	if v == unsettled {
		return nil
	}
	if v != isNumber || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		r.Find("A238", col, r.quote(s))
		return nil
	}
	n := int(f)
	return &n
}

// Float is a number with a decimal point or comma; ok is false for none. Where
// a cell could be read in two ways, "1,234", all cells of the column are looked
// at; where they do not tell, the number stays unknown, and a finding says so.
func (r *Row) Float(col string) (f float64, ok bool) {
	s := r.Text(col)
	if s == "" {
		return 0, false
	}
	f, v := r.number(col, s)
	if v == notNumber {
		r.Find("A239", col, r.quote(s))
	}
	return f, v == isNumber
}

// Numeral reads a number that stands within the text of a column's cell, "1.200"
// of "1.200 morts", as the column writes numbers; ok is false where it is none,
// or where nothing tells which of two it is.
func (r *Row) Numeral(col, s string) (f float64, ok bool) {
	i, has := r.t.col[col]
	if !has {
		return Number(s)
	}
	f, v := r.t.numeral(r, i, s)
	return f, v == isNumber
}

// number reads a cell that is not empty, with the finding about a cell that
// could be either of two.
func (r *Row) number(col, s string) (float64, verdictOf) {
	i := r.t.col[col]
	switch r.kind(i) {
	case numberCell:
		f, err := strconv.ParseFloat(s, 64)
		if err == nil {
			return f, isNumber
		}
	case boolCell, dateCell:
		return 0, notNumber
	}
	f, v := r.t.numeral(r, i, s)
	if v == unsettled {
		r.Find("A252", col, r.quote(s))
	}
	return f, v
}

// Stored reports whether a workbook holds a column's cell as a number: then its
// point is for decimals, whatever the column proves.
func (r *Row) Stored(col string) bool {
	i, ok := r.t.col[col]
	return ok && (r.kind(i) == numberCell || r.t.Dialect.Format == SAV)
}

func (r *Row) kind(i int) kind {
	if i < len(r.kinds) {
		return r.kinds[i]
	}
	return plainCell
}

// Point reads two columns of degrees. Where one of them is off the globe there
// is no point, and off names it; exchanged says that there would be one if the
// two changed places.
func (r *Row) Point(lat, lon string) (p *geo.Point, off string, exchanged bool) {
	y, ok1 := r.Degrees(lat)
	x, ok2 := r.Degrees(lon)
	if !ok1 || !ok2 {
		return nil, "", false
	}
	if p = (&geo.Point{Lat: y, Lon: x}); p.Valid() {
		return p, "", false
	}
	off = lat
	if y >= -90 && y <= 90 {
		off = lon
	}
	return nil, off, (geo.Point{Lat: x, Lon: y}).Valid()
}

// Bool is yes or no in French or English; ok is false for neither.
func (r *Row) Bool(col string) (yes, ok bool) {
	s := r.Text(col)
	if s == "" {
		return false, false
	}
	if yes, ok = YesNo(s); !ok {
		r.Find("A241", col, r.quote(s))
	}
	return yes, ok
}

// Span is a date, at the precision with which it is written: see [ParseSpan].
// Whether the day or the month stands first in 03/08/2015 is settled once for
// the column, from all its cells.
func (r *Row) Span(col string) when.Span {
	x, wrong := r.Date(col)
	if wrong != "" {
		r.Find(wrong, col, r.quote(r.Text(col)))
	}
	return x
}

// Date is [Row.Span] for a reader with words of its own: what is wrong with the
// cell is given and not found, "" for nothing. It refuses days before 1900: a
// typing error, or a day number that is none.
func (r *Row) Date(col string) (x when.Span, wrong diag.Code) {
	s := r.Text(col)
	if s == "" {
		return when.Span{}, ""
	}
	i := r.t.col[col]
	v := isNumber
	if f, err := strconv.ParseFloat(s, 64); r.kind(i) == numberCell && err == nil && f >= 3000 && f < 100000 {
		x = when.On(when.Day(int(f) + r.t.epoch))
	} else {
		x, v = r.t.span(r, i, s)
	}
	n, err := strconv.Atoi(s)
	switch {
	case v == unsettled:
		return x, "A253"
	case v == notNumber && err == nil && len(s) == 5 && n >= 10000:
		return x, "A267"
	case v == notNumber && twoDigits(s):
		return x, "A277"
	case v == notNumber:
		return x, "A240"
	}
	if y, _, _ := x.From.Civil(); x.Known() && y < 1900 {
		return when.Span{}, "A268"
	}
	return x, ""
}

func (r *Row) blank() bool {
	for _, c := range r.cells {
		if len(trim(c)) > 0 {
			return false
		}
	}
	return true
}

// trim cuts spaces, no-break spaces included.
func trim(b []byte) []byte {
	if len(b) == 0 || b[0] > ' ' && b[0] < 0x80 && b[len(b)-1] > ' ' && b[len(b)-1] < 0x80 {
		return b
	}
	return bytes.TrimSpace(b)
}

var yesNo = map[string]bool{"yes": true, "y": true, "oui": true, "o": true, "true": true, "vrai": true, "1": true, "x": true,
	"no": false, "n": false, "non": false, "false": false, "faux": false, "0": false}

// YesNo reads yes and no in French and English; ok is false for anything else.
func YesNo(s string) (yes, ok bool) { yes, ok = yesNo[lang.Fold(s)]; return yes, ok }
