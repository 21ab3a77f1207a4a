package survey

import (
	"fmt"
	"math"
)

// Method is how an interval of a share is made.
type Method string

const (
	Logit   Method = "logit"  // on the scale of log odds; the default
	Beta    Method = "beta"   // Korn & Graubard 1998: exact binomial with the effective sample size
	Wilson  Method = "wilson" // score interval with the effective sample size
	Plain   Method = "mean"   // p ± t·SE; may leave [0, 1]
	Arcsin  Method = "asin"
	Profile Method = "likelihood" // binomial likelihood with the effective sample size
)

// Share is a proportion with an interval and what its uncertainty rests on.
type Share struct {
	Value, SE, Lo, Hi float64
	N                 int     // rows
	EffectiveN        float64 // p(1−p)/V; N where that is 0/0
	DF                int
	Why               Why
}

// Shares gives the share of y = 1 in each domain of q with an interval of the
// method. For a share of 0 or 1, which has no standard error, it is Korn and
// Graubard's with EffectiveN = N whatever the method; for one outside [0, 1],
// which negative calibrated weights can give, it is the plain one.
//
// Errors: as [Sample.Estimate]; an unknown method; a value of y that is
// neither 0, 1 nor missing.
//
// Source: E. Korn & B. Graubard, Survey Methodology 24, 1998, pp. 193–201;
// E. Wilson, JASA 22, 1927; R's svyciprop.
func (s *Sample) Shares(y []float64, m Method, level float64, q Query) ([]Share, error) {
	for i, v := range y {
		if v != 0 && v != 1 && v == v {
			return nil, fmt.Errorf("estimate share: row %d is neither 0 nor 1: %w", i+1, ErrDegenerate)
		}
	}
	e, err := s.Estimate(q, Mean(y))
	if err != nil {
		return nil, err
	}
	out := make([]Share, e.Groups)
	for d := range out {
		sh := Share{Value: e.Value[d], SE: e.SE[d], N: e.N[d], DF: e.DF[d], Why: e.Why[d]}
		switch { // what rounding leaves of a share of 0 or 1, or of one known exactly
		case math.Abs(sh.Value-1) < 1e-13:
			sh.Value = 1
		case math.Abs(sh.Value) < 1e-13 && sh.SE < 1e-13:
			sh.Value = 0
		}
		if sh.SE < 1e-13*min(sh.Value, 1-sh.Value) {
			sh.SE = 0
		}
		p, v := sh.Value, sh.SE*sh.SE
		sh.EffectiveN = float64(sh.N)
		if v > 0 && p > 0 && p < 1 {
			sh.EffectiveN = p * (1 - p) / v
		}
		if sh.Why == Given {
			if sh.Lo, sh.Hi, err = interval(p, sh.SE, sh.EffectiveN, sh.N, float64(sh.DF), m, level); err != nil {
				return nil, err
			}
		}
		out[d] = sh
	}
	return out, nil
}

func interval(p, se, neff float64, n int, df float64, m Method, level float64) (lo, hi float64, err error) {
	tail := (1 - level) / 2
	t := tQuantile(1-tail, df)
	back := func(eta, half float64, inv func(float64) float64) (float64, float64) {
		return inv(eta - half), inv(eta + half)
	}
	expit := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	if p == 0 || p == 1 {
		m = Beta
	} else if p < 0 || p > 1 { // negative weights, as linear calibration may give
		m = Plain
	} else if se == 0 {
		return p, p, nil // e.g. a share that post-stratification fixed
	}
	switch m {
	case Logit, "":
		lo, hi = back(math.Log(p/(1-p)), t*se/(p*(1-p)), expit)
	case Beta:
		if n < 2 {
			return 0, 1, nil
		}
		f := tQuantile(1-tail, float64(n-1)) / t
		lo, hi = betaLimits(p, neff*f*f, tail)
	case Wilson:
		mid := (p + t*t/(2*neff)) / (1 + t*t/neff)
		half := t / (1 + t*t/neff) * math.Sqrt(p*(1-p)/neff+t*t/(4*neff*neff))
		lo, hi = mid-half, mid+half
	case Plain:
		lo, hi = p-t*se, p+t*se
	case Arcsin:
		sq := func(x float64) float64 { v := math.Sin(min(max(x, 0), math.Pi/2)); return v * v }
		lo, hi = back(math.Asin(math.Sqrt(p)), t*se/(2*math.Sqrt(p*(1-p))), sq)
	case Profile:
		away := func(x float64) float64 {
			return 2*neff*(1-1/float64(n))*(p*math.Log(p/x)+(1-p)*math.Log((1-p)/(1-x))) - t*t
		}
		lo, hi = root(away, 1e-15, p, 1e-14), root(away, 1-1e-15, p, 1e-14)
	default:
		return 0, 0, fmt.Errorf("estimate share: %q is none of logit, beta, wilson, mean, asin, likelihood: %w", m, ErrDesign)
	}
	return lo, hi, nil
}

