package press

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/protect"
)

func write(t testing.TB, dir string, o Options, eds ...protect.Edition) Report {
	t.Helper()
	rep, err := Write(context.Background(), eds, dir, o)
	if err != nil {
		t.Fatal(err, rep.Findings)
	}
	return rep
}

// tree reads every file below dir.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		m[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// printed is the public folder with one release of Orvanie, printed once for
// all tests that only read it.
func printed(t *testing.T) map[string]string {
	t.Helper()
	once.Do(func() {
		dir, err := os.MkdirTemp("", "press")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		weights = write(t, dir, Options{Base: "https://dires.example"}, orvanie(t, "2026-11-24", nil)).Weights
		site = tree(t, dir)
	})
	return maps.Clone(site)
}

var (
	once    sync.Once
	site    map[string]string
	weights []Weight
)

// below are the files of a folder, named from there.
func below(files map[string]string, dir string) map[string]string {
	m := map[string]string{}
	for n, s := range files {
		if rest, ok := strings.CutPrefix(n, dir); ok {
			m[rest] = s
		}
	}
	return m
}

func same(t *testing.T, a, b map[string]string) {
	t.Helper()
	for n := range a {
		if a[n] != b[n] {
			t.Errorf("%s differs (%d and %d bytes)", n, len(a[n]), len(b[n]))
		}
	}
	for n := range b {
		if _, ok := a[n]; !ok {
			t.Errorf("%s is in one print only", n)
		}
	}
}

func TestTwoPrintsAreTheSameBytes(t *testing.T) {
	one := printed(t)
	old := time.Local
	time.Local = time.FixedZone("far", 13*3600)
	defer func() { time.Local = old }()
	t.Setenv("LANG", "tr_TR.UTF-8")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	t.Setenv("TZ", "Pacific/Auckland")
	t.Setenv("GOMAXPROCS", "1")
	other := t.TempDir()
	write(t, other, Options{Base: "https://dires.example"}, orvanie(t, "2026-11-24", nil))
	same(t, one, tree(t, other))
}

func TestAReleaseNeverChanges(t *testing.T) {
	dir := t.TempDir()
	first := write(t, dir, Options{}, orvanie(t, "2026-11-24", nil))
	if len(first.Wrote) != 1 || first.Wrote[0] != "orvanie/2026-11-24" || first.Pages == 0 {
		t.Fatal(first)
	}
	before := tree(t, dir)
	again := write(t, dir, Options{}, orvanie(t, "2026-11-24", nil))
	if len(again.Kept) != 1 || len(again.Wrote) != 0 || again.Files != 0 {
		t.Error(again)
	}
	same(t, before, tree(t, dir))
	other := orvanie(t, "2026-11-24", func(in *protect.Input) { in.Study.Summary = lang.FrEn("autre", "other") })
	if _, err := Write(context.Background(), []protect.Edition{other}, dir, Options{}); !errors.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "P510") {
		t.Error(err)
	}
	same(t, before, tree(t, dir))
	page := filepath.Join(dir, "orvanie", "2026-11-24", "fr", "sources.html")
	if err := os.WriteFile(page, []byte("<p>autre chose"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(context.Background(), []protect.Edition{orvanie(t, "2026-11-24", nil)}, dir, Options{}); !errors.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "P512") {
		t.Error("an altered page was not noticed:", err)
	}
}

func TestATextThatCitesNothingStopsThePrint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	bad := orvanie(t, "2026-11-24", func(in *protect.Input) {
		in.Study.Texts = map[string]lang.Text{"when": lang.FrEn(`{{fig "profile.none"}}`, `{{fig "profile.none"}}`)}
	})
	rep, err := Write(context.Background(), []protect.Edition{bad}, dir, Options{})
	if !errors.Is(err, fault.Findings) || rep.Findings.Errors() != 2 {
		t.Error(err, rep.Findings)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something was written")
	}
}

func TestPagesAreWithinTheirBudget(t *testing.T) {
	printed(t)
	var reading []int
	for _, w := range weights {
		if w.Br > budget[w.Class] {
			t.Errorf("%+v", w)
		}
		if w.Class == "reading" {
			reading = append(reading, w.Br) // sorted already
		}
	}
	if m := reading[len(reading)/2]; m > 14000 {
		t.Errorf("half of the reading pages weigh more than %d", m)
	}
}
