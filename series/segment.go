package series

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Break is a bend of a trend at a date, ranked among all other dates.
type Break struct {
	Tier     Tier    // always T1; Gate says whether more may be claimed
	At       int     // the first period after the break
	Step     float64 // change of level at the break
	Slope    float64 // change of trend from the break on, per period
	T        float64 // the step over its standard error, by which dates are ranked
	Rank     int     // dates, this one included, with a T at least as large
	Dates    int     // dates tried, this one included
	P        float64 // Rank / Dates
	StepsMin float64 // smallest and largest step at any date: what is usual here
	StepsMax float64
	Months   bool // the series has effects of the month, and they were taken out
}

// inside is how many periods a break must lie inside the dates it is ranked
// among: a date at their end is the largest too often.
const inside = 6

// Placebo fits constant, trend, step and bend to the margin periods on each
// side of the break, and of every other date that has as many on both sides,
// and ranks the step over its standard error among them. Every date is judged
// by the same number of periods, so that none is large by its place. A step
// that is usual in this series ranks low, however small its textbook p-value.
// Effects of the month are taken out first, and months that vary more count
// less, where an F test at 5 % finds such effects in 36 periods or more.
//
// Shape: y has one value per month, in order, without gaps; at is the first
// month after the break, counted from 0.
// Unit: that of y; logs for counts.
// Errors: ErrShort where fewer than 20 dates can be tried (P could then not
// fall to 0.05) or the break lies nearer than margin + 6 periods to an end;
// ErrFlat. A panic on a value that is not finite, or margin < 3.
// Source: placebo-in-time: Abadie, Diamond & Hainmueller 2015, Am. J. Pol. Sci.
// 59:495–510; the fit: Wagner et al. 2002, J. Clin. Pharm. Ther. 27:299–309.
func Placebo(y []float64, at, margin int) (b Break, err error) {
	defer wrap(&err, "rank break at period %d", at)
	finite(y)
	if margin < 3 {
		panic("series: margin below 3")
	}
	dates := len(y) - 2*margin + 1
	if dates < 20 || at < margin+inside || at > len(y)-margin-inside {
		return b, ErrShort
	}
	if slices.Max(y) == slices.Min(y) {
		return b, ErrFlat
	}
	z, w, months := withoutMonths(y)
	b = Break{Tier: T1, At: at, Dates: dates, Months: months, StepsMin: math.Inf(1), StepsMax: math.Inf(-1)}
	ts := make([]float64, 0, dates)
	for d := margin; d <= len(y)-margin; d++ {
		f := weighted(z[d-margin:d+margin], w[d-margin:d+margin], margin)
		ts = append(ts, f.studentised())
		if d == at {
			b.Step, b.Slope, b.T = f.beta[2], f.beta[3], f.studentised()
		}
		b.StepsMin, b.StepsMax = math.Min(b.StepsMin, f.beta[2]), math.Max(b.StepsMax, f.beta[2])
	}
	for _, t := range ts {
		if math.Abs(t) >= math.Abs(b.T)*(1-1e-12) {
			b.Rank++
		}
	}
	b.P = float64(b.Rank) / float64(dates)
	return b, nil
}

