package sdc

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Blanked is a file after local suppression.
type Blanked struct {
	Keys   Keys
	Values []int // values withheld in each column
}

// Wish says how values of a file are withheld.
type Wish struct {
	K     int      // rows that must be alike
	Cost  []int    // of withholding a value of each column, 1 or more; nil: 1 each
	Fixed []bool   // columns of which nothing is withheld; nil: none
	Seed  uint64   // of the search
	Each  []Answer // sensitive columns, of which those alike must give several answers
	L     int      // how many different answers; 0 or 1: any
}

// Answer is a sensitive column: codes of 0 or more, or Missing, one a row.
type Answer []int32

func (w Wish) check(keys Keys) {
	q := len(keys.part)
	if w.K < 1 || w.Cost != nil && len(w.Cost) != q || w.Fixed != nil && len(w.Fixed) != q {
		panic("sdc: k below 1, or costs of another length than the columns")
	}
	for _, a := range w.Each {
		if len(a) != keys.Len() {
			panic("sdc: sensitive column of another length than the keys")
		}
	}
}

func (w Wish) cost(c int) int {
	if w.Cost == nil {
		return 1
	}
	return max(1, w.Cost[c])
}

// price is what withholding a set of columns of one row costs.
func (w Wish) price(set uint8) (n int) {
	for ; set != 0; set &= set - 1 {
		n += w.cost(bits.TrailingZeros8(set))
	}
	return n
}

// Blank withholds single values until every row shares its key with at least
// K-1 others, a withheld value counting as any. First each row that is short
// gives up the cheapest values that suffice, those that help most others
// before; then what proves not to be needed is given back; then, as long as the
// search has steps left, a few neighbouring rows are restored and treated anew,
// and what costs no more is kept. It is a heuristic: fewer may do.
//
// Under this rule K-1 rows of which nothing is shown would make every row of any
// file one of K. That protects nobody, and is not done: only a row that is short
// withholds values, and no more than it would have to were it the only one.
//
// The rule knows a reader who does not know what a withheld value is. [Merge] is
// for one who does.
//
// Shape: as [Wish]; Each and L are of no account here.
// Unit: rows.
// Errors: where fewer than K rows exist, or fixed columns leave fewer alike; a
// panic where K < 1 or a length differs.
// Source: local suppression as sdcMicro's kAnon (Templ, Kowarik & Meindl 2015);
// counts of projections and a large-neighbourhood search in place of its own.
func Blank(keys Keys, w Wish) (Blanked, error) {
	w.check(keys)
	if keys.Len() < w.K {
		return Blanked{}, fmt.Errorf("withhold values: %d rows can never be %d alike", keys.Len(), w.K)
	}
	known := slices.Clone(keys.known)
	rows := slices.Clone(keys.rows)
	s := &search{w: w, orig: keys, cur: Keys{rows, known, keys.part, keys.shift, keys.masks}, sets: keys.sets(w)}
	if short := s.greedy(); short > 0 {
		return Blanked{}, fmt.Errorf("withhold values: %d rows are fewer than %d alike in the columns of which nothing is withheld", short, w.K)
	}
	s.improve()
	return blanked(keys, s.cur), nil
}

func blanked(was, is Keys) Blanked {
	b := Blanked{Keys: is, Values: make([]int, len(is.part))}
	for i, k := range was.known {
		for gone := k &^ is.known[i]; gone != 0; gone &= gone - 1 {
			b.Values[bits.TrailingZeros8(gone)]++
		}
	}
	return b
}

type drop struct {
	drop uint8
	cost int
}

// sets lists the sets of columns that may be withheld, cheapest first.
func (k Keys) sets(w Wish) (out []drop) {
	for s := 1; s < 1<<len(k.part); s++ {
		fixed := false
		for c := range k.part {
			fixed = fixed || s&(1<<c) != 0 && w.Fixed != nil && w.Fixed[c]
		}
		if !fixed {
			out = append(out, drop{uint8(s), w.price(uint8(s))})
		}
	}
	slices.SortStableFunc(out, func(a, b drop) int { return a.cost - b.cost })
	return out
}

// search is a file on its way to fewer withheld values.
type search struct {
	w    Wish
	orig Keys // as it came
	cur  Keys // as it stands
	sets []drop
	work int   // steps left
	need []int // what each row may cost

	mask  *[256]uint64
	kinds []kind
	index map[[2]uint64]int32
	of    []int32 // the kind of each row
	short map[int32]bool
	tight *tally // kinds with exactly K rows alike
	log   []move
}

// kind is rows that stand alike.
type kind struct {
	known uint8
	row   uint64
	n     int // rows of it
	alike int // rows compatible with it
}

type move struct {
	row int32
	was uint8
}

