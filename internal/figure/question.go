package figure

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

// Dim is one dimension of a figure: its label and the order of its keys.
type Dim struct {
	ID     string      `json:"id"` // area, period, type, class, measure, stage …
	Label  lang.Text   `json:"label"`
	Keys   []string    `json:"keys"`
	Labels []lang.Text `json:"labels"` // one per key
}

// Figure is one question's answer.
type Figure struct {
	ID       string        `json:"id"` // "profile.deaths-by-area"
	Question lang.Text     `json:"question"`
	Title    lang.Text     `json:"title"`
	Sentence lang.Text     `json:"sentence"` // what a careful reader may say from it
	Method   string        `json:"method"`   // section of docs/method: "profile#deaths"
	Unit     string        `json:"unit"`     // a key of lang: "unit.deaths"
	Shape    Shape         `json:"shape"`
	Nature   source.Nature `json:"nature"`
	Tier     string        `json:"tier,omitempty"` // of evidence: T1 … T4
	Dims     []Dim         `json:"dims"`
	Cells    []Cell        `json:"cells"`
	Beside   []string      `json:"beside,omitempty"` // ids of figures to print beside it: the imprecise share
	Caveats  []lang.Text   `json:"caveats,omitempty"`
	Policy   []string      `json:"policy,omitempty"` // named policies of single values

	// Relations say which numbers are parts of which. Named are the numbers they
	// speak of by name; an edition has of these only States, what is printed of
	// them. AsOf is the release whose numbers the figure keeps.
	Relations []Relation `json:"relations,omitempty"`
	States    []State    `json:"states,omitempty"`
	AsOf      string     `json:"as_of,omitempty"`
	Named     []Named    `json:"-"`

	// Basis are the cells whose numbers the sentence states. The gate weighs them
	// with all others, and prints the sentence beside held cells only if each of
	// them may be printed; an empty Basis, not nil, is a sentence without
	// numbers. An edition has none.
	Basis []Cell `json:"-"`
}

// Rests returns the figure with the cells its sentence states.
func (f Figure) Rests(on ...Cell) Figure {
	f.Basis = append([]Cell{}, on...)
	return f
}

// Cell finds the cell at the given keys.
func (f Figure) Cell(at ...string) (Cell, bool) {
	for _, c := range f.Cells {
		if slices.Equal(c.at, at) {
			return c, true
		}
	}
	return Cell{}, false
}

// Sources lists the ids of every source behind the figure or searched for it,
// sorted.
func (f Figure) Sources() []string {
	return f.union(Trace.Sources)
}

// Counted lists the ids of the sources whose statements the figure counts or
// quotes, sorted; where it has none of any source, those searched.
func (f Figure) Counted() []string {
	if ids := f.union(Trace.Counted); len(ids) > 0 {
		return ids
	}
	return f.Sources()
}

func (f Figure) union(of func(Trace) []string) []string {
	var ids []string
	for _, c := range f.Cells {
		ids = append(ids, of(c.trace)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Valid reports a cell whose coordinates are not in the dimensions, a
// duplicated cell, or a dimension without labels: bugs of the room that made
// the figure.
func (f Figure) Valid() error {
	seen := map[string]bool{}
	for _, d := range f.Dims {
		if len(d.Keys) != len(d.Labels) {
			return fmt.Errorf("figure %s: dimension %s has %d keys and %d labels", f.ID, d.ID, len(d.Keys), len(d.Labels))
		}
	}
	for _, c := range f.Cells {
		if len(c.at) != len(f.Dims) {
			return fmt.Errorf("figure %s: a cell at %v in %d dimensions", f.ID, c.at, len(f.Dims))
		}
		for i, k := range c.at {
			if !slices.Contains(f.Dims[i].Keys, k) {
				return fmt.Errorf("figure %s: cell key %q is not in dimension %s", f.ID, k, f.Dims[i].ID)
			}
		}
		k := strings.Join(c.at, "\x00")
		if seen[k] {
			return fmt.Errorf("figure %s: two cells at %v", f.ID, c.at)
		}
		seen[k] = true
		if !c.has && c.why == "" {
			return fmt.Errorf("figure %s: the cell at %v has neither value nor reason", f.ID, c.at)
		}
	}
	return nil
}

// wire is a cell in JSON.
type wire struct {
	At      []string     `json:"at"`
	Value   *float64     `json:"value,omitempty"`
	Low     *float64     `json:"low,omitempty"`
	High    *float64     `json:"high,omitempty"`
	Spread  Spread       `json:"spread,omitempty"`
	Level   float64      `json:"level,omitempty"`
	N       int          `json:"n"`
	Of      int          `json:"of,omitempty"`
	By      Contributors `json:"by"`
	Trace   Trace        `json:"trace"`
	Why     Why          `json:"why,omitempty"`
	Note    string       `json:"note,omitempty"`
	Args    []string     `json:"args,omitempty"`
	Sayings []Saying     `json:"sayings,omitempty"`
	Graded  bool         `json:"graded,omitempty"`
	Bare    bool         `json:"bare,omitempty"`
	Point   *Point       `json:"point,omitempty"`
}

// MarshalJSON writes the cell whole, trace included.
func (c Cell) MarshalJSON() ([]byte, error) {
	w := wire{At: c.at, Spread: c.spread, Level: c.level, N: c.n, Of: c.of, By: c.by, Trace: c.trace,
		Why: c.why, Note: c.note, Args: c.args, Sayings: c.sayings, Graded: c.graded, Bare: c.bare, Point: c.point}
	if c.has {
		w.Value = &c.value
	}
	if c.spread != NoSpread {
		w.Low, w.High = &c.low, &c.high
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON writes; a cell with neither value nor
// reason is refused.
func (c *Cell) UnmarshalJSON(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	if w.Value == nil && w.Why == "" {
		return fmt.Errorf("decode cell: neither value nor reason")
	}
	*c = Cell{at: w.At, spread: w.Spread, level: w.Level, n: w.N, of: w.Of, by: w.By, trace: w.Trace,
		why: w.Why, note: w.Note, args: w.Args, sayings: w.Sayings, graded: w.Graded, bare: w.Bare, point: w.Point}
	if w.Value != nil {
		c.value, c.has = *w.Value, true
	}
	if w.Low != nil && w.High != nil {
		c.low, c.high = *w.Low, *w.High
	}
	return nil
}
