package survey

import (
	"fmt"
	"math"
)

// Why says why there is no estimate, or no standard error.
type Why uint8

const (
	Given       Why = iota // there is one
	NoRows                 // no row of the domain has a value and a weight
	ZeroDivisor            // the denominator of the ratio is zero
	NoFreedom              // an estimate, but no unit is left to judge its error by (df < 1)
	TooLarge               // the numbers are beyond what can be summed
)

// largest is how far from zero a weight or a known total may be: what is
// beyond is a mistake, and its squares would overflow.
const largest = 1e100

func finite(xs ...float64) bool {
	for _, x := range xs {
		if x-x != 0 {
			return false
		}
	}
	return true
}

func (y Why) String() string {
	return [...]string{"given", "no rows", "zero divisor", "no degrees of freedom", "numbers too large"}[y]
}

// Stat is one statistic of a population: made by [Mean], [Total], [Ratio] or
// [Shares], computed by [Sample.Estimate].
type Stat struct {
	y, x  []float64 // x nil: 1
	codes []int32   // instead of y: 1 where the code is level, 0 where it is another
	level int32
	total bool
}

// at is row i's y.
func (st *Stat) at(i int) float64 {
	if st.codes == nil {
		return st.y[i]
	}
	if st.codes[i] == st.level {
		return 1
	}
	return 0
}

// Mean asks for the population mean of y; of a column of 0 and 1, the share.
//
// Shape: one value per row, NaN where missing.
//
// Unit: that of y.
//
// Errors: none here; see [Sample.Estimate].
//
// Source: Särndal, Swensson & Wretman 1992, ch. 5.7 (the weighted sample mean).
func Mean(y []float64) Stat { return Stat{y: y} }

// Total asks for the population total of y.
//
// Shape: one value per row, NaN where missing.
//
// Unit: that of y.
//
// Errors: none here; see [Sample.Estimate].
//
// Source: D. Horvitz & D. Thompson, JASA 47, 1952, pp. 663–685.
func Total(y []float64) Stat { return Stat{y: y, total: true} }

// Ratio asks for the total of y divided by the total of x.
//
// Shape: one value per row in each, NaN where missing.
//
// Unit: that of y per that of x.
//
// Errors: none here; see [Sample.Estimate].
//
// Source: Särndal, Swensson & Wretman 1992, ch. 5.6.
func Ratio(y, x []float64) Stat { return Stat{y: y, x: x} }

// Shares asks for the share of each level of f, in the order of its levels.
//
// Shape: one code per row, -1 where missing.
//
// Unit: shares in [0, 1].
//
// Errors: none here; see [Sample.Estimate].
//
// Source: as [Mean] of the indicator of each level.
func Shares(f Factor) []Stat {
	stats := make([]Stat, len(f.Levels))
	for l := range stats {
		stats[l] = Stat{codes: f.Codes, level: int32(l)}
	}
	return stats
}

// Indicator is 1 where f has the level, 0 where it has another, NaN where it
// is missing.
//
// Shape: one code per row.
//
// Unit: 0 or 1.
//
// Errors: none.
//
// Source: definition.
func Indicator(f Factor, level int32) []float64 {
	y := make([]float64, len(f.Codes))
	for i, c := range f.Codes {
		switch {
		case c < 0:
			y[i] = math.NaN()
		case c == level:
			y[i] = 1
		}
	}
	return y
}

// Query says for whom, and what besides the estimates is wanted.
type Query struct {
	By     Factor // domains; no codes: the whole population
	Within []bool // only these rows; nil: all
	Cov    bool   // covariance of all estimates, for contrasts
}

// Estimate is what was estimated: Stats statistics in Groups domains. Entry
// a*Groups+d of Value, SE, Deff, DeffWR and Why is statistic a in domain d;
// entry d of the others belongs to domain d.
type Estimate struct {
	Stats, Groups int
	Levels        []string // of the domains; nil for the whole population
	Value, SE     []float64
	Cov           []float64 // nil unless asked for; rows in the order of Value
	Deff, DeffWR  []float64 // variance over that of a simple random sample, without and with replacement; 0 if unknown
	Why           []Why
	N             []int     // rows with a weight
	Missing       []int     // rows of the domain left out for a missing value
	Sum           []float64 // sum of weights
	PSUs, Strata  []int     // of the first stage, within the domain; 0 for replicate weights from a file
	DF            []int     // degrees of freedom within the domain
}

// At is the index of statistic a in domain d.
func (e Estimate) At(a, d int) int { return a*e.Groups + d }

// Interval is Value ± t·SE with the degrees of freedom of the domain. ok is
// false where there is none, and [Estimate.Why] says why.
func (e Estimate) Interval(i int, level float64) (lo, hi float64, ok bool) {
	if e.Why[i] != Given {
		return 0, 0, false
	}
	t := tQuantile(1-(1-level)/2, float64(e.DF[i%e.Groups]))
	return e.Value[i] - t*e.SE[i], e.Value[i] + t*e.SE[i], true
}

// Contrast is a combination of estimates, with what its uncertainty rests on.
type Contrast struct {
	Value, SE float64
	DF        int
}

// Interval is Value ± t·SE.
func (c Contrast) Interval(level float64) (lo, hi float64, ok bool) {
	if c.DF < 1 {
		return 0, 0, false
	}
	t := tQuantile(1-(1-level)/2, float64(c.DF))
	return c.Value - t*c.SE, c.Value + t*c.SE, true
}

// Contrast is Σ coef·Value, with a standard error that knows that the domains
// share units. It needs Query.Cov, and is meant for domains of one sample.
// Its degrees of freedom are the fewest of the domains it uses.
func (e Estimate) Contrast(coef []float64) (Contrast, error) {
	if len(coef) != len(e.Value) || e.Cov == nil {
		panic("survey: a contrast needs a coefficient for each estimate, and their covariance")
	}
	var c Contrast
	df := math.MaxInt
	for i, a := range coef {
		if a == 0 {
			continue
		}
		if e.Why[i] != Given && e.Why[i] != NoFreedom {
			return Contrast{}, fmt.Errorf("contrast estimates: estimate %d: %v: %w", i+1, e.Why[i], ErrDegenerate)
		}
		c.Value += a * e.Value[i]
		df = min(df, e.DF[i%e.Groups])
		for j, b := range coef {
			c.SE += a * b * e.Cov[i*len(coef)+j]
		}
	}
	if df == math.MaxInt {
		return Contrast{}, fmt.Errorf("contrast estimates: all coefficients are zero: %w", ErrDegenerate)
	}
	c.SE, c.DF = math.Sqrt(max(c.SE, 0)), df
	return c, nil
}

// LogRatio is log(Value[i]/Value[j]) by the delta method.
func (e Estimate) LogRatio(i, j int) (Contrast, error) {
	a, b := e.Value[i], e.Value[j]
	if !(a/b > 0) || !finite(a/b) || e.Cov == nil {
		return Contrast{}, fmt.Errorf("compare estimates: both must be positive: %w", ErrDegenerate)
	}
	coef := make([]float64, len(e.Value))
	coef[i] += 1 / a
	coef[j] -= 1 / b
	c, err := e.Contrast(coef)
	c.Value = math.Log(a / b)
	return c, err
}

// Difference is Value[i] − Value[j].
func (e Estimate) Difference(i, j int) (Contrast, error) {
	coef := make([]float64, len(e.Value))
	coef[i]++
	coef[j]--
	return e.Contrast(coef)
}
