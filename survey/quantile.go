package survey

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
)

// QuantileOptions says which quantile is meant and how its interval is made.
type QuantileOptions struct {
	Rule     string  // hf1 (default; also "math"), hf2 ("school") … hf9, as Hyndman & Fan number them
	Interval string  // of the share below, then inverted: mean (default), beta, xlogit, asin; score; replicates
	Level    float64 // default 0.95
}

// Quantile is one quantile of one domain. Bounded is false where an end of the
// interval lies outside the data; that end is then 0 and SE too.
type Quantile struct {
	P, Value, Lo, Hi, SE float64
	Bounded              bool
	N, DF                int
	Why                  Why
}

// Quantiles returns the quantiles p of y in each domain, out[domain][p].
//
// Errors: as [Sample.Estimate]; an unknown rule or interval; a p outside (0, 1).
//
// Source: R. Woodruff, JASA 47, 1952, pp. 635–646; R. Hyndman & Y. Fan, The
// American Statistician 50, 1996; R's svyquantile.
func (s *Sample) Quantiles(y, p []float64, o QuantileOptions, q Query) ([][]Quantile, error) {
	if o.Level == 0 {
		o.Level = 0.95
	}
	rule, err := quantileRule(o.Rule)
	if err != nil {
		return nil, err
	}
	for _, x := range p {
		if !(x > 0 && x < 1) {
			return nil, fmt.Errorf("estimate quantile: %g is not between 0 and 1: %w", x, ErrDesign)
		}
	}
	dom, groups, _ := s.domains(q, []Stat{Mean(y)})
	e, err := s.Estimate(q, Mean(y))
	if err != nil {
		return nil, err
	}
	out := make([][]Quantile, groups)
	sorted := sortedBy(y, s.w, dom, groups)
	for d := range out {
		for _, x := range p {
			r := Quantile{P: x, N: e.N[d], DF: e.DF[d], Why: e.Why[d]}
			if len(sorted[d].x) > 0 {
				r.Value = rule(sorted[d], x)
			}
			if r.Value-r.Value != 0 {
				r.Value, r.Why = 0, TooLarge
			}
			out[d] = append(out[d], r)
		}
	}
	switch o.Interval {
	case "", "mean", "beta", "xlogit", "asin":
		for i := range p {
			if err := s.invert(out, i, y, dom, q, rule, sorted, o); err != nil {
				return nil, err
			}
		}
		return out, nil
	case "score", "replicates", "quantile":
	default:
		return nil, fmt.Errorf("estimate quantile: interval %q is none of mean, beta, xlogit, asin, score, replicates: %w", o.Interval, ErrDesign)
	}
	for d := range out {
		in := make([]bool, s.n)
		for i := range in {
			in[i] = dom == nil || dom[i] == int32(d)
		}
		one := domainQuantile{s: s, y: y, in: in, sorted: sorted[d], rule: rule, o: o, n: e.N[d], df: e.DF[d]}
		for i, b := range in {
			if b {
				one.rows = append(one.rows, int32(i))
			}
		}
		slices.SortStableFunc(one.rows, func(a, b int32) int { return cmp.Compare(y[a], y[b]) })
		for i := range out[d] {
			if out[d][i].Why == Given {
				if err := one.interval(&out[d][i]); err != nil {
					return nil, err
				}
				out[d][i].limit()
			}
		}
	}
	return out, nil
}

// invert makes Woodruff's interval of the i-th quantile in all domains at
// once: the interval of the share below it, read off the same curve.
func (s *Sample) invert(out [][]Quantile, i int, y []float64, dom []int32, q Query, rule func(weighted, float64) float64, sorted []weighted, o QuantileOptions) error {
	below := make([]float64, s.n)
	for j, v := range y {
		d := 0
		if dom != nil {
			d = int(dom[j])
		}
		switch {
		case v != v:
			below[j] = v
		case d >= 0 && v <= out[d][i].Value:
			below[j] = 1
		}
	}
	q.Cov = false
	e, err := s.Estimate(q, Mean(below))
	if err != nil {
		return err
	}
	m := map[string]Method{"": Plain, "mean": Plain, "beta": Beta, "xlogit": Logit, "asin": Arcsin}[o.Interval]
	for d := range out {
		r := &out[d][i]
		share, se := e.Value[d], e.SE[d]
		if r.Why != Given || se == 0 || share >= 1 {
			continue
		}
		lo, hi, err := interval(share, se, share*(1-share)/(se*se), r.N, float64(r.DF), m, o.Level)
		if err != nil {
			return err
		}
		if lo <= 0 || hi >= 1 {
			continue
		}
		r.Lo, r.Hi = rule(sorted[d], lo), rule(sorted[d], hi)
		r.SE, r.Bounded = (r.Hi-r.Lo)/(2*tQuantile((1+o.Level)/2, float64(r.DF))), true
		r.limit()
	}
	return nil
}

