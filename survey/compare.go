package survey

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// gofTest finishes GoodnessOfFit: the statistic's law is Σ λ·χ²₁,
// with λ the eigenvalues of half.
func gofTest(e Estimate, x2 float64, half *mat.SymDense) (Test, error) {
	var eig mat.EigenSym
	if !eig.Factorize(half, false) {
		return Test{}, ErrNoConvergence
	}
	tr, tr2 := 0.0, 0.0
	for _, l := range eig.Values(nil) {
		tr += l
		tr2 += l * l
	}
	if !(tr > 0) {
		return Test{}, fmt.Errorf("test shares: no variance: %w", ErrDegenerate)
	}
	scale, df := tr2/tr, tr*tr/tr2
	return Test{Statistic: x2, NumDF: df, DenDF: scale, P: chi2Upper(x2/scale, df), N: e.N[0]}.sound()
}

// MeanIs tests that the mean of y is mu (design-based t test).
//
// Errors: as [Sample.Estimate]; [ErrDegenerate] without variance or degrees
// of freedom.
//
// Source: R's svyttest, whose degrees of freedom, units − strata − 1, are kept.
func (s *Sample) MeanIs(y []float64, mu float64, q Query) (Test, error) {
	e, err := s.Estimate(q, Mean(y))
	if err != nil {
		return Test{}, err
	}
	df := float64(e.DF[0] - 1)
	if e.Groups != 1 {
		panic("survey: a test is of one domain")
	}
	if e.Why[0] != Given || e.SE[0] == 0 || df < 1 {
		return Test{}, fmt.Errorf("test mean: no variance to judge by: %w", ErrDegenerate)
	}
	t := (e.Value[0] - mu) / e.SE[0]
	return Test{Statistic: t, NumDF: df, P: tTwoSided(t, df), Estimate: e.Value[0], SE: e.SE[0], N: e.N[0]}.sound()
}

// MeansEqual tests that the two levels of g have the same mean of y. Estimate
// is the second's minus the first's.
//
// Errors: as [Sample.Regress]; [ErrDegenerate] if g has not two levels.
//
// Source: R's svyttest.
func (s *Sample) MeansEqual(y []float64, g Factor, q Query) (Test, error) {
	if len(g.Levels) != 2 {
		return Test{}, fmt.Errorf("compare means: %d groups, not two: %w", len(g.Levels), ErrDegenerate)
	}
	f, err := s.Regress(y, [][]float64{ones(s.n), Indicator(g, 1)}, Gaussian, q)
	if err != nil {
		return Test{}, err
	}
	return Test{Statistic: f.T[1], NumDF: float64(f.DF), P: f.P[1], Estimate: f.Coef[1], SE: f.SE[1], N: f.N}.sound()
}

func ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

