package profile

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/term"
)

// ByFamily sorts events into families of insecurity by the types of the act,
// which acts gives, and the actors its accounts name. No name somebody gave to
// the act is looked at.
func ByFamily(f term.Families, acts func(event.Event) []string) Facet {
	if len(f.Scheme) == 0 {
		return Facet{}
	}
	d := figure.Dim{ID: "family", Label: say("dim.family")}
	for _, l := range f.Scheme {
		d.Keys, d.Labels = append(d.Keys, l.Code), append(d.Labels, l.Text)
	}
	return Facet{Dim: d, Rest: Unmapped, Of: func(e event.Event) []string {
		var actors []string
		for _, c := range e.Claims {
			if c.Incident != nil {
				for _, a := range c.Incident.Actors {
					actors = append(actors, a.Name)
				}
			}
		}
		return f.Of(acts(e), actors)
	}}
}

// Far is the key of what lies farther from every border than the last band.
const Far = "far"

// bands are the distances to a border, in kilometres, within which events are
// counted.
var bands = []int{25, 50, 100}

// ByBorder sorts places by their distance to the border of each neighbouring
// country: one band per neighbour, so that a place near two is in both. Only
// places known to about 25 km are sorted; home is the country's own code. The
// second value sorts a place alone.
func ByBorder(t *place.Tree, home place.Code, label func(place.Unit) lang.Text) (Facet, func(place.Where) []string) {
	d := figure.Dim{ID: "border", Label: say("dim.border")}
	us := t.Level(place.LevelCountry, place.Any)
	slices.SortFunc(us, func(a, b place.Unit) int { return cmp.Compare(a.Code, b.Code) })
	neighbours := false
	for _, u := range us {
		if u.Code == home || u.Country == string(home) {
			continue
		}
		neighbours = true
		low := 0
		for _, b := range bands {
			d.Keys = append(d.Keys, string(u.Code)+":"+strconv.Itoa(b))
			d.Labels = append(d.Labels, say("border.band", label(u), low, b))
			low = b
		}
	}
	if !neighbours {
		return Facet{}, nil
	}
	d.Keys, d.Labels = append(d.Keys, Far), append(d.Labels, say("border.far", bands[len(bands)-1]))
	of := func(w place.Where) (ks []string) {
		if w.Point == nil || w.Precision > place.Near {
			return nil
		}
		for _, b := range t.Borders(place.LevelCountry, *w.Point, float64(bands[len(bands)-1])*1000, place.Any) {
			if b.Unit.Code == home || b.Unit.Country == string(home) {
				continue
			}
			for _, km := range bands {
				if b.M <= float64(km)*1000 || b.Inside {
					ks = append(ks, string(b.Unit.Code)+":"+strconv.Itoa(km))
					break
				}
			}
		}
		if len(ks) == 0 {
			return []string{Far}
		}
		slices.Sort(ks)
		return ks
	}
	return Facet{Dim: d, Rest: Unplaced, Of: func(e event.Event) []string { return of(e.At().Where) }}, of
}