// withoutMonths takes the effects of the month out of a series that has them,
// and weighs each month by how little it varies: its own variance, with that
// of all months as two more observations. Other series stay as they are, with
// weights of 1.
func withoutMonths(y []float64) (z, w []float64, months bool) {
	n := len(y)
	z, w = slices.Clone(y), slices.Repeat([]float64{1}, n)
	if n < 36 {
		return z, w, false
	}
	// Within months, time keeps the slope that least squares would give it
	// beside twelve constants.
	var count, my, mt [12]float64
	for t, v := range y {
		count[t%12]++
		my[t%12] += v
		mt[t%12] += float64(t)
	}
	var sty, stt, ty, tt float64
	meanY, meanT := sum(y)/float64(n), float64(n-1)/2
	for t, v := range y {
		k := t % 12
		a, b := float64(t)-mt[k]/count[k], v-my[k]/count[k]
		sty, stt = sty+a*b, stt+a*a
		a, b = float64(t)-meanT, v-meanY
		ty, tt = ty+a*b, tt+a*a
	}
	slope, plain := sty/stt, ty/tt
	var rss, rss0 float64
	var of [12]float64
	for t, v := range y {
		k := t % 12
		e := v - my[k]/count[k] - slope*(float64(t)-mt[k]/count[k])
		rss, of[k] = rss+e*e, of[k]+e*e
		e = v - meanY - plain*(float64(t)-meanT)
		rss0 += e * e
	}
	df := float64(n - 13)
	if rss0-rss <= 1e-12*rss0 || rss > 0 && (distuv.F{D1: 11, D2: df}).Survival((rss0-rss)/11/(rss/df)) >= 0.05 {
		return z, w, false
	}
	for t := range z {
		k := t % 12
		z[t] -= my[k]/count[k] - meanY - slope*(mt[k]/count[k]-meanT)
		if rss > 0 {
			w[t] = rss / float64(n) * (2 + count[k]) / (2*rss/float64(n) + of[k])
		}
	}
	return z, w, true
}

func sum(y []float64) (s float64) {
	for _, v := range y {
		s += v
	}
	return s
}

// studentised is the step over its standard error; 0 where nothing varies.
func (f fitted) studentised() float64 {
	v := f.rss / float64(len(f.residual)-4) * f.inverse[2][2]
	if v <= 1e-24 {
		if math.Abs(f.beta[2]) < 1e-9 {
			return 0
		}
		v = 1e-24
	}
	return f.beta[2] / math.Sqrt(v)
}

// Comparison is the textbook answer, to be shown beside [Placebo], never alone.
type Comparison struct {
	Tier                Tier
	Step, StepSE, StepP float64
	Slope, SlopeSE      float64
	Autocorrelation     float64 // of the residuals, at lag 1: why not to trust StepP
	Lag                 int     // of the HAC correction; 0 is none
	ForComparisonOnly   bool    // always true
	Residual            float64
}

// Plain is segmented regression with errors taken as independent. For
// comparison only: 20 to 34 % false positives at nominal 5 % where
// autocorrelation is 0.6 to 0.8.
//
// Shape: as Placebo.
// Unit: as Placebo.
// Errors: ErrShort with fewer than three periods on a side; ErrFlat.
// Source: Wagner et al. 2002.
func Plain(y []float64, at int) (c Comparison, err error) {
	defer wrap(&err, "fit break at period %d", at)
	return compareFit(y, at, 0)
}

// HAC is segmented regression with Newey and West's standard errors. For
// comparison only: 16 to 22 % false positives where autocorrelation is 0.6 to
// 0.8.
//
// Shape: as Placebo; lag 1 or more.
// Unit: as Placebo.
// Errors: as Plain; a panic where lag < 1.
// Source: Newey & West 1987, Econometrica 55:703–708; Bartlett weights, no
// small-sample factor.
func HAC(y []float64, at, lag int) (c Comparison, err error) {
	defer wrap(&err, "fit break at period %d", at)
	if lag < 1 {
		panic("series: lag below 1")
	}
	return compareFit(y, at, lag)
}

func compareFit(y []float64, at, lag int) (c Comparison, err error) {
	finite(y)
	if at < 3 || at > len(y)-3 || len(y) <= lag {
		return c, ErrShort
	}
	f, err := fit(y, at)
	if err != nil {
		return c, err
	}
	n := float64(len(y))
	var rss, cross float64
	for i, e := range f.residual {
		rss += e * e
		if i > 0 {
			cross += e * f.residual[i-1]
		}
	}
	if rss <= 1e-24*n {
		return c, ErrFlat
	}
	var v [4][4]float64
	if lag == 0 {
		for i := range 4 {
			for j := range 4 {
				v[i][j] = f.inverse[i][j] * rss / (n - 4)
			}
		}
	} else {
		v = sandwich(f, at, lag)
	}
	c = Comparison{Tier: T1, Step: f.beta[2], StepSE: math.Sqrt(v[2][2]), Slope: f.beta[3], SlopeSE: math.Sqrt(v[3][3]),
		Autocorrelation: cross / rss, Lag: lag, ForComparisonOnly: true, Residual: math.Sqrt(rss / (n - 4))}
	t := math.Abs(c.Step / c.StepSE)
	c.StepP = 2 * distuv.StudentsT{Sigma: 1, Nu: n - 4}.CDF(-t)
	return c, nil
}

