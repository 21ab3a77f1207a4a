package profile

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/series"
)

const (
	// BreakAt is the beginning of the id under which a study registers, before
	// it looks, the month at which a trend might bend: "profile.break:2021-06".
	BreakAt = "profile.break:"
	margin  = 12         // months on each side by which every date is judged
	nearest = margin + 6 // months between a break and an end of the series
)

// trends follows kinds of act within one source that sees two of them or more:
// what differs between two sources is then no difference in time. Each source
// has its own figure; sources are never added.
func (p population) trends() []figure.Figure {
	facet := p.in.Families
	if facet.Of == nil {
		facet = p.in.Types
	}
	if facet.Of == nil {
		return nil
	}
	of := map[string][]*counted{}
	for _, e := range p.events {
		for _, c := range e.Claims {
			if c.Incident == nil {
				continue
			}
			one := event.Event{ID: e.ID, Members: []event.Member{{Claim: c.Key, Relation: event.Same, Probability: 1}}, Claims: []claim.Claim{c}}
			of[c.Key.Source] = append(of[c.Key.Source], &counted{Event: one, view: one.At()})
		}
	}
	var fs []figure.Figure
	for _, s := range slices.Sorted(maps.Keys(of)) {
		fs = append(fs, p.trend(s, of[s], facet)...)
	}
	return fs
}

// monthly is a series of one kind of act in one source.
type monthly struct {
	key    string
	label  lang.Text
	counts []float64
	all    []*counted
}

func (p population) trend(src string, es []*counted, facet Facet) []figure.Figure {
	first, last := when.Bucket{}, when.Bucket{}
	months, quarters := map[string]map[string][]*counted{}, map[string]map[string][]*counted{}
	dated := 0
	seen := map[string]int{}
	for _, e := range es {
		w := e.view.When
		if !w.Known() {
			continue
		}
		m, q := when.BucketOf(w.From, when.Monthly), when.BucketOf(w.From, when.Quarterly)
		if !m.Holds(w) {
			continue
		}
		dated++
		if first.Grain != when.Monthly || m.N < first.N {
			first = m
		}
		if last.Grain != when.Monthly || m.N > last.N {
			last = m
		}
		for _, k := range facet.keysOf(e) {
			if k == facet.Rest {
				continue
			}
			if months[k] == nil {
				months[k], quarters[k] = map[string][]*counted{}, map[string][]*counted{}
			}
			seen[k]++
			months[k][m.String()] = append(months[k][m.String()], e)
			quarters[k][q.String()] = append(quarters[k][q.String()], e)
		}
	}
	var keys []string
	for _, k := range facet.dim(es).Keys {
		if seen[k] >= 20 {
			keys = append(keys, k)
		}
	}
	if len(keys) < 2 || last.N-first.N < 24 {
		return nil // the source does not see two kinds, or not for two years
	}
	name := lang.FrEn(src, src)
	if x, ok := p.in.Study.Source(src); ok {
		name = x.Name
	}
	label := func(k string) lang.Text {
		if i := slices.Index(facet.Dim.Keys, k); i >= 0 && i < len(facet.Dim.Labels) {
			return facet.Dim.Labels[i]
		}
		return lang.FrEn(k, k)
	}
	rows := figure.Dim{ID: "period", Label: say("dim.quarter")}
	for q, end := when.BucketOf(first.Span().From, when.Quarterly), when.BucketOf(last.Span().To, when.Quarterly); q.N <= end.N; q = q.Next() {
		rows.Keys, rows.Labels = append(rows.Keys, q.String()), append(rows.Labels, quarter(q))
	}
	cols := figure.Dim{ID: facet.Dim.ID, Label: facet.Dim.Label}
	var ms []monthly
	for _, k := range keys {
		cols.Keys, cols.Labels = append(cols.Keys, k), append(cols.Labels, label(k))
		m := monthly{key: k, label: label(k)}
		for b := first; b.N <= last.N; b = b.Next() {
			m.counts = append(m.counts, float64(len(months[k][b.String()])))
			m.all = append(m.all, months[k][b.String()]...)
		}
		ms = append(ms, m)
	}
	q := p
	q.sources = []string{src}
	f := q.frame(incidents, "profile.trend-"+src, figure.Series, rows, cols)
	f.Method, f.Tier = "profile#trend", "T1"
	f.Title, f.Question = say("title.profile.trend", name), say("ask.profile.trend", name)
	for _, r := range rows.Keys {
		for _, k := range keys {
			f.Cells = append(f.Cells, q.cell(incidents, quarters[k][r], r, k))
		}
	}
	third := len(ms[0].counts) / 3
	slices.SortStableFunc(ms, func(a, b monthly) int { return cmp.Compare(len(b.all), len(a.all)) })
	a, b := ms[0], ms[1]
	f.Sentence = say("sentence.profile.trend", name, a.label, rate(a.counts[:third]), rate(a.counts[len(a.counts)-third:]),
		b.label, rate(b.counts[:third]), rate(b.counts[len(b.counts)-third:]))
	f.Caveats = append(f.Caveats, say("caveat.one-source"), say("caveat.reports-not-acts"))
	fs := []figure.Figure{f}
	if g, ok := q.breaks(src, name, ms, first); ok {
		fs[0].Beside = append(fs[0].Beside, g.ID)
		fs = append(fs, g)
	}
	return fs
}

