package linkage

import (
	"math/rand/v2"
	"testing"
)

// Components of 100,000 records, of two and of four sources, with people's
// constraints among them: they end, and every group has one record a source.
func TestGiantComponentsEndAndStayWhole(t *testing.T) {
	const n = 100_000
	for _, sources := range []int{2, 4} {
		g := rand.New(rand.NewPCG(uint64(sources), 8))
		source := make([]uint8, n)
		for i := range source {
			source[i] = uint8(i % sources)
		}
		var edges []Edge
		put := func(a, b int, w int32) {
			if a != b && source[a] != source[b] {
				edges = append(edges, Edge{int32(min(a, b)), int32(max(a, b)), w})
			}
		}
		for i := range n - 1 { // a chain holds it together
			put(i, i+1, 1+g.Int32N(20*Bit))
		}
		for range 2 * n {
			a := g.IntN(n)
			put(a, min(n-1, max(0, a+g.IntN(41)-20)), g.Int32N(20*Bit)-4*Bit)
		}
		for i := 1; i < n; i += sources { // and a hub that everybody would like
			put(0, i, Bit)
		}
		edges = unique(edges)
		if c := Components(edges); c[0].Records < n-1 {
			t.Fatalf("the largest component has %d records", c[0].Records)
		}
		p := Chances(edges, source, 1, 0)
		for i := range p {
			if !(p[i] >= 0 && p[i] <= 1) {
				t.Fatal(i, p[i])
			}
		}
		var con Constraints
		for i := 0; i < n-sources; i += 1000 {
			con.Must = append(con.Must, [2]int32{int32(i), int32(i + 1)})
			con.Cannot = append(con.Cannot, [2]int32{int32(i), int32(i + 2)}, [2]int32{int32(i + 3), int32(i + 4)})
		}
		group, broken := Clusters(source, edges, con, -4*Bit)
		if len(broken) > 0 {
			t.Error(broken)
		}
		for _, m := range con.Must {
			if group[m[0]] != group[m[1]] {
				t.Fatal("a must-link is apart", m)
			}
		}
		for _, c := range con.Cannot {
			if group[c[0]] == group[c[1]] {
				t.Fatal("a cannot-link is together", c)
			}
		}
		seen := map[[2]int32]int{}
		for i, x := range group {
			k := [2]int32{x, int32(source[i])}
			if seen[k]++; seen[k] > 1 {
				t.Fatalf("group %d has two records of source %d", x, source[i])
			}
		}
		if sources == 2 {
			greedy := Greedy(edges)
			if b := BlockingPairs(edges, greedy); b > 0 {
				t.Errorf("%d blocking pairs", b)
			}
			exact, left := Exact(edges, 1000)
			if left != 1 || len(exact) != len(greedy) {
				t.Errorf("%d components left to greedy", left)
			}
		}
	}
}

func unique(es []Edge) []Edge {
	seen := map[[2]int32]bool{}
	out := es[:0]
	for _, e := range es {
		if k := [2]int32{e.A, e.B}; !seen[k] {
			seen[k] = true
			out = append(out, e)
		}
	}
	return out
}
