package sheet

import (
	"io"

	"github.com/dires/dires/internal/sheet/sav"
)

// openSav sets t up to stream the cases of an SPSS file: the header is the
// names of the variables, a value declared missing is an empty cell, dates are
// ISO dates. Whoever wants numbers by the column takes package sav itself.
func (t *Table) openSav(r io.Reader) error {
	f, err := sav.Open(t.Name, r)
	if err != nil {
		return err
	}
	for i, v := range f.Vars {
		t.Head = append(t.Head, v.Name)
		t.col[v.Name] = i
	}
	t.found = append(t.found, f.Found()...)
	n := len(t.found)
	cells := make([][]byte, len(f.Vars))
	var flat []byte
	ends := make([]int, len(f.Vars))
	t.next = func() ([][]byte, int, bool) {
		row, ok := f.Next()
		if !ok {
			t.found = append(t.found[:n:n], f.Found()[n:]...)
			return nil, 0, false
		}
		flat = flat[:0]
		for i := range cells {
			flat = row.AppendCell(flat, i, sav.As{Labels: t.opt.Labels, Raw: t.opt.Raw})
			ends[i] = len(flat)
		}
		a := 0
		for i, b := range ends {
			cells[i] = flat[a:b:b]
			a = b
		}
		return cells, row.N + 1, true
	}
	t.fail = f.Err
	return nil
}
