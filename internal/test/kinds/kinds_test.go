// Package kinds holds each kind of statement to the whole way: it is read from a
// file, has words, is counted by an analysis, and can be traced from there.
package kinds

import (
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/involve"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/profile"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// rows is one row of each kind that statements reads. FICTION: all of it.
var rows = map[claim.Kind]string{
	claim.KindNaming:         "subject;term\nc1;banditry\n",
	claim.KindResponse:       "subject;response\nc1;military\n",
	claim.KindCoping:         "subject;coping\nc1;night-watch\n",
	claim.KindInvolvement:    "measure;stage;rung_claimed;rung_supported\nm1;formulation;consulted;informed\n",
	claim.KindEffect:         "measure;effect;cause;rival\nm1;FICTION effect;FICTION cause;FICTION rival\n",
	claim.KindRecommendation: "addressee;text\nministry;FICTION: ask first\n",
	claim.KindCommitment:     "by;text;state\nministry;FICTION: will ask;announced\n",
	claim.KindCapacity:       "org;function;area;listed\no1;mediation;north;yes\n",
	claim.KindNeed:           "function;area\nmediation;north\n",
	claim.KindVerbatim:       "verbatim;theme\nFICTION words;asked\n",
}

// read takes the one row of a kind through the reader.
func read(t *testing.T, k claim.Kind) claim.Claim {
	t.Helper()
	head, row, _ := strings.Cut(rows[k], "\n")
	text := "id;class;stated_on;" + head + "\n1;resident;2020-03-01;" + row
	r, err := statements.Open(string(k)+".csv", strings.NewReader(text), statements.Options{Kind: k, Source: "talks", Consent: claim.PublicRecord})
	if err != nil {
		t.Fatal(k, err)
	}
	var out []claim.Claim
	for c, found := range r.Claims() {
		if len(found) > 0 {
			t.Log(k, found)
		}
		out = append(out, c)
	}
	if r.Err() != nil || len(out) != 1 || out[0].Kind != k {
		t.Fatal(k, out, r.Found(), r.Err())
	}
	return out[0]
}

// ofData makes the two kinds that data sets give.
func ofData(k claim.Kind) claim.Claim {
	c := claim.Claim{Key: claim.Key{Source: "talks", ID: "1"}, Kind: k, Said: claim.Said{Speaker: claim.Speaker{Class: source.DataSet}, Consent: claim.PublicRecord}}
	one, year := 1, when.Span{From: when.Date(2020, 1, 1), To: when.Date(2020, 12, 31), Precision: when.Year}
	switch k {
	case claim.KindIncident:
		c.Incident = &claim.Incident{When: year, Type: "clash", Deaths: claim.Deaths{Best: &one}}
	case claim.KindDeaths:
		c.Deaths = &claim.DeathsOver{When: year, Where: place.Where{Admin1: "north"}, Deaths: claim.Deaths{Best: &one}}
	}
	return c
}

// figures makes what every analysis makes of one claim.
func figures(c claim.Claim) (fs []figure.Figure) {
	st := study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "talks", Protection: source.Protection{Public: true}}}}
	cs := []claim.Claim{c}
	fs = append(compare.Figures(compare.Input{Study: st, Claims: cs}), involve.Figures(involve.Input{Study: st, Claims: cs,
		Measures: []register.Measure{{ID: "m1", Name: lang.FrEn("m1", "m1"), Occurred: map[string]string{"formulation": "yes"}}},
		Orgs:     []register.Org{{ID: "o1", Name: "o1"}}})...)
	in := profile.Input{Study: st}
	switch c.Kind {
	case claim.KindIncident:
		e := event.Alone(c.Key)
		e.Claims = cs
		in.Events = []event.Event{e}
	case claim.KindDeaths:
		in.Deaths = cs
	}
	more, _ := profile.Figures(in)
	return append(fs, more...)
}

func TestEveryKindGoesTheWholeWay(t *testing.T) {
	for _, k := range claim.Kinds {
		c := ofData(k)
		if slices.Contains(statements.Kinds(), k) {
			c = read(t, k)
		}
		b, err := claim.Encode(c)
		if err != nil {
			t.Fatal(k, err)
		}
		var back claim.Claim
		if back, err = claim.Decode(b); err != nil || back.Valid() != nil {
			t.Error(k, "is not what was written:", err)
		}
		for _, tag := range lang.Complete {
			if !lang.For(tag).Has("told." + string(k)) {
				t.Errorf("%s has no words in %s: told.%s", k, tag, k)
			}
		}
		shown := 0
		for _, f := range figures(back) {
			for _, x := range f.Cells {
				if slices.ContainsFunc(x.Trace().Refs, func(r figure.Ref) bool { return r.Claim == c.Key }) {
					shown++
				}
			}
		}
		if shown == 0 {
			t.Errorf("no figure counts or shows a statement of kind %s", k)
		}
	}
}
