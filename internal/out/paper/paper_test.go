package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

func sample() Paper {
	return Paper{Lang: "fr", Title: "Un rapport", Authors: "A & B", Date: "2026-11-24", Mark: "FICTION", Header: "rien n'est vrai", Footer: "Un rapport", Page: "page", Contents: "Contenu",
		Blocks: []Block{
			{Kind: Title, Runs: T("Un rapport <vrai>")}, {Kind: Contents},
			{Kind: Heading, Level: 1, ID: "a", Runs: T("Première partie")},
			{Runs: []Run{{Text: "En 2021, "}, {Text: "1 234", To: "f"}, {Text: " morts ; "}, {Text: "ailleurs", To: "nowhere"}, {Text: "gras", Bold: true, Italic: true}, {Text: "bad\x00"}, {Text: "adresse", Link: "https://a.example/?a=1&b=2"}}},
			{Kind: Step, Runs: T("un"), First: true}, {Kind: Step, Runs: T("deux")}, {Kind: Step, Runs: T("un encore"), First: true},
			{Kind: Item, Runs: T("point")},
			{Kind: Caption, ID: "f", Runs: T("Figure 1. Des morts")},
			{Kind: Picture, Pic: &Pic{SVG: "<svg/>", EMF: []byte{1, 0, 0, 0}, W: 2000, H: 100, Alt: `une "barre"`}},
			{Kind: Grid, Table: &Table{Head: []string{"Zone", "Morts"}, Numbers: true, Alt: "Des morts", Rows: [][]Cell{{{Runs: T("nord"), Head: true}, Text("3")}, {{Runs: T("sud"), Head: true}}}}},
			{Kind: Quote, Runs: []Run{{Text: "I say so", Lang: "en"}, {Text: "\nquelqu'un", Soft: true}}},
		}}
}

func docx(t *testing.T, p Paper) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := p.DOCX(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for i, f := range z.File {
		if i == 0 && f.Name != "[Content_Types].xml" {
			t.Errorf("the first part is %s", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		x, _ := io.ReadAll(r)
		m[f.Name] = string(x)
	}
	return m
}

func ExamplePaper_HTML() {
	var b strings.Builder
	_ = Paper{Lang: "en", Title: "T", Blocks: []Block{{Kind: Heading, Level: 1, ID: "a", Runs: T("Who & what")}, {Runs: []Run{{Text: "3", To: "a"}, {Text: " of them", Bold: true}}}}}.HTML(&b)
	_, s, _ := strings.Cut(b.String(), "<main>\n")
	s, _, _ = strings.Cut(s, "</main>")
	fmt.Print(s)
	// Output:
	// <h2 id="a">Who &amp; what</h2>
	// <p><a class="ref" href="#a">3</a><strong> of them</strong></p>
}

// Every part is well-formed XML, has a content type, and every relationship
// leads to a part, every part but the roots is led to.
func TestThePartsOfADocumentHoldTogether(t *testing.T) {
	m := docx(t, sample())
	for n, s := range m {
		if path.Ext(n) == ".emf" {
			continue
		}
		d := xml.NewDecoder(strings.NewReader(s))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", n, err)
			}
		}
		if strings.HasSuffix(n, ".rels") {
			var y struct {
				R []struct {
					Target string `xml:"Target,attr"`
					Mode   string `xml:"TargetMode,attr"`
					ID     string `xml:"Id,attr"`
				} `xml:"Relationship"`
			}
			if err := xml.Unmarshal([]byte(s), &y); err != nil || len(y.R) == 0 {
				t.Fatal(n, err)
			}
			base := path.Dir(path.Dir(n))
			var ids []string
			for _, r := range y.R {
				if slices.Contains(ids, r.ID) {
					t.Errorf("%s: %s twice", n, r.ID)
				}
				ids = append(ids, r.ID)
				if _, ok := m[path.Join(base, r.Target)]; !ok && r.Mode != "External" {
					t.Errorf("%s: %s leads nowhere", n, r.Target)
				}
			}
		}
		types := m["[Content_Types].xml"]
		if n != "[Content_Types].xml" && !strings.Contains(types, `PartName="/`+n+`"`) && !strings.Contains(types, `Extension="`+strings.TrimPrefix(path.Ext(n), ".")+`"`) {
			t.Errorf("%s has no content type", n)
		}
	}
	for i := range strings.Count(m["word/document.xml"], `r:embed=`) {
		if !strings.Contains(m["word/_rels/document.xml.rels"], fmt.Sprintf(`"rIdP%d"`, i+1)) {
			t.Error("a picture without its relationship")
		}
	}
}

