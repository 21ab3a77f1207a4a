package monitoring

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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
)

type row struct {
	*sheet.Row
	opt Options
	bad bool

	notes []string // what stands in the incident's notes
}

// aside puts something into the notes of the incident.
func (r *row) aside(what, text string) {
	if text != "" {
		r.notes = append(r.notes, what+": "+text)
	}
}

func (r *row) add(code diag.Code, column string, args ...any) {
	r.Find(code, column, args...)
	k, _ := diag.Known(code)
	r.bad = r.bad || k.Severity == diag.Error
}

func fold(s string) string { return strings.ReplaceAll(lang.Fold(s), " ", "-") }

func (r *row) report(file string) (id string, cs []claim.Claim) {
	if claim.Refuses(r.Text("consent")) {
		r.add("A435", "consent")
		return "", nil
	}
	if r.Text("act") == "" && r.Text("date") == "" && r.Text("place") == "" {
		r.add("A432", "act")
		return "", nil
	}
	if id = r.Text("id"); id == "" {
		h := sha256.New()
		for _, c := range r.Cells() {
			h.Write([]byte(c + "\x00"))
		}
		id = hex.EncodeToString(h.Sum(nil)[:8])
	}
	key := claim.Key{Source: r.opt.Source, ID: id + "/incident"}
	said := r.said()
	inc := r.incident()
	if inc.When.Known() && said.On.Known() && said.On.To < inc.When.From {
		r.add("A430", "reported_on", inc.When.String(), said.On.String())
	}
	origin := claim.Origin{File: file, Row: r.N}
	cs = append(cs, claim.Claim{Key: key, Kind: claim.KindIncident, Said: said, Incident: inc, Origin: origin})
	sub := func(kind claim.Kind, n int) claim.Claim {
		s := said
		s.Document = said.Document
		return claim.Claim{Key: claim.Key{Source: key.Source, ID: id + "/" + string(kind) + "/" + strconv.Itoa(n)}, Kind: kind, Said: s, Origin: origin}
	}
	about := claim.Subject{Kind: "event", ID: key.String()}
	for i, n := range r.names() {
		c := sub(claim.KindNaming, i+1)
		// The name is somebody else's, passed on by who reports.
		c.Said.Reporter, c.Said.Reported = cmp.Or(c.Said.Speaker.Org, c.Said.Reporter, r.opt.Source), true
		c.Said.Speaker.Class, c.Said.Speaker.Org = n.class, ""
		c.Said.Verbatim, c.Naming = n.word, &claim.Naming{Subject: about, Term: n.word}
		cs = append(cs, c)
	}
	for i, x := range r.codes("responses") {
		c := sub(claim.KindResponse, i+1)
		c.Response = &claim.Response{Subject: about, Response: x, When: inc.When}
		cs = append(cs, c)
	}
	for i, x := range r.codes("coping") {
		c := sub(claim.KindCoping, i+1)
		c.Coping = &claim.Coping{Subject: about, Coping: x, Where: place.Where{Admin1: inc.Where.Admin1}, When: inc.When}
		cs = append(cs, c)
	}
	return id, cs
}

// said is the act of speech behind the whole row.
func (r *row) said() claim.Said {
	s := claim.Said{Speaker: claim.Speaker{Class: r.opt.Class, Subject: r.Text("informant"), Monitor: r.Text("monitor"), Org: r.Text("org"), Area: r.Text("area")},
		On: r.Span("reported_on"), Lang: lang.Tag(r.Text("language")).Base(), After: r.Span("release_after"), Document: r.Text("document"),
		Confidence: r.Text("confidence"), Consent: r.opt.Consent}
	if !s.On.Known() && !r.opt.Own {
		s.On = r.Span("date")
	}
	if v := fold(r.Text("class")); v != "" {
		if c, ok := source.ReadClass(v); ok {
			s.Speaker.Class = c
		} else {
			r.add("A425", "class", r.Quote("class"), hint(v, classes()))
		}
	}
	switch h := fold(r.Text("heard")); h {
	case "", "direct", "seen", "vu":
	case "witness", "temoin", "hearsay", "heard", "oui-dire", "media", "read", "lu", "reported", "rapporte":
		s.Reported = true
	default:
		r.add("A433", "heard", r.Quote("heard"))
	}
	if v := fold(r.Text("consent")); v != "" {
		c, ok := map[string]claim.Consent{"internal": claim.ConsentInternal, "interne": claim.ConsentInternal, "partners": claim.ConsentPartners,
			"partenaires": claim.ConsentPartners, "public": claim.ConsentPublic, "publique": claim.ConsentPublic, "quote": claim.ConsentQuote,
			"citation": claim.ConsentQuote, "record": claim.PublicRecord, "acte-public": claim.PublicRecord}[v]
		if !ok {
			r.add("A429", "consent", r.Quote("consent"), "internal, partners, public, quote, record")
			c = claim.ConsentInternal
		}
		s.Consent = c
	}
	return s
}

func classes() (ks []string) {
	for _, c := range source.Classes {
		ks = append(ks, string(c))
	}
	return ks
}

