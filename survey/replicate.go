package survey

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Replicates are weights made by dropping or redrawing units, usually read
// from a file that comes with a survey.
type Replicates struct {
	Weights  []float64   // of the full sample, one per row
	Columns  [][]float64 // one column of weights per replicate
	Scale    float64     // multiplies the sum of squares
	RScales  []float64   // one per replicate; nil: 1 each
	MSE      bool        // squares around the full estimate, not the replicates' mean
	Combined bool        // Columns hold full weights; false: factors of Weights
	DF       int         // degrees of freedom; 0: rank of the columns − 1
}

// replicates is what a sample holds of them: a column of weights each, or, where
// made here, one factor per drawn unit.
type replicates struct {
	cols   [][]float64 // weights per row; nil: factors
	factor [][]float64 // per replicate and unit of stage level
	level  int
	scale  float64
	rscale []float64
	mse    bool
	df     int
	pairs  *stage // the first stage in pairs, where degrees of freedom count within them
}

// NewReplicated makes a sample of which only replicate weights are known.
//
// Shape: Weights one per row, Columns[r] one per row, RScales one per column.
//
// Unit: weights count members of the population.
//
// Errors: [ErrDesign] for a weight that is missing or infinite, a scale that
// is not positive, or fewer than two replicates. Panics if columns differ in length.
//
// Source: K. Wolter, Introduction to Variance Estimation, 2nd ed. 2007, ch. 3–5.
func NewReplicated(r Replicates) (*Sample, error) {
	s, err := New(Design{Weights: r.Weights})
	if err != nil {
		return nil, err
	}
	s.stages = nil
	if len(r.Columns) < 2 || !(r.Scale > 0) {
		return nil, fmt.Errorf("declare replicates: at least two columns and a positive scale: %w", ErrDesign)
	}
	rep := &replicates{scale: r.Scale, rscale: r.RScales, mse: r.MSE, df: r.DF}
	if rep.rscale == nil {
		rep.rscale = make([]float64, len(r.Columns))
		for i := range rep.rscale {
			rep.rscale[i] = 1
		}
	}
	if len(rep.rscale) != len(r.Columns) {
		panic("survey: one rscale per replicate")
	}
	for c, col := range r.Columns {
		if len(col) != s.n {
			panic("survey: a replicate needs one weight per row")
		}
		for i, w := range col {
			if !(math.Abs(w) <= largest) {
				return nil, fmt.Errorf("declare replicates: column %d, row %d: no weight: %w", c+1, i+1, ErrDesign)
			}
		}
		if !r.Combined {
			col = times(s.w, col)
		}
		rep.cols = append(rep.cols, col)
	}
	s.rep = rep
	return s, nil
}

// Scales gives scale and rscales of the usual kinds of replicates that carry
// no more than their name: jk1, brr, fay (with its rho) and bootstrap. jkn
// has rscales of its own, one per replicate.
//
// Shape: r replicates.
//
// Unit: factors of a sum of squares.
//
// Errors: an unknown kind; jkn; rho outside [0, 1).
//
// Source: Wolter 2007, ch. 3–5; R. Fay, Proceedings of the ASA Section on
// Survey Research Methods, 1989.
func Scales(kind string, r int, rho float64) (float64, error) {
	n := float64(r)
	switch kind {
	case "jk1":
		return (n - 1) / n, nil
	case "brr":
		return 1 / n, nil
	case "fay":
		if rho < 0 || rho >= 1 {
			return 0, fmt.Errorf("scale replicates: rho must lie in [0, 1): %w", ErrDesign)
		}
		return 1 / (n * (1 - rho) * (1 - rho)), nil
	case "bootstrap":
		return 1 / (n - 1), nil
	case "jkn":
		return 0, fmt.Errorf("scale replicates: jkn needs the rscales that came with the weights: %w", ErrDesign)
	}
	return 0, fmt.Errorf("scale replicates: %q is none of jk1, jkn, brr, fay, bootstrap: %w", kind, ErrDesign)
}

