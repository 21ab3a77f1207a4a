package event

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

func said(src, id string, d when.Day, p place.Precision, lo, best, hi int) claim.Claim {
	return claim.Claim{Key: claim.Key{Source: src, ID: id}, Kind: claim.KindIncident, Incident: &claim.Incident{
		When: when.On(d), Where: place.Where{Precision: p, Name: src}, Deaths: claim.Deaths{Low: &lo, Best: &best, High: &hi}}}
}

func two() Event {
	d := when.Date(2019, 5, 1)
	return Event{ID: "a/1", Members: []Member{{Relation: Same}, {Relation: Same}},
		Claims: []claim.Claim{said("a", "1", d, place.First, 2, 3, 4), said("b", "9", d+2, place.Exact, 0, 5, 6)}}
}

func ExampleEvent_At() {
	e := two()
	v := e.At()
	s, _ := e.DeathsSpread()
	fmt.Println(v.Where.Name, v.When, *v.Deaths.Best, s.Low, s.High, e.WhenSpread())
	// Output: b 2019-05-03 3 0 6 2019-05-01/2019-05-03
}

func ExampleEvent_WhereSpread() {
	e := two()
	for i, lat := range []float64{-38.2, -38.3} {
		p := geo.Point{Lat: lat, Lon: -21.4}
		e.Claims[i].Incident.Where.Point, e.Claims[i].Incident.Where.Precision = &p, place.Near
	}
	s := e.WhereSpread()
	fmt.Printf("%v %.1f km %d\n", s.Places, s.Km, s.Points)
	// Output: [a b] 11.1 km 2
}

func TestIDDoesNotDependOnOrder(t *testing.T) {
	a, b := claim.Key{Source: "a", ID: "2"}, claim.Key{Source: "a", ID: "10"}
	if IDOf([]claim.Key{a, b}) != IDOf([]claim.Key{b, a}) {
		t.Fatal("order matters")
	}
}

func TestAnEventWithoutNumbersHasNoSpread(t *testing.T) {
	e := Event{Members: []Member{{Relation: Same}}, Claims: []claim.Claim{{Kind: claim.KindIncident, Incident: &claim.Incident{}}}}
	if _, ok := e.DeathsSpread(); ok || e.WhenSpread().Known() {
		t.Fatal("invented")
	}
}
