package survey

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// drawn is a random design with two stages, unequal weights and two columns.
func drawn(rng *rand.Rand, strata, psus, rows int) (Design, []float64, []float64, Factor) {
	var d Design
	var y, x []float64
	d.Clusters = make([]Factor, 1)
	by := Factor{Levels: []string{"F", "M"}}
	for h := range strata {
		d.Strata.Levels = append(d.Strata.Levels, string(rune('A'+h)))
		for u := range psus {
			e := rng.NormFloat64()
			for range 2 + rng.IntN(rows) {
				d.Strata.Codes = append(d.Strata.Codes, int32(h))
				d.Clusters[0].Codes = append(d.Clusters[0].Codes, int32(u))
				d.Weights = append(d.Weights, 10+float64(h)*5+10*rng.Float64())
				x = append(x, 5+rng.Float64())
				y = append(y, 3+e+rng.NormFloat64())
				by.Codes = append(by.Codes, int32(rng.IntN(2)))
			}
		}
	}
	return d, y, x, by
}

func estimateAll(t *testing.T, d Design, y, x []float64, by Factor) Estimate {
	t.Helper()
	s, err := New(d)
	check(t, err)
	e, err := s.Estimate(Query{By: by, Cov: true}, Mean(y), Total(y), Ratio(y, x))
	check(t, err)
	return e
}

func permute[T any](v []T, p []int) []T {
	out := make([]T, len(v))
	for i, j := range p {
		out[i] = v[j]
	}
	return out
}

func near(t *testing.T, what string, a, b []float64, tol float64) {
	t.Helper()
	for i := range a {
		if math.Abs(a[i]-b[i]) > tol*max(1e-9, math.Abs(a[i])) {
			t.Fatalf("%s: %v and %v", what, a[i], b[i])
		}
	}
}

func TestPermutingRowsChangesNothing(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d, y, x, by := drawn(rng, 4, 5, 6)
		a := estimateAll(t, d, y, x, by)
		p := rng.Perm(len(y))
		d2 := d
		d2.Weights = permute(d.Weights, p)
		d2.Strata.Codes = permute(d.Strata.Codes, p)
		d2.Clusters = []Factor{{Codes: permute(d.Clusters[0].Codes, p)}}
		b := estimateAll(t, d2, permute(y, p), permute(x, p), Factor{permute(by.Codes, p), by.Levels})
		near(t, "value", a.Value, b.Value, 1e-12)
		near(t, "se", a.SE, b.SE, 1e-10)
		if !slices.Equal(a.DF, b.DF) || !slices.Equal(a.N, b.N) {
			t.Fatal("counts changed")
		}
	}
}

func TestScalingWeightsScalesTotalsOnly(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	d, y, x, by := drawn(rng, 3, 4, 5)
	a := estimateAll(t, d, y, x, by)
	d.Weights = times(d.Weights, slices.Repeat([]float64{8}, len(y)))
	b := estimateAll(t, d, y, x, by)
	for i := range a.Value {
		f := 1.0
		if i/a.Groups == 1 {
			f = 8
		}
		near(t, "value", []float64{f * a.Value[i]}, b.Value[i:i+1], 1e-13)
		near(t, "se", []float64{f * a.SE[i]}, b.SE[i:i+1], 1e-12)
	}
}

func TestInputsAreNeverAltered(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	d, y, x, by := drawn(rng, 3, 4, 5)
	y[3] = math.NaN()
	w, yy, xx, codes, strata := slices.Clone(d.Weights), slices.Clone(y), slices.Clone(x), slices.Clone(by.Codes), slices.Clone(d.Strata.Codes)
	s, err := New(d)
	check(t, err)
	q := Query{By: by}
	one := Query{}
	margins := []Margin{{by, []float64{500, 400}}}
	totals := slices.Clone(margins[0].Totals)
	r, err := s.Rake(margins)
	check(t, err)
	for _, s := range []*Sample{s, r} {
		_, err = s.Estimate(q, Mean(y), Ratio(x, y))
		check(t, err)
		_, err = s.Quantiles(y, []float64{0.2, 0.5}, QuantileOptions{}, q)
		check(t, err)
		_, err = s.Regress(y, [][]float64{ones(len(y)), x}, Gaussian, one)
		check(t, err)
		_, err = s.RanksEqual(y, by, one)
		check(t, err)
		_, err = s.Independence(by, d.Strata, "F", one)
		check(t, err)
		_, err = s.Variances(y, q)
		check(t, err)
	}
	_, err = s.Calibrate([][]float64{ones(len(y)), x}, []float64{1000, 5600}, Distance{Kind: "exponential"})
	check(t, err)
	b, err := s.Bootstrap(10, rng)
	check(t, err)
	_, err = b.Rake(margins)
	check(t, err)
	_, err = s.Trim(12, 28)
	check(t, err)
	same := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || x != x && y != y })
	}
	if !same(w, d.Weights) || !same(yy, y) || !same(xx, x) || !slices.Equal(codes, by.Codes) ||
		!slices.Equal(strata, d.Strata.Codes) || !same(totals, margins[0].Totals) {
		t.Fatal("an input was altered")
	}
}

