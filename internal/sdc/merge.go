package sdc

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Merge withholds single values until every row shows exactly what at least K-1
// others show, and rows that show the same give at least L different answers to
// each sensitive column, or none at all. Nothing then tells one of them from the
// others, whatever a reader knows. A value that was missing from the beginning is
// shown like a withheld one.
//
// Rows that are short are merged with their neighbours, by the cheapest columns
// first, with others where they are too few; what proves not to be needed is
// given back; then a few neighbouring rows are restored and merged anew, and what
// costs no more is kept. It is a heuristic: fewer may do.
//
// Shape: as [Wish].
// Unit: rows.
// Errors: where the file, or what fixed columns leave alike, has fewer than K
// rows or L answers; a panic where K < 1 or a length differs.
// Source: Samarati 2001, IEEE TKDE 13(6); suppression of cells as in Meyerson &
// Williams 2004, PODS; Machanavajjhala et al. 2007; the heuristic is our own.
func Merge(keys Keys, w Wish) (Blanked, error) {
	w.check(keys)
	if keys.Len() < w.K {
		return Blanked{}, fmt.Errorf("withhold values: %d rows can never be %d alike", keys.Len(), w.K)
	}
	sets := keys.sets(w)
	tries := []int{0, 1, 2, len(keys.part)}
	if keys.Len() > 20_000 {
		tries = tries[1:2]
	}
	var best *merger
	price := 0
	for n, widest := range tries {
		m := newMerger(keys, w, sets, w.Seed+uint64(n))
		if failed := m.merge(widest); failed > 0 {
			return Blanked{}, fmt.Errorf("withhold values: %d rows cannot be made %d alike with %d answers", failed, w.K, max(1, w.L))
		}
		m.giveBack()
		if p := m.total(); best == nil || p < price {
			best, price = m, p
		}
	}
	best.again(price)
	return blanked(keys, best.cur), nil
}

// merger is a file on its way to rows that show the same.
type merger struct {
	w     Wish
	orig  Keys
	cur   Keys
	sets  []drop
	rng   *rand.Rand
	same  []class
	index map[[2]uint64]int32
	of    []int32 // the class of each row
	at    []int32 // its place there
}

// class is rows that show the same.
type class struct {
	known uint8
	row   uint64
	rows  []int32
	says  []map[int32]int // of each sensitive column: how many give an answer
}

func newMerger(keys Keys, w Wish, sets []drop, seed uint64) *merger {
	n := keys.Len()
	m := &merger{w: w, orig: keys, cur: keys, sets: sets, rng: rand.New(rand.NewPCG(seed, 2)), index: map[[2]uint64]int32{}, of: make([]int32, n), at: make([]int32, n)}
	m.cur.rows, m.cur.known = slices.Clone(keys.rows), slices.Clone(keys.known)
	for i := range n {
		m.enter(int32(i))
	}
	return m
}

// enter puts a row among those that show what it shows.
func (m *merger) enter(i int32) {
	at := [2]uint64{uint64(m.cur.known[i]), m.cur.rows[i]}
	j, ok := m.index[at]
	if !ok {
		j = int32(len(m.same))
		m.index[at] = j
		c := class{known: m.cur.known[i], row: m.cur.rows[i], says: make([]map[int32]int, len(m.w.Each))}
		for k := range c.says {
			c.says[k] = map[int32]int{}
		}
		m.same = append(m.same, c)
	}
	c := &m.same[j]
	m.of[i], m.at[i] = j, int32(len(c.rows))
	c.rows = append(c.rows, i)
	for k, a := range m.w.Each {
		if a[i] != Missing {
			c.says[k][a[i]]++
		}
	}
}

