package reconcile

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/num/link"
	"github.com/dires/dires/internal/place"
)

// Relation is how two records belong together.
type Relation = event.Relation

const (
	Same   = event.Same   // both record one event
	PartOf = event.PartOf // the first is a day of the longer event of the second
)

// Params are all that changes a proposal, besides records and decisions.
type Params struct {
	Link       link.Params
	Window     link.Window
	Vocabulary Vocabulary
	Candidates float64 // pairs not taken are listed from this probability on

	// What the study knows of codes and places. Both change records before
	// they are compared, so that the hash of the records covers them.
	Codes func(source, typ string) []string              `json:"-"` // a source's type in the common taxonomy, broadest first: see [CodesFrom]
	Place func(source string, w place.Where) place.Where `json:"-"` // a place with the names of its units put right
}

// Defaults are the parameters the program ships with: three days, 25 km.
func Defaults() Params {
	return Params{Link: link.Shipped(), Window: link.Window{Days: 3, Km: 25}, Candidates: 0.02}
}

// Link is a proposed or decided relation of two records.
type Link struct {
	Relation    Relation
	A, B        claim.Key // same: A before B; part of: A is the day
	Probability float64
	Weight      float64 // bits
	Decided     bool    // by a person
	ia, ib      int32
}

// Proposal is what the records, the decisions and the parameters give.
type Proposal struct {
	Links   []Link        // taken
	Rest    []Link        // considered, not taken
	Events  [][]claim.Key // groups of two records and more, each sorted
	Queue   []Question    // what is most worth a person's look, first things first
	Quality Quality
	Aliases []Alias   // names taken for one another because linked records use them so
	Learned []Learned // pairs of sources whose weights people's answers have moved
	Found   diag.List
	Run     Run
	lost    doubt // over every pair that was compared and not taken
	model   *link.Model
}

// Propose links the records of several sources. Records of one source are
// never linked, unless a person says so. The order of records changes nothing.
// It fails if there are more than 255 sources, or the window is none.
func Propose(records []Record, decisions []event.Decision, p Params) (prop Proposal, err error) {
	defer fault.Wrap(&err, "reconcile %d records", len(records))
	rs := slices.Clone(records)
	if !slices.IsSortedFunc(rs, compare) {
		slices.SortStableFunc(rs, compare)
	}
	rs = check(rs, &prop.Found)
	sources := map[string]bool{}
	for _, r := range rs {
		sources[r.Key.Source] = true
	}
	if len(sources) > 255 {
		return prop, fmt.Errorf("%d sources, at most 255: %w", len(sources), fault.Invalid)
	}
	voc := p.Vocabulary
	b := compile(rs, voc)
	prop.Aliases, err = observed(b, p)
	if err != nil {
		return prop, err
	}
	for _, a := range prop.Aliases {
		prop.Found.Add("R408", diag.At{}, a.Name, a.As, a.Links)
		voc.learned = append(voc.learned, a)
	}
	if len(voc.learned) > 0 {
		b.explain(voc)
	}
	m, err := link.Prepare(b.cols, b.units, b.types, b.actors, p.Link, p.Window)
	if err != nil {
		return prop, err
	}
	edges := m.Block()
	if own, says := learn(m, b, edges, rs, decisions, p.Link); len(own) > 0 {
		q := p.Link
		q.Pairs = append(slices.Clone(q.Pairs), own...)
		if m, err = link.Prepare(b.cols, b.units, b.types, b.actors, q, p.Window); err != nil {
			return prop, err
		}
		edges, prop.Learned = m.Block(), says
		for _, x := range says {
			prop.Found.Add("R410", diag.At{}, x.A, x.B, x.Pairs)
		}
	}
	prop.model = m
	con, forced := constraints(decisions, rs, &prop.Found)
	res := m.Resolve(edges, con)
	prop.take(rs, res, forced, con, p)
	prop.Queue = prop.questions()
	prop.Quality = quality(prop.Links, prop.lost)
	prop.Run = run(rs, decisions, p)
	prop.Found.Sort()
	return prop, nil
}