// Jackknife replaces linearisation by replicates that drop one first-stage
// unit each (JKn; JK1 where there is one stratum), and where the sizes of later
// stages are known, one unit of those each as well, so that nothing is left
// out of the variance. Lonely strata fail unless the design said otherwise;
// then they are never dropped.
//
// Errors: [*LonelyError]; [ErrDesign] for a sample that has replicates or is
// calibrated already, or with so many units (about 8,000) that their factors
// would fill memory: take [Sample.Bootstrap].
//
// Source: Wolter 2007, ch. 4; the later stages as each stage's own jackknife.
func (s *Sample) Jackknife(mse bool) (*Sample, error) {
	if err := s.redrawable(); err != nil {
		return nil, err
	}
	level := len(s.stages) - 1
	drops := 0
	for _, g := range s.stages {
		drops += g.units
	}
	if drops*s.stages[level].units > roomiest {
		return nil, fmt.Errorf("make replicates: a jackknife would drop %d units one by one: draw a bootstrap instead: %w", drops, ErrDesign)
	}
	rep := &replicates{scale: 1, mse: mse, level: level}
	ancestor := s.ancestors()
	for k := range s.stages {
		g := &s.stages[k]
		for u := range g.units {
			h := g.in(int32(u))
			n := float64(g.size[h])
			if n == 1 || g.scale[h] == 0 && k > 0 {
				continue
			}
			f := make([]float64, s.stages[level].units)
			for v := range f {
				switch at := ancestor[k][v]; {
				case at == int32(u):
				case g.in(at) == h:
					f[v] = n / (n - 1)
				default:
					f[v] = 1
				}
			}
			rep.factor = append(rep.factor, f)
			rep.rscale = append(rep.rscale, g.scale[h]*(n-1)/n)
		}
	}
	t := *s
	t.rep = rep
	return &t, nil
}

// roomiest is how many factors a jackknife may hold: half a gigabyte.
const roomiest = 64 << 20

// ancestors gives for each stage the unit that each unit of the last stage
// lies in.
func (s *Sample) ancestors() [][]int32 {
	last := &s.stages[len(s.stages)-1]
	out := make([][]int32, len(s.stages))
	for k := range s.stages {
		out[k] = make([]int32, last.units)
		for i := range s.n {
			out[k][last.of(i)] = s.stages[k].of(i)
		}
	}
	return out
}

// Bootstrap replaces linearisation by r replicates that draw n−1 of the n
// units of each stratum with replacement (Rao & Wu), at every stage of which
// the sizes are known, independently of one another. With a finite population
// the factors shrink towards 1 by the root of what the stage's variance counts;
// where several stages could make a factor negative, all shrink by one more
// number, and the scale makes up for it. The same generator gives the same
// replicates.
//
// Errors: [*LonelyError]; [ErrDesign] for a sample that has replicates or is
// calibrated already, or for so many replicates that their factors would fill
// memory (about 250 of a million units). Panics if r is below 2.
//
// Source: J. Rao & C. Wu, JASA 83, 1988, pp. 231–241; the sum of stages and the
// common shrinkage: J.-F. Beaumont & Z. Patak, International Statistical Review
// 80, 2012, pp. 127–148.
func (s *Sample) Bootstrap(r int, rng *rand.Rand) (*Sample, error) {
	if err := s.redrawable(); err != nil {
		return nil, err
	}
	if r < 2 {
		panic("survey: at least two replicates")
	}
	level := len(s.stages) - 1
	last := &s.stages[level]
	if r*last.units > 4*roomiest {
		return nil, fmt.Errorf("make replicates: %d of %d units do not fit in memory: draw fewer: %w", r, last.units, ErrDesign)
	}
	ancestor := s.ancestors()
	members := make([][][]int32, len(s.stages))
	reach := make([]float64, last.units) // how far below 1 a factor can fall
	for k := range s.stages {
		g := &s.stages[k]
		members[k] = make([][]int32, g.strata)
		for u := range g.units {
			h := g.in(int32(u))
			members[k][h] = append(members[k][h], int32(u))
		}
		for v := range reach {
			if h := g.in(ancestor[k][v]); g.size[h] > 1 {
				reach[v] += math.Sqrt(g.scale[h])
			}
		}
	}
	tau := 1.0
	for _, x := range reach {
		tau = max(tau, x)
	}
	rep := &replicates{scale: tau * tau / float64(r-1), level: level}
	for range r {
		f := make([]float64, last.units)
		for v := range f {
			f[v] = 1
		}
		for k := range s.stages {
			g := &s.stages[k]
			drawn := make([]float64, g.units)
			for h, us := range members[k] {
				n := len(us)
				if n < 2 {
					continue
				}
				shrink := math.Sqrt(g.scale[h]) / tau
				for range n - 1 {
					drawn[us[rng.IntN(n)]]++
				}
				for _, u := range us {
					drawn[u] = shrink * (drawn[u]*float64(n)/float64(n-1) - 1)
				}
			}
			for v := range f {
				f[v] += drawn[ancestor[k][v]]
			}
		}
		rep.factor = append(rep.factor, f)
		rep.rscale = append(rep.rscale, 1)
	}
	t := *s
	t.rep = rep
	return &t, nil
}

