package press

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/press/prose"
)

//go:embed style.css
var styleSource string

// style is the sheet as it stands in every page, and its hash for the policy.
var style, styleHash = func() (string, string) {
	s := strings.ReplaceAll(strings.TrimSpace(styleSource), "\n", "")
	h := sha256.Sum256([]byte(s))
	return s, base64.StdEncoding.EncodeToString(h[:])
}()

// icon is the mark in a browser's tab: no request, no file.
const icon = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230b5a8f' d='M1 2h14v9H8l-4 4v-4H1z'/%3E%3C/svg%3E`

// page is one HTML page on its way: what its head says, and its body.
type page struct {
	p       lang.Printer
	path    string // below the language's folder
	title   string // h1 or nearly: in the head it is followed by the study's
	desc    string
	class   string // of budget: reading, index, table
	noindex bool
	head    string              // further elements of the head
	other   map[lang.Tag]string // the same page in other languages
	home    string              // the page a page of a table belongs to
	top     string              // header and nature band
	foot    string
	figures int             // how many share the page
	said    map[string]bool // caveats, and figures beside another, that stand on the page
	b       strings.Builder
}

// esc makes text safe for HTML, with the spaces of the language.
func (g *page) esc(s string) string { return html.EscapeString(prose.Spaces(g.p.Tag, s)) }

// raw writes HTML.
func (g *page) raw(ss ...string) {
	for _, s := range ss {
		g.b.WriteString(s)
	}
}

// say gives a catalogue sentence, escaped.
func (g *page) say(key string, args ...any) string { return g.esc(g.p.Say(key, args...)) }

// el writes <tag>text</tag> with the text escaped; tag may carry attributes.
func (g *page) el(tag, text string) {
	if text == "" {
		return
	}
	name, _, _ := strings.Cut(tag, " ")
	g.raw("<", tag, ">", g.esc(text), "</", name, ">")
}

// text writes multilingual text as an element; in a language it lacks it
// stands in another, marked with that language.
func (g *page) text(tag string, x lang.Text) {
	s, shown := x.In(g.p.Tag)
	if s == "" {
		return
	}
	name, _, _ := strings.Cut(tag, " ")
	if shown.Base() != g.p.Tag.Base() {
		tag += ` lang="` + string(shown) + `"`
	}
	g.raw("<", tag, ">", html.EscapeString(prose.Spaces(shown, s)), "</", name, ">")
}

// inline is [page.text] as a string: a span where the language differs.
func (g *page) inline(x lang.Text) string {
	s, shown := x.In(g.p.Tag)
	if s == "" {
		return ""
	}
	e := html.EscapeString(prose.Spaces(shown, s))
	if shown.Base() != g.p.Tag.Base() {
		return `<span lang="` + string(shown) + `">` + e + `</span>`
	}
	return e
}

// bytes puts the page together.
func (g *page) bytes() []byte {
	var b strings.Builder
	dir := ""
	if g.p.Tag.RightToLeft() {
		dir = ` dir="rtl"`
	}
	b.WriteString("<!doctype html>\n<html lang=\"" + string(g.p.Tag) + "\"" + dir + ">\n<head><meta charset=\"utf-8\">" +
		`<meta name="viewport" content="width=device-width,initial-scale=1">` +
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-` + styleHash + `'; img-src data:; base-uri 'none'; form-action 'none'">` +
		"<title>" + g.esc(g.title) + "</title>")
	if g.desc != "" {
		b.WriteString(`<meta name="description" content="` + g.esc(g.desc) + `">`)
	}
	if g.noindex {
		b.WriteString(`<meta name="robots" content="noindex,nofollow">`)
	}
	for _, t := range lang.Complete {
		if a := g.other[t]; a != "" && t != g.p.Tag {
			b.WriteString(`<link rel="alternate" hreflang="` + string(t) + `" href="` + a + `">`)
		}
	}
	b.WriteString(`<link rel="icon" href="` + icon + `">` + g.head + "<style>" + style + "</style></head>\n<body>")
	b.WriteString(`<a class="skip" href="#main">` + g.say("press.skip") + "</a>\n" + g.top + "<main id=\"main\">\n")
	b.WriteString(g.b.String())
	b.WriteString("\n</main>\n" + g.foot + "</body></html>\n")
	return []byte(out.XML(b.String()))
}
