package geo

import (
	"math"
	"slices"
)

// Index finds the areas that hold a point, and the distance to their borders.
// It is built once, never altered, and safe for many at a time.
type Index struct {
	areas  []strips
	box    Box
	nx, ny int
	dx, dy float64 // cells per degree
	from   []int32 // of each cell: where its list begins
	list   []int32 // area<<1, +1 if the cell lies in it whole
	trees  []tree
}

// edge is an edge with its lower end first; level edges are never crossed.
type edge struct{ a, b Point }

// strips are an area's edges by bands of latitude.
type strips struct {
	box   Box
	per   float64 // bands per degree
	from  []int32
	edges []edge
	part  []int32 // of each edge: its polygon; nil where there is one polygon
}

// NewIndex prepares areas for questions about points. Areas may overlap.
func NewIndex(areas []Area) *Index {
	x := &Index{areas: make([]strips, len(areas)), trees: make([]tree, len(areas))}
	edges, first := 0, true
	for i, a := range areas {
		x.areas[i] = newStrips(a)
		x.trees[i] = newTree(a)
		edges += len(x.areas[i].edges)
		if b, ok := a.Box(); ok {
			if first {
				x.box, first = b, false
			}
			x.box = x.box.Join(b)
		}
	}
	w, h := x.box.Max.Lon-x.box.Min.Lon, x.box.Max.Lat-x.box.Min.Lat
	x.nx, x.ny = 1, 1
	if w > 0 && h > 0 && !math.IsInf(w*h, 0) {
		cells := float64(min(max(4*edges, 1<<10), 1<<18))
		x.nx = min(max(1, int(math.Sqrt(cells*w/h))), 1<<11)
		x.ny = min(max(1, int(cells)/x.nx), 1<<11)
		x.dx, x.dy = float64(x.nx)/w, float64(x.ny)/h
	}
	x.fill()
	return x
}

