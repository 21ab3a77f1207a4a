package press

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/study"
)

// front prints the study's first page, in the order of what matters: what it
// is and who stands behind it; three sentences; one case with its names; who
// was involved; what is offered and asked; the context last; what must not be
// concluded; where to go on. Deaths are never the headline.
func (r *printing) front() {
	title, _ := r.st.Title.In(r.tag)
	g := r.open("index.html", title, "index")
	g.desc, _ = r.st.Summary.In(r.tag)
	r.cover(g)
	r.sentences(g)
	r.theCase(g)
	r.theStrip(g)
	r.offersAndAsks(g)
	r.theMap(g)
	if len(r.st.NotConclude) > 0 {
		g.raw(`<section class="not" id="not"><h2>`, g.say("press.not-conclude"), "</h2><ul>")
		for _, x := range r.st.NotConclude {
			g.raw("<li>", g.inline(x), "</li>")
		}
		g.raw("</ul></section>\n")
	}
	r.readOn(g)
	r.scholar(g)
}

// cover prints titles and who stands behind the study.
func (r *printing) cover(g *page) {
	o := r.st.Original
	title, _ := r.st.Title.In(r.tag)
	if o.Title != "" && o.Title != title {
		label := r.p.Say("press.original")
		if o.Year != "" {
			label = r.p.Say("press.original-of", o.Year)
		}
		g.raw("<h1>", r.ficFor(o.Title), r.tagged(o.Title, o.Lang), ` <small class="sub">`, g.inline(r.st.Title), "</small></h1>\n")
		g.raw(`<p class="soft">`, g.esc(label), "</p>\n")
	} else {
		g.raw("<h1>", r.ficFor(title), g.inline(r.st.Title), "</h1>\n")
		for _, l := range lang.Complete { // the title in the original has its translation beside it
			if x := r.st.Title[l]; o.Title != "" && l != o.Lang && x != "" && x != title {
				g.raw(`<p class="soft">`, r.tagged(x, l), "</p>\n")
			}
		}
	}
	g.text(`p class="lede"`, r.st.Summary)
	g.raw(`<dl class="meta">`)
	put := func(key, h string) {
		if h != "" {
			g.raw("<dt>", g.say(key), g.esc(strings.TrimRight(r.p.Say("press.colon"), " ")), "</dt><dd>", h, "</dd>\n")
		}
	}
	var did, before []study.Org
	for _, x := range r.st.Organisations {
		if x.Original {
			before = append(before, x)
		} else {
			did = append(did, x)
		}
	}
	put("press.original-by", r.orgs(g, before))
	put("press.done-by", r.orgs(g, did))
	if len(r.st.Funders) > 0 {
		put("press.paid-by", r.orgs(g, r.st.Funders))
	} else {
		put("press.paid-by", g.say("press.paid-nobody"))
	}
	put("press.independence", g.inline(r.st.Independence))
	put("press.decided", g.inline(r.st.Decided))
	put("press.reviewed", g.inline(r.st.Reviewed))
	put("press.interests", g.inline(r.st.Interests))
	put("press.perimeter", g.inline(r.st.Perimeter))
	if r.st.Period.Known() {
		put("press.period", g.esc(years(r.st.Period.From.String(), r.st.Period.To.String())))
	}
	g.raw("</dl>\n")
}

// years words a period by its years where it is made of whole ones.
func years(from, to string) string {
	if strings.HasSuffix(from, "-01-01") && strings.HasSuffix(to, "-12-31") {
		from, to = from[:4], to[:4]
	}
	if from == to {
		return from
	}
	return from + "–" + to
}

func (r *printing) orgs(g *page, os []study.Org) string {
	var hs []string
	for _, o := range os {
		h := g.inline(o.Name)
		if to, ok := address.Printable(o.URL); ok {
			h = `<a href="` + attr(to) + `">` + h + "</a>"
		}
		if x := g.inline(o.Role); x != "" {
			h += " (" + x + ")"
		}
		hs = append(hs, h)
	}
	return strings.Join(hs, g.say("press.semi"))
}

// three are the figures whose sentences open a study: who was asked and who
// was not, what they say of their place, what they ask for.
var three = []string{"involve.asked", "involve.place", "involve.recommendations"}

