package gtd

import (
	_ "embed"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
)

// Codes A320–A339. A320 and A321 are refusals: see Open.
var _ = diag.Codes(
	diag.Kind{Code: "A322", Severity: diag.Error},            // a row without an id
	diag.Kind{Code: "A323", Severity: diag.Error, Args: 1},   // an id that occurred before
	diag.Kind{Code: "A324", Severity: diag.Warning, Args: 3}, // no date
	diag.Kind{Code: "A325", Severity: diag.Warning, Args: 2}, // a code outside its list
	diag.Kind{Code: "A326", Severity: diag.Warning, Args: 2}, // it ends before it begins
	diag.Kind{Code: "A327", Severity: diag.Warning, Args: 1}, // no coordinate on this globe
	diag.Kind{Code: "A328", Severity: diag.Warning},          // latitude and longitude look exchanged
	diag.Kind{Code: "A329", Severity: diag.Note, Args: 2},    // the id tells another date
	diag.Kind{Code: "A330", Severity: diag.Warning, Args: 1}, // a negative count
	diag.Kind{Code: "A331", Severity: diag.Note, Args: 2},    // more dead perpetrators than dead
	diag.Kind{Code: "A332", Severity: diag.Error, Args: 1},   // an id cut by a spreadsheet
	diag.Kind{Code: "A335", Severity: diag.Note, Args: 2},    // a part of a toll that rows share
	diag.Kind{Code: "A334", Severity: diag.Warning},          // a point at 0, 0
	diag.Kind{Code: "A336", Severity: diag.Warning, Args: 1}, // text decoded twice
	diag.Kind{Code: "A333", Severity: diag.Warning},          // a point that would lie among the others if exchanged
)

// Source is a source file for a study: licence, attribution, blind spots.
//
//go:embed gtd.toml
var Source []byte

// Acts is a crosswalk of the source's types to acts, for terms/acts.csv.
//
//go:embed acts.csv
var Acts []byte

// Options say whose statements the rows are.
type Options struct {
	Source  string        // id of the source
	Sheet   string        // of a workbook; "" is the first
	Consent claim.Consent // "" is a public record, or internal where Private
	Private bool          // findings quote no cell
}

// Reader gives the rows of one opened file, once.
type Reader struct {
	t     *sheet.Table
	opt   Options
	crowd place.Crowd
	over  map[string]float64 // what rounding left of a toll that rows share
}

// read are the columns that enter a claim; the first ones are needed.
var read = []string{"eventid", "iyear", "imonth", "iday", "country_txt", "latitude", "longitude", "specificity", "attacktype1", "gname", "nkill",
	"extended", "resolution", "provstate", "city", "vicinity", "summary", "doubtterr", "alternative", "alternative_txt", "attacktype2", "attacktype3",
	"gname2", "gname3", "gsubname", "guncertain1", "guncertain2", "guncertain3", "nkillter", "nwound", "nhostkid", "scite1", "scite2", "scite3"}

const needed = 11

// mustHave are the needed columns, by which the sheet and the header are found.
func mustHave() (cols []sheet.Column) {
	for _, c := range read[:needed] {
		cols = append(cols, sheet.Column{Name: c, Need: true})
	}
	return cols
}

// Open reads as far as the header. It refuses, with a *fault.Error, a file
// that is not GTD's.
func Open(file string, r io.Reader, opt Options) (rd *Reader, err error) {
	name := path.Base(file)
	defer fault.Wrap(&err, "open %s", name)
	t, err := sheet.Open(name, r, sheet.Options{Sheet: opt.Sheet, Columns: mustHave(), Private: opt.Private, MaxBytes: 512 << 20})
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, h := range t.Head {
		have[strings.ToLower(h)] = true
	}
	var lack []string
	for _, c := range read[:needed] {
		if !have[c] {
			lack = append(lack, c)
		}
	}
	if len(lack) > 0 {
		for _, o := range []struct{ column, name, reader string }{{"event_id_cnty", "ACLED", "acled"}, {"type_of_violence", "UCDP", "ucdp"}, {"record_id", "Dires", "records"}} {
			if have[o.column] {
				return nil, fault.New(fault.Invalid, "A321", o.name, o.reader)
			}
		}
		return nil, fault.New(fault.Invalid, "A320", strings.Join(lack, ", "))
	}
	// The hundred other columns are known and stay in the file.
	var cols []sheet.Column
	for _, h := range t.Head {
		if h != "" {
			cols = append(cols, sheet.Column{Name: strings.ToLower(h), Also: []string{h}})
		}
	}
	if err := t.Match(cols); err != nil {
		return nil, err
	}
	if opt.Consent == "" {
		opt.Consent = claim.PublicRecord
		if opt.Private {
			opt.Consent = claim.ConsentInternal
		}
	}
	return &Reader{t: t, opt: opt, over: map[string]float64{}}, nil
}

// Kind is the kind of most of the file's claims.
func (rd *Reader) Kind() claim.Kind { return claim.KindIncident }

// Claims gives each row's claims with the findings about it: the incident,
// and behind it the namings of a row whose classification the source doubts.
// Where a finding is an error the claim is zero: the row was left out.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		seen := map[string]bool{}
		for x := range rd.t.Rows() {
			r := row{Row: x, rd: rd}
			c := r.incident()
			switch {
			case r.lost:
			case seen[c.Key.ID]:
				r.add("A323", "eventid", c.Key.ID)
			default:
				seen[c.Key.ID] = true
			}
			if r.lost {
				c = claim.Claim{}
			}
			names := r.namings(c)
			if !yield(c, x.Found()) {
				return
			}
			for _, n := range names {
				if !yield(n, nil) {
					return
				}
			}
		}
	}
}

// Found are the findings about the file as a whole, complete once it is read.
func (rd *Reader) Found() diag.List {
	found := slices.Clone(rd.t.Found())
	for _, n := range rd.crowd.Exchanged() {
		found.Add("A333", diag.At{File: rd.t.Name, Row: n, Field: "latitude"})
	}
	return found
}

// Err is what stopped the reading.
func (rd *Reader) Err() error { return rd.t.Err() }
