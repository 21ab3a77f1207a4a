package involve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

func said(id string, k source.Class, m, stage string, claimed, supported int) claim.Claim {
	return claim.Claim{Key: claim.Key{Source: "orvanie-notes", ID: id}, Kind: claim.KindInvolvement,
		Said:        claim.Said{Speaker: claim.Speaker{Class: k}, Consent: claim.PublicRecord},
		Involvement: &claim.Involvement{Measure: m, Stage: stage, Claimed: claimed, Supported: supported}}
}

func measure(id, kind string, year int, occurred ...string) register.Measure {
	m := register.Measure{Key: claim.Key{Source: "orvanie-register", ID: id}, ID: id, Name: lang.FrEn("mesure "+id, "measure "+id), Kind: kind,
		Start: when.BucketOf(when.Date(year, 1, 1), when.Yearly).Span(), Occurred: map[string]string{}}
	for _, s := range occurred {
		m.Occurred[s] = "yes"
	}
	return m
}

func orvanie() Input {
	return Input{
		Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "orvanie-notes"}, {ID: "orvanie-register", Protection: source.Protection{Public: true}}}},
		Measures: []register.Measure{measure("law-b", "law", 2012, "decision"), measure("law-a", "law", 2010, "decision", "implementation"),
			measure("law-c", "law", 2014, "decision"), measure("ban", "restriction", 2015, "decision")},
		Claims: []claim.Claim{
			said("1", source.CentralAuthority, "law-a", "decision", 4, 1),
			said("2", source.CivilSociety, "law-a", "decision", 1, 1),
			said("3", source.CivilSociety, "law-b", "decision", 2, 2),
			said("4", source.Media, "law-c", "decision", 2, claim.Unclear),
			{Key: claim.Key{Source: "orvanie-notes", ID: "5"}, Kind: claim.KindNeed, Need: &claim.Need{Function: "mediation", Area: "north"}},
			{Key: claim.Key{Source: "orvanie-notes", ID: "6"}, Kind: claim.KindNeed, Need: &claim.Need{Function: "research", Area: "north"}},
			{Key: claim.Key{Source: "orvanie-notes", ID: "7"}, Kind: claim.KindCapacity, Capacity: &claim.Capacity{Org: "o1", Function: "mediation", Area: "north", Documented: true}},
			{Key: claim.Key{Source: "orvanie-notes", ID: "8"}, Kind: claim.KindCapacity, Capacity: &claim.Capacity{Org: "o1", Function: "mediation", Area: "north"}},
			{Key: claim.Key{Source: "orvanie-notes", ID: "9"}, Kind: claim.KindEffect, Effect: &claim.Effect{Measure: "law-a", Effect: "x", Rival: "y"}},
			{Key: claim.Key{Source: "orvanie-notes", ID: "10"}, Kind: claim.KindRecommendation, Recommendation: &claim.Recommendation{Addressee: "parliament", Text: "ask us"}},
		},
	}
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
	// involve.asked — Nothing has been collected on this point yet.
	// involve.place — Rungs that civil society states for itself, in 2 statements: informed (1) and consulted (1). Rungs that authorities state for it, in 1: collaborated (1).
	// involve.timeline — The register lists 4 measures, of which 1 is a restriction on civil society.
	// involve.strip — 4 statements speak of the involvement of civil society, in 3 of 4 measures; for the other, nothing was collected.
	// involve.statements — 4 statements for 4 measures: these are counts, not rates.
	// involve.coverage — Best known kind of measure at one stage (law, decision): of 3 measures, civil society was at least consulted in 1 at least and 2 at most; unknown counts once as no and once as yes.
	// involve.claimed — 4 statements on 3 stages of measures, each with its words, its date and who makes it.
	// involve.gap — Of 1 stage of which both speak, the rung claimed is the same in none, higher by the authorities' account in 1, higher by civil society's in none.
	// involve.effects — 1 effect is stated; 1 gives a rival explanation, and 0 tests are recorded.
	// involve.recommendations — 1 recommendation, addressed to: parliament (1).
	// involve.commitments — No commitment has been collected yet.
	// involve.needs — Of the needs expressed (function and area), 1 meets a documented capacity, 0 one that is declared only, 1 none.
	// involve.capacities — 1 organisation declares capacities in 1 function; 1 documents at least one. Their places are not published.
}

