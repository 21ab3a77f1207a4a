package profile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// frame fills what all figures of a measure share.
func (p population) frame(m measure, id string, shape figure.Shape, dims ...figure.Dim) figure.Figure {
	f := figure.Figure{
		ID: id, Shape: shape, Unit: m.unit, Method: "profile#" + m.id, Tier: "T1",
		Question: say("ask." + id), Title: say("title." + id), Dims: dims,
		Policy: []string{"most-precise"}, Beside: []string{"profile.imprecise"},
	}
	if m.deaths {
		f.Policy = append(f.Policy, "median-best", "bounds")
		f.Caveats = append(f.Caveats, say("caveat.bounds"))
	}
	for _, id := range p.sources {
		if s, ok := p.in.Study.Source(id); ok && len(s.CannotSee) > 0 {
			f.Caveats = append(f.Caveats, s.CannotSee)
		}
	}
	return f
}

// byPeriod counts by year.
func (p population) byPeriod(m measure, id string) figure.Figure {
	f := p.frame(m, id, figure.Series, p.years)
	groups := map[string][]*counted{}
	for _, e := range p.events {
		groups[e.year] = append(groups[e.year], e)
	}
	for _, k := range p.years.Keys {
		f.Cells = append(f.Cells, p.cell(m, groups[k], k))
	}
	all := p.cell(m, p.events)
	f.Sentence = p.totalSentence(m, all)
	f = f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{"period"}, Total: m.total(), Fields: m.fields()})
	return f.Names(m.total(), all).Rests(all)
}

func (p population) totalSentence(m measure, all figure.Cell) lang.Text {
	v, ok := all.Value()
	if !ok {
		return say("sentence.nothing")
	}
	from, to := p.years.Keys[0], p.years.Keys[len(p.years.Keys)-1]
	if to == Straddling {
		to = p.years.Keys[max(0, len(p.years.Keys)-2)]
	}
	years := say("sentence.from-to", from, to)
	if from == to {
		years = say("sentence.in-year", from)
	}
	names := p.sourceNames()
	if !m.deaths {
		return say("sentence.incidents", int(v), years, names)
	}
	lo, hi, _ := all.Range()
	return say("sentence.deaths", int(v), int(lo), int(hi), years, names)
}

// sourceNames joins the names of the sources as prose.
func (p population) sourceNames() lang.Text {
	x := lang.Text{}
	for _, t := range lang.Complete {
		var ns []string
		for _, id := range p.sources {
			s, _ := p.in.Study.Source(id)
			n, _ := s.Name.In(t)
			if n == "" {
				n = id
			}
			ns = append(ns, n)
		}
		x[t] = lang.For(t).List(ns)
	}
	return x
}

// keysOf gives the keys of an event in a facet, its Rest if there are none.
func (f Facet) keysOf(e *counted) []string {
	if ks := f.Of(e.Event); len(ks) > 0 {
		return ks
	}
	return []string{f.Rest}
}

// dim is the facet's dimension, with the rest last if any event falls there.
func (f Facet) dim(es []*counted) figure.Dim {
	d := f.Dim
	d.Keys, d.Labels = slices.Clone(d.Keys), slices.Clone(d.Labels)
	if slices.ContainsFunc(es, func(e *counted) bool { return len(f.Of(e.Event)) == 0 }) {
		d.Keys = append(d.Keys, f.Rest)
		d.Labels = append(d.Labels, say("profile."+f.Rest))
	}
	return d
}

