package profile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

func one(id string, w when.Span, area string, best int) event.Event {
	lo, hi := best-1, best+2
	c := claim.Claim{Key: claim.Key{Source: "orvanie-gazette", ID: id}, Kind: claim.KindIncident, Incident: &claim.Incident{
		When: w, Where: place.Where{Precision: place.Exact, Name: "Vell", Admin1: area, Point: &geo.Point{Lon: -30.123456, Lat: -20.9}},
		Deaths: claim.Deaths{Low: &lo, Best: &best, High: &hi}, Type: "1"}, Origin: claim.Origin{File: "g.csv", Row: len(id)}}
	return event.Event{ID: id, Members: []event.Member{{Claim: c.Key, Relation: event.Same}}, Claims: []claim.Claim{c}}
}

func orvanie() Input {
	d := func(y int) when.Span { return when.On(when.Date(y, 6, 1)) }
	es := []event.Event{one("1", d(2019), "Nord", 3), one("2", d(2019), "Sud", 1), one("3", d(2021), "Nord", 5),
		one("4", when.Span{From: when.Date(2019, 12, 30), To: when.Date(2020, 1, 2), Precision: when.Days}, "", 2)}
	return Input{Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "orvanie-gazette",
		Name: lang.FrEn("la Gazette d'Orvanie", "the Gazette of Orvanie"), Protection: source.Protection{Public: true}}}},
		Events: es, Areas: ByAdmin1(es)}
}

func find(fs []figure.Figure, id string) figure.Figure {
	for _, f := range fs {
		if f.ID == id {
			return f
		}
	}
	panic("no figure " + id)
}

func ExampleFigures() {
	fs, _ := Figures(orvanie())
	f := find(fs, "profile.deaths-by-year")
	fmt.Println(f.Sentence["en"])
	for _, c := range f.Cells {
		v, _ := c.Value()
		lo, hi, _ := c.Range()
		fmt.Println(c.At()[0], v, lo, hi, c.N())
	}
	// Output:
	// From 2019 to 2021, 11 deaths are counted by the Gazette of Orvanie by the best estimate; between 7 and 19 by the low and high counts, which are not a confidence interval.
	// 2019 4 2 8 2
	// 2020 0 0 0 0
	// 2021 5 4 7 1
	// straddling 2 1 4 1
}

func TestRowsAndColumnsAddUp(t *testing.T) {
	fs, _ := Figures(orvanie())
	sum := func(id string) (s float64) {
		for _, c := range find(fs, id).Cells {
			v, _ := c.Value()
			s += v
		}
		return s
	}
	for _, id := range []string{"profile.deaths-by-year", "profile.deaths-by-area", "profile.deaths-by-area-and-year"} {
		if s := sum(id); s != 11 {
			t.Errorf("%s adds up to %v, not 11", id, s)
		}
	}
	if c, ok := find(fs, "profile.incidents-by-area").Cell(Unplaced); !ok {
		t.Error("the event without an area is gone")
	} else if v, _ := c.Value(); v != 1 {
		t.Error("unplaced", v)
	}
}

func TestTheOrderOfEventsChangesNothing(t *testing.T) {
	in := orvanie()
	want, _ := Figures(in)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r.Shuffle(len(in.Events), func(i, j int) { in.Events[i], in.Events[j] = in.Events[j], in.Events[i] })
		got, _ := Figures(in)
		if d := cmp.Diff(want, got, cmp.AllowUnexported(figure.Cell{})); d != "" {
			t.Fatal(d)
		}
	}
}

func TestAPartOfAnEpisodeIsNotCountedAgain(t *testing.T) {
	in := orvanie()
	in.Events[0].PartOf = "3"
	fs, _ := Figures(in)
	if n := len(find(fs, "profile.imprecise").Cells); n == 0 {
		t.Fatal("no cells")
	}
	c, _ := find(fs, "profile.incidents-by-year").Cell("2019")
	if v, _ := c.Value(); v != 1 {
		t.Fatal(v)
	}
}

func TestPlacesOfSourcesThatAreNotPublicStayOffTheMap(t *testing.T) {
	in := orvanie()
	in.Study.Sources[0].Protection.Public = false
	fs, _ := Figures(in)
	for _, f := range fs {
		if f.ID == "profile.places" {
			t.Fatal("a place of a source that is not public stands on the map")
		}
	}
}

