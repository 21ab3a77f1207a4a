package protect

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

func sources() []source.Source {
	return []source.Source{
		{ID: "gazette", Licence: source.Licence{Level: source.Rows, Name: "CC BY 4.0"}, Protection: source.Protection{Public: true}},
		{ID: "bought", Licence: source.Licence{Level: source.Aggregates}, Protection: source.Protection{Public: true}},
		{ID: "none"},
		{ID: "own", Licence: source.Licence{Level: source.Derived}, Protection: source.Protection{OwnReports: true}},
	}
}

func orvanie() study.Study {
	return study.Study{ID: "orvanie", Nature: source.Fictional, Sources: sources()}
}

func claims(src string, ids ...int) (cs []claim.Claim) {
	for _, i := range ids {
		cs = append(cs, claim.Claim{Key: claim.Key{Source: src, ID: fmt.Sprint(i)}, Origin: claim.Origin{File: src + ".csv", Row: i + 1}})
	}
	return cs
}

// cell counts claims, with as many speakers, monitors and organisations as
// there are claims.
func cell(cs []claim.Claim, at ...string) figure.Cell {
	n := len(cs)
	public := n > 0 && cs[0].Key.Source != "own"
	return figure.Count(n, figure.Contributors{Speakers: n, Monitors: n, Orgs: n, Public: public}, figure.TraceOf([]string{"own"}, cs...), at...)
}

func dim(id string, keys ...string) figure.Dim {
	d := figure.Dim{ID: id, Keys: keys}
	for _, k := range keys {
		d.Labels = append(d.Labels, lang.FrEn(k, k))
	}
	return d
}

func fig(id string, dims []figure.Dim, cells ...figure.Cell) figure.Figure {
	return figure.Figure{ID: id, Nature: source.Fictional, Unit: "unit.incidents", Shape: figure.Matrix, Dims: dims, Cells: cells,
		Sentence: lang.FrEn("une phrase", "a sentence")}
}

func release(t *testing.T, before []Printed, fs ...figure.Figure) Result {
	t.Helper()
	r, err := Release(Input{Study: orvanie(), Figures: fs, Release: "r", Date: "2026-11-24", Profile: Public, Before: before})
	if err != nil {
		t.Fatal(err, r.Findings)
	}
	return r
}

func ExampleRelease() {
	f := fig("f", []figure.Dim{dim("area", "north", "south")}, cell(claims("own", 1, 2, 3, 4, 5, 6), "north"), cell(claims("own", 7), "south"))
	r, _ := Release(Input{Study: orvanie(), Figures: []figure.Figure{f}, Profile: Public})
	g, _ := r.Edition.Figure("f")
	for _, c := range g.Cells {
		v, ok := c.Value()
		fmt.Println(c.At()[0], v, ok, c.Why(), c.Trace().Sources())
	}
	// Output:
	// north 6 true  [own]
	// south 0 false withheld []
}

func TestEachRuleHoldsWhatItShould(t *testing.T) {
	area := []figure.Dim{dim("area", "a")}
	for name, c := range map[string]struct {
		f    figure.Figure
		rule string
	}{
		"a source without a licence":            {fig("f", area, cell(claims("none", 1, 2, 3, 4, 5, 6), "a")), RuleLicence},
		"two rows of a source for aggregates":   {fig("f", area, cell(claims("bought", 1, 2), "a")), RuleAggregate},
		"three rows of a source for aggregates": {fig("f", area, cell(claims("bought", 1, 2, 3), "a")), ""},
		"one row of a public source":            {fig("f", area, cell(claims("gazette", 1), "a")), ""},
		"four of our own reports":               {fig("f", area, cell(claims("own", 1, 2, 3, 4), "a")), RulePeople},
		"our own reports by place":              {fig("f", []figure.Dim{dim("place", "a")}, cell(claims("own", 1, 2, 3, 4, 5, 6), "a")), RuleGrain},
		"our own reports by month":              {fig("f", []figure.Dim{dim("month", "a")}, cell(claims("own", 1, 2, 3, 4, 5, 6), "a")), RuleGrain},
		"a concentration in our own reports":    {fig("profile.concentration-x", area, cell(claims("own", 1, 2, 3, 4, 5, 6), "a")), RuleConcentration},
		"organisation and place":                {fig("f", []figure.Dim{dim("org", "a"), dim("area", "a")}, cell(claims("own", 1, 2, 3, 4, 5, 6), "a", "a")), RuleOrgPlace},
		"a map of places of an aggregates licence": {func() figure.Figure {
			f := fig("f", []figure.Dim{dim("place", "a")}, cell(claims("bought", 1, 2, 3), "a"))
			f.Shape = figure.Map
			return f
		}(), RuleLicence},
	} {
		r := release(t, nil, c.f)
		held := ""
		for _, h := range r.Edition.Held() {
			held = h.Rule
		}
		if held != c.rule {
			t.Errorf("%s: held by %q, want %q", name, held, c.rule)
		}
	}
}

