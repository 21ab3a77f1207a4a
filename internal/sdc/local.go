package sdc

import (
	"fmt"
	"math/bits"
	"slices"
)

// Blanked is a file after local suppression.
type Blanked struct {
	Keys   Keys
	Values []int // values withheld in each column
}

// Blank withholds single values until every row shares its key with at least
// k-1 others, a withheld value counting as any. It takes the fewest values of a
// row that suffice, and among those the ones that help most other rows; with
// importance it spares the columns of low number first. It is a heuristic:
// fewer may do.
//
// Shape: importance has one number per column, 1 most important, or is nil.
// Unit: rows.
// Errors: where fewer than k rows exist; a panic where k < 1 or importance has
// another length.
// Source: local suppression as sdcMicro's kAnon (Templ, Kowarik & Meindl 2015);
// counts of projections in place of its search.
func Blank(keys Keys, k int, importance []int) (b Blanked, err error) {
	q := len(keys.part)
	if k < 1 || importance != nil && len(importance) != q {
		panic("sdc: k below 1, or importance of another length than the columns")
	}
	if keys.Len() < k {
		return b, fmt.Errorf("withhold values: %d rows can never be %d alike", keys.Len(), k)
	}
	keys.rows, keys.known = slices.Clone(keys.rows), slices.Clone(keys.known)
	b = Blanked{Keys: keys, Values: make([]int, q)}
	t := keys.tally(nil)
	var short []int
	for i := range keys.rows {
		if t.compatible(keys.known[i], keys.rows[i]).Sample < k {
			short = append(short, i)
		}
	}
	needy := Keys{part: keys.part, shift: keys.shift}
	n := needy.tally(nil) // rows that still are too few
	for _, i := range short {
		n.add(keys.known[i], keys.rows[i], Frequency{1, 1})
	}
	sets := costs(q, importance)
	for _, i := range short {
		known, row := keys.known[i], keys.rows[i]
		n.add(known, row, Frequency{-1, -1})
		if t.compatible(known, row).Sample >= k {
			continue
		}
		keep, best, cost := known, -1, -1
		for _, s := range sets {
			if s.drop&^known != 0 {
				continue
			}
			if cost >= 0 && s.cost > cost {
				break
			}
			left := known &^ s.drop
			if t.compatible(left, row&keys.bits(left)).Sample < k {
				continue
			}
			if helped := n.compatible(left, row&keys.bits(left)).Sample; helped > best {
				keep, best, cost = left, helped, s.cost
			}
		}
		t.add(known, row, Frequency{-1, -1})
		keys.known[i], keys.rows[i] = keep, row&keys.bits(keep)
		t.add(keep, keys.rows[i], Frequency{1, 1})
		for c := range q {
			if (known&^keep)&(1<<c) != 0 {
				b.Values[c]++
			}
		}
	}
	return b, nil
}

type drop struct {
	drop uint8
	cost int
}

// costs lists the sets of columns to withhold, cheapest first.
func costs(q int, importance []int) []drop {
	var out []drop
	for s := 1; s < 1<<q; s++ {
		d := drop{uint8(s), 1000 * bits.OnesCount8(uint8(s))}
		for c := range q {
			if importance != nil && s&(1<<c) != 0 {
				d.cost += q - importance[c]
			}
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b drop) int { return a.cost - b.cost })
	return out
}
