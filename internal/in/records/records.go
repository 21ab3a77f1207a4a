// Package records reads incident lists in the plain record format that
// `dires tool link` takes: one CSV file a source, one row a record, the
// columns of docs/formats/records.md.
//
// It does not know what the rows are about or which belong together. The
// function you want is [Read].
package records

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
)

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
	diag.Kind{Code: "R439", Severity: diag.Warning, Args: 0}, // not UTF-8: read as Windows-1252
	diag.Kind{Code: "R440", Severity: diag.Warning, Args: 2}, // row with more or fewer cells
	diag.Kind{Code: "R441", Severity: diag.Warning, Args: 1}, // UTF-8 that was decoded twice
	diag.Kind{Code: "R442", Severity: diag.Warning, Args: 3}, // low, best, high not in order
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

// required columns: without them the file is not in this format.
var required = []string{"record_id", "source", "date_start", "latitude", "longitude"}

// Read reads a file of records. What is odd about a row is a finding; the row
// is kept as far as it can be used, and left out only with a finding of
// severity error. It fails if the file as a whole is not in the format.
func Read(r io.Reader, name string) (rows []Row, found diag.List, err error) {
	defer fault.Wrap(&err, "read records %s", name)
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("the file is empty: %w", fault.Invalid)
	}
	if err != nil {
		return nil, nil, err
	}
	col := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
		if _, dup := col[h]; dup {
			return nil, nil, fmt.Errorf("two columns are called %q: %w", h, fault.Invalid)
		}
		col[h] = i
	}
	var lack []string
	for _, k := range required {
		if _, ok := col[k]; !ok {
			lack = append(lack, k)
		}
	}
	if len(lack) > 0 {
		return nil, nil, fault.New(fault.Invalid, "R443", name, strings.Join(lack, ", "))
	}
	rd := reader{col: col, name: name, seen: map[string]bool{}, found: &found}
	for n := 2; ; n++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		line, _ := c.FieldPos(0)
		if len(cells) != len(head) {
			found.Add("R440", diag.At{File: name, Row: n}, len(cells), len(head))
		}
		rd.line, rd.row, rd.cells = line, n, rd.clean(cells, n)
		if row, ok := rd.record(); ok {
			rows = append(rows, row)
		}
	}
	exchanged(rows, &found)
	return rows, found, nil
}

type reader struct {
	col       map[string]int
	cells     []string
	name      string
	line, row int
	source    string
	seen      map[string]bool
	found     *diag.List
}

func (r *reader) at(field string) diag.At { return diag.At{File: r.name, Row: r.row, Field: field} }

