package protect

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
)

// row is a cell as a set of statements.
type row struct {
	at     cellAt
	past   bool // printed by an earlier release: cannot be held any more
	said   bool // stated by a sentence
	claims []string
}

// against holds back further cells until no held cell follows from printed
// ones by adding and subtracting, earlier releases included.
//
// Every cell is a set of statements. Statements that always stand together
// form an atom, so that a cell is a 0/1 vector over atoms, and what a reader
// can compute is the row space of the printed vectors. A held cell whose vector
// lies in that space is disclosed; of the printed cells in its derivation the
// one that rests on the fewest statements is held too (secondary suppression,
// Willenborg & de Waal, Elements of Statistical Disclosure Control, 2001, ch. 8,
// by exact linear algebra instead of a heuristic over one table). All figures
// are one system, whatever they count: each cell prints its n as well.
func (g *gate) against(held map[cellAt]string) {
	if len(held) == 0 && len(g.in.Before) == 0 {
		return
	}
	g.quoted = map[string]bool{}
	for _, f := range g.in.Figures {
		for _, c := range f.Cells {
			for _, s := range c.Sayings() {
				if s.Quotable {
					g.quoted[s.Claim.String()] = true
				}
			}
		}
	}
	var rows []row
	any := false
	for i, f := range g.in.Figures {
		for j, c := range slices.Concat(f.Cells, f.Basis) {
			if _, ok := c.Value(); !ok || len(c.Trace().Refs) == 0 {
				continue
			}
			_, h := held[cellAt{i, j}]
			if !h && j < len(f.Cells) && words(f) {
				continue // what is printed of it is quoted, one by one: no count of anything else
			}
			any = any || h
			rows = append(rows, row{at: cellAt{i, j}, said: j >= len(f.Cells), claims: g.secret(c)})
		}
	}
	if !any {
		return
	}
	for _, p := range g.in.Before {
		for _, f := range p.Figures {
			for _, c := range f.Cells {
				if len(c.Trace().Refs) > 0 {
					rows = append(rows, row{at: cellAt{-1, -1}, past: true, claims: g.secret(c)})
				}
			}
		}
	}
	vecs := atoms(rows)
	for {
		g.byAlgebra(rows, vecs, held)
		if !byPencil(rows, vecs, held) {
			return
		}
	}
}

// byAlgebra holds back printed cells until no held one is a combination of
// what is left.
func (g *gate) byAlgebra(rows []row, vecs [][]int, held map[cellAt]string) {
	for {
		s := newSpace()
		order := make([]int, 0, len(rows))
		for i, r := range rows {
			if _, h := held[r.at]; r.past || !h {
				order = append(order, i)
			}
		}
		// Large cells first: a derivation then uses small ones last, and the
		// printed cell given up is a small one.
		slices.SortStableFunc(order, func(a, b int) int {
			if rows[a].past != rows[b].past {
				if rows[a].past {
					return -1
				}
				return 1
			}
			return cmp.Compare(len(rows[b].claims), len(rows[a].claims))
		})
		for _, i := range order {
			s.add(vecs[i], i)
		}
		give := -1
		for i, r := range rows {
			if _, h := held[r.at]; !h || r.past {
				continue
			}
			used, in := s.derive(vecs[i])
			if !in {
				continue
			}
			for _, u := range used {
				if rows[u].past {
					continue
				}
				if give < 0 || len(rows[u].claims) < len(rows[give].claims) ||
					len(rows[u].claims) == len(rows[give].claims) && less(rows[u].at, rows[give].at) {
					give = u
				}
			}
			if give >= 0 {
				break
			}
		}
		if give < 0 {
			return
		}
		held[rows[give].at] = RuleDifferencing
	}
}

// words reports a figure that prints statements: its cells count only those
// it quotes.
func words(f figure.Figure) bool {
	return f.Shape == figure.Items || f.Shape == figure.Sayings || f.Shape == figure.Timeline || f.Shape == figure.Profile
}

