package reconcile

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/linkage"
)

// Relation is how two records belong together.
type Relation = event.Relation

const (
	Same   = event.Same   // both record one event
	PartOf = event.PartOf // the first is a day of the longer event of the second
)

// Params are all that changes a proposal, besides records and decisions.
type Params struct {
	Link       linkage.Params
	Window     linkage.Window
	Vocabulary Vocabulary
	Candidates float64 // pairs not taken are listed from this probability on

	// What the study knows of codes and places. Both change records before
	// they are compared, so that the hash of the records covers them.
	Codes func(source, typ string) []string              `json:"-"` // a source's type in the common taxonomy, broadest first: see [CodesFrom]
	Place func(source string, w place.Where) place.Where `json:"-"` // a place with the names of its units put right
}

// Defaults are the parameters the program ships with: three days, 25 km.
func Defaults() Params {
	return Params{Link: linkage.Shipped(), Window: linkage.Window{Days: 3, Km: 25}, Candidates: 0.02}
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
	Twice   []Double  // records of one source that look like one incident written twice, and nobody decided about
	Learned []Learned // pairs of sources whose weights people's answers have moved
	Found   diag.List
	Run     Run
	lost    doubt // over every pair that was compared and not taken
	model   *linkage.Model
	keys    []claim.Key // of the records that could be linked, sorted
	res     linkage.Resolution
	decided map[[2]int32]bool // pairs of records about which people decided, both ways
	forced  map[[2]int32]bool // days and episodes by people's word
}

// Propose links the records of several sources. Records of one source are
// never linked, unless a person says so. The order of records changes nothing.
// It fails if there are more than 255 sources, or the window is none.
func Propose(records []Record, decisions []event.Decision, p Params) (prop Proposal, err error) {
	defer fault.Wrap(&err, "reconcile %d records", len(records))
	if err := prop.link(prop.intake(records), decisions, p); err != nil {
		return prop, err
	}
	prop.left(p)
	for _, g := range prop.groups() {
		ks := make([]claim.Key, len(g))
		for i, r := range g {
			ks[i] = prop.keys[r]
		}
		prop.Events = append(prop.Events, ks)
	}
	prop.Queue = prop.questions()
	prop.Quality = quality(prop.Links, prop.lost)
	return prop, nil
}

// intake takes records in whatever order they are.
func (prop *Proposal) intake(records []Record) *intake {
	if !slices.IsSortedFunc(records, compare) {
		records = slices.Clone(records)
		slices.SortStableFunc(records, compare)
	}
	in := &intake{found: &prop.Found}
	for _, r := range records {
		in.take(&r)
	}
	return in
}

// link finds the links that are taken.
func (prop *Proposal) link(in *intake, decisions []event.Decision, p Params) error {
	if n := len(in.b.sources); n > 255 {
		return fmt.Errorf("%d sources, at most 255: %w", n, fault.Invalid)
	}
	prop.Run = run(in.sort(), decisions, p)
	prop.keys = in.keys
	voc := p.Vocabulary
	spots := in.spots
	in.spots = nil
	b := in.block(voc)
	var err error
	prop.Aliases, err = observed(b, p)
	if err != nil {
		return err
	}
	for _, a := range prop.Aliases {
		prop.Found.Add("R408", diag.At{}, a.Name, a.As, a.Links)
		voc.learned = append(voc.learned, a)
	}
	if len(voc.learned) > 0 {
		b.explain(voc)
	}
	twice := doubles(b, spots, prop.keys)
	m, err := linkage.Prepare(b.cols, b.units, b.types, b.actors, p.Link, p.Window)
	if err != nil {
		return err
	}
	edges := m.Block()
	if own, says := learn(m, b, edges, prop.keys, decisions, p.Link); len(own) > 0 {
		q := p.Link
		q.Pairs = append(slices.Clone(q.Pairs), own...)
		if m, err = linkage.Prepare(b.cols, b.units, b.types, b.actors, q, p.Window); err != nil {
			return err
		}
		edges, prop.Learned = m.Block(), says
		for _, x := range says {
			prop.Found.Add("R410", diag.At{}, x.A, x.B, x.Pairs)
		}
	}
	prop.model = m
	con, forced := constraints(decisions, prop.keys, &prop.Found)
	prop.res = m.Resolve(edges, con)
	prop.take(forced, con)
	prop.undecided(twice)
	prop.Found.Sort()
	return nil
}

