package answers

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/sav"
)

// collector codes the cells of columns as they come.
type collector struct {
	names []string
	col   map[string]*answer.Column
	at    map[string]map[string]int32
}

func newCollector(names []string) *collector {
	c := &collector{names: names, col: map[string]*answer.Column{}, at: map[string]map[string]int32{}}
	for _, n := range names {
		c.col[n], c.at[n] = &answer.Column{Codes: []int32{}}, map[string]int32{}
	}
	return c
}

func (c *collector) put(name string, cell []byte) {
	col, at := c.col[name], c.at[name]
	k := int32(-1)
	if len(cell) > 0 {
		var ok bool
		if k, ok = at[string(cell)]; !ok {
			k = int32(len(col.Levels))
			s := string(cell)
			at[s] = k
			col.Levels = append(col.Levels, s)
		}
	}
	col.Codes = append(col.Codes, k)
}

func (c *collector) columns() map[string]answer.Column {
	m := map[string]answer.Column{}
	for n, x := range c.col {
		m[n] = *x
	}
	return m
}

// plain writes the numbers of some columns with a decimal point: what parts
// thousands and what decimals is settled from all cells of a column.
func (c *collector) plain(t *sheet.Table, numbers func(string) bool) {
	texts := map[string][]string{}
	for n, x := range c.col {
		if numbers(n) {
			texts[n] = x.Levels
		}
	}
	for n, m := range t.Settle(texts) {
		m.Plain(c.col[n].Levels)
	}
}

// numbers tells which columns are read as numbers.
func (l *loader) numbers() func(string) bool {
	is := map[string]bool{}
	if d := l.s.Design; d != nil {
		is[d.Weights] = true
		for _, c := range d.Population {
			is[c] = true
		}
	}
	for _, qs := range [][]answer.Question{l.s.Groups, l.s.Questions} {
		for _, q := range qs {
			if q.Kind == "number" {
				is[q.Column] = true
			}
		}
	}
	return func(n string) bool {
		if is[n] || l.s.Design == nil || l.s.Design.Replicates == nil {
			return is[n]
		}
		ok, err := path.Match(l.s.Design.Replicates.Columns, n)
		return ok && err == nil
	}
}

// columnsOf are columns that a table is looked through for.
func columnsOf(names []string) (cols []sheet.Column) {
	for _, n := range names {
		cols = append(cols, sheet.Column{Name: n, Need: true})
	}
	return cols
}

// fit looks at the answers in the light of what the survey says of them.
func (l *loader) fit() {
	s := &l.s
	if s.Kind == answer.Drawn && s.Row.Status != "" {
		l.drop()
	}
	for _, qs := range []*[]answer.Question{&s.Groups, &s.Questions} {
		for i := range *qs {
			q := &(*qs)[i]
			c := s.Columns[q.Column]
			if q.Kind == "number" {
				bad := 0
				x, _ := c.Numbers()
				for r := range x {
					if x[r] != x[r] && s.Reason(*q, r) == answer.Given {
						bad++
					}
				}
				if bad > 0 {
					l.add("N215", "questions", q.ID, bad)
				}
				continue
			}
			if q.Kind != "many" {
				c = l.coded(*q, c)
			} else if q.Empty == "none" {
				c = ticked(c)
				s.Columns[q.Column] = c
			}
			values := map[string]int{}
			for r := range c.Codes {
				if t := c.Text(r); t != "" && s.Missing[t] == "" {
					if q.Kind != "many" {
						values[t]++
						continue
					}
					for _, v := range answer.Ticked(t) {
						if s.Missing[v] == "" {
							values[v]++
						}
					}
				}
			}
			if len(q.Answers) == 0 {
				for _, v := range sorted(values) {
					q.Answers = append(q.Answers, answer.Option{Code: v, Label: lang.FrEn(v, v)})
				}
				continue
			}
			stray := 0
			for v, n := range values {
				if !slices.ContainsFunc(q.Answers, func(o answer.Option) bool { return o.Code == v }) {
					stray += n
				}
			}
			if stray > 0 {
				l.add("N214", "questions", q.ID, stray)
			}
		}
	}
	for _, q := range s.Questions {
		for _, v := range q.Counts {
			if !slices.ContainsFunc(q.Answers, func(o answer.Option) bool { return o.Code == v }) {
				l.add("N217", "questions.counts", q.ID, v)
			}
		}
		for _, k := range q.Contrast {
			g, _ := s.Group(k.By)
			for _, v := range []string{k.This, k.That} {
				if !slices.ContainsFunc(g.Answers, func(o answer.Option) bool { return o.Code == v }) {
					l.add("N217", "questions.contrast", q.ID, v)
				}
			}
		}
	}
	if s.Kind == answer.Drawn && l.found.Worst() < diag.Error {
		_, err := answer.Sample{Survey: *s}.Draw()
		var c *answer.ColumnError
		switch {
		case errors.As(err, &c) && c.Number:
			l.add("N226", "design", c.Column, c.Rows)
		case errors.As(err, &c):
			l.add("N227", "design", c.Column, c.Rows)
		case err != nil:
			l.add("N219", "design", err)
		}
	}
}