func TestALocationYearIsNoIncident(t *testing.T) {
	n := 4
	fs, _ := Figures(Input{Study: study.Study{}, Deaths: []claim.Claim{{Key: claim.Key{Source: "s", ID: "1"}, Kind: claim.KindDeaths,
		Deaths: &claim.DeathsOver{When: when.BucketOf(when.Date(2020, 1, 1), when.Yearly).Span(), Deaths: claim.Deaths{Best: &n}}}}})
	for _, f := range fs {
		for _, d := range f.Dims {
			if d.ID == "type" || d.ID == "family" {
				t.Fatalf("%s shows a type nobody gave", f.ID)
			}
		}
	}
	if len(fs) != 3 {
		t.Fatalf("%d figures", len(fs))
	}
}

// square is an area of one degree around a centre.
func square(lon, lat float64) geo.Area {
	h := .5
	return geo.Area{{{{Lon: lon - h, Lat: lat - h}, {Lon: lon + h, Lat: lat - h}, {Lon: lon + h, Lat: lat + h}, {Lon: lon - h, Lat: lat + h}, {Lon: lon - h, Lat: lat - h}}}}
}

func TestAPlaceNearTwoNeighboursIsInTheBandOfEach(t *testing.T) {
	tree := place.NewTree([]place.Unit{{Code: "home", Name: "Orvanie", Area: square(-20, -30)}, {Code: "west", Name: "Tavorne", Area: square(-21, -30)}, {Code: "south", Name: "Sarel", Area: square(-20, -31)}})
	f, of := ByBorder(tree, "home", func(u place.Unit) lang.Text { return lang.FrEn(u.Name, u.Name) })
	at := func(lon, lat float64, p place.Precision) []string {
		return of(place.Where{Point: &geo.Point{Lon: lon, Lat: lat}, Precision: p})
	}
	if got := at(-20.4, -30.4, place.Exact); len(got) != 2 || got[0] != "south:25" || got[1] != "west:25" {
		t.Error("in the corner:", got)
	}
	if got := at(-20.4, -30.4, place.Second); got != nil {
		t.Error("a vague place has a distance:", got)
	}
	if len(f.Dim.Keys) != 7 || f.Dim.Keys[6] != Far {
		t.Error(f.Dim.Keys)
	}
	if f, _ := ByBorder(place.NewTree(nil), "home", nil); f.Of != nil {
		t.Error("without neighbours there is no distance")
	}
}

func TestACityIsToldFromPublicSourcesAndClearedWordsOnly(t *testing.T) {
	in := orvanie()
	in.AreaOf = func(place.Where) (string, bool) { return "Nord", true }
	in.Towns = []place.Town{{ID: "vell", Name: "Vell", Point: geo.Point{Lon: -30.12, Lat: -20.9}}, {ID: "loin", Name: "Loin", Point: geo.Point{Lon: 5, Lat: 5}}}
	secret := in.Events[0]
	secret.Claims = []claim.Claim{secret.Claims[0]}
	secret.Claims[0].Key = claim.Key{Source: "own-reports", ID: "r1"}
	in.Events = append(in.Events, secret)
	for i, cleared := range []bool{true, false} {
		in.Words = append(in.Words, claim.Claim{Key: claim.Key{Source: "interviews", ID: fmt.Sprint(i)}, Kind: claim.KindVerbatim,
			Said: claim.Said{Speaker: claim.Speaker{Area: "Nord"}, Verbatim: fmt.Sprint("mot ", i), Consent: claim.ConsentQuote, Cleared: cleared}})
	}
	fs, _ := Figures(in)
	f := find(fs, "profile.cities")
	c, _ := f.Cell("vell")
	if n := len(c.Sayings()); n != 2 {
		t.Errorf("%d sayings, want the count of the gazette and one quotation: %+v", n, c.Sayings())
	}
	for _, r := range c.Trace().Refs {
		if r.Claim.Source == "own-reports" {
			t.Error("a report told in confidence stands in a city's profile")
		}
	}
	if c, _ := f.Cell("loin"); len(c.Sayings()) < 1 || c.Sayings()[0].Says["en"] == "" {
		t.Error("a city nobody speaks of does not say so")
	}
}

// Where no event has an area, the sentence does not say that there is none.
func TestWhatHasNoAreaIsNotNothing(t *testing.T) {
	in := orvanie()
	in.Events = in.Events[3:]
	in.Areas = ByAdmin1(in.Events)
	fs, _ := Figures(in)
	for id, want := range map[string]string{"profile.incidents-by-area": "1 incident is listed, under “place not attributable”.", "profile.deaths-by-area": "2 deaths are counted, all under “place not attributable”."} {
		if got := find(fs, id).Sentence["en"]; got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
