package answers

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/xform"
)

// FICTION: Orvanie and everything said about it is invented.
const people = `id = "people"
kind = "sample"
source = "people"
file = "people.csv"
title = {fr = "Enquête", en = "Survey"}
people = {fr = "adultes", en = "adults"}
frame = {fr = "zones", en = "areas"}
chosen = {fr = "tirage", en = "draw"}
exclusions = {fr = "camps", en = "camps"}
mode = "face-to-face"
dates = "2024-04-29/2024-06-08"

[row]
interviewer = "by"

[missing]
dk = "dont-know"

[design]
weights = "w"
strata = ["area"]
clusters = ["village"]

[[groups]]
id = "area"
asks = {fr = "région", en = "area"}

[[questions]]
id = "asked"
asks = {fr = "Demandé ?", en = "Asked?"}
answers = [{code = "yes", label = {fr = "oui", en = "yes"}}, {code = "no", label = {fr = "non", en = "no"}}]
counts = ["yes"]
says = {fr = "ont été consultés", en = "were asked"}
by = ["area"]
contrast = [{by = "area", this = "n", that = "s"}]
`

const table = `area;village;w;asked;by;n;gap
n;a;10;yes;FO60;1;g
n;b;10;no;FO60;2;
s;a;20;dk;EU43;x;
s;b;20;yes;EU43;3;h
`

func folder(toml, csv string) fstest.MapFS {
	f := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{"survey/people.toml": f(toml), "survey/people.csv": f(csv), "survey/quota.csv": f("area,planned\nn,3\ns,2\n")}
}

func ExampleLoad() {
	set, found, err := Load(folder(people, table), Options{})
	s := set.Samples[0]
	fmt.Println(s.ID, s.Dates, len(s.Rows), s.Design.Level, s.Columns["asked"].Levels, len(found), err)
	g, _ := s.Group("area")
	fmt.Println(g.Answers[0].Code, g.Answers[1].Code)
	// Output:
	// people 2024-04-29/2024-06-08 4 0.95 [yes no dk] 0 <nil>
	// n s
}

// inquiry is the same people, reached and not drawn.
func inquiry() string {
	s := strings.Replace(people, `kind = "sample"`, `kind = "inquiry"`, 1)
	s = strings.Replace(s, "[design]\nweights = \"w\"\nstrata = [\"area\"]\nclusters = [\"village\"]\n", "[quota]\nfile = \"quota.csv\"\nby = [\"area\"]\n", 1)
	return strings.Replace(s, "contrast = [{by = \"area\", this = \"n\", that = \"s\"}]\n", "", 1)
}

