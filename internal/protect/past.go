package protect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/figure"
)

// Known is what a release's readers can calculate with: its numbers and the
// equations between them, with what stands behind those that were not printed.
// It stays in the private folder. The next release of the audience is held
// against it: two editions together are one system.
type Known struct {
	Figures   []string  `json:"figures"`
	Numbers   []Number  `json:"numbers"`
	Equations [][]int32 `json:"equations"` // numbers from 1, negative where they are subtracted
}

// Number is one number of a release's system.
type Number struct {
	Of      int    `json:"of"` // which figure; see namedNumber and slackNumber
	At      string `json:"at,omitempty"`
	Field   string `json:"field,omitempty"`
	Now     int    `json:"now"`
	Least   int    `json:"least,omitempty"`
	Printed bool   `json:"printed,omitempty"`
	Held    bool   `json:"held,omitempty"`
	Amount  bool   `json:"amount,omitempty"`
}

// What a number is that is no cell's.
const (
	namedNumber = -1
	slackNumber = -2
)

// former is a number of an earlier release in the system of this one.
type former struct {
	fig    int // the figure of this release, -1 for none
	amount bool
}

// then is what an earlier release made of one figure, by the keys of the cells.
type then struct {
	printed map[string]figure.Cell
	hidden  map[string]figure.Cell // withheld, with what they rest on
	meant   map[string]figure.Cell // as they were, where others were printed
	named   map[string]figure.Cell // numbers stated by name
	stated  []figure.Cell          // numbers of the sentence
}

// was gives a cell as it was at the time, printed or not.
func (t *then) was(id string) (c figure.Cell, ok bool) {
	if t == nil {
		return c, false
	}
	for _, m := range []map[string]figure.Cell{t.meant, t.hidden, t.printed} {
		if c, ok = m[id]; ok {
			return c, true
		}
	}
	return c, false
}

// stating gives a number by its name, as it was at the time.
func (t *then) stating(total string) (c figure.Cell, ok bool) {
	if t == nil {
		return c, false
	}
	c, ok = t.named[total]
	return c, ok
}

// recall reads what earlier releases printed, figure by figure.
func (g *gate) recall() {
	for _, p := range g.in.Before {
		m := map[string]*then{}
		of := func(id string) *then {
			if m[id] == nil {
				m[id] = &then{map[string]figure.Cell{}, map[string]figure.Cell{}, map[string]figure.Cell{}, map[string]figure.Cell{}, nil}
			}
			return m[id]
		}
		enter := func(fs []figure.Figure, into func(*then) map[string]figure.Cell) {
			for _, f := range fs {
				at := into(of(f.ID))
				for _, c := range f.Cells {
					at[joined(c.At())] = c
				}
			}
		}
		enter(p.Figures, func(t *then) map[string]figure.Cell { return t.printed })
		enter(p.Hidden, func(t *then) map[string]figure.Cell { return t.hidden })
		enter(p.Meant, func(t *then) map[string]figure.Cell { return t.meant })
		enter(p.Named, func(t *then) map[string]figure.Cell { return t.named })
		for _, f := range p.Stated {
			of(f.ID).stated = f.Cells
		}
		g.past = append(g.past, m)
	}
}

// touched reports that anything came to a cell, or went, that nobody can look up.
func (g *gate) touched(old, now figure.Cell) bool {
	gone, come := g.apart(old, now)
	return len(gone)+len(come) > 0
}

// moved reports that so many people stand behind what came to a cell, or went,
// that its former number says nothing of the new one.
func (g *gate) moved(old, now figure.Cell) bool {
	gone, come := g.apart(old, now)
	return len(gone) > 0 && !g.few(gone) || len(come) > 0 && !g.few(come)
}

// candidate is a number whose former values may be at hand.
type candidate struct {
	x int32
	c figure.Cell
}

