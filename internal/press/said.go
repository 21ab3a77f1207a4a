package press

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// words prints what was said: on the page as far as it has room, the whole on
// pages of its own where it has not.
func (r *printing) words(g *page, f figure.Figure) {
	cs := r.chunks(f)
	size, n := 0, 0
	for _, c := range r.measured(f).rows {
		size += len(c.body) + len(c.head)
		if size <= room(roomWords, g.figures) {
			n++
		}
	}
	n = max(n, min(1, len(cs)))
	head := ""
	for _, c := range cs[:n] {
		if c.head != head {
			g.raw(c.head)
			head = c.head
		}
		g.raw(c.body)
	}
	if n < len(cs) {
		r.long(g, f, grid{rows: cs}, r.p.Say("press.more-of", sayings(f)))
	}
}

func sayings(f figure.Figure) int {
	n := 0
	for _, c := range f.Cells {
		n += len(c.Sayings())
	}
	return n
}

// chunks lays statements out: a case whole, with who speaks side by side; of
// lists one statement each, under the heading of its group.
func (r *printing) chunks(f figure.Figure) []chunk {
	if f.Shape == figure.Sayings && len(f.Dims) == 2 {
		var cs []chunk
		for _, k := range f.Dims[0].Keys {
			if s := r.oneCase(f, k, "h3", true); s != "" {
				cs = append(cs, chunk{body: s})
			}
		}
		return cs
	}
	var cs []chunk
	for _, c := range f.Cells {
		ss := c.Sayings()
		if len(ss) == 0 {
			if _, ok := c.Value(); ok {
				continue
			}
		}
		g := &page{p: r.p}
		g.raw("<h3>", r.heading(f, c), "</h3>\n")
		head := g.b.String()
		if len(ss) == 0 {
			why := r.p.Say("why." + string(c.Why()))
			if n, args := c.Note(); n != "" && r.p.Has(n) {
				why += " (" + r.p.Say(n, out.Args(args)...) + ")"
			}
			cs = append(cs, chunk{head, `<p class="soft">` + r.esc(upper(why)) + ".</p>\n"})
			continue
		}
		for _, s := range ss {
			cs = append(cs, chunk{head, r.saying(f, s, true)})
		}
	}
	return cs
}

// heading words where a cell stands.
func (r *printing) heading(f figure.Figure, c figure.Cell) string {
	var hs []string
	for i, k := range c.At() {
		hs = append(hs, r.label(f.Dims[i], k))
	}
	return strings.Join(hs, " · ")
}

// oneCase prints a case with those who speak of it side by side, and names
// those who do not.
func (r *printing) oneCase(f figure.Figure, key, h string, whole bool) string {
	g := &page{p: r.p}
	var silent []string
	n := 0
	for _, k := range f.Dims[1].Keys {
		c, ok := f.Cell(key, k)
		if !ok || len(c.Sayings()) == 0 {
			if ok && c.Why() == figure.NotSaid {
				silent = append(silent, out.Label(r.p, f.Dims[1], k))
			}
			if ok && c.Why() != figure.NotSaid && c.Why() != "" {
				g.raw(`<div class="side none"><h4>`, r.label(f.Dims[1], k), "</h4><p>", g.say("why."+string(c.Why())), "</p></div>\n")
				n++
			}
			continue
		}
		n++
		g.raw(`<div class="side"><h4>`, r.label(f.Dims[1], k), "</h4>")
		for _, ss := range alike(f, c.Sayings()) {
			if len(ss) == 1 {
				g.raw(r.saying(f, ss[0], false))
			} else {
				g.raw(r.several(f, ss, whole))
			}
		}
		g.raw("</div>\n")
	}
	if n == 0 {
		return ""
	}
	body := g.b.String()
	g = &page{p: r.p}
	g.raw("<", h, ` id="`, out.Slug(f.ID+"-"+key), `">`, r.label(f.Dims[0], key), "</", h, `><div class="sides">`, body, "</div>\n")
	if len(silent) > 0 {
		g.raw(`<p class="soft">`, g.say("press.silent", strings.Join(silent, ", ")), "</p>\n")
	}
	return g.b.String()
}

// alike gathers statements of a cell that give one and the same name and
// nothing more to quote, in the order of their first.
func alike(f figure.Figure, ss []figure.Saying) [][]figure.Saying {
	var groups [][]figure.Saying
	at := map[string]int{}
	for _, s := range ss {
		k := s.Term + "\x00" + string(s.Lang) + "\x00" + strings.Join(s.Flags, " ")
		if f.Unit != "unit.namings" || s.Term == "" || s.Verbatim != "" && s.Verbatim != s.Term || len(s.Details) > 0 {
			groups = append(groups, []figure.Saying{s})
		} else if i, ok := at[k]; ok {
			groups[i] = append(groups[i], s)
		} else {
			at[k] = len(groups)
			groups = append(groups, []figure.Saying{s})
		}
	}
	return groups
}

