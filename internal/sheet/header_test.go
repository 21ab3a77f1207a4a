package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

// page is a sheet as somebody made it: rows from the first, merged ranges, and
// whether it is hidden.
type page struct {
	name   string
	rows   [][]any
	merged []string
	hidden bool
}

func made(t *testing.T, pages ...page) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, p := range pages {
		if i == 0 {
			f.SetSheetName("Sheet1", p.name)
		} else if _, err := f.NewSheet(p.name); err != nil {
			t.Fatal(err)
		}
		for r, row := range p.rows {
			if err := f.SetSheetRow(p.name, fmt.Sprintf("A%d", r+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range p.merged {
			from, to, _ := strings.Cut(m, ":")
			if err := f.MergeCell(p.name, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.SetActiveSheet(len(pages) - 1)
	for _, p := range pages {
		if p.hidden {
			if err := f.SetSheetVisible(p.name, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	wanted = []Column{{Name: "date", Need: true}, {Name: "what", Also: []string{"faits"}, Need: true}, {Name: "deaths", Also: []string{"morts"}}, {Name: "place", Also: []string{"lieu"}}}
	heads  = []any{"Date", "Lieu", "Faits", "Morts"}
	facts  = [][]any{{"2031-01-02", "Doro", "Vol", 0}, {"2031-01-03", "Sarel", "Attaque", 2}, {"2031-01-04", "Doro", "Vol", 1}}
	legend = page{name: "Légende", rows: [][]any{{"Colonne", "Ce qu'elle dit"}, {"Date", "jour des faits"}, {"Morts", "nombre de morts"}, {"Lieu", "village"}, {"Faits", "récit"}}}
)

// rows are what a reader gets of a workbook: the rows, and where the findings
// point.
func got(t *testing.T, b []byte, opt Options) (rows []string, found diag.List, err error) {
	t.Helper()
	x, err := Open("r.xlsx", bytes.NewReader(b), opt)
	if err != nil {
		return nil, nil, err
	}
	if err := x.Match(wanted); err != nil {
		return nil, nil, err
	}
	for r := range x.Drain(&found) {
		rows = append(rows, strings.Join([]string{r.Text("date"), r.Text("place"), r.Text("what"), r.Text("deaths")}, " "))
	}
	return rows, found, x.Err()
}

func TestTheHeaderIsFoundWhereverItStands(t *testing.T) {
	want := []string{"2031-01-02 Doro Vol 0", "2031-01-03 Sarel Attaque 2", "2031-01-04 Doro Vol 1"}
	title := []any{"Registre des incidents, région du Nord"}
	for _, c := range []struct {
		name  string
		pages []page
		codes string // of the findings, with the sheet and row they name
	}{
		{"in the first row", []page{{name: "Faits", rows: append([][]any{heads}, facts...)}}, ""},
		{"below a merged title", []page{{name: "Faits", rows: append([][]any{title, heads}, facts...), merged: []string{"A1:D1"}}}, "A256 Faits:2"},
		{"below two merged titles and a blank", []page{{name: "Faits", merged: []string{"A1:D1", "A2:D2"},
			rows: append([][]any{title, {"Année 2031"}, {}, heads}, facts...)}}, "A256 Faits:4"},
		{"below merged groups of columns", []page{{name: "Faits", merged: []string{"A1:B1", "C1:D1"},
			rows: append([][]any{{"Quand et où", nil, "Quoi"}, heads}, facts...)}}, "A256 Faits:2"},
		{"behind a legend", []page{legend, {name: "Faits", rows: append([][]any{heads}, facts...)}}, "A262 Légende:0"},
		{"behind a legend and below a title", []page{legend, {name: "Faits", rows: append([][]any{title, heads}, facts...), merged: []string{"A1:D1"}}}, "A262 Légende:0 A256 Faits:2"},
		{"behind a hidden list", []page{{name: "Listes", rows: [][]any{{"x"}, {"Vol"}}, hidden: true}, {name: "Faits", rows: append([][]any{heads}, facts...)}}, "A258 Listes:0"},
	} {
		for _, opt := range []Options{{Columns: wanted}, {Columns: wanted, Sheet: "Faits"}} {
			rows, found, err := got(t, made(t, c.pages...), opt)
			if err != nil || !slices.Equal(rows, want) {
				t.Errorf("%s: %q %v", c.name, rows, err)
			}
			var codes []string
			for _, f := range found {
				codes = append(codes, fmt.Sprintf("%s %s:%d", f.Code, f.At.Sheet, f.At.Row))
			}
			said := strings.Join(codes, " ")
			if opt.Sheet == "" && said != c.codes || opt.Sheet != "" && strings.Contains(said, "A262") {
				t.Errorf("%s (sheet %q): %s, want %s", c.name, opt.Sheet, said, c.codes)
			}
		}
	}
}

// A tool knows no columns before it has seen the header: a legend beside the
// table is a question to whoever runs it, and no guess.
func TestWhereNothingSaysWhichSheetItIsAsked(t *testing.T) {
	b := made(t, legend, page{name: "Faits", rows: append([][]any{{"Registre"}, heads}, facts...), merged: []string{"A1:D1"}})
	_, _, err := got(t, b, Options{})
	if e, ok := fault.Public(err); !ok || e.Code != "A259" || !strings.Contains(fmt.Sprint(e.Args...), "Légende") {
		t.Errorf("%v", err)
	}
	rows, _, err := got(t, b, Options{Sheet: "Faits"})
	if err != nil || len(rows) != 3 {
		t.Errorf("%q %v", rows, err)
	}
}

// A merged cell below the header is a value for several rows, of which only the
// first has it.
func TestMergedCellsBelowTheHeaderAreSaid(t *testing.T) {
	_, found, err := got(t, made(t, page{name: "Faits", rows: append([][]any{heads}, facts...), merged: []string{"B2:B3"}}), Options{Columns: wanted})
	if err != nil || len(found) != 1 || found[0].Code != "A237" || found[0].At.Row != 2 {
		t.Errorf("%v %v", found, err)
	}
}

// What is missing is said with the file, the sheet and the row of the header.
func TestAMissingColumnNamesSheetAndRow(t *testing.T) {
	b := made(t, page{name: "Faits", rows: [][]any{{"Registre"}, {"Date", "Lieu", "Morts"}, {"2031", "Doro", 1}}})
	_, _, err := got(t, b, Options{Columns: wanted})
	if e, ok := fault.Public(err); !ok || e.Code != "A232" || e.Args[2] != "r.xlsx[Faits]:2" {
		t.Errorf("%v", err)
	}
}

// A table without a row is said to be one, in every dress; "NA" is nothing where
// a reader of own tables meets it.
func TestNothingIsSaidToBeNothing(t *testing.T) {
	for text, want := range map[string]string{
		"date;what\n": "A279", "date;what\n\n;\n": "A279", "date;what\n2031;x\n": "", "date;what\nNA;x\n2031;NA\n2031;NAMIBIA\n": "A280 2", "date;what\nNA;NA\n": "A279,A280 2",
	} {
		x, err := Open("t.csv", strings.NewReader(text), Options{NA: true})
		if err != nil {
			t.Fatal(err)
		}
		var found diag.List
		for r := range x.Drain(&found) {
			if r.Text("date") == "NA" || r.Text("what") == "NA" {
				t.Errorf("%q: NA is read as a word", text)
			}
		}
		var said []string
		for _, f := range found {
			if f.Code != "A235" {
				said = append(said, strings.TrimSpace(string(f.Code)+" "+strings.Join(f.Args, " ")))
			}
		}
		if got := strings.Join(said, ","); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
