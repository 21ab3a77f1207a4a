package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/xform"
	"github.com/dires/dires/xform/finding"
)

// defaults are values as authors write them, by type; kept says whether a
// phone keeps them when it opens the form. JavaRosa is asked under DIRES_LONG.
var defaultValues = []struct {
	typ, value string
	kept       bool
}{
	{"integer", "12", true}, {"integer", "-3", true}, {"integer", "+3", false}, {"integer", "007", true}, {"integer", "1.0", false}, {"integer", "1 000", false},
	{"integer", "1,5", false}, {"integer", "abc", false}, {"integer", "2147483647", true}, {"integer", "2147483648", false}, {"integer", "1e3", false},
	{"decimal", "1.5", true}, {"decimal", "1,5", false}, {"decimal", ".5", true}, {"decimal", "5.", true}, {"decimal", "1e3", true}, {"decimal", "1 000.5", false}, {"decimal", "12 %", false},
	{"date", "2031-08-03", true}, {"date", "03/08/2031", false}, {"date", "2031-02-30", false}, {"date", "2031-8-3", true}, {"date", "3 août 2031", false}, {"date", "45872", false},
	{"date", "2031-08-03T14:30:00", false}, {"date", "2031-08-03T14:30:00.000+01:00", false},
	{"time", "14:30", true}, {"time", "14:30:00", true}, {"time", "14h30", false}, {"time", "25:00", false}, {"time", "9:05", true}, {"time", "14:30:00+01:00", true}, {"time", "2:30 PM", false},
	{"dateTime", "2031-08-03T14:30:00", true}, {"dateTime", "2031-08-03T14:30", true}, {"dateTime", "2031-08-03", true}, {"dateTime", "03/08/2031 14:30", false}, {"dateTime", "2031-08-03 14:30 h", false},
	{"geopoint", "12.6 -8.0", true}, {"geopoint", "12.6 -8.0 300 5", true}, {"geopoint", "12,6 -8,0", false}, {"geopoint", "Gao", false}, {"geopoint", "12.6, -8.0", false},
	{"geotrace", "12.6 -8.0; 12.7 -8.1", true}, {"geotrace", "12.6 -8.0, 12.7 -8.1", false},
}

func formOf(rows ...string) string {
	return "| survey |\n| | type | name | label | default | relevant | constraint | calculation | required | readonly | repeat_count | choice_filter |\n" +
		strings.Join(rows, "\n") + "\n| choices |\n| | list_name | name | label | region |\n| | on | oui | Oui | r1 |\n| | on | non | Non | r2 |\n| | nn | 1 | Un | |\n| | nn | 2 | Deux | |\n"
}

func checked(t *testing.T, rows ...string) Result {
	t.Helper()
	w, err := Open("f.md", []byte(formOf(rows...)))
	if err != nil {
		t.Fatal(err)
	}
	return Check(w, Options{})
}

func TestADefaultThatAPhoneDropsIsAFinding(t *testing.T) {
	for _, k := range defaultValues {
		r := checked(t, fmt.Sprintf("| | %s | q | Q | %s |", k.typ, k.value))
		if bad := r.XForm == nil; bad == k.kept {
			t.Errorf("%s %q: %v", k.typ, k.value, r.Found)
		}
	}
}

func TestADefaultPointIsOnTheEarth(t *testing.T) { // JavaRosa keeps these, and they are no place
	for _, v := range []string{"12.6", "95 10", "12 181"} {
		if r := checked(t, "| | geopoint | q | Q | "+v+" |"); r.Found.Count()["F623"] == 0 {
			t.Errorf("%q: %v", v, r.Found)
		}
	}
}

