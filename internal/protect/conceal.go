package protect

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/figure"
)

// mostTrials is how many printed cells are tried for one that suffices.
const mostTrials = 12

// hidden is what the gate decided not to print, beside cells: named numbers,
// and those that "of" would print.
type hidden struct {
	named map[string]bool
	whole map[int32]bool
}

// least contributors of an audience, and how wide the interval of a withheld
// cell must be at least.
func (g *gate) threshold() int {
	if g.in.Profile == Partners {
		return min(g.rules.MinContributors, 3)
	}
	return g.rules.MinContributors
}

func (g *gate) width() int { return max(g.threshold()-1, 1) }

// conceal holds further cells back until the interval of each held one, from
// printed numbers alone, is as wide as the audience's rule asks. Fewest and
// smallest first; what cannot be shown wide enough counts as too narrow.
func (b *book) conceal(held map[cellAt]string, h *hidden) (narrow []int32) {
	for _, total := range slices.Sorted(keys(b.named)) {
		a := b.named[total]
		if v, ok := a.cell.Value(); ok && v > 0 && b.g.rule(figure.Figure{Shape: figure.Table}, a.cell) != "" {
			h.named[total] = true
		}
		if b.hushed(total) {
			h.named[total] = true
		}
	}
	b.learn(held, h)
	queue := b.needs(held)
	queued := map[int32]bool{}
	for _, x := range queue {
		queued[x] = true
	}
	for len(queue) > 0 {
		x := queue[0]
		queue = queue[1:]
		for !b.wide(x, nil) {
			at, ok := b.give(x, held, h)
			if !ok && (b.patient(x) || b.lost(x)) {
				break
			}
			if !ok {
				narrow = append(narrow, x)
				break
			}
			for _, y := range b.inCell[at] {
				if !queued[y] && b.who[y].field != "of" {
					queued[y], queue = true, append(queue, y)
				}
			}
		}
	}
	return narrow
}

// hushed reports a named number that an earlier release withheld, and that is
// still much the same.
func (b *book) hushed(total string) bool {
	for e, p := range b.g.in.Before {
		if !slices.Contains(p.Hushed, total) {
			continue
		}
		if old, ok := b.g.past[e][""].stating(total); ok && !b.g.moved(old, b.named[total].cell) {
			return true
		}
	}
	return false
}

// patient looks once more, and longer, for other solutions.
func (b *book) patient(x int32) bool {
	by, _, _, ok := b.s.squeeze(x).between(x, b.need(x), mostTries)
	if ok {
		b.prove(x, by)
	}
	return ok
}

// lost reports a number that is as narrow without all that this release prints:
// earlier ones tell it, and what everybody can look up since.
func (b *book) lost(x int32) bool {
	if len(b.g.in.Before) == 0 {
		return false
	}
	was := make([]bool, len(b.s.xs))
	for i := range b.s.xs {
		was[i], b.s.xs[i].known = b.s.xs[i].known, b.old[int32(i)]
	}
	_, _, _, ok := b.s.squeeze(x).between(x, b.need(x), mostTries)
	for i := range b.s.xs {
		b.s.xs[i].known = was[i]
	}
	b.gave[x] = !ok
	return !ok
}

// need is how far apart two solutions of a number must lie.
func (b *book) need(x int32) int {
	if b.amountOf(x) { // an amount is known when it is nearly known
		return max(b.g.width(), int(2*b.g.closeTo()*float64(b.s.xs[x].now)))
	}
	return b.g.width()
}

// wide reports whether a number may differ by as much as its cell needs.
func (b *book) wide(x int32, seen map[int32]bool) bool {
	if b.gave[x] {
		return true
	}
	if b.proof[x] != nil && seen == nil && b.stands(b.proof[x]) {
		return true
	}
	by, _, _, ok := b.s.between(x, b.need(x), seen)
	if !ok && seen == nil {
		by, _, _, ok = b.s.squeeze(x).between(x, b.need(x), 1)
	}
	if ok {
		b.prove(x, by)
	}
	return ok
}

// prove notes by which numbers x was shown to be uncertain.
func (b *book) prove(x int32, by witness) {
	b.proof[x] = by
	for _, y := range by {
		if !slices.Contains(b.bears[y], x) {
			b.bears[y] = append(b.bears[y], x)
		}
	}
}

// stands reports a witness none of whose numbers is printed.
func (b *book) stands(by witness) bool {
	return !slices.ContainsFunc(by, func(y int32) bool { return b.s.xs[y].known })
}

// needs are the numbers of held cells that must stay unknown, in the order of
// the figures.
func (b *book) needs(held map[cellAt]string) (xs []int32) {
	for x := range b.who {
		if b.wanted(int32(x), held) {
			xs = append(xs, int32(x))
		}
	}
	return b.inOrder(xs)
}

