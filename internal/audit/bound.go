package audit

import (
	"fmt"
	"slices"
)

// equation says that terms add up to something between lo and hi.
type equation struct {
	terms []term
	limits
	why     string
	guessed bool // dropped where nothing would fit with it
}

// Interval is what a reader can tell of a number that is not printed: the least
// and the most it can be. Settled is false where the search was given up; the
// interval is then the part of it that was attained.
type Interval struct {
	Low     int64
	High    int64
	Endless bool // no upper end
	Settled bool
}

// width is high less low, or none.
func (v Interval) width() int64 {
	if v.Endless {
		return none
	}
	return v.High - v.Low
}

// searched is how many branches one bound may cost.
const searched = 400

// bounds gives for each number asked for the interval that all equations
// together leave, over whole numbers. An error means that no whole numbers
// solve them: something is printed that cannot be true together. enough, if not
// 0, is how wide an interval must be shown to be.
func bounds(numbers []limits, eqs []equation, asked []int, enough int64) (map[int]Interval, error) {
	out := map[int]Interval{}
	for _, part := range components(len(numbers), eqs, asked) {
		if err := part.solve(numbers, eqs, enough, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// component is a set of numbers that no equation ties to others.
type component struct{ numbers, eqs, asked []int }

func components(n int, eqs []equation, asked []int) []component {
	root := make([]int, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range eqs {
		for _, t := range e.terms[1:] {
			root[find(t.of)] = find(e.terms[0].of)
		}
	}
	at, cs := map[int]int{}, []component{}
	for _, a := range asked {
		r := find(a)
		if _, ok := at[r]; !ok {
			at[r] = len(cs)
			cs = append(cs, component{})
		}
		cs[at[r]].asked = append(cs[at[r]].asked, a)
	}
	for i := range n {
		if k, ok := at[find(i)]; ok {
			cs[k].numbers = append(cs[k].numbers, i)
		}
	}
	for i, e := range eqs {
		if k, ok := at[find(e.terms[0].of)]; ok {
			cs[k].eqs = append(cs[k].eqs, i)
		}
	}
	return cs
}

// solve finds the intervals of a component's numbers.
func (c component) solve(numbers []limits, eqs []equation, enough int64, out map[int]Interval) (err error) {
	local := make(map[int]int, len(c.numbers))
	own := make([]limits, len(c.numbers))
	for i, x := range c.numbers {
		local[x], own[i] = i, numbers[x]
	}
	seen := make([]Interval, len(own)) // what whole solutions attained
	for i := range seen {
		seen[i] = Interval{Low: none, High: -none}
	}
	give := func(settled func(Interval) bool) {
		for _, a := range c.asked {
			v := seen[local[a]]
			v.Settled = settled(v)
			out[a] = v
		}
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errLarge {
				panic(r)
			}
			give(func(Interval) bool { return false })
		}
	}()
	t := newTableau(own)
	for _, i := range c.eqs {
		if !eqs[i].guessed && !t.require(eqs[i], local) {
			return fmt.Errorf("%s: no whole numbers fit what is printed", eqs[i].why)
		}
	}
	for _, i := range c.eqs {
		if !eqs[i].guessed {
			continue
		}
		if with := t.clone(); with.require(eqs[i], local) {
			t = with
		}
	}
	s := search{whole: len(own), seen: seen}
	for _, a := range c.asked {
		x := local[a]
		v := Interval{Settled: true}
		for _, up := range []bool{true, false} {
			if enough > 0 && (v.Endless || seen[x].High != -none && seen[x].High-seen[x].Low >= enough) {
				v.Settled = false
				break
			}
			s.left = searched
			best, end, found := s.extreme(t, x, up)
			switch {
			case s.left < 0:
				v.Settled = false
			case end:
				v.Endless = true
			case !found && slices.ContainsFunc(c.eqs, func(i int) bool { return eqs[i].guessed }):
				c.eqs = slices.DeleteFunc(slices.Clone(c.eqs), func(i int) bool { return eqs[i].guessed })
				return c.solve(numbers, eqs, enough, out)
			case !found:
				return fmt.Errorf("no whole numbers fit what is printed")
			case up:
				v.High = best
			default:
				v.Low = best
			}
		}
		if !v.Settled && !v.Endless {
			v.Low, v.High = seen[x].Low, seen[x].High
		}
		out[a] = v
	}
	return nil
}

// require adds an equation, with a number of its own for the slack of one that
// is not exact.
func (t *tableau) require(e equation, local map[int]int) bool {
	terms := make([]term, 0, len(e.terms)+1)
	for _, x := range e.terms {
		terms = append(terms, term{local[x.of], x.coef})
	}
	if e.lo == e.hi {
		return t.equation(terms, e.lo)
	}
	l := limits{0, none}
	if e.hi != none && e.lo != -none {
		l.hi = e.hi - e.lo
	}
	s := t.column(l)
	if e.lo == -none { // Σ + slack = hi
		return t.equation(append(terms, term{s, 1}), e.hi)
	}
	return t.equation(append(terms, term{s, -1}), e.lo)
}

// search looks for whole solutions among the corners.
type search struct {
	whole int // the first so many numbers must be whole
	left  int // branches that may still be tried
	seen  []Interval
}

// extreme gives the most (or least) that number x is over whole solutions.
func (s *search) extreme(t *tableau, x int, up bool) (best int64, endless, found bool) {
	if s.left--; s.left < 0 {
		return 0, false, false
	}
	if !t.move(x, up) {
		return 0, true, true
	}
	broken := -1
	for j := range s.whole {
		if n, d := t.at(j); n%d != 0 {
			broken = j
			break
		}
	}
	if broken < 0 {
		s.note(t)
		n, d := t.at(x)
		return n / d, false, true
	}
	n, d := t.at(broken)
	cut := n / d // numbers are not negative
	for _, above := range []bool{up, !up} {
		b := t.clone()
		e := equation{terms: []term{{broken, 1}}, limits: limits{-none, cut}}
		if above {
			e.limits = limits{cut + 1, none}
		}
		if !b.require(e, same(s.whole)) {
			continue
		}
		v, end, ok := s.extreme(b, x, up)
		if end && ok {
			return 0, true, true
		}
		if ok && (!found || (v > best) == up) {
			best, found = v, true
		}
		if n, d := t.at(x); found && abs(n-best*d) < d { // no whole number lies between it and the corner
			break
		}
	}
	return best, false, found
}

func abs(x int64) int64 { return max(x, -x) }

func same(n int) map[int]int {
	m := make(map[int]int, n)
	for i := range n {
		m[i] = i
	}
	return m
}

// note remembers what a whole solution shows to be possible.
func (s *search) note(t *tableau) {
	for j := range s.seen {
		n, d := t.at(j)
		s.seen[j].Low, s.seen[j].High = min(s.seen[j].Low, n/d), max(s.seen[j].High, n/d)
	}
}

func sortedInts[V any](m map[int]V) []int {
	ks := make([]int, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
