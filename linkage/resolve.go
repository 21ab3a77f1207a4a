package linkage

import (
	"cmp"
	"math"
	"slices"
)

// Link is a resolved relation of two records.
type Link struct {
	A, B int32 // same: A < B; part of: A is a day of episode B
	W    int32 // weight in Bit
	P    float64
}

// Resolution is what follows from the edges.
type Resolution struct {
	Group    []int32 // the least record of each record's event
	Same     []Link  // every pair within a group
	Part     []Link
	Rest     []Link // pairs of the same kind that were considered and not taken
	PartRest []Link
	Broken   [][2]int32 // must-links that a cannot-link forbids
}

// Resolve turns edges into events: probabilities under competition, groups of
// one record per source, then the days of episodes.
//
// Shape: edges as [Model.Block] gives them.
// Unit: weights in [Bit]; probabilities.
// Errors: none; contradictions among the constraints are in Broken.
// Source: events.md §8, §4 and §5; docs/decisions on the linker.
func (m *Model) Resolve(e Edges, c Constraints) Resolution {
	var out Resolution
	word, stands := decided(e.Same, m.r.Source, c), oneByWord(e.Same, m.r.Source, c)
	if len(stands) > 0 {
		word = slices.Clone(word)
		for i := range stands {
			word[i].W = -sure
		}
	}
	chance := Chances(word, m.r.Source, m.p.Sharpen, m.p.Shift)
	for i, with := range stands {
		chance[i] = chance[with]
	}
	ties := make([]Edge, len(e.Same))
	shift := LogOdds(m.p.Threshold)
	for i, x := range e.Same {
		ties[i] = Edge{x.A, x.B, LogOdds(chance[i]) - shift}
	}
	if m.sources <= 2 && m.p.Missing <= 0 {
		out.Group = pairUp(len(m.r.Source), ties)
		if len(c.Must)+len(c.Cannot) > 0 {
			out.Broken = m.constrain(out.Group, ties, c)
		}
	} else {
		out.Group, out.Broken = Clusters(m.r.Source, ties, c, m.p.Missing)
	}
	met := map[[2]int32]bool{}
	for i, x := range e.Same {
		l := Link{x.A, x.B, x.W, chance[i]}
		if out.Group[x.A] == out.Group[x.B] {
			out.Same = append(out.Same, l)
			if m.sources > 2 || len(c.Must) > 0 {
				met[[2]int32{x.A, x.B}] = true
			}
		} else {
			out.Rest = append(out.Rest, l)
		}
	}
	if m.sources > 2 || len(c.Must) > 0 {
		m.implied(&out, met)
	}
	m.episodes(e.Part, c, &out)
	return out
}

// sure is a weight beyond doubt.
const sure = 1 << 29

