package agreement

import (
	"math"
	"math/rand/v2"
	"testing"
)

// million draws the data set of bench/agree: true value uniform on 6, each of 5
// ratings redrawn with 25 %, missing with 10 %.
func million(units int) []float64 {
	rng := rand.New(rand.NewPCG(5, 1))
	x := make([]float64, 0, units*5)
	for range units {
		truth := rng.IntN(6)
		for range 5 {
			v := truth
			if rng.Float64() < 0.25 {
				v = rng.IntN(6)
			}
			if rng.Float64() < 0.1 {
				x = append(x, math.NaN())
				continue
			}
			x = append(x, float64(v))
		}
	}
	return x
}

func BenchmarkBootstrapOfMillionUnits(b *testing.B) {
	x := million(1_000_000)
	for b.Loop() {
		r, err := FromNumbers(5, x)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Bootstrap(r, Nominal, Plan{Replicates: 1000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBootstrapOfRatingsReady(b *testing.B) {
	r, err := FromNumbers(5, million(1_000_000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Bootstrap(r, Nominal, Plan{Replicates: 1000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
