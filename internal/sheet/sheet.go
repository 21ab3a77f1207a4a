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
	"bytes"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// Options say how to open a table; the zero Options do for most.
type Options struct {
	Sheet    string   // of a workbook: which; "" is the one that holds the table, or all of one layout
	Columns  []Column // that Match will be given: by them sheet and header row are found
	Private  bool     // cells may be a respondent's words: findings do not quote them
	MaxBytes int64    // of a workbook, 0 is 64 MB
	Labels   bool     // of SPSS: the labels of values instead of the values
	Raw      bool     // of SPSS: values declared missing are kept
	All      bool     // every column is read: sheets are of one layout only if all their headers are the same
	NA       bool     // a cell "NA" is empty, as R writes it
	Repeats  bool     // of a server's workbook: the repeats of the form are kept for Row.In
}

// Column is a column a reader knows.
type Column struct {
	Name string   // how the reader calls it
	Also []string // other headers, in any language; accents, case and punctuation do not count
	Need bool     // without it the file is refused
	Own  []string // headers that the study itself gives to this column: they win over any other
}

// Table is an opened table: its header is read, its rows are not yet.
type Table struct {
	Name    string // as the caller named it
	Sheet   string // of a workbook
	Dialect Dialect
	Head    []string // the header as it stands

	opt       Options
	col       map[string]int // canonical name → index
	found     diag.List
	width     int // cells of the header, those without a name too
	headRow   int
	epoch     int // day of serial 0 in XLSX, from 1970
	legacy    bool
	utf8      bool
	left      []*leaf // sheets to be read, the first being read
	leaf      int     // which of them
	leafNames []string
	to        [][]int // of each sheet: where its columns stand in the header
	strays    func() bool
	err       error
	next      func(*record) bool // of SPSS; of others pull
	rules     []rule             // of the columns
	spool     []record           // rows read before their turn
	settled   bool               // all rows are in the spool, or were given
	slashes   map[int]*slashes
	hinted    bool // that it may be of another system

	server       bool      // it is the export of a collection server
	verdicts     []int     // columns in which the office says what it thinks of a submission
	twice        diag.List // headers that stand there twice, where nobody binds them
	turned, held int       // submissions that it rejected, or has not decided upon
	repeats      []*repeat
	empty        bool // a header, and no row below it
	none         int  // cells in which R writes that there is nothing
}

// Open detects what r is, and reads up to the header: the row that has the
// columns a reader needs, or the first that is no title. Of a workbook it
// takes the sheets that are to be seen; several of one layout are one table.
// It refuses, with a *fault.Error, what is no table, and a workbook whose
// sheets leave open which is meant.
func Open(name string, r io.Reader, opt Options) (t *Table, err error) {
	defer fault.Wrap(&err, "open %s", name)
	d, r, err := Sniff(r)
	if err != nil {
		return nil, err
	}
	t = &Table{Name: name, Dialect: d, opt: opt, col: map[string]int{}, strays: func() bool { return false }, slashes: map[int]*slashes{}}
	t.next = t.pull
	switch d.Format {
	case XLSX:
		k, err := openBook(r, opt.MaxBytes)
		if err != nil {
			return nil, err
		}
		t.epoch = k.epoch
		use, err := t.leaves(k)
		if err != nil {
			return nil, err
		}
		if err := t.begin(use); err != nil {
			return nil, err
		}
	case SAV:
		if err := t.openSav(r); err != nil {
			return nil, err
		}
	default:
		if err := t.openText(r); err != nil {
			return nil, err
		}
	}
	t.rules = make([]rule, len(t.Head))
	t.fromServer()
	return t, nil
}

// Match binds the header to the columns a reader knows. A needed column that
// is missing is a *fault.Error; a header nobody knows, or two for one column,
// is a finding of the table. Columns keep their own header as a name too, so
// that Row.Text("any header") works.
func (t *Table) Match(cols []Column) error {
	t.twice = nil // two headers for one column are found below
	index, own, order := map[string]string{}, map[string]string{}, map[string]int{}
	var names []string
	for _, c := range cols {
		for k, a := range append([]string{c.Name}, c.Also...) {
			f := lang.Fold(a)
			index[f], order[f] = c.Name, k
		}
		for _, a := range c.Own {
			own[lang.Fold(a)] = c.Name
		}
		names = append(names, append([]string{c.Name}, c.Also...)...)
	}
	bound := map[string]int{}
	for i, h := range t.Head { // what the study itself says goes first
		if name, ok := own[lang.Fold(h)]; ok && h != "" {
			if _, dup := bound[name]; dup {
				t.found.Add("A243", t.at(t.headRow, i), h, t.Head[bound[name]])
				continue
			}
			bound[name] = i
		}
	}
	said := map[string]bool{}
	for n := range bound {
		said[n] = true
	}
	var strange []int
	var housed []string
	id := t.native(index)
	for i, h := range t.Head {
		f := lang.Fold(h)
		if _, mine := own[f]; h == "" || mine {
			continue
		}
		if t.houses(h) && h != id {
			housed = append(housed, h)
			continue
		}
		name, ok := index[f]
		if ok && said[name] { // the study took another header for it
			name, ok = "", false
		}
		if !ok && f == "fiction" { // the mark that a table of an invented country carries
			continue
		}
		if !ok {
			strange = append(strange, i)
			continue
		}
		if j, dup := bound[name]; dup {
			if order[f] < order[lang.Fold(t.Head[j])] { // the one that says it more exactly
				i, j = j, i
				h = t.Head[i]
			}
			bound[name] = j
			t.found.Add("A243", t.at(t.headRow, i), h, t.Head[j])
			continue
		}
		bound[name] = i
	}
	t.strange(strange, names)
	t.housekept(housed)
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
		return fault.New(fault.Invalid, "A232", strings.Join(lack, ", "), have, t.named())
	}
	for n, i := range bound {
		t.col[n] = i
	}
	return nil
}

