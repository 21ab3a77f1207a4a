package place

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/geo"
)

// FICTION. Two towns Sarel lie half a kilometre apart, two towns Goss in two
// regions; Bala-Peul is also called Menar, which is another town's own name.
func TestNamesThatSeveralTownsBear(t *testing.T) {
	tree := NewTree([]Unit{{Code: "N", Name: "Nord", Level: 1, Area: box(2, 12, 4, 14)}, {Code: "S", Name: "Sud", Level: 1, Area: box(1, 10, 3, 12)}})
	at := func(lat, lon float64) geo.Point { return geo.Point{Lat: lat, Lon: lon} }
	g := NewGazetteer([]Town{
		{ID: "1", Name: "Sarel", Point: at(12.65, 3.1)}, {ID: "2", Name: "Sarel", Point: at(12.654, 3.103), Admin1: "Nord", Admin2: "Sarel"},
		{Name: "Ménar", Point: at(12.9, 3.5)}, {Name: "Bala-Peul", Point: at(12.1, 3.2), Also: []string{"Menar", "Bala"}},
		{Name: "Goss", Point: at(11.2, 2.1)}, {Name: "Goss", Point: at(12.7, 3.3)},
		{ID: "7", Name: "Doro", Point: at(11.3, 2.2), Also: []string{"Dor"}}, {ID: "8", Name: "Doro", Point: at(11.3, 2.2), Also: []string{"Doroo"}},
	})
	if g.Len() != 7 {
		t.Error("a town that stands twice is kept once:", g.Len())
	}
	for name, want := range map[string]string{
		"Sarel": "2 first-level Nord", "MENAR": "1 exact Nord", "Bala": "1 exact Nord", "Goss": "2 unknown ", "Doro": "1 exact Sud", "Doroo": "1 exact Sud", "Dor": "1 exact Sud", "Nulle-Part": "0 unknown ",
	} {
		w, n := g.LocateIn(tree, Where{Name: name}, Any)
		u, _ := tree.AreaOf(w, LevelFirst, Any)
		if got := fmt.Sprint(n, w.Precision, u.Name); got != fmt.Sprint(want) && fmt.Sprintf("%d %v %s", n, w.Precision, u.Name) != want {
			t.Errorf("%s: %d %v %s, want %s", name, n, w.Precision, u.Name, want)
		}
	}
	if got := fmt.Sprint(g.Near("Sarell"), g.Near("Bala-Peull"), g.Near("Xyzzyx"), g.Near("Gos")); got != "[Sarel] [Bala-Peul] [] []" {
		t.Error(got)
	}
}
