package survey

import (
	"math"
)

// Estimate computes the statistics in each domain of q, with standard errors
// from the design. Rows where any of the columns is missing leave the domain
// for all statistics; the design stays whole, so that units without a row of
// the domain count as zeros.
//
// Errors: [*LonelyError] under [Fail]. It panics if a column has not one entry
// per row. What cannot be estimated is 0 with a reason in Why.
func (s *Sample) Estimate(q Query, stats ...Stat) (Estimate, error) {
	dom, groups, missing := s.domains(q, stats)
	e := Estimate{Stats: len(stats), Groups: groups, Missing: missing}
	if q.By.Codes != nil {
		e.Levels = q.By.Levels
	}
	k := groups * len(stats)
	e.Value, e.SE, e.Why = make([]float64, k), make([]float64, k), make([]Why, k)
	e.Deff, e.DeffWR = make([]float64, k), make([]float64, k)
	e.N, e.Sum = s.count(dom, groups)
	s.freedom(&e, dom)

	div := make([]float64, k) // denominator of each estimate; 1 for totals
	for a, st := range stats {
		num, den := s.sums(st, dom, groups)
		for d := range groups {
			i := e.At(a, d)
			switch {
			case e.N[d] == 0:
				e.Why[i] = NoRows
			case st.total:
				e.Value[i], div[i] = num[d], 1
			case den[d] == 0:
				e.Why[i] = ZeroDivisor
			default:
				e.Value[i], div[i] = num[d]/den[d], den[d]
			}
			if e.Why[i] == Given && e.DF[d] < 1 {
				e.Why[i] = NoFreedom
			}
		}
	}
	var v []float64
	var err error
	if s.rep != nil {
		v, err = s.rep.linear(s, e, dom, stats, q.Cov)
	} else {
		f := influence{dom: dom, groups: groups}
		for a, st := range stats {
			l := newLinear(st, e.Value[a*groups:(a+1)*groups], div[a*groups:(a+1)*groups])
			if s.once(k, groups) {
				f.lazy = append(f.lazy, l)
			} else {
				f.z = append(f.z, s.linearise(l, dom))
			}
		}
		v, err = s.variance(f, q.Cov)
	}
	if err != nil {
		return Estimate{}, err
	}
	step := 1
	if q.Cov {
		e.Cov, step = v, k+1
	}
	for i := range e.SE {
		e.SE[i] = math.Sqrt(max(v[i*step], 0))
	}
	s.effects(&e, stats, dom)
	for i := range e.Value {
		if !finite(e.Value[i], e.SE[i], e.Deff[i], e.DeffWR[i]) {
			e.Value[i], e.SE[i], e.Deff[i], e.DeffWR[i], e.Why[i] = 0, 0, 0, 0, TooLarge
		}
	}
	for i, v := range e.Cov {
		if v-v != 0 {
			e.Cov[i] = 0 // of an estimate that is too large
		}
	}
	return e, nil
}

// domains gives each row its domain, -1 for none, and counts rows left out for
// a missing value. dom is nil if every row is in the one domain.
func (s *Sample) domains(q Query, stats []Stat) (dom []int32, groups int, missing []int) {
	groups = 1
	if q.By.Codes != nil {
		if len(q.By.Codes) != s.n {
			panic("survey: domains need one code per row")
		}
		groups = len(q.By.Levels)
	}
	if q.Within != nil && len(q.Within) != s.n {
		panic("survey: Within needs one entry per row")
	}
	dom = q.By.Codes
	own := false // dom may be written
	drop := func(i int) {
		if !own {
			d := make([]int32, s.n)
			copy(d, dom)
			dom, own = d, true
		}
		dom[i] = -1
	}
	for i, in := range q.Within {
		if !in {
			drop(i)
		}
	}
	missing = make([]int, groups)
	var codes []int32 // seen last: the levels of one factor share theirs
	for _, st := range stats {
		if st.codes != nil && (codes == nil || &codes[0] != &st.codes[0]) {
			codes = st.codes
			if len(codes) != s.n {
				panic("survey: a factor needs one code per row")
			}
			for i, c := range codes {
				d := int32(0)
				if dom != nil {
					d = dom[i]
				}
				if c < 0 && d >= 0 {
					missing[d]++
					drop(i)
				}
			}
		}
		for _, y := range [][]float64{st.y, st.x} {
			if y == nil {
				continue
			}
			if len(y) != s.n {
				panic("survey: a column needs one value per row")
			}
			for i, v := range y {
				if v-v != 0 { // NaN or infinite
					d := int32(0)
					if dom != nil {
						d = dom[i]
					}
					if d >= 0 {
						missing[d]++
						drop(i)
					}
				}
			}
		}
	}
	return dom, groups, missing
}

// count gives rows with a weight, and the sum of weights, per domain.
func (s *Sample) count(dom []int32, groups int) ([]int, []float64) {
	n, sum := make([]int, groups), make([]float64, groups)
	for i, w := range s.w {
		d := int32(0)
		if dom != nil {
			d = dom[i]
		}
		if d >= 0 && w != 0 {
			n[d]++
			sum[d] += w
		}
	}
	return n, sum
}

