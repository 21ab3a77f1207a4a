package term

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const types = "\ufeffsource;code;type;label_fr;label_en\nA;1;raid;Razzia;Raid\nB;09;theft;Vol;Theft\nA;2;theft;Vol;Theft\nA;2;raid;Razzia;Raid\n"

func ExampleReadCrosswalk() {
	c, found, err := ReadCrosswalk("types.csv", strings.NewReader(types))
	fmt.Println(c.Of("A", "2"), c.Of("B", "09"), c.Of("B", "9"), c.Scheme[0].Text["fr"], len(found), err)
	// Output: [raid theft] [theft] [] Razzia 0 <nil>
}

func TestALaterCrosswalkCountsAlone(t *testing.T) {
	a, _, _ := ReadCrosswalk("t.csv", strings.NewReader("source,code,type,label_fr,label_en\nA,1,x,X,X\nA,1,y,Y,Y\nB,1,x,X,X\n"))
	b, _, _ := ReadCrosswalk("t.csv", strings.NewReader("source,code,type,label_fr,label_en\nA,1,z,Z,Z\n"))
	c := Join(a, b)
	if got := fmt.Sprint(c.Of("A", "1"), c.Of("B", "1"), len(c.Scheme), b.As("C").Of("C", "1"), b.As("C").Of("A", "1")); got != "[z] [x] 3 [z] []" {
		t.Error(got)
	}
}

func TestWrongRowsAreFoundAndLeftOut(t *testing.T) {
	c, found, err := ReadCrosswalk("t.csv", strings.NewReader("source,code,type,label_fr,label_en\nA,1,x,X,X\nA,1,x,X,X\nA,,x\n"))
	if err != nil || len(c.Scheme) != 1 || fmt.Sprint(found) != "[t.csv:3: code: error C621 1 t.csv:4: error C623 t.csv:4: warning A235 3 5]" {
		t.Error(found, err)
	}
	if _, found, err := ReadCrosswalk("t.csv", strings.NewReader("code,type\n")); err != nil || len(found) != 3 || found[0].Code != "C620" {
		t.Error(found, err)
	}
	for s, want := range map[string]string{"": "[t.csv: error C632]", "{}": "[t.csv: error C633]",
		"source,code,type,label_fr,label_en\nA,\"1,x\n": "[t.csv:2: error C633 t.csv:2: warning A235 3 5 t.csv:2: warning A236]"} {
		if _, found, err := ReadCrosswalk("t.csv", strings.NewReader(s)); err != nil || fmt.Sprint(found) != want {
			t.Errorf("%q: %v %v", s, found, err)
		}
	}
}

func TestTheTermsOfTheDemonstrationAreReadWhole(t *testing.T) {
	f, err := os.Open("../../demo/studies/central-african-republic/terms/types.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, found, err := ReadCrosswalk("types.csv", f)
	if err != nil || len(found) > 0 || len(c.Scheme) != 3 {
		t.Fatal(c.Scheme, found, err)
	}
	for _, code := range []string{"1", "2", "3"} {
		if len(c.Of("ucdp-ged", code)) != 1 {
			t.Error(code)
		}
	}
}

func FuzzReadCrosswalk(f *testing.F) {
	f.Add(types)
	f.Add("source,code,type,label_fr,label_en\n\"A,1")
	f.Fuzz(func(t *testing.T, s string) {
		c, _, _ := ReadCrosswalk("t.csv", strings.NewReader(s))
		for key, to := range c.to {
			if key[0] == "" || len(to) == 0 {
				t.Fatal(key, to)
			}
		}
	})
}

func TestWordsOfCodes(t *testing.T) {
	w, found, err := ReadWords("terms/names.csv", strings.NewReader("code;label_fr;label_en\nraid;Razzia;Raid\nraid;x;y\n;a;b\n"))
	if err != nil || len(w) != 1 || w["raid"]["fr"] != "Razzia" {
		t.Fatal(w, err)
	}
	if len(found) != 2 || found[0].Code != "C621" || found[1].Code != "C623" {
		t.Error(found)
	}
	if _, found, _ := ReadWords("x.csv", strings.NewReader("code,label_fr\n")); len(found) != 1 || found[0].Code != "C620" {
		t.Error("a missing column:", found)
	}
}

func TestANameAsItIsSaidLeadsToItsCode(t *testing.T) {
	m, err := ReadSpoken("names.csv", strings.NewReader("code,label_fr,label_en,terms\nroad-cutters,x,y,Coupeurs de route | coupeur de route\nfeud,x,y,\n"))
	if err != nil || m["coupeurs de route"] != "road-cutters" || m["coupeur de route"] != "road-cutters" || len(m) != 2 {
		t.Fatal(m, err)
	}
	if m, err := ReadSpoken("names.csv", strings.NewReader("code,label_fr,label_en\na,b,c\n")); err != nil || len(m) != 0 {
		t.Fatal("the column is not needed", m, err)
	}
}

func TestAnActMayBeInTwoFamiliesAndANameIsNoEvidence(t *testing.T) {
	f, found, err := ReadFamilies("families.csv", strings.NewReader("family,act,actor,label_fr,label_en\nbetween,clash-groups,,Entre groupes,Between groups\nmilitias,,milice des puits,Milices,Militias\n,robbery,,x,y\nnone,,,x,y\n"))
	if err != nil || found.Count()["C623"] != 2 {
		t.Fatal(found, err)
	}
	if got := f.Of([]string{"clash-groups"}, []string{"la Milice des Puits (fiction)"}); len(got) != 2 {
		t.Error("an act of two families is in", got)
	}
	if got := f.Of([]string{"robbery"}, []string{"des miliciens des puits"}); len(got) != 0 {
		t.Error("half a word made a family:", got)
	}
}

func ExampleReadActors() {
	as, found, err := ReadActors("actors.csv", strings.NewReader("name,actor,source\nFLV,front-vormark,\nFree Front of Vormark,front-vormark,\nFLV,x,\n,y,\n"))
	fmt.Println(as[0].Entity == as[1].Entity, len(as), found, err)
	// Output: true 2 [actors.csv:4: name: error C621 FLV actors.csv:5: error C623] <nil>
}
