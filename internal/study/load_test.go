package study

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

const good = `id = "orvanie"
nature = "fictional"
period = "2012/2015"
languages = ["fr", "en"]
title = {fr = "Orvanie", en = "Orvanie"}
country_name = {fr = "Orvanie", en = "Orvanie"}

[protection]
min_contributors = 5

[[questions]]
id = "when"
asks = {fr = "Quand ?", en = "When?"}
text = "when"
`

const src = `id = "reports"
name = {fr = "Relevés", en = "Reports"}
class = "civil-society"
reader = "reports"
files = ["data/reports.csv"]
cannot_see = {fr = "Le nord", en = "The north"}

[licence]
level = "aggregates"
`

func folder(manifest, source string) fstest.MapFS {
	f := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{"study.toml": f(manifest), "sources/reports.toml": f(source), "data/reports.csv": f("a;b\n"),
		"text/fr/when.md": f("En 2012."), "text/en/when.md": f("In 2012.")}
}

func ExampleLoad() {
	s, found, err := Load(folder(good, src))
	fmt.Println(s.ID, s.Period, len(s.Sources), s.Texts["when"]["fr"], len(found), err)
	// Output: orvanie 2012-01-01/2015-12-31 1 En 2012. 0 <nil>
}

func TestAGoodStudyHasNoFindings(t *testing.T) {
	fsys := folder(good, src)
	s, found, err := Load(fsys)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if l := Check(s, fsys, []string{"reports"}); len(l) > 0 {
		t.Fatal(l)
	}
}

func TestEachWrongThingIsFoundWhereItStands(t *testing.T) {
	for _, c := range []struct {
		name, from, to string // in the manifest or the source
		want           string // file:row: field: code
	}{
		{"unknown key", "min_contributors", "min_contributor", "study.toml:9: protection.min_contributor: error C601"},
		{"far key", "min_contributors = 5", "colour = 5", "study.toml:9: protection.colour: error C602"},
		{"unknown key of a question", "asks =", "ask =", "study.toml:13: questions.ask: error C601"},
		{"not TOML", `"2012/2015"`, `2012/2015`, "study.toml:3: error C600"},
		{"a text without marks", `"orvanie"`, `orvanie`, "study.toml:1: id: error C626 id orvanie"},
		{"a number for a text", `"2012/2015"`, `2012`, "study.toml:3: period: error C618"},
		{"a text for a list", `["fr", "en"]`, `"fr"`, "study.toml:4: languages: error C619"},
		{"a text for a number", `= 5`, `= "five"`, "study.toml:9: protection.min_contributors: error C622"},
		{"a text for texts", `{fr = "Orvanie", en = "Orvanie"}`, `"Orvanie"`, "study.toml:5: title: error C625"},
		{"a text for yes", "[licence]", "[protection]\npublic = \"yes\"\n[licence]", "sources/reports.toml:9: protection.public: error C624"},
		{"an open text", `"orvanie"`, `"orvanie`, "study.toml:1: id: error C627"},
		{"a key twice", "period =", "id = \"b\"\nperiod =", "study.toml:3: id: error C628 id"},
		{"a heading for a key above", "[protection]", "[title]\nfr = \"x\"\n[protection]", "study.toml:8: title: error C628 title"},
		{"no equals sign", "period =", "period", "study.toml:3: error C629"},
		{"an open list", `["fr", "en"]`, `["fr", "en"`, "study.toml:5: languages: error C630"},
		{"an open heading", "[protection]", "[protection", "study.toml:9: error C631"},
		{"a level that is none", `"aggregates"`, `"all"`, "sources/reports.toml:9: licence.level: error C603 licence.level all"},
		{"period", "2012/2015", "soon", "study.toml:3: period: error C603"},
		{"nature", "fictional", "invented", "study.toml:2: nature: error C603"},
		{"real country", "period =", "country = \"MLI\"\nperiod =", "study.toml:3: country: error C613"},
		{"missing title", `title = {fr = "Orvanie", en = "Orvanie"}`, "", "study.toml: title: error C604"},
		{"translation", `asks = {fr = "Quand ?", en = "When?"}`, `asks = {fr = "Quand ?"}`, "study.toml:11: questions: warning C605"},
		{"text", `text = "when"`, `text = "why"`, "study.toml:11: questions: error C611"},
		{"reader", `reader = "reports"`, `reader = "report"`, "sources/reports.toml:4: reader: error C609"},
		{"file", `data/reports.csv`, `data/report.csv`, "sources/reports.toml:5: files: error C608"},
		{"outside", `data/reports.csv`, `../reports.csv`, "sources/reports.toml:5: files: error C615"},
		{"licence", "[licence]\nlevel = \"aggregates\"", "", "sources/reports.toml: licence: warning C607"},
		{"recall without a day", "period =", "recalled = [{release = \"2026-11-24\", on = \"soon\", why = {fr = \"x\", en = \"x\"}}]\nperiod =", "study.toml:3: recalled: error C603"},
		{"class", `"civil-society"`, `"ngo"`, "sources/reports.toml:3: class: error C603"},
		{"blind spots", "cannot_see = {fr = \"Le nord\", en = \"The north\"}", "", "sources/reports.toml: cannot_see: warning C612"},
	} {
		fsys := folder(strings.Replace(good, c.from, c.to, 1), strings.Replace(src, c.from, c.to, 1))
		s, l, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if len(l) == 0 {
			l = Check(s, fsys, []string{"reports"})
		}
		hit := false
		for _, f := range l {
			hit = hit || strings.HasPrefix(f.String(), c.want)
		}
		if !hit {
			t.Errorf("%s: no %q in %v", c.name, c.want, l)
		}
	}
}

