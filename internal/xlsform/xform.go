package xlsform

import (
	"path"
	"strings"

	"github.com/dires/dires/internal/diag"
)

// XForm gives the XForm of a file that holds a form: a workbook is converted
// and checked, an XForm is given back as it is. It is nil where a finding is
// an error.
func XForm(file string, b []byte) ([]byte, diag.List, error) {
	if strings.EqualFold(path.Ext(file), ".xml") {
		return b, nil, nil
	}
	w, err := Open(file, b)
	if err != nil {
		return nil, nil, err
	}
	r := Check(w, Options{})
	return r.XForm, r.Found, nil
}
