package press

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// edition is one edition on its way to a folder: what both languages share.
type edition struct {
	ed        protect.Edition
	st        study.Study
	figs      []figure.Figure
	questions []question
	areas     []out.Area
	data      map[string]dataFiles // by figure
	shared    []file               // data files and their descriptions
	encoded   []byte               // edition.json
	hash      string               // of that
	base      string               // address of the release, "" for none
	site      string               // address of the site, "" for none
	reports   []Handout
	fiction   bool
	finds     diag.List
}

// question is a page: a figure, or several beside each other.
type question struct {
	study.Question
	file string // name without language or ending
	own  bool   // no question of the study: a figure with a page of its own
	figs []figure.Figure
}

// file is one file of a release, with slashes, relative to its folder.
type file struct {
	path  string
	data  []byte
	class string // of pages: reading, index, table
}

func newEdition(ed protect.Edition, o Options) (*edition, error) {
	encoded, err := ed.Encode()
	if err != nil {
		return nil, err
	}
	e := &edition{ed: ed, st: ed.Study(), figs: ed.Figures(), data: map[string]dataFiles{}, encoded: encoded, hash: protect.Hash(encoded)}
	e.fiction = e.st.Nature == source.Fictional
	e.site = o.Base
	if o.Base != "" {
		e.base = strings.TrimRight(o.Base, "/") + "/" + e.folder() + "/"
	}
	for _, x := range ed.Outlines() {
		e.areas = append(e.areas, out.Area{Code: x.Code, Name: x.Name, Level: x.Level, Rings: x.Rings})
	}
	e.lineUp()
	return e, nil
}

// folder is where the release stands below the public folder.
func (e *edition) folder() string { return out.Slug(e.st.ID) + "/" + out.Slug(e.ed.ID()) }

// mark goes before the name of every file of a fictional study that can
// travel alone.
func (e *edition) mark() string {
	if e.fiction {
		return "fiction-"
	}
	return ""
}

// lineUp lays the questions out: those of the study, then each figure that no
// question names.
func (e *edition) lineUp() {
	used := map[string]bool{}
	for _, q := range e.st.Questions {
		x := question{Question: q, file: e.mark() + out.Slug(q.ID)}
		for _, id := range q.Figures {
			if f, ok := e.ed.Figure(id); ok && !used[id] {
				x.figs, used[id] = append(x.figs, f), true
			}
		}
		e.questions = append(e.questions, x)
	}
	asked := map[string]int{}
	for _, f := range e.figs {
		if !used[f.ID] {
			asked[f.Question[lang.English]]++
		}
	}
	for _, f := range e.figs {
		if used[f.ID] {
			continue
		}
		asks := f.Question
		if len(asks) == 0 || asked[asks[lang.English]] > 1 { // one question, by area and by sex: the title tells them apart
			asks = f.Title
		}
		e.questions = append(e.questions, question{study.Question{ID: f.ID, Asks: asks, Figures: []string{f.ID}}, e.mark() + out.Slug(f.ID), true, []figure.Figure{f}})
	}
	taken := map[string]bool{"index": true, "method": true, "sources": true, "data": true}
	for i := range e.questions {
		for taken[e.questions[i].file] {
			e.questions[i].file += "-q"
		}
		taken[e.questions[i].file] = true
	}
}

// home is the page on which a figure stands.
func (e *edition) home(id string) (question, bool) {
	for _, q := range e.questions {
		for _, f := range q.figs {
			if f.ID == id {
				return q, true
			}
		}
	}
	return question{}, false
}

// address of a figure from a page of the same language.
func (e *edition) address(id string) string {
	if q, ok := e.home(id); ok {
		return q.file + ".html#" + out.Slug(id)
	}
	return ""
}

// printing is one edition in one language.
type printing struct {
	*edition
	p     lang.Printer
	tag   lang.Tag
	pages []*page
	finds diag.List
	paths map[string]bool // pages made, to see which tables have pages of their own
}

// open starts a page of this printing.
func (r *printing) open(path, title, class string) *page {
	g := &page{p: r.p, path: path, class: class, noindex: r.st.Noindex || r.fiction, other: map[lang.Tag]string{}}
	short, _ := r.st.Title.In(r.tag)
	g.title = title
	if title != short {
		g.title += " · " + short
	}
	if r.fiction && !strings.HasPrefix(g.title, "FICTION") {
		g.title = "FICTION · " + g.title
	}
	for _, t := range lang.Complete {
		g.other[t] = "../" + string(t) + "/" + path
	}
	g.top, g.foot = r.header(g), r.footer(g)
	r.pages = append(r.pages, g)
	return g
}

// header is the band above every page of a study.
func (r *printing) header(g *page) string {
	h := &page{p: r.p}
	h.raw(`<header><div class="in bar"><a href="../../../`, string(r.tag), `/index.html"><b>Dires</b></a><nav aria-label="`, h.say("press.nav"), `">`)
	for _, x := range [][2]string{{"index.html", "press.study"}, {"method.html", "press.method"}, {"sources.html", "press.sources"}, {"data.html", "press.data"}} {
		h.raw(`<a href="`, x[0], `"`)
		if x[0] == g.path {
			h.raw(` aria-current="page"`)
		}
		h.raw(">", h.say(x[1]), "</a>")
	}
	h.raw("</nav>", switchTo(g), "</div>")
	nature := "real"
	if r.st.Nature != "" {
		nature = string(r.st.Nature)
	}
	class := "nature"
	if r.fiction {
		class += " fiction"
	}
	h.raw(`<div class="`, class, `"><div class="in"><p><b>`, h.say("press.nature-"+nature), "</b> ", h.say("press.nature-"+nature+"-means"),
		` <span class="soft">`, h.say("press.release-of", r.ed.ID(), Date(r.p, r.ed.Date())), "</span></p></div></div></header>\n")
	return h.b.String()
}