// The order of elements that the schema of WordprocessingML asks for: Word
// refuses a document where it is another.
var orders = map[string][]string{
	"rPr":      {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "rtl", "lang"},
	"pPr":      {"pStyle", "keepNext", "keepLines", "numPr", "pBdr", "tabs", "bidi", "spacing", "ind", "jc", "outlineLvl"},
	"tblPr":    {"tblStyle", "bidiVisual", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"},
	"trPr":     {"cantSplit", "tblHeader"},
	"sectPr":   {"headerReference", "footerReference", "pgSz", "pgMar", "cols", "bidi"},
	"style":    {"name", "basedOn", "next", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "pPr", "rPr", "tblPr", "tblStylePr"},
	"tbl":      {"tblPr", "tblGrid", "tr"},
	"lvl":      {"start", "numFmt", "lvlText", "lvlJc", "pPr"},
	"settings": {"zoom", "defaultTabStop", "characterSpacingControl", "compat", "themeFontLang", "decimalSymbol", "listSeparator"},
}

func TestElementsStandInTheOrderOfTheSchema(t *testing.T) {
	for _, rtl := range []bool{false, true} {
		p := sample()
		p.RTL = rtl
		for n, s := range docx(t, p) {
			if path.Ext(n) != ".xml" || !strings.HasPrefix(n, "word/") {
				continue
			}
			d := xml.NewDecoder(strings.NewReader(s))
			type open struct {
				name string
				last int
			}
			var stack []open
			for {
				tok, err := d.Token()
				if err != nil {
					break
				}
				switch x := tok.(type) {
				case xml.StartElement:
					if len(stack) > 0 {
						up := &stack[len(stack)-1]
						if order, ok := orders[up.name]; ok {
							i := slices.Index(order, x.Name.Local)
							if i < 0 || i < up.last {
								t.Errorf("%s: <%s> in <%s> is out of order", n, x.Name.Local, up.name)
							}
							up.last = i
						}
					}
					stack = append(stack, open{x.Name.Local, 0})
				case xml.EndElement:
					stack = stack[:len(stack)-1]
				}
			}
		}
	}
}

func TestADocumentSaysWhatItMust(t *testing.T) {
	m := docx(t, sample())
	body := m["word/document.xml"]
	for _, want := range []string{`TOC \o "1-2"`, `<w:tblHeader/>`, `descr="une &#34;barre&#34;"`, `w:val="en-GB"`, `w:name="_Toc10000`, `Un rapport &lt;vrai&gt;`, `<w:numId w:val="2"/>`, `<w:numId w:val="3"/>`, `<w:tblCaption w:val="Des morts"/>`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in the document", want)
		}
	}
	if strings.ContainsRune(body, 0) || strings.Contains(body, "nowhere") {
		t.Error("a character XML does not have, or a link to nothing")
	}
	for _, n := range []string{"word/header1.xml", "word/footer1.xml"} {
		if !strings.Contains(m[n], "FICTION") {
			t.Errorf("%s does not say FICTION", n)
		}
	}
	if !strings.Contains(m["word/footer1.xml"], " NUMPAGES ") || !strings.Contains(m["word/styles.xml"], `w:lang w:val="fr-FR"`) {
		t.Error("page numbers or language")
	}
	if c := strings.Count(body, "<w:bookmarkStart"); c != strings.Count(body, "<w:bookmarkEnd") || c != 2 {
		t.Error(c, "bookmarks")
	}
}

func TestTheSameBytesEachTime(t *testing.T) {
	for _, f := range []func(Paper, io.Writer) error{Paper.DOCX, Paper.HTML} {
		var a, b bytes.Buffer
		_ = f(sample(), &a)
		old := time.Local
		time.Local = time.FixedZone("far", 13*3600)
		_ = f(sample(), &b)
		time.Local = old
		if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() == 0 {
			t.Error("two writings differ")
		}
	}
}

func TestThePageIsWholeAndAsksForNothing(t *testing.T) {
	var b bytes.Buffer
	if err := sample().HTML(&b); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	for _, no := range []string{"<script", "src=", "url(", "#nowhere", "@import"} {
		if strings.Contains(s, no) {
			t.Errorf("%s in the page", no)
		}
	}
	for _, want := range []string{`<html lang="fr">`, "noindex", `@bottom-right{content:"page " counter(page)`, `<th scope="row">nord</th>`, `<caption>FICTION · Des morts</caption>`, `<span lang="en">I say so</span>`} {
		if !strings.Contains(s, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, tag := range []string{"ul", "ol", "li", "p", "table", "nav", "blockquote"} {
		if strings.Count(s, "<"+tag+">")+strings.Count(s, "<"+tag+" ") != strings.Count(s, "</"+tag+">") {
			t.Errorf("<%s> is not closed", tag)
		}
	}
}
