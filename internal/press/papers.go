package press

import (
	_ "embed"
	"html"
	"slices"
	"strings"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/source"
)

//go:embed method/fr.md
var methodFr string

//go:embed method/en.md
var methodEn string

// rules holds the printed rules by which figures are made, by language and
// the figures' method: "profile#deaths".
var rules = map[lang.Tag]map[string]string{lang.French: sections(methodFr), lang.English: sections(methodEn)}

// sections cuts a text at its headings "## name".
func sections(md string) map[string]string {
	m := map[string]string{}
	for part := range strings.SplitSeq("\n"+md, "\n## ") {
		name, text, ok := strings.Cut(part, "\n")
		if ok && name != "" {
			m[strings.TrimSpace(name)] = strings.TrimSpace(text)
		}
	}
	delete(m, "")
	return m
}

func methodID(m string) string { return out.Slug(strings.ReplaceAll(m, "#", "-")) }

// method prints how each figure is made, what was withheld and by which rule,
// and what the release was made from.
func (r *printing) method() {
	g := r.open("method.html", r.p.Say("press.method-title"), "reading")
	g.raw("<h1>", g.say("press.method-title"), "</h1>\n")
	g.el(`p class="lede"`, r.p.Say("press.method-lead"))
	r.narrative(g, "method")
	var keys []string
	by := map[string][]figure.Figure{}
	for _, f := range r.figs {
		if by[f.Method] == nil {
			keys = append(keys, f.Method)
		}
		by[f.Method] = append(by[f.Method], f)
	}
	for _, k := range keys {
		title, text, ok := strings.Cut(rules[r.tag][k], "\n")
		if !ok {
			if r.tag == lang.Complete[0] {
				r.finds.Add("P505", diag.At{Field: k}, k)
			}
			title, text = by[k][0].Title[r.tag], r.p.Say("press.not-yet")
		}
		g.raw(`<section id="`, methodID(k), `"><h2>`, g.esc(strings.TrimPrefix(title, "### ")), "</h2>\n")
		h, finds := prose.Set(r.tag, "method", text, r.ed.Figure, r.address)
		r.finds = append(r.finds, finds...)
		g.raw(h)
		var ps []string
		for _, f := range by[k] {
			for _, p := range f.Policy {
				if key := "policy." + p; r.p.Has(key) && !slices.Contains(ps, r.p.Say(key)) {
					ps = append(ps, r.p.Say(key))
				}
			}
		}
		if len(ps) > 0 {
			g.el("p", r.p.Say("press.policy", strings.Join(ps, r.p.Say("press.semi"))))
		}
		g.raw(`<p class="soft">`, g.say("press.used-by"), " ")
		for i, f := range by[k] {
			if i > 0 {
				g.raw(" · ")
			}
			if a := r.address(f.ID); a != "" {
				g.raw(`<a href="`, a, `">`, g.inline(f.Title), "</a>")
			} else {
				g.raw(g.inline(f.Title))
			}
		}
		g.raw("</p></section>\n")
	}
	r.registered(g)
	r.protection(g)
	r.withheld(g)
	r.pins(g)
	r.citeBox(g, r.p.Say("press.method-title"))
}

func (r *printing) registered(g *page) {
	if len(r.st.Registered) == 0 {
		return
	}
	g.raw("<h2>", g.say("press.registered"), "</h2><ul>")
	for _, a := range r.st.Registered {
		name := g.esc(r.registeredAs(a.ID))
		if at := r.address(a.ID); at != "" {
			name = `<a href="` + at + `">` + name + "</a>"
		}
		g.raw("<li>", name, g.esc(r.p.Say("press.colon")), g.esc(Date(r.p, a.On)), "</li>")
	}
	g.raw("</ul>\n")
}

// registeredAs is the title of an analysis registered in advance.
func (r *printing) registeredAs(id string) string {
	if f, ok := r.ed.Figure(id); ok {
		if s, _ := f.Title.In(r.tag); s != "" {
			return s
		}
	}
	if k := "title." + id; r.p.Has(k) {
		return r.p.Say(k)
	}
	if at, ok := strings.CutPrefix(id, "profile.break:"); ok {
		return r.p.Say("press.registered-break", Date(r.p, at))
	}
	return id
}

