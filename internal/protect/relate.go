package protect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
)

// owner says what an unknown of the system is: a field of a cell, or a named
// number.
type owner struct {
	at    cellAt // f is -1 for a named number
	field string
	total string
}

// book is the system of a release: every number that a relation speaks of.
type book struct {
	g      *gate
	s      system
	who    []owner
	id     map[owner]int32
	figure map[string]int
	cell   []map[string]int   // by figure: joined keys → cell
	ofs    map[cellAt]int32   // cells whose "of" is a number of the system → the whole
	named  map[string]*amount // named numbers
	kept   [][]figure.Relation

	inCell map[cellAt][]int32 // the numbers of a cell
	onThis map[int32][]int32  // what is printed with a whole: "of" and n of its parts
	proof  map[int32]witness  // by number: why it stays uncertain
	bears  map[int32][]int32  // by number: the numbers whose witness it is part of

	// Of earlier releases, see [book.join].
	own, ownEqs int              // how many numbers and equations are of this release
	old         map[int32]bool   // printed by an earlier release
	target      map[int32]bool   // withheld by an earlier release
	gave        map[int32]bool   // told by earlier releases, whatever this one prints
	former      map[int32]former // numbers of an earlier release that are none of this one
}

// amount is a named number: what it is, and which figures state it.
type amount struct {
	cell figure.Cell
	has  bool
	said []cellAt // figure, and -1 for its sentence or the index of a caveat
}

func joined(at []string) string { return strings.Join(at, "\x00") }

// relate builds the system of all figures from the relations that they
// declare and that hold.
func (g *gate) relate() *book {
	b := &book{g: g, id: map[owner]int32{}, figure: map[string]int{}, ofs: map[cellAt]int32{}, named: map[string]*amount{}}
	for i, f := range g.in.Figures {
		b.figure[f.ID] = i
		at := map[string]int{}
		for j, c := range f.Cells {
			at[joined(c.At())] = j
		}
		b.cell = append(b.cell, at)
		for _, n := range f.Named {
			a := b.named[n.Total]
			if a == nil {
				a = &amount{cell: n.Cell, has: true}
				b.named[n.Total] = a
			}
			if !g.unprinted(i) && (n.Said || n.In >= 0) {
				a.said = append(a.said, cellAt{i, n.In})
			}
		}
	}
	b.kept = make([][]figure.Relation, len(g.in.Figures))
	for i, f := range g.in.Figures {
		for _, r := range f.Relations {
			if g.silent { // how many accounts the cells rest on is not printed
				r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f string) bool { return f == "n" })
			}
			if r, is, ok := b.settle(i, r); ok {
				if to, other := b.figure[r.Figure]; !other || g.unprinted(to) == g.unprinted(i) {
					b.kept[i] = append(b.kept[i], r)
				}
				b.enter(r, is)
			}
		}
	}
	b.couple()
	b.join()
	b.inCell, b.onThis = map[cellAt][]int32{}, map[int32][]int32{}
	b.proof, b.bears = map[int32]witness{}, map[int32][]int32{}
	for x, o := range b.who {
		if o.at.f >= 0 {
			b.inCell[o.at] = append(b.inCell[o.at], int32(x))
			if w, ok := b.ofs[o.at]; ok && (o.field == "of" || o.field == "n") {
				b.onThis[w] = append(b.onThis[w], int32(x))
			}
		}
	}
	return b
}

// instance is one equation of a relation, by the truth.
type instance struct {
	whole owner
	parts []owner
}

// settle finds what of a declared relation holds: parts that add up, or, where
// something is counted in several, parts that cover the whole.
func (b *book) settle(i int, r figure.Relation) (figure.Relation, []instance, bool) {
	is, ok := b.instances(i, r)
	if !ok {
		return r, nil, false
	}
	kinds := []string{r.Kind}
	if r.Kind == figure.Sum {
		kinds = []string{figure.Sum, figure.Cover, figure.Within}
	}
	for _, k := range kinds {
		r.Kind = k
		if b.holds(r, is) {
			return r, is, true
		}
	}
	return r, nil, false
}

