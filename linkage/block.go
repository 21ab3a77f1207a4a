package linkage

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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
	e := all(append(m.cellTasks(), m.unitTasks()...))
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

// task compares some records; it reads the model only.
type task func(e *Edges, v *vec)

// records is about how many records a task holds.
const records = 4096

// all does the tasks on every processor and puts what they found together, in no
// order.
func all(tasks []task) (e Edges) {
	found := make([]Edges, min(runtime.GOMAXPROCS(0), len(tasks)))
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range found {
		wg.Go(func() {
			var v vec
			for {
				t := int(next.Add(1)) - 1
				if t >= len(tasks) {
					return
				}
				tasks[t](&found[w], &v)
			}
		})
	}
	wg.Wait()
	for _, f := range found {
		e.Same, e.Part, e.Compared = append(e.Same, f.Same...), append(e.Part, f.Part...), e.Compared+f.Compared
	}
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

// cellTasks pair what has a precise place, some cells at a time.
func (m *Model) cellTasks() (ts []task) {
	to := 0
	for to < len(m.cells) {
		from := to
		to++
		for to < len(m.cells) && m.cells[to].hi-m.cells[from].lo <= records {
			to++
		}
		ts = append(ts, m.scanCells(from, to))
	}
	return ts
}

func (m *Model) scanCells(from, to int) task {
	return func(e *Edges, v *vec) {
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
		for i := from; i < to; i++ {
			c := m.cells[i]
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

// unitTasks pair the records coded to a unit with what lies in that unit.
func (m *Model) unitTasks() (ts []task) {
	need := [3]bool{}
	for i := range m.recs[m.points:] {
		if x := &m.recs[m.points+i]; x.pp >= PlaceSecond {
			need[x.level()] = true
		}
	}
	if need == [3]bool{} {
		return nil
	}
	order := m.byDay()
	if need[0] {
		ts = append(ts, m.countryTasks(order)...)
	}
	for lev := 1; lev < 3; lev++ {
		if !need[lev] {
			continue
		}
		var some []group
		n := 0
		flush := func() {
			ts = append(ts, m.scanUnits(some))
			some, n = nil, 0
		}
		for _, g := range m.groups(lev, order) {
			some = append(some, g)
			if n += len(g.coded) + len(g.finer); n >= records {
				flush()
			}
		}
		flush()
	}
	return ts
}

func (m *Model) scanUnits(groups []group) task {
	return func(e *Edges, v *vec) {
		for _, g := range groups {
			g.pairs(int32(m.win.Days), func(a, b *rec) {
				if a.src != b.src {
					m.meet(a, b, e, v)
				}
			})
		}
	}
}

// group holds the records of one unit: those coded to it, and those within it
// that are coded more finely. Both are by day.
type group struct{ coded, finer []rec }

// pairs calls try with the pairs of a group of which one at least is coded to
// the unit and whose spans come within so many days of each other.
func (g group) pairs(days int32, try func(a, b *rec)) {
	for k := range g.coded {
		a := &g.coded[k]
		for l := k + 1; l < len(g.coded) && g.coded[l].d0 <= a.d1+days; l++ {
			try(a, &g.coded[l])
		}
	}
	cross(g.coded, g.finer, days, try)
}

// byDay are the places of the packed records in the order of their first day,
// then of their id.
func (m *Model) byDay() []uint32 {
	n := len(m.recs)
	keys, idx := make([]uint64, n), make([]uint32, n)
	lo, hi, last := m.recs[0].d0, m.recs[0].d0, int32(0)
	for i := range m.recs {
		x := &m.recs[i]
		lo, hi, last = min(lo, x.d0), max(hi, x.d0), max(last, x.id)
	}
	ids := bits.Len32(uint32(last))
	for i := range m.recs {
		x := &m.recs[i]
		keys[i], idx[i] = uint64(x.d0-lo)<<ids|uint64(x.id), uint32(i)
	}
	_, idx = radix(keys, idx, bits.Len32(uint32(hi-lo))+ids)
	return idx
}

// groups are the units of a level to which something is coded.
func (m *Model) groups(lev int, order []uint32) []group {
	coded, finer := make([]int, len(m.units)), make([]int, len(m.units))
	unit := make([]int32, len(m.recs)) // in which each record counts; −1: none
	for i := range m.recs {
		unit[i] = -1
		if x := &m.recs[i]; x.pp > 0 && x.level() >= lev {
			if u := m.above(x.unit, lev); u >= 0 {
				unit[i] = u
				if m.coded(x, lev) {
					coded[u]++
				} else {
					finer[u]++
				}
			}
		}
	}
	all := 0
	for u, n := range coded {
		if n > 0 {
			all += n + finer[u]
		}
	}
	room := make([]rec, all)
	by := make([]group, len(m.units))
	for u, n := range coded {
		if n > 0 {
			by[u] = group{room[:0:n], room[n : n : n+finer[u]]}
			room = room[n+finer[u]:]
		}
	}
	for _, i := range order {
		u := unit[i]
		if u < 0 || coded[u] == 0 {
			continue
		}
		if x := &m.recs[i]; m.coded(x, lev) {
			by[u].coded = append(by[u].coded, *x)
		} else {
			by[u].finer = append(by[u].finer, *x)
		}
	}
	return slices.DeleteFunc(by, func(g group) bool { return len(g.coded) == 0 })
}

// coded reports whether a record, known to a level or finer, is coded to it.
func (m *Model) coded(x *rec, lev int) bool { return x.pp >= PlaceSecond && x.level() == lev }

// countryTasks pair country-only records with records that name the same
// actor in that country.
func (m *Model) countryTasks(order []uint32) (ts []task) {
	days := int32(m.win.Days)
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
	for _, i := range order {
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
		ts = append(ts, func(e *Edges, v *vec) {
			g.pairs(days, func(a, b *rec) {
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
			})
		})
	}
	return ts
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
