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
	"github.com/dires/dires/internal/in/ucdp"
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

// The gazetteer of the Sahel, where it is at hand.
func TestRealGazetteer(t *testing.T) {
	f, err := os.Open("../../../../shared/data/gazetteer/geonames_sahel.csv")
	if err != nil {
		t.Log("the shared gazetteer is not here")
		return
	}
	defer f.Close()
	ps, found, err := Read("geonames_sahel.csv", f, Options{Source: "geonames"})
	if err != nil || len(ps.Towns) != 4727 || len(found) != 0 {
		t.Fatal(len(ps.Towns), found, err)
	}
	g := place.NewGazetteer(ps.Towns)
	for name, want := range map[string]int{"Gao": 2, "gao": 2, "Timbuktu": 1, "ZINIARE": 1, "Zinguédéssé": 1, "Nulle-Part": 0} {
		if got := g.Find(name, place.Where{}); len(got) != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if w, n := g.Locate(place.Where{Name: "Gao", Country: "ML"}); n != 1 || w.Point == nil || w.Admin1 != "Gao" {
		t.Errorf("%d %+v", n, w)
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

// The source counts 714 points and 7,858 deaths to Mali; two points with six
// deaths lie at its border, outside the Natural Earth outline, and stay there.
func TestMalianPointsInItsOutline(t *testing.T) {
	f, err := os.Open("../../../demo/studies/mali/data/ged231-mali-location-years.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rd, err := ucdp.Open("years.csv", f, ucdp.Options{Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	tree := func(glob string) *place.Tree {
		files, _ := filepath.Glob(glob)
		if len(files) == 0 {
			return nil
		}
		b, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		ps, _, err := Read(files[0], bytes.NewReader(b), Options{Level: -1})
		if err != nil {
			t.Fatal(err)
		}
		return place.NewTree(ps.Units)
	}
	world, regions := tree("../../../../shared/data/boundaries/ne10m_sahel_countries.geojson"), tree("../../../demo/studies/mali/places/regions.geojson")
	var points, deaths, inside, of, region int
	for c := range rd.Claims() {
		d := c.Deaths
		points, deaths = points+1, deaths+*d.Deaths.Best
		if u, ok := world.AreaOf(d.Where, place.LevelCountry, d.When); ok && u.Code == "MLI" {
			inside, of = inside+1, of+*d.Deaths.Best
		}
		if _, ok := regions.AreaOf(d.Where, place.LevelFirst, d.When); ok {
			region++
		}
	}
	if points != 714 || deaths != 7858 {
		t.Errorf("%d points, %d deaths", points, deaths)
	}
	if world != nil && (inside != 712 || of != 7852) {
		t.Errorf("in the outline %d points, %d deaths; want 712 and 7852", inside, of)
	}
	t.Log(region, "points lie in one of the regions")
	if region < 700 || region > 714 {
		t.Error(region, "points in regions")
	}
}
