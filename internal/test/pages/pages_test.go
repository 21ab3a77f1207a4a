// Package pages reads the pages of the demonstration as a reader does: what
// stands there in the wrong language, or as the program's own code for a thing.
// It knows the three studies of demo; how pages are made it does not know. The
// test you want is TestEveryPageSpeaksItsLanguage.
package pages

import (
	"context"
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/dires/dires/demo"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
)

// printed is the demonstration as dires demo prints it, in a folder.
func printed(t *testing.T) (dir string, eds []protect.Edition) {
	t.Helper()
	ctx := context.Background()
	root := filepath.Join(t.TempDir(), "w")
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, workplace.File), []byte(`base = "offline"`), 0o644); err != nil {
		t.Fatal(err)
	}
	studies, err := fs.ReadDir(demo.Studies, "studies")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, s := range studies {
		files, err := fs.Sub(demo.Studies, "studies/"+s.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := workplace.Unpack(root, s.Name(), files); err != nil {
			t.Fatal(err)
		}
	}
	d, err := desk.Open(ctx, root, desk.Options{Now: func() time.Time { return day }, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, s := range studies {
		waiting, _, err := d.Waiting(ctx, s.Name(), desk.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range waiting {
			if _, err := d.Import(ctx, s.Name(), f, false, nil); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Reconcile(ctx, s.Name()); err != nil {
			t.Fatal(err)
		}
		if r, err := d.Release(ctx, s.Name(), protect.Public, false); err != nil {
			t.Fatal(err, r.Findings)
		}
		es, err := d.Editions(ctx, s.Name(), protect.Public)
		if err != nil {
			t.Fatal(err)
		}
		eds = append(eds, es...)
	}
	dir = t.TempDir()
	if _, err := press.Write(ctx, eds, dir, press.Options{}); err != nil {
		t.Fatal(err)
	}
	return dir, eds
}

// Neither a word that only the other language has, nor a key of the program,
// stands on a page where nothing marks it as foreign. What a language has is
// what the catalogue and the texts of the edition say in it.
func TestEveryPageSpeaksItsLanguage(t *testing.T) {
	dir, eds := printed(t)
	for _, e := range eds {
		if f, ok := e.Figure("compare.quotes"); ok { // what may be quoted is, whatever is withheld beside it
			n := 0
			for _, c := range f.Cells {
				n += len(c.Sayings())
			}
			if n < 20 {
				t.Errorf("%s quotes %d verbatims", e.Study().ID, n)
			}
		}
		folder := filepath.Join(dir, e.Study().ID, e.ID())
		own, ids := vocabulary(t, filepath.Join(folder, "edition.json"))
		for _, l := range lang.Complete {
			other := lang.French
			if l == lang.French {
				other = lang.English
			}
			pages, err := filepath.Glob(filepath.Join(folder, string(l), "*.html"))
			if err != nil || len(pages) < 8 {
				t.Fatal(len(pages), err)
			}
			reports, _ := filepath.Glob(filepath.Join(folder, "report", "*."+string(l)+".html"))
			seen := map[string]bool{}
			for _, name := range append(pages, reports...) {
				b, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				level := 1
				for _, h := range heading.FindAllStringSubmatch(string(b), -1) {
					n := int(h[1][0] - '0')
					if n > level+1 {
						t.Errorf("%s/%s/%s: a heading of level %d after one of level %d", e.Study().ID, l, filepath.Base(name), n, level)
						break
					}
					level = n
				}
				for _, s := range said(string(b)) {
					for _, w := range words(whole(s)) {
						what := ""
						switch {
						case seen[w]:
							continue
						case ids[w]:
							what = "a key of the program"
						case own[other][w] && !own[l][w] && !neutral[w]:
							what = "a word of the other language"
						}
						if what != "" {
							seen[w] = true
							t.Errorf("%s/%s/%s: %s, %q, in: %.160s", e.Study().ID, l, filepath.Base(name), what, w, s)
						}
					}
				}
			}
		}
	}
}

// neutral are names and terms that only one of the languages happens to have
// in its texts.
var neutral = map[string]bool{"domain": true, "domaine": true, "communiqué": true}

// whole drops the beginning of a word that a chart breaks or cuts.
func whole(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "-") || strings.HasSuffix(s, "…") {
		return s[:strings.LastIndexAny(" "+s, " ")]
	}
	return s
}

// vocabulary gives the words of each language, and the keys that are no word
// of any: ids of figures, keys of the catalogue, keys of dimensions.
func vocabulary(t *testing.T, edition string) (own map[lang.Tag]map[string]bool, ids map[string]bool) {
	own, ids = map[lang.Tag]map[string]bool{lang.French: {}, lang.English: {}}, map[string]bool{}
	for _, k := range lang.Keys() {
		x, _ := lang.Lookup(k)
		for l, s := range x {
			for _, w := range words(s) {
				own[l][w] = true
			}
		}
		if strings.Contains(k, ".") && !strings.HasPrefix(k, "help.") {
			ids[k] = true
		}
	}
	for _, l := range lang.Complete {
		b, err := os.ReadFile("../../press/method/" + string(l) + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words(string(b)) {
			own[l][w] = true
		}
	}
	b, err := os.ReadFile(edition)
	if err != nil {
		t.Fatal(err)
	}
	var e any
	if err := json.Unmarshal(b, &e); err != nil {
		t.Fatal(err)
	}
	var keys []string
	var walk func(any)
	walk = func(v any) {
		switch x := v.(type) {
		case []any:
			for _, y := range x {
				walk(y)
			}
		case map[string]any:
			for _, k := range []string{"citation", "attribution"} { // titles and names, printed as they are
				if s, ok := x[k].(string); ok {
					for _, w := range words(s) {
						own[lang.French][w], own[lang.English][w] = true, true
					}
				}
			}
			for _, l := range lang.Complete {
				if s, ok := x[string(l)].(string); ok {
					for _, w := range words(s) {
						own[l][w] = true
					}
				}
			}
			if ks, ok := x["keys"].([]any); ok {
				for _, k := range ks {
					keys = append(keys, k.(string))
				}
			}
			if id, ok := x["id"].(string); ok && x["dims"] != nil {
				ids[id] = true
			}
			for _, y := range x {
				walk(y)
			}
		}
	}
	walk(e)
	for _, k := range keys {
		for _, w := range words(k) {
			if w == strings.ToLower(k) && strings.ContainsAny(w, "-_.:") && !own[lang.French][w] && !own[lang.English][w] {
				ids[w] = true
			}
		}
	}
	return own, ids
}

var (
	heading = regexp.MustCompile(`<h([1-6])[ >]`)
	tag     = regexp.MustCompile(`(?s)<!--.*?-->|<(/?)([a-zA-Z0-9]+)([^>]*?)(/?)>`)
	attrs   = regexp.MustCompile(`\s(lang|alt|aria-label|title|content|name)="([^"]*)"`)
	void    = []string{"meta", "link", "img", "br", "hr", "input", "path", "rect", "line", "circle", "use", "polyline", "polygon"}
)

// said lists the texts of a page in its own language: what is shown, what is
// read aloud, what a search engine is given. Names of files, addresses and
// what is marked as another language are left out.
func said(page string) (texts []string) {
	type open struct {
		name   string
		silent bool
	}
	var stack []open
	silent := func() bool { return len(stack) > 0 && stack[len(stack)-1].silent }
	at, root := 0, ""
	put := func(s string) {
		if s = strings.TrimSpace(html.UnescapeString(s)); s != "" && !silent() {
			texts = append(texts, s)
		}
	}
	for _, m := range tag.FindAllStringSubmatchIndex(page, -1) {
		put(page[at:m[0]])
		at = m[1]
		if m[4] < 0 {
			continue
		}
		name := strings.ToLower(page[m[4]:m[5]])
		if page[m[2]:m[3]] == "/" {
			for len(stack) > 0 {
				top := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				if top.name == name {
					break
				}
			}
			continue
		}
		a := map[string]string{}
		for _, x := range attrs.FindAllStringSubmatch(page[m[6]:m[7]], -1) {
			a[x[1]] = x[2]
		}
		if name == "html" {
			root = a["lang"]
		}
		o := open{name, silent() || a["lang"] != "" && a["lang"] != root ||
			slices.Contains([]string{"style", "pre", "script", "code"}, name)}
		if !o.silent {
			put(a["alt"])
			put(a["aria-label"])
			put(a["title"])
			if a["name"] == "description" {
				put(a["content"])
			}
		}
		if m[8] == m[9] && !slices.Contains(void, name) {
			stack = append(stack, o)
		}
	}
	return texts
}

// words of a text in small letters; a key such as note.too-few is one.
func words(s string) (ws []string) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:,’'", r)
	}) {
		w = strings.ToLower(strings.Trim(w, "-_.:,’'"))
		if i := strings.LastIndexAny(w, "’'"); i >= 0 {
			w = w[i+1:] // l'an, d'un, coalition's
		}
		if len(w) > 2 && strings.ContainsFunc(w, unicode.IsLetter) {
			ws = append(ws, w)
		}
	}
	return ws
}
