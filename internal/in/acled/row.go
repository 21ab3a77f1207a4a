package acled

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// types are the source's sub-types by their type, and the types of versions
// that had no sub-types.
var types = map[string][]string{
	"Battles":                    {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
	"Explosions/Remote violence": {"Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade"},
	"Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
	"Protests":                   {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
	"Riots":                      {"Violent demonstration", "Mob violence"},
	"Strategic developments": {"Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
		"Looting/property destruction", "Non-violent transfer of territory", "Other"},
	"Battle-No change of territory": nil, "Battle-Government regains territory": nil, "Battle-Non-state actor overtakes territory": nil,
	"Remote violence": nil, "Riots/Protests": nil, "Strategic development": nil, "Headquarters or base established": nil, "Non-violent transfer of territory": nil,
	"Non-violent activity by a conflict actor": nil, "Non-violent rebel activity": nil, "Battle-Rebels overtake territory": nil, "Non-violent transfer of location": nil,
	"Headquarters or base establishment": nil,
}

type row struct {
	*sheet.Row
	rd   *Reader
	lost bool
}

func (r *row) add(code diag.Code, col string, args ...any) {
	r.Find(code, col, args...)
	k, _ := diag.Known(code)
	r.lost = r.lost || k.Severity == diag.Error
}

func (r *row) incident() claim.Claim {
	id := r.Text("id")
	if id == "" {
		r.add("A302", "id")
		return claim.Claim{}
	}
	in := &claim.Incident{When: r.when(), Where: r.where(), Type: r.typ(), Notes: r.Text("notes"), Chain: r.List("outlets")}
	for _, s := range [...]struct{ role, name, with string }{{"side-a", "actor1", "with1"}, {"side-b", "actor2", "with2"}} {
		if n := r.Text(s.name); n != "" {
			in.Actors = append(in.Actors, claim.Actor{Role: s.role, Name: n})
		}
		for _, n := range r.List(s.with) {
			in.Actors = append(in.Actors, claim.Actor{Role: "associate", Name: n})
		}
	}
	if n := r.Int("fatalities"); n != nil {
		if *n < 0 {
			r.add("A310", "fatalities", r.Quote("fatalities"))
		} else {
			in.Deaths.Best = n
		}
	}
	return claim.Claim{Key: claim.Key{Source: r.rd.opt.Source, ID: id}, Kind: claim.KindIncident, Incident: in,
		Said:   claim.Said{Speaker: claim.Speaker{Class: source.DataSet}, Consent: r.rd.opt.Consent},
		Origin: claim.Origin{File: r.rd.t.Name, Row: r.N}}
}

// newest keeps of two rows with one id the one with the later timestamp: it is
// the source's own correction. Where nothing says which is later, the first.
func (r *row) newest(seen map[string]int64, id string) {
	at, _ := strconv.ParseInt(string(r.Bytes("timestamp")), 10, 64)
	before, twice := seen[id]
	switch {
	case twice && at <= before:
		r.add("A303", "id", id)
		return
	case twice:
		r.add("A316", "timestamp", id)
	}
	seen[id] = at
}

// typ is the sub-type, or the type where the version has no sub-types. One
// that is none of the source's is kept, and found.
func (r *row) typ() string {
	typ, sub := r.Text("type"), r.Text("sub_type")
	subs, known := types[typ]
	switch {
	case typ == "":
		r.add("A306", "type", r.Quote("type"))
	case !known:
		r.add("A306", "type", r.Quote("type"))
	case sub == "" && len(subs) > 0 && r.rd.schema != Oldest:
		r.add("A312", "sub_type", r.Quote("type"), strings.Join(subs, ", "))
	case sub != "" && !slices.Contains(subs, sub):
		r.add("A306", "sub_type", r.Quote("sub_type"))
	}
	if sub != "" {
		return sub
	}
	return typ
}

// century reads "16-Feb-21", as some exports write it: two digits of a year, of
// which the column year has all four.
func (r *row) century() (s when.Span, ok bool) {
	d, y := r.Text("date"), r.Text("year")
	n := len(d)
	if len(y) != 4 || n < 6 || d[n-2:] != y[2:] || d[n-3] != '-' && d[n-3] != ' ' && d[n-3] != '/' {
		return s, false
	}
	s, err := sheet.ParseSpan(d[:n-2] + y)
	return s, err == nil && s.Precision == when.Exact
}

// when opens the date as far as its precision: a week is three days either
// side, a month the whole month.
func (r *row) when() when.Span {
	s, ok := r.century()
	if !ok {
		s = r.Span("date")
	}
	if !s.Known() {
		if r.Text("date") == "" {
			r.add("A304", "date", r.Quote("date"))
		}
		return s
	}
	if y := r.Int("year"); y != nil {
		if a, _, _ := s.From.Civil(); a != *y {
			r.add("A309", "year", *y, a)
		}
	}
	if s.Precision != when.Exact {
		return s
	}
	switch p := r.Text("time_precision"); p {
	case "1", "":
	case "2":
		return when.Span{From: s.From - 3, To: s.From + 3, Precision: when.Week}
	case "3":
		return when.BucketOf(s.From, when.Monthly).Span()
	default:
		r.add("A305", "time_precision", r.Quote("time_precision"), "1–3")
	}
	return s
}

func (r *row) where() place.Where {
	w := place.Where{Name: r.Text("location"), Admin1: r.Text("admin1"), Admin2: r.Text("admin2"), Country: r.Text("country")}
	switch p := r.Text("geo_precision"); p {
	case "1":
		w.Precision = place.Exact
	case "2":
		w.Precision = place.Near
	case "3":
		w.Precision = place.First
	case "":
	default:
		r.add("A305", "geo_precision", r.Quote("geo_precision"), "1–3")
	}
	p, off, exchanged := r.Point("latitude", "longitude")
	if off != "" {
		r.add("A307", off, r.Quote(off))
	}
	if exchanged {
		r.add("A308", "latitude")
	}
	if p != nil && *p == (geo.Point{}) {
		r.add("A314", "latitude")
		p = nil
	}
	for _, c := range [...]string{"location", "admin1", "admin2", "actor1", "actor2", "notes"} {
		if lang.DecodedTwice(r.Text(c)) {
			r.add("A315", c, r.Quote(c))
			break
		}
	}
	if p != nil {
		r.rd.crowd.Add(r.N, w.Country, *p)
	}
	w.Point = p
	return w
}