func TestSpeakersMonitorsAndOrganisationsMustAllBeEnough(t *testing.T) {
	tr := figure.TraceOf(nil, claims("own", 1, 2, 3, 4, 5, 6)...)
	for _, by := range []figure.Contributors{{Speakers: 4, Monitors: 9, Orgs: 9}, {Speakers: 9, Monitors: 4, Orgs: 9}, {Speakers: 9, Monitors: 9, Orgs: 4}} {
		r := release(t, nil, fig("f", []figure.Dim{dim("area", "a")}, figure.Count(6, by, tr, "a")))
		if len(r.Edition.Held()) == 0 {
			t.Errorf("%+v was printed", by)
		}
	}
}

func TestATraceIsCutWhereTheLicenceSays(t *testing.T) {
	r := release(t, nil, fig("f", []figure.Dim{dim("area", "a", "b")}, cell(claims("gazette", 1), "a"), cell(claims("bought", 1, 2, 3), "b")))
	f, _ := r.Edition.Figure("f")
	if n := len(f.Cells[0].Trace().Refs); n != 1 {
		t.Error("the row of an open source is gone")
	}
	if tr := f.Cells[1].Trace(); len(tr.Refs) != 0 || !slices.Equal(tr.Counted(), []string{"bought"}) {
		t.Error("a trace of a closed source leads to its rows, or nowhere:", tr)
	}
	b, _ := r.Edition.Encode()
	if strings.Contains(string(b), "bought.csv") {
		t.Error("the file of a closed source stands in the edition")
	}
}

// A held cell says that it is held and no more: no source, and nothing that
// tells a small cell from one held beside it. A figure credits the sources that
// are counted in what it prints.
func TestAHeldCellNamesNobody(t *testing.T) {
	d := []figure.Dim{dim("area", "a", "b", "c", "none", "all")}
	own, open := claims("own", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18), claims("gazette", 1, 2, 3)
	f := fig("f", d, cell(own[:2], "a"), cell(own[2:8], "b"), cell(own[8:], "c"), cell(nil, "none"), cell(own, "all"))
	g, _ := release(t, nil, f).Edition.Figure("f")
	held := map[string]bool{}
	for _, c := range g.Cells {
		if _, ok := c.Value(); ok {
			continue
		}
		if s := c.Trace().Sources(); len(s) > 0 {
			t.Error(c.At(), "is held and names", s)
		}
		rule, _ := c.Note()
		held[rule] = true
	}
	if len(held) != 1 || !held[RulePeople] {
		t.Error("held cells are told apart:", held)
	}
	f = fig("f", d[:1], cell(own[:2], "a"), cell(open, "b"), cell(nil, "none"))
	r := release(t, nil, f)
	if l := r.Edition.Licence("f"); !slices.Equal(l.Sources, []string{"gazette"}) {
		t.Error("own reports are counted in nothing that is printed, and credited:", l.Sources)
	}
}

