// Package prose prints narrative: Markdown in which every number is a
// reference to a cell of a figure, with the spaces French typography wants.
//
// It knows words on a page. It does not know where a page stands: links to
// figures come from its caller. The functions you want are [Set] and [Check].
package prose

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// Codes P500–P509.
var _ = diag.Codes(
	diag.Kind{Code: "P500", Severity: diag.Error, Args: 1},   // a reference to a figure nobody made
	diag.Kind{Code: "P501", Severity: diag.Error, Args: 2},   // a figure has no such cell
	diag.Kind{Code: "P502", Severity: diag.Error, Args: 1},   // a number no figure backs
	diag.Kind{Code: "P503", Severity: diag.Error, Args: 1},   // a reference that cannot be read
	diag.Kind{Code: "P504", Severity: diag.Note, Args: 2},    // a text missing in a language
	diag.Kind{Code: "P508", Severity: diag.Warning, Args: 1}, // a link or picture that is not printed
)

// ref is {{fig "id" "key" "key"}}; show, {{show "id"}}, says where the report
// prints a figure.
var (
	ref    = regexp.MustCompile(`\{\{\s*fig((?:\s+"[^"]*")+)\s*\}\}`)
	show   = regexp.MustCompile(`\{\{\s*show\s+"([^"]*)"\s*\}\}`)
	braces = regexp.MustCompile(`\{\{[^}]*\}\}`)
	quoted = regexp.MustCompile(`"([^"]*)"`)
)

// Figures finds a figure by id.
type Figures func(id string) (figure.Figure, bool)

// Links gives the address of a figure on the site, "" for none.
type Links func(id string) string

// Set prints Markdown as HTML, references replaced by the value of their cell
// and linked to their figure. Raw HTML is not let through. What cannot be
// resolved is a finding at the file named, and prints as nothing.
func Set(tag lang.Tag, file, markdown string, figs Figures, links Links) (string, diag.List) {
	var finds diag.List
	var values []string
	md := resolve(file, markdown, figs, &finds, nil, func(f figure.Figure, c figure.Cell) string {
		v := html.EscapeString(out.Value(lang.For(tag), f.Unit, c))
		if a := links(f.ID); a != "" {
			v = `<a href="` + html.EscapeString(a) + `">` + v + `</a>`
		}
		values = append(values, v)
		return "\ue000" + strconv.Itoa(len(values)-1) + "\ue001"
	})
	h := clean(file, md, &finds)
	h = Typeset(tag, h)
	for i, v := range values {
		h = strings.ReplaceAll(h, "\ue000"+strconv.Itoa(i)+"\ue001", v)
	}
	return h, finds
}

// Fill is [Set] without the HTML: the Markdown with references replaced by
// plain values.
func Fill(tag lang.Tag, file, markdown string, figs Figures) (string, diag.List) {
	var finds diag.List
	md := resolve(file, markdown, figs, &finds, nil, func(f figure.Figure, c figure.Cell) string {
		return out.Value(lang.For(tag), f.Unit, c)
	})
	return md, finds
}

// Replace is [Fill] with the words for a reference, and for the place of a
// figure, left to its caller.
func Replace(file, markdown string, figs Figures, shown func(figure.Figure) string, value func(figure.Figure, figure.Cell) string) (string, diag.List) {
	var finds diag.List
	md := resolve(file, markdown, figs, &finds, shown, value)
	return md, finds
}

func resolve(file, md string, figs Figures, finds *diag.List, shown func(figure.Figure) string, value func(figure.Figure, figure.Cell) string) string {
	line := func(i int) int { return 1 + strings.Count(md[:i], "\n") }
	var b strings.Builder
	at := 0
	for _, m := range braces.FindAllStringIndex(md, -1) {
		b.WriteString(md[at:m[0]])
		at = m[1]
		text := md[m[0]:m[1]]
		here := diag.At{File: file, Row: line(m[0])}
		if x := show.FindStringSubmatch(text); x != nil {
			if f, ok := figs(x[1]); !ok {
				finds.Add("P500", here, x[1])
			} else if shown != nil {
				b.WriteString(shown(f))
			}
			continue
		}
		if !ref.MatchString(text) {
			finds.Add("P503", here, text)
			continue
		}
		var args []string
		for _, q := range quoted.FindAllStringSubmatch(text, -1) {
			args = append(args, q[1])
		}
		f, ok := figs(args[0])
		if !ok {
			finds.Add("P500", here, args[0])
			continue
		}
		c, ok := find(f, args[1:])
		if !ok {
			finds.Add("P501", here, args[0], strings.Join(args[1:], ", "))
			continue
		}
		b.WriteString(value(f, c))
	}
	b.WriteString(md[at:])
	return b.String()
}

// find looks a cell up by keys, or by the labels of keys in any language.
func find(f figure.Figure, at []string) (figure.Cell, bool) {
	if c, ok := f.Cell(at...); ok {
		return c, true
	}
	if len(at) != len(f.Dims) {
		return figure.Cell{}, false
	}
	keys := make([]string, len(at))
	for i, a := range at {
		for j, k := range f.Dims[i].Keys {
			if k == a {
				keys[i] = k
			}
			for _, l := range f.Dims[i].Labels[j] {
				if l == a {
					keys[i] = k
				}
			}
		}
	}
	return f.Cell(keys...)
}

