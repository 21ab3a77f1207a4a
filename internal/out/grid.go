package out

import (
	"math"

	"github.com/dires/dires/internal/figure"
)

// matrix draws two crossed lists as a grid shaded by value, the value in each
// cell, and the sign of its reason in a cell without one. Bounds are written as a
// range; a cell whose bounds say nothing (0 to 9 of 9) is unknown.
func (fr Frame) matrix(c *canvas, f figure.Figure, ch *Chart) bool {
	if len(f.Dims) != 2 || len(f.Dims[1].Keys) > 40 || len(f.Dims[0].Keys) > 60 {
		return false
	}
	var vs []float64
	for _, x := range f.Cells {
		if v, ok := x.Value(); ok {
			vs = append(vs, v)
		}
	}
	if len(vs) == 0 {
		return false
	}
	bs := breaks(vs)
	fr.grid(c, f, ch, func(x figure.Cell) (string, string) {
		v, ok := x.Value()
		if !ok {
			return "", ""
		}
		s := shade(v, bs)
		if v == 0 {
			s = 0
		}
		style, text := "r"+string(rune('0'+s)), Number(fr.Printer, f.Unit, v)
		if lo, hi, spread := x.Range(); spread == figure.Bounds && hi > lo {
			text = Number(fr.Printer, f.Unit, lo) + "–" + Number(fr.Printer, f.Unit, hi)
			ch.Bounds = true
			if lo == 0 && x.Of() > 0 && hi >= float64(x.Of()) {
				style = "y" // nothing is known: no shade of a value
			}
		}
		if x.Of() > 0 {
			text += "/" + fr.Printer.Int(x.Of())
		}
		return style, text
	})
	return true
}

// strip draws measures × stages: the rung as number and shade, the sign of the
// reason where there is none. Rungs run from 0 to 5; bounds (several statements that differ) are
// written as a range and shaded by the lower.
func (fr Frame) strip(c *canvas, f figure.Figure, ch *Chart) bool {
	if len(f.Dims) != 2 {
		return false
	}
	fr.grid(c, f, ch, func(x figure.Cell) (string, string) {
		v, ok := x.Value()
		if !ok || v < 0 {
			return "", ""
		}
		t := Number(fr.Printer, "", v)
		if lo, hi, s := x.Range(); s != figure.NoSpread && hi > lo {
			v, t = lo, Number(fr.Printer, "", lo)+"–"+Number(fr.Printer, "", hi)
		}
		return rung(v), t
	})
	return true
}

// rung shades 0…5: nobody and informed are light, deciding is dark.
func rung(v float64) string {
	i := int(math.Round(v))
	return [...]string{"r0", "r0", "r1", "r2", "r3", "r4"}[max(0, min(5, i))]
}

// grid lays out rows × columns; cell gives style and text of each.
func (fr Frame) grid(c *canvas, f figure.Figure, ch *Chart, cell func(figure.Cell) (style, text string)) {
	rows, cols := f.Dims[0], f.Dims[1]
	left := 0.0
	rh := 24.0
	if fr.narrow() {
		rh = 42
	} else {
		for _, k := range rows.Keys {
			left = max(left, wide(label(fr.Printer, rows, k), 13))
		}
		left = min(left, c.w*.44) + 10
	}
	n := float64(len(cols.Keys))
	cw := min(120, (c.w-left)/n)
	y := 0.0
	if fr.Mark != "" {
		y = 24
	}
	// Column heads: straight where they fit, else in two or three lines, else
	// every so many.
	lines := 1
	heads := make([][]string, len(cols.Keys))
	every := 1
	for i, k := range cols.Keys {
		heads[i] = wrap(label(fr.Printer, cols, k), 12, cw-3, 3)
		lines = max(lines, len(heads[i]))
		if cw < 26 {
			every = int(math.Ceil(40 / cw))
		}
	}
	if every > 1 {
		lines = 1
	}
	for i, k := range cols.Keys {
		x := left + cw*(float64(i)+.5)
		if every > 1 {
			if (len(cols.Keys)-1-i)%every == 0 {
				c.text("ts", x, y+13, middle, label(fr.Printer, cols, k))
			}
			continue
		}
		for j, l := range heads[i] {
			c.text("ts", x, y+13+15*float64(lines-len(heads[i])+j), middle, l)
		}
	}
	y += 15*float64(lines) + 6
	at := map[[2]string]figure.Cell{}
	for _, x := range f.Cells {
		at[[2]string{x.At()[0], x.At()[1]}] = x
	}
	texts := &canvas{}
	for _, rk := range rows.Keys {
		cy, h := y, rh
		name := label(fr.Printer, rows, rk)
		switch {
		case fr.narrow():
			lines := wrap(name, 13, c.w, 2)
			for i, l := range lines {
				c.text("t", 0, y+14+16*float64(i), start, l)
			}
			cy += 19 + 16*float64(len(lines)-1)
			h += 16 * float64(len(lines)-1)
		case wide(name, 13) > left-10:
			for i, l := range wrap(name, 12, left-10, 2) {
				c.text("t2", left-8, y+13+14*float64(i), end, l)
			}
			cy, h = y+5, 34
		default:
			c.text("t", left-8, y+16.5, end, name)
		}
		for i, ck := range cols.Keys {
			x, ok := at[[2]string{rk, ck}]
			if !ok {
				continue
			}
			s, t := cell(x)
			if s == "" {
				c.absent(ch, x.Why(), left+cw*(float64(i)+.5), cy+15)
				continue
			}
			c.rect(s, left+cw*float64(i)+1, cy+1, cw-2, 20)
			ts := "t"
			switch s {
			case "r0", "r1", "r2":
				ts = "tn"
			case "r3", "r4":
				ts = "tw"
			}
			if t != "" && wide(t, 12) <= cw-2 {
				texts.text(ts, left+cw*(float64(i)+.5), cy+15, middle, t)
			}
			if s == "y" {
				ch.lacks(figure.Unknown)
			} else {
				ch.Shown++
			}
		}
		y += h
	}
	c.ops = append(c.ops, texts.ops...)
	c.h = y + 2
}
