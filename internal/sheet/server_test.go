package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
)

// written is a workbook, of each sheet its name, its header and its rows.
func written(t *testing.T, sheets ...[][]any) []byte {
	t.Helper()
	b := NewBook()
	for _, s := range sheets {
		var head []string
		for _, h := range s[1] {
			head = append(head, fmt.Sprint(h))
		}
		if err := b.Sheet(s[0][0].(string), head...); err != nil {
			t.Fatal(err)
		}
		for _, r := range s[2:] {
			if err := b.Row(r...); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codesOf(found diag.List) (out []string) {
	for _, f := range found {
		out = append(out, string(f.Code))
	}
	return out
}

const kobo = "start;date;what;_notes;_id;_uuid;_submission_time;_validation_status;__version__\n" +
	"t;2031-01-02;A theft;;7;u7;t;%s;v\nt;2031-01-03;Shots;a note;8;u8;t;validation_status_approved;v\n"

func TestWhatAServerKeepsForItselfIsSaidInOneLine(t *testing.T) {
	x, err := Open("k.csv", strings.NewReader(fmt.Sprintf(kobo, "")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Match([]Column{{Name: "date"}, {Name: "what", Also: []string{"notes"}}, {Name: "id", Also: []string{"uuid"}}}); err != nil {
		t.Fatal(err)
	}
	var found diag.List
	var got []string
	for row := range x.Drain(&found) {
		got = append(got, row.Text("id")+" "+row.Text("what"))
	}
	if want := []string{"7 A theft", "8 Shots"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: a note of the office is not what happened", got, want)
	}
	if len(found) != 1 || found[0].Code != "A271" || found[0].Args[0] != "start, _notes, _uuid, _submission_time, _validation_status, __version__" {
		t.Errorf("found %v", found)
	}
}

// Two such columns alone make no server: their names may be anybody's.
func TestATableWithFewColumnsOfAServerIsAnybodys(t *testing.T) {
	x, err := Open("k.csv", strings.NewReader("date;what;start;_status;_id\n2031;x;y;rejected;1\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Match([]Column{{Name: "date"}, {Name: "what"}}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for range x.Rows() {
		n++
	}
	if got := codesOf(x.Found()); n != 1 || !slices.Equal(got, []string{"A242", "A242", "A242"}) {
		t.Errorf("%d rows, %v", n, got)
	}
}

func TestASubmissionThatTheOfficeRejectedIsLeftOutAndCounted(t *testing.T) {
	for verdict, want := range map[string]struct {
		rows int
		code string
	}{
		"validation_status_not_approved": {1, "A272"}, "Not approved": {1, "A272"}, "Non approuvé": {1, "A272"},
		"validation_status_on_hold": {2, "A273"}, "validation_status_approved": {2, ""}, "": {2, ""},
	} {
		x, err := Open("k.csv", strings.NewReader(fmt.Sprintf(kobo, verdict)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var found diag.List
		n := 0
		for range x.Drain(&found) {
			n++
		}
		if n != want.rows || strings.Join(codesOf(found), "") != want.code {
			t.Errorf("%q: %d rows, %v; want %+v", verdict, n, found, want)
		}
	}
	central := "SubmissionDate;date;what;KEY;SubmitterID;ReviewState\nt;2031;a;uuid:1;3;rejected\nt;2031;b;uuid:2;3;\n"
	x, err := Open("c.csv", strings.NewReader(central), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var found diag.List
	for row := range x.Drain(&found) {
		if row.Text("what") != "b" {
			t.Error("a rejected submission was read")
		}
	}
	if len(found) != 1 || found[0].Code != "A272" {
		t.Errorf("found %v", found)
	}
}

var form = [][]any{{"Fiche"}, {"Région", "moniteur", "_id", "_uuid", "_submission_time", "_validation_status", "_index"},
	{"Nord", "m1", 11, "u1", "t", "", 1}, {"Sud", "m2", 12, "u2", "t", "validation_status_not_approved", 2}, {"Est", "m1", 13, "u3", "t", "", 3}}

var incidents = [][]any{{"faits"}, {"Quand ?", "Quoi ?", "morts", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"},
	{"2031-01-02", "vol", 0, 1, "Fiche", 1, "u1"}, {"2031-01-03", "attaque", 2, 2, "Fiche", 1, "u1"},
	{"2031-01-04", "vol", 1, 3, "Fiche", 2, "u2"}, {"2031-01-05", "vol", 4, 4, "Fiche", 3, "u3"}}

// The reader's columns stand in the repeat; where and who stand in the form.
func TestTheRowsOfARepeatAreReadWithThoseTheyBelongTo(t *testing.T) {
	want := []Column{{Name: "date", Also: []string{"quand"}, Need: true}, {Name: "what", Also: []string{"quoi"}, Need: true}, {Name: "region", Need: true}, {Name: "id"}}
	for _, sheet := range []string{"", "faits"} {
		x, err := Open("k.xlsx", bytes.NewReader(written(t, form, incidents)), Options{Columns: want, Sheet: sheet})
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Match(want); err != nil {
			t.Fatal(err)
		}
		var found diag.List
		var got []string
		for row := range x.Drain(&found) {
			got = append(got, strings.Join([]string{row.Text("id"), row.Text("date"), row.Text("what"), row.Text("region"), row.Text("morts")}, " "))
		}
		if want := []string{"11/1 2031-01-02 vol Nord 0", "11/2 2031-01-03 attaque Nord 2", "13/1 2031-01-05 vol Est 4"}; !slices.Equal(got, want) {
			t.Errorf("sheet %q: got %q, want %q", sheet, got, want)
		}
		if c := codesOf(found); !slices.Contains(c, "A274") || !slices.Contains(c, "A272") || slices.Contains(c, "A262") {
			t.Errorf("sheet %q: found %v", sheet, found)
		}
	}
}

func TestTheRepeatsOfAFormAreKeptForItsRows(t *testing.T) {
	x, err := Open("k.xlsx", bytes.NewReader(written(t, form, incidents)), Options{Columns: []Column{{Name: "moniteur", Need: true}}, Repeats: true})
	if err != nil {
		t.Fatal(err)
	}
	if !x.Repeated("morts") || x.Repeated("moniteur") {
		t.Error("what stands in a repeat is not told from what stands in the form")
	}
	var got []string
	for row := range x.Rows() {
		got = append(got, fmt.Sprint(row.Text("Région"), row.In("morts", "Quoi ?", "vol"), row.In("Quoi ?", "", ""), row.In("nobody", "", "")))
	}
	if want := []string{"Nord[0] [vol attaque] []", "Est[4] [vol] []"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
