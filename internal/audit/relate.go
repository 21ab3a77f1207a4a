package audit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// guess is an equation that the look of the tables suggests.
type guess struct {
	x sum
	limits
	weight int64 // how much stands in it: an equation of zeros proves nothing
}

// suspicion is a rule that would give an equation for many places. It is
// believed where it holds wherever everything is printed, in as many places as
// it needs, and is contradicted nowhere.
type suspicion struct {
	why     string
	needs   int
	obvious bool // by the words of the table: believed until contradicted, where the reader guesses
	guesses []guess
}

// judge counts the places that prove a suspicion, and says whether one is
// against it.
func (p suspicion) judge(s *system) (proof int, against bool) {
	for _, g := range p.guesses {
		lo, hi, open := g.x.known, g.x.known, len(g.x.of) > 0
		for i, n := range g.x.of {
			l := s.limits[s.index[n]]
			a, b := l.lo, l.hi
			if g.x.coef[i] < 0 {
				a, b = l.hi, l.lo
			}
			lo, hi = plus(lo, g.x.coef[i], a, -none), plus(hi, g.x.coef[i], b, none)
		}
		if hi != none && g.lo != -none && hi < g.lo || lo != -none && g.hi != none && lo > g.hi {
			return proof, true
		}
		if !open && g.weight > 0 {
			proof++
		}
	}
	return proof, false
}

func plus(sum, coef, v, end int64) int64 {
	if sum == end || v == none || v == -none {
		return end
	}
	return sum + coef*v
}

// totals are the words by which tables call a row of all others.
var totals = []string{"all", "total", "answered", "everybody", "any", "both", "asked"}

func isTotal(k string) bool { return slices.Contains(totals, k) }

// totalOf reports a key of all others: one that is itself "of" something is a
// part, though it is called "answered".
func (f Figure) totalOf(d int, k string) bool {
	if !isTotal(k) {
		return false
	}
	return k == "all" || k == "total" || !slices.ContainsFunc(f.Cells, func(c Cell) bool { return c.At[d] == k && c.Of != nil && *c.Of > 0 })
}

// suspect lists what the tables of edition e suggest.
func (s *system) suspect(e int) (out []suspicion) {
	var fs []Figure
	for _, f := range s.editions[e].Figures {
		if f.counts() && len(f.Cells) > 0 {
			fs = append(fs, f)
		}
	}
	for _, f := range fs {
		for d := range f.Dims {
			for _, k := range f.Dims[d].Keys {
				for _, x := range fields {
					out = append(out, s.line(e, f, d, k, x))
				}
			}
			out = append(out, s.denominators(e, f, d)...)
			out = append(out, s.nested(e, f, d)...)
		}
		out = append(out, s.within(e, f)...)
	}
	for i, f := range fs {
		for j, g := range fs {
			if i == j || f.AsOf != g.AsOf {
				continue
			}
			for _, x := range fields {
				if i < j && alike(f, g, x) {
					out = append(out, s.copies(e, e, f, g, x))
				}
				if alike(f, g, x) {
					out = append(out, s.margins(e, f, g, x)...)
				}
			}
		}
	}
	return out
}

// whole reports a cell that stands for a line.
func (f Figure) whole(c Cell) bool {
	for d, k := range c.At {
		if f.totalOf(d, k) && k != "all" {
			return true
		}
	}
	return false
}

// alike reports figures whose numbers might be of the same things.
func alike(f, g Figure, field string) bool {
	room := func(id string) string { r, _, _ := strings.Cut(id, "-"); return r }
	return field == "n" && room(f.ID) == room(g.ID) || f.Unit == g.Unit
}

// stem is a figure's id without what it is broken down by.
func stem(id string) string { s, _, _ := strings.Cut(id, "-by-"); return s }

// rows visits the cells of a figure along dimension d, one line at a time.
func lines(f Figure, d int) [][]string {
	var kept []int
	for i := range f.Dims {
		if i != d {
			kept = append(kept, i)
		}
	}
	var out [][]string
	for _, rest := range crossed(f, kept) {
		out = append(out, slices.Insert(rest, d, ""))
	}
	return out
}

func with(at []string, d int, k string) []string {
	at = slices.Clone(at)
	at[d] = k
	return at
}

// total adds the numbers of a line, without its totals, and says how many of
// them are not nothing.
func (s *system) total(to *sum, e int, f Figure, at []string, d int, but string, field string) (some int) {
	for _, k := range f.Dims[d].Keys {
		if k == but || f.totalOf(d, k) {
			continue
		}
		n, known := len(to.of), to.known
		if s.add(to, e, f, with(at, d, k), field, 1) && (len(to.of) > n || to.known != known) {
			some++
		}
	}
	return some
}