// Mapped gives columns with a study's own headers: header → column.
func Mapped(cols []Column, own map[string]string) []Column {
	if len(own) == 0 {
		return cols
	}
	out := make([]Column, len(cols))
	for i, c := range cols {
		c.Own = nil
		for header, to := range own {
			if to == c.Name {
				c.Own = append(c.Own, header)
			}
		}
		slices.Sort(c.Own)
		out[i] = c
	}
	return out
}

const eachStrange = 40 // headers nobody knows that are named one by one

// strange reports the headers nobody knows.
func (t *Table) strange(at []int, names []string) {
	for n, i := range at {
		if n == eachStrange {
			t.found.Add("A251", t.at(t.headRow, i), len(at)-n)
			return
		}
		h := t.Head[i]
		t.found.Add("A242", t.at(t.headRow, i), h, orDash(lang.Nearest(lang.Fold(h), names)))
	}
}

// Has reports whether the table has the column.
func (t *Table) Has(col string) bool { _, ok := t.col[col]; return ok }

// Found are the findings about the table as a whole: its header, its merged
// cells, its encoding. It is complete once the rows are read.
func (t *Table) Found() diag.List {
	return slices.Concat(t.twice, t.found, t.told(), t.judgements(), t.nothing())
}

// Err is what stopped the reading.
func (t *Table) Err() error {
	err := t.err
	fault.Wrap(&err, "read %s", t.Name)
	return err
}

// Rows gives the rows below the header, once. A Row is valid until the next.
// Rows with no cell filled are passed over. So is a row of text with more cells
// than the header has: a separator within a cell has shifted what stands behind
// it, and a name may stand where a place should. Found says so; who reads a
// table to its end takes [Table.Drain], which leaves no finding behind.
func (t *Table) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		row := &Row{t: t}
		given := 0
		defer func() { t.empty = t.err == nil && given == 0 }()
		for first := true; t.take(row); first = false {
			if first && Tags(row.cells) {
				t.found.Add("A250", diag.At{File: t.Name, Sheet: t.Sheet, Row: row.N})
				continue
			}
			if t.opt.NA {
				t.unfilled(row.cells)
			}
			if row.found = nil; row.blank() {
				continue
			}
			if given++; t.rejects(row.cells) {
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

// Drain gives the rows, and puts into found what there is to say: of each row
// once it was used, of the table as a whole behind the last.
func (t *Table) Drain(found *diag.List) iter.Seq[*Row] {
	return t.drain(func(l diag.List) { *found = append(*found, l...) })
}

// Count is [Table.Drain] into a tally, for tables of any length.
func (t *Table) Count(found *diag.Tally) iter.Seq[*Row] {
	return t.drain(func(l diag.List) {
		for _, f := range l {
			found.Add(f)
		}
	})
}

func (t *Table) drain(say func(diag.List)) iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		defer func() { say(t.Found()) }()
		for row := range t.Rows() {
			more := yield(row)
			say(row.found)
			if !more {
				return
			}
		}
	}
}

// take fills a row with the next record.
func (t *Table) take(row *Row) bool {
	var x record
	if len(t.spool) > 0 {
		x = t.spool[0]
		t.spool = t.spool[1:]
	} else if t.settled || !t.next(&x) {
		return false
	}
	row.N, row.cells, row.kinds, row.stray = x.row, x.cells, x.kinds, x.stray
	if x.leaf < len(t.leafNames) {
		t.Sheet = t.leafNames[x.leaf]
	}
	return true
}

// unfilled empties the cells in which R says that there is nothing.
func (t *Table) unfilled(cells [][]byte) {
	for i, c := range cells {
		if c = trim(c); len(c) == 2 && c[0] == 'N' && c[1] == 'A' {
			cells[i] = nil
			t.none++
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
		if t.legacy || !utf8.Valid(bytes.Join(row.cells, nil)) {
			t.elsewhere(row.cells)
		}
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
	for i, k := range row.kinds {
		if k == formulaCell {
			row.found.Add("A265", t.at(row.N, i))
		} else if k == errorCell {
			row.found.Add("A266", t.at(row.N, i))
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
		if row.stray {
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
	if row == 0 {
		a.Col = 0
	}
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
