package place

import (
	"math"
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

// Exchanged gives the rows of the points that look exchanged, in their order:
// where no other lies within some 50 km of them, and one does within some 20 km
// of the exchanged point. A lonely place at the edge of a country alone is no
// slip; nor is one of the few whose latitude is nearly their longitude.
func (c *Crowd) Exchanged() (rows []int) {
	for _, x := range c.by {
		b, ok := Around(x.points)
		if !ok {
			continue
		}
		const far, near = .5, .1
		wide, close := map[[2]int]bool{}, map[[2]int]bool{}
		var odd []int
		for i, p := range x.points {
			if b.Exchanged(p) {
				odd = append(odd, i)
				continue
			}
			wide[cellOf(p, far)], close[cellOf(p, near)] = true, true
		}
		for _, i := range odd {
			p := x.points[i]
			if math.Abs(p.Lat-p.Lon) > 1 && !around(wide, p, far) && around(close, geo.Point{Lat: p.Lon, Lon: p.Lat}, near) {
				rows = append(rows, int(x.rows[i]))
			}
		}
	}
	slices.Sort(rows)
	return rows
}

func cellOf(p geo.Point, size float64) [2]int {
	return [2]int{int(math.Floor(p.Lat / size)), int(math.Floor(p.Lon / size))}
}

// around reports whether the cell of p or one beside it is taken.
func around(cells map[[2]int]bool, p geo.Point, size float64) bool {
	k := cellOf(p, size)
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if cells[[2]int{k[0] + dy, k[1] + dx}] {
				return true
			}
		}
	}
	return false
}
