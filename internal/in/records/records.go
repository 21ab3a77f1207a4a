// Package records reads incident lists in the plain record format that
// `dires tool link` takes: one table a source, one row a record, the columns
// of docs/formats/records.md. The table may be CSV of any separator and
// encoding, or a workbook: people save it again before they send it on.
//
// It does not know what the rows are about or which belong together. The
// function you want is [Read].
package records

import (
	"bytes"
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
)

// R439, R440, R451 and R455 were for encodings, short rows, days that may be
// months and tables without a row, which sheet finds.
var _ = diag.Codes(
	diag.Kind{Code: "R430", Severity: diag.Error, Args: 1},   // no id
	diag.Kind{Code: "R431", Severity: diag.Error, Args: 1},   // id twice
	diag.Kind{Code: "R432", Severity: diag.Error, Args: 2},   // not a date
	diag.Kind{Code: "R433", Severity: diag.Error, Args: 2},   // end before start
	diag.Kind{Code: "R434", Severity: diag.Warning, Args: 2}, // not a coordinate, or off the globe
	diag.Kind{Code: "R435", Severity: diag.Warning, Args: 0}, // latitude and longitude look exchanged
	diag.Kind{Code: "R436", Severity: diag.Warning, Args: 2}, // not a precision code
	diag.Kind{Code: "R437", Severity: diag.Warning, Args: 2}, // not a count of deaths
	diag.Kind{Code: "R438", Severity: diag.Warning, Args: 2}, // a row of another source
	diag.Kind{Code: "R441", Severity: diag.Warning, Args: 1}, // UTF-8 that was decoded twice
	diag.Kind{Code: "R442", Severity: diag.Warning, Args: 3}, // low, best, high not in order
	diag.Kind{Code: "R452", Severity: diag.Warning, Args: 0}, // a point at 0, 0
	diag.Kind{Code: "R453", Severity: diag.Warning, Args: 2}, // rows without a source
	diag.Kind{Code: "R454", Severity: diag.Warning, Args: 2}, // a whole file with latitude and longitude exchanged
)

// Row is one record. Its fields are those of reconcile.Record, in the same
// order, so that one converts to the other.
type Row struct {
	Key     claim.Key
	When    when.Span
	Where   place.Where
	Type    string
	Codes   []string
	ActorA  string
	ActorB  string
	Deaths  claim.Deaths
	Notes   string
	Outlets []string
	File    string
	Row     int
}

// columns are those of the format; without the needed ones a file is another.
var columns = []sheet.Column{{Name: "record_id", Need: true}, {Name: "source", Need: true}, {Name: "date_start", Need: true}, {Name: "date_end"},
	{Name: "date_prec"}, {Name: "latitude", Need: true}, {Name: "longitude", Need: true}, {Name: "place_prec"}, {Name: "place"}, {Name: "admin1"},
	{Name: "admin2"}, {Name: "country"}, {Name: "type"}, {Name: "type_l1"}, {Name: "type_l2"}, {Name: "type_l3"}, {Name: "type_l4"}, {Name: "actor_a"},
	{Name: "actor_b"}, {Name: "deaths_low"}, {Name: "deaths_best"}, {Name: "deaths_high"}, {Name: "notes"}, {Name: "upstream_source"}}

// Read reads a file of records; tab names the sheet of a workbook, "" takes the
// one in the format; today tells dates that cannot be yet, 0 none. What is odd about a row is a finding; the row
// is kept as far as it can be used, and left out only with a finding of
// severity error. It fails if the file as a whole is not in the format.
func Read(r io.Reader, name, tab string, today when.Day) (rows []Row, found diag.List, err error) {
	defer fault.Wrap(&err, "read records %s", name)
	t, err := sheet.Open(name, r, sheet.Options{Sheet: tab, Columns: columns, NA: true, MaxBytes: 512 << 20})
	if err != nil {
		return nil, nil, err
	}
	if lack := lacking(t.Head); len(lack) > 0 {
		return nil, nil, fault.New(fault.Invalid, "R443", name, strings.Join(lack, ", "))
	}
	if err := t.Match(columns); err != nil {
		return nil, nil, err
	}
	rd := reader{name: name, today: today, seen: map[string]bool{}, found: &found}
	for x := range t.Rows() {
		rd.Row = x
		rd.clean()
		if row, ok := rd.record(); ok {
			rows = append(rows, row)
		}
		found = append(found, x.Found()...)
	}
	if err := t.Err(); err != nil {
		return nil, nil, err
	}
	found = append(found, t.Found()...)
	unsourced(rows, name, &found)
	exchanged(rows, &found)
	found.Sort()
	return rows, found, nil
}

