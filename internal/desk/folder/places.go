package folder

import (
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/in/areas"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/profile"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Places are a study's boundaries and named places. They stand in its folder
// and are pinned with it; they are no testimony.
type Places struct {
	Tree     *place.Tree
	Towns    *place.Gazetteer
	Outlines []protect.Outline
}

// places reads the files of the sources whose reader is areas.
func (f *Folder) places() (p Places, found diag.List, err error) {
	defer fault.Wrap(&err, "read places")
	var units []place.Unit
	var towns []place.Town
	for _, s := range f.Study.Sources {
		if s.Reader != "areas" {
			continue
		}
		o, err := areas.ParseOptions(s.ID, s.Options)
		if err != nil {
			return p, nil, err
		}
		for _, name := range s.Files {
			ps, l, err := f.area(name, o)
			if err != nil {
				return p, nil, err
			}
			found = append(found, l...)
			units, towns = append(units, ps.Units...), append(towns, ps.Towns...)
		}
	}
	p.Tree, p.Towns = place.NewTree(units), place.NewGazetteer(towns)
	p.Outlines = outlines(p.Tree)
	return p, found, nil
}

// outlines are the borders that maps draw: of countries and regions, as fine as
// a map of the whole can show.
func outlines(t *place.Tree) (out []protect.Outline) {
	var as []geo.Area
	var all geo.Box
	for _, u := range t.Units() {
		box, ok := u.Area.Box()
		if u.Level > place.LevelFirst || !ok {
			continue
		}
		if len(as) == 0 {
			all = box
		}
		all, as = all.Join(box), append(as, u.Area)
		out = append(out, protect.Outline{Code: string(u.Code), Name: u.Name, Level: u.Level, Vintage: u.Vintage, Source: u.Source})
	}
	for i, a := range geo.Simplify(as, geo.DistM(all.Min, all.Max)/3000) {
		out[i].Rings = a.Rings()
	}
	return out
}

func (f *Folder) area(name string, o areas.Options) (ps areas.Places, found diag.List, err error) {
	r, err := f.open(name)
	if r == nil || err != nil {
		return ps, nil, err
	}
	defer r.Close()
	return areas.Read(name, r, o)
}

// Locate gives a place what the study's boundaries and gazetteer know of it:
// a point by its name where exactly one place bears it, the unit where all that
// bear it lie in one; units by its point.
func (p Places) Locate(w place.Where, on when.Span) place.Where {
	if w.Point == nil && w.Name != "" {
		w, _ = p.Towns.LocateIn(p.Tree, w, on)
	}
	return p.Tree.Locate(w, on)
}

// Common gives a place the names of the study's own units, whatever its source
// calls them: two sources name one unit alike, and can be compared.
func (p Places) Common(w place.Where) place.Where {
	w = p.Locate(w, place.Any)
	out := w
	for level, name := range []*string{&out.Country, &out.Admin1, &out.Admin2} {
		if u, ok := p.Tree.AreaOf(w, level, place.Any); ok {
			*name = u.Name
		}
	}
	return out
}

// Areas sorts by the first-level units of the study's boundaries, or by the
// names the sources use where there are none.
func (p Places) Areas(es []event.Event) (profile.Facet, func(place.Where) (string, bool)) {
	units := p.Tree.Level(place.LevelFirst, place.Any)
	if len(units) == 0 {
		return profile.ByAdmin1(es), nil
	}
	dim := figure.Dim{ID: "area", Label: lang.Every("dim.area")}
	for _, u := range units {
		dim.Keys, dim.Labels = append(dim.Keys, string(u.Code)), append(dim.Labels, lang.FrEn(u.Name, u.Name))
	}
	of := func(w place.Where) (string, bool) {
		u, ok := p.Tree.AreaOf(p.Locate(w, place.Any), place.LevelFirst, place.Any)
		return string(u.Code), ok
	}
	return profile.Facet{Dim: dim, Rest: profile.Unplaced, Of: func(e event.Event) []string {
		if k, ok := of(e.At().Where); ok {
			return []string{k}
		}
		return nil
	}}, of
}

// most is how many towns a gazetteer of cities may hold: a longer one finds
// places, and nobody writes a profile of each.
const most = 20

// Cities are the towns of which a local profile is written.
func (p Places) Cities() []place.Town {
	if p.Towns.Len() > most {
		return nil
	}
	return p.Towns.Towns()
}

// Inside tells whether a point lies in one of the study's countries, or in a
// first-level unit where no country's border is known; nil without boundaries.
func (p Places) Inside() func(lon, lat float64) bool {
	for _, level := range []int{place.LevelCountry, place.LevelFirst} {
		if len(p.Tree.Level(level, place.Any)) > 0 {
			return func(lon, lat float64) bool {
				_, ok := p.Tree.At(level, geo.Point{Lon: lon, Lat: lat}, place.Any)
				return ok
			}
		}
	}
	return nil
}
