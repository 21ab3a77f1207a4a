package reconcile

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/term"
)

// Person is who decided a membership that no program did.
const Person = "person"

// Events turns the incidents among claims into events: what the program links,
// under what people decided. Every incident is in exactly one event as "same";
// the day of an episode has an event of its own, whose PartOf names the
// episode, and stands among the episode's members as "part-of". The order of
// claims changes nothing. It fails as [Propose] does.
func Events(claims []claim.Claim, decisions []event.Decision, p Params) (es []event.Event, r Run, found diag.List, err error) {
	defer fault.Wrap(&err, "reconcile %d claims", len(claims))
	var prop Proposal
	if es, err = prop.members(prop.intake(FromClaims(claims, p)), decisions, p); err != nil {
		return nil, r, nil, err
	}
	at := make(map[claim.Key]int, len(claims))
	for i, c := range slices.Backward(claims) {
		if c.Kind == claim.KindIncident && c.Incident != nil {
			at[c.Key] = i // of a key that comes twice, the first
		}
	}
	for i := range es {
		for _, m := range es[i].Members {
			es[i].Claims = append(es[i].Claims, claims[at[m.Claim]])
		}
	}
	return es, prop.Run, prop.Found, nil
}

// Members is [Events] from accounts, each key once, without the claims in the
// events: what a store keeps. It holds no account, and fails with the first
// error among them.
func Members(accounts iter.Seq2[*claim.Account, error], decisions []event.Decision, p Params) (es []event.Event, r Run, found diag.List, err error) {
	defer fault.Wrap(&err, "reconcile accounts")
	var prop Proposal
	in := &intake{found: &prop.Found}
	for a, err := range accounts {
		if err != nil {
			return nil, r, nil, err
		}
		x := recordOf(a.Key, a.Origin, &a.Incident, p)
		in.take(&x)
	}
	if es, err = prop.members(in, decisions, p); err != nil {
		return nil, r, nil, err
	}
	return es, prop.Run, prop.Found, nil
}

func (prop *Proposal) members(in *intake, decisions []event.Decision, p Params) (es []event.Event, err error) {
	if err := prop.link(in, decisions, p); err != nil {
		return nil, err
	}
	keys := in.keys
	if len(in.left) > 0 {
		keys = slices.Concat(keys, in.left)
		slices.SortFunc(keys, claim.Key.Compare)
		keys = slices.Compact(keys)
	}
	es = prop.events(keys)
	prop.Found.Sort()
	return es, nil
}

// events makes the events of these records, by key: those that could be linked
// and those that could not.
func (prop *Proposal) events(keys []claim.Key) (es []event.Event) {
	spot := make([]int32, len(prop.keys)) // of a record among the keys
	for i, k := 0, 0; i < len(spot); k++ {
		if keys[k] == prop.keys[i] {
			spot[i] = int32(k)
			i++
		}
	}
	link := "link:" + prop.Run.ID()
	who := func(l *Link) (string, float64) {
		if l.Decided {
			return Person, 1
		}
		return link, l.Probability
	}
	held := make([]int32, len(prop.keys)) // 1 + the strongest tie of a record
	for i := range prop.Links {
		l := &prop.Links[i]
		if l.Relation != Same {
			continue
		}
		for _, r := range [2]int32{l.ia, l.ib} {
			if held[r] == 0 || stronger(l, &prop.Links[held[r]-1]) {
				held[r] = int32(i) + 1
			}
		}
	}
	groups := prop.groups()
	with := make([][]int32, len(keys)) // the records of an event, at the first; elsewhere none
	other := make([]bool, len(keys))   // is in the event of one before
	for _, g := range groups {
		with[spot[g[0]]] = g
		for _, r := range g[1:] {
			other[spot[r]] = true
		}
	}
	room := make([]event.Member, len(keys))
	es = make([]event.Event, 0, len(keys))
	of := make([]int32, len(keys)) // the event of each key
	add := func(n int) *event.Event {
		es = append(es, event.Event{Members: room[:0:n]})
		room = room[n:]
		return &es[len(es)-1]
	}
	for i, k := range keys {
		if other[i] {
			continue
		}
		of[i] = int32(len(es))
		e := add(max(1, len(with[i])))
		e.ID = event.IDOf([]claim.Key{k})
		e.Members = append(e.Members, event.Member{Claim: k, Relation: Same, Probability: 1, DecidedBy: event.NativeID})
		for n, r := range with[i] {
			if n == 0 {
				continue
			}
			of[spot[r]] = of[i]
			m := event.Member{Claim: prop.keys[r], Relation: Same}
			m.DecidedBy, m.Probability = who(&prop.Links[held[r]-1])
			e.Members = append(e.Members, m)
		}
	}
	prop.days(es, who, func(r int32) int32 { return of[spot[r]] })
	return es
}

// days puts each event that is part of another under it: at most one other,
// people's word first.
func (prop *Proposal) days(es []event.Event, who func(*Link) (string, float64), of func(record int32) int32) {
	var parts []*Link
	for i := range prop.Links {
		if l := &prop.Links[i]; l.Relation == PartOf {
			parts = append(parts, l)
		}
	}
	slices.SortFunc(parts, func(a, b *Link) int {
		switch {
		case stronger(a, b):
			return -1
		case stronger(b, a):
			return 1
		}
		return cmp.Or(cmp.Compare(a.ia, b.ia), cmp.Compare(a.ib, b.ib))
	})
	up := map[int32]int32{}
	for _, l := range parts {
		day, whole := of(l.ia), of(l.ib)
		if w, ok := up[day]; ok && w != whole {
			continue
		}
		for e, ok := whole, true; ok; e, ok = up[e] {
			if e == day { // a circle of parts would count nothing
				prop.Found.Add("R409", diag.At{}, l.A, l.B)
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
		day, whole := of(l.ia), of(l.ib)
		if w, ok := up[day]; !ok || w != whole {
			continue
		}
		e := &es[whole]
		if slices.ContainsFunc(e.Members, func(o event.Member) bool { return o.Claim == l.A }) {
			continue
		}
		m := event.Member{Claim: l.A, Relation: PartOf}
		m.DecidedBy, m.Probability = who(l)
		e.Members = append(e.Members, m)
	}
	for _, l := range parts {
		sortMembers(es[of(l.ib)].Members)
	}
}

// stronger puts people's word first, then the more probable.
func stronger(a, b *Link) bool {
	if a.Decided != b.Decided {
		return a.Decided
	}
	return a.Probability > b.Probability
}

// sortMembers puts the records of the event before those of its parts.
func sortMembers(ms []event.Member) {
	slices.SortStableFunc(ms, func(a, b event.Member) int {
		return cmp.Or(cmp.Compare(b.Relation, a.Relation), a.Claim.Compare(b.Claim))
	})
}

// CodesFrom reads a crosswalk as the common taxonomy: the label of a code is
// its path from broad to fine, parted by "/" (violence/clash/armed). A code of
// several labels counts as far as they agree. The function serves one
// goroutine.
func CodesFrom(c term.Crosswalk) func(source, typ string) []string {
	type code struct{ source, typ string }
	known := map[code][]string{} // codes recur
	return func(source, typ string) []string {
		path, ok := known[code{source, typ}]
		if !ok {
			path = agreed(c.Of(source, typ))
			known[code{source, typ}] = path
		}
		return path
	}
}

// agreed is the path that labels have in common.
func agreed(labels []string) (path []string) {
	for i, l := range labels {
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
