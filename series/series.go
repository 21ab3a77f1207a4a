// Package series describes a series of counts over time, all of one source or
// one fixed mix of sources: seasonal rates, change points, and whether a trend
// bends at a given date more than at other dates.
//
// It does not know what happened at that date, what else did, nor whether the
// sources changed: whoever asks says so in a [Record]. Every result carries its
// [Tier] of evidence, and none says that one thing caused another.
//
// The function you want is [Placebo]:
//
//	b, err := series.Placebo(series.LogCounts(counts), 60, 24)
//	b.P // share of break dates at which the step is at least as large
//
// Plain and HAC segmented regression are here for comparison only: under the
// autocorrelation that reported events have, they find breaks where there are
// none (docs/method/series.md).
package series

import (
	"errors"
	"math"
)

// Tier is the strength of evidence that a result may be called.
type Tier uint8

const (
	T1 Tier = 1 + iota // descriptive: what the reports show around a date
	T2                 // association across measures, registered in advance
	T3                 // quasi-causal, behind a gate that usually refuses
	T4                 // qualitative: tests of process tracing
)

func (t Tier) String() string { return [...]string{"", "T1", "T2", "T3", "T4"}[t] }

// ErrShort is returned where a series has too few periods for what is asked.
var ErrShort = errors.New("too few periods")

// ErrFlat is returned where a series does not vary, so that nothing can be fitted.
var ErrFlat = errors.New("the series does not vary")

// Reason says why the gate of T3 refuses.
type Reason uint8

const (
	FewBefore         Reason = iota // fewer than 24 periods before the break
	FewAfter                        // fewer than 12 periods from the break on
	OtherMeasures                   // another registered measure near the break
	SourcesChanged                  // the list of sources changed
	BoundariesChanged               // areas were redrawn
)

func (r Reason) String() string {
	return [...]string{"few-before", "few-after", "other-measures", "sources-changed", "boundaries-changed"}[r]
}

// Record is what the study knows about the time around a break.
type Record struct {
	OtherMeasures    int // registered measures within the study's window of the break
	SourcesStable    bool
	BoundariesStable bool
	Periods, Break   int // length of the series, and the first period after the break
}

// Gate gives the tier that a break may claim: T3 if nothing speaks against it,
// else T1 and every reason, to be printed.
//
// Shape: reasons in a fixed order, none if the gate opens.
// Unit: none.
// Errors: none.
// Source: policy of the study: 24 periods before and 12 after one dated break, no
// co-intervention, stable reporting and boundaries (after Bernal, Cummins &
// Gasparrini 2017, Int. J. Epidemiol. 46:348–355).
func Gate(r Record) (Tier, []Reason) {
	var why []Reason
	for i, no := range []bool{r.Break < 24, r.Periods-r.Break < 12, r.OtherMeasures > 0, !r.SourcesStable, !r.BoundariesStable} {
		if no {
			why = append(why, Reason(i))
		}
	}
	if len(why) > 0 {
		return T1, why
	}
	return T3, nil
}

// LogCounts gives log(count + 0.5), the scale on which a step is a ratio.
//
// Shape: one per count.
// Unit: log of counts per period.
// Errors: none; a panic on a negative count.
// Source: Yates's half, as usual for series with empty periods.
func LogCounts(counts []float64) []float64 {
	out := make([]float64, len(counts))
	for i, c := range counts {
		if !(c >= 0) {
			panic("series: a negative count")
		}
		out[i] = math.Log(c + 0.5)
	}
	return out
}
