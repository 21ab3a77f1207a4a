// Package sheet knows tables as people keep them: CSV of any separator and
// encoding, XLSX, and SPSS's .sav. It gives rows with their position, matches headers in
// French and English, types cells, and writes tables that a spreadsheet opens
// without running what stands in them.
//
// It does not know what a column means to anybody: readers declare their
// columns, and get findings for cells that are not what they should be. It is
// the one door to excelize and to the text encodings. The function you want is
// [Open]:
//
//	t, err := sheet.Open("reports.csv", r, sheet.Options{})
//	err = t.Match([]sheet.Column{{Name: "date", Need: true}, {Name: "deaths", Also: []string{"morts"}}})
//	for row := range t.Rows() {
//		when := row.Span("date")
//		n := row.Int("deaths")
//		found = append(found, row.Found()...)
//	}
//	err = t.Err()
package sheet

import (
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// Options say how to open a table; the zero Options do for most.
type Options struct {
	Sheet    string // of a workbook: which; "" is the first that has cells
	Private  bool   // cells may be a respondent's words: findings do not quote them
	MaxBytes int64  // of a workbook, 0 is 64 MB
	Labels   bool   // of SPSS: the labels of values instead of the values
	Raw      bool   // of SPSS: values declared missing are kept
}

// Column is a column a reader knows.
type Column struct {
	Name string   // how the reader calls it
	Also []string // other headers, in any language; accents, case and punctuation do not count
	Need bool     // without it the file is refused
}

// Table is an opened table: its header is read, its rows are not yet.
type Table struct {
	Name    string // as the caller named it
	Sheet   string // of a workbook
	Dialect Dialect
	Head    []string // the header as it stands

	opt    Options
	next   func() (cells [][]byte, row int, ok bool)
	fail   func() error
	stray  func() bool
	col    map[string]int // canonical name → index
	found  diag.List
	width  int // cells of the header, those without a name too
	epoch  int // day of serial 0 in XLSX, from 1970
	legacy bool
	utf8   bool
}

// Open detects what r is, and reads up to the header: the first row with at
// least two cells. It refuses, with a *fault.Error, what is no table.
func Open(name string, r io.Reader, opt Options) (t *Table, err error) {
	defer fault.Wrap(&err, "open %s", name)
	d, r, err := Sniff(r)
	if err != nil {
		return nil, err
	}
	t = &Table{Name: name, Dialect: d, opt: opt, col: map[string]int{}, stray: func() bool { return false }}
	switch d.Format {
	case XLSX:
		if err := t.openBook(r); err != nil {
			return nil, err
		}
	case SAV:
		if err := t.openSav(r); err != nil {
			return nil, err
		}
		return t, nil
	default:
		s := NewScanner(r, d.Comma)
		t.next = func() ([][]byte, int, bool) {
			if !s.Next() {
				return nil, 0, false
			}
			return s.Fields(), s.Row(), true
		}
		t.fail, t.stray = s.Err, s.Stray
	}
	for {
		cells, _, ok := t.next()
		if !ok {
			if err := t.fail(); err != nil {
				return nil, err
			}
			return nil, fault.New(fault.Invalid, "A230")
		}
		Recode(cells)
		n := 0
		for _, c := range cells {
			if len(trim(c)) > 0 {
				n++
			}
		}
		if n >= 2 || n == 1 && len(cells) == 1 {
			for _, c := range cells {
				t.Head = append(t.Head, string(trim(c)))
			}
			t.width = len(t.Head)
			for len(t.Head) > 0 && t.Head[len(t.Head)-1] == "" {
				t.Head = t.Head[:len(t.Head)-1]
			}
			break
		}
	}
	for i, h := range t.Head {
		if _, dup := t.col[h]; !dup && h != "" {
			t.col[h] = i
		}
	}
	return t, nil
}

// Match binds the header to the columns a reader knows. A needed column that
// is missing is a *fault.Error; a header nobody knows, or two for one column,
// is a finding of the table. Columns keep their own header as a name too, so
// that Row.Text("any header") works.
func (t *Table) Match(cols []Column) error {
	index := map[string]string{}
	var names []string
	for _, c := range cols {
		for _, a := range append([]string{c.Name}, c.Also...) {
			index[lang.Fold(a)] = c.Name
		}
		names = append(names, append([]string{c.Name}, c.Also...)...)
	}
	bound := map[string]int{}
	for i, h := range t.Head {
		if h == "" {
			continue
		}
		name, ok := index[lang.Fold(h)]
		if !ok && lang.Fold(h) == "fiction" { // the mark that a table of an invented country carries
			continue
		}
		if !ok {
			t.found.Add("A242", t.at(1, i), h, orDash(lang.Nearest(lang.Fold(h), names)))
			continue
		}
		if _, dup := bound[name]; dup {
			t.found.Add("A243", t.at(1, i), h, t.Head[bound[name]])
			continue
		}
		bound[name] = i
	}
	var lack []string
	for _, c := range cols {
		if _, ok := bound[c.Name]; c.Need && !ok {
			lack = append(lack, strings.Join(append([]string{c.Name}, first(c.Also, 2)...), " / "))
		}
	}
	if len(lack) > 0 {
		have := strings.Join(first(t.Head, 12), ", ")
		if utf8.RuneCountInString(have) > 200 || t.opt.Private && len(bound) == 0 {
			have = strconv.Itoa(len(t.Head))
		}
		return fault.New(fault.Invalid, "A232", strings.Join(lack, ", "), have)
	}
	for n, i := range bound {
		t.col[n] = i
	}
	return nil
}

// Has reports whether the table has the column.
func (t *Table) Has(col string) bool { _, ok := t.col[col]; return ok }

// Found are the findings about the table as a whole: its header, its merged
// cells, its encoding. It is complete once the rows are read.
func (t *Table) Found() diag.List { return t.found }

// Err is what stopped the reading.
func (t *Table) Err() error {
	err := t.fail()
	fault.Wrap(&err, "read %s", t.Name)
	return err
}

// Rows gives the rows below the header, once. A Row is valid until the next.
// Rows with no cell filled are passed over. So is a row of text with more cells
// than the header has: a separator within a cell has shifted what stands behind
// it, and a name may stand where a place should. Found says so.
func (t *Table) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		row := &Row{t: t}
		for first := true; ; first = false {
			cells, n, ok := t.next()
			if !ok {
				return
			}
			if first && Tags(cells) {
				t.found.Add("A250", diag.At{File: t.Name, Sheet: t.Sheet, Row: n})
				continue
			}
			row.N, row.cells, row.found = n, cells, nil
			if row.blank() {
				continue
			}
			if t.check(row); row.shifted {
				row.shifted = false
				t.found = append(t.found, row.found...)
				continue
			}
			if !yield(row) {
				return
			}
		}
	}
}

