package survey

import (
	"fmt"
	"math"
	"slices"
)

// projection takes out of an influence what calibration knows exactly: its
// weighted regression on the calibration variables (Deville & Särndal 1992).
type projection struct {
	w, base []float64   // weights after and before
	cell    []int32     // of each row in q; nil: one entry per row
	q       [][]float64 // orthonormal under the base weights
	cycles  []Factor    // instead of q: R's rake()
}

// calibrated is the variance under calibrated weights: every column is
// spread over all rows, projected, and then squared as usual.
func (s *Sample) calibrated(f influence, full bool) ([]float64, error) {
	plain := *s
	plain.cal = nil
	k := f.columns()
	spread := func(c int) []float64 {
		z := make([]float64, s.n)
		d := int32(c % f.groups)
		for i, x := range f.z[c/f.groups] {
			if f.dom == nil || f.dom[i] == d {
				z[i] = x
			}
		}
		for _, p := range s.cal {
			p.apply(z)
		}
		return z
	}
	if full {
		all := influence{groups: 1}
		for c := range k {
			all.z = append(all.z, spread(c))
		}
		return plain.variance(all, true)
	}
	v := make([]float64, k)
	for c := range k {
		one, err := plain.variance(influence{groups: 1, z: [][]float64{spread(c)}}, false)
		if err != nil {
			return nil, err
		}
		v[c] = one[0]
	}
	return v, nil
}

// apply replaces z by w*·(u − x'B), u = z/w* and B the base-weighted
// regression of u on x.
func (p projection) apply(z []float64) {
	for i, w := range p.w {
		if w != 0 {
			z[i] /= w
		} else {
			z[i] = 0
		}
	}
	if p.cycles != nil {
		for range 10 {
			for _, m := range p.cycles {
				sum, n := make([]float64, len(m.Levels)), make([]float64, len(m.Levels))
				for i, c := range m.Codes {
					sum[c] += z[i]
					n[c]++
				}
				for i, c := range m.Codes {
					z[i] -= sum[c] / n[c]
				}
			}
		}
	} else {
		for range 2 { // the second pass takes out what rounding left
			p.sweep(z)
		}
	}
	for i, w := range p.w {
		z[i] *= w
	}
}

func (p projection) sweep(u []float64) {
	coef := make([]float64, len(p.q))
	if p.cell == nil {
		for j, q := range p.q {
			for i, x := range u {
				coef[j] += p.base[i] * x * q[i]
			}
		}
		for j, q := range p.q {
			for i := range u {
				u[i] -= coef[j] * q[i]
			}
		}
		return
	}
	cells := len(p.q[0])
	sum := make([]float64, cells)
	for i, x := range u {
		sum[p.cell[i]] += p.base[i] * x
	}
	fit := make([]float64, cells)
	for j, q := range p.q {
		for c, x := range sum {
			coef[j] += x * q[c]
		}
		for c := range fit {
			fit[c] += coef[j] * q[c]
		}
	}
	for i := range u {
		u[i] -= fit[p.cell[i]]
	}
}

// orthonormal turns columns x into q with Σ w q qᵀ = I and x = q·r, by
// Gram–Schmidt done twice. Columns that depend on earlier ones are dropped;
// kept lists the others. r is indexed [row of q][column kept].
func orthonormal(x [][]float64, w []float64) (q [][]float64, r [][]float64, kept []int) {
	dot := func(a, b []float64) (t float64) {
		for i, w := range w {
			t += w * a[i] * b[i]
		}
		return t
	}
	for j, col := range x {
		v := slices.Clone(col)
		size := math.Sqrt(dot(v, v))
		coef := make([]float64, len(q))
		for range 2 {
			for a, u := range q {
				c := dot(u, v)
				coef[a] += c
				for i := range v {
					v[i] -= c * u[i]
				}
			}
		}
		left := math.Sqrt(dot(v, v))
		if !(left > 1e-10*size) || size == 0 {
			continue
		}
		for i := range v {
			v[i] /= left
		}
		for a := range r {
			r[a] = append(r[a], coef[a])
		}
		q = append(q, v)
		row := make([]float64, len(q))
		row[len(q)-1] = left
		r = append(r, row)
		kept = append(kept, j)
	}
	return q, r, kept
}

