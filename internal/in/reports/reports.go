// Package reports reads the list of incidents that a coalition keeps itself:
// one row a report, with its date, place or coordinates, what happened, who
// says so and how many died. Headers may be French or English, cells parted by
// commas, semicolons or tabs, numbers written with a point or a comma, the
// file CSV or XLSX.
//
// It does not know where a place lies (the desk looks names up in a gazetteer)
// nor which reports are of one event. The function you want is [Open].
//
// docs/formats/reports.md lists the columns.
package reports

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
)

// Codes A160–A179. A160 and A172 are refusals.
var _ = diag.Codes(
	diag.Kind{Code: "A340", Severity: diag.Warning},          // a point that would lie among the others if exchanged
	diag.Kind{Code: "A161", Severity: diag.Warning},          // no date
	diag.Kind{Code: "A162", Severity: diag.Note},             // no ids: keys are made from content
	diag.Kind{Code: "A163", Severity: diag.Note, Args: 1},    // who speaks is no class of the list
	diag.Kind{Code: "A164", Severity: diag.Warning, Args: 1}, // deaths nobody can read
	diag.Kind{Code: "A165", Severity: diag.Warning},          // no coordinate on this globe
	diag.Kind{Code: "A166", Severity: diag.Error, Args: 1},   // one report twice
	diag.Kind{Code: "A167", Severity: diag.Warning},          // neither place nor coordinates
	diag.Kind{Code: "A168", Severity: diag.Warning},          // nobody says so
	diag.Kind{Code: "A169", Severity: diag.Error},            // nothing is said to have happened
	diag.Kind{Code: "A170", Severity: diag.Warning, Args: 1}, // unknown level of consent
	diag.Kind{Code: "A177", Severity: diag.Warning},          // consent was refused: the row is not kept
	diag.Kind{Code: "A171", Severity: diag.Warning, Args: 3}, // low, best, high out of order
	diag.Kind{Code: "A175", Severity: diag.Warning},          // a point at 0, 0
	diag.Kind{Code: "A176", Severity: diag.Warning, Args: 1}, // text decoded twice
	diag.Kind{Code: "A173", Severity: diag.Warning, Args: 1}, // deaths that speak of injured only
	diag.Kind{Code: "A174", Severity: diag.Warning, Args: 1}, // victims, which are no deaths
)

// Options say whose reports they are.
type Options struct {
	Source  string
	Sheet   string        // of a workbook
	Class   source.Class  // of a speaker no row tells
	Consent claim.Consent // where a row says nothing; "" is internal where Private, a public record otherwise
	Private bool          // the coalition's own: findings quote no cell, speakers get no name
	Secret  []byte        // of the study: keys made from content and pseudonyms are HMACs under it
	Key     []string      // headers of the columns that tell reports apart where there is no id

	// Columns maps a study's own headers to the columns of docs/formats/reports.md;
	// a column claimed so has no other header.
	Columns map[string]string
}

