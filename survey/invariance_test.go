package survey

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// everything is what every kernel says of one sample; scale is by what its
// weights were multiplied, so that known totals follow.
func everything(t *testing.T, d Design, y, x, asked []float64, by, other Factor, scale float64) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	s, err := New(d)
	check(t, err)
	q := Query{}
	test := func(name string, r Test, err error) {
		t.Helper()
		check(t, err)
		out[name+" statistic"], out[name+" p"] = r.Statistic, r.P
	}
	for _, m := range []Method{Logit, Beta, Wilson, Plain, Arcsin, Profile} {
		sh, err := s.Shares(asked, m, 0.95, Query{By: by})
		check(t, err)
		for i, h := range sh {
			out[fmt.Sprintf("share %s %d low", m, i)], out[fmt.Sprintf("share %s %d high", m, i)] = h.Lo, h.Hi
		}
	}
	std, err := s.Standards(asked, Query{By: by})
	check(t, err)
	out["width"] = std[0].Width
	for _, rule := range []string{"hf1", "hf2", "hf4", "hf5", "hf8", "hf9"} {
		for _, how := range []string{"mean", "beta", "xlogit", "score"} {
			qs, err := s.Quantiles(y, []float64{0.3, 0.5}, QuantileOptions{Rule: rule, Interval: how}, q)
			check(t, err)
			for i, r := range qs[0] {
				if name := fmt.Sprintf("quantile %s %s %d", rule, how, i); rule != "hf9" && rule != "hf8" {
					out[name], out[name+" low"], out[name+" high"] = r.Value, r.Lo, r.Hi
				}
			}
		}
	}
	for _, st := range []string{"F", "Chisq", "saddlepoint", "Wald", "adjWald"} {
		r, err := s.Independence(by, other, st, q)
		test("independence "+st, r, err)
	}
	r, err := s.MeanIs(y, 2.9, q)
	test("mean is", r, err)
	r, err = s.MeansEqual(y, by, q)
	test("means equal", r, err)
	r, err = s.RanksEqual(y, by, q)
	test("ranks equal", r, err)
	r, err = s.RanksEqual(y, other, q)
	test("ranks of three", r, err)
	r, err = s.GoodnessOfFit(other, []float64{0.3, 0.3, 0.4}, q)
	r.Statistic /= scale // as R's, of the weighted totals
	test("goodness of fit", r, err)
	k, err := s.Agreement(by, Factor{Codes: codesOf(asked), Levels: []string{"0", "1"}}, q)
	check(t, err)
	out["kappa"], out["kappa SE"] = k.Value, k.SE
	v, err := s.Variances(y, q)
	check(t, err)
	out["variance"], out["variance SE"] = v.Value[0], v.SE[0]
	kish, err := s.Weighting()
	check(t, err)
	out["effective n"] = kish.EffectiveN
	count := make([]float64, len(y))
	for i, a := range asked {
		count[i] = 2*a + by1(by, i)
	}
	for f, outcome := range map[Family][]float64{Gaussian: y, Binomial: asked, Poisson: count} {
		fit, err := s.Regress(outcome, append([][]float64{ones(s.n), x}, Dummies(other)...), f, q)
		check(t, err)
		for j := range fit.Coef {
			out[fmt.Sprintf("%s %d", f, j)], out[fmt.Sprintf("%s %d SE", f, j)] = fit.Coef[j], fit.SE[j]
		}
		r, err := fit.Wald(2, 3)
		test(string(f)+" Wald", r, err)
	}
	margins := []Margin{{by, []float64{3000 * scale, 4000 * scale}}, {other, []float64{2000 * scale, 2500 * scale, 2500 * scale}}}
	samples := map[string]*Sample{}
	samples["raked"], err = s.Rake(margins)
	check(t, err)
	samples["raked as R"], err = s.RakeAsR(margins)
	check(t, err)
	samples["post-stratified"], err = s.Poststratify(margins[1].Factor, margins[1].Totals)
	check(t, err)
	for _, dist := range []Distance{{Kind: "linear"}, {Kind: "exponential"}, {Kind: "logit", Lower: 0.2, Upper: 5}} {
		samples["calibrated "+dist.Kind], err = s.Calibrate([][]float64{ones(s.n), x}, []float64{6000 * scale, 33200 * scale}, dist)
		check(t, err)
	}
	samples["standardised"], err = s.Standardize(by, Factor{Codes: make([]int32, s.n), Levels: []string{"all"}}, []float64{0.6, 0.4})
	check(t, err)
	samples["jackknife"], err = s.Jackknife(true)
	check(t, err)
	samples["jackknife, raked"], err = samples["jackknife"].Rake(margins)
	check(t, err)
	for name, c := range samples {
		e, err := c.Estimate(Query{By: by}, Mean(y), Total(y), Ratio(y, x))
		check(t, err)
		for i := range e.Value {
			f := 1.0
			if i/e.Groups == 1 {
				f = 1 / scale
			}
			out[fmt.Sprintf("%s %d", name, i)], out[fmt.Sprintf("%s %d SE", name, i)] = e.Value[i]*f, e.SE[i]*f
		}
	}
	return out
}

func by1(f Factor, i int) float64 { return float64(f.Codes[i]) }

func codesOf(x []float64) []int32 {
	out := make([]int32, len(x))
	for i, v := range x {
		out[i] = int32(v)
	}
	return out
}

// Neither the order of the rows nor the scale of the weights changes what any
// kernel says, totals apart, which follow the scale.
func TestNoKernelKnowsTheOrderOfRowsOrTheScaleOfWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	d, y, x, by := drawn(rng, 5, 8, 6)
	asked := make([]float64, len(y))
	other := Factor{Codes: make([]int32, len(y)), Levels: []string{"a", "b", "c"}}
	for i := range y {
		other.Codes[i] = int32(rng.IntN(3))
		if rng.Float64() < 0.4 {
			asked[i] = 1
		}
	}
	first := everything(t, d, y, x, asked, by, other, 1)
	same := func(how string, again map[string]float64) {
		t.Helper()
		if len(again) != len(first) || len(first) < 150 {
			t.Fatalf("%s: %d and %d figures", how, len(first), len(again))
		}
		for name, v := range first {
			if w := again[name]; math.Abs(v-w) > 1e-8*max(math.Abs(v), 1e-3) {
				t.Errorf("%s: %s is %.12g, then %.12g", how, name, v, w)
			}
		}
	}
	p := rng.Perm(len(y))
	e := d
	e.Weights, e.Strata.Codes = permute(d.Weights, p), permute(d.Strata.Codes, p)
	e.Clusters = []Factor{{Codes: permute(d.Clusters[0].Codes, p)}}
	same("rows in another order", everything(t, e, permute(y, p), permute(x, p), permute(asked, p),
		Factor{permute(by.Codes, p), by.Levels}, Factor{permute(other.Codes, p), other.Levels}, 1))
	d.Weights = times(d.Weights, constant(len(y), 7))
	same("weights times 7", everything(t, d, y, x, asked, by, other, 7))
}

func constant(n int, v float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = v
	}
	return x
}
