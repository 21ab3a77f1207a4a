// Package register knows the measures taken (laws, strategies, programmes,
// operations, institutions, restrictions), what happened to them and when, and
// the organisations a study knows.
//
// It does not know who took part in a measure: that is said, and stands in
// claims. The type you want is [Measure].
package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Kinds of measure. A restriction on civil society is a measure too.
var Kinds = []string{"law", "budget-law", "policy", "strategy", "plan", "programme", "external-programme", "institution",
	"operation", "mission", "mandate", "regional-force", "treaty", "agreement", "charter", "alliance", "restriction"}

// Stages of a measure, in order: agenda, formulation, decision,
// implementation, monitoring and evaluation, revision.
var Stages = []string{"agenda", "formulation", "decision", "implementation", "evaluation", "revision"}

// Rungs of association, from nobody to deciding; see docs/method/involvement.md.
var Rungs = []string{"none", "informed", "consulted", "involved", "collaborated", "decides"}

// ParseKind, ParseStage and ParseRung read a code, or its label in a language of
// the program, in the spelling of a spreadsheet: case, accents, spaces and hyphens
// do not matter.
func ParseKind(s string) (string, error) { return parse("kind", s, Kinds) }

// ParseStage reads the code of a stage; A F D I M X are accepted.
func ParseStage(s string) (string, error) {
	if i := strings.Index("AFDIMX", strings.ToUpper(strings.TrimSpace(s))); i >= 0 && len(strings.TrimSpace(s)) == 1 {
		return Stages[i], nil
	}
	if f := lang.Fold(s); f == "monitoring" || f == "suivi" {
		return "evaluation", nil
	}
	return parse("stage", s, Stages)
}

// ParseRung reads a rung by code or number; "unknown" and U are
// [claim.Unclear], which is never 0.
func ParseRung(s string) (int, error) {
	switch f := fold(s); f {
	case "unknown", "u", "unclear", "inconnu", "inconnue", "":
		return claim.Unclear, nil
	case "0", "1", "2", "3", "4", "5":
		return int(f[0] - '0'), nil
	}
	k, err := parse("rung", s, Rungs)
	if err != nil {
		return 0, err
	}
	return slices.Index(Rungs, k), nil
}

func fold(s string) string {
	return strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(strings.TrimSpace(s)))
}

func parse(what, s string, known []string) (string, error) {
	if c, ok := lang.Code(what, s, known); ok {
		return c, nil
	}
	return "", fmt.Errorf("parse %s of a measure: none is called that", what)
}

// Measure is one entry of the register.
type Measure struct {
	Key        claim.Key         `json:"key"` // what traces cite
	ID         string            `json:"id"`  // slug: "law-08-025"
	Name       lang.Text         `json:"name"`
	Kind       string            `json:"kind"`
	Lead       string            `json:"lead,omitempty"`
	Pillars    []string          `json:"pillars,omitempty"` // I to IV of the UN strategy
	Triad      []string          `json:"triad,omitempty"`   // management, prevention, mobilisation
	Scope      string            `json:"scope,omitempty"`
	Start      when.Span         `json:"start"`
	End        when.Span         `json:"end"`
	Note       string            `json:"note,omitempty"`
	NoteIn     lang.Text         `json:"note_in,omitempty"` // the note in the languages of the pages
	Confidence string            `json:"confidence,omitempty"`
	Source     string            `json:"source,omitempty"` // document
	SourceIn   lang.Text         `json:"source_in,omitempty"`
	Events     []Event           `json:"events,omitempty"`
	Occurred   map[string]string `json:"occurred,omitempty"` // stage → yes, no; unknown otherwise
	Origin     claim.Origin      `json:"-"`
}

// Restricts reports whether the measure restricts civil society.
func (m Measure) Restricts() bool { return m.Kind == "restriction" }

// Event is one dated thing that happened to a measure. Two events of one kind
// with different dates stand side by side: dates are contestable.
type Event struct {
	Kind     string    `json:"kind"` // proposed, adopted, in-force, launched, amended, suspended, repealed, evaluated
	On       when.Span `json:"on"`
	Document string    `json:"document,omitempty"`
	Said     string    `json:"said_by,omitempty"`

	DocumentIn lang.Text `json:"document_in,omitempty"` // in the languages of the pages
}

// Org is an organisation the study knows.
type Org struct {
	Key     claim.Key    `json:"key"` // what traces cite
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Aliases []string     `json:"aliases,omitempty"`
	Kind    string       `json:"kind,omitempty"`
	Women   bool         `json:"women_led,omitempty"`
	Youth   bool         `json:"youth_led,omitempty"`
	Regions []string     `json:"regions,omitempty"`
	Listed  Listing      `json:"listed"` // to whom it agreed to be listed
	Asked   bool         `json:"asked,omitempty"`
	Origin  claim.Origin `json:"-"`
}

// Listing is to whom an organisation agreed to be listed.
type Listing string

const (
	Nobody    Listing = ""
	Coalition Listing = "coalition"
	Publicly  Listing = "public"
)

// Compare orders measures by start, then id; those without a date come last.
func (m Measure) Compare(n Measure) int {
	a, b := m.Start, n.Start
	if a.Known() != b.Known() {
		if a.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(m.ID, n.ID))
}
