package areas

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/geo"
)

// Shapes that were drawn wrong are said; a part that stands twice is kept once.
func TestShapesDrawnWrong(t *testing.T) {
	const a, far = `[[[0,0],[10,0],[10,10],[0,10],[0,0]]]`, `[[[20,0],[30,0],[30,10],[20,10],[20,0]]]`
	turned, back := `[[[10,10],[0,10],[0,0],[10,0],[10,10]]]`, `[[[0,0],[0,10],[10,10],[10,0],[0,0]]]`
	for name, c := range map[string]struct {
		geometry, want string
		parts          int
	}{
		"once":                   {a + "," + far, "", 2},
		"twice":                  {a + "," + a, "A156", 1},
		"twice, begun elsewhere": {a + "," + turned, "A156", 1},
		"twice, the other way":   {a + "," + back + "," + far, "A156", 2},
		"overlapping":            {`[[[0,0],[6,0],[6,10],[0,10],[0,0]]],[[[4,0],[10,0],[10,10],[4,10],[4,0]]]`, "A157", 2},
		"side by side":           {`[[[0,0],[5,0],[5,10],[0,10],[0,0]]],[[[5,0],[10,0],[10,10],[5,10],[5,0]]]`, "", 2},
		"a bow tie":              {`[[[0,0],[10,10],[10,0],[0,10],[0,0]]]`, "A158", 1},
	} {
		text := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"Alpha"},"geometry":{"type":"MultiPolygon","coordinates":[` + c.geometry + `]}}]}`
		ps, found, err := Read("adm1.geojson", strings.NewReader(text), Options{Level: 1, Vintage: "2031"})
		if err != nil {
			t.Fatal(name, err)
		}
		var codes []string
		for _, f := range found {
			codes = append(codes, string(f.Code))
		}
		if got := strings.Join(codes, " "); got != c.want || len(ps.Units[0].Area) != c.parts {
			t.Errorf("%s: %s, %d parts", name, got, len(ps.Units[0].Area))
		}
		if name == "twice" && !ps.Units[0].Area.Holds(geo.Point{Lon: 5, Lat: 5}) {
			t.Error("a point in it is in it")
		}
	}
}

func TestCoordinatesThatAreNoDegreesOrStandTheOtherWay(t *testing.T) {
	file := func(ring string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"A"},"geometry":{"type":"Polygon","coordinates":[` + ring + `]}}]}`
	}
	_, _, err := Read("adm1.geojson", strings.NewReader(file(`[[612345.5,1398765.2],[622345,1398765],[622345,1408765],[612345.5,1398765.2]]`)), Options{Level: 1})
	if err == nil || !strings.Contains(err.Error(), "A132") {
		t.Error("metres without a crs:", err)
	}
	rd, err := Open("adm1.geojson", strings.NewReader(file(`[[12,100],[13,100],[13,101],[12,100]]`)), Options{Level: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range rd.Units() {
		if n := found.Count(); n["A150"] != 1 || n["A139"] != 1 {
			t.Error(fmt.Sprint(found))
		}
	}
}
