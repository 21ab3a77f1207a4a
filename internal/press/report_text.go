package press

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/out/paper"
	"github.com/dires/dires/internal/press/prose"
)

// Marks stand in the Markdown for a number (its value and figure) and for the
// place of a figure.
const (
	markValue = "\ue000"
	markShow  = "\ue002"
	markEnd   = "\ue001"
)

// text prints a text of the authors as blocks: a number leads to its figure,
// and a figure stands where they put it.
func (c *composing) text(name string) {
	md, shown, missing := prose.Missing(c.st.Texts[name], c.tag)
	if md == "" {
		return
	}
	file := "text/" + string(shown) + "/" + name + ".md"
	if missing {
		c.finds.Add("P504", diag.At{File: "text/" + string(c.tag) + "/" + name + ".md"}, name, string(c.tag))
		names, _ := lang.Lookup("press.language-name")
		c.put(paper.Note, paper.Run{Text: c.say("press.untranslated", names[shown])})
	}
	var values []paper.Run
	md, finds := prose.Replace(file, md, c.ed.Figure,
		func(f figure.Figure) string { return markShow + f.ID + markEnd },
		func(f figure.Figure, x figure.Cell) string {
			values = append(values, paper.Run{Text: c.sp(out.Value(lang.For(shown), f.Unit, x)), To: "f-" + out.Slug(f.ID)})
			return markValue + strconv.Itoa(len(values)-1) + markEnd
		})
	c.finds = append(c.finds, finds...)
	for i, l := range strings.Split(md, "\n") {
		for _, n := range prose.Numbers(strip(l)) {
			c.finds.Add("P502", diag.At{File: file, Row: i + 1}, n)
		}
	}
	m := marked{c: c, src: []byte(md), values: values, lang: shown}
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(m.src))
	c.finds = append(c.finds, prose.Harmless(file, m.src, doc)...)
	m.blocks(doc, paper.Para)
}

// strip takes the marks out of a line, so that their numbers are not counted.
func strip(s string) string {
	for {
		i := strings.IndexAny(s, markValue+markShow)
		if i < 0 {
			return s
		}
		j := strings.Index(s[i:], markEnd)
		if j < 0 {
			return s
		}
		s = s[:i] + s[i+j+len(markEnd):]
	}
}

// marked walks a text.
type marked struct {
	c      *composing
	src    []byte
	values []paper.Run
	lang   lang.Tag
}

func (m marked) blocks(n ast.Node, kind paper.Kind) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Heading:
			m.block(paper.Block{Kind: paper.Heading, Level: max(2, min(3, x.Level))}, x)
		case *ast.Blockquote:
			m.blocks(x, paper.Quote)
		case *ast.List:
			k := paper.Item
			if x.IsOrdered() {
				k = paper.Step
			}
			at := len(m.c.p.Blocks)
			for li := x.FirstChild(); li != nil; li = li.NextSibling() {
				m.blocks(li, k)
			}
			if k == paper.Step && at < len(m.c.p.Blocks) {
				m.c.p.Blocks[at].First = true
			}
		case *ast.Paragraph, *ast.TextBlock:
			if id, ok := m.shows(x); ok {
				if f, ok := m.c.ed.Figure(id); ok {
					m.c.figure(f)
				}
				continue
			}
			m.block(paper.Block{Kind: kind}, x)
		case *east.Table:
			m.table(x)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			m.c.put(paper.Para, paper.Run{Text: strings.TrimRight(string(x.Lines().Value(m.src)), "\n"), Code: true})
		}
	}
}

// shows reports a paragraph that is the place of a figure and nothing else.
func (m marked) shows(n ast.Node) (id string, ok bool) {
	s := strings.TrimSpace(string(n.Lines().Value(m.src)))
	s, ok = strings.CutPrefix(s, markShow)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(s, markEnd)
}

func (m marked) block(b paper.Block, n ast.Node) {
	b.Runs = m.runs(n, paper.Run{})
	if b.Kind == paper.Heading {
		m.c.steps++
		b.ID = "h-" + strconv.Itoa(m.c.steps)
	}
	m.c.add(b)
}

func (m marked) runs(n ast.Node, dress paper.Run) (rs []paper.Run) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		d := dress
		switch x := x.(type) {
		case *ast.Text:
			s := string(x.Value(m.src))
			if x.SoftLineBreak() {
				s += " "
			} else if x.HardLineBreak() {
				s += "\n"
			}
			rs = append(rs, m.split(s, d)...)
		case *ast.String:
			rs = append(rs, m.split(string(x.Value), d)...)
		case *ast.Emphasis:
			if x.Level > 1 {
				d.Bold = true
			} else {
				d.Italic = true
			}
			rs = append(rs, m.runs(x, d)...)
		case *ast.CodeSpan:
			d.Code = true
			rs = append(rs, m.runs(x, d)...)
		case *ast.Link:
			d.Link, _ = address.Printable(string(x.Destination))
			rs = append(rs, m.runs(x, d)...)
		case *ast.AutoLink:
			d.Link, _ = address.Printable(string(x.URL(m.src)))
			d.Text = string(x.Label(m.src))
			rs = append(rs, d)
		case *ast.RawHTML:
		default:
			rs = append(rs, m.runs(x, d)...)
		}
	}
	return rs
}

// split puts the numbers into a piece of text.
func (m marked) split(s string, d paper.Run) (rs []paper.Run) {
	for s != "" {
		i := strings.Index(s, markValue)
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			d.Text = s[:i]
			if !d.Code {
				d.Text = prose.Spaces(m.lang, d.Text)
			}
			if m.lang.Base() != m.c.tag.Base() {
				d.Lang = string(m.lang)
			}
			rs = append(rs, d)
		}
		if s = s[i:]; s == "" {
			break
		}
		num, rest, _ := strings.Cut(s[len(markValue):], markEnd)
		if k, err := strconv.Atoi(num); err == nil && k < len(m.values) {
			v := m.values[k]
			v.Bold, v.Italic = d.Bold, d.Italic
			rs = append(rs, v)
		}
		s = rest
	}
	return rs
}

func (m marked) table(x *east.Table) {
	t := &paper.Table{}
	for r := x.FirstChild(); r != nil; r = r.NextSibling() {
		var row []paper.Cell
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			row = append(row, paper.Cell{Runs: m.runs(c, paper.Run{})})
		}
		if _, ok := r.(*east.TableHeader); ok {
			for _, c := range row {
				s := ""
				for _, r := range c.Runs {
					s += r.Text
				}
				t.Head = append(t.Head, s)
			}
			continue
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Head) > 0 {
		m.c.add(paper.Block{Kind: paper.Grid, Table: t})
	}
}
