package press

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/test/need"
)

func told(in *protect.Input) {
	in.Study.Texts = map[string]lang.Text{
		"report":      lang.FrEn("La coalition a compté {{fig \"profile.incidents-by-year\" \"2018\"}} incidents en 2018.\n\n* un\n* deux", "The coalition counted {{fig \"profile.incidents-by-year\" \"2018\"}} incidents in 2018.\n\n* one\n* two"),
		"report-when": lang.FrEn("## Par année\n\n{{show \"profile.incidents-by-year\"}}\n\nVoilà.", "## By year\n\n{{show \"profile.incidents-by-year\"}}\n\nSo it is."),
	}
}

func wordsOf(t *testing.T, docx []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func handouts(t *testing.T, format string, ed protect.Edition) []Handout {
	t.Helper()
	hs, found, err := Handouts(ed, format, "https://dires.example")
	if err != nil || found.Worst() == diag.Error || len(hs) != 2 {
		t.Fatal(err, found, len(hs))
	}
	return hs
}

func TestAReportHoldsWhatItsStudySays(t *testing.T) {
	ed := orvanie(t, "2026-11-24", told)
	for _, format := range []string{"docx", "html"} {
		for _, h := range handouts(t, format, ed) {
			s := string(h.Data)
			if format == "docx" {
				s = wordsOf(t, h.Data)
			}
			if !strings.HasPrefix(h.Name, "fiction-orvanie-2026-11-24-") || !strings.Contains(s, "FICTION") {
				t.Errorf("%s does not say FICTION", h.Name)
			}
			p := lang.For(h.Lang)
			for _, key := range []string{"report.in-short", "press.method-title", "report.annexes", "press.withheld", "press.not-conclude", "press.cite"} {
				if !strings.Contains(s, prose.Spaces(h.Lang, p.Say(key))) {
					t.Errorf("%s: no heading %q", h.Name, p.Say(key))
				}
			}
			for _, c := range s {
				if c >= 0xe000 && c <= 0xe002 {
					t.Fatalf("%s: a mark was left", h.Name)
				}
			}
			again := handouts(t, format, ed)
			if x := again[map[lang.Tag]int{lang.French: 0, lang.English: 1}[h.Lang]]; x.Lang == h.Lang && !bytes.Equal(x.Data, h.Data) {
				t.Errorf("%s: two writings differ", h.Name)
			}
		}
	}
}

// A number stands in the narrative only by reference to a figure.
func TestANumberThatNoFigureBacksStopsTheReport(t *testing.T) {
	for text, want := range map[string]string{
		"Plus de 350 personnes.":                "P502 text/fr/report.md:3",
		"{{fig \"profile.incidents-by-year\"}}": "P501 text/fr/report.md:3",
		"{{show \"nothing\"}}":                  "P500 text/fr/report.md:3",
	} {
		ed := orvanie(t, "2026-11-24", func(in *protect.Input) {
			in.Study.Texts = map[string]lang.Text{"report": lang.FrEn("Un.\n\n"+text, "One.")}
		})
		hs, found, err := Handouts(ed, "docx", "")
		if err != nil || hs != nil || len(found) != 1 || string(found[0].Code)+" "+found[0].At.String() != want {
			t.Errorf("%q: %v %v", text, err, found)
		}
	}
}

// The document opens in LibreOffice, and what it prints has every heading.
func TestTheDocumentOpensInLibreOffice(t *testing.T) {
	soffice, pdftotext := need.Program(t, "soffice"), need.Program(t, "pdftotext")
	dir := t.TempDir()
	for _, h := range handouts(t, "docx", orvanie(t, "2026-11-24", told)) {
		in := filepath.Join(dir, h.Name)
		if err := os.WriteFile(in, h.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(soffice, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "pdf", "--outdir", dir, in).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		out, err := exec.Command(pdftotext, "-layout", strings.TrimSuffix(in, ".docx")+".pdf", "-").Output()
		if err != nil {
			t.Fatal(err, string(said))
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		pages := strings.Count(string(out), "\f")
		if pages < 3 || pages > 16 {
			t.Errorf("%s: %d pages", h.Name, pages)
		}
		if n := strings.Count(text, "FICTION"); n < pages {
			t.Errorf("%s: FICTION stands %d times on %d pages", h.Name, n, pages)
		}
		for _, b := range strings.Split(wordsOf(t, h.Data), "<w:p>") {
			if !strings.Contains(b, `w:val="Heading`) {
				continue
			}
			title := ""
			for _, x := range strings.Split(b, `<w:t xml:space="preserve">`)[1:] {
				s, _, _ := strings.Cut(x, "<")
				title += s
			}
			title = strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&").Replace(title)
			if !strings.Contains(text, strings.Join(strings.Fields(title), " ")) {
				t.Errorf("%s: %q is not in what LibreOffice prints", h.Name, title)
			}
		}
	}
}
