// Package spatial finds where reports are more concentrated than chance would
// have them, and draws how densely they lie, on a plane.
//
// It does not know places, sources or what was reported. Concentrations are of
// reports, from sources that are public already: where nobody reports, nothing
// shows. Coordinates are metres on a plane, not degrees.
//
// The function you want is [GiStar], then [Discoveries]:
//
//	g, err := spatial.GiStar(counts, neighbours)
//	hot := spatial.Discoveries(p, 0.05)
//
// and [Density] for a map of kernel density that corrects for the edge.
package spatial

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// ErrFlat is returned where every area has the same value.
var ErrFlat = errors.New("every area has the same value")

// ErrFew is returned where there are too few areas for what is asked.
var ErrFew = errors.New("too few areas")

// Local is the statistic of one area.
type Local struct {
	Z       float64 // positive: high values around, the area itself included
	P       float64 // two-sided, by the normal distribution
	Defined bool    // false where an area neighbours every other
}

// GiStar is Getis and Ord's local statistic with each area its own neighbour.
// With many areas take [Discoveries] of the p-values, never each at 5 %.
//
// Shape: one value per area; neighbours lists the others near it, without itself,
// without repeats.
// Unit: any.
// Errors: ErrFew with fewer than three areas, ErrFlat. A panic where lengths
// differ, a neighbour is itself, repeated or out of range, or a value not finite.
// Source: Ord & Getis 1995, Geogr. Anal. 27:286–306; as esda.G_Local with
// binary weights and star=True.
func GiStar(x []float64, neighbours [][]int) (g []Local, err error) {
	defer wrap(&err, "compute Gi*")
	if len(neighbours) != len(x) {
		panic("spatial: neighbours of another number than the areas")
	}
	n := float64(len(x))
	if n < 3 {
		return nil, ErrFew
	}
	var mean, ss float64
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic("spatial: a value that is not finite")
		}
		mean += v / n
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	sd := math.Sqrt(ss / n)
	if sd <= 1e-14*math.Abs(mean) {
		return nil, ErrFlat
	}
	g = make([]Local, len(x))
	for i, near := range neighbours {
		seen := map[int]bool{i: true}
		sum, w := x[i], float64(len(near)+1)
		for _, j := range near {
			if j < 0 || j >= len(x) || seen[j] {
				panic("spatial: a neighbour is itself, repeated or out of range")
			}
			seen[j] = true
			sum += x[j]
		}
		if w >= n {
			continue
		}
		z := (sum - w*mean) / (sd * math.Sqrt((n*w-w*w)/(n-1)))
		g[i] = Local{z, math.Erfc(math.Abs(z) / math.Sqrt2), true}
	}
	return g, nil
}

// Adjusted gives Benjamini and Hochberg's adjusted p-values: the false discovery
// rate at which each would just be found.
//
// Shape: one per p-value, in their order.
// Unit: share.
// Errors: none; a panic on a p-value outside [0, 1].
// Source: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57:289–300.
func Adjusted(p []float64) []float64 {
	order := make([]int, len(p))
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			panic("spatial: not a p-value")
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	out, least := make([]float64, len(p)), 1.0
	for k, i := range order {
		least = math.Min(least, p[i]*float64(len(p))/float64(len(p)-k))
		out[i] = least
	}
	return out
}

// Discoveries says which p-values stand out so that, of those said to, a share
// of at most rate is expected to be false.
//
// Shape: one per p-value.
// Unit: rate is a share, 0.05 for 5 %.
// Errors: none; a panic as Adjusted, or on a rate outside (0, 1).
// Source: Benjamini & Hochberg 1995; on maps: Caldas de Castro & Singer 2006,
// Geogr. Anal. 38:180–208.
func Discoveries(p []float64, rate float64) []bool {
	if !(rate > 0 && rate < 1) {
		panic("spatial: rate outside (0, 1)")
	}
	out := make([]bool, len(p))
	for i, a := range Adjusted(p) {
		out[i] = a <= rate
	}
	return out
}