// freedom counts units, strata and degrees of freedom within each domain.
func (s *Sample) freedom(e *Estimate, dom []int32) {
	e.PSUs, e.Strata, e.DF = make([]int, e.Groups), make([]int, e.Groups), make([]int, e.Groups)
	if len(s.stages) > 0 {
		there := s.stages[0].present(dom, e.Groups, s.w)
		for i, n := range there {
			if n > 0 {
				e.PSUs[i%e.Groups] += int(n)
				e.Strata[i%e.Groups]++
			}
		}
		for d := range e.DF {
			e.DF[d] = e.PSUs[d] - e.Strata[d]
		}
	}
	if s.rep != nil {
		s.rep.freedom(s, e, dom)
	}
}

// sums gives numerator and denominator of a statistic per domain.
func (s *Sample) sums(st Stat, dom []int32, groups int) (num, den []float64) {
	return weightedSums(s.w, st, dom, groups)
}

func weightedSums(w []float64, st Stat, dom []int32, groups int) (num, den []float64) {
	num, den = make([]float64, groups), make([]float64, groups)
	if dom == nil {
		var a, b float64
		for i, w := range w {
			if w == 0 {
				continue
			}
			a += w * st.at(i)
			if st.x != nil {
				b += w * st.x[i]
			} else {
				b += w
			}
		}
		num[0], den[0] = a, b
		return num, den
	}
	y := st.y
	dom = dom[:len(w)]
	if st.codes != nil {
		for i, w := range w {
			if d := dom[i]; d >= 0 {
				den[d] += w
				if st.codes[i] == st.level {
					num[d] += w
				}
			}
		}
		return num, den
	}
	if st.x == nil {
		for i, w := range w {
			if d := dom[i]; d >= 0 {
				num[d] += w * y[i]
				den[d] += w
			}
		}
		return num, den
	}
	for i, w := range w {
		if d := dom[i]; d >= 0 {
			num[d] += w * y[i]
			den[d] += w * st.x[i]
		}
	}
	return num, den
}

// linear gives each row's influence: w·y for a total, w·(y − R·x)/X for a
// ratio, x being 1 for a mean.
type linear struct {
	Stat
	value, inv []float64 // of each domain; value 0 and inv 1 for totals
}

func newLinear(st Stat, value, div []float64) linear {
	l := linear{Stat: st, value: value, inv: make([]float64, len(div))}
	if st.total {
		l.value = make([]float64, len(div))
	}
	for d, x := range div {
		if x != 0 {
			l.inv[d] = 1 / x
		}
	}
	return l
}

func (l *linear) row(i, d int, w float64) float64 {
	if l.x == nil {
		return w * (l.at(i) - l.value[d]) * l.inv[d]
	}
	return w * (l.at(i) - l.value[d]*l.x[i]) * l.inv[d]
}

// linearise gives the influence of all rows.
func (s *Sample) linearise(l linear, dom []int32) []float64 {
	z := make([]float64, s.n)
	for i, w := range s.w {
		d := 0
		if dom != nil {
			d = int(dom[i])
		}
		if d >= 0 && w != 0 {
			z[i] = l.row(i, d, w)
		}
	}
	return z
}

// effects fills in design effects of means and totals: the variance over that
// of a simple random sample of as many rows.
func (s *Sample) effects(e *Estimate, stats []Stat, dom []int32) {
	for a, st := range stats {
		if st.x != nil {
			continue
		}
		mean, s2 := e.Value[a*e.Groups:(a+1)*e.Groups], make([]float64, e.Groups)
		if st.total {
			mean = make([]float64, e.Groups)
			for d := range mean {
				if e.Sum[d] > 0 {
					mean[d] = e.Value[e.At(a, d)] / e.Sum[d]
				}
			}
		}
		for i, w := range s.w {
			d := int32(0)
			if dom != nil {
				d = dom[i]
			}
			if d >= 0 && w != 0 {
				r := st.at(i) - mean[d]
				s2[d] += w * r * r
			}
		}
		for d, q := range s2 {
			n, N := float64(e.N[d]), e.Sum[d]
			if n < 2 || q <= 0 {
				continue
			}
			i := e.At(a, d)
			srs := q / N / (n - 1)
			if st.total {
				srs *= N * N
			}
			v := e.SE[i] * e.SE[i]
			e.DeffWR[i] = v / srs
			if N > n {
				e.Deff[i] = v / (srs * (N - n) / N)
			}
		}
	}
}

// Weighting is what the spread of the weights alone costs.
type Weighting struct {
	N                    int
	Sum, SumSquares      float64
	EffectiveN, Deff, CV float64 // CV with n − 1
}

// Weighting returns Kish's effective sample size (Σw)²/Σw² and design effect
// n Σw²/(Σw)² (L. Kish, Survey Sampling, 1965, §11.7).
func (s *Sample) Weighting() (Weighting, error) {
	k := Weighting{N: s.n}
	for _, w := range s.w {
		k.Sum += w
		k.SumSquares += w * w
	}
	if k.SumSquares == 0 || s.n < 2 {
		return Weighting{}, ErrDegenerate
	}
	k.EffectiveN = k.Sum * k.Sum / k.SumSquares
	k.Deff = float64(s.n) / k.EffectiveN
	mean, q := k.Sum/float64(s.n), 0.0
	for _, w := range s.w {
		q += (w - mean) * (w - mean)
	}
	k.CV = math.Sqrt(q/float64(s.n-1)) / mean
	return k, nil
}