// sentences prints what the study's text "front" says, or the first sentences
// of its figures: who speaks, what is asked, what is counted. Never deaths.
func (r *printing) sentences(g *page) {
	if _, ok := r.st.Texts["front"]; ok {
		g.raw(`<section class="three">`)
		g.raw("<h2>", g.say("press.in-short"), "</h2>\n")
		r.narrative(g, "front")
		g.raw("</section>\n")
		return
	}
	fs := r.three()
	if len(fs) == 0 {
		return
	}
	g.raw("<section><h2>", g.say("press.in-short"), `</h2><ul class="three">`)
	for _, f := range fs {
		g.raw("<li>")
		if strings.HasPrefix(f.ID, "perception.") { // its sentence answers a question
			g.raw("<small>", g.inline(f.Title), "</small><br>")
		}
		g.raw(g.inline(f.Sentence), ` <a href="`, r.address(f.ID), `"><small>`, g.say("press.see"), "</small></a></li>\n")
	}
	g.raw("</ul></section>\n")
}

// three picks the figures whose sentences the first page says: who was asked
// and who was not, what they say of their place, what they ask for; then
// whatever comes first. A sentence is missing where cells of its figure were
// held back.
func (r *printing) three() []figure.Figure {
	says := func(f figure.Figure) bool {
		// That nobody was asked, or nothing is known to be asked for, is the answer.
		known := anything(f) || slices.Contains(three, f.ID)
		return len(f.Sentence) > 0 && f.Unit != "unit.deaths" && known && r.address(f.ID) != ""
	}
	var fs []figure.Figure
	used := map[string]bool{}
	take := func(prefixes ...string) {
		for _, p := range prefixes {
			for _, f := range r.figs {
				if strings.HasPrefix(f.ID, p) && says(f) && !used[f.ID] {
					fs, used[f.ID] = append(fs, f), true
					return
				}
			}
		}
	}
	take("involve.asked", "perception.inquiry-asked", "perception.inquiry", "perception.")
	take("involve.place", "involve.strip", "involve.statements")
	take("involve.recommendations", "compare.cases")
	for len(fs) < 3 {
		n := len(fs)
		if take("involve.", "compare.", ""); len(fs) == n {
			break
		}
	}
	return fs
}

// first is the first figure for which ok holds.
func (r *printing) first(ok func(figure.Figure) bool) (figure.Figure, bool) {
	for _, f := range r.figs {
		if ok(f) {
			return f, true
		}
	}
	return figure.Figure{}, false
}

// theCase prints the case on which most groups speak, the first of these.
func (r *printing) theCase(g *page) {
	f, ok := r.first(func(f figure.Figure) bool {
		return f.Shape == figure.Sayings && f.Unit == "unit.namings" && len(f.Dims) > 0
	})
	if !ok {
		return
	}
	best, at := 0, ""
	for _, k := range f.Dims[0].Keys {
		n := 0
		for _, c := range f.Cells {
			if c.At()[0] == k && len(c.Sayings()) > 0 {
				n++
			}
		}
		if n > best {
			best, at = n, k
		}
	}
	g.raw("<section><h2>", g.say("press.one-case"), "</h2>\n")
	if at == "" {
		r.nothing(g, f)
	} else {
		g.raw(r.oneCase(f, at, "h3", false))
		if a := r.address(f.ID); a != "" {
			g.raw(`<p><a href="`, a, `">`, g.say("press.all-cases"), "</a></p>\n")
		}
	}
	g.raw("</section>\n")
}

// theStrip prints measures × stages.
func (r *printing) theStrip(g *page) {
	f, ok := r.first(func(f figure.Figure) bool { return f.Shape == figure.Strip })
	if !ok {
		return
	}
	g.raw("<section><h2>", g.say("press.strip"), "</h2>\n")
	g.text(`p class="say"`, f.Sentence)
	if short := spoken(f); anything(f) {
		r.figure(g, short, "s")
		if n := len(f.Dims[0].Keys) - len(short.Dims[0].Keys); n > 0 {
			g.el(`p class="soft"`, r.p.Say("press.strip-rest", n))
		}
	} else {
		r.nothing(g, f)
	}
	r.more(g, f)
	g.raw("</section>\n")
}

// spoken keeps the rows of a strip of which something is known or stated.
func spoken(f figure.Figure) figure.Figure {
	if len(f.Dims) != 2 {
		return f
	}
	said := map[string]bool{}
	for _, c := range f.Cells {
		if _, ok := c.Value(); ok || len(c.Sayings()) > 0 {
			said[c.At()[0]] = true
		}
	}
	d := f.Dims[0]
	f.Dims = slices.Clone(f.Dims)
	f.Dims[0].Keys, f.Dims[0].Labels = nil, nil
	for i, k := range d.Keys {
		if said[k] {
			f.Dims[0].Keys = append(f.Dims[0].Keys, k)
			f.Dims[0].Labels = append(f.Dims[0].Labels, d.Labels[i])
		}
	}
	f.Cells = slices.DeleteFunc(slices.Clone(f.Cells), func(c figure.Cell) bool { return !said[c.At()[0]] })
	return f
}

