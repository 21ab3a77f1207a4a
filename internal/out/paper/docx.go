package paper

import (
	"archive/zip"
	"compress/flate"
	_ "embed"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/fault"
)

// Measures of the page: A4 with margins of 2 cm, in twentieths of a point.
const (
	pageW, pageH = 11906, 16838
	margin       = 1134
	textW        = pageW - 2*margin
	emu          = 9525 // English metric units in a CSS pixel
)

const (
	nsW   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsR   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRel = "http://schemas.openxmlformats.org/package/2006/relationships"
	decl  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

//go:embed styles.xml
var styles string

// word is a document on its way into its parts.
type word struct {
	p     Paper
	b     strings.Builder
	links []string // external addresses, rId of each in order
	pics  []*Pic
	marks map[string]int // anchors and their bookmark
	lists int            // numbered lists begun
}

// DOCX writes the paper as an Office Open XML document: the same bytes each
// time.
func (p Paper) DOCX(w io.Writer) (err error) {
	defer fault.Wrap(&err, "write document")
	d := &word{p: p, marks: map[string]int{}}
	for _, b := range p.Blocks {
		if b.ID != "" {
			if _, ok := d.marks[b.ID]; !ok {
				d.marks[b.ID] = len(d.marks) + 1
			}
		}
	}
	body := d.body()
	at, err := time.Parse(time.DateOnly, p.Date)
	if err != nil {
		at = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	put := func(name, content string) {
		if err != nil {
			return
		}
		// The MS-DOS fields alone: the extended time stamp would carry a zone.
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		//lint:ignore SA1019 Modified would write that stamp
		h.ModifiedDate = uint16(at.Day() | int(at.Month())<<5 | (at.Year()-1980)<<9)
		var f io.Writer
		if f, err = z.CreateHeader(h); err == nil {
			_, err = io.WriteString(f, content)
		}
	}
	put("[Content_Types].xml", decl+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="emf" ContentType="image/x-emf"/>`+
		override("/word/document.xml", "wordprocessingml.document.main")+override("/word/styles.xml", "wordprocessingml.styles")+
		override("/word/settings.xml", "wordprocessingml.settings")+override("/word/numbering.xml", "wordprocessingml.numbering")+
		override("/word/header1.xml", "wordprocessingml.header")+override("/word/footer1.xml", "wordprocessingml.footer")+
		override("/word/fontTable.xml", "wordprocessingml.fontTable")+
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`+
		override("/docProps/app.xml", "extended-properties")+`</Types>`)
	put("_rels/.rels", rels([3]string{"rId1", nsR + "/officeDocument", "word/document.xml"},
		[3]string{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
		[3]string{"rId3", nsR + "/extended-properties", "docProps/app.xml"}))
	stamp := at.Format("2006-01-02T15:04:05Z")
	put("docProps/core.xml", decl+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>`+esc(p.Title)+`</dc:title><dc:subject>`+esc(p.Subject)+`</dc:subject><dc:creator>`+esc(p.Authors)+`</dc:creator>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">`+stamp+`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`+stamp+`</dcterms:modified>`+
		`<dc:language>`+esc(p.Lang)+`</dc:language></cp:coreProperties>`)
	put("docProps/app.xml", decl+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Dires</Application></Properties>`)
	put("word/document.xml", body)
	put("word/_rels/document.xml.rels", d.rels())
	put("word/styles.xml", decl+strings.NewReplacer("{LANG}", esc(wordLang(p.Lang)), "\n", "").Replace(styles))
	put("word/settings.xml", decl+`<w:settings xmlns:w="`+nsW+`"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>`+
		`<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>`+
		`<w:themeFontLang w:val="`+esc(wordLang(p.Lang))+`"/><w:decimalSymbol w:val="`+decimal(p.Lang)+`"/><w:listSeparator w:val=";"/></w:settings>`)
	put("word/fontTable.xml", decl+`<w:fonts xmlns:w="`+nsW+`"><w:font w:name="Calibri"><w:family w:val="swiss"/></w:font><w:font w:name="Cambria"><w:family w:val="roman"/></w:font><w:font w:name="Consolas"><w:family w:val="modern"/></w:font></w:fonts>`)
	put("word/numbering.xml", d.numbering())
	put("word/header1.xml", decl+`<w:hdr xmlns:w="`+nsW+`" xmlns:r="`+nsR+`">`+d.edge("Header", p.Header, "")+`</w:hdr>`)
	page := p.Page + " "
	put("word/footer1.xml", decl+`<w:ftr xmlns:w="`+nsW+`" xmlns:r="`+nsR+`">`+d.edge("Footer", p.Footer,
		`<w:r><w:tab/></w:r>`+text(page)+field("PAGE", "1")+text(" / ")+field("NUMPAGES", "1"))+`</w:ftr>`)
	for i, x := range d.pics {
		put("word/media/image"+strconv.Itoa(i+1)+".emf", string(x.EMF))
	}
	if err != nil {
		return err
	}
	return z.Close()
}

func override(part, kind string) string {
	return `<Override PartName="` + part + `" ContentType="application/vnd.openxmlformats-officedocument.` + kind + `+xml"/>`
}

func rels(rs ...[3]string) string {
	s := decl + `<Relationships xmlns="` + nsRel + `">`
	for _, r := range rs {
		mode := ""
		if strings.HasSuffix(r[1], "/hyperlink") {
			mode = ` TargetMode="External"`
		}
		s += `<Relationship Id="` + r[0] + `" Type="` + r[1] + `" Target="` + esc(r[2]) + `"` + mode + `/>`
	}
	return s + `</Relationships>`
}

// The relationships of the document: its own parts, then pictures and links.
func (d *word) rels() string {
	rs := [][3]string{{"rId1", nsR + "/styles", "styles.xml"}, {"rId2", nsR + "/settings", "settings.xml"}, {"rId3", nsR + "/numbering", "numbering.xml"},
		{"rId4", nsR + "/fontTable", "fontTable.xml"}, {"rId5", nsR + "/header", "header1.xml"}, {"rId6", nsR + "/footer", "footer1.xml"}}
	for i := range d.pics {
		rs = append(rs, [3]string{"rIdP" + strconv.Itoa(i+1), nsR + "/image", "media/image" + strconv.Itoa(i+1) + ".emf"})
	}
	for i, l := range d.links {
		rs = append(rs, [3]string{"rIdL" + strconv.Itoa(i+1), nsR + "/hyperlink", l})
	}
	return rels(rs...)
}

// numbering has a bulleted list, and a numbered one for each that begins.
func (d *word) numbering() string {
	level := func(format, mark, left string) string {
		return `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + mark + `"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="` + left + `" w:hanging="284"/></w:pPr></w:lvl>`
	}
	s := decl + `<w:numbering xmlns:w="` + nsW + `"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>` + level("bullet", "•", "397") + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>` + level("decimal", "%1.", "397") + `</w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
	for i := range d.lists {
		s += `<w:num w:numId="` + strconv.Itoa(i+2) + `"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`
	}
	return s + `</w:numbering>`
}

// edge is the paragraph of a header or footer.
func (d *word) edge(style, s, after string) string {
	x := `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	if d.p.Mark != "" {
		x += `<w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr>` + t(d.p.Mark+" · ") + `</w:r>`
	}
	return x + text(s) + after + `</w:p>`
}

func esc(s string) string {
	return html.EscapeString(legible(s))
}

// legible drops the characters that no XML document may hold.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

func t(s string) string    { return `<w:t xml:space="preserve">` + esc(s) + `</w:t>` }
func text(s string) string { return `<w:r>` + t(s) + `</w:r>` }

// field is a field with the result that stands until it is worked out.
func field(code, shown string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + text(shown) + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// wordLang gives a language the region that word processors ask for.
func wordLang(tag string) string {
	switch tag {
	case "fr":
		return "fr-FR"
	case "en":
		return "en-GB"
	}
	return tag
}

func decimal(tag string) string {
	if strings.HasPrefix(tag, "en") {
		return "."
	}
	return ","
}

func attr(format string, args ...any) string { return fmt.Sprintf(format, args...) }