// Distance says how calibrated weights are kept near the old ones.
type Distance struct {
	Kind         string  // "linear" (generalised regression), "exponential" (raking), "logit"
	Lower, Upper float64 // for logit: bounds of the ratio new/old, Lower < 1 < Upper
}

// value gives the ratio g and its slope at eta.
func (d Distance) value(eta float64) (g, slope float64) {
	switch d.Kind {
	case "exponential":
		g = math.Exp(eta)
		return g, g
	case "logit":
		L, U := d.Lower, d.Upper
		a := (U - L) / ((1 - L) * (U - 1))
		e := math.Exp(a * eta)
		den := U - 1 + (1-L)*e
		g = (L*(U-1) + U*(1-L)*e) / den
		return g, (g - L) * (U - g) / (U - L) * a
	}
	return 1 + eta, 1
}

// ratios solves Σ w g(x'λ) x = totals by Newton's method, in an orthonormal
// basis q of x.
func (d Distance) ratios(w []float64, x [][]float64, totals []float64) (g []float64, q [][]float64, err error) {
	q, r, kept := orthonormal(x, w)
	want := make([]float64, len(q)) // totals in the basis q: rᵀ want = totals
	for j := range q {
		t := totals[kept[j]]
		for a := range j {
			t -= r[a][j] * want[a]
		}
		want[j] = t / r[j][j]
	}
	size := 0.0
	for _, t := range want {
		size = max(size, math.Abs(t))
	}
	lambda := make([]float64, len(q))
	g = make([]float64, len(w))
	best := math.Inf(1)
	for range 200 {
		miss := slices.Clone(want)
		h := make([]float64, len(q)*len(q))
		for i, w := range w {
			eta := 0.0
			for j := range q {
				eta += lambda[j] * q[j][i]
			}
			var slope float64
			g[i], slope = d.value(eta)
			for j := range q {
				t := w * q[j][i]
				miss[j] -= t * g[i]
				for a := range j + 1 {
					h[j*len(q)+a] += t * slope * q[a][i]
				}
			}
		}
		worst := 0.0
		for _, m := range miss {
			worst = max(worst, math.Abs(m))
		}
		if worst <= 1e-15*size || worst < 1e-11*size && worst >= best {
			// a total that depends on others must agree with them
			for j, t := range totals {
				got := 0.0
				for i, w := range w {
					got += w * g[i] * x[j][i]
				}
				if math.Abs(got-t) > 1e-7*max(math.Abs(t), 1) {
					return nil, nil, fmt.Errorf("calibrate weights: total %d contradicts the others: %w", j+1, ErrDesign)
				}
			}
			for i, r := range g {
				if !(math.Abs(w[i]*r) <= largest) {
					return nil, nil, fmt.Errorf("calibrate weights: weights grow without end: %w", ErrNoConvergence)
				}
			}
			return g, q, nil
		}
		best = min(best, worst)
		step, ok := solveSymmetric(h, miss)
		if !ok || worst-worst != 0 {
			break
		}
		for j := range lambda {
			lambda[j] += step[j]
		}
	}
	return nil, nil, fmt.Errorf("calibrate weights: no weights within reach give these totals: %w", ErrNoConvergence)
}

// solveSymmetric solves h·x = b, h positive definite with its lower triangle
// given, by Cholesky.
func solveSymmetric(h, b []float64) ([]float64, bool) {
	n := len(b)
	l := slices.Clone(h)
	x := slices.Clone(b)
	for j := range n {
		for k := range j {
			l[j*n+j] -= l[j*n+k] * l[j*n+k]
		}
		if !(l[j*n+j] > 0) {
			return nil, false
		}
		l[j*n+j] = math.Sqrt(l[j*n+j])
		for i := j + 1; i < n; i++ {
			for k := range j {
				l[i*n+j] -= l[i*n+k] * l[j*n+k]
			}
			l[i*n+j] /= l[j*n+j]
		}
	}
	for i := range n {
		for k := range i {
			x[i] -= l[i*n+k] * x[k]
		}
		x[i] /= l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k*n+i] * x[k]
		}
		x[i] /= l[i*n+i]
	}
	return x, true
}

