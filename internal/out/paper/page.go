package paper

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/fault"
)

//go:embed print.css
var sheet string

// HTML writes the paper as one page that needs nothing else and is ready to
// print: A4, header and page numbers in its margins.
func (p Paper) HTML(w io.Writer) (err error) {
	defer fault.Wrap(&err, "write page")
	var b strings.Builder
	e := html.EscapeString
	dir := ""
	if p.RTL {
		dir = ` dir="rtl"`
	}
	head := p.Header
	if p.Mark != "" {
		head = p.Mark + " · " + head
	}
	b.WriteString(`<!doctype html>` + "\n" + `<html lang="` + e(p.Lang) + `"` + dir + `><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
		`<title>` + e(p.Title) + `</title><meta name="author" content="` + e(p.Authors) + `"><meta name="description" content="` + e(p.Subject) + `"><meta name="date" content="` + e(p.Date) + `">`)
	if p.Mark != "" {
		b.WriteString(`<meta name="robots" content="noindex,nofollow">`)
	}
	colour := "#4a555e"
	if p.Mark != "" {
		colour = "#9c2f16"
	}
	style := `@page{size:A4;margin:2.3cm 2cm 2.1cm;@top-left{content:` + css(head) + `;color:` + colour + `;font:8pt sans-serif;width:100%;vertical-align:bottom;padding-bottom:9pt}` +
		`@bottom-left{content:` + css(strings.TrimSpace(p.Mark+" "+p.Footer)) + `;color:#4a555e;font:8pt sans-serif;width:75%}@bottom-right{content:` + css(p.Page+" ") + ` counter(page) " / " counter(pages);color:#4a555e;font:8pt sans-serif}}` +
		strings.ReplaceAll(strings.TrimSpace(sheet), "\n", "")
	sum := sha256.Sum256([]byte(legible(style)))
	b.WriteString(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-` + base64.StdEncoding.EncodeToString(sum[:]) + `'; img-src data:; base-uri 'none'; form-action 'none'">` +
		`<style>` + style + `</style></head>` + "\n<body><main>\n")
	list := Kind(0)
	for _, x := range p.Blocks {
		if list != 0 && (x.Kind != list || x.First) {
			b.WriteString(closing[list] + "\n")
			list = 0
		}
		if (x.Kind == Item || x.Kind == Step) && list == 0 {
			list = x.Kind
			b.WriteString(opening[list])
		}
		p.block(&b, x)
	}
	if list != 0 {
		b.WriteString(closing[list])
	}
	b.WriteString("</main></body></html>\n")
	_, err = io.WriteString(w, legible(b.String()))
	return err
}

var opening, closing = map[Kind]string{Item: "<ul>", Step: "<ol>"}, map[Kind]string{Item: "</ul>", Step: "</ol>"}

// css is a string of a style sheet.
func css(s string) string {
	return `"` + strings.NewReplacer(`\`, `\5c `, `"`, `\22 `, "\n", " ", "<", `\3c `).Replace(s) + `"`
}

func (p Paper) block(b *strings.Builder, x Block) {
	id := ""
	if x.ID != "" {
		id = ` id="` + html.EscapeString(x.ID) + `"`
	}
	put := func(tag, class string) {
		if class != "" {
			class = ` class="` + class + `"`
		}
		b.WriteString("<" + tag + class + id + ">")
		p.runs(b, x.Runs)
		b.WriteString("</" + tag + ">\n")
	}
	switch x.Kind {
	case Title:
		put("h1", "")
	case Heading:
		put("h"+strconv.Itoa(1+max(1, min(3, x.Level))), "")
	case Subtitle:
		put("p", "sub")
	case Band:
		put("p", "band")
	case Lead:
		put("p", "lead")
	case Quote:
		put("blockquote", "")
	case Item, Step:
		put("li", "")
	case Caption:
		put("p", "cap")
	case Note:
		if x.Last {
			put("p", "note last")
			break
		}
		put("p", "note")
	case Break:
		b.WriteString(`<div class="break"></div>`)
	case Contents:
		b.WriteString(`<nav><p class="toc">` + html.EscapeString(p.Contents) + `</p><ul>`)
		for _, h := range p.Blocks {
			if h.Kind == Heading && h.Level <= 2 && h.ID != "" {
				b.WriteString(`<li class="t` + strconv.Itoa(h.Level) + `"><a href="#` + html.EscapeString(h.ID) + `">` + html.EscapeString(plain(h.Runs)) + `</a></li>`)
			}
		}
		b.WriteString("</ul></nav>\n")
	case Picture:
		w, h := fit(x.Pic.W, x.Pic.H)
		// Attributes, not styles: the policy under which pages are served allows
		// the sheet in the head and nothing else.
		size := `<svg width="` + strconv.Itoa(int(w)) + `" height="` + strconv.Itoa(int(h)) + `" `
		b.WriteString(`<figure>` + strings.Replace(x.Pic.SVG, "<svg ", size, 1) + "</figure>\n")
	case Grid:
		p.table(b, x.Table)
	default:
		put("p", "")
	}
}

func (p Paper) runs(b *strings.Builder, rs []Run) {
	for _, r := range rs {
		s := strings.ReplaceAll(html.EscapeString(r.Text), "\n", "<br>")
		for _, d := range []struct {
			on       bool
			tag, att string
		}{{r.Code, "code", ""}, {r.Italic, "em", ""}, {r.Bold, "strong", ""}, {r.Soft, "span", ` class="soft"`}, {r.Mark, "span", ` class="mark"`},
			{r.Lang != "" && r.Lang != p.Lang, "span", ` lang="` + html.EscapeString(r.Lang) + `"`}} {
			if d.on {
				s = "<" + d.tag + d.att + ">" + s + "</" + d.tag + ">"
			}
		}
		to, _ := address.Printable(r.Link)
		switch {
		case to != "":
			s = `<a href="` + html.EscapeString(to) + `">` + s + "</a>"
		case r.To != "" && p.anchor(r.To):
			s = `<a class="ref" href="#` + html.EscapeString(r.To) + `">` + s + "</a>"
		}
		b.WriteString(s)
	}
}

// marked puts the paper's mark before what may be copied out of it.
func (p Paper) marked(s string) string {
	if p.Mark == "" || strings.HasPrefix(s, p.Mark) {
		return s
	}
	return p.Mark + " · " + s
}

// anchor reports whether a block has the id.
func (p Paper) anchor(id string) bool {
	return slices.ContainsFunc(p.Blocks, func(b Block) bool { return b.ID == id })
}

func (p Paper) table(b *strings.Builder, x *Table) {
	class := ""
	if x.Numbers {
		class = ` class="num"`
	}
	b.WriteString(`<table` + class + `>`)
	if x.Alt != "" {
		b.WriteString(`<caption>` + html.EscapeString(p.marked(x.Alt)) + `</caption>`)
	}
	if len(x.Widths) == len(x.Head) {
		sum := 0.0
		for _, w := range x.Widths {
			sum += w
		}
		b.WriteString("<colgroup>")
		for _, w := range x.Widths {
			b.WriteString(`<col width="` + strconv.FormatFloat(100*w/sum, 'f', 1, 64) + `%">`)
		}
		b.WriteString("</colgroup>")
	}
	b.WriteString(`<thead><tr>`)
	for _, h := range x.Head {
		b.WriteString(`<th scope="col">` + html.EscapeString(h) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>\n")
	for _, r := range x.Rows {
		b.WriteString("<tr>")
		at := 0
		for _, c := range r {
			at += max(1, c.Span)
			switch {
			case c.Span > 1:
				b.WriteString(`<th scope="rowgroup" class="span" colspan="` + strconv.Itoa(c.Span) + `">`)
				p.runs(b, c.Runs)
				b.WriteString("</th>")
				continue
			case c.Head:
				b.WriteString(`<th scope="row">`)
				p.runs(b, c.Runs)
				b.WriteString("</th>")
				continue
			}
			b.WriteString("<td>")
			p.runs(b, c.Runs)
			b.WriteString("</td>")
		}
		for ; at < len(x.Head); at++ {
			b.WriteString("<td></td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
}
