package areas

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
)

var townColumns = []sheet.Column{
	{Name: "name", Also: []string{"nom", "lieu", "localite", "place", "toponyme", "featurenam", "featurename", "feature name"}, Need: true},
	{Name: "lat", Also: []string{"latitude", "y"}, Need: true},
	{Name: "lon", Also: []string{"longitude", "lng", "long", "x"}, Need: true},
	{Name: "id", Also: []string{"geonameid", "code", "pcode", "identifiant"}},
	{Name: "also", Also: []string{"alternatenames", "other names", "autres noms", "alias", "featurealt", "featurealtname"}},
	{Name: "country", Also: []string{"iso2", "country code", "pays", "iso3", "admin0name", "admin0 name", "admin0nam"}},
	{Name: "admin1", Also: []string{"admin1 code", "adm1 pcode", "admin1pcod", "admin1pcode", "admin1 pcode"}},
	{Name: "admin1_name", Also: []string{"region", "area", "zone", "adm1 name", "adm1", "admin1name", "admin1nam"}},
	{Name: "admin2", Also: []string{"admin2 code", "adm2 pcode", "admin2pcod", "admin2pcode", "admin2 pcode"}},
	{Name: "meant", Also: []string{"voulu"}}, {Name: "accounts"}, {Name: "near"}, // of the table that reconcile --places writes
	{Name: "ascii", Also: []string{"asciiname"}}, {Name: "class", Also: []string{"feature class"}},
	{Name: "featureref"}, {Name: "admin0pcod", Also: []string{"admin0pcode", "admin0 pcode"}}, // known, and not read
	{Name: "admin2_name", Also: []string{"cercle", "district", "adm2 name", "adm2", "admin2name", "admin2nam"}},
}

// dump is the order of columns in a country's file of GeoNames (ML.txt), which
// has no header.
const dump = "geonameid\tname\tasciiname\talternatenames\tlatitude\tlongitude\tfeature class\tfeature code\tcountry code\tcc2\t" +
	"admin1 code\tadmin2 code\tadmin3 code\tadmin4 code\tpopulation\televation\tdem\ttimezone\tmodification date"

// isDump reports whether a first line is a row of such a file.
func isDump(line string) bool {
	f := strings.Split(line, "\t")
	if len(f) != strings.Count(dump, "\t")+1 {
		return false
	}
	for _, i := range []int{0, 4, 5} {
		if _, err := strconv.ParseFloat(f[i], 64); err != nil {
			return false
		}
	}
	return len(f[6]) == 1
}

// Towns gives the places of one opened gazetteer, once.
type Towns struct {
	t     *sheet.Table
	opt   Options
	dump  bool
	other int // features that are no populated places
	found diag.List
}

// OpenTowns reads the header of a gazetteer. It refuses, with a *fault.Error,
// a file that is no table or has no name, latitude or longitude.
func OpenTowns(file string, r io.Reader, opt Options) (*Towns, error) {
	ts := &Towns{opt: opt}
	br := bufio.NewReaderSize(r, 16<<10)
	head, err := br.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	cols := sheet.Mapped(townColumns, opt.Columns)
	if line, _, _ := strings.Cut(string(head), "\n"); isDump(strings.TrimSuffix(line, "\r")) {
		ts.dump = true
		ts.found.Add("A154", diag.At{File: path.Base(file)})
		r = io.MultiReader(strings.NewReader(dump+"\n"), br)
		for _, c := range []string{"feature code", "cc2", "admin3 code", "admin4 code", "population", "elevation", "dem", "timezone", "modification date"} {
			cols = append(cols[:len(cols):len(cols)], sheet.Column{Name: c})
		}
	} else {
		r = br
	}
	if ts.t, err = sheet.Open(path.Base(file), r, sheet.Options{Sheet: opt.Sheet, Columns: cols, Private: opt.Private}); err != nil {
		return nil, err
	}
	return ts, ts.t.Match(cols)
}

