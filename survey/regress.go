package survey

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Family is the distribution a regression supposes, with its canonical link.
type Family string

const (
	Gaussian Family = "gaussian" // linear regression
	Binomial Family = "binomial" // logistic regression, y in {0, 1}
	Poisson  Family = "poisson"  // counts, log link
)

func (f Family) mean(eta float64) (mu, slope float64) {
	switch f {
	case Binomial:
		mu = 1 / (1 + math.Exp(-eta))
		return mu, mu * (1 - mu)
	case Poisson:
		mu = math.Exp(eta)
		return mu, mu
	}
	return eta, 1
}

// Fit is a regression. Cov is row-major.
type Fit struct {
	Coef, SE, T, P, Cov []float64
	DF                  int // design degrees of freedom + 1 − coefficients
	Dispersion          float64
	N, Missing          int
}

// Regress fits y on the columns x (give a column of ones for the intercept)
// with weights, and judges the coefficients by the design: association, never
// cause.
//
// Errors: [ErrDegenerate] if columns depend on each other, if too few rows or
// degrees of freedom are left, or for a y the family cannot have;
// [ErrNoConvergence], as when a column separates 0 from 1; as [Sample.Estimate].
//
// Source: D. Binder, International Statistical Review 51, 1983, pp. 279–292;
// R's svyglm.
func (s *Sample) Regress(y []float64, x [][]float64, f Family, q Query) (Fit, error) {
	fit, err := s.regress(y, x, f, q)
	if err != nil {
		return Fit{}, fmt.Errorf("regress: %w", err)
	}
	return fit, nil
}

func (s *Sample) regress(y []float64, x [][]float64, f Family, q Query) (Fit, error) {
	if len(x) == 0 {
		panic("survey: a regression needs a column")
	}
	stats := []Stat{Mean(y)}
	for _, c := range x {
		stats = append(stats, Mean(c))
	}
	dom, groups, missing := s.domains(q, stats)
	if groups != 1 {
		panic("survey: a regression is of one domain")
	}
	w := s.w
	if dom != nil {
		w = make([]float64, s.n)
		for i, d := range dom {
			if d >= 0 {
				w[i] = s.w[i]
			}
		}
	}
	for i, v := range y {
		if w[i] != 0 && (f == Binomial && v != 0 && v != 1 || f == Poisson && v < 0) {
			return Fit{}, fmt.Errorf("row %d: the family has no such value: %w", i+1, ErrDegenerate)
		}
	}
	clean := make([][]float64, len(x)) // missing values, which have no weight, as 0
	for j, c := range x {
		clean[j] = c
		if dom != nil {
			clean[j] = make([]float64, s.n)
			for i, d := range dom {
				if d >= 0 {
					clean[j][i] = c[i]
				}
			}
		}
	}
	beta, basis, err := solve(y, clean, w, f, nil)
	if err != nil {
		return Fit{}, err
	}
	e := Estimate{Groups: 1}
	e.N, e.Sum = s.count(dom, 1)
	s.freedom(&e, dom)
	p := len(x)
	r := Fit{Coef: beta, N: e.N[0], Missing: missing[0], DF: e.DF[0] + 1 - p}
	if r.DF < 1 {
		return Fit{}, fmt.Errorf("%d coefficients with %d degrees of freedom: %w", p, e.DF[0], ErrDegenerate)
	}
	mu, slope := make([]float64, s.n), make([]float64, s.n)
	pearson := make([]float64, s.n)
	for i := range mu {
		if w[i] == 0 {
			continue
		}
		eta := 0.0
		for j := range clean {
			eta += beta[j] * clean[j][i]
		}
		mu[i], slope[i] = f.mean(eta)
		slope[i] = max(slope[i], 1e-300)
		pearson[i] = (y[i] - mu[i]) / math.Sqrt(slope[i])
	}
	r.Dispersion = spread(pearson, w)
	if s.rep != nil {
		r.Dispersion = square(pearson, w) // as R's svyglm for replicates
		theta := make([][]float64, s.rep.count())
		buf := make([]float64, s.n)
		for c := range theta {
			wr := append([]float64(nil), s.rep.column(s, c, buf)...)
			for i := range wr {
				if w[i] == 0 {
					wr[i] = 0
				}
			}
			b, _, err := solve(y, clean, wr, f, beta)
			if err != nil {
				return Fit{}, fmt.Errorf("replicate %d: %w", c+1, err)
			}
			theta[c] = b
		}
		r.Cov = s.rep.covariance(theta, beta, true)
	} else {
		z := influence{dom: dom, groups: 1}
		for j := range p {
			col := make([]float64, s.n)
			for i := range col {
				if w[i] != 0 {
					col[i] = basis.w[i] * (y[i] - mu[i]) / slope[i] * basis.q[j][i]
				}
			}
			z.z = append(z.z, col)
		}
		v, err := s.variance(z, true)
		if err != nil {
			return Fit{}, err
		}
		r.Cov = basis.back(v)
	}
	for j := range p {
		se := math.Sqrt(max(r.Cov[j*p+j], 0))
		r.SE = append(r.SE, se)
		t, pv := 0.0, 1.0
		if se > 0 {
			t = r.Coef[j] / se
			pv = tTwoSided(t, float64(r.DF))
		}
		r.T, r.P = append(r.T, t), append(r.P, pv)
	}
	if !finite(r.Coef...) || !finite(r.Cov...) || !finite(r.T...) || !finite(r.P...) || !finite(r.Dispersion) {
		return Fit{}, fmt.Errorf("the numbers are too large: %w", ErrDegenerate)
	}
	return r, nil
}

