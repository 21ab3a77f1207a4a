package reports

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
)

func (r *row) report() claim.Claim {
	what := r.Text("what")
	if what == "" {
		r.add("A169", "what")
		return claim.Claim{}
	}
	in := &claim.Incident{When: r.Span("date"), Where: r.where(), Type: r.Text("type"), Notes: what}
	r.casualties(in)
	if r.Text("date") == "" {
		r.add("A161", "date")
	}
	for _, a := range [...]struct{ col, role string }{{"perpetrator", "perpetrator"}, {"target", "target"}} {
		for _, n := range r.List(a.col) {
			in.Actors = append(in.Actors, actor(a.role, n))
		}
	}
	return claim.Claim{Key: r.key(), Kind: claim.KindIncident, Said: r.said(), Incident: in}
}

var consents = map[string]claim.Consent{"internal": claim.ConsentInternal, "interne": claim.ConsentInternal, "partners": claim.ConsentPartners,
	"partenaires": claim.ConsentPartners, "public": claim.ConsentPublic, "publique": claim.ConsentPublic, "quote": claim.ConsentQuote,
	"citation": claim.ConsentQuote, "record": claim.PublicRecord, "acte public": claim.PublicRecord}

// said is who says so. The name of a speaker is kept only where the reports
// are public; the coalition's own keep a pseudonym by which speakers are
// counted.
func (r *row) said() claim.Said {
	s := claim.Said{On: r.Span("said_on"), Lang: lang.Tag(r.Text("language")).Base(), Consent: r.opt.Consent,
		Document: r.Text("document"), Speaker: claim.Speaker{Monitor: r.once("monitor"), Org: r.once("organisation")}}
	who := r.Text("who")
	class, ok := source.ReadClass(r.Text("class"))
	if !ok {
		class, ok = source.ReadClass(who)
	}
	switch {
	case !ok && who == "" && r.Text("class") == "":
		r.add("A168", "who")
	case !ok:
		r.add("A163", "who", r.Quote(cmp.Or(map[bool]string{true: "who"}[who != ""], "class")))
	}
	if s.Speaker.Class = r.opt.Class; ok {
		s.Speaker.Class = class
	}
	if _, isClass := source.ReadClass(who); who != "" && !isClass {
		s.Speaker.Subject = "said-" + r.digest("who\x00"+lang.Fold(who))
		if !r.opt.Private {
			s.Speaker.Name = who
		}
	}
	if v := lang.Fold(r.Text("consent")); v != "" {
		c, ok := consents[v]
		if !ok {
			r.add("A170", "consent", r.Quote("consent"))
			c = claim.ConsentInternal
		}
		s.Consent = c
	}
	return s
}

// once is a name in one spelling, the first the file has: those who are counted
// by it are not counted twice for a capital or an accent.
func (r *row) once(col string) string {
	s := strings.Join(strings.Fields(r.Text(col)), " ")
	f := lang.Fold(s)
	if f == "" || untold[f] {
		return ""
	}
	if first, ok := r.names[col+"\x00"+f]; ok {
		return first
	}
	r.names[col+"\x00"+f] = s
	return s
}

// where is the place as the row gives it: coordinates where there are some,
// the name and the units in any case.
func (r *row) where() place.Where {
	w := place.Where{Name: cmp.Or(r.Text("place"), r.worded("coordinates")), Admin1: r.Text("admin1"), Admin2: r.Text("admin2"), Country: r.Text("country")}
	p, given, ok := r.point()
	for _, c := range [...]string{"place", "admin1", "admin2", "what", "who", "perpetrator", "target", "type"} {
		if lang.DecodedTwice(r.Text(c)) {
			r.add("A176", c, r.Quote(c))
			break
		}
	}
	if ok && p == (geo.Point{}) {
		r.add("A175", "latitude")
		given, ok = false, false
	}
	switch {
	case ok:
		w.Point, w.Precision = &p, place.Exact
		if _, m, is := sheet.Geopoint(r.Text("coordinates")); is && m > unsure {
			w.Precision = place.Near
		}
		if _, isPoint := pair(w.Name); isPoint {
			w.Name = ""
		}
		return w
	case given:
		r.add("A165", "coordinates")
	}
	switch {
	case w.Name != "": // the desk looks it up
	case w.Admin2 != "":
		w.Precision = place.Second
	case w.Admin1 != "":
		w.Precision = place.First
	case w.Country != "":
		w.Precision = place.Country
	case !given:
		r.add("A167", "place")
	}
	return w
}

// worded is a cell that has no figure: a column "point" may hold the names of
// places.
func (r *row) worded(col string) string {
	if s := r.Text(col); !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return ""
}

