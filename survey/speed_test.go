package survey

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// million is a survey of the size of bench/survey: 50 strata of 400 clusters,
// 50 domains across them.
func million(n int) (Design, []float64, []float64, Factor) {
	rng := rand.New(rand.NewPCG(5, 1))
	d := Design{Weights: make([]float64, n), Strata: Factor{Codes: make([]int32, n)}, Clusters: []Factor{{Codes: make([]int32, n)}}}
	y, x, by := make([]float64, n), make([]float64, n), Factor{Codes: make([]int32, n)}
	for h := range 50 {
		d.Strata.Levels = append(d.Strata.Levels, strconv.Itoa(h))
		by.Levels = append(by.Levels, strconv.Itoa(h))
	}
	each := n / 20000
	for i := range n {
		u := i / each
		d.Weights[i], d.Strata.Codes[i], d.Clusters[0].Codes[i] = 10+20*rng.Float64(), int32(min(u/400, 49)), int32(u%400)
		y[i], x[i], by.Codes[i] = 20+3*rng.NormFloat64(), 30+2*rng.NormFloat64(), int32(rng.IntN(50))
	}
	return d, y, x, by
}

func BenchmarkMeanTotalRatioByFiftyDomains(b *testing.B) {
	d, y, x, by := million(1_000_000)
	s, err := New(d)
	check(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := s.Estimate(Query{By: by}, Mean(y), Total(y), Ratio(y, x))
		check(b, err)
	}
}

func BenchmarkRakeThreeMargins(b *testing.B) {
	d, _, _, by := million(1_000_000)
	s, err := New(d)
	check(b, err)
	sizes := func(levels int, f Factor) Margin {
		m := Margin{Factor: Factor{Codes: make([]int32, s.n)}, Totals: make([]float64, levels)}
		for i, c := range f.Codes {
			m.Factor.Codes[i] = (c + int32(i)) % int32(levels)
			m.Totals[m.Factor.Codes[i]] += s.w[i]
		}
		for l := range levels {
			m.Factor.Levels = append(m.Factor.Levels, strconv.Itoa(l))
			if l%2 == 0 && l+1 < levels {
				move := 0.1 * m.Totals[l]
				m.Totals[l], m.Totals[l+1] = m.Totals[l]-move, m.Totals[l+1]+move
			}
		}
		return m
	}
	margins := []Margin{sizes(5, by), sizes(4, d.Strata), sizes(8, d.Clusters[0])}
	for b.Loop() {
		_, err := s.Rake(margins)
		check(b, err)
	}
}
