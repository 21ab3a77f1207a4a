// Package reconcile knows which records of several sources are about one
// event: it proposes links with their reasons, puts in order what is worth a
// person's look, and applies what people decide.
//
// It does not know where records are kept or who may decide. It reads no clock
// and no file: the same records, decisions and parameters give the same
// proposal, whatever their order. The function you want is [Propose].
package reconcile

import (
	"cmp"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// Record is what reconciliation looks at in one source's account of an
// incident.
type Record struct {
	Key     claim.Key
	When    when.Span
	Where   place.Where
	Type    string   // as the source words it
	Codes   []string // in the common taxonomy, broadest first; what is not known is left out
	ActorA  string
	ActorB  string
	Deaths  claim.Deaths
	Notes   string
	Outlets []string // upstream sources the record draws on
	File    string   // for findings: base name
	Row     int
}

// FromClaims takes the incidents among claims, with their types and places as
// the parameters know them.
func FromClaims(cs []claim.Claim, p Params) []Record {
	out := make([]Record, 0, len(cs))
	for i := range cs {
		if c := &cs[i]; c.Kind == claim.KindIncident && c.Incident != nil { // a claim is large
			out = append(out, recordOf(c.Key, c.Origin, c.Incident, p))
		}
	}
	return out
}

func recordOf(k claim.Key, o claim.Origin, in *claim.Incident, p Params) Record {
	r := Record{Key: k, When: in.When, Where: in.Where, Type: in.Type, Deaths: in.Deaths, Notes: in.Notes,
		Outlets: in.Chain, File: o.File, Row: o.Row}
	if p.Codes != nil {
		r.Codes = p.Codes(k.Source, in.Type)
	}
	if p.Place != nil {
		r.Where = p.Place(k.Source, in.Where)
	}
	for i := range in.Actors {
		switch a := &in.Actors[i]; a.Role {
		case "side-a", "perpetrator":
			r.ActorA = cmp.Or(r.ActorA, a.Name)
		case "side-b", "target":
			r.ActorB = cmp.Or(r.ActorB, a.Name)
		}
	}
	return r
}

// compare is the canonical order of records: it decides ties, so that the
// order of rows and sources never does.
func compare(a, b Record) int { return a.Key.Compare(b.Key) }
