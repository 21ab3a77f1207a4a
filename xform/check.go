package xform

import (
	"errors"
	"strings"

	"github.com/dires/dires/xform/finding"
	"github.com/dires/dires/xpath"
)

// Check reads the formulas of a form that came as an XForm: how they are
// written, the functions they call, the absolute paths they name. A form from a
// spreadsheet is checked by xlsform, which knows its cells.
func (f *Form) Check(file string) (found finding.List) {
	for _, q := range f.Fields {
		for _, x := range []struct{ what, s string }{{"required", q.Required}, {"relevant", q.Relevant}, {"constraint", q.Limit}, {"calculate", q.Formula}} {
			if strings.TrimSpace(x.s) != "" {
				f.formula(x.s, finding.At{File: file, Field: q.Path + " " + x.what}, &found)
			}
		}
	}
	return found
}

func (f *Form) formula(s string, at finding.At, found *finding.List) {
	e, err := xpath.Parse(s)
	var bad *xpath.SyntaxError
	if errors.As(err, &bad) {
		found.Add("F585", at, bad.Near)
		return
	}
	for _, c := range e.Calls {
		if !xpath.Known(c.Name) {
			n := finding.Nearest(c.Name, xpath.Functions())
			if n == "" {
				n = "…"
			}
			found.Add("F586", at, c.Name, n)
		} else if ok, words := xpath.Takes(c.Name, c.Args); !ok {
			found.Add("F587", at, c.Name, c.Args, words)
		}
	}
	for _, p := range e.Paths {
		if !p.Absolute || p.Filtered || p.Predicated || len(p.Steps) < 2 || p.Steps[0] != f.Root || strings.ContainsAny(p.String(), "@*(.") {
			continue
		}
		if f.byPath[p.String()] == nil {
			last := p.Steps[len(p.Steps)-1]
			var names []string
			for _, q := range f.Fields {
				names = append(names, q.Name)
			}
			n := finding.Nearest(last, names)
			if n == "" {
				n = "…"
			}
			found.Add("F588", at, p.String(), n)
		}
	}
}
