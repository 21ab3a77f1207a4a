package gtd

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

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

// text is a cell's text; the source's words for nothing are nothing.
func (r *row) text(col string) string {
	s := r.Text(col)
	if s == "." || strings.EqualFold(s, "unknown") && (col == "city" || col == "provstate") {
		return ""
	}
	return s
}

func (r *row) incident() claim.Claim {
	id := r.Text("eventid")
	switch {
	case id == "":
		r.add("A322", "eventid")
		return claim.Claim{}
	case strings.ContainsAny(id, "eE"):
		r.add("A332", "eventid", r.Quote("eventid"))
		return claim.Claim{}
	}
	in := &claim.Incident{When: r.when(id), Where: r.where(), Deaths: r.deaths(), Injured: r.count("nwound"), Taken: r.count("nhostkid"), Notes: r.text("summary")}
	if t := r.code("attacktype1", 1, 9); t > 0 {
		in.Type = strconv.Itoa(t)
	}
	for _, g := range [...]struct{ name, unsure string }{{"gname", "guncertain1"}, {"gname2", "guncertain2"}, {"gname3", "guncertain3"}} {
		n := r.text(g.name)
		if n == "" {
			continue
		}
		a := claim.Actor{Role: "side-a", Name: n, Certainty: "stated"}
		switch {
		case strings.EqualFold(n, "unknown"):
			a.Certainty = "unknown"
		case r.Text(g.unsure) == "1":
			a.Certainty = "presumed"
		}
		in.Actors = append(in.Actors, a)
	}
	for _, c := range []string{"scite1", "scite2", "scite3"} {
		if s := outlet(r.text(c)); s != "" {
			in.Chain = append(in.Chain, s)
		}
	}
	return claim.Claim{Key: claim.Key{Source: r.rd.opt.Source, ID: id}, Kind: claim.KindIncident, Incident: in, Said: r.said(),
		Origin: claim.Origin{File: r.rd.t.Name, Row: r.N}}
}

func (r *row) said() claim.Said {
	return claim.Said{Speaker: claim.Speaker{Class: source.DataSet}, Consent: r.rd.opt.Consent}
}

// Word is the term under which the source files all its rows, by its own name.
const Word = "terrorism"

// namings are the source's doubt, as two statements of its own: its word,
// doubted, and the alternative it names.
func (r *row) namings(c claim.Claim) (out []claim.Claim) {
	if c.Kind == "" || r.Text("doubtterr") != "1" {
		return nil
	}
	put := func(suffix string, n claim.Naming) {
		n.Subject = claim.Subject{Kind: "event", ID: c.Key.String()}
		s := r.said()
		s.On, s.Lang, s.Verbatim = c.Incident.When, "en", n.Term
		out = append(out, claim.Claim{Key: claim.Key{Source: c.Key.Source, ID: c.Key.ID + "/" + suffix}, Kind: claim.KindNaming, Said: s, Naming: &n, Origin: c.Origin})
	}
	put("doubt", claim.Naming{Term: Word, Doubted: true})
	if a := r.text("alternative_txt"); a != "" {
		put("alternative", claim.Naming{Term: a})
	}
	return out
}

// outlet is the part of a citation that names the newspaper: between the
// headline in quotation marks and the date.
func outlet(s string) string {
	s = strings.Trim(s, " \"“”.,")
	if i := strings.LastIndexAny(s, "\"”"); i >= 0 && i < len(s)-1 {
		s = s[i+1:]
	}
	s = strings.Trim(s, " \"“”.,")
	if i := strings.IndexByte(s, ','); i > 0 {
		s = s[:i]
	}
	if len(s) > 80 {
		return ""
	}
	return s
}

// when is the day, or the month or year where the source does not know it;
// with a resolution, the days until then.
func (r *row) when(id string) when.Span {
	y, m, d := r.Int("iyear"), r.Int("imonth"), r.Int("iday")
	if y == nil || *y < 1900 || *y > 2999 || m == nil || *m < 0 || *m > 12 || d == nil || *d < 0 || *d > 31 {
		r.add("A324", "iyear", r.Quote("iyear"), r.Quote("imonth"), r.Quote("iday"))
		return when.Span{}
	}
	switch {
	case *m == 0:
		return when.Span{From: when.Date(*y, time.January, 1), To: when.Date(*y, time.December, 31), Precision: when.Year}
	case *d == 0:
		return when.BucketOf(when.Date(*y, time.Month(*m), 1), when.Monthly).Span()
	}
	day := when.Date(*y, time.Month(*m), *d)
	if _, mm, dd := day.Civil(); int(mm) != *m || dd != *d { // 30 February
		r.add("A324", "iday", r.Quote("iyear"), r.Quote("imonth"), r.Quote("iday"))
		return when.BucketOf(when.Date(*y, time.Month(*m), 1), when.Monthly).Span()
	}
	if len(id) == 12 && id[:8] != strings.ReplaceAll(day.String(), "-", "") {
		r.add("A329", "eventid", id, day)
	}
	s := when.On(day)
	if r.Text("extended") == "1" {
		if e := r.resolution(); e.Known() && e.Precision == when.Exact {
			if e.To < day {
				r.add("A326", "resolution", day, e.To)
			} else {
				s.To = e.To
			}
		}
	}
	return s
}

