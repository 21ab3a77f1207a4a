package folder

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/reconcile"
)

var _ = diag.Codes(
	diag.Kind{Code: "R412", Severity: diag.Warning, Args: 2}, // names that no gazetteer has
)

// Missed are the names of places that accounts without coordinates give and
// the study's gazetteer does not have.
type Missed struct{ names map[place.Where]int }

// Found says how many names, and how many accounts give them. It names none:
// a hamlet can point to who spoke.
func (m *Missed) Found() (found diag.List) {
	accounts, names := 0, map[string]bool{}
	for w, n := range m.names {
		accounts += n
		names[lang.Fold(w.Name)] = true
	}
	if accounts > 0 {
		found.Add("R412", diag.At{}, accounts, len(names))
	}
	return found
}

// Table is what a person fills in: the names with the units, how many accounts
// give them, and at most three names of the gazetteer that are spelt nearly so.
// Filled in, it is a gazetteer file of its own.
func (m *Missed) Table(g *place.Gazetteer) (rows [][]string) {
	ws := slices.SortedFunc(maps.Keys(m.names), func(a, b place.Where) int {
		return cmp.Or(cmp.Compare(m.names[b], m.names[a]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Admin1, b.Admin1), cmp.Compare(a.Admin2, b.Admin2))
	})
	rows = append(rows, []string{"name", "admin1_name", "admin2_name", "lat", "lon", "accounts", "near"})
	for _, w := range ws {
		rows = append(rows, []string{w.Name, w.Admin1, w.Admin2, "", "", strconv.Itoa(m.names[w]), strings.Join(g.Near(w.Name), "; ")})
	}
	return rows
}

// Linking are the parameters of reconciliation: those the program ships with,
// and what the study's folder knows of codes and places.
func (f *Folder) Linking() (p reconcile.Params, missed *Missed, err error) {
	missed = &Missed{names: map[place.Where]int{}}
	p = reconcile.Defaults()
	all, err := f.AllActs()
	if err != nil {
		return p, missed, err
	}
	if len(all.Scheme) == 0 {
		all = f.Types
	}
	if len(all.Scheme) > 0 {
		p.Codes = reconcile.CodesFrom(all)
	}
	for _, a := range f.Actors {
		p.Vocabulary.Actors = append(p.Vocabulary.Actors, reconcile.ActorName{Source: a.Source, Name: a.Name, Entity: a.Entity, Family: a.Family, Kind: a.Kind, Broad: a.Side})
	}
	known := map[place.Where]place.Where{} // places without a point recur
	lost := map[place.Where]bool{}         // those whose name the gazetteer does not know
	p.Place = func(_ string, w place.Where) place.Where {
		x, ok := place.Where{}, false
		if w.Point == nil {
			x, ok = known[w]
		}
		if !ok {
			x = f.Places.Common(w)
			x.Country = cmp.Or(x.Country, f.ID) // a study is of one country
			if w.Point == nil {
				known[w] = x
				lost[w] = w.Name != "" && f.Places.Towns.Len() > 0 && len(f.Places.Towns.Find(w.Name, w)) == 0
			}
		}
		if w.Point == nil && lost[w] {
			missed.names[place.Where{Name: w.Name, Admin1: w.Admin1, Admin2: w.Admin2}]++
		}
		return x
	}
	return p, missed, err
}
