package folder

import (
	"cmp"

	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/reconcile"
)

// Linking are the parameters of reconciliation: those the program ships with,
// and what the study's folder knows of codes and places.
func (f *Folder) Linking() (p reconcile.Params, err error) {
	p = reconcile.Defaults()
	all, err := f.AllActs()
	if err != nil {
		return p, err
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
			}
		}
		return x
	}
	return p, err
}