// Towns gives each row's place with the findings about it; a place without a
// name was left out, and an error among the findings says why.
func (ts *Towns) Towns() iter.Seq2[place.Town, diag.List] {
	return func(yield func(place.Town, diag.List) bool) {
		type same struct {
			name string
			at   geo.Point
		}
		seen := map[same]bool{}
		for r := range ts.t.Rows() {
			if c := r.Text("class"); c != "" && c != "P" {
				ts.other++
				continue
			}
			w, ok := town(r)
			if ok {
				w.Source = ts.opt.Source
				k := same{w.Name, w.Point}
				if seen[k] { // the gazetteer keeps it once
					r.Find("A153", "name", r.Quote("name"))
				}
				seen[k] = true
			}
			if !ok {
				w.Name = ""
			}
			if w.Name == "" {
				w = place.Town{}
			} else {
				w.Also = ts.names(r, w.Name)
			}
			found := r.Found()
			if ts.dump {
				up(found)
			}
			if !yield(w, found) {
				return
			}
		}
	}
}

// names are a place's other names; in a dump commas part them.
func (ts *Towns) names(r *sheet.Row, name string) (out []string) {
	also := r.List("also")
	if ts.dump {
		also = strings.Split(r.Text("also"), ",")
	}
	for _, n := range append(also, r.Text("ascii")) {
		if n = strings.TrimSpace(n); n != "" && n != name && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// up counts rows as a file without a header has them.
func up(found diag.List) {
	for i := range found {
		found[i].At.Row = max(1, found[i].At.Row-1)
	}
}

func town(r *sheet.Row) (w place.Town, ok bool) {
	w = place.Town{ID: r.Text("id"), Name: r.Text("name"), Country: r.Text("country"),
		Admin1: cmp.Or(r.Text("admin1_name"), r.Text("admin1")), Admin2: cmp.Or(r.Text("admin2_name"), r.Text("admin2"))}
	if w.Name == "" {
		r.Find("A151", "name")
		return w, false
	}
	w.Meant, _ = r.Bool("meant")
	if r.Text("accounts") != "" && r.Text("lat") == "" && r.Text("lon") == "" {
		return w, false // a line of the table to fill in that nobody has filled in yet
	}
	lat, ok1 := r.Degrees("lat")
	lon, ok2 := r.Degrees("lon")
	w.Point = geo.Point{Lon: lon, Lat: lat}
	if !ok1 || !ok2 || !w.Point.Valid() {
		r.Find("A152", "lat", r.Quote("name"))
		return w, false
	}
	return w, true
}

// Found are the findings about the file as a whole, complete once it is read.
func (ts *Towns) Found() diag.List {
	of := slices.Clone(ts.t.Found())
	if ts.dump {
		up(of)
	}
	found := append(slices.Clone(ts.found), of...)
	if ts.other > 0 {
		found.Add("A155", diag.At{File: ts.t.Name}, ts.other)
	}
	return found
}

// Err is what stopped the reading.
func (ts *Towns) Err() error { return ts.t.Err() }

// Places is what a file of places holds: units, or towns.
type Places struct {
	Units []place.Unit
	Towns []place.Town
	Level int // of the units
}

// Read reads a whole file of either kind: GeoJSON if it begins with a brace, a
// table otherwise. Findings come sorted; on an error nothing of the file may
// be used.
func Read(file string, r io.Reader, opt Options) (ps Places, found diag.List, err error) {
	br := bufio.NewReaderSize(r, 4096)
	head, err := br.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return ps, nil, err
	}
	if h := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); len(h) > 0 && h[0] == '{' {
		rd, err := Open(file, br, opt)
		if err != nil {
			return ps, nil, err
		}
		for u, f := range rd.Units() {
			if found = append(found, f...); u.Code != "" {
				ps.Units = append(ps.Units, u)
			}
		}
		if err := rd.Err(); err != nil {
			return Places{}, nil, err
		}
		if len(ps.Units) == 0 {
			return Places{}, nil, fault.New(fault.Invalid, "A149", path.Base(file))
		}
		ps.Level, found = rd.Level(), append(append(found, rd.Found()...), laps(path.Base(file), ps.Units)...)
		found.Sort()
		return ps, found, nil
	}
	ts, err := OpenTowns(file, br, opt)
	if err != nil {
		return ps, nil, err
	}
	for w, f := range ts.Towns() {
		if found = append(found, f...); w.Name != "" {
			ps.Towns = append(ps.Towns, w)
		}
	}
	if err := ts.Err(); err != nil {
		return Places{}, nil, err
	}
	found = append(found, ts.Found()...)
	found.Sort()
	return ps, found, nil
}
