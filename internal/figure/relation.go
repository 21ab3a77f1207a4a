package figure

import "slices"

// How the parts of a relation make up the whole.
const (
	Sum    = "sum"    // they add up to it
	Cover  = "cover"  // each is at most the whole, and together they are at least it
	Within = "within" // each is at most the whole
	OfThem = "of"     // the whole is what each part is printed to be "of"
)

// Relation says which printed numbers of a figure are parts of which, as a
// reader may work out: the rows of a table add up to its margin, the years to
// all years. One relation speaks of all cells at once: there is one equation
// for each combination of keys of the dimensions that are not summed over.
//
// A room may declare what usually holds; the gate keeps what holds of the
// numbers at hand.
type Relation struct {
	Kind  string   `json:"kind"`
	Over  []string `json:"over"`            // ids of the dimensions summed over
	Parts []string `json:"parts,omitempty"` // keys of the one dimension; all but Whole where empty

	// Where the whole stands: at a key of the same dimension, in another figure
	// at the remaining keys, or nowhere but as a named number.
	Whole  string `json:"whole,omitempty"`
	Figure string `json:"figure,omitempty"`
	Total  string `json:"total,omitempty"`

	At   []string `json:"at,omitempty"`   // in Figure: these keys instead of the remaining ones
	Same bool     `json:"same,omitempty"` // Total is one number, whatever the remaining keys
	Plus []string `json:"plus,omitempty"` // named numbers that are parts too

	Fields []string `json:"fields,omitempty"` // value, n, low, high
}

// State is a named number that a sentence or a caveat prints.
type State struct {
	Total string `json:"total"`
	Field string `json:"field,omitempty"` // low or high; the value where empty
	Value int    `json:"value"`
}

// Named is a number that relations speak of by name, with what it rests on.
type Named struct {
	Total string
	Cell  Cell
	// Said is true where the sentence of the figure states it; In is the caveat
	// that does, -1 for none.
	Said bool
	In   int
}

// Adds returns the figure with further relations.
func (f Figure) Adds(rs ...Relation) Figure {
	f.Relations = append(slices.Clone(f.Relations), rs...)
	return f
}

// Names returns the figure with a named number that its sentence states.
func (f Figure) Names(total string, c Cell) Figure {
	f.Named = append(slices.Clone(f.Named), Named{Total: total, Cell: c, Said: true, In: -1})
	return f
}

// NamesIn is [Figure.Names] for the number that a caveat states.
func (f Figure) NamesIn(caveat int, total string, c Cell) Figure {
	f.Named = append(slices.Clone(f.Named), Named{Total: total, Cell: c, In: caveat})
	return f
}

// AddUp is the relation of a figure all of whose cells add up to a named
// number, over all its dimensions.
func AddUp(total string, fields []string, over ...string) Relation {
	return Relation{Kind: Sum, Over: over, Total: total, Fields: fields}
}

// Counted fields: of a count of statements or answers, and of things that
// several statements may be about.
var (
	OfCounts = []string{"value"}
	OfEvents = []string{"value", "n"}
	OfDeaths = []string{"value", "low", "high", "n"}
)

// Bare is the cell with its value alone: without how many it rests on and of
// how many it is, which would give a withheld total away.
func (c Cell) Bare() Cell {
	c.n, c.of, c.bare = 0, 0, true
	return c
}

// IsBare reports a cell made by [Cell.Bare].
func (c Cell) IsBare() bool { return c.bare }

// Open is what a reader can look up, row by row, of the numbers of a cell.
type Open struct{ Value, Low, High, N int }

// Looked returns the cell with what can be looked up of it. Nobody prints it.
func (c Cell) Looked(o Open) Cell { c.open = &o; return c }

// Open is what can be looked up; ok is false where nobody said.
func (c Cell) Open() (o Open, ok bool) {
	if c.open == nil {
		return o, false
	}
	return *c.open, true
}

// Weighs returns the cell with what each contributor adds to its sum, in any
// order: as people, as organisations, whatever a contributor is taken for.
// Dominance is judged on each. Nobody prints them.
func (c Cell) Weighs(shares ...[]float64) Cell {
	c.weighs = nil
	for _, xs := range shares {
		xs = slices.Clone(xs)
		slices.Sort(xs)
		slices.Reverse(xs)
		c.weighs = append(c.weighs, xs)
	}
	return c
}

// Weights are the contributions of [Cell.Weighs], the largest first; nil for a
// cell that is no sum of amounts.
func (c Cell) Weights() [][]float64 { return c.weighs }
