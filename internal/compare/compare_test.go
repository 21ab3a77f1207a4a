package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

func naming(id string, k source.Class, who, kase, label string) claim.Claim {
	return claim.Claim{Key: claim.Key{Source: "orvanie-notes", ID: id}, Kind: claim.KindNaming,
		Said:   claim.Said{Speaker: claim.Speaker{Class: k, Subject: who}, Verbatim: "« " + label + " »"},
		Naming: &claim.Naming{Subject: claim.Subject{Kind: "case", ID: kase}, Term: label, Label: label}}
}

func orvanie() Input {
	return Input{Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "orvanie-notes"}}}, Claims: []claim.Claim{
		naming("1", source.LocalAuthority, "p1", "c1", "banditry"),
		naming("2", source.Resident, "p2", "c1", "robbery"),
		naming("3", source.Resident, "p3", "c1", "rebellion"),
		naming("4", source.LocalAuthority, "p1", "c2", "banditry"),
		naming("5", source.Resident, "p2", "c2", "banditry"),
		naming("6", source.Media, "p9", "c3", "attack"),
		{Key: claim.Key{Source: "orvanie-notes", ID: "7"}, Kind: claim.KindResponse, Said: claim.Said{Speaker: claim.Speaker{Class: source.Resident}},
			Response: &claim.Response{Subject: claim.Subject{Kind: "case", ID: "c1"}, Response: "military", Label: "banditry"}},
		{Key: claim.Key{Source: "orvanie-notes", ID: "8"}, Kind: claim.KindCoping, Said: claim.Said{Speaker: claim.Speaker{Class: source.Resident}},
			Coping: &claim.Coping{Subject: claim.Subject{Kind: "case", ID: "c1"}, Coping: "night-watch"}},
	}}
}

func find(t testing.TB, fs []figure.Figure, id string) figure.Figure {
	i := slices.IndexFunc(fs, func(f figure.Figure) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("no figure %s", id)
	}
	return fs[i]
}

func ExampleFigures() {
	for _, f := range Figures(orvanie()) {
		s, _ := f.Sentence.In(lang.English)
		fmt.Println(f.ID, "—", s)
	}
	// Output:
	// compare.cases — 6 names given were collected for 3 cases; of 2, more than one group speaks.
	// compare.names-by-class — 6 statements use 4 different names; 3 groups speak. The table counts and does not decide.
	// compare.within — Before any gap between groups, the spread within one: of 1 case on which several speakers of the same group (resident) speak, 1 gets more than one name.
	// compare.pairs — For the pair that overlaps most (local authority and resident), both speak of 2 of 3 cases; in 1, a same name recurs.
	// compare.responses — 1 statement says which response followed; 1 also says which name it went with.
	// compare.coping — 1 statement says what people had to do themselves, in 1 way.
	// compare.coping-said — Words are quoted only with the consent of those who said them.
}

func TestSilenceIsNotDisagreement(t *testing.T) {
	fs := Figures(orvanie())
	c, ok := find(t, fs, "compare.cases").Cell("case:c3", "resident")
	if !ok || c.Why() != figure.NotSaid {
		t.Error("silence is shown as something else:", c.Why())
	}
	for _, k := range find(t, fs, "compare.pairs").Dims[0].Keys {
		if k == "resident+media" {
			t.Error("two groups that never speak of the same case are compared")
		}
	}
}

func TestTheSpreadWithinAGroupNeedsTwoSpeakers(t *testing.T) {
	f := find(t, Figures(orvanie()), "compare.within")
	c, _ := f.Cell("resident")
	if v, _ := c.Value(); v != 1 || c.Of() != 1 {
		t.Error("residents:", v, c.Of())
	}
	c, _ = f.Cell("local-authority")
	if c.Why() != figure.TooFew {
		t.Error("one speaker has a spread:", c.Why())
	}
}

