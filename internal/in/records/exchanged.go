package records

import (
	"slices"

	"github.com/dires/dires/internal/diag"
)

// few is below how many points nothing is said of where the others lie.
const few = 20

// box is where points mostly lie: between the 5 % and the 95 % point of each
// coordinate, and as far again on either side.
type box struct{ lat, lon [2]float64 }

func boxOf(sets ...[]Row) (b box, n int) {
	var lat, lon []float64
	for _, rows := range sets {
		for _, x := range rows {
			if p := x.Where.Point; p != nil {
				lat, lon = append(lat, p.Lat), append(lon, p.Lon)
			}
		}
	}
	if len(lat) < few {
		return b, len(lat)
	}
	return box{most(lat), most(lon)}, len(lat)
}

func most(s []float64) [2]float64 {
	slices.Sort(s)
	q := func(p float64) float64 { return s[int(p*float64(len(s)-1))] }
	w := max(q(0.95)-q(0.05), 0.1)
	return [2]float64{q(0.05) - w, q(0.95) + w}
}

func (b box) has(lat, lon float64) bool {
	return lat >= b.lat[0] && lat <= b.lat[1] && lon >= b.lon[0] && lon <= b.lon[1]
}

// exchanged reports whether a point falls into the box only if latitude and
// longitude change places.
func (b box) exchanged(x Row) bool {
	p := x.Where.Point
	return p != nil && !b.has(p.Lat, p.Lon) && b.has(p.Lon, p.Lat)
}

// exchanged reports the points that would fall among the others of the file if
// latitude and longitude changed places, and do not as they stand.
func exchanged(rows []Row, found *diag.List) {
	b, n := boxOf(rows)
	if n < few {
		return
	}
	for _, x := range rows {
		if b.exchanged(x) {
			found.Add("R435", diag.At{File: x.File, Row: x.Row, Field: "latitude"})
		}
	}
}

// Exchanged reports the files most of whose points would fall among those of
// the other files if latitude and longitude changed places: a file that is wrong
// throughout looks right by itself. Of two files nobody knows which one it is,
// and both are named.
func Exchanged(sets [][]Row) (found diag.List) {
	for i, rows := range sets {
		b, n := boxOf(slices.Concat(sets[:i], sets[i+1:])...)
		if n < few {
			continue
		}
		bad, all := 0, 0
		for _, x := range rows {
			if x.Where.Point != nil {
				all++
			}
			if b.exchanged(x) {
				bad++
			}
		}
		if bad >= few && 2*bad > all {
			found.Add("R454", diag.At{File: rows[0].File}, bad, all)
		}
	}
	return found
}
