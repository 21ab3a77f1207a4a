package linkage_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/linkage"
)

// Cut into cells of three degrees by 100 days, each with a halo, and blocked
// one by one, the records give the edges of the whole, each once.
func TestTilesTogetherAreTheWhole(t *testing.T) {
	r, units, types, actors := world{n: 4000, towns: 60, side: 9, years: 2, coarse: 0.25}.records(3)
	for i := range r.Day { // some months and episodes
		switch i % 37 {
		case 0:
			r.End[i], r.DayPrec[i] = r.Day[i]+30, linkage.DayMonth
		case 1:
			r.End[i] = r.Day[i] + 3
		}
	}
	m, err := linkage.Prepare(r, units, types, actors, linkage.Shipped(), linkage.Window{Days: 2, Km: 25})
	if err != nil {
		t.Fatal(err)
	}
	whole := m.Block()
	if len(whole.Same) < 500 || len(whole.Part) == 0 {
		t.Fatal(len(whole.Same), len(whole.Part))
	}
	const (
		period, longest, days = 100, 31, 2
		degree, halo          = 3_00000, 40000 // 0.4 degree is more than 25 km, also in longitude there
	)
	type tile struct{ lat, lon, day int32 }
	coded := func(i int32) bool { return r.PlacePrec[i] > linkage.PlaceNear }
	cell := func(x, of int32) int32 { // rounds down
		if x < 0 {
			return -((-x + of - 1) / of)
		}
		return x / of
	}
	// The precise record of a pair owns it; of two coded ones, the first.
	owner := func(e linkage.Edge) tile {
		a, b := min(e.A, e.B), max(e.A, e.B)
		if coded(a) && !coded(b) {
			a = b
		}
		if coded(a) {
			return tile{day: cell(r.Day[a], period)}
		}
		return tile{cell(r.Lat[a], degree), cell(r.Lon[a], degree), cell(r.Day[a], period)}
	}
	tiles := map[tile]bool{}
	for i := range r.Day {
		tiles[tile{cell(r.Lat[i], degree), cell(r.Lon[i], degree), cell(r.Day[i], period)}] = true
		tiles[tile{day: cell(r.Day[i], period)}] = true
	}
	var got linkage.Edges
	for x := range tiles {
		var in []int32
		for i := range int32(len(r.Day)) {
			if r.End[i]+days < x.day*period-longest || r.Day[i]-days > (x.day+1)*period+longest {
				continue
			}
			near := r.Lat[i] >= x.lat*degree-halo && r.Lat[i] <= (x.lat+1)*degree+halo && r.Lon[i] >= x.lon*degree-halo && r.Lon[i] <= (x.lon+1)*degree+halo
			if coded(i) || near {
				in = append(in, i)
			}
		}
		e := m.Tile(in).Block()
		for _, s := range e.Same {
			if owner(s) == x {
				got.Same = append(got.Same, s)
			}
		}
		for _, p := range e.Part {
			if owner(p) == x {
				got.Part = append(got.Part, p)
			}
		}
	}
	sort := func(es []linkage.Edge) []linkage.Edge {
		slices.SortFunc(es, func(a, b linkage.Edge) int {
			if a.A != b.A {
				return int(a.A - b.A)
			}
			return int(a.B - b.B)
		})
		return es
	}
	if d := cmp.Diff(whole.Same, sort(got.Same)) + cmp.Diff(whole.Part, sort(got.Part)); d != "" {
		t.Fatal(d[:min(len(d), 2000)])
	}
}