// take turns what a resolution took into links of keys.
func (prop *Proposal) take(forced [][2]int32, con linkage.Constraints) {
	prop.decided = map[[2]int32]bool{}
	for _, x := range slices.Concat(con.Must, con.Cannot) {
		prop.decided[x], prop.decided[[2]int32{x[1], x[0]}] = true, true
	}
	prop.forced = map[[2]int32]bool{}
	prop.Links = make([]Link, 0, len(forced)+len(prop.res.Same)+len(prop.res.Part))
	for _, x := range forced {
		prop.forced[x] = true
		l := prop.named(PartOf, linkage.Link{A: x[0], B: x[1], P: 1})
		l.Decided = true
		prop.Links = append(prop.Links, l)
	}
	for _, l := range prop.res.Same {
		x := prop.named(Same, l)
		if x.Decided {
			x.Probability = 1
		}
		prop.Links = append(prop.Links, x)
	}
	for _, l := range prop.res.Part {
		if !prop.forced[[2]int32{l.A, l.B}] {
			prop.Links = append(prop.Links, prop.named(PartOf, l))
		}
	}
	for _, x := range prop.res.Broken {
		prop.Found.Add("R407", diag.At{}, prop.keys[x[0]], prop.keys[x[1]])
	}
	sortLinks(prop.Links)
}

// left lists what was considered and not taken.
func (prop *Proposal) left(p Params) {
	for _, l := range prop.res.Rest {
		x := prop.named(Same, l)
		if x.Decided {
			x.Probability = 0
		}
		prop.lost.add(x.Probability)
		if l.P >= p.Candidates || x.Decided {
			prop.Rest = append(prop.Rest, x)
		}
	}
	for _, l := range prop.res.PartRest {
		if l.P >= p.Candidates && !prop.forced[[2]int32{l.A, l.B}] {
			prop.Rest = append(prop.Rest, prop.named(PartOf, l))
		}
	}
	sortLinks(prop.Rest)
}

// groups are the records of each event that has two and more, by the first.
func (prop *Proposal) groups() (gs [][]int32) {
	size, all := make([]int32, len(prop.keys)), int32(0)
	for _, g := range prop.res.Group {
		size[g]++
	}
	for _, n := range size {
		if n > 1 {
			all += n
		}
	}
	room, at := make([]int32, all), make([]int32, len(prop.keys))
	for r, g := range prop.res.Group {
		if size[g] < 2 {
			continue
		}
		if int(g) == r {
			at[r] = int32(len(gs))
			gs = append(gs, room[:0:size[g]])
			room = room[size[g]:]
		}
		gs[at[g]] = append(gs[at[g]], int32(r))
	}
	return gs
}

func (prop *Proposal) named(r Relation, l linkage.Link) Link {
	return Link{Relation: r, A: prop.keys[l.A], B: prop.keys[l.B], Probability: l.P, Weight: float64(l.W) / linkage.Bit,
		Decided: len(prop.decided) > 0 && prop.decided[[2]int32{l.A, l.B}], ia: l.A, ib: l.B}
}

func sortLinks(ls []Link) {
	slices.SortFunc(ls, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Relation, a.Relation), cmp.Compare(a.ia, b.ia), cmp.Compare(a.ib, b.ib)) // as their keys
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
		name := linkage.TermNames[r.Term]
		i := slices.IndexFunc(out, func(t Term) bool { return t.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, Term{Name: name})
		}
		f := Feature{Name: r.Name, Bits: float64(r.Weight) / linkage.Bit}
		if r.Times != linkage.Bit {
			f.Rarity = float64(r.Times) / linkage.Bit
		}
		out[i].Bits += f.Bits
		out[i].Features = append(out[i].Features, f)
	}
	return out
}
