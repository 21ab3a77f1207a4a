package profile

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

// The three series of small arms. They count different things and are never
// added.
var armsSeries = []string{"incident", "seizure", "demand"}

// arms makes one figure per series that anything was said about.
func (p population) arms() []figure.Figure {
	var fs []figure.Figure
	for _, s := range armsSeries {
		groups := map[string][]*counted{}
		any := false
		for _, e := range p.events {
			if mentions(e, s) {
				groups[e.year] = append(groups[e.year], e)
				any = true
			}
		}
		if !any {
			continue
		}
		f := p.frame(incidents, "profile.arms-"+s, figure.Series, p.years)
		f.Unit, f.Method = "unit.mentions", "profile#arms"
		n := 0
		var all []*counted
		for _, k := range p.years.Keys {
			f.Cells = append(f.Cells, p.cell(incidents, groups[k], k))
			n += len(groups[k])
			all = append(all, groups[k]...)
		}
		f.Sentence = say("sentence.arms-"+s, n)
		f.Caveats = append(f.Caveats, say("caveat.arms-apart"))
		c, total := p.cell(incidents, all), "profile.arms-"+s
		fs = append(fs, f.Adds(figure.AddUp(total, figure.OfEvents, "period")).Names(total, c).Rests(c))
	}
	return fs
}

func mentions(e *counted, series string) bool {
	return slices.ContainsFunc(e.Claims, func(c claim.Claim) bool {
		return c.Incident != nil && slices.ContainsFunc(c.Incident.Arms, func(a claim.Arms) bool { return a.Series == series })
	})
}

// overPeriods adds up deaths given for a place and a year. They are no
// incidents: no type, actor or date is in them, and none is shown.
func (p population) overPeriods() []figure.Figure {
	type at struct{ area, year string }
	groups := map[at][]claim.Claim{}
	years := map[string]bool{}
	areas := map[string]bool{}
	var rest bool
	var all []claim.Claim
	for _, c := range p.in.Deaths {
		if c.Deaths == nil {
			continue
		}
		b := when.BucketOf(c.Deaths.When.From, when.Yearly)
		y := Straddling
		if b.Holds(c.Deaths.When) {
			y = b.String()
		}
		a, ok := Unplaced, false
		if p.in.AreaOf != nil {
			var k string
			if k, ok = p.in.AreaOf(c.Deaths.Where); ok {
				a = k
			}
		}
		rest = rest || !ok
		years[y], areas[a] = true, true
		groups[at{a, y}] = append(groups[at{a, y}], c)
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil
	}
	src := sourcesOf(all)
	cols := figure.Dim{ID: "period", Label: say("dim.period"), Keys: slices.Sorted(maps.Keys(years))}
	for _, k := range cols.Keys {
		l := lang.FrEn(k, k)
		if k == Straddling {
			l = say("profile.straddling")
		}
		cols.Labels = append(cols.Labels, l)
	}
	rows := figure.Dim{ID: "area", Label: say("dim.area"), Keys: slices.Clone(p.in.Areas.Dim.Keys), Labels: slices.Clone(p.in.Areas.Dim.Labels)}
	if rest {
		rows.Keys, rows.Labels = append(rows.Keys, Unplaced), append(rows.Labels, say("profile.unplaced"))
	}
	sum := func(cs []claim.Claim, at ...string) figure.Cell {
		var lo, best, hi float64
		bounds := false
		people, orgs := map[string]float64{}, map[string]float64{}
		for _, c := range cs {
			d := c.Deaths.Deaths
			if d.Best == nil {
				continue
			}
			if best += float64(*d.Best); *d.Best > 0 && !p.in.Study.Public(c.Key.Source) && c.Said.Consent != claim.PublicRecord {
				people[teller(c)] += float64(*d.Best)
				orgs[cmp.Or(lang.Fold(cmp.Or(c.Said.Speaker.Org, c.Said.Reporter)), teller(c))] += float64(*d.Best)
			}
			lo += float64(*or(d.Low, d.Best))
			hi += float64(*or(d.High, d.Best))
			bounds = bounds || d.Low != nil || d.High != nil
		}
		t, by := figure.TraceOf(src, cs...), p.contributors(cs)
		if bounds {
			return figure.Between(min(lo, best), best, max(hi, best), by, t, at...).Weighs(inOrder(people), inOrder(orgs))
		}
		return figure.Est(best, 0, 0, 0, len(cs), by, t, at...).Weighs(inOrder(people), inOrder(orgs))
	}
	bounded := slices.ContainsFunc(all, func(c claim.Claim) bool { return c.Deaths.Deaths.Low != nil || c.Deaths.Deaths.High != nil })
	q := p
	q.sources = src
	frame := func(id string, sh figure.Shape, dims ...figure.Dim) figure.Figure {
		f := q.frame(deaths, id, sh, dims...)
		f.Method, f.Beside = "profile#location-years", nil
		f.Policy = nil
		if !bounded {
			f.Caveats = slices.DeleteFunc(f.Caveats, func(c lang.Text) bool { return c[lang.English] == say("caveat.bounds")[lang.English] })
		}
		f.Caveats = append([]lang.Text{say("caveat.location-years")}, f.Caveats...)
		return f
	}
	total := sum(all)
	v, _ := total.Value()
	byYear := frame("profile.recorded-deaths-by-year", figure.Series, cols)
	for _, y := range cols.Keys {
		var cs []claim.Claim
		for _, a := range slices.Sorted(maps.Keys(areas)) {
			cs = append(cs, groups[at{a, y}]...)
		}
		byYear.Cells = append(byYear.Cells, sum(cs, y))
	}
	byYear.Sentence = say("sentence.recorded-deaths", int(v), len(all), cols.Keys[0], cols.Keys[len(cols.Keys)-1], q.sourceNames())
	byArea := frame("profile.recorded-deaths-by-area", figure.Map, rows)
	both := frame("profile.recorded-deaths-by-area-and-year", figure.Matrix, rows, cols)
	type top struct {
		label lang.Text
		v     float64
	}
	var tops []top
	for i, a := range rows.Keys {
		var cs []claim.Claim
		for _, y := range cols.Keys {
			cs = append(cs, groups[at{a, y}]...)
			both.Cells = append(both.Cells, sum(groups[at{a, y}], a, y))
		}
		c := sum(cs, a)
		byArea.Cells = append(byArea.Cells, c)
		if x, ok := c.Value(); ok && a != Unplaced {
			tops = append(tops, top{rows.Labels[i], x})
		}
	}
	slices.SortStableFunc(tops, func(a, b top) int {
		switch {
		case a.v > b.v:
			return -1
		case a.v < b.v:
			return 1
		}
		return 0
	})
	for i := range min(1, len(tops)) {
		byArea.Sentence = say("sentence.most-deaths", tops[i].label, int(tops[i].v), restOf(byArea))
		if restOf(byArea) == 0 {
			byArea.Sentence = say("sentence.most-deaths-all", tops[i].label, int(tops[i].v))
		}
	}
	both.Sentence = say("sentence.table-deaths", rows.Label, cols.Label)
	const recorded = "profile.recorded-deaths"
	byYear = byYear.Adds(figure.AddUp(recorded, figure.OfDeaths, "period")).Names(recorded, total)
	byArea = byArea.Adds(figure.AddUp(recorded, figure.OfDeaths, "area"))
	both = both.Adds(figure.Relation{Kind: figure.Sum, Over: []string{"area"}, Figure: byYear.ID, Fields: figure.OfDeaths},
		figure.Relation{Kind: figure.Sum, Over: []string{"period"}, Figure: byArea.ID, Fields: figure.OfDeaths})
	fs := []figure.Figure{byYear, byArea, both}
	if p.in.BorderOf != nil {
		fs = append(fs, p.deathsByBorder(all, frame, sum))
	}
	return fs
}

