package sdc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func drawn(seed uint64, n, q, levels int) ([][]int32, []float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	cols := make([][]int32, q)
	w := make([]float64, n)
	for c := range cols {
		cols[c] = make([]int32, n)
		for i := range cols[c] {
			cols[c][i] = int32(float64(levels) * math.Pow(rng.Float64(), 2))
			if rng.Float64() < 0.05 {
				cols[c][i] = Missing
			}
		}
	}
	for i := range w {
		w[i] = 1 + float64(rng.IntN(50))
	}
	return cols, w
}

func TestFrequenciesEqualACountOfPairs(t *testing.T) {
	for seed := range uint64(5) {
		cols, w := drawn(seed, 200, 4, 4)
		k, err := NewKeys(cols...)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range []Rule{Wildcard, Category} {
			f, _ := Frequencies(k, w, rule)
			for i := range f {
				var want Frequency
				for j := range f {
					same := true
					for _, c := range cols {
						wild := rule == Wildcard && (c[i] == Missing || c[j] == Missing)
						same = same && (wild || c[i] == c[j])
					}
					if same {
						want.Sample++
						want.Population += w[j]
					}
				}
				if f[i] != want {
					t.Fatalf("row %d: %v, by pairs %v", i, f[i], want)
				}
			}
		}
	}
}

func TestTheOrderOfRowsDoesNotMatterAndInputsStay(t *testing.T) {
	cols, w := drawn(9, 300, 3, 5)
	before := slices.Clone(cols[1])
	k, _ := NewKeys(cols...)
	f, _ := Frequencies(k, w, Wildcard)
	b, err := Blank(k, Wish{K: 3})
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Frequencies(k, w, Wildcard)
	if !slices.Equal(f, again) || !slices.Equal(before, cols[1]) {
		t.Error("an input was changed")
	}
	for c := range cols {
		for i, v := range b.Keys.Column(c) {
			if v != Missing && v != cols[c][i] {
				t.Fatal("a value was changed rather than withheld")
			}
		}
	}
	perm := rand.New(rand.NewPCG(1, 1)).Perm(300)
	moved, mw := make([][]int32, 3), make([]float64, 300)
	for c := range moved {
		moved[c] = make([]int32, 300)
		for i, p := range perm {
			moved[c][i], mw[i] = cols[c][p], w[p]
		}
	}
	k, _ = NewKeys(moved...)
	g, _ := Frequencies(k, mw, Wildcard)
	for i, p := range perm {
		if g[i] != f[p] {
			t.Fatal("frequencies depend on the order of rows")
		}
	}
}

func TestRiskIsTheMeanOfOneOverTheCount(t *testing.T) {
	// given f, the count F is f plus failures before the f-th success at p
	for _, c := range []Frequency{{1, 3}, {2, 9}, {4, 6}, {7, 400}, {12, 13}, {30, 90}} {
		n, p := float64(c.Sample), float64(c.Sample)/c.Population
		sum, prob := 0.0, math.Pow(p, n)
		for x := 0.0; x < 200000; x++ {
			sum += prob / (n + x)
			prob *= (n + x) / (x + 1) * (1 - p)
		}
		if got := Risk(c); math.Abs(got/sum-1) > 1e-9 {
			t.Errorf("%v: %.12g, by summing %.12g", c, got, sum)
		}
	}
	if Risk(Frequency{4, 4}) != 0.25 || RiskApprox(Frequency{4, 4}) != 0.25 {
		t.Error("a census has risk 1/f")
	}
}

func BenchmarkFrequencies1M(b *testing.B) {
	cols, w := drawn(3, 1000000, 6, 6)
	for c := range cols {
		for i := range cols[c] {
			cols[c][i] = max(cols[c][i], 0)
		}
	}
	k, _ := NewKeys(cols...)
	for b.Loop() {
		f, _ := Frequencies(k, w, Wildcard)
		for _, x := range f[:10] {
			_ = Risk(x)
		}
	}
}
