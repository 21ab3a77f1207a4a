package out

import (
	"math"

	"github.com/dires/dires/internal/figure"
)

// series draws columns over time with bounds as whiskers; more than 60
// periods become a line with a band. A second dimension of up to eight keys
// becomes small multiples on one scale.
func (fr Frame) series(c *canvas, f figure.Figure, ch *Chart) bool {
	if !anyValue(f.Cells) {
		return false
	}
	t := top(f.Cells)
	if len(f.Dims) == 1 {
		c.h = 250
		if fr.narrow() {
			c.h = 220
		}
		fr.columns(c, f.Unit, fr.rowsOf(f, 0, ""), "", 0, 0, c.w, c.h, t, ch)
		return ch.Shown > 0
	}
	keys := f.Dims[1].Keys
	if len(keys) > 8 {
		return fr.matrix(c, f, ch)
	}
	cols := 2
	if fr.narrow() {
		cols = 1
	}
	const h, gap = 160, 18.0
	w := (c.w - gap*float64(cols-1)) / float64(cols)
	for i, k := range keys {
		x, y := float64(i%cols)*(w+gap), float64(i/cols)*(h+gap)
		fr.columns(c, f.Unit, fr.rowsOf(f, 0, k), label(fr.Printer, f.Dims[1], k), x, y, w, h, t, ch)
	}
	n := (len(keys) + cols - 1) / cols
	c.h = float64(n)*(h+gap) - gap
	ch.Share = true
	return ch.Shown > 0
}

func (fr Frame) columns(c *canvas, unit string, rs []row, title string, x0, y0, w, h, t float64, ch *Chart) {
	var bars []row
	for _, r := range rs {
		if timed(r.key) {
			bars = append(bars, r)
		} else if r.has {
			ch.Beside = append(ch.Beside, r.label+fr.colon()+Value(fr.Printer, unit, r.cell))
			ch.Left++
		}
	}
	if len(bars) == 0 {
		return
	}
	ts := ticks(0, t, 4)
	hi := ts[len(ts)-1]
	left := 0.0
	for _, v := range ts {
		left = max(left, wide(Number(fr.Printer, unit, v), 12))
	}
	left += 8
	headroom := 8.0
	if title != "" {
		headroom = 24
		c.text("tb", x0, y0+13, start, clip(title, 13, w/1.12))
	} else if fr.Mark != "" {
		headroom = 28
	}
	bottom := y0 + h - 22
	top := y0 + headroom
	y := func(v float64) float64 { return bottom - (bottom-top)*v/hi }
	for _, v := range ts {
		s := "g"
		if v == 0 {
			s = "a"
		}
		c.line(s, xy{x0 + left, math.Round(y(v)) + .5}, xy{x0 + w, math.Round(y(v)) + .5})
	}
	for _, v := range ts {
		c.text("ts", x0+left-6, y(v)+4, end, Number(fr.Printer, unit, v))
	}
	step := (w - left) / float64(len(bars))
	if over := (wide(bars[len(bars)-1].label, 12) - step) / 2; over > 0 {
		step = (w - left - over) / float64(len(bars)) // the last label stays within
	}
	bw := max(1.5, min(46, step*.72))
	cx := func(i int) float64 { return x0 + left + step*(float64(i)+.5) }
	if len(bars) > 60 {
		fr.lines(c, bars, cx, y, ch)
	} else {
		for i, r := range bars {
			if r.has {
				c.rect("b", cx(i)-bw/2, y(r.v), bw, bottom-y(r.v))
				ch.Shown++
			} else {
				c.absent(ch, r.cell.Why(), cx(i), bottom-6)
			}
		}
		for i, r := range bars {
			if lo, up, s := r.cell.Range(); r.has && s != figure.NoSpread && up > lo {
				c.line("w", xy{cx(i), y(lo)}, xy{cx(i), y(up)})
				if bw >= 7 {
					c.line("w", xy{cx(i) - 3, y(up)}, xy{cx(i) + 3, y(up)})
					c.line("w", xy{cx(i) - 3, y(lo)}, xy{cx(i) + 3, y(lo)})
				}
				ch.Bounds = ch.Bounds || s == figure.Bounds
			}
		}
		fr.columnValues(c, unit, bars, cx, y, step)
	}
	every := 1
	for _, n := range []int{1, 2, 5, 10, 20, 40, 80, 160} {
		every = n
		if step*float64(n) > wide(bars[0].label, 12)+8 {
			break
		}
	}
	for i, r := range bars {
		if (len(bars)-1-i)%every == 0 {
			c.text("ts", cx(i), bottom+16, middle, r.label)
		}
	}
}

// columnValues prints the value above each column where there is room for all.
func (fr Frame) columnValues(c *canvas, unit string, bars []row, cx func(int) float64, y func(float64) float64, step float64) {
	for _, r := range bars {
		if r.has && wide(Number(fr.Printer, unit, r.v), 12)+3 > step {
			return
		}
	}
	for i, r := range bars {
		if r.has {
			at := r.v
			if _, up, s := r.cell.Range(); s != figure.NoSpread {
				at = max(at, up)
			}
			c.text("t", cx(i), y(at)-4, middle, Number(fr.Printer, unit, r.v))
		}
	}
}

// lines draws a long series; where a value is missing the line breaks.
func (fr Frame) lines(c *canvas, bars []row, cx func(int) float64, y func(float64) float64, ch *Chart) {
	var run []xy
	var up, lo []xy
	flush := func() {
		if len(up) > 1 {
			ring := append([]xy{}, up...)
			for i := len(lo) - 1; i >= 0; i-- {
				ring = append(ring, lo[i])
			}
			c.area("v", [][]xy{ring}, "")
		}
		if len(run) > 0 {
			c.line("l", run...)
		}
		run, up, lo = nil, nil, nil
	}
	for i, r := range bars {
		if !r.has {
			flush()
			ch.lacks(r.cell.Why())
			continue
		}
		run = append(run, xy{cx(i), y(r.v)})
		if l, u, s := r.cell.Range(); s != figure.NoSpread {
			up, lo = append(up, xy{cx(i), y(u)}), append(lo, xy{cx(i), y(l)})
			ch.Bounds = ch.Bounds || s == figure.Bounds
		}
		ch.Shown++
	}
	flush()
}

// colon is " : " with its no-break space in French.
func (fr Frame) colon() string { return fr.Printer.Say("press.colon") }