func TestNoFigureHasAMajorityOrAnInterval(t *testing.T) {
	for _, f := range Figures(orvanie()) {
		for _, c := range f.Cells {
			if _, _, s := c.Range(); s != figure.NoSpread {
				t.Errorf("%s has an interval where there is no sample", f.ID)
			}
		}
	}
}

func TestTheOrderOfStatementsChangesNothing(t *testing.T) {
	in := orvanie()
	want := Figures(in)
	r := rand.New(rand.NewPCG(5, 5))
	for range 20 {
		r.Shuffle(len(in.Claims), func(i, j int) { in.Claims[i], in.Claims[j] = in.Claims[j], in.Claims[i] })
		if d := cmp.Diff(want, Figures(in), cmp.AllowUnexported(figure.Cell{})); d != "" {
			t.Fatal(d)
		}
	}
}

func TestNothingCollectedSaysSo(t *testing.T) {
	in := orvanie()
	in.Claims = nil
	f := find(t, Figures(in), "compare.cases")
	if f.Cells[0].Why() != figure.NotAsked {
		t.Fatal(f.Cells[0].Why())
	}
}

func TestNamesPassedOnByReportsStandApart(t *testing.T) {
	in := orvanie()
	for _, id := range []string{"r1", "r2"} {
		c := naming(id, source.CentralAuthority, "informant", "own-reports/"+id+"/incident", "")
		c.Naming.Subject.Kind, c.Naming.Term, c.Said.Reported = "event", "Coupeurs de route", true
		in.Claims = append(in.Claims, c)
	}
	in.Terms = map[string]string{"coupeurs de route": "road-cutters"}
	fs := Figures(in)
	if f := find(t, fs, "compare.cases"); len(f.Dims[0].Keys) != 3 {
		t.Errorf("a single incident became a case: %v", f.Dims[0].Keys)
	}
	f := find(t, fs, "compare.names-reported")
	if c, ok := f.Cell("road-cutters", "central-authority"); !ok || c.N() != 2 {
		t.Error("the name was not counted under its code", f.Dims[0].Keys)
	}
	if g := find(t, fs, "compare.names-by-class"); slices.Contains(g.Dims[0].Keys, "road-cutters") {
		t.Error("names passed on are mixed with names heard")
	}
}

func TestWhatNobodyCollectedSaysSo(t *testing.T) {
	fs := Figures(Input{Study: study.Study{Nature: source.Partial, Sources: []source.Source{{ID: "press"}}}})
	for _, id := range []string{"compare.cases", "compare.names-by-class", "compare.responses", "compare.coping"} {
		f := find(t, fs, id)
		if len(f.Cells) != 1 || f.Cells[0].Why() != figure.NotAsked {
			t.Errorf("%s does not say that nothing was collected", id)
		}
	}
}

func TestVerbatimsCountSpeakersAndQuoteOnlyThoseWhoAgreed(t *testing.T) {
	in := orvanie()
	for i, cleared := range []bool{true, true, false} {
		in.Claims = append(in.Claims, claim.Claim{Key: claim.Key{Source: "orvanie-notes", ID: fmt.Sprint("w", i)}, Kind: claim.KindVerbatim,
			Said: claim.Said{Speaker: claim.Speaker{Class: source.Resident, Subject: "p2"}, Verbatim: "x", Theme: []string{"asked"}, Consent: claim.ConsentQuote, Cleared: cleared}})
	}
	fs := Figures(in)
	if c, _ := find(t, fs, "compare.themes").Cell("asked", "resident"); c.N() != 3 {
		t.Error("three verbatims are behind the cell")
	} else if v, _ := c.Value(); v != 1 {
		t.Errorf("one speaker was counted as %v", v)
	}
	c, _ := find(t, fs, "compare.quotes").Cell("asked")
	n := 0
	for _, s := range c.Sayings() {
		if s.Quotable {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d may be quoted, want 2", n)
	}
}
