package house

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/dires/dires" // the path in go.mod

// floors lists every package of the house, ground first. A package may import
// only packages on floors below its own, never a neighbour. A package inside
// another (press/pages/x) stands on its parent's floor; its parent may import it.
var floors = [][]string{
	0: {"fault", "when", "geo", "address"},
	1: {"lang", "diag", "seal", "sdc", "audit"},
	2: {"source", "place", "form", "sheet", "ledger"},
	3: {"claim", "answer", "term"},
	4: {"event", "figure", "study", "register"},
	5: {"in/*", "out", "store", "reconcile", "profile", "compare", "involve", "perception", "protect"},
	6: {"desk", "press"},
	7: {"web"},
	8: {"cli"},
}

// libraries are public packages at the root of the module: anyone can import
// them without Dires. They import nothing of internal/ and nothing of the
// application; every package of the application may import them.
var libraries = append([]string{"sav", "xform", "xlsform", "xpath"}, kernels...)

// kernels are the libraries that compute: each exported function documents
// its shapes, units, errors and source.
var kernels = []string{"survey", "agreement", "linkage", "ranktest", "series", "spatial"}

// only lists what stands beside the floors, and the one package that may
// import it.
var only = []struct{ pkg, by, why string }{
	{"demo", "cli", "the embedded studies are data; the command line unpacks them"},
	{"cli", "cmd/dires", "main is 20 lines and calls the command line"},
}

// rooms are functions: values in, values out.
var rooms = []string{"reconcile", "profile", "compare", "involve", "perception", "protect"}

// world is what a room must not touch.
var world = []string{"database/sql", "log", "log/slog", "net", "net/http", "os"}

// never lists arrows that would point down and are forbidden all the same,
// each with the reason a reviewer would give.
var never = []struct{ from, to, why string }{
	{"press", "reconcile", "the press prints findings, it does not make them"},
	{"press", "profile", "the press prints findings, it does not make them"},
	{"press", "compare", "the press prints findings, it does not make them"},
	{"press", "involve", "the press prints findings, it does not make them"},
	{"press", "perception", "the press prints findings, it does not make them"},
	{"press", "store", "the press has no key to the archive: it prints only what protect has released"},
	{"press", "seal", "the press has no key to the archive"},
}

// doors gives each thing brought from outside the few packages (or families)
// that may touch it. A dependency that is on no door is refused.
var doors = map[string][]string{
	"github.com/andybalholm/brotli":      {"press"},
	"golang.org/x/text":                  {"lang", "sheet", "sav"},
	"github.com/BurntSushi/toml":         {"study", "desk/workplace", "lang"},
	"github.com/yuin/goldmark":           {"press"},
	"github.com/microcosm-cc/bluemonday": {"press"},
	"github.com/schollz/progressbar":     {"cli"},
	"golang.org/x/term":                  {"cli"},
	"github.com/spf13/cobra":             {"cli"},
	"github.com/spf13/pflag":             {"cli"},
	"github.com/xuri/excelize":           {"sheet"},
	"github.com/klauspost/compress":      {"sav"},
	"gonum.org/v1/gonum":                 append([]string{"sdc"}, kernels...),
	"filippo.io/age":                     {"seal"},
	"github.com/skip2/go-qrcode":         {"desk/custody"},
	"golang.org/x/mod":                   {"ledger"},
	"modernc.org/sqlite":                 {"store"},
}

// house gives the name by which the tables know a path below the module.
func house(p string) string { return strings.TrimPrefix(p, "internal/") }

