package sheet

import (
	"slices"

	"github.com/dires/dires/internal/lang"
)

// look reads the first rows of a sheet and finds its header.
func look(t tab, r *rows, stray func() bool, want []Column) *leaf {
	l := &leaf{tab: t, rows: r, head: -1}
	for len(l.first) < ahead && r.next() {
		x := copied(r, stray)
		if !blank(x.cells) {
			l.first = append(l.first, x)
		}
	}
	l.head = header(l.first, want)
	if l.head >= 0 {
		l.bound, l.whole = bindings(l.first[l.head].cells, want)
		l.filled = len(l.first) > l.head+1
	}
	return l
}

func copied(r *rows, stray func() bool) record {
	x := record{row: r.row, width: len(r.cells), stray: stray(), kinds: slices.Clone(r.kinds), cells: make([][]byte, len(r.cells))}
	n := 0
	for _, c := range r.cells {
		n += len(c)
	}
	flat := make([]byte, 0, n)
	for i, c := range r.cells {
		from := len(flat)
		flat = append(flat, c...)
		x.cells[i] = flat[from:len(flat):len(flat)]
	}
	return x
}

func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(trim(c)) > 0 {
			return false
		}
	}
	return true
}

func filled(cells [][]byte) (n int) {
	for _, c := range cells {
		if len(trim(c)) > 0 {
			n++
		}
	}
	return n
}

// header finds the row that names the columns: the first that has all columns
// a reader needs; or the first that is filled at least half as wide as most
// rows are, so that titles above the table are no header.
func header(first []record, want []Column) int {
	best, most := -1, 1
	for i, x := range first {
		if bound, whole := bindings(x.cells, want); whole && len(bound) > most {
			best, most = i, len(bound)
		}
	}
	if best >= 0 {
		return best
	}
	count, usual := map[int]int{}, 0
	for _, x := range first {
		count[filled(x.cells)]++
	}
	for n, k := range count {
		if k > count[usual] || k == count[usual] && n < usual {
			usual = n
		}
	}
	for i, x := range first {
		if n := filled(x.cells); n >= 2 && 2*n >= usual || n == 1 && (len(x.cells) == 1 && usual == 1 || len(first) == 1) {
			return i
		}
	}
	return -1
}

// bindings are the columns of a reader that a row names, sorted; whole says
// that all it needs are among them.
func bindings(cells [][]byte, want []Column) (bound []string, whole bool) {
	if len(want) == 0 {
		return nil, false
	}
	have := map[string]bool{}
	for _, c := range cells {
		if c = trim(c); len(c) > 0 && len(c) < 200 {
			have[lang.Fold(string(c))] = true
		}
	}
	whole = true
	own := map[string]string{}
	for _, c := range want {
		for _, h := range c.Own {
			own[lang.Fold(h)] = c.Name
		}
	}
	for _, c := range want {
		has := func(h string) bool {
			to, mine := own[lang.Fold(h)]
			return have[lang.Fold(h)] && (!mine || to == c.Name)
		}
		is := has(c.Name) || slices.ContainsFunc(c.Also, has) || slices.ContainsFunc(c.Own, has)
		if is {
			bound = append(bound, c.Name)
		}
		whole = whole && (is || !c.Need)
	}
	slices.Sort(bound)
	return bound, whole
}

func shared(a, b []string) (n int) {
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

// heads are the headers of a sheet.
func (l *leaf) heads() (out []string) {
	if l.head < 0 {
		return nil
	}
	for _, c := range l.first[l.head].cells {
		if s := string(trim(c)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// alike reports whether two sheets are of one layout: the same columns, in any
// order.
func alike(a, b *leaf, all bool) bool {
	if !all && len(a.bound) > 0 && len(b.bound) > 0 {
		return slices.Equal(a.bound, b.bound)
	}
	set := func(l *leaf) (out []string) {
		for _, h := range l.heads() {
			out = append(out, lang.Fold(h))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(set(a), set(b))
}
