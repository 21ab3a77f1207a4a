package geo

import (
	"cmp"
	"math"
	"slices"
)

// Near is an area and how far its border is.
type Near struct {
	Area   int
	M      float64 // metres to the nearest point of its border
	Inside bool
	Border Point // that point
}

// tree is a pile of boxes over an area's edges in the order of its rings: node
// k has the nodes 2k and 2k+1 below it.
type tree struct {
	ends  []Point // of edge i: ends[2i], ends[2i+1]
	boxes []Box
	leaf  int // number of leaves, a power of two
}

const perLeaf = 8

func newTree(a Area) tree {
	var t tree
	for _, poly := range a {
		for _, r := range poly {
			for i, p := range r {
				if q := r[(i+1)%len(r)]; p != q || len(r) == 1 {
					t.ends = append(t.ends, p, q)
				}
			}
		}
	}
	n := len(t.ends) / 2
	if n == 0 {
		return t
	}
	t.leaf = 1
	for t.leaf*perLeaf < n {
		t.leaf *= 2
	}
	t.boxes = make([]Box, 2*t.leaf)
	full := make([]bool, 2*t.leaf)
	for k := range t.leaf {
		lo, hi := min(k*perLeaf, n), min((k+1)*perLeaf, n)
		for i := 2 * lo; i < 2*hi; i++ {
			if !full[t.leaf+k] {
				full[t.leaf+k], t.boxes[t.leaf+k] = true, Box{t.ends[i], t.ends[i]}
			}
			t.boxes[t.leaf+k] = t.boxes[t.leaf+k].With(t.ends[i])
		}
	}
	for k := t.leaf - 1; k > 0; k-- {
		switch {
		case full[2*k] && full[2*k+1]:
			t.boxes[k] = t.boxes[2*k].Join(t.boxes[2*k+1])
		default:
			t.boxes[k] = t.boxes[2*k] // the right ones are the empty ones
		}
		full[k] = full[2*k]
	}
	return t
}

// nearest is the point of the border nearest to p, if one is nearer than best.
func (t *tree) nearest(p Point, best float64) (m float64, at Point, ok bool) {
	if len(t.ends) == 0 {
		return best, at, false
	}
	type todo struct {
		node int
		low  float64
	}
	stack := make([]todo, 1, 64)
	stack[0] = todo{1, boxM(t.boxes[1], p)}
	n := len(t.ends) / 2
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if x.low >= best {
			continue
		}
		if x.node >= t.leaf {
			k := x.node - t.leaf
			for i := min(k*perLeaf, n); i < min((k+1)*perLeaf, n); i++ {
				if d, q := segmentM(t.ends[2*i], t.ends[2*i+1], p); d < best {
					best, at, ok = d, q, true
				}
			}
			continue
		}
		l, r := todo{2 * x.node, 0}, todo{2*x.node + 1, math.Inf(1)}
		l.low = boxM(t.boxes[l.node], p)
		if t.used(r.node) {
			r.low = boxM(t.boxes[r.node], p)
		}
		if l.low < r.low {
			l, r = r, l
		}
		stack = append(stack, l, r) // the nearer one is on top
	}
	return best, at, ok
}

// used reports whether a node has edges below it.
func (t *tree) used(node int) bool {
	for node < t.leaf {
		node *= 2
	}
	return (node-t.leaf)*perLeaf < len(t.ends)/2
}

const rad = math.Pi / 180

// apart is the difference of two longitudes the short way round.
func apart(a, b float64) float64 {
	d := math.Mod(b-a, 360)
	if d > 180 {
		d -= 360
	} else if d < -180 {
		d += 360
	}
	return d
}

// boxM is a lower bound of the distance from p to anything in the box.
func boxM(b Box, p Point) float64 {
	var m float64
	switch {
	case p.Lat < b.Min.Lat:
		m = (b.Min.Lat - p.Lat) * rad
	case p.Lat > b.Max.Lat:
		m = (p.Lat - b.Max.Lat) * rad
	}
	if p.Lon < b.Min.Lon || p.Lon > b.Max.Lon {
		d := min(math.Abs(apart(p.Lon, b.Min.Lon)), math.Abs(apart(p.Lon, b.Max.Lon)), 90)
		m = max(m, math.Asin(math.Sin(d*rad)*math.Cos(p.Lat*rad)))
	}
	return m * EarthM * (1 - 1e-12)
}

// segmentM is the distance from p to the nearest point of the edge from a to
// b, which is straight in degrees, and that point.
func segmentM(a, b, p Point) (float64, Point) {
	dx, dy := b.Lon-a.Lon, b.Lat-a.Lat
	k := math.Cos(p.Lat * rad)
	px, py := apart(a.Lon, p.Lon), p.Lat-a.Lat
	t := 0.0
	if n := dx*k*dx*k + dy*dy; n > 0 {
		t = min(max((px*k*dx*k+py*dy)/n, 0), 1)
	}
	on := func(t float64) Point { return Point{a.Lon + t*dx, a.Lat + t*dy} }
	q := on(t)
	m := DistM(p, q)
	// Near p the plane is right to a millionth. Farther off, or for an edge of
	// many degrees, the distance is searched along the edge.
	if m < 20e3 && math.Abs(p.Lat) < 85 && math.Abs(dx) < 45 {
		return m, q
	}
	lo, hi := 0.0, 1.0
	if math.Abs(dx) > 90 { // two valleys are possible: take the best of a few starts
		best := t
		for i := range 17 {
			if u := float64(i) / 16; DistM(p, on(u)) < DistM(p, on(best)) {
				best = u
			}
		}
		lo, hi = max(0, best-1.0/16), min(1, best+1.0/16)
	}
	for range 60 {
		u, v := lo+(hi-lo)/3, hi-(hi-lo)/3
		if DistM(p, on(u)) <= DistM(p, on(v)) {
			hi = v
		} else {
			lo = u
		}
	}
	for _, u := range [...]float64{(lo + hi) / 2, 0, 1} {
		if d := DistM(p, on(u)); d < m {
			m, q = d, on(u)
		}
	}
	return m, q
}

// BorderM is the distance in metres from p to the border of an area, from
// inside or outside; infinite for an area without points. The border is
// straight in degrees between its points, the distance that of the sphere.
func (x *Index) BorderM(area int, p Point) float64 {
	m, _, ok := x.trees[area].nearest(p, math.Inf(1))
	if !ok {
		return math.Inf(1)
	}
	return m
}

// Within gives the areas whose border is at most limit metres from p, the
// nearest first, and those that hold p with Inside set, however far their
// border is.
func (x *Index) Within(p Point, limit float64) []Near {
	var out []Near
	in := x.All(nil, p)
	for i := range x.trees {
		inside := slices.Contains(in, i)
		most := math.Nextafter(limit, math.Inf(1))
		if inside {
			most = math.Inf(1)
		}
		if m, at, ok := x.trees[i].nearest(p, most); ok {
			out = append(out, Near{i, m, inside, at})
		}
	}
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(a.M, b.M), cmp.Compare(a.Area, b.Area)) })
	return out
}
