// Package ranktest measures how far two orders of the same few things go
// together: Kendall's tau-b with its exact distribution, ties included.
//
// It is made for twenty or thirty units, where a normal approximation would
// pretend. It does not know what is ordered, and says nothing about causes. The
// function you want is [TauB]. Method and limits: docs/method/co-occurrence.md.
package ranktest

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// ErrFew is returned for fewer than four pairs of values.
var ErrFew = errors.New("fewer than four pairs of values")

// ErrConstant is returned where one of the two is the same everywhere.
var ErrConstant = errors.New("one of the two is the same everywhere")

// ErrMissing is returned for a value that is no number.
var ErrMissing = errors.New("a value is no number")

// Tau is a coefficient with what it rests on.
type Tau struct {
	Value      float64
	P          float64 // two-sided: chance of a coefficient at least as far from 0 if the pairing were at random
	N          int
	Concordant int // pairs in the same order
	Discordant int // pairs in opposite order
	Exact      bool
	Draws      int // where the distribution is too large to count: random pairings drawn
}

// most is how many numbers the exact distribution may take; above it pairings
// are drawn.
const (
	most  = 20 << 20
	draws = 19_999
)

// TauB is Kendall's tau-b of x and y: (C − D)/√((C + D + Tx)(C + D + Ty)), with
// Tx and Ty the pairs tied in one only. P is exact, counting every pairing of
// the values with their ties, unless that takes more than 160 MB; then 19,999
// pairings are drawn with the seed, and P is (1 + as far)/(1 + drawn).
//
// Shape: one value per unit in each, of equal length.
//
// Unit: none; only the order of values counts.
//
// Errors: ErrFew, ErrConstant, ErrMissing. Panics if the lengths differ.
//
// Source: M. Kendall, Rank Correlation Methods, 4th ed. 1970, ch. 3 and 5; the
// distribution with ties by counting tables, as in S. Burr, Biometrika 47, 1960.
func TauB(x, y []float64, seed uint64) (t Tau, err error) {
	defer wrap(&err, "correlate ranks of %d", len(x))
	if len(x) != len(y) {
		panic("rank: columns of different lengths")
	}
	n := len(x)
	if n < 4 {
		return t, ErrFew
	}
	for i := range x {
		if x[i]-x[i] != 0 || y[i]-y[i] != 0 {
			return t, ErrMissing
		}
	}
	a, na := dense(x)
	b, nb := dense(y)
	if len(na) < 2 || len(nb) < 2 {
		return t, ErrConstant
	}
	s := score(a, b)
	t.N = n
	pairs := n * (n - 1) / 2
	ux, uy := pairs-tied(na), pairs-tied(nb) // pairs not tied in x, in y
	for i := range a {
		for j := range i {
			switch d := (a[i] - a[j]) * (b[i] - b[j]); {
			case d > 0:
				t.Concordant++
			case d < 0:
				t.Discordant++
			}
		}
	}
	t.Value = float64(s) / math.Sqrt(float64(ux)*float64(uy))
	if len(na) == n && len(nb) == n {
		t.P, t.Exact = untied(n, s), true
		return t, nil
	}
	if states(nb) > states(na) {
		na, nb, a, b = nb, na, b, a
	}
	if p, ok := exact(na, nb, s); ok {
		t.P, t.Exact = p, true
		return t, nil
	}
	t.Draws = draws
	rng := rand.New(rand.NewPCG(seed, 0x7461752d62))
	far := 1
	c := slices.Clone(b)
	for range draws {
		rng.Shuffle(n, func(i, j int) { c[i], c[j] = c[j], c[i] })
		if abs(score(a, c)) >= abs(s) {
			far++
		}
	}
	t.P = float64(far) / (draws + 1)
	return t, nil
}

// dense replaces values by their ranks without gaps, and counts each.
func dense(x []float64) (codes []int, count []int) {
	v := slices.Clone(x)
	slices.SortFunc(v, cmp.Compare[float64])
	v = slices.Compact(v)
	codes, count = make([]int, len(x)), make([]int, len(v))
	for i := range x {
		k, _ := slices.BinarySearch(v, x[i])
		codes[i] = k
		count[k]++
	}
	return codes, count
}

func score(a, b []int) (s int) {
	for i := range a {
		for j := range i {
			switch d := (a[i] - a[j]) * (b[i] - b[j]); {
			case d > 0:
				s++
			case d < 0:
				s--
			}
		}
	}
	return s
}

func tied(count []int) (t int) {
	for _, c := range count {
		t += c * (c - 1) / 2
	}
	return t
}

func abs(x int) int { return max(x, -x) }

// states is how many ways there are to have used up a part of the values.
func states(count []int) float64 {
	p := 1.0
	for _, c := range count {
		p *= float64(c + 1)
	}
	return p
}

// untied is the chance of a score as far from 0 where no value repeats: each
// further unit makes 0 … i discordant pairs, all equally likely.
func untied(n, s int) (p float64) {
	d := []float64{1}
	for i := 1; i < n; i++ {
		next := make([]float64, len(d)+i)
		for k, q := range d {
			for j := range i + 1 {
				next[k+j] += q / float64(i+1)
			}
		}
		d = next
	}
	pairs := n * (n - 1) / 2
	for inv, q := range d {
		if abs(pairs-2*inv) >= abs(s) {
			p += q
		}
	}
	return min(p, 1)
}

// exact counts the pairings of the groups of a with the values of b, group by
// group: a state is how many of each value are used up, and holds the chance of
// each score so far.
func exact(na, nb []int, s int) (p float64, ok bool) {
	n := 0
	for _, c := range nb {
		n += c
	}
	top := n * (n - 1) / 2
	if states(nb)*float64(2*top+1) > most {
		return 0, false
	}
	stride := make([]int, len(nb))
	size := 1
	for k := range nb {
		stride[k] = size
		size *= nb[k] + 1
	}
	type layer map[int][]float64
	now := layer{0: point(top)}
	left := n
	work := 0
	for _, group := range na {
		next := layer{}
		for _, state := range slices.Sorted(maps.Keys(now)) {
			dist := now[state]
			used := make([]int, len(nb))
			for k := range nb {
				used[k] = state / stride[k] % (nb[k] + 1)
			}
			// below[k], above[k]: values used up that are smaller, larger.
			below, above := make([]int, len(nb)), make([]int, len(nb))
			for k := range nb {
				for j := range nb {
					if j < k {
						below[k] += used[j]
					} else if j > k {
						above[k] += used[j]
					}
				}
			}
			var choose func(k, rest, to, gain int, logp float64)
			choose = func(k, rest, to, gain int, logp float64) {
				if k == len(nb) {
					if rest > 0 {
						return
					}
					w := math.Exp(logp - logC(left, group))
					out := next[to]
					if out == nil {
						out = make([]float64, 2*top+1)
						next[to] = out
					}
					for i, q := range dist {
						if q > 0 {
							out[i+gain] += q * w
						}
					}
					work += len(dist)
					return
				}
				for g := 0; g <= min(rest, nb[k]-used[k]); g++ {
					choose(k+1, rest-g, to+g*stride[k], gain+g*(below[k]-above[k]), logp+logC(nb[k]-used[k], g))
				}
			}
			choose(0, group, state, 0, 0)
			if work > 64*most {
				return 0, false
			}
		}
		left -= group
		now = next
	}
	for i, q := range now[size-1] {
		if abs(i-top) >= abs(s) {
			p += q
		}
	}
	return min(p, 1), true
}

func point(top int) []float64 {
	d := make([]float64, 2*top+1)
	d[top] = 1
	return d
}

func logC(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
