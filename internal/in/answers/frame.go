package answers

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// designs lists the columns of a design, each once.
func designs(d *answer.Design) (cols []string) {
	for _, c := range slices.Concat([]string{d.Weights}, d.Strata, d.Clusters, d.Population) {
		if c != "" && !slices.Contains(cols, c) {
			cols = append(cols, c)
		}
	}
	return cols
}

// asked takes from the columns needed those that the design's own table has
// and the answers have not, and adds the columns it is joined by.
func (l *loader) asked(cols []string, has func(string) bool) ([]string, error) {
	d := l.s.Design
	if d == nil || d.File == "" {
		return cols, nil
	}
	if len(d.Key) == 0 {
		l.add("C604", "design.file", "design.key")
		return cols, nil
	}
	f, p, err := l.at("design.file", d.File)
	if f == nil || err != nil {
		return cols, err
	}
	defer f.Close()
	t, err := sheet.Open(path.Base(p), f, sheet.Options{Sheet: d.Sheet, Columns: columnsOf(d.Key), Raw: true})
	if err != nil {
		return cols, err
	}
	for _, c := range d.Key {
		if !t.Has(c) {
			l.add("N211", "design.key", c, cmp.Or(lang.Nearest(c, t.Head), "–"))
		}
		if !slices.Contains(cols, c) {
			cols = append(slices.Clone(cols), c)
		}
	}
	for _, c := range designs(d) {
		if !slices.Contains(d.Key, c) && !has(c) && t.Has(c) {
			l.framed = append(l.framed, c)
		}
	}
	cols = slices.DeleteFunc(slices.Clone(cols), func(c string) bool { return slices.Contains(l.framed, c) })
	return cols, nil
}

// frame joins the design's own table to the answers: weights are worked out
// after the last interview, and sizes are known of areas, not of people.
func (l *loader) frame() error {
	if len(l.framed) == 0 {
		return nil
	}
	s, d := &l.s, l.s.Design
	f, p, err := l.at("design.file", d.File)
	if f == nil || err != nil {
		return err
	}
	defer f.Close()
	t, err := sheet.Open(path.Base(p), f, sheet.Options{Sheet: d.Sheet, Columns: columnsOf(d.Key), Raw: true})
	if err != nil {
		return err
	}
	at := map[string][]string{}
	stratum := map[string]string{} // of each key, where the table has the strata
	for row := range t.Drain(&l.found) {
		k, vs := "", make([]string, len(l.framed))
		for _, c := range d.Key {
			k += string(row.Bytes(c)) + "\x00"
		}
		for i, c := range l.framed {
			vs[i] = string(row.Bytes(c))
		}
		if _, twice := at[k]; twice {
			l.add("N225", "design.key", row.N)
			return nil
		}
		at[k] = vs
		var names []string
		for _, c := range d.Strata {
			if t.Has(c) {
				names = append(names, string(row.Bytes(c)))
			}
		}
		if len(names) == len(d.Strata) && len(names) > 0 {
			stratum[k] = strings.Join(names, " × ")
		}
	}
	if err := t.Err(); err != nil {
		return err
	}
	c := newCollector(l.framed)
	missing := 0
	there := map[string]bool{}
	for i := range s.Rows {
		k := ""
		for _, n := range d.Key {
			k += s.Columns[n].Text(i) + "\x00"
		}
		vs, ok := at[k]
		if !ok {
			if s.Answered(i) {
				missing++
			}
			vs = make([]string, len(l.framed))
		} else if s.Answered(i) {
			there[stratum[k]] = true
		}
		for j, n := range l.framed {
			c.put(n, []byte(vs[j]))
		}
	}
	if missing > 0 {
		l.add("N222", "design.file", missing, d.File, strings.Join(d.Key, ", "))
		return nil
	}
	c.plain(t, l.numbers())
	for n, x := range c.columns() {
		s.Columns[n] = x
	}
	for _, h := range slices.Sorted(maps.Values(stratum)) {
		if !there[h] && !slices.Contains(s.Empty, h) {
			s.Empty = append(s.Empty, h)
		}
	}
	if len(s.Empty) > 0 {
		l.add("N228", "design.file", len(s.Empty), d.File, strings.Join(s.Empty, ", "))
	}
	return nil
}
