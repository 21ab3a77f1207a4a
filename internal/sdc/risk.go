package sdc

import (
	"cmp"
	"math"
	"slices"
)

// Risk is the chance that a person with this key is recognised, given how many
// in the sample and about how many in the population share it: the mean of one
// over the population count, which given the sample is negative binomial.
//
// Shape: one number.
// Unit: probability.
// Errors: none; a panic where Sample < 1 or Population < Sample.
// Source: Benedetti & Franconi 1998; Polettini 2003, in closed form by recurrence.
func Risk(f Frequency) float64 {
	n, p := share(f)
	if p >= 1 {
		return 1 / n
	}
	z := 1 - p
	if p > 0.5 { // the series falls fast
		sum, term := 1.0, 1.0
		for i := 1.0; term > 1e-17*sum; i++ {
			term *= i * z / (n + i)
			sum += term
		}
		return p / n * sum
	}
	j := -math.Log(p) / z
	for c := 1.0; c < n; c++ {
		j = (1/c - p*j) / z
	}
	return p * j
}

func share(f Frequency) (n, p float64) {
	if f.Sample < 1 || f.Population < float64(f.Sample)*(1-1e-12) {
		panic("sdc: a key with no row, or fewer people than rows")
	}
	return float64(f.Sample), float64(f.Sample) / f.Population
}

// RiskApprox is the usual approximation of Risk: a closed form of the first
// two sample counts, p/(f-(1-p)) above. As sdcMicro's indivRisk.
//
// Shape: one number.
// Unit: probability.
// Errors: none; a panic as Risk.
// Source: Franconi & Polettini 2004, Privacy in Statistical Databases; sdcMicro 5.8.1.
func RiskApprox(f Frequency) float64 {
	n, p := share(f)
	q := p / (1 - p)
	switch {
	case p >= 1:
		return 1 / n
	case n == 1:
		return q * math.Log(1/p)
	case n == 2:
		return q - q*q*math.Log(1/p)
	}
	return p / (n - (1 - p))
}

// Diversity says how varied the sensitive answers are among those who share a key.
type Diversity struct {
	Distinct int     // different answers
	Entropy  float64 // exponential of their entropy: as many equally likely answers
}

// LDiversity gives the diversity of a sensitive column within each row's key; a
// missing key value is compatible with every value. A group of one answer gives
// it away for all, however large it is.
//
// Shape: one per row; sensitive holds codes of 0 or more, or Missing, which is
// not an answer.
// Unit: numbers of answers.
// Errors: none today; a panic where lengths differ.
// Source: Machanavajjhala et al. 2007, ACM TKDD 1(1):3.
func LDiversity(k Keys, sensitive []int32) ([]Diversity, error) {
	if len(sensitive) != k.Len() {
		panic("sdc: sensitive column of another length than the keys")
	}
	type group struct {
		known  uint8
		row    uint64
		counts map[int32]float64
	}
	index := map[[2]uint64]int{}
	var groups []group
	of := make([]int, k.Len())
	for i, row := range k.rows {
		at := [2]uint64{uint64(k.known[i]), row}
		g, ok := index[at]
		if !ok {
			g = len(groups)
			index[at] = g
			groups = append(groups, group{k.known[i], row, map[int32]float64{}})
		}
		of[i] = g
		if sensitive[i] != Missing {
			groups[g].counts[sensitive[i]]++
		}
	}
	partial := []int{} // groups with a missing value match others
	for g := range groups {
		if int(groups[g].known) != 1<<len(k.part)-1 {
			partial = append(partial, g)
		}
	}
	each := make([]Diversity, len(groups))
	for g, a := range groups {
		merged := map[int32]float64{}
		add := func(b group) {
			if mask := k.bits(a.known & b.known); a.row&mask == b.row&mask {
				for c, n := range b.counts {
					merged[c] += n
				}
			}
		}
		if int(a.known) == 1<<len(k.part)-1 {
			add(a)
			for _, p := range partial {
				add(groups[p])
			}
		} else {
			for _, b := range groups {
				add(b)
			}
		}
		each[g] = diversity(merged)
	}
	out := make([]Diversity, len(of))
	for i, g := range of {
		out[i] = each[g]
	}
	return out, nil
}

func diversity(counts map[int32]float64) Diversity {
	n, all := make([]float64, 0, len(counts)), 0.0
	for _, x := range counts {
		n = append(n, x)
		all += x
	}
	slices.SortFunc(n, cmp.Compare[float64])
	h := 0.0
	for _, x := range n {
		h -= x / all * math.Log(x/all)
	}
	if len(n) == 0 {
		return Diversity{}
	}
	return Diversity{len(n), math.Exp(h)}
}