// put shows exactly the columns known of row i.
func (m *merger) put(i int32, known uint8) {
	if m.cur.known[i] == known {
		return
	}
	c := &m.same[m.of[i]]
	last := c.rows[len(c.rows)-1]
	c.rows[m.at[i]], m.at[last] = last, m.at[i]
	c.rows = c.rows[:len(c.rows)-1]
	for k, a := range m.w.Each {
		if a[i] == Missing {
			continue
		}
		if c.says[k][a[i]]--; c.says[k][a[i]] == 0 {
			delete(c.says[k], a[i])
		}
	}
	m.cur.known[i], m.cur.rows[i] = known, m.orig.rows[i]&m.orig.bits(known)
	m.enter(i)
}

// short reports rows that are too few, or whose answers are.
func (m *merger) short(j int32) bool {
	c := &m.same[j]
	if len(c.rows) == 0 {
		return false
	}
	if len(c.rows) < m.w.K {
		return true
	}
	for _, says := range c.says {
		if n := len(says); m.w.L > 1 && n > 0 && n < m.w.L {
			return true
		}
	}
	return false
}

// enough reports whether classes would not be short if they showed the same.
func (m *merger) enough(js []int32) bool {
	n := 0
	for _, j := range js {
		n += len(m.same[j].rows)
	}
	if n < m.w.K {
		return false
	}
	for k := range m.w.Each {
		seen := map[int32]bool{}
		for _, j := range js {
			for a := range m.same[j].says[k] {
				seen[a] = true
			}
		}
		if m.w.L > 1 && len(seen) > 0 && len(seen) < m.w.L {
			return false
		}
	}
	return true
}

// merge leaves no class short: first where short ones suffice among themselves,
// by sets of at most so many columns, then with others. It gives the rows it
// could not help.
func (m *merger) merge(widest int) (failed int) {
	for _, alone := range []bool{true, false} {
		for _, s := range m.sets {
			if alone && bits.OnesCount8(s.drop) > widest {
				continue
			}
			gs := m.groups(s.drop)
			if gs == nil {
				return 0
			}
			for _, g := range gs {
				m.join(s.drop, g, alone)
			}
		}
	}
	for j := range m.same {
		if m.short(int32(j)) {
			failed += len(m.same[j].rows)
		}
	}
	return failed
}

// groups gives the classes that are alike but for some columns, where one of
// them is short; nil where none is.
func (m *merger) groups(but uint8) (groups [][]int32) {
	at := map[[2]uint64]int{}
	key := func(c *class) [2]uint64 {
		left := c.known &^ but
		return [2]uint64{uint64(left), c.row & m.orig.bits(left)}
	}
	for j := range m.same {
		if k := key(&m.same[j]); m.short(int32(j)) {
			if _, ok := at[k]; !ok {
				at[k] = len(groups)
				groups = append(groups, nil)
			}
		}
	}
	if groups == nil {
		return nil
	}
	for j := range m.same {
		if g, ok := at[key(&m.same[j])]; ok && len(m.same[j].rows) > 0 {
			groups[g] = append(groups[g], int32(j))
		}
	}
	return groups
}

// join withholds some columns of the short classes of a group, and, unless they
// have to do alone, of as many rows of others as it takes: of those that can
// spare one first, else of whole classes. The whole group has to suffice.
func (m *merger) join(but uint8, group []int32, alone bool) {
	var them, others []int32
	for _, j := range group {
		if m.short(j) {
			them = append(them, j)
		} else {
			others = append(others, j)
		}
	}
	if len(them) == 0 || alone && !m.enough(them) || !m.enough(group) {
		return
	}
	target := int32(-1)
	for _, j := range them {
		for _, i := range slices.Clone(m.same[j].rows) {
			m.put(i, m.cur.known[i]&^but)
			target = m.of[i]
		}
	}
	m.rng.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	slices.SortStableFunc(others, func(i, j int32) int {
		return m.w.price(m.same[i].known&but) - m.w.price(m.same[j].known&but)
	})
	for _, j := range others {
		for _, i := range slices.Clone(m.same[j].rows) {
			if !m.short(target) {
				return
			}
			if j != target && m.adds(target, i) {
				was := m.cur.known[i]
				if m.put(i, was&^but); m.short(j) {
					m.put(i, was)
				}
			}
		}
	}
	for _, j := range others {
		if !m.short(target) {
			return
		}
		for _, i := range slices.Clone(m.same[j].rows) {
			m.put(i, m.cur.known[i]&^but)
		}
	}
}

