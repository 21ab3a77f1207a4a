package place

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/when"
)

func box(x0, y0, x1, y1 float64) geo.Area {
	return geo.Area{{geo.Ring{{Lon: x0, Lat: y0}, {Lon: x1, Lat: y0}, {Lon: x1, Lat: y1}, {Lon: x0, Lat: y1}}}}
}

// FICTION: Orvanie is no country. In 2016 its region of Sarel was parted.
var (
	before = when.Span{From: when.Date(1990, time.January, 1), To: when.Date(2015, time.December, 31), Precision: when.Longer}
	after  = when.Span{From: when.Date(2016, time.January, 1), To: when.Date(2999, time.December, 31), Precision: when.Longer}
	units  = []Unit{
		{Code: "OR", Name: "Orvanie", Level: 0, Area: box(0, 0, 4, 4)},
		{Code: "OR1", Name: "Sarel", Level: 1, Parent: "OR", Vintage: "2010", Valid: before, Area: box(0, 0, 2, 4)},
		{Code: "OR1", Name: "Sarel", Level: 1, Parent: "OR", Vintage: "2016", Valid: after, Area: box(0, 0, 2, 2)},
		{Code: "OR3", Name: "Haute-Sarel", Level: 1, Parent: "OR", Vintage: "2016", Valid: after, Area: box(0, 2, 2, 4)},
		{Code: "OR2", Name: "Région de Tomé", Also: []string{"Thomé"}, Level: 1, Parent: "OR", Area: box(2, 0, 4, 4)},
		{Code: "OR11", Name: "Centre", Level: 2, Parent: "OR1", Area: box(0, 0, 1, 1)},
		{Code: "OR21", Name: "Centre", Level: 2, Parent: "OR2", Area: box(2, 0, 3, 1)},
	}
)

func on(s string) when.Span { x, _ := when.Parse(s); return x }

func ExampleTree() {
	t := NewTree(units)
	p := geo.Point{Lon: 0.75, Lat: 3}
	for _, d := range []string{"2012", "2019"} {
		u, _ := t.At(LevelFirst, p, on(d))
		fmt.Println(d, u.Code, u.Name)
	}
	u, _ := t.Up("OR21", LevelCountry, Any)
	fmt.Println(u.Name)
	for _, b := range t.Borders(LevelFirst, p, 120e3, on("2019")) {
		fmt.Printf("%s %.0f km %v\n", b.Unit.Name, b.M/1000, b.Inside)
	}
	// Output:
	// 2012 OR1 Sarel
	// 2019 OR3 Haute-Sarel
	// Orvanie
	// Haute-Sarel 83 km true
	// Sarel 111 km false
}

func ExampleCoarsen() {
	w := Where{Point: &geo.Point{Lon: 2.5, Lat: 0.5}, Precision: Exact, Name: "Basse-Tomé", Admin1: "Tomé", Admin2: "Centre", Country: "Orvanie"}
	for _, p := range []Precision{Second, First, Country} {
		c := Coarsen(w, p)
		fmt.Println(c.Precision, c.Point != nil, c.Name, c.Admin2, c.Admin1, c.Country)
	}
	// Output:
	// second-level false  Centre Tomé Orvanie
	// first-level false   Tomé Orvanie
	// country false    Orvanie
}

