// Package audit plays the reader who wants to know what an edition withholds.
// It has the published edition.json and nothing else, and works out between
// which whole numbers each withheld one must lie: from the relations the
// edition declares, and from those that show by themselves (rows and columns
// that add up, denominators, totals of other figures).
//
// It shares no code with the gate that decides what is withheld, and knows no
// study, source or statement. The function you want is [Look].
package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Edition is what of a published edition.json an audit reads.
type Edition struct {
	Format      int          `json:"format"`
	Release     string       `json:"release"`
	Profile     string       `json:"profile"`
	Figures     []Figure     `json:"figures"`
	Certificate *Certificate `json:"certificate"`
}

// Certificate says how wide the edition leaves each withheld number open.
type Certificate struct {
	Width int64   `json:"width"`
	Cells []Claim `json:"cells"`
}

// Claim is one line of a certificate: bounds that follow from printed numbers,
// outer ones unless Exact says that both can be reached.
type Claim struct {
	Figure string   `json:"figure"`
	At     []string `json:"at"`
	Field  string   `json:"field"`
	Low    int64    `json:"low"`
	High   *int64   `json:"high"` // nil: no upper end
	Exact  bool     `json:"exact"`
}

// Figure is a printed table.
type Figure struct {
	ID        string     `json:"id"`
	Unit      string     `json:"unit"`
	Shape     string     `json:"shape"`
	AsOf      string     `json:"as_of"`
	Dims      []Dim      `json:"dims"`
	Cells     []Cell     `json:"cells"`
	Relations []Relation `json:"relations"`
	States    []Stated   `json:"states"`
}

// Dim is a dimension with its keys.
type Dim struct {
	ID   string   `json:"id"`
	Keys []string `json:"keys"`
}

// Cell is a printed cell: numbers that are not printed are nil.
type Cell struct {
	At      []string `json:"at"`
	Value   *float64 `json:"value"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	N       *float64 `json:"n"`
	Of      *float64 `json:"of"`
	Spread  string   `json:"spread"` // what Low and High are; "" where the cell has neither
	Why     string   `json:"why"`
	Bare    bool     `json:"bare"`
	Sayings []any    `json:"sayings"`
}

// Relation declares between which cells of a figure an equation holds.
type Relation struct {
	Kind   string   `json:"kind"` // sum, cover, within, of
	Over   []string `json:"over"`
	Parts  []string `json:"parts"`
	Whole  string   `json:"whole"`
	Figure string   `json:"figure"`
	Total  string   `json:"total"`
	At     []string `json:"at"`   // in Figure: these keys instead of those that remain
	Same   bool     `json:"same"` // Total is one number, whatever keys remain
	Plus   []string `json:"plus"` // named numbers that are parts too
	Fields []string `json:"fields"`
}

// Stated is a named number that the edition prints in words.
type Stated struct {
	Total string `json:"total"`
	Field string `json:"field"` // value where empty
	Value int64  `json:"value"`
}

// Read reads edition.json.
func Read(b []byte) (e Edition, err error) {
	if err := json.Unmarshal(b, &e); err != nil {
		return e, fmt.Errorf("read edition: %w", err)
	}
	if e.Format < 1 || e.Format > 2 || e.Release == "" || len(e.Figures) == 0 {
		return Edition{}, fmt.Errorf("read edition: no edition, or of a format this program does not know: %d", e.Format)
	}
	for _, f := range e.Figures {
		if err := f.check(); err != nil {
			return Edition{}, fmt.Errorf("read edition: %s: %w", f.ID, err)
		}
	}
	return e, nil
}

// most is how many cells a figure may have, and how large a count may be.
const most, largest = 1 << 20, 1 << 40

func (f Figure) check() error {
	n := 1
	for _, d := range f.Dims {
		if n *= max(1, len(d.Keys)); n > most {
			return errors.New("too many cells")
		}
	}
	for _, c := range f.Cells {
		if len(c.At) != len(f.Dims) {
			return errors.New("a cell outside its dimensions")
		}
	}
	for _, x := range f.States {
		if x.Value < 0 || x.Value > largest {
			return errors.New("a stated number that is no count")
		}
	}
	for _, r := range f.Relations {
		if r.Whole != "" && len(r.Over) != 1 {
			return errors.New("a relation over several dimensions, or none, whose whole is a key of one")
		}
		for _, id := range r.Over {
			if f.dim(id) < 0 {
				return errors.New("a relation over a dimension that it has not")
			}
		}
	}
	return nil
}

// held reports a cell whose numbers are known to the study and not printed.
func (c Cell) held() bool { return c.Why == "withheld" || c.Why == "licence" }

// fields are the numbers a cell has.
var fields = []string{"value", "n", "low", "high"}

// get gives a printed number of a cell. known is false where it is not printed;
// is is false where the cell has no such number at all.
func (c Cell) get(field string) (v float64, known, is bool) {
	var p *float64
	switch field {
	case "value":
		p = c.Value
	case "n":
		p = c.N
	case "low":
		p = c.Low
	case "high":
		p = c.High
	case "of":
		p = c.Of
	}
	switch {
	case c.held():
		return 0, false, true
	case field == "n" && c.Bare, field == "of" && c.Bare:
		return 0, false, true
	case p != nil:
		return *p, true, true
	case field == "of":
		return 0, false, false
	case c.Value == nil: // nobody asked, nothing found: counts as nothing
		return 0, true, true
	case (field == "low" || field == "high") && c.Spread == "":
		return *c.Value, true, true
	}
	return 0, true, true
}

// counts reports a figure of whole numbers that are counted: only these add up.
func (f Figure) counts() bool {
	if f.Shape == "estimate" || f.Shape == "timeline" || f.Shape == "profile" || f.Shape == "items" || f.Shape == "sayings" || f.Shape == "strip" {
		return false
	}
	for _, c := range f.Cells {
		for _, x := range fields {
			if v, known, _ := c.get(x); known && (v != math.Trunc(v) || v < 0 || v > largest) {
				return false
			}
		}
	}
	return true
}

// magnitude reports a figure whose cells may be withheld and nothing: deaths of
// an incident without any.
func (f Figure) magnitude() bool {
	return f.Unit == "unit.deaths" || slices.ContainsFunc(f.Cells, func(c Cell) bool { return c.Spread == "bounds" && (c.Of == nil || *c.Of == 0) })
}

func key(at []string) string { return strings.Join(at, "\x00") }

// dim gives the index of a dimension, -1 for none.
func (f Figure) dim(id string) int {
	return slices.IndexFunc(f.Dims, func(d Dim) bool { return d.ID == id })
}
