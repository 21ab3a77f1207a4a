package spatial

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// Six areas in a row; the two at the end hold much. Of the fifteen pairs of
// areas one holds as much as they do.
func ExampleConcentrated() {
	p, err := Concentrated([]int{0, 1, 0, 1, 9, 8}, [][]int{{1}, {0}, {3}, {2}, {5}, {4}})
	fmt.Printf("%.3f %.3f %.3f %v\n", p[0], p[4], 1.0/15, err)
	// Output: 0.933 0.067 0.067 <nil>
}

func TestConcentratedIsEverySubsetCounted(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 30 {
		n := 4 + rng.IntN(8)
		x, near := make([]int, n), make([][]int, n)
		for i := range x {
			x[i] = rng.IntN(1 + rng.IntN(20))
			for j := range n {
				if j != i && rng.IntN(3) == 0 {
					near[i] = append(near[i], j)
				}
			}
		}
		p, err := Concentrated(x, near)
		if errors.Is(err, ErrFlat) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range x {
			sum := x[i]
			for _, j := range near[i] {
				sum += x[j]
			}
			far, all := 0, 0
			for set := range uint(1) << n {
				if bits.OnesCount(set) != len(near[i])+1 {
					continue
				}
				s := 0
				for j := range n {
					if set>>j&1 == 1 {
						s += x[j]
					}
				}
				all++
				if s >= sum {
					far++
				}
			}
			if want := float64(far) / float64(all); math.Abs(p[i]-want) > 1e-12 {
				t.Fatalf("%v %v: area %d: %v, want %v", x, near, i, p[i], want)
			}
		}
	}
}

// Reports at random show a concentration in about one map of twenty, not in
// every third as by the normal distribution.
func TestReportsAtRandomAreSeldomConcentrated(t *testing.T) {
	const side, maps = 18, 150
	near := make([][]int, side*side)
	for i := range near {
		for dr := -1; dr <= 1; dr++ {
			for dc := -1; dc <= 1; dc++ {
				if r, c := i/side+dr, i%side+dc; (dr != 0 || dc != 0) && r >= 0 && r < side && c >= 0 && c < side {
					near[i] = append(near[i], r*side+c)
				}
			}
		}
	}
	found := func(ps []float64) bool {
		for _, d := range Discoveries(ps, 0.05) {
			if d {
				return true
			}
		}
		return false
	}
	exact, normal := 0, 0
	for m := range maps {
		rng := rand.New(rand.NewPCG(uint64(m), 7))
		x, f := make([]int, side*side), make([]float64, side*side)
		for range 4 * side * side {
			i := rng.IntN(side * side)
			x[i]++
			f[i]++
		}
		p, err := Concentrated(x, near)
		if err != nil {
			t.Fatal(err)
		}
		if found(p) {
			exact++
		}
		g, err := GiStar(f, near)
		if err != nil {
			t.Fatal(err)
		}
		q := make([]float64, len(g))
		for i := range g {
			if q[i] = 1; g[i].Z > 0 {
				q[i] = g[i].P / 2
			}
		}
		if found(q) {
			normal++
		}
	}
	t.Logf("of %d maps at random: exact %d, normal %d", maps, exact, normal)
	if exact > maps*8/100 || normal < exact {
		t.Errorf("of %d maps at random, exact finds %d, normal %d", maps, exact, normal)
	}
}

func TestConcentratedRefuses(t *testing.T) {
	if _, err := Concentrated([]int{1, 2}, [][]int{nil, nil}); !errors.Is(err, ErrFew) {
		t.Error(err)
	}
	if _, err := Concentrated([]int{2, 2, 2}, [][]int{nil, nil, nil}); !errors.Is(err, ErrFlat) {
		t.Error(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a negative count passed")
		}
	}()
	Concentrated([]int{-1, 2, 3}, [][]int{nil, nil, nil})
}
