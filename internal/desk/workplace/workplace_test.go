package workplace_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/test/need"
)

func ExampleSetUp() {
	root, _ := os.MkdirTemp("", "dires")
	defer os.RemoveAll(root)
	fmt.Println(workplace.SetUp(root))
	s, err := workplace.Read(root)
	fmt.Println(s.Office, err)
	ids, err := workplace.Studies(root)
	fmt.Println(ids, err)
	// Output:
	// <nil>
	// main <nil>
	// [] <nil>
}

// What somebody changed in an unpacked study is theirs: it is kept and named.
func TestUnpackingKeepsWhatWasChanged(t *testing.T) {
	root := t.TempDir()
	from := fstest.MapFS{"study.toml": {Data: []byte("a")}, "text/fr/x.md": {Data: []byte("b")}}
	if n, kept, err := workplace.Unpack(root, "orvanie", from); err != nil || n != 2 || len(kept) > 0 {
		t.Fatal(n, kept, err)
	}
	mine := filepath.Join(workplace.Folder(root, "orvanie"), "text", "fr", "x.md")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if n, kept, err := workplace.Unpack(root, "orvanie", from); err != nil || n != 0 || len(kept) != 1 {
		t.Error(n, kept, err)
	}
	if b, _ := os.ReadFile(mine); string(b) != "mine" {
		t.Error("it was overwritten")
	}
}

func TestWhatIsPrivateIsPrivate(t *testing.T) {
	root := filepath.Join(t.TempDir(), "w")
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	s, err := os.Stat(workplace.Private(root))
	if err != nil || s.Mode().Perm()&0o077 != 0 {
		t.Error(s.Mode(), err)
	}
	for _, p := range []protect.Profile{protect.Internal, protect.Partners} {
		if in, err := filepath.Rel(workplace.Private(root), workplace.Printed(root, p)); err != nil || !filepath.IsLocal(in) {
			t.Errorf("the pages for %s stand outside the private folder", p)
		}
	}
}

// A table that is not there is said before there is a workplace.
func TestNothingIsBegunFromATableThatIsNotThere(t *testing.T) {
	root := filepath.Join(t.TempDir(), "gao")
	_, err := workplace.Begin(root, workplace.Start{ID: "gao", Lang: "fr", Reports: filepath.Join(t.TempDir(), "missing.csv")})
	if e, ok := fault.Public(err); !ok || e.Code != "E031" || !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := os.Stat(root); !errors.Is(err, os.ErrNotExist) {
		t.Error("a workplace was left behind")
	}
}

func TestANameThatIsNoneIsRefusedWithOneThatIs(t *testing.T) {
	root := t.TempDir()
	_, err := workplace.Begin(root, workplace.Start{ID: "Île Verte"})
	e, ok := fault.Public(err)
	if !ok || e.Code != "E017" || fmt.Sprint(e.Args[1]) != "ile-verte" {
		t.Error(err)
	}
	letter := filepath.Join(root, "letter.csv")
	if err := os.WriteFile(letter, []byte("Dear friends"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := workplace.Begin(root, workplace.Start{ID: "x", Lang: "fr", Reports: letter}); err == nil {
		t.Error("a letter was taken for a table")
	}
	if _, err := os.Stat(workplace.Folder(root, "x")); !errors.Is(err, os.ErrNotExist) {
		t.Error("something was written before it was refused")
	}
}

// Git takes no table of answers of a new workplace, whatever its kind or place;
// what describes a survey it takes.
func TestTablesOfAnswersStayOutOfGit(t *testing.T) {
	git := need.Program(t, "git")
	root := t.TempDir()
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.Command(git, "-C", root, "init", "-q").CombinedOutput(); err != nil {
		t.Fatal(err, string(b))
	}
	for name, out := range map[string]bool{"survey/people.csv": true, "survey/PEOPLE.CSV": true, "survey/people.xlsx": true, "survey/people.sav": true,
		"survey/people.ods": true, "survey/people.tsv": true, "survey/2024/people.txt": true, "inbox/talks.csv": true,
		"survey/people.toml": false, "survey/codebook.xml": false, "study.toml": false} {
		err := exec.Command(git, "-C", root, "check-ignore", "-q", "studies/s/"+name).Run()
		if out != (err == nil) {
			t.Errorf("%s: ignored %v, to be %v", name, err == nil, out)
		}
	}
}

func TestANameIsNoCodeOfAPerson(t *testing.T) {
	for s, ok := range map[string]bool{"k1": true, "m.07": true, "": false, "élu-3": false, "Fatou Diallo": false, "a\nb": false, "a@b": false,
		strings.Repeat("x", 24): true, strings.Repeat("x", 25): false} {
		if workplace.Code.MatchString(s) != ok {
			t.Errorf("%q: %t", s, !ok)
		}
	}
}

func TestALoginBecomesACode(t *testing.T) {
	for login, want := range map[string]string{"amadou": "amadou", `BUREAU\Fatou Diallo`: "fatou-diallo", "Élodie": "elodie", "": "", "名": "",
		strings.Repeat("x", 40): strings.Repeat("x", 24)} {
		if got := workplace.LoginCode(login); got != want {
			t.Errorf("%q: %q, want %q", login, got, want)
		}
	}
}

// The settings name who works here; what is no code is refused before anything is signed.
func TestTheSettingsNameWhoSigns(t *testing.T) {
	for by, ok := range map[string]bool{"k1": true, "Fatou Diallo": false} {
		root := t.TempDir()
		if err := os.WriteFile(filepath.Join(root, workplace.File), []byte(`by = "`+by+`"`), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := workplace.Read(root)
		if ok && (err != nil || s.By != by) || !ok && !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %q, %v", by, s.By, err)
		}
	}
}

func TestWhatIsAnAddressOfASiteAndWhatSaysWhereToWrite(t *testing.T) {
	for s, want := range map[string]bool{"https://example.org/a": true, "http://example.org": true, "offline": true, "example.org": false, "mailto:a@b.org": false,
		"file:///c": false, "javascript:x": false, "": false} {
		if workplace.IsBase(s) != want {
			t.Errorf("base %q: %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"contact@example.org": true, "La coalition, contact@example.org": true, "https://example.org/contact": true, "+223 70 00 00 00": true,
		"le bureau": false, "2026": false, "": false} {
		if workplace.IsContact(s) != want {
			t.Errorf("contact %q: %v", s, !want)
		}
	}
}
