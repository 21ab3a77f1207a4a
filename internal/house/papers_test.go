package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// files gives every file of the house whose name matches, without what is
// built, fetched or private.
func files(t *testing.T, pattern string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if n := d.Name(); d.IsDir() && (n == "node_modules" || n == "dist" || n == ".git" || n == "private") {
			return fs.SkipDir
		}
		if ok, _ := filepath.Match(pattern, d.Name()); ok && !d.IsDir() {
			names = append(names, p)
		}
		return nil
	})
	if err != nil || len(names) == 0 {
		t.Fatal(len(names), err)
	}
	return names
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNoFileIsTooLong(t *testing.T) {
	for _, p := range files(t, "*.go") {
		if n := bytes.Count(read(t, p), []byte("\n")); n > 700 {
			t.Errorf("%s has %d lines: 700 is the limit, about 150 the habit", p, n)
		}
	}
}

// The desk coordinates and never computes: it stays small.
func TestTheDeskStaysSmall(t *testing.T) {
	names, err := filepath.Glob("../desk/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(len(names), err)
	}
	n := 0
	for _, p := range names {
		if !strings.HasSuffix(p, "_test.go") {
			n += bytes.Count(read(t, p), []byte("\n"))
		}
	}
	if n > 2000 {
		t.Errorf("the desk has %d lines, 2000 is the limit: what it computes belongs to a room", n)
	}
}

// Each exported kernel says what it takes, what it gives, when it fails and
// whose formula it is.
func TestKernelsAreDocumented(t *testing.T) {
	for _, p := range files(t, "*.go") {
		rel := strings.TrimPrefix(filepath.ToSlash(p), "../../")
		if !anyWithin(append([]string{"internal/sdc"}, kernels...), path.Dir(rel)) || strings.HasSuffix(p, "_test.go") ||
			strings.Contains(p, "testdata") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() {
				continue
			}
			for _, word := range []string{"Shape:", "Unit:", "Errors:", "Source:"} {
				if !strings.Contains("\n"+fn.Doc.Text(), "\n"+word) {
					t.Errorf("%s: %s: no paragraph %s", p, fn.Name.Name, word)
				}
			}
		}
	}
}

// Every package says what it knows, and what it does not know or where it ends.
func TestPackagesSayWhatTheyKnow(t *testing.T) {
	says := map[string]bool{}
	for _, p := range files(t, "*.go") {
		if strings.HasSuffix(p, "_test.go") || strings.Contains(p, "testdata") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		says[filepath.Dir(p)] = says[filepath.Dir(p)] || f.Doc != nil
	}
	for dir, ok := range says {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

// sqlite was tested with one version of its C library in Go, and no other.
func TestLibcIsTheOneOfSqlite(t *testing.T) {
	version := func(b []byte, module string) string {
		m := regexp.MustCompile(`(?m)^\s*(?:require )?` + regexp.QuoteMeta(module) + ` (v\S+)`).FindSubmatch(b)
		if m == nil {
			return ""
		}
		return string(m[1])
	}
	mod := read(t, "../../go.mod")
	sqlite := version(mod, "modernc.org/sqlite")
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			t.Skip("needs a home folder to find the module cache")
		}
		gopath := os.Getenv("GOPATH")
		if gopath == "" {
			gopath = filepath.Join(home, "go")
		}
		cache = filepath.Join(gopath, "pkg", "mod")
	}
	theirs, err := os.ReadFile(filepath.Join(cache, "cache/download/modernc.org/sqlite/@v", sqlite+".mod"))
	if err != nil {
		t.Skip("needs the module cache")
	}
	if got, want := version(mod, "modernc.org/libc"), version(theirs, "modernc.org/libc"); got != want || want == "" {
		t.Errorf("modernc.org/libc is %s, sqlite %s names %s", got, sqlite, want)
	}
}

// A relative link in a paper leads to a file.
func TestLinksInPapersResolve(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	for _, p := range files(t, "*.md") {
		if s := filepath.ToSlash(p); strings.Contains(s, "/testdata/") || strings.Contains(s, "/demo/studies/") {
			continue
		}
		for _, m := range link.FindAllSubmatch(read(t, p), -1) {
			to := string(m[1])
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(p), filepath.FromSlash(to))); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", p, to)
			}
		}
	}
}

// A method page has its four parts: the formula, what it assumes, an example
// worked by hand, and when not to use it.
func TestMethodPagesHaveTheirParts(t *testing.T) {
	for _, p := range files(t, "*.md") {
		if !strings.Contains(filepath.ToSlash(p), "/docs/method/") {
			continue
		}
		for part, form := range map[string]string{
			"a question":            `(?m)^\*\*Question`,
			"a formula":             `[=∑Σ√]`,
			"assumptions":           `(?i)assumption|hypothèse`,
			"an example by hand":    `(?i)by hand|à la main`,
			"when not to use it":    `(?m)^##+ (When not to use|Quand ne pas)`,
			"a published reference": `(?m)^\*\*R[eé]f[eé]rence`,
		} {
			if !regexp.MustCompile(form).Match(read(t, p)) {
				t.Errorf("%s: %s is missing", p, part)
			}
		}
	}
}

// What is invented about anything real has no place: a fictional study names
// itself so in its manifest, and a real one keeps no generator beside it.
func TestStudiesSayTheirNature(t *testing.T) {
	for _, p := range files(t, "study.toml") {
		if !strings.Contains(filepath.ToSlash(p), "/demo/studies/") {
			continue
		}
		s := string(read(t, p))
		fictional := strings.Contains(s, `nature = "fictional"`)
		if orvanie := strings.Contains(filepath.ToSlash(p), "/orvanie/"); fictional != orvanie {
			t.Errorf("%s: only orvanie is fictional, and it says so", p)
		}
	}
}

// The index of decisions names each record once.
func TestDecisionsAreIndexed(t *testing.T) {
	index := string(read(t, "../../docs/decisions/README.md"))
	names, err := filepath.Glob("../../docs/decisions/[0-9]*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(len(names), err)
	}
	for _, p := range names {
		if n := strings.Count(index, "("+filepath.Base(p)+")"); n != 1 {
			t.Errorf("docs/decisions/README.md names %s %d times, want once", filepath.Base(p), n)
		}
	}
}
