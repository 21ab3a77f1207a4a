package out

import (
	"math"
	"slices"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
)

// projection is Lambert's azimuthal equal-area projection centred on a point:
// areas keep their size, which a map of shaded areas needs (Snyder, Map
// Projections: A Working Manual, USGS 1987, pp. 182–190).
type projection struct {
	lon0, sin1, cos1 float64
	scale            float64
	dx, dy           float64
}

// project gives layout coordinates, y downwards.
func (p projection) project(q geo.Point) xy {
	const rad = math.Pi / 180
	lat, dl := q.Lat*rad, (q.Lon-p.lon0)*rad
	k := 1 + p.sin1*math.Sin(lat) + p.cos1*math.Cos(lat)*math.Cos(dl)
	if k < 1e-9 {
		k = 1e-9
	}
	k = math.Sqrt(2 / k)
	x := k * math.Cos(lat) * math.Sin(dl)
	y := k * (p.cos1*math.Sin(lat) - p.sin1*math.Cos(lat)*math.Cos(dl))
	return xy{x*p.scale + p.dx, -y*p.scale + p.dy}
}

// fit centres the projection on what is shown and scales it to the width; it
// returns the height too.
func fit(ps []geo.Point, width, maxH, pad float64) (projection, float64) {
	lo, hi := ps[0], ps[0]
	for _, q := range ps {
		lo.Lon, lo.Lat = min(lo.Lon, q.Lon), min(lo.Lat, q.Lat)
		hi.Lon, hi.Lat = max(hi.Lon, q.Lon), max(hi.Lat, q.Lat)
	}
	const rad = math.Pi / 180
	lat0 := (lo.Lat + hi.Lat) / 2 * rad
	p := projection{lon0: (lo.Lon + hi.Lon) / 2, sin1: math.Sin(lat0), cos1: math.Cos(lat0), scale: 1}
	x0, x1, y0, y1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, q := range ps {
		v := p.project(q)
		x0, x1, y0, y1 = min(x0, v.x), max(x1, v.x), min(y0, v.y), max(y1, v.y)
	}
	w, h := max(x1-x0, 1e-6), max(y1-y0, 1e-6)
	p.scale = min((width-2*pad)/w, (maxH-2*pad)/h)
	p.dx = (width-p.scale*w)/2 - x0*p.scale
	p.dy = pad - y0*p.scale
	return p, p.scale*h + 2*pad
}