// deathsByBorder adds up deaths over periods by distance to each neighbour. A
// place near two neighbours is in the band of each: the rows do not add up.
func (p population) deathsByBorder(all []claim.Claim, frame func(string, figure.Shape, ...figure.Dim) figure.Figure, sum func([]claim.Claim, ...string) figure.Cell) figure.Figure {
	d := p.in.Borders.Dim
	d.Keys, d.Labels = append(slices.Clone(d.Keys), Unplaced), append(slices.Clone(d.Labels), say("profile.unplaced"))
	at := map[string][]claim.Claim{}
	for _, c := range all {
		w := c.Deaths.Where
		if w.Point != nil && w.Precision <= place.Second {
			w.Precision = place.Near // the maker of the file kept points down to second-level units; the figure says so
		}
		ks := p.in.BorderOf(w)
		if len(ks) == 0 {
			ks = []string{Unplaced}
		}
		for _, k := range ks {
			at[k] = append(at[k], c)
		}
	}
	f := frame("profile.recorded-deaths-by-border", figure.Table, d)
	near, nearest := map[claim.Key]claim.Claim{}, 0
	for _, k := range d.Keys {
		f.Cells = append(f.Cells, sum(at[k], k))
		if k != Far && k != Unplaced {
			for _, c := range at[k] {
				near[c.Key] = c
			}
		}
	}
	for _, c := range near {
		if b := c.Deaths.Deaths.Best; b != nil {
			nearest += *b
		}
	}
	f.Sentence = say("sentence.recorded-deaths-by-border", nearest, bands[len(bands)-1])
	f.Caveats = append(f.Caveats, say("caveat.two-borders"), say("caveat.centroids"))
	return f
}

func restOf(f figure.Figure) int {
	c, ok := f.Cell(Unplaced)
	if !ok {
		return 0
	}
	v, _ := c.Value()
	return int(v)
}

func sourcesOf(cs []claim.Claim) []string {
	m := map[string]bool{}
	for _, c := range cs {
		m[c.Key.Source] = true
	}
	return slices.Sorted(maps.Keys(m))
}

// ByAdmin1 sorts events by the sources' own names of first-level units, for a
// country without boundaries.
func ByAdmin1(es []event.Event) Facet {
	names := map[string]bool{}
	for _, e := range es {
		if n := e.At().Where.Admin1; n != "" {
			names[n] = true
		}
	}
	d := figure.Dim{ID: "area", Label: say("dim.area"), Keys: slices.AppendSeq([]string{}, maps.Keys(names))} // none is a list too
	slices.Sort(d.Keys)
	for _, n := range d.Keys {
		d.Labels = append(d.Labels, lang.FrEn(n, n))
	}
	return Facet{Dim: d, Rest: Unplaced, Of: func(e event.Event) []string {
		if n := e.At().Where.Admin1; n != "" {
			return []string{n}
		}
		return nil
	}}
}
