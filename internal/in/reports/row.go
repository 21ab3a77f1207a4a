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
	in := &claim.Incident{When: r.Span("date"), Where: r.where(), Type: r.Text("type"), Deaths: r.deaths(),
		Injured: r.positive("injured"), Taken: r.positive("taken"), Notes: what}
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
		Document: r.Text("document"), Speaker: claim.Speaker{Monitor: r.Text("monitor")}}
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

// where is the place as the row gives it: coordinates where there are some,
// the name and the units in any case.
func (r *row) where() place.Where {
	w := place.Where{Name: r.Text("place"), Admin1: r.Text("admin1"), Admin2: r.Text("admin2"), Country: r.Text("country")}
	p, given, ok := r.point()
	switch {
	case ok:
		w.Point, w.Precision = &p, place.Exact
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

// point reads latitude and longitude from two columns, from one, or from the
// column of the place.
func (r *row) point() (p geo.Point, given, ok bool) {
	if r.Text("latitude") != "" || r.Text("longitude") != "" {
		lat, ok1 := sheet.Number(strings.Replace(r.Text("latitude"), ",", ".", 1)) // degrees have no thousands
		lon, ok2 := sheet.Number(strings.Replace(r.Text("longitude"), ",", ".", 1))
		p = geo.Point{Lon: lon, Lat: lat}
		return p, true, ok1 && ok2 && p.Valid()
	}
	if c := r.Text("coordinates"); c != "" {
		p, ok = pair(c)
		return p, true, ok
	}
	p, ok = pair(r.Text("place"))
	return p, ok, ok
}

var twoNumbers = regexp.MustCompile(`^\(?\s*([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NnSs]?)\s*(?:[;/|]\s*|,\s+|,|\s+)([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([EeWwOo]?)\s*\)?$`)

// pair reads "12.65, -8.0", "12,65; -8,0", "12.65 -8.0", "12,65°N 8,0°O":
// latitude first.
func pair(s string) (p geo.Point, ok bool) {
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

func (r *row) positive(col string) *int {
	n := r.Int(col)
	if n != nil && *n < 0 {
		r.add("A164", col, r.Quote(col))
		return nil
	}
	return n
}

var (
	atLeast = regexp.MustCompile(`^(?:au moins|at least|plus de|more than|minimum|>=?)\s*(\d+)|^(\d+)\s*(?:\+|ou plus|or more|au moins)$`)
	atMost  = regexp.MustCompile(`^(?:au plus|at most|moins de|less than|maximum|<=?)\s*(\d+)`)
	range2  = regexp.MustCompile(`^(?:entre|between|de|from)?\s*(\d+)\s*(?:-|–|à|a|et|and|to|ou|or)\s*(\d+)(?:\D|$)`)
	about   = regexp.MustCompile(`^(?:environ|about|around|une?|~|≈)?\s*(\d+)\s*(?:morts?|deces|tues?|personnes?|victimes?|dead|killed|deaths?|people)?(?:\s|,|$)`)
	amongst = regexp.MustCompile(`(?:dont|including|parmi)\s+(\d+)\s+(?:civils?|civilians?|civil)`)
	none    = regexp.MustCompile(`^(?:aucun|aucune|aucun mort|pas de mort|none|no deaths?|nobody|zero|neant|nil)$`)
	unsaid  = regexp.MustCompile(`^(?:inconnue?|unknown|nd|n d|n a|na|\?+|plusieurs|several|des|some|-|–)$`)
)

// deaths reads a number, a range ("2-3"), a bound ("au moins 5") or a number
// in words around it ("12 morts dont 9 civils"). "plusieurs" is not a number:
// it is known that there were some, not how many.
func (r *row) deaths() claim.Deaths {
	d := claim.Deaths{Low: r.positive("deaths_low"), High: r.positive("deaths_high")}
	if n := r.positive("civilians"); n != nil {
		d.Side = map[string]int{"civilians": *n}
	}
	s := strings.ToLower(r.Text("deaths"))
	if s == "" {
		return d
	}
	if n, ok := sheet.Number(s); ok {
		if n < 0 || n != float64(int(n)) || n > 1e7 {
			r.add("A164", "deaths", r.Quote("deaths"))
			return d
		}
		i := int(n)
		d.Best = &i
		r.ordered(d)
		return d
	}
	plain := strings.Join(strings.Fields(strings.NewReplacer("é", "e", "è", "e", "à", "a", "\u00a0", " ").Replace(s)), " ")
	num := func(s string) *int {
		n, ok := sheet.Number(s)
		if !ok || n > 1e7 {
			return nil
		}
		i := int(n)
		return &i
	}
	if m := amongst.FindStringSubmatch(plain); m != nil && d.Side == nil {
		if n := num(m[1]); n != nil {
			d.Side = map[string]int{"civilians": *n}
		}
	}
	switch {
	case none.MatchString(plain):
		zero := 0
		d.Best = &zero
	case unsaid.MatchString(plain):
	case atLeast.MatchString(plain):
		m := atLeast.FindStringSubmatch(plain)
		d.Low = num(cmp.Or(m[1], m[2]))
	case atMost.MatchString(plain):
		d.High = num(atMost.FindStringSubmatch(plain)[1])
	case range2.MatchString(plain):
		m := range2.FindStringSubmatch(plain)
		d.Low, d.High = num(m[1]), num(m[2])
	case about.MatchString(plain):
		d.Best = num(about.FindStringSubmatch(plain)[1])
	default:
		r.add("A164", "deaths", r.Quote("deaths"))
	}
	r.ordered(d)
	return d
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
