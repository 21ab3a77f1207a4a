// Package protect is the gate: it holds back what would harm, cuts traces by
// licence, writes down what it held and why, and fills the only thing the press
// can print.
//
// It does not know where figures come from or how pages look. The function you
// want is [Release].
package protect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// Format is the version of edition.json.
const Format = 2

// oldest is the oldest version that still opens.
const oldest = 1

// Profile says for whom an edition is.
type Profile string

// The profiles, from the widest view to the narrowest.
const (
	Internal Profile = "internal"
	Partners Profile = "partners"
	Public   Profile = "public"
)

// Edition is what may be printed. Only this package can fill one: [Release]
// makes it, [Open] reads it back. The zero Edition is empty.
type Edition struct{ e edition }

type edition struct {
	Format   int             `json:"format"`
	Release  string          `json:"release"` // "2026-11-24" or "2026-11-24.2"
	Date     string          `json:"date"`    // of the release, ISO; all timestamps of the print
	Profile  Profile         `json:"profile"`
	Pins     Pins            `json:"pins"`
	Study    study.Study     `json:"study"` // sources included
	Figures  []figure.Figure `json:"figures"`
	Outlines []Outline       `json:"outlines"`
	Licences []Licensed      `json:"licences"` // resulting licence of each figure
	Held     []Held          `json:"held"`
	Changes  []string        `json:"changes"`

	Certificate *Certificate `json:"certificate,omitempty"`
}

// Pins say exactly from what an edition was made.
type Pins struct {
	Folder  string `json:"folder"` // hash of the study folder's files
	LogSize int64  `json:"log_size"`
	Root    string `json:"root"`
	Program string `json:"program"` // version of dires
}

// Outline is a boundary the map may draw, already simplified.
type Outline struct {
	Code    string        `json:"code"`
	Name    string        `json:"name"`
	Level   int           `json:"level"`
	Rings   [][]geo.Point `json:"rings"`
	Vintage string        `json:"vintage"`
	Source  string        `json:"source"` // id of the source whose licence covers it
}

// Licensed is the resulting licence of one figure's files.
type Licensed struct {
	Figure  string         `json:"figure"`
	Licence source.Licence `json:"licence"`
	Sources []string       `json:"sources"`
}

// Held is one line of the report on what was held back: how much and by which
// rule, never what.
type Held struct {
	Figure string `json:"figure"`
	Rule   string `json:"rule"` // key of lang: "rule.min-contributors"
	Cells  int    `json:"cells"`
}

// ID is the release's id.
func (e Edition) ID() string { return e.e.Release }

// Date is the release's date.
func (e Edition) Date() string { return e.e.Date }

// For says for whom the edition is.
func (e Edition) For() Profile { return e.e.Profile }

// Pins say from what it was made.
func (e Edition) Pins() Pins { return e.e.Pins }

// Study is the manifest as printed: without what the press has no use for.
func (e Edition) Study() study.Study { return e.e.Study }

// Figures are the protected figures in order.
func (e Edition) Figures() []figure.Figure { return slices.Clone(e.e.Figures) }

// Figure finds one by id.
func (e Edition) Figure(id string) (figure.Figure, bool) {
	for _, f := range e.e.Figures {
		if f.ID == id {
			return f, true
		}
	}
	return figure.Figure{}, false
}

// Outlines are the boundaries its maps may draw.
func (e Edition) Outlines() []Outline { return slices.Clone(e.e.Outlines) }

// Licence is the resulting licence of a figure.
func (e Edition) Licence(figureID string) Licensed {
	for _, l := range e.e.Licences {
		if l.Figure == figureID {
			return l
		}
	}
	return Licensed{Figure: figureID}
}

// Held is the report on what was held back.
func (e Edition) Held() []Held { return slices.Clone(e.e.Held) }

// Changes say what is new since the release before.
func (e Edition) Changes() []string { return slices.Clone(e.e.Changes) }

// Certificate says what follows of each withheld cell; nil for an edition that
// withholds nothing.
func (e Edition) Certificate() *Certificate { return e.e.Certificate }

// Encode writes edition.json: indented, sorted, the same bytes each time.
func (e Edition) Encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(e.e); err != nil {
		return nil, fmt.Errorf("encode edition: %w", err)
	}
	return b.Bytes(), nil
}

// Hash is the SHA-256 of an encoded edition in hex, as the ledger records it.
func Hash(encoded []byte) string { h := sha256.Sum256(encoded); return hex.EncodeToString(h[:]) }

// Open reads an edition back, and refuses one whose hash is not the recorded.
func Open(encoded []byte, recorded string) (Edition, error) {
	if Hash(encoded) != recorded {
		return Edition{}, fault.New(fault.Broken, "P401")
	}
	var e edition
	if err := json.Unmarshal(encoded, &e); err != nil {
		return Edition{}, fmt.Errorf("open edition: %w", err)
	}
	if e.Format < oldest || e.Format > Format {
		return Edition{}, fault.New(fault.Invalid, "P402", e.Format)
	}
	return Edition{e}, nil
}