// spread is the weighted variance, n/(n−1)·Σw(z − z̄)²/Σw.
func spread(z, w []float64) float64 {
	n, sum, mean, q := 0.0, 0.0, 0.0, 0.0
	for i, w := range w {
		if w != 0 {
			n++
			sum += w
			mean += w * z[i]
		}
	}
	mean /= sum
	for i, w := range w {
		q += w * (z[i] - mean) * (z[i] - mean)
	}
	return n / (n - 1) * q / sum
}

// square is the weighted mean square.
func square(z, w []float64) float64 {
	sum, q := 0.0, 0.0
	for i, w := range w {
		sum += w
		q += w * z[i] * z[i]
	}
	return q / sum
}

// orthogonal is the QR form of the columns under working weights w: x = q·r.
type orthogonal struct {
	q, r [][]float64
	w    []float64
}

// up solves r·b = t.
func (o orthogonal) up(t []float64) []float64 {
	b := append([]float64(nil), t...)
	for j := len(b) - 1; j >= 0; j-- {
		for k := j + 1; k < len(b); k++ {
			b[j] -= o.r[j][k] * b[k]
		}
		b[j] /= o.r[j][j]
	}
	return b
}

// back turns a covariance in the basis q into that of the coefficients.
func (o orthogonal) back(v []float64) []float64 {
	p := len(o.q)
	half := make([]float64, p*p) // r⁻¹ v
	col := make([]float64, p)
	for j := range p {
		for i := range p {
			col[i] = v[i*p+j]
		}
		for i, x := range o.up(col) {
			half[i*p+j] = x
		}
	}
	out := make([]float64, p*p)
	for i := range p {
		for j, x := range o.up(half[i*p : i*p+p]) {
			out[i*p+j] = x
		}
	}
	return out
}

// deviance is the family's, with weights.
func (f Family) deviance(y, mu, w float64) float64 {
	switch f {
	case Binomial:
		if y == 1 {
			return -2 * w * math.Log(max(mu, 1e-300))
		}
		return -2 * w * math.Log1p(-min(mu, 1-1e-16))
	case Poisson:
		d := mu - y
		if y > 0 {
			d += y * math.Log(y/mu)
		}
		return 2 * w * d
	}
	return w * (y - mu) * (y - mu)
}

// start is the mean R's glm begins with.
func (f Family) start(y float64) (mu, eta float64) {
	switch f {
	case Binomial:
		mu = (y + 0.5) / 2
		return mu, math.Log(mu / (1 - mu))
	case Poisson:
		return y + 0.1, math.Log(y + 0.1)
	}
	return y, y
}