// ring projects a ring, snaps it to a grid of step pixels and drops what
// repeats, so that neighbours, rounding alike, keep their common border.
func (p projection) ring(r []geo.Point, step float64) []xy {
	var out []xy
	for _, q := range r {
		v := p.project(q)
		v = xy{math.Round(v.x/step) * step, math.Round(v.y/step) * step}
		n := len(out)
		if n > 0 && out[n-1] == v {
			continue
		}
		if n > 1 { // drop the middle of three in one direction
			a, b := out[n-2], out[n-1]
			if (b.x-a.x)*(v.y-b.y) == (b.y-a.y)*(v.x-b.x) && (b.x-a.x)*(v.x-b.x) >= 0 && (b.y-a.y)*(v.y-b.y) >= 0 {
				out[n-1] = v
				continue
			}
		}
		out = append(out, v)
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// mapOf draws areas shaded by value, or circles by place over the outline;
// false if nothing of the figure can be placed.
func (fr Frame) mapOf(c *canvas, f figure.Figure, ch *Chart) bool {
	if len(f.Dims) != 1 || len(fr.Areas) == 0 || !anyValue(f.Cells) {
		return false
	}
	byCode := map[string]Area{}
	for _, a := range fr.Areas {
		byCode[a.Code] = a
	}
	points, matched := 0, 0
	for _, x := range f.Cells {
		if _, ok := x.Point(); ok {
			points++
		}
		if _, ok := byCode[x.At()[0]]; ok {
			matched++
		}
	}
	if points == 0 && matched == 0 {
		return false
	}
	level := fr.levelOf(f)
	var land []Area
	for _, a := range fr.Areas {
		if a.Level == level || points > 0 && matched == 0 && a.Level == fr.coarsest() {
			land = append(land, a)
		}
	}
	if len(land) == 0 {
		land = fr.Areas
	}
	var ps []geo.Point
	for _, a := range land {
		for _, r := range a.Rings {
			ps = append(ps, r...)
		}
	}
	if len(ps) == 0 {
		return false
	}
	y0 := 0.0
	if fr.Mark != "" {
		y0 = 22
	}
	p, h := fit(ps, c.w, c.w*.82, 6)
	p.dy += y0
	c.h = h + y0
	step := 1.2
	if matched > 0 {
		fr.choropleth(c, f, p, land, step, ch)
	} else {
		for _, a := range land {
			c.area("m", p.rings(a, step), a.Name)
		}
	}
	if points > 0 {
		fr.circles(c, f, p, ch)
	}
	fr.scaleBar(c, p)
	return true
}

func (p projection) rings(a Area, step float64) [][]xy {
	var rs [][]xy
	for _, r := range a.Rings {
		if v := p.ring(r, step); len(v) > 2 {
			rs = append(rs, v)
		}
	}
	return rs
}

func (fr Frame) coarsest() int {
	l := fr.Areas[0].Level
	for _, a := range fr.Areas {
		l = min(l, a.Level)
	}
	return l
}

// levelOf is the level of the areas the figure's keys name.
func (fr Frame) levelOf(f figure.Figure) int {
	for _, a := range fr.Areas {
		if slices.Contains(f.Dims[0].Keys, a.Code) {
			return a.Level
		}
	}
	return fr.coarsest()
}

func (fr Frame) choropleth(c *canvas, f figure.Figure, p projection, land []Area, step float64, ch *Chart) {
	rs := fr.rowsOf(f, 0, "")
	at := map[string]row{}
	var vs []float64
	for _, r := range rs {
		at[r.key] = r
		if r.has && slices.ContainsFunc(land, func(a Area) bool { return a.Code == r.key }) {
			vs = append(vs, r.v)
		}
	}
	bs := breaks(vs)
	for s := -1; s <= 4; s++ { // by style, so that neighbours share a group
		for _, a := range land {
			r, ok := at[a.Code]
			style, title := "h", a.Name
			is := -1
			if ok && r.has {
				is = shade(r.v, bs)
				if r.v == 0 {
					is = 0
				}
				style = "r" + string(rune('0'+is))
			}
			if is != s {
				continue
			}
			if ok {
				title = r.label + fr.colon() + Value(fr.Printer, f.Unit, r.cell)
			} else {
				title += fr.colon() + fr.Printer.Say("why.not-said")
			}
			c.area(style, p.rings(a, step), title)
			if is >= 0 {
				ch.Shown++
			} else {
				ch.Hatched = true
				why := figure.NotSaid
				if ok {
					why = r.cell.Why()
				}
				ch.lacks(why)
			}
		}
	}
	for _, r := range rs {
		if _, ok := r.cell.Point(); r.has && !ok && !slices.ContainsFunc(land, func(a Area) bool { return a.Code == r.key }) {
			ch.Beside = append(ch.Beside, r.label+fr.colon()+Value(fr.Printer, f.Unit, r.cell))
			ch.Left++
		}
	}
	fr.labels(c, at, bs, p, land)
	fr.legend(c, f.Unit, bs, vs, ch.Hatched)
}

// labels writes the names of areas where they fit in.
func (fr Frame) labels(c *canvas, at map[string]row, bs []float64, p projection, land []Area) {
	for _, a := range land {
		var best []xy
		size := 0.0
		for _, r := range p.rings(a, 1) {
			if s := math.Abs(shoelace(r)); s > size {
				best, size = r, s
			}
		}
		if best == nil {
			continue
		}
		ctr, room := centre(best)
		name := a.Name
		if r, ok := at[a.Code]; ok {
			if name = r.label; !r.has {
				name += " " + marks[r.cell.Why()]
			}
		}
		if wide(name, 12) <= room+14 {
			style := "t"
			if r, ok := at[a.Code]; ok && r.has {
				style = "tn"
				if shade(r.v, bs) >= 3 {
					style = "tw"
				}
			}
			c.text(style, ctr.x, ctr.y+4, middle, name)
		}
	}
}

func shoelace(r []xy) float64 {
	s := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		s += p.x*q.y - q.x*p.y
	}
	return s / 2
}

// centre finds a place for a label: the middle of the widest horizontal run
// inside the ring, and how wide that is.
func centre(r []xy) (xy, float64) {
	lo, hi := r[0].y, r[0].y
	for _, p := range r {
		lo, hi = min(lo, p.y), max(hi, p.y)
	}
	var at xy
	room := 0.0
	for i := 1; i < 12; i++ {
		y := lo + (hi-lo)*(float64(i)/12) + .013
		var xs []float64
		for j, p := range r {
			q := r[(j+1)%len(r)]
			if (p.y > y) != (q.y > y) {
				xs = append(xs, p.x+(y-p.y)/(q.y-p.y)*(q.x-p.x))
			}
		}
		slices.Sort(xs)
		for j := 0; j+1 < len(xs); j += 2 {
			w := xs[j+1] - xs[j]
			if w *= 1 - math.Abs(float64(i)/12-.5)*.5; w > room {
				room, at = w, xy{(xs[j] + xs[j+1]) / 2, y}
			}
		}
	}
	return at, room
}

// legend lists the classes under the map.
func (fr Frame) legend(c *canvas, unit string, bs, vs []float64, hatched bool) {
	y := c.h + 12
	x := 0.0
	put := func(style, s string) {
		w := 24 + wide(s, 12) + 14
		if x+w > c.w*.8 && x > 0 {
			x, y = 0, y+20
		}
		c.rect(style, x, y, 18, 13)
		c.text("ts", x+24, y+11, start, s)
		x += w
	}
	if len(vs) > 0 {
		last := slices.Max(vs)
		lo := slices.Min(vs)
		for i := 0; i <= len(bs); i++ {
			hi := last
			if i < len(bs) {
				hi = bs[i]
			}
			from := lo
			if i > 0 {
				from = bs[i-1]
			}
			if i < len(bs) && hi <= lo {
				continue
			}
			s := Number(fr.Printer, unit, from)
			if whole(vs) && i < len(bs) {
				hi = math.Ceil(hi) - 1
			}
			if hi > from {
				s += "–" + Number(fr.Printer, unit, hi)
			}
			put("r"+string(rune('0'+i)), s)
		}
	}
	if hatched {
		put("h", fr.Printer.Say("press.no-value"))
	}
	c.h = y + 18
}

func whole(vs []float64) bool {
	return !slices.ContainsFunc(vs, func(v float64) bool { return v != math.Trunc(v) })
}

// circles draws places with an area proportional to the value, large ones
// first, so that small ones stay visible.
func (fr Frame) circles(c *canvas, f figure.Figure, p projection, ch *Chart) {
	rs := fr.rowsOf(f, 0, "")
	byValue(rs)
	t := 0.0
	for _, r := range rs {
		if _, ok := r.cell.Point(); ok && r.has {
			t = max(t, r.v)
		}
	}
	if t == 0 {
		return
	}
	rmax := c.w * .045
	radius := func(v float64) float64 { return max(1.6, rmax*math.Sqrt(v/t)) }
	for i, r := range rs {
		q, ok := r.cell.Point()
		if !ok || !r.has {
			if r.has {
				ch.Beside = append(ch.Beside, r.label+fr.colon()+Value(fr.Printer, f.Unit, r.cell))
				ch.Left++
			}
			continue
		}
		v := p.project(geo.Point{Lon: q.Lon, Lat: q.Lat})
		title := ""
		if i < 40 { // names of the largest; all stand in the table
			title = r.label + fr.colon() + Value(fr.Printer, f.Unit, r.cell)
		}
		c.circle("e", math.Round(v.x), math.Round(v.y), math.Round(radius(r.v)*2)/2, title)
		ch.Shown++
	}
	// The scale of circles: the largest, and a tenth of it.
	y := c.h + 8
	x := 0.0
	steps := []float64{max(1, math.Round(roundTo(t/20))), max(1, math.Round(roundTo(t/4))), t}
	for _, v := range slices.Compact(steps) {
		r := radius(v)
		c.circle("e", x+r, y+rmax, r, "")
		s := Number(fr.Printer, f.Unit, v)
		c.text("ts", x+2*r+6, y+rmax+4, start, s)
		x += 2*r + 6 + wide(s, 12) + 18
	}
	c.h = y + 2*rmax + 4
}

// scaleBar draws a round distance in kilometres in the lower right corner.
func (fr Frame) scaleBar(c *canvas, p projection) {
	perKM := p.scale * 1000 / geo.EarthM
	if perKM <= 0 {
		return
	}
	km := roundTo(c.w * .18 / perKM)
	if km <= 0 {
		return
	}
	w := km * perKM
	y := c.h - 6
	c.line("a", xy{c.w - w - 2, y - 4}, xy{c.w - w - 2, y}, xy{c.w - 2, y}, xy{c.w - 2, y - 4})
	c.text("ts", c.w-w/2-2, y-8, middle, Number(fr.Printer, "", km)+"\u00a0km")
}
