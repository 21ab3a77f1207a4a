package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/demo"
	"github.com/dires/dires/internal/desk/workplace"
)

// After one withdrawal the next edition waits; the one that is printed can be
// taken back at once, and nothing says why.
func TestAnEditionWaitsForEnoughPeopleAndCanBeTakenBack(t *testing.T) {
	root := filepath.Join(t.TempDir(), "w")
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(demo.Studies, "studies/orvanie")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := workplace.Unpack(root, "orvanie", files); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		w := World{Args: append(args, "--dir", root, "--lang", "en"), In: strings.NewReader(""), Out: &out, Err: &errs,
			Env: func(string) string { return "" }, Now: func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }}
		if s := Run(context.Background(), w); s != want {
			t.Fatalf("%v: %d %s", args, s, errs.String())
		}
		return out.String() + errs.String()
	}
	printing := os.Getenv("DIRES_LONG") != ""
	for _, verb := range []string{"import", "reconcile", "release"} {
		run(0, verb)
	}
	pages := filepath.Join(root, "public", "orvanie", "2026-11-24")
	if printing {
		run(0, "publish")
		if _, err := os.Stat(filepath.Join(pages, "en", "index.html")); err != nil {
			t.Fatal(err)
		}
	}
	if out := run(0, "withdraw", "own-reports/r017/incident", "--yes"); !strings.Contains(out, "at least 5 people") || !strings.Contains(out, "release --recall 2026-11-24") {
		t.Error(out)
	}
	if out := run(0, "release"); !strings.Contains(out, "edition 2026-11-24 stands; 1 person has come or gone since, and 5 are needed") {
		t.Error(out)
	}
	run(1, "release", "--recall", "2020-01-01")
	if out := run(0, "release", "--recall", "2026-11-24"); !strings.Contains(out, "is recalled") {
		t.Error(out)
	}
	run(0, "release", "--recall", "2026-11-24")
	if !printing {
		return
	}
	run(0, "publish")
	left := 0
	err = filepath.WalkDir(pages, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			left++
			if b, err := os.ReadFile(name); err == nil && (bytes.Contains(b, []byte("withdr")) || bytes.Contains(b, []byte("r017"))) {
				t.Errorf("%s says why", name)
			}
		}
		return err
	})
	if _, gone := os.Stat(filepath.Join(pages, "en", "profile.csv")); err != nil || left > 20 || gone == nil {
		t.Error(left, "files are left of a recalled edition", err)
	}
	if _, err := os.Stat(filepath.Join(pages, "edition.json")); err == nil {
		t.Error("edition.json of a recalled edition is left")
	}
	run(0, "verify")
}