// take turns a resolution of columns into links of keys.
func (prop *Proposal) take(rs []Record, res link.Resolution, forced [][2]int32, con link.Constraints, p Params) {
	decided := map[[2]int32]bool{}
	for _, x := range slices.Concat(con.Must, con.Cannot) {
		decided[x], decided[[2]int32{x[1], x[0]}] = true, true
	}
	named := func(r Relation, l link.Link) Link {
		return Link{Relation: r, A: rs[l.A].Key, B: rs[l.B].Key, Probability: l.P, Weight: float64(l.W) / link.Bit,
			Decided: decided[[2]int32{l.A, l.B}], ia: l.A, ib: l.B}
	}
	parts := map[[2]int32]bool{}
	for _, x := range forced {
		parts[x] = true
		l := named(PartOf, link.Link{A: x[0], B: x[1], P: 1})
		l.Decided = true
		prop.Links = append(prop.Links, l)
	}
	for _, l := range res.Same {
		x := named(Same, l)
		if x.Decided {
			x.Probability = 1
		}
		prop.Links = append(prop.Links, x)
	}
	for _, l := range res.Part {
		if !parts[[2]int32{l.A, l.B}] {
			prop.Links = append(prop.Links, named(PartOf, l))
		}
	}
	for _, l := range res.Rest {
		x := named(Same, l)
		if x.Decided {
			x.Probability = 0
		}
		prop.lost.add(x.Probability)
		if l.P >= p.Candidates || x.Decided {
			prop.Rest = append(prop.Rest, x)
		}
	}
	for _, l := range res.PartRest {
		if l.P >= p.Candidates && !parts[[2]int32{l.A, l.B}] {
			prop.Rest = append(prop.Rest, named(PartOf, l))
		}
	}
	for _, x := range res.Broken {
		prop.Found.Add("R407", diag.At{}, rs[x[0]].Key, rs[x[1]].Key)
	}
	sortLinks(prop.Links)
	sortLinks(prop.Rest)
	by := map[int32][]claim.Key{}
	for i, g := range res.Group {
		if int32(i) == g {
			continue
		}
		if by[g] == nil {
			by[g] = append(by[g], rs[g].Key)
		}
		by[g] = append(by[g], rs[i].Key)
	}
	for _, ks := range by {
		prop.Events = append(prop.Events, ks)
	}
	slices.SortFunc(prop.Events, func(a, b []claim.Key) int { return a[0].Compare(b[0]) })
}

func sortLinks(ls []Link) {
	slices.SortFunc(ls, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Relation, a.Relation), a.A.Compare(b.A), a.B.Compare(b.B))
	})
}

// Term is one part of the reason for a link: its name (time, place, …), what
// it weighs, and the features it is made of.
type Term struct {
	Name     string
	Bits     float64
	Features []Feature
}

// Feature is one agreement or difference. Rarity is how rare the agreed value
// is, in bits; 0 where there is none.
type Feature struct {
	Name         string
	Bits, Rarity float64
}

// Explain says term by term why two records weigh what they weigh. The words
// of names stand in lang under "link.term." and "link.feature.".
func (prop *Proposal) Explain(l Link) []Term {
	var out []Term
	for _, r := range prop.model.Explain(l.ia, l.ib, l.Relation == PartOf) {
		name := link.TermNames[r.Term]
		i := slices.IndexFunc(out, func(t Term) bool { return t.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, Term{Name: name})
		}
		f := Feature{Name: r.Name, Bits: float64(r.Weight) / link.Bit}
		if r.Times != link.Bit {
			f.Rarity = float64(r.Times) / link.Bit
		}
		out[i].Bits += f.Bits
		out[i].Features = append(out[i].Features, f)
	}
	return out
}
