package involve

import (
	"errors"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/ranktest"
)

// CoOccurrence is the id under which a study registers, before it looks, that
// it will correlate the rung of involvement with what became of measures.
const CoOccurrence = "involve.co-occurrence"

// fewestOffices are needed: measures of one office or programme are alike, so
// that whole offices are permuted, never single measures.
const fewestOffices = 8

// outcome is something recorded about a measure that involvement might affect.
type outcome struct {
	id string
	of func(register.Measure) (y float64, known bool)
}

var outcomes = []outcome{
	{"evaluated", func(m register.Measure) (float64, bool) {
		switch m.Occurred["evaluation"] {
		case "yes":
			return 1, true
		case "no":
			return 0, true
		}
		return 0, false
	}},
	{"revised", func(m register.Measure) (float64, bool) {
		switch m.Occurred["revision"] {
		case "yes":
			return 1, true
		case "no":
			return 0, true
		}
		return 0, false
	}},
	{"ended", func(m register.Measure) (float64, bool) {
		if !m.Start.Known() {
			return 0, false
		}
		for _, e := range m.Events {
			if e.Kind == "repealed" || e.Kind == "suspended" {
				return 1, true
			}
		}
		return 0, true
	}},
}

// coOccurrence correlates, across measures, the highest supported rung with
// what was recorded of each. It is made only where the study registered it in
// advance: tier 2, no cause, no regression on twenty measures.
func (r room) coOccurrence() (figure.Figure, bool) {
	on := ""
	for _, a := range r.in.Study.Registered {
		if a.ID == CoOccurrence {
			on = a.On
		}
	}
	if on == "" {
		return figure.Figure{}, false
	}
	dim := figure.Dim{ID: "outcome", Label: say("dim.outcome")}
	f := r.frame("co-occurrence", figure.Estimate, "unit.tau", dim)
	f.Tier = "T2"
	type seen struct {
		m    register.Measure
		rung float64
		cs   []claim.Claim
	}
	var all []seen
	for _, m := range r.measures {
		x := seen{m: m, rung: claim.Unclear}
		for _, st := range register.Stages {
			for _, c := range r.at[[2]string{m.ID, st}] {
				x.cs = append(x.cs, c)
				x.rung = max(x.rung, float64(c.Involvement.Supported))
			}
		}
		if x.rung > claim.Unclear {
			all = append(all, x)
		}
	}
	shown := 0
	var first lang.Text
	for _, o := range outcomes {
		f.Dims[0].Keys = append(f.Dims[0].Keys, o.id)
		f.Dims[0].Labels = append(f.Dims[0].Labels, say("outcome."+o.id))
		var xs, ys []float64
		var ms []register.Measure
		var cs []claim.Claim
		for _, a := range all {
			if y, ok := o.of(a.m); ok {
				xs, ys, ms, cs = append(xs, a.rung), append(ys, y), append(ms, a.m), append(cs, a.cs...)
			}
		}
		none := figure.Trace{Looked: r.looked}
		xs, ys = byOffice(ms, xs), byOffice(ms, ys)
		if len(xs) < fewestOffices {
			f.Cells = append(f.Cells, figure.Absent(figure.TooFew, none, o.id).With("note.few-offices", len(ms), len(xs), fewestOffices))
			continue
		}
		t, err := ranktest.TauB(xs, ys, r.in.Study.Seed)
		switch {
		case errors.Is(err, ranktest.ErrConstant):
			f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, none, o.id).With("note.tau-constant", len(ms)))
			continue
		case err != nil:
			f.Cells = append(f.Cells, figure.Absent(figure.NotEstimable, none, o.id).With("note.degenerate"))
			continue
		}
		tr := figure.TraceOf(r.looked, cs...)
		tr.Refs = append(tr.Refs, row(nil, ms...).Refs...)
		slices.SortFunc(tr.Refs, func(a, b figure.Ref) int { return a.Claim.Compare(b.Claim) })
		by := r.by(cs)
		by.Public = by.Public && r.recorded(ms...).Public
		note := "note.tau"
		if !t.Exact {
			note = "note.tau-drawn"
		}
		f.Cells = append(f.Cells, figure.Est(t.Value, 0, 0, 0, len(ms), by, tr, o.id).With(note, len(ms), strconv.FormatFloat(t.P, 'f', 3, 64), t.N))
		if shown++; first == nil {
			first = say("sentence.involve.co-occurrence", t.N, say("outcome."+o.id), number(t.Value, 2), number(t.P, 3))
		}
	}
	if f.Sentence = first; first == nil {
		f.Sentence = say("sentence.involve.co-occurrence-none")
	}
	f.Caveats = append(f.Caveats, say("caveat.co-occurrence", lang.Dated(on)), say("caveat.several-outcomes", len(outcomes), shown))
	return f, true
}

// byOffice is the mean of each office or programme that leads measures, in the
// order in which they are met. Measures whose office nobody recorded count as
// one: they may all be of one.
func byOffice(ms []register.Measure, values []float64) (means []float64) {
	at := map[string]int{}
	var n []float64
	for i, m := range ms {
		k := lang.Fold(m.Lead)
		j, ok := at[k]
		if !ok {
			j = len(means)
			at[k] = j
			means, n = append(means, 0), append(n, 0)
		}
		means[j] += values[i]
		n[j]++
	}
	for j := range means {
		means[j] /= n[j]
	}
	return means
}

func number(x float64, decimals int) lang.Text {
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Float(x, decimals)
	}
	return t
}
