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
	diag.Kind{Code: "R413", Severity: diag.Warning, Args: 2}, // names that several places bear
)

// Missed are the names of places that accounts without coordinates give and
// the study's gazetteer does not tell: it does not have them, or several places
// bear them and nothing says which is meant.
type Missed struct{ names, several map[place.Where]int }

// Found says how many names, and how many accounts give them. It names none:
// a hamlet can point to who spoke.
func (m *Missed) Found() (found diag.List) {
	for _, x := range []struct {
		code  diag.Code
		names map[place.Where]int
	}{{"R412", m.names}, {"R413", m.several}} {
		accounts, names := 0, map[string]bool{}
		for w, n := range x.names {
			accounts += n
			names[lang.Fold(w.Name)] = true
		}
		if accounts > 0 {
			found.Add(x.code, diag.At{}, accounts, len(names))
		}
	}
	return found
}

// Table is what a person fills in: the names with the units, how many accounts
// give them, and at most three names of the gazetteer that are spelt nearly so;
// of a name that several places bear each of them, for somebody to write "yes"
// under meant. Filled in, it is a gazetteer file of its own.
func (m *Missed) Table(g *place.Gazetteer) (rows [][]string) {
	rows = append(rows, []string{"name", "admin1_name", "admin2_name", "lat", "lon", "accounts", "near", "meant"})
	for _, w := range often(m.names) {
		rows = append(rows, []string{w.Name, w.Admin1, w.Admin2, "", "", strconv.Itoa(m.names[w]), strings.Join(g.Near(w.Name), "; "), ""})
	}
	for _, w := range often(m.several) {
		for _, t := range g.Find(w.Name, w) {
			rows = append(rows, []string{t.Name, t.Admin1, t.Admin2, strconv.FormatFloat(t.Point.Lat, 'f', -1, 64), strconv.FormatFloat(t.Point.Lon, 'f', -1, 64),
				strconv.Itoa(m.several[w]), "", ""})
		}
	}
	return rows
}

// often lists places, those that most accounts name first.
func often(names map[place.Where]int) []place.Where {
	return slices.SortedFunc(maps.Keys(names), func(a, b place.Where) int {
		return cmp.Or(cmp.Compare(names[b], names[a]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Admin1, b.Admin1), cmp.Compare(a.Admin2, b.Admin2))
	})
}

// of is where a name is counted that the gazetteer does not tell; nil where it
// does, and where all places that bear the name lie in one unit.
func (m *Missed) of(p Places, w place.Where) map[place.Where]int {
	if w.Name == "" || p.Towns.Len() == 0 {
		return nil
	}
	switch out, n := p.Towns.LocateIn(p.Tree, w, place.Any); {
	case n == 0:
		return m.names
	case n > 1 && out == w:
		return m.several
	}
	return nil
}

// Linking are the parameters of reconciliation: those the program ships with,
// and what the study's folder knows of codes and places.
func (f *Folder) Linking() (p reconcile.Params, missed *Missed, err error) {
	missed = &Missed{names: map[place.Where]int{}, several: map[place.Where]int{}}
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
	known := map[place.Where]place.Where{}        // places without a point recur
	lost := map[place.Where]map[place.Where]int{} // where those are counted whose name the gazetteer does not tell
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
				lost[w] = missed.of(f.Places, w)
			}
		}
		if at := lost[w]; w.Point == nil && at != nil {
			name := w.Name
			if ts := f.Places.Towns.Find(name, w); len(ts) > 0 { // one spelling for all that write it otherwise
				name = ts[0].Name
			}
			at[place.Where{Name: name, Admin1: w.Admin1, Admin2: w.Admin2}]++
		}
		return x
	}
	return p, missed, err
}
