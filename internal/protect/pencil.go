package protect

import "slices"

// byPencil holds further cells back where a held one follows without algebra,
// and reports whether it did. Nothing is printed as 0, so a held part is one
// statement at least: where the held parts of a printed total are as many as
// the statements that its printed parts leave over, each of them is one.
func (g *gate) byPencil(held map[cellAt]string) bool {
	rows, vecs, atoms := g.rows, g.vecs, 0
	for _, v := range vecs {
		for _, a := range v {
			atoms = max(atoms, a+1)
		}
	}
	parts := map[int][]int{} // figure → its rows; what a sentence states is no part
	some := map[int]bool{}   // figures with a held part
	for i, r := range rows {
		if _, no := held[r.at]; !r.past && !r.said && (no || !r.quoted) {
			parts[r.at.f] = append(parts[r.at.f], i)
			if _, h := held[r.at]; h {
				some[r.at.f] = true
			}
		}
	}
	figures := slices.Sorted(keys(some))
	in, more := make([]int, atoms), false
	for t, total := range rows {
		if len(vecs[t]) == 0 || !g.shown(total, held) {
			continue
		}
		for _, f := range figures {
			left, printed, hidden, ok := g.split(held, t, parts[f], in)
			if !ok || hidden == 0 || left != hidden {
				continue
			}
			// The smallest printed part goes too; where there is none, the total.
			give := t
			for _, p := range printed {
				if g.had(rows[p]) {
					continue
				}
				if give == t || len(rows[p].claims) < len(rows[give].claims) {
					give = p
				}
			}
			if rows[give].past || g.had(rows[give]) {
				continue // printed before: nothing holds it any more
			}
			g.hold(rows[give].at, held)
			if more = true; give == t {
				break
			}
		}
	}
	return more
}

// had reports a cell of this release that an earlier one printed as it is.
func (g *gate) had(r row) bool {
	return !r.past && r.at.c < len(g.in.Figures[r.at.f].Cells) && (g.fixed[r.at] || g.book.spent(r.at))
}

// split says what the parts of a figure leave of a total: ok if those that
// touch it lie within it, apart from each other, and cover it whole.
func (g *gate) split(held map[cellAt]string, total int, parts, in []int) (left int, printed []int, hidden int, ok bool) {
	rows, vecs := g.rows, g.vecs
	clear(in)
	for _, a := range vecs[total] {
		in[a] = 1
	}
	left, covered := len(rows[total].claims), 0
	for _, i := range parts {
		if i == total || len(vecs[i]) == 0 {
			continue
		}
		inside := 0
		for _, a := range vecs[i] {
			inside += min(in[a], 1)
		}
		if inside == 0 {
			continue
		}
		if inside < len(vecs[i]) {
			return 0, nil, 0, false
		}
		for _, a := range vecs[i] {
			if in[a] != 1 {
				return 0, nil, 0, false // stands in two parts
			}
			in[a] = 2
		}
		covered += len(vecs[i])
		if !g.shown(rows[i], held) {
			hidden++
		} else {
			left -= len(rows[i].claims)
			printed = append(printed, i)
		}
	}
	return left, printed, hidden, covered == len(vecs[total])
}