// by counts by one facet.
func (p population) by(m measure, id string, fc Facet) figure.Figure {
	d := fc.dim(p.events)
	shape := figure.Table
	if d.ID == "area" {
		shape = figure.Map
	}
	f := p.frame(m, id, shape, d)
	groups := map[string][]*counted{}
	for _, e := range p.events {
		for _, k := range fc.keysOf(e) {
			groups[k] = append(groups[k], e)
		}
	}
	f = f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{d.ID}, Total: m.total(), Fields: m.fields()})
	top, topV := -1, 0.0
	for i, k := range d.Keys {
		c := p.cell(m, groups[k], k)
		if v, ok := c.Value(); ok && v > topV && k != fc.Rest {
			top, topV = i, v
		}
		f.Cells = append(f.Cells, c)
	}
	if top >= 0 {
		rest := 0
		if g := groups[fc.Rest]; g != nil {
			v, _ := p.cell(m, g, fc.Rest).Value()
			rest = int(v)
		}
		f.Sentence = say("sentence.most-"+m.id, d.Labels[top], int(topV), rest)
		if rest == 0 {
			f.Sentence = say("sentence.most-"+m.id+"-all", d.Labels[top], int(topV))
		}
		if d.ID == "border" {
			f.Sentence = say("sentence.border-"+m.id, d.Labels[top], int(topV), rest)
			f.Caveats = append(f.Caveats, say("caveat.two-borders"))
		}
		return f.Rests(p.cell(m, groups[d.Keys[top]]), p.cell(m, groups[fc.Rest]))
	}
	f.Sentence = say("sentence.nothing")
	if rest := groups[fc.Rest]; len(rest) > 0 {
		c := p.cell(m, rest, fc.Rest)
		if v, ok := c.Value(); ok && v > 0 {
			f.Sentence = say("sentence.only-rest-"+m.id, int(v), say("profile."+fc.Rest))
			f = f.Rests(c)
		}
	}
	return f
}

// cross counts by a facet and the year.
func (p population) cross(m measure, id string, fc Facet) figure.Figure {
	return p.table(m, id, fc, func(e *counted) []string { return []string{e.year} }, p.years)
}

// two counts by two facets.
func (p population) two(m measure, id string, a, b Facet) figure.Figure {
	return p.table(m, id, a, b.keysOf, b.dim(p.events))
}

func (p population) table(m measure, id string, a Facet, keys func(*counted) []string, cols figure.Dim) figure.Figure {
	rows := a.dim(p.events)
	f := p.frame(m, id, figure.Matrix, rows, cols)
	type at struct{ r, c string }
	groups := map[at][]*counted{}
	for _, e := range p.events {
		for _, r := range a.keysOf(e) {
			for _, c := range keys(e) {
				groups[at{r, c}] = append(groups[at{r, c}], e)
			}
		}
	}
	for _, r := range rows.Keys {
		for _, c := range cols.Keys {
			f.Cells = append(f.Cells, p.cell(m, groups[at{r, c}], r, c))
		}
	}
	f.Sentence = say("sentence.table-"+m.id, rows.Label, cols.Label)
	if rows.ID == "family" || cols.ID == "family" || rows.ID == "type" || cols.ID == "type" {
		f.Caveats = append(f.Caveats, say("caveat.never-from-a-name"))
	}
	return p.margins(m, f).Rests()
}

// margins says that a table adds up to the figures of its rows and of its
// columns, where these are made, and to named numbers where they are not.
func (p population) margins(m measure, f figure.Figure) figure.Figure {
	for i, d := range f.Dims {
		rest := f.Dims[1-i].ID
		r := figure.Relation{Kind: figure.Sum, Over: []string{d.ID}, Fields: m.fields()}
		switch rest {
		case "period":
			r.Figure = "profile." + m.id + "-by-year"
		case "area", "border":
			r.Figure = "profile." + m.id + "-by-" + rest
		default:
			r.Total = m.total() + "-by-" + rest
		}
		f = f.Adds(r)
	}
	return f
}

