package press

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
)

// Whatever is altered in a printed release stops the next printing; what is
// made of a release is put right by it.
func TestAnAlteredFileIsRefusedOrRepaired(t *testing.T) {
	dir := t.TempDir()
	ed := orvanie(t, "2026-11-24", nil)
	write(t, dir, Options{}, ed)
	before := tree(t, dir)
	release := filepath.Join(dir, "orvanie", "2026-11-24")
	var fake bytes.Buffer
	z := gzip.NewWriter(&fake)
	z.Write([]byte("<p>other"))
	z.Close()
	for name, b := range map[string][]byte{"fr/index.html": []byte("x"), "fr/index.html.gz": fake.Bytes(), "fr/index.html.br": []byte("not brotli"), "SHA256SUMS": []byte("x"),
		"fiction-site.zip": []byte("x"), "fiction-site.zip.sha256": []byte("x"), "put-there.html": []byte("x"), "manifest.json.br": []byte("x")} {
		p := filepath.Join(release, filepath.FromSlash(name))
		old, err := os.ReadFile(p)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Write(context.Background(), []protect.Edition{ed}, dir, Options{}); !errors.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "P512") {
			t.Errorf("%s was altered: %v", name, err)
		}
		if err != nil {
			err = os.Remove(p)
		} else {
			err = os.WriteFile(p, old, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"latest/fr/index.html", "latest/fr/index.html.gz", "latest/put-there.html", "releases.html", "releases.html.br"} {
		if err := os.WriteFile(filepath.Join(dir, "orvanie", filepath.FromSlash(name)), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		write(t, dir, Options{}, ed)
		same(t, before, tree(t, dir))
	}
}
