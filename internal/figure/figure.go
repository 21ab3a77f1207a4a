// Package figure knows the answer to one question: cells with a value, its
// interval or bounds, how many it rests on, whose contributions, and the trace
// to what was said; or why there is no value.
//
// A cell cannot be made without its trace. Figure does not know who may see
// it: that is protect's. The functions you want are [Count], [Between] and
// [Absent].
package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
)

// Shape says how a figure is drawn: the press renders by shape and knows no
// question.
type Shape string

const (
	Series   Shape = "series"   // first dimension is time
	Table    Shape = "table"    // rows × columns of numbers
	Map      Shape = "map"      // first dimension is area or place, with Points or Areas
	Matrix   Shape = "matrix"   // two crossed lists, counts
	Sayings  Shape = "sayings"  // rows are cases, columns who speaks; cells quote
	Strip    Shape = "strip"    // measures × stages, rung by shade, unknown hatched
	Timeline Shape = "timeline" // dated items in order
	Items    Shape = "items"    // a list of statements
	Profile  Shape = "profile"  // a local profile in words
	Estimate Shape = "estimate" // estimates with intervals, drawn as dots and bars
)

// Why is the reason a cell has no value.
type Why string

const (
	NotAsked     Why = "not-asked"     // nobody asked, nothing was collected
	NotSaid      Why = "not-said"      // asked, or looked for; the source gives none
	Unknown      Why = "unknown"       // somebody speaks of it, nothing establishes it
	NoStage      Why = "no-stage"      // there was nothing to speak of: the stage did not take place
	Embargoed    Why = "embargo"       // known, and under embargo
	TooFew       Why = "too-few"       // too few answers to estimate
	NotEstimable Why = "not-estimable" // one PSU, no variation, empty domain …; Note has the detail
	Withheld     Why = "withheld"      // known, and held back by the gate
	Licence      Why = "licence"       // known, and the source's licence keeps it in
)

// Spread says what Low and High are.
type Spread string

const (
	NoSpread Spread = ""
	Bounds   Spread = "bounds"   // the sources' own low and high: not a confidence interval
	Interval Spread = "interval" // design-based or bootstrap; Level says how wide
)

// Ref is one end of a trace: a row of a file, or an entry of the ledger.
type Ref struct {
	Claim claim.Key `json:"claim"`
	File  string    `json:"file,omitempty"`
	Row   int       `json:"row,omitempty"`
	Entry int64     `json:"entry,omitempty"`
}

// RefOf points at a claim's origin.
func RefOf(c claim.Claim) Ref {
	return Ref{Claim: c.Key, File: c.Origin.File, Row: c.Origin.Row, Entry: c.Origin.Entry}
}

// Trace is everything a cell rests on, sorted by claim. Refs and Ends may both
// be empty only for a count of nothing found, whose Looked says in which sources.
type Trace struct {
	Refs   []Ref    `json:"refs,omitempty"`
	Ends   []string `json:"ends,omitempty"`   // ids of sources that are counted and whose rows stay inside
	Looked []string `json:"looked,omitempty"` // ids of the sources searched
}

// TraceOf sorts and deduplicates the refs of claims.
func TraceOf(looked []string, cs ...claim.Claim) Trace {
	t := Trace{Looked: slices.Sorted(slices.Values(looked))}
	if len(cs) > 0 {
		t.Refs = make([]Ref, len(cs))
	}
	for i := range cs {
		t.Refs[i] = RefOf(cs[i])
	}
	byKey := func(a, b Ref) int {
		if c := a.Claim.Compare(b.Claim); c != 0 {
			return c
		}
		return cmp.Compare(a.Row, b.Row)
	}
	if !slices.IsSortedFunc(t.Refs, byKey) {
		slices.SortFunc(t.Refs, byKey)
	}
	t.Refs = slices.Compact(t.Refs)
	return t
}

