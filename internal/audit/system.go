package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// number names one number of one edition: of a cell, or a total by name. A
// figure that keeps the numbers of an earlier edition has that edition's: its
// cells and the totals it speaks of are not those of the figures beside it.
type number struct {
	edition int
	figure  string
	at      string
	field   string
	asOf    string // of an edition that is not at hand
}

// of names a number of figure f in edition e, or of a total where cell is false.
func (s *system) number(e int, f Figure, cell bool, at, field string) number {
	x := number{edition: e, figure: f.ID, at: at, field: field}
	if !cell {
		x.figure = ""
	}
	if f.AsOf == "" || f.AsOf == "none" {
		return x
	}
	if i := slices.IndexFunc(s.editions, func(ed Edition) bool { return ed.Release == f.AsOf }); i >= 0 {
		x.edition = i
	} else {
		x.edition, x.asOf = 0, f.AsOf
	}
	return x
}

// sum is a set of numbers with coefficients, and what of it is known.
type sum struct {
	of    []number
	coef  []int64
	known int64
}

// system gathers the equations of one or more editions.
type system struct {
	editions []Edition
	cells    []map[string]map[string]Cell // edition → figure → at
	index    map[number]int
	names    []number
	limits   []limits
	eqs      []equation
	stated   map[number]int64 // totals that are printed in words
}

func newSystem(es []Edition) *system {
	s := &system{editions: es, index: map[number]int{}, stated: map[number]int64{}}
	for i, e := range es {
		m := map[string]map[string]Cell{}
		for _, f := range e.Figures {
			m[f.ID] = map[string]Cell{}
			for _, c := range f.Cells {
				m[f.ID][key(c.At)] = c
			}
			for _, x := range f.States {
				s.stated[s.number(i, f, false, x.Total, cmp.Or(x.Field, "value"))] = x.Value
			}
		}
		s.cells = append(s.cells, m)
	}
	return s
}

// unknown gives the index of a number that is not printed.
func (s *system) unknown(x number, l limits) int {
	if i, ok := s.index[x]; ok {
		return i
	}
	i := len(s.names)
	s.index[x], s.names, s.limits = i, append(s.names, x), append(s.limits, l)
	return i
}

// add adds a number of a cell to a sum; false where there is no such cell.
func (s *system) add(to *sum, e int, f Figure, at []string, field string, coef int64) bool {
	c, ok := s.cells[e][f.ID][key(at)]
	return ok && s.addCell(to, e, f, c, field, coef)
}

// addCell adds a number of a cell that is at hand.
func (s *system) addCell(to *sum, e int, f Figure, c Cell, field string, coef int64) bool {
	v, known, is := c.get(field)
	switch {
	case !is:
		return false
	case known:
		to.known += coef * int64(v)
	default:
		x := s.number(e, f, true, key(c.At), field)
		s.unknown(x, s.prior(f, c, field))
		to.of, to.coef = append(to.of, x), append(to.coef, coef)
	}
	return true
}

// prior is what a reader knows of a number that is not printed before any
// equation. Nothing found is printed as 0, so a withheld count is one at least:
// but for amounts, for what a licence withholds, and for a figure that is
// withheld as a whole, which the edition says ("as_of": "none").
func (s *system) prior(f Figure, c Cell, field string) limits {
	if field == "of" || c.Why != "withheld" || f.magnitude() && field != "n" || f.AsOf == "none" {
		return limits{0, none}
	}
	return limits{1, none}
}

func (s *system) named(to *sum, e int, f Figure, name, field string, coef int64) {
	x := s.number(e, f, false, name, field)
	if v, ok := s.stated[x]; ok {
		to.known += coef * v
		return
	}
	s.unknown(x, limits{0, none})
	to.of, to.coef = append(to.of, x), append(to.coef, coef)
}

// hold adds lo ≤ sum ≤ hi.
func (s *system) hold(x sum, l limits, why string, guessed ...bool) error {
	if l.lo != -none {
		l.lo -= x.known
	}
	if l.hi != none {
		l.hi -= x.known
	}
	coefs := map[int]int64{}
	for i, n := range x.of {
		coefs[s.index[n]] += x.coef[i]
	}
	e := equation{limits: l, why: why, guessed: len(guessed) > 0 && guessed[0]}
	for _, i := range sortedInts(coefs) {
		if coefs[i] != 0 {
			e.terms = append(e.terms, term{i, coefs[i]})
		}
	}
	if len(e.terms) == 0 {
		if l.lo != -none && l.lo > 0 || l.hi != none && l.hi < 0 {
			return fmt.Errorf("%s: what is printed does not add up", why)
		}
		return nil
	}
	s.eqs = append(s.eqs, e)
	return nil
}

