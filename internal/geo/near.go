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

// tree is a pile of boxes over an area's edges in the order of its rings, in
// space: node k has the nodes 2k and 2k+1 below it. Edges are cut into pieces
// of at most a tenth of a degree, for which straight in degrees and straight on
// the sphere are the same to a metre; in space there is no meridian and no pole
// to care about.
type tree struct {
	ends  []vec // of piece i: ends[2i], ends[2i+1]
	boxes []vbox
	leaf  int // number of leaves, a power of two
}

const (
	perLeaf = 8
	piece   = 0.1 // degrees
	rad     = math.Pi / 180
)

// vec is a place on the sphere of radius 1.
type vec [3]float64

type vbox struct{ lo, hi vec }

func (p Point) vec() vec {
	sin, cos := math.Sincos(p.Lat * rad)
	y, x := math.Sincos(p.Lon * rad)
	return vec{cos * x, cos * y, sin}
}

func (v vec) point() Point {
	return Point{math.Atan2(v[1], v[0]) / rad, math.Atan2(v[2], math.Hypot(v[0], v[1])) / rad}
}

func newTree(a Area) tree {
	var t tree
	for _, poly := range a {
		for _, r := range poly {
			for i, p := range r {
				q := r[(i+1)%len(r)]
				if p == q && len(r) > 1 {
					continue
				}
				n := 1
				if d := max(math.Abs(q.Lon-p.Lon), math.Abs(q.Lat-p.Lat)) / piece; d > 1 {
					n = int(min(math.Ceil(d), 3600))
				}
				from := p.vec()
				for k := 1; k <= n; k++ {
					u := float64(k) / float64(n)
					to := Point{p.Lon + u*(q.Lon-p.Lon), p.Lat + u*(q.Lat-p.Lat)}.vec()
					t.ends = append(t.ends, from, to)
					from = to
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
	t.boxes = make([]vbox, 2*t.leaf)
	for k := range t.boxes { // a box that holds nothing is infinitely far
		t.boxes[k] = vbox{vec{math.Inf(1), math.Inf(1), math.Inf(1)}, vec{math.Inf(-1), math.Inf(-1), math.Inf(-1)}}
	}
	for i, v := range t.ends {
		b := &t.boxes[t.leaf+i/2/perLeaf]
		for d := range v {
			b.lo[d], b.hi[d] = min(b.lo[d], v[d]), max(b.hi[d], v[d])
		}
	}
	for k := t.leaf - 1; k > 0; k-- {
		l, r := t.boxes[2*k], t.boxes[2*k+1]
		for d := range l.lo {
			t.boxes[k].lo[d], t.boxes[k].hi[d] = min(l.lo[d], r.lo[d]), max(l.hi[d], r.hi[d])
		}
	}
	return t
}

// far2 is the square of the straight distance from p to the box.
func (b *vbox) far2(p vec) (s float64) {
	for d := range p {
		if x := max(b.lo[d]-p[d], p[d]-b.hi[d], 0); x > 0 {
			s += x * x
		}
	}
	return s
}

// nearest is the place on the border nearest to p and the square of its
// straight distance, if that is below best.
func (t *tree) nearest(p vec, best float64) (d2 float64, at vec, ok bool) {
	if t.leaf == 0 {
		return best, at, false
	}
	type todo struct {
		node int
		low  float64
	}
	stack := make([]todo, 1, 64)
	stack[0] = todo{1, t.boxes[1].far2(p)}
	// Between its ends a piece bulges out of its box by less than this.
	const bulge = 1e-6
	n := len(t.ends) / 2
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r := math.Sqrt(x.low) - bulge; r > 0 && r*r >= best {
			continue
		}
		if x.node >= t.leaf {
			k := x.node - t.leaf
			for i := min(k*perLeaf, n); i < min((k+1)*perLeaf, n); i++ {
				if d, q := toward(t.ends[2*i], t.ends[2*i+1], p); d < best {
					best, at, ok = d, q, true
				}
			}
			continue
		}
		l, r := todo{2 * x.node, t.boxes[2*x.node].far2(p)}, todo{2*x.node + 1, t.boxes[2*x.node+1].far2(p)}
		if l.low < r.low {
			l, r = r, l
		}
		if !math.IsInf(l.low, 1) {
			stack = append(stack, l)
		}
		stack = append(stack, r) // the nearer one is on top
	}
	return best, at, ok
}

// toward is the place on the piece from a to b nearest to p, and the square of
// its straight distance.
func toward(a, b, p vec) (float64, vec) {
	var ab, ap vec
	var n, m float64
	for d := range a {
		ab[d], ap[d] = b[d]-a[d], p[d]-a[d]
		n += ab[d] * ab[d]
		m += ab[d] * ap[d]
	}
	u := 0.0
	if n > 0 {
		u = min(max(m/n, 0), 1)
	}
	var q vec
	var l float64
	for d := range q {
		q[d] = a[d] + u*ab[d]
		l += q[d] * q[d]
	}
	l = 1 / math.Sqrt(l)
	var s float64
	for d := range q {
		q[d] *= l
		s += (q[d] - p[d]) * (q[d] - p[d])
	}
	return s, q
}

// metres is the length on the earth of a straight distance through it.
func metres(d2 float64) float64 { return 2 * EarthM * math.Asin(min(1, math.Sqrt(d2)/2)) }

// BorderM is the distance in metres from p to the border of an area, from
// inside or outside; infinite for an area without points. It is that of the
// sphere; the border is straight in degrees between its points, to a metre.
func (x *Index) BorderM(area int, p Point) float64 {
	d2, _, ok := x.trees[area].nearest(p.vec(), math.Inf(1))
	if !ok {
		return math.Inf(1)
	}
	return metres(d2)
}

// Within gives the areas whose border is at most limit metres from p, the
// nearest first, and those that hold p with Inside set, however far their
// border is.
func (x *Index) Within(p Point, limit float64) []Near {
	var out []Near
	in := x.All(nil, p)
	v := p.vec()
	h := math.Sin(min(max(limit, 0)/(2*EarthM), math.Pi/2)) * 2
	most := math.Nextafter(h*h, math.Inf(1))
	for i := range x.trees {
		inside, best := slices.Contains(in, i), most
		if inside {
			best = math.Inf(1)
		}
		if d2, at, ok := x.trees[i].nearest(v, best); ok {
			out = append(out, Near{i, metres(d2), inside, at.point()})
		}
	}
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(a.M, b.M), cmp.Compare(a.Area, b.Area)) })
	return out
}
