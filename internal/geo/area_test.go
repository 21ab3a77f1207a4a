package geo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func square(x0, y0, x1, y1 float64) Ring {
	return Ring{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

func ExampleIndex() {
	west := Area{{square(0, 0, 2, 2), square(0.5, 0.5, 1, 1)}} // with a hole
	east := Area{{square(2, 0, 4, 2)}}
	x := NewIndex([]Area{west, east})
	for _, p := range []Point{{0.25, 0.25}, {0.75, 0.75}, {2, 1}, {9, 9}} {
		i, ok := x.At(p)
		fmt.Println(i, ok)
	}
	fmt.Printf("%.0f m\n", x.BorderM(1, Point{1.99, 1}))
	// Output:
	// 0 true
	// -1 false
	// 1 true
	// -1 false
	// 1112 m
}

// A mesh of triangles whose corners are shared tiles a square: each point, on
// borders and corners too, lies in one triangle.
func mesh(n int, r *rand.Rand) (tiles []Area, corners []Point) {
	at := make([][]Point, n+1)
	for i := range at {
		for j := range n + 1 {
			p := Point{float64(i), float64(j)}
			if i > 0 && i < n {
				p.Lon += r.Float64()*0.6 - 0.3
			}
			if j > 0 && j < n {
				p.Lat += r.Float64()*0.6 - 0.3
			}
			at[i] = append(at[i], p)
			if i < n && j < n && i > 0 && j > 0 {
				corners = append(corners, p)
			}
		}
	}
	for i := range n {
		for j := range n {
			a, b, c, d := at[i][j], at[i+1][j], at[i+1][j+1], at[i][j+1]
			if r.IntN(2) == 0 {
				tiles = append(tiles, Area{{Ring{a, b, c}}}, Area{{Ring{a, c, d, a}}})
			} else {
				tiles = append(tiles, Area{{Ring{b, a, d}}}, Area{{Ring{b, c, d}}})
			}
		}
	}
	return tiles, corners
}

func TestEveryPointOfATilingLiesInOneTile(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tiles, corners := mesh(8, r)
	x := NewIndex(tiles)
	points := corners
	for range 2000 {
		points = append(points, Point{r.Float64() * 8, r.Float64() * 8})
	}
	for _, a := range tiles { // points on edges, as near as floats come
		for i, p := range a[0][0] {
			q := a[0][0][(i+1)%len(a[0][0])]
			m := Point{(p.Lon + q.Lon) / 2, (p.Lat + q.Lat) / 2}
			if m.Lon > 0 && m.Lon < 8 && m.Lat > 0 && m.Lat < 8 {
				points = append(points, m)
			}
		}
	}
	for _, p := range points {
		var slow []int
		for i, a := range tiles {
			if a.Holds(p) {
				slow = append(slow, i)
			}
		}
		if fast := x.All(nil, p); len(slow) != 1 || len(fast) != 1 || fast[0] != slow[0] {
			t.Fatalf("%v: by hand %v, by index %v", p, slow, fast)
		}
	}
}

func star(r *rand.Rand, lon, lat, size float64, n int) Ring {
	var ring Ring
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		d := size * (0.3 + 0.7*r.Float64())
		ring = append(ring, Point{lon + d*math.Cos(a), lat + d*math.Sin(a)})
	}
	return ring
}

func TestIndexAgreesWithTheDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var areas []Area
	for range 30 {
		lon, lat := r.Float64()*20-10, r.Float64()*20
		areas = append(areas, Area{{star(r, lon, lat, 3, 3+r.IntN(200)), star(r, lon, lat, 0.5, 5)}, {star(r, lon+9, lat, 2, 9)}})
	}
	areas = append(areas, Area{}, Area{{}}, Area{{{{1, 1}}}}, Area{{{{1, 1}, {2, 2}}}})
	x := NewIndex(areas)
	for range 20000 {
		p := Point{r.Float64()*40 - 18, r.Float64()*30 - 5}
		var want []int
		for i, a := range areas {
			if a.Holds(p) {
				want = append(want, i)
			}
		}
		if got := x.All(nil, p); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%v: %v, want %v", p, got, want)
		}
	}
}

