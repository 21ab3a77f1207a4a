package linkage

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// What people decided changes the groups near it; with two sources only those
// are made anew, and all are as if they had been.
func TestTwoSourcesAreGroupedAsClustersGroupsThem(t *testing.T) {
	for seed := range uint64(300) {
		g := rand.New(rand.NewPCG(seed, 5))
		source := make([]uint8, 60)
		for i := range source {
			source[i] = uint8(g.IntN(2))
		}
		var ties []Edge
		for range 20 + g.IntN(120) {
			if a, b := g.Int32N(60), g.Int32N(60); source[a] != source[b] {
				ties = append(ties, Edge{min(a, b), max(a, b), g.Int32N(8) - 3}) // few weights: many are equal
			}
		}
		ties = unique(ties)
		var c Constraints
		for range g.IntN(6) {
			if a, b := g.Int32N(60), g.Int32N(60); a != b { // also within a source
				if g.IntN(2) == 0 {
					c.Must = append(c.Must, [2]int32{min(a, b), max(a, b)})
				} else {
					c.Cannot = append(c.Cannot, [2]int32{min(a, b), max(a, b)})
				}
			}
		}
		m := &Model{r: Records{Source: source}, p: Params{Missing: -g.Int32N(3)}}
		got := pairUp(len(source), ties)
		broken := m.constrain(got, ties, c)
		want, wantBroken := Clusters(source, ties, c, m.p.Missing)
		if !slices.Equal(got, want) || !slices.Equal(broken, wantBroken) {
			t.Fatalf("seed %d: %v, want %v; broken %v, want %v", seed, got, want, broken, wantBroken)
		}
	}
}

// Whoever has a counterpart by people's word is free for no other, also where
// the pair itself was never compared; who is kept apart leaves the other free.
func TestPeoplesWordCountsInTheCompetition(t *testing.T) {
	source := []uint8{0, 0, 1, 1}
	p := func(c Constraints) (p2, p3 float64) {
		x := Chances(decided([]Edge{{0, 2, 3 * Bit}, {0, 3, 3 * Bit}}, source, c), source, Shipped().Sharpen, Shipped().Shift)
		return x[0], x[1]
	}
	if a, b := p(Constraints{}); a != b || a < 0.4 || a > 0.5 {
		t.Error("two alike share:", a, b)
	}
	if a, b := p(Constraints{Must: [][2]int32{{0, 2}}}); a < 0.999 || b > 0.001 {
		t.Error("one is taken:", a, b)
	}
	if a, b := p(Constraints{Must: [][2]int32{{1, 2}}}); a > 0.001 || b < 0.9 {
		t.Error("one is taken by a pair that never met:", a, b)
	}
	if a, b := p(Constraints{Cannot: [][2]int32{{2, 0}}}); a > 0.001 || b < 0.9 {
		t.Error("one is kept apart:", a, b)
	}
	if a, b := p(Constraints{Must: [][2]int32{{0, 2}}, Cannot: [][2]int32{{0, 2}}}); a > 0.001 || b < 0.9 {
		t.Error("apart wins:", a, b)
	}
	if a, b := p(Constraints{Must: [][2]int32{{0, 1}}}); a != b || a < 0.4 {
		t.Error("two records of one source do not compete with the others:", a, b)
	}
}
