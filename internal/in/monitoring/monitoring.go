// Package monitoring reads what monitors, or a gazette, tell of incidents in a
// table where one row says more than an incident: the act with its date and
// place at the precision they are known, several names given to it and by whom,
// what was done, how people coped, arms. A plain list of incidents is read by
// in/reports.
//
// It does not know which rows are about the same act. What could lead to a
// person, in a report of the coalition's own, stands in the incident's notes
// and nowhere else: the desk seals those apart. The function you want is
// [Open]:
//
//	rd, err := monitoring.Open("reports.csv", r, monitoring.Options{Source: "own-reports", Own: true})
//	for c, found := range rd.Claims() { … } // the claims of a row share Origin.Row
package monitoring

import (
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
)

// Codes A423–A439.
var _ = diag.Codes(
	diag.Kind{Code: "A423", Severity: diag.Warning, Args: 2}, // unknown precision of a place
	diag.Kind{Code: "A424", Severity: diag.Warning},          // no date
	diag.Kind{Code: "A425", Severity: diag.Warning, Args: 2}, // a name without somebody who gives it
	diag.Kind{Code: "A426", Severity: diag.Warning, Args: 3}, // low, best and high out of order
	diag.Kind{Code: "A427", Severity: diag.Warning, Args: 2}, // an unknown series of arms
	diag.Kind{Code: "A428", Severity: diag.Note},             // an exact place in an own report: kept apart
	diag.Kind{Code: "A429", Severity: diag.Warning, Args: 2}, // unknown consent: internal only
	diag.Kind{Code: "A435", Severity: diag.Warning},          // consent was refused: the row is not kept
	diag.Kind{Code: "A430", Severity: diag.Warning, Args: 2}, // reported before it happened
	diag.Kind{Code: "A431", Severity: diag.Error, Args: 1},   // an id twice
	diag.Kind{Code: "A432", Severity: diag.Error},            // no act, no date, no place: nothing to report
	diag.Kind{Code: "A433", Severity: diag.Warning, Args: 1}, // how it was heard cannot be read
	diag.Kind{Code: "A434", Severity: diag.Warning},          // half a coordinate, or none on the globe
)

// Options say whose reports a file holds; Own reports are told in confidence.
type Options struct {
	Source  string
	Own     bool              // the coalition's own: places no finer than a district, no cell quoted in findings
	Class   source.Class      // who reports where a row does not say; civil-society for own reports
	Consent claim.Consent     // where a row says nothing
	Sheet   string            // of a workbook
	Columns map[string]string // a study's own headers → canonical names
}

// Name is the name by which a source chooses this reader.
const Name = "monitoring"

// columns are the canonical names with the headers under which they are
// known.
var columns = map[string][]string{
	"id": {"identifiant", "numero", "no"}, "date": {"quand", "when", "date du fait"}, "area": {"region", "zone", "admin1"},
	"district": {"admin2", "cercle"}, "place": {"lieu", "where", "ou"}, "precision": {"precision du lieu", "place precision"},
	"lat": {"latitude"}, "lon": {"longitude", "long"}, "act": {"acte", "acts", "type"}, "actor_a": {"acteur", "auteur", "actor"},
	"actor_b": {"autre acteur", "cible", "target"}, "deaths_low": {"morts au moins", "at least"}, "deaths_best": {"morts", "deaths"},
	"deaths_high": {"morts au plus", "at most"}, "injured": {"blesses"}, "taken": {"enleves", "personnes enlevees", "abducted"},
	"arms": {"armes"}, "names": {"noms", "noms donnes", "names given"}, "responses": {"reponse", "response", "reponses"},
	"coping": {"ce que les gens ont fait", "what people did"}, "heard": {"entendu", "how known", "source du fait"},
	"sources": {"nombre de sources", "number of sources"}, "monitor": {"enqueteur", "moniteur"}, "informant": {"informateur", "temoin"},
	"org": {"organisation"}, "consent": {"consentement", "accord"}, "release_after": {"embargo", "publier apres"},
	"reported_on": {"date du rapport", "rapporte le"}, "language": {"langue"}, "told": {"recit", "ce qui a ete dit", "account"},
	"document": {"source", "reference"}, "confidence": {"confiance"}, "class": {"speaker_class", "qui parle"}, "note": {"notes", "remarque"},
	"fiction": {"mark"},
}

// Reader gives the reports of one opened file.
type Reader struct {
	t   *sheet.Table
	opt Options
}

// Open reads the header. It refuses, with a *fault.Error, a file that is no
// table or has neither an act nor a date.
func Open(file string, r io.Reader, opt Options) (*Reader, error) {
	cols := known(opt.Columns)
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: opt.Sheet, Columns: cols, Private: opt.Own, NA: true})
	if err != nil {
		return nil, err
	}
	if opt.Class == "" && opt.Own {
		opt.Class = source.CivilSociety
	}
	if err := t.Match(cols); err != nil {
		return nil, err
	}
	return &Reader{t, opt}, nil
}

func known(mine map[string]string) []sheet.Column {
	cs := make([]sheet.Column, 0, len(columns))
	for name, also := range columns {
		c := sheet.Column{Name: name, Also: slices.Clone(also), Need: name == "act" || name == "date"}
		cs = append(cs, c)
	}
	slices.SortFunc(cs, func(a, b sheet.Column) int { return strings.Compare(a.Name, b.Name) })
	return sheet.Mapped(cs, mine)
}

// Claims gives the claims of each row: the incident first, then what refers to
// it. What was found in a row comes with its first claim; where a finding is an
// error the claim is zero, and the row was left out.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		seen := map[string]bool{}
		for x := range rd.t.Rows() {
			r := &row{Row: x, opt: rd.opt}
			id, cs := r.report(rd.t.Name)
			if len(cs) > 0 && !r.bad && seen[id] {
				r.add("A431", "id", id)
			}
			if r.bad || len(cs) == 0 { // nothing is kept, and why is said
				cs = []claim.Claim{{}}
			} else {
				seen[id] = true
			}
			for i, c := range cs {
				var found diag.List
				if i == 0 {
					found = x.Found()
				}
				if !yield(c, found) {
					return
				}
			}
		}
	}
}

// Found are the findings about the file as a whole, complete once it is read.
func (rd *Reader) Found() diag.List { return rd.t.Found() }

// Err is what stopped the reading.
func (rd *Reader) Err() error { return rd.t.Err() }

// hint is the nearest known name, or all of them where none is near.
func hint(v string, known []string) string {
	if n := lang.Nearest(v, known); n != "" {
		return n
	}
	return strings.Join(known, ", ")
}
