package ucdp

import (
	"bytes"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Claims gives each row's claim with the findings about it. Where a finding is
// an error the claim is zero: the row was left out.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		var seen ids
		for r := range rd.Rows() {
			x := row{Row: r, rd: rd}
			var c claim.Claim
			if x.whole() {
				if rd.kind == claim.KindDeaths {
					c = x.deathsOver()
				} else {
					c = x.incident()
				}
			}
			if !x.lost && !seen.add(c.Key.ID) {
				x.add("A107", ID, clip(c.Key.ID, 40))
			}
			if x.lost {
				c = claim.Claim{}
			}
			if !yield(c, x.found) {
				return
			}
		}
	}
}

// row is one row on its way to a claim.
type row struct {
	*Row
	rd    *Reader
	found diag.List
	lost  bool
}

// add reports a finding about a column's cell; columns stands for the row.
func (r *row) add(code diag.Code, c Column, args ...any) {
	at := diag.At{File: r.rd.name, Row: r.N}
	for i, x := range r.rd.cols {
		if x == c && c < columns {
			at.Col, at.Field = i+1, r.rd.head[i]
			break
		}
	}
	r.found.Add(code, at, args...)
	k, _ := diag.Known(code)
	r.lost = r.lost || k.Severity == diag.Error
}

// quote gives a cell as a finding may show it.
func (r *row) quote(c Column) string {
	if r.rd.opt.Private {
		return "…"
	}
	return clip(string(r.Text(c)), 40)
}

var badCode = [...]diag.Code{whole: "A108", real: "A109", day: "A110", flag: "A120"}

// whole reports cells that are not what they should be; false where the row
// cannot be told to be one.
func (r *row) whole() bool {
	if r.mixed {
		r.add("A234", columns)
	}
	if r.stray {
		r.add("A236", columns)
	}
	if raw := r.rd.s.Raw(); r.Cells < len(r.rd.cols) && len(raw) > 0 && raw[len(raw)-1] != '\n' {
		r.rd.cut = true // the file ends in the middle of a row
	}
	if n := len(r.rd.cols); r.Cells > n {
		r.add("A248", columns, r.Cells, n)
		return false
	} else if r.Cells <= r.rd.lastCol {
		r.add("A117", columns, r.Cells, n)
		return false
	} else if r.Cells < n {
		r.add("A235", columns, r.Cells, n)
	}
	if r.bad != 0 {
		for c := range columns {
			if r.Bad(c) {
				r.add(badCode[specs[c].kind], c, r.quote(c))
			}
		}
	}
	return true
}

func (r *row) incident() claim.Claim {
	id := string(r.Text(ID))
	if id == "" {
		r.add("A106", ID)
		return claim.Claim{}
	}
	in := &claim.Incident{
		When:    r.when(),
		Where:   r.where(),
		Type:    r.shared(TypeOfViolence),
		Deaths:  r.deaths(),
		Notes:   string(r.Text(SourceHeadline)),
		Clarity: r.code(EventClarity, 2),
		Chain:   r.list(SourceOffice),
	}
	r.code(TypeOfViolence, 3)
	if n, ok := r.Int(NumberOfSources); ok && n >= 0 {
		in.Reports = &n
	}
	in.Actors = make([]claim.Actor, 0, 2)
	for _, s := range [...]struct {
		role     string
		name, id Column
	}{{"side-a", SideA, SideANewID}, {"side-b", SideB, SideBNewID}} {
		if len(r.Text(s.name)) > 0 {
			in.Actors = append(in.Actors, claim.Actor{Role: s.role, Name: r.shared(s.name), ID: r.shared(s.id)})
		}
	}
	for _, n := range r.list(SourceOriginal) {
		in.Actors = append(in.Actors, claim.Actor{Role: "claimant", Name: n})
	}
	c := claim.Claim{Key: claim.Key{Source: r.rd.opt.Source, ID: id}, Kind: claim.KindIncident, Said: r.said(), Incident: in,
		Origin: claim.Origin{File: r.rd.name, Row: r.N}}
	if s := r.Text(CodeStatus); len(s) > 0 && !bytes.EqualFold(s, []byte("clear")) {
		c.Said.Confidence = r.shared(CodeStatus)
		r.add("A115", CodeStatus, r.quote(CodeStatus))
	}
	return c
}

func (r *row) deathsOver() claim.Claim {
	w := r.where()
	y, ok := r.Int(Year)
	if w.Point == nil || !ok || y < 1000 || y > 2999 {
		lack := Latitude
		if w.Point != nil {
			lack = Year
		}
		r.add("A118", lack, lack.String())
		return claim.Claim{}
	}
	// The source left out what it places less exactly than this.
	w.Precision = place.Second
	id := shortest(w.Point.Lon) + "," + shortest(w.Point.Lat) + "," + strconv.Itoa(y)
	return claim.Claim{Key: claim.Key{Source: r.rd.opt.Source, ID: id}, Kind: claim.KindDeaths, Said: r.said(),
		Deaths: &claim.DeathsOver{When: yearOf(y), Where: w, Deaths: r.deaths()},
		Origin: claim.Origin{File: r.rd.name, Row: r.N}}
}

