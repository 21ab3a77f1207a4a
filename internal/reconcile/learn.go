package reconcile

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/linkage"
)

// Weights learn from people: where so many pairs of two sources were decided,
// with both answers among them, these two get weights of their own, drawn from
// the shipped ones no further than the answers pull. What is reviewed is
// chosen by what the pairs show, never by the answer, and so does not bend what
// the answers say given what the pairs show.
const (
	enough = 30 // decided pairs of two sources, 8 of each answer
	least  = 8
	pull   = 0.7 // standard deviation of a weight about its prior, bits
)

// Learned says that two sources have weights of their own.
type Learned struct {
	A, B  string
	Pairs int
}

// learn gives the weights of pairs of sources that people reviewed enough.
func learn(m *linkage.Model, b block, e linkage.Edges, keys []claim.Key, ds []event.Decision, p linkage.Params) (own []linkage.PairParams, says []Learned) {
	if len(ds) < enough {
		return nil, nil
	}
	chances := linkage.Chances(e.Same, b.cols.Source, p.Sharpen, p.Shift)
	type pair struct{ a, b uint8 }
	lessons := map[pair]*linkage.Lesson{}
	yes := map[pair]int{}
	for _, d := range Apply(ds) {
		i, ok := find(keys, d.A)
		j, ok2 := find(keys, d.B)
		if !ok || !ok2 || d.Says == event.APartOfB || keys[i].Source == keys[j].Source {
			continue
		}
		i, j = min(i, j), max(i, j)
		k := pair{min(b.cols.Source[i], b.cols.Source[j]), max(b.cols.Source[i], b.cols.Source[j])}
		if lessons[k] == nil {
			lessons[k] = &linkage.Lesson{}
		}
		off := p.Shift
		if k, met := slices.BinarySearchFunc(e.Same, [2]int32{i, j}, func(x linkage.Edge, at [2]int32) int {
			return cmp.Or(cmp.Compare(x.A, at[0]), cmp.Compare(x.B, at[1]))
		}); met {
			off = float64(linkage.LogOdds(chances[k])-e.Same[k].W) / linkage.Bit
		}
		lessons[k].AddKnowing(m, i, j, false, d.Says == event.SameEvent, off)
		if d.Says == event.SameEvent {
			yes[k]++
		}
	}
	for a := range uint8(len(b.sources)) {
		for c := a + 1; int(c) < len(b.sources); c++ {
			k := pair{a, c}
			l := lessons[k]
			if l == nil || l.Len() < enough || yes[k] < least || l.Len()-yes[k] < least {
				continue
			}
			w, err := l.Fit(p.Same, pull)
			if err != nil {
				continue // the answers do not determine them: the shipped ones stay
			}
			own = append(own, linkage.PairParams{A: a, B: c, Same: w})
			says = append(says, Learned{b.sources[a], b.sources[c], l.Len()})
		}
	}
	return own, says
}
