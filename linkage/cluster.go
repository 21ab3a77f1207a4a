package linkage

import (
	"cmp"
	"container/heap"
	"slices"
)

// Constraints are what people decided: pairs that are one event, pairs that
// are not. A pair in Must may lie within one source (a duplicate).
type Constraints struct {
	Must, Cannot [][2]int32
}

// Clusters groups records so that the weights within groups sum to much: the
// two groups whose joining gains most are joined, again and again, as long as
// the gain is positive. A group has one record per source; missing is what a
// pair weighs that never met. The order of sources and records plays no part:
// equal gains are taken by the least records.
//
// Shape: source[r] is the source of record r; edges in any order, each pair
// once. group[r] is the least record of r's group. broken lists the Must pairs
// that a Cannot pair forbids; Cannot wins.
// Unit: weights in [Bit].
// Errors: none.
// Source: greedy additive joining for correlation clustering (Keuper et al.
// 2015), with one record per source.
func Clusters(source []uint8, edges []Edge, c Constraints, missing int32) (group []int32, broken [][2]int32) {
	n := len(source)
	g := &grouping{up: make([]int32, n), source: source, missing: missing, links: map[int32]map[int32]tie{}, members: map[int32][]int32{}, not: map[int32]map[int32]bool{}}
	for i := range g.up {
		g.up[i] = int32(i)
	}
	forbid := func(a, b int32) {
		if g.not[a] == nil {
			g.not[a] = map[int32]bool{}
		}
		g.not[a][b] = true
	}
	for _, p := range c.Cannot {
		forbid(p[0], p[1])
		forbid(p[1], p[0])
	}
	for _, e := range edges {
		g.tie(e.A, e.B, tie{e.W, 1})
	}
	must := slices.Clone(c.Must)
	for i, p := range must {
		must[i] = [2]int32{min(p[0], p[1]), max(p[0], p[1])}
	}
	slices.SortFunc(must, func(x, y [2]int32) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	for _, p := range must {
		a, b := g.find(p[0]), g.find(p[1])
		if a == b {
			continue
		}
		if g.not[a][b] {
			broken = append(broken, p)
			continue
		}
		g.join(a, b)
	}
	h := &g.heap
	for a, m := range g.links {
		for b := range m {
			if a < b {
				g.offer(a, b)
			}
		}
	}
	heap.Init(h)
	for h.Len() > 0 {
		x := heap.Pop(h).(offer)
		a, b := x.a, x.b
		if g.find(a) != a || g.find(b) != b || g.not[a][b] || !g.fits(a, b) {
			continue
		}
		if w, ok := g.gain(a, b); !ok || w != x.w {
			continue // an older offer; the newer one is in the heap
		}
		r := g.join(a, b)
		for z := range g.links[r] {
			if w, ok := g.gain(r, z); ok && w > 0 && g.fits(r, z) && !g.not[r][z] {
				heap.Push(h, offer{w, min(r, z), max(r, z)})
			}
		}
	}
	group = make([]int32, n)
	for i := range group {
		group[i] = g.find(int32(i))
	}
	return group, broken
}

type tie struct{ w, n int32 } // sum of weights, number of pairs that met

type offer struct{ w, a, b int32 }

type offers []offer

func (o offers) Len() int { return len(o) }
func (o offers) Less(i, j int) bool {
	x, y := o[i], o[j]
	return x.w > y.w || x.w == y.w && (x.a < y.a || x.a == y.a && x.b < y.b)
}
func (o offers) Swap(i, j int) { o[i], o[j] = o[j], o[i] }
func (o *offers) Push(x any)   { *o = append(*o, x.(offer)) }
func (o *offers) Pop() any     { x := (*o)[len(*o)-1]; *o = (*o)[:len(*o)-1]; return x }

type grouping struct {
	up      []int32
	source  []uint8
	missing int32
	links   map[int32]map[int32]tie
	members map[int32][]int32 // of groups of two and more
	not     map[int32]map[int32]bool
	heap    offers
}

func (g *grouping) find(x int32) int32 {
	for g.up[x] != x {
		g.up[x] = g.up[g.up[x]]
		x = g.up[x]
	}
	return x
}

func (g *grouping) of(a int32) []int32 {
	if m := g.members[a]; m != nil {
		return m
	}
	return []int32{a}
}

func (g *grouping) tie(a, b int32, t tie) {
	for range 2 {
		m := g.links[a]
		if m == nil {
			m = map[int32]tie{}
			g.links[a] = m
		}
		o := m[b]
		m[b] = tie{o.w + t.w, o.n + t.n}
		a, b = b, a
	}
}

// fits reports whether the groups share no source.
func (g *grouping) fits(a, b int32) bool {
	for _, x := range g.of(a) {
		for _, y := range g.of(b) {
			if g.source[x] == g.source[y] {
				return false
			}
		}
	}
	return true
}

func (g *grouping) gain(a, b int32) (int32, bool) {
	t, ok := g.links[a][b]
	return t.w + g.missing*(int32(len(g.of(a))*len(g.of(b)))-t.n), ok
}

func (g *grouping) offer(a, b int32) {
	if w, ok := g.gain(a, b); ok && w > 0 && !g.not[a][b] {
		g.heap = append(g.heap, offer{w, min(a, b), max(a, b)})
	}
}

// join makes one group of two and returns its name, the lesser one.
func (g *grouping) join(a, b int32) int32 {
	a, b = min(a, b), max(a, b)
	g.members[a] = append(slices.Clone(g.of(a)), g.of(b)...)
	delete(g.members, b)
	g.up[b] = a
	for z, t := range g.links[b] {
		delete(g.links[z], b)
		if z != a {
			g.tie(a, z, t)
		}
	}
	delete(g.links, b)
	delete(g.links[a], b)
	for z := range g.not[b] {
		delete(g.not[z], b)
		if g.not[a] == nil {
			g.not[a] = map[int32]bool{}
		}
		g.not[a][z], g.not[z][a] = true, true
	}
	delete(g.not, b)
	return a
}
