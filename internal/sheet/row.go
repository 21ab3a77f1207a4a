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
	found diag.List

	shifted bool // more cells than the header
}

// Found are the findings of the row so far, in the order they were met.
func (r *Row) Found() diag.List { return r.found }

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

// Int is a whole number: "1 234", "12.0" and "12,0" too.
func (r *Row) Int(col string) *int {
	s := r.Text(col)
	if s == "" {
		return nil
	}
	f, ok := Number(s)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		r.Find("A238", col, r.quote(s))
		return nil
	}
	n := int(f)
	return &n
}

// Float is a number with a decimal point or comma; ok is false for none.
func (r *Row) Float(col string) (f float64, ok bool) {
	s := r.Text(col)
	if s == "" {
		return 0, false
	}
	if f, ok = Number(s); !ok {
		r.Find("A239", col, r.quote(s))
	}
	return f, ok
}

// Point reads two columns of degrees. Where one of them is off the globe there
// is no point, and off names it; exchanged says that there would be one if the
// two changed places.
func (r *Row) Point(lat, lon string) (p *geo.Point, off string, exchanged bool) {
	y, ok1 := r.degrees(lat)
	x, ok2 := r.degrees(lon)
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

// degrees is Float without thousands: of degrees, 16,271 is sixteen and a bit.
func (r *Row) degrees(col string) (f float64, ok bool) {
	s := r.Text(col)
	if s == "" {
		return 0, false
	}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	if f, ok = Number(s); !ok {
		r.Find("A239", col, r.quote(s))
	}
	return f, ok
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
func (r *Row) Span(col string) when.Span {
	s := r.Text(col)
	if s == "" {
		return when.Span{}
	}
	if r.t.Dialect.Format == XLSX {
		if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 3000 && f < 100000 {
			return when.On(when.Day(int(f) + r.t.epoch))
		}
	}
	x, err := ParseSpan(s)
	if err != nil {
		r.Find("A240", col, r.quote(s))
	}
	return x
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

// Number reads a number as people write it in French or English: "1234.5",
// "1234,5", "1 234,5", "1,234.5", "1.234,5". A single separator followed by
// three digits, "1,234", could be either: it is refused unless a blank parts
// the thousands. "−" is a minus.
func Number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 40 {
		return 0, false
	}
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' {
			plain = false
			break
		}
	}
	if plain {
		f, err := strconv.ParseFloat(s, 64)
		return f, err == nil
	}
	var b []byte
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9' || c == '.' || c == ',' || c == '-' || c == '+' || c == 'e' || c == 'E':
			b = append(b, byte(c))
		case c == '−':
			b = append(b, '-')
		case c == ' ' || c == '\u00a0' || c == '\u202f' || c == '\'' || c == '’':
			if n := len(b); n == 0 || b[n-1] < '0' || b[n-1] > '9' {
				return 0, false
			}
		default:
			return 0, false
		}
	}
	t := string(b)
	dots, commas := strings.Count(t, "."), strings.Count(t, ",")
	d, c := strings.LastIndexByte(t, '.'), strings.LastIndexByte(t, ',')
	switch {
	case commas == 0:
	case dots == 0 && commas == 1:
		whole := strings.TrimLeft(t[:c], "+-")
		if len(t)-c-1 == 3 && len(b) == len(s) && len(whole) <= 3 && whole != "0" && whole != "" {
			return 0, false // 1,234: thousands or thousandths?
		}
		t = strings.Replace(t, ",", ".", 1)
	case dots == 0:
		t = strings.ReplaceAll(t, ",", "")
	case d > c && dots == 1:
		t = strings.ReplaceAll(t, ",", "")
	case c > d && commas == 1:
		t = strings.Replace(strings.ReplaceAll(t, ".", ""), ",", ".", 1)
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(t, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

var yesNo = map[string]bool{"yes": true, "y": true, "oui": true, "o": true, "true": true, "vrai": true, "1": true, "x": true,
	"no": false, "n": false, "non": false, "false": false, "faux": false, "0": false}

// YesNo reads yes and no in French and English; ok is false for anything else.
func YesNo(s string) (yes, ok bool) { yes, ok = yesNo[lang.Fold(s)]; return yes, ok }
