package linkage

import (
	"fmt"
	"math"
)

// Lesson collects pairs of which somebody knows whether they belong together.
// The zero Lesson is empty.
type Lesson struct {
	vecs []vec
	is   []bool
	off  []float64 // bits known of a pair besides its weights
}

// Add takes in one reviewed pair of a model: records a and b, or day a and
// episode b if part is set.
func (l *Lesson) Add(m *Model, a, b int32, part, belongs bool) {
	l.AddKnowing(m, a, b, part, belongs, 0)
}

// AddKnowing takes in a reviewed pair of which something is known besides its
// weights, in bits: that others compete for its records, for one.
func (l *Lesson) AddKnowing(m *Model, a, b int32, part, belongs bool, bits float64) {
	x, y := m.pair(a, b)
	var v vec
	m.features(x, y, part, &v)
	l.vecs, l.is, l.off = append(l.vecs, v), append(l.is, belongs), append(l.off, bits)
}

// Len is the number of pairs taken in.
func (l *Lesson) Len() int { return len(l.is) }

// Fit moves weights from a prior towards what the lesson shows: the most
// probable weights when each is normal about its prior with standard deviation
// sd. With few pairs little moves; with none nothing does. The weight of the
// size of the sources stays as it is. It is taught, never left to find matches
// by itself.
//
// Shape: one weight per feature, in and out; the prior is not altered.
// Unit: bits.
// Errors: sd not positive; no convergence (the prior comes back with it).
// Source: logistic regression with a Gaussian prior, Newton's method; the
// weights keep the additive form of Fellegi and Sunter 1969.
func (l *Lesson) Fit(prior [Features]float64, sd float64) ([Features]float64, error) {
	if !(sd > 0) {
		return prior, fmt.Errorf("fit weights: a standard deviation of %g", sd)
	}
	w := prior
	const unit = math.Ln2 // bits to nats
	ridge := 1 / (sd * sd)
	for range 40 {
		var grad [Features]float64
		var hess [Features][Features]float64
		for f := range w {
			grad[f] = -ridge * (w[f] - prior[f])
			hess[f][f] = ridge
		}
		for i := range l.vecs {
			v := &l.vecs[i]
			s := v.dot(&w) + l.off[i]
			p := 1 / (1 + math.Exp2(-s))
			d := -p
			if l.is[i] {
				d = 1 - p
			}
			q := p * (1 - p) * unit * unit
			for k := 0; k < v.n; k++ {
				x := float64(v.val[k]) / Bit
				grad[v.f[k]] += unit * d * x
				for o := 0; o <= k; o++ {
					hess[v.f[k]][v.f[o]] += q * x * float64(v.val[o]) / Bit
					if v.f[o] != v.f[k] {
						hess[v.f[o]][v.f[k]] = hess[v.f[k]][v.f[o]]
					}
				}
			}
		}
		for f := range w { // fixed
			hess[gPrior][f], hess[f][gPrior] = 0, 0
		}
		hess[gPrior][gPrior], grad[gPrior] = 1, 0
		step, ok := solve(&hess, &grad)
		if !ok {
			return prior, fmt.Errorf("fit weights: the pairs do not determine them")
		}
		most := 0.0
		for f := range w {
			most = math.Max(most, math.Abs(step[f]))
		}
		if most < 1e-5 {
			return w, nil
		}
		now := l.loss(&w, &prior, ridge)
		for try := 0; ; try++ { // halve the step until it helps
			next := w
			for f := range w {
				next[f] += step[f] / float64(int(1)<<try)
			}
			if l.loss(&next, &prior, ridge) <= now {
				w = next
				break
			}
			if try == 40 {
				return w, nil
			}
		}
	}
	return prior, fmt.Errorf("fit weights: no convergence")
}

// loss is the negative log posterior, in nats.
func (l *Lesson) loss(w, prior *[Features]float64, ridge float64) float64 {
	t := 0.0
	for f := range w {
		t += ridge / 2 * (w[f] - prior[f]) * (w[f] - prior[f])
	}
	for i := range l.vecs {
		s := (l.vecs[i].dot(w) + l.off[i]) * math.Ln2
		if l.is[i] {
			s = -s
		}
		t += math.Max(s, 0) + math.Log1p(math.Exp(-math.Abs(s)))
	}
	return t
}

func (v *vec) dot(w *[Features]float64) (s float64) {
	for k := 0; k < v.n; k++ {
		s += w[v.f[k]] * float64(v.val[k]) / Bit
	}
	return s
}

// Neutral shifts the weights of whole terms, so that what a record leaves out
// weighs nothing: over the lesson's pairs that do not belong together, the mean
// of 2 to the weight of each term is 1. What is shifted is taken out of the
// bias: pairs that show all these terms weigh what they weighed.
//
// Shape: one weight per feature, in and out; terms that every pair of the
// lesson shows.
// Unit: bits.
// Errors: none; a term that no pair shows stays as it is.
// Source: the definition of a likelihood ratio: its mean under the other
// hypothesis is 1.
func (l *Lesson) Neutral(w [Features]float64, terms ...int) [Features]float64 {
	for _, t := range terms {
		sum, n := 0.0, 0
		for i := range l.vecs {
			if l.is[i] {
				continue
			}
			s, shown := 0.0, false
			for v, k := &l.vecs[i], 0; k < v.n; k++ {
				if f := v.f[k]; termOf(f) == t || t == TermActorA && (f == fCrossed || f == gCrossed) {
					s, shown = s+w[f]*float64(v.val[k])/Bit, true
				}
			}
			if shown {
				sum, n = sum+math.Exp2(s), n+1
			}
		}
		if n == 0 {
			continue
		}
		c := math.Log2(sum / float64(n))
		for f := range feature(Features) {
			if measures[f] {
				continue
			}
			if termOf(f) == t || t == TermActorA && f == fCrossed {
				w[f] -= c
			}
		}
		w[fBias] += c
	}
	return w
}

// measures are the features that carry a rarity.
var measures = map[feature]bool{gPrior: true, gDay: true, gSpan: true, gEpisode: true, gInside: true, gClose: true, gWide: true,
	gUnit: true, gUnit + 1: true, gUnit + 2: true, gType: true, gActorA: true, gActorB: true, gCrossed: true, gDeaths: true, gOutlet: true, gText: true}

// solve is Cholesky's method.
func solve(h *[Features][Features]float64, g *[Features]float64) (x [Features]float64, ok bool) {
	var c [Features][Features]float64
	for i := range c {
		for j := 0; j <= i; j++ {
			s := h[i][j]
			for k := 0; k < j; k++ {
				s -= c[i][k] * c[j][k]
			}
			if i == j {
				if s <= 0 {
					return x, false
				}
				c[i][i] = math.Sqrt(s)
			} else {
				c[i][j] = s / c[j][j]
			}
		}
	}
	for i := range x {
		s := g[i]
		for k := 0; k < i; k++ {
			s -= c[i][k] * x[k]
		}
		x[i] = s / c[i][i]
	}
	for i := Features - 1; i >= 0; i-- {
		s := x[i]
		for k := i + 1; k < Features; k++ {
			s -= c[k][i] * x[k]
		}
		x[i] = s / c[i][i]
	}
	return x, true
}