func TestEachWrongThingIsFoundWhereItStands(t *testing.T) {
	if _, found, err := Load(folder(inquiry(), table), Options{}); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for _, c := range []struct {
		name, toml, from, to string
		want                 string
	}{
		{"unknown key", people, "exclusions =", "exclusion =", "survey/people.toml:9: exclusion: error C601"},
		{"who was left out is not said", people, `exclusions = {fr = "camps", en = "camps"}`, "", "survey/people.toml: exclusions: error C604"},
		{"frame is not said", people, `frame = {fr = "zones", en = "areas"}`, "", "survey/people.toml: frame: error C604"},
		{"kind", people, `"sample"`, `"poll"`, "survey/people.toml:2: kind: error C603"},
		{"mode", people, `"face-to-face"`, `"rumour"`, "survey/people.toml:10: mode: error C603"},
		{"dates", people, `"2024-04-29/2024-06-08"`, `"spring"`, "survey/people.toml:11: dates: error C603"},
		{"reason", people, `"dont-know"`, `"shrug"`, "survey/people.toml:16: missing: error C603"},
		{"a sample without weights", people, `weights = "w"`, "", "survey/people.toml:2: kind: error N210"},
		{"a sample without strata, clusters, replicates", people, "strata = [\"area\"]\nclusters = [\"village\"]", "", "survey/people.toml:19: design: error N210"},
		{"a sample with a quota", people, "[[groups]]", "[quota]\nfile = \"quota.csv\"\n[[groups]]", "survey/people.toml:24: quota: error N213"},
		{"an inquiry with a design", inquiry(), "[quota]", "[design]\nweights = \"w\"\n[quota]", "survey/people.toml:19: design: error N212"},
		{"an inquiry with a contrast", inquiry(), `by = ["area"]` + "\n\n[[groups]]", `by = ["area"]` + "\n[[questions]]\nid = \"x\"\ncolumn = \"asked\"\nasks = {fr = \"x\", en = \"x\"}\ncontrast = [{by = \"area\", this = \"n\", that = \"s\"}]\n\n[[groups]]", "survey/people.toml:26: questions.contrast: error N212"},
		{"interviewer", people, `interviewer = "by"`, "", "survey/people.toml: row.interviewer: warning N218"},
		{"column", people, `weights = "w"`, `weights = "ww"`, "survey/people.toml:19: design: error N211 ww w"},
		{"column of a question", people, `id = "asked"`, `id = "askd"`, "survey/people.toml:28: questions: error N211 askd asked"},
		{"group", people, `by = ["area"]`, `by = ["aera"]`, "survey/people.toml:34: questions.by: error N216 aera area"},
		{"counted answer", people, `counts = ["yes"]`, `counts = ["oui"]`, "survey/people.toml:32: questions.counts: error N217 asked oui"},
		{"group of a contrast", people, `that = "s"`, `that = "e"`, "survey/people.toml:35: questions.contrast: error N217 asked e"},
		{"what it says", people, `says = {fr = "ont été consultés", en = "were asked"}`, "", "survey/people.toml: questions.says: error C604"},
		{"answers nobody listed", people, `{code = "no", label = {fr = "non", en = "no"}}`, "", "survey/people.toml:28: questions: warning N214 asked 1"},
		{"a number that is none", people, `answers = [{code = "yes", label = {fr = "oui", en = "yes"}}, {code = "no", label = {fr = "non", en = "no"}}]`, "column = \"n\"\nkind = \"number\"", "survey/people.toml:28: questions: error N215 asked 1"},
		{"file", people, `"people.csv"`, `"persons.csv"`, "survey/people.toml:4: file: error C608"},
		{"file outside", people, `"people.csv"`, `"../private/people.csv"`, "survey/people.toml:4: file: error C615"},
		{"form", people, `file = "people.csv"`, `form = "inquiry"`, "survey/people.toml:4: form: error N223 inquiry"},
		{"codebook nobody reads", people, `mode =`, "codebook = \"people.csv\"\nmode =", "survey/people.toml:10: codebook: error C609"},
		{"level", people, `weights = "w"`, "weights = \"w\"\nlevel = 95", "survey/people.toml:21: design.level: error C603"},
		{"lonely", people, `weights = "w"`, "weights = \"w\"\nlonely = \"hope\"", "survey/people.toml:21: design.lonely: error C603"},
		{"method", people, `weights = "w"`, "weights = \"w\"\nmethod = \"wald\"", "survey/people.toml:21: design.method: error C603"},
		{"design of other columns", people, `weights = "w"`, `weights = "village"`, "survey/people.toml:19: design: error N226 village 4"},
		{"rows without a unit", people, `clusters = ["village"]`, `clusters = ["gap"]`, "survey/people.toml:19: design: error N227 gap 2"},
		{"two sizes in one stratum", people, `strata = ["area"]`, `population = ["w"]`, "survey/people.toml:19: design: error N219"},
		{"quota by", inquiry(), `by = ["area"]`, `by = ["village"]`, "survey/people.toml:21: quota.by: error N216"},
	} {
		if !strings.Contains(c.toml, c.from) {
			t.Fatalf("%s: nothing to change", c.name)
		}
		set, found, err := Load(folder(strings.Replace(c.toml, c.from, c.to, 1), table), Options{})
		if err != nil {
			t.Fatal(c.name, err)
		}
		hit := false
		for _, f := range found {
			hit = hit || strings.HasPrefix(f.String(), c.want)
			if p := lang.For("fr").Say(string(f.Code)); strings.HasPrefix(p, "⟨") {
				t.Errorf("%s has no words", f.Code)
			}
		}
		if !hit {
			t.Errorf("%s: no %q in %v", c.name, c.want, found)
		}
		if used := len(set.Samples) + len(set.Inquiries); (found.Worst() == diag.Error) != (used == 0) {
			t.Errorf("%s: %d surveys used with %v", c.name, used, found)
		}
	}
}

func TestTwoSurveysOfOneName(t *testing.T) {
	f := folder(people, table)
	f["survey/again.toml"] = f["survey/people.toml"]
	_, found, err := Load(f, Options{})
	if err != nil || len(found) != 1 || found[0].Code != "C610" {
		t.Fatal(found, err)
	}
}

