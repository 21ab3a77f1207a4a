package geo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func ExampleSimplify() {
	a := Area{{Ring{{0, 0}, {1, 0.0001}, {2, 0}, {2, 2}, {1, 2.2}, {0, 2}}}}
	for _, r := range Simplify([]Area{a}, 1000)[0].Rings() {
		fmt.Println(r)
	}
	// Output:
	// [{0 0} {2 0} {2 2} {1 2.2} {0 2}]
}

// rough puts points along an edge, off it by a little, the same whichever way
// the edge runs.
func rough(a, b Point, n int) []Point {
	p, q, turned := a, b, false
	if comparePoints(b, a) < 0 {
		p, q, turned = b, a, true
	}
	r := rand.New(rand.NewPCG(uint64(p.Lon*1e6), uint64(q.Lat*1e6)))
	line := []Point{p}
	for i := 1; i < n; i++ {
		u := float64(i) / float64(n)
		line = append(line, Point{p.Lon + u*(q.Lon-p.Lon) + r.Float64()*0.02, p.Lat + u*(q.Lat-p.Lat) + r.Float64()*0.02})
	}
	line = append(line, q)
	if turned {
		slices.Reverse(line)
	}
	return line[:len(line)-1]
}

// What two tiles share before, they share after: each edge of a simplified
// tiling is met once in each direction, or lies on the outside.
func TestSimplifiedNeighboursStillFit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	tiles, _ := mesh(5, r)
	for i, a := range tiles {
		var ring Ring
		c := clean(a[0][0])
		for k, p := range c {
			ring = append(ring, rough(p, c[(k+1)%len(c)], 30)...)
		}
		if r.IntN(2) == 0 {
			slices.Reverse(ring)
		}
		k := r.IntN(len(ring)) // rings begin anywhere
		tiles[i] = Area{{append(slices.Clone(ring[k:]), ring[:k]...)}}
	}
	before, after := 0, 0
	simple := Simplify(tiles, 1500)
	type line struct{ a, b Point }
	edges := map[line]int{}
	for i, a := range simple {
		before += len(tiles[i][0][0])
		after += len(a[0][0])
		for k, p := range a[0][0] {
			q := a[0][0][(k+1)%len(a[0][0])]
			if comparePoints(q, p) < 0 {
				p, q = q, p
			}
			edges[line{p, q}]++
		}
	}
	shared, single := 0, 0
	for l, n := range edges {
		switch {
		case n == 2:
			shared++
		case n == 1:
			single++
			if out := func(p Point) bool { return p.Lon < 0.03 || p.Lat < 0.03 || p.Lon > 4.99 || p.Lat > 4.99 }; !out(l.a) || !out(l.b) {
				t.Errorf("%v inside the tiling belongs to one tile", l)
			}
		default:
			t.Errorf("%v occurs %d times", l, n)
		}
	}
	if shared < 100 || after*2 > before {
		t.Errorf("%d shared edges, %d of %d points left", shared, after, before)
	}
	// No border moved by more than the tolerance, give or take the plane.
	for i, a := range tiles {
		x := NewIndex(simple[i : i+1])
		for _, p := range a[0][0] {
			if d := x.BorderM(0, p); d > 1510 {
				t.Fatalf("tile %d: a point is %.0f m off its border", i, d)
			}
		}
	}
}

func TestAnAreaNeverVanishes(t *testing.T) {
	small := Area{{square(0, 0, 0.001, 0.001)}, {square(1, 1, 1.002, 1.002), square(1.0005, 1.0005, 1.001, 1.001)}}
	got := Simplify([]Area{small, {}, {{}}}, 1e6)
	if len(got[0]) != 1 || len(got[0][0]) != 1 || len(got[0][0][0]) != 3 || got[0][0][0][0].Lon < 1 {
		t.Errorf("%v", got[0])
	}
	if len(got[1]) != 0 || len(got[2]) != 0 {
		t.Errorf("%v", got[1:])
	}
}
