package areas

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
)

type geometry struct {
	Type        string
	Coordinates json.RawMessage
	Geometries  []geometry
}

// area gives the polygons of a feature.
func (x *unit) area() geo.Area {
	g := x.f.Geometry
	if g == nil {
		x.add("A138", "geometry")
		return nil
	}
	var a geo.Area
	if !x.polygons(g, &a, 0) {
		return nil
	}
	b, ok := a.Box()
	if ok && b.Max.Lon-b.Min.Lon > 180 && !wraps(a) {
		x.add("A146", "geometry")
	}
	return x.sound(a)
}

// sound drops polygons that stand twice and reports shapes that were drawn
// wrong: points in them would be counted for the wrong unit or for none.
func (x *unit) sound(a geo.Area) geo.Area {
	var out geo.Area
	for _, p := range a {
		if !slices.ContainsFunc(out, func(q geo.Polygon) bool { return alike(p, q) }) {
			out = append(out, p)
		}
	}
	if n := len(a) - len(out); n > 0 {
		x.add("A156", "geometry", n)
	}
	if slices.ContainsFunc(out, func(p geo.Polygon) bool { return slices.ContainsFunc(p, geo.Ring.Crosses) }) {
		x.add("A158", "geometry")
	}
	if len(out) > 1 && len(out) <= 500 {
		parts := make([]geo.Area, len(out))
		for i, p := range out {
			parts[i] = geo.Area{p}
		}
		if len(geo.Laps(parts)) > 0 {
			x.add("A157", "geometry")
		}
	}
	return out
}

// alike reports whether two polygons are one, wherever and whichever way round
// their rings begin.
func alike(p, q geo.Polygon) bool {
	if len(p) != len(q) {
		return false
	}
	for i, r := range p {
		if len(r) != len(q[i]) || !turned(r, q[i]) {
			return false
		}
	}
	return true
}

func turned(r, s geo.Ring) bool {
	n := len(r)
	for k := range n {
		if s[k] != r[0] {
			continue
		}
		for _, step := range [...]int{1, n - 1} {
			same := true
			for i := 0; i < n && same; i++ {
				same = r[i] == s[(k+i*step)%n]
			}
			if same {
				return true
			}
		}
	}
	return false
}

// laps reports units of one file that overlap at a time.
func laps(file string, us []place.Unit) (found diag.List) {
	as := make([]geo.Area, len(us))
	for i, u := range us {
		as[i] = u.Area
	}
	for _, l := range geo.Laps(as) {
		a, b := us[l.A], us[l.B]
		if a.Valid.Known() && b.Valid.Known() && !a.Valid.Overlaps(b.Valid) {
			continue
		}
		found.Add("A159", diag.At{File: file}, a.Name, b.Name, max(1, int(l.Share*100+.5)))
	}
	return found
}

// wraps reports whether no polygon alone is wider than half the globe: then
// the area is cut at the 180th meridian, as it should be.
func wraps(a geo.Area) bool {
	for _, p := range a {
		b, _ := geo.Area{p}.Box()
		if b.Max.Lon-b.Min.Lon > 180 {
			return false
		}
	}
	return true
}

func (x *unit) polygons(g *geometry, a *geo.Area, depth int) bool {
	switch {
	case g.Type == "Polygon":
		var c [][][]float64
		if json.Unmarshal(g.Coordinates, &c) != nil {
			x.add("A137", "geometry", "Polygon")
			return false
		}
		return x.polygon(c, a)
	case g.Type == "MultiPolygon":
		var c [][][][]float64
		if json.Unmarshal(g.Coordinates, &c) != nil {
			x.add("A137", "geometry", "MultiPolygon")
			return false
		}
		for _, p := range c {
			if !x.polygon(p, a) {
				return false
			}
		}
		return true
	case g.Type == "GeometryCollection" && depth < 4:
		for i := range g.Geometries {
			if !x.polygons(&g.Geometries[i], a, depth+1) {
				return false
			}
		}
		return true
	}
	x.add("A137", "geometry", clip(g.Type, 30))
	return false
}

func (x *unit) polygon(c [][][]float64, a *geo.Area) bool {
	var poly geo.Polygon
	thin := 0
	for k, line := range c {
		ring := make(geo.Ring, 0, len(line))
		for _, xy := range line {
			if len(xy) < 2 || !(geo.Point{Lon: xy[0], Lat: xy[1]}).Valid() {
				if len(xy) >= 2 && max(math.Abs(xy[0]), math.Abs(xy[1])) > 360 { // no degrees at all
					x.rd.metres = true
				}
				if len(xy) >= 2 && (geo.Point{Lon: xy[1], Lat: xy[0]}).Valid() {
					x.add("A150", "geometry")
				}
				x.add("A139", "geometry")
				return false
			}
			p := geo.Point{Lon: xy[0], Lat: xy[1]}
			if n := len(ring); n == 0 || ring[n-1] != p {
				ring = append(ring, p)
			}
		}
		if n := len(ring); n > 1 && ring[0] == ring[n-1] {
			ring = ring[:n-1]
		}
		if len(ring) < 3 {
			thin++
			if k == 0 {
				break // without an outer ring there are no holes
			}
			continue
		}
		poly = append(poly, ring)
	}
	if thin > 0 {
		x.add("A140", "geometry", thin)
	}
	if len(poly) > 0 {
		*a = append(*a, poly)
	}
	return true
}

func keysOf(m map[string]any) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, clip(k, 20))
	}
	slices.Sort(ks)
	return ks[:min(len(ks), 10)]
}

func clip(s string, n int) string {
	if x := []rune(s); len(x) > n {
		return string(x[:n]) + "…"
	}
	return s
}