func (r *row) incident() *claim.Incident {
	n := &claim.Incident{When: r.Span("date"), Type: strings.Join(r.codes("act"), " "), Injured: r.count("injured"), Taken: r.count("taken"),
		Reports: r.count("sources"), Arms: r.arms(), Where: r.where(),
		Deaths: claim.Deaths{Low: r.count("deaths_low"), Best: r.count("deaths_best"), High: r.count("deaths_high")}}
	r.aside("note", r.Text("note"))
	r.aside("told", r.Text("told"))
	n.Notes = strings.Join(r.notes, "\n")
	if r.Text("date") == "" {
		r.add("A424", "date")
	}
	d := n.Deaths
	for _, p := range [][2]*int{{d.Low, d.Best}, {d.Best, d.High}, {d.Low, d.High}} {
		if p[0] != nil && p[1] != nil && *p[0] > *p[1] {
			r.add("A426", "deaths_best", r.Quote("deaths_low"), r.Quote("deaths_best"), r.Quote("deaths_high"))
			break
		}
	}
	for _, a := range []struct{ col, role string }{{"actor_a", "side-a"}, {"actor_b", "side-b"}} {
		if v := r.Text(a.col); v != "" {
			n.Actors = append(n.Actors, claim.Actor{Role: a.role, Name: v, Certainty: "stated"})
		}
	}
	return n
}

// count is a number of people: nothing below zero.
func (r *row) count(col string) *int {
	n := r.Int(col)
	if n != nil && *n < 0 {
		r.Find("A238", col, r.Quote(col))
		return nil
	}
	return n
}

var precisions = map[string]place.Precision{"exact": place.Exact, "exacte": place.Exact, "near": place.Near, "proche": place.Near, "25km": place.Near,
	"second": place.Second, "second-level": place.Second, "district": place.Second, "cercle": place.Second, "first": place.First, "first-level": place.First,
	"region": place.First, "route": place.Route, "country": place.Country, "pays": place.Country, "unknown": place.Unknown, "inconnue": place.Unknown}

func (r *row) where() place.Where {
	w := place.Where{Name: r.Text("place"), Admin1: r.Text("area"), Admin2: r.Text("district")}
	switch v := fold(r.Text("precision")); {
	case v == "" && w.Admin2 != "":
		w.Precision = place.Second
	case v == "" && w.Admin1 != "":
		w.Precision = place.First
	case v != "":
		p, ok := precisions[v]
		if !ok {
			r.add("A423", "precision", r.Quote("precision"), "exact, near, second, first, route, country, unknown")
		}
		w.Precision = p
	}
	la, okA := r.Float("lat")
	lo, okO := r.Float("lon")
	switch p := (geo.Point{Lon: lo, Lat: la}); {
	case !okA && !okO:
	case !okA || !okO || !p.Valid():
		r.add("A434", "lat")
	case r.opt.Own:
		r.add("A428", "lat")
		r.aside("lat, lon", r.Text("lat")+", "+r.Text("lon"))
	default:
		w.Point = &p
	}
	if r.opt.Own && w.Precision == place.Exact {
		// A village in an own report leads to the people who were there.
		r.aside("place", w.Name)
		w.Name, w.Precision = "", place.First
		if w.Admin2 != "" {
			w.Precision = place.Second
		}
	}
	return w
}

// codes parts a cell of codes at spaces and separators, each once.
func (r *row) codes(col string) (cs []string) {
	for _, x := range strings.FieldsFunc(r.Text(col), func(c rune) bool { return strings.ContainsRune(" ;|,\n", c) }) {
		if !slices.Contains(cs, x) {
			cs = append(cs, x)
		}
	}
	return cs
}

type given struct {
	class source.Class
	word  string
}

// names reads "resident: coupeurs de route | central-authority: terrorisme".
func (r *row) names() (gs []given) {
	for _, x := range r.List("names") {
		who, word, ok := strings.Cut(x, ":")
		c, known := source.ReadClass(who)
		if !ok || !known || strings.TrimSpace(word) == "" {
			// The word alone is no naming: nobody is known to have said it.
			near := hint(fold(who), classes())
			if r.opt.Own {
				who = "…"
			}
			r.add("A425", "names", strings.TrimSpace(who), near)
			continue
		}
		gs = append(gs, given{c, strings.TrimSpace(word)})
	}
	return gs
}

var armsSeries = []string{"incident", "seizure", "demand"}

// arms reads "seizure:rifle:3 | demand". The three series stay apart.
func (r *row) arms() (as []claim.Arms) {
	for _, x := range r.List("arms") {
		p := strings.SplitN(x, ":", 3)
		s := fold(p[0])
		if a, ok := map[string]string{"saisie": "seizure", "demande": "demand"}[s]; ok {
			s = a
		}
		if !slices.Contains(armsSeries, s) {
			r.add("A427", "arms", strings.TrimSpace(p[0]), hint(s, armsSeries))
			continue
		}
		a := claim.Arms{Series: s}
		if len(p) > 1 {
			a.Kind = strings.TrimSpace(p[1])
		}
		if len(p) > 2 {
			if n, err := strconv.Atoi(strings.TrimSpace(p[2])); err == nil && n >= 0 {
				a.Count = &n
			}
		}
		as = append(as, a)
	}
	return as
}
