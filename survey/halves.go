package survey

import (
	"fmt"
	"math"
	"strings"
)

// OddError names the strata whose units make no pairs.
type OddError struct {
	Stage  int // 1 is the first stage
	Strata []string
}

func (e *OddError) Error() string {
	return fmt.Sprintf("make replicates: an odd number of units at stage %d in %s: half samples need pairs; drop one unit each or draw a bootstrap instead",
		e.Stage, strings.Join(e.Strata, ", "))
}

// HalfSamples replaces linearisation by balanced half-samples (BRR, balanced
// repeated replication): of every pair of units of a stratum one counts double
// and the other not at all, in patterns of a Hadamard matrix that cancel
// between strata. With rho above 0 (Fay's variant) one counts 2 − rho and the
// other rho, so that no domain is ever empty and no ratio undefined. A stratum
// of more than two units, an even number, is taken as pairs in the order of the
// rows; that loses half its degrees of freedom and suits units in the order of
// the frame they were drawn from.
//
// Stages whose population sizes are known are halved each, all by columns of
// one matrix, the factors shrunk towards 1 by the root of what the stage's
// variance counts; where several stages could make a factor negative, all
// shrink by one more number, and the scale makes up for it. So the variance of
// a total is that of linearisation exactly, wherever strata have two units.
//
// Shape: as many replicates as the order of [Hadamard] above the number of
// pairs.
//
// Unit: factors of weights, from 0 to 2.
//
// Errors: [*LonelyError]; [*OddError] for a stratum of an odd number of units
// (take [Sample.Jackknife] or [Sample.Bootstrap]); [ErrDesign] for rho outside
// [0, 1), for a sample that has replicates or is calibrated already, or where the
// factors would fill memory.
//
// Source: P. McCarthy, Review of the International Statistical Institute 37,
// 1969, pp. 239–264; D. Judkins, Journal of Official Statistics 6, 1990,
// pp. 223–239 (Fay's variant); Wolter 2007, ch. 3. The sum of stages and the
// common shrinkage as for [Sample.Bootstrap].
func (s *Sample) HalfSamples(rho float64, mse bool) (*Sample, error) {
	if err := s.redrawable(); err != nil {
		return nil, err
	}
	if !(rho >= 0 && rho < 1) {
		return nil, fmt.Errorf("make replicates: rho must lie in [0, 1): %w", ErrDesign)
	}
	level := len(s.stages) - 1
	last := &s.stages[level]
	ancestor := s.ancestors()
	// turn[k][u] is by how much unit u of stage k turns with its pair's sign
	turn, pair := make([][]float64, level+1), make([][]int, level+1)
	pairs := 0
	first := s.stages[0]
	for k := range s.stages {
		var err error
		if turn[k], pair[k], err = s.paired(k, &pairs); err != nil {
			return nil, err
		}
		if k == 0 {
			first.stratum, first.strata = make([]int32, first.units), pairs
			for u, p := range pair[0] {
				if first.stratum[u] = int32(p); turn[0][u] == 0 { // alone
					first.stratum[u] = int32(first.strata)
					first.strata++
				}
			}
		}
	}
	if pairs == 0 {
		return nil, fmt.Errorf("make replicates: no stratum has two units: %w", ErrDesign)
	}
	h := Hadamard(pairs + 1)
	if len(h)*last.units > 4*roomiest {
		return nil, fmt.Errorf("make replicates: %d of %d units do not fit in memory: draw a bootstrap instead: %w", len(h), last.units, ErrDesign)
	}
	tau := 1.0
	for v := range last.units {
		reach := 0.0
		for k := range s.stages {
			reach += (1 - rho) * math.Abs(turn[k][ancestor[k][v]])
		}
		tau = max(tau, reach)
	}
	size := (1 - rho) / tau
	rep := &replicates{scale: 1 / (float64(len(h)) * size * size), mse: mse, level: level, pairs: &first}
	for c := range h {
		f := make([]float64, last.units)
		for v := range f {
			f[v] = 1
			for k := range s.stages {
				u := ancestor[k][v]
				if t := turn[k][u]; t != 0 {
					f[v] += size * t * float64(h[1+pair[k][u]][c])
				}
			}
		}
		rep.factor = append(rep.factor, f)
		rep.rscale = append(rep.rscale, 1)
	}
	t := *s
	t.rep = rep
	return &t, nil
}

// paired pairs the units of a stage within their strata, in their order: with
// the sign of the pair the first goes up and the second down, by the root of
// what a square of the stratum counts. A lone unit stays.
func (s *Sample) paired(k int, pairs *int) (turn []float64, pair []int, err error) {
	g := &s.stages[k]
	turn, pair = make([]float64, g.units), make([]int, g.units)
	var odd []string
	for h, n := range g.size {
		if n > 1 && n%2 == 1 && g.scale[h] > 0 {
			odd = append(odd, s.stratumName(k, h))
		}
	}
	if len(odd) > 0 {
		return nil, nil, &OddError{Stage: k + 1, Strata: odd}
	}
	waiting := make([]int, g.strata) // 1 + the pair that waits for its second unit
	for u := range g.units {
		h := g.in(int32(u))
		if g.size[h] < 2 || g.scale[h] == 0 {
			continue
		}
		if at := waiting[h]; at > 0 {
			turn[u], pair[u], waiting[h] = -math.Sqrt(g.scale[h]), at-1, 0
			continue
		}
		turn[u], pair[u], waiting[h] = math.Sqrt(g.scale[h]), *pairs, *pairs+1
		*pairs++
	}
	return turn, pair, nil
}
