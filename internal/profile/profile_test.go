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