// protection prints the rules that hold for the coalition's own reports.
func (r *printing) protection(g *page) {
	if !slices.ContainsFunc(r.st.Sources, func(s source.Source) bool { return s.Protection.OwnReports || !s.Protection.Public }) {
		return
	}
	x := r.st.Rules.WithDefaults()
	g.raw("<h2>", g.say("press.rules"), "</h2><ul><li>", g.say("press.rule-min", x.MinContributors), "</li><li>", g.say("press.rule-embargo", x.EmbargoDays), "</li></ul>\n")
}

// withheld prints how many cells were held by which rule, never which.
func (r *printing) withheld(g *page) {
	g.raw(`<section id="withheld"><h2>`, g.say("press.withheld"), "</h2>\n")
	hs := r.held("")
	if len(hs) == 0 {
		g.raw("<p>", g.say("press.withheld-none"), "</p></section>\n")
		return
	}
	g.el("p", r.p.Say("press.withheld-lead"))
	g.raw(`<div class="sc" role="region" tabindex="0" aria-label="`, g.say("press.withheld"), `"><table><thead><tr><th scope="col">`, g.say("press.figure"), `</th><th scope="col">`, g.say("press.rule"),
		`</th><th scope="col" class="num">`, g.say("press.count"), "</th></tr></thead><tbody>\n")
	for _, h := range hs {
		g.raw(`<tr><th scope="row">`)
		if f, ok := r.ed.Figure(h.Figure); ok {
			g.raw(`<a href="`, r.address(h.Figure), `">`, g.inline(f.Title), "</a>")
		} else {
			g.raw(g.say("press.whole-study"))
		}
		g.raw("</th><td>", g.say(h.Rule), `</td><td class="num">`, g.esc(r.p.Int(h.Cells)), "</td></tr>\n")
	}
	g.raw("</tbody></table></div></section>\n")
}

// pins prints from what exactly the release was made.
func (r *printing) pins(g *page) {
	x := r.ed.Pins()
	g.raw("<h2>", g.say("press.made-from"), `</h2><dl class="pins">`)
	put := func(key, s string) {
		if s != "" {
			g.raw("<dt>", g.say(key), "</dt><dd><code>", html.EscapeString(s), "</code></dd>")
		}
	}
	put("press.pin-edition", r.hash)
	put("press.pin-folder", x.Folder)
	if x.LogSize > 0 {
		put("press.pin-log", r.p.Int(int(x.LogSize)))
	}
	put("press.pin-root", x.Root)
	put("press.pin-program", x.Program)
	g.raw("</dl>\n")
}

// sources prints who speaks, under which licence, and what each cannot see.
func (r *printing) sources() {
	g := r.open("sources.html", r.p.Say("press.sources-title"), "reading")
	g.raw("<h1>", g.say("press.sources-title"), "</h1>\n")
	g.el(`p class="lede"`, r.p.Say("press.sources-lead"))
	for _, s := range r.st.Sources {
		g.raw(`<section id="`, out.Slug(s.ID), `"><h2>`, g.inline(s.Name), `</h2><dl class="meta">`)
		put := func(key, h string) {
			if h != "" {
				g.raw("<dt>", g.say(key), g.esc(strings.TrimRight(r.p.Say("press.colon"), " ")), "</dt><dd>", h, "</dd>\n")
			}
		}
		put("press.source-class", g.esc(r.p.Say("class."+string(s.Class))))
		put("press.source-version", g.esc(s.Version))
		if s.Accessed != "" {
			put("press.source-access", g.esc(Date(r.p, s.Accessed)))
		} else {
			put("press.source-access", g.say("press.access-unsaid"))
		}
		if to, ok := address.Printable(s.URL); ok {
			put("press.source-address", `<a href="`+attr(to)+`">`+html.EscapeString(to)+"</a>")
		}
		put("press.source-cite", html.EscapeString(s.Citation))
		put("press.source-licence", r.licenceHTML(s.Licence))
		put("press.source-leaves", g.say("press.level-"+s.Licence.Level.String()))
		g.raw("</dl>\n<h3>", g.say("press.cannot-see"), "</h3>")
		if len(s.CannotSee) > 0 {
			g.text("p", s.CannotSee)
		} else {
			g.raw("<p>", g.say("press.source-unsaid"), "</p>")
		}
		var drawn []string
		for _, f := range r.figs {
			if slices.Contains(r.ed.Licence(f.ID).Sources, s.ID) {
				drawn = append(drawn, `<a href="`+r.address(f.ID)+`">`+g.inline(f.Title)+"</a>")
			}
		}
		if len(drawn) > 0 {
			g.raw("<details><summary>", g.say("press.source-figures"), "</summary><ul><li>", strings.Join(drawn, "</li><li>"), "</li></ul></details>")
		}
		g.raw("</section>\n")
	}
}