// fill gives each cell its list: areas with an edge in it, and those that hold
// it whole.
func (x *Index) fill() {
	type entry struct{ cell, ref int32 }
	var all []entry
	mixed := make([]bool, x.nx*x.ny)
	for i := range x.areas {
		s := &x.areas[i]
		if len(s.edges) == 0 {
			continue
		}
		clear(mixed)
		for _, e := range s.edges {
			x.touch(e, mixed)
		}
		c0, r0 := x.cell(s.box.Min)
		c1, r1 := x.cell(s.box.Max)
		for r := r0; r <= r1; r++ {
			known, in := false, false
			for c := c0; c <= c1; c++ {
				k := r*x.nx + c
				if mixed[k] {
					known = false
					all = append(all, entry{int32(k), int32(i) << 1})
					continue
				}
				if !known {
					known, in = true, s.holds(Point{x.box.Min.Lon + (float64(c)+.5)/x.dx, x.box.Min.Lat + (float64(r)+.5)/x.dy})
				}
				if in {
					all = append(all, entry{int32(k), int32(i)<<1 | 1})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return int(a.cell) - int(b.cell) })
	x.from = make([]int32, x.nx*x.ny+1)
	for _, e := range all {
		x.from[e.cell+1]++
		x.list = append(x.list, e.ref)
	}
	for k := range x.nx * x.ny {
		x.from[k+1] += x.from[k]
	}
}

// cell is the column and row of the cell in which p lies, or the nearest.
func (x *Index) cell(p Point) (c, r int) {
	c, r = int((p.Lon-x.box.Min.Lon)*x.dx), int((p.Lat-x.box.Min.Lat)*x.dy)
	return min(max(c, 0), x.nx-1), min(max(r, 0), x.ny-1)
}

// touch marks every cell an edge passes through, and a hair's breadth around.
func (x *Index) touch(e edge, mixed []bool) {
	const hair = 1e-9
	y0, y1 := (e.a.Lat-x.box.Min.Lat)*x.dy, (e.b.Lat-x.box.Min.Lat)*x.dy
	x0, x1 := (e.a.Lon-x.box.Min.Lon)*x.dx, (e.b.Lon-x.box.Min.Lon)*x.dx
	for r := max(0, int(y0-hair)); r <= min(x.ny-1, int(y1+hair)); r++ {
		lo, hi := min(x0, x1), max(x0, x1)
		if y1 > y0 { // the part of the edge within the row
			t0, t1 := max(0, (float64(r)-hair-y0)/(y1-y0)), min(1, (float64(r+1)+hair-y0)/(y1-y0))
			p, q := x0+t0*(x1-x0), x0+t1*(x1-x0)
			lo, hi = max(lo, min(p, q)), min(hi, max(p, q))
		}
		for c := max(0, int(lo-hair)); c <= min(x.nx-1, int(hi+hair)); c++ {
			mixed[r*x.nx+c] = true
		}
	}
}

func newStrips(a Area) strips {
	var s strips
	var all []edge
	var part []int32
	for n, poly := range a {
		for _, r := range poly {
			for i, p := range r {
				q := r[(i+1)%len(r)]
				if p == q {
					continue
				}
				if p.Lat > q.Lat {
					p, q = q, p
				}
				all, part = append(all, edge{p, q}), append(part, int32(n))
			}
		}
	}
	if len(all) == 0 {
		return s
	}
	s.box, _ = a.Box()
	n := min(max(1, len(all)), 1<<12)
	if h := s.box.Max.Lat - s.box.Min.Lat; h > 0 {
		s.per = float64(n) / h
	}
	s.from = make([]int32, n+1)
	count := make([]int32, n)
	for _, e := range all {
		for k := s.band(e.a.Lat); k <= s.band(e.b.Lat); k++ {
			count[k]++
		}
	}
	for k := range n {
		s.from[k+1] = s.from[k] + count[k]
	}
	s.edges = make([]edge, s.from[n])
	copy(count, s.from[:n])
	if len(a) > 1 {
		s.part = make([]int32, len(s.edges))
	}
	for i, e := range all {
		for k := s.band(e.a.Lat); k <= s.band(e.b.Lat); k++ {
			s.edges[count[k]] = e
			if s.part != nil {
				s.part[count[k]] = part[i]
			}
			count[k]++
		}
	}
	return s
}

func (s *strips) band(lat float64) int {
	return min(max(0, int((lat-s.box.Min.Lat)*s.per)), len(s.from)-2)
}

// holds is Area.Holds over the edges of one band.
func (s *strips) holds(p Point) bool {
	if len(s.edges) == 0 || !s.box.Holds(p) {
		return false
	}
	k := s.band(p.Lat)
	in, poly := false, int32(-1)
	for i, e := range s.edges[s.from[k]:s.from[k+1]] {
		if s.part != nil {
			if n := s.part[int(s.from[k])+i]; n != poly { // the next polygon of the area
				if in {
					return true
				}
				poly = n
			}
		}
		if (e.a.Lat > p.Lat) == (e.b.Lat > p.Lat) {
			continue
		}
		if p.Lon < e.a.Lon && p.Lon < e.b.Lon || !(p.Lon > e.a.Lon && p.Lon > e.b.Lon) && side(e.a, e.b, p) > 0 {
			in = !in
		}
	}
	return in
}

// At is the first area, in the order given, that holds p; ok is false for none.
func (x *Index) At(p Point) (area int, ok bool) {
	if !x.box.Holds(p) {
		return -1, false
	}
	c, r := x.cell(p)
	k := r*x.nx + c
	for _, ref := range x.list[x.from[k]:x.from[k+1]] {
		if ref&1 != 0 || x.areas[ref>>1].holds(p) {
			return int(ref >> 1), true
		}
	}
	return -1, false
}

// All appends every area that holds p to dst, in the order given.
func (x *Index) All(dst []int, p Point) []int {
	if !x.box.Holds(p) {
		return dst
	}
	c, r := x.cell(p)
	k := r*x.nx + c
	for _, ref := range x.list[x.from[k]:x.from[k+1]] {
		if ref&1 != 0 || x.areas[ref>>1].holds(p) {
			dst = append(dst, int(ref>>1))
		}
	}
	return dst
}
