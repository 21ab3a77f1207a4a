package press

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/out/paper"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// Handout is one file of the report on an edition.
type Handout struct {
	Name string // "mali-2026-11-24-report.en.docx"
	Lang lang.Tag
	Data []byte
}

// Handouts writes the report on an edition in every complete language, as
// "docx" for word processors or "html" ready to print. base is the address of
// the site, for citations. With findings of severity error nothing is written.
func Handouts(ed protect.Edition, format, base string) (hs []Handout, found diag.List, err error) {
	for _, t := range lang.Complete {
		p, name, finds, err := report(ed, t, base)
		if err != nil {
			return nil, found, err
		}
		found = append(found, finds...)
		var b bytes.Buffer
		switch format {
		case "docx":
			err = p.DOCX(&b)
		case "html":
			err = p.HTML(&b)
		default:
			err = fmt.Errorf("write report: no format is called %q", format)
		}
		if err != nil {
			return nil, found, err
		}
		hs = append(hs, Handout{Name: name + "." + format, Lang: t, Data: b.Bytes()})
	}
	found.Sort()
	if found.Worst() == diag.Error {
		return nil, found, nil
	}
	return hs, found, nil
}

// composing is a report on its way into a paper.
type composing struct {
	*printing
	p      paper.Paper
	placed map[string]bool // figures that stand in it
	figs   int
	tables int
	steps  int
}

// report lays the report on an edition out in one language.
func report(ed protect.Edition, t lang.Tag, base string) (p paper.Paper, name string, found diag.List, err error) {
	e, err := newEdition(ed, Options{Base: base})
	if err != nil {
		return p, "", nil, err
	}
	c := &composing{printing: &printing{edition: e, p: lang.For(t), tag: t}, placed: map[string]bool{}}
	title, _ := e.st.Title.In(t)
	summary, _ := e.st.Summary.In(t)
	c.p = paper.Paper{Lang: string(t), RTL: t.RightToLeft(), Title: c.sp(title), Subject: c.sp(summary), Authors: strings.Join(e.authors(t), ", "),
		Date: ed.Date(), Page: c.say("report.page"), Contents: c.say("report.contents")}
	name = e.mark() + e.st.ID + "-" + ed.ID() + "-" + c.say("report.file") + "." + string(t)
	c.p.Footer = c.sp(title) + " · " + c.say("press.release-of", ed.ID(), Date(c.printing.p, ed.Date()))
	if e.fiction {
		c.p.Mark = "FICTION"
		if !strings.HasPrefix(title, "FICTION") {
			c.p.Title = "FICTION · " + c.p.Title
		}
		c.p.Footer = strings.TrimPrefix(c.p.Footer, "FICTION. ")
		c.p.Header = c.say("press.nature-fictional-means")
	} else if d, _ := e.st.Disclaimer.In(t); d != "" {
		c.p.Header = c.sp(d)
	}
	c.cover(title)
	c.section("report.in-short", "report")
	for _, q := range e.questions[:len(e.st.Questions)] { // figures no question names stand in an annex
		c.question(q)
	}
	c.quotes()
	c.section("report.closing", "report-closing")
	c.notConclude()
	c.method()
	c.annexes()
	return c.p, name, c.finds, nil
}

// say words a key with the spaces of the language.
func (c *composing) say(key string, args ...any) string {
	return c.sp(c.printing.p.Say(key, args...))
}

// semi stands between items.
func (c *composing) semi() string {
	if c.tag.Base() == lang.French {
		return c.sp(" ; ")
	}
	return "; "
}

func (c *composing) sp(s string) string { return prose.Spaces(c.tag, s) }

// in gives multilingual text as a run, marked where its language is another.
func (c *composing) in(x lang.Text) paper.Run {
	s, shown := x.In(c.tag)
	r := paper.Run{Text: prose.Spaces(shown, s)}
	if s != "" && shown.Base() != c.tag.Base() {
		r.Lang = string(shown)
	}
	return r
}

func (c *composing) add(bs ...paper.Block) { c.p.Blocks = append(c.p.Blocks, bs...) }

func (c *composing) put(k paper.Kind, rs ...paper.Run) {
	if len(rs) > 0 && strings.TrimSpace(rs[0].Text+rs[len(rs)-1].Text) != "" {
		c.add(paper.Block{Kind: k, Runs: rs})
	}
}

