package link

import (
	"cmp"
	"slices"
)

// Edge is a scored pair: two records of different sources, A before B in the
// columns for "same"; for "part of", A is the day and B the episode.
type Edge struct {
	A, B int32
	W    int32 // Bit
}

// Edges is what [Model.Block] found.
type Edges struct {
	Same, Part []Edge
	Compared   int64 // pairs that were scored
}

// Block compares every pair worth comparing and keeps what weighs more than
// the model's floor.
//
// Precise places meet within the window: day × cell of the window's size, the
// cells around probed. A place coded to a unit meets the records of that unit
// whose spans come within the window. A place coded to a country meets only
// records that name the same actor. Work grows with the pairs that meet, not
// with the square of a busy town.
func (m *Model) Block() Edges {
	var e Edges
	var v vec
	m.scanCells(&e, &v)
	m.scanUnits(&e, &v)
	order := func(x, y Edge) int {
		if x.A != y.A {
			return int(x.A) - int(y.A)
		}
		return int(x.B) - int(y.B)
	}
	slices.SortFunc(e.Same, order)
	slices.SortFunc(e.Part, order)
	return e
}

// meet scores one pair that blocking let through.
func (m *Model) meet(a, b *rec, e *Edges, v *vec) {
	e.Compared++
	ea, eb := a.episode(), b.episode()
	if ea != eb {
		if eb {
			a, b = b, a // a is the episode
		}
		// a day (b) may be part of an episode (a)
		if b.dp == DayExact && b.d0 >= a.d0-1 && b.d0 <= a.d1+1 {
			if w := m.weight(b, a, true, v); w > m.p.Floor {
				e.Part = append(e.Part, Edge{b.id, a.id, w})
			}
		}
		if b.dp == DayExact {
			return
		}
	} else if ea && (abs(a.d0-b.d0) > 2 || abs(a.d1-b.d1) > 2) {
		return
	}
	if w := m.weight(a, b, false, v); w > m.p.Floor {
		x, y := a.id, b.id
		if x > y {
			x, y = y, x
		}
		e.Same = append(e.Same, Edge{x, y, w})
	}
}

func (m *Model) scanCells(e *Edges, v *vec) {
	days := int32(m.win.Days)
	try := func(a, b *rec) {
		if a.src == b.src {
			return
		}
		reach := m.reach[0]
		if a.pp|b.pp != PlaceExact {
			reach = m.reach[1]
		}
		if dist2(a, b) <= reach {
			m.meet(a, b, e, v)
		}
	}
	for i, c := range m.cells {
		run := m.recs[c.lo:c.hi]
		for k := range run {
			a := &run[k]
			for l := k + 1; l < len(run) && run[l].d0 <= a.d1+days; l++ {
				try(a, &run[l])
			}
		}
		m.forward(i, func(j int) {
			cross(run, m.recs[m.cells[j].lo:m.cells[j].hi], days, try)
		})
	}
}

// cross calls try with every pair of two runs, each by day, whose spans come
// within so many days of each other.
func cross(x, y []rec, days int32, try func(a, b *rec)) {
	j := 0
	for i := range x {
		for j < len(y) && y[j].d0 < x[i].d0 {
			j++
		}
		for k := j; k < len(y) && y[k].d0 <= x[i].d1+days; k++ {
			try(&x[i], &y[k])
		}
	}
	i := 0
	for j := range y {
		for i < len(x) && x[i].d0 <= y[j].d0 {
			i++
		}
		for k := i; k < len(x) && x[k].d0 <= y[j].d1+days; k++ {
			try(&x[k], &y[j])
		}
	}
}

// scanUnits pairs the records coded to a unit with what lies in that unit.
func (m *Model) scanUnits(e *Edges, v *vec) {
	days := int32(m.win.Days)
	need := [3]bool{}
	for i := range m.recs[m.points:] {
		if x := &m.recs[m.points+i]; x.pp >= PlaceSecond {
			need[x.level()] = true
		}
	}
	for lev := range 3 {
		if !need[lev] {
			continue
		}
		try := func(a, b *rec) {
			if a.src != b.src {
				m.meet(a, b, e, v)
			}
		}
		if lev == 0 {
			m.scanCountry(days, e, v)
			continue
		}
		groups := m.groups(lev)
		for _, g := range groups {
			for k := range g.coded {
				a := &g.coded[k]
				for l := k + 1; l < len(g.coded) && g.coded[l].d0 <= a.d1+days; l++ {
					try(a, &g.coded[l])
				}
			}
			cross(g.coded, g.finer, days, try)
		}
	}
}

