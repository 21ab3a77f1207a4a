// Package event knows what is held to have happened: which claims are about
// one event, who decided that, and where they differ. It holds no single truth
// about an event: place, date and deaths are the spread of its claims, and one
// value is a view with a named policy. For names no such view exists.
package event

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// Relation says how a claim belongs to an event.
type Relation string

const (
	Same    Relation = "same"    // the claim records this event
	PartOf  Relation = "part-of" // the claim records a day or a part of it
	Related Relation = "related"
)

// Member is one claim's place in an event.
type Member struct {
	Claim       claim.Key `json:"claim"`
	Relation    Relation  `json:"relation"`
	Probability float64   `json:"probability"` // 1 for the first claim and for people's decisions
	DecidedBy   string    `json:"decided_by"`  // [NativeID], "link:<run>", "person"
}

// NativeID is who decided that a claim is its own event's first.
const NativeID = "native-id"

// Event is a set of claims held to be about one event. ID is derived from its
// smallest claim key, so that it is stable while that claim stays.
type Event struct {
	ID      string        `json:"id"`
	Members []Member      `json:"members"`
	Claims  []claim.Claim `json:"-"` // the members' claims, same order
	PartOf  string        `json:"part_of,omitempty"`
}

// IDOf gives the id of an event from its claims' keys.
func IDOf(keys []claim.Key) string {
	return slices.MinFunc(keys, claim.Key.Compare).String()
}

// Alone is the event of a claim that nobody linked with another.
func Alone(k claim.Key) Event {
	return Event{ID: k.String(), Members: []Member{{Claim: k, Relation: Same, Probability: 1, DecidedBy: NativeID}}}
}

// Alone reports whether e is the event [Alone] gives.
func (e Event) Alone() bool {
	return e.PartOf == "" && len(e.Members) == 1 && e.Members[0] == Member{Claim: e.Members[0].Claim, Relation: Same, Probability: 1, DecidedBy: NativeID} &&
		e.ID == e.Members[0].Claim.String()
}

// Spread is the range over an event's claims of one number.
type Spread struct {
	Low, High int
	Claims    int // that give it
}

// DeathsSpread is the lowest low, and the highest high, any claim gives; ok is
// false if none gives any.
func (e Event) DeathsSpread() (s Spread, ok bool) {
	for i, c := range e.Claims {
		if e.Members[i].Relation != Same || c.Incident == nil {
			continue
		}
		lo, hi, given := bounds(c.Incident.Deaths)
		if !given {
			continue
		}
		if s.Claims == 0 {
			s.Low, s.High = lo, hi
		}
		s.Low, s.High, s.Claims = min(s.Low, lo), max(s.High, hi), s.Claims+1
	}
	return s, s.Claims > 0
}

func bounds(d claim.Deaths) (lo, hi int, ok bool) {
	for _, p := range []*int{d.Low, d.Best, d.High} {
		if p == nil {
			continue
		}
		if !ok {
			lo, hi, ok = *p, *p, true
		}
		lo, hi = min(lo, *p), max(hi, *p)
	}
	return lo, hi, ok
}

// WhenSpread is the first and last day any claim gives.
func (e Event) WhenSpread() when.Span {
	var s when.Span
	for i, c := range e.Claims {
		if e.Members[i].Relation != Same || c.Incident == nil || !c.Incident.When.Known() {
			continue
		}
		w := c.Incident.When
		if !s.Known() {
			s = w
			continue
		}
		s.From, s.To = min(s.From, w.From), max(s.To, w.To)
		s.Precision = when.ByLength(s.From, s.To)
	}
	return s
}

// WhereSpread is where the claims say it was: their places, as written, and how
// far apart the furthest two exact or near points lie.
type WhereSpread struct {
	Places []string // names, or the unit where a claim gives no more
	Km     float64
	Points int // claims with an exact or near point
}

// WhereSpread gives every place any claim gives, sorted, each once.
func (e Event) WhereSpread() (s WhereSpread) {
	var at []geo.Point
	for i, c := range e.Claims {
		if e.Members[i].Relation != Same || c.Incident == nil {
			continue
		}
		w := c.Incident.Where
		if n := cmp.Or(w.Name, w.Admin2, w.Admin1, w.Country); n != "" {
			s.Places = append(s.Places, n)
		}
		if w.Point != nil && w.Point.Valid() && (w.Precision == place.Exact || w.Precision == place.Near) {
			for _, p := range at {
				s.Km = max(s.Km, geo.DistM(p, *w.Point)/1000)
			}
			at = append(at, *w.Point)
		}
	}
	slices.Sort(s.Places)
	s.Places, s.Points = slices.Compact(s.Places), len(at)
	return s
}

// Policy names how one value is taken from the spread of the claims.
type Policy string

// The policies in use; each figure prints the one it used.
const (
	MostPrecise Policy = "most-precise" // place and date of the most precisely dated and placed claim
	MedianBest  Policy = "median-best"  // deaths: the median of the claims' best estimates, lower of two
)

// View is one value for each of place, date and deaths, by the named policies.
type View struct {
	Where  place.Where
	When   when.Span
	Type   string // the source coding of the claim the place was taken from
	Source string
	Deaths claim.Deaths // low and high are the spread, best is MedianBest
}

// At applies [MostPrecise] and [MedianBest]. Ties go to the smaller key.
func (e Event) At() View {
	var idx []int
	for i, c := range e.Claims {
		if e.Members[i].Relation == Same && c.Incident != nil {
			idx = append(idx, i)
		}
	}
	if len(idx) == 0 {
		return View{}
	}
	rank := func(i int) (int, int) {
		n := e.Claims[i].Incident
		p, w := int(n.Where.Precision), int(n.When.Precision)
		if p == 0 {
			p = 99
		}
		if w == 0 {
			w = 99
		}
		return p, w
	}
	best := slices.MinFunc(idx, func(i, j int) int {
		pi, wi := rank(i)
		pj, wj := rank(j)
		return cmp.Or(cmp.Compare(pi, pj), cmp.Compare(wi, wj), e.Claims[i].Key.Compare(e.Claims[j].Key))
	})
	n := e.Claims[best].Incident
	v := View{Where: n.Where, When: n.When, Type: n.Type, Source: e.Claims[best].Key.Source}
	if s, ok := e.DeathsSpread(); ok {
		v.Deaths.Low, v.Deaths.High = &s.Low, &s.High
	}
	var bests []int
	for _, i := range idx {
		d := e.Claims[i].Incident.Deaths
		if d.Best != nil {
			bests = append(bests, *d.Best)
		}
	}
	if len(bests) > 0 {
		slices.Sort(bests)
		v.Deaths.Best = &bests[(len(bests)-1)/2]
	}
	return v
}

// Decision is what a person decided about two claims; it survives every
// re-run. It is a ledger entry; Undone by a later one that cites it.
type Decision struct {
	A      claim.Key `json:"a"`
	B      claim.Key `json:"b"`
	Says   Verdict   `json:"says"`
	By     string    `json:"by"` // a code, not a name
	Reason string    `json:"reason,omitempty"`

	// What the program held when the person looked: how often the two agree,
	// and weights that learn, rest on it.
	Held        Verdict `json:"held,omitempty"`
	Probability float64 `json:"probability,omitempty"` // of the relation in question
}

// Verdict is what can be decided about two claims.
type Verdict string

const (
	SameEvent      Verdict = "same"
	DifferentEvent Verdict = "different"
	APartOfB       Verdict = "part-of"
	Undo           Verdict = "undo"
)
