package agreement

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// ErrFewClusters is returned where fewer than two units (or clusters) can be resampled.
var ErrFewClusters = errors.New("fewer than two units or clusters to resample")

// Plan says how to resample.
type Plan struct {
	Replicates int
	Seed       uint64
	Level      float64 // 0 is 0.95
	Clusters   []int   // of each unit, by any numbering; nil: each unit is its own
	Workers    int     // 0 is 1; the result does not depend on it
}

// Resampled is a percentile interval by resampling units, or clusters of units.
type Resampled struct {
	Low, Median, High float64
	Level             float64
	Defined           int // replicates in which alpha was defined; the others are left out
	Replicates        int
	Drawn             int // units or clusters drawn in each replicate
	Clustered         bool
}

// kind is one distinct thing to draw: a pattern, or a cluster's tally of patterns.
type kind struct {
	of, n []int32
}

// Bootstrap resamples the units that have two ratings or more, or whole
// clusters of them, and gives the percentile interval of alpha (quantiles of R's
// type 7). It draws counts of distinct patterns, not rows, so its cost does not
// grow with the number of units; each replicate has a generator of its own.
// Units from one place, week or interviewer must be resampled by cluster.
//
// Shape: Clusters has one number per unit, or is nil.
// Unit: as alpha.
// Errors: those of Krippendorff; ErrFewClusters; ErrOneCategory where alpha is
// undefined in every replicate. A panic if Replicates < 1, Level is not in
// (0, 1), or Clusters has another length.
// Source: resampling of units: Efron & Tibshirani 1993, ch. 13; not
// Krippendorff's own algorithm of 2016, which resamples deviations.
func Bootstrap(r Ratings, metric Metric, plan Plan) (b Resampled, err error) {
	defer wrap(&err, "resample alpha (%s)", metric)
	if plan.Level == 0 {
		plan.Level = 0.95
	}
	if plan.Replicates < 1 || !(plan.Level > 0 && plan.Level < 1) || plan.Clusters != nil && len(plan.Clusters) != r.Units() {
		panic("agree: bootstrap plan does not fit the ratings")
	}
	if err := r.fits(metric); err != nil {
		return b, err
	}
	ps, of := r.patterns(plan.Clusters != nil)
	if len(ps) == 0 {
		return b, ErrUnpaired
	}
	kinds, times := drawn(ps, of, plan.Clusters)
	var total int64
	for _, t := range times {
		total += t
	}
	b = Resampled{Level: plan.Level, Replicates: plan.Replicates, Drawn: int(total), Clustered: plan.Clusters != nil}
	if total < 2 {
		return b, ErrFewClusters
	}
	values := make([]float64, plan.Replicates)
	var wg sync.WaitGroup
	workers := max(1, plan.Workers)
	for w := range workers {
		wg.Go(func() {
			s := newSampler(ps, kinds, times, total, metric, r.values)
			for i := w; i < len(values); i += workers {
				values[i] = s.replicate(plan.Seed, uint64(i))
			}
		})
	}
	wg.Wait()
	values = slices.DeleteFunc(values, math.IsNaN) // a replicate of one category only
	if b.Defined = len(values); b.Defined == 0 {
		return b, ErrOneCategory
	}
	slices.Sort(values)
	tail := (1 - plan.Level) / 2
	b.Low, b.Median, b.High = quantile(values, tail), quantile(values, 0.5), quantile(values, 1-tail)
	return b, nil
}

// drawn lists the distinct things to draw, in a fixed order, and how often each is there.
func drawn(ps []pattern, of []int32, clusters []int) (kinds []kind, times []int64) {
	if clusters == nil {
		for i, p := range ps {
			kinds, times = append(kinds, kind{[]int32{int32(i)}, []int32{1}}), append(times, p.times)
		}
		return kinds, times
	}
	members := map[int][]int32{}
	for u, p := range of {
		if p >= 0 {
			members[clusters[u]] = append(members[clusters[u]], p)
		}
	}
	seen := map[string]int{}
	var keys []string
	for _, ms := range members { // any order: the keys are sorted below
		slices.Sort(ms)
		key := make([]byte, 0, 4*len(ms))
		for _, p := range ms {
			key = binary.BigEndian.AppendUint32(key, uint32(p))
		}
		if seen[string(key)]++; seen[string(key)] == 1 {
			keys = append(keys, string(key))
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		var k kind
		for i := 0; i < len(key); i += 4 {
			p := int32(binary.BigEndian.Uint32([]byte(key[i : i+4])))
			if len(k.of) == 0 || k.of[len(k.of)-1] != p {
				k.of, k.n = append(k.of, p), append(k.n, 0)
			}
			k.n[len(k.n)-1]++
		}
		kinds, times = append(kinds, k), append(times, int64(seen[key]))
	}
	return kinds, times
}

// sampler is one worker's memory.
type sampler struct {
	ps      []pattern
	kinds   []kind
	times   []int64
	total   int64
	metric  Metric
	values  []float64
	within  []float64 // Σ o δ of each pattern, where δ is fixed
	fixed   [][]float64
	picked  []int64
	weights []int64
	m       moments
}

func newSampler(ps []pattern, kinds []kind, times []int64, total int64, metric Metric, values []float64) *sampler {
	s := &sampler{ps: ps, kinds: kinds, times: times, total: total, metric: metric, values: values,
		picked: make([]int64, len(kinds)), weights: make([]int64, len(ps)), m: newMoments(len(values))}
	if metric == Ordinal {
		return s
	}
	s.fixed = distance(metric, values, s.m.n)
	s.within = make([]float64, len(ps))
	for u, p := range ps {
		for i, c := range p.cat {
			for j, k := range p.cat {
				s.within[u] += float64(p.n[i]) * float64(p.n[j]) * s.fixed[c][k]
			}
		}
		s.within[u] /= float64(p.m - 1)
	}
	return s
}

// replicate gives alpha of one resample; NaN, inside this file only, where it is undefined.
func (s *sampler) replicate(seed, i uint64) float64 {
	multinomial(rand.New(rand.NewPCG(seed, i)), s.total, s.times, s.total, s.picked)
	clear(s.weights)
	for k, t := range s.picked {
		for j, p := range s.kinds[k].of {
			s.weights[p] += t * int64(s.kinds[k].n[j])
		}
	}
	clear(s.m.n)
	var do, de, n float64
	if s.metric == Ordinal {
		for _, row := range s.m.o {
			clear(row)
		}
		for p, w := range s.weights {
			if w != 0 {
				s.m.add(s.ps[p], float64(w))
			}
		}
		do, de = disagreement(s.m, distance(Ordinal, s.values, s.m.n))
	} else {
		for p, w := range s.weights {
			if w == 0 {
				continue
			}
			do += float64(w) * s.within[p]
			for j, c := range s.ps[p].cat {
				s.m.n[c] += float64(w) * float64(s.ps[p].n[j])
			}
		}
		for a, row := range s.fixed {
			for b := range a {
				de += 2 * s.m.n[a] * s.m.n[b] * row[b]
			}
		}
	}
	for _, x := range s.m.n {
		n += x
	}
	if de == 0 {
		return math.NaN()
	}
	return 1 - (n-1)*do/de
}

// quantile is R's type 7 of sorted values.
func quantile(x []float64, p float64) float64 {
	h := p * float64(len(x)-1)
	i := int(h)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (h-float64(i))*(x[i+1]-x[i])
}
