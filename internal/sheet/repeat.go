package sheet

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

// A server's workbook has a sheet for the form and one for each of its repeats.
// A row of a repeat names the row it belongs to: by its number ("_parent_index"
// is the "_index" of the other), or by the id of the submission.

// links are the columns by which a row of a repeat names its parent: theirs and
// the parent's.
var links = [][2]string{{"_parent_index", "_index"}, {"_submission__uuid", "_uuid"}, {"_submission__id", "_id"}, {"PARENT_KEY", "KEY"}}

// repeat is a sheet of a repeat, read whole.
type repeat struct {
	name string
	head []string
	of   map[string][][]string // rows by the row of the form they belong to
	link string                // the form's column that names it
}

// child reports whether a leaf is the sheet of a repeat.
func (l *leaf) child() bool {
	return slices.ContainsFunc(l.heads(), func(h string) bool { return h == "_parent_index" || h == "PARENT_KEY" })
}

// link is the column by which a repeat's rows name rows of a parent, as
// positions in both headers.
func link(child, parent []string) (c, p int, ok bool) {
	for _, x := range links {
		if c, p = slices.Index(child, x[0]), slices.Index(parent, x[1]); c >= 0 && p >= 0 {
			return c, p, true
		}
	}
	return 0, 0, false
}

// row is the header of a leaf, with the cells that have no name.
func (l *leaf) row() (out []string) {
	for _, c := range l.first[l.head].cells {
		out = append(out, string(trim(c)))
	}
	return out
}

// parentOf finds the sheet whose rows those of a repeat belong to: the one it
// names, or the form's.
func parentOf(l *leaf, all []*leaf) *leaf {
	i := slices.Index(l.row(), "_parent_table_name")
	named := ""
	if i >= 0 && len(l.first) > l.head+1 && i < len(l.first[l.head+1].cells) {
		named = string(trim(l.first[l.head+1].cells[i]))
	}
	var form *leaf
	for _, x := range all {
		if x == l || x.head < 0 {
			continue
		}
		if _, _, ok := link(l.row(), x.row()); !ok {
			continue
		}
		if named != "" && (x.tab.name == named || len(x.tab.name) >= 28 && strings.HasPrefix(named, x.tab.name)) {
			return x
		}
		if !x.child() && form == nil {
			form = x
		}
	}
	return form
}

// rest gives the rows of a leaf below its header, its own and those not read
// yet, as records that stay.
func (l *leaf) rest() (out []record, err error) {
	defer l.rows.close()
	never := func() bool { return false }
	out = append(out, l.first[l.head+1:]...)
	size := 0
	for l.rows.next() {
		x := copied(l.rows, never)
		for _, c := range x.cells {
			size += len(c) + 24
		}
		if size > mostSpooled {
			return nil, fault.New(fault.Invalid, "A247", mostSpooled>>20)
		}
		out = append(out, x)
	}
	return out, l.rows.err
}

// join makes the rows of a repeat whole: behind its own columns stand those of
// the row it belongs to. What tells submissions apart tells then the rows of
// each submission apart.
func join(l, parent *leaf) error {
	own, theirs := l.row(), parent.row()
	c, p, ok := link(own, theirs)
	if !ok {
		return nil
	}
	rows, err := parent.rest()
	if err != nil {
		return err
	}
	by := map[string]record{}
	for _, x := range rows {
		if p < len(x.cells) {
			by[string(trim(x.cells[p]))] = x
		}
	}
	var take []int // of the parent's columns
	for i, h := range theirs {
		if h != "" && !slices.Contains(own, h) {
			take = append(take, i)
		}
	}
	count := map[string]int{}
	extend := func(x record, header bool) record {
		y := record{row: x.row, stray: x.stray, leaf: x.leaf}
		y.cells, y.kinds = make([][]byte, len(own), len(own)+len(take)), make([]kind, len(own), len(own)+len(take))
		copy(y.cells, x.cells)
		copy(y.kinds, x.kinds)
		key := ""
		if c < len(x.cells) {
			key = string(trim(x.cells[c]))
		}
		if !header {
			count[key]++
		}
		from := by[key]
		if header {
			from = parent.first[parent.head]
		}
		for _, i := range take {
			cell, k := []byte(nil), plainCell
			if i < len(from.cells) {
				cell = from.cells[i]
			}
			if i < len(from.kinds) {
				k = from.kinds[i]
			}
			if !header && slices.Contains(native, theirs[i]) && len(trim(cell)) > 0 {
				cell, k = []byte(string(trim(cell))+"/"+strconv.Itoa(count[key])), textCell
			}
			y.cells, y.kinds = append(y.cells, cell), append(y.kinds, k)
		}
		y.width = len(y.cells)
		return y
	}
	for i := range l.first {
		l.first[i] = extend(l.first[i], i <= l.head)
	}
	next := l.rows.next
	l.rows.next = func() bool {
		if !next() {
			return false
		}
		x := extend(record{cells: l.rows.cells, kinds: l.rows.kinds, row: l.rows.row}, false)
		l.rows.cells, l.rows.kinds = x.cells, x.kinds
		return true
	}
	return nil
}