func (c *composing) head(level int, id, s string) {
	c.add(paper.Block{Kind: paper.Heading, Level: level, ID: id, Runs: []paper.Run{{Text: s}}})
}

// fact is a line with a label.
func (c *composing) fact(key string, rs ...paper.Run) {
	if len(rs) == 0 || rs[0].Text == "" {
		return
	}
	c.add(paper.Block{Runs: append([]paper.Run{{Text: c.say(key) + c.printing.p.Say("press.colon"), Bold: true}}, rs...)})
}

// cover is the first page: nature, title, who did it and how to read it.
func (c *composing) cover(title string) {
	nature := string(c.st.Nature)
	if nature == "" {
		nature = "real"
	}
	band := []paper.Run{{Text: c.say("press.nature-" + nature), Bold: true, Mark: c.fiction}, {Text: " — " + c.say("press.nature-"+nature+"-means")}}
	if d := c.in(c.st.Disclaimer); d.Text != "" {
		d.Text = " " + d.Text
		band = append(band, d)
	}
	c.put(paper.Band, band...)
	if c.ed.For() != protect.Public {
		c.put(paper.Para, paper.Run{Text: c.say("press.profile-" + string(c.ed.For())), Bold: true, Mark: true})
	}
	c.put(paper.Title, paper.Run{Text: c.sp(title)})
	if o := c.st.Original; o.Title != "" && o.Title != title {
		c.put(paper.Subtitle, paper.Run{Text: prose.Spaces(o.Lang, o.Title), Lang: string(o.Lang), Italic: true},
			paper.Run{Text: " (" + c.say("report.original") + ")"})
	}
	line := c.say("report.on", c.ed.ID(), Date(c.printing.p, c.ed.Date()))
	if n, _ := c.st.CountryIn.In(c.tag); n != "" {
		line = n + " · " + line
	}
	if c.st.Period.Known() {
		line += " · " + years(c.st.Period.From.String(), c.st.Period.To.String())
	}
	c.put(paper.Subtitle, paper.Run{Text: line})
	c.put(paper.Lead, c.in(c.st.Summary))
	original := func(o study.Org) bool { return o.Original }
	c.fact("press.done-by", c.orgsIn(slices.DeleteFunc(slices.Clone(c.st.Organisations), original))...)
	c.fact("press.original-by", c.orgsIn(slices.DeleteFunc(slices.Clone(c.st.Organisations), func(o study.Org) bool { return !o.Original }))...)
	if rs := c.orgsIn(c.st.Funders); len(rs) > 0 {
		c.fact("press.paid-by", rs...)
	} else {
		c.fact("press.paid-by", paper.Run{Text: c.say("press.paid-nobody") + "."})
	}
	c.fact("press.independence", c.in(c.st.Independence))
	c.fact("press.decided", c.in(c.st.Decided))
	c.fact("press.reviewed", c.in(c.st.Reviewed))
	c.fact("press.interests", c.in(c.st.Interests))
	c.fact("press.perimeter", c.in(c.st.Perimeter))
	c.add(paper.Block{Kind: paper.Contents})
}

func (c *composing) orgsIn(os []study.Org) (rs []paper.Run) {
	for i, o := range os {
		if i > 0 {
			rs = append(rs, paper.Run{Text: c.semi()})
		}
		n := c.in(o.Name)
		n.Link, _ = address.Printable(o.URL)
		rs = append(rs, n)
		if r := c.in(o.Role); r.Text != "" {
			r.Text = " (" + r.Text + ")"
			rs = append(rs, r)
		}
	}
	if len(rs) > 0 {
		rs = append(rs, paper.Run{Text: "."})
	}
	return rs
}

// section is a heading with a text of the authors, where there is one.
func (c *composing) section(key, name string) {
	if len(c.st.Texts[name]) == 0 {
		return
	}
	c.head(1, "s-"+out.Slug(name), c.say(key))
	c.text(name)
}

// question is one question of the study: what the authors say of it, and the
// figures they chose; the first where they chose none.
func (c *composing) question(q question) {
	if len(q.figs) == 0 && len(c.st.Texts[q.Text]) == 0 {
		return
	}
	a, _ := q.Asks.In(c.tag)
	c.head(1, "q-"+out.Slug(q.ID), c.sp(a))
	name := "report-" + q.ID
	if len(c.st.Texts[name]) == 0 {
		name = q.Text
	}
	before := len(c.placed)
	c.text(name)
	var rest []string
	for i, f := range q.figs {
		if c.placed[f.ID] {
			continue
		}
		if len(c.placed) == before && i == 0 {
			c.figure(f)
			continue
		}
		t, _ := f.Title.In(c.tag)
		rest = append(rest, c.sp(t))
	}
	if len(rest) > 0 {
		c.put(paper.Note, paper.Run{Text: c.say("report.also") + c.printing.p.Say("press.colon") + strings.Join(rest, c.semi()) + "."})
	}
}

