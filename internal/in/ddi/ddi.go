// Package ddi reads the metadata of a survey from a DDI-Codebook file (2.5, and
// 1.2 to 2.1 as catalogues export them): title, who was asked and how they were
// chosen, when, how, with which weights; and each variable with its question,
// its answers and which codes are no answers.
//
// It reads no data and makes no figure; frequencies in the file are left alone.
// The function you want is [Read].
package ddi

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
)

var _ = diag.Codes(
	diag.Kind{Code: "N232", Severity: diag.Warning, Args: 0}, // a way of asking nobody knows
	diag.Kind{Code: "N233", Severity: diag.Warning, Args: 1}, // a variable twice
	diag.Kind{Code: "N234", Severity: diag.Note, Args: 0},    // no word on how people were chosen
)

const (
	maxDepth = 64
	maxNodes = 1 << 20 // of one description
	maxBytes = 256 << 20
)

// Read reads a codebook. It refuses, with a *fault.Error, what is no XML, what
// is no codebook, and what is larger than 256 MB.
func Read(file string, r io.Reader) (b answer.Codebook, found diag.List, err error) {
	defer fault.Wrap(&err, "read codebook %s", file)
	x := reader{file: file, in: &io.LimitedReader{R: r, N: maxBytes}}
	x.d = xml.NewDecoder(x.in)
	x.d.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		switch lang.Fold(name) {
		case "iso 8859 1", "iso 8859 15", "latin1", "windows 1252", "cp1252", "us ascii", "ascii":
			return sheet.Windows1252(r), nil
		}
		return nil, errors.New("encoding")
	}
	if err := x.read(); err != nil {
		return answer.Codebook{}, nil, err
	}
	return x.book, x.found, nil
}

type reader struct {
	file  string
	in    *io.LimitedReader
	d     *xml.Decoder
	lang  lang.Tag // of the whole, where it says so
	book  answer.Codebook
	found diag.List
	names map[string]bool
	nodes int
}

func (x *reader) bad(err error) error {
	if x.in.N <= 0 {
		return fault.New(fault.Invalid, "N231", maxBytes>>20)
	}
	e := fault.New(fault.Invalid, "N230")
	e.Cause = err
	return e
}

func (x *reader) read() error {
	x.names = map[string]bool{}
	root := false
	for {
		t, err := x.d.Token()
		if errors.Is(err, io.EOF) && root {
			break
		}
		if err != nil {
			return x.bad(err)
		}
		s, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case !root:
			if s.Name.Local != "codeBook" {
				return x.bad(nil)
			}
			root, x.lang = true, langOf(s.Attr, "")
		case s.Name.Local == "stdyDscr" || s.Name.Local == "var":
			x.nodes = 0
			n, err := x.node(s, x.lang, 0)
			if err != nil {
				return x.bad(err)
			}
			if n.name == "var" {
				x.variable(n)
			} else {
				x.study(n)
			}
		case s.Name.Local == "dataDscr":
		default:
			if err := x.d.Skip(); err != nil {
				return x.bad(err)
			}
		}
	}
	return nil
}

// node is one element with what is in it.
type node struct {
	name string
	attr map[string]string
	lang lang.Tag
	text string // of the element and all in it
	kids []*node
}

func langOf(as []xml.Attr, outer lang.Tag) lang.Tag {
	for _, a := range as {
		if a.Name.Local == "lang" && a.Value != "" {
			return lang.Tag(a.Value).Base()
		}
	}
	return outer
}

func (x *reader) node(s xml.StartElement, outer lang.Tag, depth int) (*node, error) {
	if x.nodes++; depth > maxDepth || x.nodes > maxNodes {
		return nil, errors.New("too deep or too long")
	}
	n := &node{name: s.Name.Local, attr: map[string]string{}, lang: langOf(s.Attr, outer)}
	for _, a := range s.Attr {
		n.attr[a.Name.Local] = a.Value
	}
	var b strings.Builder
	for {
		t, err := x.d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			k, err := x.node(t, n.lang, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, k)
			b.WriteString(" " + k.text + " ")
		case xml.EndElement:
			n.text = strings.Join(strings.Fields(b.String()), " ")
			return n, nil
		}
	}
}

// all lists the elements at a path below n: "method/dataColl/sampProc".
func (n *node) all(path string) []*node {
	at := []*node{n}
	for name := range strings.SplitSeq(path, "/") {
		var next []*node
		for _, a := range at {
			for _, k := range a.kids {
				if k.name == name {
					next = append(next, k)
				}
			}
		}
		at = next
	}
	return at
}

// text is what elements say, in each language they say it; where one language
// says several things, one after the other.
func (x *reader) text(ns ...*node) lang.Text {
	t := lang.Text{}
	for _, n := range ns {
		if n.text == "" {
			continue
		}
		k := cmp.Or(n.lang, "und")
		if t[k] != "" {
			t[k] += " ; "
		}
		t[k] += n.text
	}
	if s, ok := t["und"]; ok {
		delete(t, "und")
		if len(t) == 0 { // nothing says in which language: shown in both
			t = lang.FrEn(s, s)
		}
	}
	if len(t) == 0 {
		return nil
	}
	return t
}

