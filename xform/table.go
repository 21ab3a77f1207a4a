package xform

import "strings"

// Table is what a spreadsheet of submissions holds: the fields outside repeats,
// or those of one repeat.
type Table struct {
	Repeat string // "" for the submissions themselves
	Fields []*Field
}

// Tables lists the tables of a form, the submissions first; groups, notes and
// what nobody answers are left out.
func (f *Form) Tables() []Table {
	ts := []Table{{}}
	at := map[string]int{"": 0}
	for _, q := range f.Fields {
		if q.Type == Repeat {
			at[q.Path] = len(ts)
			ts = append(ts, Table{Repeat: q.Path})
			continue
		}
		if q.Type.Section() || q.Type == Note {
			continue
		}
		i := at[q.Repeat]
		ts[i].Fields = append(ts[i].Fields, q)
	}
	return ts
}

// Header is the table's first row: each field's path below the form or repeat,
// with "-" between groups.
func (t Table) Header() []string {
	var h []string
	for _, q := range t.Fields {
		p := strings.TrimPrefix(strings.TrimPrefix(q.Path, t.Repeat), "/")
		if t.Repeat == "" {
			_, p, _ = strings.Cut(p, "/")
		}
		h = append(h, strings.ReplaceAll(p, "/", "-"))
	}
	return h
}
