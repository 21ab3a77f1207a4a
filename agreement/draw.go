package agreement

import (
	"math"
	"math/rand/v2"
)

// multinomial fills out with one draw of n units over the weights, which sum
// to total, by conditional binomials.
func multinomial(rng *rand.Rand, n int64, weight []int64, total int64, out []int64) {
	for i, w := range weight {
		switch {
		case n == 0:
			out[i] = 0
		case w == total:
			out[i] = n
		default:
			out[i] = binomial(rng, n, float64(w)/float64(total))
		}
		n -= out[i]
		total -= w
	}
}

// binomial draws one number of successes: by inversion where few are expected,
// else by Hörmann's transformed rejection (BTRS, 1993).
func binomial(rng *rand.Rand, n int64, p float64) int64 {
	if p > 0.5 {
		return n - binomial(rng, n, 1-p)
	}
	if p <= 0 || n == 0 {
		return 0
	}
	if float64(n)*p < 10 {
		return inversion(rng, n, p)
	}
	return transformed(rng, n, p)
}

func inversion(rng *rand.Rand, n int64, p float64) int64 {
	odds := p / (1 - p)
	first := math.Exp(float64(n) * math.Log1p(-p))
	for {
		u, f := rng.Float64(), first
		for k := int64(0); k <= n; k++ {
			if u < f {
				return k
			}
			u -= f
			f *= odds * float64(n-k) / float64(k+1)
			if f < 1e-300 {
				break // only rounding is left: draw again
			}
		}
	}
}

func transformed(rng *rand.Rand, n int64, p float64) int64 {
	nf := float64(n)
	sd := math.Sqrt(nf * p * (1 - p))
	b := 1.15 + 2.53*sd
	a := -0.0873 + 0.0248*b + 0.01*p
	c := nf*p + 0.5
	vr := 0.92 - 4.2/b
	alpha := (2.83 + 5.1/b) * sd
	lodds := math.Log(p / (1 - p))
	m := math.Floor((nf + 1) * p)
	h := logFactorial(m) + logFactorial(nf-m)
	for {
		v := rng.Float64()
		u := rng.Float64() - 0.5
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + c)
		if k < 0 || k > nf {
			continue
		}
		if us >= 0.07 && v <= vr {
			return int64(k)
		}
		v = math.Log(v * alpha / (a/(us*us) + b))
		if v <= h-logFactorial(k)-logFactorial(nf-k)+(k-m)*lodds {
			return int64(k)
		}
	}
}

// logFactorial is ln k!, by Stirling's series from 10 on (error below 1e-13).
func logFactorial(k float64) float64 {
	if k < 10 {
		f := 1.0
		for i := 2.0; i <= k; i++ {
			f *= i
		}
		return math.Log(f)
	}
	k++
	i := 1 / (k * k)
	return (k-0.5)*math.Log(k) - k + 0.91893853320467274 + (1.0/12-i*(1.0/360-i*(1.0/1260-i*(1.0/1680-i/1188))))/k
}