func TestTrimmingEndsOrSaysWhyNot(t *testing.T) {
	of := func(w ...float64) *Sample {
		s, err := New(Design{Weights: w})
		check(t, err)
		return s
	}
	for _, c := range []struct {
		s            *Sample
		lower, upper float64
		want         []float64
		err          error
	}{
		{of(1, 2, 9), 0, 6, []float64{2.5, 3.5, 6}, nil},
		{of(1, 2, 9), 2, 6, []float64{2, 4, 6}, nil},
		{of(1, 2, 9), 0, math.Inf(1), []float64{1, 2, 9}, nil},
		{of(5.9, 0.1, 9), 0, 6, []float64{6, 3, 6}, nil}, // the spread pushes another over the limit
		{of(6, 6, 6), 0, 6, []float64{6, 6, 6}, nil},
		{of(1, 2, 9), 0, 3, nil, ErrDesign}, // three times 3 is not 12
		{of(1, 2, 9), 5, 9, nil, ErrDesign},
		{of(1, 9), 4, 6, nil, ErrDesign}, // nobody in between to take it
		{of(1, 2, 9), math.NaN(), 9, nil, ErrDesign},
	} {
		got, err := c.s.Trim(c.lower, c.upper)
		if c.err != nil {
			if !errors.Is(err, c.err) {
				t.Errorf("%v to %g…%g: %v", c.s.w, c.lower, c.upper, err)
			}
			continue
		}
		check(t, err)
		near(t, "trimmed", c.want, got.w, 1e-12)
	}
}

func TestADomainIsNotADeletionOfRows(t *testing.T) {
	// units without a row of the domain count as zeros
	d := Design{Weights: []float64{1, 1, 1, 1}, Clusters: []Factor{{Codes: []int32{0, 1, 2, 3}}}}
	s, err := New(d)
	check(t, err)
	e, err := s.Estimate(Query{Within: []bool{true, true, false, false}}, Total([]float64{1, 1, 1, 1}))
	check(t, err)
	if want := math.Sqrt(4.0 / 3); math.Abs(e.SE[0]-want) > 1e-15 { // 4/3·Σ(z − ½)² = 4/3
		t.Fatalf("SE %v, want %v", e.SE[0], want)
	}
}

func TestWhatCannotBeEstimatedSaysWhy(t *testing.T) {
	s, err := New(Design{Weights: []float64{1, 1, 1}, Clusters: []Factor{{Codes: []int32{0, 0, 1}}}})
	check(t, err)
	by := Factor{Codes: []int32{0, 0, 2}, Levels: []string{"a", "empty", "c"}}
	e, err := s.Estimate(Query{By: by, Cov: true}, Mean([]float64{1, 2, 3}), Ratio([]float64{1, 1, 1}, []float64{0, 0, 1}))
	check(t, err)
	want := []Why{NoFreedom, NoRows, NoFreedom, ZeroDivisor, NoRows, NoFreedom}
	if !slices.Equal(e.Why, want) {
		t.Fatalf("why %v", e.Why)
	}
	if _, _, ok := e.Interval(0, 0.95); ok {
		t.Fatal("an interval without degrees of freedom")
	}
	for _, v := range slices.Concat(e.Value, e.SE, e.Cov, e.Deff, e.DeffWR) {
		if v-v != 0 {
			t.Fatal("NaN in a result")
		}
	}
	if _, err := e.Difference(0, 1); !errors.Is(err, ErrDegenerate) {
		t.Fatalf("a contrast with an empty domain: %v", err)
	}
}

func TestABadDesignIsRefused(t *testing.T) {
	one := []float64{1, 1}
	for name, d := range map[string]Design{
		"negative weight":    {Weights: []float64{1, -1}},
		"missing weight":     {Weights: []float64{1, math.NaN()}},
		"no stratum":         {Weights: one, Strata: Factor{Codes: []int32{0, -1}}},
		"too few in all":     {Weights: one, FPC: [][]float64{{1, 1}}},
		"two sizes":          {Weights: one, FPC: [][]float64{{5, 6}}},
		"no size":            {Weights: one, FPC: [][]float64{{5, math.NaN()}}},
		"sizes for no stage": {Weights: one, FPC: [][]float64{{5, 5}, {5, 5}}},
	} {
		if _, err := New(d); !errors.Is(err, ErrDesign) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(Design{}); !errors.Is(err, ErrDegenerate) {
		t.Errorf("no rows: %v", err)
	}
}

func TestAColumnThatSeparatesIsRefused(t *testing.T) {
	s, err := New(Design{Rows: 8})
	check(t, err)
	y := []float64{0, 0, 0, 0, 1, 1, 1, 1}
	_, err = s.Regress(y, [][]float64{ones(8), {1, 2, 3, 4, 5, 6, 7, 8}}, Binomial, Query{})
	if !errors.Is(err, ErrNoConvergence) && !errors.Is(err, ErrDegenerate) {
		t.Fatal(err)
	}
}

func TestManyDomainsInPartsAreTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	d, y, _, _ := drawn(rng, 6, 30, 10)
	by := Factor{Codes: make([]int32, len(y))}
	for g := range 40 {
		by.Levels = append(by.Levels, string(rune('a'+g)))
	}
	for i := range by.Codes {
		by.Codes[i] = int32(rng.IntN(40))
	}
	s, err := New(d)
	check(t, err)
	e, err := s.Estimate(Query{By: by}, Mean(y), Total(y))
	check(t, err)
	dom, groups, _ := s.domains(Query{By: by}, nil)
	z := influence{dom: dom, groups: groups, z: [][]float64{times(y, d.Weights)}}
	v, err := s.inParts(z, 7)
	check(t, err)
	for g, x := range v {
		near(t, "variance", []float64{math.Sqrt(x)}, []float64{e.SE[e.At(1, g)]}, 1e-12)
	}
	rows := *s // each row its own unit: the sparse form against replicates
	rows.stages = nil
	d.Clusters = nil
	r, err := New(d)
	check(t, err)
	a, err := r.Estimate(Query{By: by, Cov: true}, Mean(y), Total(y))
	check(t, err)
	b, err := r.Estimate(Query{By: by}, Mean(y), Total(y))
	check(t, err)
	near(t, "with and without covariance", a.SE, b.SE, 1e-12)
}
