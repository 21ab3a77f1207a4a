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
	target bool // withheld by an earlier release
	said   bool // stated by a sentence
	quoted bool // what is printed of it is quoted, one by one: no count of anything else
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
// are one system, whatever they count: each cell prints its n as well. What an
// earlier release withheld must not follow either.
func (g *gate) against(held map[cellAt]string) {
	if g.rows == nil {
		g.gather()
	}
	for {
		g.byAlgebra(held)
		if !g.byPencil(held) {
			return
		}
	}
}

// gather lists every cell that says something of statements nobody can look
// up: of this release, as printed by earlier ones, and as these withheld them.
func (g *gate) gather() {
	for i, f := range g.in.Figures {
		if g.keeps(i) {
			continue
		}
		for j, c := range slices.Concat(f.Cells, f.Basis) {
			if _, ok := c.Value(); ok && len(c.Trace().Refs) > 0 {
				g.rows = append(g.rows, row{at: cellAt{i, j}, said: j >= len(f.Cells), quoted: j < len(f.Cells) && words(f), claims: g.about(f, c)})
			}
		}
	}
	for _, p := range g.in.Before {
		for _, fs := range [][]figure.Figure{p.Figures, p.Hidden} {
			for _, f := range fs {
				for _, c := range f.Cells {
					if len(c.Trace().Refs) > 0 {
						g.rows = append(g.rows, row{at: cellAt{-1, -1}, past: true, claims: g.about(f, c), target: f.Shape == hiddenShape})
					}
				}
			}
		}
	}
	g.vecs = atoms(g.rows)
	for i := range g.rows {
		g.order = append(g.order, i)
	}
	// What earlier releases printed stands first, then large cells: those that
	// are given up are small ones.
	slices.SortStableFunc(g.order, func(a, b int) int {
		x, y := g.rows[a], g.rows[b]
		if x.past != y.past {
			return map[bool]int{true: -1, false: 1}[x.past]
		}
		return cmp.Compare(len(y.claims), len(x.claims))
	})
}

// about is [gate.secret], apart for sums of deaths where no cell prints on how
// many statements it rests: such a sum says nothing of how many these are.
func (g *gate) about(f figure.Figure, c figure.Cell) []string {
	ks := g.secret(c)
	if g.silent && amounts(f) {
		for i := range ks {
			ks[i] = "deaths of " + ks[i]
		}
	}
	return ks
}

// quote notes which statements are printed one by one.
func (g *gate) quote() {
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
}

// shown reports a row that is printed as things stand.
func (g *gate) shown(r row, held map[cellAt]string) bool {
	_, no := held[r.at]
	return !r.target && !r.quoted && (r.past || !no && !g.nought[r.at])
}

// byAlgebra prints one cell after the other, and holds each back with which a
// held one would be a combination of what is printed.
func (g *gate) byAlgebra(held map[cellAt]string) {
	s := g.reader(held)
	for _, i := range g.order {
		r := g.rows[i]
		if r.past || !g.shown(r, held) {
			continue
		}
		if v := s.reduced(g.vecs[i]); s.betrays(v, -1) {
			g.hold(r.at, held)
		} else {
			s.learn(v)
		}
	}
}

// reader is who has read all earlier releases, and wants the held cells.
func (g *gate) reader(held map[cellAt]string) *space {
	s := &space{basis: map[int]map[int]uint64{}}
	for _, i := range g.order {
		if r := g.rows[i]; r.past && !r.target {
			s.learn(s.reduced(g.vecs[i]))
		}
	}
	for i, r := range g.rows {
		_, no := held[r.at]
		v := map[int]uint64{}
		if r.target || !r.past && no {
			v = s.reduced(g.vecs[i])
		}
		s.wanted = append(s.wanted, v)
	}
	return s
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

// space is a row space in echelon form, with what is left of wanted vectors
// after all that the space gives of them: nothing for one that it holds.
type space struct {
	basis  map[int]map[int]uint64 // by pivot: atom → coefficient; 1 at the pivot
	wanted []map[int]uint64
}

// reduced is a vector less all that the space gives of it, 1 at its first atom.
func (s *space) reduced(atoms []int) map[int]uint64 {
	v := vector(atoms)
	for {
		pivot, found := 0, false
		for a := range v {
			if _, ok := s.basis[a]; ok && (!found || a < pivot) {
				pivot, found = a, true
			}
		}
		if !found {
			break
		}
		sub(v, s.basis[pivot], v[pivot])
	}
	inv := uint64(0)
	if len(v) > 0 {
		inv = power(v[first(v)], prime-2)
	}
	for a, c := range v {
		v[a] = mul(c, inv)
	}
	return v
}

func first(v map[int]uint64) int {
	pivot := -1
	for a := range v {
		if pivot < 0 || a < pivot {
			pivot = a
		}
	}
	return pivot
}

// betrays reports whether a reduced vector gives one of the wanted ones, but
// for one of them.
func (s *space) betrays(v map[int]uint64, but int) bool {
	if len(v) == 0 {
		return false
	}
	pivot := first(v)
	for i, w := range s.wanted {
		c, ok := w[pivot]
		if i == but || !ok || len(w) != len(v) {
			continue
		}
		same := true
		for a, x := range v {
			if w[a] != mul(x, c) {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// learn adds a reduced vector.
func (s *space) learn(v map[int]uint64) {
	if len(v) == 0 {
		return
	}
	pivot := first(v)
	s.basis[pivot] = v
	for _, w := range s.wanted {
		if c, ok := w[pivot]; ok {
			sub(w, v, c)
		}
	}
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