func TestUnknownCountsOnceAsNoAndOnceAsYes(t *testing.T) {
	c, _ := find(t, Figures(orvanie()), "involve.coverage").Cell("law", "decision")
	low, high, s := c.Range()
	if low != 1 || high != 2 || c.Of() != 3 || s != figure.Bounds {
		t.Fatalf("%v–%v of %d, %s", low, high, c.Of(), s)
	}
}

func TestAnUnsupportedRungIsUnknownAndNeverNone(t *testing.T) {
	f := find(t, Figures(orvanie()), "involve.strip")
	c, _ := f.Cell("law-c", "decision")
	if _, ok := c.Value(); ok || c.Why() != figure.Unknown || len(c.Sayings()) != 1 {
		t.Error("an unsupported statement:", c.Why(), len(c.Sayings()))
	}
	c, _ = f.Cell("law-c", "agenda")
	if c.Why() != figure.NotAsked {
		t.Error("nothing collected:", c.Why())
	}
	c, _ = f.Cell("law-a", "decision")
	if v, ok := c.Value(); !ok || v != 1 || len(c.Sayings()) != 2 {
		t.Error("supported rung:", v, ok, len(c.Sayings()))
	}
}

func TestARegisterKnownToBeIncompleteGetsNoFractions(t *testing.T) {
	in := orvanie()
	in.Study.Nature = source.Partial
	for _, f := range Figures(in) {
		for _, c := range f.Cells {
			if c.Of() > 0 {
				t.Fatalf("%s: a fraction of a register known to be incomplete", f.ID)
			}
		}
	}
}

func TestADocumentedCapacityCountsOnceBesideItsDeclaration(t *testing.T) {
	c, _ := find(t, Figures(orvanie()), "involve.needs").Cell("mediation", "north")
	if k, _ := c.Note(); k != "match.met-by-one" {
		t.Fatal(k)
	}
}

func TestTheOrderOfStatementsChangesNothing(t *testing.T) {
	in := orvanie()
	want := Figures(in)
	r := rand.New(rand.NewPCG(5, 5))
	for range 20 {
		r.Shuffle(len(in.Claims), func(i, j int) { in.Claims[i], in.Claims[j] = in.Claims[j], in.Claims[i] })
		r.Shuffle(len(in.Measures), func(i, j int) { in.Measures[i], in.Measures[j] = in.Measures[j], in.Measures[i] })
		if d := cmp.Diff(want, Figures(in), cmp.AllowUnexported(figure.Cell{})); d != "" {
			t.Fatal(d)
		}
	}
}

func TestWhoWasAskedStandsBesideWhoWasNot(t *testing.T) {
	in := orvanie()
	for i, asked := range []bool{true, true, false} {
		id := fmt.Sprint("o", i)
		in.Orgs = append(in.Orgs, register.Org{Key: claim.Key{Source: "orvanie-register", ID: id}, ID: id, Kind: "women", Asked: asked})
	}
	in.Study.Sources = append(in.Study.Sources, source.Source{ID: "survey"}, source.Source{ID: "interviews"})
	f := find(t, Figures(in), "involve.asked")
	if got := f.Sources(); !slices.Equal(got, []string{"orvanie-register"}) {
		t.Errorf("organisations stand in the register; credited are %v", got)
	}
	if got := find(t, Figures(in), "involve.place").Sources(); !slices.Equal(got, []string{"orvanie-notes"}) {
		t.Errorf("involvement is stated in the notes; credited are %v", got)
	}
	for col, want := range map[string]float64{"asked": 2, "not-asked": 1} {
		c, _ := f.Cell(col)
		if v, _ := c.Value(); v != want || len(c.Trace().Refs) != int(want) {
			t.Errorf("%s: %v", col, v)
		}
	}
	in.Orgs, in.Claims = nil, in.Claims[:4] // all on the public record
	if s := find(t, Figures(in), "involve.asked").Sentence["en"]; s[:6] != "Nobody" {
		t.Error("a study that interviewed nobody does not say so:", s)
	}
}

