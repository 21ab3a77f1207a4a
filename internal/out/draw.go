package out

import (
	"cmp"
	"math"
	"slices"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/when"
)

// Chart is a drawing of a figure and what has to be said beside it.
type Chart struct {
	SVG     string
	EMF     []byte // the same drawing for word processors, if asked for
	W, H    float64
	Shown   int          // cells drawn
	Left    int          // cells with a value that are in the table only
	Beside  []string     // "label: value" of cells outside the axis, to print under the chart
	Bounds  bool         // low–high bounds are drawn
	Share   bool         // small multiples on one scale
	Hatched bool         // areas of a map without a value are hatched
	Absent  []figure.Why // reasons of the cells without a value, each once
}

// Draw makes the chart of a figure by its shape; ok is false for shapes that
// are words (sayings, items, profile) and for figures with nothing to draw.
func Draw(f figure.Figure, fr Frame) (ch Chart, ok bool) {
	return draw(f, fr, false)
}

// DrawEMF is [Draw] with the drawing as an enhanced metafile beside the SVG.
func DrawEMF(f figure.Figure, fr Frame) (ch Chart, ok bool) { return draw(f, fr, true) }

func draw(f figure.Figure, fr Frame, emf bool) (ch Chart, ok bool) {
	if len(f.Cells) == 0 || len(f.Dims) == 0 || len(f.Dims) > 2 {
		return Chart{}, false
	}
	c := &canvas{w: fr.width()}
	switch f.Shape {
	case figure.Series:
		ok = fr.series(c, f, &ch)
	case figure.Map:
		if ok = fr.mapOf(c, f, &ch); !ok {
			ok = fr.bars(c, f, &ch)
		}
	case figure.Strip:
		ok = fr.strip(c, f, &ch)
	case figure.Matrix:
		ok = fr.matrix(c, f, &ch)
	case figure.Timeline:
		ok = fr.timeline(c, f, &ch)
	case figure.Estimate:
		ok = fr.dots(c, f, &ch)
	case figure.Table:
		if len(f.Dims) == 1 {
			ok = fr.bars(c, f, &ch)
		} else {
			ok = fr.matrix(c, f, &ch)
		}
	}
	if !ok {
		return Chart{}, false
	}
	c.within()
	ch.SVG = fr.svg(c) // adds the mark, and for a file of its own title and foot
	if emf {
		ch.EMF = fr.emf(c)
	}
	ch.W, ch.H = c.w, c.h
	return ch, true
}

// row is one cell on its way into a chart.
type row struct {
	key, label string
	cell       figure.Cell
	v          float64
	has        bool
}

// rowsOf gives the cells of a one-dimensional figure (or of one column of a
// two-dimensional one) in the order of the dimension.
func (fr Frame) rowsOf(f figure.Figure, dim int, fixed string) []row {
	at := map[string]figure.Cell{}
	for _, c := range f.Cells {
		k := c.At()
		if len(f.Dims) == 2 && k[1-dim] != fixed {
			continue
		}
		at[k[dim]] = c
	}
	var rs []row
	for _, k := range f.Dims[dim].Keys {
		c, ok := at[k]
		if !ok {
			continue
		}
		v, has := c.Value()
		rs = append(rs, row{k, label(fr.Printer, f.Dims[dim], k), c, v, has})
	}
	return rs
}

// top is the highest value or bound, at least 1 for counts.
func top(cs []figure.Cell) float64 {
	t := 0.0
	for _, c := range cs {
		if v, ok := c.Value(); ok {
			t = max(t, v)
			if _, hi, s := c.Range(); s != figure.NoSpread {
				t = max(t, hi)
			}
		}
	}
	return t
}

func anyValue(cs []figure.Cell) bool {
	return slices.ContainsFunc(cs, func(c figure.Cell) bool { _, ok := c.Value(); return ok })
}

// shade is the class 0…4 of the ramp for a value.
func shade(v float64, breaks []float64) int {
	i, _ := slices.BinarySearch(breaks, v)
	if i < len(breaks) && breaks[i] == v {
		i++
	}
	return min(i, 4)
}

// breaks gives four round inner class limits between the positive values, so
// that classes hold about equally many; fewer where values are few.
func breaks(vs []float64) []float64 {
	vs = slices.Clone(vs)
	vs = slices.DeleteFunc(vs, func(v float64) bool { return v <= 0 })
	slices.Sort(vs)
	if len(vs) == 0 {
		return nil
	}
	if ds := slices.Compact(slices.Clone(vs)); len(ds) <= 5 {
		return ds[1:] // a class for each
	}
	var bs []float64
	for i := 1; i <= 4; i++ {
		v := vs[min(len(vs)-1, i*len(vs)/5)]
		r := roundTo(v)
		if r > 0 && (len(bs) == 0 || r > bs[len(bs)-1]) && r <= vs[len(vs)-1] {
			bs = append(bs, r)
		}
	}
	return bs
}

// roundTo rounds to one significant figure, or to half steps of it.
func roundTo(v float64) float64 {
	if v <= 0 {
		return 0
	}
	if v < 5 && v == math.Trunc(v) {
		return v
	}
	m := math.Pow(10, math.Floor(math.Log10(v)))
	return math.Round(v/m*2) / 2 * m
}

func timed(key string) bool {
	s, err := when.Parse(key)
	return err == nil && s.Known()
}

func byValue(rs []row) {
	slices.SortStableFunc(rs, func(a, b row) int { return cmp.Compare(b.v, a.v) })
}