// Counted lists the ids of the sources whose statements the cell rests on,
// sorted: none for a count of nothing found.
func (t Trace) Counted() []string {
	ids := slices.Clone(t.Ends)
	for i, r := range t.Refs {
		if i == 0 || r.Claim.Source != t.Refs[i-1].Claim.Source {
			ids = append(ids, r.Claim.Source)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Sources lists the ids of the sources the trace ends in, sorted: those
// counted, or where nothing was found those searched.
func (t Trace) Sources() []string {
	if ids := t.Counted(); len(ids) > 0 {
		return ids
	}
	ids := slices.Clone(t.Looked)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Contributors counts who stands behind a cell: all three must be enough
// before it may leave the study. Data sets that are public already count as
// Public.
type Contributors struct {
	Speakers int  `json:"speakers"`
	Monitors int  `json:"monitors"`
	Orgs     int  `json:"orgs"`
	Public   bool `json:"public,omitempty"` // every source of the cell is public already
}

// Saying is one statement quoted in a cell.
type Saying struct {
	Class       string    `json:"class"`
	Speaker     string    `json:"speaker,omitempty"`    // public names only
	Term        string    `json:"term,omitempty"`       // the word itself, or a code
	Says        lang.Text `json:"says,omitempty"`       // what is said, for the reader; where it is nil Term stands
	Free        bool      `json:"free,omitempty"`       // Term and Says are somebody's words, not a name or a code
	SpeakerIn   lang.Text `json:"speaker_in,omitempty"` // Speaker and Document for the reader, where they differ
	DocumentIn  lang.Text `json:"document_in,omitempty"`
	Label       string    `json:"label,omitempty"`
	Verbatim    string    `json:"verbatim,omitempty"`
	Lang        lang.Tag  `json:"lang,omitempty"`
	Translation lang.Text `json:"translation,omitempty"`
	On          string    `json:"on,omitempty"` // as when.Span prints it
	Reported    bool      `json:"reported,omitempty"`
	Document    string    `json:"document,omitempty"`
	Confidence  string    `json:"confidence,omitempty"`
	Source      string    `json:"source,omitempty"`
	Breadth     string    `json:"breadth,omitempty"`
	Flags       []string  `json:"flags,omitempty"`   // keys of lang: "flag.prevented"
	Details     []Detail  `json:"details,omitempty"` // labelled further words, in order
	Claim       claim.Key `json:"claim"`
	Quotable    bool      `json:"quotable,omitempty"` // consent and clearing allow the words themselves
}

// Detail is one labelled piece of a saying: a mechanism, a rival explanation.
type Detail struct {
	Label string    `json:"label"` // a key of lang: "detail.rival"
	Text  string    `json:"text"`
	Gloss lang.Text `json:"gloss,omitempty"` // the same in the reader's language; where it is nil Text stands
}

// In gives the words of a detail for a reader of t.
func (d Detail) In(t lang.Tag) string {
	if s, _ := d.Gloss.In(t); s != "" {
		return s
	}
	return d.Text
}

// Who gives the speaker's public name for a reader of t.
func (s Saying) Who(t lang.Tag) string {
	if x, _ := s.SpeakerIn.In(t); x != "" {
		return x
	}
	return s.Speaker
}

// Where gives where it can be read, for a reader of t.
func (s Saying) Where(t lang.Tag) string {
	if x, _ := s.DocumentIn.In(t); x != "" {
		return x
	}
	return s.Document
}

// In gives what a saying says for a reader of t: a gloss, or the term itself.
func (s Saying) In(t lang.Tag) string {
	if x, _ := s.Says.In(t); x != "" {
		return x
	}
	return s.Term
}

// Cell is one value with everything that must travel with it. The zero Cell
// is not valid: make one with [Count], [Between], [Est], [Quote] or [Absent].
type Cell struct {
	at      []string
	value   float64
	has     bool
	low     float64
	high    float64
	spread  Spread
	level   float64 // of the interval: 0.95
	n       int
	of      int // x of n asked
	by      Contributors
	trace   Trace
	why     Why
	note    string // a key of lang with what a reader must know: "note.one-psu"
	args    []string
	sayings []Saying
	graded  bool // value is a grade, not the number of sayings
	bare    bool // n and of are kept back, see [Cell.Bare]
	point   *Point
	open    *Open
	weighs  [][]float64 // what each contributor adds, see [Cell.Weighs]; never written
}

// Point places a cell on a map, already as coarse as it may be shown.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Count is a cell with an exact count of what its trace ends in.
func Count(v int, by Contributors, t Trace, at ...string) Cell {
	return Cell{at: at, value: float64(v), has: true, n: len(t.Refs), by: by, trace: mustTrace(t)}
}

// Between is a cell whose sources give a best value between bounds.
func Between(low, best, high float64, by Contributors, t Trace, at ...string) Cell {
	finite(low, best, high)
	return Cell{at: at, value: best, has: true, low: low, high: high, spread: Bounds, n: len(t.Refs), by: by, trace: mustTrace(t)}
}

// Est is an estimate from n answers with an interval at the given level; a
// level of 0 is an estimate without one.
func Est(v, low, high, level float64, n int, by Contributors, t Trace, at ...string) Cell {
	finite(v, low, high)
	c := Cell{at: at, value: v, has: true, n: n, by: by, trace: mustTrace(t)}
	if level > 0 {
		c.low, c.high, c.spread, c.level = low, high, Interval, level
	}
	return c
}

// Share is x of n asked: a fraction without interval.
func Share(x, n int, by Contributors, t Trace, at ...string) Cell {
	return Cell{at: at, value: float64(x), has: true, n: n, of: n, by: by, trace: mustTrace(t)}
}

// Quote is a cell that holds what was said.
func Quote(s []Saying, by Contributors, t Trace, at ...string) Cell {
	return Cell{at: at, value: float64(len(s)), has: true, n: len(s), by: by, trace: mustTrace(t), sayings: s}
}

// Graded is a cell with a grade (a rung) and the statements it rests on.
func Graded(grade int, s []Saying, by Contributors, t Trace, at ...string) Cell {
	return Cell{at: at, value: float64(grade), has: true, n: len(t.Refs), by: by, trace: mustTrace(t), sayings: s, graded: true}
}

// Fraction is "at least low and at most high of n": what is unknown counts
// once as no and once as yes. Its value is the low count. The bounds are not a
// confidence interval.
func Fraction(low, high, n int, by Contributors, t Trace, at ...string) Cell {
	if low < 0 || low > high || high > n {
		panic("figure: a fraction that is none")
	}
	return Cell{at: at, value: float64(low), has: true, low: float64(low), high: float64(high), spread: Bounds,
		n: len(t.Refs), of: n, by: by, trace: mustTrace(t)}
}

// Absent is a cell without a value, and why.
func Absent(why Why, t Trace, at ...string) Cell {
	if why == "" {
		panic("figure: absent without a reason")
	}
	return Cell{at: at, why: why, n: len(t.Refs), trace: t}
}

func mustTrace(t Trace) Trace {
	if len(t.Refs) == 0 && len(t.Ends) == 0 && len(t.Looked) == 0 {
		panic("figure: a cell without a trace")
	}
	return t
}

func finite(fs ...float64) {
	for _, f := range fs {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			panic("figure: a cell that is not a number")
		}
	}
}

// Said returns the cell with statements beside its value or its absence.
func (c Cell) Said(s []Saying) Cell { c.sayings, c.graded = s, true; return c }

// With returns the cell with a note: a key of lang and its arguments.
func (c Cell) With(note string, args ...any) Cell {
	c.note, c.args = note, nil
	for _, a := range args {
		c.args = append(c.args, fmt.Sprint(a))
	}
	return c
}

// On returns the cell placed on the map.
func (c Cell) On(p Point) Cell { c.point = &p; return c }

// At are the cell's coordinates, one key per dimension of its figure.
func (c Cell) At() []string { return c.at }

// Value is the value; ok is false for an absent cell.
func (c Cell) Value() (v float64, ok bool) { return c.value, c.has }

// Range gives low and high and what they are; spread is NoSpread without one.
func (c Cell) Range() (low, high float64, spread Spread) { return c.low, c.high, c.spread }

// Level is the level of an interval, 0 without one.
func (c Cell) Level() float64 { return c.level }

// N is how many statements, answers or rows the cell rests on.
func (c Cell) N() int { return c.n }

// Of is n in "x of n asked", 0 for other cells.
func (c Cell) Of() int { return c.of }

// By counts who stands behind the cell.
func (c Cell) By() Contributors { return c.by }

// Trace is what the cell rests on.
func (c Cell) Trace() Trace { return c.trace }

// Why is the reason of absence, "" for a cell with a value.
func (c Cell) Why() Why { return c.why }

// Note is a key of lang with its arguments, "" for none.
func (c Cell) Note() (key string, args []string) { return c.note, c.args }

// Sayings are the statements a cell quotes.
func (c Cell) Sayings() []Saying { return c.sayings }

// Point is where the cell stands on a map.
func (c Cell) Point() (Point, bool) {
	if c.point == nil {
		return Point{}, false
	}
	return *c.point, true
}

// Released returns the cell as it may leave the study: with a shorter trace,
// the sayings that remain, and without the counts of who stands behind it.
func (c Cell) Released(t Trace, s []Saying) Cell {
	c.trace, c.sayings, c.by, c.weighs = t, s, Contributors{Public: c.by.Public}, nil
	c.open = nil
	if len(c.sayings) > 0 && !c.graded {
		c.value, c.n = float64(len(s)), len(s)
	}
	return c
}