// secret are the statements of a cell that a reader cannot look up: whoever
// reads a data set row by row, or a statement quoted with consent, subtracts
// these from any total.
func (g *gate) secret(c figure.Cell) []string {
	var ks []string
	for _, r := range c.Trace().Refs {
		s := g.sources[r.Claim.Source]
		if s.Protection.Public && !s.Protection.OwnReports && s.Licence.Level == source.Rows || g.quoted[r.Claim.String()] {
			continue
		}
		ks = append(ks, r.Claim.String())
	}
	slices.Sort(ks)
	return slices.Compact(ks)
}

func less(a, b cellAt) bool { return cmp.Or(cmp.Compare(a.f, b.f), cmp.Compare(a.c, b.c)) < 0 }

// atoms turns sets of statements into sparse 0/1 vectors over atoms: classes
// of statements that stand in the same rows.
func atoms(rows []row) [][]int {
	in := map[string][]byte{}
	for i, r := range rows {
		for _, k := range r.claims {
			in[k] = append(in[k], byte(i), byte(i>>8), byte(i>>16))
		}
	}
	id := map[string]int{}
	var sigs []string
	for _, sig := range in {
		sigs = append(sigs, string(sig))
	}
	slices.SortFunc(sigs, strings.Compare)
	for _, s := range slices.Compact(sigs) {
		id[s] = len(id)
	}
	vecs := make([][]int, len(rows))
	for i, r := range rows {
		for _, k := range r.claims {
			vecs[i] = append(vecs[i], id[string(in[k])])
		}
		slices.Sort(vecs[i])
		vecs[i] = slices.Compact(vecs[i])
	}
	return vecs
}

// prime is 2^61−1: elimination modulo a prime is exact, and a combination over
// the rationals that vanishes only modulo this prime does not occur by chance
// (and would only hold back one cell more).
const prime = 1<<61 - 1

// space is a row space in echelon form, with the combination of added rows
// that makes each basis row.
type space struct{ basis map[int]basisRow }

type basisRow struct {
	v    map[int]uint64 // atom → coefficient; pivot 1
	from map[int]uint64 // added row → coefficient
}

func newSpace() *space { return &space{basis: map[int]basisRow{}} }

// reduce subtracts basis rows until no pivot is left.
func (s *space) reduce(v, from map[int]uint64) {
	for {
		pivot, found := 0, false
		for a := range v {
			if _, ok := s.basis[a]; ok && (!found || a < pivot) {
				pivot, found = a, true
			}
		}
		if !found {
			return
		}
		b, c := s.basis[pivot], v[pivot]
		sub(v, b.v, c)
		sub(from, b.from, c)
	}
}

func (s *space) add(atoms []int, id int) {
	v, from := vector(atoms), map[int]uint64{id: 1}
	s.reduce(v, from)
	if len(v) == 0 {
		return
	}
	pivot := -1
	for a := range v {
		if pivot < 0 || a < pivot {
			pivot = a
		}
	}
	inv := power(v[pivot], prime-2)
	for a, c := range v {
		v[a] = mul(c, inv)
	}
	for a, c := range from {
		from[a] = mul(c, inv)
	}
	s.basis[pivot] = basisRow{v, from}
}

// derive reports whether the vector lies in the space, and which added rows
// make it, sorted.
func (s *space) derive(atoms []int) (used []int, ok bool) {
	v, from := vector(atoms), map[int]uint64{}
	s.reduce(v, from)
	if len(v) > 0 {
		return nil, false
	}
	for i := range from {
		used = append(used, i)
	}
	slices.Sort(used)
	return used, true
}

func vector(atoms []int) map[int]uint64 {
	v := make(map[int]uint64, len(atoms))
	for _, a := range atoms {
		v[a] = 1
	}
	return v
}

// sub does v −= c·w modulo the prime, dropping zeros.
func sub(v, w map[int]uint64, c uint64) {
	for a, x := range w {
		y := (v[a] + prime - mul(c, x)) % prime
		if y == 0 {
			delete(v, a)
		} else {
			v[a] = y
		}
	}
}

func mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return ((lo & prime) + (lo>>61 | hi<<3)) % prime
}

func power(a, e uint64) uint64 {
	r := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = mul(r, a)
		}
		a = mul(a, a)
	}
	return r
}