func (b *book) holds(r figure.Relation, is []instance) bool {
	fields := r.Fields
	if r.Kind == figure.OfThem {
		fields = []string{"value"}
	}
	for _, x := range is {
		for _, field := range fields {
			x.whole.field = field
			sum, most := 0, 0
			for _, p := range x.parts {
				if p.field = field; r.Kind == figure.OfThem {
					p.field = "of"
				}
				v, ok := b.truth(p)
				if w, has := b.truth(x.whole); !ok && p.at.f < 0 && has && len(x.parts) == 1 {
					b.define(p, w) // only another name of the whole
					v, ok = w, true
				}
				if !ok {
					return false
				}
				sum, most = sum+v, max(most, v)
				if r.Kind == figure.OfThem && v != 0 {
					if w, ok := b.truth(x.whole); !ok || w != v {
						return false
					}
				}
			}
			if r.Kind == figure.OfThem {
				continue
			}
			w, ok := b.truth(x.whole)
			if !ok && x.whole.at.f < 0 && r.Kind == figure.Sum {
				b.define(x.whole, sum)
				w, ok = sum, true
			}
			if !ok || most > w || r.Kind != figure.Within && sum < w || r.Kind == figure.Sum && sum != w {
				return false
			}
		}
	}
	return len(is) > 0
}

// instances enumerates the equations of a relation.
func (b *book) instances(i int, r figure.Relation) (is []instance, ok bool) {
	f := b.g.in.Figures[i]
	over := map[int]bool{}
	for _, id := range r.Over {
		d := slices.IndexFunc(f.Dims, func(d figure.Dim) bool { return d.ID == id })
		if d < 0 {
			return nil, false
		}
		over[d] = true
	}
	groups, order := map[string]*instance{}, []string{}
	for j, c := range f.Cells {
		var rest []string
		key, part, in := "", true, false
		for d, k := range c.At() {
			if !over[d] {
				rest = append(rest, k)
			} else {
				key, in = k, in || slices.Contains(r.Parts, k)
			}
		}
		if len(over) > 0 {
			part = (r.Whole == "" || key != r.Whole) && (len(r.Parts) == 0 || in)
		}
		id := joined(rest)
		if groups[id] == nil {
			x := &instance{}
			switch {
			case r.Whole != "":
				at := slices.Clone(c.At())
				for d := range at {
					if over[d] {
						at[d] = r.Whole
					}
				}
				x.whole = b.at(i, at)
			case r.Figure != "":
				if len(r.At) > 0 {
					rest = r.At
				}
				if t, ok := b.figure[r.Figure]; ok {
					x.whole = b.at(t, rest)
				} else {
					return nil, false
				}
			default:
				if r.Same {
					rest = nil
				}
				x.whole = owner{at: cellAt{-1, 0}, total: strings.Join(append([]string{r.Total}, rest...), "/")}
			}
			if x.whole.at.f >= 0 && x.whole.at.c < 0 {
				return nil, false // no such cell
			}
			for _, p := range r.Plus {
				x.parts = append(x.parts, owner{at: cellAt{-1, 0}, total: p})
			}
			groups[id], order = x, append(order, id)
		}
		if part {
			groups[id].parts = append(groups[id].parts, owner{at: cellAt{i, j}})
		}
	}
	for _, id := range order {
		is = append(is, *groups[id])
	}
	return is, len(is) > 0
}

func (b *book) at(f int, keys []string) owner {
	if j, ok := b.cell[f][joined(keys)]; ok {
		return owner{at: cellAt{f, j}}
	}
	return owner{at: cellAt{f, -1}}
}

// define makes a named number that only its parts give.
func (b *book) define(w owner, v int) {
	b.num(w, v, 0, 0)
}

// truth is the number as it is, before anything is held.
func (b *book) truth(o owner) (int, bool) {
	if x, ok := b.id[o]; ok {
		return b.s.xs[x].now, true
	}
	if o.at.f < 0 {
		a := b.named[o.total]
		if a == nil {
			return 0, false
		}
		return fieldOf(a.cell, o.field)
	}
	return fieldOf(b.g.in.Figures[o.at.f].Cells[o.at.c], o.field)
}

// fieldOf reads a whole number of a cell; an absent cell counts as 0.
func fieldOf(c figure.Cell, name string) (int, bool) {
	v, has := c.Value()
	low, high, spread := c.Range()
	switch {
	case name == "n":
		return c.N(), true
	case name == "of":
		return c.Of(), true
	case !has:
		return 0, true
	case spread == figure.NoSpread || name == "value":
	case name == "low":
		v = low
	case name == "high":
		v = high
	}
	return int(v), v == math.Trunc(v) && math.Abs(v) < 1e9 && spread != figure.Interval
}

// num is the unknown of an owner, made where there is none yet.
func (b *book) num(o owner, v, least, floor int) int32 {
	if x, ok := b.id[o]; ok {
		return x
	}
	x := b.s.number(v, least, floor)
	b.id[o] = x
	b.who = append(b.who, o)
	return x
}

