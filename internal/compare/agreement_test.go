package compare

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/agreement"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// said is one speaker's name for one subject. FICTION: all of it.
func said(id, subject, speaker, term string, class source.Class, area string, year int) claim.Claim {
	kind, sid, _ := strings.Cut(subject, ":")
	return claim.Claim{Key: claim.Key{Source: "talks", ID: id}, Kind: claim.KindNaming,
		Said:   claim.Said{Speaker: claim.Speaker{Class: class, Subject: speaker, Area: area}, On: when.On(when.Date(year, 3, 1))},
		Naming: &claim.Naming{Subject: claim.Subject{Kind: kind, ID: sid}, Term: term, Label: term}}
}

// talks has n cases; resident a always says x, b says what says gives.
func talks(n int, says func(i int) string) (cs []claim.Claim) {
	for i := range n {
		s := fmt.Sprint("case:c", i)
		cs = append(cs, said(fmt.Sprint("a", i), s, "a", []string{"x", "y"}[i%2], source.Resident, "north", 2020),
			said(fmt.Sprint("b", i), s, "b", says(i), source.Resident, "coast", 2020+i%2))
	}
	return cs
}

func made(t *testing.T, in Input) map[string]figure.Figure {
	t.Helper()
	m := map[string]figure.Figure{}
	for _, f := range Figures(in) {
		m[f.ID] = f
	}
	return m
}

func why(f figure.Figure, at ...string) string {
	c, _ := f.Cell(at...)
	note, _ := c.Note()
	return note
}

// The cell is the kernel's alpha over speakers, its interval the kernel's, and
// its trace ends at every statement that went in.
func TestAgreementIsTheKernels(t *testing.T) {
	says := func(i int) string { return []string{"x", "y", "x"}[i%3] }
	in := Input{Study: study.Study{Seed: 7}, Claims: talks(20, says)}
	var flat []string
	for i := range 20 {
		flat = append(flat, []string{"x", "y"}[i%2], says(i))
	}
	x, err := agreement.FromLabels(2, flat)
	if err != nil {
		t.Fatal(err)
	}
	want, err := agreement.Krippendorff(x, agreement.Nominal)
	if err != nil {
		t.Fatal(err)
	}
	fs := made(t, in)
	f := fs["compare.agreement"]
	c, _ := f.Cell("all")
	v, _ := c.Value()
	lo, hi, spread := c.Range()
	if d := v - want.Value; d > 1e-12 || d < -1e-12 || c.N() != 20 || len(c.Trace().Refs) != 40 || spread != figure.Interval || lo >= v || hi <= v {
		t.Error(v, want.Value, c.N(), len(c.Trace().Refs), lo, hi)
	}
	if _, args := c.Note(); args[0] != "40" || args[1] != "55" {
		t.Error(args)
	}
	// In each area one voice speaks of each case: nobody to agree with.
	if why(f, "area:north") != "note.few-subjects" || why(f, "area:coast") != "note.few-subjects" {
		t.Error("agreement with oneself was measured")
	}
	if _, ok := fs["compare.agreement-within"].Cell("resident"); !ok {
		t.Error("the spread within the group is not beside it")
	}
	again, _ := made(t, in)["compare.agreement"].Cell("all")
	if l, h, _ := again.Range(); l != lo || h != hi {
		t.Error("the same seed gives another interval")
	}
	if !strings.Contains(fmt.Sprint(f.Caveats), "holds for no population") {
		t.Error("the interval is not said to be no population's")
	}
}

func TestWhereAgreementIsNotDefinedTheCellSaysWhy(t *testing.T) {
	few := Figures(Input{Claims: talks(4, func(int) string { return "x" })})
	for _, f := range few {
		if f.ID == "compare.agreement" {
			t.Error("a figure of agreement was made of four cases")
		}
	}
	same := talks(12, func(int) string { return "x" })
	for i := range same {
		same[i].Naming.Label = "x"
	}
	for _, f := range Figures(Input{Claims: same}) {
		if f.ID == "compare.agreement" {
			t.Error("one name everywhere has no alpha", f.Cells)
		}
	}
}

// A speaker who changes the name counts once, with the latest, and the figure
// says that earlier ones are left aside, but not how many: that number is nobody's cell.
func TestEachVoiceCountsOnce(t *testing.T) {
	cs := talks(12, func(i int) string { return []string{"x", "y"}[i%2] })
	old := said("old", "case:c0", "a", "z", source.Resident, "north", 2011)
	fs := made(t, Input{Claims: append(cs, old)})
	f := fs["compare.agreement"]
	if c, _ := f.Cell("all"); c.N() != 12 || len(c.Trace().Refs) != 24 {
		t.Error(c.N(), len(c.Trace().Refs))
	}
	if v, _ := f.Cells[0].Value(); v != 1 {
		t.Error("an earlier name counted", v)
	}
	if !strings.Contains(fmt.Sprint(f.Caveats), "earlier names are left aside") {
		t.Error(f.Caveats)
	}
}