var columns = []sheet.Column{
	{Name: "date", Also: []string{"date de l'incident", "date incident", "date du fait", "jour", "quand", "when", "date of incident", "day", "date des faits", "date de l'evenement", "date evenement", "date of event", "event date", "date d'incident"}, Need: true},
	{Name: "what", Also: []string{"what happened", "ce qui s'est passe", "que s'est-il passe", "description", "fait", "faits", "resume", "incident", "evenement", "event", "event description", "description de l'incident", "description des faits", "recit", "notes", "details", "observations", "commentaires", "quoi"}, Need: true},
	{Name: "place", Also: []string{"lieu", "localite", "village", "ville", "ou", "where", "location", "town", "endroit", "nom du lieu", "lieu de l'incident", "lieu des faits", "quartier", "hameau", "site", "commune"}},
	{Name: "coordinates", Also: []string{"coordonnees", "gps", "position", "lat lon", "latitude longitude", "geopoint", "position gps", "coordonnees gps", "geolocation", "geolocalisation", "point"}},
	{Name: "latitude", Also: []string{"lat", "gps latitude", "latitude gps", "y"}},
	{Name: "longitude", Also: []string{"lon", "lng", "long", "gps longitude", "longitude gps", "x"}},
	{Name: "admin1", Also: []string{"region", "province", "prefecture"}},
	{Name: "admin2", Also: []string{"cercle", "district", "departement", "department"}},
	{Name: "country", Also: []string{"pays"}},
	{Name: "who", Also: []string{"who says so", "qui le dit", "source", "selon", "according to", "d'apres", "source de l'info", "source de l'information", "source information", "informateur", "said by"}},
	{Name: "class", Also: []string{"speaker class", "who speaks", "qui parle", "classe", "classe du locuteur"}},
	{Name: "monitor", Also: []string{"moniteur", "enqueteur", "observateur", "point focal", "releve par", "taken down by", "code moniteur"}},
	{Name: "organisation", Also: []string{"organization", "organisme", "structure", "association", "org", "code organisation", "organisation du moniteur"}},
	{Name: "document", Also: []string{"lien", "url", "reference", "piece"}},
	{Name: "said_on", Also: []string{"dit le", "date de la declaration", "reported on", "rapporte le"}},
	{Name: "deaths", Also: []string{"deces", "morts", "nombre de morts", "tues", "dead", "killed", "fatalities", "number of deaths", "nb de morts", "nb morts", "nbre de morts", "nombre de deces", "nombre de tues", "nb de tues", "combien de morts", "how many died", "how many killed"}},
	{Name: "toll", Also: []string{"victimes", "bilan", "bilan humain", "pertes humaines", "casualties", "human toll"}},
	{Name: "deaths_low", Also: []string{"deces au moins", "morts minimum", "deaths at least", "deces min"}},
	{Name: "deaths_high", Also: []string{"deces au plus", "morts maximum", "deaths at most", "deces max"}},
	{Name: "civilians", Also: []string{"civils", "civils tues", "civilian deaths", "deaths civilians", "deces civils"}},
	{Name: "injured", Also: []string{"blesses", "wounded", "nombre de blesses", "nb de blesses", "nb blesses", "nbre de blesses"}},
	{Name: "taken", Also: []string{"enleves", "abducted", "kidnapped", "kidnappes", "personnes enlevees", "nombre d'enleves", "nb d'enleves"}},
	{Name: "perpetrator", Also: []string{"auteur", "auteurs", "auteur presume", "auteurs presumes", "perpetrators", "by whom", "par qui"}},
	{Name: "target", Also: []string{"cible", "against whom", "contre qui", "victims"}},
	{Name: "type", Also: []string{"type d'incident", "kind", "nature", "nature de l'incident", "categorie", "type of incident"}},
	{Name: "language", Also: []string{"langue", "lang"}},
	{Name: "consent", Also: []string{"consentement", "accord"}},
	{Name: "id", Also: []string{"identifiant", "id incident", "numero", "n", "num", "no", "number", "no d'ordre", "code", "instanceid", "meta instanceid", "uuid", "key"}},
}

// told are the columns that tell reports apart where there is no id: a
// corrected number of deaths is a revision then, and no new report.
var told = []string{"date", "place", "coordinates", "latitude", "longitude", "what", "who"}

// Reader gives the reports of one opened file, once.
type Reader struct {
	t     *sheet.Table
	opt   Options
	own   diag.List
	crowd place.Crowd
	names map[string]string // of organisations and monitors, by their folded form: as first written
}

// Open reads the header. It refuses, with a *fault.Error, what is no table,
// has no date, nothing that happened, or neither place nor coordinates.
func Open(file string, r io.Reader, opt Options) (*Reader, error) {
	cols := sheet.Mapped(columns, opt.Columns)
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: opt.Sheet, Columns: cols, Private: opt.Private, NA: true})
	if err != nil {
		return nil, err
	}
	if err := t.Match(withoutToll(t.Head, geopoints(t.Head, cols))); err != nil {
		return nil, err
	}
	if !t.Has("place") && !t.Has("coordinates") && !(t.Has("latitude") && t.Has("longitude")) && !t.Has("admin1") {
		return nil, fault.New(fault.Invalid, "A160")
	}
	for _, c := range opt.Key {
		if !t.Has(c) {
			return nil, fault.New(fault.Invalid, "A172", c)
		}
	}
	rd := &Reader{t: t, opt: opt, names: map[string]string{}}
	if opt.Consent == "" {
		rd.opt.Consent = claim.PublicRecord
		if opt.Private {
			rd.opt.Consent = claim.ConsentInternal
		}
	}
	if !t.Has("id") && len(opt.Key) == 0 {
		rd.own.Add("A162", diag.At{File: t.Name, Sheet: t.Sheet})
	}
	return rd, nil
}

// partOf are the columns into which Kobo ("_X_latitude") and Central
// ("X-Latitude") part the point that was given to a question X.
var partOf = regexp.MustCompile(`(?i)^(?:_(.+)_(latitude|longitude|altitude|precision)|(.+)[-:](latitude|longitude|altitude|accuracy))$`)

