package protect

import (
	"slices"

	"github.com/dires/dires/internal/figure"
)

// stands reports whether each number of a figure's sentence may be printed.
func (g *gate) stands(i int, held map[cellAt]string) bool {
	f := g.in.Figures[i]
	for k := range f.Basis {
		if _, h := held[cellAt{i, len(f.Cells) + k}]; h {
			return false
		}
	}
	return f.Basis != nil && !g.repeats(i, held)
}

// repeats reports a sentence that states the number of a held cell: what a cell
// was held for does not show in who stands behind it. Numbers that have a name
// are weighed with all others, cells and relations.
func (g *gate) repeats(i int, held map[cellAt]string) bool {
	f := g.in.Figures[i]
	if slices.ContainsFunc(f.Named, func(n figure.Named) bool { return n.Said }) {
		return false
	}
	for j, c := range f.Cells {
		if _, no := held[cellAt{i, j}]; !no || len(c.Trace().Refs) == 0 {
			continue
		}
		if slices.ContainsFunc(f.Basis, func(b figure.Cell) bool { return slices.Equal(g.refs(b), g.refs(c)) }) {
			return true
		}
	}
	return false
}

// refs are the statements behind a cell, sorted.
func (g *gate) refs(c figure.Cell) (ks []string) {
	for _, r := range c.Trace().Refs {
		ks = append(ks, r.Claim.String())
	}
	slices.Sort(ks)
	return slices.Compact(ks)
}

// shares reports cells "x of n": a sentence on them states n.
func shares(cs []figure.Cell) bool {
	return slices.ContainsFunc(cs, func(c figure.Cell) bool { return c.Of() > 0 })
}
