package protect

import "slices"

// A small system in place of a large one: numbers that always move together are
// one, those that cannot move are none. What the walk does not find among many
// numbers tied to each other it finds here, and that a number cannot move at all
// is proved.

// squeezed is the part of a system that one number can move.
type squeezed struct {
	system
	all []int32         // its numbers
	of  map[int32]int32 // number → class, -1 for one that cannot move
}

// squeeze makes the small system around x.
func (s *system) squeeze(x int32) *squeezed {
	q := &squeezed{of: map[int32]int32{}}
	eqs := q.reach(s, x)
	class := make([]int32, len(q.all)) // union-find over positions in q.all; the last is what cannot move
	pos := make(map[int32]int32, len(q.all))
	for i, y := range q.all {
		class[i], pos[y] = int32(i), int32(i)
	}
	still := int32(len(q.all))
	class = append(class, still)
	find := func(i int32) int32 {
		for class[i] != i {
			class[i] = class[class[i]]
			i = class[i]
		}
		return i
	}
	rows := make([][]term, 0, len(eqs))
	for _, e := range eqs {
		var ts []term
		for _, t := range s.eqs[e].terms {
			if !s.xs[t.of].known {
				ts = append(ts, term{pos[t.of], t.sign})
			}
		}
		rows = append(rows, ts)
	}
	for again := true; again; {
		again = false
		for i, ts := range rows {
			ts = gathered(ts, find, still)
			rows[i] = ts
			switch {
			case len(ts) == 1:
				class[ts[0].of] = still
			case len(ts) == 2 && ts[0].sign == -ts[1].sign:
				class[max(ts[0].of, ts[1].of)] = min(ts[0].of, ts[1].of)
			default:
				continue
			}
			rows[i], again = nil, true
		}
	}
	id := map[int32]int32{}
	for i, y := range q.all {
		c := find(int32(i))
		if c == still {
			q.of[y] = -1
			continue
		}
		k, ok := id[c]
		if !ok {
			k = q.number(0, -none, 0)
			id[c] = k
		}
		q.of[y] = k
		q.xs[k].least = max(q.xs[k].least, s.xs[y].least-s.xs[y].now)
	}
	done := map[string]bool{}
	for _, ts := range rows {
		ts = gathered(ts, find, still)
		for i := range ts {
			ts[i].of = id[ts[i].of]
		}
		if key := written(ts, -1); len(ts) > 0 && !done[key] {
			done[key] = true
			q.equate(ts...)
		}
	}
	return q
}

// reach gathers the numbers that x can move, and the equations they stand in.
func (q *squeezed) reach(s *system, x int32) (eqs []int32) {
	seen, had := map[int32]bool{}, map[int32]bool{x: true}
	q.all = []int32{x}
	for i := 0; i < len(q.all); i++ {
		for _, e := range s.xs[q.all[i]].in {
			if seen[e] {
				continue
			}
			seen[e] = true
			eqs = append(eqs, e)
			for _, t := range s.eqs[e].terms {
				if !s.xs[t.of].known && !had[t.of] {
					had[t.of] = true
					q.all = append(q.all, t.of)
				}
			}
		}
	}
	return eqs
}

// gathered adds up the terms of one class.
func gathered(ts []term, find func(int32) int32, still int32) []term {
	out := ts[:0]
	for _, t := range ts {
		t.of = find(t.of)
		if t.of == still {
			continue
		}
		if i := slices.IndexFunc(out, func(o term) bool { return o.of == t.of }); i >= 0 {
			out[i].sign += t.sign
			if out[i].sign == 0 {
				out = slices.Delete(out, i, i+1)
			}
			continue
		}
		out = append(out, t)
	}
	return out
}

// mostTries is how often a walk that found nothing is begun anew before a number
// counts as one that could be told.
const mostTries = 12

// between is [system.between] for x in the small system, tried so many times.
func (q *squeezed) between(x int32, width, tries int) (by witness, low, high int, ok bool) {
	c := q.of[x]
	if c < 0 {
		return nil, 0, 0, false
	}
	var moved witness
	for q.again = range tries {
		if moved, low, high, ok = q.system.between(c, width, nil); ok {
			break
		}
	}
	if !ok {
		return nil, low, high, false
	}
	some := map[int32]bool{}
	for _, k := range moved {
		some[k] = true
	}
	for _, y := range q.all {
		if k := q.of[y]; k >= 0 && some[k] {
			by = append(by, y)
		}
	}
	return by, low, high, true
}
