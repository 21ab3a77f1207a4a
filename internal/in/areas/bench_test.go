package areas

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/dires/dires/internal/geo"
)

// Points all over Mali against its regions, and around the Central African
// outline.
func BenchmarkPointInArea(b *testing.B) {
	for _, c := range []struct{ name, glob string }{
		{"mali-regions", "../../../demo/studies/mali/places/regions.geojson"},
		{"car-outline", "../../../demo/studies/central-african-republic/places/outline.geojson"},
	} {
		files, _ := filepath.Glob(c.glob)
		if len(files) == 0 {
			continue
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			b.Fatal(err)
		}
		ps, _, err := Read(files[0], bytes.NewReader(text), Options{Level: -1})
		if err != nil {
			b.Fatal(err)
		}
		var as []geo.Area
		box := geo.Box{}
		for i, u := range ps.Units {
			as = append(as, u.Area)
			if x, ok := u.Area.Box(); ok && i == 0 {
				box = x
			} else if ok {
				box = box.Join(x)
			}
		}
		x := geo.NewIndex(as)
		r := rand.New(rand.NewPCG(1, 1))
		points := make([]geo.Point, 1<<16)
		for i := range points {
			points[i] = geo.Point{Lon: box.Min.Lon + r.Float64()*(box.Max.Lon-box.Min.Lon), Lat: box.Min.Lat + r.Float64()*(box.Max.Lat-box.Min.Lat)}
		}
		b.Run(c.name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				x.At(points[i&(1<<16-1)])
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
		})
		b.Run(c.name+"-border", func(b *testing.B) {
			i := 0
			for b.Loop() {
				x.BorderM(i%len(as), points[i&(1<<16-1)])
				i++
			}
		})
		b.Run(c.name+"-build", func(b *testing.B) {
			for b.Loop() {
				geo.NewIndex(as)
			}
		})
	}
}
