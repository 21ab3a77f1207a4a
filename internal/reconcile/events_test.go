package reconcile

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/term"
	"github.com/dires/dires/internal/when"
)

// FICTION: Orvanie lies in the open ocean; nothing in these tests happened.
var zorvane = geo.Point{Lat: -38.2, Lon: -21.4}

func incident(src, id string, day int, km float64, actor, typ string, deaths int) claim.Claim {
	d := when.Date(2031, 3, day)
	p := geo.Point{Lat: zorvane.Lat + km/111, Lon: zorvane.Lon}
	return claim.Claim{Key: claim.Key{Source: src, ID: id}, Kind: claim.KindIncident, Incident: &claim.Incident{
		When: when.On(d), Where: place.Where{Point: &p, Precision: place.Exact, Country: "Orvanie", Admin1: "Nord", Admin2: "Brume"},
		Type: typ, Actors: []claim.Actor{{Role: "perpetrator", Name: actor}}, Deaths: claim.Deaths{Low: &deaths, Best: &deaths, High: &deaths}}}
}

// background fills a year around the incidents of a test, so that agreement on
// day, place and actor means something.
func background(n int) (cs []claim.Claim) {
	g := rand.New(rand.NewPCG(3, 1))
	for i := range n {
		for _, s := range []string{"a", "b"} {
			c := incident(s, fmt.Sprintf("bg%03d", i), 1, 40+g.Float64()*400, "Bande "+string(rune('A'+g.IntN(20))), "t"+string(rune('0'+g.IntN(8))), g.IntN(9))
			d := when.Date(2031, 1, 1) + when.Day(g.IntN(365))
			c.Incident.When = when.On(d)
			c.Incident.Where.Admin2 = "Autre"
			cs = append(cs, c)
		}
	}
	return cs
}

func typed(_, typ string) []string { return []string{typ} }