// solve fits by iteratively reweighted least squares, step by step as R's glm
// with epsilon 1e-14, so that the last digits are the same; weights are taken
// at mean 1. It returns the basis of the last step.
func solve(y []float64, x [][]float64, w []float64, f Family, start []float64) ([]float64, orthogonal, error) {
	n, p := len(y), len(x)
	sum, rows := 0.0, 0.0
	for _, w := range w {
		if w != 0 {
			sum += w
			rows++
		}
	}
	if sum == 0 {
		return nil, orthogonal{}, ErrDegenerate
	}
	ww, z, eta := make([]float64, n), make([]float64, n), make([]float64, n)
	line := func(beta []float64) (dev float64) {
		for i := range eta {
			if w[i] == 0 {
				continue
			}
			eta[i] = 0
			for j := range x {
				eta[i] += beta[j] * x[j][i]
			}
			mu, _ := f.mean(eta[i])
			dev += f.deviance(y[i], mu, w[i]) * rows / sum
		}
		return dev
	}
	dev := 0.0
	if start != nil {
		dev = line(start)
	} else {
		for i := range eta {
			if w[i] != 0 {
				var mu float64
				mu, eta[i] = f.start(y[i])
				dev += f.deviance(y[i], mu, w[i]) * rows / sum
			}
		}
	}
	for range 100 {
		for i := range z {
			ww[i], z[i] = 0, 0
			if w[i] == 0 {
				continue
			}
			mu, slope := f.mean(eta[i])
			if slope < 1e-300 {
				continue
			}
			ww[i], z[i] = w[i]*slope, eta[i]+(y[i]-mu)/slope
		}
		q, r, kept := orthonormal(x, ww)
		if len(kept) != p {
			return nil, orthogonal{}, fmt.Errorf("the columns depend on each other: %w", ErrDegenerate)
		}
		o := orthogonal{q, r, ww}
		t := make([]float64, p)
		for j := range q {
			for i, w := range ww {
				t[j] += w * q[j][i] * z[i]
			}
		}
		beta := o.up(t)
		for _, b := range beta {
			if b-b != 0 {
				return nil, o, ErrNoConvergence
			}
		}
		old := dev
		dev = line(beta)
		if f == Gaussian || math.Abs(dev-old)/(math.Abs(dev)+0.1) < 1e-14 {
			if f == Binomial && dev < 1e-6*rows {
				break // a column separates 0 from 1
			}
			return beta, o, nil
		}
	}
	return nil, orthogonal{}, fmt.Errorf("a column may separate the outcomes: %w", ErrNoConvergence)
}

// Wald tests that the coefficients at these places are all zero.
//
// Errors: [ErrDegenerate] if they depend on each other.
//
// Source: R's regTermTest.
func (f Fit) Wald(at ...int) (Test, error) {
	k, p := len(at), len(f.Coef)
	b := make([]float64, k)
	v := mat.NewDense(k, k, nil)
	for i, a := range at {
		b[i] = f.Coef[a]
		for j, c := range at {
			v.Set(i, j, f.Cov[a*p+c])
		}
	}
	w, err := quadratic(b, v)
	if err != nil {
		return Test{}, err
	}
	w /= float64(k)
	return Test{Statistic: w, NumDF: float64(k), DenDF: float64(f.DF), P: fUpper(w, float64(k), float64(f.DF)), N: f.N}.sound()
}

// Interval is the coefficient ± t·SE.
func (f Fit) Interval(j int, level float64) (lo, hi float64) {
	t := tQuantile(1-(1-level)/2, float64(f.DF))
	return f.Coef[j] - t*f.SE[j], f.Coef[j] + t*f.SE[j]
}

// Dummies are the indicator columns of f's levels but the first that occurs.
//
// Shape: one code per row; the result has one column per level after the first.
//
// Unit: 0 or 1, NaN where missing.
//
// Errors: none.
//
// Source: treatment contrasts, as R's contr.treatment.
func Dummies(f Factor) [][]float64 {
	var x [][]float64
	for l := 1; l < len(f.Levels); l++ {
		x = append(x, Indicator(f, int32(l)))
	}
	return x
}