// geopoints adds the columns of a point of a form: the first of a file.
func geopoints(head []string, cols []sheet.Column) []sheet.Column {
	also := map[string]string{}
	question := ""
	for _, h := range head {
		m := partOf.FindStringSubmatch(h)
		if m == nil {
			continue
		}
		q, part := cmp.Or(m[1], m[3]), strings.ToLower(cmp.Or(m[2], m[4]))
		if question == "" {
			question = q
		}
		if q != question {
			continue
		}
		also[part] = h
	}
	if question == "" {
		return cols
	}
	out := slices.Clone(cols)
	for i, c := range out {
		switch c.Name {
		case "latitude", "longitude":
			out[i].Also = append(slices.Clone(c.Also), also[c.Name])
		case "coordinates":
			out[i].Also = append(slices.Clone(c.Also), question)
		case "place": // the question is where, its answer a point
			out[i].Also = slices.DeleteFunc(slices.Clone(c.Also), func(h string) bool { return lang.Fold(h) == lang.Fold(question) })
		}
	}
	for _, part := range []string{"altitude", "precision", "accuracy"} {
		if h := also[part]; h != "" {
			out = append(out, sheet.Column{Name: "gps " + part, Also: []string{h}})
		}
	}
	return out
}

// withoutToll leaves a column of casualties unread where the file has one of
// deaths: two columns for one number could differ.
func withoutToll(head []string, cols []sheet.Column) []sheet.Column {
	i := slices.IndexFunc(cols, func(c sheet.Column) bool { return c.Name == "deaths" })
	names := slices.Concat([]string{"deaths"}, cols[i].Also, cols[i].Own)
	has := slices.ContainsFunc(head, func(h string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return lang.Fold(n) == lang.Fold(h) })
	})
	if !has {
		return cols
	}
	return slices.DeleteFunc(slices.Clone(cols), func(c sheet.Column) bool { return c.Name == "toll" })
}

// Kind is the kind of its claims.
func (rd *Reader) Kind() claim.Kind { return claim.KindIncident }

// Claims gives each row's report with the findings about it. Where a finding
// is an error the claim is zero: the row was left out.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		seen := map[string]int{}
		for x := range rd.t.Rows() {
			r := &row{Row: x, opt: rd.opt, names: rd.names}
			if claim.Refuses(r.Text("consent")) {
				r.add("A177", "consent")
				if !yield(claim.Claim{}, x.Found()) {
					return
				}
				continue
			}
			c := r.report()
			if in := c.Incident; in != nil && in.Where.Point != nil {
				rd.crowd.Add(x.N, "", *in.Where.Point)
			}
			if first, dup := seen[c.Key.ID]; dup && !r.lost {
				r.add("A166", "", first)
			}
			if r.lost {
				c = claim.Claim{}
			} else {
				seen[c.Key.ID] = x.N
				c.Origin = claim.Origin{File: rd.t.Name, Row: x.N}
			}
			if !yield(c, x.Found()) {
				return
			}
		}
	}
}

// Found are the findings about the file as a whole, complete once it is read.
func (rd *Reader) Found() diag.List {
	found := append(rd.own[:len(rd.own):len(rd.own)], rd.t.Found()...)
	for _, n := range rd.crowd.Exchanged() {
		found.Add("A340", diag.At{File: rd.t.Name, Sheet: rd.t.Sheet, Row: n})
	}
	return found
}

// Err is what stopped the reading.
func (rd *Reader) Err() error { return rd.t.Err() }

// row is one row on its way to a claim.
type row struct {
	*sheet.Row
	opt  Options
	lost bool

	names map[string]string
}

func (r *row) add(code diag.Code, col string, args ...any) {
	r.Find(code, col, args...)
	k, _ := diag.Known(code)
	r.lost = r.lost || k.Severity == diag.Error
}

// key is the row's id, or one made from the columns that tell reports apart,
// so that the same report read again is the same claim.
func (r *row) key() claim.Key {
	if id := r.Text("id"); id != "" {
		return claim.Key{Source: r.opt.Source, ID: id}
	}
	cols := r.opt.Key
	if len(cols) == 0 {
		cols = told
	}
	var b strings.Builder
	for _, c := range cols {
		b.WriteString(lang.Fold(c) + "\x1f" + lang.Fold(r.Text(c)) + "\x1e")
	}
	return claim.Key{Source: r.opt.Source, ID: "row-" + r.digest(b.String())}
}

// digest is a short name for a text, that nobody without the study's secret
// can try guesses against.
func (r *row) digest(s string) string {
	s = r.opt.Source + "\x00" + s
	if len(r.opt.Secret) > 0 {
		h := hmac.New(sha256.New, r.opt.Secret)
		h.Write([]byte(s))
		return hex.EncodeToString(h.Sum(nil)[:8])
	}
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:8])
}