// group holds the records of one unit: those coded to it, and those within it
// that are coded more finely. Both are by day.
type group struct{ coded, finer []rec }

func (m *Model) groups(lev int) []group {
	have := map[int32]bool{}
	for i := m.points; i < len(m.recs); i++ {
		if x := &m.recs[i]; x.pp >= PlaceSecond && x.level() == lev {
			have[m.above(x.unit, lev)] = true
		}
	}
	by := make([]group, len(m.units))
	for i := range m.recs {
		x := &m.recs[i]
		if x.pp == 0 || x.level() < lev {
			continue
		}
		u := m.above(x.unit, lev)
		if u < 0 || !have[u] {
			continue
		}
		if x.pp >= PlaceSecond && x.level() == lev {
			by[u].coded = append(by[u].coded, *x)
		} else {
			by[u].finer = append(by[u].finer, *x)
		}
	}
	for u := range by {
		byDay(by[u].coded)
		byDay(by[u].finer)
	}
	return by
}

func byDay(r []rec) {
	slices.SortFunc(r, func(a, b rec) int { return cmp.Or(cmp.Compare(a.d0, b.d0), cmp.Compare(a.id, b.id)) })
}

// scanCountry pairs country-only records with records that name the same
// actor in that country.
func (m *Model) scanCountry(days int32, e *Edges, v *vec) {
	type key struct{ unit, entity int32 }
	by := map[key]*group{}
	var keys []key
	actors := func(x *rec) (out [2]int32) {
		out = [2]int32{Missing, Missing}
		if x.actA != none && m.named(x.actA) {
			out[0] = m.entity(x.actA)
		}
		if x.actB != none && m.named(x.actB) && m.entity(x.actB) != out[0] {
			out[1] = m.entity(x.actB)
		}
		return out
	}
	for i := m.points; i < len(m.recs); i++ {
		if x := &m.recs[i]; x.pp == PlaceCountry {
			for _, a := range actors(x) {
				if k := (key{m.above(x.unit, 0), a}); a >= 0 && k.unit >= 0 && by[k] == nil {
					by[k] = &group{}
					keys = append(keys, k)
				}
			}
		}
	}
	for i := range m.recs {
		x := &m.recs[i]
		if x.pp == 0 {
			continue
		}
		for _, a := range actors(x) {
			g := by[key{m.above(x.unit, 0), a}]
			switch {
			case a < 0 || g == nil:
			case x.pp == PlaceCountry:
				g.coded = append(g.coded, *x)
			default:
				g.finer = append(g.finer, *x)
			}
		}
	}
	for _, k := range keys {
		g := by[k]
		byDay(g.coded)
		byDay(g.finer)
		try := func(a, b *rec) {
			if a.src == b.src {
				return
			}
			// Two records that share two actors meet under the lesser one only.
			x, y := actors(a), actors(b)
			for _, p := range x {
				if p >= 0 && p < k.entity && (p == y[0] || p == y[1]) {
					return
				}
			}
			m.meet(a, b, e, v)
		}
		for i := range g.coded {
			a := &g.coded[i]
			for l := i + 1; l < len(g.coded) && g.coded[l].d0 <= a.d1+days; l++ {
				try(a, &g.coded[l])
			}
		}
		cross(g.coded, g.finer, days, try)
	}
}

// pair finds the packed records of two records of the columns.
func (m *Model) pair(a, b int32) (*rec, *rec) {
	if m.byID == nil {
		m.byID = make([]int32, len(m.recs))
		for k := range m.recs {
			m.byID[m.recs[k].id] = int32(k)
		}
	}
	return &m.recs[m.byID[a]], &m.recs[m.byID[b]]
}
