package paper

import (
	"math"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/address"
)

// body is word/document.xml.
func (d *word) body() string {
	d.b.WriteString(decl + `<w:document xmlns:w="` + nsW + `" xmlns:r="` + nsR + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`)
	for i, b := range d.p.Blocks {
		switch b.Kind {
		case Contents:
			d.contents()
		case Break:
			d.b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		case Grid:
			d.table(b.Table)
			// Two tables in a row would grow together; Word wants a paragraph at the end of a cell's story anyway.
			if i+1 == len(d.p.Blocks) || d.p.Blocks[i+1].Kind == Grid {
				d.b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr></w:p>`)
			}
		case Picture:
			d.picture(b)
		default:
			d.para(b)
		}
	}
	d.b.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>` +
		attr(`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="1361" w:right="%d" w:bottom="1191" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/><w:cols w:space="708"/>`, pageW, pageH, margin, margin))
	if d.p.RTL {
		d.b.WriteString(`<w:bidi/>`)
	}
	d.b.WriteString(`</w:sectPr></w:body></w:document>`)
	return d.b.String()
}

var styleOf = map[Kind]string{Title: "Title", Subtitle: "Subtitle", Band: "Band", Lead: "Lead", Quote: "Quote", Item: "ListBullet", Step: "ListNumber",
	Caption: "Caption", Note: "Note"}

func (d *word) para(b Block) {
	style := styleOf[b.Kind]
	if b.Kind == Heading {
		style = "Heading" + strconv.Itoa(max(1, min(3, b.Level)))
	}
	d.b.WriteString(`<w:p><w:pPr>`)
	if style != "" {
		d.b.WriteString(`<w:pStyle w:val="` + style + `"/>`)
	}
	if b.Keep && b.Kind != Heading && b.Kind != Caption {
		d.b.WriteString(`<w:keepNext/>`)
	}
	if b.Kind == Step {
		if b.First || d.lists == 0 {
			d.lists++
		}
		d.b.WriteString(attr(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, d.lists+1))
	}
	if d.p.RTL {
		d.b.WriteString(`<w:bidi/>`)
	}
	if b.Last {
		d.b.WriteString(`<w:spacing w:after="240"/>`)
	}
	d.b.WriteString(`</w:pPr>`)
	n := d.marks[b.ID]
	if b.ID != "" {
		d.b.WriteString(attr(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, n, bookmark(n)))
	}
	d.runs(b.Runs)
	if b.ID != "" {
		d.b.WriteString(attr(`<w:bookmarkEnd w:id="%d"/>`, n))
	}
	d.b.WriteString(`</w:p>`)
}

func bookmark(n int) string { return "_Toc" + strconv.Itoa(100000+n) }

func (d *word) runs(rs []Run) {
	for _, r := range rs {
		to, _ := address.Printable(r.Link)
		switch n := d.marks[r.To]; {
		case to != "":
			d.links = append(d.links, to)
			d.b.WriteString(attr(`<w:hyperlink r:id="rIdL%d" w:history="1">`, len(d.links)))
			d.run(r, "Hyperlink")
			d.b.WriteString(`</w:hyperlink>`)
		case r.To != "" && n > 0:
			d.b.WriteString(`<w:hyperlink w:anchor="` + bookmark(n) + `" w:history="1">`)
			d.run(r, "Ref")
			d.b.WriteString(`</w:hyperlink>`)
		default:
			d.run(r, "")
		}
	}
}

func (d *word) run(r Run, style string) {
	switch {
	case style != "":
	case r.Mark:
		style = "Mark"
	case r.Code:
		style = "Code"
	case r.Soft:
		style = "Soft"
	}
	pr := ""
	if style != "" {
		pr += `<w:rStyle w:val="` + style + `"/>`
	}
	if r.Bold {
		pr += `<w:b/><w:bCs/>`
	}
	if r.Italic {
		pr += `<w:i/><w:iCs/>`
	}
	if d.p.RTL {
		pr += `<w:rtl/>`
	}
	if r.Lang != "" && r.Lang != d.p.Lang {
		pr += `<w:lang w:val="` + esc(wordLang(r.Lang)) + `"/>`
	}
	d.b.WriteString(`<w:r>`)
	if pr != "" {
		d.b.WriteString(`<w:rPr>` + pr + `</w:rPr>`)
	}
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			d.b.WriteString(`<w:br/>`)
		}
		d.b.WriteString(t(line))
	}
	d.b.WriteString(`</w:r>`)
}

// contents is a field that lists the headings, with its result: entries that
// lead to them. Without page numbers it is true before anybody updates it.
func (d *word) contents() {
	var hs []Block
	for _, b := range d.p.Blocks {
		if b.Kind == Heading && b.Level <= 2 && b.ID != "" {
			hs = append(hs, b)
		}
	}
	if len(hs) == 0 {
		return
	}
	d.b.WriteString(`<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>` + text(d.p.Contents) + `</w:p>`)
	for i, h := range hs {
		d.b.WriteString(attr(`<w:p><w:pPr><w:pStyle w:val="TOC%d"/></w:pPr>`, max(1, h.Level)))
		if i == 0 {
			d.b.WriteString(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \n \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`)
		}
		d.b.WriteString(`<w:hyperlink w:anchor="` + bookmark(d.marks[h.ID]) + `" w:history="1">` + text(plain(h.Runs)) + `</w:hyperlink>`)
		if i == len(hs)-1 {
			d.b.WriteString(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
		}
		d.b.WriteString(`</w:p>`)
	}
}