// The distance to a border is the least over its edges, each tried densely and
// then finely around the best place.
func TestBorderDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	areas := []Area{{{star(r, 0, 15, 4, 40)}}, {{star(r, 179, 60, 0.9, 20)}, {star(r, -179, 60, 0.9, 20)}}, {{square(-60, 50, 60, 70)}}, {{square(-180, -90, 180, -70)}}}
	x := NewIndex(areas)
	points := []Point{{0, 90}, {0, -90}, {180, 60}, {-180, 60}, {0, 15}, {0, 60}}
	for range 60 {
		points = append(points, Point{r.Float64()*360 - 180, r.Float64()*180 - 90})
	}
	for _, p := range points {
		for i, a := range areas {
			want := math.Inf(1)
			for _, ring := range a.Rings() {
				for k, q := range ring {
					s := ring[(k+1)%len(ring)]
					at := func(u float64) float64 { return DistM(p, Point{q.Lon + u*(s.Lon-q.Lon), q.Lat + u*(s.Lat-q.Lat)}) }
					best := 0.0
					for f := range 401 {
						if u := float64(f) / 400; at(u) < at(best) {
							best = u
						}
					}
					lo, hi := max(0, best-1.0/400), min(1, best+1.0/400)
					for range 50 {
						if u, v := lo+(hi-lo)/3, hi-(hi-lo)/3; at(u) < at(v) {
							hi = v
						} else {
							lo = u
						}
					}
					want = min(want, at(best), at((lo+hi)/2))
				}
			}
			if got := x.BorderM(i, p); math.Abs(got-want) > 1.5 {
				t.Errorf("area %d from %v: %.2f m, want %.2f", i, p, got, want)
			}
			near := x.Within(p, want+2)
			if k := slices.IndexFunc(near, func(n Near) bool { return n.Area == i }); k < 0 || math.Abs(DistM(p, near[k].Border)-want) > 1.5 {
				t.Errorf("area %d from %v is not within %.2f m, or its nearest place is not: %+v", i, p, want, near)
			}
			if far := x.Within(p, want-2); slices.ContainsFunc(far, func(n Near) bool { return n.Area == i && !n.Inside }) {
				t.Errorf("area %d from %v is within %.2f m", i, p, want-2)
			}
		}
	}
}

func TestSideIsExact(t *testing.T) {
	a, b := Point{0.1, 0.1}, Point{0.7, 0.7}
	for _, c := range []struct {
		p    Point
		want int
	}{{Point{0.3, 0.3}, 0}, {Point{0.3, math.Nextafter(0.3, 1)}, 1}, {Point{0.3, math.Nextafter(0.3, 0)}, -1}, {a, 0}, {b, 0}} {
		if got := side(a, b, c.p); got != c.want {
			t.Errorf("%v: %d, want %d", c.p, got, c.want)
		}
		if got := side(b, a, c.p); got != -c.want {
			t.Errorf("%v, turned round: %d, want %d", c.p, got, -c.want)
		}
	}
}

func FuzzIndex(f *testing.F) {
	f.Add(0.0, 0.0, 4.0, 0.0, 4.0, 4.0, 1.0, 1.0)
	f.Add(-180.0, -90.0, 180.0, 90.0, 0.0, 90.0, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, ax, ay, bx, by, cx, cy, px, py float64) {
		for _, v := range []float64{ax, ay, bx, by, cx, cy} {
			if math.IsNaN(v) || math.Abs(v) > 180 {
				return
			}
		}
		a := Area{{Ring{{ax, ay}, {bx, by}, {cx, cy}}}}
		x := NewIndex([]Area{a})
		p := Point{px, py}
		if got := len(x.All(nil, p)) == 1; got != a.Holds(p) {
			t.Fatalf("index %v, definition %v", got, a.Holds(p))
		}
		x.BorderM(0, p)
	})
}

func BenchmarkAt(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	tiles, _ := mesh(16, r)
	x := NewIndex(tiles)
	ps := make([]Point, 1<<12)
	for i := range ps {
		ps[i] = Point{r.Float64() * 16, r.Float64() * 16}
	}
	i := 0
	for b.Loop() {
		x.At(ps[i&(1<<12-1)])
		i++
	}
}
