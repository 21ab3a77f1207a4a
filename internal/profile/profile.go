// Package profile turns events into a profile of insecurity: how many
// incidents and deaths, where, when and of which kind, with the share that is
// imprecise always shown.
//
// It does not know what an act "really" was, and takes families and types from
// crosswalks it is given. It neither reads nor stores. The function you want
// is [Figures].
package profile

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// The keys of what cannot be attributed: printed, so that rows add up.
const (
	Unplaced   = "unplaced"   // the place is not known to this level
	Straddling = "straddling" // the dates cross the edge of a period
	Unmapped   = "unmapped"   // no crosswalk maps the source's coding
)

// Facet sorts events by something: area, type, family. Of gives the keys of an
// event, several where it is of two kinds, none where it cannot be said.
type Facet struct {
	Dim  figure.Dim
	Rest string // the key for none: Unplaced, Unmapped
	Of   func(event.Event) []string
}

// Input is everything a profile is made of.
type Input struct {
	Study    study.Study
	Events   []event.Event
	Deaths   []claim.Claim // deaths over a period at a place: no incidents
	Areas    Facet         // first-level areas; a zero Facet leaves areas out
	AreaOf   func(place.Where) (key string, ok bool)
	Types    Facet // the study's taxonomy of acts
	Families Facet // families of insecurity by act and actor
	Borders  Facet // bands of distance to the border of each neighbour
	BorderOf func(place.Where) []string
	Towns    []place.Town                // cities of which a local profile is written
	Words    []claim.Claim               // verbatims, of which cleared ones stand in local profiles
	Inside   func(lon, lat float64) bool // whether a point lies in the country; nil: anywhere
}

// Figures makes every figure the input allows, in the order of the page.
func Figures(in Input) ([]figure.Figure, diag.List) {
	var fs []figure.Figure
	var ds diag.List
	p := newPopulation(in)
	if len(p.events) > 0 {
		fs = append(fs,
			p.byPeriod(incidents, "profile.incidents-by-year"),
			p.byPeriod(deaths, "profile.deaths-by-year"),
			p.imprecise(),
		)
		if in.Areas.Of != nil {
			fs = append(fs, p.by(incidents, "profile.incidents-by-area", in.Areas), p.by(deaths, "profile.deaths-by-area", in.Areas),
				p.cross(incidents, "profile.incidents-by-area-and-year", in.Areas), p.cross(deaths, "profile.deaths-by-area-and-year", in.Areas))
		}
		if in.Types.Of != nil {
			fs = append(fs, p.cross(incidents, "profile.incidents-by-type-and-year", in.Types), p.cross(deaths, "profile.deaths-by-type-and-year", in.Types))
		}
		if in.Types.Of != nil && in.Areas.Of != nil {
			fs = append(fs, p.two(incidents, "profile.incidents-by-area-and-type", in.Areas, in.Types))
		}
		if in.Families.Of != nil {
			fs = append(fs, p.cross(incidents, "profile.incidents-by-family-and-year", in.Families))
			if in.Areas.Of != nil {
				fs = append(fs, p.two(incidents, "profile.incidents-by-area-and-family", in.Areas, in.Families))
			}
		}
		if in.Borders.Of != nil {
			fs = append(fs, p.by(incidents, "profile.incidents-by-border", in.Borders), p.by(deaths, "profile.deaths-by-border", in.Borders))
		}
		if f, ok := p.places(); ok {
			fs = append(fs, f)
		}
		fs = append(fs, p.concentrations()...)
		fs = append(fs, p.trends()...)
		fs = append(fs, p.arms()...)
	}
	if len(in.Deaths) > 0 {
		fs = append(fs, p.overPeriods()...)
	}
	if len(in.Towns) > 0 && len(p.events)+len(in.Deaths) > 0 {
		if f, ok := p.cities(); ok {
			fs = append(fs, f)
		}
	}
	span := spanned(p.years) // carried on: a figure without a dimension of time speaks of the same as the one before
	for i := range fs {
		fs[i].Nature = in.Study.Nature
		for _, d := range fs[i].Dims {
			if x := spanned(d); d.ID == "period" && x != "" {
				span = x
			}
		}
		if span != "" {
			fs[i].Title = say("profile.title-of", fs[i].Title, span)
		}
		if err := fs[i].Valid(); err != nil {
			panic(err)
		}
	}
	return fs, ds
}

// measure says what is counted.
type measure struct {
	id, unit, word string
	deaths         bool
}

// total names the number of all of a measure, for relations between figures.
func (m measure) total() string { return "profile." + m.id }

// fields are the numbers of a cell that add up.
func (m measure) fields() []string {
	if m.deaths {
		return figure.OfDeaths
	}
	return figure.OfEvents
}

var (
	incidents = measure{id: "incidents", unit: "unit.incidents", word: "profile.incidents"}
	deaths    = measure{id: "deaths", unit: "unit.deaths", word: "profile.deaths", deaths: true}
)

// population is the events of a study with what every figure needs of them.
type population struct {
	in      Input
	events  []*counted
	sources []string
	years   figure.Dim
}

type counted struct {
	event.Event
	view event.View
	year string // key of the period, or Straddling
}

