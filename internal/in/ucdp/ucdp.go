package ucdp

import (
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Options say whose statements the rows are.
type Options struct {
	Source  string        // id of the source
	Consent claim.Consent // "" is a public record, or internal where Private
	Private bool          // findings quote no cell
}

// Reader gives the rows of one opened file, once.
type Reader struct {
	name    string
	opt     Options
	s       *sheet.Scanner
	comma   byte
	kind    claim.Kind
	version string
	head    []string
	cols    []Column // of each cell; columns for one nobody knows
	kinds   []kind
	first   [][]byte // a first row that is no header
	row     Row
	fresh   bool // nothing below the header is read yet
	lastCol int  // index of the last needed column
	found   diag.List
	recoded bool // a row was not UTF-8
	utf8    bool // a row was, and not plain
	cut     bool // the last row has no end
	scratch []byte
	shared  map[string]string
}

// Open reads as far as the header, and says by it what the file is. It
// refuses, with a *fault.Error, a file that is not UCDP's.
func Open(file string, r io.Reader, opt Options) (rd *Reader, err error) {
	name := path.Base(file)
	defer fault.Wrap(&err, "open %s", name)
	d, r, err := sheet.Sniff(r)
	if err != nil {
		return nil, err
	}
	if d.Format == sheet.XLSX {
		return nil, fault.New(fault.Invalid, "A101")
	}
	rd = &Reader{name: name, opt: opt, s: sheet.NewScanner(r, d.Comma), comma: d.Comma, fresh: true, shared: map[string]string{}, version: versionOf(name)}
	if rd.opt.Consent == "" {
		rd.opt.Consent = claim.PublicRecord
		if opt.Private {
			rd.opt.Consent = claim.ConsentInternal
		}
	}
	if !rd.s.Next() {
		if err := rd.s.Err(); err != nil {
			return nil, err
		}
		return nil, fault.New(fault.Invalid, "A230")
	}
	return rd, rd.header(rd.s.Fields())
}

// header binds the columns, or takes a first row for one of GED.
func (rd *Reader) header(cells [][]byte) error {
	at := map[Column]int{}
	for i, b := range cells {
		h := strings.TrimSpace(string(b))
		c, ok := byName[headName(h)]
		if first, dup := at[c]; !ok || dup {
			if ok {
				rd.found.Add("A243", diag.At{File: rd.name, Row: 1, Col: i + 1, Field: h}, h, rd.head[first])
			}
			c = columns
		} else {
			at[c] = i
		}
		rd.head, rd.cols = append(rd.head, h), append(rd.cols, c)
	}
	switch {
	case len(at) >= 3:
	case len(cells) == int(columns) && likeGED(cells):
		rd.first = cells
		rd.found.Add("A103", diag.At{File: rd.name, Row: 1})
		for c := range columns {
			rd.head[c], rd.cols[c], at[c] = c.String(), c, int(c)
		}
	}
	need := gedNeeds
	if _, years := at[Best]; years && lacks(at, yearNeeds) == nil && lacks(at, []Column{ID}) != nil && lacks(at, []Column{DateStart}) != nil {
		need = yearNeeds
	}
	if lack := lacks(at, need); lack != nil {
		return rd.refuse(lack)
	}
	rd.kind = claim.KindIncident
	if need[0] == Longitude {
		rd.kind = claim.KindDeaths
	}
	for _, c := range need {
		rd.lastCol = max(rd.lastCol, at[c])
	}
	rd.kinds = make([]kind, len(rd.cols))
	for i, c := range rd.cols {
		if rd.kinds[i] = skip; c < columns {
			rd.kinds[i] = specs[c].kind
		} else if h := rd.head[i]; h != "" && !(rd.kind == claim.KindDeaths && headName(h) == "fid") {
			rd.found.Add("A242", diag.At{File: rd.name, Row: 1, Col: i + 1, Field: h}, h, nearest(h))
		}
	}
	if rd.kind == claim.KindIncident {
		var absent []Column
		for c := range columns {
			absent = append(absent, c)
		}
		if lack := lacks(at, absent); lack != nil {
			rd.found.Add("A105", diag.At{File: rd.name, Row: 1}, strings.Join(lack, ", "))
		}
	}
	return nil
}

func nearest(h string) string {
	names := make([]string, columns)
	for c := range columns {
		names[c] = c.String()
	}
	if n := lang.Nearest(headName(h), names); n != "" {
		return n
	}
	return "–"
}

// likeGED reports whether the cells of a first row are those of an event.
func likeGED(cells [][]byte) bool {
	var r Row
	for _, c := range []Column{Year, TypeOfViolence, DateStart, DateEnd, Latitude, Longitude, Best} {
		if r.set(c, specs[c].kind, bytes.TrimSpace(cells[c])); !r.has(c) {
			return false
		}
	}
	return len(cells[ID]) > 0
}

func lacks(at map[Column]int, need []Column) (names []string) {
	for _, c := range need {
		if _, ok := at[c]; !ok {
			names = append(names, c.String())
		}
	}
	return names
}

// others are data sets somebody may have taken for UCDP's, known by a column.
var others = []struct{ column, name, reader string }{
	{"event_id_cnty", "ACLED", "acled"}, {"event_id_no_cnty", "ACLED", "acled"}, {"eventid\x00iyear", "GTD", "gtd"},
}

func (rd *Reader) refuse(lack []string) error {
	have := map[string]bool{}
	for _, h := range rd.head {
		have[headName(h)] = true
	}
	for _, o := range others {
		all := true
		for _, c := range strings.Split(o.column, "\x00") {
			all = all && have[c]
		}
		if all {
			return fault.New(fault.Invalid, "A102", o.name, o.reader)
		}
	}
	// Say what was there only if it is a header: a row may be somebody's words.
	seen := "–"
	if len(rd.head) > 1 && len(have) > 1 && !rd.opt.Private {
		seen = clip(strings.Join(rd.head[:min(8, len(rd.head))], ", "), 120)
	}
	return fault.New(fault.Invalid, "A100", strings.Join(lack, ", "), seen)
}

func clip(s string, n int) string {
	if x := []rune(strings.ToValidUTF8(s, "\ufffd")); len(x) > n {
		return string(x[:n]) + "…"
	} else {
		return string(x)
	}
}

var named = regexp.MustCompile(`(?i)ged(?:event)?[_ -]*v?(\d{2})(?:[_.](\d{1,2})(?:[_.](\d{1,2}))?|(\d))(?:\D|$)`)

// versionOf gives the version a file's name tells: "24.1", "24.0.3" or "".
func versionOf(name string) string {
	m := named.FindStringSubmatch(name)
	switch {
	case m == nil:
		return ""
	case m[4] != "":
		return m[1] + "." + m[4]
	case m[3] != "":
		return m[1] + "." + m[2] + "." + m[3]
	}
	return m[1] + "." + m[2]
}

// Kind is the kind of the file's claims: incident for GED, deaths for a
// location-year file.
func (rd *Reader) Kind() claim.Kind { return rd.kind }

// Version is what the file's name says, "23.1" or "24.0.3" for a monthly
// candidate file; "" where it says nothing: the header tells no version.
func (rd *Reader) Version() string { return rd.version }

// Head is the header, or the one of version 23.1 for a file without.
func (rd *Reader) Head() []string { return rd.head }

// Found are the findings about the file as a whole.
func (rd *Reader) Found() diag.List { return rd.found }

// Err is what stopped the reading: also a file that ends in the middle of a
// row. Nothing of it may be kept then: what it lacks would count as dropped.
func (rd *Reader) Err() error {
	err := rd.s.Err()
	if err == nil && rd.cut {
		err = fault.New(fault.Invalid, "A122", rd.row.N)
	}
	fault.Wrap(&err, "read %s", rd.name)
	return err
}
