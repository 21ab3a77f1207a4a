package profile

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
)

// aroundM is how near a place must lie to be of a city.
const aroundM = 25000

// quotes is how many words of its region stand in a city's profile; all that
// may be quoted stand in compare's figure of them.
const quotes = 3

// years says from when to when.
func years(first, last int) lang.Text {
	if first == last {
		return say("span.year", strconv.Itoa(first))
	}
	return say("span.years", strconv.Itoa(first), strconv.Itoa(last))
}

// cities is a local profile in words per city: what public sources record
// within 25 km of it, and words of its region that were cleared for quotation.
// Reports told in confidence enter no city.
func (p population) cities() (figure.Figure, bool) {
	d := figure.Dim{ID: "town", Label: say("dim.town")}
	f := p.frame(incidents, "profile.cities", figure.Profile)
	f.Unit, f.Method, f.Policy, f.Beside = "unit.statements", "profile#cities", nil, nil
	f.Caveats = append(f.Caveats, say("caveat.city"))
	looked := slices.Clone(p.sources)
	for _, c := range p.in.Deaths {
		looked = append(looked, c.Key.Source)
	}
	slices.Sort(looked)
	looked = slices.Compact(looked)
	silent := 0
	for _, t := range p.in.Towns {
		var ss []figure.Saying
		var cs []claim.Claim
		say1 := func(source string, text lang.Text, of []claim.Claim) {
			ss = append(ss, figure.Saying{Class: "data-set", Says: text, Source: source, Quotable: true})
			cs = append(cs, of...)
		}
		for _, src := range looked {
			if !p.in.Study.Public(src) {
				continue
			}
			if text, of := p.incidentsAround(t, src); len(of) > 0 {
				say1(src, text, of)
			}
			if text, of := p.deathsAround(t, src); len(of) > 0 {
				say1(src, text, of)
			}
		}
		if len(ss) == 0 {
			silent++
			ss = append(ss, figure.Saying{Class: "data-set", Says: say("city.none"), Quotable: true, Source: first(looked)})
		}
		region := ""
		if p.in.AreaOf != nil {
			region, _ = p.in.AreaOf(place.Where{Point: &t.Point, Precision: place.Exact})
		}
		words := 0
		for _, c := range p.in.Words {
			if words == quotes {
				break
			}
			if s := figure.SayingOf(c); s.Quotable && region != "" && c.Said.Speaker.Area == region {
				s.Flags = append(s.Flags, "flag.of-region")
				words++
				ss, cs = append(ss, s), append(cs, c)
			}
		}
		key := cmp.Or(t.ID, t.Name)
		d.Keys, d.Labels = append(d.Keys, key), append(d.Labels, lang.FrEn(t.Name, t.Name))
		f.Cells = append(f.Cells, figure.Quote(ss, p.contributors(cs), figure.TraceOf(looked, cs...), key))
	}
	f.Dims = []figure.Dim{d}
	f.Sentence = say("sentence.cities", len(d.Keys), silent)
	return f.Rests(), len(d.Keys) > 0
}

func first(ss []string) string {
	if len(ss) == 0 {
		return ""
	}
	return ss[0]
}

func near(t place.Town, w place.Where) bool {
	return w.Point != nil && w.Precision <= place.Near && w.Precision != place.Unknown && geo.DistM(t.Point, *w.Point) <= aroundM
}

// incidentsAround counts the incidents one source places around a town, with
// the kinds of act it lists most.
func (p population) incidentsAround(t place.Town, src string) (lang.Text, []claim.Claim) {
	var cs []claim.Claim
	first, last := 9999, 0
	kinds := map[string]int{}
	for _, e := range p.events {
		for _, c := range e.Claims {
			if c.Key.Source != src || c.Incident == nil || !near(t, c.Incident.Where) {
				continue
			}
			cs = append(cs, c)
			y, _, _ := c.Incident.When.From.Civil()
			first, last = min(first, y), max(last, y)
			if p.in.Types.Of != nil {
				for _, k := range p.in.Types.Of(e.Event) {
					kinds[k]++
				}
			}
		}
	}
	if len(cs) == 0 {
		return nil, nil
	}
	ks := make([]string, 0, len(kinds))
	for k := range kinds {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(a, b string) int { return cmp.Or(kinds[b]-kinds[a], cmp.Compare(a, b)) })
	mostly := lang.Text{}
	for _, tag := range lang.Complete {
		var parts []string
		for _, k := range ks[:min(3, len(ks))] {
			l := k
			if i := slices.Index(p.in.Types.Dim.Keys, k); i >= 0 {
				l, _ = p.in.Types.Dim.Labels[i].In(tag)
			}
			parts = append(parts, l+" ("+lang.For(tag).Int(kinds[k])+")")
		}
		mostly[tag] = lang.For(tag).List(parts)
	}
	if len(ks) == 0 {
		return say("city.incidents", len(cs), years(first, last)), cs
	}
	return say("city.incidents-by-kind", len(cs), years(first, last), mostly), cs
}

// deathsAround adds up the deaths one source records around a town over
// periods: no incidents are in them.
func (p population) deathsAround(t place.Town, src string) (lang.Text, []claim.Claim) {
	var cs []claim.Claim
	first, last, deaths := 9999, 0, 0
	for _, c := range p.in.Deaths {
		if c.Key.Source != src || c.Deaths == nil || c.Deaths.Deaths.Best == nil || c.Deaths.Where.Point == nil || geo.DistM(t.Point, *c.Deaths.Where.Point) > aroundM {
			continue
		}
		cs = append(cs, c)
		deaths += *c.Deaths.Deaths.Best
		y, _, _ := c.Deaths.When.From.Civil()
		z, _, _ := c.Deaths.When.To.Civil()
		first, last = min(first, y), max(last, z)
	}
	if len(cs) == 0 {
		return nil, nil
	}
	return say("city.deaths", deaths, len(cs), years(first, last)), cs
}
