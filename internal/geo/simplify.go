package geo

import (
	"cmp"
	"math"
	"slices"
)

// Simplify drops points of the areas' borders so that no border moves by more
// than tol metres. What two areas share stays shared: a border is cut where
// three meet, and each piece is simplified once, whichever way a ring runs
// along it (Douglas and Peucker 1973). Holes and islands too small to be seen
// are dropped; of an area the largest ring always stays, if only as a triangle.
//
// It is for drawing: simplified borders may cross each other within the
// tolerance. Ask where a point lies of the areas as they are.
func Simplify(areas []Area, tol float64) []Area {
	if !(tol > 0) {
		return slices.Clone(areas)
	}
	meets := junctions(areas)
	out := make([]Area, len(areas))
	for i, a := range areas {
		var keep Ring // the largest, in case none is left
		most := -1.0
		for _, poly := range a {
			var p Polygon
			for k, r := range poly {
				s := simplifyRing(clean(r), meets, tol)
				if m := (Area{{r}}).AreaM2(); k == 0 && m > most && len(clean(r)) >= 3 {
					most, keep = m, clean(r)
				}
				if len(s) >= 3 {
					p = append(p, s)
				} else if k == 0 {
					p = nil
					break
				}
			}
			if len(p) > 0 {
				out[i] = append(out[i], p)
			}
		}
		if len(out[i]) == 0 && keep != nil {
			out[i] = Area{{triangle(keep)}}
		}
	}
	return out
}

// clean drops points that repeat the one before them.
func clean(r Ring) Ring {
	var out Ring
	for _, p := range r {
		if n := len(out); n == 0 || out[n-1] != p {
			out = append(out, p)
		}
	}
	if n := len(out); n > 1 && out[0] == out[n-1] {
		out = out[:n-1]
	}
	return out
}

// junctions are the points from which borders run in other than two
// directions.
func junctions(areas []Area) map[Point]bool {
	type ends struct {
		a, b Point
		n    int
	}
	next := map[Point]ends{}
	meets := map[Point]bool{}
	see := func(p, q Point) {
		e := next[p]
		switch {
		case e.n > 0 && e.a == q || e.n > 1 && e.b == q:
			return
		case e.n == 0:
			e.a = q
		case e.n == 1:
			e.b = q
		default:
			meets[p] = true
		}
		e.n++
		next[p] = e
	}
	for _, a := range areas {
		for _, poly := range a {
			for _, r := range poly {
				r = clean(r)
				for i, p := range r {
					q := r[(i+1)%len(r)]
					see(p, q)
					see(q, p)
				}
			}
		}
	}
	return meets
}

func simplifyRing(r Ring, meets map[Point]bool, tol float64) Ring {
	if len(r) < 3 {
		return nil
	}
	start := slices.IndexFunc(r, func(p Point) bool { return meets[p] })
	if start < 0 { // nobody else's: begin at its least point, and at the one farthest from it
		start = 0
		for i, p := range r {
			if comparePoints(p, r[start]) < 0 {
				start = i
			}
		}
	}
	r = append(slices.Clone(r[start:]), r[:start]...)
	r = append(r, r[0])
	var out Ring
	for i := 0; i < len(r)-1; {
		j := i + 1
		for j < len(r)-1 && !meets[r[j]] {
			j++
		}
		out = append(out, simplifyLine(r[i:j+1], tol)...)
		out = out[:len(out)-1] // the next line begins with it
		i = j
	}
	return out
}

func comparePoints(a, b Point) int {
	return cmp.Or(cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat))
}

// simplifyLine keeps the ends of a line and what is farther than tol from the
// line without it. It runs along the line the same way whichever way it is
// given.
func simplifyLine(line []Point, tol float64) []Point {
	n := len(line)
	if n < 3 {
		return slices.Clone(line)
	}
	turned := slices.Clone(line)
	slices.Reverse(turned)
	if slices.CompareFunc(turned, line, comparePoints) < 0 {
		out := simplifyLine(turned, tol)
		slices.Reverse(out)
		return out
	}
	keep := make([]bool, n)
	keep[0], keep[n-1] = true, true
	type part struct{ i, j int }
	for todo := []part{{0, n - 1}}; len(todo) > 0; {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		far, at := -1.0, -1
		for k := p.i + 1; k < p.j; k++ {
			if d := planeM(line[p.i], line[p.j], line[k]); d > far {
				far, at = d, k
			}
		}
		if far > tol {
			keep[at] = true
			todo = append(todo, part{p.i, at}, part{at, p.j})
		}
	}
	var out []Point
	for i, p := range line {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// planeM is the distance in metres from p to the edge from a to b, in the plane
// that is right at a's latitude.
func planeM(a, b, p Point) float64 {
	k := math.Cos(a.Lat * rad)
	bx, by := (b.Lon-a.Lon)*k, b.Lat-a.Lat
	px, py := (p.Lon-a.Lon)*k, p.Lat-a.Lat
	t := 0.0
	if n := bx*bx + by*by; n > 0 {
		t = min(max((px*bx+py*by)/n, 0), 1)
	}
	return math.Hypot(px-t*bx, py-t*by) * rad * EarthM
}

// triangle is what is left of a ring at the least: three points far apart.
func triangle(r Ring) Ring {
	a := slices.MinFunc(r, comparePoints)
	far := func(d func(Point) float64) Point {
		best := r[0]
		for _, p := range r {
			if d(p) > d(best) {
				best = p
			}
		}
		return best
	}
	b := far(func(p Point) float64 { return DistM(a, p) })
	c := far(func(p Point) float64 { return planeM(a, b, p) })
	return Ring{a, b, c}
}
