package areas

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
)

// maxFeature bounds one feature: a border finer than this is of no use here.
const maxFeature = 64 << 20

// Reader gives the units of one opened file, once.
type Reader struct {
	name   string
	opt    Options
	in     *limited
	dec    *json.Decoder
	level  int
	n      int
	codes  map[place.Code]bool
	found  diag.List
	err    error
	typed  bool // the collection has said that it is one
	ended  bool
	noCode bool
	metres bool // a coordinate is in no degrees
}

// limited refuses to feed more than so many bytes between two calls of reset.
type limited struct {
	r    io.Reader
	left int
}

var errLong = errors.New("a feature is too long")

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLong
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// Open reads a FeatureCollection as far as its features. It refuses, with a
// *fault.Error, a file that is none, that is in another projection, or whose
// level nobody tells.
func Open(file string, r io.Reader, opt Options) (rd *Reader, err error) {
	name := path.Base(file)
	defer fault.Wrap(&err, "open %s", name)
	br := bufio.NewReaderSize(r, 64<<10)
	if head, _ := br.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
	}
	head, err := br.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if h := bytes.TrimLeft(head, " \t\r\n"); len(h) == 0 || h[0] != '{' {
		return nil, fault.New(fault.Invalid, "A130", looksLike(h))
	}
	in := &limited{r: br, left: maxFeature}
	rd = &Reader{name: name, opt: opt, in: in, dec: json.NewDecoder(in), level: opt.Level, codes: map[place.Code]bool{}}
	rd.dec.UseNumber()
	if rd.level < 0 {
		rd.level = levelOf(name)
	}
	if t, err := rd.dec.Token(); err != nil || t != json.Delim('{') {
		return nil, fault.New(fault.Invalid, "A130", "JSON")
	}
	reached, err := rd.members()
	switch {
	case err != nil:
		return nil, rd.broken(err)
	case !reached:
		return nil, fault.New(fault.Invalid, "A130", "JSON")
	case rd.level < 0:
		return nil, fault.New(fault.Invalid, "A133")
	}
	if opt.Vintage == "" {
		rd.found.Add("A144", diag.At{File: name}, name)
	}
	return rd, nil
}

// looksLike names what a file is that is no GeoJSON.
func looksLike(h []byte) string {
	switch {
	case len(h) == 0:
		return "–"
	case bytes.HasPrefix(h, []byte("PK")):
		return "ZIP, XLSX, KMZ"
	case bytes.HasPrefix(h, []byte("%PDF")):
		return "PDF"
	case h[0] == '<':
		return "XML, HTML, KML"
	case bytes.HasPrefix(h, []byte{0, 0, 0x27, 0x0a}):
		return "Shapefile"
	}
	return "–"
}

// members reads the members of the collection up to its features, or to its
// end: reached is false then.
func (rd *Reader) members() (reached bool, err error) {
	for rd.dec.More() {
		t, err := rd.dec.Token()
		if err != nil {
			return false, err
		}
		switch t {
		case "type":
			var s string
			if err := rd.dec.Decode(&s); err != nil {
				return false, err
			}
			if s != "FeatureCollection" {
				return false, fault.New(fault.Invalid, "A131", clip(s, 30))
			}
			rd.typed = true
		case "crs":
			var c struct {
				Properties struct{ Name string }
			}
			if err := rd.dec.Decode(&c); err != nil {
				return false, err
			}
			if n := c.Properties.Name; n != "" && !strings.HasSuffix(n, "CRS84") && !strings.HasSuffix(n, ":4326") {
				return false, fault.New(fault.Invalid, "A132", clip(n, 60))
			}
		case "features":
			t, err := rd.dec.Token()
			if err != nil {
				return false, err
			}
			if t != json.Delim('[') {
				return false, fault.New(fault.Invalid, "A131", "features")
			}
			return true, nil
		default:
			if err := skip(rd.dec); err != nil {
				return false, err
			}
		}
	}
	if _, err := rd.dec.Token(); err != nil {
		return false, err
	}
	rd.ended = true
	return false, nil
}

// skip passes over one value without keeping it.
func skip(d *json.Decoder) error {
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// broken says where a file stopped being JSON; what the reader below us
// reported is passed on as it is.
func (rd *Reader) broken(err error) error {
	var f *fault.Error
	var s *json.SyntaxError
	var u *json.UnmarshalTypeError
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, errLong):
		return fault.New(fault.Invalid, "A147", maxFeature>>20)
	case errors.As(err, &s), errors.As(err, &u), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "A148", rd.n+1, rd.dec.InputOffset())
	}
	return err
}

type feature struct {
	Type       string
	ID         any
	Properties map[string]any
	Geometry   *geometry
}

