package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Traced is one cell with the statements it rests on, down to file and row.
type Traced struct {
	Figure figure.Figure
	Cell   figure.Cell
	Ends   []End
}

// End is one statement at the end of a trace.
type End struct {
	Ref   figure.Ref
	Claim claim.Claim
}

// Trace follows a figure, or one cell of it, down to its statements: "ID" is
// every cell, "ID:KEY,KEY" one. It refuses an id or a cell that is not there
// (fault.NotFound) and names the nearest.
func (d *Desk) Trace(ctx context.Context, id, which string, on when.Day) (ts []Traced, err error) {
	defer fault.Wrap(&err, "trace %s", which)
	m, err := d.Figures(ctx, id, on)
	if err != nil {
		return nil, err
	}
	name, cell, one := strings.Cut(which, ":")
	f, err := Find(m.Figures, name)
	if err != nil {
		return nil, err
	}
	cells := f.Cells
	if one {
		c, ok := f.Cell(strings.Split(cell, ",")...)
		if !ok {
			return nil, fault.New(fault.NotFound, "D711", cell, name, strings.Join(cellNames(f), " · "))
		}
		cells = []figure.Cell{c}
	}
	byKey := map[claim.Key]claim.Claim{}
	for c, err := range d.db.Claims(ctx, id) {
		if err != nil {
			return nil, err
		}
		byKey[c.Key] = c
	}
	for _, c := range cells {
		t := Traced{Figure: f, Cell: c}
		for _, r := range c.Trace().Refs {
			t.Ends = append(t.Ends, End{r, byKey[r.Claim]})
		}
		ts = append(ts, t)
	}
	return ts, nil
}

// Find gives the figure of an id. One that is not there is refused
// (fault.NotFound) with the nearest name.
func Find(fs []figure.Figure, id string) (figure.Figure, error) {
	i := slices.IndexFunc(fs, func(f figure.Figure) bool { return f.ID == id })
	if i >= 0 {
		return fs[i], nil
	}
	ids := make([]string, len(fs))
	for i, f := range fs {
		ids[i] = f.ID
	}
	if n := lang.Nearest(id, ids); n != "" {
		return figure.Figure{}, fault.New(fault.NotFound, "D710", id, n)
	}
	return figure.Figure{}, fault.New(fault.NotFound, "D712", id)
}

// cellNames are the first few cells of a figure, as a trace names them.
func cellNames(f figure.Figure) (ns []string) {
	for _, c := range f.Cells {
		if len(ns) == 5 {
			return append(ns, "…")
		}
		ns = append(ns, strings.Join(c.At(), ","))
	}
	return ns
}