func TestAPhoneDropsTheDefaultsThatCheckFinds(t *testing.T) {
	if os.Getenv("DIRES_LONG") != "1" {
		t.Skip("long: set DIRES_LONG=1")
	}
	dir := t.TempDir()
	var b []string
	for i, k := range defaultValues {
		if dynamic(k.value, k.typ) { // a formula, and not a good one: the form would not open
			continue
		}
		b = append(b, fmt.Sprintf("| | %s | q%d | Q | %s |", k.typ, i, k.value))
	}
	w, err := Open("f.md", []byte(formOf(b...)))
	if err != nil {
		t.Fatal(err)
	}
	r := Convert(w, Options{})
	if err := os.WriteFile(filepath.Join(dir, "open.xform"), r.XForm, 0o666); err != nil {
		t.Fatal(err)
	}
	if said := javarosa(t, dir); said["open.xform"] != "ok" {
		t.Fatal(said)
	}
	out, err := os.ReadFile(filepath.Join(dir, "open.instance"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := xform.ParseInstance(out)
	if err != nil {
		t.Fatal(err)
	}
	got := string(x.XML())
	for i, k := range defaultValues {
		if dynamic(k.value, k.typ) {
			continue
		}
		if kept := strings.Contains(got, fmt.Sprintf("<q%d>", i)); kept != k.kept {
			t.Errorf("%s %q: JavaRosa kept %v", k.typ, k.value, kept)
		}
	}
}

func TestLiteralsOfFormulas(t *testing.T) {
	ask := []string{"| | select_one on | q | Q |", "| | select_multiple on | m | M |", "| | select_one nn | k | K |", "| | integer | i | I |",
		"| | date | d | D |", "| | text | x | X |"}
	for _, k := range []struct{ formula, code string }{
		{"${q} = 'oui'", ""}, {"'oui' = ${q}", ""}, {"${q} = oui", "F620"}, {"selected(${m}, oui)", "F620"}, {"field-list", "F620"}, {"peut", "F620"},
		{"${q} = 'ouii'", "F621"}, {"'Oui' != ${q}", "F621"}, {"selected(${q}, 'Oui')", "F621"}, {"not(selected(${m}, 'peut-être'))", "F621"},
		{"../q = 'ouii'", "F621"}, {"/data/q = 'ouii'", "F621"}, {"${q} = '' or ${q} != 'non'", ""}, {"${k} = 1", ""}, {"${k} = '3'", "F621"}, {"${k} = 3", "F621"},
		{"${k} < 3", ""}, {"${k} = 01", ""}, {"if(${q} = 'nan', 1, 2) = 1", "F621"}, {"jr:choice-name('zut', '${q}') = 'Zut'", "F621"},
		{"${i} > 'abc'", "F622"}, {"${i} = '12'", ""}, {"${i} = '1,5'", "F622"}, {"${d} = '03/08/2031'", "F622"}, {"${d} = '2031-08-03'", ""},
		{"${d} > date('03/08/2031')", "F625"}, {"${d} > date('2031-08-03')", ""}, {"format-date('3 août', '%Y') = '2031'", "F625"}, {"${d} > today()", ""},
		{"${x} = 'tout'", ""}, {"count-selected(${m}) > 1", ""}, {"${x} = concat('a', b)", "F620"}, {"(${q}) = ('ouii')", "F621"}, {"${i} = -1", ""},
	} {
		r := checked(t, append(ask, "| | text | z | Z | | "+k.formula+" |")...)
		var codes []string
		for _, f := range r.Found {
			if f.Code >= "F620" {
				codes = append(codes, string(f.Code))
				if f.At.Row != 8 || f.At.Field != "relevant" {
					t.Errorf("%s: %v", k.formula, f.At)
				}
			}
		}
		if got := strings.Join(codes, " "); got != k.code {
			t.Errorf("%s: %q, want %q (%v)", k.formula, got, k.code, r.Found)
		}
	}
}

// Every column that holds a formula is read, and the finding names it.
func TestBareWordsInEveryColumn(t *testing.T) {
	for _, k := range []struct{ row, column string }{
		{"| | text | z | Z | | ${q} = oui |", "relevant"},
		{"| | text | z | Z | | | . = oui |", "constraint"},
		{"| | calculate | z | | | | | if(${q} = oui, 1, 2) |", "calculation"},
		{"| | text | z | Z | | | | | x |", "required"},
		{"| | text | z | Z | | | | | | ${q} = oui |", "readonly"},
		{"| | text | z | Z | if(${q} = oui, 1, 2) |", "default"},
		{"| | begin repeat | z | Z | | | | | | | trois |\n| | text | y | Y |\n| | end repeat |", "repeat_count"},
		{"| | select_one on | z | Z | | | | | | | | regoin = 'r1' |", "choice_filter"},
	} {
		r := checked(t, "| | select_one on | q | Q |", k.row)
		found := false
		for _, f := range r.Found {
			found = found || f.Code == "F620" && f.At.Field == k.column && f.At.Row == 3
		}
		if !found || r.XForm != nil {
			t.Errorf("%s: %v", k.column, r.Found)
		}
	}
	if r := checked(t, "| | select_one on | q | Q |", "| | select_one on | z | Z | | | | | | | | region = 'r1' |"); r.XForm == nil {
		t.Error(r.Found)
	}
	if r := checked(t, "| | begin group | g | G | | y = '' |", "| | text | y | Y |", "| | end group |"); r.Found.Count()["F620"] > 0 {
		t.Error("a group may name what it holds", r.Found)
	}
}

func TestDefaultsOfChoices(t *testing.T) {
	for _, k := range []struct {
		typ, value string
		bad        bool
	}{{"select_one on", "oui", false}, {"select_one on", "zzz", true}, {"select_multiple on", "oui non", false}, {"select_multiple on", "oui,non", true},
		{"rank on", "non oui", false}, {"select_one on or_other", "other", false}, {"select_one_from_file a.csv", "zzz", false}} {
		r := checked(t, fmt.Sprintf("| | %s | q | Q | %s |", k.typ, k.value))
		if got := r.Found.Count()["F624"] > 0; got != k.bad {
			t.Errorf("%s %q: %v", k.typ, k.value, r.Found)
		}
	}
}

func TestACircleIsFoundInItsOwnColumn(t *testing.T) {
	for col, rows := range map[string][]string{
		"relevant":     {"| | text | a | A | | ${b} = 'x' |", "| | text | b | B | | ${a} = 'x' |"},
		"required":     {"| | text | a | A | | | | | ${a} = 'x' |"},
		"calculation":  {"| | calculate | a | | | | | ${b} + 1 |", "| | calculate | b | | | | | ${a} + 1 |"},
		"readonly":     {"| | text | a | A | | | | | | ${a} = 'x' |"},
		"repeat_count": {"| | begin repeat | r | R | | | | | | | ${r_count} + 1 |", "| | text | y | Y |", "| | end repeat |"},
	} {
		r := checked(t, rows...)
		n := 0
		for _, f := range r.Found {
			if f.Code == "F589" {
				n++
				if f.At.Field != col || f.At.Row > 3 {
					t.Errorf("%s: %v", col, f.At)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: %v", col, r.Found)
		}
	}
	r := checked(t, "| | begin group | g | G | | ${y} = 'x' |", "| | text | y | Y |", "| | end group |")
	if len(r.Found) != 1 || r.Found[0].Code != "F589" || r.Found[0].At.Row != 2 || r.Found[0].At.Field != "relevant" {
		t.Error(r.Found)
	}
}

func TestPartsOfKoboAndLoops(t *testing.T) {
	r := checked(t, "| | begin_kobomatrix | k | K |", "| | text | a | A |", "| | end_kobomatrix |", "| | begin_score | s | S |", "| | score__row | w | W |", "| | end_score |")
	if n := r.Found.Count(); n["F627"] != 2 || len(r.Found) != 2 {
		t.Error(r.Found)
	}
	r = checked(t, "| | begin loop over on | l | L |", "| | begin repeat | r | R |", "| | text | a | A |", "| | end repeat |", "| | end loop |")
	if r.Found.Count()["F628"] != 1 || r.XForm != nil {
		t.Error(r.Found)
	}
	r = checked(t, "| | begin loop over on | l | L |", "| | text | a | %(label)s |", "| | end loop |")
	if r.XForm == nil {
		t.Error(r.Found)
	}
}

func TestAPointIsRemarkedUpon(t *testing.T) {
	for _, typ := range []string{"geopoint", "geotrace", "geoshape", "start-geopoint", "gps", "location"} {
		r := checked(t, "| | "+typ+" | p | P |")
		if r.Found.Count()["F626"] != 1 || r.XForm == nil {
			t.Errorf("%s: %v", typ, r.Found)
		}
	}
}

func TestADateTimeCellIsADateTime(t *testing.T) {
	r := checked(t, "| | dateTime | a | A | 2031-08-03 14:30:00 |", "| | text | b | B | 2031-08-03 14:30:00 |")
	if x := string(r.XForm); !strings.Contains(x, "<a>2031-08-03T14:30:00</a>") || !strings.Contains(x, "<b>2031-08-03 14:30:00</b>") {
		t.Error(x, r.Found)
	}
}

func TestASheetNameMayEndInABlank(t *testing.T) {
	w := Workbook{File: "f.xlsx", Name: "f", Sheets: []Sheet{{Name: "Survey", Rows: [][]string{{"type", "name", "label"}, {"select_one on", "q", "Q"}}},
		{Name: "Choices ", Rows: [][]string{{"list_name", "name", "label"}, {"on", "oui", "Oui"}}}}}
	if r := Check(w, Options{}); r.XForm == nil {
		t.Error(r.Found)
	}
}

// A formula of the spreadsheet without a stored value is no empty cell: with it
// a condition or a calculation would vanish, and the form would be good.
func TestAFormulaOfTheSpreadsheetIsNoEmptyCell(t *testing.T) {
	cell := func(ref, inner, typ string) string {
		return `<c r="` + ref + `"` + typ + `>` + inner + `</c>`
	}
	text := func(ref, s string) string { return cell(ref, "<is><t>"+s+"</t></is>", ` t="inlineStr"`) }
	for name, c := range map[string]struct{ cell, want string }{
		"no value":        {cell("D2", "<f> ${i} &gt; 3</f><v></v>", ""), "F629"},
		"no element":      {cell("D2", "<f>1+1</f>", ""), "F629"},
		"an error":        {cell("D2", "<f>1/0</f><v>#DIV/0!</v>", ` t="e"`), "F630"},
		"a value":         {cell("D2", "<f>CONCAT(A1)</f><v>true()</v>", ` t="str"`), ""},
		"an empty text":   {cell("D2", `<f>""</f><v></v>`, ` t="str"`), ""},
		"below no header": {cell("H2", "<f>1+1</f>", ""), ""},
		"an empty cell":   {cell("D2", "", ""), ""},
	} {
		sheet := `<worksheet><sheetData><row r="1">` + text("A1", "type") + text("B1", "name") + text("C1", "label") + text("D1", "relevant") + `</row><row r="2">` +
			text("A2", "text") + text("B2", "t") + text("C2", "T") + c.cell + `</row></sheetData></worksheet>`
		w, err := Open("f.xlsx", packed(t, sheet))
		if err != nil {
			t.Fatal(err)
		}
		r := Convert(w, Options{})
		got := ""
		for _, f := range r.Found {
			if f.Severity == finding.Error {
				got += string(f.Code)
				if f.At.Row != 2 || f.At.Field != "relevant" || f.At.Sheet != "survey" {
					t.Errorf("%s: %v", name, f)
				}
			}
		}
		if got != c.want || (r.XForm == nil) != (c.want != "") {
			t.Errorf("%s: %q, want %q: %v", name, got, c.want, r.Found)
		}
	}
}

// packed is a workbook of one sheet.
func packed(t *testing.T, sheet string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="a/worksheet" Target="worksheets/s.xml"/></Relationships>`,
		"xl/worksheets/s.xml":        sheet,
	} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
