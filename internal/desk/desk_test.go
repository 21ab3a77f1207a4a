package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

var ctx = context.Background()

// FICTION: Orvanie is no country.
const manifest = `id = "orvanie"
nature = "fictional"
languages = ["en"]
title = {en = "FICTION"}
country_name = {en = "Orvanie"}
`

const gazette = `id = "gazette"
name = {en = "FICTION gazette"}
class = "media"
reader = "reports"
files = ["data/gazette.csv"]
cannot_see = {en = "FICTION"}
licence = {level = "rows", name = "FICTION"}
protection = {public = true}
`

const own = `id = "own"
name = {en = "FICTION reports"}
class = "civil-society"
reader = "reports"
files = ["inbox/own.csv"]
cannot_see = {en = "FICTION"}
licence = {level = "aggregates"}
protection = {own_reports = true}
`

const rows = `id,date,place,what,who,deaths,consent
1,2031-01-02,Sable,FICTION raid,resident,2,public
2,2031-02-02,Sable,FICTION raid,resident,1,public
3,2032-03-02,Sable,FICTION raid,resident,0,public
`

// office makes a workplace with a study of the files given, and opens its desk.
func office(t testing.TB, files map[string]string) (root string, d *desk.Desk) {
	t.Helper()
	root = filepath.Join(t.TempDir(), "w")
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	files["study.toml"] = manifest
	for name, text := range files {
		write(t, filepath.Join(workplace.Folder(root, "orvanie"), name), text)
	}
	return root, reopen(t, root)
}

