package protect

import (
	"bytes"
	"os"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// The threshold of each audience, one below, at and one above.
func TestEachAudienceHasItsThreshold(t *testing.T) {
	for _, x := range []struct {
		of        Profile
		min, want int
	}{{Public, 5, 5}, {Public, 6, 6}, {Partners, 5, 3}, {Partners, 3, 3}, {Partners, 2, 2}} {
		g := gate{in: Input{Profile: x.of}, rules: study.Rules{MinContributors: x.min}}
		if k := g.threshold(); k != x.want {
			t.Errorf("%s with %d: threshold %d, want %d", x.of, x.min, k, x.want)
		}
		who := map[string]Standing{}
		var ks []string
		for i := range x.want + 1 {
			k := string(rune('a' + i))
			who[k], ks = Standing{k, k, k}, append(ks, k)
		}
		g.in.Who = who
		if !g.few(ks[:x.want-1]) || g.few(ks[:x.want]) || g.few(ks) || g.few(nil) {
			t.Errorf("%s with %d: one below, at, one above, none", x.of, x.min)
		}
		if !g.few([]string{"x", "y", "z", "u", "v", "w", "q"}) {
			t.Error("withdrawn statements of nobody known count as several people's")
		}
	}
}

// 132 = 116 + 12 + 4: alone the 4 cannot move, with the 12 it can.
func TestAWalkFindsOtherSolutionsAndNoneWhereThereAreNone(t *testing.T) {
	build := func(second bool) (s system, x int32) {
		total, big, mid := s.number(132, 0, 0), s.number(116, 1, 1), s.number(12, 1, 1)
		x = s.number(4, 1, 1)
		s.xs[total].known, s.xs[big].known, s.xs[mid].known = true, true, !second
		s.equate(term{big, 1}, term{mid, 1}, term{x, 1}, term{total, -1})
		return s, x
	}
	s, x := build(false)
	if _, _, _, ok := s.between(x, 1, nil); ok {
		t.Error("a cell that follows is said to be free")
	}
	s, x = build(true)
	if _, low, high, ok := s.between(x, 4, nil); !ok || high-low < 4 || s.xs[x].now != 4 {
		t.Error(low, high, ok, s.xs[x].now)
	}
	if _, _, _, ok := s.between(x, 15, nil); ok {
		t.Error("wider than 1 … 15")
	}
	if low, high := s.bounds(); low[x] != 1 || high[x] != 15 {
		t.Error(low[x], high[x])
	}
}

func TestOneWhoGivesNearlyAllOfASumIsNotPrinted(t *testing.T) {
	g := gate{in: Input{Profile: Public}, rules: study.Rules{MinContributors: 5}}
	g.sources = map[string]source.Source{"": {Licence: source.Licence{Level: source.Rows}, Protection: source.Protection{OwnReports: true}}}
	by := figure.Contributors{Speakers: 9, Monitors: 9, Orgs: 9}
	cell := func(xs ...float64) figure.Cell {
		return figure.Between(0, 10, 10, by, figure.Trace{Refs: []figure.Ref{{}}}).Weighs(xs)
	}
	for _, x := range []struct {
		xs   []float64
		want string
	}{{[]float64{82, 9, 9}, RuleDominance}, {[]float64{80, 10, 10}, ""}, {[]float64{50, 46, 4}, RuleDominance}, {[]float64{50, 44, 6}, ""}} {
		if r := g.rule(figure.Figure{Shape: figure.Table}, cell(x.xs...)); r != x.want {
			t.Errorf("%v: %q, want %q", x.xs, r, x.want)
		}
	}
	// As organisations two people may be one; and a study may ask for more.
	two := figure.Between(0, 10, 10, by, figure.Trace{Refs: []figure.Ref{{}}}).Weighs([]float64{41, 41, 18}, []float64{82, 18})
	if r := g.rule(figure.Figure{Shape: figure.Table}, two); r != RuleDominance {
		t.Error("one organisation tells 82 % by two people:", r)
	}
	for _, x := range []struct {
		set  study.Rules
		want string
	}{{study.Rules{DominanceK: 59}, RuleDominance}, {study.Rules{DominanceK: 60}, ""}, {study.Rules{DominanceN: 2, DominanceK: 84}, RuleDominance},
		{study.Rules{DominanceN: 2, DominanceK: 85}, ""}, {study.Rules{PPercent: 25}, ""}, {study.Rules{PPercent: 26}, RuleDominance}} {
		g.rules = x.set
		g.rules.MinContributors = 5
		if r := g.rule(figure.Figure{Shape: figure.Table}, cell(60, 25, 15)); r != x.want {
			t.Errorf("%+v: %q, want %q", x.set, r, x.want)
		}
	}
}

// A whole release for each audience: one contributor too few, just enough, one
// more, of speakers, of monitors and of organisations.
func TestAReleaseForEachAudiencePrintsFromItsThresholdOn(t *testing.T) {
	for _, x := range []struct {
		of       Profile
		min, few int
	}{{Public, 0, 5}, {Public, 7, 7}, {Partners, 0, 3}, {Partners, 2, 2}, {Internal, 0, 1}} {
		for _, n := range []int{x.few - 1, x.few, x.few + 1} {
			for who := range 3 {
				by := [3]int{20, 20, 20}
				by[who] = n
				c := figure.Count(20, figure.Contributors{Speakers: by[0], Monitors: by[1], Orgs: by[2]}, figure.TraceOf(nil, claims("own", ids(20)...)...), "a")
				s := orvanie()
				s.Rules.MinContributors = x.min
				r, err := Release(Input{Study: s, Figures: []figure.Figure{fig("profile.x", []figure.Dim{dim("area", "a")}, c)}, Release: "r", Date: "2026-11-24", Profile: x.of})
				if err != nil {
					t.Fatal(err)
				}
				if _, ok := printed(t, r.Edition, "profile.x", "a"); ok != (n >= x.few || x.of == Internal) {
					t.Errorf("%s, %d of %d (kind %d): printed %v", x.of, n, x.few, who, ok)
				}
			}
		}
	}
}

// Nothing leaves on the last day of an embargo; the day after it may.
func TestAnEmbargoEndsTheDayAfterItsLastDay(t *testing.T) {
	last := when.Date(2031, 3, 31)
	until, err := when.Parse("2031-03-31")
	if err != nil {
		t.Fatal(err)
	}
	c := claim.Claim{Key: claim.Key{Source: "x", ID: "1"}, Said: claim.Said{Consent: claim.ConsentPublic, After: until}}
	for _, x := range []struct {
		on   when.Day
		want int
	}{{last - 1, 0}, {last, 0}, {last + 1, 1}} {
		if in, left := Admit(study.Study{Sources: []source.Source{{ID: "x"}}}, []claim.Claim{c}, Public, x.on); len(in) != x.want || left[RuleEmbargo] != 1-x.want {
			t.Error(x.on, len(in), left)
		}
	}
}

// One withdrawal: the figure keeps its former numbers as a whole, and nothing
// of it is news.
func TestAWithdrawalIsNotReadableFromTwoEditions(t *testing.T) {
	who := map[string]Standing{}
	told := func(n int) figure.Figure {
		cs := claims("own", ids(n)...)
		for i := range cs {
			k := cs[i].Key.String()
			who[k] = Standing{k, k, k}
		}
		return fig("profile.x", []figure.Dim{dim("area", "a", "b")}, cell(cs[:n/2], "a"), cell(cs[n/2:], "b"))
	}
	make1 := func(f figure.Figure, before []Printed, last *Edition, min int) Result {
		s := orvanie()
		s.Rules.MinContributors = min
		r, err := Release(Input{Study: s, Figures: []figure.Figure{f}, Release: "r", Date: "2026-11-24", Profile: Public, Before: before, Last: last, Who: who})
		if err != nil {
			t.Fatal(err, r.Findings)
		}
		return r
	}
	one := make1(told(40), nil, nil, 5)
	two := make1(told(39), []Printed{one.Private}, &one.Edition, 5)
	if k := two.Edition.Kept(); len(k) != 1 || News(one.Edition, two.Edition) {
		t.Error("one withdrawal shows", k)
	}
	three := make1(told(60), []Printed{one.Private, two.Private}, &two.Edition, 4)
	if k := three.Edition.Kept(); len(k) != 0 || !News(two.Edition, three.Edition) {
		t.Error("twenty more people are not shown", k, three.Findings)
	}
	lowered := false
	for _, f := range three.Findings {
		lowered = lowered || f.Code == "P417"
	}
	if !lowered {
		t.Error("a lowered threshold is not said")
	}
}

func ids(n int) (xs []int) {
	for i := range n {
		xs = append(xs, i+1)
	}
	return xs
}

// An own report waits until its quarter lies the study's number of days back:
// the day before, the day itself, the day after.
func TestAnOwnReportWaitsForItsQuarter(t *testing.T) {
	on, err := when.Parse("2031-02-15")
	if err != nil {
		t.Fatal(err)
	}
	c := claim.Claim{Key: claim.Key{Source: "own", ID: "1"}, Kind: claim.KindIncident, Said: claim.Said{Consent: claim.ConsentPublic}, Incident: &claim.Incident{When: on}}
	end := when.Date(2031, 3, 31)
	for _, days := range []int{0, 30} {
		s := orvanie()
		s.Rules.EmbargoDays = days
		first := end + when.Day(s.Rules.WithDefaults().EmbargoDays)
		for day, want := range map[when.Day]int{first - 1: 0, first: 1, first + 1: 1} {
			for _, p := range []Profile{Public, Partners} {
				if in, left := Admit(s, []claim.Claim{c}, p, day); len(in) != want || left[RuleEmbargo] != 1-want {
					t.Errorf("%s, %d days: %d let in, %v", p, int(day-end), len(in), left)
				}
			}
		}
	}
}

// An edition of format 1 still opens; it has no relations and no certificate.
func TestAnEditionOfTheFirstFormatStillOpens(t *testing.T) {
	b, err := os.ReadFile("testdata/edition-1.json")
	if err != nil {
		t.Fatal(err)
	}
	e, err := Open(b, Hash(b))
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := printed(t, e, "profile.x", "north"); !ok || v != 6 || e.ID() != "2026-11-24" || e.Certificate() != nil {
		t.Error(v, ok, e.ID())
	}
	// A release after it is held against it as far as its numbers go.
	s := serial{t: t, last: &e}
	s.release(table(from(1, 8), from(100, 20), from(200, 30)))
	for _, format := range []string{"0", "3"} {
		b := bytes.Replace(b, []byte(`"format": 1`), []byte(`"format": `+format), 1)
		if _, err := Open(b, Hash(b)); err == nil {
			t.Error("an edition of format", format, "opens")
		}
	}
}
