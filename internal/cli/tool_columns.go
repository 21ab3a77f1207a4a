package cli

import (
	"bufio"
	"cmp"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/sav"
	"github.com/dires/dires/survey"
)

// columns are some columns of a data file, held by column: what the tools
// hand to the kernels.
type columns struct {
	head []string
	col  map[string]*column
	rows int
	said diag.Tally // of the table: what is odd, and what was not read
}

// heed prints what the reading found. Rows that could not be read make every
// number wrong: then there is none.
func (a *app) heed(said *diag.Tally) error {
	if a != nil && a.Err != nil {
		a.some(said.Kept(), said.More()...)
	}
	if lost := said.Errors(); lost > 0 {
		return fault.New(fault.Findings, "S345", lost)
	}
	return nil
}

// column holds numbers, NaN where missing, or categories, or both where both
// were asked for; num is nil where it is not numbers.
type column struct {
	num []float64
	fac survey.Factor
}

// use says how a verb needs a column.
type use uint8

const (
	asNumber   use = 1 << iota // a cell that is none is refused
	asCategory                 // categories, in the order of their numbers if all are numbers
	asFound                    // numbers if every cell is one, else categories
)

// needs are the columns a verb needs.
type needs map[string]use

func (n needs) add(as use, names ...string) {
	for _, s := range names {
		if s != "" {
			n[s] |= as
		}
	}
}

// mostLost are the rows in error after which reading stops: a quotation mark that
// nobody closed makes one of each line.
const mostLost = 100_000

// readColumns opens a CSV, XLSX or .sav file and reads the columns that wants
// asks for once it has seen the header; tab names the sheet of a workbook.
// Empty cells and the words in missing are missing.
func readColumns(name, tab string, missing []string, wants func(head []string) (needs, error)) (c columns, err error) {
	defer fault.Wrap(&err, "read %s", filepath.Base(name))
	file, err := os.Open(name)
	if err != nil {
		return c, private(err)
	}
	defer file.Close()
	head := make([]byte, 8)
	if n, _ := file.ReadAt(head, 0); sav.Is(head[:n]) {
		return readSav(filepath.Base(name), sav.Whole{Reader: bufio.NewReader(file), ReaderAt: file}, wants)
	}
	t, err := sheet.Open(filepath.Base(name), file, sheet.Options{Sheet: tab, Private: true})
	if err != nil {
		return c, err
	}
	c.head = t.Head
	n, err := wants(t.Head)
	if err != nil {
		return c, err
	}
	var reads []*reader
	c.col = map[string]*column{}
	for _, h := range t.Head {
		if as, ok := n[h]; ok && c.col[h] == nil {
			r := &reader{name: h, as: as, missing: missing, col: &column{}, index: map[string]int32{}}
			c.col[h] = r.col
			reads = append(reads, r)
		}
	}
	for h := range n {
		if c.col[h] == nil {
			return c, noColumn(h, t.Head)
		}
	}
	for row := range t.Count(&c.said) {
		c.rows++
		for _, r := range reads {
			if !r.cell(row.Bytes(r.name), row.Stored(r.name), row.N) {
				return c, fault.New(fault.Invalid, "S361", r.name, row.N)
			}
		}
		if lost := c.said.Errors(); lost > mostLost {
			return c, fault.New(fault.Findings, "S345", lost)
		}
	}
	if err := t.Err(); err != nil {
		return c, err
	}
	if c.rows == 0 {
		return c, fault.New(fault.Invalid, "S360")
	}
	texts := map[string][]string{}
	for _, r := range reads {
		if texts[r.name] = r.seen; r.as&asNumber == 0 {
			texts[r.name] = r.levels
		}
	}
	for name, m := range t.Settle(texts) {
		r := reads[slices.IndexFunc(reads, func(r *reader) bool { return r.name == name })]
		if row := r.settle(m); row > 0 {
			return c, fault.New(fault.Invalid, "S346", r.name, row)
		}
	}
	for _, r := range reads {
		r.done()
	}
	return c, nil
}

// readSav reads the columns of an SPSS file. Categories go by their labels, in
// the order of their codes; what the file declares missing is missing.
func readSav(name string, in io.Reader, wants func(head []string) (needs, error)) (c columns, err error) {
	f, err := sheet.OpenSav(name, in)
	if err != nil {
		return c, err
	}
	for _, v := range f.Vars {
		c.head = append(c.head, v.Name)
	}
	n, err := wants(c.head)
	if err != nil {
		return c, err
	}
	var names []string
	for _, h := range c.head {
		if _, ok := n[h]; ok && !slices.Contains(names, h) {
			names = append(names, h)
		}
	}
	for h := range n {
		if !slices.Contains(names, h) {
			return c, noColumn(h, c.head)
		}
	}
	read, err := f.Columns(names...)
	if err != nil {
		return c, sheet.SavRefusal(err)
	}
	c.col = map[string]*column{}
	for _, r := range read {
		as := n[r.Name]
		col := &column{num: r.Num}
		c.rows = max(len(r.Num), len(r.Codes))
		switch {
		case r.Text() && as&asNumber != 0:
			return c, fault.New(fault.Invalid, "S361", r.Name, 1)
		case r.Text():
			called := labelled(r.Var, r.Texts)
			names := make([]string, len(r.Codes))
			for i, code := range r.Codes {
				if code >= 0 {
					names[i] = called[code]
				}
			}
			col.fac = survey.NewFactor(names)
		case as&asCategory != 0:
			col.fac = byCode(r)
		}
		c.col[r.Name] = col
	}
	if c.rows == 0 {
		return c, fault.New(fault.Invalid, "S360")
	}
	return c, nil
}