// betaLimits is the Clopper–Pearson interval for n*p of n, n real.
func betaLimits(p, n, tail float64) (lo, hi float64) {
	x := n * p
	lo, hi = 0, 1
	if x > 0 {
		lo = betaQuantile(tail, x, n-x+1)
	}
	if p < 1 && n-x > 0 {
		hi = betaQuantile(1-tail, x+1, n-x)
	}
	return lo, hi
}

// Presentable says whether a share may be shown under the presentation
// standards of the US National Center for Health Statistics.
type Presentable struct {
	Share                  // Lo and Hi are Korn and Graubard's, EffectiveN ≤ N
	AdjustedN      float64 // EffectiveN with Korn and Graubard's factor for df
	Width          float64 // Hi − Lo
	RelativeWidth  float64 // Width/Value; 0 where Value is 0
	SmallN         bool    // N or EffectiveN below 30: suppress
	Wide           bool    // Width ≥ 0.30: suppress
	RelativelyWide bool    // Width in (0.05, 0.30) and over 130 % of Value: suppress
	ComplementWide bool    // the same for 1 − Value: show, and flag
	Review         bool    // df below 8, or Value 0 or 1: a human decides
}

// Suppress reports whether the standards would not show the share.
func (p Presentable) Suppress() bool { return p.Why != Given || p.SmallN || p.Wide || p.RelativelyWide }

// Standards applies the NCHS presentation standards for proportions to the
// share of y = 1 in each domain.
//
// Errors: as [Sample.Shares].
//
// Source: J. Parker et al., "National Center for Health Statistics Data
// Presentation Standards for Proportions", Vital and Health Statistics 2(175), 2017.
func (s *Sample) Standards(y []float64, q Query) ([]Presentable, error) {
	shares, err := s.Shares(y, Beta, 0.95, q)
	if err != nil {
		return nil, err
	}
	out := make([]Presentable, len(shares))
	for d, sh := range shares {
		p := Presentable{Share: sh}
		if sh.Why != Given || sh.N < 2 {
			p.SmallN = true
			out[d] = p
			continue
		}
		p.EffectiveN = max(0, min(float64(sh.N), sh.EffectiveN))
		f := tQuantile(0.975, float64(sh.N-1)) / tQuantile(0.975, float64(sh.DF))
		p.AdjustedN = min(float64(sh.N), p.EffectiveN*f*f)
		p.Lo, p.Hi = betaLimits(sh.Value, p.AdjustedN, 0.025)
		p.Width = p.Hi - p.Lo
		if sh.Value > 0 {
			p.RelativeWidth = p.Width / sh.Value
		}
		p.SmallN = sh.N < 30 || p.EffectiveN < 30
		p.Wide = p.Width >= 0.30
		between := p.Width > 0.05 && p.Width < 0.30
		p.RelativelyWide = between && p.Width > 1.30*sh.Value
		p.ComplementWide = between && p.Width > 1.30*(1-sh.Value)
		p.Review = sh.DF < 8 || sh.Value <= 0 || sh.Value >= 1
		out[d] = p
	}
	return out, nil
}