func (b *book) of(o owner) int32 {
	if x, ok := b.id[o]; ok {
		return x
	}
	v, _ := b.truth(o)
	least, floor := b.least(o, v)
	return b.num(o, v, least, floor)
}

// least is the smallest a reader must hold possible: one for a withheld count,
// for it would be printed as 0. Of what public rows are part of, a reader may
// know them all; there it may only be more.
func (b *book) least(o owner, v int) (least, floor int) {
	if o.at.f < 0 || o.field == "of" {
		return 0, 0
	}
	f := b.g.in.Figures[o.at.f]
	c := f.Cells[o.at.c]
	floor = min(1, v)
	if amounts(f) && o.field != "n" || b.g.blank[o.at.f] {
		floor = 0
	}
	if open, ok := c.Open(); ok {
		return max(floor, min(v, map[string]int{"value": open.Value, "low": open.Low, "high": open.High, "n": open.N}[o.field])), floor
	}
	switch n, secret := len(c.Trace().Refs), len(b.g.secret(c)); {
	case n == secret:
		return floor, floor
	case o.field == "n" || v == n:
		return max(floor, v-secret), floor
	}
	return v, floor
}

// enter puts the equations of a relation into the system.
func (b *book) enter(r figure.Relation, is []instance) {
	for _, x := range is {
		fields := r.Fields
		if r.Kind == figure.OfThem {
			fields = []string{"value"}
		}
		for _, f := range fields {
			x.whole.field = f
			w := b.of(x.whole)
			var ts []term
			for _, p := range x.parts {
				switch p.field = f; r.Kind {
				case figure.OfThem:
					p.field = "of"
					if v, _ := b.truth(p); v > 0 {
						b.ofs[p.at] = w
						b.s.equate(term{b.of(p), 1}, term{w, -1})
					}
					continue
				case figure.Sum:
				default:
					u := b.of(p)
					b.s.equate(term{u, 1}, term{b.slack(b.s.xs[w].now - b.s.xs[u].now), 1}, term{w, -1})
				}
				ts = append(ts, term{b.of(p), 1})
			}
			switch r.Kind {
			case figure.Cover:
				sum := 0
				for _, t := range ts {
					sum += b.s.xs[t.of].now
				}
				ts = append(ts, term{b.slack(sum - b.s.xs[w].now), -1}, term{w, -1})
				b.s.equate(ts...)
			case figure.Sum:
				b.s.equate(append(ts, term{w, -1})...)
			}
		}
	}
}

func (b *book) slack(v int) int32 {
	b.who = append(b.who, owner{at: cellAt{-1, 0}})
	return b.s.number(v, 0, 0)
}

// couple enters what holds between the numbers of one cell: what several
// statements are about is never more than the statements, and a best value
// lies between its bounds.
func (b *book) couple() {
	b.shares()
	for _, o := range slices.Clone(b.who) {
		if o.at.f < 0 || o.field != "value" {
			continue
		}
		pair := func(small, large string) {
			a, ok := b.id[owner{at: o.at, field: small}]
			c, also := b.id[owner{at: o.at, field: large}]
			if d := 0; ok && also {
				if d = b.s.xs[c].now - b.s.xs[a].now; d >= 0 {
					b.s.equate(term{a, 1}, term{b.slack(d), 1}, term{c, -1})
				}
			}
		}
		if amounts(b.g.in.Figures[o.at.f]) {
			pair("low", "value")
			pair("value", "high")
		} else {
			pair("value", "n")
		}
		pair("value", "of")
	}
}

// shares enters cells "x of n" whose n no relation speaks of: those that are of
// as many are taken to be of the same, as a reader takes them to be.
func (b *book) shares() {
	for i, f := range b.g.in.Figures {
		if f.Shape == figure.Estimate || words(f) {
			continue
		}
		for j, c := range f.Cells {
			at := cellAt{i, j}
			v, ok := fieldOf(c, "value")
			if _, has := c.Value(); !ok || !has || c.Of() == 0 || v > c.Of() {
				continue
			}
			if _, known := b.ofs[at]; !known {
				w := b.num(owner{at: cellAt{-1, 0}, total: fmt.Sprint("of/", f.ID, "/", c.Of())}, c.Of(), 0, 0)
				b.ofs[at] = w
				b.s.equate(term{b.of(owner{at: at, field: "of"}), 1}, term{w, -1})
			}
			b.of(owner{at: at, field: "value"})
		}
	}
}
