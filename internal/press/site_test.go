package press

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/protect"
)

// links lists what a page leads to and the ids it has.
func links(t *testing.T, page string) (to []string, ids map[string]bool) {
	t.Helper()
	ids = map[string]bool{}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("the id %s stands twice", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" || a.Key == "src":
				to = append(to, a.Val)
			}
		}
	}
	return to, ids
}

// deadLinks reports links within a set of files that lead nowhere.
func deadLinks(t *testing.T, files map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	out := map[string][]string{}
	for n, s := range files {
		if strings.HasSuffix(n, ".html") {
			out[n], ids[n] = links(t, s)
		}
	}
	count := 0
	for n, ls := range out {
		for _, l := range ls {
			if strings.Contains(l, "://") || strings.HasPrefix(l, "data:") {
				continue
			}
			count++
			file, frag, _ := strings.Cut(l, "#")
			target := n
			if file != "" {
				target = path.Join(path.Dir(n), file)
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %s leads nowhere", n, l)
			} else if frag != "" && ids[target] != nil && !ids[target][frag] {
				t.Errorf("%s: %s: no such place on the page", n, l)
			}
		}
	}
	if count < 100 {
		t.Errorf("%d links only", count)
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, Options{}, orvanie(t, "2026-11-24", nil), orvanie(t, "2026-11-24.2", nil))
	files := tree(t, dir)
	for n := range files {
		if strings.HasSuffix(n, "/edition.json") {
			files[n] = ""
		}
	}
	deadLinks(t, files)
}

// Another public folder, for whoever wants to look at one.
func TestEveryLinkOfASite(t *testing.T) {
	dir := os.Getenv("DIRES_SITE")
	if dir == "" {
		t.Skip("DIRES_SITE names no folder")
	}
	deadLinks(t, tree(t, dir))
}

// The archive opens from a disk: it is whole in itself.
func TestTheArchiveIsWhole(t *testing.T) {
	files := printed(t)
	b := files["orvanie/2026-11-24/fiction-site.zip"]
	z, err := zip.NewReader(strings.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		c, err := io.ReadAll(r) // checks the sum
		if err != nil {
			t.Fatal(f.Name, err)
		}
		rest, ok := strings.CutPrefix(f.Name, "fiction-orvanie-2026-11-24/")
		if !ok {
			t.Errorf("%s lies outside the folder", f.Name)
		}
		in[rest] = string(c)
		if site, ok := files[rest]; ok && strings.HasPrefix(rest, "orvanie/2026-11-24/") && site != string(c) {
			t.Errorf("%s is another in the archive", rest)
		}
	}
	in["orvanie/2026-11-24/edition.json"], in["orvanie/2026-11-24/fiction-site.zip"] = "", b // on the site beside it
	deadLinks(t, in)
	if len(b) > 2_000_000 {
		t.Errorf("%d bytes", len(b))
	}
}

// Each page holds all it needs: no script, no other origin, a language, a
// title, the other language, a policy.
func TestPagesNeedNobody(t *testing.T) {
	for n, s := range printed(t) {
		if !strings.HasSuffix(n, ".html") {
			continue
		}
		paper := strings.Contains(n, "/report/")
		for _, bad := range []string{"<script", "<iframe", "<link rel=\"stylesheet", "@import", "url(http", " style=", " onclick", "⟨", "\ue000", "\ue010", "%!"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s contains %q", n, bad)
			}
		}
		doc, err := html.Parse(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		h1 := 0
		for x := range doc.Descendants() {
			switch x.Data {
			case "h1":
				h1++
			case "html":
				if x.Type == html.ElementNode && (len(x.Attr) == 0 || x.Attr[0].Key != "lang") {
					t.Errorf("%s names no language", n)
				}
			}
		}
		if h1 == 0 || !paper && (h1 != 1 || !strings.Contains(s, "hreflang=") || !strings.Contains(s, "Content-Security-Policy") || !strings.Contains(s, "<title>")) {
			t.Errorf("%s: %d titles, or no policy or other language", n, h1)
		}
	}
}

