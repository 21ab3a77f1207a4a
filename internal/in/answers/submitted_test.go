package answers

import (
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/xform"
)

// FICTION: the form of an inquiry in Orvanie, which is no country.
const surveyXML = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:dires="urn:dires:form"><h:head><h:title>FICTION</h:title><model>
<instance><data id="inquiry" version="1"><ea/><area/><by/><who/><each><measure/><asked/></each></data></instance>
<bind nodeset="/data/ea" type="string" dires:level="desk"/><bind nodeset="/data/area" type="string" dires:level="desk"/><bind nodeset="/data/by" type="string" dires:level="severe"/><bind nodeset="/data/who" type="string" dires:level="severe"/>
<bind nodeset="/data/each/measure" type="string" dires:level="desk"/><bind nodeset="/data/each/asked" type="string" dires:level="desk"/></model></h:head>
<h:body><input ref="/data/ea"/><input ref="/data/area"/><input ref="/data/by"/><input ref="/data/who"/><group ref="/data/each"><repeat nodeset="/data/each"><input ref="/data/each/measure"/><input ref="/data/each/asked"/></repeat></group></h:body></h:html>`

func theForm(t *testing.T) func(string) *xform.Form {
	f, err := xform.Read([]byte(surveyXML))
	if err != nil {
		t.Fatal(err)
	}
	return func(id string) *xform.Form {
		if id != f.ID {
			return nil
		}
		return f
	}
}

// given are three submissions: measure by measure in a repeat, in any order.
func given(t *testing.T) Submissions {
	f := theForm(t)("inquiry")
	a := func(name, v string, row ...int) xform.Answer {
		q := f.Field(name)
		if q == nil {
			t.Fatal(name)
		}
		return xform.Answer{Field: q, Row: row, Value: xform.Value{Raw: v}}
	}
	sub := func(id string, as ...xform.Answer) Submission {
		return Submission{Record: answer.Record{ID: id, Entry: 7}, Answers: as}
	}
	return func(source, id string) ([]Submission, error) {
		if id != "inquiry" || source != "people" {
			t.Error(source, id)
		}
		return []Submission{
			sub("uuid:1", a("ea", "1"), a("area", "n"), a("by", "k1"), a("measure", "m2", 1), a("asked", "no", 1), a("measure", "m1", 2), a("asked", "yes", 2)),
			sub("uuid:2", a("ea", "2"), a("area", "s"), a("by", "k1"), a("measure", "m2", 1), a("asked", "yes", 1)),
			sub("uuid:3", a("ea", "2"), a("area", "s"), a("by", "k2"), a("measure", "m1", 1), a("asked", "no", 1)),
		}, nil
	}
}

func formed(toml string, column string) string {
	toml = strings.Replace(toml, `file = "people.csv"`, `form = "inquiry"`, 1)
	return strings.Replace(toml, `id = "asked"`, "id = \"asked\"\ncolumn = \""+column+"\"", 1)
}

// Submissions of a form become rows; a column can name a field of a repeat by
// what stands in its row.
func TestAnswersFromSubmissions(t *testing.T) {
	fsys := folder(formed(inquiry(), "asked[measure=m1]"), "")
	set, found, err := Load(fsys, Options{Form: theForm(t), Submissions: given(t)})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s := set.Inquiries[0]
	if c := s.Columns["asked[measure=m1]"]; c.Text(0) != "yes" || c.Text(1) != "" || len(s.Rows) != 3 || s.Records[1].ID != "uuid:2" {
		t.Error(c, s.Rows, s.Records)
	}
	// Without the ledger it is checked, and stands unread.
	set, found, err = Load(fsys, Options{Form: theForm(t)})
	if err != nil || len(found) > 0 || len(set.Unread) != 1 || len(set.Inquiries) != 0 || Coded(set.Unread[0].About)[0] != "by" {
		t.Error(found, err, set)
	}
	// Where nothing came in, it says so.
	set, found, err = Load(fsys, Options{Form: theForm(t), Submissions: func(string, string) ([]Submission, error) { return nil, nil }})
	if err != nil || len(found) != 1 || found[0].Code != "N220" || len(set.Inquiries) != 0 {
		t.Error(found, err)
	}
}

// What the form does not have, or seals, is said before anybody is asked.
func TestASurveyIsCheckedAgainstItsForm(t *testing.T) {
	for column, code := range map[string]string{
		"asked[measure=m1]": "", "askd[measure=m1]": "N211", "asked": "N211", "area[measure=m1]": "N211", "asked[who=x]": "N211", "who": "N221",
	} {
		_, found, err := Load(folder(formed(inquiry(), column), ""), Options{Form: theForm(t)})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(codesOf(found), " "); got != code {
			t.Errorf("%s: %s, want %s", column, got, code)
		}
	}
	_, found, _ := Load(folder(strings.Replace(formed(inquiry(), "area"), `form = "inquiry"`, `form = "other"`, 1), ""), Options{Form: theForm(t)})
	if !slices.Contains(codesOf(found), "N223") {
		t.Error(found)
	}
}

func codesOf(l diag.List) (codes []string) {
	for _, x := range l {
		codes = append(codes, string(x.Code))
	}
	return codes
}

// Weights are worked out after the fieldwork: they stand in a table of areas,
// joined to what phones sent by the area.
func TestTheDesignMayStandInATableOfItsOwn(t *testing.T) {
	toml := strings.Replace(formed(people, "asked[measure=m1]"), `clusters = ["village"]`, "clusters = [\"ea\"]\nfile = \"design.csv\"\nkey = [\"ea\"]", 1)
	toml = strings.Replace(toml, "contrast = [{by = \"area\", this = \"n\", that = \"s\"}]\n", "", 1)
	load := func(toml, design string) (answer.Set, diag.List) {
		fsys := folder(strings.Replace(toml, `strata = ["area"]`, `strata = ["stratum"]`, 1), "")
		fsys["survey/design.csv"] = fsys["survey/people.csv"]
		fsys["survey/design.csv"].Data = []byte(design)
		set, found, err := Load(fsys, Options{Form: theForm(t), Submissions: given(t)})
		if err != nil {
			t.Fatal(err)
		}
		return set, found
	}
	set, found := load(toml, "ea,stratum,w\n2,a,30\n1,a,10\n3,b,5\n")
	if len(found) != 1 || found[0].Code != "N228" || found[0].Args[2] != "b" || len(set.Samples[0].Empty) != 1 {
		t.Fatal(found)
	}
	if set, found = load(toml, "ea,stratum,w\n2,a,30\n1,a,10\n3,a,5\n"); len(found) > 0 {
		t.Fatal(found)
	}
	s := set.Samples[0]
	w, _ := s.Columns["w"].Numbers()
	if !slices.Equal(w, []float64{10, 30, 30}) || s.Columns["stratum"].Text(2) != "a" {
		t.Error(w, s.Columns["stratum"])
	}
	if _, err := s.Draw(); err != nil {
		t.Error(err)
	}
	for design, code := range map[string]string{
		"ea,stratum,w\n1,a,10\n":               "N222", // an area without a weight
		"ea,stratum,w\n1,a,10\n2,a,1\n2,b,3\n": "N225", // an area twice
		"ea,stratum\n1,a\n2,a\n":               "N211", // no weights
		"area,stratum,w\n1,a,10\n":             "N211", // no key
	} {
		if _, found := load(toml, design); !slices.Contains(codesOf(found), code) {
			t.Errorf("%q: %v", design, found)
		}
	}
	if _, found := load(strings.Replace(toml, `key = ["ea"]`, "", 1), "ea,stratum,w\n"); !slices.Contains(codesOf(found), "C604") {
		t.Error(found)
	}
}
