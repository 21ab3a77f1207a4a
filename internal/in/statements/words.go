package statements

import (
	"io"
	"path"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/sheet"
)

// Spoken are the words of one row, and whether somebody has cleared them for
// quotation.
type Spoken struct {
	Row     int
	Words   string
	Cleared bool
}

// Words reads the words of every row of a table, whether the row makes a
// statement or not: what a reader of statements leaves out may still name
// somebody. tab names the sheet of a workbook.
func Words(file string, r io.Reader, tab string) (all []Spoken, found diag.List, err error) {
	cols := []sheet.Column{{Name: "verbatim", Also: said["verbatim"], Need: true}, {Name: "cleared", Also: said["cleared"]}}
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: tab, Columns: cols, Private: true})
	if err != nil {
		return nil, nil, err
	}
	if err := t.Match(cols); err != nil {
		return nil, nil, err
	}
	for x := range t.Rows() {
		if s := x.Text("verbatim"); s != "" {
			yes, _ := x.Bool("cleared")
			all = append(all, Spoken{x.N, s, yes})
		}
	}
	for _, f := range t.Found() { // of the columns the reader of statements speaks
		if f.Severity == diag.Error {
			found = append(found, f)
		}
	}
	return all, found, t.Err()
}