// join enters the systems of earlier releases, the newest first. A number is the
// same unknown in both where nothing came or went but what everybody can look
// up, for then a reader knows the difference; and where it is as large as
// before, for then a reader may take it to be the same.
func (b *book) join() {
	b.own, b.ownEqs = len(b.s.xs), len(b.s.eqs)
	b.old, b.target, b.gave, b.former = map[int32]bool{}, map[int32]bool{}, map[int32]bool{}, map[int32]former{}
	if len(b.g.past) == 0 {
		return
	}
	by := map[string][]candidate{}
	for x, o := range b.who {
		switch {
		case o.at.f >= 0:
			f := b.g.in.Figures[o.at.f]
			by[slot(f.ID, joined(f.Cells[o.at.c].At()), o.field)] = []candidate{{int32(x), f.Cells[o.at.c]}}
		case o.total != "" && b.named[o.total] != nil:
			by[slot("", o.total, o.field)] = []candidate{{int32(x), b.named[o.total].cell}}
		}
	}
	seen := b.equations()
	for e := len(b.g.in.Before) - 1; e >= 0; e-- {
		if k := b.g.in.Before[e].Known; k != nil {
			b.joinOne(e, k, by, seen)
		}
	}
}

func slot(f, at, field string) string { return f + "\x01" + at + "\x01" + field }

// joinOne enters the system of one earlier release.
func (b *book) joinOne(e int, k *Known, by map[string][]candidate, seen map[string]int32) {
	ids, slack := make([]int32, len(k.Numbers)), map[int32]bool{}
	for i, n := range k.Numbers {
		ids[i] = -1
		if n.Of == slackNumber {
			continue
		}
		id := ""
		if n.Of >= 0 {
			id = k.Figures[n.Of]
		}
		at := slot(id, n.At, n.Field)
		c, ok := b.g.past[e][id].was(n.At)
		if id == "" {
			c, ok = b.g.past[e][""].stating(n.At)
		}
		for _, o := range by[at] {
			if !ok {
				break
			}
			if !b.g.touched(c, o.c) || !b.g.moved(c, o.c) && b.s.xs[o.x].now == n.Now {
				ids[i] = o.x
				break
			}
		}
		if ids[i] < 0 {
			ids[i] = b.add(n)
			if f, has := b.figure[id]; has {
				b.former[ids[i]] = former{f, n.Amount}
			} else {
				b.former[ids[i]] = former{-1, n.Amount}
			}
			if ok {
				by[at] = append(by[at], candidate{ids[i], c})
			}
		}
		b.meets(ids[i], n)
		b.old[ids[i]] = b.old[ids[i]] || n.Printed
		b.target[ids[i]] = b.target[ids[i]] || n.Held
	}
	for _, q := range k.Equations {
		var ts []term
		free := -1
		for _, t := range q {
			i, sign := t-1, int8(1)
			if t < 0 {
				i, sign = -t-1, -1
			}
			if k.Numbers[i].Of == slackNumber {
				free = len(ts)
			}
			ts = append(ts, term{i, sign})
		}
		b.again(k, ids, ts, free, seen, slack)
	}
}

// again enters an equation of an earlier release, if it is not one of those at
// hand: then only its slack may bound it more.
func (b *book) again(k *Known, ids []int32, ts []term, free int, seen map[string]int32, slack map[int32]bool) {
	mapped := make([]term, len(ts))
	for i, t := range ts {
		mapped[i] = term{ids[t.of], t.sign}
	}
	key := written(mapped, free)
	if x, ok := seen[key]; ok {
		if free >= 0 {
			b.meets(x, k.Numbers[ts[free].of])
		}
		return
	}
	x := int32(-1)
	if free >= 0 {
		x = b.add(k.Numbers[ts[free].of])
		mapped[free].of = x
	}
	seen[key] = x
	b.s.equate(mapped...)
}

// add makes a number of this system of one of an earlier release.
func (b *book) add(n Number) int32 {
	b.who = append(b.who, owner{at: cellAt{-1, 0}, field: n.Field})
	return b.s.number(n.Now, n.Least, 0)
}

