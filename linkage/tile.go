package linkage

// Tile is a model of some of the records: a cell of space and time with a halo
// around it, wide enough that every pair of the cell meets inside. What is rare
// stays measured on the whole. [Model.Block] of a tile is a pure function of
// its records, so that tiles may run anywhere and in any order; their edges
// name records by their place in the whole, and together they are the whole's
// (TestTilesTogetherAreTheWhole).
func (m *Model) Tile(records []int32) *Model {
	in := make([]bool, len(m.recs))
	for _, i := range records {
		in[i] = true
	}
	t := *m
	t.recs, t.cells, t.points, t.byID = nil, nil, 0, nil
	for k, c := range m.cells {
		lo := int32(len(t.recs))
		for _, x := range m.recs[c.lo:c.hi] {
			if in[x.id] {
				t.recs = append(t.recs, x)
			}
		}
		if hi := int32(len(t.recs)); hi > lo {
			t.cells = append(t.cells, cell{m.cells[k].row, m.cells[k].col, lo, hi})
		}
	}
	t.points = len(t.recs)
	for _, x := range m.recs[m.points:] {
		if in[x.id] {
			t.recs = append(t.recs, x)
		}
	}
	return &t
}