// Two held parts of one statement each, and a total that leaves two over: no
// algebra says which is how large, and a reader knows both.
func TestHeldPartsAreNotOneEach(t *testing.T) {
	own := claims("own", 1, 2, 3, 4, 5, 6, 7, 8)
	parts := fig("f", []figure.Dim{dim("area", "a", "b", "c")}, cell(own[:1], "a"), cell(own[1:2], "b"), cell(own[2:], "c"))
	total := fig("g", []figure.Dim{dim("area", "all")}, cell(own, "all"))
	r := release(t, nil, parts, total)
	f, _ := r.Edition.Figure("f")
	g, _ := r.Edition.Figure("g")
	_, c := f.Cells[2].Value()
	_, all := g.Cells[0].Value()
	if c && all {
		t.Error("eight less six are two, in two cells that are not nothing")
	}
	if !c && !all {
		t.Error("more is held than need be")
	}
}

func TestWordsWithoutConsentAreCut(t *testing.T) {
	s := []figure.Saying{{Class: "resident", Verbatim: "dit une personne", Source: "own", Claim: claim.Key{Source: "own", ID: "p1"}},
		{Class: "resident", Verbatim: "avec accord", Source: "own", Claim: claim.Key{Source: "own", ID: "p2"}, Quotable: true}}
	f := fig("f", []figure.Dim{dim("case", "a")}, figure.Quote(s, figure.Contributors{}, figure.TraceOf(nil, claims("own", 1, 2)...), "a"))
	f.Shape = figure.Sayings
	b, _ := release(t, nil, f).Edition.Encode()
	if strings.Contains(string(b), "dit une personne") || strings.Contains(string(b), `"p1"`) || strings.Contains(string(b), `"p2"`) {
		t.Error("words or an id without consent are in the edition")
	}
	if !strings.Contains(string(b), "avec accord") {
		t.Error("words with consent are gone")
	}
}

func TestNaturesDoNotMixAndUnknownSourcesAreRefused(t *testing.T) {
	f := fig("f", []figure.Dim{dim("area", "a")}, cell(claims("gazette", 1), "a"))
	f.Nature = source.Real
	if _, err := Release(Input{Study: orvanie(), Figures: []figure.Figure{f}}); !errors.Is(err, fault.Refused) {
		t.Error("real and fictional were mixed")
	}
	g := fig("f", []figure.Dim{dim("area", "a")}, cell(claims("stranger", 1), "a"))
	if _, err := Release(Input{Study: orvanie(), Figures: []figure.Figure{g}}); !errors.Is(err, fault.Refused) {
		t.Error("a source nobody described was printed")
	}
}

func TestAnAlteredEditionIsNotOpened(t *testing.T) {
	b, err := release(t, nil, fig("f", []figure.Dim{dim("area", "a")}, cell(claims("gazette", 1), "a"))).Edition.Encode()
	if err != nil {
		t.Fatal(err)
	}
	h := Hash(b)
	e, err := Open(b, h)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := e.Encode()
	if string(again) != string(b) {
		t.Error("an edition changes by being read")
	}
	b[len(b)/2] ^= 1
	if _, err := Open(b, h); !errors.Is(err, fault.Broken) {
		t.Error("an altered edition was opened")
	}
}

func TestTheInputIsNotAltered(t *testing.T) {
	f := fig("f", []figure.Dim{dim("area", "a", "b")}, cell(claims("own", 1), "a"), cell(claims("own", 2, 3, 4, 5, 6, 7), "b"))
	r := release(t, nil, f)
	f.Cells[0] = cell(claims("own", 9), "a")
	g, _ := r.Edition.Figure("f")
	if _, ok := g.Cells[0].Value(); ok {
		t.Error("the edition moved with its input")
	}
}

