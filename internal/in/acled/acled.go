package acled

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

// Codes A300–A319. A300 and A301 are refusals: see Open.
var _ = diag.Codes(
	diag.Kind{Code: "A302", Severity: diag.Error},            // a row without an id
	diag.Kind{Code: "A316", Severity: diag.Warning, Args: 1}, // an id that occurred before, and this row is newer
	diag.Kind{Code: "A303", Severity: diag.Error, Args: 1},   // an id that occurred before
	diag.Kind{Code: "A304", Severity: diag.Warning, Args: 1}, // no date
	diag.Kind{Code: "A305", Severity: diag.Warning, Args: 2}, // a code outside its list
	diag.Kind{Code: "A306", Severity: diag.Warning, Args: 1}, // a type that is none of the source's
	diag.Kind{Code: "A307", Severity: diag.Warning, Args: 1}, // no coordinate on this globe
	diag.Kind{Code: "A308", Severity: diag.Warning},          // latitude and longitude look exchanged
	diag.Kind{Code: "A309", Severity: diag.Note, Args: 2},    // the year is not that of the date
	diag.Kind{Code: "A310", Severity: diag.Warning, Args: 1}, // a negative count
	diag.Kind{Code: "A311", Severity: diag.Note},             // a list of deletions
	diag.Kind{Code: "A312", Severity: diag.Note, Args: 2},    // a type without its sub-type
	diag.Kind{Code: "A314", Severity: diag.Warning},          // a point at 0, 0
	diag.Kind{Code: "A315", Severity: diag.Warning, Args: 1}, // text decoded twice
	diag.Kind{Code: "A313", Severity: diag.Warning},          // a point that would lie among the others if exchanged
)

// Source is a source file for a study: licence, attribution, blind spots.
//
//go:embed acled.toml
var Source []byte

// Acts is a crosswalk of the source's types to acts, for terms/acts.csv.
//
//go:embed acts.csv
var Acts []byte

// Options say whose statements the rows are.
type Options struct {
	Source  string        // id of the source
	Sheet   string        // of a workbook
	Consent claim.Consent // "" is a public record, or internal where Private
	Private bool          // findings quote no cell
}

// Schema tells the forms of an export apart.
type Schema string

// The forms that are read.
const (
	Current   Schema = "2023"    // 31 columns
	Older     Schema = "2019"    // with data_id, iso3, event_id_no_cnty
	Oldest    Schema = "v5–7"    // upper case, GWNO, ALLY_ACTOR_1
	Deletions Schema = "deleted" // ids that are no longer there
)

// Reader gives the rows of one opened file, once.
type Reader struct {
	t      *sheet.Table
	opt    Options
	schema Schema
	found  diag.List
	crowd  place.Crowd
}

var columns = []sheet.Column{
	{Name: "id", Also: []string{"event_id_cnty"}, Need: true},
	{Name: "date", Also: []string{"event_date"}},
	{Name: "year"}, {Name: "time_precision", Also: []string{"time_prec"}},
	{Name: "type", Also: []string{"event_type"}}, {Name: "sub_type", Also: []string{"sub_event_type"}},
	{Name: "actor1"}, {Name: "with1", Also: []string{"assoc_actor_1", "ally_actor_1"}},
	{Name: "actor2"}, {Name: "with2", Also: []string{"assoc_actor_2", "ally_actor_2"}},
	{Name: "country"}, {Name: "admin1"}, {Name: "admin2"}, {Name: "location"}, {Name: "latitude"}, {Name: "longitude"},
	{Name: "geo_precision", Also: []string{"geo_prec"}},
	{Name: "outlets", Also: []string{"source"}}, {Name: "notes"}, {Name: "fatalities"},
	{Name: "deleted", Also: []string{"deleted_timestamp", "deleted_at"}},
	// Known, and kept in the file: nothing of them enters a claim.
	{Name: "disorder_type"}, {Name: "inter1"}, {Name: "inter2"}, {Name: "interaction"}, {Name: "civilian_targeting"}, {Name: "iso"}, {Name: "region"},
	{Name: "admin3"}, {Name: "source_scale"}, {Name: "tags"}, {Name: "timestamp"}, {Name: "data_id"}, {Name: "event_id_no_cnty"}, {Name: "iso3"}, {Name: "gwno"},
	{Name: "population_best"}, {Name: "population_1km"}, {Name: "population_2km"}, {Name: "population_5km"},
}