// line suspects that one key of a dimension is the sum of the others.
func (s *system) line(e int, f Figure, d int, k, field string) suspicion {
	p := suspicion{why: fmt.Sprintf("%s: %s of %s is the sum of the others", f.ID, field, k), needs: 2, obvious: f.totalOf(d, k) && field == "value"}
	if f.totalOf(d, k) {
		p.needs = 1
	}
	for _, at := range lines(f, d) {
		var x sum
		some := s.total(&x, e, f, at, d, k, field)
		if some > 0 && s.add(&x, e, f, with(at, d, k), field, -1) {
			p.guesses = append(p.guesses, guess{x, limits{0, 0}, int64(max(some-1, 0))})
		}
	}
	return p
}

// ofAlong reports that nothing a figure declares speaks against one "of" along a
// dimension. Where it says that cells are of those who answered in their group,
// nobody takes two groups for equally large; that they are must be seen.
func (f Figure) ofAlong(d int) bool {
	said := false
	for _, r := range f.Relations {
		if r.Kind == "of" {
			if slices.Contains(r.Over, f.Dims[d].ID) {
				return true
			}
			said = true
		}
	}
	return !said
}

// denominators suspects that a line has one "of", that it is the sum of the
// line, or its cell of all.
func (s *system) denominators(e int, f Figure, d int) []suspicion {
	along := f.ofAlong(d)
	one := suspicion{why: f.ID + ": one denominator a line", needs: 1, obvious: along}
	adds := suspicion{why: f.ID + ": a line adds up to its denominator", needs: 1, obvious: along}
	all := suspicion{why: f.ID + ": the cell of all is the denominator", needs: 1, obvious: along}
	for _, at := range lines(f, d) {
		var first []string
		for _, k := range f.Dims[d].Keys {
			here := with(at, d, k)
			var o sum
			if f.totalOf(d, k) || !s.add(&o, e, f, here, "of", 1) {
				continue
			}
			if first == nil {
				first = here
				continue
			}
			if s.add(&o, e, f, first, "of", -1) {
				one.guesses = append(one.guesses, guess{o, limits{0, 0}, 1})
			}
		}
		if first == nil {
			continue
		}
		var x sum
		if s.total(&x, e, f, at, d, "", "value") > 0 && s.add(&x, e, f, first, "of", -1) {
			adds.guesses = append(adds.guesses, guess{x, limits{0, 0}, 1})
		}
		for _, k := range f.Dims[d].Keys {
			var x sum
			if f.totalOf(d, k) && s.add(&x, e, f, with(at, d, k), "value", 1) && s.add(&x, e, f, first, "of", -1) {
				all.guesses = append(all.guesses, guess{x, limits{0, 0}, 1})
			}
		}
	}
	return []suspicion{one, adds, all}
}

// within is what the words low, high and "of" say by themselves, and the cells
// that rest on as many statements as they count.
func (s *system) within(e int, f Figure) []suspicion {
	least := suspicion{why: f.ID + ": low, value, high in order", obvious: true}
	of := suspicion{why: f.ID + ": no more than the denominator", obvious: true}
	rests := suspicion{why: f.ID + ": rests on as many as it counts", needs: 5}
	asked := suspicion{why: f.ID + ": rests on all asked", needs: 3}
	pair := func(p *suspicion, c Cell, a, b string, l limits) {
		var x sum
		if s.add(&x, e, f, c.At, a, 1) && s.add(&x, e, f, c.At, b, -1) {
			p.guesses = append(p.guesses, guess{x, l, 1})
		}
	}
	shares := slices.ContainsFunc(f.Cells, func(c Cell) bool { return c.Of != nil })
	for _, c := range f.Cells {
		if f.magnitude() {
			pair(&least, c, "low", "value", limits{-none, 0})
			pair(&least, c, "value", "high", limits{-none, 0})
		}
		pair(&rests, c, "value", "n", limits{0, 0})
		if shares && !f.whole(c) {
			pair(&of, c, "value", "of", limits{-none, 0})
			pair(&asked, c, "n", "of", limits{0, 0})
		}
	}
	return []suspicion{least, of, rests, asked}
}

// nested suspects that of keys like "border:25" and "border:50" the nearer
// lies within the wider.
func (s *system) nested(e int, f Figure, d int) (out []suspicion) {
	for i, a := range f.Dims[d].Keys {
		for _, b := range f.Dims[d].Keys[i+1:] {
			pa, x, ok := strings.Cut(a, ":")
			pb, y, also := strings.Cut(b, ":")
			na, err1 := strconv.Atoi(x)
			nb, err2 := strconv.Atoi(y)
			if !ok || !also || pa != pb || err1 != nil || err2 != nil || na >= nb {
				continue
			}
			for _, field := range fields {
				p := suspicion{why: fmt.Sprintf("%s: %s within %s", f.ID, a, b), needs: 1, obvious: true}
				for _, at := range lines(f, d) {
					var v sum
					if s.add(&v, e, f, with(at, d, a), field, 1) && s.add(&v, e, f, with(at, d, b), field, -1) {
						p.guesses = append(p.guesses, guess{v, limits{-none, 0}, 1})
					}
				}
				out = append(out, p)
			}
		}
	}
	return out
}