// adds reports whether row i helps a short class.
func (m *merger) adds(j, i int32) bool {
	c := &m.same[j]
	if len(c.rows) < m.w.K {
		return true
	}
	for k, a := range m.w.Each {
		if n := len(c.says[k]); n > 0 && n < m.w.L && a[i] != Missing && c.says[k][a[i]] == 0 {
			return true
		}
	}
	return false
}

// giveBack shows values again where no class becomes short by it, the costliest
// sets first: of whole classes, then of single rows.
func (m *merger) giveBack() {
	for j := 0; j < len(m.same); j++ {
		m.divide(int32(j))
	}
	held := m.held()
	m.rng.Shuffle(len(held), func(i, j int) { held[i], held[j] = held[j], held[i] })
	for _, i := range held {
		gone := m.orig.known[i] &^ m.cur.known[i]
		for k := len(m.sets) - 1; k >= 0 && gone != 0; k-- {
			s := m.sets[k].drop
			if s&^gone != 0 {
				continue
			}
			known := m.cur.known[i] | s
			j, ok := m.index[[2]uint64{uint64(known), m.orig.rows[i] & m.orig.bits(known)}]
			if !ok || len(m.same[j].rows) == 0 {
				continue
			}
			from, was := m.of[i], m.cur.known[i]
			if m.put(i, known); m.short(from) || m.short(m.of[i]) {
				m.put(i, was)
				continue
			}
			gone &^= s
		}
	}
}

// divide shows more of all rows of a class, where none of its parts is short.
func (m *merger) divide(j int32) {
	rows := slices.Clone(m.same[j].rows)
	if len(rows) == 0 {
		return
	}
	was := m.same[j].known
	for k := len(m.sets) - 1; k >= 0; k-- {
		s := m.sets[k].drop
		if s&was != 0 || slices.ContainsFunc(rows, func(i int32) bool { return s&^m.orig.known[i] != 0 }) {
			continue
		}
		for _, i := range rows {
			m.put(i, was|s)
		}
		if !slices.ContainsFunc(rows, func(i int32) bool { return m.short(m.of[i]) }) {
			return
		}
		for _, i := range rows {
			m.put(i, was)
		}
	}
}

// held are the rows of which something is withheld.
func (m *merger) held() (rows []int32) {
	for i, k := range m.orig.known {
		if m.cur.known[i] != k {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// again restores rows that are alike but for some columns, merges anew and keeps
// what costs no more. A large file has no time for it.
func (m *merger) again(price int) {
	if len(m.sets) == 0 {
		return
	}
	for range min(300, 600_000/len(m.of)) {
		held := m.held()
		if len(held) == 0 {
			return
		}
		was := slices.Clone(m.cur.known)
		first, but := held[m.rng.IntN(len(held))], m.sets[m.rng.IntN(len(m.sets))].drop
		for _, i := range held {
			both := m.orig.known[i] & m.orig.known[first] &^ but
			if (m.orig.rows[i]^m.orig.rows[first])&m.orig.bits(both) == 0 {
				m.put(i, m.orig.known[i])
			}
		}
		p := price + 1
		if m.merge(m.rng.IntN(3)) == 0 {
			m.giveBack()
			p = m.total()
		}
		if p <= price {
			price = p
			continue
		}
		for i, k := range was {
			m.put(int32(i), k)
		}
	}
}

func (m *merger) total() (n int) {
	for i, k := range m.orig.known {
		n += m.w.price(k &^ m.cur.known[i])
	}
	return n
}
