package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/dires/dires/internal/lang"
)

// forbidden reads the stems of a table of docs/terms.md.
func forbidden(t *testing.T, section string) (stems [][]string) {
	_, after, ok := strings.Cut(string(read(t, "../../docs/terms.md")), "\n## "+section+"\n")
	if !ok {
		t.Fatalf("docs/terms.md has no section %q", section)
	}
	after, _, _ = strings.Cut(after, "\n## ")
	for _, line := range strings.Split(after, "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| stem") || strings.HasPrefix(line, "|---") {
			continue
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(line, "| "), "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		stems = append(stems, cells)
	}
	if len(stems) < 5 {
		t.Fatalf("section %q lists %d stems", section, len(stems))
	}
	return stems
}

// A paper about words that nothing checks is soon about other words.
func TestTheCatalogueSaysNoForbiddenWord(t *testing.T) {
	for _, s := range forbidden(t, "Not in the catalogue") {
		re := regexp.MustCompile(`(?i)(?:^|[^\p{L}])` + regexp.QuoteMeta(s[0]))
		for _, key := range lang.Keys() {
			x, _ := lang.Lookup(key)
			for _, tag := range lang.Complete {
				if strings.Contains(s[1], string(tag)) && re.MatchString(x[tag]) {
					t.Errorf("%s in %s says %q (%s): say %s", key, tag, s[0], x[tag], s[2])
				}
			}
		}
	}
}

// What the code says by a key is in the catalogue: the key itself, or one that
// begins with what stands in the code.
func TestEveryKeySaidIsInTheCatalogue(t *testing.T) {
	said := regexp.MustCompile(`\b(?:Say|Every)\("([a-z][a-z0-9. -]*)"(,|\)| ?\+)`)
	refused := regexp.MustCompile(`fault\.New\([a-zA-Z.]+, "([A-Z][0-9]{3})"`)
	keys, n := lang.Keys(), 0
	for _, p := range files(t, "*.go") {
		if strings.HasSuffix(p, "_test.go") || strings.Contains(filepath.ToSlash(p), "/testdata/") {
			continue
		}
		b := read(t, p)
		for _, m := range said.FindAllSubmatch(b, -1) {
			key, whole := string(m[1]), !strings.Contains(string(m[2]), "+")
			if n++; !slices.ContainsFunc(keys, func(k string) bool { return k == key || !whole && strings.HasPrefix(k, key) }) {
				t.Errorf("%s says %q, which is not in the catalogue", p, key)
			}
		}
		for _, m := range refused.FindAllSubmatch(b, -1) {
			if n++; !slices.Contains(keys, string(m[1])) {
				t.Errorf("%s refuses with %s, which has no words", p, m[1])
			}
		}
	}
	if n < 400 {
		t.Errorf("%d keys found in the code", n)
	}
}

// The code is neutral: contested words are data.
func TestNoNameInTheCodeIsContested(t *testing.T) {
	stems := forbidden(t, "Not in the code")
	for _, p := range files(t, "*.go") {
		if s := filepath.ToSlash(p); strings.HasSuffix(s, "_test.go") || strings.Contains(s, "/testdata/") || strings.Contains(s, "/internal/test/") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			for _, s := range stems {
				for i, r := range id.Name { // a word begins at a capital
					if (i == 0 || unicode.IsUpper(r)) && strings.HasPrefix(strings.ToLower(id.Name[i:]), s[0]) {
						t.Errorf("%s: the name %s holds %q: %s", p, id.Name, s[0], s[1])
					}
				}
			}
			return true
		})
	}
}

// The classes of speakers of the paper are those of the catalogue.
func TestEveryClassOfSpeakersIsInTheTerms(t *testing.T) {
	terms := string(read(t, "../../docs/terms.md"))
	n := 0
	for _, key := range lang.Keys() {
		class, ok := strings.CutPrefix(key, "class.")
		if !ok {
			continue
		}
		n++
		if !strings.Contains(terms, "| "+class+" |") {
			t.Errorf("docs/terms.md does not name the class %s", class)
		}
	}
	if n != 12 {
		t.Errorf("%d classes of speakers, not twelve", n)
	}
}
