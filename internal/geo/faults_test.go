package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

func rect(x0, y0, x1, y1 float64) Polygon {
	return Polygon{Ring{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}}
}

// A point is in an area when it is in one of its polygons, however often.
func TestPolygonsOfAnAreaAreAUnion(t *testing.T) {
	hole := Polygon{rect(0, 0, 9, 9)[0], rect(3, 3, 6, 6)[0]}
	for name, a := range map[string]Area{
		"twice": {rect(0, 0, 10, 10), rect(0, 0, 10, 10)}, "overlapping": {rect(0, 0, 6, 10), rect(4, 0, 10, 10)},
		"a hole and its filling": {hole, rect(3, 3, 6, 6)}, "thrice": {rect(0, 0, 4, 4), rect(1, 1, 4, 4), rect(2, 2, 4, 4)},
	} {
		x := NewIndex([]Area{a})
		r := rand.New(rand.NewPCG(3, 4))
		for range 2000 {
			p := Point{math.Round(r.Float64()*220)/20 - .5, math.Round(r.Float64()*220)/20 - .5}
			want := false
			for _, poly := range a { // each polygon alone
				want = want || Area{poly}.Holds(p)
			}
			if _, in := x.At(p); a.Holds(p) != want || in != want {
				t.Fatalf("%s: %v is %v and %v, want %v", name, p, a.Holds(p), in, want)
			}
		}
	}
}

func TestRingsThatCrossThemselves(t *testing.T) {
	for name, c := range map[string]struct {
		r    Ring
		want bool
	}{
		"a bow tie":                 {Ring{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, true},
		"a level bow tie":           {Ring{{0, 0}, {10, 0}, {10, 5}, {5, 5}, {5, -5}, {0, -5}}, true},
		"a square":                  {rect(0, 0, 1, 1)[0], false},
		"a notch that touches":      {Ring{{0, 0}, {10, 0}, {10, 10}, {5, 0}, {0, 10}}, false},
		"a point that stands twice": {Ring{{0, 0}, {0, 0}, {1, 0}, {1, 1}}, false},
		"no ring":                   {nil, false},
	} {
		if got := c.r.Crosses(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAreasThatOverlap(t *testing.T) {
	as := []Area{{rect(0, 0, 12, 10)}, {rect(10, 0, 20, 10)}, {rect(20, 0, 30, 10)}, {rect(29.999, 0, 40, 10)}, {rect(2, 2, 3, 3)}}
	var got [][2]int
	for _, l := range Laps(as) {
		got = append(got, [2]int{l.A, l.B})
	}
	if len(got) != 2 || got[0] != [2]int{0, 1} || got[1] != [2]int{0, 4} {
		t.Error(got)
	}
}
