package spatial

import (
	"slices"
)

// Concentrated gives for each area the chance that as many areas drawn at
// random, without repeats, would hold together at least as much as it and its
// neighbours do. It is exact for the counts at hand, where the normal
// distribution of [GiStar] finds too much: of 150 maps of reports at random, at a
// false discovery rate of 5 %, it finds a concentration in 5, the normal
// distribution in 16, and in a quarter to a half where counts are sparse and the
// border is empty.
//
// Shape: one count per area; neighbours as for GiStar.
//
// Unit: counts, none negative; chances in (0, 1].
//
// Errors: ErrFew with fewer than three areas, ErrFlat. A panic as GiStar, or on
// a negative count.
//
// Source: the randomisation distribution of Getis & Ord 1992, Geogr. Anal.
// 24:189–206, counted instead of approximated: subsets of each size by their sum.
func Concentrated(counts []int, neighbours [][]int) (p []float64, err error) {
	defer wrap(&err, "count concentrations")
	if len(neighbours) != len(counts) {
		panic("spatial: neighbours of another number than the areas")
	}
	if len(counts) < 3 {
		return nil, ErrFew
	}
	if slices.Min(counts) < 0 {
		panic("spatial: a negative count")
	}
	if slices.Min(counts) == slices.Max(counts) {
		return nil, ErrFlat
	}
	widest := 0
	sums := make([]int, len(counts))
	for i, near := range neighbours {
		sums[i] = counts[i]
		seen := map[int]bool{i: true}
		for _, j := range near {
			if j < 0 || j >= len(counts) || seen[j] {
				panic("spatial: a neighbour is itself, repeated or out of range")
			}
			seen[j] = true
			sums[i] += counts[j]
		}
		widest = max(widest, len(near)+1)
	}
	sorted := slices.Clone(counts)
	slices.Sort(sorted)
	most := 0
	for _, c := range sorted[len(sorted)-widest:] {
		most += c
	}
	// ways[k][s]: subsets of k areas with sum s. Each area is added once, from
	// the largest subset down.
	ways := make([][]float64, widest+1)
	for k := range ways {
		ways[k] = make([]float64, most+1)
	}
	ways[0][0] = 1
	for n, c := range sorted {
		for k := min(n+1, widest); k >= 1; k-- {
			from, to := ways[k-1], ways[k][min(c, most+1):]
			for s := range to {
				to[s] += from[s]
			}
		}
	}
	p = make([]float64, len(counts))
	for i := range counts {
		far, all := 0.0, 0.0
		for s, w := range ways[len(neighbours[i])+1] {
			all += w
			if s >= sums[i] {
				far += w
			}
		}
		p[i] = far / all
	}
	return p, nil
}
