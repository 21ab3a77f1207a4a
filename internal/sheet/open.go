package sheet

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

const ahead = 20 // rows looked at for the header

// leaf is a sheet that was looked into: its first rows, and which of them is
// the header. A text file is one leaf.
type leaf struct {
	tab     tab
	rows    *rows
	first   []record
	head    int // index in first; -1 for none
	headRow int
	bound   []string
	whole   bool // it has all columns a reader needs
	filled  bool // cells stand below the header
	joined  bool // the rows it belongs to stand behind its own
}

// record is a row that was read before its turn.
type record struct {
	cells [][]byte
	kinds []kind
	row   int
	width int // cells of the row, as the file has them
	stray bool
	leaf  int
}

// leaves opens the sheets that are to be read, and says which are not.
func (t *Table) leaves(k *book) ([]*leaf, error) {
	if len(k.tabs) == 0 {
		return nil, fault.New(fault.Invalid, "A230")
	}
	never := func() bool { return false }
	open := func(x tab) (*leaf, error) {
		r, err := k.sheet(x)
		if err != nil {
			return nil, err
		}
		l := look(x, r, never, t.opt.Columns)
		if r.err != nil {
			return nil, r.err
		}
		return l, nil
	}
	if t.opt.Sheet != "" {
		i := slices.IndexFunc(k.tabs, func(x tab) bool { return x.name == t.opt.Sheet })
		if i < 0 {
			i = slices.IndexFunc(k.tabs, func(x tab) bool { return lang.Fold(x.name) == lang.Fold(t.opt.Sheet) })
		}
		if i < 0 {
			return nil, fault.New(fault.Invalid, "A245", t.opt.Sheet, strings.Join(names(k.tabs), ", "))
		}
		l, err := open(k.tabs[i])
		if err != nil {
			return nil, err
		}
		return []*leaf{l}, t.family(l, k.tabs, open)
	}
	var seen []*leaf
	var hidden []string
	for _, x := range k.tabs {
		l, err := open(x)
		if err != nil {
			return nil, err
		}
		switch {
		case len(l.first) == 0:
			l.rows.close()
		case x.hidden:
			hidden = append(hidden, x.name)
			l.rows.close()
		default:
			seen = append(seen, l)
		}
	}
	for _, n := range hidden {
		t.found.Add("A258", diag.At{File: t.Name, Sheet: n}, n)
	}
	if len(seen) == 0 && len(hidden) > 0 {
		return nil, fault.New(fault.Invalid, "A260", strings.Join(hidden, ", "))
	}
	use, err := t.chosen(seen)
	if err != nil {
		return nil, err
	}
	return use, t.kin(use, seen)
}

// chosen takes of the sheets with cells those that hold the table: the only
// one a reader can use, or several of one layout. Anything else is asked.
func (t *Table) chosen(seen []*leaf) ([]*leaf, error) {
	pick := func(ok func(*leaf) bool) (yes []*leaf) {
		for _, l := range seen {
			if ok(l) {
				yes = append(yes, l)
			}
		}
		return yes
	}
	use := pick(func(l *leaf) bool { return l.whole && l.filled })
	if len(use) == 0 {
		use = pick(func(l *leaf) bool { return l.child() && l.filled && complete(l, parentOf(l, seen), t.opt.Columns) })
	}
	if len(use) == 0 {
		use = pick(func(l *leaf) bool { return l.whole })
		use = use[:min(1, len(use))]
	}
	if len(use) == 0 {
		use = pick(func(l *leaf) bool { return l.head >= 0 && l.filled && !l.child() })
	}
	if len(use) == 0 {
		use = pick(func(l *leaf) bool { return l.head >= 0 && l.filled })
	}
	if len(use) == 0 {
		use = seen[:min(1, len(seen))]
	}
	if len(use) == 0 {
		return nil, fault.New(fault.Invalid, "A230")
	}
	for _, l := range use[1:] {
		if !alike(use[0], l, t.opt.All) {
			var has []string
			for _, l := range use {
				has = append(has, l.tab.name+" ("+strings.Join(first(l.heads(), 4), ", ")+" …)")
			}
			return nil, fault.New(fault.Invalid, "A259", strings.Join(has, "; "))
		}
	}
	for _, l := range seen {
		if slices.Contains(use, l) || t.related(l, use, seen) {
			continue
		}
		l.rows.close()
		if 2*shared(l.bound, use[0].bound) > len(use[0].bound) {
			t.found.Add("A261", diag.At{File: t.Name, Sheet: l.tab.name, Row: l.first[max(0, l.head)].row}, l.tab.name)
		} else {
			t.found.Add("A262", diag.At{File: t.Name, Sheet: l.tab.name}, l.tab.name)
		}
	}
	if len(use) > 1 {
		var all []tab
		for _, l := range use {
			all = append(all, l.tab)
		}
		t.found.Add("A257", diag.At{File: t.Name}, strings.Join(names(all), ", "))
	}
	return use, nil
}