// point reads latitude and longitude from two columns, from one, or from the
// column of the place.
func (r *row) point() (p geo.Point, given, ok bool) {
	if r.Text("latitude") != "" || r.Text("longitude") != "" {
		lat, ok1 := sheet.Degrees(r.Text("latitude"))
		lon, ok2 := sheet.Degrees(r.Text("longitude"))
		p = geo.Point{Lon: lon, Lat: lat}
		return p, true, ok1 && ok2 && p.Valid()
	}
	if c := r.Text("coordinates"); strings.ContainsAny(c, "0123456789") {
		p, ok = pair(c)
		return p, true, ok
	}
	p, ok = pair(r.Text("place"))
	return p, ok, ok
}

const unsure = 100 // metres: a point that is less sure is near, not exact

var twoNumbers = regexp.MustCompile(`^\(?\s*([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NnSs]?)\s*(?:[;/|]\s*|,\s+|,|\s+)([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([EeWwOo]?)\s*\)?$`)

// pair reads "12.65, -8.0", "12,65; -8,0", "12.65 -8.0", "12,65°N 8,0°O":
// latitude first.
func pair(s string) (p geo.Point, ok bool) {
	if p, _, ok := sheet.Geopoint(s); ok {
		return p, true
	}
	m := twoNumbers.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || !strings.ContainsAny(m[1]+m[3], ".,") && m[2] == "" {
		return p, false
	}
	lat, ok1 := sheet.Number(strings.Replace(m[1], ",", ".", 1))
	lon, ok2 := sheet.Number(strings.Replace(m[3], ",", ".", 1))
	if strings.ContainsAny(m[2], "Ss") {
		lat = -lat
	}
	if strings.ContainsAny(m[4], "WwOo") {
		lon = -lon
	}
	p = geo.Point{Lon: lon, Lat: lat}
	return p, ok1 && ok2 && p.Valid()
}

// people is a column of one number: "3", "3 blessés". A range or a bound has no
// place in it and is a finding.
func (r *row) people(col string, of fate) *int {
	t := readToll(r.Text(col), of)
	c := t.of[of]
	if t.garbled || t.only || c.low != nil || c.high != nil {
		r.add("A164", col, r.Quote(col))
		return nil
	}
	return c.best
}

// casualties are the deaths, the injured and the abducted of a row: from their
// own columns, and from what the column of deaths says besides ("12 morts dont
// 9 civils, 3 blessés"). Words such as "plusieurs" are no number: it is known
// that there were some, not how many.
func (r *row) casualties(in *claim.Incident) {
	in.Injured, in.Taken = r.people("injured", wounded), r.people("taken", taken)
	d := claim.Deaths{Low: r.people("deaths_low", dead), High: r.people("deaths_high", dead)}
	civilians := r.people("civilians", dead)
	col, bare := "deaths", dead
	if r.Text(col) == "" && r.Text("toll") != "" {
		col, bare = "toll", unsaidFate
	}
	t := readToll(r.Text(col), bare)
	of := t.of[dead]
	switch {
	case t.only:
		r.add("A174", col, r.Quote(col))
	case t.garbled:
		r.add("A164", col, r.Quote(col))
	case col == "deaths" && !of.said && (t.of[wounded].said || t.of[taken].said || t.of[apart].said):
		r.add("A173", col, r.Quote(col))
	}
	d.Best, d.Low, d.High = of.best, cmp.Or(d.Low, of.low), cmp.Or(d.High, of.high)
	if civilians = cmp.Or(civilians, t.civilians); civilians != nil {
		d.Side = map[string]int{"civilians": *civilians}
	}
	in.Injured, in.Taken = cmp.Or(in.Injured, t.of[wounded].best), cmp.Or(in.Taken, t.of[taken].best)
	in.Deaths = d
	r.ordered(d)
}

func (r *row) ordered(d claim.Deaths) {
	over := func(a, b *int) bool { return a != nil && b != nil && *a > *b }
	if over(d.Low, d.Best) || over(d.Best, d.High) || over(d.Low, d.High) {
		show := func(n *int) any {
			if n == nil {
				return "–"
			}
			return *n
		}
		r.add("A171", "deaths", show(d.Low), show(d.Best), show(d.High))
	}
}

var presumed = regexp.MustCompile(`(?i)\b(présumée?s?|presumée?s?|presumes?|presumed|suspected|alleged|soupçonnés?|supposés?)\b`)

// actor keeps the words as they stand and says how certain they are.
func actor(role, name string) claim.Actor {
	a := claim.Actor{Role: role, Name: name, Certainty: "stated"}
	switch f := lang.Fold(name); {
	case f == "nd" || f == "inconnu" || f == "inconnus" || f == "unknown" || f == "n d" ||
		strings.Contains(f, "non identifie") || strings.Contains(f, "unidentified"):
		a.Certainty = "unknown"
	case presumed.MatchString(name):
		a.Certainty = "presumed"
	}
	return a
}
