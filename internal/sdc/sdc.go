// Package sdc measures and limits what a table or a file gives away about the
// people in it: how many share a key, the risk that one is recognised, how
// diverse a group's answers are; local suppression of values in files, primary
// and complementary suppression of cells in tables, and the attacker's audit of
// both.
//
// It does not know which columns identify people, which are sensitive, nor what
// is published elsewhere: whoever calls says so. It decides no release.
//
// The function you want for a file is [Frequencies], for a table [Suppress]:
//
//	k, err := sdc.NewKeys(region, sex, ageBand)
//	f, err := sdc.Frequencies(k, weights, sdc.Wildcard)
//	p, err := sdc.Suppress(table, primary, 1)
package sdc

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// ErrTooWide is returned where the keys do not fit: more than eight columns, or
// more categories in all than 64 bits hold.
var ErrTooWide = errors.New("too many key columns or categories: eight columns at most")

// Missing is the code of a value that is not known.
const Missing = -1

// Keys are the values by which a person might be recognised, packed.
type Keys struct {
	rows  []uint64 // packed codes, 0 where missing
	known []uint8  // bit c is set where column c is known
	part  []uint64 // bits of each column
	shift []int
	masks *[256]uint64 // bits of each set of columns
}

// NewKeys packs columns of codes.
//
// Shape: columns of equal length; a code is 0 or more, or Missing.
// Unit: none.
// Errors: ErrTooWide; a panic where lengths differ or a code is below Missing.
// Source: none; a container.
func NewKeys(columns ...[]int32) (k Keys, err error) {
	if len(columns) == 0 || len(columns) > 8 {
		return k, fmt.Errorf("pack %d key columns: %w", len(columns), ErrTooWide)
	}
	n, at := len(columns[0]), 0
	for _, c := range columns {
		if len(c) != n {
			panic("sdc: key columns of different length")
		}
		w := 1
		if n > 0 {
			w = bits.Len32(uint32(max(1, slices.Max(c))))
			if slices.Min(c) < Missing {
				panic("sdc: a code below Missing")
			}
		}
		k.shift = append(k.shift, at)
		k.part = append(k.part, (1<<w-1)<<at)
		if at += w; at > 64 {
			return Keys{}, fmt.Errorf("pack key columns: %w", ErrTooWide)
		}
	}
	k.masks = new([256]uint64)
	for set := range 1 << len(columns) {
		for c, p := range k.part {
			if set&(1<<c) != 0 {
				k.masks[set] |= p
			}
		}
	}
	k.rows, k.known = make([]uint64, n), make([]uint8, n)
	for c, col := range columns {
		for i, v := range col {
			if v != Missing {
				k.rows[i] |= uint64(v) << k.shift[c]
				k.known[i] |= 1 << c
			}
		}
	}
	return k, nil
}

// Len is the number of rows.
func (k Keys) Len() int { return len(k.rows) }

// Column gives the codes of column c back.
func (k Keys) Column(c int) []int32 {
	out := make([]int32, len(k.rows))
	for i, r := range k.rows {
		out[i] = Missing
		if k.known[i]&(1<<c) != 0 {
			out[i] = int32(r & k.part[c] >> k.shift[c])
		}
	}
	return out
}

// bits gives the packed bits of a set of columns.
func (k Keys) bits(set uint8) uint64 { return k.masks[set] }

// empty are keys of the same columns without a row.
func (k Keys) empty() Keys { return Keys{part: k.part, shift: k.shift, masks: k.masks} }

// Rule says how a missing value counts.
type Rule uint8

const (
	Wildcard Rule = iota // it may be anything: compatible with every value
	Category             // it is a value of its own
)

// Frequency is how many share a row's key.
type Frequency struct {
	Sample     int     // rows, itself included
	Population float64 // sum of their weights
}

// tally answers how much there is of each key, by the set of known columns.
type tally struct {
	k      Keys
	groups [256]*[256]map[uint64]Frequency // known set → projection → key
	has    []uint8                         // known sets that occur, ascending
}

func (k Keys) tally(weights []float64) *tally {
	t := &tally{k: k}
	for i := range k.rows {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		t.add(k.known[i], k.rows[i], Frequency{1, w})
	}
	return t
}

func (t *tally) add(known uint8, row uint64, f Frequency) {
	g := t.groups[known]
	if g == nil {
		g = new([256]map[uint64]Frequency)
		g[known] = map[uint64]Frequency{}
		t.groups[known] = g
		at, _ := slices.BinarySearch(t.has, known)
		t.has = slices.Insert(t.has, at, known)
	}
	for set, m := range g {
		if m == nil {
			continue
		}
		key := row & t.k.bits(uint8(set))
		x := m[key]
		m[key] = Frequency{x.Sample + f.Sample, x.Population + f.Population}
	}
}

// of gives what rows of one known set have of each key of a projection.
func (t *tally) of(known, set uint8) map[uint64]Frequency {
	g := t.groups[known]
	if g[set] != nil {
		return g[set]
	}
	m, mask := map[uint64]Frequency{}, t.k.bits(set)
	order := make([]uint64, 0, len(g[known])) // sums of weights must not depend on a map
	for key := range g[known] {
		order = append(order, key)
	}
	slices.Sort(order)
	for _, key := range order {
		x, f := m[key&mask], g[known][key]
		m[key&mask] = Frequency{x.Sample + f.Sample, x.Population + f.Population}
	}
	g[set] = m
	return m
}

// compatible gives what agrees with a row of which only known columns show.
func (t *tally) compatible(known uint8, row uint64) (f Frequency) {
	for _, b := range t.has {
		x := t.of(b, known&b)[row&t.k.bits(known&b)]
		f.Sample += x.Sample
		f.Population += x.Population
	}
	return f
}

// atLeast reports whether n rows or more agree with one.
func (t *tally) atLeast(n int, known uint8, row uint64) bool {
	for i := len(t.has) - 1; i >= 0 && n > 0; i-- {
		b := t.has[i]
		n -= t.of(b, known&b)[row&t.k.bits(known&b)].Sample
	}
	return n <= 0
}

// Frequencies gives how many rows, and of how many people they stand, share
// each row's key.
//
// Shape: one per row; weights one per row, or nil for a weight of 1.
// Unit: rows, and the unit of the weights.
// Errors: none today; a panic where lengths differ.
// Source: Templ, Kowarik & Meindl 2015, J. Stat. Softw. 67(4), sdcMicro freqCalc with alpha 1.
func Frequencies(k Keys, weights []float64, rule Rule) ([]Frequency, error) {
	if weights != nil && len(weights) != k.Len() {
		panic("sdc: weights of another length than the keys")
	}
	t := k.tally(weights)
	out := make([]Frequency, k.Len())
	type key struct {
		known uint8
		row   uint64
	}
	seen := map[key]Frequency{}
	for i, row := range k.rows {
		at := key{k.known[i], row}
		f, ok := seen[at]
		if !ok {
			if rule == Category {
				f = t.of(at.known, at.known)[row]
			} else {
				f = t.compatible(at.known, row)
			}
			seen[at] = f
		}
		out[i] = f
	}
	return out, nil
}