// Fiction says so in every artefact that can travel alone.
func TestFictionIsMarkedEverywhere(t *testing.T) {
	fixed := regexp.MustCompile(`^(index|method|sources|data)\.html$|^(datapackage\.json|schema\.jsonld|CITATION\.cff|LICENCES\.txt|edition\.json|manifest\.json|SHA256SUMS)$`)
	for n, s := range below(printed(t), "orvanie/2026-11-24/") {
		base := path.Base(n)
		if strings.HasSuffix(n, ".br") || strings.HasSuffix(n, ".gz") {
			continue
		}
		if !strings.HasPrefix(base, "fiction-") && !fixed.MatchString(base) {
			t.Errorf("%s is not named as fiction", n)
		}
		switch path.Ext(n) {
		case ".html":
			if !strings.Contains(s, "<title>FICTION · ") || !strings.Contains(s, `content="noindex`) {
				t.Errorf("%s: its title or robots do not say so", n)
			}
			for svg := range strings.SplitSeq(s, "<svg") {
				if strings.HasPrefix(svg, " xmlns") && (!strings.Contains(svg, ">FICTION · ") || !strings.Contains(svg, ">FICTION</text>")) {
					t.Errorf("%s: a chart without its mark", n)
				}
			}
			for _, table := range strings.Split(s, "<caption>")[1:] {
				if !strings.HasPrefix(table, `<b><span class="fic">FICTION</span>`) && !strings.HasPrefix(table, "FICTION") {
					t.Errorf("%s: a table without its mark", n)
				}
			}
		case ".svg", ".bib", ".ris", ".cff", ".txt":
			if !strings.Contains(s, "FICTION") {
				t.Errorf("%s does not say so", n)
			}
		case ".json", ".jsonld":
			if !strings.Contains(strings.ToUpper(s), "FICTION") {
				t.Errorf("%s does not say so", n)
			}
		case ".csv":
			for i, line := range strings.Split(strings.TrimSpace(s), "\r\n") {
				if i > 0 && !strings.HasSuffix(line, "FICTION") {
					t.Errorf("%s line %d does not say so", n, i+1)
				}
			}
		}
	}
}

func TestManifestAndSumsHoldEveryFile(t *testing.T) {
	files := below(printed(t), "orvanie/2026-11-24/")
	var m manifest
	if err := json.Unmarshal([]byte(files["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{"manifest.json": hash([]byte(files["manifest.json"]))}
	for _, f := range m.Files {
		listed[f.Path] = f.SHA256
	}
	for n, s := range files {
		if strings.HasSuffix(n, ".br") || strings.HasSuffix(n, ".gz") || strings.Contains(n, "site.zip") || n == "SHA256SUMS" {
			continue
		}
		h := sha256.Sum256([]byte(s))
		if listed[n] != hex.EncodeToString(h[:]) {
			t.Errorf("%s is not in the manifest as it is", n)
		}
		if !strings.Contains(files["SHA256SUMS"], hex.EncodeToString(h[:])+"  "+n+"\n") {
			t.Errorf("%s is not in SHA256SUMS", n)
		}
	}
	if h := hash([]byte(files["edition.json"])); m.Edition != h || !strings.Contains(files["fr/method.html"], h) {
		t.Error("the edition's hash is not printed")
	}
	if _, err := protect.Open([]byte(files["edition.json"]), m.Edition); err != nil {
		t.Error(err)
	}
}

// Siblings hold the same as the file they stand beside.
func TestSiblingsAreTheFile(t *testing.T) {
	files := printed(t)
	n := 0
	for name, s := range files {
		var r io.Reader
		var err error
		stem, ok := strings.CutSuffix(name, ".br")
		if ok {
			r = brotli.NewReader(strings.NewReader(s))
		} else if stem, ok = strings.CutSuffix(name, ".gz"); ok {
			if r, err = gzip.NewReader(strings.NewReader(s)); err != nil {
				t.Fatal(err)
			}
		} else {
			continue
		}
		b, err := io.ReadAll(r)
		if err != nil || string(b) != files[stem] {
			t.Errorf("%s: %v", name, err)
		}
		n++
	}
	if n == 0 {
		t.Error("no siblings")
	}
}

func TestDataFilesAreReadable(t *testing.T) {
	n := 0
	for name, s := range below(printed(t), "orvanie/2026-11-24/data/") {
		switch path.Ext(name) {
		case ".csv":
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s, "\ufeff")))
			if strings.Contains(name, "excel-fr") {
				r.Comma = ';'
			}
			if rows, err := r.ReadAll(); err != nil || len(rows) < 2 {
				t.Errorf("%s: %d rows, %v", name, len(rows), err)
			}
		case ".json", ".jsonld":
			var x any
			if err := json.Unmarshal([]byte(s), &x); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case ".svg":
			d := xml.NewDecoder(strings.NewReader(s))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
					break
				}
			}
		default:
			continue
		}
		n++
	}
	if n < 30 {
		t.Errorf("%d files", n)
	}
}