// redrawable checks that units can be dropped or redrawn.
func (s *Sample) redrawable() error {
	switch {
	case s.rep != nil:
		return fmt.Errorf("make replicates: the sample has some already: %w", ErrDesign)
	case len(s.cal) > 0:
		return fmt.Errorf("make replicates: make them first, then calibrate: %w", ErrDesign)
	}
	for k := range s.stages {
		g := &s.stages[k]
		if !g.single || s.lonely != Fail {
			continue
		}
		e := &LonelyError{Stage: k + 1}
		for h, n := range g.size {
			if n == 1 && g.scale[h] > 0 {
				e.Strata = append(e.Strata, s.stratumName(k, h))
			}
		}
		return e
	}
	return nil
}

// Replications counts the replicates; 0 where variance is by linearisation.
func (s *Sample) Replications() int {
	if s.rep == nil {
		return 0
	}
	return s.rep.count()
}

func (r *replicates) count() int { return len(r.rscale) }

// column gives replicate c's weights; buf is used where they are made.
func (r *replicates) column(s *Sample, c int, buf []float64) []float64 {
	if r.cols != nil {
		return r.cols[c]
	}
	g := &s.stages[r.level]
	for i, w := range s.w {
		buf[i] = w * r.factor[c][g.of(i)]
	}
	return buf
}

// each maps every replicate's weights, as calibration does.
func (r *replicates) each(s *Sample, f func([]float64) ([]float64, error)) (*replicates, error) {
	t := *r
	t.factor, t.cols = nil, nil
	buf := make([]float64, s.n)
	for c := range r.count() {
		w, err := f(r.column(s, c, buf))
		if err != nil {
			return nil, fmt.Errorf("replicate %d: %w", c+1, err)
		}
		t.cols = append(t.cols, w)
	}
	return &t, nil
}

// covariance turns the replicates' estimates, theta[r][k], into (co)variances.
func (r *replicates) covariance(theta [][]float64, value []float64, full bool) []float64 {
	k := len(value)
	centre := make([]float64, k)
	if r.mse {
		copy(centre, value)
	} else {
		for _, t := range theta {
			for c, x := range t {
				centre[c] += x / float64(len(theta))
			}
		}
	}
	v := make([]float64, k)
	if full {
		v = make([]float64, k*k)
	}
	for i, t := range theta {
		f := r.scale * r.rscale[i]
		for c, x := range t {
			if !full {
				v[c] += f * (x - centre[c]) * (x - centre[c])
				continue
			}
			for e, y := range t {
				v[c*k+e] += f * (x - centre[c]) * (y - centre[e])
			}
		}
	}
	return v
}

