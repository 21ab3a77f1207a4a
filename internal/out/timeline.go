package out

import (
	"math"
	"strconv"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/when"
)

// dated gives the span of a cell: of what is said in it, else of its keys.
func dated(c figure.Cell) when.Span {
	var all when.Span
	for _, s := range c.Sayings() {
		if d, err := when.Parse(s.On); err == nil && d.Known() {
			if !all.Known() {
				all = d
			} else {
				all.From, all.To = min(all.From, d.From), max(all.To, d.To)
			}
		}
	}
	if all.Known() {
		return all
	}
	for _, k := range c.At() {
		if d, err := when.Parse(k); err == nil && d.Known() {
			return d
		}
	}
	return when.Span{}
}

// timeline draws dated items under a common axis of years: a bar from the
// first to the last date of each, a dot where that is a single day.
func (fr Frame) timeline(c *canvas, f figure.Figure, ch *Chart) bool {
	type item struct {
		label string
		span  when.Span
	}
	var items []item
	from, to := when.Day(1<<30), when.Day(-1<<30)
	for _, x := range f.Cells {
		d := dated(x)
		if !d.Known() {
			ch.Left++
			continue
		}
		i := 0
		if _, err := when.Parse(x.At()[0]); err == nil && len(f.Dims) > 1 {
			i = 1
		}
		items = append(items, item{label(fr.Printer, f.Dims[i], x.At()[i]), d})
		from, to = min(from, d.From), max(to, d.To)
	}
	if len(items) == 0 || len(items) > 80 {
		return false
	}
	fy, _, _ := from.Civil()
	ty, _, _ := to.Civil()
	ty++
	left := 0.0
	h := 24.0
	if fr.narrow() {
		h = 38
	} else {
		for _, it := range items {
			left = max(left, wide(it.label, 13))
		}
		left = min(left, c.w*.45) + 12
	}
	a, b := when.Date(fy, 1, 1), when.Date(ty, 1, 1)
	x := func(d when.Day) float64 { return left + (c.w-left-12)*float64(d-a)/float64(b-a) }
	y0 := 20.0
	if fr.Mark != "" {
		y0 = 42
	}
	bottom := y0 + h*float64(len(items)) + 4
	perYear := (c.w - left - 12) / float64(ty-fy)
	every := 1
	for _, n := range []int{1, 2, 5, 10, 20, 50} {
		every = n
		if perYear*float64(n) > 40 {
			break
		}
	}
	for y := fy; y <= ty; y++ {
		if y%every == 0 || ty-fy < every {
			px := math.Round(x(when.Date(y, 1, 1))) + .5
			c.line("g", xy{px, y0}, xy{px, bottom})
		}
	}
	for y := fy; y <= ty; y++ {
		if y%every == 0 || ty-fy < every {
			c.text("ts", min(max(x(when.Date(y, 1, 1)), left+14), c.w-16), y0-6, middle, strconv.Itoa(y))
		}
	}
	for i, it := range items {
		y := y0 + h*float64(i)
		my := y + h/2 + 1
		if fr.narrow() {
			c.text("t", 0, y+14, start, clip(it.label, 13, c.w))
			my = y + 26
		} else {
			c.text("t", left-10, my+4.5, end, clip(it.label, 13, left-12))
		}
		x1, x2 := x(it.span.From), x(it.span.To+1)
		if x2-x1 < 9 {
			c.circle("d", (x1+x2)/2, my, 5, "")
		} else {
			c.rect("b", x1, my-5, x2-x1, 10)
		}
		ch.Shown++
	}
	c.h = bottom + 4
	return true
}
