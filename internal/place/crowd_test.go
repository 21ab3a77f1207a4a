package place

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/test/need"
)

func ExampleCrowd() {
	var c Crowd
	for i := range 30 {
		c.Add(i, "Orvanie", geo.Point{Lat: -38 - float64(i)/30, Lon: -21 - float64(i)/30})
	}
	c.Add(30, "Orvanie", geo.Point{Lat: -21.5, Lon: -38.5}) // a place on the globe, and not in Orvanie
	c.Add(31, "Orvanie", geo.Point{Lat: -60, Lon: -3})      // far off either way
	c.Add(32, "Sorvanie", geo.Point{Lat: -21.5, Lon: -38.5})
	fmt.Println(c.Exchanged())
	// Output: [30]
}

// On real data no point is accused, and where every seventh is exchanged, 19
// of 20 of these are found and no other: a place that occurs once, far from all
// others, is not accused.
func TestOfRealPointsOnlyTheExchangedOnesAreFound(t *testing.T) {
	for name, least := range map[string]float64{"ged231_central_african_republic.csv": 0.94, "ged241_myanmar.csv": 0.96} {
		f, err := os.Open(need.Shared(t, "data/ucdp/"+name))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.LazyQuotes = true
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		col := map[string]int{}
		for i, h := range rows[0] {
			col[h] = i
		}
		var right, wrong Crowd
		all, hit := 0, 0
		for i, x := range rows[1:] {
			lat, err1 := strconv.ParseFloat(x[col["latitude"]], 64)
			lon, err2 := strconv.ParseFloat(x[col["longitude"]], 64)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			p := geo.Point{Lat: lat, Lon: lon}
			right.Add(i, x[col["country"]], p)
			if i%7 == 0 {
				all++
				p.Lat, p.Lon = p.Lon, p.Lat
			}
			wrong.Add(i, x[col["country"]], p)
		}
		if bad := right.Exchanged(); len(bad) > 0 {
			t.Errorf("%s: %d points accused as they stand", name, len(bad))
		}
		for _, i := range wrong.Exchanged() {
			if i%7 != 0 {
				t.Errorf("%s: row %d accused", name, i)
			}
			hit++
		}
		if float64(hit) < least*float64(all) {
			t.Errorf("%s: %d of %d found", name, hit, all)
		}
	}
}
