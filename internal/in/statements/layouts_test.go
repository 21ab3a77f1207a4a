package statements

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/claim"
)

func TestAStudysOwnLayoutWinsOverTheHeadersWeKnow(t *testing.T) {
	fsys := fstest.MapFS{Mapping: {Data: []byte("file,header,column\nnamings.csv,Num,id\nnamings.csv,Qui,class\nnamings.csv,Affaire,subject\nnamings.csv,Mot,term\nnamings.csv,Truc,trem\nnamings.csv,,id\n")}}
	ls, found, err := Layouts(fsys)
	if err != nil || found.Count()["A441"] != 1 || found.Count()["A442"] != 1 {
		t.Fatal(found, err)
	}
	// "qui" is otherwise a header of the speaker's name.
	cs, ds := read(t, "namings.csv", "Num;Qui;Affaire;Mot\n1;média;c1;x\n", Options{Source: "s", Kind: claim.KindNaming, Columns: ls["namings.csv"]})
	if len(cs) != 1 || cs[0].Naming.Term != "x" || cs[0].Said.Speaker.Class != "media" {
		t.Fatal(cs, ds)
	}
	ms, ds, err := Measures("mesures.csv", strings.NewReader("Sigle;Intitulé officiel;type\nm;Loi;law\n"), "s", "", map[string]string{"Sigle": "id", "Intitulé officiel": "name_fr"})
	if err != nil || len(ms) != 1 || ms[0].ID != "m" || ms[0].Name["fr"] != "Loi" {
		t.Fatal(ms, ds, err)
	}
	if ls, _, err := Layouts(fstest.MapFS{}); err != nil || len(ls) != 0 {
		t.Fatal("a study need not have a mapping", err)
	}
}