func (x *reader) study(n *node) {
	b := &x.book
	title := append(n.all("citation/titlStmt/titl"), n.all("citation/titlStmt/parTitl")...)
	b.Title = x.text(title...)
	sum := "stdyInfo/sumDscr/"
	var in, out []*node
	for _, u := range n.all(sum + "universe") {
		if u.attr["clusion"] == "E" {
			out = append(out, u)
		} else {
			in = append(in, u)
		}
	}
	b.People, b.Exclusions = x.text(in...), x.text(out...)
	coll := "method/dataColl/"
	b.Chosen = x.text(n.all(coll + "sampProc")...)
	b.Frame = x.text(append(n.all(coll+"sampleFrame/sampleFrameName"), n.all(coll+"sampleFrame/labl")...)...)
	if len(b.Frame) == 0 {
		b.Frame = x.text(n.all(sum + "geogCover")...)
	}
	b.Weights = x.text(n.all(coll + "weight")...)
	b.Response = x.text(n.all("method/anlyInfo/respRate")...)
	b.Cite = x.text(n.all("dataAccs/useStmt/citReq")...)
	b.Access = x.text(append(n.all("dataAccs/useStmt/restrctn"), n.all("dataAccs/useStmt/conditions")...)...)
	for _, p := range append(n.all("citation/prodStmt/producer"), n.all("citation/rspStmt/AuthEnty")...) {
		if p.text != "" && !slices.Contains(b.Producers, p.text) {
			b.Producers = append(b.Producers, p.text)
		}
	}
	for _, p := range n.all("citation/prodStmt/fundAg") {
		b.Funders = append(b.Funders, p.text)
	}
	for _, m := range n.all(coll + "collMode") {
		mode := modeOf(m.text)
		if mode == "" {
			x.found.Add("N232", diag.At{File: x.file, Field: "collMode"})
		} else if b.Mode != "" && b.Mode != mode {
			mode = "mixed"
		}
		b.Mode = cmp.Or(mode, b.Mode)
	}
	b.Dates = dates(n.all(sum + "collDate"))
	if len(b.Chosen) == 0 {
		x.found.Add("N234", diag.At{File: x.file, Field: "sampProc"})
	}
}

// modeOf reads how people were asked from the words catalogues use.
func modeOf(s string) string {
	f := lang.Fold(s)
	has := func(any ...string) bool {
		return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(f, w) })
	}
	switch {
	case has("mixed", "mixte"):
		return "mixed"
	case has("face to face", "face a face", "f2f", "capi", "papi", "personal interview", "entretien"):
		return "face-to-face"
	case has("phone", "cati"):
		return "phone"
	case has("web", "online", "on line", "en ligne", "cawi", "internet"):
		return "web"
	case has("sms", "message", "whatsapp"):
		return "message"
	case has("mail", "paper", "papier", "postal", "self completed", "self administered"):
		return "paper"
	}
	return ""
}

// dates is from the first day to the last, as a span is written.
func dates(ns []*node) string {
	first, last := "", ""
	for _, n := range ns {
		d := cmp.Or(n.attr["date"], n.text)
		if _, err := when.Parse(d); err != nil {
			continue
		}
		switch n.attr["event"] {
		case "end":
			last = max(last, d)
		default:
			if first == "" || d < first {
				first = d
			}
			if n.attr["event"] == "single" {
				last = max(last, d)
			}
		}
	}
	switch {
	case first == "":
		return last
	case last == "" || last == first:
		return first
	}
	return first + "/" + last
}

func (x *reader) variable(n *node) {
	v := answer.Variable{Name: n.attr["name"]}
	if v.Name == "" {
		v.Name = n.attr["ID"]
	}
	if v.Name == "" || x.names[v.Name] {
		x.found.Add("N233", diag.At{File: x.file, Field: v.Name}, v.Name)
		return
	}
	x.names[v.Name] = true
	v.Label = x.text(n.all("labl")...)
	v.Asks = x.text(n.all("qstn/qstnLit")...)
	v.Universe = x.text(n.all("universe")...)
	v.Weight = n.attr["wgt"] == "wgt"
	for _, f := range n.all("varFormat") {
		v.Text = f.attr["type"] == "character"
	}
	for _, c := range n.all("catgry") {
		code := ""
		for _, k := range c.all("catValu") {
			code = k.text
		}
		if code == "" {
			continue
		}
		v.Options = append(v.Options, answer.Option{Code: code, Label: x.text(c.all("labl")...)})
		if c.attr["missing"] == "Y" {
			v.Missing = append(v.Missing, code)
		}
	}
	for _, i := range append(n.all("invalrng/item"), n.all("invalrng/range")...) {
		for _, code := range []string{i.attr["VALUE"], i.attr["min"]} {
			if code != "" && !slices.Contains(v.Missing, code) {
				v.Missing = append(v.Missing, code)
			}
		}
	}
	x.book.Vars = append(x.book.Vars, v)
}
