package press

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
)

// Every file of a printed folder that is altered, removed or added is named, also
// where it is altered together with its manifest.
func TestEachPrintedFileIsComparedWithItsSum(t *testing.T) {
	files := []string{"index.html", "index.html.br", "fr/index.html", "robots.txt", "mali/releases.html", "mali/releases.html.gz"}
	for _, f := range []string{"mali/2031-01-02/", "mali/latest/"} {
		for _, p := range []string{"manifest.json", "SHA256SUMS", "fr/a.html", "fr/a.html.br", "data/a.csv", "site.zip"} {
			files = append(files, f+p)
		}
	}
	rng := rand.New(rand.NewPCG(15, 13))
	for n := range 150 {
		dir := t.TempDir()
		put := func(p, text string) {
			name := filepath.Join(dir, filepath.FromSlash(p))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range files {
			put(p, "FICTION "+p)
		}
		was, err := Standing(dir)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ParseSums(was.Of("mali").Text())
		if err != nil || !maps.Equal(was, want) {
			t.Fatal("the record lacks files", len(was), len(want), err)
		}
		p, code := files[rng.IntN(len(files))], FileAltered
		switch n % 3 {
		case 0:
			b := []byte("FICTION " + p)
			b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
			put(p, string(b))
			put("mali/2031-01-02/manifest.json", "made to fit")
		case 1:
			code = FileMissing
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(p))); err != nil {
				t.Fatal(err)
			}
		default:
			p, code = p+".new", FileAdded
			put(p, "")
		}
		have, err := Standing(dir)
		if err != nil {
			t.Fatal(err)
		}
		found := Compare(have, want, "public")
		if !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == code && strings.HasPrefix("public/"+p, f.At.File) }) {
			t.Errorf("%s of %s is not named: %v", code, p, found)
		}
	}
}
