package spatial

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

type ref struct {
	X, Z, P, Adjusted, Density []float64
	Neighbours                 [][]int
	Points                     [][2]float64
	Inside                     []bool
	Used                       int
}

func load(t *testing.T) (r ref) {
	b, err := os.ReadFile("testdata/ref/spatial.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func near(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > tol*math.Max(1e-9, math.Abs(want[i])) {
			t.Errorf("%s[%d] = %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}

func TestGiStarAndItsDiscoveriesEqualTheReference(t *testing.T) {
	r := load(t)
	g, err := GiStar(r.X, r.Neighbours)
	if err != nil {
		t.Fatal(err)
	}
	var z, p []float64
	for _, l := range g {
		z, p = append(z, l.Z), append(p, l.P)
	}
	near(t, "z", z, r.Z, 1e-10)
	near(t, "p", p, r.P, 1e-9)
	near(t, "adjusted", Adjusted(p), r.Adjusted, 1e-9)
	found := 0
	for i, d := range Discoveries(p, 0.05) {
		if d != (r.Adjusted[i] <= 0.05) {
			t.Errorf("area %d: %v", i, d)
		}
		if d {
			found++
		}
	}
	if found == 0 || found == len(p) {
		t.Errorf("%d discoveries test nothing", found)
	}
}

func TestDensityEqualsTheReferenceAndSumsToThePoints(t *testing.T) {
	r := load(t)
	w := Window{Cell: 0.5, Cols: 18, Rows: 16, Inside: r.Inside}
	points := slices.Clone(r.Points)
	s, err := Density(r.Points, w, 1.25)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "density", s.Values, r.Density, 1e-9)
	if s.Used != r.Used || s.Used+s.Dropped != len(r.Points) || !slices.Equal(points, r.Points) {
		t.Error(s.Used, s.Dropped)
	}
	sum := 0.0
	for _, v := range s.Values {
		sum += v * w.Cell * w.Cell
	}
	if math.Abs(sum-float64(s.Used)) > 1e-9 {
		t.Errorf("sums to %g, want %d points", sum, s.Used)
	}
}

func TestTheEdgeSinksFarLessThanUncorrected(t *testing.T) {
	var points [][2]float64
	for i := range 40 {
		for j := range 40 {
			points = append(points, [2]float64{(float64(i) + 0.5) / 4, (float64(j) + 0.5) / 4})
		}
	}
	s, err := Density(points, Window{Cell: 0.5, Cols: 20, Rows: 20}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range s.Values { // 16 points per unit of area everywhere
		if v < 10 || v > 20 {
			t.Errorf("cell %d has %.1f of 16, uncorrected a corner has below 6", i, v)
		}
	}
}

func TestTheOrderOfAreasDoesNotMatter(t *testing.T) {
	r := load(t)
	g, _ := GiStar(r.X, r.Neighbours)
	perm := rand.New(rand.NewPCG(1, 2)).Perm(len(r.X))
	back := make([]int, len(perm))
	for i, p := range perm {
		back[p] = i
	}
	x, nb := make([]float64, len(perm)), make([][]int, len(perm))
	for i, p := range perm {
		x[i] = r.X[p]
		for _, j := range r.Neighbours[p] {
			nb[i] = append(nb[i], back[j])
		}
	}
	h, _ := GiStar(x, nb)
	for i, p := range perm {
		if math.Abs(h[i].Z-g[p].Z) > 1e-10 {
			t.Fatal("depends on the order")
		}
	}
}

func TestOfPureNoiseFewAreDiscovered(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	any := 0
	for range 400 {
		p := make([]float64, 100)
		for i := range p {
			p[i] = rng.Float64()
		}
		if slices.Contains(Discoveries(p, 0.05), true) {
			any++
		}
	}
	if any > 38 { // 5 % expected, 20 ± 4
		t.Errorf("false discoveries in %d of 400 maps", any)
	}
}

func TestWhatCannotBeComputedSaysWhy(t *testing.T) {
	if _, err := GiStar([]float64{1, 1, 1}, [][]int{{1}, {0}, {}}); !errors.Is(err, ErrFlat) {
		t.Error(err)
	}
	if _, err := GiStar([]float64{1, 2}, [][]int{{}, {}}); !errors.Is(err, ErrFew) {
		t.Error(err)
	}
	if _, err := Density([][2]float64{{9, 9}}, Window{Cell: 1, Cols: 2, Rows: 2}, 1); !errors.Is(err, ErrOutside) {
		t.Error(err)
	}
}
