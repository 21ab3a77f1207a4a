package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// FICTION: Orvanie is no country, and nobody said any of this.
const rowsSurvey = `id = "people"
kind = "sample"
source = "people"
file = "people.csv"
title = {fr = "Enquête (FICTION)", en = "Survey (FICTION)"}
people = {fr = "adultes", en = "adults"}
frame = {fr = "zones", en = "areas"}
chosen = {fr = "tirage", en = "draw"}
exclusions = {fr = "camps", en = "camps"}
mode = "face-to-face"
dates = "2031-03"
[row]
id = "id"
interviewer = "by"
consent = "use"
[design]
weights = "w"
strata = ["area"]
clusters = ["village"]
[[groups]]
id = "area"
asks = {fr = "région", en = "area"}
answers = [{code = "n", label = {fr = "nord", en = "north"}}, {code = "s", label = {fr = "sud", en = "south"}}]
[[groups]]
id = "age"
kind = "number"
asks = {fr = "âge", en = "age"}
[[groups]]
id = "trade"
asks = {fr = "métier", en = "trade"}
[[questions]]
id = "safe"
asks = {fr = "En sécurité ?", en = "Safe?"}
answers = [{code = "yes", label = {fr = "oui", en = "yes"}}, {code = "no", label = {fr = "non", en = "no"}}]
[microdata]
identifiers = ["name"]
keys = ["area", "age", "trade"]
sensitive = ["safe"]
weights = 50
[[microdata.recode]]
of = "age"
bands = [18, 30, 45]
`

func rowsTable() string {
	var b strings.Builder
	b.WriteString("id;name;area;village;w;by;use;age;trade;safe\n")
	for i := range 200 {
		trade := []string{"herder", "trader", "farmer"}[i*i%3]
		if i%50 == 0 {
			trade = fmt.Sprintf("CNRY%03d", i) // one of a kind: never shown
		}
		use := "public"
		if i == 8 {
			use = "no"
		}
		fmt.Fprintf(&b, "ROW%03d;NAME%03d;%s;village%d;%d;MON%d;%s;%d;%s;%s\n", i, i, []string{"n", "s"}[i%2], i%16, 40+i%2*50+i%5, i%6, use, 18+i%40, trade, []string{"yes", "no"}[i/4%2])
	}
	return b.String()
}

// showSame is what a stranger counts in a file of rows, or in a table: the fewest
// rows that show the same in some columns, and the fewest answers these give.
func showSame(t *testing.T, name string, sep rune, columns []string, answer string) (k, l int) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma = sep
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n, says := map[string]int{}, map[string]map[string]bool{}
	for _, row := range all[1:] {
		key := ""
		for _, c := range columns {
			key += row[slices.Index(all[0], c)] + "\x00"
		}
		n[key]++
		if says[key] == nil {
			says[key] = map[string]bool{}
		}
		says[key][row[slices.Index(all[0], answer)]] = true
	}
	k, l = 1<<30, 1<<30
	for key := range n {
		k, l = min(k, n[key]), min(l, len(says[key]))
	}
	return k, l
}