// lacking are the needed columns that a header does not have.
func lacking(head []string) (lack []string) {
	have := map[string]bool{}
	for _, h := range head {
		have[lang.Fold(h)] = true
	}
	for _, c := range columns {
		if c.Need && !have[lang.Fold(c.Name)] {
			lack = append(lack, c.Name)
		}
	}
	return lack
}

// unsourced gives the rows without a source that of the others, or the file's
// name.
func unsourced(rows []Row, name string, found *diag.List) {
	as, n := "", 0
	for _, x := range rows {
		if x.Key.Source == "" {
			n++
		} else if as == "" {
			as = x.Key.Source
		}
	}
	if n == 0 {
		return
	}
	if as == "" {
		as = strings.TrimSuffix(name, path.Ext(name))
	}
	for i := range rows {
		if rows[i].Key.Source == "" {
			rows[i].Key.Source = as
		}
	}
	found.Add("R453", diag.At{File: name, Field: "source"}, n, as)
}

type reader struct {
	*sheet.Row
	name   string
	source string
	seen   map[string]bool
	found  *diag.List
	today  when.Day
}

// clean reports text that was decoded twice.
func (r *reader) clean() {
	for _, c := range [...]string{"place", "admin1", "admin2", "country", "type", "actor_a", "actor_b", "notes"} {
		if s := r.Bytes(c); bytes.Contains(s, []byte("Ã©")) || bytes.Contains(s, []byte("Ã¨")) || bytes.Contains(s, []byte("\uFFFD")) {
			r.Find("R441", c, r.Quote(c))
			return
		}
	}
}

func (r *reader) record() (x Row, ok bool) {
	id := r.Text("record_id")
	if id == "" {
		r.Find("R430", "record_id", r.N)
		return x, false
	}
	if r.seen[id] {
		r.Find("R431", "record_id", id)
		return x, false
	}
	r.seen[id] = true
	src := r.Text("source")
	if r.source == "" {
		r.source = src
	} else if src != "" && src != r.source {
		r.Find("R438", "source", src, r.source)
	}
	x = Row{Key: claim.Key{Source: src, ID: id}, File: r.name, Row: r.N, Type: r.Text("type"), ActorA: r.Text("actor_a"), ActorB: r.Text("actor_b"),
		Notes: r.Text("notes")}
	if x.When, ok = r.span(); !ok {
		return x, false
	}
	x.Where = r.where()
	x.Codes = codes(r.Text("type_l4"), r.Text("type_l3"), r.Text("type_l2"), r.Text("type_l1"))
	x.Deaths = claim.Deaths{Low: r.count("deaths_low"), Best: r.count("deaths_best"), High: r.count("deaths_high")}
	if d := x.Deaths; d.Low != nil && d.High != nil && (*d.Low > *d.High || d.Best != nil && (*d.Best < *d.Low || *d.Best > *d.High)) {
		best := ""
		if d.Best != nil {
			best = strconv.Itoa(*d.Best)
		}
		r.Find("R442", "deaths_low", *d.Low, best, *d.High)
	}
	for _, s := range strings.Split(r.Text("upstream_source"), ";") {
		if s = strings.TrimSpace(s); s != "" {
			x.Outlets = append(x.Outlets, s)
		}
	}
	return x, true
}

var dayPrecisions = []when.Precision{when.Unknown, when.Exact, when.Days, when.Week, when.Month, when.Year}

