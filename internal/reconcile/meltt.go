package reconcile

import (
	"fmt"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/linkage"
)

// Taxonomy is one of meltt's: what each source's category means, from the
// finest level to the broadest.
type Taxonomy struct {
	Field string // what it classifies: type, actor_a, actor_b, place_prec, date_prec
	Of    map[[2]string][]string
}

// TaxonomyFields are what a taxonomy may classify.
var TaxonomyFields = []string{"type", "actor_a", "actor_b", "place_prec", "date_prec"}

// Compat is the outcome of --compat meltt.
type Compat struct {
	Links   []Link // matched rows as pairs, flags as part of; no probability
	Pairs   []CompatPair
	Rows    [][]claim.Key
	Cut     int
	Unknown [][2]string // source and category that no taxonomy has
}

// CompatPair is a candidate as meltt compares it.
type CompatPair struct {
	Stage    int
	Kind     string
	A, B     claim.Key
	Score    float64
	Selected bool
}

// Meltt runs the algorithm of the R package meltt 0.4.3 on the sources in the
// order given; within a source, in the order of its rows. It fails if a
// category is in no taxonomy, as meltt does.
func Meltt(sets [][]Record, taxa []Taxonomy, days int, km float64) (out Compat, err error) {
	defer fault.Wrap(&err, "link as meltt")
	if len(taxa) == 0 {
		return out, fmt.Errorf("no taxonomy given: name one with --taxonomy: %w", fault.Invalid)
	}
	ids := map[string]int32{}
	number := func(s string) int32 {
		if _, ok := ids[s]; !ok {
			ids[s] = int32(len(ids))
		}
		return ids[s]
	}
	in := make([][]linkage.MelttRecord, len(sets))
	for k, rs := range sets {
		for _, r := range rs {
			x := linkage.MelttRecord{Start: int32(r.When.From), End: int32(r.When.To)}
			if r.Where.Point == nil {
				return out, fmt.Errorf("record %s has no point; meltt needs one: %w", r.Key, fault.Invalid)
			}
			x.Lat, x.Lon = r.Where.Point.Lat, r.Where.Point.Lon
			for _, t := range taxa {
				c := category(r, t.Field)
				levels, ok := t.Of[[2]string{r.Key.Source, c}]
				if !ok {
					out.Unknown = append(out.Unknown, [2]string{r.Key.Source, c})
				}
				var n []int32
				for _, l := range levels {
					n = append(n, number(l))
				}
				x.Levels = append(x.Levels, n)
			}
			in[k] = append(in[k], x)
		}
	}
	if n := len(out.Unknown); n > 0 {
		return out, fmt.Errorf("%d categories stand in no taxonomy, the first is %q of source %s: %w", n, out.Unknown[0][1], out.Unknown[0][0], fault.Invalid)
	}
	res := linkage.Meltt(in, int32(days), km)
	out.Cut = res.Cut
	key := func(r linkage.MelttRef) claim.Key { return sets[r.Set][r.Row].Key }
	score := map[[2]claim.Key]float64{}
	for _, p := range res.Pairs {
		c := CompatPair{p.Stage, string(p.Kind), key(p.A), key(p.B), p.Penalty, p.Selected}
		out.Pairs = append(out.Pairs, c)
		score[[2]claim.Key{c.A, c.B}] = p.Penalty
	}
	for _, r := range res.Rows {
		var ks []claim.Key
		for _, m := range r.Members {
			ks = append(ks, key(m))
		}
		out.Rows = append(out.Rows, ks)
		for i, a := range ks {
			for _, b := range ks[i+1:] {
				l := Link{Relation: Same, A: a, B: b}
				if s, ok := score[[2]claim.Key{a, b}]; ok {
					l.Weight = s
				}
				if b.Compare(a) < 0 {
					l.A, l.B = b, a
				}
				out.Links = append(out.Links, l)
			}
		}
	}
	for _, f := range res.Flags {
		out.Links = append(out.Links, Link{Relation: PartOf, A: key(f.B), B: key(f.A), Weight: f.Penalty})
	}
	sortLinks(out.Links)
	out.Links = slices.CompactFunc(out.Links, func(a, b Link) bool { return a.Relation == b.Relation && a.A == b.A && a.B == b.B })
	return out, nil
}

var precisionCodes = []string{"1", "2", "3", "4", "5", "6"}

// category is what a record has in a field, as its source words it.
func category(r Record, field string) string {
	switch field {
	case "type":
		return r.Type
	case "actor_a":
		return r.ActorA
	case "actor_b":
		return r.ActorB
	case "date_prec":
		switch r.When.Precision {
		case when.Days:
			return "2"
		case when.Week:
			return "3"
		case when.Month:
			return "4"
		case when.Quarter, when.Year:
			return "5"
		}
		return "1"
	case "place_prec":
		if p := int(r.Where.Precision); p >= 1 && p <= 6 {
			return precisionCodes[p-1]
		}
	}
	return ""
}