// RanksEqual tests that the levels of g have the same distribution of y, by
// the means of the estimated population ranks: the Wilcoxon test for two
// groups (Estimate is the difference, the statistic a t), Kruskal–Wallis for
// more (an F).
//
// Errors: as [Sample.Regress].
//
// Source: T. Lumley & A. Scott, Biometrika 100, 2013, pp. 831–842; R's svyranktest.
func (s *Sample) RanksEqual(y []float64, g Factor, q Query) (Test, error) {
	k := len(g.Levels)
	if k < 2 {
		return Test{}, fmt.Errorf("compare ranks: one group: %w", ErrDegenerate)
	}
	x := append([][]float64{ones(s.n)}, Dummies(g)...)
	stats := []Stat{Mean(y), Mean(x[1])}
	dom, _, _ := s.domains(q, stats)
	in := make([]bool, s.n)
	var at []int
	for i := range in {
		if in[i] = dom == nil || dom[i] >= 0; in[i] {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int {
		switch {
		case y[a] < y[b]:
			return -1
		case y[a] > y[b]:
			return 1
		}
		return 0
	})
	score := make([]float64, s.n)
	total := 0.0
	mid := make([]float64, len(at))
	for j, i := range at {
		total += s.w[i]
		mid[j] = total - s.w[i]/2
	}
	for j := 0; j < len(at); { // ties share the mean of their mid-ranks
		e, sum := j, 0.0
		for e < len(at) && y[at[e]] == y[at[j]] {
			sum += mid[e]
			e++
		}
		for _, i := range at[j:e] {
			score[i] = sum / float64(e-j) / total
		}
		j = e
	}
	f, err := s.Regress(score, x, Gaussian, Query{Within: in})
	if err != nil {
		return Test{}, err
	}
	if k == 2 {
		return Test{Statistic: f.T[1], NumDF: float64(f.DF), P: f.P[1], Estimate: f.Coef[1], SE: f.SE[1], N: f.N}.sound()
	}
	rest := make([]int, k-1)
	for i := range rest {
		rest[i] = i + 1
	}
	return f.Wald(rest...)
}

// Agreement is Cohen's kappa of two columns of the same levels with its
// design-based standard error.
//
// Errors: as [Sample.Independence]; [ErrDegenerate] if chance agreement is 1.
//
// Source: R's svykappa; delta method.
func (s *Sample) Agreement(a, b Factor, q Query) (Contrast, error) {
	if len(a.Levels) != len(b.Levels) {
		return Contrast{}, fmt.Errorf("estimate kappa: %d and %d levels: %w", len(a.Levels), len(b.Levels), ErrDegenerate)
	}
	t, err := s.table(a, b, q, false)
	if err != nil {
		return Contrast{}, err
	}
	k := t.rows
	o, e := 0.0, 0.0
	for i := range k {
		o += t.p[i+k*i]
		e += t.row(i) * t.col(i)
	}
	if e >= 1 {
		return Contrast{}, fmt.Errorf("estimate kappa: chance agreement is 1: %w", ErrDegenerate)
	}
	grad := make([]float64, k*k)
	for j := range k {
		for i := range k {
			g := -(1 - o) * (t.col(i) + t.row(j))
			if i == j {
				g += 1 - e
			}
			grad[i+k*j] = g / ((1 - e) * (1 - e))
		}
	}
	v := 0.0
	for i, x := range grad {
		for j, y := range grad {
			v += x * y * t.v[i*k*k+j]
		}
	}
	return Contrast{Value: (o - e) / (1 - e), SE: math.Sqrt(max(v, 0)), DF: t.df}, nil
}

// Variances estimates the population variance of y in each domain.
//
// Errors: as [Sample.Estimate].
//
// Source: R's svyvar: the mean of n/(n−1)·(y − ȳ)².
func (s *Sample) Variances(y []float64, q Query) (Estimate, error) {
	dom, groups, _ := s.domains(q, []Stat{Mean(y)})
	n, _ := s.count(dom, groups)
	sum, den := s.sums(Mean(y), dom, groups)
	dev := make([]float64, s.n)
	for i := range dev {
		d := 0
		if dom != nil {
			d = int(dom[i])
		}
		dev[i] = math.NaN()
		if d >= 0 && den[d] > 0 && n[d] > 1 {
			r := y[i] - sum[d]/den[d]
			dev[i] = r * r * float64(n[d]) / float64(n[d]-1)
		}
	}
	return s.Estimate(q, Mean(dev))
}

// Standardize reweights so that within each level of over, the levels of by
// have the given shares of the population (direct standardisation).
//
// Errors: [ErrDesign] for missing levels or shares that are not positive.
//
// Source: R's svystandardize.
func (s *Sample) Standardize(by, over Factor, shares []float64) (*Sample, error) {
	if len(shares) != len(by.Levels) {
		panic("survey: a share for each level")
	}
	sum := 0.0
	for _, x := range shares {
		if !(x > 0) {
			return nil, fmt.Errorf("standardize: a share is not positive: %w", ErrDesign)
		}
		sum += x
	}
	size := make([]float64, len(over.Levels))
	for i, c := range over.Codes {
		if c >= 0 {
			size[c] += s.w[i]
		}
	}
	cell := Factor{Codes: make([]int32, s.n)}
	var totals []float64
	seen := map[[2]int32]int32{}
	for i := range cell.Codes {
		k := [2]int32{by.Codes[i], over.Codes[i]}
		if k[0] < 0 || k[1] < 0 {
			return nil, fmt.Errorf("standardize: row %d has no level: %w", i+1, ErrDesign)
		}
		c, ok := seen[k]
		if !ok {
			c = int32(len(totals))
			seen[k] = c
			totals = append(totals, shares[k[0]]/sum*size[k[1]])
			cell.Levels = append(cell.Levels, by.Levels[k[0]]+" × "+over.Levels[k[1]])
		}
		cell.Codes[i] = c
	}
	return s.Poststratify(cell, totals)
}
