package geo

import "math"

// Ring is a closed line: its last point is joined to its first, and may repeat
// it. Its edges are straight in degrees of longitude and latitude, as GeoJSON
// has them.
type Ring []Point

// Polygon is a ring and the holes in it.
type Polygon []Ring

// Area is any number of polygons: a country with its islands. Where two
// overlap, their common part is in the area. An area across the 180th meridian is cut in two there, and one
// around a pole has an edge along it, as RFC 7946 asks: within a Ring,
// longitudes are plain numbers. Distances do go across.
type Area []Polygon

// Rings gives every ring, holes included: what is drawn with the even-odd rule.
func (a Area) Rings() (out [][]Point) {
	for _, p := range a {
		for _, r := range p {
			out = append(out, r)
		}
	}
	return out
}

// Box is the smallest box around the area; ok is false for one without points.
func (a Area) Box() (b Box, ok bool) {
	for _, p := range a {
		for _, r := range p {
			for _, q := range r {
				if !ok {
					b, ok = Box{q, q}, true
				}
				b = b.With(q)
			}
		}
	}
	return b, ok
}

// With is the smallest box around b and p.
func (b Box) With(p Point) Box {
	return Box{Point{min(b.Min.Lon, p.Lon), min(b.Min.Lat, p.Lat)}, Point{max(b.Max.Lon, p.Lon), max(b.Max.Lat, p.Lat)}}
}

// Join is the smallest box around both.
func (b Box) Join(c Box) Box { return b.With(c.Min).With(c.Max) }

// Holds reports whether p lies in the area, in exact arithmetic. A point on a
// border two areas share (the same points on both sides) lies in exactly one
// of them: a tiling gives every point to one tile. [Index] answers the same,
// faster.
func (a Area) Holds(p Point) bool {
	for _, poly := range a {
		in := false
		for _, r := range poly {
			for i, q := range r {
				if crosses(q, r[(i+1)%len(r)], p) {
					in = !in
				}
			}
		}
		if in {
			return true // a polygon that stands twice, or overlaps another, is no hole
		}
	}
	return false
}

// crosses reports whether the edge crosses the line from p eastwards. Its
// lower end belongs to it and its upper does not, and a point on the edge lies
// east of it, whichever way the edge runs: so that neighbours agree.
func crosses(a, b, p Point) bool {
	if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
		return false
	}
	if a.Lat > b.Lat {
		a, b = b, a
	}
	return side(a, b, p) > 0
}

// AreaM2 is the area in square metres on the sphere.
func (a Area) AreaM2() float64 {
	const rad = math.Pi / 180
	var sum float64
	for _, poly := range a {
		for k, r := range poly {
			var s float64
			for i, p := range r {
				q := r[(i+1)%len(r)]
				s += (q.Lon - p.Lon) * rad * (2 + math.Sin(p.Lat*rad) + math.Sin(q.Lat*rad))
			}
			s = math.Abs(s) * EarthM * EarthM / 2
			if k > 0 {
				s = -s
			}
			sum += s
		}
	}
	return max(0, sum)
}

// Centre is the middle of the largest polygon's surface, in degrees; for one
// without surface the middle of its box. It may lie outside the area.
func (a Area) Centre() (c Point, ok bool) {
	best := -1.0
	for _, poly := range a {
		if len(poly) == 0 || len(poly[0]) == 0 {
			continue
		}
		var s, x, y float64
		o := poly[0][0]
		for _, r := range poly {
			for i, p := range r {
				q := r[(i+1)%len(r)]
				px, py, qx, qy := p.Lon-o.Lon, p.Lat-o.Lat, q.Lon-o.Lon, q.Lat-o.Lat
				w := px*qy - qx*py
				s += w
				x += (px + qx) * w
				y += (py + qy) * w
			}
		}
		if m := math.Abs(s); m > best {
			best, ok = m, true
			if m > 0 {
				c = Point{o.Lon + x/(3*s), o.Lat + y/(3*s)}
			} else {
				b, _ := Area{poly}.Box()
				c = Point{(b.Min.Lon + b.Max.Lon) / 2, (b.Min.Lat + b.Max.Lat) / 2}
			}
		}
	}
	return c, ok
}
