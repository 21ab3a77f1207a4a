package xlsform

import (
	"bytes"

	"github.com/dires/dires/internal/sheet"
)

func openXLSX(b []byte) ([]Sheet, error) {
	grids, err := sheet.Workbook(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	ss := make([]Sheet, 0, len(grids))
	for _, g := range grids {
		s := Sheet{Name: g.Name, Rows: g.Rows}
		for _, r := range s.Rows {
			for i, v := range r {
				r[i] = nbsp(v)
			}
		}
		ss = append(ss, s)
	}
	return ss, nil
}

// nbsp makes a plain space of one that does not break: an author cannot see
// the difference, a formula can.
func nbsp(s string) string {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xc2 && s[i+1] == 0xa0 {
			return s[:i] + " " + nbsp(s[i+2:])
		}
	}
	return s
}