// Coarsening drops, and never adds; twice is once; a higher rung is reached
// from any lower one.
func TestCoarsenOnlyDrops(t *testing.T) {
	some := func(s string, r *rand.Rand) string {
		if r.IntN(3) == 0 {
			return ""
		}
		return s
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 5000 {
		w := Where{Precision: Precision(r.IntN(8)), Name: some("n", r), Admin1: some("a", r), Admin2: some("b", r), Country: some("c", r)}
		if r.IntN(2) == 0 {
			w.Point = &geo.Point{Lon: 1, Lat: 1}
		}
		for _, p := range []Precision{Second, First, Country} {
			c := Coarsen(w, p)
			if c.Point != nil || c.Name != "" || c.Admin1 != "" && c.Admin1 != w.Admin1 || c.Admin2 != "" && c.Admin2 != w.Admin2 || c.Country != w.Country {
				t.Fatalf("%+v to %s: %+v", w, p, c)
			}
			if w.Precision != Unknown && (c.Precision < w.Precision || c.Precision < p) {
				t.Fatalf("%+v to %s became finer: %+v", w, p, c)
			}
			if c.Precision == First && c.Admin1 == "" || c.Precision == Second && c.Admin2 == "" {
				t.Fatalf("%+v to %s has no name on its rung: %+v", w, p, c)
			}
			if Coarsen(c, p) != c {
				t.Fatalf("%+v to %s twice: %+v", w, p, Coarsen(c, p))
			}
			if q := Coarsen(Coarsen(w, p), Country); w.Precision != Unknown && q != Coarsen(w, Country) {
				t.Fatalf("%+v by way of %s: %+v", w, p, q)
			}
		}
	}
}

func TestAreaOfByPointAndByName(t *testing.T) {
	tree := NewTree(units)
	at := func(lon, lat float64) *geo.Point { return &geo.Point{Lon: lon, Lat: lat} }
	for name, c := range map[string]struct {
		w     Where
		level int
		on    string
		want  Code
	}{
		"an exact point":                         {Where{Point: at(0.5, 0.5), Precision: Exact}, 1, "2019", "OR1"},
		"the same district":                      {Where{Point: at(0.5, 0.5), Precision: Near}, 2, "2019", "OR11"},
		"a centroid tells no district":           {Where{Point: at(0.5, 0.5), Precision: First}, 2, "2019", ""},
		"and its region":                         {Where{Point: at(0.5, 0.5), Precision: First}, 1, "2019", "OR1"},
		"a country's centroid tells no region":   {Where{Point: at(0.5, 0.5), Precision: Country}, 1, "2019", ""},
		"nor does a route":                       {Where{Point: at(0.5, 0.5), Precision: Route}, 1, "2019", ""},
		"unless its source names one":            {Where{Point: at(0.5, 0.5), Precision: Route, Admin1: "TOME"}, 1, "2019", "OR2"},
		"by name":                                {Where{Admin1: "haute sarel"}, 1, "2019", "OR3"},
		"by another name":                        {Where{Admin1: "thome"}, 1, "2019", "OR2"},
		"by a name that did not exist then":      {Where{Admin1: "Haute-Sarel"}, 1, "2012", ""},
		"a name two districts bear":              {Where{Admin2: "Centre"}, 2, "2019", ""},
		"and the region that parts them":         {Where{Admin2: "Centre", Admin1: "Tomé"}, 2, "2019", "OR21"},
		"a name in two vintages is the last":     {Where{Admin1: "Sarel"}, 1, "", "OR1"},
		"a point outside falls back on names":    {Where{Point: at(9, 9), Precision: Exact, Admin1: "Sarel"}, 1, "2019", "OR1"},
		"a level that has no units":              {Where{Point: at(1, 1), Precision: Exact}, 7, "2019", ""},
		"a country":                              {Where{Point: at(1, 1), Precision: Country}, 0, "2019", "OR"},
		"the date decides which vintage":         {Where{Point: at(1, 3), Precision: Exact}, 1, "2012", "OR1"},
		"a span across the change has the first": {Where{Point: at(1, 3), Precision: Exact}, 1, "2015-06/2016-06", "OR1"},
	} {
		d := Any
		if c.on != "" {
			d = on(c.on)
		}
		if u, _ := tree.AreaOf(c.w, c.level, d); u.Code != c.want {
			t.Errorf("%s: %q, want %q", name, u.Code, c.want)
		}
	}
	if _, ok := (*Tree)(nil).AreaOf(Where{}, 1, Any); ok {
		t.Error("no tree has no units")
	}
}

func TestUnitsInAnyOrderGiveOneTree(t *testing.T) {
	want := fmt.Sprint(NewTree(units).Units())
	r := rand.New(rand.NewPCG(2, 2))
	for range 20 {
		u := slices.Concat(units, units[:3])
		r.Shuffle(len(u), func(i, j int) { u[i], u[j] = u[j], u[i] })
		if got := fmt.Sprint(NewTree(u).Units()); got != want {
			t.Fatalf("%s\nwant %s", got, want)
		}
	}
}

func TestAParentThatIsItsOwnChildEnds(t *testing.T) {
	tree := NewTree([]Unit{{Code: "a", Level: 2, Parent: "b"}, {Code: "b", Level: 2, Parent: "a"}})
	if u, ok := tree.Up("a", 0, Any); ok {
		t.Error(u)
	}
}

func ExampleGazetteer() {
	g := NewGazetteer([]Town{
		{Name: "Gare-Tomé", Point: geo.Point{Lon: 2.5, Lat: 0.5}, Admin1: "Tomé"},
		{Name: "Croix", Point: geo.Point{Lon: 1, Lat: 1}, Admin1: "Sarel"}, {Name: "Croix", Point: geo.Point{Lon: 3, Lat: 3}, Admin1: "Tomé"},
	})
	for _, w := range []Where{{Name: "gare tome"}, {Name: "Croix", Admin1: "?"}, {Name: "Croix", Admin1: "Région de Tomé"}, {Name: "Nulle-Part"}} {
		at, n := g.Locate(w)
		fmt.Println(n, at.Precision, at.Admin1)
	}
	// Output:
	// 1 exact Tomé
	// 2 unknown ?
	// 1 exact Région de Tomé
	// 0 unknown
}

func TestFoldUnit(t *testing.T) {
	for a, b := range map[string]string{"Région de Gao": "gao", "Gao Region": "Gao", "Haut-Mbomou province": "Haut Mbomou", "Ouham-Pendé": "ouham pende",
		"Province": "province", "L'Ouest": "ouest", "Sous-préfecture de X": "x"} {
		if FoldUnit(a) != FoldUnit(b) {
			t.Errorf("%q is %q, %q is %q", a, FoldUnit(a), b, FoldUnit(b))
		}
	}
	if FoldUnit("Nord-Ouest") == FoldUnit("Ouest") {
		t.Error("Nord-Ouest is not Ouest")
	}
}
