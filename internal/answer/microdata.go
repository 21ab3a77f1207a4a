package answer

import (
	"math"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/lang"
)

// Microdata says which answers may leave row by row, and by what somebody could
// be recognised in them. What it does not name stays.
type Microdata struct {
	Identifiers []string       `toml:"identifiers" json:"identifiers"` // columns that name a person: nothing that goes out may rest on them
	Keys        []string       `toml:"keys" json:"keys"`               // ids of groups and questions that others know of a person
	Sensitive   []string       `toml:"sensitive" json:"sensitive"`     // ids of what nobody is to learn of a person
	Columns     []string       `toml:"columns" json:"columns"`         // ids of what else goes out
	K           int            `toml:"k" json:"k"`                     // rows alike; 0: as the study's threshold
	L           int            `toml:"l" json:"l"`                     // different answers among them; 0: 2
	Rule        string         `toml:"rule" json:"rule"`               // same (default), any
	Cost        map[string]int `toml:"cost" json:"cost"`               // of withholding a value of a key: 1 where it is not named
	Weights     float64        `toml:"weights" json:"weights"`         // step they are rounded to; 0: none go out
	Recode      []Recode       `toml:"recode" json:"recode"`
}

// Rules by which rows count as alike.
const (
	RuleSame = "same" // they show the same, what is withheld included
	RuleAny  = "any"  // a withheld value counts as any, as in sdcMicro
)

// Rules lists them.
var Rules = []string{RuleSame, RuleAny}

// Recode makes a column coarser.
type Recode struct {
	Of     string    `toml:"of" json:"of"`         // id of a group or question
	Bands  []float64 `toml:"bands" json:"bands"`   // of a number: where each band begins
	Bottom *float64  `toml:"bottom" json:"bottom"` // this or less
	Top    *float64  `toml:"top" json:"top"`       // this or more
	Round  float64   `toml:"round" json:"round"`   // to the nearest multiple
	Merge  []Merged  `toml:"merge" json:"merge"`   // of answers to choose
}

// Merged is one answer in place of several.
type Merged struct {
	As    string    `toml:"as" json:"as"`
	Codes []string  `toml:"codes" json:"codes"`
	Label lang.Text `toml:"label" json:"label"`
}

// Asked finds a group or question by id.
func (s About) Asked(id string) (Question, bool) {
	if g, ok := s.Group(id); ok {
		return g, true
	}
	for _, q := range s.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// Recoded finds how an id is made coarser.
func (m Microdata) Recoded(id string) (r Recode, ok bool) {
	i := slices.IndexFunc(m.Recode, func(r Recode) bool { return r.Of == id })
	if i < 0 {
		return r, false
	}
	return m.Recode[i], true
}

// Out lists the ids of what goes out: keys, sensitive answers, the rest, each once.
func (m Microdata) Out() (ids []string) {
	for _, id := range slices.Concat(m.Keys, m.Sensitive, m.Columns) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Coarse reports whether a number comes out coarser than it was.
func (r Recode) Coarse() bool {
	return len(r.Bands) > 0 || r.Top != nil || r.Bottom != nil || r.Round > 0
}

// Code makes one answer coarser; a number that is none stays empty.
func (r Recode) Code(text string) string {
	for _, m := range r.Merge {
		if slices.Contains(m.Codes, text) {
			return m.As
		}
	}
	if !r.Coarse() {
		return text
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	if len(r.Bands) > 0 {
		i, at := slices.BinarySearch(r.Bands, v)
		if !at {
			i--
		}
		switch {
		case i < 0:
			return "<" + plainNumber(r.Bands[0])
		case i == len(r.Bands)-1:
			return plainNumber(r.Bands[i]) + "+"
		}
		return plainNumber(r.Bands[i]) + "-<" + plainNumber(r.Bands[i+1])
	}
	switch {
	case r.Top != nil && v >= *r.Top:
		return plainNumber(*r.Top) + "+"
	case r.Bottom != nil && v <= *r.Bottom:
		return plainNumber(*r.Bottom) + "-"
	case r.Round > 0:
		v = math.Round(v/r.Round) * r.Round
		return plainNumber(math.Round(v*1e9) / 1e9)
	}
	return text
}

func plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