// What the gate held back is on no page and in no file, and its number is.
func TestWhatIsWithheldIsCountedAndNotShown(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, Options{}, orvanie(t, "2026-11-24", func(in *protect.Input) {
		for i, f := range in.Figures { // a value found nowhere else, held for want of contributors
			if f.ID != "profile.deaths-by-area-and-year" {
				continue
			}
			for j, c := range f.Cells {
				if c.At()[0] == "OV-S" && c.At()[1] == "2016" {
					by := c.By()
					by.Speakers = 1
					in.Figures[i].Cells[j] = of7919(c, by)
				}
			}
		}
	}))
	for n, s := range tree(t, dir) {
		if strings.HasSuffix(n, ".br") || strings.HasSuffix(n, ".gz") || strings.HasSuffix(n, ".zip") {
			continue
		}
		for _, bad := range []string{"7919", "7 919", "7,919", "7\u202f919"} {
			if strings.Contains(s, bad) && !hex64.MatchString(s[strings.Index(s, bad):min(len(s), strings.Index(s, bad)+64)]) {
				t.Errorf("%s shows what was withheld", n)
			}
		}
	}
	m := tree(t, dir)["orvanie/2026-11-24/en/method.html"]
	if !strings.Contains(m, "too few distinct speakers") {
		t.Error("the rule is not printed")
	}
}

func TestARecalledReleaseLeavesItsNotice(t *testing.T) {
	dir := t.TempDir()
	one, two := orvanie(t, "2026-11-24", nil), orvanie(t, "2026-12-01", func(in *protect.Input) {
		in.Changes = []string{"Une région a été corrigée. / One region was corrected."}
	})
	write(t, dir, Options{}, one, two)
	if s := tree(t, dir)["orvanie/latest/manifest.json"]; !strings.Contains(s, `"release": "2026-12-01"`) {
		t.Fatal("latest is not the newest")
	}
	recall := Options{Recalled: []Recall{{Study: "orvanie", Release: "2026-12-01", On: "2026-12-05", Why: lang.FrEn("Une source a retiré son accord.", "A source withdrew its consent.")}}}
	write(t, dir, recall, one, two)
	files := tree(t, dir)
	if s := files["orvanie/latest/manifest.json"]; !strings.Contains(s, `"release": "2026-11-24"`) {
		t.Error("latest did not go back")
	}
	for n := range files {
		if strings.HasPrefix(n, "orvanie/2026-12-01/") && strings.Contains(n, "data") {
			t.Errorf("%s is still there", n)
		}
	}
	for n, want := range map[string]string{
		"orvanie/2026-12-01/fr/index.html": "Une source a retiré son accord.", "orvanie/2026-12-01/en/index.html": "A source withdrew its consent.",
		"orvanie/releases.html": "retirée le 5 décembre 2026", "orvanie/releases.en.html": "recalled on 5 December 2026"} {
		if !strings.Contains(files[n], want) {
			t.Errorf("%s does not say %q", n, want)
		}
	}
	again := write(t, dir, recall, one, two)
	if len(again.Wrote) != 0 {
		t.Error("a recalled release was printed again:", again.Wrote)
	}
	same(t, files, tree(t, dir))
	recall.Recalled = append(recall.Recalled, Recall{Study: "orvanie", Release: "2026-11-24", On: "2026-12-06"})
	write(t, dir, recall, one, two)
	if s := tree(t, dir)["en/index.html"]; !strings.Contains(s, "All releases have been recalled.") || strings.Contains(s, "latest/en") {
		t.Error("the catalogue leads to a recalled release")
	}
}

// A real study with figures of incidents alone prints too, and its deaths are
// never the headline.
func TestAStudyOfIncidentsAlone(t *testing.T) {
	dir := t.TempDir()
	ed := orvanie(t, "2026-11-24", func(in *protect.Input) {
		kept := in.Figures[:0:0]
		for _, f := range in.Figures {
			if strings.HasPrefix(f.ID, "profile.") {
				kept = append(kept, f)
			}
		}
		in.Figures = kept
	})
	write(t, dir, Options{}, ed)
	s := tree(t, dir)["orvanie/2026-11-24/en/index.html"]
	three, _, _ := strings.Cut(s[strings.Index(s, "In three sentences"):], "</section>")
	if strings.Contains(strings.ToLower(three), "death") || !strings.Contains(three, "31 incidents") {
		t.Error(three)
	}
}