func (r *printing) more(g *page, f figure.Figure) {
	if a := r.address(f.ID); a != "" {
		g.raw(`<p><a href="`, a, `">`, g.say("press.table"), ", ", g.say("press.how-made-short"), "</a></p>\n")
	}
}

// offersAndAsks prints what civil society could contribute, and what it asks
// of whom.
func (r *printing) offersAndAsks(g *page) {
	offers, okO := r.ed.Figure("involve.capacities")
	asks, okA := r.ed.Figure("involve.recommendations")
	if !okO && !okA {
		return
	}
	g.raw("<section><h2>", g.say("press.offers-asks"), "</h2>\n")
	if okO {
		g.raw("<h3>", g.say("press.offers"), "</h3>\n")
		if anything(offers) {
			g.text("p", offers.Sentence)
			r.functions(g, offers)
			r.more(g, offers)
		} else {
			r.nothing(g, offers)
		}
	}
	if okA {
		g.raw("<h3>", g.say("press.asks"), "</h3>\n")
		if anything(asks) {
			g.text("p", asks.Sentence)
			r.addressees(g, asks)
		} else {
			r.nothing(g, asks)
		}
	}
	if c, ok := r.ed.Figure("involve.commitments"); ok && anything(c) && len(c.Sentence) > 0 {
		g.raw("<p>", g.inline(c.Sentence), ` <a href="`, r.address(c.ID), `">`, g.say("press.see"), "</a></p>\n")
	}
	g.raw("</section>\n")
}

// functions lists what is offered, documented before declared.
func (r *printing) functions(g *page, f figure.Figure) {
	if len(f.Dims) != 2 {
		return
	}
	g.raw(`<ul class="items">`)
	for _, k := range f.Dims[0].Keys {
		var said []string
		for _, e := range f.Dims[1].Keys {
			c, ok := f.Cell(k, e)
			if !ok {
				continue
			}
			if v, has := c.Value(); has && v > 0 {
				said = append(said, out.Label(r.p, f.Dims[1], e)+r.p.Say("press.colon")+out.Number(r.p, f.Unit, v))
			} else if !has {
				said = append(said, out.Label(r.p, f.Dims[1], e)+r.p.Say("press.colon")+r.p.Say("press.short."+string(c.Why())))
			}
		}
		if len(said) > 0 {
			g.raw("<li>", r.label(f.Dims[0], k), " · ", g.esc(strings.Join(said, ", ")), "</li>")
		}
	}
	g.raw("</ul>\n")
}

// addressees lists what is asked of each: the first two, and how many more.
func (r *printing) addressees(g *page, f figure.Figure) {
	g.raw(`<dl class="asks">`)
	for _, c := range f.Cells {
		ss := c.Sayings()
		if len(ss) == 0 {
			continue
		}
		g.raw("<dt>", r.heading(f, c), "</dt>")
		for _, s := range ss[:min(2, len(ss))] {
			t := r.tagged(cmp.Or(s.Term, s.Verbatim), s.Lang)
			if len(s.Says) > 0 {
				t = g.inline(s.Says)
			}
			if t == "" {
				continue
			}
			g.raw("<dd>", t)
			if m := r.meta(s, true); m != "" {
				g.raw(` <small>`, m, "</small>")
			}
			g.raw("</dd>")
		}
		if len(ss) > 2 {
			g.raw(`<dd><a href="`, r.address(f.ID), `">`, g.say("press.more-of", len(ss)), "</a></dd>")
		}
	}
	g.raw("</dl>\n")
}