// complete reports whether a repeat has all that a reader needs, together with
// the rows it belongs to: at least one column of its own among them.
func complete(l, parent *leaf, want []Column) bool {
	if parent == nil || l.head < 0 || len(l.bound) == 0 {
		return false
	}
	both := append(slices.Clone(l.first[l.head].cells), parent.first[parent.head].cells...)
	_, ok := bindings(both, want)
	return ok
}

// keep reads the sheets of repeats that belong to the table's rows, for
// [Row.In]; what a reader does not look at is said to be left aside.
func (t *Table) keep(form *leaf, children []*leaf) error {
	for _, l := range children {
		c, p, ok := link(l.row(), form.row())
		if !ok {
			continue
		}
		rows, err := l.rest()
		if err != nil {
			return err
		}
		x := &repeat{name: l.tab.name, head: l.row(), of: map[string][][]string{}, link: form.row()[p]}
		for _, r := range rows {
			if c >= len(r.cells) || blank(r.cells) {
				continue
			}
			cells := make([]string, len(r.cells))
			for i, b := range r.cells {
				cells[i] = string(trim(b))
			}
			k := cells[c]
			x.of[k] = append(x.of[k], cells)
		}
		t.repeats = append(t.repeats, x)
		t.found.Add("A275", diag.At{File: t.Name, Sheet: l.tab.name}, l.tab.name, len(rows))
	}
	return nil
}

// Repeated reports whether a column stands in a repeat of the form.
func (t *Table) Repeated(col string) bool { _, _, ok := t.within(col); return ok }

func (t *Table) within(col string) (*repeat, int, bool) {
	for _, x := range t.repeats {
		if i := slices.Index(x.head, col); i >= 0 && col != "" {
			return x, i, true
		}
	}
	return nil, 0, false
}

// In gives what a column of a repeat holds in the rows that belong to this one;
// by and is choose among them: those whose column by is so ("" takes all).
func (r *Row) In(col, by, is string) (out []string) {
	x, i, ok := r.t.within(col)
	if !ok {
		return nil
	}
	j := slices.Index(x.head, by)
	for _, cells := range x.of[r.Text(x.link)] {
		if by != "" && (j < 0 || j >= len(cells) || cells[j] != is) {
			continue
		}
		if i < len(cells) && cells[i] != "" {
			out = append(out, cells[i])
		}
	}
	return out
}

// related reports whether a sheet that is not read itself is needed by one that
// is: it holds the rows that a repeat belongs to, or is a repeat that is kept.
func (t *Table) related(l *leaf, use, seen []*leaf) bool {
	for _, u := range use {
		for x := u; x != nil && x.child(); {
			if x = parentOf(x, seen); x == l {
				return true
			}
		}
	}
	return t.opt.Repeats && len(use) == 1 && l.child() && parentOf(l, seen) == use[0]
}

// kin joins a repeat to the rows it belongs to, and keeps the repeats of a form.
func (t *Table) kin(use, seen []*leaf) error {
	for _, l := range use {
		if err := t.lineage(l, seen); err != nil {
			return err
		}
	}
	if !t.opt.Repeats || len(use) != 1 {
		return nil
	}
	var children []*leaf
	for _, l := range seen {
		if l.child() && parentOf(l, seen) == use[0] {
			children = append(children, l)
		}
	}
	return t.keep(use[0], children)
}

// lineage joins a repeat to its parent, the parent being joined to its own
// before.
func (t *Table) lineage(l *leaf, seen []*leaf) error {
	if l.head < 0 || !l.child() || l.joined {
		return nil
	}
	p := parentOf(l, seen)
	if p == nil || p == l {
		return nil
	}
	l.joined = true // before the parent: a circle ends here
	if err := t.lineage(p, seen); err != nil {
		return err
	}
	t.found.Add("A274", diag.At{File: t.Name, Sheet: l.tab.name}, l.tab.name, p.tab.name)
	return join(l, p)
}

// family opens the sheets that one named by the caller belongs with.
func (t *Table) family(l *leaf, tabs []tab, open func(tab) (*leaf, error)) error {
	if l.head < 0 || !l.child() && !(t.opt.Repeats && exported(l.row())) {
		return nil
	}
	seen := []*leaf{l}
	for _, x := range tabs {
		if x.name == l.tab.name {
			continue
		}
		o, err := open(x)
		if err != nil {
			return err
		}
		if o.head >= 0 {
			seen = append(seen, o)
		}
	}
	return t.kin(seen[:1], seen)
}