// withheld are the numbers of this release's held cells, whatever earlier
// releases say of them.
func (b *book) withheld(held map[cellAt]string) (xs []int32) {
	for x, o := range b.who[:b.own] {
		if r, no := held[o.at]; o.at.f >= 0 && o.field != "of" && no && people(r) {
			xs = append(xs, int32(x))
		}
	}
	return b.inOrder(xs)
}

func (b *book) inOrder(xs []int32) []int32 {
	slices.SortStableFunc(xs, func(a, c int32) int {
		x, y := b.who[a], b.who[c]
		return cmp.Or(-cmp.Compare(min(x.at.f, 0), min(y.at.f, 0)), cmp.Compare(x.at.f, y.at.f), cmp.Compare(x.at.c, y.at.c), cmp.Compare(x.field, y.field))
	})
	return xs
}

// people reports a rule that protects people, not a licence.
func people(rule string) bool { return rule != RuleLicence && rule != RuleAggregate }

// learn marks what is printed.
func (b *book) learn(held map[cellAt]string, h *hidden) {
	for x := range b.s.xs {
		b.look(int32(x), held, h)
	}
}

// learnCell marks what changed with one cell.
func (b *book) learnCell(at cellAt, held map[cellAt]string, h *hidden) {
	for _, x := range b.inCell[at] {
		b.look(x, held, h)
		for _, y := range b.onThis[x] {
			b.look(y, held, h)
		}
	}
}

// look marks whether one number is printed.
func (b *book) look(x int32, held map[cellAt]string, h *hidden) {
	o := b.who[x]
	b.s.xs[x].known = b.old[x] || b.printed(x, held, h) || o.at.f >= 0 && b.g.fixed[o.at] && o.field != "of" && o.field != "n"
}

// spent reports a cell that a reader has already of an earlier release.
func (b *book) spent(at cellAt) bool {
	return slices.ContainsFunc(b.inCell[at], func(x int32) bool { return b.old[x] && b.who[x].field == "value" })
}

// printed reports a number that this release prints.
func (b *book) printed(x int32, held map[cellAt]string, h *hidden) bool {
	switch o := b.who[x]; {
	case o.total != "":
		a := b.named[o.total]
		return o.field != "n" && a != nil && len(a.said) > 0 && !h.named[o.total]
	case o.at.f < 0 || b.g.unprinted(o.at.f):
		return false
	default:
		if _, no := held[o.at]; no || o.field == "n" && b.g.nought[o.at] {
			return false
		}
		return o.field != "of" && o.field != "n" || !b.bare(o.at, held, h)
	}
}

// bare reports a cell that may not print of how many it is: the whole is held.
func (b *book) bare(at cellAt, held map[cellAt]string, h *hidden) bool {
	w, ok := b.ofs[at]
	return ok && b.gone(w, held, h) || b.g.nought[at]
}

func (b *book) gone(w int32, held map[cellAt]string, h *hidden) bool {
	o := b.who[w]
	if h.whole[w] || o.total != "" && h.named[o.total] {
		return true
	}
	if o.at.f >= 0 && b.g.unprinted(o.at.f) {
		return !b.old[w]
	}
	_, no := held[o.at]
	return o.at.f >= 0 && no && !b.g.fixed[o.at]
}

// give holds one more number back so that x becomes less certain, and reports
// whether there was one: the smallest cell that suffices, else the smallest;
// where no cell is left, the named numbers and what "of" prints.
func (b *book) give(x int32, held map[cellAt]string, h *hidden) (at cellAt, ok bool) {
	seen := map[int32]bool{}
	b.wide(x, seen)
	for _, e := range b.s.xs[x].in {
		seen[e] = true
	}
	cells, others := map[cellAt]int{}, map[int32]bool{}
	for e := range seen {
		for _, t := range b.s.eqs[e].terms {
			o := b.who[t.of]
			if !b.s.xs[t.of].known {
				continue
			}
			if o.at.f >= 0 && o.field != "of" && b.mayHold(o.at, held) {
				v, _ := b.g.in.Figures[o.at.f].Cells[o.at.c].Value()
				cells[o.at] = int(v)
			} else if o.at.f < 0 && o.total != "" {
				others[t.of] = true
			} else if w, ok := b.ofs[o.at]; ok && o.field == "of" {
				others[w] = true
			}
		}
	}
	need := b.g.width()
	order := slices.SortedFunc(keys(cells), func(p, q cellAt) int {
		x, y := cells[p], cells[q]
		if x > need != (y > need) { // too small to give room by itself
			return cmp.Compare(y, x)
		}
		if x <= need {
			x, y = y, x
		}
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(p.f, q.f), cmp.Compare(p.c, q.c))
	})
	for _, c := range order[:min(len(order), mostTrials)] {
		held[c] = RuleDifferencing
		b.learnCell(c, held, h)
		if b.wide(x, nil) {
			return c, true
		}
		delete(held, c)
		b.learnCell(c, held, h)
	}
	if len(order) > 0 {
		held[order[0]] = RuleDifferencing
		b.learnCell(order[0], held, h)
		return order[0], true
	}
	none := cellAt{-1, -1}
	for _, w := range slices.Sorted(keys(others)) {
		o := b.who[w]
		if o.total != "" && !h.named[o.total] {
			h.named[o.total] = true
		} else if o.total == "" && !h.whole[w] {
			h.whole[w] = true
		} else {
			continue
		}
		b.learn(held, h)
		return none, true
	}
	return none, false
}

