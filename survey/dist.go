package survey

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Tails and quantiles. gonum's Student quantile is off by 5e-8 at a million
// degrees of freedom and its upper tails are 1 − lower: here every upper tail
// is computed as such.

// normalUpper is P(Z > z).
func normalUpper(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// normalQuantile is the z with P(Z ≤ z) = p.
func normalQuantile(p float64) float64 {
	if p > 0.5 {
		return -normalQuantile(1 - p)
	}
	z := -math.Sqrt2 * math.Erfcinv(2*p)
	for range 3 { // Erfcinv loses digits in the tail
		d := (normalUpper(-z) - p) * math.Sqrt(2*math.Pi) * math.Exp(z*z/2)
		if d-d != 0 || math.Abs(d) < 1e-16*math.Abs(z) {
			break
		}
		z -= d
	}
	return z
}

// large is where the expansions in 1/df are exact to the last digits.
const large = 1000

// tQuantile is the t with P(T ≤ t) = p; df may be +Inf.
func tQuantile(p, df float64) float64 {
	if df <= large {
		return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p)
	}
	z := normalQuantile(p)
	if math.IsInf(df, 1) {
		return z
	}
	// Abramowitz & Stegun 26.7.5
	x := z * z
	g1 := (x + 1) * z / 4
	g2 := ((5*x+16)*x + 3) * z / 96
	g3 := (((3*x+19)*x+17)*x - 15) * z / 384
	g4 := ((((79*x+776)*x+1482)*x-1920)*x - 945) * z / 92160
	return z + (g1+(g2+(g3+g4/df)/df)/df)/df
}

// tTwoSided is P(|T| > |t|).
func tTwoSided(t, df float64) float64 {
	if math.IsInf(df, 1) {
		return 2 * normalUpper(math.Abs(t))
	}
	if math.Abs(t) < 1 { // near the centre the swapped form keeps its digits
		return 1 - mathext.RegIncBeta(0.5, df/2, t*t/(df+t*t))
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// fUpper is P(F > f).
func fUpper(f, d1, d2 float64) float64 {
	if f <= 0 {
		return 1
	}
	if math.IsInf(d2, 1) {
		return chi2Upper(f*d1, d1)
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*f))
}

// chi2Upper is P(X > x) with k degrees of freedom.
func chi2Upper(x, k float64) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(k/2, x/2)
}

// betaQuantile is the quantile of Beta(a, b), with its limits at a = 0, b = 0.
func betaQuantile(p, a, b float64) float64 {
	switch {
	case a <= 0:
		return 0
	case b <= 0:
		return 1
	}
	return distuv.Beta{Alpha: a, Beta: b}.Quantile(p)
}

// root finds a zero of f between a and b by Brent's method (R. Brent, 1973,
// ch. 4; the steps of R's uniroot, so that the same end is reached).
func root(f func(float64) float64, a, b, tol float64) float64 {
	fa, fb := f(a), f(b)
	c, fc := a, fa
	const eps = 2.220446049250313e-16
	if fa == 0 {
		return a
	}
	if fb == 0 {
		return b
	}
	for range 1000 {
		prev := b - a
		if math.Abs(fc) < math.Abs(fb) {
			a, b, c = b, c, b
			fa, fb, fc = fb, fc, fb
		}
		act := 2*eps*math.Abs(b) + tol/2
		step := (c - b) / 2
		if math.Abs(step) <= act || fb == 0 {
			return b
		}
		if math.Abs(prev) >= act && math.Abs(fa) > math.Abs(fb) {
			var p, q float64
			cb := c - b
			if a == c {
				t := fb / fa
				p, q = cb*t, 1-t
			} else {
				qq, t1, t2 := fa/fc, fb/fc, fb/fa
				p = t2 * (cb*qq*(qq-t1) - (b-a)*(t1-1))
				q = (qq - 1) * (t1 - 1) * (t2 - 1)
			}
			if p > 0 {
				q = -q
			} else {
				p = -p
			}
			if p < 0.75*cb*q-math.Abs(act*q)/2 && p < math.Abs(prev*q/2) {
				step = p / q
			}
		}
		if math.Abs(step) < act {
			if step > 0 {
				step = act
			} else {
				step = -act
			}
		}
		a, fa = b, fb
		b += step
		fb = f(b)
		if (fb > 0 && fc > 0) || (fb < 0 && fc < 0) {
			c, fc = a, fa
		}
	}
	return b
}
