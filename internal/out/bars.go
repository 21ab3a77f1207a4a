package out

import (
	"math"

	"github.com/dires/dires/internal/figure"
)

// most is how many bars are drawn; the rest stands in the table.
const most = 24

// bars draws one bar a row, with bounds as whiskers and the value beside it.
func (fr Frame) bars(c *canvas, f figure.Figure, ch *Chart) bool {
	if !anyValue(f.Cells) || len(f.Dims) != 1 {
		return false
	}
	rs := fr.rowsOf(f, 0, "")
	if f.Shape == figure.Map || len(rs) > most {
		byValue(rs)
	}
	if len(rs) > most {
		for _, r := range rs[most:] {
			if r.has {
				ch.Left++
			}
		}
		rs = rs[:most]
	}
	t := top(f.Cells)
	if of := rs[0].cell.Of(); of > 0 {
		t = float64(of) // shares of one n are drawn against it
		for _, r := range rs {
			t = max(t, float64(r.cell.Of()))
		}
	}
	if t == 0 {
		t = 1
	}
	y0 := 2.0
	if fr.Mark != "" {
		y0 = 26
	}
	left, h := 0.0, 25.0
	if fr.narrow() {
		h = 40 // the label stands above its bar
	} else {
		for _, r := range rs {
			left = max(left, wide(r.label, 13))
		}
		left = min(left, c.w*.38) + 10
	}
	right := 0.0
	for _, r := range rs {
		if r.has {
			right = max(right, wide(Value(fr.Printer, f.Unit, r.cell), 13)+10)
		}
	}
	scale := (c.w - left - right - 6) / t
	for i, r := range rs {
		y := y0 + float64(i)*h
		by := y + 3
		if fr.narrow() {
			c.text("t", 0, y+13, start, clip(r.label, 13, c.w))
			by = y + 18
		} else {
			c.text("t", left-8, y+17, end, clip(r.label, 13, left-10))
		}
		end := left
		if !r.has {
			c.absent(ch, r.cell.Why(), left+12, by+13)
			c.text("ts", left+30, by+13, start, Value(fr.Printer, f.Unit, r.cell))
			continue
		}
		if r.cell.Of() > 0 {
			c.rect("k", left, by, scale*float64(r.cell.Of()), 17)
			end = left + scale*float64(r.cell.Of())
		}
		c.rect("b", left, by, max(scale*r.v, .8), 17)
		end = max(end, left+scale*r.v)
		if lo, up, s := r.cell.Range(); s != figure.NoSpread && up > lo {
			c.line("w", xy{left + scale*lo, by + 8.5}, xy{left + scale*up, by + 8.5})
			c.line("w", xy{left + scale*lo, by + 5}, xy{left + scale*lo, by + 12})
			c.line("w", xy{left + scale*up, by + 5}, xy{left + scale*up, by + 12})
			end = max(end, left+scale*up)
			ch.Bounds = ch.Bounds || s == figure.Bounds
		}
		c.text("t", end+6, by+13, start, Value(fr.Printer, f.Unit, r.cell))
		ch.Shown++
	}
	if !fr.narrow() {
		c.line("a", xy{left, y0}, xy{left, y0 + float64(len(rs))*h})
	}
	c.h = y0 + float64(len(rs))*h + 2
	return true
}

// dots draws estimates as dots with their intervals as bars; a second
// dimension groups the rows.
func (fr Frame) dots(c *canvas, f figure.Figure, ch *Chart) bool {
	if !anyValue(f.Cells) {
		return false
	}
	lo, hi := 0.0, top(f.Cells)
	for _, x := range f.Cells {
		if v, ok := x.Value(); ok {
			lo = min(lo, v)
			if l, _, s := x.Range(); s != figure.NoSpread {
				lo = min(lo, l)
			}
		}
	}
	if f.Unit == "unit.share" {
		lo, hi = 0, min(1, math.Ceil(hi*10)/10)
	}
	ts := ticks(lo, hi, 5)
	if fr.narrow() {
		ts = ticks(lo, hi, 3)
	}
	lo, hi = ts[0], ts[len(ts)-1]

	type group struct {
		title string
		rows  []row
	}
	var gs []group
	if len(f.Dims) == 1 {
		gs = []group{{"", fr.rowsOf(f, 0, "")}}
	} else {
		for _, k := range f.Dims[0].Keys {
			gs = append(gs, group{label(fr.Printer, f.Dims[0], k), fr.rowsOf(f, 1, k)})
		}
	}
	y := 6.0
	if fr.Mark != "" {
		y = 26
	}
	y0 := y
	left := 8.0
	h := 24.0
	if fr.narrow() {
		h = 40
	} else {
		for _, g := range gs {
			for _, r := range g.rows {
				left = max(left, min(wide(r.label, 13), c.w*.4)+16)
			}
		}
	}
	right := 0.0
	for _, x := range f.Cells {
		right = max(right, wide(fr.estimate(f.Unit, x), 12)+12)
	}
	if fr.narrow() {
		right = 14
	}
	x := func(v float64) float64 { return left + (c.w-left-right)*(v-lo)/(hi-lo) }
	grid := len(c.ops)
	for _, g := range gs {
		if g.title != "" {
			y += 6
			c.text("tb", 0, y+14, start, clip(g.title, 13, c.w))
			y += 22
		}
		for _, r := range g.rows {
			my := y + 12
			if fr.narrow() {
				my = y + 28
				said := fr.estimate(f.Unit, r.cell)
				if !r.has {
					said = fr.Printer.Say("press.short." + string(r.cell.Why()))
				}
				c.text("t", 0, y+14, start, clip(r.label, 13, c.w-wide(said, 12)-8))
				c.text("ts", c.w, y+14, end, said)
			} else {
				c.text("t", left-12, my+4.5, end, clip(r.label, 13, left-14))
				c.text("ts", c.w, my+4.5, end, fr.estimate(f.Unit, r.cell))
			}
			if !r.has {
				c.absent(ch, r.cell.Why(), x(lo)+12, my+5)
			} else {
				if l, u, s := r.cell.Range(); s != figure.NoSpread {
					c.line("w", xy{x(l), my}, xy{x(u), my})
					c.line("w", xy{x(l), my - 4}, xy{x(l), my + 4})
					c.line("w", xy{x(u), my - 4}, xy{x(u), my + 4})
					ch.Bounds = ch.Bounds || s == figure.Bounds
				}
				c.circle("d", x(r.v), my, 5, "")
				ch.Shown++
			}
			y += h
		}
	}
	back := &canvas{}
	for _, v := range ts {
		style := "g"
		if v == 0 && lo < 0 { // no difference
			style = "a"
		}
		back.line(style, xy{math.Round(x(v)) + .5, y0}, xy{math.Round(x(v)) + .5, y + 2})
	}
	for _, v := range ts {
		back.text("ts", x(v), y+17, middle, Number(fr.Printer, f.Unit, v))
	}
	ops := append([]op{}, c.ops[:grid]...)
	ops = append(ops, back.ops...)
	c.ops = append(ops, c.ops[grid:]...)
	c.h = y + 22
	return true
}

// estimate words an estimate with its interval: "42.5% (38.1–47.0%)".
func (fr Frame) estimate(unit string, c figure.Cell) string {
	s := Value(fr.Printer, unit, c)
	if r := Spread(fr.Printer, unit, c); r != "" {
		s += " (" + r + ")"
	}
	return s
}