func events(t *testing.T, cs []claim.Claim, ds ...event.Decision) []event.Event {
	t.Helper()
	p := Defaults()
	p.Codes = typed
	es, _, _, err := Events(cs, ds, p)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func of(es []event.Event, src, id string) (event.Event, bool) {
	for _, e := range es {
		for _, m := range e.Members {
			if m.Claim == (claim.Key{Source: src, ID: id}) && m.Relation == event.Same {
				return e, true
			}
		}
	}
	return event.Event{}, false
}

func TestTwoAccountsOfOneEventBecomeOneEvent(t *testing.T) {
	cs := append(background(150), incident("a", "1", 10, 0, "Les Rôdeurs", "t1", 3), incident("b", "7", 10, 0.4, "Les Rodeurs", "t1", 4))
	es := events(t, cs)
	e, ok := of(es, "b", "7")
	if !ok || e.ID != "a/1" || len(e.Members) != 2 {
		t.Fatalf("%+v", e.Members)
	}
	if m := e.Members[1]; m.Probability < 0.9 || !strings.HasPrefix(m.DecidedBy, "link:") {
		t.Error(m)
	}
	if s, ok := e.DeathsSpread(); !ok || s.Low != 3 || s.High != 4 {
		t.Error(s)
	}
	n := map[claim.Key]int{}
	for _, e := range es {
		for _, m := range e.Members {
			if m.Relation == event.Same {
				n[m.Claim]++
			}
		}
	}
	for _, c := range cs {
		if n[c.Key] != 1 {
			t.Errorf("%s is in %d events", c.Key, n[c.Key])
		}
	}
}

func TestWhatPeopleDecideSurvivesEveryRun(t *testing.T) {
	one, two := claim.Key{Source: "a", ID: "1"}, claim.Key{Source: "b", ID: "7"}
	far := claim.Key{Source: "b", ID: "bg000"}
	cs := append(background(150), incident("a", "1", 10, 0, "Les Rôdeurs", "t1", 3), incident("b", "7", 10, 0.4, "Les Rodeurs", "t1", 4))
	joined := func(a, b claim.Key, ds ...event.Decision) event.Event {
		e, _ := of(events(t, cs, ds...), a.Source, a.ID)
		for _, m := range e.Members {
			if m.Claim == b {
				return e
			}
		}
		return event.Event{}
	}
	apart := event.Decision{A: one, B: two, Says: event.DifferentEvent, By: "m1"}
	if e := joined(one, two, apart); e.ID != "" {
		t.Error("different, and linked all the same")
	}
	if e := joined(one, two, apart, event.Decision{A: two, B: one, Says: event.Undo}); e.ID == "" {
		t.Error("undone, and still apart")
	}
	if e := joined(one, far, event.Decision{A: one, B: far, Says: event.SameEvent}); e.ID == "" || e.Members[len(e.Members)-1].DecidedBy != Person {
		t.Errorf("same, and not linked: %+v", e.Members)
	}
	dup := claim.Key{Source: "a", ID: "bg001"}
	if e := joined(one, dup, event.Decision{A: one, B: dup, Says: event.SameEvent}); e.ID == "" {
		t.Error("a duplicate within one source stays apart although a person says so")
	}
	if e := joined(one, far, event.Decision{A: one, B: far, Says: event.DifferentEvent}, event.Decision{A: one, B: far, Says: event.SameEvent}); e.ID == "" {
		t.Error("the later decision does not replace the earlier one")
	}
}

func TestADayOfAnEpisodeIsNotCountedAgain(t *testing.T) {
	whole := incident("b", "9", 10, 0, "Les Rôdeurs", "t1", 9)
	whole.Incident.When = when.Span{From: when.Date(2031, 3, 10), To: when.Date(2031, 3, 13), Precision: when.Exact}
	cs := append(background(150), whole, incident("a", "1", 10, 0, "Les Rôdeurs", "t1", 3), incident("a", "2", 12, 0, "Les Rôdeurs", "t1", 3))
	es := events(t, cs)
	for _, id := range []string{"1", "2"} {
		if e, ok := of(es, "a", id); !ok || e.PartOf != "b/9" {
			t.Errorf("%s: %+v", id, e)
		}
	}
	e, _ := of(es, "b", "9")
	if len(e.Members) != 3 || e.Members[0].Relation != event.Same || e.Members[2].Relation != event.PartOf || e.Members[2].Claim.ID != "2" {
		t.Errorf("%+v", e.Members)
	}
	if s, _ := e.DeathsSpread(); s.High != 9 || s.Claims != 1 {
		t.Error("the toll of a day counts as one of the whole", s)
	}
}

func TestPartsInACircleAreFoundAndBroken(t *testing.T) {
	cs := background(20)
	k := func(s, id string) claim.Key { return claim.Key{Source: s, ID: id} }
	ds := []event.Decision{
		{A: k("a", "bg000"), B: k("b", "bg001"), Says: event.APartOfB},
		{A: k("b", "bg001"), B: k("a", "bg002"), Says: event.APartOfB},
		{A: k("a", "bg002"), B: k("a", "bg000"), Says: event.APartOfB},
	}
	p := Defaults()
	p.Codes = typed
	es, _, found, err := Events(cs, ds, p)
	if err != nil || found.Count()["R409"] != 1 {
		t.Fatal(found, err)
	}
	for _, id := range []string{"bg000", "bg002"} {
		e, _ := of(es, "a", id)
		if e.PartOf == "" && id == "bg000" {
			t.Error("the first two stand")
		}
	}
}

func TestTheOrderOfClaimsChangesNoEvent(t *testing.T) {
	cs := append(background(80), incident("a", "1", 10, 0, "Les Rôdeurs", "t1", 3), incident("b", "7", 10, 0.4, "Les Rodeurs", "t1", 4),
		incident("c", "x", 11, 0.2, "Rôdeurs", "t1", 4))
	p := Defaults()
	p.Codes = typed
	first, run, found, err := Events(cs, nil, p)
	if err != nil {
		t.Fatal(err)
	}
	g := rand.New(rand.NewPCG(9, 9))
	for range 5 {
		g.Shuffle(len(cs), func(i, j int) { cs[i], cs[j] = cs[j], cs[i] })
		es, r, f, err := Events(cs, nil, p)
		if err != nil || r != run {
			t.Fatal(r, run, err)
		}
		if d := cmp.Diff(first, es) + cmp.Diff(found, f); d != "" {
			t.Fatal(d)
		}
	}
}

// A store gives accounts, and gets events without their claims: the same.
func TestMembersAreTheEventsWithoutTheirClaims(t *testing.T) {
	late := incident("a", "0", 10, 0, "Les Rôdeurs", "t1", 3)
	late.Incident.When = when.Span{}
	cs := append(background(80), late, incident("a", "1", 10, 0, "Les Rôdeurs", "t1", 3), incident("b", "7", 10, 0.4, "Les Rodeurs", "t1", 4))
	slices.SortFunc(cs, func(a, b claim.Claim) int { return a.Key.Compare(b.Key) })
	p := Defaults()
	p.Codes = typed
	want, wantRun, wantFound, err := Events(cs, nil, p)
	if err != nil {
		t.Fatal(err)
	}
	accounts := func(yield func(*claim.Account, error) bool) {
		for _, c := range cs {
			if !yield(&claim.Account{Key: c.Key, Origin: c.Origin, Incident: *c.Incident}, nil) {
				return
			}
		}
	}
	got, run, found, err := Members(accounts, nil, p)
	if err != nil || run != wantRun {
		t.Fatal(run, wantRun, err)
	}
	for i := range want {
		want[i].Claims = nil
	}
	if d := cmp.Diff(want, got) + cmp.Diff(wantFound, found); d != "" {
		t.Fatal(d)
	}
	rand.New(rand.NewPCG(3, 3)).Shuffle(len(cs), func(i, j int) { cs[i], cs[j] = cs[j], cs[i] })
	got, run, found, err = Members(accounts, nil, p)
	if err != nil || run != wantRun {
		t.Fatal("in another order", run, wantRun, err)
	}
	if d := cmp.Diff(want, got) + cmp.Diff(wantFound, found); d != "" {
		t.Fatal("in another order", d)
	}
	broken := errors.New("the disk")
	_, _, _, err = Members(func(yield func(*claim.Account, error) bool) { yield(nil, broken) }, nil, p)
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestClaimsThatCannotBeLinkedStayAlone(t *testing.T) {
	c := incident("a", "nodate", 1, 0, "x", "t", 1)
	c.Incident.When = when.Span{}
	es := events(t, append(background(5), c, claim.Claim{Key: claim.Key{Source: "a", ID: "n"}, Kind: claim.KindNaming, Naming: &claim.Naming{}}))
	e, ok := of(es, "a", "nodate")
	if !ok || len(e.Members) != 1 || e.Members[0].DecidedBy != event.NativeID {
		t.Error("lost", e)
	}
	if _, ok := of(es, "a", "n"); ok {
		t.Error("a name is no event")
	}
}

func ExampleCodesFrom() {
	c, _, _ := term.ReadCrosswalk("acts.csv", strings.NewReader("source,code,type,label_fr,label_en\n"+
		"x,1,violence/clash/armed,Accrochage,Clash\nx,2,violence/clash/armed,Accrochage,Clash\nx,2,violence/attack,Attaque,Attack\n"))
	of := CodesFrom(c)
	fmt.Println(of("x", "1"), of("x", "2"), of("x", "3"))
	// Output: [violence clash armed] [violence] []
}

func TestARunIsNamedByWhatWentIn(t *testing.T) {
	cs := background(10)
	p := Defaults()
	_, a, _, _ := Events(cs, nil, p)
	p.Window.Days = 4
	_, b, _, _ := Events(cs, nil, p)
	cs2 := slices.Clone(cs)
	_, c, _, _ := Events(cs2[1:], nil, Defaults())
	if a.ID() == b.ID() || a.ID() == c.ID() || a.Records != b.Records || a.Params == b.Params {
		t.Error(a, b, c)
	}
}
