package survey

import (
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
	out := make([][]Quantile, groups)
	for d := range out {
		in := make([]bool, s.n)
		for i := range in {
			in[i] = dom == nil || dom[i] == int32(d)
		}
		one := domainQuantile{s: s, y: y, in: in, rule: rule, o: o}
		one.sorted = sortedBy(y, s.w, in)
		e, err := s.Estimate(Query{Within: in}, Mean(y))
		if err != nil {
			return nil, err
		}
		one.n, one.df = e.N[0], e.DF[0]
		for _, x := range p {
			r := Quantile{P: x, N: one.n, DF: one.df, Why: e.Why[0]}
			if len(one.sorted.x) > 0 {
				r.Value = rule(one.sorted, x)
			}
			if r.Why == Given {
				if err := one.interval(&r); err != nil {
					return nil, err
				}
			}
			out[d] = append(out[d], r)
		}
	}
	return out, nil
}

type domainQuantile struct {
	s      *Sample
	y      []float64
	in     []bool
	sorted weighted
	rule   func(weighted, float64) float64
	o      QuantileOptions
	n, df  int
}

func (d domainQuantile) interval(r *Quantile) error {
	tail := (1 - d.o.Level) / 2
	t := tQuantile(1-tail, float64(d.df))
	var lo, hi float64
	switch d.o.Interval {
	case "replicates", "quantile":
		return d.fromReplicates(r, t)
	case "score":
		var err error
		if lo, hi, err = d.score(r.P, t); err != nil {
			return err
		}
		r.Lo, r.Hi = d.rule(d.sorted, lo), d.rule(d.sorted, hi)
	default:
		below := make([]float64, len(d.y))
		for i, y := range d.y {
			if y <= r.Value {
				below[i] = 1
			}
		}
		e, err := d.s.Estimate(Query{Within: d.in}, Mean(below))
		if err != nil {
			return err
		}
		m := map[string]Method{"": Plain, "mean": Plain, "beta": Beta, "xlogit": Logit, "asin": Arcsin}[d.o.Interval]
		if m == "" {
			return fmt.Errorf("estimate quantile: interval %q is none of mean, beta, xlogit, asin, score, replicates: %w", d.o.Interval, ErrDesign)
		}
		share, se := e.Value[0], e.SE[0]
		if se == 0 || share >= 1 {
			return nil
		}
		lo, hi, err = interval(share, se, share*(1-share)/(se*se), d.n, float64(d.df), m, d.o.Level)
		if err != nil || lo <= 0 || hi >= 1 {
			return err
		}
		r.Lo, r.Hi = d.rule(d.sorted, lo), d.rule(d.sorted, hi)
	}
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
		if o := sortedBy(d.y, rep.column(d.s, c, buf), d.in); len(o.x) > 0 {
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

// sortedBy orders the rows that are in and have a weight.
func sortedBy(y, w []float64, in []bool) weighted {
	var at []int32
	var o weighted
	for i := range y {
		if in[i] && w[i] != 0 {
			at = append(at, int32(i))
			o.sum += w[i]
		}
	}
	slices.SortStableFunc(at, func(a, b int32) int {
		switch {
		case y[a] < y[b]:
			return -1
		case y[a] > y[b]:
			return 1
		}
		return 0
	})
	c := 0.0
	for _, i := range at {
		c += w[i]
		o.x, o.w, o.cum = append(o.x, y[i]), append(o.w, w[i]), append(o.cum, c)
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
