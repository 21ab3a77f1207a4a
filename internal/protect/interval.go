package protect

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Intervals by whole-number solutions.
//
// What a reader knows is a system of equations in whole numbers, most of them
// printed. The gate knows one solution, the truth. It walks from there to other
// solutions: an unknown is raised, the equations that no longer hold are
// mended by changing other unknowns in them, until all hold again. Each end
// that is reached is a solution the reader cannot rule out; so the interval
// between two of them is never wider than what the reader has to allow. What
// is not found within the limits counts as not there: more is then withheld.

// unknown is a number of the system.
type unknown struct {
	now   int // a solution; the truth to begin with
	least int // what a reader who knows the public rows must allow
	floor int // what every reader must allow
	known bool
	in    []int32 // equations it stands in
	as    []int8  // with which sign
}

// equation says that the signed sum of its terms is zero.
type equation struct{ terms []term }

type term struct {
	of   int32
	sign int8
}

type system struct {
	xs  []unknown
	eqs []equation

	off   []int // of a walk: by how much equations do not hold
	rests []int // of a walk: numbers that may not change before a step
	again int   // which try of a walk it is
}

func (s *system) number(v, least, floor int) int32 {
	s.xs = append(s.xs, unknown{now: v, least: least, floor: floor})
	return int32(len(s.xs) - 1)
}

func (s *system) equate(ts ...term) {
	e := int32(len(s.eqs))
	for _, t := range ts {
		s.xs[t.of].in, s.xs[t.of].as = append(s.xs[t.of].in, e), append(s.xs[t.of].as, t.sign)
	}
	s.eqs = append(s.eqs, equation{ts})
}

// mostSteps is how many numbers one walk may change before it gives up.
const mostSteps = 300

// walk is one search for another solution: the equation that fails is mended by
// the change that leaves the least to mend elsewhere, and what was just changed
// rests for a while. The draws are seeded, the same each time.
type walk struct {
	s      *system
	broken []int32        // equations that may not hold, in the order they broke
	from   map[int32]int  // what each changed number was
	seen   map[int32]bool // nil, or the equations looked at
	draw   *rand.Rand
}

// shift tries to change x by d, and reports whether the system can be mended.
// Where it can, the solution of the system is the new one, and from has what
// the changed numbers were before.
func (s *system) shift(x int32, d int, seen map[int32]bool) (from map[int32]int, ok bool) {
	if s.xs[x].now+d < s.xs[x].least {
		return nil, false
	}
	if len(s.off) < len(s.eqs) || len(s.rests) < len(s.xs) {
		s.off, s.rests = make([]int, len(s.eqs)), make([]int, len(s.xs))
	}
	w := walk{s: s, from: map[int32]int{}, seen: seen, draw: rand.New(rand.NewPCG(uint64(x)+uint64(s.again)<<32, uint64(d)))}
	w.move(x, d)
	s.rests[x] = mostSteps + 1
	for step := 0; step < mostSteps && !ok; step++ {
		e, any := w.next()
		if ok = !any; any && !w.mend(e, step) {
			break
		}
	}
	for y, v := range w.from {
		s.rests[y] = 0
		if !ok {
			s.xs[y].now = v
		}
	}
	for _, e := range w.broken {
		s.off[e] = 0
	}
	return w.from, ok
}

// next draws an equation that does not hold.
func (w *walk) next() (int32, bool) {
	for len(w.broken) > 0 {
		i := w.draw.IntN(len(w.broken))
		e := w.broken[i]
		if w.s.off[e] != 0 {
			return e, true
		}
		w.broken[i] = w.broken[len(w.broken)-1]
		w.broken = w.broken[:len(w.broken)-1]
	}
	return 0, false
}

func (w *walk) move(x int32, d int) {
	u := &w.s.xs[x]
	if _, ok := w.from[x]; !ok {
		w.from[x] = u.now
	}
	u.now += d
	for i, e := range u.in {
		before := w.s.off[e]
		if w.s.off[e] += int(u.as[i]) * d; before == 0 {
			w.broken = append(w.broken, e)
		}
		if w.seen != nil {
			w.seen[e] = true
		}
	}
}

