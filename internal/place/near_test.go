package place

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/test/need"
)

// brute is what Near must give, by looking at every name.
func brute(g *Gazetteer, name string) []string {
	f := FoldUnit(name)
	if len(f) < 4 {
		return nil
	}
	var hits []string
	for kind := range g.name {
		for n := range g.name[kind] {
			if d := len(n) - len(f); d <= 2 && d >= -2 && lang.Apart(n, f) <= 1+len(f)/8 {
				for _, i := range g.name[kind][n] {
					hits = append(hits, g.towns[i].Name)
				}
			}
		}
	}
	slices.Sort(hits)
	hits = slices.Compact(hits)
	return hits[:min(3, len(hits))]
}

// typo changes a name by so many letters.
func typo(r *rand.Rand, name string, times int) string {
	x := []rune(name)
	for range times {
		i := r.IntN(len(x))
		switch r.IntN(4) {
		case 0:
			x = slices.Insert(x, i, 'a'+rune(r.IntN(26)))
		case 1:
			if len(x) > 1 {
				x = slices.Delete(x, i, i+1)
			}
		case 2:
			x[i] = 'a' + rune(r.IntN(26))
		case 3:
			if i > 0 {
				x[i-1], x[i] = x[i], x[i-1]
			}
		}
	}
	return string(x)
}

func invented(n int) (towns []Town) {
	r := rand.New(rand.NewPCG(3, 4))
	syllables := []string{"ba", "dou", "ko", "ré", "tin", "ga", "zou", "sé", "n'", "ma", "ль", "غا", "ou", "la", "di"}
	for i := range n {
		name := ""
		for range 1 + r.IntN(7) {
			name += syllables[r.IntN(len(syllables))]
		}
		towns = append(towns, Town{Name: name, Also: []string{name + " peul"}, Point: geo.Point{Lat: float64(i) / 1000, Lon: 1}})
	}
	return towns
}

func TestNearFindsWhatLookingAtEveryNameFinds(t *testing.T) {
	g := NewGazetteer(invented(800))
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		name := typo(r, g.towns[r.IntN(len(g.towns))].Name, r.IntN(4))
		if got, want := g.Near(name), brute(g, name); !slices.Equal(got, want) {
			t.Fatalf("%q: %q, want %q", name, got, want)
		}
	}
}

// sahel reads the gazetteer of GeoNames.
func sahel(t testing.TB) (towns []Town) {
	t.Helper()
	f, err := os.Open(need.Shared(t, "data/gazetteer/geonames_sahel.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rows[1:] {
		lat, _ := strconv.ParseFloat(c[1], 64)
		lon, _ := strconv.ParseFloat(c[2], 64)
		towns = append(towns, Town{Name: c[0], Point: geo.Point{Lat: lat, Lon: lon}, Country: c[3], Admin1: c[5], Admin2: c[7]})
	}
	return towns
}

// With a real gazetteer of four times that size each name that it does not
// have is looked up in far less than what looking at every name takes.
func BenchmarkNear(b *testing.B) {
	towns := sahel(b)
	for i := range 3 {
		for _, t := range towns[:4727] {
			t.Name = fmt.Sprint(t.Name, " ", []string{"Kura", "Bankilaré", "Nord"}[i])
			towns = append(towns, t)
		}
	}
	g := NewGazetteer(towns)
	r := rand.New(rand.NewPCG(1, 2))
	var names []string
	for range 100 {
		names = append(names, typo(r, towns[r.IntN(4727)].Name, 2))
	}
	g.Near(names[0])
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			for _, n := range names {
				g.Near(n)
			}
		}
	})
	b.Run("every name", func(b *testing.B) {
		for b.Loop() {
			for _, n := range names {
				brute(g, n)
			}
		}
	})
}