func reopen(t testing.TB, root string) *desk.Desk {
	t.Helper()
	d, err := desk.Open(ctx, root, desk.Options{Now: func() time.Time { return time.Date(2033, 5, 1, 12, 0, 0, 0, time.UTC) }, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// take imports everything that waits.
func take(t testing.TB, d *desk.Desk) (sum desk.Imported) {
	t.Helper()
	files, found, err := d.Waiting(ctx, "orvanie", desk.ImportOptions{})
	if err != nil {
		t.Fatal(err, found)
	}
	for _, f := range files {
		r, err := d.Import(ctx, "orvanie", f, false, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum.Added, sum.Revised, sum.Withdrawn = sum.Added+r.Added, sum.Revised+r.Revised, sum.Withdrawn+r.Withdrawn
		sum.Claims, sum.Stands = sum.Claims+r.Claims, r.Stands
	}
	return sum
}

// same checks that a rebuild gives what stands there, and that the ledger
// verifies.
func same(t testing.TB, d *desk.Desk) {
	t.Helper()
	r, err := d.Rebuild(ctx, "orvanie", nil)
	if err != nil || r.Before != r.After {
		t.Errorf("a rebuild is not identical: %+v %v", r, err)
	}
	v, err := d.Verify(ctx, "orvanie", nil)
	if err != nil || !v.OK() {
		t.Errorf("the ledger does not verify: %v %v", v.Findings, err)
	}
}

func ExampleDesk_Figures() {
	root, _ := os.MkdirTemp("", "dires")
	defer os.RemoveAll(root)
	_ = os.Remove(root) // a new folder
	fmt.Println(workplace.SetUp(root))
	_, err := workplace.Begin(root, workplace.Start{ID: "orvanie", Title: "FICTION", Country: "Orvanie", Lang: "en", Fictional: true})
	fmt.Println(err)
	d, err := desk.Open(ctx, root, desk.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer d.Close()
	m, err := d.Figures(ctx, "orvanie", when.Date(2033, 5, 1))
	fmt.Println(len(m.Figures), err)
	// Output:
	// <nil>
	// <nil>
	// 0 <nil>
}

func TestALaterFileRevisesAndWithdraws(t *testing.T) {
	root, d := office(t, map[string]string{"sources/gazette.toml": gazette, "data/gazette.csv": rows})
	if n := take(t, d); n.Added != 3 {
		t.Errorf("first: %+v", n)
	}
	if n := take(t, d); !n.Stands {
		t.Errorf("the same file again: %+v", n)
	}
	file := filepath.Join(workplace.Folder(root, "orvanie"), "data/gazette.csv")
	later := strings.Replace(rows, "raid,resident,1", "raid,resident,4", 1)
	later, _, _ = strings.Cut(later, "3,2032")
	write(t, file, later)
	if n := take(t, d); n.Added != 0 || n.Revised != 1 || n.Withdrawn != 1 {
		t.Errorf("a row changed and one dropped: %+v", n)
	}
	same(t, d)
	write(t, file, rows)
	if n := take(t, d); n.Added != 1 || n.Revised != 1 {
		t.Errorf("back again: %+v", n)
	}
	if _, err := d.Reconcile(ctx, "orvanie"); err != nil {
		t.Fatal(err)
	}
	same(t, d)
}

func TestAFileThatIsNoneLeavesNothing(t *testing.T) {
	for name, text := range map[string]string{"letter": "Dear friends.\n", "empty": "", "page": "<html><body>404</body></html>",
		"columns": "a,b\n1,2\n", "binary": "\x00\x01\x02\x03"} {
		root, d := office(t, map[string]string{"sources/gazette.toml": gazette, "data/gazette.csv": text, "sources/own.toml": own, "inbox/own.csv": text})
		files, _, err := d.Waiting(ctx, "orvanie", desk.ImportOptions{})
		if err != nil || len(files) != 2 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			_, err := d.Import(ctx, "orvanie", f, false, nil)
			if _, ok := fault.Public(err); !ok {
				t.Errorf("%s %s: %v", name, f.Name, err)
			}
		}
		v, err := d.Verify(ctx, "orvanie", nil)
		if err != nil || v.Head.Size != 0 {
			t.Errorf("%s: %d entries, %v", name, v.Head.Size, err)
		}
		if blobs, _ := filepath.Glob(filepath.Join(root, "private/blobs/??/*")); len(blobs) > 0 {
			t.Errorf("%s: blobs stayed: %v", name, blobs)
		}
	}
}

// The words of an own report, its informant and its monitor stand nowhere in
// the open: not in the database, its log, the keys or what is printed.
func TestOwnReportsStandNowhereInTheOpen(t *testing.T) {
	secret := "id,date,place,what,who,monitor,deaths,consent\n1,2031-01-02,Sable,CANARY-WORDS,CANARY-INFORMANT,CANARY-MONITOR,1,public\n"
	root, d := office(t, map[string]string{"sources/own.toml": own, "inbox/own.csv": secret})
	if n := take(t, d); n.Added != 1 {
		t.Fatalf("%+v", n)
	}
	if _, err := d.Reconcile(ctx, "orvanie"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Release(ctx, "orvanie", protect.Internal, false); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(filepath.Join(root, "private"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte("CANARY")) {
			t.Errorf("%s holds what was said in confidence", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWithdrawalTakesTheReportOutOfEverything(t *testing.T) {
	_, d := office(t, map[string]string{"sources/own.toml": own, "inbox/own.csv": rows})
	take(t, d)
	if _, err := d.Reconcile(ctx, "orvanie"); err != nil {
		t.Fatal(err)
	}
	k := claim.Key{Source: "own", ID: "2"}
	if _, err := d.Withdraw(ctx, "orvanie", k, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Withdraw(ctx, "orvanie", k, "withdrawn"); refusal(err) != "D747" {
		t.Errorf("twice: %v", err)
	}
	m, err := d.Figures(ctx, "orvanie", when.Date(2033, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	f, err := desk.Find(m.Figures, "profile.incidents-by-year")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := f.Cell("2031")
	if v, _ := c.Value(); v != 1 {
		t.Errorf("2031 still counts %v", v)
	}
	same(t, d)
	if n := take(t, d); n.Added+n.Revised != 0 {
		t.Errorf("the same file brought it back: %+v", n)
	}
}

func TestDecisionsSurviveEveryRun(t *testing.T) {
	other := strings.ReplaceAll(gazette, `"gazette"`, `"other"`)
	other = strings.ReplaceAll(other, "gazette.csv", "other.csv")
	far := strings.ReplaceAll(rows, "Sable", "Roche")
	_, d := office(t, map[string]string{"sources/gazette.toml": gazette, "data/gazette.csv": rows, "sources/other.toml": other, "data/other.csv": far})
	take(t, d)
	a, b := claim.Key{Source: "gazette", ID: "1"}, claim.Key{Source: "other", ID: "3"}
	before, err := d.Reconcile(ctx, "orvanie")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Decide(ctx, "orvanie", event.Decision{A: a, B: b, Says: event.SameEvent}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r, err := d.Reconcile(ctx, "orvanie")
		if err != nil || r.Decisions != 1 || r.Events != before.Events-1 {
			t.Errorf("%+v, before %+v, %v", r, before, err)
		}
	}
	same(t, d)
	if err := d.Decide(ctx, "orvanie", event.Decision{A: a, B: b, Says: event.Undo}); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Reconcile(ctx, "orvanie"); err != nil || r.Events != before.Events || r.Decisions != 0 {
		t.Errorf("undone: %+v %v", r, err)
	}
	if err := d.Decide(ctx, "orvanie", event.Decision{A: a, B: claim.Key{Source: "x", ID: "y"}, Says: event.SameEvent}); !errors.Is(err, fault.NotFound) {
		t.Errorf("a statement that is not there: %v", err)
	}
}

func TestAReleaseStandsWhileNothingChanges(t *testing.T) {
	root, d := office(t, map[string]string{"sources/gazette.toml": gazette, "data/gazette.csv": rows})
	take(t, d)
	if _, err := d.Reconcile(ctx, "orvanie"); err != nil {
		t.Fatal(err)
	}
	first, err := d.Release(ctx, "orvanie", protect.Public, false)
	if err != nil || first.ID != "2033-05-01" || first.Stands {
		t.Fatal(first, err)
	}
	again, err := d.Release(ctx, "orvanie", protect.Public, false)
	if err != nil || !again.Stands || again.Hash != first.Hash {
		t.Errorf("again: %+v %v", again, err)
	}
	write(t, filepath.Join(workplace.Folder(root, "orvanie"), "data/gazette.csv"), strings.Replace(rows, ",2,", ",3,", 1))
	take(t, d)
	if _, err := d.Reconcile(ctx, "orvanie"); err != nil {
		t.Fatal(err)
	}
	second, err := d.Release(ctx, "orvanie", protect.Public, false)
	if err != nil || second.ID != "2033-05-01.2" {
		t.Errorf("second: %+v %v", second.ID, err)
	}
	es, err := d.Editions(ctx, "orvanie", protect.Public)
	if err != nil || len(es) != 2 {
		t.Fatal(len(es), err)
	}
	// An edition that is not the recorded one is refused.
	blobs, _ := filepath.Glob(filepath.Join(root, "private/blobs", first.Hash[:2], first.Hash[2:]))
	if len(blobs) != 1 {
		t.Fatal(blobs)
	}
	b, err := os.ReadFile(blobs[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(blobs[0], 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, blobs[0], strings.Replace(string(b), "FICTION", "fiction", 1))
	if _, err := d.Editions(ctx, "orvanie", protect.Public); !errors.Is(err, fault.Broken) {
		t.Errorf("an altered edition was opened: %v", err)
	}
}

func TestAForeignFolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "letter.txt"), "mine")
	if err := workplace.SetUp(dir); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if _, err := desk.Open(ctx, dir, desk.Options{}); !errors.Is(err, fault.NoPlace) {
		t.Error(err)
	}
}

func TestSettingsAreStrict(t *testing.T) {
	for _, text := range []string{"offise = \"x\"\n", "office = \n", "office = \"Not A Name\"\n"} {
		root, _ := office(t, map[string]string{})
		write(t, filepath.Join(root, workplace.File), text)
		if _, err := desk.Open(ctx, root, desk.Options{}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
