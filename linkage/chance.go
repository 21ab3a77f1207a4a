package linkage

import (
	"cmp"
	"math"
	"slices"
)

// Chances turns weights into probabilities that know of competition: one
// record has at most one counterpart in another source, so that two candidates
// of equal weight share the probability. It sums over all assignments by
// passing messages along the edges (exact on trees, converging everywhere).
//
// Shape: source[r] is the source of record r; one probability per edge.
// Unit: weights in [Bit]; their log2 odds before competition are sharpen times
// the weight plus shift; probabilities.
// Errors: none.
// Source: monomer-dimer cavity equations: Bayati and Nair 2006.
func Chances(edges []Edge, source []uint8, sharpen, shift float64) []float64 {
	n := len(edges)
	p := make([]float64, n)
	if n == 0 {
		return p
	}
	// Groups: the edges of one record to one other source.
	var sources int
	for _, s := range source {
		sources = max(sources, int(s)+1)
	}
	type slot struct {
		key uint64
		e   int32
	}
	ga, gb := make([]int32, n), make([]int32, n)
	groups := int32(0)
	if sources <= 2 { // the group of a record is the record
		groups = int32(len(source))
		for i, e := range edges {
			ga[i], gb[i] = e.A, e.B
		}
	} else {
		slots := make([]slot, 0, 2*n)
		for i, e := range edges {
			slots = append(slots, slot{uint64(e.A)<<8 | uint64(source[e.B]), int32(i)}, slot{uint64(e.B)<<8 | uint64(source[e.A]), int32(i)})
		}
		slices.SortFunc(slots, func(a, b slot) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.e, b.e)) })
		for k, s := range slots {
			if k > 0 && slots[k-1].key != s.key {
				groups++
			}
			if uint64(edges[s.e].A)<<8|uint64(source[edges[s.e].B]) == s.key {
				ga[s.e] = groups
			} else {
				gb[s.e] = groups
			}
		}
		groups++
	}
	odds := make([]float64, n)
	toA, toB := make([]float32, n), make([]float32, n) // how free B is, seen from A; how free A is, seen from B
	for i, e := range edges {
		odds[i] = math.Exp2(math.Max(-30, math.Min(float64(e.W)/Bit*sharpen+shift, 30)))
		toA[i], toB[i] = 1, 1
	}
	sum := make([]float64, groups)
	for range 12 {
		clear(sum)
		for i := range edges { // what offers itself to each A
			sum[ga[i]] += odds[i] * float64(toA[i])
		}
		moved := float32(0)
		for i := range edges {
			x := float32(1 / (1 + math.Max(0, sum[ga[i]]-odds[i]*float64(toA[i]))))
			moved = max(moved, abs32(x-toB[i]))
			toB[i] = x
		}
		clear(sum)
		for i := range edges {
			sum[gb[i]] += odds[i] * float64(toB[i])
		}
		for i := range edges {
			x := float32(1 / (1 + math.Max(0, sum[gb[i]]-odds[i]*float64(toB[i]))))
			moved = max(moved, abs32(x-toA[i]))
			toA[i] = x
		}
		if moved < 1e-4 {
			break
		}
	}
	for i := range edges {
		x := odds[i] * float64(toA[i]) * float64(toB[i])
		p[i] = x / (1 + x)
	}
	return p
}

func abs32(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// LogOdds is log2(p/(1−p)) in [Bit], within ±40 bits.
//
// Shape: a scalar.
// Unit: probability in, Bit out.
// Errors: none: 0 and 1 give the limits.
// Source: definition.
func LogOdds(p float64) int32 {
	return int32(math.Round(math.Max(-40, math.Min(40, math.Log2(p/(1-p)))) * Bit))
}