// greedy makes every row one of K, by the counts of projections alone.
func (s *search) greedy() (failed int) {
	k := s.cur
	t := k.tally(nil)
	var short []int
	s.need = make([]int, len(k.rows))
	for i := range k.rows {
		if !t.atLeast(s.w.K, k.known[i], k.rows[i]) {
			short = append(short, i)
			s.need[i] = s.alone(t, i)
		}
	}
	n := k.empty().tally(nil) // rows that still are too few
	for _, i := range short {
		n.add(k.known[i], k.rows[i], Frequency{1, 1})
	}
	for _, i := range short {
		known, row := k.known[i], k.rows[i]
		n.add(known, row, Frequency{-1, -1})
		if t.atLeast(s.w.K, known, row) {
			continue
		}
		keep, best, cost := known, -1, -1
		for _, x := range s.sets {
			if x.drop&^known != 0 {
				continue
			}
			if cost >= 0 && x.cost > cost {
				break
			}
			left := known &^ x.drop
			if !t.atLeast(s.w.K, left, row&k.bits(left)) {
				continue
			}
			if helped := n.compatible(left, row&k.bits(left)).Sample; helped > best {
				keep, best, cost = left, helped, x.cost
			}
		}
		if keep == known {
			failed++
			continue
		}
		t.add(known, row, Frequency{-1, -1})
		k.known[i], k.rows[i] = keep, row&k.bits(keep)
		t.add(keep, k.rows[i], Frequency{1, 1})
	}
	return failed
}

// alone is the price for which row i is one of K when no other withholds anything.
func (s *search) alone(t *tally, i int) int {
	known, row := s.cur.known[i], s.cur.rows[i]
	for _, x := range s.sets {
		if left := known &^ x.drop; x.drop&^known == 0 && t.atLeast(s.w.K, left, row&s.cur.bits(left)) {
			return x.cost
		}
	}
	return 0
}

// steps is how much the search may do: comparisons of two kinds of rows.
const steps = 150_000_000

// improve gives back and searches, on counts that are kept for every kind.
func (s *search) improve() {
	s.begin()
	rng := rand.New(rand.NewPCG(s.w.Seed, 1))
	s.giveBack(rng, s.withheld())
	total := s.total()
	for idle := 0; s.work > 0 && idle < 400; idle++ {
		held := s.withheld()
		if len(held) == 0 {
			return
		}
		s.log = s.log[:0]
		before := total
		total += s.ruin(rng, held)
		d, ok := s.repair(rng)
		if total += d; ok {
			total += s.giveBack(rng, s.touched())
		}
		if !ok || total > before {
			for i := len(s.log) - 1; i >= 0; i-- {
				s.put(s.log[i].row, s.log[i].was)
			}
			total = before
		}
		if total < before {
			idle = 0
		}
		s.work -= 20_000 + 20*len(held)
	}
}

// begin counts, for every kind of row, how many are compatible with it.
func (s *search) begin() {
	s.work = steps
	s.mask = s.cur.masks
	s.index, s.of, s.short = map[[2]uint64]int32{}, make([]int32, s.cur.Len()), map[int32]bool{}
	t := s.cur.tally(nil)
	for i := range s.cur.rows {
		s.of[i] = s.kind(s.cur.known[i], s.cur.rows[i])
		s.kinds[s.of[i]].n++
	}
	s.tight = s.cur.empty().tally(nil)
	for j := range s.kinds {
		x := &s.kinds[j]
		x.alike = t.compatible(x.known, x.row).Sample
		s.tighten(x, 1)
	}
}

// kind finds the kind of a row, or begins one without rows.
func (s *search) kind(known uint8, row uint64) int32 {
	at := [2]uint64{uint64(known), row}
	j, ok := s.index[at]
	if !ok {
		j = int32(len(s.kinds))
		s.index[at] = j
		s.kinds = append(s.kinds, kind{known: known, row: row})
	}
	return j
}

// tighten notes a kind that can lose none.
func (s *search) tighten(x *kind, by int) {
	if x.n > 0 && x.alike == s.w.K {
		s.tight.add(x.known, x.row, Frequency{by, 0})
	}
}

// put shows exactly the columns known of row i, and counts anew.
func (s *search) put(i int32, known uint8) {
	a := s.of[i]
	row := s.orig.rows[i] & s.mask[known]
	count := len(s.kinds)
	b := s.kind(known, row)
	if int(b) == count { // a kind that was not there yet
		x := &s.kinds[b]
		for j := range s.kinds[:count] {
			if y := s.kinds[j]; y.n > 0 && (y.row^row)&s.mask[y.known&known] == 0 {
				x.alike += y.n
			}
		}
		s.work -= count
	}
	from, to := s.kinds[a], s.kinds[b]
	s.settle(a, -1)
	s.settle(b, 1)
	for j := range s.kinds {
		x := &s.kinds[j]
		d := 0
		if (x.row^to.row)&s.mask[x.known&to.known] == 0 {
			d++
		}
		if (x.row^from.row)&s.mask[x.known&from.known] == 0 {
			d--
		}
		if d == 0 {
			continue
		}
		s.tighten(x, -1)
		x.alike += d
		s.tighten(x, 1)
		s.mark(int32(j))
	}
	s.work -= len(s.kinds)
	s.of[i], s.cur.known[i], s.cur.rows[i] = b, known, row
}

// settle changes how many rows are of a kind.
func (s *search) settle(j int32, by int) {
	x := &s.kinds[j]
	s.tighten(x, -1)
	x.n += by
	s.tighten(x, 1)
	s.mark(j)
}

