package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/term"
)

// Person is who decided a membership that no program did.
const Person = "person"

// NativeID is who decided that a claim is its own event's first.
const NativeID = "native-id"

// Events turns the incidents among claims into events: what the program links,
// under what people decided. Every incident is in exactly one event as "same";
// the day of an episode has an event of its own, whose PartOf names the
// episode, and stands among the episode's members as "part-of". The order of
// claims changes nothing. It fails as [Propose] does.
func Events(claims []claim.Claim, decisions []event.Decision, p Params) (es []event.Event, r Run, found diag.List, err error) {
	prop, err := Propose(FromClaims(claims, p), decisions, p)
	if err != nil {
		return nil, r, nil, err
	}
	es, more := prop.EventsOf(claims)
	found = append(prop.Found, more...)
	found.Sort()
	return es, prop.Run, found, nil
}

// Members is [Events] without the claims in them: what a store keeps.
func Members(claims []claim.Claim, decisions []event.Decision, p Params) (es []event.Event, r Run, found diag.List, err error) {
	prop, err := Propose(FromClaims(claims, p), decisions, p)
	if err != nil {
		return nil, r, nil, err
	}
	es, more := prop.eventsOf(claims, false)
	found = append(prop.Found, more...)
	found.Sort()
	return es, prop.Run, found, nil
}

// EventsOf turns a proposal into events of the claims it was made from.
func (prop *Proposal) EventsOf(claims []claim.Claim) (es []event.Event, found diag.List) {
	return prop.eventsOf(claims, true)
}

// eventsOf leaves the claims out of the events unless they are to be full.
func (prop *Proposal) eventsOf(claims []claim.Claim, full bool) (es []event.Event, found diag.List) {
	order := make([]int32, 0, len(claims)) // of the incidents, by key
	for i, c := range claims {
		if c.Kind == claim.KindIncident && c.Incident != nil {
			order = append(order, int32(i))
		}
	}
	less := func(a, b int32) int { return claims[a].Key.Compare(claims[b].Key) }
	if !slices.IsSortedFunc(order, less) {
		slices.SortStableFunc(order, less)
	}
	order = slices.CompactFunc(order, func(a, b int32) bool { return claims[a].Key == claims[b].Key })
	spot := func(k claim.Key) int {
		i, _ := slices.BinarySearchFunc(order, k, func(i int32, k claim.Key) int { return claims[i].Key.Compare(k) })
		return i
	}
	link := "link:" + prop.Run.ID()
	who := func(l Link) (string, float64) {
		if l.Decided {
			return Person, 1
		}
		return link, l.Probability
	}
	// The strongest tie holds a member in its event.
	held := map[claim.Key]Link{}
	for _, l := range prop.Links {
		if l.Relation != Same {
			continue
		}
		for _, k := range []claim.Key{l.A, l.B} {
			if o, ok := held[k]; !ok || stronger(l, o) {
				held[k] = l
			}
		}
	}
	group := make([]int32, len(order)) // of each incident; −1: none yet
	for i := range group {
		group[i] = -1
	}
	at := func(k claim.Key) int { return int(group[spot(k)]) }
	es = make([]event.Event, 0, len(order))
	add := func(ks []claim.Key) {
		e := event.Event{ID: event.IDOf(ks)}
		for i, k := range ks {
			m := event.Member{Claim: k, Relation: Same, Probability: 1, DecidedBy: NativeID}
			if i > 0 {
				m.DecidedBy, m.Probability = who(held[k])
			}
			i := spot(k)
			group[i] = int32(len(es))
			e.Members = append(e.Members, m)
			if full {
				e.Claims = append(e.Claims, claims[order[i]])
			}
		}
		es = append(es, e)
	}
	grouped := map[claim.Key][]claim.Key{}
	for _, g := range prop.Events {
		for _, k := range g {
			grouped[k] = g
		}
	}
	for i, o := range order {
		k := claims[o].Key
		if group[i] >= 0 {
			continue
		}
		if g := grouped[k]; g != nil {
			add(g)
		} else {
			add([]claim.Key{k})
		}
	}
	// Days: each event is part of at most one other, people's word first.
	var parts []Link
	for _, l := range prop.Links {
		if l.Relation == PartOf {
			parts = append(parts, l)
		}
	}
	slices.SortFunc(parts, func(a, b Link) int {
		switch {
		case stronger(a, b):
			return -1
		case stronger(b, a):
			return 1
		}
		return cmp.Or(a.A.Compare(b.A), a.B.Compare(b.B))
	})
	up := map[int]int{}
	for _, l := range parts {
		day, whole := at(l.A), at(l.B)
		if w, ok := up[day]; ok && w != whole {
			continue
		}
		for e, ok := whole, true; ok; e, ok = up[e] {
			if e == day { // a circle of parts would count nothing
				found.Add("R409", diag.At{}, l.A, l.B)
				whole = -1
				break
			}
		}
		if whole < 0 {
			continue
		}
		up[day] = whole
		es[day].PartOf = es[whole].ID
	}
	for _, l := range parts {
		day, whole := at(l.A), at(l.B)
		if w, ok := up[day]; !ok || w != whole {
			continue
		}
		m := event.Member{Claim: l.A, Relation: PartOf}
		m.DecidedBy, m.Probability = who(l)
		e := &es[whole]
		if i := slices.IndexFunc(e.Members, func(o event.Member) bool { return o.Claim == l.A }); i >= 0 {
			continue
		}
		e.Members = append(e.Members, m)
		if full {
			e.Claims = append(e.Claims, claims[order[spot(l.A)]])
		}
	}
	for i := range es {
		sortMembers(&es[i])
	}
	slices.SortFunc(es, func(a, b event.Event) int { return a.Members[0].Claim.Compare(b.Members[0].Claim) })
	return es, found
}

// stronger puts people's word first, then the more probable.
func stronger(a, b Link) bool {
	if a.Decided != b.Decided {
		return a.Decided
	}
	return a.Probability > b.Probability
}

// sortMembers puts the records of the event before those of its parts.
func sortMembers(e *event.Event) {
	if len(e.Members) < 2 {
		return
	}
	order := make([]int, len(e.Members))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := e.Members[i], e.Members[j]
		return cmp.Or(cmp.Compare(b.Relation, a.Relation), a.Claim.Compare(b.Claim))
	})
	ms, cs := slices.Clone(e.Members), slices.Clone(e.Claims)
	for i, o := range order {
		e.Members[i] = ms[o]
		if len(cs) > 0 {
			e.Claims[i] = cs[o]
		}
	}
}

// CodesFrom reads a crosswalk as the common taxonomy: the label of a code is
// its path from broad to fine, parted by "/" (violence/clash/armed). A code of
// several labels counts as far as they agree.
func CodesFrom(c term.Crosswalk) func(source, typ string) []string {
	return func(source, typ string) []string {
		var path []string
		for i, l := range c.Of(source, typ) {
			p := strings.Split(l, "/")
			if i == 0 {
				path = p
				continue
			}
			n := 0
			for n < min(len(p), len(path)) && p[n] == path[n] {
				n++
			}
			path = path[:n]
		}
		return path
	}
}