// incidents links pairs of records of two sources into n events; each record
// passes on a name.
func incidents(n int, term func(source string, i int) string) (es []event.Event, names []claim.Claim) {
	for i := range n {
		var e event.Event
		for _, s := range []string{"gazette", "reports"} {
			k := claim.Key{Source: s, ID: fmt.Sprint(i)}
			inc := claim.Claim{Key: k, Kind: claim.KindIncident, Incident: &claim.Incident{Type: "attack", When: when.On(when.Date(2020, 1, 1+i*20)),
				Actors: []claim.Actor{{Role: "perpetrator", Name: "The Tamar"}}}}
			e.Claims, e.Members = append(e.Claims, inc), append(e.Members, event.Member{Claim: k, Relation: event.Same, Probability: 1})
			names = append(names, claim.Claim{Key: claim.Key{Source: s, ID: fmt.Sprint(i, "/n")}, Kind: claim.KindNaming, Said: claim.Said{Reported: true},
				Naming: &claim.Naming{Subject: claim.Subject{Kind: "event", ID: k.String()}, Term: term(s, i)}})
		}
		e.ID = event.IDOf([]claim.Key{e.Members[0].Claim, e.Members[1].Claim})
		es = append(es, e)
	}
	return es, names
}

// Sources agree on a name that the linker used, by construction: such a name
// never enters.
func TestANameTheLinkerUsedIsLeftOut(t *testing.T) {
	es, names := incidents(12, func(string, int) string { return "the tamar" })
	f := made(t, Input{Claims: names, Linkings: []Linking{{0.5, es}}})["compare.agreement-linked"]
	if why(f, "0.50") != "note.linker-used" {
		t.Error(f.Cells)
	}
	es, names = incidents(12, func(s string, i int) string { return "ATTACK" })
	if f := made(t, Input{Claims: names, Linkings: []Linking{{0.5, es}}})["compare.agreement-linked"]; why(f, "0.50") != "note.linker-used" {
		t.Error("the type by which records were matched counted as a name", f.Cells)
	}
}

// With fewer links fewer incidents are named twice, and the figure shows each
// threshold.
func TestAgreementHangsOnTheThreshold(t *testing.T) {
	es, names := incidents(20, func(s string, i int) string {
		if s == "gazette" || i%3 > 0 {
			return []string{"banditry", "rebellion"}[i%2]
		}
		return "terrorism"
	})
	strict := es[:9]
	f := made(t, Input{Study: study.Study{Seed: 3}, Claims: names, Linkings: []Linking{{0.9, strict}, {0.3, es}}})["compare.agreement-linked"]
	if got := fmt.Sprint(f.Dims[0].Keys); got != "[0.30 0.90]" {
		t.Error(got)
	}
	a, _ := f.Cell("0.30")
	b, _ := f.Cell("0.90")
	if a.N() != 20 || b.N() != 9 {
		t.Error(a.N(), b.N())
	}
	if s := f.Sentence[lang.English]; !strings.HasPrefix(s, "Across 2 ways of linking accounts") {
		t.Error(s)
	}
	// One source's two names for one incident are no agreement between sources.
	for i := range names {
		names[i].Key.Source = "gazette"
	}
	f = made(t, Input{Claims: names, Linkings: []Linking{{0.3, es}}})["compare.agreement-linked"]
	if why(f, "0.30") != "note.few-subjects" {
		t.Error("agreement of a source with itself was measured")
	}
}

func TestCodersAndTheirDisagreements(t *testing.T) {
	k := Coding{ID: "rungs", Source: "record", File: "rungs.csv", Coders: []string{"A", "B", "C"}}
	for i := range 30 {
		row := []string{"none", "none", ""}
		if i%2 == 0 {
			row = []string{"informed", "informed", "informed"}
		}
		if i%10 == 4 {
			row[1] = "consulted"
		}
		if i == 29 {
			row = []string{"none", "", ""}
		}
		k.Units, k.Codes = append(k.Units, fmt.Sprintf("u%02d", i)), append(k.Codes, row)
	}
	fs := made(t, Input{Coding: []Coding{k}})
	f := fs["compare.coders-rungs"]
	a, _ := f.Cell("alpha")
	if v, ok := a.Value(); !ok || v <= 0.5 || v >= 1 || a.N() != 29 || a.By().Monitors != 3 {
		t.Error(v, ok, a.N(), a.By())
	}
	if got := f.Sentence[lang.English]; got != "3 coders coded 29 units in common, apart; they differ on 3." {
		t.Error(got)
	}
	l := fs["compare.disagreements-rungs"]
	if fmt.Sprint(l.Dims[0].Keys) != "[u04 u14 u24]" || len(l.Cells) != 9 {
		t.Error(l.Dims[0].Keys, len(l.Cells))
	}
	c, _ := l.Cell("u04", "B")
	if s := c.Sayings(); len(s) != 1 || s[0].Label != "consulted" {
		t.Error(s)
	}
	// Nobody coded twice; everybody coded the same.
	once := Coding{ID: "once", Source: "record", Coders: []string{"A", "B"}, Units: []string{"u"}, Codes: [][]string{{"x", ""}}}
	if f := made(t, Input{Coding: []Coding{once}})["compare.coders-once"]; why(f, "alpha") != "note.coded-once" {
		t.Error(f.Cells)
	}
	one := Coding{ID: "one", Source: "record", Coders: []string{"A", "B"}, Units: []string{"u", "v"}, Codes: [][]string{{"x", "x"}, {"x", "x"}}}
	f = made(t, Input{Coding: []Coding{one}})["compare.coders-one"]
	if c, _ := f.Cell("percent"); why(f, "alpha") != "note.one-code" || c.N() != 2 {
		t.Error(f.Cells)
	}
}