// licenceWords words a licence: its name, what it asks for, the words to
// print.
func (e *edition) licenceWordsIn(p lang.Printer, l source.Licence) string {
	if l.Level == source.None {
		return p.Say("press.licence-none")
	}
	n := l.Name
	if n == "" {
		n = p.Say("press.licence-unnamed")
	}
	if l.ShareAlike {
		n += ", " + p.Say("press.share-alike")
	}
	s := p.Say("press.licence-is", n)
	if l.Attribution != "" {
		s += " " + p.Say("press.attribution", l.Attribution)
	}
	return s
}

func (r *printing) licenceWords(l source.Licence) string { return r.licenceWordsIn(r.p, l) }

func (r *printing) licenceHTML(l source.Licence) string {
	n := l.Name
	if l.Level == source.None {
		return r.esc(r.p.Say("press.licence-missing"))
	}
	if n == "" {
		n = r.p.Say("press.licence-unnamed")
	}
	h := r.esc(n)
	if to, ok := address.Printable(l.URL); ok {
		h = `<a href="` + attr(to) + `">` + h + "</a>"
	}
	if l.ShareAlike {
		h += ", " + r.esc(r.p.Say("press.share-alike"))
	}
	if l.Attribution != "" {
		h += ". " + r.esc(r.p.Say("press.attribution", l.Attribution))
	}
	return h
}

// dataPage lists every file with its size and licence.
func (r *printing) dataPage() {
	title := r.p.Say("press.data-title", r.ed.ID())
	g := r.open("data.html", title, "reading")
	g.raw("<h1>", r.fic(), g.esc(title), "</h1>\n")
	g.el(`p class="lede"`, r.p.Say("press.data-lead"))
	g.el("p", r.p.Say("press.data-columns"))
	g.raw("<h2>", g.say("press.data-whole"), `</h2><ul class="qs">`)
	g.raw(`<li><a href="../`, r.zipName(), `">`, g.say("press.offline", zipSize), "</a></li>\n")
	for _, x := range [][2]string{{"../data/datapackage.json", "press.data-package"}, {"../data/schema.jsonld", "press.data-jsonld"}, {"../data/LICENCES.txt", "press.data-licences"},
		{"../edition.json", "press.data-edition"}, {"../manifest.json", "press.data-manifest"}, {"../SHA256SUMS", "press.data-sums"}} {
		g.raw(`<li><a href="`, x[0], `">`, x[0][strings.LastIndex(x[0], "/")+1:], "</a>", g.esc(r.p.Say("press.colon")), g.say(x[1]), "</li>\n")
	}
	g.raw("</ul>\n")
	for _, q := range r.questions {
		for _, f := range q.figs {
			g.raw("<h3>", `<a href="`, r.address(f.ID), `">`, g.inline(f.Title), "</a></h3>\n")
			r.fileList(g, f)
		}
	}
	g.raw(`<h2 id="cite">`, g.say("press.cite-how"), "</h2><p>", g.esc(r.cite(r.citation(r.tag, "data.html", ""))), "</p>\n")
	r.citeFiles(g)
	g.el("p", r.p.Say("press.cite-sources"))
}

// fileList lists the files of a figure and their licence.
func (r *printing) fileList(g *page, f figure.Figure) {
	d := r.data[f.ID]
	g.raw(`<p class="dl">`)
	for _, x := range [][2]string{{d.csv, "press.csv"}, {d.french, "press.csv-french"}, {d.json, "press.json"}, {d.svg[r.tag], "press.svg"}, {d.trace, "press.trace"}} {
		if x[0] != "" {
			g.raw(`<a href="../data/`, x[0], `">`, g.say(x[1], r.p.Bytes(int64(d.size[x[0]]))), "</a> ")
		}
	}
	g.raw(`</p><p class="soft src">`, g.esc(r.licence(f)), "</p>\n")
}

func attr(s string) string { return html.EscapeString(s) }
