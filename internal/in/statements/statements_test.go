package statements

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
)

func read(t testing.TB, file, text string, opt Options) (cs []claim.Claim, ds diag.List) {
	t.Helper()
	rd, err := Open(file, strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	for c, f := range rd.Claims() {
		ds = append(ds, f...)
		if c.Kind != "" {
			if err := c.Valid(); err != nil {
				t.Fatal(err)
			}
			cs = append(cs, c)
		}
	}
	if err := rd.Err(); err != nil {
		t.Fatal(err)
	}
	return cs, append(ds, rd.Found()...)
}

func ExampleOpen() {
	rd, _ := Open("namings.csv", strings.NewReader("id,speaker_class,stated_on,subject,term\n1,local authority,2031-05,c3,coupeurs de route\n"), Options{Source: "orvanie-notes"})
	for c := range rd.Claims() {
		fmt.Println(c.Key, c.Said.Speaker.Class, c.Said.On, c.Naming.Subject.ID, c.Naming.Term)
	}
	// Output: orvanie-notes/1 local-authority 2031-05 c3 coupeurs de route
}

func TestBadRowsAreFindingsAndTheRestIsImported(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		code       diag.Code
		left       int
	}{
		"a naming without speaker":    {"namings.csv", "id,speaker_class,subject,term\n1,,c1,x\n2,media,c1,y\n", "A401", 1},
		"an unknown class":            {"namings.csv", "id,speaker_class,subject,term\n1,authority,c1,x\n2,media,c1,y\n", "A401", 1},
		"an unknown stage":            {"involvement.csv", "id,speaker_class,measure,stage,rung_claimed,rung_supported\n1,media,m,decison,consulted,u\n2,media,m,D,consulted,u\n", "A402", 1},
		"an unknown rung":             {"involvement.csv", "id,speaker_class,measure,stage,rung_claimed,rung_supported\n1,media,m,D,asked,u\n2,media,m,D,2,u\n", "A403", 1},
		"an unknown measure":          {"involvement.csv", "id,speaker_class,measure,stage,rung_claimed,rung_supported\n1,media,zz,D,2,u\n2,media,m,D,2,u\n", "A404", 1},
		"a capacity without consent":  {"capacities.csv", "id,speaker_class,org,function\n1,civil-society,o1,mediation\n", "A407", 0},
		"an effect without its rival": {"effects.csv", "id,speaker_class,measure,effect,rival\n1,resident,m,nobody came,\n2,resident,m,nobody came,the road was cut\n", "A415", 1},
		"the same id twice":           {"namings.csv", "id,speaker_class,subject,term\n1,media,c1,x\n1,media,c1,y\n", "A416", 1},
		"an embargo before the words": {"verbatims.csv", "id,speaker_class,verbatim,stated_on,release_after\n1,media,x,2031-05,2030\n", "A406", 1},
		"due before it was promised":  {"commitments.csv", "id,speaker_class,by,text,stated_on,due\n1,media,x,y,2031-05,2030\n", "A406", 1},
		"an unknown consent":          {"verbatims.csv", "id,speaker_class,verbatim,consent\n1,media,x,perhaps\n", "A409", 1},
	} {
		cs, ds := read(t, c.file, c.text, Options{Source: "s", Measures: []string{"m"}})
		if len(cs) != c.left || ds.Count()[c.code] == 0 {
			t.Errorf("%s: %d imported, findings %v", name, len(cs), ds)
		}
	}
}

func TestUnknownConsentIsInternal(t *testing.T) {
	cs, _ := read(t, "verbatims.csv", "id,speaker_class,verbatim,consent\n1,media,x,perhaps\n", Options{Source: "s", Consent: claim.PublicRecord})
	if cs[0].Said.Consent != claim.ConsentInternal {
		t.Fatal(cs[0].Said.Consent)
	}
}

func TestFrenchHeadersAndDatesWithoutIds(t *testing.T) {
	b, err := os.ReadFile("testdata/besoins.csv")
	if err != nil {
		t.Fatal(err)
	}
	one, ds := read(t, "besoins.csv", string(b), Options{Source: "s"})
	two, _ := read(t, "besoins.csv", string(b), Options{Source: "s"})
	if len(one) != 1 || one[0].Key != two[0].Key || one[0].Said.On.String() != "2031-08-03" || one[0].Said.Consent != claim.ConsentPublic {
		t.Fatalf("%+v %v", one, ds)
	}
	if ds.Count()["A400"] == 0 || ds.Count()["A401"] != 1 {
		t.Fatal(ds)
	}
}

