package protect

import (
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
)

// Standing is who stands behind a statement, as one speaker, one monitor and
// one organisation. What is not known is the same nobody for all.
type Standing struct{ Speaker, Monitor, Org string }

// withheldWhole is the release of a figure none of whose numbers are printed.
const withheldWhole = "none"

// freeze finds the figures whose numbers would tell, beside those of an earlier
// release, what fewer people than the threshold added or withdrew. A figure
// keeps its former numbers as a whole: which of its cells was touched would
// tell as well. Cells that stand as they were are marked as known.
func (g *gate) freeze() {
	g.frozen, g.fixed = map[int]figure.Figure{}, map[cellAt]bool{}
	for i, f := range g.in.Figures {
		if words(f) {
			continue // what is printed of it is quoted with consent, one by one
		}
		for _, p := range g.in.Before {
			k := slices.IndexFunc(p.Figures, func(x figure.Figure) bool { return x.ID == f.ID })
			if k < 0 {
				continue
			}
			was := map[string]figure.Cell{}
			for _, c := range p.Figures[k].Cells {
				was[joined(c.At())] = c
			}
			if g.tells(i, f, was, p.Held) {
				g.frozen[i] = g.former(f)
				break
			}
		}
		if g.keeps(i) {
			g.finds.Add("P416", diag.At{Field: f.ID}, f.ID)
		}
	}
}

// tells reports a difference between two printings of a figure that too few
// stand behind, and marks the cells that are printed already.
func (g *gate) tells(i int, f figure.Figure, was map[string]figure.Cell, held map[string][][]string) bool {
	printed := map[string]bool{}
	for j, c := range f.Cells {
		id := joined(c.At())
		printed[id] = true
		old, had := was[id]
		if !had && (held == nil || slices.ContainsFunc(held[f.ID], func(at []string) bool { return joined(at) == id })) {
			continue // withheld then: nothing to subtract
		}
		gone, come := g.apart(old, c)
		if len(gone)+len(come) > 0 && (g.few(gone) || g.few(come)) {
			return true
		}
		if _, ok := c.Value(); had && ok && len(gone)+len(come) == 0 && same(old, c) {
			g.fixed[cellAt{i, j}] = true
		}
	}
	for id, old := range was {
		if gone, _ := g.apart(old, figure.Cell{}); !printed[id] && g.few(gone) {
			return true
		}
	}
	return false
}

// same reports two cells that print the same value.
func same(a, b figure.Cell) bool {
	v, _ := a.Value()
	w, _ := b.Value()
	return v == w
}

// apart are the statements behind one cell only, of those that nobody can look
// up.
func (g *gate) apart(a, b figure.Cell) (gone, come []string) {
	x, y := g.secret(a), g.secret(b)
	return without(x, y), without(y, x)
}

// without is x less y, both sorted.
func without(x, y []string) (out []string) {
	for _, k := range x {
		if _, in := slices.BinarySearch(y, k); !in {
			out = append(out, k)
		}
	}
	return out
}

// few reports statements behind which stand fewer than the audience's
// threshold; none at all tell nothing.
func (g *gate) few(ks []string) bool {
	if len(ks) == 0 {
		return false
	}
	speakers, monitors, orgs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, k := range ks {
		s := g.in.Who[k]
		speakers[s.Speaker], monitors[s.Monitor], orgs[s.Org] = true, true, true
	}
	k := g.threshold()
	return len(speakers) < k || len(monitors) < k || len(orgs) < k
}

// former is a figure as the last edition printed it, or with every number
// withheld where that is not at hand.
func (g *gate) former(f figure.Figure) figure.Figure {
	if g.in.Last != nil {
		if old, ok := g.in.Last.Figure(f.ID); ok {
			if old.AsOf == "" {
				old.AsOf = g.in.Last.ID()
			}
			return old
		}
	}
	f.Sentence, f.Relations, f.Named, f.Basis, f.AsOf = nil, nil, nil, nil, withheldWhole
	cells := f.Cells
	f.Cells = nil
	for _, c := range cells {
		f.Cells = append(f.Cells, figure.Absent(figure.Withheld, figure.Trace{}, c.At()...).With(RulePeople))
	}
	return f
}

// News reports whether an edition prints a number that an earlier one did not:
// one that only keeps former numbers has none.
func News(earlier, now Edition) bool {
	for _, f := range now.e.Figures {
		old, ok := earlier.Figure(f.ID)
		if f.AsOf != "" || words(f) {
			continue
		}
		if !ok || !slices.EqualFunc(old.Cells, f.Cells, func(a, b figure.Cell) bool {
			_, had := a.Value()
			_, has := b.Value()
			return had == has && same(a, b) && a.N() == b.N() && a.Of() == b.Of() && slices.Equal(a.At(), b.At())
		}) {
			return true
		}
	}
	return false
}

// Kept lists the figures that keep the numbers of an earlier release.
func (e Edition) Kept() (ids []string) {
	for _, f := range e.e.Figures {
		if f.AsOf != "" {
			ids = append(ids, f.ID)
		}
	}
	return ids
}