// several prints a name that several statements give, once, with how many
// they are and from when to when; each by itself where the page is for it.
func (r *printing) several(f figure.Figure, ss []figure.Saying, whole bool) string {
	g := &page{p: r.p}
	one := ss[0]
	g.raw(`<blockquote><p class="term">`, r.nameGiven(one.Term, one.Lang), "</p>")
	for _, x := range one.Flags {
		if r.p.Has(x) {
			g.raw(`<p class="flag">`, g.esc(upper(r.p.Say(x))), "</p>")
		}
	}
	var days []string
	for _, s := range ss {
		if s.On != "" {
			days = append(days, s.On)
		}
	}
	slices.Sort(days)
	said := r.p.Say("press.statements", len(ss))
	if n := len(days); n > 0 && days[0] != days[n-1] {
		said += ", " + r.p.Say("press.from-to", Date(r.p, days[0]), Date(r.p, days[n-1]))
	} else if n > 0 {
		said += ", " + Date(r.p, days[0])
	}
	if !whole {
		g.raw(`<p class="meta">`, g.esc(said), "</p></blockquote>\n")
		return g.b.String()
	}
	g.raw("<details><summary>", g.esc(said), `</summary><ul class="meta">`)
	for _, s := range ss {
		g.raw("<li>", r.meta(s, false), "</li>")
	}
	g.raw("</ul></details></blockquote>\n")
	return g.b.String()
}

// saying prints one statement: the words, then who said them, when, where.
func (r *printing) saying(f figure.Figure, s figure.Saying, class bool) string {
	g := &page{p: r.p}
	naming := f.Unit == "unit.namings"
	g.raw(`<blockquote>`)
	if len(s.Says) > 0 && !naming {
		x := lang.Text{}
		for t, w := range s.Says {
			x[t] = upper(w)
		}
		g.text("p", x)
	} else if t := r.term(f, s); t != "" {
		if naming {
			g.raw(`<p class="term">`, r.nameGiven(t, s.Lang), "</p>")
		} else {
			g.raw("<p>", r.tagged(t, s.Lang), "</p>")
		}
	}
	if s.Verbatim != "" && s.Verbatim != s.Term {
		g.raw("<p>", quoted(r.p, r.tagged(s.Verbatim, s.Lang)), "</p>")
	}
	if t := s.Translation[r.tag]; t != "" && t != s.Verbatim && s.Lang.Base() != r.tag.Base() {
		g.raw("<p>", quoted(r.p, g.esc(t)), ` <small>`, g.say("press.translated-from", string(s.Lang)), "</small></p>")
	}
	for _, x := range s.Flags {
		if r.p.Has(x) {
			g.raw(`<p class="flag">`, g.esc(upper(r.p.Say(x))), "</p>")
		}
	}
	for _, d := range s.Details {
		l := d.Label
		if r.p.Has(l) {
			l = r.p.Say(l)
		}
		g.raw(`<p><b>`, g.esc(l), "</b>", g.esc(r.p.Say("press.colon")), r.detail(d, s.Lang), "</p>")
	}
	if m := r.meta(s, class); m != "" {
		g.raw(`<p class="meta">`, m, "</p>")
	}
	g.raw("</blockquote>\n")
	return g.b.String()
}

// term is what a statement says in one piece; on a timeline the kind of event.
func (r *printing) term(f figure.Figure, s figure.Saying) string {
	if f.Shape == figure.Timeline {
		if k := "event." + s.Term; r.p.Has(k) {
			return upper(r.p.Say(k))
		}
		return upper(s.Term)
	}
	return s.Term
}

// meta is the line under a statement.
func (r *printing) meta(s figure.Saying, class bool) string {
	var ps []string
	if s.Speaker != "" {
		ps = append(ps, r.inLang(s.Who(r.p.Tag), s.SpeakerIn, s.Lang))
	} else if class && s.Class != "" {
		ps = append(ps, r.esc(r.p.Say("class."+s.Class)))
	}
	if s.On != "" {
		ps = append(ps, r.esc(Date(r.p, s.On)))
	}
	if s.Reported {
		ps = append(ps, r.esc(r.p.Say("press.said-reported")))
	}
	if s.Breadth != "" {
		ps = append(ps, r.esc(s.Breadth))
	}
	if s.Document != "" {
		ps = append(ps, r.inLang(s.Where(r.p.Tag), s.DocumentIn, s.Lang))
	}
	if s.Confidence != "" && !slices.Contains(s.Flags, "flag.to-check") {
		if k := "confidence." + s.Confidence; r.p.Has(k) {
			ps = append(ps, r.esc(r.p.Say(k)))
		} else {
			ps = append(ps, r.esc(s.Confidence))
		}
	}
	if !s.Quotable && s.Verbatim == "" && s.Term == "" {
		ps = append(ps, r.esc(r.p.Say("press.words-withheld")))
	}
	return strings.Join(ps, " · ")
}

// inLang escapes a name or a document as it stands in the statement, marked
// with its language unless there is a gloss in that of the page.
func (r *printing) inLang(s string, gloss lang.Text, t lang.Tag) string {
	if gloss[r.tag] != "" {
		return r.esc(s)
	}
	return r.tagged(s, t)
}

// detail is a further piece: glossed for the reader, or as it was written.
func (r *printing) detail(d figure.Detail, t lang.Tag) string {
	if len(d.Gloss) > 0 {
		return (&page{p: r.p}).inline(d.Gloss)
	}
	if strings.HasPrefix(d.Label, "state.") || d.Label == "detail.due" {
		return r.esc(Date(r.p, d.Text))
	}
	return r.tagged(d.Text, t)
}

// quoted puts HTML between the quotation marks of the page's language.
func quoted(p lang.Printer, h string) string { return p.Quote(h) }

// nameGiven prints a name given between quotation marks. One that quotes inside
// itself ("the word « x » avoided") is a coder's description: nobody said it so.
func (r *printing) nameGiven(t string, l lang.Tag) string {
	if described(t) {
		return r.tagged(t, l)
	}
	return quoted(r.p, r.tagged(t, l))
}

// described reports a name that quotes inside itself.
func described(t string) bool { return strings.ContainsAny(t, "«»“”") }
