package agreement

import (
	"fmt"
	"math"
)

// Metric says how far apart two categories are.
type Metric uint8

const (
	Nominal  Metric = iota // different is different
	Ordinal                // by the ranks between them
	Interval               // by the square of their difference
	Ratio                  // by the square of their difference over their sum
)

func (m Metric) String() string { return [...]string{"nominal", "ordinal", "interval", "ratio"}[m] }

// Alpha is Krippendorff's coefficient and what it is made of.
type Alpha struct {
	Value       float64     // 1 full agreement, 0 as by chance, below 0 worse
	Observed    float64     // mean disagreement within units
	Expected    float64     // mean disagreement between any two ratings
	Units       int         // units with two ratings or more
	Ratings     int         // ratings in those units
	Marginals   []float64   // ratings of each category, in the order of Categories
	Coincidence [][]float64 // how often each pair of categories met in a unit
	SE          float64     // Gwet's linearised standard error over units
	HasSE       bool        // false for the ordinal metric, and with one unit
}

// moments are the coincidences of weighted patterns: n by category, o by pair.
type moments struct {
	n []float64
	o [][]float64
}

func newMoments(v int) moments {
	m := moments{n: make([]float64, v), o: make([][]float64, v)}
	for i := range m.o {
		m.o[i] = make([]float64, v)
	}
	return m
}

func (m *moments) add(p pattern, w float64) {
	for i, c := range p.cat {
		nc := float64(p.n[i])
		m.n[c] += w * nc
		for j, k := range p.cat {
			nk := float64(p.n[j])
			if i == j {
				nk--
			}
			m.o[c][k] += w * nc * nk / float64(p.m-1)
		}
	}
}

// Krippendorff gives alpha; ratings in units with fewer than two do not count.
//
// Shape: one number; the coincidence matrix is categories × categories.
// Unit: none; alpha is at most 1.
// Errors: ErrUnpaired, ErrOneCategory, ErrManyCategories; ErrNotNumbers for
// interval and ratio on text, or ratio on negative numbers.
// Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability;
// standard error: Gwet 2014, Handbook of Inter-Rater Reliability, ch. 5.
func Krippendorff(r Ratings, metric Metric) (a Alpha, err error) {
	defer wrap(&err, "compute alpha (%s)", metric)
	if err := r.fits(metric); err != nil {
		return a, err
	}
	ps, _ := r.patterns(false)
	m := newMoments(len(r.values))
	for _, p := range ps {
		m.add(p, float64(p.times))
		a.Units += int(p.times)
		a.Ratings += int(p.times) * int(p.m)
	}
	if a.Units == 0 {
		return a, ErrUnpaired
	}
	a.Marginals, a.Coincidence = m.n, m.o
	do, de := disagreement(m, distance(metric, r.values, m.n))
	n := float64(a.Ratings)
	a.Observed, a.Expected = do/n, de/(n*(n-1))
	if de == 0 {
		return a, ErrOneCategory
	}
	a.Value = 1 - (n-1)*do/de
	if metric != Ordinal && a.Units > 1 {
		a.SE, a.HasSE = alphaSE(ps, metric, r.values, m.n, n), true
	}
	return a, nil
}

func (r *Ratings) fits(metric Metric) error {
	switch {
	case metric > Ratio:
		panic(fmt.Sprintf("agree: no metric %d", metric))
	case len(r.values) > most:
		return ErrManyCategories
	case metric >= Interval && !r.numeric:
		return ErrNotNumbers
	case metric == Ratio && len(r.values) > 0 && r.values[0] < 0:
		return ErrNotNumbers
	}
	return nil
}

// distance is the matrix of squared differences between categories.
func distance(metric Metric, v, n []float64) [][]float64 {
	d := make([][]float64, len(v))
	cum := make([]float64, len(v)+1)
	for i := range v {
		d[i], cum[i+1] = make([]float64, len(v)), cum[i]+n[i]
	}
	for i := range v {
		for j := range i {
			var x float64
			switch metric {
			case Nominal:
				x = 1
			case Ordinal:
				x = cum[i+1] - cum[j] - (n[i]+n[j])/2
			case Interval:
				x = v[i] - v[j]
			case Ratio:
				x = (v[i] - v[j]) / (v[i] + v[j])
			}
			d[i][j], d[j][i] = x*x, x*x
		}
	}
	return d
}

// disagreement gives Σ o δ and Σ n n δ.
func disagreement(m moments, d [][]float64) (observed, expected float64) {
	for i := range d {
		for j := range i {
			observed += 2 * m.o[i][j] * d[i][j]
			expected += 2 * m.n[i] * m.n[j] * d[i][j]
		}
	}
	return observed, expected
}

// alphaSE is Gwet's linearisation: alpha as a function of the means of the
// units' agreement and marginals, with agreement weights 1 - δ/max δ.
func alphaSE(ps []pattern, metric Metric, v, n []float64, ratings float64) float64 {
	d, far := distance(metric, v, n), 0.0
	for i := range d {
		for _, x := range d[i] {
			far = math.Max(far, x)
		}
	}
	units := 0.0
	for _, p := range ps {
		units += float64(p.times)
	}
	mean := ratings / units
	pi, wpi, pe := make([]float64, len(v)), make([]float64, len(v)), 0.0
	for i := range v {
		pi[i] = n[i] / ratings
	}
	for i := range v {
		for j := range v {
			wpi[i] += (1 - d[i][j]/far) * pi[j]
		}
		pe += pi[i] * wpi[i]
	}
	agreed := make([]float64, len(ps))
	pa := 0.0
	for u, p := range ps {
		for i, c := range p.cat {
			w := -1.0
			for j, k := range p.cat {
				w += (1 - d[c][k]/far) * float64(p.n[j])
			}
			agreed[u] += float64(p.n[i]) * w
		}
		agreed[u] /= mean * float64(p.m-1)
		pa += float64(p.times) * agreed[u] / units
	}
	alpha, ss := (pa-pe)/(1-pe), 0.0
	for u, p := range ps {
		excess := (float64(p.m) - mean) / mean
		chance := 0.0
		for i, c := range p.cat {
			chance += float64(p.n[i]) * wpi[c] / mean
		}
		x := (agreed[u]-pa*excess-pe)/(1-pe) - 2*(1-alpha)*(chance-pe*excess-pe)/(1-pe)
		ss += float64(p.times) * (x - alpha) * (x - alpha)
	}
	return math.Sqrt(ss / (units * (units - 1)))
}