// labelled gives texts their labels. A text whose label is empty, or stands for
// another text as well, keeps its own name: two answers are never one.
func labelled(v *sav.Var, texts []string) []string {
	out, used := slices.Clone(texts), map[string]bool{}
	for i, text := range texts {
		for _, l := range v.Labels {
			if l.Text == text && l.Label != "" && !used[l.Label] {
				out[i] = l.Label
				break
			}
		}
		used[out[i]] = true
	}
	return out
}

// byCode is a column of numbers as categories: its labels where it has some,
// in the order of the numbers.
func byCode(c sav.Column) survey.Factor {
	level := map[float64]int32{}
	var values []float64
	for _, x := range c.Num {
		if _, ok := level[x]; !ok && x == x {
			level[x] = 0
			values = append(values, x)
		}
	}
	slices.Sort(values)
	f := survey.Factor{Codes: make([]int32, len(c.Num))}
	for i, x := range values {
		level[x] = int32(i)
		s, ok := c.LabelOf(x)
		if !ok || s == "" || slices.Contains(f.Levels, s) {
			s = string(c.Format.Append(nil, x))
		}
		f.Levels = append(f.Levels, s)
	}
	for i, x := range c.Num {
		f.Codes[i] = -1
		if x == x {
			f.Codes[i] = level[x]
		}
	}
	return f
}

// noColumn names the column that is missing and those that are there.
func noColumn(name string, head []string) error {
	return fault.New(fault.NotFound, "S355", name, strings.Join(head[:min(len(head), 40)], ", "))
}

// private strips the folder from an error about a file.
func private(err error) error {
	var p *os.PathError
	if e, ok := err.(*os.PathError); ok {
		p = e
		return &os.PathError{Op: p.Op, Path: filepath.Base(p.Path), Err: p.Err}
	}
	return err
}

// reader fills one column, cell by cell.
type reader struct {
	name    string
	as      use
	missing []string
	col     *column
	index   map[string]int32
	levels  []string
	marks   sheet.Marks
	seen    []string   // numbers with a mark: what they prove is settled behind the last row
	open    []openCell // that can be read in two ways
}

// openCell is a number that only the others of its column can tell.
type openCell struct {
	at, row int
	text    string
}

// settle reads the cells that were left open; it gives the row of the first
// that nothing settles.
func (r *reader) settle(m sheet.Marks) (row int) {
	r.marks = m
	for _, c := range r.open {
		f, ok, settled := m.Read(c.text)
		if !ok || !settled {
			return c.row
		}
		r.col.num[c.at] = f
	}
	return 0
}

const mostSeen = 1000 // numbers with a mark that are kept as proof

func (r *reader) cell(b []byte, stored bool, row int) bool {
	absent := len(b) == 0
	for _, m := range r.missing {
		absent = absent || string(b) == m
	}
	if r.as&asNumber != 0 {
		v := math.NaN()
		if !absent {
			s := string(b)
			var ok, settled bool
			if v, ok, settled = (sheet.Marks{}).Read(s); stored {
				v, ok = sheet.Number(s)
			} else if !settled {
				r.open = append(r.open, openCell{len(r.col.num), row, s})
			} else if len(r.seen) < mostSeen && strings.ContainsAny(s, ".,") {
				r.seen = append(r.seen, s)
			}
			if !ok && (settled || stored) {
				return false
			}
		}
		r.col.num = append(r.col.num, v)
	}
	if r.as == asNumber {
		return true
	}
	code := int32(-1)
	if !absent {
		var ok bool
		if code, ok = r.index[string(b)]; !ok {
			code = int32(len(r.levels))
			r.levels = append(r.levels, string(b))
			r.index[string(b)] = code
		}
	}
	r.col.fac.Codes = append(r.col.fac.Codes, code)
	return true
}

// done sorts the levels, or makes numbers of them.
func (r *reader) done() {
	if r.as == asNumber {
		return
	}
	value := make([]float64, len(r.levels))
	numbers := len(r.levels) > 0
	for i, s := range r.levels {
		v, ok, settled := r.marks.Read(s)
		value[i], numbers = v, numbers && ok && settled
	}
	codes := r.col.fac.Codes
	if r.as&asFound != 0 && numbers {
		r.col.num = make([]float64, len(codes))
		for i, c := range codes {
			r.col.num[i] = math.NaN()
			if c >= 0 {
				r.col.num[i] = value[c]
			}
		}
		if r.as&asCategory == 0 {
			r.col.fac = survey.Factor{}
			return
		}
	}
	order := make([]int32, len(r.levels))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if numbers && value[a] != value[b] {
			return cmp.Compare(value[a], value[b])
		}
		return strings.Compare(r.levels[a], r.levels[b])
	})
	to := make([]int32, len(order))
	for at, old := range order {
		to[old] = int32(at)
		r.col.fac.Levels = append(r.col.fac.Levels, r.levels[old])
	}
	for i, c := range codes {
		if c >= 0 {
			codes[i] = to[c]
		}
	}
}

// number and category give a column as the verb asked for it.
func (c columns) number(name string) []float64       { return c.col[name].num }
func (c columns) category(name string) survey.Factor { return c.col[name].fac }
