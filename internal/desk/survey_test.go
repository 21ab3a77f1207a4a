package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// FICTION: a form, its submissions and a sample of Orvanie, which is no country.
const surveyForm = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:dires="urn:dires:form"><h:head><h:title>FICTION</h:title><model>
<instance><data id="door-to-door" version="1"><ea/><area/><monitor/><name/><safe/><withdrawal/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/ea" type="string" dires:level="desk"/><bind nodeset="/data/area" type="string" dires:level="desk"/><bind nodeset="/data/monitor" type="string" dires:level="severe"/>
<bind nodeset="/data/name" type="string" dires:level="severe"/><bind nodeset="/data/safe" type="string" dires:level="desk"/><bind nodeset="/data/withdrawal" type="string" dires:level="severe" calculate="once(uuid())"/></model></h:head>
<h:body><input ref="/data/ea"/><input ref="/data/area"/><input ref="/data/monitor"/><input ref="/data/name"/><input ref="/data/safe"/></h:body></h:html>`

const surveySource = `id = "people"
name = {en = "FICTION survey"}
class = "resident"
reader = "survey"
files = ["inbox/phones"]
cannot_see = {en = "FICTION"}
licence = {level = "aggregates"}
`

const surveyOf = `id = "people"
kind = "sample"
source = "people"
form = "door-to-door"
title = {en = "FICTION survey"}
people = {en = "adults"}
frame = {en = "areas"}
chosen = {en = "two areas of each stratum"}
exclusions = {en = "camps"}
mode = "face-to-face"
dates = "2031-04"

[row]
interviewer = "monitor"

[design]
file = "design.csv"
key = ["ea"]
weights = "w"
strata = ["stratum"]
clusters = ["ea"]
population = ["areas"]

[[groups]]
id = "area"
asks = {en = "area"}

