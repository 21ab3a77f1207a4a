package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

const badForm = `
| survey |
| | type | name | label::Français (fr) | relevant | calculation |
| | text | place | Où ? | | |
| | integr | age | Âge ? | | |
| | text | more | Encore ? | ${plase} = 'x' | |
| | calculate | n | | | sum(${place}, 1) + iff(1, 2) |
`

const templates = "../../demo/studies/orvanie/forms/"

func runForm(t *testing.T, tag lang.Tag, args ...string) (out, errs string, err error) {
	t.Helper()
	c := formVerbs(func() lang.Tag { return tag })
	c.SilenceUsage, c.SilenceErrors = true, true
	var o, e bytes.Buffer
	c.SetOut(&o)
	c.SetErr(&e)
	c.SetArgs(args)
	err = c.Execute()
	return o.String(), e.String(), err
}

func TestFormCheckNamesTheCellTheMeaningAndTheRemedy(t *testing.T) {
	p := filepath.Join(t.TempDir(), "bad.md")
	if err := os.WriteFile(p, []byte(badForm), 0o666); err != nil {
		t.Fatal(err)
	}
	for tag, wants := range map[lang.Tag][]string{
		"fr": {"bad.md[survey]:3:1: type: erreur F510: Le type « integr » n'existe pas. Vouliez-vous dire « integer » ?", "« place » ?"},
		"en": {"bad.md[survey]:4:4: relevant: error F528: No question is called \"plase\". Did you mean \"place\"?", "F587", "\"if()\""},
	} {
		_, errs, err := runForm(t, tag, "check", p)
		if !errors.Is(err, fault.Findings) {
			t.Errorf("%s: %v", tag, err)
		}
		for _, w := range wants {
			if !strings.Contains(errs, w) {
				t.Errorf("%s: no %q in\n%s", tag, w, errs)
			}
		}
	}
	out, _, err := runForm(t, "en", "check", "--json", p)
	var r report
	if json.Unmarshal([]byte(out), &r) != nil || r.Good || len(r.Findings) < 3 || !errors.Is(err, fault.Findings) {
		t.Errorf("%v: %s", err, out)
	}
	dir := t.TempDir()
	if _, _, err := runForm(t, "en", "convert", p, "-o", filepath.Join(dir, "x.xml")); !errors.Is(err, fault.Findings) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "x.xml")); err == nil {
		t.Error("a wrong form was written")
	}
}

func TestFormConvertWritesWhatCheckAcceptsAgain(t *testing.T) {
	x := filepath.Join(t.TempDir(), "report.xml")
	if _, errs, err := runForm(t, "fr", "convert", templates+"report.xlsx", "-o", x); err != nil {
		t.Fatal(err, errs)
	}
	got, _ := os.ReadFile(x)
	want, _ := os.ReadFile(templates + "report.xml")
	if !bytes.Equal(got, want) {
		t.Error("not the XForm that stands beside the template")
	}
	if out, errs, err := runForm(t, "fr", "check", x); err != nil || !strings.Contains(out, "le formulaire est bon") {
		t.Error(err, out, errs)
	}
	if _, _, err := runForm(t, "fr", "check", filepath.Join(t.TempDir(), "none.xlsx")); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestFormDictionaryAndPreviewComeInEveryDress(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"d.csv", "d.xlsx", "d.md"} {
		if _, errs, err := runForm(t, "en", "dictionary", templates+"inquiry.xlsx", "-o", filepath.Join(dir, f)); err != nil {
			t.Fatal(err, errs)
		}
	}
	md, _ := os.ReadFile(filepath.Join(dir, "d.md"))
	if !strings.Contains(string(md), "| /data/each/asked | asked | one choice | /data/each | Was your opinion asked?") {
		t.Error(string(md))
	}
	if out, _, err := runForm(t, "fr", "dictionary", templates+"inquiry.md"); err != nil || !strings.Contains(out, "Vous a-t-on demandé votre avis ?") {
		t.Error(err, out)
	}
	if _, _, err := runForm(t, "fr", "preview", templates+"inquiry.xlsx", "-o", dir+"/"); err != nil {
		t.Fatal(err)
	}
	for f, w := range map[string]string{"inquiry.fr.html": "Accord", "inquiry.en.html": "Consent"} {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil || !strings.Contains(string(b), w) {
			t.Errorf("%s: %v", f, err)
		}
	}
	if _, _, err := runForm(t, "fr", "preview", templates+"inquiry.xlsx", "--form-language", "bm"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// Submissions of a form are a folder: a table of answers that a server exported
// is refused in a sentence that says where it belongs, and nothing is printed.
func TestATableIsNoFolderOfSubmissions(t *testing.T) {
	dir := t.TempDir()
	table := filepath.Join(dir, "export.csv")
	if err := os.WriteFile(table, []byte("start,end,q1,_uuid\nx,y,a,u1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	forms, err := filepath.Glob(templates + "*.xlsx")
	if err != nil || len(forms) == 0 {
		t.Fatal("no form to try", err)
	}
	out, _, err := runForm(t, lang.French, "answers", forms[0], table)
	e, ok := fault.Public(err)
	if !ok || e.Code != "D706" || e.Args[0] != "export.csv" || out != "" {
		t.Errorf("%q %v", out, err)
	}
	var said bytes.Buffer
	for args, want := range map[string]int{table: 1, dir: 0} {
		said.Reset()
		w := World{Args: []string{"form", "answers", forms[0], args}, In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &said, Env: func(string) string { return "" }, Locale: "en", Now: time.Now}
		if status := Run(t.Context(), w); (status != 0) != (want != 0) || want != 0 && !strings.Contains(said.String(), "D706") {
			t.Errorf("%s: status %d, %s", filepath.Base(args), status, said.String())
		}
	}
}