func TestThePlaceClaimedCountsStatementsOfEachSide(t *testing.T) {
	f := find(t, Figures(orvanie()), "involve.place")
	total := 0.0
	for _, c := range f.Cells {
		v, _ := c.Value()
		total += v
	}
	c, _ := f.Cell("consulted", "civil-society")
	if v, _ := c.Value(); total != 4 || v != 1 {
		t.Errorf("%v statements in all, %v of civil society say consulted", total, v)
	}
}

func TestAStatementAboutAMeasureAsAWholeIsQuotedAndInNoStage(t *testing.T) {
	in := orvanie()
	in.Claims = append(in.Claims, said("w", source.CivilSociety, "law-a", "any", 0, claim.Unclear))
	fs := Figures(in)
	if c, ok := find(t, fs, "involve.claimed").Cell("law-a:any", "civil-society"); !ok || len(c.Sayings()) != 1 {
		t.Error("it is not quoted")
	}
	if f := find(t, fs, "involve.strip"); slices.Contains(f.Dims[1].Keys, "any") {
		t.Error("it became a stage")
	}
}

// Nobody has said whether a stage took place: that is not "did not take place", and
// no measure at which something is unknown is counted as none.
func TestAStageNobodyKnowsOfIsUnknown(t *testing.T) {
	m := func(id, occurred string) register.Measure {
		x := register.Measure{Key: claim.Key{Source: "s", ID: id}, ID: id, Name: lang.FrEn(id, id), Kind: "law"}
		if occurred != "" {
			x.Occurred = map[string]string{"decision": occurred}
		}
		return x
	}
	for _, c := range []struct {
		name     string
		measures []register.Measure
		why      figure.Why
		note     string
	}{
		{"unknown of all", []register.Measure{m("a", ""), m("b", "")}, figure.Unknown, "note.stages-unknown [2]"},
		{"one did not take place", []register.Measure{m("a", ""), m("b", "no")}, figure.Unknown, "note.stages-unknown [1]"},
		{"none took place", []register.Measure{m("a", "no"), m("b", "no")}, figure.NoStage, " []"},
		{"one took place", []register.Measure{m("a", "yes"), m("b", "")}, "", "note.stages-unknown [1]"},
		{"all took place", []register.Measure{m("a", "yes"), m("b", "yes")}, "", " []"},
	} {
		in := Input{Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "s"}}}, Measures: c.measures}
		x, _ := find(t, Figures(in), "involve.coverage").Cell("law", "decision")
		note, args := x.Note()
		if x.Why() != c.why || fmt.Sprint(note, " ", args) != c.note {
			t.Errorf("%s: %q, %s %v", c.name, x.Why(), note, args)
		}
	}
}

// A restriction on civil society enters no fraction: it has no row, in which its
// stages would look as if they had not taken place.
func TestARestrictionHasNoRowInTheFractions(t *testing.T) {
	ms := []register.Measure{{Key: claim.Key{Source: "s", ID: "a"}, ID: "a", Name: lang.FrEn("a", "a"), Kind: "law", Occurred: map[string]string{"decision": "yes"}},
		{Key: claim.Key{Source: "s", ID: "b"}, ID: "b", Name: lang.FrEn("b", "b"), Kind: "restriction", Occurred: map[string]string{"decision": "yes"}}}
	in := Input{Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "s"}}}, Measures: ms}
	f := find(t, Figures(in), "involve.coverage")
	if got := fmt.Sprint(f.Dims[0].Keys); got != "[law]" {
		t.Error(got)
	}
	in.Measures = ms[1:]
	if f = find(t, Figures(in), "involve.coverage"); len(f.Cells) != 1 || f.Cells[0].Why() != figure.NotAsked {
		t.Error("fractions of restrictions", f.Cells)
	}
}