// imprecise counts incidents by what is known of their place and date: the
// figure that stands beside all others.
func (p population) imprecise() figure.Figure {
	rows := figure.Dim{ID: "precision", Label: say("dim.precision")}
	kinds := []struct {
		key string
		is  func(*counted) bool
	}{
		{"place-exact", func(e *counted) bool { return e.view.Where.Precision == place.Exact }},
		{"place-near", func(e *counted) bool { return e.view.Where.Precision == place.Near }},
		{"place-second", func(e *counted) bool { return e.view.Where.Precision == place.Second }},
		{"place-coarse", func(e *counted) bool {
			return e.view.Where.Precision == place.Unknown || e.view.Where.Precision > place.Second
		}},
		{"date-day", func(e *counted) bool { return e.view.When.Precision == when.Exact }},
		{"date-days", func(e *counted) bool {
			return e.view.When.Precision == when.Days || e.view.When.Precision == when.Week
		}},
		{"date-coarse", func(e *counted) bool {
			return e.view.When.Precision == when.Unknown || e.view.When.Precision > when.Week
		}},
	}
	f := figure.Figure{ID: "profile.imprecise", Shape: figure.Table, Unit: "unit.incidents", Method: "profile#precision", Tier: "T1",
		Question: say("ask.profile.imprecise"), Title: say("title.profile.imprecise")}
	var coarse [2]int
	for _, k := range kinds {
		var es []*counted
		for _, e := range p.events {
			if k.is(e) {
				es = append(es, e)
			}
		}
		switch k.key {
		case "place-exact":
			coarse[0] = len(p.events) - len(es)
		case "date-day":
			coarse[1] = len(p.events) - len(es)
		}
		rows.Keys = append(rows.Keys, k.key)
		rows.Labels = append(rows.Labels, say("precision."+k.key))
		var c figure.Cell
		if t := p.cell(incidents, es, k.key); len(p.events) > 0 {
			c = figure.Share(len(es), len(p.events), t.By(), t.Trace(), k.key)
		}
		f.Cells = append(f.Cells, c)
	}
	f.Dims = []figure.Dim{rows}
	for _, of := range []string{"place-", "date-"} {
		var ks []string
		for _, k := range rows.Keys {
			if strings.HasPrefix(k, of) {
				ks = append(ks, k)
			}
		}
		f = f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{rows.ID}, Parts: ks, Total: incidents.total(), Fields: figure.OfCounts})
	}
	if len(p.events) > 0 {
		f = f.Adds(figure.Relation{Kind: figure.OfThem, Over: []string{rows.ID}, Total: incidents.total()}).
			Names(incidents.total(), p.cell(incidents, p.events))
	}
	f.Sentence = say("sentence.imprecise", coarse[0], coarse[1], len(p.events))
	f.Caveats = append(f.Caveats, p.ownPlaces()...)
	return f
}

// ownPlaces says why incidents from the study's own reports have no exact
// place: it may not leave the study.
func (p population) ownPlaces() []lang.Text {
	for _, id := range p.sources {
		if s, _ := p.in.Study.Source(id); s.Protection.OwnReports {
			return []lang.Text{say("caveat.own-places")}
		}
	}
	return nil
}

// places puts incidents on the map where the place is known to about 25 km,
// and only those of sources that are public already.
func (p population) places() (figure.Figure, bool) {
	type spot struct {
		name   string
		lon    float64
		lat    float64
		events []*counted
	}
	spots := map[string]*spot{}
	left := 0
	for _, e := range p.events {
		w := e.view.Where
		if w.Point == nil || (w.Precision != place.Exact && w.Precision != place.Near) || !p.contributors(e.Claims).Public {
			left++
			continue
		}
		// Two decimals, about a kilometre: circles, not houses.
		k := strconv.FormatFloat(w.Point.Lat, 'f', 2, 64) + "," + strconv.FormatFloat(w.Point.Lon, 'f', 2, 64)
		s := spots[k]
		if s == nil {
			s = &spot{name: w.Name}
			s.lon, _ = strconv.ParseFloat(strconv.FormatFloat(w.Point.Lon, 'f', 2, 64), 64)
			s.lat, _ = strconv.ParseFloat(strconv.FormatFloat(w.Point.Lat, 'f', 2, 64), 64)
			spots[k] = s
		}
		if w.Name != "" && (s.name == "" || w.Name < s.name) {
			s.name = w.Name
		}
		s.events = append(s.events, e)
	}
	if len(spots) == 0 {
		return figure.Figure{}, false
	}
	keys := make([]string, 0, len(spots))
	for k := range spots {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if n := len(spots[b].events) - len(spots[a].events); n != 0 {
			return n
		}
		if a < b {
			return -1
		}
		return 1
	})
	d := figure.Dim{ID: "place", Label: say("dim.place"), Keys: keys}
	f := p.frame(incidents, "profile.places", figure.Map, d)
	for _, k := range keys {
		s := spots[k]
		label := lang.FrEn(s.name, s.name)
		if s.name == "" {
			label = position(s.lat, s.lon)
		}
		f.Dims[0].Labels = append(f.Dims[0].Labels, label)
		f.Cells = append(f.Cells, p.cell(incidents, s.events, k).On(figure.Point{Lon: s.lon, Lat: s.lat}))
	}
	f.Sentence = say("sentence.places", len(p.events)-left, len(p.events), left)
	f.Caveats = append(f.Caveats, p.ownPlaces()...)
	var placed []*counted
	for _, k := range keys {
		placed = append(placed, spots[k].events...)
	}
	return f.Rests(p.cell(incidents, p.events), p.cell(incidents, placed)), true
}