// mark keeps the list of kinds that are short.
func (s *search) mark(j int32) {
	if x := s.kinds[j]; x.n > 0 && x.alike < s.w.K {
		s.short[j] = true
	} else {
		delete(s.short, j)
	}
}

// withheld are the rows of which something is.
func (s *search) withheld() (rows []int32) {
	for i, k := range s.orig.known {
		if s.cur.known[i] != k {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

func (s *search) total() (n int) {
	for i, k := range s.orig.known {
		n += s.w.price(k &^ s.cur.known[i])
	}
	return n
}

// giveBack shows values again where every row stays one of K, the costliest
// sets first. It gives the change of the price.
func (s *search) giveBack(rng *rand.Rand, rows []int32) (change int) {
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for _, i := range rows {
		if s.work < 0 {
			return change
		}
		gone := s.orig.known[i] &^ s.cur.known[i]
		for j := len(s.sets) - 1; j >= 0 && gone != 0; j-- {
			if x := s.sets[j]; x.drop&^gone == 0 && s.may(i, s.cur.known[i]|x.drop) {
				s.note(i, s.cur.known[i]|x.drop)
				change -= x.cost
				gone &^= x.drop
			}
		}
	}
	return change
}

// may reports whether row i may show more: it would be one of K still, and none
// that is one of exactly K leans on what it withholds.
func (s *search) may(i int32, known uint8) bool {
	row := s.orig.rows[i] & s.mask[known]
	was := s.tight.compatible(s.cur.known[i], s.cur.rows[i]).Sample
	if was != s.tight.compatible(known, row).Sample {
		return false
	}
	if j, ok := s.index[[2]uint64{uint64(known), row}]; ok {
		return s.kinds[j].alike >= s.w.K
	}
	return s.count(known, row) >= s.w.K
}

func (s *search) count(known uint8, row uint64) (n int) {
	for j := range s.kinds {
		if x := &s.kinds[j]; x.n > 0 && (x.row^row)&s.mask[x.known&known] == 0 {
			n += x.n
		}
	}
	s.work -= len(s.kinds)
	return n
}

// note is put, written down so that it can be undone.
func (s *search) note(i int32, known uint8) {
	s.log = append(s.log, move{i, s.cur.known[i]})
	s.put(i, known)
}

// ruin shows again all of a few rows near each other.
func (s *search) ruin(rng *rand.Rand, held []int32) (change int) {
	first := held[rng.IntN(len(held))]
	many := 2 + rng.IntN(10)
	a := s.kinds[s.of[first]]
	near := slices.DeleteFunc(slices.Clone(held), func(i int32) bool {
		b := s.kinds[s.of[i]]
		return (a.row^b.row)&s.mask[a.known&b.known] != 0
	})
	rng.Shuffle(len(near), func(i, j int) { near[i], near[j] = near[j], near[i] })
	near = near[:min(many, len(near))]
	if !slices.Contains(near, first) {
		near = append(near, first)
	}
	for _, i := range near {
		change -= s.w.price(s.orig.known[i] &^ s.cur.known[i])
		s.note(i, s.orig.known[i])
	}
	return change
}

// repair makes every row one of K again; ok is false where it gave up.
func (s *search) repair(rng *rand.Rand) (change int, ok bool) {
	for range 200 {
		if len(s.short) == 0 {
			return change, true
		}
		var js []int32
		for j := range s.short {
			js = append(js, j)
		}
		slices.Sort(js)
		j := js[rng.IntN(len(js))]
		i := s.rowOf(j)
		x := s.kinds[j]
		best, keep := 0.0, x.known
		spent := s.w.price(s.orig.known[i] &^ x.known)
		for _, d := range s.sets {
			if d.drop&^x.known != 0 || spent+d.cost > s.need[i] {
				continue
			}
			left := x.known &^ d.drop
			row := x.row & s.mask[left]
			if n := s.count(left, row); n < s.w.K {
				continue
			}
			helped := 0
			for _, o := range js {
				if y := s.kinds[o]; o != j && (y.row^row)&s.mask[y.known&left] == 0 {
					helped += y.n
				}
			}
			if v := (1 + float64(helped)) / float64(d.cost) * (1 + 0.5*rng.Float64()); v > best {
				best, keep = v, left
			}
		}
		if keep == x.known {
			return change, false
		}
		change += s.w.price(x.known &^ keep)
		s.note(i, keep)
	}
	return change, false
}

// rowOf is the row of a kind that may cost most.
func (s *search) rowOf(j int32) int32 {
	s.work -= len(s.of) / 8
	best := int32(-1)
	for i, k := range s.of {
		if k == j && (best < 0 || s.need[i] > s.need[best]) {
			best = int32(i)
		}
	}
	return best
}

// touched are the rows that the last round moved, each once, that withhold
// something.
func (s *search) touched() (rows []int32) {
	for _, m := range s.log {
		if s.cur.known[m.row] != s.orig.known[m.row] && !slices.Contains(rows, m.row) {
			rows = append(rows, m.row)
		}
	}
	return rows
}
