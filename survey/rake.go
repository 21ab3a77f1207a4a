package survey

import (
	"fmt"
	"math"
)

// Margin is a population table by one factor: Totals[l] is the size of level
// l.
type Margin struct {
	Factor Factor
	Totals []float64
}

// cells numbers the combinations of the margins' levels that occur, in the
// order of their first row; level[m][c] is the level of margin m in cell c.
func cells(n int, margins []Margin) (cell []int32, level [][]int32, err error) {
	for m, g := range margins {
		if len(g.Factor.Codes) != n {
			panic("survey: a margin needs one code per row")
		}
		if len(g.Totals) != len(g.Factor.Levels) {
			panic("survey: a margin needs one total per level")
		}
		for i, c := range g.Factor.Codes {
			if c < 0 {
				return nil, nil, fmt.Errorf("row %d: margin %d is missing: %w", i+1, m+1, ErrDesign)
			}
		}
	}
	level = make([][]int32, len(margins))
	var parent []int32
	for m, g := range margins {
		u, above, units := intern(parent, g.Factor.Codes)
		own := make([]int32, units)
		for i, c := range u {
			own[c] = g.Factor.Codes[i]
		}
		for e := range m {
			old := level[e]
			level[e] = make([]int32, units)
			for c := range level[e] {
				level[e][c] = old[above[c]]
			}
		}
		level[m], parent = own, u
	}
	return parent, level, nil
}

// Rake scales the weights margin after margin until each margin's totals hold
// to 1e-12. The totals of the margins must agree. Variances use residuals of
// the base-weighted regression on the margins.
//
// Errors: [ErrDesign] for rows without level, totals that disagree, or a level
// with a total that no weighted row has; [ErrNoConvergence].
//
// Source: W. Deming & F. Stephan, Annals of Mathematical Statistics 11, 1940,
// pp. 427–444; variance: Deville, Särndal & Sautory, JASA 88, 1993.
func (s *Sample) Rake(margins []Margin) (*Sample, error) {
	cell, level, err := cells(s.n, margins)
	if err != nil {
		return nil, fmt.Errorf("rake: %w", err)
	}
	w, base, err := rake(s.w, cell, level, margins)
	if err != nil {
		return nil, err
	}
	t := s.reweighted(w, projection{cell: cell, q: marginBasis(level, margins, base)})
	if s.rep != nil {
		t.rep, err = s.rep.each(s, func(w []float64) ([]float64, error) {
			v, _, err := rake(w, cell, level, margins)
			return v, err
		})
	}
	return t, err
}

// RakeAsR is [Sample.Rake] with the variance of R's rake(): ten cycles of
// unweighted residuals from the margins' means. It is there to compare with
// published results; with unequal weights it is off by up to a few per cent.
func (s *Sample) RakeAsR(margins []Margin) (*Sample, error) {
	t, err := s.Rake(margins)
	if err != nil {
		return nil, err
	}
	p := &t.cal[len(t.cal)-1]
	for _, m := range margins {
		p.cycles = append(p.cycles, m.Factor)
	}
	return t, nil
}

// rake works on cells, not on rows: all rows of a cell share their factor.
func rake(w []float64, cell []int32, level [][]int32, margins []Margin) (out, base []float64, err error) {
	base = make([]float64, len(level[0]))
	for i, c := range cell {
		base[c] += w[i]
	}
	g := make([]float64, len(base))
	for c := range g {
		g[c] = 1
	}
	for m, k := range margins {
		have := make([]float64, len(k.Totals))
		for c, b := range base {
			have[level[m][c]] += b
		}
		for l, t := range k.Totals {
			if !(t >= 0) || t > largest {
				return nil, nil, fmt.Errorf("rake: the total of %q is negative, missing or beyond 1e100: %w", k.Factor.Levels[l], ErrDesign)
			}
			if t > 0 && have[l] == 0 {
				return nil, nil, fmt.Errorf("rake: %q has a total of the population but no weight in the sample (or none that counts): merge it with a similar level: %w", k.Factor.Levels[l], ErrDesign)
			}
		}
	}
	if err := agree(margins); err != nil {
		return nil, nil, err
	}
	for range 10000 {
		worst := 0.0
		for m, k := range margins {
			have := make([]float64, len(k.Totals))
			for c, b := range base {
				have[level[m][c]] += b * g[c]
			}
			for l, t := range k.Totals {
				if have[l] == 0 && t > 0 {
					worst = math.Inf(1) // what had weight has none left: these margins cannot hold
				}
				if have[l] > 0 {
					f := t / have[l]
					worst = max(worst, math.Abs(f-1))
					have[l] = f
				}
			}
			for c := range g {
				g[c] *= have[level[m][c]]
			}
		}
		if worst < 1e-13 || len(margins) == 1 {
			out = make([]float64, len(w))
			for i, c := range cell {
				if out[i] = w[i] * g[c]; w[i] == 0 {
					out[i] = 0 // whatever became of a cell that nobody weighs
				}
				if !(math.Abs(out[i]) <= largest) {
					return nil, nil, fmt.Errorf("rake: weights grow without end: %w", ErrNoConvergence)
				}
			}
			return out, base, nil
		}
	}
	return nil, nil, fmt.Errorf("rake: the margins cannot all hold with these rows: %w", ErrNoConvergence)
}

// agree checks that all margins sum to one population.
func agree(margins []Margin) error {
	first := 0.0
	for m, k := range margins {
		sum := 0.0
		for _, t := range k.Totals {
			sum += t
		}
		if m == 0 {
			first = sum
		} else if math.Abs(sum-first) > 1e-9*first {
			return fmt.Errorf("rake: margin %d sums to %g, the first to %g: %w", m+1, sum, first, ErrDesign)
		}
	}
	return nil
}

// marginBasis is an orthonormal basis of the margins' indicators over cells.
func marginBasis(level [][]int32, margins []Margin, base []float64) [][]float64 {
	var x [][]float64
	for m, k := range margins {
		for l := range k.Totals {
			col := make([]float64, len(base))
			for c, at := range level[m] {
				if int(at) == l {
					col[c] = 1
				}
			}
			x = append(x, col)
		}
	}
	q, _, _ := orthonormal(x, base)
	return q
}
