package statements

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
)

// The files people really have: each oddity is a finding, and the rest is
// imported as it stands.
func TestFilesAsPeopleHaveThem(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		code       diag.Code // "" for no finding of its own
		left       int
	}{
		"two encodings in one file":        {"namings.csv", "id,class,subject,term\n1,media,c1,révolte\n2,media,c1,r\xe9volte\n3,media,c1,x\n", "A234", 3},
		"one old encoding":                 {"noms.csv", "id;classe;sujet;nom donn\xe9\n1;m\xe9dia;c1;r\xe9volte\n", "A233", 1},
		"semicolons and a decimal comma":   {"involvement.csv", "id;classe;mesure;étape;échelon déclaré;échelon étayé;nombre d'organisations\n1;média;m;D;2;u;12,0\n", "", 1},
		"a number that is none":            {"involvement.csv", "id;classe;mesure;étape;échelon déclaré;échelon étayé;nombre d'organisations\n1;média;m;D;2;u;une douzaine\n", "A238", 1},
		"a date nobody can read":           {"namings.csv", "id,class,subject,term,said on\n1,media,c1,x,l'an dernier\n", "A240", 1},
		"a row with a cell too many":       {"namings.csv", "id,class,subject,term\n1,media,c1,x,y\n2,media,c1,z\n", "A248", 1},
		"a naming without speaker":         {"namings.csv", "id,class,subject,term\n1,,c1,x\n2,media,c1,y\n", "A401", 1},
		"a capacity without consent":       {"capacities.csv", "id,class,org,function,listed\n1,civil-society,o1,mediation,\n2,civil-society,o2,mediation,public\n", "A407", 1},
		"a rung that is a stage":           {"involvement.csv", "id,class,measure,stage,rung_claimed,rung_supported\n1,media,m,D,decision,u\n2,media,m,D,2,u\n", "A403", 1},
		"a measure with a letter left out": {"involvement.csv", "id,class,measure,stage,rung_claimed,rung_supported\n1,media,la-08,D,2,u\n2,media,law-08,D,2,u\n", "A404", 1},
		"a class with a letter left out":   {"namings.csv", "id,class,subject,term\n1,residen,c1,x\n2,resident,c1,y\n", "A401", 1},
		"a promise due before it was made": {"commitments.csv", "id,class,by,text,stated_on,due\n1,media,x,y,2031-05,2030\n", "A406", 1},
	} {
		cs, found := read(t, c.file, c.text, Options{Source: "s", Measures: []string{"m", "law-08"}})
		if len(cs) != c.left {
			t.Errorf("%s: %d imported, want %d: %v", name, len(cs), c.left, found)
		}
		if c.code != "" && found.Count()[c.code] == 0 {
			t.Errorf("%s: %s is not among %v", name, c.code, found)
		}
		if c.code == "" && found.Worst() >= diag.Warning {
			t.Errorf("%s: %v", name, found)
		}
		for _, f := range found {
			for _, tag := range lang.Complete {
				var args []any
				for _, a := range f.Args {
					args = append(args, a)
				}
				if s := lang.For(tag).Say(string(f.Code), args...); len(s) < 40 || strings.Contains(s, "{") || strings.Contains(s, "⟨") {
					t.Errorf("%s: %s in %s says only %q", name, f.Code, tag, s)
				}
			}
		}
	}
	cs, _ := read(t, "namings.csv", "id,class,subject,term\n1,media,c1,révolte\n2,media,c1,r\xe9volte\n", Options{Source: "s"})
	if cs[0].Naming.Term != "révolte" || cs[1].Naming.Term != "révolte" {
		t.Errorf("%q and %q", cs[0].Naming.Term, cs[1].Naming.Term)
	}
}

// A cell that is merged over two rows says something in its first row only:
// that is not guessed for the second, and the finding says so.
func TestMergedCellsAreNotSpreadOverRows(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{{"id", "class", "subject", "term"}, {"1", "media", "c1", "x"}, {"2", nil, "c1", "y"}, {"3", "resident", "c1", "z"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "B2", "B3"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	rd, err := Open("namings.xlsx", &b, Options{Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	var cs []claim.Claim
	var found diag.List
	for c, l := range rd.Claims() {
		found = append(found, l...)
		if c.Kind != "" {
			cs = append(cs, c)
		}
	}
	found = append(found, rd.Found()...)
	if n := found.Count(); n["A237"] == 0 || n["A401"] != 1 || len(cs) != 2 || rd.Err() != nil {
		t.Errorf("%d imported, %v, %v", len(cs), found, rd.Err())
	}
}
