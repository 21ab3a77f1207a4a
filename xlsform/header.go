package xlsform

import (
	"strings"

	"github.com/dires/dires/xform/finding"
)

// table is a sheet with its headers understood and its rows grouped.
type table struct {
	sheet   string
	headers [][]string     // each header's path, in order, distinct
	at      map[string]int // path joined by "/" → column, from 1
	field   map[string]string
	rows    []row
	raw     *Sheet
}

type row struct {
	n int // in the spreadsheet
	d *dict
}

// pos is the cell of a row under the header with a path.
func (c *conv) pos(t *table, n int, path string) finding.At {
	a := finding.At{File: c.file, Row: n}
	if t != nil {
		a.Sheet, a.Col, a.Field = t.sheet, t.at[path], t.field[path]
	}
	if a.Col == 0 && t != nil { // the first column of a group, as label::fr of label
		for _, h := range t.headers {
			if j := strings.Join(h, "/"); strings.HasPrefix(j, path+"/") || strings.HasSuffix(j, "/"+path) {
				a.Col, a.Field = t.at[j], t.field[j]
				break
			}
		}
	}
	if a.Field == "" {
		a.Field = path
	}
	return a
}

func snake(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "_")) }

// headerPath says what a header means: its alias, or its parts between "::".
func headerPath(h string, double bool, alias map[string][]string, cols map[string]bool) (string, []string) {
	if _, a := alias[h]; cols[h] && !a {
		return h, []string{h}
	}
	n := snake(h)
	if _, a := alias[n]; cols[n] && !a {
		return n, []string{n}
	}
	var tok []string
	if double || strings.Contains(h, "::") {
		tok = strings.Split(h, "::")
	} else {
		tok = strings.Split(h, ":")
	}
	for i := range tok {
		tok[i] = strings.TrimSpace(tok[i])
	}
	if !double {
		for i := 0; i+1 < len(tok); i++ {
			if tok[i] == "jr" {
				tok = append(append(append([]string(nil), tok[:i]...), "jr:"+tok[i+1]), tok[i+2:]...)
				break
			}
		}
	}
	first := snake(tok[0])
	if a, ok := alias[first]; ok {
		return strings.Join(a, "/"), append(append([]string(nil), a...), tok[1:]...)
	}
	if cols[first] {
		tok[0] = first
		return first, tok
	}
	return h, tok
}

var quotes = strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`)

func clean(s string, spaces bool) string {
	if spaces {
		s = strings.TrimSpace(s)
		for strings.Contains(s, "  ") {
			s = strings.ReplaceAll(s, "  ", " ")
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] == 0xe2 {
			return quotes.Replace(s)
		}
	}
	return s
}

// grid reads a sheet: headers understood, rows grouped. It returns nil for a
// sheet that is not there or has no header.
func (c *conv) grid(name string, alias map[string][]string, cols map[string]bool, required []string, spaces bool) *table {
	s := c.wb.sheet(name)
	if s == nil || len(s.Rows) == 0 {
		return nil
	}
	t := &table{sheet: name, at: map[string]int{}, field: map[string]string{}, raw: s}
	c.grids[name] = t
	double := false
	for _, h := range s.Rows[0] {
		double = double || strings.Contains(h, "::")
	}
	paths := make([][]string, len(s.Rows[0]))
	seen := map[string]bool{}
	for i, h := range s.Rows[0] {
		h = strings.TrimSpace(h)
		if h == "" {
			continue
		}
		if seen[h] {
			c.bad("F502", finding.At{File: c.file, Sheet: name, Row: 1, Col: i + 1, Field: h}, h, h)
			continue
		}
		seen[h] = true
		nw, p := headerPath(h, double, alias, cols)
		key := strings.Join(p, "/")
		if other, dup := t.field[key]; dup && nw != h {
			c.bad("F502", finding.At{File: c.file, Sheet: name, Row: 1, Col: i + 1, Field: h}, other, h)
			continue
		}
		paths[i] = p
		t.at[key], t.field[key] = i+1, h
		t.headers = append(t.headers, p)
	}
	for i, cells := range s.Rows[1:] {
		d := &dict{}
		for j, v := range cells {
			if j >= len(paths) || paths[j] == nil {
				continue
			}
			if v = strings.TrimSpace(v); v == "" {
				continue
			}
			v = clean(v, spaces)
			if v == "" {
				continue
			}
			p := paths[j]
			nv := text(v)
			for k := len(p) - 1; k > 0; k-- {
				nv = value{d: &dict{k: []string{p[k]}, v: []value{nv}}}
			}
			if len(p) == 1 && !d.has(p[0]) {
				d.k, d.v = append(d.k, p[0]), append(d.v, nv)
				continue
			}
			d.set(p[0], merge(d.get(p[0]), nv, c.lang))
		}
		t.rows = append(t.rows, row{n: i + 2, d: d})
	}
	for len(t.rows) > 0 && len(t.rows[len(t.rows)-1].d.k) == 0 {
		t.rows = t.rows[:len(t.rows)-1]
	}
	if len(t.rows) > 0 || name == "survey" {
		for _, r := range required {
			found := false
			for _, h := range t.headers {
				found = found || h[0] == r
			}
			if !found {
				c.bad("F503", finding.At{File: c.file, Sheet: name, Row: 1}, r)
			}
		}
	}
	return t
}