// limit takes away an interval that is no pair of numbers.
func (r *Quantile) limit() {
	if !finite(r.Lo, r.Hi, r.SE) {
		r.Lo, r.Hi, r.SE, r.Bounded = 0, 0, 0, false
	}
}

type domainQuantile struct {
	s      *Sample
	y      []float64
	in     []bool
	sorted weighted
	rows   []int32 // of the domain, by y
	rule   func(weighted, float64) float64
	o      QuantileOptions
	n, df  int
}

func (d domainQuantile) interval(r *Quantile) error {
	t := tQuantile((1+d.o.Level)/2, float64(d.df))
	if d.o.Interval != "score" {
		return d.fromReplicates(r, t)
	}
	lo, hi, err := d.score(r.P, t)
	if err != nil {
		return err
	}
	r.Lo, r.Hi = d.rule(d.sorted, lo), d.rule(d.sorted, hi)
	r.SE, r.Bounded = (r.Hi-r.Lo)/(2*t), true
	return nil
}

// fromReplicates takes the spread of the quantile over the replicates.
func (d domainQuantile) fromReplicates(r *Quantile, t float64) error {
	rep := d.s.rep
	if rep == nil {
		return fmt.Errorf("estimate quantile: the sample has no replicate weights: %w", ErrDesign)
	}
	theta := make([][]float64, rep.count())
	buf := make([]float64, d.s.n)
	for c := range theta {
		theta[c] = []float64{r.Value}
		if o := d.under(rep.column(d.s, c, buf)); len(o.x) > 0 {
			theta[c][0] = d.rule(o, r.P)
		}
	}
	r.SE = math.Sqrt(rep.covariance(theta, []float64{r.Value}, false)[0])
	r.Lo, r.Hi, r.Bounded = r.Value-t*r.SE, r.Value+t*r.SE, true
	return nil
}

// score inverts the test of P(Y > θ) = 1 − p (Francisco & Fuller 1991), with
// the steps of R's ffullerCI; it returns the shares to invert.
func (d domainQuantile) score(p, t float64) (lo, hi float64, err error) {
	x := d.sorted.x
	at := func(f float64) float64 { // the usual quantile without weights
		h := f * float64(len(x)-1)
		i := int(h)
		if i+1 >= len(x) {
			return x[len(x)-1]
		}
		return x[i] + (h-float64(i))*(x[i+1]-x[i])
	}
	iqr := at(0.75) - at(0.25)
	test := func(theta, limit float64) float64 {
		u := make([]float64, len(d.y))
		for i, y := range d.y {
			u[i] = p - 1
			if y > theta {
				u[i]++
			}
		}
		e, er := d.s.Estimate(Query{Within: d.in}, Mean(u))
		if er != nil {
			err = er
			return 0
		}
		if e.SE[0] == 0 {
			return math.Copysign(1e300, e.Value[0])
		}
		return e.Value[0]/e.SE[0] - limit
	}
	tol := 1 / (100 * math.Sqrt(float64(d.n)))
	a, b := x[0]+iqr/100, x[len(x)-1]-iqr/100
	share := func(limit float64) float64 {
		theta := root(func(th float64) float64 { return test(th, limit) }, a, b, tol)
		n := sort.Search(len(x), func(i int) bool { return x[i] > theta })
		return float64(n) / float64(len(x))
	}
	return share(t), share(-t), err
}

// weighted is values in order with their weights and running sums.
type weighted struct {
	x, w, cum []float64
	sum       float64
}

// sortedBy orders the rows of each domain that have a weight.
func sortedBy(y, w []float64, dom []int32, groups int) []weighted {
	at := make([][]int32, groups)
	for i := range y {
		d := 0
		if dom != nil {
			d = int(dom[i])
		}
		if d >= 0 && w[i] != 0 {
			at[d] = append(at[d], int32(i))
		}
	}
	out := make([]weighted, groups)
	for d, rows := range at {
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(y[a], y[b]) })
		out[d] = inOrder(y, w, rows)
	}
	return out
}

// under is the domain under other weights, in the order it has already.
func (d domainQuantile) under(w []float64) weighted {
	rows := d.rows[:0:0]
	for _, i := range d.rows {
		if w[i] != 0 {
			rows = append(rows, i)
		}
	}
	return inOrder(d.y, w, rows)
}

