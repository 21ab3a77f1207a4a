package compare

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
)

// voices are the verbatims: how many speakers on which theme, and the words
// of those who agreed to be quoted. They illustrate; they prove nothing.
func (r room) voices() []figure.Figure {
	at := map[string][]claim.Claim{}
	classes := map[source.Class]bool{}
	var all, mayQuote []claim.Claim
	for _, c := range r.in.Claims {
		if c.Kind != claim.KindVerbatim {
			continue
		}
		all = append(all, c)
		if figure.SayingOf(c).Quotable {
			mayQuote = append(mayQuote, c)
		}
		classes[c.Said.Speaker.Class] = true
		themes := c.Said.Theme
		if len(themes) == 0 {
			themes = []string{"no-theme"}
		}
		for _, t := range themes {
			at[t] = append(at[t], c)
		}
	}
	if len(all) == 0 {
		return nil
	}
	set := map[string]bool{}
	for t := range at {
		set[t] = true
	}
	rows := r.codes("theme", set)
	ks := inOrder(classes)
	f := r.frame("compare.themes", figure.Matrix, "unit.speakers", rows, classDim(ks))
	q := r.frame("compare.quotes", figure.Items, "unit.verbatims", rows)
	for _, t := range rows.Keys {
		cs := at[t]
		slices.SortStableFunc(cs, func(a, b claim.Claim) int {
			return cmp.Or(cmp.Compare(a.Said.On.From, b.Said.On.From), a.Key.Compare(b.Key))
		})
		for _, k := range ks {
			var of []claim.Claim
			speakers := map[string]bool{}
			for _, c := range cs {
				if c.Said.Speaker.Class == k {
					of = append(of, c)
					speakers[speaker(c)] = true
				}
			}
			f.Cells = append(f.Cells, figure.Count(len(speakers), r.by(of), figure.TraceOf(r.sources, of...), t, string(k)))
		}
		var ss []figure.Saying
		for _, c := range cs {
			ss = append(ss, figure.SayingOf(c))
		}
		q.Cells = append(q.Cells, figure.Quote(ss, r.by(cs), figure.TraceOf(r.sources, cs...), t))
	}
	f.Sentence = say("sentence.compare.themes", len(all), len(rows.Keys))
	f.Caveats = append(f.Caveats, say("caveat.speakers-not-mentions"))
	q.Sentence = say("sentence.compare.quotes", len(mayQuote), len(all))
	q.Caveats = append(q.Caveats, say("caveat.quotes"))
	return []figure.Figure{f.Names("compare.verbatims", r.total(all)).Rests(r.total(all)), q.Rests(r.total(all), r.total(mayQuote))}
}