// shortest writes a coordinate one way, with however many zeros a file has it.
func shortest(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (r *row) said() claim.Said {
	return claim.Said{Speaker: claim.Speaker{Class: source.DataSet}, Consent: r.rd.opt.Consent}
}

func yearOf(y int) when.Span {
	return when.Span{From: when.Date(y, time.January, 1), To: when.Date(y, time.December, 31), Precision: when.Year}
}

var datePrecisions = [...]when.Precision{when.Unknown, when.Exact, when.Days, when.Week, when.Month, when.Year}

// when is the span of the dates at the precision of date_prec. Dates that
// cannot be used leave the year, and nothing is guessed within it.
func (r *row) when() when.Span {
	from, ok1 := r.Day(DateStart)
	to, ok2 := r.Day(DateEnd)
	y, okY := r.Int(Year)
	prec := datePrecisions[r.code(DatePrec, 5)]
	if ok1 && ok2 && to < from {
		r.add("A111", DateEnd, from, to)
		ok2 = false
	}
	if !ok1 || !ok2 {
		if okY && y >= 1000 && y <= 2999 {
			return yearOf(y)
		}
		return when.Span{}
	}
	if a, _, _ := from.Civil(); okY && a != y {
		if b, _, _ := to.Civil(); b != y {
			r.add("A116", Year, y, a)
		}
	}
	// A range is never more exact than it is long.
	return when.Span{From: from, To: to, Precision: max(prec, when.ByLength(from, to))}
}

var placePrecisions = [...]place.Precision{place.Unknown, place.Exact, place.Near, place.Second, place.First, place.Route, place.Country, place.Abroad}

func (r *row) where() place.Where {
	w := place.Where{Name: r.shared(WhereCoordinates), Admin1: r.shared(Adm1), Admin2: r.shared(Adm2), Country: r.shared(Country),
		Precision: placePrecisions[r.code(WherePrec, 7)]}
	lat, ok1 := r.Real(Latitude)
	lon, ok2 := r.Real(Longitude)
	if !ok1 || !ok2 {
		return w
	}
	p := geo.Point{Lon: lon, Lat: lat}
	if !p.Valid() {
		c := Latitude
		if lat >= -90 && lat <= 90 {
			c = Longitude
		}
		r.add("A109", c, r.quote(c))
		return w
	}
	w.Point = &p
	if gid, ok := r.Int(PriogridGID); ok && gid > 0 {
		if cell := gridCell(p); cell != gid {
			r.add("A121", PriogridGID, gid, cell)
		}
	}
	return w
}

// gridCell is the number of the PRIO-GRID cell, half a degree wide.
func gridCell(p geo.Point) int {
	row, col := int(math.Floor((p.Lat+90)*2)), int(math.Floor((p.Lon+180)*2))
	return min(row, 359)*720 + min(col, 719) + 1
}

func (r *row) deaths() claim.Deaths {
	d := claim.Deaths{Low: r.count(Low), Best: r.count(Best), High: r.count(High)}
	sum, all := 0, true
	for _, s := range [...]struct {
		name string
		c    Column
	}{{"a", DeathsA}, {"b", DeathsB}, {"civilians", DeathsCivilians}, {"unknown", DeathsUnknown}} {
		n := r.count(s.c)
		if n == nil {
			all = false
			continue
		}
		if d.Side == nil {
			d.Side = make(map[string]int, 4)
		}
		d.Side[s.name] = *n
		sum += *n
	}
	if all && d.Best != nil && sum != *d.Best {
		r.add("A113", Best, *d.Best, sum)
	}
	if out(d.Low, d.Best) || out(d.Best, d.High) || out(d.Low, d.High) {
		r.add("A112", Best, show(d.Low), show(d.Best), show(d.High))
	}
	return d
}

func out(a, b *int) bool { return a != nil && b != nil && *a > *b }

func show(n *int) string {
	if n == nil {
		return "–"
	}
	return strconv.Itoa(*n)
}

// count is a column's number; one below zero is no count.
func (r *row) count(c Column) *int {
	n, ok := r.Int(c)
	if !ok {
		return nil
	}
	if n < 0 {
		r.add("A119", c, r.quote(c))
		return nil
	}
	return &n
}

// code is a column's code from 1 to top, 0 for none.
func (r *row) code(c Column, top int) int {
	n, ok := r.Int(c)
	if !ok {
		return 0
	}
	if n < 1 || n > top {
		r.add("A114", c, r.quote(c), "1–"+strconv.Itoa(top))
		return 0
	}
	return n
}

// list parts a cell at its semicolons; what occurs again is dropped.
func (r *row) list(c Column) (out []string) {
	if len(r.Text(c)) == 0 {
		return nil
	}
	for s := range strings.SplitSeq(r.shared(c), ";") {
		s = strings.Trim(s, " \t\n\r\"")
		if s == "" || contains(out, s) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func contains(l []string, s string) bool {
	for _, x := range l {
		if x == s {
			return true
		}
	}
	return false
}

// shared is a cell's text, kept once while it recurs: names recur in
// thousands of rows.
func (r *row) shared(c Column) string {
	b := r.Text(c)
	if len(b) == 0 {
		return ""
	}
	if s, ok := r.rd.shared[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(r.rd.shared) >= 1<<12 {
		clear(r.rd.shared)
	}
	if len(s) <= 256 {
		r.rd.shared[s] = s
	}
	return s
}