// linear is the variance of means, totals and ratios. Where replicates are
// factors of units, sums per unit are enough and rows are visited once.
func (r *replicates) linear(s *Sample, e Estimate, dom []int32, stats []Stat, full bool) ([]float64, error) {
	k, groups := len(e.Value), e.Groups
	theta := make([][]float64, r.count())
	for c := range theta {
		theta[c] = make([]float64, k)
	}
	fill := func(t []float64, a int, num, den []float64) {
		for d := range groups {
			i := a*groups + d
			switch {
			case stats[a].total:
				t[i] = num[d]
			case den[d] != 0:
				t[i] = num[d] / den[d]
			default:
				t[i] = e.Value[i] // a replicate without the domain says nothing
			}
		}
	}
	if r.cols != nil {
		for c := range theta {
			for a, st := range stats {
				num, den := weightedSums(r.cols[c], st, dom, groups)
				fill(theta[c], a, num, den)
			}
		}
		return r.covariance(theta, e.Value, full), nil
	}
	g := &s.stages[r.level]
	units := g.unit
	if units == nil {
		units = make([]int32, s.n)
		for i := range units {
			units[i] = int32(i)
		}
	}
	for a, st := range stats {
		num, den := make([]float64, g.units*groups), make([]float64, g.units*groups)
		for i, w := range s.w {
			d := int32(0)
			if dom != nil {
				d = dom[i]
			}
			if d < 0 || w == 0 {
				continue
			}
			at := int(units[i])*groups + int(d)
			num[at] += w * st.at(i)
			if st.x != nil {
				den[at] += w * st.x[i]
			} else {
				den[at] += w
			}
		}
		rn, rd := make([]float64, groups), make([]float64, groups)
		for c, f := range r.factor {
			clear(rn)
			clear(rd)
			for u, m := range f {
				if m == 0 {
					continue
				}
				for d := range groups {
					rn[d] += m * num[u*groups+d]
					rd[d] += m * den[u*groups+d]
				}
			}
			fill(theta[c], a, rn, rd)
		}
	}
	return r.covariance(theta, e.Value, full), nil
}

// freedom sets the degrees of freedom of each domain: units − strata where
// the design is known, but never more than replicates − 1; else the rank of
// the domain's replicate weights − 1.
func (r *replicates) freedom(s *Sample, e *Estimate, dom []int32) {
	var inPairs []int
	if r.pairs != nil {
		inPairs = make([]int, e.Groups)
		for i, n := range r.pairs.present(dom, e.Groups, s.w) {
			inPairs[i%e.Groups] += max(0, int(n)-1)
		}
	}
	for d := range e.DF {
		switch {
		case r.df > 0:
			e.DF[d] = r.df
		case len(s.stages) > 0:
			e.DF[d] = min(e.DF[d], r.count()-1)
			if inPairs != nil {
				e.DF[d] = min(e.DF[d], inPairs[d])
			}
		default:
			e.DF[d] = max(0, r.rank(s, dom, int32(d))-1)
		}
	}
}

// rank is that of the replicate weights of a domain. Many rows are first
// mixed into a few at random, which keeps the rank.
func (r *replicates) rank(s *Sample, dom []int32, d int32) int {
	R := r.count()
	var rows []int32
	for i := range s.n {
		if dom == nil || dom[i] == d {
			rows = append(rows, int32(i))
		}
	}
	m := min(len(rows), 3*R+20)
	x := make([][]float64, R)
	for c := range x {
		x[c] = make([]float64, m)
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(rows))))
	mix := m < len(rows)
	for j, i := range rows {
		at, f := j, 1.0
		if mix {
			at, f = rng.IntN(m), rng.NormFloat64()
		}
		for c := range x {
			x[c][at] += f * r.cols[c][i]
		}
	}
	return rank(x, 1e-5)
}

// rank counts columns that keep more than tol of their length beside the
// earlier ones.
func rank(x [][]float64, tol float64) int {
	var q [][]float64
	for _, v := range x {
		size := norm(v)
		if size == 0 {
			continue
		}
		for range 2 {
			for _, u := range q {
				c := 0.0
				for i := range v {
					c += u[i] * v[i]
				}
				for i := range v {
					v[i] -= c * u[i]
				}
			}
		}
		if left := norm(v); left > tol*size {
			for i := range v {
				v[i] /= left
			}
			q = append(q, v)
		}
	}
	return len(q)
}

func norm(v []float64) float64 {
	t := 0.0
	for _, x := range v {
		t += x * x
	}
	return math.Sqrt(t)
}