func (r *reader) get(field string) string {
	i, ok := r.col[field]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// clean decodes the cells of a row that is not UTF-8, and reports text that
// was decoded twice.
func (r *reader) clean(cells []string, n int) []string {
	bad, twice := false, ""
	for i, s := range cells {
		if !utf8.ValidString(s) {
			bad = true
			cells[i] = windows1252(s)
		} else if strings.Contains(s, "Ã©") || strings.Contains(s, "Ã¨") || strings.Contains(s, "\uFFFD") {
			twice = s
		}
	}
	if bad {
		r.found.Add("R439", diag.At{File: r.name, Row: n})
	}
	if twice != "" {
		r.found.Add("R441", diag.At{File: r.name, Row: n}, twice)
	}
	return cells
}

func (r *reader) record() (x Row, ok bool) {
	id := r.get("record_id")
	if id == "" {
		r.found.Add("R430", r.at("record_id"), r.row)
		return x, false
	}
	if r.seen[id] {
		r.found.Add("R431", r.at("record_id"), id)
		return x, false
	}
	r.seen[id] = true
	src := r.get("source")
	if r.source == "" {
		r.source = src
	} else if src != r.source {
		r.found.Add("R438", r.at("source"), src, r.source)
	}
	x = Row{Key: claim.Key{Source: src, ID: id}, File: r.name, Row: r.row, Type: r.get("type"), ActorA: r.get("actor_a"), ActorB: r.get("actor_b"),
		Notes: r.get("notes")}
	if x.When, ok = r.span(); !ok {
		return x, false
	}
	x.Where = r.where()
	x.Codes = codes(r.get("type_l4"), r.get("type_l3"), r.get("type_l2"), r.get("type_l1"))
	x.Deaths = claim.Deaths{Low: r.count("deaths_low"), Best: r.count("deaths_best"), High: r.count("deaths_high")}
	if d := x.Deaths; d.Low != nil && d.High != nil && (*d.Low > *d.High || d.Best != nil && (*d.Best < *d.Low || *d.Best > *d.High)) {
		best := ""
		if d.Best != nil {
			best = strconv.Itoa(*d.Best)
		}
		r.found.Add("R442", r.at("deaths_low"), *d.Low, best, *d.High)
	}
	for _, s := range strings.Split(r.get("upstream_source"), ";") {
		if s = strings.TrimSpace(s); s != "" {
			x.Outlets = append(x.Outlets, s)
		}
	}
	return x, true
}

var dayPrecisions = []when.Precision{when.Unknown, when.Exact, when.Days, when.Week, when.Month, when.Year}

func (r *reader) span() (s when.Span, ok bool) {
	from, err := when.ParseDay(r.get("date_start"))
	if err != nil {
		r.found.Add("R432", r.at("date_start"), r.get("date_start"), r.row)
		return s, false
	}
	to := from
	if e := r.get("date_end"); e != "" {
		if to, err = when.ParseDay(e); err != nil {
			r.found.Add("R432", r.at("date_end"), e, r.row)
			return s, false
		}
	}
	if to < from {
		r.found.Add("R433", r.at("date_end"), from, to)
		return s, false
	}
	p := when.Exact
	if c := r.get("date_prec"); c != "" {
		k, err := strconv.Atoi(c)
		if err != nil || k < 1 || k >= len(dayPrecisions) {
			r.found.Add("R436", r.at("date_prec"), c, "1–5")
		} else {
			p = dayPrecisions[k]
		}
	}
	return when.Span{From: from, To: to, Precision: p}, true
}

var placePrecisions = []place.Precision{place.Unknown, place.Exact, place.Near, place.Second, place.First, place.Route, place.Country}

func (r *reader) where() place.Where {
	w := place.Where{Name: r.get("place"), Admin1: r.get("admin1"), Admin2: r.get("admin2"), Country: r.get("country"), Precision: place.Exact}
	if c := r.get("place_prec"); c != "" {
		k, err := strconv.Atoi(c)
		if err != nil || k < 1 || k >= len(placePrecisions) {
			r.found.Add("R436", r.at("place_prec"), c, "1–6")
			w.Precision = place.Unknown
		} else {
			w.Precision = placePrecisions[k]
		}
	}
	lat, ok := r.degree("latitude", 90)
	lon, ok2 := r.degree("longitude", 180)
	switch {
	case ok && ok2:
		w.Point = &geo.Point{Lat: lat, Lon: lon}
	case w.Precision == place.Exact || w.Precision == place.Near:
		w.Precision = place.Unknown
		switch { // what the names still tell
		case w.Admin2 != "":
			w.Precision = place.Second
		case w.Admin1 != "":
			w.Precision = place.First
		case w.Country != "":
			w.Precision = place.Country
		}
	}
	return w
}

func (r *reader) degree(field string, limit float64) (float64, bool) {
	s := r.get(field)
	if s == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || !(x >= -limit && x <= limit) {
		r.found.Add("R434", r.at(field), s, int(limit))
		return 0, false
	}
	return x, true
}

func (r *reader) count(field string) *int {
	s := r.get(field)
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, ".0"))
	if err != nil || n < 0 {
		r.found.Add("R437", r.at(field), s, r.row)
		return nil
	}
	return &n
}

// codes drops the levels a source does not know: empty, or the level above
// with a zero put behind it.
func codes(broadFirst ...string) []string {
	var out []string
	for _, c := range broadFirst {
		if c == "" || len(out) > 0 && (c == out[len(out)-1]+"0" || strings.TrimRight(c, "0") == strings.TrimRight(out[len(out)-1], "0") && strings.HasSuffix(c, "0")) {
			break
		}
		out = append(out, c)
	}
	return out
}

// exchanged reports the points that would fall among the others if latitude
// and longitude changed places, and do not as they stand.
func exchanged(rows []Row, found *diag.List) {
	var lat, lon []float64
	for _, x := range rows {
		if x.Where.Point != nil {
			lat, lon = append(lat, x.Where.Point.Lat), append(lon, x.Where.Point.Lon)
		}
	}
	if len(lat) < 20 {
		return
	}
	in := func(s []float64) func(x float64) bool {
		slices.Sort(s)
		q := func(p float64) float64 { return s[int(p*float64(len(s)-1))] }
		w := q(0.95) - q(0.05)
		lo, hi := q(0.05)-w, q(0.95)+w
		return func(x float64) bool { return x >= lo && x <= hi }
	}
	inLat, inLon := in(lat), in(lon)
	for _, x := range rows {
		if p := x.Where.Point; p != nil && !(inLat(p.Lat) && inLon(p.Lon)) && inLat(p.Lon) && inLon(p.Lat) {
			found.Add("R435", diag.At{File: x.File, Row: x.Row, Field: "latitude"})
		}
	}
}

// upper is what Windows-1252 has from 0x80 to 0x9F.
var upper = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

func windows1252(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 0x80 && c < 0xa0:
			b.WriteRune(upper[c-0x80])
		default:
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}
