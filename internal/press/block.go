package press

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/press/prose"
)

// How much of a table or of what was said stands on the page of its question,
// in bytes of HTML; more goes to pages of its own. Figures that share a page
// share its room.
const (
	roomTable = 9000
	roomWords = 14000
	roomPage  = 30000
)

// room is what a figure may fill of a page with n figures.
func room(most, n int) int { return min(most, roomPage/max(1, n)) }

// isWords reports whether a figure is shown as statements, not as numbers.
func isWords(f figure.Figure) bool {
	switch f.Shape {
	case figure.Sayings, figure.Items, figure.Profile, figure.Timeline:
		return true
	}
	return false
}

// block prints a figure whole: what may be said from it, the chart, the table
// behind it, its files, its sources and limits.
func (r *printing) block(g *page, f figure.Figure, n int, titled bool) {
	id := out.Slug(f.ID)
	g.raw(`<section id="`, id, `">`)
	if titled {
		g.raw(`<h2>`, r.fic(), g.inline(f.Title), "</h2>\n")
	}
	g.text(`p class="say"`, f.Sentence)
	if !anything(f) {
		r.nothing(g, f)
	} else {
		r.figure(g, f, "c"+strconv.Itoa(n))
		if isWords(f) {
			r.words(g, f)
		} else {
			r.table(g, f)
		}
	}
	r.files(g, f)
	sub := "h3"
	if !titled { // the page's own title is the one above
		sub = "h2"
	}
	r.limits(g, f, sub)
	g.raw("</section>\n")
}

// fic marks a heading of a fictional study.
func (r *printing) fic() string {
	if r.fiction {
		return `<span class="fic">FICTION</span> `
	}
	return ""
}

// ficFor marks a heading, unless its words do so already.
func (r *printing) ficFor(title string) string {
	if strings.HasPrefix(title, "FICTION") {
		return ""
	}
	return r.fic()
}

// anything reports whether a cell has a value or something said.
func anything(f figure.Figure) bool {
	return slices.ContainsFunc(f.Cells, func(c figure.Cell) bool {
		_, ok := c.Value()
		return ok || len(c.Sayings()) > 0
	})
}

// nothing says why a figure is empty: the reasons, each once.
func (r *printing) nothing(g *page, f figure.Figure) {
	var whys []string
	for _, c := range f.Cells {
		w := r.p.Say("why." + string(c.Why()))
		if n, args := c.Note(); n != "" && r.p.Has(n) && !strings.HasPrefix(n, "rule.") {
			w = r.p.Say(n, out.Args(args)...) // says more exactly why
		}
		if !slices.Contains(whys, w) {
			whys = append(whys, w)
		}
	}
	if len(whys) == 0 {
		whys = []string{r.p.Say("why.not-asked")}
	}
	g.raw(`<p class="note">`, g.esc(upper(strings.Join(whys, r.p.Say("press.semi")))), ".</p>\n")
}

// figure prints the chart, once for a phone and once for a desk where it has
// two forms, with what must be read under it.
func (r *printing) figure(g *page, f figure.Figure, id string) {
	wide, ok := r.draw(f, id, 704)
	if !ok {
		return
	}
	g.raw("<figure>")
	if r.mapped(f) {
		m, _ := r.draw(f, id, 420)
		wide = m
		g.raw(`<div class="map">`, m.SVG, "</div>")
	} else {
		small, _ := r.draw(f, id+"n", 340)
		g.raw(`<div class="w">`, wide.SVG, `</div><div class="n">`, small.SVG, "</div>")
	}
	g.raw("<figcaption>")
	if f.Shape == figure.Strip {
		g.el("p", r.p.Say("press.rungs"))
	}
	if wide.Bounds {
		g.el("p", r.p.Say("press.bounds-are"))
	}
	if wide.Share {
		g.el("p", r.p.Say("press.one-scale"))
	}
	if k := wide.Key(r.p); k != "" {
		g.el("p", k)
	}
	switch {
	case len(wide.Beside) > 0 && len(wide.Beside) <= 4:
		g.el("p", r.p.Say("press.not-drawn")+" "+strings.Join(wide.Beside, r.p.Say("press.semi"))+".")
	case wide.Left > 0:
		g.el("p", r.p.Say("press.left-out", wide.Left))
	}
	if b := r.boundaries(f); b != "" {
		g.el("p", b)
	}
	g.raw("</figcaption></figure>\n")
}

// draw makes a chart for the page.
func (r *printing) draw(f figure.Figure, id string, width float64) (out.Chart, bool) {
	ch, ok := out.Draw(f, r.frame(f, r.tag, id, width))
	ch.SVG = prose.Typeset(r.tag, ch.SVG)
	return ch, ok
}