func TestAMappingOfAStudysOwnHeaders(t *testing.T) {
	cs, _ := read(t, "feuille.csv", "Num,Source orale,Affaire,Appellation\n1,media,c1,x\n", Options{Source: "s", Kind: claim.KindNaming,
		Columns: map[string]string{"Num": "id", "Source orale": "class", "Affaire": "subject", "Appellation": "term"}})
	if len(cs) != 1 || cs[0].Naming.Term != "x" || cs[0].Key.ID != "1" {
		t.Fatalf("%+v", cs)
	}
}

func TestAFileThatAnnouncesNothingIsRefused(t *testing.T) {
	if _, err := Open("stuff.csv", strings.NewReader("a,b\n1,2\n"), Options{}); err == nil || !strings.Contains(err.Error(), "A421") {
		t.Fatal(err)
	}
	if _, err := Open("needs.csv", strings.NewReader("a,b\n1,2\n"), Options{}); err == nil {
		t.Fatal("a table without the columns of its kind was opened")
	}
}

func TestTheMalianRegisterIsReadWhole(t *testing.T) {
	open := func(name string) *os.File {
		f, err := os.Open("../../../demo/studies/mali/register/" + name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	ms, ds, err := Measures("measures.csv", open("measures.csv"), "mali-register", "", nil)
	if err != nil || len(ms) != 31 || ds.Worst() == diag.Error {
		t.Fatal(len(ms), ds, err)
	}
	var ids []string
	for _, m := range ms {
		ids = append(ids, m.ID)
	}
	for file, want := range map[string]int{"namings.csv": 5, "involvement.csv": 8} {
		rd, err := Open(file, open(file), Options{Source: "mali-press", Consent: claim.PublicRecord, Measures: ids})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for c, f := range rd.Claims() {
			if c.Kind != "" {
				n++
			}
			for _, d := range f {
				t.Log(d)
			}
		}
		if n != want {
			t.Errorf("%s: %d statements, want %d", file, n, want)
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add("id,speaker_class,subject,term\n1,media,c1,x\n", uint8(0))
	f.Add("mesure;étape;échelon déclaré\nm;D;2\n", uint8(3))
	kinds := Kinds()
	f.Fuzz(func(t *testing.T, text string, k uint8) {
		rd, err := Open("x.csv", strings.NewReader(text), Options{Source: "s", Kind: kinds[int(k)%len(kinds)]})
		if err != nil {
			return
		}
		for c := range rd.Claims() {
			if c.Kind != "" {
				if _, err := claim.Encode(c); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// The register of Mali is the one the project was given, with columns added.
func TestTheMalianRegisterIsTheGivenOne(t *testing.T) {
	given := os.DirFS("../../../../shared/data/register")
	for _, name := range []string{"measures", "namings", "involvement"} {
		g, err := fs.ReadFile(given, "mali-"+name+".csv")
		if err != nil {
			t.Skip("needs the material the project was given")
		}
		o, err := os.ReadFile("../../../demo/studies/mali/register/" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		want, have := table(t, g), table(t, o)
		if len(want) != len(have) {
			t.Fatalf("%s: %d rows, given %d", name, len(have), len(want))
		}
		for i, row := range want {
			for c, v := range row {
				if have[i][c] != v {
					t.Errorf("%s row %d, %s: %q, given %q", name, i+2, c, have[i][c], v)
				}
			}
		}
	}
}

func table(t *testing.T, b []byte) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = r[i]
		}
		rows = append(rows, m)
	}
	return rows
}

func TestGlossesStandBesideWhatWasWritten(t *testing.T) {
	cs, _ := read(t, "effects.csv", "id,class,measure,effect,effect_en,rival,rival_en,evidence_for,evidence_for_en,language\n"+
		"1,resident,m,personne n'est venu,nobody came,la route était coupée,the road was cut,hoop:yes: un registre | hoop:no: un témoin,a log | a witness,fr\n", Options{Source: "s"})
	if len(cs) != 1 {
		t.Fatal(cs)
	}
	e := cs[0].Effect
	if g := cs[0].Said.Gloss; g["effect"]["fr"] != "personne n'est venu" || g["effect"]["en"] != "nobody came" || g["rival"]["en"] != "the road was cut" {
		t.Error(g)
	}
	if len(e.For) != 2 || e.For[1].Gloss["en"] != "a witness" || e.For[1].Gloss["fr"] != "un témoin" || e.For[1].Passed != "no" {
		t.Errorf("%+v", e.For)
	}
}