// Units gives each feature's unit with the findings about it; a unit without
// code was left out, and an error among the findings says why.
func (rd *Reader) Units() iter.Seq2[place.Unit, diag.List] {
	return func(yield func(place.Unit, diag.List) bool) {
		if rd.ended || rd.err != nil {
			return
		}
		for rd.dec.More() {
			rd.in.left = maxFeature
			var f feature
			if err := rd.dec.Decode(&f); err != nil {
				rd.err = rd.broken(err)
				return
			}
			rd.n++
			x := unit{rd: rd, f: &f}
			u := x.read()
			if rd.metres {
				rd.err = fault.New(fault.Invalid, "A132", "m")
				return
			}
			if x.found.Worst() == diag.Error {
				u = place.Unit{}
			} else {
				rd.codes[u.Code] = true
			}
			if !yield(u, x.found) {
				return
			}
		}
		rd.in.left = maxFeature
		rd.err = rd.tail()
	}
}

// tail reads what stands behind the features.
func (rd *Reader) tail() error {
	if _, err := rd.dec.Token(); err != nil {
		return rd.broken(err)
	}
	for !rd.ended {
		if again, err := rd.members(); err != nil {
			return rd.broken(err)
		} else if again {
			return fault.New(fault.Invalid, "A131", "features")
		}
	}
	if _, err := rd.dec.Token(); err == nil {
		return fault.New(fault.Invalid, "A148", rd.n+1, rd.dec.InputOffset()) // something stands behind the collection
	} else if !errors.Is(err, io.EOF) {
		return rd.broken(err)
	}
	if !rd.typed {
		return fault.New(fault.Invalid, "A131", "–")
	}
	return nil
}

// Found are the findings about the file as a whole.
func (rd *Reader) Found() diag.List { return rd.found }

// Err is what stopped the reading.
func (rd *Reader) Err() error {
	err := rd.err
	fault.Wrap(&err, "read %s", rd.name)
	return err
}

// Level is the level of the file's units.
func (rd *Reader) Level() int { return rd.level }

// unit is one feature on its way to a unit.
type unit struct {
	rd    *Reader
	f     *feature
	found diag.List
}

func (x *unit) add(code diag.Code, field string, args ...any) {
	x.found.Add(code, diag.At{File: x.rd.name, Row: x.rd.n, Field: field}, args...)
}

// text is a property as text.
func (x *unit) text(key string) string {
	if key == "" {
		return ""
	}
	switch v := x.f.Properties[key].(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	x.add("A145", key, key)
	return ""
}

func (x *unit) read() place.Unit {
	o, ps := x.rd.opt, x.f.Properties
	level := x.rd.level
	u := place.Unit{Level: level, Vintage: o.Vintage, Source: o.Source, Valid: o.Valid}
	nameKey := property(ps, o.Name, level, nameNames)
	u.Name = x.text(nameKey)
	u.Code = place.Code(x.text(property(ps, o.Code, level, codeNames)))
	if u.Code == "" {
		switch id := x.f.ID.(type) {
		case string:
			u.Code = place.Code(id)
		case json.Number:
			u.Code = place.Code(id)
		}
	}
	if u.Name == "" {
		u.Name = string(u.Code)
	}
	if u.Name == "" {
		x.add("A136", nameKey, strings.Join(keysOf(ps), ", "))
		return u
	}
	if u.Code == "" {
		u.Code = place.NamedCode(u.Name)
		if !x.rd.noCode {
			x.rd.noCode = true
			x.rd.found.Add("A142", diag.At{File: x.rd.name}, u.Name)
		}
	}
	if x.rd.codes[u.Code] {
		x.add("A141", "", u.Code)
	}
	if level > 0 {
		up := make([]string, 0, 8)
		for _, n := range codeNames[:4] {
			up = append(up, strings.ReplaceAll(n, "%d", strconv.Itoa(level-1)))
		}
		u.Parent = place.Code(x.text(property(ps, o.Parent, level, append(up, "parent", "parent_code", "parent_pcode"))))
		u.Country = x.text(property(ps, o.Country, level, countryNames))
	} else if u.Country = x.text(o.Country); u.Country == "" {
		u.Country = string(u.Code)
	}
	for n := range strings.SplitSeq(x.text(o.Also), ";") {
		if n = strings.TrimSpace(n); n != "" && n != u.Name {
			u.Also = append(u.Also, n)
		}
	}
	x.validity(&u)
	u.Area = x.area()
	return u
}

// validity reads the dates between which a unit existed.
func (x *unit) validity(u *place.Unit) {
	from, to := x.date(x.rd.opt.From), x.date(x.rd.opt.To)
	if !from.Known() && !to.Known() {
		return
	}
	s := when.Span{From: when.Date(1000, 1, 1), To: when.Date(2999, 12, 31)}
	if from.Known() {
		s.From = from.From
	}
	if to.Known() {
		s.To = to.To
	}
	if s.To < s.From {
		x.add("A143", x.rd.opt.To, s.To)
		return
	}
	s.Precision = when.ByLength(s.From, s.To)
	u.Valid = s
}

func (x *unit) date(key string) when.Span {
	v := x.text(key)
	if v == "" {
		return when.Span{}
	}
	s, err := sheet.ParseSpan(v)
	if err != nil {
		x.add("A143", key, clip(v, 40))
	}
	return s
}