func TestASentenceStandsBesideHeldCellsOnlyOnNumbersThatMayBePrinted(t *testing.T) {
	all := claims("own", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
	f := fig("f", []figure.Dim{dim("area", "a", "b", "c")}, cell(all[:2], "a"), cell(all[2:8], "b"), cell(all[8:], "c"))
	said := func(f figure.Figure) (sentence bool, printed int) {
		r := release(t, nil, f)
		g, _ := r.Edition.Figure("f")
		for _, c := range g.Cells {
			if _, ok := c.Value(); ok {
				printed++
			}
		}
		if g.Basis != nil {
			t.Error("the edition carries what the sentence rests on")
		}
		return g.Sentence != nil, printed
	}
	if ok, n := said(f); ok || n != 2 {
		t.Error("a sentence nobody vouches for stands beside a held cell", ok, n)
	}
	// With the total in the sentence the held cell is the rest: another is held too.
	if ok, n := said(f.Rests(cell(all))); !ok || n != 1 {
		t.Error("the total is printed and gives the held cell away", ok, n)
	}
	if ok, _ := said(f.Rests(cell(all[:3]))); ok {
		t.Error("a sentence states a number of three people")
	}
	if ok, n := said(f.Rests()); !ok || n != 2 {
		t.Error("a sentence without numbers was taken away", ok, n)
	}
}

// random builds the margins and the inside of area × quarter × type tables
// over random own reports, some of them rare.
func random(r *rand.Rand, from, n int) []figure.Figure {
	type rep struct{ a, q, t int }
	reps := map[int]rep{}
	var ids []int
	for i := from; i < from+n; i++ {
		a := r.IntN(4)
		if r.IntN(3) > 0 {
			a = 0
		}
		reps[i] = rep{a, r.IntN(3), r.IntN(2)}
		ids = append(ids, i)
	}
	names := func(p string, n int) (ks []string) {
		for i := range n {
			ks = append(ks, fmt.Sprint(p, i))
		}
		return ks
	}
	pick := func(ok func(rep) bool) []claim.Claim {
		var s []int
		for _, i := range ids {
			if ok(reps[i]) {
				s = append(s, i)
			}
		}
		return claims("own", s...)
	}
	A, Q, T := names("a", 4), names("q", 3), names("t", 2)
	total := fig("total", nil, cell(pick(func(rep) bool { return true })))
	byA, byQ := fig("by-area", []figure.Dim{dim("area", A...)}), fig("by-quarter", []figure.Dim{dim("period", Q...)})
	aq, at := fig("area-quarter", []figure.Dim{dim("area", A...), dim("period", Q...)}), fig("area-type", []figure.Dim{dim("area", A...), dim("type", T...)})
	for a := range A {
		byA.Cells = append(byA.Cells, cell(pick(func(x rep) bool { return x.a == a }), A[a]))
		for q := range Q {
			aq.Cells = append(aq.Cells, cell(pick(func(x rep) bool { return x.a == a && x.q == q }), A[a], Q[q]))
		}
		for k := range T {
			at.Cells = append(at.Cells, cell(pick(func(x rep) bool { return x.a == a && x.t == k }), A[a], T[k]))
		}
	}
	for q := range Q {
		byQ.Cells = append(byQ.Cells, cell(pick(func(x rep) bool { return x.q == q }), Q[q]))
	}
	return []figure.Figure{total, byA, byQ, aq, at}
}

// solves reports whether a target set of statements is a rational combination
// of printed sets: the attack, by plain Gaussian elimination over fractions.
func solves(printed [][]string, target []string) bool {
	index := map[string]int{}
	for _, s := range append(slices.Clone(printed), target) {
		for _, k := range s {
			if _, ok := index[k]; !ok {
				index[k] = len(index)
			}
		}
	}
	vec := func(s []string) []*big.Rat {
		v := make([]*big.Rat, len(index))
		for i := range v {
			v[i] = new(big.Rat)
		}
		for _, k := range s {
			v[index[k]].SetInt64(1)
		}
		return v
	}
	var basis [][]*big.Rat
	reduce := func(v []*big.Rat) int {
		for _, b := range basis {
			p := slices.IndexFunc(b, func(x *big.Rat) bool { return x.Sign() != 0 })
			if v[p].Sign() == 0 {
				continue
			}
			c := new(big.Rat).Quo(v[p], b[p])
			for i := range v {
				v[i].Sub(v[i], new(big.Rat).Mul(c, b[i]))
			}
		}
		return slices.IndexFunc(v, func(x *big.Rat) bool { return x.Sign() != 0 })
	}
	for _, s := range printed {
		if v := vec(s); reduce(v) >= 0 {
			basis = append(basis, v)
			slices.SortFunc(basis, func(a, b []*big.Rat) int {
				nz := func(x *big.Rat) bool { return x.Sign() != 0 }
				return slices.IndexFunc(a, nz) - slices.IndexFunc(b, nz)
			})
		}
	}
	return reduce(vec(target)) < 0
}

func claimsOf(c figure.Cell) []string {
	var ks []string
	for _, r := range c.Trace().Refs {
		ks = append(ks, r.Claim.String())
	}
	slices.Sort(ks)
	return slices.Compact(ks)
}

func TestRowsAnybodyCanReadHideNobody(t *testing.T) {
	// One own report beside ten public rows: whoever subtracts them has it.
	mixed := append(claims("gazette", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), claims("own", 1)...)
	all := claims("own", 1, 2, 3, 4, 5, 6, 7)
	f := fig("f", []figure.Dim{dim("area", "a", "b")}, cell(all[1:], "a"), figure.Count(11, figure.ContributorsOf(mixed, func(s string) bool { return s != "own" }),
		figure.TraceOf(nil, mixed...), "b"))
	total := fig("total", nil, cell(append(slices.Clone(all), mixed[:10]...)))
	r := release(t, nil, f, total)
	g, _ := r.Edition.Figure("f")
	h, _ := r.Edition.Figure("total")
	if _, ok := g.Cells[1].Value(); ok {
		t.Error("one report among ten public rows was printed")
	}
	_, a := g.Cells[0].Value()
	if _, b := h.Cells[0].Value(); a && b {
		t.Error("the total without the public rows and the other cell give the report away")
	}
}

// sets splits figures into the statement sets an outsider sees printed and the
// ones held back.
func sets(fs []figure.Figure, e Edition) (printed, hidden [][]string) {
	for _, f := range fs {
		g, _ := e.Figure(f.ID)
		for j, c := range f.Cells {
			if len(c.Trace().Refs) == 0 {
				continue
			}
			if _, ok := g.Cells[j].Value(); ok {
				printed = append(printed, claimsOf(c))
			} else {
				hidden = append(hidden, claimsOf(c))
			}
		}
	}
	return printed, hidden
}

func TestAttackDifferencingOverAllFiguresFails(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	naive, tried := 0, 0
	for range 25 {
		fs := random(r, 0, 40+r.IntN(60))
		res := release(t, nil, fs...)
		printed, hidden := sets(fs, res.Edition)
		for _, h := range hidden {
			tried++
			if solves(printed, h) {
				t.Fatalf("a cell of %d statements can be computed from what was printed", len(h))
			}
		}
		// The same attack succeeds where only the primary rule is applied: the
		// test can fail.
		var shown, held [][]string
		for _, f := range fs {
			for _, c := range f.Cells {
				if n := len(c.Trace().Refs); n >= 5 {
					shown = append(shown, claimsOf(c))
				} else if n > 0 {
					held = append(held, claimsOf(c))
				}
			}
		}
		for _, h := range held {
			if solves(shown, h) {
				naive++
			}
		}
	}
	if tried == 0 || naive == 0 {
		t.Fatalf("the attack was not tried: %d hidden cells, %d found without the rule", tried, naive)
	}
}

func TestAttackByTheReleaseBeforeFails(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 10 {
		first := random(r, 0, 60)
		one := release(t, nil, first...)
		// Later, somebody withdrew: the counts without statement 0 must not
		// give it away beside the counts with it.
		second := random(rand.New(rand.NewPCG(1, 1)), 1, 59)
		two := release(t, []Printed{one.Private}, second...)
		p1, _ := sets(first, one.Edition)
		p2, h2 := sets(second, two.Edition)
		for _, h := range h2 {
			if solves(append(slices.Clone(p1), p2...), h) {
				t.Fatal("a held cell follows from two releases together")
			}
		}
	}
}

func TestAdmitAsksForConsentAndTime(t *testing.T) {
	s := orvanie()
	day := when.Date(2026, 11, 24)
	inc := func(src string, d when.Day, c claim.Consent) claim.Claim {
		return claim.Claim{Key: claim.Key{Source: src, ID: "1"}, Said: claim.Said{Consent: c}, Incident: &claim.Incident{When: when.On(d)}}
	}
	later := inc("gazette", day-400, claim.PublicRecord)
	later.Said.After = when.On(day + 3)
	for name, c := range map[string]struct {
		c    claim.Claim
		p    Profile
		want bool
	}{
		"public data set":                       {inc("gazette", day, ""), Public, true},
		"own report of last week":               {inc("own", day-7, claim.ConsentPublic), Public, false},
		"own report of last year":               {inc("own", day-365, claim.ConsentPublic), Public, true},
		"the last day of a quarter 90 days ago": {inc("own", when.Date(2026, 7, 1), claim.ConsentPublic), Public, false},
		"own report without consent":            {inc("own", day-365, ""), Public, false},
		"for partners, in public":               {inc("own", day-365, claim.ConsentPartners), Public, false},
		"for partners, among partners":          {inc("own", day-365, claim.ConsentPartners), Partners, true},
		"own report on the public record":       {inc("own", day-7, claim.PublicRecord), Public, false},
		"under embargo":                         {later, Public, false},
		"under embargo, inside":                 {later, Internal, true},
	} {
		in, left := Admit(s, []claim.Claim{c.c}, c.p, day)
		if (len(in) == 1) != c.want || len(in)+len(left) != 1 {
			t.Errorf("%s: admitted %v, left %v", name, len(in) == 1, left)
		}
	}
}

// A boundary is data too: without a licence it is not drawn.
func TestBoundariesNeedTheirLicence(t *testing.T) {
	f := fig("f", []figure.Dim{dim("area", "north")}, cell(claims("gazette", 1, 2, 3), "north"))
	in := Input{Study: orvanie(), Figures: []figure.Figure{f}, Release: "r", Date: "2026-11-24", Profile: Public,
		Outlines: []Outline{{Code: "a", Source: "gazette"}, {Code: "b", Source: "none"}, {Code: "c", Source: "bought"}, {Code: "d"}}}
	r, err := Release(in)
	if err != nil || len(r.Edition.Outlines()) != 1 || r.Edition.Outlines()[0].Code != "a" {
		t.Error(err, r.Edition.Outlines())
	}
	if in.Profile = Internal; len(in.Outlines) != 4 {
		t.Error("the input was altered")
	}
	if r, err := Release(in); err != nil || len(r.Edition.Outlines()) != 4 {
		t.Error(err, r.Edition.Outlines())
	}
}

func TestFreeWordsOfSomebodyWhoDidNotAgreeToBeQuotedAreTakenOut(t *testing.T) {
	cs := claims("gazette", 1)
	said := figure.Saying{Class: "resident", Source: "gazette", Term: "what I ask", Says: lang.FrEn("ce que je demande", "what I ask"), Free: true,
		SpeakerIn: lang.FrEn("moi", "me"), Details: []figure.Detail{{Label: "detail.rival", Text: "mine alone"}}}
	f := fig("f", []figure.Dim{dim("addressee", "x")}, figure.Quote([]figure.Saying{said}, figure.Contributors{Public: true}, figure.TraceOf(nil, cs...), "x"))
	f.Shape = figure.Items
	b, err := release(t, nil, f).Edition.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"what I ask", "ce que je demande", "mine alone", `"moi"`} {
		if strings.Contains(string(b), w) {
			t.Errorf("%q was printed without consent to be quoted", w)
		}
	}
}
