package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/linkage"
)

// Alias is a name that linked records use where others use As: seen, not
// known. It is reported, so that a person can put it into the table of actors
// or refuse it.
type Alias struct {
	Name, As string // folded
	Links    int    // links in which both stand in the same role
}

// observed finds names that only one source uses (an acronym, another
// language) and that stand, in records linked without looking at that name, for
// one name of the others. It teaches itself from sure links only, and each name
// at most one meaning.
func observed(b block, p Params) ([]Alias, error) {
	if len(b.sources) < 2 {
		return nil, nil
	}
	// Which entities does (almost) one source alone use?
	uses := map[int32]map[uint8]int{}
	count := func(col []int32) {
		for i, a := range col {
			if a >= 0 && !b.actors[a].Unnamed {
				e := b.actors[a].Entity
				if uses[e] == nil {
					uses[e] = map[uint8]int{}
				}
				uses[e][b.cols.Source[i]]++
			}
		}
	}
	count(b.cols.ActorA)
	count(b.cols.ActorB)
	lone := map[int32]bool{}
	for e, by := range uses {
		all, most := 0, 0
		for _, n := range by {
			all, most = all+n, max(most, n)
		}
		if all >= 3 && most*10 >= all*7 && all-most <= 10 {
			lone[e] = true
		}
	}
	for a, w := range b.written {
		if w.told {
			delete(lone, b.actors[a].Entity)
		}
	}
	if len(lone) == 0 {
		return nil, nil
	}
	blind := func(col []int32) []int32 {
		out := slices.Clone(col)
		for i, a := range out {
			if a >= 0 && lone[b.actors[a].Entity] {
				out[i] = linkage.Missing
			}
		}
		return out
	}
	cols := b.cols
	cols.ActorA, cols.ActorB = blind(cols.ActorA), blind(cols.ActorB)
	m, err := linkage.Prepare(cols, b.units, b.types, b.actors, p.Link, p.Window)
	if err != nil {
		return nil, err
	}
	res := m.Resolve(m.Block(), linkage.Constraints{})
	met := map[int32]map[int32]int{}
	total := map[int32]int{}
	see := func(x, y int32) {
		if x < 0 || y < 0 || b.actors[x].Unnamed || b.actors[y].Unnamed {
			return
		}
		e, f := b.actors[x].Entity, b.actors[y].Entity
		if e == f || !lone[e] {
			return
		}
		if met[e] == nil {
			met[e] = map[int32]int{}
		}
		met[e][f]++
		total[e]++
	}
	for _, l := range res.Same {
		if l.P < 0.6 {
			continue
		}
		for _, xy := range b.meet(l.A, l.B) {
			see(xy[0], xy[1])
			see(xy[1], xy[0])
		}
	}
	name := map[int32]string{} // a name of each entity: the most used, then the first
	used := map[int32]int{}
	write := b.written
	for _, a := range slices.Sorted(maps.Keys(write)) {
		e := b.actors[a].Entity
		if n := write[a].uses; n > used[e] {
			used[e], name[e] = n, write[a].name
		}
	}
	type taken struct {
		e, f int32
		n    int
	}
	var all []taken
	for _, e := range slices.Sorted(maps.Keys(met)) {
		best, n, second := int32(-1), 0, 0
		for _, f := range slices.Sorted(maps.Keys(met[e])) {
			if c := met[e][f]; c > n {
				best, n, second = f, c, n
			} else if c > second {
				second = c
			}
		}
		if n < 2 || n*2 <= total[e] || n < 2*second {
			continue
		}
		if lone[best] && (used[best] < used[e] || used[best] == used[e] && strings.Compare(name[best], name[e]) > 0) {
			continue // the other way round
		}
		all = append(all, taken{e, best, n})
	}
	slices.SortStableFunc(all, func(a, b taken) int { return b.n - a.n })
	one := newOpponents(b)
	var out []Alias
	for _, x := range all {
		if one.join(x.e, x.f) {
			out = append(out, Alias{name[x.e], name[x.f], x.n})
		}
	}
	slices.SortFunc(out, func(a, b Alias) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.As, b.As)) })
	return out, nil
}

// meet are the actors of two linked records that may be one under two names.
// Sources do not agree on who stands first: side a of one may be side b of the
// other. Where one actor is known to stand in both records, the other two meet;
// where none is, each side meets both of the other's.
func (b *block) meet(i, j int32) [][2]int32 {
	a1, b1, a2, b2 := b.cols.ActorA[i], b.cols.ActorB[i], b.cols.ActorA[j], b.cols.ActorB[j]
	same := func(x, y int32) bool {
		return x >= 0 && y >= 0 && !b.actors[x].Unnamed && b.actors[x].Entity == b.actors[y].Entity
	}
	switch {
	case same(a1, a2), same(b1, b2):
		return [][2]int32{{a1, a2}, {b1, b2}}
	case same(a1, b2), same(b1, a2):
		return [][2]int32{{a1, b2}, {b1, a2}}
	}
	return [][2]int32{{a1, a2}, {b1, b2}, {a1, b2}, {b1, a2}}
}

// opponents keeps apart whom a record sets against one another, whatever their
// names are taken for.
type opponents struct {
	of      map[int32]int32 // entity → the entity that stands for its group
	members map[int32][]int32
	against map[[2]int32]bool
}

func newOpponents(b block) *opponents {
	o := &opponents{of: map[int32]int32{}, members: map[int32][]int32{}, against: map[[2]int32]bool{}}
	for i, x := range b.cols.ActorA {
		y := b.cols.ActorB[i]
		if x >= 0 && y >= 0 {
			e, f := b.actors[x].Entity, b.actors[y].Entity
			o.against[[2]int32{e, f}], o.against[[2]int32{f, e}] = true, true
		}
	}
	return o
}

func (o *opponents) group(e int32) (int32, []int32) {
	g, ok := o.of[e]
	if !ok {
		return e, []int32{e}
	}
	return g, o.members[g]
}

// join makes two entities one, unless that would make two opponents one.
func (o *opponents) join(e, f int32) bool {
	g, es := o.group(e)
	h, fs := o.group(f)
	if g == h {
		return true
	}
	for _, x := range es {
		for _, y := range fs {
			if o.against[[2]int32{x, y}] {
				return false
			}
		}
	}
	both := slices.Concat(es, fs)
	for _, x := range both {
		o.of[x] = h
	}
	o.members[h] = both
	return true
}