// drop takes the rows of people without answers out of a sample and counts
// them: the design is that of the answers.
func (l *loader) drop() {
	s := &l.s
	s.Lost = map[string]int{}
	keep := make([]int, 0, len(s.Rows))
	for i := range s.Rows {
		if s.Answered(i) {
			keep = append(keep, i)
		} else {
			s.Lost[s.Status(i)]++
			s.Others = append(s.Others, s.Columns[s.Row.ID].Text(i), s.Columns[s.Row.Withdrawal].Text(i))
		}
	}
	rows := make([]int, len(keep))
	for j, i := range keep {
		rows[j] = s.Rows[i]
		if s.Records != nil {
			s.Records[j] = s.Records[i]
		}
	}
	s.Rows, s.Records = rows, s.Records[:min(len(keep), len(s.Records))]
	for n, c := range s.Columns {
		codes := make([]int32, len(keep))
		for j, i := range keep {
			codes[j] = c.Codes[i]
		}
		s.Columns[n] = answer.Column{Codes: codes, Levels: c.Levels}
	}
}

// quota reads what was planned.
func (l *loader) quota() error {
	q := l.s.Quota
	if q == nil {
		return nil
	}
	for _, g := range q.By {
		if _, ok := l.s.Group(g); !ok {
			l.add("N216", "quota.by", g, "–")
		}
	}
	f, p, err := l.at("quota.file", q.File)
	if f == nil || err != nil {
		return err
	}
	defer f.Close()
	if q.Planned == "" {
		q.Planned = "planned"
	}
	t, err := sheet.Open(path.Base(p), f, sheet.Options{Sheet: q.Sheet, Columns: columnsOf(append(slices.Clone(q.By), q.Planned))})
	if err != nil {
		return err
	}
	for _, c := range append(slices.Clone(q.By), q.Planned) {
		if !t.Has(c) {
			l.add("N211", "quota", c, "–")
			return nil
		}
	}
	for row := range t.Drain(&l.found) {
		x := answer.Plan{}
		for _, g := range q.By {
			x.At = append(x.At, row.Text(g))
		}
		if n := row.Int(q.Planned); n != nil {
			x.N = *n
			l.s.Planned = append(l.s.Planned, x)
		}
	}
	return t.Err()
}

// dictionary gives the variables of an SPSS file as a codebook. Its labels are
// in one language, taken to be that of the survey's title.
func dictionary(name string, r io.Reader, title lang.Text) ([]answer.Variable, error) {
	f, err := sheet.OpenSav(name, r)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	say := func(s string) lang.Text {
		if s == "" {
			return nil
		}
		x := lang.Text{}
		for _, t := range title.Tags() {
			x[t] = s
		}
		if len(x) == 0 {
			x = lang.FrEn(s, s)
		}
		return x
	}
	var vs []answer.Variable
	for _, v := range f.Vars {
		x := answer.Variable{Name: v.Name, Label: say(v.Label), Text: v.Text(), Weight: v.Name == f.Weight}
		for _, o := range v.Labels {
			code := o.Text
			if !v.Text() {
				code = string(v.Format.Append(nil, o.Value))
				if v.Missing.Has(o.Value) {
					x.Missing = append(x.Missing, code)
				}
			} else if v.Missing.HasText(code) {
				x.Missing = append(x.Missing, code)
			}
			label := cmp.Or(o.Label, code)
			if slices.ContainsFunc(v.Labels, func(p sav.Label) bool { return p.Label == o.Label && p != o }) {
				label += " (" + code + ")" // two codes are two answers, whatever they are called
			}
			x.Options = append(x.Options, answer.Option{Code: code, Label: say(label)})
		}
		for _, m := range v.Missing.Values {
			if c := string(v.Format.Append(nil, m)); !slices.Contains(x.Missing, c) {
				x.Missing = append(x.Missing, c)
			}
		}
		vs = append(vs, x)
	}
	return vs, nil
}

func sorted(m map[string]int) []string {
	ks := make([]string, 0, len(m))
	num := true
	for k := range m {
		ks = append(ks, k)
		_, err := strconv.ParseFloat(k, 64)
		num = num && err == nil
	}
	slices.SortFunc(ks, func(a, b string) int {
		if num {
			x, _ := strconv.ParseFloat(a, 64)
			y, _ := strconv.ParseFloat(b, 64)
			if x != y {
				if x < y {
					return -1
				}
				return 1
			}
		}
		return strings.Compare(a, b)
	})
	return ks
}