// quotes prints some of the words that may be quoted, each once, in turn from
// each place where they stand, so that no theme has them all.
func (c *composing) quotes() {
	const most = 8
	var piles [][]figure.Saying
	var seen []string
	n := 0
	figs := slices.Clone(c.edition.figs)
	slices.SortStableFunc(figs, func(a, b figure.Figure) int { // those that are about words come first
		return cmp.Compare(number(a.ID != "compare.quotes"), number(b.ID != "compare.quotes"))
	})
	for _, f := range figs {
		for _, cell := range f.Cells {
			var pile []figure.Saying
			for _, s := range cell.Sayings() {
				if s.Quotable && s.Verbatim != "" && s.Verbatim != s.Term && !slices.Contains(seen, s.Verbatim) {
					seen = append(seen, s.Verbatim)
					pile = append(pile, s)
					n++
				}
			}
			if len(pile) > 0 {
				piles = append(piles, pile)
			}
		}
	}
	if n == 0 {
		return
	}
	c.head(1, "s-quotes", c.say("report.quotes"))
	c.put(paper.Para, paper.Run{Text: c.say("report.quotes-lead")})
	for round, left := 0, min(n, most); left > 0; round++ {
		for _, pile := range piles {
			if round < len(pile) && left > 0 {
				c.add(c.quote(pile[round]))
				left--
			}
		}
	}
	if n > most {
		c.put(paper.Note, paper.Run{Text: c.say("report.quotes-more", n-most)})
	}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *composing) quote(s figure.Saying) paper.Block {
	rs := []paper.Run{{Text: lang.For(s.Lang).Quote(prose.Spaces(s.Lang, s.Verbatim)), Lang: string(s.Lang)}}
	if t := s.Translation[c.tag]; t != "" && s.Lang.Base() != c.tag.Base() {
		rs = append(rs, paper.Run{Text: "\n" + c.printing.p.Quote(c.sp(t)) + " (" + c.say("press.translated-from", string(s.Lang)) + ")"})
	}
	rs = append(append(rs, paper.Run{Text: "\n"}), c.by(s)...)
	return paper.Block{Kind: paper.Quote, Runs: rs}
}

// by says who said it, when, and where it can be read.
func (c *composing) by(s figure.Saying) []paper.Run {
	rs := []paper.Run{{Text: c.printing.p.Say("class." + s.Class)}}
	if s.Speaker != "" {
		rs[0] = c.inLang(s.Who(c.tag), s.SpeakerIn, s.Lang)
	}
	var ps []string
	if s.On != "" {
		ps = append(ps, Date(c.printing.p, s.On))
	}
	if s.Reported {
		ps = append(ps, c.printing.p.Say("press.said-reported"))
	}
	for _, x := range ps {
		rs = append(rs, paper.Run{Text: c.sp(", " + x)})
	}
	if s.Document != "" {
		rs = append(rs, paper.Run{Text: ", "}, c.inLang(s.Where(c.tag), s.DocumentIn, s.Lang))
	}
	if figure.ToCheck(s.Confidence) {
		rs = append(rs, paper.Run{Text: c.sp(", " + c.printing.p.Say("press.to-check"))})
	}
	for i := range rs {
		rs[i].Soft = true
	}
	return rs
}

// inLang is a name or a document as it stands in the statement, marked with its
// language unless there is a gloss in that of the report.
func (c *composing) inLang(s string, gloss lang.Text, t lang.Tag) paper.Run {
	if gloss[c.tag] != "" || t == "" || t.Base() == c.tag.Base() {
		return paper.Run{Text: c.sp(s)}
	}
	return paper.Run{Text: prose.Spaces(t, s), Lang: string(t)}
}

func (c *composing) notConclude() {
	if len(c.st.NotConclude) == 0 {
		return
	}
	c.head(1, "s-not", c.say("press.not-conclude"))
	for _, x := range c.st.NotConclude {
		c.put(paper.Item, c.in(x))
	}
}
