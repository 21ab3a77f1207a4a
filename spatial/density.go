package spatial

import (
	"errors"
	"math"
)

// ErrOutside is returned where no point lies in the window.
var ErrOutside = errors.New("no point lies inside the window")

// Window is the part of the plane that could have been reported from, as cells
// of a grid.
type Window struct {
	X, Y       float64 // of the lower left corner
	Cell       float64 // side of a cell
	Cols, Rows int
	Inside     []bool // row by row from below; nil: all of it
}

// Surface is an intensity over a window.
type Surface struct {
	Values  []float64 // per cell, row by row from below; 0 outside
	Used    int       // points inside the window
	Dropped int       // points outside, left out
}

// Density is a Gaussian kernel estimate of intensity. What each point's kernel
// would spill over the edge is given back to the window (Diggle's correction),
// so that the surface sums to the number of points. At the very border it still
// lies somewhat low (about a third in a corner, where it would be two thirds).
//
// Shape: points are x, y; one value per cell of the window.
// Unit: points per unit of area; bandwidth in the unit of the coordinates, not
// below a cell's side.
// Errors: ErrOutside. A panic on an empty window, Inside of another length, a
// bandwidth below a cell's side, or a coordinate that is not finite.
// Source: Diggle 1985, Appl. Statist. 34:138–147; Diggle 2013, §5.3. The kernel
// is integrated exactly over each cell.
func Density(points [][2]float64, w Window, bandwidth float64) (s Surface, err error) {
	defer wrap(&err, "estimate density")
	if w.Cols < 1 || w.Rows < 1 || !(w.Cell > 0) || w.Inside != nil && len(w.Inside) != w.Cols*w.Rows || !(bandwidth >= w.Cell) {
		panic("spatial: bad window or bandwidth")
	}
	s.Values = make([]float64, w.Cols*w.Rows)
	across, up := make([]float64, w.Cols), make([]float64, w.Rows)
	for _, p := range points {
		if math.IsNaN(p[0]+p[1]) || math.IsInf(p[0]+p[1], 0) {
			panic("spatial: a coordinate that is not finite")
		}
		if !w.holds(p) {
			s.Dropped++
			continue
		}
		s.Used++
		shares(across, p[0]-w.X, w.Cell, bandwidth)
		shares(up, p[1]-w.Y, w.Cell, bandwidth)
		kept := 0.0
		for r, b := range up {
			for c, a := range across {
				if w.Inside == nil || w.Inside[r*w.Cols+c] {
					kept += a * b
				}
			}
		}
		for r, b := range up {
			for c, a := range across {
				if w.Inside == nil || w.Inside[r*w.Cols+c] {
					s.Values[r*w.Cols+c] += a * b / kept / (w.Cell * w.Cell)
				}
			}
		}
	}
	if s.Used == 0 {
		return Surface{}, ErrOutside
	}
	return s, nil
}

func (w Window) holds(p [2]float64) bool {
	c, r := int(math.Floor((p[0]-w.X)/w.Cell)), int(math.Floor((p[1]-w.Y)/w.Cell))
	if c < 0 || r < 0 || c >= w.Cols || r >= w.Rows {
		return false
	}
	return w.Inside == nil || w.Inside[r*w.Cols+c]
}

// shares fills out with the mass of a normal kernel about at in each cell of a line.
func shares(out []float64, at, cell, bandwidth float64) {
	low := math.Erf(-at / bandwidth / math.Sqrt2)
	for i := range out {
		high := math.Erf((float64(i+1)*cell - at) / bandwidth / math.Sqrt2)
		out[i] = (high - low) / 2
		low = high
	}
}
