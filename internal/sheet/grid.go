package sheet

import (
	"io"

	"github.com/dires/dires/internal/fault"
)

// Grid is one sheet of a workbook, as text: numbers as they are stored, dates
// as ISO dates, yes and no as TRUE and FALSE. Row i of the sheet is Rows[i-1];
// rows are as long as their last filled cell.
type Grid struct {
	Name   string
	Rows   [][]string
	Merged []string // "A2:A5"
}

// Workbook reads a whole XLSX of at most 64 MB and four million cells. It
// refuses, with a *fault.Error, what does not open.
func Workbook(r io.Reader) (grids []Grid, err error) {
	k, err := openBook(r, maxBook)
	if err != nil {
		return nil, err
	}
	cells := 0
	for _, t := range k.tabs {
		s, err := k.sheet(t)
		if err != nil {
			return nil, err
		}
		g := Grid{Name: t.name}
		for s.next() {
			if cells += len(s.cells) + 1 + s.row - len(g.Rows); cells > maxCells {
				s.close()
				return nil, fault.New(fault.Invalid, "A247", maxBook>>20)
			}
			for len(g.Rows) < s.row-1 {
				g.Rows = append(g.Rows, nil)
			}
			row := make([]string, len(s.cells))
			for i, c := range s.cells {
				row[i] = string(c)
			}
			g.Rows = append(g.Rows, row)
		}
		s.close()
		if s.err != nil {
			return nil, s.err
		}
		g.Merged = s.merged
		grids = append(grids, g)
	}
	return grids, nil
}