// declared adds the equations of a figure's relations.
func (s *system) declared(e int, f Figure) error {
	if len(f.Relations) > 0 && !f.counts() {
		return nil // of fractions nothing adds up exactly
	}
	for _, r := range f.Relations {
		kept := make([]int, 0, len(f.Dims)) // dimensions that remain
		over := make([]int, 0, len(f.Dims))
		for i, d := range f.Dims {
			if slices.Contains(r.Over, d.ID) {
				over = append(over, i)
			} else {
				kept = append(kept, i)
			}
		}
		for _, rest := range crossed(f, kept) {
			for _, field := range r.of() {
				if err := s.relation(e, f, r, kept, over, rest, field); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r Relation) of() []string {
	if r.Kind == "of" {
		return []string{"of"}
	}
	if len(r.Fields) == 0 {
		return []string{"value"}
	}
	return r.Fields
}

// crossed lists every combination of keys of some dimensions.
func crossed(f Figure, dims []int) [][]string {
	out := [][]string{{}}
	for _, d := range dims {
		var next [][]string
		for _, at := range out {
			for _, k := range f.Dims[d].Keys {
				next = append(next, append(slices.Clone(at), k))
			}
		}
		out = next
	}
	return out
}

// relation adds one equation of a relation: at one combination of the keys that
// remain, for one of the numbers of a cell.
func (s *system) relation(e int, f Figure, r Relation, kept, over []int, rest []string, field string) error {
	at := make([]string, len(f.Dims))
	for i, k := range kept {
		at[k] = rest[i]
	}
	var whole sum
	ok := true
	wf := field
	if r.Kind == "of" {
		wf = "value"
	}
	switch {
	case r.Whole != "":
		w := slices.Clone(at)
		w[over[0]] = r.Whole
		ok = s.add(&whole, e, f, w, wf, -1)
	case r.Figure != "":
		i := slices.IndexFunc(s.editions[e].Figures, func(g Figure) bool { return g.ID == r.Figure })
		if i < 0 || s.editions[e].Figures[i].AsOf != f.AsOf || !s.editions[e].Figures[i].counts() {
			return nil
		}
		there := rest
		if len(r.At) > 0 {
			there = r.At
		}
		ok = s.add(&whole, e, s.editions[e].Figures[i], there, wf, -1)
	case r.Same:
		s.named(&whole, e, f, r.Total, wf, -1)
	default:
		s.named(&whole, e, f, strings.Join(append([]string{r.Total}, rest...), "/"), wf, -1)
	}
	if !ok {
		return nil
	}
	why := fmt.Sprintf("%s, %s over %s at %s", f.ID, r.Kind, strings.Join(r.Over, ", "), strings.Join(rest, "/"))
	all := sum{of: slices.Clone(whole.of), coef: slices.Clone(whole.coef), known: whole.known}
	some := false
	for _, ks := range crossed(f, over) {
		if r.Whole != "" && ks[0] == r.Whole ||
			len(r.Parts) > 0 && !slices.ContainsFunc(ks, func(k string) bool { return slices.Contains(r.Parts, k) }) {
			continue
		}
		p := slices.Clone(at)
		for i, k := range over {
			p[k] = ks[i]
		}
		if r.Kind == "sum" || r.Kind == "cover" {
			some = s.add(&all, e, f, p, field, 1) || some
		}
		if r.Kind == "sum" {
			continue
		}
		one := sum{of: slices.Clone(whole.of), coef: slices.Clone(whole.coef), known: whole.known}
		if !s.add(&one, e, f, p, field, 1) {
			continue
		}
		l := limits{-none, 0}
		if r.Kind == "of" {
			l.lo = 0
		}
		if err := s.hold(one, l, why); err != nil {
			return err
		}
	}
	for _, name := range r.Plus {
		s.named(&all, e, f, name, field, 1)
		some = true
	}
	switch {
	case !some:
		return nil
	case r.Kind == "sum":
		return s.hold(all, limits{0, 0}, why)
	case r.Kind == "cover":
		return s.hold(all, limits{0, none}, why)
	}
	return nil
}
