package survey

import (
	"fmt"
	"math"
)

// stage is one stage of the drawing: units, the stratum each was drawn in
// (from the second stage on: the unit of the stage before), and what the
// squares of a stratum count.
type stage struct {
	unit    []int32   // of each row; nil: each row is its own unit
	units   int       // how many
	stratum []int32   // of each unit; nil: all in one
	strata  int       //
	size    []int     // units per stratum
	scale   []float64 // per stratum: (fractions of the stages above) · (1 − n/N); 0 for a census
	single  bool      // some stratum with scale > 0 has one unit
}

func (g *stage) of(row int) int32 {
	if g.unit == nil {
		return int32(row)
	}
	return g.unit[row]
}

func (g *stage) in(u int32) int32 {
	if g.stratum == nil {
		return 0
	}
	return g.stratum[u]
}

// index finds the units of every stage and returns each row's sampling
// fraction, the product over the stages with a population size.
func (s *Sample) index(d Design) ([]float64, error) {
	n := s.n
	parent := d.Strata.Codes // stratum of each row at this stage
	strata := len(d.Strata.Levels)
	for i, c := range parent {
		if c < 0 {
			return nil, fmt.Errorf("row %d: no stratum: %w", i+1, ErrDesign)
		}
		strata = max(strata, int(c)+1)
	}
	if parent == nil {
		strata = 1
	}
	above := make([]float64, strata) // fraction of the stages above, per stratum
	for i := range above {
		above[i] = 1
	}
	var frac []float64
	if len(d.FPC) > 0 {
		frac = make([]float64, n)
		for i := range frac {
			frac[i] = 1
		}
	}
	stages := max(1, len(d.Clusters))
	if len(d.FPC) > stages {
		return nil, fmt.Errorf("%d columns of population sizes for %d stages: %w", len(d.FPC), stages, ErrDesign)
	}
	for k := range stages {
		if k > 0 && k > len(d.FPC)-1 {
			break // a later stage counts only where the share drawn is known
		}
		g := stage{strata: strata, units: n, size: make([]int, strata), scale: make([]float64, strata)}
		if k < len(d.Clusters) {
			for i, c := range d.Clusters[k].Codes {
				if c < 0 {
					return nil, fmt.Errorf("row %d: no unit at stage %d: %w", i+1, k+1, ErrDesign)
				}
			}
			g.unit, g.stratum, g.units = intern(parent, d.Clusters[k].Codes)
			if g.units == n { // each row is a unit: keep the rows' own order
				g.unit, g.stratum = nil, parent
			}
		} else {
			g.stratum = parent
		}
		for u := range g.units {
			g.size[g.in(int32(u))]++
		}
		below := make([]float64, g.strata)
		if k < len(d.FPC) {
			if err := g.fractions(d.FPC[k], k, below); err != nil {
				return nil, err
			}
			for i := range frac {
				frac[i] *= below[g.in(g.of(i))]
			}
		}
		for h := range g.scale {
			if f := below[h]; 1-f >= 1e-7 {
				g.scale[h] = above[h] * (1 - f)
				g.single = g.single || g.size[h] == 1
			}
		}
		s.stages = append(s.stages, g)
		// the units of this stage are the strata of the next
		next := make([]float64, g.units)
		for u := range next {
			h := g.in(int32(u))
			next[u] = above[h] * below[h]
		}
		above, strata = next, g.units
		parent = g.unit
		if parent == nil {
			parent = make([]int32, n)
			for i := range parent {
				parent[i] = int32(i)
			}
		}
	}
	return frac, nil
}

// fractions fills in the sampling fraction of each stratum from its rows.
func (g *stage) fractions(size []float64, k int, f []float64) error {
	known := make([]float64, g.strata)
	for i, v := range size {
		h := g.in(g.of(i))
		switch {
		case !(v > 0):
			return fmt.Errorf("row %d: no size of the population at stage %d: %w", i+1, k+1, ErrDesign)
		case known[h] == 0:
			known[h] = v
		case known[h] != v:
			return fmt.Errorf("row %d: two sizes of one population at stage %d: %w", i+1, k+1, ErrDesign)
		}
	}
	for h, v := range known {
		switch {
		case v == 0: // a level no row has
		case v < 1:
			f[h] = v
		case math.IsInf(v, 1):
		default:
			f[h] = float64(g.size[h]) / v
			if f[h] > 1+1e-12 {
				return fmt.Errorf("a stratum of stage %d has more units in the sample than in the population: %w", k+1, ErrDesign)
			}
			f[h] = min(f[h], 1)
		}
	}
	return nil
}

// intern numbers the pairs (parent, code) in the order of their first row.
func intern(parent, code []int32) (unit, stratum []int32, units int) {
	unit = make([]int32, len(code))
	var maxP, maxC int64
	for i, c := range code {
		maxC = max(maxC, int64(c))
		if parent != nil {
			maxP = max(maxP, int64(parent[i]))
		}
	}
	if cells := (maxP + 1) * (maxC + 1); cells <= int64(8*len(code))+1<<16 {
		seen := make([]int32, cells)
		for i, c := range code {
			var p int64
			if parent != nil {
				p = int64(parent[i])
			}
			at := &seen[p*(maxC+1)+int64(c)]
			if *at == 0 {
				stratum = append(stratum, int32(p))
				*at = int32(len(stratum))
			}
			unit[i] = *at - 1
		}
		return unit, stratum, len(stratum)
	}
	seen := map[[2]int32]int32{}
	for i, c := range code {
		k := [2]int32{0, c}
		if parent != nil {
			k[0] = parent[i]
		}
		u, ok := seen[k]
		if !ok {
			u = int32(len(stratum))
			seen[k] = u
			stratum = append(stratum, k[0])
		}
		unit[i] = u
	}
	return unit, stratum, len(stratum)
}