// copies suspects that two figures print the same numbers at the same places.
func (s *system) copies(e, e2 int, f, g Figure, field string) suspicion {
	p := suspicion{why: fmt.Sprintf("%s and %s print the same %s", f.ID, g.ID, field), needs: 2}
	if stem(f.ID) == stem(g.ID) && f.Unit == g.Unit {
		p.needs, p.obvious = 1, true
	}
	if len(f.Dims) != len(g.Dims) {
		return p
	}
	for i := range f.Dims {
		if f.Dims[i].ID != g.Dims[i].ID {
			return p
		}
	}
	for _, c := range f.Cells {
		var x sum
		if s.add(&x, e, f, c.At, field, 1) && s.add(&x, e2, g, c.At, field, -1) {
			w := int64(0)
			if c.Value != nil && *c.Value > 1 {
				w = 1
			}
			p.guesses = append(p.guesses, guess{x, limits{0, 0}, w})
		}
	}
	return p
}

// margins suspects that a figure added up over what the other does not have
// gives what the other gives, added up over what the first does not have; and
// that a slice of it does, at one key of what the other does not have: those who
// "answered" are all who gave one answer or another.
func (s *system) margins(e int, f, g Figure, field string) (out []suspicion) {
	var shared [][2]int
	for i, d := range f.Dims {
		if j := g.dim(d.ID); j >= 0 {
			shared = append(shared, [2]int{i, j})
		}
	}
	if len(shared) == len(f.Dims) && len(shared) == len(g.Dims) {
		return nil
	}
	keys := sharedKeys(f, g, shared)
	for d, x := range f.Dims {
		if g.dim(x.ID) >= 0 || len(x.Keys) > sliced {
			continue
		}
		for _, k := range x.Keys {
			p := suspicion{why: fmt.Sprintf("%s at %s and %s add up to the same %s", f.ID, k, g.ID, field), needs: 3}
			out = append(out, s.margin(p, e, f, g, field, shared, keys, map[int]string{d: k}))
		}
	}
	if len(f.Dims) < len(g.Dims) || len(f.Dims) == len(g.Dims) && f.ID < g.ID {
		return out
	}
	p := suspicion{why: fmt.Sprintf("%s and %s add up to the same %s", f.ID, g.ID, field), needs: 2}
	if stem(f.ID) == stem(g.ID) {
		p.obvious, p.needs = true, 1
	}
	if len(shared) == 0 {
		p.needs = 1
	}
	return append(out, s.margin(p, e, f, g, field, shared, keys, nil))
}

// sliced is how many keys a dimension may have whose slices are compared.
const sliced = 24

// sharedKeys lists every combination of keys that two figures have in common.
func sharedKeys(f, g Figure, shared [][2]int) [][]string {
	keys := [][]string{{}}
	for _, d := range shared {
		var next [][]string
		for _, at := range keys {
			for _, k := range f.Dims[d[0]].Keys {
				if slices.Contains(g.Dims[d[1]].Keys, k) {
					next = append(next, append(slices.Clone(at), k))
				}
			}
		}
		keys = next
	}
	return keys
}

// margin fills a suspicion with an equation for each of the keys: f, at what is
// fixed besides, adds up to what g does.
func (s *system) margin(p suspicion, e int, f, g Figure, field string, shared [][2]int, keys [][]string, fixed map[int]string) suspicion {
	for _, ks := range keys {
		var x sum
		fixF, fixG := maps.Clone(fixed), map[int]string{}
		if fixF == nil {
			fixF = map[int]string{}
		}
		for i, d := range shared {
			fixF[d[0]], fixG[d[1]] = ks[i], ks[i]
		}
		a := s.slab(&x, e, f, fixF, field, 1)
		whole := x.known
		if b := s.slab(&x, e, g, fixG, field, -1); a == 0 || b == 0 {
			continue
		}
		w := int64(0)
		if whole > 5 {
			w = 1
		}
		p.guesses = append(p.guesses, guess{x, limits{0, 0}, w})
	}
	return p
}

// slab adds all cells of a figure at fixed keys, without its totals.
func (s *system) slab(to *sum, e int, f Figure, fix map[int]string, field string, coef int64) (some int) {
	for _, c := range f.Cells {
		in := true
		for i, k := range c.At {
			if fk, ok := fix[i]; ok {
				in = in && fk == k
			} else {
				in = in && !f.totalOf(i, k)
			}
		}
		if in && s.addCell(to, e, f, c, field, coef) {
			some++
		}
	}
	return some
}