// A sample's rows of people who gave no answers are counted and left out of
// its design; an inquiry keeps them: who is missing is what it shows.
func TestWhoDidNotAnswer(t *testing.T) {
	csv := "area;village;w;asked;by;st\nn;a;10;yes;A;done\nn;b;10;no;A;done\ns;a;;;B;no\ns;a;20;no;B;done\ns;b;20;yes;B;done\n"
	with := func(s string) string {
		return strings.Replace(s, "[missing]", "status = \"st\"\n[row.statuses]\ndone = \"answered\"\nno = \"refused\"\n[missing]", 1)
	}
	set, found, err := Load(folder(with(people), csv), Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if s := set.Samples[0]; len(s.Rows) != 4 || s.Lost["refused"] != 1 || s.Rows[2] != 5 {
		t.Error(s.Rows, s.Lost)
	}
	set, found, err = Load(folder(with(inquiry()), csv), Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if s := set.Inquiries[0]; len(s.Rows) != 5 || s.Answered(2) || s.Status(2) != "refused" || len(s.Planned) != 2 || s.Planned[0].N != 3 {
		t.Error(s.Rows, s.Planned)
	}
}

// An SPSS file brings its own words and its own missing values.
func TestAnswersFromSPSS(t *testing.T) {
	b, err := os.ReadFile("../../../sav/testdata/bytecode.sav") // FICTION: Orvanie
	if err != nil {
		t.Fatal(err)
	}
	toml := `id = "sav"
kind = "sample"
source = "people"
file = "people.sav"
title = {fr = "Enquête"}
people = {fr = "adultes"}
frame = {fr = "zones"}
chosen = {fr = "tirage"}
exclusions = {fr = "camps"}
mode = "phone"
dates = "2019-03"
[row]
interviewer = "sexe"
[design]
weights = "poids_de_sondage"
strata = ["region"]
[[groups]]
id = "region"
[[questions]]
id = "securite"
[[questions]]
id = "age"
kind = "number"
`
	f := folder(toml, "")
	f["survey/people.sav"] = &fstest.MapFile{Data: b}
	set, found, err := Load(f, Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s := set.Samples[0]
	q := s.Questions[0]
	if q.Asks["fr"] != "Sécurité la nuit" || len(q.Answers) != 4 || q.Answers[3].Label["fr"] != "pas sûre du tout" || s.Groups[0].Answers[2].Label["fr"] != "Côte" {
		t.Error(q, s.Groups)
	}
	n := map[answer.Reason]int{}
	for i := range s.Rows {
		n[s.Reason(q, i)]++
	}
	if n[answer.Given] == 0 || n[answer.Refused] == 0 || n[answer.DontKnow] == 0 || n[answer.Blank] == 0 || s.Missing["9"] != "refused" || s.Missing["8"] != "dont-know" {
		t.Error(n, s.Missing)
	}
	if _, err := s.Draw(); err != nil {
		t.Error(err)
	}
}

// The paper names every key of a survey's file.
func TestThePaperNamesEveryKey(t *testing.T) {
	b, err := os.ReadFile("../../../docs/formats/survey.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range study.Keys(answer.About{}) {
		if last := k[strings.LastIndexByte(k, '.')+1:]; !strings.Contains(string(b), last) {
			t.Errorf("docs/formats/survey.md does not name %s", k)
		}
	}
}

// The fictional study's surveys load without a finding; the answers of one
// stand in the ledger.
func TestOrvanie(t *testing.T) {
	fsys := os.DirFS("../../../demo/studies/orvanie")
	b, err := fs.ReadFile(fsys, "forms/inquiry.xml")
	if err != nil {
		t.Fatal(err)
	}
	x, err := xform.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	set, found, err := Load(fsys, Options{Form: func(string) *xform.Form { return x }})
	if err != nil || len(found) > 0 || len(set.Samples) != 1 || len(set.Inquiries) != 1 || len(set.Unread) != 1 {
		t.Fatal(found, err, len(set.Samples), len(set.Inquiries), len(set.Unread))
	}
	if n, m := len(set.Samples[0].Rows), len(set.Inquiries[0].Rows); n != 2016 || m != 132 {
		t.Error(n, m)
	}
}

// Whatever the bytes of a survey's file and table, loading ends without panic.
func FuzzLoad(f *testing.F) {
	f.Add(people, table)
	f.Add(inquiry(), table)
	f.Fuzz(func(t *testing.T, toml, csv string) {
		set, _, err := Load(folder(toml, csv), Options{})
		if err != nil {
			return
		}
		for _, s := range set.Samples {
			if _, err := s.Draw(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