// begin makes the leaves one table: the header of the first, and the columns
// that only others have behind it.
func (t *Table) begin(use []*leaf) error {
	for _, l := range use {
		if l.head < 0 && l == use[0] {
			return fault.New(fault.Invalid, "A230")
		}
	}
	t.Sheet, t.leafNames = use[0].tab.name, nil
	for _, l := range use {
		t.leafNames = append(t.leafNames, l.tab.name)
	}
	h := use[0].first[use[0].head]
	t.headRow = h.row
	for _, c := range h.cells {
		t.Head = append(t.Head, string(trim(c)))
	}
	if len(t.Head) > maxColumns {
		return fault.New(fault.Invalid, "A264", maxColumns)
	}
	t.width = len(t.Head)
	for len(t.Head) > 0 && t.Head[len(t.Head)-1] == "" {
		t.Head = t.Head[:len(t.Head)-1]
	}
	if use[0].head > 0 {
		t.found.Add("A256", diag.At{File: t.Name, Sheet: t.Sheet, Row: h.row}, h.row)
	}
	at := map[string]int{}
	for i, name := range t.Head {
		if _, dup := t.col[name]; !dup && name != "" {
			t.col[name] = i
			at[lang.Fold(name)] = i
		} else if name != "" {
			t.twice.Add("A243", t.at(t.headRow, i), name, name)
		}
	}
	t.to = make([][]int, len(use))
	for j, l := range use[1:] {
		to := make([]int, 0, len(l.first[l.head].cells))
		used := map[int]bool{}
		for _, c := range l.first[l.head].cells {
			name := string(trim(c))
			i, ok := at[lang.Fold(name)]
			if name == "" {
				i, ok = -1, true
			} else if !ok || used[i] {
				i = max(t.width, len(t.Head))
				for len(t.Head) < i {
					t.Head = append(t.Head, "")
				}
				t.Head = append(t.Head, name)
				if t.width = len(t.Head); !ok {
					t.col[name], at[lang.Fold(name)] = i, i
				}
			}
			used[i] = true
			to = append(to, i)
		}
		t.to[j+1] = to
	}
	for _, l := range use {
		l.headRow, l.first = l.first[l.head].row, l.first[l.head+1:]
	}
	t.left = use
	return nil
}

// pull gives the next row of the table, whichever sheet it stands in.
func (t *Table) pull(x *record) bool {
	for len(t.left) > 0 {
		l := t.left[0]
		if len(l.first) > 0 {
			*x = l.first[0]
			l.first = l.first[1:]
		} else if l.rows.next() {
			*x = record{cells: l.rows.cells, kinds: l.rows.kinds, row: l.rows.row, width: len(l.rows.cells), stray: t.strays()}
		} else {
			if l.rows.err != nil {
				t.err = l.rows.err
				return false
			}
			for _, m := range l.rows.merged {
				if col, row := place(m); row > l.headRow {
					t.found.Add("A237", diag.At{File: t.Name, Sheet: l.tab.name, Row: row, Col: col}, m)
				}
			}
			l.rows.close()
			t.left, t.leaf = t.left[1:], t.leaf+1
			continue
		}
		x.leaf = t.leaf
		if to := t.to[t.leaf]; to != nil {
			t.move(x, to)
		}
		return true
	}
	return false
}

// move puts the cells of a further sheet where the first has their columns.
func (t *Table) move(x *record, to []int) {
	cells, kinds := make([][]byte, len(t.Head)), make([]kind, len(t.Head))
	for i, c := range x.cells {
		switch {
		case i < len(to) && to[i] >= 0:
			cells[to[i]] = c
			if i < len(x.kinds) {
				kinds[to[i]] = x.kinds[i]
			}
		case len(trim(c)) > 0: // below no header
			cells, kinds = append(cells, c), append(kinds, plainCell)
		}
	}
	x.cells, x.kinds = cells, kinds
}

// named is the file, the sheet and the row of the header, as a refusal names
// them.
func (t *Table) named() string {
	s := t.Name
	if t.Sheet != "" {
		s += "[" + t.Sheet + "]"
	}
	if t.headRow > 1 {
		s += ":" + strconv.Itoa(t.headRow)
	}
	return s
}

// openText sets t up to read a text file.
func (t *Table) openText(r io.Reader) error {
	s := NewScanner(r, t.Dialect.Comma)
	x := &rows{close: func() {}, detach: s.detach}
	x.next = func() bool {
		if !s.Next() {
			x.err = s.Err()
			return false
		}
		x.cells, x.row = s.Fields(), s.Row()
		if len(x.cells) > 4*maxColumns {
			x.err = fault.New(fault.Invalid, "A264", maxColumns)
			return false
		}
		return true
	}
	t.strays = s.Stray
	l := look(tab{}, x, s.Stray, t.opt.Columns)
	if x.err != nil {
		return x.err
	}
	if l.head >= 0 {
		h := l.first[l.head]
		h.cells = slices.Clone(h.cells)
		Recode(h.cells)
		l.first[l.head] = h
	}
	return t.begin([]*leaf{l})
}