// mayHold reports a printed cell that would be news: with a value that rests
// on something a reader cannot look up, and that no earlier release printed.
func (b *book) mayHold(at cellAt, held map[cellAt]string) bool {
	c := b.g.in.Figures[at.f].Cells[at.c]
	_, no := held[at]
	_, has := c.Value()
	return !no && !b.spent(at) && has && !b.g.zero(at) && !b.g.fixed[at] && !b.g.unprinted(at.f) && len(c.Trace().Refs) > 0
}

// Certified is the interval of one withheld cell, from printed numbers alone.
type Certified struct {
	Figure string   `json:"figure"`
	At     []string `json:"at"`
	Field  string   `json:"field"`
	Low    int      `json:"low"`
	High   *int     `json:"high"`            // nil without bound
	Exact  bool     `json:"exact,omitempty"` // both ends are attained
}

// Certificate says how wide the interval of each withheld cell is at least,
// and gives the bounds that follow from the printed numbers.
type Certificate struct {
	Width int         `json:"width"`
	Cells []Certified `json:"cells"`
}

// certify computes the bounds of all held cells. They depend on what is printed
// alone: where the search from the truth reaches them they are exact.
func (b *book) certify(held map[cellAt]string, h *hidden) *Certificate {
	s := b.alone(held, h)
	low, high := s.bounds()
	out := &Certificate{Width: b.g.width(), Cells: []Certified{}}
	seen := map[cellAt]bool{}
	for _, x := range b.withheld(held) {
		o := b.who[x]
		seen[o.at] = true
		f := b.g.in.Figures[o.at.f]
		c := Certified{Figure: f.ID, At: f.Cells[o.at.c].At(), Field: o.field, Low: low[x]}
		up := b.g.width()
		if high[x] != none {
			c.High, up = &high[x], high[x]-s.xs[x].now
		}
		c.Exact = c.High != nil && c.Low == low[x] && s.reaches(x, s.xs[x].now-low[x], -1) && s.reaches(x, up, 1)
		out.Cells = append(out.Cells, c)
	}
	for _, at := range slices.SortedFunc(keys(held), func(p, q cellAt) int {
		return cmp.Or(cmp.Compare(p.f, q.f), cmp.Compare(p.c, q.c))
	}) {
		f := b.g.in.Figures[at.f]
		if seen[at] || at.c >= len(f.Cells) || !people(held[at]) || f.Shape == figure.Estimate || words(f) || b.g.keeps(at.f) {
			continue
		}
		out.Cells = append(out.Cells, Certified{Figure: f.ID, At: f.Cells[at.c].At(), Field: "value", Low: b.lowest(at.f, held)})
	}
	if last := b.g.in.Last; last != nil && last.e.Certificate != nil {
		for _, c := range last.e.Certificate.Cells {
			if i, ok := b.figure[c.Figure]; ok && b.g.keeps(i) && b.g.frozen[i].AsOf != withheldWhole {
				out.Cells = append(out.Cells, c)
			}
		}
	}
	slices.SortStableFunc(out.Cells, func(p, q Certified) int { return cmp.Compare(p.Figure, q.Figure) })
	return out
}

// alone is the system of this release without what earlier ones add to it.
func (b *book) alone(held map[cellAt]string, h *hidden) *system {
	s := &system{xs: slices.Clone(b.s.xs[:b.own]), eqs: b.s.eqs[:b.ownEqs]}
	least := map[int]int{}
	for i := range b.g.in.Figures {
		least[i] = b.lowest(i, held) // 0 where no zero of it is printed
	}
	for x := range s.xs {
		u := &s.xs[x]
		if f := b.who[x].at.f; f >= 0 {
			u.floor = min(u.floor, least[f])
		}
		n := 0
		for n < len(u.in) && int(u.in[n]) < b.ownEqs {
			n++
		}
		u.in, u.as, u.least, u.known = u.in[:n], u.as[:n], u.floor, b.printed(int32(x), held, h)
	}
	return s
}

// lowest is what a reader must take for the least of a withheld cell: 1 where
// zeros are printed, and 0 where the figure prints nothing, or sums of deaths.
func (b *book) lowest(f int, held map[cellAt]string) int {
	for j, c := range b.g.in.Figures[f].Cells {
		_, no := held[cellAt{f, j}]
		if _, ok := c.Value(); ok && !no && !amounts(b.g.in.Figures[f]) && !b.g.blank[f] {
			return 1
		}
	}
	return 0
}

// reaches reports whether x can be moved by all of most.
func (s *system) reaches(x int32, most, sign int) bool {
	gone, _ := s.far(x, most, sign, nil)
	return gone == most
}