// quarter words a quarter: « T1 2019 », "Q1 2019".
func quarter(b when.Bucket) lang.Text {
	y, q, _ := strings.Cut(b.String(), "-Q")
	return lang.FrEn("T"+q+lang.NoBreak+y, "Q"+q+lang.NoBreak+y)
}

// rate is reports per year.
func rate(counts []float64) lang.Text {
	sum := 0.0
	for _, c := range counts {
		sum += c
	}
	v := 12 * sum / float64(len(counts))
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Float(v, 1)
	}
	return t
}

// breaks ranks the step of each trend at the registered months among all other
// months: a step that is usual in the series says nothing about its date.
func (p population) breaks(src string, name lang.Text, ms []monthly, first when.Bucket) (figure.Figure, bool) {
	var at []string
	for _, a := range p.in.Study.Registered {
		if m, ok := strings.CutPrefix(a.ID, BreakAt); ok {
			at = append(at, m)
		}
	}
	if len(at) == 0 {
		return figure.Figure{}, false
	}
	rows := figure.Dim{ID: "break", Label: say("dim.break"), Keys: at}
	for _, k := range at {
		rows.Labels = append(rows.Labels, lang.Dated(k))
	}
	cols := figure.Dim{ID: "kind-of-act", Label: say("dim.type")}
	for _, m := range ms {
		cols.Keys, cols.Labels = append(cols.Keys, m.key), append(cols.Labels, m.label)
	}
	f := p.frame(incidents, "profile.breaks-"+src, figure.Table, rows, cols)
	f.Unit, f.Method, f.Tier = "unit.ratio", "profile#breaks", "T1"
	f.Title, f.Question = say("title.profile.breaks", name), say("ask.profile.breaks", name)
	usual, unusual := 0, 0
	for _, k := range at {
		s, err := when.Parse(k)
		for _, m := range ms {
			none := figure.Trace{Looked: []string{src}}
			if err != nil || !s.Known() {
				f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, none, k, m.key).With("note.no-month"))
				continue
			}
			b, err := series.Placebo(series.LogCounts(m.counts), when.BucketOf(s.From, when.Monthly).N-first.N, margin)
			switch {
			case errors.Is(err, series.ErrShort):
				f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, none, k, m.key).With("note.short-series", nearest))
				continue
			case err != nil:
				f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, none, k, m.key).With("note.flat-series"))
				continue
			}
			if b.P <= 0.05 {
				unusual++
			} else {
				usual++
			}
			var cs []claim.Claim
			for _, e := range m.all {
				cs = append(cs, e.Claims...)
			}
			f.Cells = append(f.Cells, figure.Est(math.Exp(b.Step), 0, 0, 0, len(m.all), p.contributors(cs), figure.TraceOf(p.sources, cs...), k, m.key).
				With("note.placebo", b.Rank, b.Dates))
		}
	}
	if usual+unusual == 0 {
		f.Sentence = say("sentence.profile.breaks-none")
	} else {
		f.Sentence = say("sentence.profile.breaks", usual+unusual, unusual)
	}
	f.Caveats = append(f.Caveats, say("caveat.break"), say("caveat.one-source"))
	return f, true
}
