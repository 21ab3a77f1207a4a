// Package linkcase invents incidents in Orvanie, a country of the open ocean,
// and what several sources make of them, with the truth about which records
// are one event. Everything in it is FICTION. It serves tests and benchmarks
// only, and shares no code with the sets under data/oracle/linkage.
//
// The function you want is [Make].
package linkcase

import (
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/dires/dires/internal/in/records"
	"github.com/dires/dires/internal/when"
)

// Case says what to invent.
type Case struct {
	Name      string
	Seed      uint64
	Sources   int     // 2 to 4
	Records   int     // of each source, about
	Common    float64 // share of events that two sources or more have
	Towns     int
	Days      int
	Imprecise []float64 // share of each source's records coded to a unit or a month
	Noise     float64   // 1 is usual: types, actors, deaths and dates altered by every source but the first
	Spread    float64   // 1 is usual: kilometres by which coordinates differ
	Busy      int       // groups of distinct events in one town on one day
	Episodes  int       // longer events of which one source has the whole and another the days
	Names     bool      // the sources write actors alike only by family names: acronyms, other languages
}

// Made is what came of it. Pairs are of record ids; ids are unique over the sources.
type Made struct {
	Case Case
	Sets [][]records.Row
	Same map[[2]string]bool // the lesser id first
	Part map[[2]string]bool // day, whole
}

// Rows are the records of all sources.
func (m Made) Rows() (out []records.Row) {
	for _, s := range m.Sets {
		out = append(out, s...)
	}
	return out
}

// happening is what the inventor knows.
type happening struct {
	day, end int
	town     int
	lat, lon float64
	typ      int
	a, b     int
	dead     int
	hour     int
	target   int
	count    int
	outlets  [2]int
	whole    *happening
	seen     []seen
}

type seen struct {
	source int
	id     string
}

type inventor struct {
	Case
	*rand.Rand
	*country
	events []*happening
	out    Made
	count  []int
}

// Make invents a case; the same case is always the same.
func Make(c Case) Made {
	g := rand.New(rand.NewPCG(c.Seed, 0x0121))
	v := &inventor{Case: c, Rand: g, country: newCountry(g, c), count: make([]int, c.Sources)}
	v.out = Made{Case: c, Sets: make([][]records.Row, c.Sources), Same: map[[2]string]bool{}, Part: map[[2]string]bool{}}
	for range c.Episodes {
		v.episode()
	}
	for range c.Busy {
		v.busy()
	}
	for full := false; !full; {
		v.observe(v.event(nil))
		full = true
		for _, n := range v.count {
			full = full && n >= c.Records
		}
	}
	for _, e := range v.events {
		for i, x := range e.seen {
			for _, y := range e.seen[i+1:] {
				v.out.Same[[2]string{min(x.id, y.id), max(x.id, y.id)}] = true
			}
			if e.whole != nil {
				for _, y := range e.whole.seen {
					if y.source != x.source {
						v.out.Part[[2]string{x.id, y.id}] = true
					}
				}
			}
		}
	}
	return v.out
}

func (v *inventor) chance(p float64) bool    { return v.Float64() < p }
func (v *inventor) normal(s float64) float64 { return v.NormFloat64() * s }

// event invents one event; like gives day, town, type and actors to keep.
func (v *inventor) event(like *happening) *happening {
	e := &happening{day: v.IntN(v.Days), hour: v.IntN(24), target: v.IntN(len(targets)), count: 2 + v.IntN(40)}
	switch {
	case like != nil:
		e.day, e.town = like.day, like.town
		e.typ, e.a, e.b = v.deed(e.town)
		if v.chance(0.5) {
			e.a, e.b = like.a, like.b
			if v.chance(0.5) {
				e.typ = like.typ
			}
		}
	case len(v.events) > 50 && v.chance(0.3): // it follows an earlier one
		o := v.events[v.IntN(len(v.events))]
		e.day = min(v.Days-1, o.day+1+v.IntN(10))
		e.town = o.town
		if v.chance(0.4) {
			e.town = v.near(o.town)
		}
		e.typ, e.a, e.b = v.deed(e.town)
		if v.chance(0.7) {
			e.a, e.b = o.a, o.b
		}
		if v.chance(0.5) {
			e.typ = o.typ
		}
	default:
		e.town = v.someTown()
		e.typ, e.a, e.b = v.deed(e.town)
	}
	e.end = e.day
	t := v.towns[e.town]
	e.lat, e.lon = t.lat+v.normal(0.008), t.lon+v.normal(0.008)
	if !v.chance(types[e.typ].bloodless) {
		e.dead = 1 + int(v.ExpFloat64()*3)
	}
	e.outlets = [2]int{v.IntN(len(v.outlets)), v.IntN(len(v.outlets))}
	v.events = append(v.events, e)
	return e
}

// observe lets some sources see an event.
func (v *inventor) observe(e *happening) {
	order := v.Perm(v.Sources)
	n := 1
	if v.chance(v.Common) {
		n = 2 + v.IntN(v.Sources-1)
	}
	for _, s := range order {
		if n > 0 && v.count[s] < v.Records {
			v.record(e, s)
			n--
		}
	}
}

// busy invents distinct events of one town and day.
func (v *inventor) busy() {
	first := v.event(nil)
	v.observe(first)
	for range 1 + v.IntN(3) {
		v.observe(v.event(first))
	}
}

// episode invents a longer event and its days.
func (v *inventor) episode() {
	whole := v.event(nil)
	n := 2 + v.IntN(4)
	whole.day = min(whole.day, v.Days-n)
	whole.end = whole.day + n - 1
	owner := v.IntN(v.Sources)
	whole.dead = 0
	if v.chance(0.3) { // two sources have it as one
		v.record(whole, owner)
		v.record(whole, (owner+1)%v.Sources)
		return
	}
	var days []*happening
	for k := range n {
		d := v.event(whole)
		d.day, d.end, d.whole = whole.day+k, whole.day+k, whole
		d.a, d.b = whole.a, whole.b
		d.typ = whole.typ
		whole.dead += d.dead
		days = append(days, d)
	}
	v.record(whole, owner)
	for _, d := range days {
		v.record(d, (owner+1)%v.Sources)
	}
}

func (v *inventor) share(s int) float64 {
	if s < len(v.Imprecise) {
		return v.Imprecise[s]
	}
	return 0
}

func (v *inventor) id(s int) string {
	v.count[s]++
	n := strconv.Itoa(v.count[s])
	return string(rune('A'+s)) + "000000"[:max(0, 6-len(n))] + n
}

// day is a day of the invented calendar.
func day(n int) when.Day { return when.Date(2031, 1, 1) + when.Day(n) }

// Km is the distance of two points of the invented country, about.
func Km(lat1, lon1, lat2, lon2 float64) float64 {
	x := (lon1 - lon2) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return 111.19 * math.Hypot(lat1-lat2, x)
}
