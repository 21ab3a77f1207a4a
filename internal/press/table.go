package press

import (
	"html"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// The size of one page of a long table or list.
const (
	pageRows  = 200
	pageBytes = 70000
	wideCols  = 12 // more columns than this are written one cell a row
)

// chunk is a piece that is not broken over two pages: a row of a table, or one
// statement. Head stands before it wherever it differs from the one before.
type chunk struct{ head, body string }

// grid is a table on its way into pages.
type grid struct {
	open, close string // around the rows: caption and head
	rows        []chunk
}

// table prints the table behind a figure: folded on the page where it is
// short, on its own pages where it is long.
func (r *printing) table(g *page, f figure.Figure) {
	t := r.tableOf(f)
	size := 0
	for _, c := range r.measured(f).rows {
		size += len(c.body)
	}
	if size <= room(roomTable, g.figures) {
		g.raw("<details><summary>", g.say("press.table-of", len(t.rows)), "</summary>")
		g.raw(t.open)
		for _, c := range t.rows {
			g.raw(c.body)
		}
		g.raw(t.close, "</details>\n")
		return
	}
	r.long(g, f, t, r.p.Say("press.table-page", len(t.rows)))
}

// long links to pages of a table, and makes them.
func (r *printing) long(g *page, f figure.Figure, t grid, link string) {
	stem := r.mark() + out.Slug(f.ID) + "-table"
	parts := deal(t.rows, split(r.measured(f).rows))
	name := func(i int) string {
		if i == 0 {
			return stem + ".html"
		}
		return stem + "-" + strconv.Itoa(i+1) + ".html"
	}
	g.raw(`<p><a href="`, name(0), `">`, g.esc(link), "</a></p>\n")
	if r.paths[name(0)] {
		return
	}
	r.paths[name(0)] = true
	title, _ := f.Title.In(r.tag)
	for i, part := range parts {
		x := r.open(name(i), r.pageTitle(title, i, len(parts)), "table")
		if q, ok := r.home(f.ID); ok {
			x.home = q.file + ".html"
		}
		x.raw("<h1>", r.fic(), x.inline(f.Title), "</h1>\n")
		if a := r.address(f.ID); a != "" {
			x.raw(`<p><a href="`, a, `">`, x.say("press.back-to"), "</a></p>\n")
		}
		x.raw(t.open)
		head := ""
		for _, c := range part {
			if c.head != head {
				x.raw(raised.Replace(c.head))
				head = c.head
			}
			x.raw(raised.Replace(c.body))
		}
		x.raw(t.close)
		if len(parts) > 1 {
			x.raw(`<nav aria-label="`, x.say("press.pages"), `"><ul class="pages">`)
			for j := range parts {
				n := strconv.Itoa(j + 1)
				if i == j {
					x.raw(`<li><span aria-current="page">`, n, "</span></li>")
				} else {
					x.raw(`<li><a href="`, name(j), `">`, n, "</a></li>")
				}
			}
			x.raw("</ul></nav>\n")
		}
		r.files(x, f)
	}
}

// raised lifts headings by one: on a page of its own a list stands right under
// the title.
var raised = strings.NewReplacer("<h3", "<h2", "</h3>", "</h2>", "<h4", "<h3", "</h4>", "</h3>")

// measured is the table or list by whose size pages are cut: in one language
// for all, so that each page of one language has its like in the others.
func (r *printing) measured(f figure.Figure) grid {
	m := r
	if t := lang.Complete[0]; r.tag != t {
		m = &printing{edition: r.edition, p: lang.For(t), tag: t}
	}
	if isWords(f) {
		return grid{rows: m.chunks(f)}
	}
	return m.tableOf(f)
}

// deal cuts chunks where the measured ones are cut.
func deal(cs []chunk, like [][]chunk) [][]chunk {
	var parts [][]chunk
	for _, l := range like {
		parts = append(parts, cs[:len(l)])
		cs = cs[len(l):]
	}
	return parts
}

func (r *printing) pageTitle(title string, i, n int) string {
	if n == 1 {
		return title
	}
	return title + ", " + r.p.Say("press.page-of", i+1, n)
}

// split deals chunks into pages by number and size.
func split(cs []chunk) [][]chunk {
	var parts [][]chunk
	size := 0
	for _, c := range cs {
		n := len(parts)
		if n == 0 || len(parts[n-1]) >= pageRows || size+len(c.body) > pageBytes && len(parts[n-1]) > 0 {
			parts, size, n = append(parts, nil), 0, n+1
		}
		parts[n-1] = append(parts[n-1], c)
		size += len(c.body)
	}
	return parts
}

// tableOf lays a figure out: two short dimensions crossed, everything else one
// cell a row.
func (r *printing) tableOf(f figure.Figure) grid {
	title, shown := f.Title.In(r.tag)
	caption := html.EscapeString(title)
	if shown.Base() != r.tag.Base() && title != "" {
		caption = `<span lang="` + string(shown) + `">` + caption + "</span>"
	} else {
		caption = r.esc(title)
	}
	if r.fiction {
		caption = `<span class="fic">FICTION</span> ` + caption
	}
	if u := out.Unit(r.p, f.Unit); u != "" {
		caption += " (" + r.esc(u) + ")"
	}
	open := `<div class="sc" role="region" tabindex="0" aria-label="` + r.esc(title) + `"><table><caption><b>` + caption + "</b></caption>"
	t := grid{close: "</tbody></table></div>\n"}
	if len(f.Dims) == 2 && len(f.Dims[1].Keys) <= wideCols {
		t.open = open + r.crossHead(f)
		t.rows = r.crossRows(f)
		return t
	}
	t.open = open + r.listHead(f)
	t.rows = r.listRows(f)
	return t
}

func (r *printing) esc(s string) string { return (&page{p: r.p}).esc(s) }

// label is the escaped word for a key, marked where it is in another language.
func (r *printing) label(d figure.Dim, key string) string {
	for i, k := range d.Keys {
		if k == key && i < len(d.Labels) {
			if s := (&page{p: r.p}).inline(d.Labels[i]); s != "" {
				return s
			}
		}
	}
	return html.EscapeString(key)
}

func (r *printing) crossHead(f figure.Figure) string {
	var b strings.Builder
	b.WriteString(`<thead><tr><th scope="col">` + (&page{p: r.p}).inline(f.Dims[0].Label) + "</th>")
	for _, k := range f.Dims[1].Keys {
		b.WriteString(`<th scope="col" class="num">` + r.label(f.Dims[1], k) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>\n")
	return b.String()
}

func (r *printing) crossRows(f figure.Figure) []chunk {
	at := map[[2]string]figure.Cell{}
	for _, c := range f.Cells {
		at[[2]string{c.At()[0], c.At()[1]}] = c
	}
	var rows []chunk
	for _, k := range f.Dims[0].Keys {
		var b strings.Builder
		b.WriteString(`<tr><th scope="row">` + r.label(f.Dims[0], k) + "</th>")
		some := false
		for _, l := range f.Dims[1].Keys {
			c, ok := at[[2]string{k, l}]
			if !ok {
				b.WriteString("<td></td>")
				continue
			}
			some = true
			b.WriteString(r.td(f, c, true))
		}
		b.WriteString("</tr>\n")
		if some {
			rows = append(rows, chunk{body: b.String()})
		}
	}
	return rows
}

// td is the cell of a table: its value, with bounds where they differ, or a
// short reason.
func (r *printing) td(f figure.Figure, c figure.Cell, spread bool) string {
	if _, ok := c.Value(); !ok {
		return `<td class="x">` + r.esc(r.p.Say("press.short."+string(c.Why()))) + "</td>"
	}
	s := `<td class="num">` + r.esc(out.Value(r.p, f.Unit, c))
	if lo, hi, _ := c.Range(); spread && hi > lo {
		if x := out.Spread(r.p, f.Unit, c); x != "" {
			s += " <small>" + r.esc(x) + "</small>"
		}
	}
	if note, args := c.Note(); note != "" && spread && r.p.Has(note) && !strings.HasPrefix(note, "rule.") {
		if r.p.Has(note + "-short") {
			note += "-short"
		}
		s += " <small>" + r.esc(r.p.Say(note, out.Args(args)...)) + "</small>"
	}
	return s + "</td>"
}

// columns that a list needs, since cells have them.
type needs struct{ spread, interval, n bool }

func needed(f figure.Figure) (x needs) {
	for _, c := range f.Cells {
		if _, _, s := c.Range(); s == figure.Bounds && c.Of() == 0 {
			x.spread = true
		} else if s == figure.Interval {
			x.interval = true
		}
		v, ok := c.Value()
		if ok && c.Of() == 0 && float64(c.N()) != v && c.N() > 0 {
			x.n = true
		}
	}
	return x
}

func (r *printing) listHead(f figure.Figure) string {
	g := &page{p: r.p}
	g.raw("<thead><tr>")
	for _, d := range f.Dims {
		g.raw(`<th scope="col">`, g.inline(d.Label), "</th>")
	}
	num := func(s string) { g.raw(`<th scope="col" class="num">`, g.esc(s), "</th>") }
	if u := out.Unit(r.p, f.Unit); u != "" {
		num(upper(u))
	} else {
		num(r.p.Say("press.value"))
	}
	x := needed(f)
	if x.spread {
		num(r.p.Say("press.bounds"))
	}
	if x.interval {
		for _, c := range f.Cells {
			if c.Level() > 0 {
				num(r.p.Say("press.interval", r.p.Percent(c.Level(), 0)))
				break
			}
		}
	}
	if x.n {
		num(r.p.Say("press.rests-on"))
	}
	g.raw("</tr></thead><tbody>\n")
	return g.b.String()
}

func (r *printing) listRows(f figure.Figure) []chunk {
	x := needed(f)
	width := len(f.Dims) + 1
	for _, on := range []bool{x.spread, x.interval, x.n} {
		if on {
			width++
		}
	}
	var rows []chunk
	for _, c := range f.Cells {
		g := &page{p: r.p}
		g.raw("<tr>")
		for i, k := range c.At() {
			if i == 0 {
				g.raw(`<th scope="row">`, r.label(f.Dims[i], k), "</th>")
			} else {
				g.raw("<td>", r.label(f.Dims[i], k), "</td>")
			}
		}
		_, ok := c.Value()
		if ok {
			g.raw(r.td(f, c, false))
		} else {
			g.raw(`<td class="x">`, g.say("why."+string(c.Why())), "</td>")
		}
		_, _, s := c.Range()
		if x.spread || x.interval {
			for _, want := range []struct {
				on bool
				s  figure.Spread
			}{{x.spread, figure.Bounds}, {x.interval, figure.Interval}} {
				if want.on {
					g.raw(`<td class="num">`)
					if s == want.s {
						g.raw(g.esc(out.Spread(r.p, f.Unit, c)))
					}
					g.raw("</td>")
				}
			}
		}
		if x.n {
			g.raw(`<td class="num">`)
			if ok {
				g.raw(g.esc(r.p.Int(c.N())))
			}
			g.raw("</td>")
		}
		g.raw("</tr>\n")
		if n, args := c.Note(); n != "" && r.p.Has(n) && !strings.HasPrefix(n, "rule.") { // why it is held the cell says itself
			g.raw(`<tr class="r"><td colspan="`, strconv.Itoa(width), `"><b>`, g.say(n, out.Args(args)...), "</b></td></tr>\n")
		}
		rows = append(rows, chunk{body: g.b.String()})
	}
	return rows
}

// tagged escapes text in a language of its own, as a span where that is not
// the page's.
func (r *printing) tagged(s string, t lang.Tag) string {
	if t == "" || t.Base() == r.tag.Base() {
		return r.esc(s)
	}
	return `<span lang="` + html.EscapeString(string(t)) + `">` + html.EscapeString(s) + "</span>"
}
