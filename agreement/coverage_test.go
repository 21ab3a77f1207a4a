package agreement

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
)

var long = flag.Bool("long", false, "run the coverage simulation at length")

// coding is a way in which three coders come to their ratings of two
// categories. Units of one place share the place's share of the first category
// and how hard its units are.
type coding struct {
	name          string
	places, units int        // units in each place; 1: every unit stands alone
	first         [2]float64 // share of the first category, in either kind of place
	right         [2]float64 // how often a coder finds the category, in either kind of place
}

// truth gives alpha and AC1 of endlessly many units.
func (c coding) truth() (alpha, ac1 float64) {
	var pi, differ float64
	for k := range 2 {
		t, q := c.first[k], c.right[k]
		pi += (t*q + (1-t)*(1-q)) / 2
		differ += 2 * q * (1 - q) / 2
	}
	chance := 2 * pi * (1 - pi)
	return 1 - differ/chance, (1 - differ - chance) / (1 - chance)
}

func (c coding) draw(rng *rand.Rand) (r Ratings, places []int) {
	var x []float64
	for p := range c.places {
		kind := rng.IntN(2)
		for range c.units {
			places = append(places, p)
			first := rng.Float64() < c.first[kind]
			for range 3 {
				v := 0.0
				if (rng.Float64() < c.right[kind]) == first {
					v = 1
				}
				x = append(x, v)
			}
		}
	}
	r, _ = FromNumbers(3, x)
	return r, places
}

// TestIntervalsCoverTheTruth counts how often 95 % intervals hold the truth.
// With -args -long it prints the table of docs/method/agreement.md.
func TestIntervalsCoverTheTruth(t *testing.T) {
	runs, replicates, least, most := 400, 200, 0.91, 0.985
	if *long {
		runs, replicates, least, most = 5000, 500, 0.93, 0.97
	}
	for k, c := range []coding{
		{"150 units alone", 150, 1, [2]float64{0.5, 0.5}, [2]float64{0.8, 0.8}},
		{"600 units alone, one category rare", 600, 1, [2]float64{0.2, 0.2}, [2]float64{0.9, 0.9}},
		{"80 places of 5 units alike", 80, 5, [2]float64{0.9, 0.2}, [2]float64{0.95, 0.7}},
	} {
		rng := rand.New(rand.NewPCG(21, uint64(k)))
		alpha, ac1 := c.truth()
		names := []string{"alpha, resampling units", "alpha, resampling places", "alpha, linearised", "AC1, linearised"}
		hits := make([]int, len(names))
		for run := range runs {
			r, places := c.draw(rng)
			note := func(i int, lo, hi, truth float64) {
				if lo <= truth && truth <= hi {
					hits[i]++
				}
			}
			plan := Plan{Replicates: replicates, Seed: uint64(run)}
			b, err := Bootstrap(r, Nominal, plan)
			if err != nil {
				t.Fatal(err)
			}
			note(0, b.Low, b.High, alpha)
			if c.units > 1 {
				plan.Clusters = places
				if b, err = Bootstrap(r, Nominal, plan); err != nil {
					t.Fatal(err)
				}
			}
			note(1, b.Low, b.High, alpha)
			a, err := Krippendorff(r, Nominal)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi, _ := Coefficient{Value: a.Value, SE: a.SE, Units: a.Units}.Interval(0.95)
			note(2, lo, hi, alpha)
			g, err := Gwet(r, Identity)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi, _ = g.Interval(0.95)
			note(3, lo, hi, ac1)
		}
		line := c.name
		for i, n := range hits {
			share := float64(n) / float64(runs)
			line += fmt.Sprintf(" | %.1f %%", 100*share)
			switch {
			case c.units > 1 && i != 1: // what takes alike units for separate ones is too sure
				if i == 0 && share > 0.93 {
					t.Errorf("%s: %s cover %.1f %%: places do not matter?", c.name, names[i], 100*share)
				}
			case share < least || share > most:
				t.Errorf("%s: 95 %% intervals (%s) cover %.1f %%", c.name, names[i], 100*share)
			}
		}
		t.Log("| " + line + " |")
	}
}
