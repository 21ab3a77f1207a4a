package event

import "github.com/dires/dires/internal/claim"

// Among gives each event those of its claims that are among cs; an event none
// of whose claims is, is left out.
func Among(es []Event, cs []claim.Claim) []Event {
	byKey := make(map[claim.Key]int, len(cs))
	for i, c := range cs {
		byKey[c.Key] = i
	}
	out := make([]Event, 0, len(es))
	for _, e := range es {
		ms := e.Members
		e.Members, e.Claims = make([]Member, 0, len(ms)), make([]claim.Claim, 0, len(ms))
		for _, m := range ms {
			if i, ok := byKey[m.Claim]; ok {
				e.Members, e.Claims = append(e.Members, m), append(e.Claims, cs[i])
			}
		}
		if len(e.Members) > 0 {
			out = append(out, e)
		}
	}
	return out
}
