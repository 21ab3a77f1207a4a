package place

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Town is a named place of a gazetteer.
type Town struct {
	ID      string    `json:"id,omitempty"`
	Name    string    `json:"name"`
	Also    []string  `json:"also,omitempty"`
	Point   geo.Point `json:"point"`
	Country string    `json:"country,omitempty"` // as the file has it: "ML"
	Admin1  string    `json:"admin1,omitempty"`
	Admin2  string    `json:"admin2,omitempty"`
	Source  string    `json:"source,omitempty"`
	Meant   bool      `json:"meant,omitempty"` // of several with its name, the one the study means where nothing tells
}

// Gazetteer finds towns by name. The zero Gazetteer knows none.
type Gazetteer struct {
	towns []Town
	name  [names]map[string][]int
	near  spellings
}

// How a town bears a name: its own comes before another's also-name, and a name
// as written before one without "village de" and the like.
const (
	ownName = iota
	ownUnit
	alsoName
	alsoUnit
	names
)

// NewGazetteer takes towns in any order.
func NewGazetteer(towns []Town) *Gazetteer {
	g := &Gazetteer{towns: slices.Clone(towns)}
	for k := range g.name {
		g.name[k] = map[string][]int{}
	}
	slices.SortStableFunc(g.towns, func(a, b Town) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Point.Lat, b.Point.Lat), cmp.Compare(a.Point.Lon, b.Point.Lon),
			cmp.Compare(a.Country, b.Country), cmp.Compare(a.Admin1, b.Admin1), cmp.Compare(a.Admin2, b.Admin2), cmp.Compare(a.ID, b.ID))
	})
	g.towns = once(g.towns)
	for i, p := range g.towns {
		put := func(kind int, f string) {
			if f != "" && !slices.Contains(g.name[kind][f], i) {
				g.name[kind][f] = append(g.name[kind][f], i)
			}
		}
		put(ownName, lang.Fold(p.Name))
		put(ownUnit, FoldUnit(p.Name))
		for _, n := range p.Also {
			put(alsoName, lang.Fold(n))
			put(alsoUnit, FoldUnit(n))
		}
	}
	return g
}

// once keeps one of towns with one name at one point, with the other names of
// all of them.
func once(towns []Town) []Town {
	out := towns[:0]
	for _, t := range towns {
		if n := len(out); n > 0 && out[n-1].Name == t.Name && out[n-1].Point == t.Point {
			l := &out[n-1]
			l.ID, l.Country = cmp.Or(l.ID, t.ID), cmp.Or(l.Country, t.Country)
			l.Admin1, l.Admin2 = cmp.Or(l.Admin1, t.Admin1), cmp.Or(l.Admin2, t.Admin2)
			l.Meant = l.Meant || t.Meant
			for _, a := range t.Also {
				if !slices.Contains(l.Also, a) {
					l.Also = append(slices.Clone(l.Also), a)
				}
			}
			continue
		}
		out = append(out, t)
	}
	return out
}

// Len is how many towns it knows.
func (g *Gazetteer) Len() int {
	if g == nil {
		return 0
	}
	return len(g.towns)
}

// Towns gives every town, by name.
func (g *Gazetteer) Towns() []Town {
	if g == nil {
		return nil
	}
	return slices.Clone(g.towns)
}

// Find gives the towns of a name, however it is spelt. Names of units in the
// hint narrow it down as long as some town is left: the region first, then the
// district, then the country. Of those left the one that the study means is
// taken, where it says so of one.
func (g *Gazetteer) Find(name string, hint Where) []Town {
	if g == nil {
		return nil
	}
	var is []int
	for kind, f := range [names]string{lang.Fold(name), FoldUnit(name), lang.Fold(name), FoldUnit(name)} {
		if is = g.name[kind][f]; len(is) > 0 && f != "" {
			break
		}
	}
	out := make([]Town, 0, len(is))
	for _, i := range is {
		out = append(out, g.towns[i])
	}
	for _, h := range []struct {
		want string
		of   func(Town) string
	}{{hint.Admin1, func(t Town) string { return t.Admin1 }}, {hint.Admin2, func(t Town) string { return t.Admin2 }},
		{hint.Country, func(t Town) string { return t.Country }}} {
		if h.want == "" || len(out) < 2 {
			continue
		}
		var keep []Town
		for _, t := range out {
			if FoldUnit(h.of(t)) == FoldUnit(h.want) {
				keep = append(keep, t)
			}
		}
		if len(keep) > 0 {
			out = keep
		}
	}
	if len(out) > 1 {
		if i := slices.IndexFunc(out, func(t Town) bool { return t.Meant }); i >= 0 && !slices.ContainsFunc(out[i+1:], func(t Town) bool { return t.Meant }) {
			out = out[i : i+1]
		}
	}
	return out
}

// Locate gives a place its point and its units by its name, where exactly one
// town bears it. candidates is how many do; the place is as it was unless that
// is one.
func (g *Gazetteer) Locate(w Where) (out Where, candidates int) {
	if w.Point != nil || w.Name == "" {
		return w, 0
	}
	ts := g.Find(w.Name, w)
	if len(ts) != 1 {
		return w, len(ts)
	}
	p := ts[0].Point
	w.Point, w.Precision = &p, Exact
	w.Admin1, w.Admin2 = cmp.Or(w.Admin1, ts[0].Admin1), cmp.Or(w.Admin2, ts[0].Admin2)
	return w, 1
}

// LocateIn is Locate with the boundaries of a study: where several towns bear
// the name and all lie in one unit, the place is that unit. candidates is how
// many bear it.
func (g *Gazetteer) LocateIn(t *Tree, w Where, on when.Span) (out Where, candidates int) {
	if out, candidates = g.Locate(w); candidates < 2 {
		return out, candidates
	}
	ts := g.Find(w.Name, w)
	first := one(t, ts, LevelFirst, on, func(x Town) string { return x.Admin1 })
	if w.Admin1 == "" && first == "" {
		return w, candidates
	}
	second := one(t, ts, LevelSecond, on, func(x Town) string { return x.Admin2 })
	switch {
	case second != "" && w.Precision == Unknown:
		w.Precision = Second
	case first != "" && w.Precision == Unknown:
		w.Precision = First
	}
	w.Admin1, w.Admin2 = cmp.Or(w.Admin1, first), cmp.Or(w.Admin2, second)
	return w, candidates
}

// one is the name of the unit of a level in which all towns lie, "" where they
// do not agree or it is not known of each.
func one(t *Tree, ts []Town, level int, on when.Span, says func(Town) string) (name string) {
	for i, x := range ts {
		n := says(x)
		if u, ok := t.At(level, x.Point, on); ok {
			n = u.Name
		}
		if n == "" || i > 0 && FoldUnit(n) != FoldUnit(name) {
			return ""
		}
		name = cmp.Or(name, n)
	}
	return name
}
