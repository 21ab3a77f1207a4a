// Package form brings the form libraries (xform, xlsform) into the
// application: their findings become diag's and their refusals fault's, both
// with words in every language. It also writes what needs words: the data
// dictionary of a form and its page to print.
//
// It does not know how a form is read or converted. The functions you want are
// [Check], [Read] and [Dictionary].
package form

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
	"github.com/dires/dires/xlsform"
)

var _ = diag.Codes(kinds()...)

// kinds registers what the libraries can find, and what the application says
// of a form or a submission that cannot be read at all.
func kinds() []diag.Kind {
	ks := []diag.Kind{
		{Code: "F592", Severity: diag.Error, Args: 1},
		{Code: "F594", Severity: diag.Error, Args: 1},
	}
	for _, k := range finding.Kinds() {
		ks = append(ks, diag.Kind{Code: k.Code, Severity: k.Severity, Args: k.Args})
	}
	return ks
}

// Read reads an XForm.
func Read(b []byte) (*xform.Form, error) {
	f, err := xform.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, fault.Invalid)
	}
	return f, nil
}

// ParseInstance reads the XML of a submission.
func ParseInstance(b []byte) (xform.Instance, error) {
	x, err := xform.ParseInstance(b)
	if err != nil {
		return x, fmt.Errorf("%w: %w", err, fault.Invalid)
	}
	return x, nil
}

// refusals are the codes of what xlsform does not read.
var refusals = map[xlsform.Reason]string{
	xlsform.NotWorkbook: "F610", xlsform.OldFormat: "F611", xlsform.NotForm: "F612", xlsform.NoSurvey: "F613", xlsform.TooLarge: "F614",
}

// Check converts the workbook of a form and checks every formula in it.
func Check(file string, b []byte) (r xlsform.Result, found diag.List, err error) {
	defer fault.Wrap(&err, "read form %s", path.Base(file))
	w, err := xlsform.Open(file, b)
	var no *xlsform.Error
	switch {
	case errors.As(err, &no):
		e := &fault.Error{Kind: fault.Invalid, Code: refusals[no.Reason], Args: []any{no.File}, Cause: no.Cause}
		if no.Reason == xlsform.TooLarge {
			e.Args = append(e.Args, xlsform.MostMB)
		}
		return r, nil, e
	case err != nil:
		return r, nil, err
	}
	r = xlsform.Check(w, xlsform.Options{})
	return r, diag.List(r.Found), nil
}

// XForm gives the XForm of a file that holds a form: a workbook is converted
// and checked, an XForm is given back as it is. It is nil where a finding is
// an error.
func XForm(file string, b []byte) ([]byte, diag.List, error) {
	if strings.EqualFold(path.Ext(file), ".xml") {
		return b, nil, nil
	}
	r, found, err := Check(file, b)
	return r.XForm, found, err
}
