package agreement

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Weight says how much two different categories agree all the same.
type Weight uint8

const (
	Identity  Weight = iota // not at all
	Linear                  // by their distance
	Quadratic               // by the square of their distance
	Ranked                  // by the ranks between them (Gwet's "ordinal", not Krippendorff's metric)
)

func (w Weight) String() string { return [...]string{"identity", "linear", "quadratic", "ranked"}[w] }

// matrix gives the weights of agreement for sorted categories.
func (w Weight) matrix(v []float64) [][]float64 {
	q := len(v)
	m := make([][]float64, q)
	for i := range m {
		m[i] = make([]float64, q)
		for j := range m[i] {
			d := 0.0
			switch {
			case i == j:
			case w == Identity:
				d = 1
			case w == Linear:
				d = math.Abs(v[i]-v[j]) / (v[q-1] - v[0])
			case w == Quadratic:
				d = (v[i] - v[j]) / (v[q-1] - v[0])
				d *= d
			case w == Ranked:
				k := math.Abs(float64(i-j)) + 1
				d = k * (k - 1) / float64(q*(q-1))
			default:
				panic(fmt.Sprintf("agree: no weight %d", w))
			}
			m[i][j] = 1 - d
		}
	}
	return m
}

// Coefficient is agreement corrected for chance, with Gwet's linearised
// standard error over units.
type Coefficient struct {
	Value, SE        float64
	Observed, Chance float64 // weighted agreement seen, and expected by chance
	Units            int     // units with a rating
	Paired           int     // units with two or more
}

// Interval gives Value ± t(Units-1) · SE, cut at 1; ok is false with one unit.
func (c Coefficient) Interval(level float64) (low, high float64, ok bool) {
	if c.Units < 2 || !(level > 0 && level < 1) {
		return 0, 0, false
	}
	t := student(level, float64(c.Units-1))
	return c.Value - t*c.SE, math.Min(1, c.Value+t*c.SE), true
}

// student is the t that level of the distribution lies within. gonum's
// quantile is off by 5e-8 at a million degrees of freedom, so above a thousand
// it is Abramowitz & Stegun 26.7.5, exact there.
func student(level, df float64) float64 {
	if df <= 1000 {
		return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(1 - (1-level)/2)
	}
	z := math.Sqrt2 * math.Erfinv(level)
	x := z * z
	g1 := (x + 1) * z / 4
	g2 := ((5*x+16)*x + 3) * z / 96
	g3 := (((3*x+19)*x+17)*x - 15) * z / 384
	return z + (g1+(g2+g3/df)/df)/df
}

// tally is what every coefficient needs of the units with a rating.
type tally struct {
	n     [][]counted // of each unit
	unit  []int       // which unit
	m     []float64   // ratings of each
	seen  []float64   // agreement within each unit; 0 with one rating
	pairs int
	pa    float64
	w     [][]float64
	pi    []float64 // mean share of each category
}

func (r *Ratings) tally(weight Weight) (*tally, error) {
	if weight != Identity && weight != Ranked && !r.numeric {
		return nil, ErrNotNumbers
	}
	if len(r.values) > most {
		return nil, ErrManyCategories
	}
	t := &tally{w: weight.matrix(r.values), pi: make([]float64, len(r.values))}
	units := r.Units()
	flat := make([]counted, 0, len(r.codes)) // enough: the tallies below never move
	t.n, t.m, t.seen, t.unit = make([][]counted, 0, units), make([]float64, 0, units), make([]float64, 0, units), make([]int, 0, units)
	for u := range units {
		from, ratings := len(flat), 0
		flat, ratings = r.counts(u, flat)
		n, m := flat[from:len(flat):len(flat)], float64(ratings)
		if m == 0 {
			continue
		}
		s := 0.0
		if m >= 2 {
			for _, a := range n {
				x := -1.0
				for _, b := range n {
					x += t.w[a.cat][b.cat] * b.n
				}
				s += a.n * x
			}
			s /= m * (m - 1)
			t.pairs++
			t.pa += s
		}
		t.n, t.m, t.seen, t.unit = append(t.n, n), append(t.m, m), append(t.seen, s), append(t.unit, u)
		for _, a := range n {
			t.pi[a.cat] += a.n / m
		}
	}
	if t.pairs == 0 {
		return nil, ErrUnpaired
	}
	t.pa /= float64(t.pairs)
	for k := range t.pi {
		t.pi[k] /= float64(len(t.n))
	}
	return t, nil
}

// finish corrects for chance; part is each unit's share in the chance agreement,
// nil where chance does not depend on the ratings.
func (t *tally) finish(pe float64, part []float64) (c Coefficient, err error) {
	if len(t.pi) < 2 && pe > 0 || pe >= 1 {
		return c, ErrOneCategory
	}
	n := float64(len(t.n))
	c = Coefficient{Value: (t.pa - pe) / (1 - pe), Observed: t.pa, Chance: pe, Units: len(t.n), Paired: t.pairs}
	ss := 0.0
	for i := range t.n {
		x := 0.0
		if t.m[i] >= 2 {
			x = n / float64(t.pairs) * (t.seen[i] - pe) / (1 - pe)
		}
		if part != nil {
			x -= 2 * (1 - c.Value) * (part[i] - pe) / (1 - pe)
		}
		ss += (x - c.Value) * (x - c.Value)
	}
	if n > 1 {
		c.SE = math.Sqrt(ss / (n * (n - 1)))
	}
	return c, nil
}