// picture sets a drawing across the text, no taller than most of a page.
func (d *word) picture(b Block) {
	d.pics = append(d.pics, b.Pic)
	n := len(d.pics)
	w, h := fit(b.Pic.W, b.Pic.H)
	cx, cy := int(math.Round(w*emu)), int(math.Round(h*emu))
	d.b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">` +
		attr(`<wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="%d" name="Picture %d" descr="%s"/>`, cx, cy, n, n, esc(b.Pic.Alt)) +
		`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>` +
		attr(`<pic:nvPicPr><pic:cNvPr id="%d" name="image%d.emf" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, n, n, esc(b.Pic.Alt), n) +
		attr(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, cx, cy))
}

// fit scales a picture of CSS pixels to at most 15.5 × 17.5 cm: caption, legend and sources
// stand on the same page.
func fit(w, h float64) (float64, float64) {
	const most = 15.5 / 2.54 * 96
	const tall = 17.5 / 2.54 * 96
	s := min(1, most/w, tall/h)
	return w * s, h * s
}

func (d *word) table(x *Table) {
	cols := widths(x)
	d.b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/>`)
	if d.p.RTL {
		d.b.WriteString(`<w:bidiVisual/>`)
	}
	d.b.WriteString(`<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	if x.Alt != "" {
		d.b.WriteString(`<w:tblCaption w:val="` + esc(x.Alt) + `"/>`)
	}
	d.b.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, w := range cols {
		d.b.WriteString(attr(`<w:gridCol w:w="%d"/>`, w))
	}
	d.b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range x.Head {
		d.cell(x, i, cols[i], Cell{Runs: []Run{{Text: h, Bold: true}}})
	}
	d.b.WriteString(`</w:tr>`)
	for _, r := range x.Rows {
		d.b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		at := 0
		for _, c := range r {
			w, n := 0, max(1, c.Span)
			for i := at; i < min(at+n, len(cols)); i++ {
				w += cols[i]
			}
			d.cell(x, at, w, c)
			at += n
		}
		for ; at < len(cols); at++ {
			d.cell(x, at, cols[at], Cell{})
		}
		d.b.WriteString(`</w:tr>`)
	}
	d.b.WriteString(`</w:tbl>`)
}

func (d *word) cell(x *Table, i, w int, c Cell) {
	d.b.WriteString(attr(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, w))
	if c.Span > 1 {
		d.b.WriteString(attr(`<w:gridSpan w:val="%d"/>`, c.Span))
	}
	d.b.WriteString(`</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>`)
	if c.Span > 1 { // it heads the rows below
		d.b.WriteString(`<w:keepNext/>`)
	}
	if d.p.RTL {
		d.b.WriteString(`<w:bidi/>`)
	}
	if x.Numbers && i > 0 && !c.Head {
		d.b.WriteString(`<w:jc w:val="right"/>`)
	}
	d.b.WriteString(`</w:pPr>`)
	d.runs(c.Runs)
	d.b.WriteString(`</w:p></w:tc>`)
}

// widths shares the text's width out among the columns.
func widths(x *Table) []int {
	n := len(x.Head)
	ws := make([]int, n)
	sum := 0.0
	for i := range n {
		sum += share(x, i)
	}
	left := textW
	for i := range n {
		ws[i] = int(share(x, i) / sum * textW)
		left -= ws[i]
	}
	ws[0] += left
	return ws
}

func share(x *Table, i int) float64 {
	if i < len(x.Widths) {
		return x.Widths[i]
	}
	return 1
}