func inOrder(y, w []float64, rows []int32) (o weighted) {
	n := len(rows)
	o.x, o.w, o.cum = make([]float64, n), make([]float64, n), make([]float64, n)
	for j, i := range rows {
		o.sum += w[i]
		o.x[j], o.w[j], o.cum[j] = y[i], w[i], o.sum
	}
	return o
}

// steps finds where the running share passes p: the values on both sides, and
// how far p lies above the lower and below the upper share.
func (o weighted) steps(p float64) (lo, hi float64, at int, above, below float64) {
	at = sort.Search(len(o.cum), func(i int) bool { return o.cum[i] > p*o.sum }) - 1
	if at < 0 {
		return o.x[0], o.x[0], at, p, o.cum[0]/o.sum - p
	}
	next := min(at+1, len(o.x)-1)
	return o.x[at], o.x[next], at, p - o.cum[at]/o.sum, o.cum[next]/o.sum - p
}

// between interpolates x over positions pk, flat beyond the ends.
func (o weighted) between(p float64, pk func(i int) float64) float64 {
	n := len(o.x)
	i := sort.Search(n, func(i int) bool { return pk(i) >= p })
	switch {
	case i == 0:
		return o.x[0]
	case i == n:
		return o.x[n-1]
	}
	a, b := pk(i-1), pk(i)
	return o.x[i-1] + (o.x[i]-o.x[i-1])*((p-a)/(b-a))
}

func quantileRule(name string) (func(weighted, float64) float64, error) {
	before := func(o weighted, i int) float64 {
		if i == 0 {
			return 0
		}
		return o.cum[i-1]
	}
	last := func(o weighted) (float64, float64) { return o.cum[len(o.x)-1], o.w[len(o.x)-1] }
	switch name {
	case "", "math", "hf1":
		return func(o weighted, p float64) float64 {
			lo, hi, _, above, _ := o.steps(p)
			if above == 0 {
				return lo
			}
			return hi
		}, nil
	case "school", "hf2":
		return func(o weighted, p float64) float64 {
			lo, hi, _, above, _ := o.steps(p)
			if above == 0 {
				return (lo + hi) / 2
			}
			return hi
		}, nil
	case "hf3":
		return func(o weighted, p float64) float64 {
			o = o.distinct()
			lo, hi, at, above, _ := o.steps(p)
			if above == 0 && at%2 == 1 {
				return lo
			}
			return hi
		}, nil
	case "hf4":
		return func(o weighted, p float64) float64 {
			lo, hi, at, above, below := o.steps(p)
			if at < 0 || above+below == 0 {
				return lo
			}
			g := above / (above + below)
			return lo*(1-g) + hi*g
		}, nil
	case "hf5":
		return func(o weighted, p float64) float64 {
			c, _ := last(o)
			return o.between(p, func(i int) float64 { return (o.cum[i] - o.w[i]/2) / c })
		}, nil
	case "hf6":
		return func(o weighted, p float64) float64 {
			c, w := last(o)
			return o.between(p, func(i int) float64 { return o.cum[i] / (c + w) })
		}, nil
	case "hf7":
		return func(o weighted, p float64) float64 {
			if len(o.x) == 1 {
				return o.x[0]
			}
			c := o.cum[len(o.x)-2]
			return o.between(p, func(i int) float64 { return before(o, i) / c })
		}, nil
	case "hf8":
		return func(o weighted, p float64) float64 {
			c, w := last(o)
			return o.between(p, func(i int) float64 { return (before(o, i)/3 + o.cum[i]*2/3) / (c + w/3) })
		}, nil
	case "hf9":
		return func(o weighted, p float64) float64 {
			c, w := last(o)
			return o.between(p, func(i int) float64 { return (before(o, i)*3/8 + o.cum[i]*5/8) / (c + w/4) })
		}, nil
	}
	return nil, fmt.Errorf("estimate quantile: rule %q is none of math, school, hf1 … hf9: %w", name, ErrDesign)
}

// distinct merges equal values.
func (o weighted) distinct() weighted {
	u := weighted{sum: o.sum}
	for i, x := range o.x {
		if n := len(u.x); n > 0 && u.x[n-1] == x {
			u.w[n-1] += o.w[i]
			u.cum[n-1] = o.cum[i]
			continue
		}
		u.x, u.w, u.cum = append(u.x, x), append(u.w, o.w[i]), append(u.cum, o.cum[i])
	}
	return u
}
