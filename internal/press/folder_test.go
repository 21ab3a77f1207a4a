package press

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dires/dires/internal/fault"
)

func TestReleasesAreOrderedByDateThenNumber(t *testing.T) {
	ms := []manifest{{Date: "2026-11-24", Release: "2026-11-24.10"}, {Date: "2026-11-25", Release: "2026-11-25"}, {Date: "2026-11-24", Release: "2026-11-24"}, {Date: "2026-11-24", Release: "2026-11-24.2"}}
	slices.SortFunc(ms, compareReleases)
	var got []string
	for _, m := range ms {
		got = append(got, m.Release)
	}
	if !slices.Equal(got, []string{"2026-11-24", "2026-11-24.2", "2026-11-24.10", "2026-11-25"}) {
		t.Error(got)
	}
}

// A folder takes its name only when it is complete, and what stood there goes.
func TestAFolderIsWholeOrNotThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	one := []packed{{file: file{path: "a.html", data: []byte("one")}}, {file: file{path: "d/b", data: []byte("b")}}}
	if n, size, err := lay(dir, one); err != nil || n != 2 || size != 4 {
		t.Fatal(n, size, err)
	}
	if _, _, err := lay(dir, []packed{{file: file{path: "a.html", data: []byte("two")}}}); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, filepath.Dir(dir)); len(got) != 1 || got["x/a.html"] != "two" {
		t.Error(got)
	}
	bad := []packed{{file: file{path: "a", data: nil}}, {file: file{path: "a/b", data: nil}}} // a file where a folder must be
	if _, _, err := lay(dir, bad); err == nil {
		t.Error("laid out")
	}
	if got := tree(t, filepath.Dir(dir)); got["x/a.html"] != "two" {
		t.Error("a failed print took away what stood:", got)
	}
}

// Whatever bytes stand in manifest.json, they are read or refused in one
// sentence.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"format":1,"study":"x","release":"2026-01-01","files":[{"path":"a","bytes":1,"sha256":"00"}]}`))
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "manifest.json"), b, 0o644); err != nil {
			t.Fatal(err)
		}
		m, ok, err := readManifest(dir)
		if ok == (err != nil) {
			t.Fatal(ok, err)
		}
		if err != nil && !errors.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
		if ok {
			m.verify(dir)
			compareReleases(m, m)
		}
	})
}