// meets narrows a number by the least that an earlier release says of it.
func (b *book) meets(x int32, n Number) {
	u := &b.s.xs[x]
	u.least = max(u.least, u.now+n.Least-n.Now)
}

// equations writes down those at hand, with their slacks.
func (b *book) equations() map[string]int32 {
	out := map[string]int32{}
	for _, e := range b.s.eqs {
		free, x := -1, int32(-1)
		for i, t := range e.terms {
			if o := b.who[t.of]; o.at.f < 0 && o.total == "" {
				free, x = i, t.of
			}
		}
		out[written(e.terms, free)] = x
	}
	return out
}

// written is an equation as a key, whatever the order of its terms.
func written(ts []term, free int) string {
	var s []string
	for i, t := range ts {
		n := "s"
		if i != free {
			n = strconv.Itoa(int(t.of))
		}
		if t.sign < 0 {
			n = "-" + n
		}
		s = append(s, n)
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

// known writes the system of this release down for the next one.
func (b *book) known(held map[cellAt]string, h *hidden) *Known {
	k := &Known{}
	id := map[int]int{}
	for x, o := range b.who[:b.own] {
		u := b.s.xs[x]
		n := Number{Of: slackNumber, Field: o.field, Now: u.now, Least: u.least}
		switch {
		case o.at.f >= 0:
			f := b.g.in.Figures[o.at.f]
			if _, ok := id[o.at.f]; !ok {
				id[o.at.f] = len(k.Figures)
				k.Figures = append(k.Figures, f.ID)
			}
			n.Of, n.At = id[o.at.f], joined(f.Cells[o.at.c].At())
			n.Amount = b.amountOf(int32(x))
			r, no := held[o.at]
			n.Held = no && people(r) && o.field != "of"
		case o.total != "":
			n.Of, n.At = namedNumber, o.total
		}
		n.Printed = b.printed(int32(x), held, h)
		k.Numbers = append(k.Numbers, n)
	}
	for _, e := range b.s.eqs[:b.ownEqs] {
		var q []int32
		for _, t := range e.terms {
			q = append(q, (t.of+1)*int32(t.sign))
		}
		k.Equations = append(k.Equations, q)
	}
	return k
}

// amountOf reports a number of an amount, such as deaths.
func (b *book) amountOf(x int32) bool {
	o := b.who[x]
	if o.at.f < 0 {
		return b.former[x].amount && o.field != "n"
	}
	return amounts(b.g.in.Figures[o.at.f]) && o.field != "n"
}

// figureOf is the figure of this release that a number belongs to, -1 for none.
func (b *book) figureOf(x int32) int {
	if f, ok := b.former[x]; ok {
		return f.fig
	}
	return b.who[x].at.f
}

// wanted reports a number that a reader must not come to know: of a cell that
// is withheld, or that an earlier release withheld.
func (b *book) wanted(x int32, held map[cellAt]string) bool {
	if b.s.xs[x].known {
		return false
	}
	o := b.who[x]
	r, no := held[o.at]
	return b.target[x] || o.at.f >= 0 && o.field != "of" && no && people(r)
}

// tellers are the figures of this release that print what narrows a number: in
// its own equations, or else in any that it can reach.
func (b *book) tellers(x int32) (fs []int) {
	q := &squeezed{}
	for _, eqs := range [][]int32{b.s.xs[x].in, q.reach(&b.s, x)} {
		some := map[int]bool{}
		for _, e := range eqs {
			for _, t := range b.s.eqs[e].terms {
				switch o := b.who[t.of]; {
				case !b.s.xs[t.of].known || b.old[t.of]:
				case o.at.f >= 0 && !b.g.unprinted(o.at.f):
					some[o.at.f] = true
				case o.total != "":
					for _, at := range b.named[o.total].said {
						some[at.f] = true
					}
				}
			}
		}
		if len(some) > 0 {
			return slices.Sorted(keys(some))
		}
	}
	return nil
}
