package protect

import (
	"encoding/json"
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
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
	g.recall()
	surveys := g.beside()
	for i, f := range g.in.Figures {
		if ofSurvey(f.ID, surveys) {
			g.frozen[i] = g.former(f)
		}
		for e, p := range g.in.Before {
			t := g.past[e][f.ID]
			switch {
			case g.keeps(i):
			case words(f) && (g.hushes(f, p.Words[f.ID]) || t != nil && g.says(f, t)), !words(f) && t != nil && g.tells(i, f, t, p.Held[f.ID]):
				g.frozen[i] = g.former(f)
			}
		}
		if g.keeps(i) {
			g.finds.Add("P416", diag.At{Field: f.ID}, f.ID)
		}
	}
}

// tells reports a difference between two printings of a figure that too few
// stand behind, and marks the cells that are printed already. A cell that was
// withheld and would now be printed is none: it stays withheld, see [gate.stays].
// But where nothing is left of it, its 0 would tell.
func (g *gate) tells(i int, f figure.Figure, t *then, held [][]string) bool {
	is := map[string]bool{}
	for j, c := range f.Cells {
		id := joined(c.At())
		is[id] = true
		old, had := t.printed[id]
		if !had && slices.ContainsFunc(held, func(at []string) bool { return joined(at) == id }) {
			_, ok := c.Value()
			if was, hid := t.hidden[id]; hid && (!ok || g.zero(cellAt{i, j})) && !g.moved(was, c) {
				return true
			}
			continue
		}
		if g.differs(old, c) {
			return true
		}
		gone, come := g.apart(old, c)
		if _, ok := c.Value(); had && ok && len(gone)+len(come) == 0 && same(old, c) {
			g.fixed[cellAt{i, j}] = true
		}
	}
	for _, m := range []map[string]figure.Cell{t.printed, t.hidden} {
		for id, old := range m {
			if gone, _ := g.apart(old, figure.Cell{}); !is[id] && g.few(gone) {
				return true
			}
		}
	}
	return g.says(f, t)
}

// says reports that what a figure states in words tells, beside what it stated,
// of too few.
func (g *gate) says(f figure.Figure, t *then) bool {
	for _, n := range f.Named {
		if old, had := t.named[n.Total]; had && (n.Said || n.In >= 0) && g.differs(old, n.Cell) {
			return true
		}
	}
	for i, c := range f.Basis {
		if i < len(t.stated) && g.differs(t.stated[i], c) {
			return true
		}
	}
	return false
}

// differs reports two cells whose difference is of too few: of what they rest
// on, or of how many they are.
func (g *gate) differs(old, now figure.Cell) bool {
	gone, come := g.apart(old, now)
	if len(gone)+len(come) > 0 && (g.few(gone) || g.few(come)) {
		return true
	}
	d := old.Of() - now.Of()
	return d != 0 && abs(d) < g.threshold() && old.Of() > 0 && now.Of() > 0 && !now.By().Public
}

// stays reports a cell that an earlier release withheld, and that stays
// withheld: so few came or went since that its number would tell the former one,
// or who they are.
func (g *gate) stays(f figure.Figure, c figure.Cell) bool {
	id := joined(c.At())
	for e := range g.past {
		t := g.past[e][f.ID]
		if t == nil {
			continue
		}
		if old, hid := t.hidden[id]; hid {
			gone, come := g.apart(old, c)
			if len(gone)+len(come) == 0 || g.few(gone) || g.few(come) {
				return true
			}
		}
	}
	return false
}

// Worded is what an edition printed of a cell of words: quotations, nothing, or
// that something is withheld; and who said what it does not quote.
type Worded struct {
	At     []string `json:"at"`
	State  string   `json:"state"`
	Behind []string `json:"behind,omitempty"`
}

// The states of a cell of words.
const (
	wordsNone   = "none"
	wordsQuoted = "quoted"
	wordsHeld   = "withheld"
)

// worded says what this release prints of a cell of words.
func (g *gate) worded(f figure.Figure, c figure.Cell) Worded {
	w := Worded{At: c.At(), State: wordsNone, Behind: g.secret(c)}
	hard := g.hard
	cut, _ := g.cut(c)
	g.hard = hard
	_, ok := c.Value()
	switch {
	case ok && g.rule(f, c) != "":
		w.State = wordsHeld
	case len(cut.Sayings()) > 0:
		w.State = wordsQuoted
	}
	return w
}

