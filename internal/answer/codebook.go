package answer

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// Codebook is what a file of metadata says of a survey: DDI, or the dictionary
// of an SPSS file. What the study itself says wins.
type Codebook struct {
	Title, People, Frame, Chosen, Exclusions lang.Text
	Mode, Dates                              string
	Weights, Response                        lang.Text
	Producers, Funders                       []string
	Cite, Access                             lang.Text
	Vars                                     []Variable
}

// Variable is one column.
type Variable struct {
	Name     string
	Label    lang.Text
	Asks     lang.Text // the literal question
	Universe lang.Text // for whom it was
	Text     bool
	Weight   bool
	Options  []Option
	Missing  []string // codes that stand for no answer
}

// Var finds a variable by name.
func (b Codebook) Var(name string) (Variable, bool) {
	for _, v := range b.Vars {
		if v.Name == name {
			return v, true
		}
	}
	return Variable{}, false
}

// Fill completes what a survey does not say of itself from its codebook: the
// frame and the like, the words of questions and answers, and which codes are
// no answers.
func (a *About) Fill(b Codebook) {
	text := func(to *lang.Text, from lang.Text) {
		if len(*to) == 0 {
			*to = from
		}
	}
	text(&a.Title, b.Title)
	text(&a.People, b.People)
	text(&a.Frame, b.Frame)
	text(&a.Chosen, b.Chosen)
	text(&a.Exclusions, b.Exclusions)
	if a.Mode == "" {
		a.Mode = Mode(b.Mode)
	}
	if a.DatesRaw == "" {
		a.DatesRaw = b.Dates
	}
	for _, qs := range [][]Question{a.Groups, a.Questions} {
		for i := range qs {
			q := &qs[i]
			v, ok := b.Var(q.Column)
			if !ok {
				continue
			}
			text(&q.Asks, v.Asks)
			text(&q.Asks, v.Label)
			for _, m := range v.Missing {
				if _, ok := a.Missing[m]; !ok {
					if a.Missing == nil {
						a.Missing = map[string]string{}
					}
					a.Missing[m] = reasonOf(v, m)
				}
			}
			if len(q.Answers) == 0 && q.Kind != "number" {
				for _, o := range v.Options {
					if !slices.Contains(v.Missing, o.Code) {
						q.Answers = append(q.Answers, o)
					}
				}
			}
		}
	}
}

// reasonOf takes the reason from the label of a code declared missing.
func reasonOf(v Variable, code string) string {
	for _, o := range v.Options {
		if o.Code != code {
			continue
		}
		for _, l := range o.Label {
			switch f := lang.Fold(l); {
			case has(f, "refus"):
				return Refused.String()
			case has(f, "not asked", "sans objet", "non concern", "not applicable", "inapplicable", "pas demand"):
				return NotAsked.String()
			case has(f, "know", "sait pas", "sais pas", "nsp", "dk"):
				return DontKnow.String()
			}
		}
	}
	return Blank.String()
}

func has(s string, any ...string) bool {
	return slices.ContainsFunc(any, func(x string) bool { return strings.Contains(s, x) })
}