// theMap prints the context last: a map that does not count deaths if there
// is one, and what it cannot show.
func (r *printing) theMap(g *page) {
	var best *figure.Figure
	rank := func(f figure.Figure) int {
		n := 0
		if f.Unit == "unit.deaths" {
			n += 2
		}
		if !r.mapped(f) {
			n += 4
		}
		return n
	}
	for i, f := range r.figs {
		if f.Shape == figure.Map && anything(f) && (best == nil || rank(f) < rank(*best)) {
			best = &r.figs[i]
		}
	}
	if best == nil {
		return
	}
	f := *best
	g.raw("<section><h2>", g.say(map[bool]string{true: "press.context", false: "press.context-trend"}[r.mapped(f)]), "</h2>\n<h3>", r.fic(), g.inline(f.Title), "</h3>\n")
	g.text("p", f.Sentence)
	r.figure(g, f, "m")
	r.more(g, f)
	g.raw("<h3>", g.say(map[bool]string{true: "press.cannot-show", false: "press.cannot-see-chart"}[r.mapped(f)]), "</h3><ul>")
	for _, c := range f.Caveats {
		if !r.blindSpot(c) {
			g.raw("<li>", g.inline(c), "</li>")
		}
	}
	for _, id := range r.ed.Licence(f.ID).Sources {
		if s, ok := r.st.Source(id); ok && len(s.CannotSee) > 0 {
			g.raw("<li>", g.esc(strings.Join(r.sourceNames([]string{id}), "")), g.esc(r.p.Say("press.colon")), g.inline(s.CannotSee), "</li>")
		}
	}
	for _, id := range f.Beside {
		if b, ok := r.ed.Figure(id); ok && len(b.Sentence) > 0 {
			g.raw("<li>", g.inline(b.Sentence), "</li>")
		}
	}
	g.raw("</ul></section>\n")
}

// readOn lists the questions, then where to check, cite and reply.
func (r *printing) readOn(g *page) {
	g.raw(`<section id="more"><h2>`, g.say("press.read-on"), "</h2>\n<h3>", g.say("press.questions"), `</h3><ul class="qs">`)
	more := 0
	for _, q := range r.questions {
		if q.own && len(r.st.Questions) > 0 {
			more++
			continue
		}
		g.raw(`<li><a href="`, q.file, `.html">`, g.inline(q.Asks), "</a></li>\n")
	}
	g.raw("</ul>\n")
	if more > 0 {
		g.raw("<details><summary>", g.say("press.more-figures", more), "</summary>")
		r.further(g)
		g.raw("</details>\n")
	}
	g.raw("<h3>", g.say("press.take-away"), `</h3><ul class="qs">`)
	if r.reports != nil {
		g.raw("<li>", g.say("press.report"), g.esc(r.p.Say("press.colon")))
		n := 0
		for _, h := range r.reports {
			if h.Lang == r.tag {
				if n++; n > 1 {
					g.raw(" · ")
				}
				key := "press.report-print"
				if strings.HasSuffix(h.Name, ".docx") {
					key = "press.report-docx"
				}
				g.raw(`<a href="../report/`, h.Name, `">`, g.say(key, r.p.Bytes(int64(len(h.Data)))), "</a>")
			}
		}
		g.raw("</li>\n")
	}
	for _, x := range [][2]string{{"method.html", "press.method-link"}, {"sources.html", "press.sources-link"}, {"data.html", "press.data-link"}} {
		g.raw(`<li><a href="`, x[0], `">`, g.say(x[1]), "</a></li>\n")
	}
	g.raw(`<li><a href="../`, r.zipName(), `">`, g.say("press.offline", zipSize), "</a></li>\n")
	g.raw("</ul>\n<h3 id=\"cite\">", g.say("press.cite"), "</h3><p>", g.esc(r.cite(r.citation(r.tag, "index.html", ""))), "</p>\n")
	r.citeFiles(g)
	if len(r.st.Contact) > 0 {
		g.raw(`<h3 id="reply">`, g.say("press.correct"), "</h3>\n")
		g.text("p", r.st.Contact)
	}
	g.raw("</section>\n")
}

func (r *printing) citeFiles(g *page) {
	g.raw(`<p class="dl"><a href="../data/`, r.mark(), `citation.bib">BibTeX</a> <a href="../data/`, r.mark(), `citation.ris">RIS</a> <a href="../data/CITATION.cff">CFF</a></p>`, "\n")
}

// scholar adds what reference managers read from the head of the first page.
func (r *printing) scholar(g *page) {
	c := r.citation(r.tag, "index.html", "")
	meta := func(name, s string) {
		if s != "" {
			g.head += `<meta name="citation_` + name + `" content="` + attr(s) + `">`
		}
	}
	meta("title", c.Title)
	for _, a := range c.Authors {
		meta("author", a)
	}
	meta("publication_date", strings.ReplaceAll(c.Date, "-", "/"))
	meta("language", string(r.tag))
	meta("fulltext_html_url", c.URL)
	g.head += `<link rel="describedby" type="application/ld+json" href="../data/schema.jsonld">`
}

type langTag = lang.Tag