// boundaries names the sources and vintages of what a map draws.
func (r *printing) boundaries(f figure.Figure) string {
	if !r.mapped(f) {
		return ""
	}
	var said []string
	for _, x := range r.ed.Outlines() {
		n := strings.Join(r.sourceNames([]string{x.Source}), "")
		if n == "" {
			continue
		}
		if s, _ := r.st.Source(x.Source); x.Vintage != "" && (s.Version == "" || !strings.Contains(x.Vintage, s.Version)) {
			n = r.p.Say("press.boundaries-of", n, x.Vintage)
		}
		if !slices.Contains(said, n) {
			said = append(said, n)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return r.p.Say("press.boundaries", strings.Join(said, r.p.Say("press.semi")))
}

// files lists what can be downloaded of a figure, each with its size, and the
// licence that results.
func (r *printing) files(g *page, f figure.Figure) {
	d := r.data[f.ID]
	g.raw(`<p class="dl">`)
	link := func(key, name string) {
		if name != "" {
			g.raw(`<a href="../data/`, name, `">`, g.say(key, r.p.Bytes(int64(d.size[name]))), "</a> ")
		}
	}
	link("press.csv", d.csv)
	link("press.csv-french", d.french)
	link("press.json", d.json)
	link("press.svg", d.svg[r.tag])
	link("press.trace", d.trace)
	g.raw("</p>\n")
	l := r.ed.Licence(f.ID)
	g.raw(`<p class="soft src">`)
	if names := r.sourceNames(l.Sources); len(names) > 0 {
		g.raw(g.say("press.sources-are", len(names), strings.Join(names, r.p.Say("press.semi"))), " ")
	}
	g.raw(g.esc(r.licence(f)), " ")
	rows := map[figure.Ref]bool{}
	for _, c := range f.Cells {
		for _, x := range c.Trace().Refs {
			rows[x] = true
		}
	}
	if len(rows) > 0 {
		g.raw(g.say("press.trace-rows", len(rows)))
	} else if len(l.Sources) > 0 {
		g.raw(g.say("press.trace-sources"))
	}
	if k := "tier." + f.Tier; r.p.Has(k) {
		g.raw(" ", g.say(k))
	}
	g.raw(` <a href="method.html#`, methodID(f.Method), `">`, g.say("press.how-made"), "</a></p>\n")
}

// licence words the resulting licence of a figure's files.
func (r *printing) licence(f figure.Figure) string {
	l := r.ed.Licence(f.ID)
	if len(l.Sources) == 0 {
		return r.p.Say("press.licence-none")
	}
	return r.licenceWords(l.Licence)
}

// limits prints what must be borne in mind: what is to be read beside the
// figure, caveats, blind spots of its sources, what was withheld.
func (r *printing) limits(g *page, f figure.Figure, h string) {
	if g.said == nil {
		g.said = map[string]bool{}
	}
	once := func(s string) bool { // what stands on the page already is not said again
		if s == "" || g.said[s] {
			return false
		}
		g.said[s] = true
		return true
	}
	var beside []string
	for _, id := range f.Beside {
		b, ok := r.ed.Figure(id)
		if !ok || id == f.ID || !once("beside "+id) {
			continue
		}
		s := g.inline(b.Title)
		if len(b.Sentence) > 0 {
			s = g.inline(b.Sentence)
		}
		if a := r.address(id); a != "" {
			s += ` <a href="` + a + `">` + g.say("press.see") + "</a>"
		}
		beside = append(beside, s)
	}
	switch len(beside) {
	case 0:
	case 1:
		g.raw(`<div class="note"><p><b>`, g.say("press.beside"), "</b>", g.esc(r.p.Say("press.colon")), beside[0], "</p></div>\n")
	default:
		g.raw(`<div class="note"><p><b>`, g.say("press.beside"), "</b></p><ul><li>", strings.Join(beside, "</li><li>"), "</li></ul></div>\n")
	}
	var cs []string
	for _, c := range f.Caveats {
		if s := g.inline(c); !r.blindSpot(c) && once(s) {
			cs = append(cs, s)
		}
	}
	if len(cs) > 0 {
		g.raw("<", h, ">", g.say("press.caveats"), "</", h, `><ul><li>`, strings.Join(cs, "</li><li>"), "</li></ul>\n")
	}
	if hs := r.held(f.ID); len(hs) > 0 {
		g.raw("<", h, ">", g.say("press.withheld-here"), "</", h, "><ul>")
		for _, x := range hs {
			g.raw("<li>", g.say("press.cells", x.Cells), g.esc(r.p.Say("press.colon")), g.say(x.Rule), "</li>")
		}
		g.raw("</ul>\n")
	}
}

// blindSpot reports a caveat that repeats what a source cannot see: the page
// prints it once, under its own heading.
func (r *printing) blindSpot(x lang.Text) bool {
	a, _ := x.In(r.tag)
	for _, s := range r.st.Sources {
		if b, _ := s.CannotSee.In(r.tag); b == a && a != "" {
			return true
		}
	}
	return false
}

// blind prints what the sources behind figures cannot see.
func (r *printing) blind(g *page, h string, figs ...figure.Figure) {
	var ids []string
	for _, f := range figs {
		ids = append(ids, r.ed.Licence(f.ID).Sources...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return
	}
	key := "press.cannot-see"
	if len(ids) > 1 {
		key = "press.cannot-see-all"
	}
	g.raw("<", h, ">", g.say(key), "</", h, "><ul>")
	for _, id := range ids {
		g.raw("<li><b>", g.esc(strings.Join(r.sourceNames([]string{id}), "")), "</b>", g.esc(r.p.Say("press.colon")))
		if s, ok := r.st.Source(id); ok && len(s.CannotSee) > 0 {
			g.raw(g.inline(s.CannotSee))
		} else {
			g.raw(g.say("press.source-unsaid"))
		}
		g.raw("</li>")
	}
	g.raw("</ul>\n")
}

// citeBox prints how to cite a page.
func (r *printing) citeBox(g *page, title string) {
	c := r.citation(r.tag, g.path, title)
	g.raw("<details><summary>", g.say("press.cite-page"), "</summary><p>", g.esc(r.cite(c)), `</p><pre>`, html.EscapeString(out.BibTeX(c)), "</pre></details>\n")
}

// upper makes the first letter of a sentence a capital.
func upper(s string) string {
	for i, c := range s {
		return strings.ToUpper(string(c)) + s[i+len(string(c)):]
	}
	return s
}