[[questions]]
id = "safe"
asks = {en = "Safe?"}
answers = [{code = "yes", label = {en = "yes"}}, {code = "no", label = {en = "no"}}]
counts = ["no"]
says = {en = "feel unsafe"}
by = ["area"]
contrast = [{by = "area", this = "n", that = "s"}]
`

const surveyDesign = "ea,stratum,w,areas\n1,n,40,20\n2,n,44,20\n3,s,90,30\n4,s,85,30\n5,s,77,30\n"

type respondent struct{ id, ea, area, monitor, name, safe, code string }

// respondents are 100 people in five areas.
func respondents() (rs []respondent) {
	for i := range 100 {
		r := respondent{id: fmt.Sprintf("uuid:%03d", i), ea: fmt.Sprint(i%5 + 1), area: "s", monitor: fmt.Sprintf("MONITOR%d", i%7), name: fmt.Sprintf("CANARY%d", i), safe: "yes", code: fmt.Sprintf("code%03d", i)}
		if i%5 < 2 {
			r.area = "n"
		}
		if i*i%7 < 3 {
			r.safe = "no"
		}
		rs = append(rs, r)
	}
	return rs
}

func (r respondent) xml() string {
	return fmt.Sprintf(`<data id="door-to-door" version="1"><!-- FICTION --><ea>%s</ea><area>%s</area><monitor>%s</monitor><name>%s</name><safe>%s</safe><withdrawal>%s</withdrawal><meta><instanceID>%s</instanceID></meta></data>`,
		r.ea, r.area, r.monitor, r.name, r.safe, r.code, r.id)
}

func surveyed(t *testing.T) (root string, d *desk.Desk) {
	files := map[string]string{"forms/door-to-door.xml": surveyForm, "sources/people.toml": surveySource, "survey/people.toml": surveyOf, "survey/design.csv": surveyDesign}
	for _, r := range respondents() {
		files["inbox/phones/"+strings.TrimPrefix(r.id, "uuid:")+".xml"] = r.xml()
	}
	return office(t, files)
}

func figuresOf(t *testing.T, d *desk.Desk) []figure.Figure {
	t.Helper()
	m, err := d.Figures(ctx, "orvanie", when.Date(2033, 5, 1))
	if err != nil {
		t.Fatal(err, m.Findings)
	}
	return m.Figures
}

// numbers are the values of figures, without where they come from.
func numbers(fs []figure.Figure) (out []string) {
	for _, f := range fs {
		for _, c := range f.Cells {
			v, ok := c.Value()
			low, high, _ := c.Range()
			out = append(out, fmt.Sprint(f.ID, c.At(), v, ok, low, high, c.N(), c.By(), c.Why()))
		}
	}
	return out
}

// The same answers as a table in the study's folder and as submissions through
// the ledger give the same estimates.
func TestAnswersThroughTheLedgerAreThoseOfATable(t *testing.T) {
	_, d := surveyed(t)
	if n := take(t, d); n.Added != 100 || n.Claims != 100 {
		t.Fatalf("%+v", n)
	}
	table := "id,ea,area,monitor,safe\n"
	for _, r := range respondents() {
		table += strings.Join([]string{r.id, r.ea, r.area, r.monitor, r.safe}, ",") + "\n"
	}
	_, other := office(t, map[string]string{"sources/people.toml": strings.Replace(surveySource, "files = [\"inbox/phones\"]\n", "", 1), "survey/people.csv": table, "survey/design.csv": surveyDesign,
		"survey/people.toml": strings.Replace(strings.Replace(surveyOf, `form = "door-to-door"`, `file = "people.csv"`, 1), "[row]", "[row]\nid = \"id\"", 1)})
	got, want := numbers(figuresOf(t, d)), numbers(figuresOf(t, other))
	if !reflect.DeepEqual(got, want) || len(got) < 6 {
		t.Errorf("through the ledger\n%s\nfrom a table\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	before := figuresOf(t, d)
	same(t, d)
	if !reflect.DeepEqual(before, figuresOf(t, d)) {
		t.Error("a rebuild reads other answers")
	}
}

// Every number ends at the submissions behind it, by the name that withdraws
// them.
func TestATraceOfASurveyEndsAtSubmissions(t *testing.T) {
	_, d := surveyed(t)
	take(t, d)
	ts, err := d.Trace(ctx, "orvanie", "perception.people-missing", when.Date(2033, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, x := range ts {
		for _, e := range x.Ends {
			if e.Ref.Claim.Source != "people" || !strings.HasPrefix(e.Ref.Claim.ID, "uuid:") || e.Ref.Entry < 0 {
				t.Fatal(e.Ref)
			}
			n++
		}
	}
	if n < 100 {
		t.Error(n)
	}
}

func TestARespondentWhoWithdrawsIsGone(t *testing.T) {
	root, d := surveyed(t)
	take(t, d)
	count := func() int { return answered(t, d) }
	if n := count(); n != 100 {
		t.Fatal(n)
	}
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: "uuid:003"}, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	// By the code that the form gave them.
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: "code010"}, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: "code010"}, "withdrawn"); refusal(err) != "D747" {
		t.Error(err)
	}
	if n := count(); n != 98 {
		t.Error(n)
	}
	if n := take(t, d); n.Added != 0 || !n.Stands {
		t.Errorf("they came back: %+v", n)
	}
	same(t, d)
	if n := count(); n != 98 {
		t.Error(n)
	}
	// An edit of what was withdrawn does not come in either.
	x := strings.Replace(respondents()[3].xml(), "uuid:003</instanceID>", "uuid:003b</instanceID><deprecatedID>uuid:003</deprecatedID>", 1)
	write(t, filepath.Join(workplace.Folder(root, "orvanie"), "inbox/phones/003b.xml"), x)
	if n := take(t, d); n.Added != 0 || count() != 98 {
		t.Errorf("by an edit: %+v", n)
	}
}

// answered counts the people behind the first cell that counts everybody.
func answered(t *testing.T, d *desk.Desk) int {
	t.Helper()
	ts, err := d.Trace(ctx, "orvanie", "perception.people-missing", when.Date(2033, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, x := range ts {
		for _, e := range x.Ends {
			ids[e.Ref.Claim.ID] = true
		}
	}
	return len(ids)
}

// An edit on the phone takes the place of what was sent first, whichever comes
// in first and how often.
func TestAnEditTakesThePlaceOfTheFirstAnswers(t *testing.T) {
	root, d := surveyed(t)
	take(t, d)
	before := numbers(figuresOf(t, d))
	r := respondents()[0]
	x := strings.Replace(r.xml(), "<safe>no", "<safe>yes", 1)
	x = strings.Replace(x, "uuid:000</instanceID>", "uuid:new</instanceID><deprecatedID>uuid:000</deprecatedID>", 1)
	inbox := filepath.Join(workplace.Folder(root, "orvanie"), "inbox/phones")
	write(t, filepath.Join(inbox, "new.xml"), x)
	if n := take(t, d); n.Added != 0 || n.Revised != 1 {
		t.Errorf("%+v", n)
	}
	if answered(t, d) != 100 || reflect.DeepEqual(before, numbers(figuresOf(t, d))) {
		t.Error("the edit changed nothing, or came beside the first")
	}
	if err := os.Remove(filepath.Join(inbox, "new.xml")); err != nil {
		t.Fatal(err)
	}
	if n := take(t, d); !n.Stands || answered(t, d) != 100 {
		t.Errorf("the first came back: %+v", n)
	}
	same(t, d)
	// Who withdraws the edit withdraws the first as well.
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: "uuid:new"}, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if n := take(t, d); n.Added != 0 || answered(t, d) != 99 {
		t.Errorf("%+v %d", n, answered(t, d))
	}
}

// One submission under two sources, as statements and as answers, is one
// person's.
func TestWhoWithdrawsIsGoneFromEverySource(t *testing.T) {
	root, d := surveyed(t)
	dir := workplace.Folder(root, "orvanie")
	write(t, filepath.Join(dir, "sources/said.toml"), strings.NewReplacer(`"people"`, `"said"`, `"survey"`, `"odk"`).Replace(surveySource))
	write(t, filepath.Join(dir, "forms/mapping.csv"), "form,claim,kind,each,target,from,value,map\ndoor-to-door,need,need,,need.function,safe,,\ndoor-to-door,need,,,need.area,,north,\ndoor-to-door,need,,,said.speaker.class,,resident,\ndoor-to-door,need,,,said.consent,,public,\n")
	if n := take(t, d); n.Added != 200 {
		t.Fatalf("%+v", n)
	}
	if _, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "said", ID: "uuid:005/need"}, "withdrawn"); err != nil {
		t.Fatal(err)
	}
	if n := take(t, d); n.Added != 0 || answered(t, d) != 99 {
		t.Errorf("%+v %d", n, answered(t, d))
	}
	same(t, d)
}

// Who answered, who asked, which phone's submission it was and by which code they
// may withdraw stand nowhere in the open, before and after a withdrawal.
func TestWhoAnsweredStandsNowhereInTheOpen(t *testing.T) {
	root, d := surveyed(t)
	take(t, d)
	look := func(when string) {
		t.Helper()
		for _, p := range []protect.Profile{protect.Internal, protect.Partners, protect.Public} {
			if _, err := d.Release(ctx, "orvanie", p, false); err != nil {
				t.Fatal(when, p, err)
			}
		}
		for _, dir := range []string{"private", "public"} {
			err := filepath.WalkDir(filepath.Join(root, dir), func(p string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				b, err := os.ReadFile(p)
				for _, canary := range []string{"CANARY", "MONITOR", "code0", "uuid:0"} {
					if bytes.Contains(b, []byte(canary)) {
						t.Errorf("%s: %s stands in %s", when, canary, filepath.Base(p))
					}
				}
				return err
			})
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}
	look("before")
	for _, named := range []string{respondents()[5].id, respondents()[6].code} {
		w, err := d.Withdraw(ctx, "orvanie", claim.Key{Source: "people", ID: named}, "withdrawn")
		if err != nil || w.Records != 1 {
			t.Fatal(w, err)
		}
		if said := fmt.Sprintf("%+v", w); strings.Contains(said, "CANARY") || strings.Contains(said, "MONITOR") || strings.Contains(said, "code0") {
			t.Error("a withdrawal says", said)
		}
	}
	look("after")
}

// Of who refused consent on the phone nothing is kept; where the survey counts
// refusals, that alone.
func TestOfWhoRefusedOnThePhoneNothingIsKept(t *testing.T) {
	for _, counted := range []bool{false, true} {
		form := strings.NewReplacer("<safe/>", "<safe/><consent/>", `<bind nodeset="/data/safe"`, `<bind nodeset="/data/consent" type="string" dires:level="desk"/><bind nodeset="/data/safe"`,
			`<input ref="/data/safe"/>`, `<input ref="/data/safe"/><input ref="/data/consent"/>`).Replace(surveyForm)
		about := surveyOf
		if counted {
			about = strings.Replace(about, "[row]\n", "[row]\nstatus = \"consent\"\nstatuses = {yes = \"answered\", no = \"refused\"}\n", 1)
		}
		files := map[string]string{"forms/door-to-door.xml": form, "sources/people.toml": surveySource, "survey/people.toml": about, "survey/design.csv": surveyDesign}
		inbox := fstest.MapFS{}
		for i, r := range respondents() {
			said := "yes"
			if i < 3 {
				said = "no"
			}
			x := strings.Replace(r.xml(), "</safe>", "</safe><consent>"+said+"</consent>", 1)
			files["inbox/phones/"+strings.TrimPrefix(r.id, "uuid:")+".xml"] = x
			inbox[r.id+".xml"] = &fstest.MapFile{Data: []byte(x)}
		}
		_, d := office(t, files)
		n, want := take(t, d), 97
		if counted {
			want = 100
		}
		if n.Added != want || answered(t, d) != 97 {
			t.Errorf("counted %v: %+v, %d answered", counted, n, answered(t, d))
		}
		s := answer.About{Form: "door-to-door", Row: answer.Row{Interviewer: "monitor"}}
		if counted {
			s.Row.Status = "consent"
		}
		kept, found, err := record.Interviews(fstest.MapFS{"door-to-door.xml": {Data: []byte(form)}}, inbox, []answer.About{s}, []byte("secret"))
		if err != nil || found.Count()["F606"] != 3 || len(kept) != want {
			t.Fatal(err, found.Count(), len(kept))
		}
		for _, r := range kept {
			g := r.Answers.Given
			if no := slices.ContainsFunc(g, func(x record.Given) bool { return x.Field == "consent" && x.Value == "no" }); no && (len(g) != 1 || r.Raw != nil) {
				t.Errorf("of who refused is kept %v, %d bytes", g, len(r.Raw))
			} else if !no && (len(g) < 4 || len(r.Raw) == 0) {
				t.Errorf("of who agreed is kept %v", g)
			}
		}
	}
}

func TestSubmissionsOfNoSurveyAreRefused(t *testing.T) {
	for code, files := range map[string]map[string]string{
		"D707": {"sources/people.toml": surveySource, "inbox/phones/a.xml": respondents()[0].xml()},
		"D706": {"sources/people.toml": strings.Replace(surveySource, "inbox/phones", "inbox/a.csv", 1), "inbox/a.csv": "a\n"},
	} {
		_, d := office(t, files)
		all, _, err := d.Waiting(ctx, "orvanie", desk.ImportOptions{})
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if _, err := d.Import(ctx, "orvanie", all[0], false, nil); refusal(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func refusal(err error) string {
	if e, ok := fault.Public(err); ok {
		return e.Code
	}
	return fmt.Sprint(err)
}
