package agreement

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// pattern is one distinct tally of a unit's ratings: which categories, how
// often each. Of a unit nothing else matters to alpha.
type pattern struct {
	cat, n []int32 // ascending categories and their counts
	m      int32   // ratings in all
	times  int64   // units that look like this
}

func compare(a, b pattern) int {
	if d := slices.Compare(a.cat, b.cat); d != 0 {
		return d
	}
	return slices.Compare(a.n, b.n)
}

// patterns collapses the units with two ratings or more to their distinct
// patterns, sorted by content (not by frequency, nor by a map's order), and
// says which pattern each unit has (-1: fewer than two ratings) if each is set.
func (r *Ratings) patterns(each bool) (ps []pattern, of []int32) {
	units, width := r.Units(), bits.Len(uint(r.coders))
	if each {
		of = make([]int32, units)
	}
	if width*len(r.values) <= 64 {
		ps, of = r.packed(width, of)
	} else {
		ps, of = r.keyed(of)
	}
	order := make([]int32, len(ps))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return compare(ps[a], ps[b]) })
	sorted, rank := make([]pattern, len(ps)), make([]int32, len(ps))
	for i, o := range order {
		sorted[i], rank[o] = ps[o], int32(i)
	}
	for i, p := range of {
		if p >= 0 {
			of[i] = rank[p]
		}
	}
	return sorted, of
}

// packed counts the ratings of a unit in the bits of one word: few categories.
func (r *Ratings) packed(width int, of []int32) ([]pattern, []int32) {
	unit := make([]uint64, len(r.values))
	for c := range unit {
		unit[c] = 1 << (c * width)
	}
	type slot struct {
		key uint64
		at  int32 // 1 + index of the pattern; 0 is empty
	}
	table := make([]slot, 1024)
	var keys []uint64
	var times []int64
	shift := 64 - 10
	for u, k := 0, 0; k < len(r.codes); u++ {
		var key uint64
		m := 0
		for _, c := range r.codes[k : k+r.coders] {
			if c != missing {
				key += unit[c]
				m++
			}
		}
		k += r.coders
		if m < 2 {
			if of != nil {
				of[u] = -1
			}
			continue
		}
		i := (key * 0x9e3779b97f4a7c15) >> shift
		for table[i].at != 0 && table[i].key != key {
			i = (i + 1) & uint64(len(table)-1)
		}
		if table[i].at == 0 {
			keys, times = append(keys, key), append(times, 0)
			table[i] = slot{key, int32(len(keys))}
		}
		at := table[i].at - 1
		times[at]++
		if of != nil {
			of[u] = at
		}
		if 2*len(keys) > len(table) { // grow
			table = make([]slot, 2*len(table))
			shift--
			for j, key := range keys {
				i := (key * 0x9e3779b97f4a7c15) >> shift
				for table[i].at != 0 {
					i = (i + 1) & uint64(len(table)-1)
				}
				table[i] = slot{key, int32(j + 1)}
			}
		}
	}
	ps := make([]pattern, len(keys))
	for i, key := range keys {
		p := pattern{times: times[i]}
		for c := range unit {
			if n := int32(key >> (c * width) & (1<<width - 1)); n > 0 {
				p.cat, p.n, p.m = append(p.cat, int32(c)), append(p.n, n), p.m+n
			}
		}
		ps[i] = p
	}
	return ps, of
}

// keyed is for many categories: the sorted codes of a unit are its key.
func (r *Ratings) keyed(of []int32) (ps []pattern, _ []int32) {
	index := map[string]int32{}
	var row []int32
	var key []byte
	for u := range r.Units() {
		row, key = row[:0], key[:0]
		for _, c := range r.codes[u*r.coders : (u+1)*r.coders] {
			if c != missing {
				row = append(row, c)
			}
		}
		if len(row) < 2 {
			if of != nil {
				of[u] = -1
			}
			continue
		}
		slices.Sort(row)
		for _, c := range row {
			key = binary.LittleEndian.AppendUint32(key, uint32(c))
		}
		at, ok := index[string(key)]
		if !ok {
			at = int32(len(ps))
			index[string(key)] = at
			p := pattern{m: int32(len(row))}
			for i, c := range row {
				if i == 0 || c != row[i-1] {
					p.cat, p.n = append(p.cat, c), append(p.n, 0)
				}
				p.n[len(p.n)-1]++
			}
			ps = append(ps, p)
		}
		ps[at].times++
		if of != nil {
			of[u] = at
		}
	}
	return ps, of
}