func sandwich(f fitted, at, lag int) [4][4]float64 {
	var meat [4][4]float64
	for l := 0; l <= lag; l++ {
		w := 1 - float64(l)/float64(lag+1)
		for t := l; t < len(f.residual); t++ {
			a, b := row(t, at), row(t-l, at)
			x := w * f.residual[t] * f.residual[t-l]
			for i := range 4 {
				for j := range 4 {
					meat[i][j] += x * a[i] * b[j]
					if l > 0 {
						meat[i][j] += x * b[i] * a[j]
					}
				}
			}
		}
	}
	return multiply(multiply(f.inverse, meat), f.inverse)
}

func multiply(a, b [4][4]float64) (c [4][4]float64) {
	for i := range 4 {
		for j := range 4 {
			for k := range 4 {
				c[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return c
}

type fitted struct {
	beta     [4]float64
	inverse  [4][4]float64
	residual []float64
	rss      float64 // weighted
}

// row is constant, time, step, time since the break.
func row(t, at int) [4]float64 {
	if t < at {
		return [4]float64{1, float64(t), 0, 0}
	}
	return [4]float64{1, float64(t), 1, float64(t - at)}
}

// weighted fits the middle of a window, which always has a trend on both sides.
func weighted(y, w []float64, at int) fitted {
	f, err := fitWith(y, w, at)
	if err != nil && !errors.Is(err, ErrFlat) {
		panic(err)
	}
	return f
}

func fit(y []float64, at int) (fitted, error) { return fitWith(y, nil, at) }

func fitWith(y, w []float64, at int) (f fitted, err error) {
	var a [4][8]float64
	var b [4]float64
	weight := func(t int) float64 {
		if w == nil {
			return 1
		}
		return w[t]
	}
	for t, v := range y {
		x := row(t, at)
		for i := range 4 {
			b[i] += weight(t) * x[i] * v
			for j := range 4 {
				a[i][j] += weight(t) * x[i] * x[j]
			}
		}
	}
	for i := range 4 {
		a[i][4+i] = 1
	}
	for i := range 4 { // Gauss and Jordan, largest pivot first
		p := i
		for r := i + 1; r < 4; r++ {
			if math.Abs(a[r][i]) > math.Abs(a[p][i]) {
				p = r
			}
		}
		a[i], a[p] = a[p], a[i]
		if math.Abs(a[i][i]) < 1e-12 {
			return f, fmt.Errorf("no trend on one side of the break: %w", ErrShort)
		}
		d := a[i][i]
		for j := range 8 {
			a[i][j] /= d
		}
		for r := range 4 {
			if m := a[r][i]; r != i && m != 0 {
				for j := range 8 {
					a[r][j] -= m * a[i][j]
				}
			}
		}
	}
	for i := range 4 {
		for j := range 4 {
			f.inverse[i][j] = a[i][4+j]
			f.beta[i] += f.inverse[i][j] * b[j]
		}
	}
	varies := false
	for t, v := range y {
		x, e := row(t, at), v
		for i := range 4 {
			e -= f.beta[i] * x[i]
		}
		f.residual = append(f.residual, e)
		f.rss += weight(t) * e * e
		varies = varies || v != y[0]
	}
	if !varies {
		return f, ErrFlat
	}
	return f, nil
}

func finite(y []float64) {
	for _, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic("series: a value that is not finite")
		}
	}
}