// imports maps each package under root to what its non-test files import.
func imports(t *testing.T, root string) map[string][]string {
	m := map[string][]string{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root {
			_, nested := os.Stat(filepath.Join(p, "go.mod"))
			if nested == nil || d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(p))
		if err != nil {
			return err
		}
		from := house(filepath.ToSlash(rel))
		m[from] = append(m[from], []string{}...)
		for _, s := range f.Imports {
			q, err := strconv.Unquote(s.Path.Value)
			if err != nil {
				return err
			}
			m[from] = append(m[from], q)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// aid reports whether a package only serves tests (storetest, intest, test/pg).
func aid(name string) bool {
	return name == "house" || strings.HasPrefix(name, "test/") || strings.HasSuffix(name, "test")
}

// within reports whether name is pat, or lies inside a package that pat matches.
func within(pat, name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if ok, _ := path.Match(pat, name); ok {
			return true
		}
	}
	return false
}

func anyWithin(pats []string, name string) bool {
	return slices.ContainsFunc(pats, func(pat string) bool { return within(pat, name) })
}

// floorOf is -1 for a package on no floor; the roof is above all of them.
func floorOf(name string) int {
	if name == "cmd/dires" {
		return len(floors)
	}
	return slices.IndexFunc(floors, func(pats []string) bool { return anyWithin(pats, name) })
}

// checkLibrary reports what a library imports of this module besides other libraries.
func checkLibrary(t *testing.T, from string, imps []string) {
	t.Helper()
	for _, i := range imps {
		to, ok := strings.CutPrefix(i, module+"/")
		if ok && !anyWithin(libraries, to) {
			t.Errorf("%s imports %s: a library stands alone, without the application", from, i)
		}
	}
}

func TestArrowsPointDown(t *testing.T) {
	all := imports(t, "../..")
	used := map[string]bool{}
	for from, imps := range all {
		if aid(from) {
			continue
		}
		if anyWithin(libraries, from) {
			checkLibrary(t, from, imps)
		}
		f := floorOf(from)
		if f < 0 && from != "demo" && !anyWithin(libraries, from) {
			t.Errorf("%s is on no floor: add it to floors in internal/house", from)
			continue
		}
		for _, i := range imps {
			to, ok := strings.CutPrefix(i, module+"/")
			if !ok {
				if first, _, _ := strings.Cut(i, "/"); strings.Contains(first, ".") {
					known := false
					for dep, at := range doors {
						if i == dep || strings.HasPrefix(i, dep+"/") {
							known, used[dep] = true, true
							if !anyWithin(at, from) {
								t.Errorf("%s imports %s: its doors are %v", from, i, at)
							}
						}
					}
					if !known {
						t.Errorf("%s imports %s: no door; write the decision record first", from, i)
					}
				} else if anyWithin(rooms, from) && slices.Contains(world, i) {
					t.Errorf("%s imports %s: a room is a function", from, i)
				}
				continue
			}
			to = house(to)
			if anyWithin(libraries, to) || anyWithin(libraries, from) {
				continue // a library is below all floors; checkLibrary holds what it imports
			}
			if aid(to) {
				t.Errorf("%s imports %s, which serves tests only", from, to)
			} else if g := floorOf(to); to != "demo" && g >= f && !strings.HasPrefix(to, from+"/") {
				t.Errorf("%s (floor %d) imports %s (floor %d): arrows point down", from, f, to, g)
			}
			for _, o := range only {
				if within(o.pkg, to) && !within(o.by, from) && !within(o.pkg, from) {
					t.Errorf("%s imports %s, which is for %s: %s", from, to, o.by, o.why)
				}
			}
			for _, n := range never {
				if within(n.from, from) && within(n.to, to) {
					t.Errorf("%s imports %s: %s", from, to, n.why)
				}
			}
		}
	}

	// A rule about nobody protects nobody.
	named := slices.Concat(floors...)
	named = append(named, rooms...)
	named = append(named, libraries...)
	for _, n := range never {
		named = append(named, n.from, n.to)
	}
	for _, o := range only {
		named = append(named, o.pkg, o.by)
	}
	for dep, at := range doors {
		named = append(named, at...)
		if !used[dep] {
			t.Errorf("doors: nobody imports %s", dep)
		}
	}
	for _, pat := range named {
		found := false
		for p := range all {
			found = found || within(pat, p)
		}
		if !found {
			t.Errorf("a rule names %s: no package is called that", pat)
		}
	}

	// A new room brings its own rule for the press.
	for _, r := range rooms {
		if r != "protect" && !slices.ContainsFunc(never, func(n struct{ from, to, why string }) bool {
			return n.from == "press" && n.to == r
		}) {
			t.Errorf("never: press -> %s is missing; protect is the one room the press may import", r)
		}
	}
}