// mend changes one number of an equation; false where none can change at all.
func (w *walk) mend(e int32, step int) bool {
	off := w.s.off[e]
	best, by, worth, any := int32(-1), 0, 0, false
	for _, t := range w.s.eqs[e].terms {
		u := &w.s.xs[t.of]
		if u.known {
			continue
		}
		any = any || w.s.rests[t.of] <= mostSteps
		if w.s.rests[t.of] > step {
			continue
		}
		if off%int(t.sign) != 0 {
			continue
		}
		d := max(-off/int(t.sign), u.least-u.now)
		if d == 0 {
			continue
		}
		cost := 0
		for i, o := range u.in {
			was := w.s.off[o]
			cost += 4 * (abs(was+int(u.as[i])*d) - abs(was))
		}
		cost += w.draw.IntN(4)
		if best < 0 || cost < worth {
			best, by, worth = t.of, d, cost
		}
	}
	if !any {
		return false
	}
	if best >= 0 {
		w.move(best, by)
		w.s.rests[best] = step + 3 + w.draw.IntN(6)
	}
	return true
}

func abs(x int) int { return max(x, -x) }

// witness is what a search changed to get from the truth to other solutions:
// while none of these numbers is printed, the solutions stand.
type witness []int32

// between finds two solutions in which x differs by width at least, where
// there are any within the limits; it leaves the system at the truth. seen, if
// not nil, gathers the equations in which the search ended.
func (s *system) between(x int32, width int, seen map[int32]bool) (by witness, low, high int, ok bool) {
	v := s.xs[x].now
	up, a := s.far(x, width, 1, seen)
	low, high = v, v+up
	var b witness
	if up < width {
		var down int
		down, b = s.far(x, width-up, -1, seen)
		low -= down
	}
	return append(a, b...), low, high, high-low >= width
}

// far is how far x can be moved in a direction, up to most, and what moved
// with it. It leaves the system as it was.
func (s *system) far(x int32, most, sign int, seen map[int32]bool) (gone int, by witness) {
	truth := map[int32]int{}
	for step := most; step > 0; {
		from, ok := map[int32]int(nil), false
		if gone+step <= most {
			from, ok = s.shift(x, sign*step, seen)
		}
		if !ok {
			step /= 2
			continue
		}
		gone += step
		for y, v := range from {
			if _, had := truth[y]; !had {
				truth[y] = v
			}
		}
	}
	for y, v := range truth {
		if s.xs[y].now != v {
			by = append(by, y)
		}
		s.xs[y].now = v
	}
	slices.Sort(by)
	return gone, by
}

// none is a bound that is not there.
const none = math.MaxInt

// bounds are the intervals of all unknowns that follow from the printed
// numbers alone, one equation after the other until nothing is gained: outer
// bounds, the same whatever the truth is.
func (s *system) bounds() (low, high []int) {
	low, high = make([]int, len(s.xs)), make([]int, len(s.xs))
	for i, x := range s.xs {
		low[i], high[i] = x.floor, none
		if x.known {
			low[i], high[i] = x.now, x.now
		}
	}
	for range 60 {
		gained := false
		for _, e := range s.eqs {
			for _, t := range e.terms {
				l, h := e.rest(t.of, low, high)
				if t.sign > 0 {
					l, h = minus(h), minus(l)
				}
				if l != -none && l > low[t.of] {
					low[t.of], gained = l, true
				}
				if h != none && h < high[t.of] {
					high[t.of], gained = h, true
				}
			}
		}
		if !gained {
			break
		}
	}
	return low, high
}

// rest is the range of the sum of an equation's other terms.
func (e equation) rest(but int32, low, high []int) (l, h int) {
	for _, t := range e.terms {
		if t.of == but {
			continue
		}
		a, b := low[t.of], high[t.of]
		if t.sign < 0 {
			a, b = minus(b), minus(a)
		}
		if l != -none {
			if a == -none {
				l = -none
			} else {
				l += a
			}
		}
		if h != none {
			if b == none {
				h = none
			} else {
				h += b
			}
		}
	}
	return l, h
}

func minus(x int) int {
	switch x {
	case none:
		return -none
	case -none:
		return none
	}
	return -x
}
