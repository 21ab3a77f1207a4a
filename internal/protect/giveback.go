package protect

import (
	"cmp"
	"slices"
)

// giveBack prints again what was withheld and is not needed, the largest cells
// first: while holding back one after the other, the gate does not know yet
// which will suffice together. A cell returns only if every held number stays
// as uncertain as it must, and none follows by adding and subtracting.
func (b *book) giveBack(held, primary map[cellAt]string, h *hidden) {
	reader := b.g.reader(held)
	row := map[cellAt]int{}
	for _, i := range b.g.order {
		if r := b.g.rows[i]; !r.past {
			row[r.at] = i
			if b.g.shown(r, held) {
				reader.learn(reader.reduced(b.g.vecs[i]))
			}
		}
	}
	size := func(at cellAt) float64 { v, _ := b.g.in.Figures[at.f].Cells[at.c].Value(); return v }
	var extra []cellAt
	for at := range held {
		if _, ok := primary[at]; !ok && at.c < len(b.g.in.Figures[at.f].Cells) {
			extra = append(extra, at)
		}
	}
	slices.SortFunc(extra, func(p, q cellAt) int {
		return cmp.Or(cmp.Compare(size(q), size(p)), cmp.Compare(p.f, q.f), cmp.Compare(p.c, q.c))
	})
	for _, at := range extra {
		i, ok := row[at]
		var v map[int]uint64
		if ok {
			if v = reader.reduced(b.g.vecs[i]); reader.betrays(v, i) {
				continue
			}
		}
		if !b.tryPrint(at, held, h) {
			continue
		}
		if ok {
			reader.wanted[i] = nil
			if !b.g.rows[i].quoted {
				reader.learn(v)
			}
		}
	}
}

// tryPrint prints a cell if the held ones stay uncertain, and reports whether
// they do.
func (b *book) tryPrint(at cellAt, held map[cellAt]string, h *hidden) bool {
	why := held[at]
	delete(held, at)
	b.learnCell(at, held, h)
	changed := slices.Clone(b.inCell[at])
	for _, x := range b.inCell[at] {
		changed = append(changed, b.onThis[x]...)
	}
	old := map[int32]witness{}
	for _, y := range changed {
		if !b.s.xs[y].known {
			continue
		}
		for _, x := range b.bears[y] {
			if !b.wanted(x, held) || b.stands(b.proof[x]) {
				continue
			}
			if _, had := old[x]; !had {
				old[x] = b.proof[x]
			}
			if !b.wide(x, nil) {
				held[at] = why
				b.learnCell(at, held, h)
				for x, by := range old {
					b.proof[x] = by
				}
				return false
			}
		}
	}
	return true
}