func newPopulation(in Input) population {
	p := population{in: in}
	first, last := 9999, 0
	var straddle bool
	sources := map[string]bool{}
	for _, e := range in.Events {
		if e.PartOf != "" {
			continue
		}
		c := &counted{Event: e, view: e.At()}
		w := c.view.When
		b := when.BucketOf(w.From, when.Yearly)
		if w.Known() && b.Holds(w) {
			c.year = b.String()
			first, last = min(first, b.N), max(last, b.N)
		} else {
			c.year, straddle = Straddling, true
		}
		p.events = append(p.events, c)
		for _, m := range e.Members {
			sources[m.Claim.Source] = true
		}
	}
	p.sources = slices.Sorted(maps.Keys(sources))
	p.years = figure.Dim{ID: "period", Label: say("dim.period")}
	if s := in.Study.Period; s.Known() {
		fy, _, _ := s.From.Civil()
		ly, _, _ := s.To.Civil()
		first, last = min(first, fy), max(last, ly)
	}
	for y := first; y <= last; y++ {
		k := strconv.Itoa(y)
		p.years.Keys = append(p.years.Keys, k)
		p.years.Labels = append(p.years.Labels, lang.FrEn(k, k))
	}
	if straddle {
		p.years.Keys = append(p.years.Keys, Straddling)
		p.years.Labels = append(p.years.Labels, say("profile.straddling"))
	}
	return p
}

// spanned are the years of a dimension of time, from first to last, "" without
// one: what a title says of a figure that travels alone.
func spanned(d figure.Dim) string {
	first, last := "", ""
	for _, k := range d.Keys {
		if k == Straddling || len(k) < 4 {
			continue
		}
		if first == "" {
			first = k[:4]
		}
		last = k[:4]
	}
	if first == last {
		return first
	}
	return first + "–" + last
}

// cell adds events up to one cell: a count, or deaths between the sources' own
// low and high.
func (p population) cell(m measure, es []*counted, at ...string) figure.Cell {
	n := 0
	var known figure.Open
	for _, e := range es {
		n += len(e.Claims)
		if k := p.open(e); k > 0 {
			known.N += k
			if !m.deaths {
				known.Value++
			}
		}
	}
	cs := make([]claim.Claim, 0, n)
	var lo, best, hi float64
	given := 0
	for _, e := range es {
		cs = append(cs, e.Claims...)
		d := e.view.Deaths
		if d.Low == nil && d.Best == nil {
			continue
		}
		given++
		b := d.Best
		if b == nil {
			b = d.Low
		}
		best += float64(*b)
		lo += float64(*or(d.Low, b))
		hi += float64(*or(d.High, b))
		if p.open(e) > 0 {
			known.Value, known.Low, known.High = known.Value+*b, known.Low+*or(d.Low, b), known.High+*or(d.High, b)
		}
	}
	t := figure.TraceOf(p.sources, cs...)
	by := p.contributors(cs)
	if !m.deaths {
		return figure.Count(len(es), by, t, at...).Looked(known)
	}
	if len(es) > 0 && given == 0 {
		return figure.Absent(figure.NotSaid, t, at...)
	}
	c := figure.Between(min(lo, best), best, max(hi, best), by, t, at...).Weighs(p.amounts(es)...).Looked(known)
	if given < len(es) {
		c = c.With("note.deaths-not-given", len(es)-given, len(es))
	}
	return c
}

// open counts the accounts of an event that everybody can read.
func (p population) open(e *counted) (n int) {
	for _, c := range e.Claims {
		if p.in.Study.Public(c.Key.Source) || c.Said.Consent == claim.PublicRecord {
			n++
		}
	}
	return n
}

// amounts are the deaths that each one who reported in confidence adds to a
// sum, as people and as organisations: those of an event are the first such
// account's.
func (p population) amounts(es []*counted) [][]float64 {
	people, orgs := map[string]float64{}, map[string]float64{}
	for _, e := range es {
		d := e.view.Deaths
		b := or(d.Best, d.Low)
		if b == nil || *b <= 0 || p.open(e) > 0 {
			continue
		}
		who, org := "", ""
		for _, c := range e.Claims {
			who, org = cmp.Or(who, teller(c)), cmp.Or(org, c.Said.Speaker.Org, c.Said.Reporter)
		}
		people[who] += float64(*b)
		orgs[cmp.Or(lang.Fold(org), who)] += float64(*b)
	}
	return [][]float64{inOrder(people), inOrder(orgs)}
}

// teller is whoever a statement counts for, one of nobody known for itself.
func teller(c claim.Claim) string {
	return cmp.Or(c.Said.Speaker.Subject, c.Said.Speaker.Name, c.Key.String())
}

func inOrder(of map[string]float64) (xs []float64) {
	for _, k := range slices.Sorted(maps.Keys(of)) {
		xs = append(xs, of[k])
	}
	return xs
}

func or(p, q *int) *int {
	if p != nil {
		return p
	}
	return q
}

// contributors counts who stands behind claims.
func (p population) contributors(cs []claim.Claim) figure.Contributors {
	return figure.ContributorsOf(cs, p.in.Study.Public)
}

// say fills a catalogue sentence in every complete language.
func say(key string, args ...any) lang.Text { return lang.Every(key, args...) }
