package series

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Segment is a stretch in which a series keeps one level.
type Segment struct {
	From, To int // periods From … To-1
	Mean     float64
}

// Changes is where the level of a series changes, by what cuts it best.
type Changes struct {
	Tier     Tier
	Segments []Segment
	Penalty  float64
	Cost     float64 // of the segments, without the penalty
}

// Model is what is supposed within a segment.
type Model uint8

const (
	Normal  Model = iota // one mean; cost is the sum of squares
	Poisson              // one rate; cost is twice the negative log-likelihood
)

// ChangePoints cuts a series so that cost plus penalty per cut is least, exactly.
// Change points describe; with autocorrelated counts there are more of them than
// changes.
//
// Shape: y has one value per period; each segment has at least shortest periods.
// Unit: as y; counts for Poisson.
// Errors: ErrShort. A panic on a negative penalty, shortest < 1, or a negative
// count under Poisson.
// Source: optimal partitioning: Jackson et al. 2005, IEEE Signal Proc. Lett.
// 12:105–108, the optimum that PELT (Killick, Fearnhead & Eckley 2012) also finds.
func ChangePoints(y []float64, m Model, penalty float64, shortest int) (c Changes, err error) {
	defer wrap(&err, "find change points")
	finite(y)
	if !(penalty >= 0) || shortest < 1 || m > Poisson {
		panic("series: bad plan for change points")
	}
	n := len(y)
	if n < shortest {
		return c, ErrShort
	}
	sum, square := make([]float64, n+1), make([]float64, n+1)
	for i, v := range y {
		if m == Poisson && v < 0 {
			panic("series: a negative count")
		}
		sum[i+1], square[i+1] = sum[i]+v, square[i]+v*v
	}
	cost := func(a, b int) float64 {
		k, s := float64(b-a), sum[b]-sum[a]
		if m == Normal {
			return math.Max(0, square[b]-square[a]-s*s/k)
		}
		if s == 0 {
			return 0
		}
		return 2 * (s - s*math.Log(s/k))
	}
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	for b := 1; b <= n; b++ {
		best[b] = math.Inf(1)
		for a := 0; a+shortest <= b; a++ {
			if x := best[a] + cost(a, b) + penalty; x < best[b] {
				best[b], from[b] = x, a
			}
		}
	}
	c = Changes{Tier: T1, Penalty: penalty}
	for b := n; b > 0; b = from[b] {
		a := from[b]
		c.Segments = append([]Segment{{a, b, (sum[b] - sum[a]) / float64(b-a)}}, c.Segments...)
		c.Cost += cost(a, b)
	}
	return c, nil
}

// Rate is what was reported in one season of all years.
type Rate struct {
	Tier        Tier
	Season      int     // period of the year, from 0
	Count       float64 // reports
	Exposure    float64 // periods
	Rate        float64 // reports per period
	Low, High   float64 // interval, if reports came independently
	Relative    float64 // Rate over the mean rate
	HasRelative bool    // false where nothing was reported at all
}

// Seasons gives the rate of each season, with Garwood's interval. Reports that
// come in bursts vary more than it says.
//
// Shape: counts by period, in order; first is the season of the first period.
// Unit: reports per period.
// Errors: ErrShort where a season has no period. A panic on a negative or broken
// count, length < 1, or level outside (0, 1).
// Source: Garwood 1936, Biometrika 28:437–442.
func Seasons(counts []float64, length, first int, level float64) (out []Rate, err error) {
	defer wrap(&err, "rate seasons")
	finite(counts)
	if length < 1 || first < 0 || !(level > 0 && level < 1) {
		panic("series: bad plan for seasons")
	}
	if len(counts) < length {
		return nil, ErrShort
	}
	out = make([]Rate, length)
	all := 0.0
	for i, c := range counts {
		if c < 0 || c != math.Trunc(c) {
			panic("series: not a count")
		}
		r := &out[(first+i)%length]
		r.Count += c
		r.Exposure++
		all += c
	}
	tail := (1 - level) / 2
	for s := range out {
		r := &out[s]
		r.Tier, r.Season, r.Rate = T1, s, r.Count/r.Exposure
		if r.Count > 0 {
			r.Low = distuv.Gamma{Alpha: r.Count, Beta: 1}.Quantile(tail) / r.Exposure
		}
		r.High = distuv.Gamma{Alpha: r.Count + 1, Beta: 1}.Quantile(1-tail) / r.Exposure
		if all > 0 {
			r.Relative, r.HasRelative = r.Rate/(all/float64(len(counts))), true
		}
	}
	return out, nil
}