// check reports what is odd about a row whatever its columns mean.
func (t *Table) check(row *Row) {
	at := diag.At{File: t.Name, Sheet: t.Sheet, Row: row.N}
	seen := false
	for _, c := range row.cells {
		for i := 0; i < len(c) && !seen; i++ {
			seen = c[i] >= utf8.RuneSelf
		}
	}
	if seen && t.Dialect.Format == CSV {
		if Recode(row.cells) {
			if t.utf8 {
				row.found.Add("A234", at)
			} else if !t.legacy {
				t.found.Add("A233", at)
			}
			t.legacy = true
		} else if t.legacy {
			row.found.Add("A234", at)
		} else {
			t.utf8 = true
		}
	}
	if t.Dialect.Format == CSV {
		n := len(row.cells)
		for n > len(t.Head) && len(trim(row.cells[n-1])) == 0 {
			n--
		}
		if n > t.width {
			row.shifted = true
			row.found.Add("A248", at, n, t.width)
		} else if n != len(t.Head) {
			row.found.Add("A235", at, n, len(t.Head))
		}
		if t.stray() {
			row.found.Add("A236", at)
		}
	}
}

// Tags reports whether a row is one of HXL tags ("#date+start"), which data
// from humanitarian exchanges have below their header: two filled cells at
// least, and each is a tag.
func Tags(cells [][]byte) bool {
	n := 0
	for _, c := range cells {
		if c = trim(c); len(c) == 0 {
			continue
		}
		if len(c) < 3 || c[0] != '#' || c[1] < 'a' || c[1] > 'z' {
			return false
		}
		n++
	}
	return n >= 2
}

func (t *Table) at(row, col int) diag.At {
	a := diag.At{File: t.Name, Sheet: t.Sheet, Row: row, Col: col + 1}
	if col < len(t.Head) {
		a.Field = t.Head[col]
	}
	return a
}

func first(s []string, n int) []string { return s[:min(n, len(s))] }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