func TestRowsLeaveAndNobodyIsFoundInThem(t *testing.T) {
	root := filepath.Join(t.TempDir(), "basse")
	now := time.Date(2032, 1, 1, 0, 0, 0, 0, time.UTC)
	run := func(status int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		w := World{Args: append(args, "--dir", root, "--lang", "en"), Out: &out, Err: &out, Env: func(string) string { return "" }, Now: func() time.Time { return now }}
		if s := Run(context.Background(), w); s != status {
			t.Fatalf("%v: %d %s", args, s, out.String())
		}
		return out.String()
	}
	run(0, "init", "basse", "--fictional")
	study := filepath.Join(root, "studies", "basse")
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(study, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(study, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("survey/people.toml", rowsSurvey)
	put("survey/people.csv", rowsTable())
	put("sources/people.toml", "id = \"people\"\nname = {fr = \"Enquête (FICTION)\", en = \"Survey (FICTION)\"}\nclass = \"resident\"\nreader = \"survey\"\ncannot_see = {fr = \"les camps\", en = \"camps\"}\n[licence]\nlevel = \"rows\"\n")
	if err := os.Remove(filepath.Join(study, "sources", "reports.toml")); err != nil {
		t.Fatal(err)
	}
	would := run(0, "release", "--microdata", "--dry-run")
	made := run(0, "release", "--microdata")
	if !strings.Contains(would, "nothing was kept") || !strings.Contains(made, "199 rows") {
		t.Error(would, made)
	}
	folder := filepath.Join(root, "public", "basse", "microdata-people-2032-01-01")
	file := filepath.Join(folder, "people-2032-01-01.csv")
	keys := []string{"area", "age", "trade", "weight"}
	if k, _ := showSame(t, filepath.Join(study, "survey", "people.csv"), ';', []string{"area", "age", "trade"}, "safe"); k != 1 {
		t.Fatal("the table itself names nobody, and proves nothing:", k)
	}
	if k, l := showSame(t, file, ',', keys, "safe"); k < 5 || l < 2 {
		t.Errorf("a stranger finds one of %d, with %d answers", k, l)
	}
	clean(t, filepath.Join(root, "public"))
	certified(t, folder)

	// Once more changes nothing; an edition and its pages stand beside it.
	if out := run(0, "release", "--microdata"); !strings.Contains(out, "nothing changed") {
		t.Error(out)
	}
	run(0, "release")
	run(0, "publish")
	run(0, "verify")
	if out := run(0, "release", "--microdata", "--survey", "people"); !strings.Contains(out, "nothing changed") {
		t.Error(out)
	}

	// What is printed is compared with the ledger.
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(was, []byte("yes"), []byte("no"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := run(5, "verify"); !strings.Contains(out, "microdata-people-2032-01-01/people-2032-01-01.csv") {
		t.Error(out)
	}
	run(1, "publish")
	run(1, "release", "--microdata")
	if err := os.WriteFile(file, was, 0o644); err != nil {
		t.Fatal(err)
	}
	run(0, "verify")

	// Partners have their own, sealed; whoever withdraws takes it along. The next
	// file waits: of one who went everything would be known.
	run(0, "release", "--microdata", "--profile", "partners")
	theirs := filepath.Join(root, "private", "print", "partners", "basse", "microdata-people-2032-01-01.2")
	if i, err := os.Stat(filepath.Join(theirs, "people-2032-01-01.2.csv")); err != nil || i.Mode().Perm() != 0o600 {
		t.Error("rows for partners", err)
	}
	run(0, "verify")
	run(2, "release", "--microdata", "--profile", "internal")
	now = now.AddDate(0, 0, 1)
	if out := run(0, "withdraw", "people/ROW011", "--yes"); !strings.Contains(out, "people 2032-01-01.2") {
		t.Error("the file for partners is not named among what went", out)
	}
	if _, err := os.Stat(theirs); err == nil {
		t.Error("rows for partners stand there after a withdrawal")
	}
	if out := run(0, "release", "--microdata", "--profile", "partners"); !strings.Contains(out, "no file was made") {
		t.Error(out)
	}
	if out := run(0, "release", "--microdata"); !strings.Contains(out, "1 row came or went") || !strings.Contains(out, "file of 2032-01-01 stands") {
		t.Error(out)
	}
	if b, _ := os.ReadFile(file); !bytes.Equal(b, was) {
		t.Error("a printed file was altered")
	}
	if out := run(0, "release"); !strings.Contains(out, "edition 2032-01-01 stands") {
		t.Error("an edition beside the rows would tell who went", out)
	}
	run(0, "verify")
	run(0, "rebuild")
	clean(t, filepath.Join(root, "public"))
	if b, err := os.ReadFile(filepath.Join(root, "private", "dires.db")); err != nil || bytes.Contains(b, []byte("ROW0")) || bytes.Contains(b, []byte("NAME0")) {
		t.Error("who stood in a file stands in the open", err)
	}

	// A file that is taken back goes with the next printing, and does not come back.
	toml, err := os.ReadFile(filepath.Join(study, "study.toml"))
	if err != nil {
		t.Fatal(err)
	}
	put("study.toml", string(toml)+"\n[[recalled]]\nrelease = \"microdata-people-2032-01-01\"\non = \"2032-01-02\"\nwhy = {fr = \"erreur\", en = \"mistake\"}\n")
	run(0, "publish")
	if _, err := os.Stat(folder); err == nil {
		t.Error("a file that was taken back stands there")
	}
	run(0, "verify")
}

// clean looks for what must never be printed in every file below a folder.
func clean(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		for _, s := range []string{"CNRY", "ROW0", "NAME", "MON1", "village"} {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s holds %s", name, s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// certified reads what stands beside the rows.
func certified(t *testing.T, folder string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, "certificate.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Nature      string
		Certificate struct {
			K, L, Alike int
			Before      struct{ Short int }
			After       struct{ Short int }
		}
	}
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	if x := c.Certificate; c.Nature != "fictional" || x.K != 5 || x.L != 2 || x.Alike < 5 || x.Before.Short == 0 || x.After.Short != 0 {
		t.Errorf("%+v", c)
	}
	for lang, words := range map[string]string{"fr": "Ce que ce fichier promet", "en": "What this file promises"} {
		b, err := os.ReadFile(filepath.Join(folder, "codebook."+lang+".md"))
		if err != nil || !bytes.Contains(b, []byte(words)) || !bytes.Contains(b, []byte("FICTION")) || bytes.Contains(b, []byte("⟨")) {
			t.Errorf("%v\n%s", err, b)
		}
	}
}