// hushes reports that a figure of words shows, beside an earlier printing, that
// too few people said something they may not be quoted with, or took it back.
func (g *gate) hushes(f figure.Figure, before []Worded) bool {
	if before == nil {
		return false
	}
	was := map[string]Worded{}
	for _, w := range before {
		was[joined(w.At)] = w
	}
	tells := func(a, b Worded) bool {
		gone, come := without(a.Behind, b.Behind), without(b.Behind, a.Behind)
		return a.State != b.State && len(gone)+len(come) > 0 && (g.few(gone) || g.few(come))
	}
	for _, c := range f.Cells {
		w := g.worded(f, c)
		id := joined(w.At)
		old, had := was[id]
		delete(was, id)
		if !had {
			old.State = "" // a row that was not there
		}
		if tells(old, w) {
			return true
		}
	}
	for _, old := range was {
		if tells(old, Worded{}) {
			return true
		}
	}
	return false
}

// quotes is a figure of words as the last edition printed it, if all that
// it quotes may still be quoted; else it prints nothing.
func (g *gate) quotes(f, old figure.Figure) figure.Figure {
	now := map[string]bool{}
	for _, c := range f.Cells {
		hard := g.hard
		cut, _ := g.cut(c)
		g.hard = hard
		for _, s := range cut.Sayings() {
			b, _ := json.Marshal(s)
			now[joined(c.At())+string(b)] = true
		}
	}
	for _, c := range old.Cells {
		for _, s := range c.Sayings() {
			if b, _ := json.Marshal(s); !now[joined(c.At())+string(b)] {
				return g.silenced(f)
			}
		}
	}
	return old
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
			return g.quotes(f, old)
		}
	}
	return g.silenced(f)
}

// silenced is a figure none of whose numbers are printed.
func (g *gate) silenced(f figure.Figure) figure.Figure {
	var caveats []lang.Text
	for i, c := range f.Caveats {
		if !slices.ContainsFunc(f.Named, func(n figure.Named) bool { return n.In == i }) {
			caveats = append(caveats, c) // it states no number
		}
	}
	f.Sentence, f.Relations, f.States, f.Named, f.Basis, f.Caveats, f.AsOf = nil, nil, nil, nil, nil, caveats, withheldWhole
	cells := f.Cells
	f.Cells = nil
	for _, c := range cells {
		f.Cells = append(f.Cells, figure.Absent(figure.Withheld, figure.Trace{}, c.At()...).With(RulePeople))
	}
	return f
}

// News reports whether an edition prints a number or a word that an earlier one
// did not, or no longer quotes somebody: one that only keeps former numbers has
// none.
func News(earlier, now Edition) bool {
	for _, f := range now.e.Figures {
		old, ok := earlier.Figure(f.ID)
		if f.AsOf != "" && !(words(f) && f.AsOf == withheldWhole && old.AsOf != f.AsOf) {
			continue
		}
		if words(f) && ok && !slices.EqualFunc(old.Cells, f.Cells, alike) {
			return true
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

// alike reports two cells that quote the same.
func alike(a, b figure.Cell) bool {
	x, _ := json.Marshal(a.Sayings())
	y, _ := json.Marshal(b.Sayings())
	return slices.Equal(a.At(), b.At()) && string(x) == string(y)
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

// rests lists the statements behind all figures that nobody can look up.
func (g *gate) rests() (ks []string) {
	for _, f := range g.in.Figures {
		for _, c := range f.Cells {
			ks = append(ks, g.secret(c)...)
		}
	}
	slices.Sort(ks)
	return slices.Compact(ks)
}

// Waits reports how many people came or went since the last release of the
// audience, and how many the study wants before it makes another: between none
// and that many, a release waits. Withdrawn statements count as one person's.
func Waits(in Input) (changed, least int) {
	least = in.Study.Rules.WithDefaults().MinChanged
	if len(in.Before) == 0 || in.Profile == Internal {
		return 0, least
	}
	last := in.Before[len(in.Before)-1]
	if last.Known == nil {
		return 0, least // made by a program that did not keep whom it rests on
	}
	g := gate{in: in, sources: map[string]source.Source{}}
	for _, s := range in.Study.Sources {
		g.sources[s.ID] = s
	}
	g.quote()
	now := g.rests()
	who := map[string]bool{}
	for _, k := range slices.Concat(without(last.Rests, now), without(now, last.Rests)) {
		who[in.Who[k].Speaker] = true
	}
	return len(who), least
}