func TestTheFirstPageKeepsItsOrder(t *testing.T) {
	files := printed(t)
	for page, order := range map[string][]string{
		"fr": {"FICTION</b>", "édition 2026-11-24", "<h1>", "Réalisée par", "Payée par", "Indépendance", "En trois phrases", "Un cas, et les noms", "Qui a été associé, mesure", "propose et demande", "Le contexte, sur une carte", "Ce que cette carte ne peut pas montrer", "Ce qu’il ne faut pas en conclure", "Lire, vérifier", "Citer cette étude", "Corriger ou répondre"},
		"en": {"FICTION</b>", "release 2026-11-24", "<h1>", "Done by", "Paid for by", "Independence", "In three sentences", "One case", "Who was involved, measure", "offers and asks", "The context, on a map", "What this map cannot show", "What must not be concluded", "Read, check", "Cite this study", "Correct or reply"},
	} {
		s, at := files["orvanie/2026-11-24/"+page+"/index.html"], 0
		for _, w := range order {
			i := strings.Index(s[at:], w)
			if i < 0 {
				t.Fatalf("%s: %q is not there, or not in its place", page, w)
			}
			at += i
		}
	}
}

func TestFrenchSpacesAndEnglishNumbers(t *testing.T) {
	plain := regexp.MustCompile(`[\p{L}\p{N}»] [;:!?»]|« `)
	for n, s := range printed(t) {
		if !strings.HasSuffix(n, ".html") || !strings.Contains(n, "/fr/") {
			continue
		}
		doc, _ := html.Parse(strings.NewReader(s))
		for x := range doc.Descendants() {
			if x.Type != html.TextNode || x.Parent.Data == "style" || x.Parent.Data == "pre" || strings.Contains(x.Data, "://") {
				continue
			}
			if m := plain.FindString(x.Data); m != "" {
				t.Errorf("%s: a plain space in %q", n, x.Data)
			}
		}
	}
}

func TestAPrintCanBeStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	dir := t.TempDir()
	_, err := Write(ctx, []protect.Edition{orvanie(t, "2026-11-24", nil)}, dir, Options{Progress: func(done, total int) {
		if done == 3 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if files := tree(t, dir); len(files) != 0 {
		t.Errorf("%d files of a print that was stopped", len(files))
	}
}

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "press")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	rep, err := Write(context.Background(), []protect.Edition{orvanie(&testing.T{}, "2026-11-24", nil)}, dir, Options{})
	fmt.Println(rep.Wrote, len(rep.Weights) == rep.Pages, err)
	// Output: [orvanie/2026-11-24] true <nil>
}

// What hides a part of a page on a small screen hides nothing of a chart: the
// styles of charts are classes of one or two letters.
func TestNoStyleHidesAPartOfAChart(t *testing.T) {
	classes := regexp.MustCompile(`<g class="([a-z0-9]+)"`)
	used := map[string]bool{}
	for name, s := range printed(t) {
		if strings.HasSuffix(name, ".html") {
			for _, m := range classes.FindAllStringSubmatch(s, -1) {
				used[m[1]] = true
			}
		}
	}
	f := figure.Figure{ID: "x", Shape: figure.Series, Dims: []figure.Dim{dim("period", "Année", "Year", []string{"2016"})}}
	f.Cells = []figure.Cell{figure.Between(1, 2, 4, open, rows("gazette", 0, 2), "2016")}
	ch, _ := out.Draw(f, out.Frame{Printer: lang.For(lang.French), ID: "c", Width: 340})
	for _, m := range classes.FindAllStringSubmatch(ch.SVG, -1) {
		used[m[1]] = true
	}
	if !used["w"] || !used["b"] {
		t.Fatal("no whiskers or bars are drawn:", used)
	}
	for _, m := range regexp.MustCompile(`([^{}]+)\{[^{}]*display:none`).FindAllStringSubmatch(styleSource, -1) {
		for _, sel := range strings.Split(m[1], ",") {
			if c, ok := strings.CutPrefix(strings.TrimSpace(sel), "."); ok && used[c] {
				t.Errorf("%s is hidden, and charts are drawn with it", sel)
			}
		}
	}
}
