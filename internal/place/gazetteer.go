package place

import (
	"cmp"
	"slices"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
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
}

// Gazetteer finds towns by name. The zero Gazetteer knows none.
type Gazetteer struct {
	towns []Town
	name  map[string][]int
}

// NewGazetteer takes towns in any order.
func NewGazetteer(towns []Town) *Gazetteer {
	g := &Gazetteer{towns: slices.Clone(towns), name: map[string][]int{}}
	slices.SortStableFunc(g.towns, func(a, b Town) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Admin1, b.Admin1), cmp.Compare(a.Admin2, b.Admin2),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Point.Lat, b.Point.Lat), cmp.Compare(a.Point.Lon, b.Point.Lon))
	})
	for i, p := range g.towns {
		for _, n := range append([]string{p.Name}, p.Also...) {
			for _, f := range []string{lang.Fold(n), FoldUnit(n)} {
				if f != "" && !slices.Contains(g.name[f], i) {
					g.name[f] = append(g.name[f], i)
				}
			}
		}
	}
	return g
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
// district, then the country.
func (g *Gazetteer) Find(name string, hint Where) []Town {
	if g == nil {
		return nil
	}
	is := g.name[lang.Fold(name)]
	if len(is) == 0 {
		is = g.name[FoldUnit(name)]
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
