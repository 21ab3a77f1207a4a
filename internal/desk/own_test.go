package desk_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/when"
)

// FICTION: everything said in these ownFiles is invented.
var ownFiles = map[string]string{
	"study.toml": `id = "s"
nature = "real"
languages = ["en"]
title = {en = "A study that nobody made"}
contact = {en = "nobody@example.org"}
country = "XX"
country_name = {en = "Nowhere"}
`,
	"sources/people.toml": `id = "people"
name = {en = "Survey"}
class = "resident"
reader = "survey"
files = []
cannot_see = {en = "x"}
licence = {level = "aggregates"}
`,
	"survey/people.toml": `id = "people"
kind = "inquiry"
source = "people"
file = "people.csv"
title = {en = "Survey"}
people = {en = "adults"}
frame = {en = "areas"}
chosen = {en = "reached"}
exclusions = {en = "camps"}
mode = "face-to-face"
dates = "2024-04"
[row]
id = "nr"
withdrawal = "code"
interviewer = "by"
consent = "ok"
[[questions]]
id = "asked"
asks = {en = "Asked?"}
answers = [{code = "yes", label = {en = "yes"}}, {code = "no", label = {en = "no"}}]
counts = ["yes"]
says = {en = "were asked"}
`,
	"survey/people.csv": "nr,code,by,ok,asked\n1,aaa,m1,public,yes\n2,bbb,m1,internal,yes\n3,ccc,m2,public,no\n4,ddd,m2,Non,yes\n5,eee,m3,refusé,no\n",
}

func ownStudy(t *testing.T) (string, *desk.Desk) {
	t.Helper()
	root := t.TempDir()
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	for n, b := range ownFiles {
		p := filepath.Join(root, "studies", "s", n)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(b), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d, err := desk.Open(context.Background(), root, desk.Options{Now: func() time.Time { return time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return root, d
}

// ownAsked counts the people behind the figure of the question.
func ownAsked(t *testing.T, d *desk.Desk) (most int) {
	t.Helper()
	m, err := d.Figures(context.Background(), "s", when.Day(0))
	if err != nil {
		t.Fatal(err, m.Findings)
	}
	i := slices.IndexFunc(m.Figures, func(f figure.Figure) bool { return strings.HasPrefix(f.ID, "perception.people-asked") })
	if i < 0 {
		t.Fatal("no figure")
	}
	for _, c := range m.Figures[i].Cells {
		most = max(most, c.N())
	}
	return most
}

func ownSecrets(t *testing.T, root string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "private", "keys", "*.secret"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A row that says no to consent enters no figure; one that is named by its id or
// by the code its respondent was given leaves every figure; the table that still
// says it is named.
func TestARowOfASurveyTableIsWithdrawnByItsCode(t *testing.T) {
	root, d := ownStudy(t)
	ctx := context.Background()
	if n := ownAsked(t, d); n != 3 {
		t.Fatalf("%d people in the figure: two of five refused consent", n)
	}
	for i, id := range []string{"bbb", "3"} { // a code, an id
		k := claim.Key{Source: "people", ID: id}
		if n, err := d.Told(ctx, "s", k); n != 1 || err != nil {
			t.Fatal(id, n, err)
		}
		w, err := d.Withdraw(ctx, "s", k, "withdrawn")
		if err != nil || w.Records != 1 || !slices.Equal(w.Sources, []string{"survey/people.csv"}) {
			t.Fatal(w, err)
		}
		if n := ownAsked(t, d); n != 2-i {
			t.Errorf("%d people in the figure after %d withdrew", n, i+1)
		}
		if _, err := d.Told(ctx, "s", k); !ownSaid(err, "D747") {
			t.Errorf("asked again: %v", err)
		}
	}
	if _, err := d.Told(ctx, "s", claim.Key{Source: "people", ID: "zzz"}); !ownSaid(err, "D741") {
		t.Error(err)
	}
	found, err := desk.Check(root, "s")
	if err != nil || !ownHas(found, "D708") || !ownHas(found, "N229") {
		t.Error(found, err)
	}
}

// A withdrawal from a study in which nothing came in makes no secret, and one that
// is only counted makes none either.
func TestAWithdrawalFromAnEmptyStudyMakesNoSecret(t *testing.T) {
	root, d := ownStudy(t)
	_, err := d.Withdraw(context.Background(), "s", claim.Key{Source: "people", ID: "nobody"}, "withdrawn")
	if !ownSaid(err, "D741") || len(ownSecrets(t, root)) > 0 {
		t.Error(err, ownSecrets(t, root))
	}
}

// Who was asked and did not answer, or refused consent, is withdrawn by the same
// codes; counting it in a study in which nothing came in writes nothing.
func TestWhoDidNotAnswerIsWithdrawnByTheirCode(t *testing.T) {
	root, d := ownStudy(t)
	ctx, folder := context.Background(), filepath.Join(root, "studies", "s", "survey")
	sample := strings.NewReplacer(`"inquiry"`, `"sample"`, `consent = "ok"`, "consent = \"ok\"\nstatus = \"end\"\nstatuses = {done = \"answered\", away = \"not-reached\", no = \"refused\"}\n[design]\nweights = \"w\"\nclusters = [\"nr\"]").Replace(ownFiles["survey/people.toml"])
	write(t, filepath.Join(folder, "people.toml"), sample)
	write(t, filepath.Join(folder, "people.csv"), "nr,code,by,ok,asked,end,w\n1,aaa,m1,public,yes,done,1\n2,bbb,m1,,,away,1\n3,ccc,m2,,,no,1\n4,ddd,m2,Non,yes,done,1\n5,eee,m3,public,no,done,1\n")
	before := standing(t, filepath.Join(root, "private"))
	for _, id := range []string{"aaa", "bbb", "2", "3", "ccc", "ddd"} {
		if n, err := d.Told(ctx, "s", claim.Key{Source: "people", ID: id}); n != 1 || err != nil {
			t.Errorf("%s: %d %v", id, n, err)
		}
	}
	if len(ownSecrets(t, root)) > 0 {
		t.Error("counting made a secret")
	}
	if after := standing(t, filepath.Join(root, "private")); after != before {
		t.Errorf("counting wrote\n%s\nbefore\n%s", after, before)
	}
	for _, id := range []string{"bbb", "3", "ddd"} {
		k := claim.Key{Source: "people", ID: id}
		w, err := d.Withdraw(ctx, "s", k, "withdrawn")
		if err != nil || w.Records != 1 || !slices.Equal(w.Sources, []string{"survey/people.csv"}) {
			t.Error(id, w, err)
		}
		if _, err := d.Told(ctx, "s", k); !ownSaid(err, "D747") {
			t.Errorf("%s asked again: %v", id, err)
		}
	}
}

// standing lists the files below a folder with their sizes.
func standing(t *testing.T, dir string) (list string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		list += fmt.Sprintf("%s %d %x\n", strings.TrimPrefix(p, dir), len(b), sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func ownHas(l diag.List, code diag.Code) bool {
	return slices.ContainsFunc(l, func(f diag.Finding) bool { return f.Code == code })
}

func ownSaid(err error, code string) bool {
	f, is := fault.Public(err)
	return is && string(f.Code) == code
}
