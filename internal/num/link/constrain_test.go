package link

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
