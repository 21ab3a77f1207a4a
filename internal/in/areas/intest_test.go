package areas

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/in/intest"
	"github.com/dires/dires/internal/place"
)

type units struct{ *Reader }

func (u units) Items() iter.Seq2[intest.Item, diag.List] {
	return func(yield func(intest.Item, diag.List) bool) {
		for x, found := range u.Units() {
			it := intest.Item{}
			if x.Code != "" {
				it = intest.Item{Key: string(x.Code), Content: fmt.Sprintf("%+v", x), Row: u.n}
			}
			if !yield(it, found) {
				return
			}
		}
	}
}

func openUnits(file string, r io.Reader) (intest.Opened, error) {
	rd, err := Open(file, r, Options{Source: "orvanie-limits", Level: 1, Vintage: "2018", From: "from", To: "to"})
	if err != nil {
		return nil, err
	}
	return units{rd}, nil
}

type towns struct{ *Towns }

func (t towns) Items() iter.Seq2[intest.Item, diag.List] {
	return func(yield func(intest.Item, diag.List) bool) {
		n := 0
		for x, found := range t.Towns.Towns() {
			n++
			it := intest.Item{}
			if x.Name != "" {
				it = intest.Item{Key: fmt.Sprint(x.Name, x.Point, n), Content: fmt.Sprintf("%+v", x), Row: n}
			}
			if !yield(it, found) {
				return
			}
		}
	}
}

func openTowns(file string, r io.Reader) (intest.Opened, error) {
	ts, err := OpenTowns(file, r, Options{Source: "orvanie-places"})
	if err != nil {
		return nil, err
	}
	return towns{ts}, nil
}

func TestReaderSuite(t *testing.T) {
	bad := `{"features":[
{"type":"Feature","id":7,"properties":{"name":"A","from":"2031","to":"2012"},"geometry":{"type":"Point","coordinates":[1,2]}},
{"type":"Feature","properties":{"name":"B","from":"soon"},"geometry":{"type":"Polygon","coordinates":[[[200,0],[1,1],[2,2]]]}},
{"type":"Feature","properties":{"name":"C"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]],[[0,0],[1,1],[0,0]]]}},
{"type":"Feature","properties":{"name":"C"},"geometry":{"type":"GeometryCollection","geometries":[]}},
{"type":"Feature","properties":{"name":"D","code":{"a":1}},"geometry":null},
{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":"none"}},
{"type":"Feature","properties":{"name":"E"},"geometry":{"type":"Polygon","coordinates":[[[-179,0],[179,0],[179,1],[-179,1]]]}}
],"type":"FeatureCollection","bbox":[0,0,1,1]}`
	intest.Run(t, intest.Subject{
		Open: openUnits,
		Good: map[string][]byte{"regions.geojson": []byte(orvanie), "bad.geojson": []byte(bad)},
		Refused: map[string]intest.Refusal{
			"shapefile": {Text: "\x00\x00\x27\x0a\x00\x00", Code: "A130"}, "kml": {Text: "<kml></kml>", Code: "A130"},
			"no features": {Text: `{"type":"FeatureCollection"}`, Code: "A130"}, "features no list": {Text: `{"features":{}}`, Code: "A131"},
			"no collection": {Text: `{"features":[]}`, Code: "A131"}, "other projection": {Text: `{"features":[],"crs":{"properties":{"name":"EPSG:32630"}}}`, Code: "A132"},
			"cut": {Text: `{"type":"FeatureCollection","features":[{"type":`, Code: "A148"},
		},
		Name: "grown.geojson", PerItem: 160,
		Grow: func(n int) io.Reader {
			return intest.Lines(`{"type":"FeatureCollection","features":[`, n, func(i int) string {
				end := ","
				if i == n-1 {
					end = "]}"
				}
				return fmt.Sprintf(`{"type":"Feature","properties":{"pcode":"OR%d","name":"Canton %d"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}%s`, i, i, end)
			})
		},
	})
}

// FICTION: three features of Orvanie as GeoNames would have them.
const geonames = "1\tTomé\tTome\tThomé,Tomeville\t1.25\t2.25\tP\tPPL\tOR\t\t01\t02\t\t\t1200\t\t300\tAtlantic/Stanley\t2031-01-01\n" +
	"2\tRio Sarel\tRio Sarel\t\t1.5\t2.5\tH\tSTM\tOR\t\t01\t\t\t\t0\t\t300\tAtlantic/Stanley\t2031-01-01\n" +
	"3\tNord\tNord\t\t99\t2.5\tP\tPPL\tOR\t\t01\t\t\t\t0\t\t300\tAtlantic/Stanley\t2031-01-01\n"

func TestAGeoNamesFileAsItComes(t *testing.T) {
	ps, found, err := Read("OR.txt", strings.NewReader(geonames), Options{Source: "geonames"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(found), "[OR.txt: note A154 OR.txt: note A155 1 OR.txt:3: latitude: error A152 Nord]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	g := place.NewGazetteer(ps.Towns)
	if got := g.Find("TOMEVILLE", place.Where{}); len(got) != 1 || got[0].ID != "1" || got[0].Admin1 != "01" || got[0].Country != "OR" {
		t.Errorf("%+v", got)
	}
}

func TestGazetteerSuite(t *testing.T) {
	intest.Run(t, intest.Subject{
		Open: openTowns,
		Good: map[string][]byte{
			"places.csv": []byte("name,lat,lon,iso2,admin1_name\nBasse-Sarel,1.5,2.5,OR,Sarel\nTomé,1.25,2.25,OR,Tomé\n"),
		},
		Lines: true, PerItem: 160, Name: "places.csv",
		Grow: func(n int) io.Reader {
			return intest.Lines("name,lat,lon\n", n, func(i int) string { return fmt.Sprintf("Place %d,1.5,2.5\n", i) })
		},
	})
	intest.Run(t, intest.Subject{
		Open: openTowns,
		Good: map[string][]byte{
			"OR.txt":    []byte(geonames),
			"lieux.csv": []byte("nom;latitude;longitude;autres noms\nTomé;1,25;2,25;Tome|Thomé\n;1;2;\nNord;99;2;\nTomé;1,25;2,25;\n"),
		},
	})
}

func FuzzUnits(f *testing.F) {
	intest.Fuzz(f, "x.geojson", func(testing.TB) func(string, io.Reader) (intest.Opened, error) { return openUnits },
		[]byte(orvanie), []byte(strings.ReplaceAll(orvanie, "[", "[[")))
}
