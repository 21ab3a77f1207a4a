package linkcase

import (
	"fmt"
	"math"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

func (v *inventor) someTown() int        { return v.draw(v.Float64()) }
func (v *inventor) near(town int) int    { n := v.towns[town].neighbours; return n[v.IntN(len(n))] }
func (v *inventor) weigh(w float64) bool { return v.Float64()*9 < w }

// deed draws a type and who did it to whom, by what is usual near a town.
func (v *inventor) deed(town int) (typ, a, b int) {
	for {
		typ = v.IntN(len(types))
		if v.weigh(types[typ].weight) {
			break
		}
	}
	a = v.actor(types[typ].kinds, town)
	b = -1
	switch types[typ].code[:2] {
	case "11", "12":
		b = v.actor("sgm", town)
	case "23", "21":
		if v.chance(0.3) {
			b = v.actor("gc", town)
		}
	}
	return typ, a, b
}

func (v *inventor) actor(kinds string, town int) int {
	for {
		i := v.IntN(len(v.actors))
		x := v.actors[i]
		w := x.weight
		if x.home >= 0 {
			h := v.towns[x.home]
			w *= math.Exp(-Km(h.lat, h.lon, v.towns[town].lat, v.towns[town].lon) / 200)
			w = w*3 + 0.02
		}
		if strings.Contains(kinds, x.kind) && v.Float64()*6 < w {
			return i
		}
	}
}

var unnamed = []string{"Hommes armés non identifiés", "Unidentified gunmen", "Groupe armé non identifié"}

// written is how a source writes an actor.
func (v *inventor) written(i, s int, altered bool) string {
	if i < 0 {
		return ""
	}
	if altered && v.chance(0.15*v.Noise) {
		switch v.IntN(4) {
		case 0, 1:
			return unnamed[v.IntN(len(unnamed))]
		case 2:
			return slip(v.Rand, v.actors[i].fr)
		default:
			for k := range v.actors {
				if k != i && v.actors[k].family == v.actors[i].family {
					i = k
					break
				}
			}
		}
	}
	x := v.actors[i]
	switch {
	case s == 2 || v.Names && s == 1:
		return x.en
	case s == 3:
		return x.short
	}
	return x.fr
}

// typeOf is how a source codes an act: the code, and at how many levels.
func (v *inventor) typeOf(t, s int, altered bool) (word string, codes []string) {
	if altered && v.chance(0.25*v.Noise) {
		keep := []int{3, 3, 2, 0}[v.IntN(4)]
		for range 40 {
			o := v.IntN(len(types))
			if o != t && types[o].code[:keep] == types[t].code[:keep] {
				t = o
				break
			}
		}
	}
	x := types[t]
	levels := []int{4, 4, 3, 2}[s]
	for l := 1; l <= levels; l++ {
		codes = append(codes, x.code[:l])
	}
	word = x.fr
	if s == 1 || s == 2 {
		word = x.en
	}
	if levels < 4 {
		word = fmt.Sprintf("%s %s", map[bool]string{true: "class", false: "classe"}[s == 2], x.code[:levels])
	}
	return word, codes
}

// record writes down what one source makes of an event.
func (v *inventor) record(e *happening, s int) {
	altered := s > 0
	t := v.towns[e.town]
	r := records.Row{Key: claim.Key{Source: string(rune('A' + s)), ID: v.id(s)}}
	r.Type, r.Codes = v.typeOf(e.typ, s, altered)
	r.ActorA, r.ActorB = v.written(e.a, s, altered), v.written(e.b, s, altered)
	d0, d1 := e.day, e.end
	if altered && v.chance(0.12*v.Noise) {
		k := 1
		if v.chance(0.2) {
			k = 2
		}
		if v.chance(0.4) {
			k = -k
		}
		d0, d1 = max(0, d0+k), max(0, d1+k)
	}
	r.When = when.Span{From: day(d0), To: day(d1), Precision: when.Exact}
	lat, lon := t.lat+t.offset[s][0], t.lon+t.offset[s][1]
	if v.chance(0.4) {
		lat, lon = e.lat+v.normal(0.004*v.Spread), e.lon+v.normal(0.004*v.Spread)
	}
	u := v.units[t.unit]
	r.Where = place.Where{Precision: place.Exact, Name: t.name, Admin1: u.region, Admin2: u.name, Country: "Orvanie"}
	if v.chance(0.1) {
		r.Where.Name = t.also
	}
	if e.day == e.end && v.chance(v.share(s)) {
		lat, lon = v.blur(&r, u, lat, lon)
	}
	r.Where.Point = &geo.Point{Lat: math.Round(lat*1e4) / 1e4, Lon: math.Round(lon*1e4) / 1e4}
	r.Deaths = v.deaths(e.dead, s, altered)
	r.Outlets = []string{v.outlets[e.outlets[v.IntN(2)]]}
	if v.chance(0.3) {
		r.Outlets = []string{v.outlets[v.IntN(len(v.outlets))]}
	}
	if v.chance(0.4) {
		r.Notes = v.notes(e, s, r)
	}
	v.out.Sets[s] = append(v.out.Sets[s], r)
	e.seen = append(e.seen, seen{s, r.Key.ID})
}

// blur codes a record to a unit, a month, or both.
func (v *inventor) blur(r *records.Row, u unit, lat, lon float64) (float64, float64) {
	month := func() {
		m := when.BucketOf(r.When.From, when.Monthly).Span()
		if r.Key.Source == "A" || r.Key.Source == "D" {
			m.From += 14
			m.To = m.From
		}
		r.When = when.Span{From: m.From, To: m.To, Precision: when.Month}
	}
	switch x := v.Float64(); {
	case x < 0.45:
		r.Where.Precision, r.Where.Name = place.Second, ""
		return u.lat, u.lon
	case x < 0.72:
		r.Where.Precision, r.Where.Name, r.Where.Admin2 = place.First, "", ""
		return v.regions[u.region][0], v.regions[u.region][1]
	case x < 0.9:
		month()
		return lat, lon
	case x < 0.98:
		month()
		r.Where.Precision, r.Where.Name = place.Second, ""
		return u.lat, u.lon
	}
	r.Where.Precision, r.Where.Name, r.Where.Admin1, r.Where.Admin2 = place.Country, "", "", ""
	return (south + north) / 2, (west + east) / 2
}

func (v *inventor) deaths(n, s int, altered bool) claim.Deaths {
	if altered && n > 0 && v.chance(0.25*v.Noise) {
		n = max(0, int(math.Round(float64(n)*math.Exp(v.normal(0.35))))+v.IntN(3)-1)
	}
	if s == 2 && v.chance(0.15) {
		return claim.Deaths{}
	}
	lo, hi := n, n
	if s%2 == 1 && n > 0 {
		lo, hi = max(0, n-v.IntN(2)), n+v.IntN(3)
	}
	return claim.Deaths{Low: &lo, Best: &n, High: &hi}
}

func (v *inventor) notes(e *happening, s int, r records.Row) string {
	where := r.Where.Name
	if where == "" {
		where = r.Where.Country
	}
	if s == 2 {
		n := fmt.Sprintf("In %s, %s struck %s, according to %s.", where, r.ActorA, targets[e.target][1], r.Outlets[0])
		if v.chance(0.5) {
			n += fmt.Sprintf(" %d houses burnt.", e.count)
		}
		return n
	}
	n := fmt.Sprintf("À %s, %s s'en sont pris à %s, selon %s.", where, r.ActorA, targets[e.target][0], r.Outlets[0])
	if v.chance(0.4) {
		n += fmt.Sprintf(" Vers %d h.", e.hour)
	}
	if v.chance(0.5) {
		n += fmt.Sprintf(" %d maisons brûlées.", e.count)
	}
	return n
}
