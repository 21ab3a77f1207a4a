package place

import (
	"slices"
	"sync"

	"github.com/dires/dires/internal/lang"
)

// spellings finds names that are spelt nearly like one, without looking at each:
// two names few letters apart share most of their pairs of letters.
type spellings struct {
	once  sync.Once
	all   []string          // every spelling, folded
	pairs map[[2]rune][]int // which of them have a pair
	long  map[int][]int     // which are so many bytes long
}

const most = 2 // bytes by which two names that are meant alike differ in length

// Near gives the names of towns that are spelt nearly so, at most three, for
// people to choose from: none is taken.
func (g *Gazetteer) Near(name string) (out []string) {
	if g == nil {
		return nil
	}
	f := FoldUnit(name)
	if len(f) < 4 {
		return nil
	}
	var hits []string
	for _, n := range g.alike(f, 1+len(f)/8) {
		for kind := range g.name {
			for _, i := range g.name[kind][n] {
				hits = append(hits, g.towns[i].Name)
			}
		}
	}
	slices.Sort(hits)
	hits = slices.Compact(hits)
	return hits[:min(3, len(hits))]
}

// alike gives the spellings that are so many letters from f at most. A letter
// more, less or other undoes two pairs of f, an exchange of neighbours three:
// where f has more pairs than that, only spellings that keep the rest are
// looked at.
func (g *Gazetteer) alike(f string, apart int) (out []string) {
	x := &g.near
	x.once.Do(func() { x.fill(g) })
	var among []int
	if ps := pairs(f); len(ps) > 3*apart {
		hits := map[int]int{}
		for _, p := range ps {
			for _, i := range x.pairs[p] {
				if hits[i]++; hits[i] == len(ps)-3*apart {
					among = append(among, i)
				}
			}
		}
	} else {
		for n := len(f) - most; n <= len(f)+most; n++ {
			among = append(among, x.long[n]...)
		}
	}
	for _, i := range among {
		n := x.all[i]
		if d := len(n) - len(f); d <= most && d >= -most && lang.Apart(n, f) <= apart {
			out = append(out, n)
		}
	}
	return out
}

func (x *spellings) fill(g *Gazetteer) {
	x.pairs, x.long = map[[2]rune][]int{}, map[int][]int{}
	seen := map[string]bool{}
	for kind := range g.name {
		for n := range g.name[kind] {
			if seen[n] {
				continue
			}
			seen[n] = true
			i := len(x.all)
			x.all = append(x.all, n)
			x.long[len(n)] = append(x.long[len(n)], i)
			for _, p := range pairs(n) {
				x.pairs[p] = append(x.pairs[p], i)
			}
		}
	}
}

// pairs are the pairs of neighbours in a spelling, each once.
func pairs(s string) (out [][2]rune) {
	var last rune
	for i, r := range s {
		if p := [2]rune{last, r}; i > 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
		last = r
	}
	return out
}
