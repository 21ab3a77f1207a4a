package sdc

import "slices"

// Dominated is the (n, k) rule: the n largest contributors have more than share
// of the cell's total.
//
// Shape: contributions to one cell, in any order, none negative.
// Unit: that of the contributions; share between 0 and 1.
// Errors: none; a panic on a negative contribution, n < 1 or share outside (0, 1].
// Source: Hundepool et al. 2012, §4.2.2.
func Dominated(contributions []float64, n int, share float64) bool {
	x, total := falling(contributions)
	if n < 1 || !(share > 0 && share <= 1) {
		panic("sdc: dominance needs n of one or more and a share in (0, 1]")
	}
	top := 0.0
	for _, v := range x[:min(n, len(x))] {
		top += v
	}
	return total > 0 && top > share*total
}

// PPercent is the p % rule: the second contributor, knowing his own, could
// estimate the largest within that share of it.
//
// Shape: contributions to one cell, in any order, none negative.
// Unit: that of the contributions; p is a share, 0.1 for 10 %.
// Errors: none; a panic on a negative contribution or p <= 0.
// Source: Hundepool et al. 2012, §4.2.2; Cox 1981.
func PPercent(contributions []float64, p float64) bool {
	x, total := falling(contributions)
	if !(p > 0) {
		panic("sdc: p must be above 0")
	}
	if total == 0 {
		return false
	}
	rest := total - x[0]
	if len(x) > 1 {
		rest -= x[1]
	}
	return rest < p*x[0]
}

func falling(contributions []float64) (x []float64, total float64) {
	x = slices.Clone(contributions)
	slices.Sort(x)
	slices.Reverse(x)
	for _, v := range x {
		if !(v >= 0) {
			panic("sdc: a negative contribution")
		}
		total += v
	}
	return x, total
}
