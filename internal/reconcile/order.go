package reconcile

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/linkage"
)

// orderOf gives the places of keys in their order; nil where they are in it.
// sources are those of the keys, sorted.
func orderOf(keys []claim.Key, sources []string) (order []int32) {
	if slices.IsSortedFunc(keys, claim.Key.Compare) {
		return nil
	}
	// The ids of a source mostly begin alike. What comes after that, seven bytes
	// of it behind the source's number, decides nearly every comparison.
	rank := make(map[string]int, len(sources))
	for i, s := range sources {
		rank[s] = i
	}
	alike := make([]int, len(sources))
	first := make([]string, len(sources))
	for i := range alike {
		alike[i] = -1
	}
	for _, k := range keys {
		s := rank[k.Source]
		if alike[s] < 0 {
			alike[s], first[s] = len(k.ID), k.ID
			continue
		}
		n := min(alike[s], len(k.ID))
		for i := range n {
			if k.ID[i] != first[s][i] {
				n = i
				break
			}
		}
		alike[s] = n
	}
	type place struct {
		head uint64
		at   int32
	}
	ps := make([]place, len(keys))
	for i, k := range keys {
		s := rank[k.Source]
		rest := k.ID[alike[s]:]
		h := uint64(s) << 56
		for j := range min(7, len(rest)) {
			h |= uint64(rest[j]) << (48 - 8*j)
		}
		ps[i] = place{h, int32(i)}
	}
	slices.SortFunc(ps, func(a, b place) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(cmp.Compare(keys[a.at].ID, keys[b.at].ID), cmp.Compare(a.at, b.at))
	})
	order = make([]int32, len(ps))
	for i, p := range ps {
		order[i] = p.at
	}
	return order
}

// inOrder puts a column in an order.
func inOrder[T any](col []T, order []int32) []T {
	out := make([]T, len(col))
	for i, at := range order {
		out[i] = col[at]
	}
	return out
}

func listsInOrder(l linkage.Lists, order []int32) linkage.Lists {
	out := linkage.Lists{Start: make([]uint32, 1, len(l.Start)), ID: make([]uint32, 0, len(l.ID))}
	for _, at := range order {
		out.ID = append(out.ID, l.ID[l.Start[at]:l.Start[at+1]]...)
		out.Start = append(out.Start, uint32(len(out.ID)))
	}
	return out
}

// arrange puts all columns in an order.
func (c *columns) arrange(order []int32) {
	k := &c.b.cols
	k.Source, k.DayPrec, k.PlacePrec = inOrder(k.Source, order), inOrder(k.DayPrec, order), inOrder(k.PlacePrec, order)
	for _, col := range []*[]int32{&k.Day, &k.End, &k.Lat, &k.Lon, &k.Unit, &k.Type, &k.ActorA, &k.ActorB, &k.Low, &k.Best, &k.High} {
		*col = inOrder(*col, order)
	}
	t := &c.teller
	t.outlets.lists, t.words.lists, t.numbers = listsInOrder(t.outlets.lists, order), listsInOrder(t.words.lists, order), listsInOrder(t.numbers, order)
}