// switchTo links to the page in the other languages.
func switchTo(g *page) string {
	var b strings.Builder
	b.WriteString(`<span class="sw">`)
	n := 0
	for _, t := range lang.Complete {
		if a := g.other[t]; a != "" && t != g.p.Tag {
			if n++; n > 1 {
				b.WriteString(" · ")
			}
			name, _ := lang.Lookup("press.language-name")
			b.WriteString(`<a href="` + a + `" lang="` + string(t) + `" hreflang="` + string(t) + `">` + name[t] + "</a>")
		}
	}
	return b.String() + "</span>"
}

func (r *printing) footer(g *page) string {
	h := &page{p: r.p}
	h.raw(`<footer><div class="in">`)
	if len(r.st.Disclaimer) > 0 {
		h.text("p", r.st.Disclaimer)
	}
	rel := "../../releases.html"
	if r.tag != lang.French {
		rel = "../../releases." + string(r.tag) + ".html"
	}
	h.raw("<p>", h.say("press.frozen", r.ed.ID(), Date(r.p, r.ed.Date())), ` <a href="`, rel, `">`, h.say("press.all-releases"), "</a></p>")
	if len(r.st.Contact) > 0 {
		h.raw(`<p><a href="index.html#reply">`, h.say("press.correct"), "</a></p>")
	}
	h.raw("</div></footer>")
	return h.b.String()
}

// narrative prints a text of the study: nothing where there is none; in
// another language with a notice where it lacks in this one.
func (r *printing) narrative(g *page, name string) bool {
	x, ok := r.st.Texts[name]
	if !ok || len(x) == 0 {
		return false
	}
	md, shown, missing := prose.Missing(x, r.tag)
	if md == "" {
		return false
	}
	html, finds := prose.Set(shown, "text/"+string(shown)+"/"+name+".md", md, r.ed.Figure, r.address)
	r.finds = append(r.finds, finds...)
	if missing {
		r.finds.Add("P504", diag.At{File: "text/" + string(r.tag) + "/" + name + ".md"}, name, string(r.tag))
		names, _ := lang.Lookup("press.language-name")
		g.raw(`<p class="note">`, g.say("press.untranslated", names[shown]), `</p><div lang="`, string(shown), `">`, html, "</div>")
		return true
	}
	g.raw(html)
	return true
}

// sourceNames gives the names of sources by id, in order.
func (r *printing) sourceNames(ids []string) []string {
	var ns []string
	for _, id := range ids {
		n := id
		if s, ok := r.st.Source(id); ok {
			if x, _ := s.Name.In(r.tag); x != "" {
				n = x
			}
			if s.Version != "" {
				n += " (" + s.Version + ")"
			}
		}
		ns = append(ns, n)
	}
	return ns
}

// authors are the names of who stands behind the study.
func (e *edition) authors(t lang.Tag) []string {
	var as []string
	for _, o := range e.st.Organisations {
		if o.Original {
			continue // named, and not an author of this release
		}
		if n, _ := o.Name.In(t); n != "" {
			as = append(as, n)
		}
	}
	return as
}

// citation of the release, or of one page of it.
func (e *edition) citation(t lang.Tag, page, title string) out.Citation {
	p := lang.For(t)
	name, _ := e.st.Title.In(t)
	c := out.Citation{Key: out.Slug(e.st.ID + "-" + e.ed.ID()), Authors: e.authors(t), Title: name, Date: e.ed.Date(),
		Version: e.ed.ID(), Publisher: "Dires", Lang: string(t), Licence: ""}
	if title != "" && title != name {
		c.Title = title + " · " + name
	}
	if len(e.ed.Date()) >= 4 {
		c.Year = e.ed.Date()[:4]
	}
	if e.base != "" {
		c.URL = e.base + string(t) + "/" + page
	}
	if e.fiction {
		c.Key = "fiction-" + c.Key
		if !strings.HasPrefix(c.Title, "FICTION") {
			c.Title = "FICTION" + p.Say("press.colon") + c.Title
		}
		c.Note = "FICTION" + p.Say("press.colon") + p.Say("press.nature-fictional-means")
	} else if d, _ := e.st.Disclaimer.In(t); d != "" {
		c.Note = d
	}
	return c
}

// cite words a citation as a sentence.
func (r *printing) cite(c out.Citation) string {
	var parts []string
	if len(c.Authors) > 0 {
		parts = append(parts, r.p.List(c.Authors))
	}
	parts = append(parts, r.p.Quote(c.Title), r.p.Say("press.release-of", c.Version, Date(r.p, c.Date)))
	for i := range parts {
		parts[i] = prose.Spaces(r.tag, parts[i])
	}
	if c.URL != "" {
		parts = append(parts, c.URL)
	}
	return strings.Join(parts, ", ") + "."
}

// sortedHeld gives what was held back of one figure.
func (e *edition) held(id string) []protect.Held {
	var hs []protect.Held
	for _, h := range e.ed.Held() {
		if h.Figure == id || id == "" {
			hs = append(hs, h)
		}
	}
	slices.SortStableFunc(hs, func(a, b protect.Held) int {
		return cmp.Or(cmp.Compare(a.Figure, b.Figure), cmp.Compare(a.Rule, b.Rule))
	})
	return hs
}