// resolution is the last day: in text files the source writes the month first.
func (r *row) resolution() when.Span {
	p := strings.Split(r.Text("resolution"), "/")
	if len(p) != 3 || len(p[2]) != 4 && len(p[2]) != 2 {
		return r.Span("resolution")
	}
	m, err1 := strconv.Atoi(p[0])
	d, err2 := strconv.Atoi(p[1])
	y, err3 := strconv.Atoi(p[2])
	if from := r.Int("iyear"); len(p[2]) == 2 && from != nil { // in the century of the year, or the next
		if y += *from / 100 * 100; y < *from {
			y += 100
		}
	}
	day := when.Date(y, time.Month(m), d)
	if _, mm, dd := day.Civil(); err1 != nil || err2 != nil || err3 != nil || int(mm) != m || dd != d {
		return r.Span("resolution") // which finds it
	}
	return when.On(day)
}

var precisions = [...]place.Precision{place.Unknown, place.Exact, place.Second, place.Second, place.First, place.Country}

func (r *row) where() place.Where {
	w := place.Where{Name: r.text("city"), Admin1: r.text("provstate"), Country: r.text("country_txt"), Precision: precisions[r.code("specificity", 1, 5)]}
	if w.Precision == place.Exact && r.Text("vicinity") == "1" {
		w.Precision = place.Near
	}
	if w.Precision == place.Country {
		return w // the source says that it has no coordinate
	}
	p, off, exchanged := r.Point("latitude", "longitude")
	if off != "" {
		r.add("A327", off, r.Quote(off))
	}
	if exchanged {
		r.add("A328", "latitude")
	}
	if p != nil && *p == (geo.Point{}) {
		r.add("A334", "latitude")
		p = nil
	}
	for _, c := range [...]string{"city", "provstate", "gname", "summary"} {
		if lang.DecodedTwice(r.Text(c)) {
			r.add("A336", c, r.Quote(c))
			break
		}
	}
	if p != nil {
		r.rd.crowd.Add(r.N, w.Country, *p)
	}
	w.Point = p
	return w
}

func (r *row) deaths() (d claim.Deaths) {
	d.Best = r.count("nkill")
	if n := r.count("nkillter"); n != nil {
		d.Side = map[string]int{"a": *n}
		if d.Best != nil && *n > *d.Best+1 || d.Best != nil && *n > *d.Best && !strings.ContainsAny(r.Text("nkill"), ".,") {
			r.add("A331", "nkillter", *n, *d.Best)
		}
	}
	return d
}

// count is a number of people; −9 and −99 are the source's words for unknown.
func (r *row) count(col string) *int {
	switch r.Text(col) {
	case ".", "-9", "-99", "-9.0", "-99.0":
		return nil
	}
	if n, ok := r.share(col); ok {
		return n
	}
	n := r.Int(col)
	if n != nil && *n < 0 {
		r.add("A330", col, r.Quote(col))
		return nil
	}
	return n
}

// share reads a fraction: of a toll that several attacks of one day have
// together, the source gives each its part (6.33, 6.33, 6.34). What rounding
// takes from one row the next of that day and country gets, so that their sum
// is that of the source.
func (r *row) share(col string) (*int, bool) {
	f, err := strconv.ParseFloat(strings.Replace(r.Text(col), ",", ".", 1), 64)
	if err != nil || f < 0 || f > 1e6 || f == math.Trunc(f) {
		return nil, false
	}
	k := strings.Join([]string{col, r.Text("iyear"), r.Text("imonth"), r.Text("iday"), r.Text("country_txt")}, "\x00")
	f += r.rd.over[k]
	n := max(0, int(math.Floor(f+.5+1e-6)))
	r.rd.over[k] = f - float64(n)
	r.add("A335", col, r.Quote(col), n)
	return &n, true
}

// code is a column's code from least to most, 0 for none.
func (r *row) code(col string, least, most int) int {
	switch r.Text(col) {
	case "", ".", "-9", "-99":
		return 0
	}
	n := r.Int(col)
	if n == nil {
		return 0
	}
	if *n < least || *n > most {
		r.add("A325", col, r.Quote(col), strconv.Itoa(least)+"–"+strconv.Itoa(most))
		return 0
	}
	return *n
}
