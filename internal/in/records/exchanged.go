package records

import (
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
)

// exchanged reports the points that would fall among the others of the file if
// latitude and longitude changed places, and do not as they stand.
func exchanged(rows []Row, found *diag.List) {
	var c place.Crowd
	for i, x := range rows {
		if p := x.Where.Point; p != nil {
			c.Add(i, x.Where.Country, *p)
		}
	}
	for _, i := range c.Exchanged() {
		found.Add("R435", diag.At{File: rows[i].File, Row: rows[i].Row, Field: "latitude"})
	}
}

// Exchanged reports the files most of whose points would fall among those of
// the other files if latitude and longitude changed places: a file that is wrong
// throughout looks right by itself. Of two files nobody knows which one it is,
// and both are named.
func Exchanged(sets [][]Row) (found diag.List) {
	for i, rows := range sets {
		b, ok := place.Around(points(slices.Concat(sets[:i], sets[i+1:])...))
		if !ok {
			continue
		}
		bad, all := 0, points(rows)
		for _, p := range all {
			if b.Exchanged(p) {
				bad++
			}
		}
		if 2*bad > len(all) {
			found.Add("R454", diag.At{File: rows[0].File}, bad, len(all))
		}
	}
	return found
}

func points(sets ...[]Row) (ps []geo.Point) {
	for _, rows := range sets {
		for _, x := range rows {
			if x.Where.Point != nil {
				ps = append(ps, *x.Where.Point)
			}
		}
	}
	return ps
}
