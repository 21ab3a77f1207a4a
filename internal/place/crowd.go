package place

import (
	"slices"

	"github.com/dires/dires/internal/geo"
)

// few is below how many points nothing is said of where the others lie.
const few = 20

// A Box is where most of some points lie: between the 20 % and the 80 % point
// of each coordinate, and as far again on either side, half a degree at least.
type Box struct{ Lat, Lon [2]float64 }

// Around gives the box of some points; ok is false for fewer than twenty.
func Around(ps []geo.Point) (b Box, ok bool) {
	if len(ps) < few {
		return b, false
	}
	lat, lon := make([]float64, len(ps)), make([]float64, len(ps))
	for i, p := range ps {
		lat[i], lon[i] = p.Lat, p.Lon
	}
	return Box{wide(lat), wide(lon)}, true
}

func wide(s []float64) [2]float64 {
	slices.Sort(s)
	lo, hi := s[len(s)/5], s[len(s)-1-len(s)/5]
	w := max(hi-lo, 0.5)
	return [2]float64{lo - w, hi + w}
}

func (b Box) has(lat, lon float64) bool {
	return lat >= b.Lat[0] && lat <= b.Lat[1] && lon >= b.Lon[0] && lon <= b.Lon[1]
}

// Exchanged reports whether a point lies in the box only if latitude and
// longitude change places.
func (b Box) Exchanged(p geo.Point) bool { return !b.has(p.Lat, p.Lon) && b.has(p.Lon, p.Lat) }

// Crowd finds, in a list with countries, the points that lie apart from the
// others of their country and would lie among them if latitude and longitude
// changed places. Near the equator's crossing with Greenwich nearly every slip
// of this kind is still a place on the globe; only the others tell.
type Crowd struct{ by map[string]*crowd }

type crowd struct {
	points []geo.Point
	rows   []int32
}

// Add takes the point of a row in.
func (c *Crowd) Add(row int, country string, p geo.Point) {
	if c.by == nil {
		c.by = map[string]*crowd{}
	}
	x := c.by[country]
	if x == nil {
		x = &crowd{}
		c.by[country] = x
	}
	x.points, x.rows = append(x.points, p), append(x.rows, int32(row))
}

// Exchanged gives the rows of the points that look exchanged, in their order.
func (c *Crowd) Exchanged() (rows []int) {
	for _, x := range c.by {
		b, ok := Around(x.points)
		if !ok {
			continue
		}
		for i, p := range x.points {
			if b.Exchanged(p) {
				rows = append(rows, int(x.rows[i]))
			}
		}
	}
	slices.Sort(rows)
	return rows
}