// Percent is the share of pairs of ratings, within units, that agree.
//
// Shape: one number; units weigh the same.
// Unit: share, 0 to 1.
// Errors: ErrUnpaired; ErrNotNumbers for linear and quadratic weights on text;
// ErrManyCategories.
// Source: Gwet 2014, Handbook of Inter-Rater Reliability, ch. 2; irrCAC pa.coeff.raw.
func Percent(r Ratings, weight Weight) (c Coefficient, err error) {
	defer wrap(&err, "compute percent agreement")
	t, err := r.tally(weight)
	if err != nil {
		return c, err
	}
	return t.finish(0, nil)
}

// Gwet is AC1, or AC2 with weights: chance falls where one category is rare or
// common, so that it does not suffer from the paradox of prevalence.
//
// Shape: one number.
// Unit: none; at most 1.
// Errors: ErrUnpaired, ErrOneCategory; ErrNotNumbers, ErrManyCategories as Percent.
// Source: Gwet 2008, Br. J. Math. Stat. Psychol. 61:29–48; irrCAC gwet.ac1.raw.
func Gwet(r Ratings, weight Weight) (c Coefficient, err error) {
	defer wrap(&err, "compute Gwet's coefficient")
	t, err := r.tally(weight)
	if err != nil {
		return c, err
	}
	q := float64(len(t.pi))
	if q < 2 {
		return c, ErrOneCategory
	}
	f, pe := t.all()/(q*(q-1)), 0.0
	for _, p := range t.pi {
		pe += f * p * (1 - p)
	}
	part := make([]float64, len(t.n))
	for i, n := range t.n {
		for _, a := range n {
			part[i] += f * a.n * (1 - t.pi[a.cat]) / t.m[i]
		}
	}
	return t.finish(pe, part)
}

func (t *tally) all() (s float64) {
	for _, row := range t.w {
		for _, x := range row {
			s += x
		}
	}
	return s
}

// BrennanPrediger supposes that by chance every category is as likely.
//
// Shape: one number; the categories are those that occur.
// Unit: none; at most 1.
// Errors: ErrUnpaired, ErrOneCategory; ErrNotNumbers, ErrManyCategories as Percent.
// Source: Brennan & Prediger 1981, Educ. Psychol. Meas. 41:687–699; irrCAC bp.coeff.raw.
func BrennanPrediger(r Ratings, weight Weight) (c Coefficient, err error) {
	defer wrap(&err, "compute Brennan and Prediger's coefficient")
	t, err := r.tally(weight)
	if err != nil {
		return c, err
	}
	q := float64(len(t.pi))
	return t.finish(t.all()/(q*q), nil)
}

// Fleiss is the kappa of several coders whose marginals are pooled.
//
// Shape: one number; units may have any number of ratings.
// Unit: none; at most 1.
// Errors: ErrUnpaired, ErrOneCategory; ErrNotNumbers, ErrManyCategories as Percent.
// Source: Fleiss 1971, Psychol. Bull. 76:378–382; with missing ratings and
// weights as irrCAC fleiss.kappa.raw.
func Fleiss(r Ratings, weight Weight) (c Coefficient, err error) {
	defer wrap(&err, "compute Fleiss's kappa")
	t, err := r.tally(weight)
	if err != nil {
		return c, err
	}
	wpi, pe := t.mean(t.pi), 0.0
	for k, p := range t.pi {
		pe += p * wpi[k]
	}
	part := make([]float64, len(t.n))
	for i, n := range t.n {
		for _, a := range n {
			part[i] += a.n * wpi[a.cat] / t.m[i]
		}
	}
	return t.finish(pe, part)
}

// mean gives W p.
func (t *tally) mean(p []float64) []float64 {
	out := make([]float64, len(p))
	for k := range p {
		for l, x := range p {
			out[k] += t.w[k][l] * x
		}
	}
	return out
}

// Conger is the kappa of several coders, each with marginals of their own; for
// two coders it is Cohen's.
//
// Shape: one number; each coder must have rated something.
// Unit: none; at most 1.
// Errors: ErrUnpaired, ErrOneCategory; ErrNotNumbers, ErrManyCategories as Percent.
// Source: Conger 1980, Psychol. Bull. 88:322–328; irrCAC conger.kappa.raw.
func Conger(r Ratings, weight Weight) (c Coefficient, err error) {
	defer wrap(&err, "compute Conger's kappa")
	t, err := r.tally(weight)
	if err != nil {
		return c, err
	}
	q, units := len(t.pi), float64(len(t.n))
	var p, wp [][]float64 // of the coders who rated
	var rated []float64
	var coder []int
	sum := make([]float64, q)
	for g := range r.coders {
		share, n := make([]float64, q), 0.0
		for _, u := range t.unit {
			if x := r.codes[u*r.coders+g]; x != missing {
				share[x]++
				n++
			}
		}
		if n == 0 {
			continue
		}
		for k := range share {
			share[k] /= n
			sum[k] += share[k]
		}
		p, wp, rated, coder = append(p, share), append(wp, t.mean(share)), append(rated, n), append(coder, g)
	}
	pairs := float64(len(p) * (len(p) - 1))
	wsum, pe := t.mean(sum), 0.0
	for k := range sum {
		pe += sum[k] * wsum[k] / pairs
		for g := range p {
			pe -= p[g][k] * wp[g][k] / pairs
		}
	}
	part := make([]float64, len(t.n))
	for i, u := range t.unit {
		for g := range p {
			x, scale := r.codes[u*r.coders+coder[g]], units/rated[g]
			rest := 1.0 // what the coder's own mean still weighs in this unit
			if x != missing {
				part[i] += scale * (wsum[x] - wp[g][x]) / pairs
				rest -= scale
			}
			for k, a := range p[g] {
				part[i] += rest * a * (wsum[k] - wp[g][k]) / pairs
			}
		}
	}
	return t.finish(pe, part)
}