// events are the columns without which a file of events is not one.
var events = []string{"date", "type", "actor1", "country", "latitude", "longitude", "fatalities"}

// others are data sets somebody may have taken for ACLED's, by a column.
var others = []struct{ column, name, reader string }{
	{"type_of_violence", "UCDP", "ucdp"}, {"iyear", "GTD", "gtd"}, {"record_id", "Dires", "records"},
}

// Open reads as far as the header. It refuses, with a *fault.Error, a file
// that is not ACLED's.
func Open(file string, r io.Reader, opt Options) (rd *Reader, err error) {
	name := path.Base(file)
	defer fault.Wrap(&err, "open %s", name)
	t, err := sheet.Open(name, r, sheet.Options{Sheet: opt.Sheet, Columns: columns, Private: opt.Private, MaxBytes: 512 << 20})
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, h := range t.Head {
		have[strings.ToLower(h)] = true
	}
	if !have["event_id_cnty"] {
		for _, o := range others {
			if have[o.column] {
				return nil, fault.New(fault.Invalid, "A301", o.name, o.reader)
			}
		}
		return nil, fault.New(fault.Invalid, "A300", "event_id_cnty")
	}
	if err := t.Match(columns); err != nil {
		return nil, err
	}
	if opt.Consent == "" {
		opt.Consent = claim.PublicRecord
		if opt.Private {
			opt.Consent = claim.ConsentInternal
		}
	}
	rd = &Reader{t: t, opt: opt, schema: Current}
	var lack []string
	for _, c := range events {
		if !t.Has(c) {
			lack = append(lack, c)
		}
	}
	switch {
	case len(lack) >= len(events)-1 && (t.Has("deleted") || len(t.Head) <= 2):
		rd.schema = Deletions
		rd.found.Add("A311", diag.At{File: name})
	case len(lack) > 0:
		return nil, fault.New(fault.Invalid, "A300", strings.Join(lack, ", "))
	case slices.Contains(t.Head, "EVENT_ID_CNTY"):
		rd.schema = Oldest
	case t.Has("data_id") || t.Has("event_id_no_cnty") || t.Has("iso3"):
		rd.schema = Older
	}
	return rd, nil
}

// Kind is the kind of the file's claims.
func (rd *Reader) Kind() claim.Kind { return claim.KindIncident }

// Schema is the form of the file.
func (rd *Reader) Schema() Schema { return rd.schema }

// Deletes reports whether the file is a list of deletions.
func (rd *Reader) Deletes() bool { return rd.schema == Deletions }

// Deleted gives the keys of a list of deletions: claims to be tombstoned. Of a
// file of events it gives none.
func (rd *Reader) Deleted() iter.Seq[claim.Key] {
	return func(yield func(claim.Key) bool) {
		if rd.schema != Deletions {
			return
		}
		for x := range rd.t.Rows() {
			id := x.Text("id")
			if id == "" {
				x.Find("A302", "id")
				rd.found = append(rd.found, x.Found()...)
				continue
			}
			if !yield(claim.Key{Source: rd.opt.Source, ID: id}) {
				return
			}
		}
	}
}

// Claims gives each row's claim with the findings about it. Where a finding is
// an error the claim is zero: the row was left out. A list of deletions has
// none.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		if rd.schema == Deletions {
			return
		}
		seen := map[string]int64{} // the timestamp of the row that counts
		for x := range rd.t.Rows() {
			r := row{Row: x, rd: rd}
			c := r.incident()
			if !r.lost {
				r.newest(seen, c.Key.ID)
			}
			if r.lost {
				c = claim.Claim{}
			}
			if !yield(c, x.Found()) {
				return
			}
		}
	}
}

// Found are the findings about the file as a whole, complete once it is read.
func (rd *Reader) Found() diag.List {
	found := append(slices.Clone(rd.found), rd.t.Found()...)
	for _, n := range rd.crowd.Exchanged() {
		found.Add("A313", diag.At{File: rd.t.Name, Row: n, Field: "latitude"})
	}
	return found
}

// Err is what stopped the reading.
func (rd *Reader) Err() error { return rd.t.Err() }
