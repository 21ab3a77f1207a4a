package diag

import "slices"

// fewOfEach is how many findings of one code, file and column a [Tally] keeps;
// mostOfAll is how many of rows it keeps altogether.
const (
	fewOfEach = 200
	mostOfAll = 5000
)

// Tally keeps findings of a file of any length: the first of each kind, and
// true counts of all. What is about the file as a whole, or its header, is
// always kept. The zero Tally is empty.
type Tally struct {
	kept   List
	of     map[Alike]*counts
	order  []Alike
	rows   map[At]bool // with an error, by file, sheet and row
	whole  int         // errors about no row
	inRows int
}

type counts struct{ kept, more int }

// Alike is how many findings of one code, file and column were counted and not
// kept.
type Alike struct {
	Code Code `json:"code"`
	At   At   `json:"at"` // without a row
	N    int  `json:"n"`
}

// Add counts a finding, and keeps it where it is one of the first of its kind.
func (t *Tally) Add(f Finding) {
	if t.of == nil {
		t.of, t.rows = map[Alike]*counts{}, map[At]bool{}
	}
	if f.Severity == Error {
		if f.At.Row > 0 {
			t.rows[At{File: f.At.File, Sheet: f.At.Sheet, Row: f.At.Row}] = true
		} else {
			t.whole++
		}
	}
	k := Alike{Code: f.Code, At: At{File: f.At.File, Sheet: f.At.Sheet, Field: f.At.Field}}
	c := t.of[k]
	if c == nil {
		c = new(counts)
		t.of[k], t.order = c, append(t.order, k)
	}
	switch whole := f.At.Row <= 1; {
	case whole || c.kept == 0 || c.kept < fewOfEach && t.inRows < mostOfAll:
		t.kept = append(t.kept, f)
		c.kept++
		if !whole {
			t.inRows++
		}
	default:
		c.more++
	}
}

// Kept are the findings that were kept, in the order they came.
func (t *Tally) Kept() List { return slices.Clone(t.kept) }

// More says, of each kind that was not kept whole, how many more there are.
func (t *Tally) More() (more []Alike) {
	for _, k := range t.order {
		if n := t.of[k].more; n > 0 {
			more = append(more, Alike{Code: k.Code, At: k.At, N: n})
		}
	}
	return more
}

// Errors is how many rows have an error, and how many errors are about no row.
func (t *Tally) Errors() int { return len(t.rows) + t.whole }
