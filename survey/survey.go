// Package survey estimates from a probability sample, with the uncertainty its
// design gives: means, totals, shares, ratios and quantiles of a population
// and of its domains, their covariances, tests, and regressions, by Taylor
// linearisation or by replicate weights.
//
// It does not know files, questions or languages, and it cannot know whether a
// sample was drawn by chance: whoever declares a [Design] says so. For a
// purposive inquiry there is nothing here to call; count "x of n asked".
//
// A value that is missing is NaN in a column and -1 among the codes of a
// [Factor]; rows with missing values leave the domain, never the design. No
// input is ever altered, and no result is NaN or infinite: what cannot be
// estimated says [Why].
//
// The function you want is [New], then [Sample.Estimate]:
//
//	s, err := survey.New(survey.Design{Weights: w, Strata: strata, Clusters: []survey.Factor{ea}})
//	e, err := s.Estimate(survey.Query{By: region}, survey.Mean(asked), survey.Total(asked))
//	lo, hi, ok := e.Interval(0, 0.95)
//
// Formulas, their sources and when not to use them: docs/method/survey.md.
// Every number equals that of R's package survey (T. Lumley) to the tolerances
// of testdata/ref.
package survey

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrDegenerate is returned where the data leave nothing to estimate: no row
// in the sample, a table with one row, columns that depend on each other.
var ErrDegenerate = errors.New("degenerate")

// ErrDesign is returned for a design that contradicts itself: negative
// weights, a population smaller than its sample, sizes that differ within a
// stratum.
var ErrDesign = errors.New("design contradicts itself")

// ErrNoConvergence is returned when weights or coefficients did not settle.
var ErrNoConvergence = errors.New("did not converge")

// LonelyError names the strata of which only one sampled unit is there, so
// that nothing is known about their variance. It is returned under [Fail].
type LonelyError struct {
	Stage  int      // 1 is the first stage
	Strata []string // in the order of their codes
}

func (e *LonelyError) Error() string {
	return fmt.Sprintf("estimate variance: one unit only at stage %d in %s: merge each with a similar stratum, or choose remove, adjust or average",
		e.Stage, strings.Join(e.Strata, ", "))
}

// Lonely says what a stratum with a single sampled unit adds to the variance.
type Lonely uint8

const (
	Fail      Lonely = iota // refuse, with the names of the strata
	Remove                  // nothing
	Certainty               // nothing: the unit was taken with certainty
	Adjust                  // its distance from the mean of all units, instead of its stratum's
	Average                 // the average of the other strata
)

// ParseLonely reads fail, remove, certainty, adjust or average.
//
// Shape: one word.
//
// Unit: none.
//
// Errors: a word that is none of the five.
//
// Source: the options survey.lonely.psu of R's package survey.
func ParseLonely(s string) (Lonely, error) {
	i := slices.Index([]string{"fail", "remove", "certainty", "adjust", "average"}, s)
	if i < 0 {
		return 0, fmt.Errorf("parse lonely rule: %q is none of fail, remove, certainty, adjust, average", s)
	}
	return Lonely(i), nil
}

// Factor is a column of categories: Codes[i] is the index into Levels of row
// i's category, or -1 where it is missing.
type Factor struct {
	Codes  []int32
	Levels []string
}

// NewFactor makes a factor of a column of names; the levels are sorted as
// plain bytes, and empty names are missing.
//
// Shape: one name per row.
//
// Unit: none.
//
// Errors: none.
//
// Source: as factor() in R under the C locale.
func NewFactor(names []string) Factor {
	at := map[string]int32{}
	for _, s := range names {
		if s != "" {
			at[s] = 0
		}
	}
	f := Factor{Codes: make([]int32, len(names)), Levels: make([]string, 0, len(at))}
	for s := range at {
		f.Levels = append(f.Levels, s)
	}
	slices.Sort(f.Levels)
	for i, s := range f.Levels {
		at[s] = int32(i)
	}
	for i, s := range names {
		if s == "" {
			f.Codes[i] = -1
		} else {
			f.Codes[i] = at[s]
		}
	}
	return f
}