// Calibrate changes the weights as little as the distance allows, so that the
// sample's totals of the columns x are those given. Variances then know that
// these totals are exact. x usually has a column of ones.
//
// Errors: [ErrNoConvergence] if no such weights are found, [ErrDesign] for
// totals that contradict each other or bounds that exclude 1. Panics if shapes
// differ or a value is missing.
//
// Source: J.-C. Deville & C.-E. Särndal, "Calibration estimators in survey
// sampling", JASA 87, 1992, pp. 376–382.
func (s *Sample) Calibrate(x [][]float64, totals []float64, d Distance) (*Sample, error) {
	if len(x) != len(totals) || len(x) == 0 {
		panic("survey: calibration needs a total for each column")
	}
	if d.Kind == "logit" && !(d.Lower < 1 && d.Upper > 1) {
		return nil, fmt.Errorf("calibrate weights: bounds must lie on both sides of 1: %w", ErrDesign)
	}
	for j, t := range totals {
		if !(math.Abs(t) <= largest) {
			return nil, fmt.Errorf("calibrate weights: total %d is missing or beyond 1e100: %w", j+1, ErrDesign)
		}
	}
	for _, col := range x {
		if len(col) != s.n {
			panic("survey: a column needs one value per row")
		}
	}
	g, q, err := d.ratios(s.w, x, totals)
	if err != nil {
		return nil, err
	}
	t := s.reweighted(times(s.w, g), projection{q: q})
	if s.rep != nil {
		t.rep, err = s.rep.each(s, func(w []float64) ([]float64, error) {
			g, _, err := d.ratios(w, x, totals)
			if err != nil {
				return nil, err
			}
			return times(w, g), nil
		})
	}
	return t, err
}

func times(w, g []float64) []float64 {
	v := make([]float64, len(w))
	for i := range v {
		v[i] = w[i] * g[i]
	}
	return v
}

// reweighted is s with other weights and one projection more.
func (s *Sample) reweighted(w []float64, p projection) *Sample {
	t := *s
	p.base, p.w = s.w, w
	t.w, t.cal = w, append(slices.Clone(s.cal), p)
	return &t
}

// Poststratify scales the weights within each level of f so that they sum to
// the totals.
//
// Errors: [ErrDesign] for a row without level, a level with a total but no
// weight in the sample, or a negative total.
//
// Source: D. Holt & T. Smith, JRSS A 142, 1979, pp. 33–46.
func (s *Sample) Poststratify(f Factor, totals []float64) (*Sample, error) {
	return s.Rake([]Margin{{f, totals}})
}

// Trim moves weights below lower and above upper to these limits and spreads
// what was cut over the others, again until none is outside. Variances treat
// the result as if it had been the design (as R's trimWeights, strict).
//
// Errors: [ErrDesign] where no weights between the limits have the same sum;
// [ErrNoConvergence] where a thousand rounds were not enough.
func (s *Sample) Trim(lower, upper float64) (*Sample, error) {
	sum := 0.0
	for _, x := range s.w {
		sum += x
	}
	if n := float64(s.n); !(n*lower <= sum && sum <= n*upper) {
		return nil, fmt.Errorf("trim weights: %g shared by %d rows cannot lie between %g and %g: %w", sum, s.n, lower, upper, ErrDesign)
	}
	w := slices.Clone(s.w)
	for round := 0; ; round++ {
		cut, inside, worst, top := 0.0, 0, 0.0, 0.0
		for _, x := range w {
			if x >= lower && x <= upper {
				inside++
			}
			d := x - min(max(x, lower), upper)
			cut += d
			worst, top = max(worst, math.Abs(d)), max(top, x)
		}
		if worst <= 1e-13*top { // rounding may keep passing the last digit around
			break
		}
		if inside == 0 {
			return nil, fmt.Errorf("trim weights: no weight lies between the limits: %w", ErrDesign)
		}
		if round == 1000 {
			return nil, fmt.Errorf("trim weights: %w", ErrNoConvergence)
		}
		for i, x := range w {
			if x >= lower && x <= upper {
				w[i] = x + cut/float64(inside)
			} else {
				w[i] = min(max(x, lower), upper)
			}
		}
	}
	for i, x := range w {
		w[i] = min(max(x, lower), upper)
	}
	t := *s
	t.w = w
	t.cal = slices.Clone(s.cal)
	for i := range t.cal {
		t.cal[i].w = w
	}
	return &t, nil
}