// A finding names the file a person can open, whatever id stands in it.
func TestAFindingAboutASourceNamesItsFile(t *testing.T) {
	for _, id := range []string{"", `id = "other"`} {
		fsys := folder(good, strings.Replace(strings.Replace(src, `id = "reports"`, id, 1), `"civil-society"`, `"ngo"`, 1))
		s, _, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		l := Check(s, fsys, []string{"reports"})
		if len(l) == 0 {
			t.Fatal("nothing found")
		}
		for _, f := range l {
			if f.At.File != "sources/reports.toml" {
				t.Errorf("%q: %v", id, f)
			}
		}
	}
}

// What a data set's terms keep, no study can give away.
func TestALicenceAboveTheTermsOfADataSetIsRefused(t *testing.T) {
	for _, reader := range []string{"acled", "gtd"} {
		for level, want := range map[string]int{"aggregates": 0, "none": 0, "derived": 1, "rows": 1} {
			x := strings.Replace(strings.Replace(src, `reader = "reports"`, `reader = "`+reader+`"`, 1), `level = "aggregates"`, `level = "`+level+`"`, 1)
			fsys := folder(good, x)
			s, l, err := Load(fsys)
			if err != nil || len(l) > 0 {
				t.Fatal(l, err)
			}
			if n := Check(s, fsys, []string{reader}).Count()["R448"]; n != want {
				t.Errorf("%s with %s: %d findings", reader, level, n)
			}
		}
	}
}

func TestAFolderWithoutManifestIsNoStudy(t *testing.T) {
	if _, _, err := Load(fstest.MapFS{}); !errors.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
}

func TestTheHashSeesNamesAndContentsAndNothingElse(t *testing.T) {
	one := folder(good, src)
	h, err := Hash(one)
	if err != nil {
		t.Fatal(err)
	}
	one[".git/HEAD"] = &fstest.MapFile{Data: []byte("x")}
	one["study.toml~"] = &fstest.MapFile{Data: []byte("x")}
	if h2, _ := Hash(one); h2 != h {
		t.Error("the editor's files count")
	}
	one["data/reports.csv"].Data = []byte("a;c\n")
	if h2, _ := Hash(one); h2 == h {
		t.Error("a changed file does not count")
	}
	two := folder(good, src)
	two["data/r.csv"] = two["data/reports.csv"]
	delete(two, "data/reports.csv")
	if h2, _ := Hash(two); h2 == h {
		t.Error("a renamed file does not count")
	}
}

func TestPrivateFilesInGitAreFound(t *testing.T) {
	if l := Tracked([]string{"studies/x/study.toml", "private/keys/a", "privateer.md"}); len(l) != 1 || l[0].Code != "C606" {
		t.Fatal(l)
	}
}

func TestEveryCodeHasWordsInBothLanguages(t *testing.T) {
	for _, k := range diag.All() {
		if k.Code[0] != 'C' {
			continue
		}
		x, ok := lang.Lookup(string(k.Code))
		if !ok || x["fr"] == "" || x["en"] == "" {
			t.Error(k.Code)
		}
		for i := range k.Args {
			for tag, s := range x {
				if !strings.Contains(s, fmt.Sprintf("{%d", i)) {
					t.Errorf("%s %s does not use argument %d", k.Code, tag, i)
				}
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(good, src)
	f.Add("a.b = [[", "id = {}")
	f.Fuzz(func(t *testing.T, m, x string) {
		fsys := folder(m, x)
		if s, _, err := Load(fsys); err == nil {
			Check(s, fsys, nil)
		}
	})
}

// Lists of texts and tables of tables are what they are.
func TestAListOfTextsIsNoTextThatIsNoTable(t *testing.T) {
	var v struct {
		Names  []lang.Text          `toml:"names"`
		Levels map[string]lang.Text `toml:"levels"`
	}
	if found, ok := Decode("x.toml", []byte("names = [{fr = \"a\"}, {fr = \"b\"}]\n[levels]\nyes = {fr = \"oui\"}\n"), &v); !ok || len(found) > 0 || len(v.Names) != 2 {
		t.Fatal(found, ok)
	}
}

// Every address that may be printed as a link is asked to be one, wherever it
// stands in study.toml and in a source.
func TestAnAddressThatIsNoneOfTheWebsIsSaidWhereverItStands(t *testing.T) {
	for _, bad := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", `\\\\server\\share`, "data:text/html,x", "vbscript:x"} {
		at := map[string][2]string{
			"organisations": {good + "\n[[organisations]]\nid = \"o\"\nname = \"FICTION\"\nurl = \"" + bad + "\"\n", src},
			"url":           {good, "url = \"" + bad + "\"\n" + src},
			"licence":       {good, src + "url = \"" + bad + "\"\n"},
		}
		for field, texts := range at {
			fsys := folder(texts[0], texts[1])
			s, found, err := Load(fsys)
			if err != nil {
				t.Fatal(field, found, err)
			}
			if l := Check(s, fsys, []string{"reports"}); l.Count()["C640"] != 1 {
				t.Errorf("%s = %q: %v %v", field, bad, found, l)
			}
		}
	}
	fsys := folder(good, "url = \"https://orvanie.example/a\"\n"+src)
	if s, _, _ := Load(fsys); Check(s, fsys, []string{"reports"}).Count()["C640"] != 0 {
		t.Error("an address of the web is refused")
	}
}
