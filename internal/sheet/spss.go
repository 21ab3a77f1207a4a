package sheet

import (
	"errors"
	"io"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/sav"
)

// openSav sets t up to stream the cases of an SPSS file: the header is the
// names of the variables, a value declared missing is an empty cell, dates are
// ISO dates. Whoever wants numbers by the column takes package sav itself.
func (t *Table) openSav(r io.Reader) error {
	f, err := OpenSav(t.Name, r)
	if err != nil {
		return err
	}
	for i, v := range f.Vars {
		t.Head = append(t.Head, v.Name)
		t.col[v.Name] = i
	}
	at := len(t.found)
	t.found = append(t.found, SavFindings(f)...)
	cells := make([][]byte, len(f.Vars))
	var flat []byte
	ends := make([]int, len(f.Vars))
	t.headRow = 1
	t.next = func(x *record) bool {
		row, ok := f.Next()
		if !ok {
			t.found = append(t.found[:at:at], SavFindings(f)...)
			t.err = SavRefusal(f.Err())
			return false
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
		*x = record{cells: cells, row: row.N + 1, width: len(cells)}
		return true
	}
	return nil
}

var _ = diag.Codes(
	diag.Kind{Code: "N206", Severity: diag.Warning, Args: 1}, // an encoding that is not known
	diag.Kind{Code: "N207", Severity: diag.Note, Args: 0},    // labels of a variable that does not exist
	diag.Kind{Code: "N208", Severity: diag.Warning, Args: 1}, // more cases than the file states
)

var savCodes = map[sav.Reason]struct {
	code diag.Code
	kind error
}{
	sav.NotSav: {"N200", fault.Invalid}, sav.Locked: {"N201", fault.Refused}, sav.CutOff: {"N202", fault.Invalid},
	sav.Damaged: {"N203", fault.Invalid}, sav.NoVariable: {"N204", fault.NotFound}, sav.TooLarge: {"N205", fault.Refused},
	sav.UnknownCoding: {"N206", nil}, sav.StrayLabels: {"N207", nil}, sav.ExtraCases: {"N208", nil},
}

// OpenSav opens an SPSS file by the numeric columns of package sav; what that
// package refuses is a *fault.Error with a code that lang has words for.
func OpenSav(name string, r io.Reader) (*sav.File, error) {
	f, err := sav.Open(name, r)
	return f, SavRefusal(err)
}

// SavRefusal turns a refusal of package sav into a *fault.Error and leaves
// every other error as it is.
func SavRefusal(err error) error {
	var e *sav.Error
	if !errors.As(err, &e) {
		return err
	}
	c := savCodes[e.Reason]
	x := fault.New(c.kind, string(c.code), e.Args...)
	x.Cause = e.Cause
	return x
}

// SavFindings gives the warnings about a file as findings.
func SavFindings(f *sav.File) (l diag.List) {
	for _, w := range f.Warnings() {
		l.Add(savCodes[w.Reason].code, diag.At{File: f.Name}, w.Args...)
	}
	return l
}
