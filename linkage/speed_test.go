package linkage_test

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/linkage"
)

// world is the design of performance.md §15.2: two sets of n, towns uniform in
// a square, chosen with u², 60 % of the second set are altered copies.
type world struct {
	n, towns int
	side     float64 // degrees
	years    int
	coarse   float64 // share of the second set coded to a unit
	near     bool    // the second set is coded as near its places
}

func (w world) records(seed uint64) (linkage.Records, []linkage.Unit, []linkage.Type, []linkage.Actor) {
	g := rand.New(rand.NewPCG(seed, 7))
	type town struct{ lat, lon float64 }
	towns := make([]town, w.towns)
	units := []linkage.Unit{{Level: 0, Up: linkage.Missing}}
	for i := range 12 {
		units = append(units, linkage.Unit{Level: 1, Up: 0})
		_ = i
	}
	for i := range 60 {
		units = append(units, linkage.Unit{Level: 2, Up: int32(1 + i/5)})
	}
	unitOf := make([]int32, w.towns)
	for i := range towns {
		towns[i] = town{10 + g.Float64()*w.side, -5 + g.Float64()*w.side}
		unitOf[i] = int32(13 + int(12*(towns[i].lat-10)/w.side)*5 + int(5*(towns[i].lon+5)/w.side))
	}
	var types []linkage.Type
	for i := range int32(25) {
		types = append(types, linkage.Type{Code: [4]int32{i / 13, 100 + i/7, 200 + i/3, 300 + i}, Depth: 4})
	}
	var actors []linkage.Actor
	for i := range int32(2000) {
		actors = append(actors, linkage.Actor{Entity: i / 2, Family: i / 20, Kind: 1000 + i/200, Broad: 2000 + i/700, Unnamed: i < 4})
	}
	normal := func(s float64) float64 { return g.NormFloat64() * s }
	var r linkage.Records
	r.Source = make([]uint8, 0, 2*w.n)
	grow := func(c *[]int32) { *c = make([]int32, 0, 2*w.n) }
	for _, c := range []*[]int32{&r.Day, &r.End, &r.Lat, &r.Lon, &r.Unit, &r.Type, &r.ActorA, &r.ActorB, &r.Low, &r.Best, &r.High} {
		grow(c)
	}
	r.DayPrec, r.PlacePrec = make([]uint8, 0, 2*w.n), make([]uint8, 0, 2*w.n)
	days := int32(365 * w.years)
	skew := func(n int) int32 { u := g.Float64(); return int32(u * u * u * float64(n)) }
	put := func(src uint8, day int32, lat, lon float64, unit, typ, a, b, dead int32, pp uint8) {
		r.Source = append(r.Source, src)
		r.Day, r.End, r.DayPrec = append(r.Day, day), append(r.End, day), append(r.DayPrec, linkage.DayExact)
		r.Lat, r.Lon, r.PlacePrec = append(r.Lat, int32(math.Round(lat*1e5))), append(r.Lon, int32(math.Round(lon*1e5))), append(r.PlacePrec, pp)
		r.Unit, r.Type, r.ActorA, r.ActorB = append(r.Unit, unit), append(r.Type, typ), append(r.ActorA, a), append(r.ActorB, b)
		r.Low, r.Best, r.High = append(r.Low, dead), append(r.Best, dead), append(r.High, dead)
	}
	fresh := func(src uint8) {
		u := g.Float64()
		k := int(u * u * float64(w.towns))
		t := towns[k]
		dead := int32(0)
		if g.Float64() < 0.5 {
			dead = int32(g.IntN(20))
		}
		put(src, g.Int32N(days), t.lat+normal(0.05), t.lon+normal(0.05), unitOf[k], int32(g.IntN(25)), skew(2000), skew(2000), dead, linkage.PlaceExact)
	}
	for range w.n {
		fresh(0)
	}
	for i := range w.n {
		if g.Float64() >= 0.6 {
			fresh(1)
			continue
		}
		typ, a, b := r.Type[i], r.ActorA[i], r.ActorB[i]
		if g.Float64() < 0.2 {
			typ = int32(g.IntN(25))
		}
		if g.Float64() < 0.25 {
			a = skew(2000)
		}
		if g.Float64() < 0.25 {
			b = skew(2000)
		}
		pp := uint8(linkage.PlaceExact)
		if w.near {
			pp = linkage.PlaceNear
		}
		if g.Float64() < w.coarse {
			pp = linkage.PlaceSecond
		}
		put(1, max(0, r.Day[i]+int32(g.IntN(3))-1), float64(r.Lat[i])/1e5+normal(0.04), float64(r.Lon[i])/1e5+normal(0.04), r.Unit[i], typ, a, b,
			max(0, r.Best[i]+int32(g.IntN(3))-1), pp)
	}
	return r, units, types, actors
}

func (w world) run(t testing.TB) (prep, block, resolve float64, e linkage.Edges, links int) {
	r, u, ty, ac := w.records(1)
	runtime.GC()
	c0 := cpu()
	m, err := linkage.Prepare(r, u, ty, ac, linkage.Shipped(), linkage.Window{Days: 2, Km: 25})
	if err != nil {
		t.Fatal(err)
	}
	c1 := cpu()
	e = m.Block()
	c2 := cpu()
	res := m.Resolve(e, linkage.Constraints{})
	c3 := cpu()
	return c1 - c0, c2 - c1, c3 - c2, e, len(res.Same)
}

// write writes the world's columns, for bench/link/peers.py race.
func (w world) write(t *testing.T, name string) {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	r, _, _, _ := w.records(1)
	fmt.Fprintln(b, "id,source,day,lat,lon,type,actor,dead")
	for i := range r.Day {
		fmt.Fprintf(b, "%d,%d,%d,%d,%d,%d,%d,%d\n", i, r.Source[i], r.Day[i], r.Lat[i], r.Lon[i], r.Type[i], r.ActorA[i]/2, r.Best[i])
	}
	if err := errors.Join(b.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestSpeed prints the figures of bench/README.md; DIRES_SPEED lists numbers
// of records per set in thousands.
func TestSpeed(t *testing.T) {
	list := os.Getenv("DIRES_SPEED")
	if list == "" {
		t.Skip("DIRES_SPEED lists no sizes")
	}
	debug.SetGCPercent(25)
	for _, s := range strings.Split(list, ",") {
		var k int
		var kind string
		fmt.Sscanf(s, "%d%s", &k, &kind)
		w := world{n: k * 1000, towns: 2000, side: 13, years: 14}
		switch kind {
		case "fixed": // the same density whatever the size
			w.years = 14
			w.side = 13 * math.Sqrt(float64(k)/1000)
			w.towns = 2 * k
		case "hot":
			w.towns, w.side = 100, 3
		case "near":
			w.near = true
		case "coarse":
			w.coarse = 0.2
		}
		if out := os.Getenv("DIRES_WORLD_OUT"); out != "" {
			w.write(t, out)
		}
		start := time.Now()
		p, b, r, e, n := w.run(t)
		fmt.Printf("%s: prepare %.3f block+score %.3f resolve %.3f total %.3f CPU-s; compared %d edges %d links %d; peak %d MB; %.1fs with making\n",
			s, p, b, r, p+b+r, e.Compared, len(e.Same), n, peak(), time.Since(start).Seconds())
	}
}