func (r *reader) span() (s when.Span, ok bool) {
	from, ok := r.day("date_start")
	if !ok {
		return s, false
	}
	to := from
	if r.Text("date_end") != "" {
		if to, ok = r.day("date_end"); !ok {
			return s, false
		}
	}
	if to < from {
		r.Find("R433", "date_end", from, to)
		return s, false
	}
	return when.Span{From: from, To: to, Precision: dayPrecisions[r.code("date_prec", len(dayPrecisions)-1, 1)]}, true
}

// day reads 2031-03-09, and what a spreadsheet makes of it when somebody saves
// the file again: days with slashes, in the order that the column proves, or
// words.
func (r *reader) day(field string) (d when.Day, ok bool) {
	x, wrong := when.Span{}, diag.Code("")
	if d, err := when.ParseDay(r.Text(field)); err == nil && d >= when.Date(1900, 1, 1) {
		x = when.On(d)
	} else {
		x, wrong = r.Date(field)
	}
	if x.Precision != when.Exact || x.From != x.To {
		if wrong != "" && wrong != "A240" { // why it is none
			r.Find(wrong, field, r.Quote(field))
		}
		r.Find("R432", field, r.Quote(field), r.N)
		return d, false
	}
	if r.today > 0 && x.From > r.today && field == "date_start" {
		r.Find("A276", field, x.String(), r.today.String())
	}
	return x.From, true
}

// code is a precision code from 1 to most: 1 where there is none, other where
// it is none of the list.
func (r *reader) code(field string, most, other int) int {
	if r.Text(field) == "" {
		return 1
	}
	k, ok := whole(r.Text(field))
	if !ok || k < 1 || k > most {
		r.Find("R436", field, r.Quote(field), "1–"+strconv.Itoa(most))
		return other
	}
	return k
}

// whole is a whole number: programs that know no empty number write 4 as 4.0.
func whole(s string) (int, bool) {
	f, ok := sheet.Number(s)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1e9 {
		return 0, false
	}
	return int(f), true
}

var placePrecisions = []place.Precision{place.Unknown, place.Exact, place.Near, place.Second, place.First, place.Route, place.Country}

func (r *reader) where() place.Where {
	w := place.Where{Name: r.Text("place"), Admin1: r.Text("admin1"), Admin2: r.Text("admin2"), Country: r.Text("country"),
		Precision: placePrecisions[r.code("place_prec", len(placePrecisions)-1, 0)]}
	lat, ok := r.degree("latitude", 90)
	lon, ok2 := r.degree("longitude", 180)
	switch {
	case !ok || !ok2:
	case lat == 0 && lon == 0:
		r.Find("R452", "latitude")
	default:
		w.Point = &geo.Point{Lat: lat, Lon: lon}
	}
	if w.Precision == place.Unknown || w.Point == nil && w.Precision <= place.Near {
		w.Precision = named(w)
	}
	return w
}

// named is how precise a place is that only names tell.
func named(w place.Where) place.Precision {
	switch {
	case w.Admin2 != "":
		return place.Second
	case w.Admin1 != "":
		return place.First
	case w.Country != "":
		return place.Country
	}
	return place.Unknown
}

// degree reads decimal degrees, with a point or a comma: thousands there are none.
func (r *reader) degree(field string, limit float64) (float64, bool) {
	s := r.Text(field)
	if s == "" {
		return 0, false
	}
	x, ok := sheet.Number(strings.Replace(s, ",", ".", 1))
	if !ok || !(x >= -limit && x <= limit) {
		r.Find("R434", field, r.Quote(field), int(limit))
		return 0, false
	}
	return x, true
}

func (r *reader) count(field string) *int {
	if r.Text(field) == "" {
		return nil
	}
	n, ok := whole(r.Text(field))
	if !ok || n < 0 {
		r.Find("R437", field, r.Quote(field), r.N)
		return nil
	}
	return &n
}

// codes drops the levels a source does not know: empty, or the level above
// with a zero put behind it.
func codes(broadFirst ...string) []string {
	var out []string
	for _, c := range broadFirst {
		if c = strings.TrimSuffix(c, ".0"); c == "" || len(out) > 0 && (c == out[len(out)-1]+"0" || strings.TrimRight(c, "0") == strings.TrimRight(out[len(out)-1], "0") && strings.HasSuffix(c, "0")) {
			break
		}
		out = append(out, c)
	}
	return out
}
