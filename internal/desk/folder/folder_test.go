package folder_test

import (
	"fmt"
	"github.com/dires/dires/internal/in/answers"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/place"
)

// FICTION: Orvanie is no country.
func orvanie(more map[string]string) fstest.MapFS {
	m := fstest.MapFS{
		"study.toml":             {Data: []byte("id = \"orvanie\"\nnature = \"fictional\"\nlanguages = [\"en\"]\ntitle = {en = \"FICTION\"}\ncountry_name = {en = \"Orvanie\"}\n")},
		"sources/limits.toml":    {Data: []byte("id = \"limits\"\nname = {en = \"FICTION\"}\nclass = \"data-set\"\nreader = \"areas\"\nfiles = [\"places/regions.geojson\"]\ncannot_see = {en = \"FICTION\"}\nlicence = {level = \"rows\"}\noptions = {level = \"1\", vintage = \"2031\"}\n")},
		"places/regions.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"S","name":"Sarel"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}}]}`)},
		"terms/names.csv":        {Data: []byte("code,label_fr,label_en\nraid,Razzia,Raid\n")},
		"inbox/not-of-it.csv":    {Data: []byte("private")},
	}
	for name, text := range more {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func ExampleOpen() {
	f, found, err := folder.Open(orvanie(nil), "orvanie", []string{"areas"}, answers.Options{})
	fmt.Println(f.Study.ID, f.Names["raid"]["fr"], len(found), err)
	u := f.Places.Tree.Find(place.LevelFirst, "sarel", place.Any)
	fmt.Println(len(u), len(f.Places.Outlines))
	// Output:
	// orvanie Razzia 0 <nil>
	// 1 1
}

func TestWhatIsWrongInAnyFileIsFound(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"terms/names.csv":        {"code,label_fr,label_en\nraid,a,b\nraid,c,d\n", "C621"},
		"terms/types.csv":        {"source,code\n", "C620"},
		"places/regions.geojson": {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"S","name":"Sarel"},"geometry":null}]}`, "A138"},
	} {
		_, found, err := folder.Open(orvanie(map[string]string{name: c.text}), "orvanie", []string{"areas"}, answers.Options{})
		ok := false
		for _, x := range found {
			ok = ok || string(x.Code) == c.code
		}
		if err != nil || !ok {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	if _, _, err := folder.Open(orvanie(nil), "../orvanie", nil, answers.Options{}); err == nil {
		t.Error("a name that leads elsewhere was opened")
	} else if e, ok := fault.Public(err); !ok || e.Code != "E011" {
		t.Error(err)
	}
}

// A manifest that cannot be read leaves a folder that can still be asked.
func TestAFolderThatIsWrongKnowsNoPlaces(t *testing.T) {
	f, found, err := folder.Open(orvanie(map[string]string{"study.toml": "id = \n"}), "orvanie", nil, answers.Options{})
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	if w := f.Places.Common(place.Where{Name: "Sarel"}); w.Name != "Sarel" || w.Point != nil {
		t.Error(w)
	}
}

// What came in by the inbox stands in the ledger: it does not change the hash
// that an edition pins; everything else does.
func TestTheInboxIsNotOfTheFolder(t *testing.T) {
	hash := func(more map[string]string) string {
		f, _, err := folder.Open(orvanie(more), "orvanie", []string{"areas"}, answers.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return f.Hash
	}
	if hash(nil) != hash(map[string]string{"inbox/other.csv": "x"}) {
		t.Error("a report on its way in changed the hash of the folder")
	}
	if hash(nil) == hash(map[string]string{"text/en/x.md": "x"}) {
		t.Error("a text changed nothing")
	}
}