// clean turns Markdown into HTML that carries no script, style or frame.
func clean(file, md string, finds *diag.List) string {
	var b bytes.Buffer
	g := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.Strikethrough))
	src := []byte(md)
	doc := g.Parser().Parse(text.NewReader(src))
	*finds = append(*finds, Harmless(file, src, doc)...)
	if err := g.Renderer().Render(&b, src, doc); err != nil {
		return "<p>" + html.EscapeString(md) + "</p>"
	}
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(false)
	p.AllowElements("sup", "section")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^fn(ref)?:\d+$`)).OnElements("li", "sup")
	return string(p.SanitizeBytes(b.Bytes()))
}

var (
	year   = regexp.MustCompile(`^(1[5-9]|20|21)\d\d$`)
	number = regexp.MustCompile(`\d[\d.,\x{00a0}\x{202f}]*\d|\d`)
	skip   = regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)|https?://\\S+|\\[\\^[^\\]]*\\]:?|(?m)^\\s*\\d+[.)]\\s|<[^>]*>|\\{\\{[^}]*\\}\\}")
	// A day with its month: 21 March 2012, 1er août, March 21, 2012-03-21. And
	// the number of a law or decree, as its title has it: n° 2015-005.
	dated  = regexp.MustCompile(`(?i)\d{1,2}(?:er|ᵉʳ|st|nd|rd|th)?[ \x{00a0}](?:` + months + `)\b|\b(?:` + months + `)[ \x{00a0}]\d{1,2}\b|\b\d{4}-\d{2}(?:-\d{2})?\b`)
	titled = regexp.MustCompile(`(?i)(?:n°|nᵒ|\bno\.)[ \x{00a0}]?\d[\d/.-]*`)
)

const months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|" +
	"January|February|March|April|May|June|July|August|September|October|November|December"

// Numbers lists the numbers a text states by itself. Left aside are what is no
// finding: years from 1500 to 2199, dates (a day with its month, or ISO), the
// number of a law after n° or No., of a footnote, list item or address, what is
// part of a name or set as code, and references to figures.
func Numbers(markdown string) []string {
	s := skip.ReplaceAllString(markdown, " ")
	s = titled.ReplaceAllString(dated.ReplaceAllString(s, " "), " ")
	var ns []string
	for _, m := range number.FindAllStringIndex(s, -1) {
		n := s[m[0]:m[1]]
		if year.MatchString(n) {
			continue
		}
		if m[0] > 0 && isLetter(s[:m[0]]) { // part of a name, such as "A4"
			continue
		}
		ns = append(ns, n)
	}
	return ns
}

func isLetter(before string) bool {
	r := []rune(before)
	c := r[len(r)-1]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' && len(r) > 1
}

// Scan is what of [Check] needs no figure: numbers a text states by itself, and
// references that cannot be read. Code spans are left alone.
func Scan(texts map[string]lang.Text) diag.List {
	var l diag.List
	for name, x := range texts {
		for t, md := range x {
			file := "text/" + string(t) + "/" + name + ".md"
			for i, line := range strings.Split(md, "\n") {
				at := diag.At{File: file, Row: i + 1}
				for _, n := range Numbers(line) {
					l.Add("P502", at, n)
				}
				for _, b := range braces.FindAllString(line, -1) {
					if !ref.MatchString(b) && !show.MatchString(b) {
						l.Add("P503", at, b)
					}
				}
			}
		}
	}
	l.Sort()
	return l
}

// Check reports every reference no figure resolves, every number no figure
// backs, and every text missing in a complete language. Texts are by name.
func Check(texts map[string]lang.Text, figs Figures) diag.List {
	var l diag.List
	for name, x := range texts {
		for _, t := range lang.Complete {
			md := x[t]
			file := "text/" + string(t) + "/" + name + ".md"
			if md == "" {
				l.Add("P504", diag.At{File: file}, name, t)
				continue
			}
			_, finds := Fill(t, file, md, figs)
			l = append(l, finds...)
			for i, line := range strings.Split(md, "\n") {
				for _, n := range Numbers(line) {
					l.Add("P502", diag.At{File: file, Row: i + 1}, n)
				}
			}
		}
	}
	l.Sort()
	return l
}

// Spaces puts the no-break spaces and apostrophes of French typography into
// plain text; other languages and addresses are left as they are.
func Spaces(tag lang.Tag, s string) string {
	if tag.Base() != lang.French || strings.Contains(s, "://") {
		return s
	}
	return french.Replace(s)
}

var french = strings.NewReplacer(
	" ;", lang.Narrow+";", " !", lang.Narrow+"!", " ?", lang.Narrow+"?", " :", lang.NoBreak+":",
	"« ", "«"+lang.NoBreak, " »", lang.NoBreak+"»", " %", lang.Narrow+"%", "'", "’", " –", lang.NoBreak+"–", " —", lang.NoBreak+"—")

// Typeset applies [Spaces] to the text of HTML, outside tags and code.
func Typeset(tag lang.Tag, h string) string {
	if tag.Base() != lang.French {
		return h
	}
	var b strings.Builder
	code := 0
	for len(h) > 0 {
		i := strings.IndexByte(h, '<')
		if i < 0 {
			i = len(h)
		}
		text := h[:i]
		if code == 0 {
			text = strings.ReplaceAll(text, "&#39;", "'")
			text = Spaces(tag, text)
		}
		b.WriteString(text)
		h = h[i:]
		if h == "" {
			break
		}
		j := strings.IndexByte(h, '>')
		if j < 0 {
			j = len(h) - 1
		}
		t := h[:j+1]
		switch {
		case strings.HasPrefix(t, "<code"), strings.HasPrefix(t, "<pre"):
			code++
		case strings.HasPrefix(t, "</code"), strings.HasPrefix(t, "</pre"):
			code--
		}
		b.WriteString(t)
		h = h[j+1:]
	}
	return b.String()
}

// Missing says which language a text is shown in where the wanted one lacks.
func Missing(x lang.Text, tag lang.Tag) (s string, shown lang.Tag, missing bool) {
	s, shown = x.In(tag)
	return s, shown, s != "" && shown.Base() != tag.Base()
}
