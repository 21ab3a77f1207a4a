package areas

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
)

// FICTION: Orvanie is no country.
const orvanie = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"pcode":"OR1","name":"Sarel","adm0_pcode":"OR"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[1,0.5],[1,1],[0.5,1],[0.5,0.5]]]}},
{"type":"Feature","properties":{"pcode":"OR2","name":"Tomé","adm0_pcode":"OR"},"geometry":{"type":"MultiPolygon","coordinates":[[[[2,0],[4,0],[4,2],[2,2],[2,0]]]]}},
{"type":"Feature","properties":{"name":""},"geometry":null}
]}`

func ExampleRead() {
	o, err := ParseOptions("orvanie-limits", map[string]string{"level": "1", "vintage": "2018"})
	if err != nil {
		fmt.Println(err)
		return
	}
	ps, found, err := Read("regions.geojson", strings.NewReader(orvanie), o)
	for _, u := range ps.Units {
		fmt.Println(u.Code, u.Name, u.Level, u.Parent, u.Vintage, u.Area.Holds(geo.Point{Lon: 0.25, Lat: 0.25}), u.Area.Holds(geo.Point{Lon: 0.75, Lat: 0.75}))
	}
	fmt.Println(found, err)
	// Output:
	// OR1 Sarel 1 OR 2018 true false
	// OR2 Tomé 1 OR 2018 false false
	// [regions.geojson:3: name: error A136 name] <nil>
}

// The boundaries a study of the Sahel would take, where they are at hand.
func TestRealBoundaries(t *testing.T) {
	for _, c := range []struct {
		glob  string
		n     int
		level int
	}{
		{"../../../demo/studies/central-african-republic/places/outline.geojson", 1, 0},
		{"../../../demo/studies/*/places/*adm1*.geojson", 9, 1},
		{"../../../demo/studies/*/places/*adm2*.geojson", 50, 2},
		{"../../../../shared/data/boundaries/mali_adm1_simpl.geojson", 9, 1},
		{"../../../../shared/data/boundaries/mali_adm2_simpl.geojson", 50, 2},
		{"../../../../shared/data/boundaries/mali_regions_2016_derived_menaka.geojson", 10, 1},
		{"../../../../shared/data/boundaries/ne10m_sahel_countries.geojson", 12, 0},
	} {
		files, _ := filepath.Glob(c.glob)
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			ps, found, err := Read(f, bytes.NewReader(b), Options{Source: "s", Level: -1, Vintage: "x"})
			if err != nil || len(ps.Units) != c.n || ps.Level != c.level {
				t.Errorf("%s: %d units, level %d, %v, %v", f, len(ps.Units), ps.Level, found, err)
				continue
			}
			tree := place.NewTree(ps.Units)
			for _, u := range ps.Units {
				if u.Area.AreaM2() < 1e8 || u.Name == "" || c.level == 2 && u.Parent == "" {
					t.Errorf("%s: %+v", f, u.Code)
				}
				if p, ok := u.Area.Centre(); ok && u.Area.Holds(p) {
					if v, ok := tree.At(c.level, p, place.Any); !ok || v.Code != u.Code {
						t.Errorf("%s: the centre of %s lies in %s", f, u.Code, v.Code)
					}
				}
			}
			t.Log(filepath.Base(f), len(ps.Units), found)
		}
	}
}

func TestRealGazetteer(t *testing.T) {
	f, err := os.Open("../../../../shared/data/gazetteer/geonames_sahel.csv")
	if err != nil {
		t.Skip("needs the shared data")
	}
	defer f.Close()
	ps, found, err := Read("geonames_sahel.csv", f, Options{Source: "geonames"})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(ps.Towns), found.Count())
	g := place.NewGazetteer(ps.Towns)
	for _, n := range []string{"Gao", "gao", "Tombouctou", "Timbuktu", "ziniare", "Zinguédéssé"} {
		t.Log(n, g.Find(n, place.Where{}))
	}
}

func TestWhatIsNoGeoJSONIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"empty":    {"", "A130"},
		"pdf":      {"%PDF-1.4", "A130"},
		"page":     {"<html>404</html>", "A130"},
		"zip":      {"PK\x03\x04", "A130"},
		"csv":      {"name,lat,lon\n", "A130"},
		"object":   {`{"error":"no"}`, "A130"},
		"topology": {`{"type":"Topology","features":[]}`, "A131"},
		"feature":  {`{"type":"Feature","geometry":null}`, "A131"},
		"lambert":  {`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32630"}},"features":[]}`, "A132"},
		"level":    {`{"type":"FeatureCollection","features":[]}`, "A133"},
		"cut":      {`{"type":"FeatureCollection","fea`, "A148"},
	} {
		_, err := Open("x.geojson", strings.NewReader(c.text), Options{Level: -1})
		if e, ok := fault.Public(err); !ok || e.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestAFileThatEndsEarlyGivesNothing(t *testing.T) {
	for n := range len(orvanie) {
		if ps, _, err := Read("adm1.json", strings.NewReader(orvanie[:n]), Options{Level: 1}); err == nil {
			t.Fatalf("%d bytes were read as %d units", n, len(ps.Units))
		}
	}
}
