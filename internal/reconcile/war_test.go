package reconcile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/linkage"
)

// war makes two lists of one war (FICTION): n records each, half of them of the
// same events, in few towns within few days, between the same two sides. truth
// has the true pairs.
func war(n, towns, days int) (a, b []Record, truth map[[2]string]bool) {
	r := rand.New(rand.NewPCG(uint64(towns), uint64(days)))
	kinds := [2][3]string{{"Battle", "Shelling", "Killing"}, {"Clash", "Attack", "Murder"}}
	sides := [2]string{"Rebels", "Government forces"}
	truth = map[[2]string]bool{}
	record := func(source int, id string, town, day, kind, side int) Record {
		x := Record{Key: claim.Key{Source: string(rune('A' + source)), ID: id}, When: when.On(when.Date(2031, 1, 1) + when.Day(day)),
			Where: place.Where{Point: &geo.Point{Lat: 10 + float64(town%4)*1.5, Lon: -5 + float64(town/4)*1.5}, Precision: place.Exact, Country: "Orvanie"},
			Type:  kinds[source][kind], ActorA: sides[side], File: string(rune('a' + source)), Row: 2}
		x.Codes = []string{fmt.Sprint("t", kind)}
		return x
	}
	for i := range n + n/2 {
		town, day, kind, side := r.IntN(towns), r.IntN(days), r.IntN(3), r.IntN(2)
		if i < n {
			a = append(a, record(0, fmt.Sprint("a", i), town, day, kind, side))
		}
		if i >= n/2 {
			if r.IntN(5) == 0 {
				kind = r.IntN(3)
			}
			b = append(b, record(1, fmt.Sprint("b", i), town, day+[]int{0, 0, 0, 0, 1, -1}[r.IntN(6)], kind, side))
		}
		if i >= n/2 && i < n {
			truth[[2]string{fmt.Sprint("a", i), fmt.Sprint("b", i)}] = true
		}
	}
	return a, b, truth
}

// Where a war is fought in few towns day by day, two lists agree by chance all
// the time. meltt's rules pair what is near, and most of its pairs are wrong;
// the default pairs less, and says how much it misses: from what it says the
// number of events in both lists follows, though not which they are. See
// docs/method/linkage.md.
func TestInADenseWarFewerLinksAreMoreTrueOnes(t *testing.T) {
	for _, c := range []struct{ towns, days int }{{5, 120}, {4, 90}} {
		a, b, truth := war(600, c.towns, c.days)
		taxa := []Taxonomy{{Field: "type", Of: map[[2]string][]string{}}, {Field: "actor_a", Of: map[[2]string][]string{}}}
		for _, r := range append(append([]Record{}, a...), b...) {
			taxa[0].Of[[2]string{r.Key.Source, r.Type}] = []string{r.Codes[0]}
			taxa[1].Of[[2]string{r.Key.Source, r.ActorA}] = []string{r.ActorA}
		}
		m, err := Meltt([][]Record{a, b}, taxa, 1, 3)
		if err != nil {
			t.Fatal(err)
		}
		p := Defaults()
		p.Window = linkage.Window{Days: 1, Km: 3}
		d, err := Propose(append(append([]Record{}, a...), b...), nil, p)
		if err != nil {
			t.Fatal(err)
		}
		right := func(links []Link) (same, true_ int) {
			for _, l := range links {
				if l.Relation != Same {
					continue
				}
				same++
				if truth[[2]string{l.A.ID, l.B.ID}] || truth[[2]string{l.B.ID, l.A.ID}] {
					true_++
				}
			}
			return same, true_
		}
		n1, ok1 := right(d.Links)
		n2, ok2 := right(m.Links)
		both := float64(n1) * (1 - d.Quality.False) / (1 - d.Quality.Missed)
		t.Logf("%d towns, %d days: default %d links, %d right; meltt %d, %d right; in both lists: %.0f estimated, %d true", c.towns, c.days, n1, ok1, n2, ok2, both, len(truth))
		if n1 >= n2 || float64(ok1)/float64(n1) <= float64(ok2)/float64(n2) {
			t.Errorf("%d towns: %d of %d links are right by default, %d of %d by meltt's rules", c.towns, ok1, n1, ok2, n2)
		}
		if both < .75*float64(len(truth)) || both > 1.25*float64(len(truth)) {
			t.Errorf("%d towns: %.0f events in both lists follow from what is said of the links; %d are", c.towns, both, len(truth))
		}
	}
}