// Cross is the factor of all combinations of fs that can occur, the first
// changing fastest, its levels joined by " × "; combinations no row has are
// left out.
//
// Shape: factors of equal length.
//
// Unit: none.
//
// Errors: panics if the lengths differ.
//
// Source: as interaction(drop = TRUE) in R.
func Cross(fs ...Factor) Factor {
	if len(fs) == 1 {
		return fs[0]
	}
	n := len(fs[0].Codes)
	key := make([]int64, n)
	for j := len(fs) - 1; j >= 0; j-- {
		if len(fs[j].Codes) != n {
			panic("survey: factors of different lengths")
		}
		for i, c := range fs[j].Codes {
			if c < 0 || key[i] < 0 {
				key[i] = -1
			} else {
				key[i] = key[i]*int64(len(fs[j].Levels)) + int64(c)
			}
		}
	}
	keys := slices.Clone(key)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) > 0 && keys[0] < 0 {
		keys = keys[1:]
	}
	f := Factor{Codes: make([]int32, n)}
	for _, k := range keys {
		parts := make([]string, len(fs))
		for j := range fs {
			l := int64(len(fs[j].Levels))
			parts[j] = fs[j].Levels[k%l]
			k /= l
		}
		f.Levels = append(f.Levels, strings.Join(parts, " × "))
	}
	for i, k := range key {
		if k < 0 {
			f.Codes[i] = -1
			continue
		}
		at, _ := slices.BinarySearch(keys, k)
		f.Codes[i] = int32(at)
	}
	return f
}

// Design says how the rows of a sample were drawn. The zero Design is a simple
// random sample with replacement, each row with weight 1.
type Design struct {
	Rows     int         // number of rows; needed only if nothing else gives it
	Weights  []float64   // one per row, ≥ 0; nil: from FPC, else 1
	Strata   Factor      // of the first stage; no codes: one stratum
	Clusters []Factor    // units of each stage, named within their parent; none: each row is a unit
	FPC      [][]float64 // per stage and row: size of the population in the stratum, or fraction drawn if < 1
	Lonely   Lonely
	// LonelyInDomain applies Lonely also where a domain leaves one unit of a
	// stratum (R: survey.adjust.domain.lonely).
	LonelyInDomain bool
}

// Sample is a design made ready: rows, weights, and either the stages of its
// drawing or replicate weights. It is never altered; methods that change
// weights return a new one.
type Sample struct {
	n      int
	w      []float64 // in force
	stages []stage   // none for replicate weights from a file
	names  Factor    // strata of the first stage
	lonely Lonely
	inDom  bool
	cal    []projection
	rep    *replicates // nil: linearisation
}

// Rows is the number of rows of the sample.
func (s *Sample) Rows() int { return s.n }

// Weights returns a copy of the weights in force.
func (s *Sample) Weights() []float64 { return slices.Clone(s.w) }

// New makes a design ready.
//
// Shape: every column of d has one entry per row; d.FPC has at most as many
// columns as there are stages.
//
// Unit: weights count members of the population.
//
// Errors: [ErrDesign] for negative or non-finite weights, missing strata or
// clusters, sizes of a population below those of its sample, differing within
// a stratum or without weight; [ErrDegenerate] for no rows. Panics if columns
// differ in length.
//
// Source: C. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling,
// 1992, ch. 3 and 4; T. Lumley, Complex Surveys, 2010, ch. 2 and 3.
func New(d Design) (*Sample, error) {
	n := d.Rows
	size := func(k int) {
		if n == 0 {
			n = k
		}
		if k != n {
			panic(fmt.Sprintf("survey: columns of %d and %d rows", n, k))
		}
	}
	if d.Weights != nil {
		size(len(d.Weights))
	}
	if d.Strata.Codes != nil {
		size(len(d.Strata.Codes))
	}
	for _, c := range d.Clusters {
		size(len(c.Codes))
	}
	for _, f := range d.FPC {
		size(len(f))
	}
	if n == 0 {
		return nil, fmt.Errorf("declare design: no rows: %w", ErrDegenerate)
	}
	s := &Sample{n: n, names: d.Strata, lonely: d.Lonely, inDom: d.LonelyInDomain}
	frac, err := s.index(d)
	if err != nil {
		return nil, fmt.Errorf("declare design: %w", err)
	}
	switch {
	case d.Weights != nil:
		for i, w := range d.Weights {
			if !(w >= 0) || w > largest {
				return nil, fmt.Errorf("declare design: row %d: weight is negative, missing or beyond 1e100: %w", i+1, ErrDesign)
			}
		}
		s.w = d.Weights
	case len(d.FPC) > 0:
		s.w = make([]float64, n)
		for i := range s.w {
			s.w[i] = 1 / frac[i]
		}
	default:
		s.w = make([]float64, n)
		for i := range s.w {
			s.w[i] = 1
		}
	}
	return s, nil
}