// decided gives the edges the weight of what people said: a record that has its
// counterpart by their word is free for no other. Behind the edges stand the
// pairs of theirs that never met.
func decided(edges []Edge, source []uint8, c Constraints) []Edge {
	if len(c.Must)+len(c.Cannot) == 0 {
		return edges
	}
	word := make(map[[2]int32]int32, len(c.Must)+len(c.Cannot))
	for _, p := range c.Must {
		word[[2]int32{min(p[0], p[1]), max(p[0], p[1])}] = sure
	}
	for _, p := range c.Cannot { // where both are said, apart wins
		word[[2]int32{min(p[0], p[1]), max(p[0], p[1])}] = -sure
	}
	out := slices.Clone(edges)
	for i, e := range out {
		k := [2]int32{min(e.A, e.B), max(e.A, e.B)}
		if w, ok := word[k]; ok {
			out[i].W = w
			delete(word, k)
		}
	}
	n := len(out)
	for k, w := range word {
		if w > 0 && source[k[0]] != source[k[1]] { // within a source nobody competes
			out = append(out, Edge{k[0], k[1], w})
		}
	}
	slices.SortFunc(out[n:], func(a, b Edge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out
}

// oneByWord gives the edges that do not compete: two records of one source that
// people hold to be one do not take a counterpart from each other. Of their
// edges to one record the heaviest competes and speaks for the others.
func oneByWord(edges []Edge, source []uint8, c Constraints) map[int]int {
	up := map[int32]int32{}
	root := func(r int32) int32 {
		for {
			u, ok := up[r]
			if !ok {
				return r
			}
			r = u
		}
	}
	for _, p := range c.Must {
		if x, y := root(p[0]), root(p[1]); source[p[0]] == source[p[1]] && x != y {
			up[max(x, y)] = min(x, y)
		}
	}
	if len(up) == 0 {
		return nil
	}
	best := map[[2]int32]int{}
	of := func(e Edge) [2]int32 {
		a, b := root(e.A), root(e.B)
		return [2]int32{min(a, b), max(a, b)}
	}
	for i, e := range edges {
		if j, ok := best[of(e)]; !ok || e.W > edges[j].W {
			best[of(e)] = i
		}
	}
	stands := map[int]int{}
	for i, e := range edges {
		if j := best[of(e)]; j != i {
			stands[i] = j
		}
	}
	return stands
}

// pairUp is greedy assignment for two sources on dense arrays.
func pairUp(n int, ties []Edge) []int32 {
	group := make([]int32, n)
	for i := range group {
		group[i] = int32(i)
	}
	good := make([]Edge, 0, n/2)
	for _, t := range ties {
		if t.W > 0 {
			good = append(good, t)
		}
	}
	slices.SortFunc(good, heaviest)
	taken := make([]bool, n)
	for _, t := range good {
		if !taken[t.A] && !taken[t.B] {
			taken[t.A], taken[t.B] = true, true
			group[max(t.A, t.B)] = min(t.A, t.B)
		}
	}
	return group
}

// constrain groups anew the records of two sources that hang together with one
// about which people decided. Without a word of people, [Clusters] gives what
// pairUp gives; a group is joined only along ties above 0 or by people.
func (m *Model) constrain(group []int32, ties []Edge, c Constraints) (broken [][2]int32) {
	up := make([]int32, len(group))
	for i := range up {
		up[i] = int32(i)
	}
	find := func(x int32) int32 {
		for up[x] != x {
			up[x] = up[up[x]]
			x = up[x]
		}
		return x
	}
	for _, t := range ties {
		if t.W > 0 {
			up[find(t.A)] = find(t.B)
		}
	}
	decided := slices.Concat(c.Must, c.Cannot)
	for _, p := range decided {
		up[find(p[0])] = find(p[1])
	}
	in := make([]bool, len(group)) // by the first of what hangs together
	for _, p := range decided {
		in[find(p[0])] = true
	}
	var some []Edge
	for _, t := range ties {
		if in[find(t.A)] && in[find(t.B)] {
			some = append(some, t)
		}
	}
	anew, broken := Clusters(m.r.Source, some, c, m.p.Missing)
	for r := range group {
		if in[find(int32(r))] {
			group[r] = anew[r]
		}
	}
	return broken
}

// implied adds the pairs of a group that follow from the others.
func (m *Model) implied(out *Resolution, met map[[2]int32]bool) {
	by := map[int32][]int32{}
	for r, g := range out.Group {
		if int32(r) != g || len(by[g]) > 0 {
			if len(by[g]) == 0 {
				by[g] = append(by[g], g)
			}
			by[g] = append(by[g], int32(r))
		}
	}
	var v vec
	var more []Link
	for _, rs := range by {
		for i, x := range rs {
			for _, y := range rs[i+1:] {
				k := [2]int32{min(x, y), max(x, y)}
				if x == y || met[k] {
					continue
				}
				met[k] = true
				a, b := m.pair(k[0], k[1])
				more = append(more, Link{k[0], k[1], m.weight(a, b, false, &v), m.along(out, rs, k)})
			}
		}
	}
	out.Same = append(out.Same, more...)
	slices.SortFunc(out.Same, byRecords)
}

// along is the probability of a pair that never met: the best chain of two
// links through the group.
func (m *Model) along(out *Resolution, rs []int32, k [2]int32) float64 {
	p := func(a, b int32) float64 {
		a, b = min(a, b), max(a, b)
		i, ok := slices.BinarySearchFunc(out.Same, [2]int32{a, b}, func(l Link, t [2]int32) int {
			return cmp.Or(cmp.Compare(l.A, t[0]), cmp.Compare(l.B, t[1]))
		})
		if !ok {
			return 0
		}
		return out.Same[i].P
	}
	best := 0.0
	for _, z := range rs {
		if z != k[0] && z != k[1] {
			best = max(best, p(k[0], z)*p(z, k[1]))
		}
	}
	return best
}

func byRecords(x, y Link) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) }

// episodes gives each day its episode: many days to one, each day to the most
// probable episode of each other source. The records of one event go together.
func (m *Model) episodes(part []Edge, c Constraints, out *Resolution) {
	if len(part) == 0 {
		return
	}
	no := map[[2]int32]bool{}
	for _, p := range c.Cannot {
		no[p], no[[2]int32{p[1], p[0]}] = true, true
	}
	has := map[[2]int32]bool{} // the sources an event of several records has
	for r, g := range out.Group {
		if int32(r) != g {
			has[[2]int32{g, int32(m.r.Source[r])}], has[[2]int32{g, int32(m.r.Source[g])}] = true, true
		}
	}
	type choice struct{ day, whole int32 } // groups
	sums := map[choice]float64{}
	for _, e := range part {
		k := choice{out.Group[e.A], out.Group[e.B]}
		if k.day == k.whole || has[[2]int32{k.day, int32(m.r.Source[e.B])}] || no[[2]int32{e.A, e.B}] {
			continue
		}
		sums[k] += float64(e.W) / Bit
	}
	best := map[int32]choice{}
	for k, s := range sums {
		b, ok := best[k.day]
		if !ok || s > sums[b] || s == sums[b] && k.whole < b.whole {
			best[k.day] = k
		}
	}
	for _, e := range part {
		k := choice{out.Group[e.A], out.Group[e.B]}
		p := odds(float64(e.W) / Bit)
		l := Link{e.A, e.B, e.W, p}
		if best[k.day] == k && sums[k] > 0 && odds(sums[k]) >= m.p.PartLeast && !no[[2]int32{e.A, e.B}] {
			out.Part = append(out.Part, l)
		} else {
			out.PartRest = append(out.PartRest, l)
		}
	}
}

func odds(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }
