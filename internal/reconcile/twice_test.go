package reconcile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// told is a row of a register; edit changes what another row says otherwise.
func told(id string, edit ...func(*Record)) Record {
	n := 2
	r := Record{Key: claim.Key{Source: "own", ID: id}, When: when.Span{From: 20000, To: 20000, Precision: when.Exact},
		Where: place.Where{Name: "Njouma", Admin1: "Haut-Bélem", Country: "Sahrane", Point: &geo.Point{Lat: 21.1975, Lon: -28.2897}, Precision: place.Exact},
		Type:  "Braquage sur la route", ActorA: "FDS", ActorB: "commerçants", Deaths: claim.Deaths{Best: &n}, Notes: "Un car arrêté entre Njouma et le marché, deux passagers tués."}
	for _, e := range edit {
		e(&r)
	}
	return r
}

func deathsAre(n int) func(*Record) { return func(r *Record) { r.Deaths = claim.Deaths{Best: &n} } }

func TestWhatLooksLikeOneIncidentWrittenTwice(t *testing.T) {
	other := func(r *Record) { r.Notes = "Des passagers d'un véhicule de transport attaqués et dépouillés." }
	for name, c := range map[string]struct {
		edit []func(*Record)
		is   string
	}{
		"another number only":            {nil, "exact"},
		"other words":                    {[]func(*Record){other}, "near"},
		"another spelling of the place":  {[]func(*Record){other, func(r *Record) { r.Where.Name = "NJOUMA"; r.Where.Point = nil; r.Where.Precision = place.Unknown }}, "near"},
		"no type":                        {[]func(*Record){func(r *Record) { r.Type = "" }}, "near"},
		"nobody named":                   {[]func(*Record){other, func(r *Record) { r.ActorA, r.ActorB = "", "" }}, "near"},
		"other deaths, same actors":      {[]func(*Record){deathsAre(5)}, "near"},
		"a point a kilometre away":       {[]func(*Record){func(r *Record) { r.Where.Point = &geo.Point{Lat: 21.2065, Lon: -28.2897} }}, "near"},
		"the day after":                  {[]func(*Record){func(r *Record) { r.When.From++; r.When.To++ }}, ""},
		"another place":                  {[]func(*Record){func(r *Record) { r.Where.Name = "Ségalé"; r.Where.Point = &geo.Point{Lat: 20, Lon: -28} }}, ""},
		"a place of the name elsewhere":  {[]func(*Record){func(r *Record) { r.Where.Admin1, r.Where.Point, r.Where.Precision = "Kessoura", nil, place.Unknown }}, ""},
		"another act":                    {[]func(*Record){other, func(r *Record) { r.Type = "Vol de bétail" }}, ""},
		"other actors and other deaths":  {[]func(*Record){other, deathsAre(9), func(r *Record) { r.ActorA, r.ActorB = "bandits", "élèves" }}, ""},
		"a month, not a day":             {[]func(*Record){func(r *Record) { r.When = when.Span{From: 19990, To: 20019, Precision: when.Month} }}, ""},
		"a record of another source":     {[]func(*Record){func(r *Record) { r.Key.Source = "press" }}, ""},
		"an episode that began that day": {[]func(*Record){func(r *Record) { r.When.To += 4 }}, ""},
	} {
		ds := Doubles([]Record{told("1"), told("2", c.edit...)})
		got := ""
		if len(ds) > 0 {
			got = map[bool]string{true: "exact", false: "near"}[ds[0].Exact]
		}
		if got != c.is || len(ds) > 1 {
			t.Errorf("%s: %q in %d pairs, want %q", name, got, len(ds), c.is)
		}
	}
}

// What people said of two rows of one source stands: same makes them one
// event, another event keeps them two, and neither is asked about again.
func TestDoublesAreProposedAndNeverMerged(t *testing.T) {
	rs := []Record{told("1"), told("2"), told("3", func(r *Record) { r.Notes = "Autre récit."; r.When.From, r.When.To = 20100, 20100 })}
	p, err := Propose(rs, nil, Defaults())
	if err != nil || len(p.Events) != 0 || len(p.Twice) != 1 || len(p.Queue) != 1 || p.Queue[0].Twice != Alike || p.Queue[0].Taken {
		t.Fatal(err, p.Events, p.Twice, p.Queue)
	}
	if !strings.Contains(fmt.Sprint(p.Found), "R411") {
		t.Error("no finding:", p.Found)
	}
	if p.Explain(p.Queue[0].Link) == nil {
		t.Error("no reason given")
	}
	a, b := rs[0].Key, rs[1].Key
	for says, events := range map[event.Verdict]int{event.SameEvent: 1, event.DifferentEvent: 0} {
		p, err := Propose(rs, []event.Decision{{A: a, B: b, Says: says}}, Defaults())
		if err != nil || len(p.Events) != events || len(p.Twice) != 0 || len(p.Queue) != 0 || strings.Contains(fmt.Sprint(p.Found), "R411") {
			t.Error(says, err, p.Events, p.Twice, p.Queue, p.Found)
		}
	}
	p, err = Propose(rs, []event.Decision{{A: a, B: b, Says: event.SameEvent}, {A: a, B: b, Says: event.Undo}}, Defaults())
	if err != nil || len(p.Twice) != 1 || len(p.Events) != 0 {
		t.Error("taken back:", err, p.Twice, p.Events)
	}
}

// Two rows that are one stay one beside a record of another source.
func TestDoublesByPeoplesWordStayTogetherWithAnotherSource(t *testing.T) {
	rs := []Record{told("1"), told("2"), told("x", func(r *Record) { r.Key.Source = "press" })}
	p, err := Propose(rs, []event.Decision{{A: rs[0].Key, B: rs[1].Key, Says: event.SameEvent}}, Defaults())
	if err != nil || len(p.Events) != 1 || len(p.Events[0]) != 3 {
		t.Fatal(err, p.Events)
	}
}

func TestDoublesDoNotDependOnTheOrderOfRows(t *testing.T) {
	var rs []Record
	for i := range 40 {
		rs = append(rs, told(fmt.Sprintf("%02d", i), func(r *Record) { r.When.From += when.Day(i / 2); r.When.To = r.When.From }))
	}
	want := Doubles(rs)
	slices.Reverse(rs)
	if got := Doubles(rs); len(want) != 20 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error(len(want), len(got))
	}
}

// A busy day in one town does not cost its square, and what stands twice in it
// shows.
func TestACrowdOfRowsCostsItsNumber(t *testing.T) {
	var rs []Record
	for i := range 20000 {
		rs = append(rs, told(fmt.Sprintf("%05d", i), deathsAre(i/2), func(r *Record) { r.Type = fmt.Sprint("type ", i/2); r.Notes = "" }))
	}
	if got := Doubles(rs); len(got) != 10000 {
		t.Error(len(got))
	}
}
