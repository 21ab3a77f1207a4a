package form

import (
	"errors"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/form/xpath"
	"github.com/dires/dires/internal/lang"
)

var _ = diag.Codes(
	diag.Kind{Code: "F585", Severity: diag.Error, Args: 1},
	diag.Kind{Code: "F586", Severity: diag.Error, Args: 2},
	diag.Kind{Code: "F587", Severity: diag.Error, Args: 3},
	diag.Kind{Code: "F588", Severity: diag.Error, Args: 2},
)

// Check reads the formulas of a form that came as an XForm: how they are
// written, the functions they call, the absolute paths they name. A form from a
// spreadsheet is checked by xlsform, which knows its cells.
func (f *Form) Check(file string) (found diag.List) {
	for _, q := range f.Fields {
		for _, x := range []struct{ what, s string }{{"required", q.Required}, {"relevant", q.Relevant}, {"constraint", q.Limit}, {"calculate", q.Formula}} {
			if strings.TrimSpace(x.s) != "" {
				f.formula(x.s, diag.At{File: file, Field: q.Path + " " + x.what}, &found)
			}
		}
	}
	return found
}

func (f *Form) formula(s string, at diag.At, found *diag.List) {
	e, err := xpath.Parse(s)
	var bad *xpath.SyntaxError
	if errors.As(err, &bad) {
		found.Add("F585", at, bad.Near)
		return
	}
	for _, c := range e.Calls {
		if !xpath.Known(c.Name) {
			n := lang.Nearest(c.Name, xpath.Functions())
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
			n := lang.Nearest(last, names)
			if n == "" {
				n = "…"
			}
			found.Add("F588", at, p.String(), n)
		}
	}
}
