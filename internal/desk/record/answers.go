package record

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/xform"
)

// answersPart is the name of the part that holds the answers of a survey,
// sealed under the respondent's own key.
const answersPart = "answers"

// Answers are what somebody answered in a survey, without what could identify
// them. They say all that reading them depends on: a form that changes later
// changes nothing.
type Answers struct {
	Form    string  `json:"form"`
	Version string  `json:"version,omitempty"` // of the form
	Given   []Given `json:"given"`
}

// Given is one answer.
type Given struct {
	Field string `json:"field"`
	Row   []int  `json:"row,omitempty"` // of the repeats it stands in, from 1
	Value string `json:"value"`
}

// given keeps the answers that are not severe; of those that are and that say
// who stands behind them, a code.
func given(f *xform.Form, as []xform.Answer, version string, coded []string, secret []byte) *Answers {
	a := &Answers{Form: f.ID, Version: version, Given: []Given{}}
	for _, x := range as {
		v := strings.TrimSpace(x.Value.Raw)
		switch {
		case v == "":
			continue
		case slices.Contains(coded, x.Field.Name):
			v = Alias(secret, "answer\x00"+x.Field.Name, v)
		case x.Field.Level == xform.Severe:
			continue
		}
		a.Given = append(a.Given, Given{x.Field.Name, x.Row, v})
	}
	return a
}

// answers gives them as a survey reads them.
func (a Answers) answers() []xform.Answer {
	as := make([]xform.Answer, len(a.Given))
	for i, g := range a.Given {
		as[i] = xform.Answer{Field: &xform.Field{Name: g.Field}, Row: g.Row, Value: xform.Value{Raw: g.Value}}
	}
	return as
}

// Answered gives the answers to a form that stand under a source: of each
// submission the last that came, without those withdrawn.
func Answered(ctx context.Context, entries iter.Seq2[store.Entry, error], source, formID string) (all []answers.Submission, err error) {
	defer fault.Wrap(&err, "read answers to %s", formID)
	// Records without answers are passed over by their headers: no key is needed.
	m, _, err := Standings(ctx, func(yield func(store.Entry, error) bool) {
		for e, err := range entries {
			if _, ok := e.Part(answersPart); (ok || err != nil) && !yield(e, err) {
				return
			}
		}
	}, source)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.SortedFunc(maps.Keys(m), func(x, y string) int { return int(m[x].Ref.Seq - m[y].Ref.Seq) }) {
		if a := m[id].answers; a != nil && a.Form == formID {
			all = append(all, answers.Submission{Record: answer.Record{ID: id, Entry: m[id].Ref.Seq}, Answers: a.answers()})
		}
	}
	return all, nil
}

// openAnswers reads the part of a record that holds answers; nil where there
// is none.
func openAnswers(ctx context.Context, e store.Entry) (a *Answers, err error) {
	defer fault.Wrap(&err, "read answers of record %d", e.Seq)
	if _, ok := e.Part(answersPart); !ok {
		return nil, nil
	}
	b, err := e.Open(ctx, answersPart)
	if err != nil {
		return nil, err
	}
	a = new(Answers)
	return a, json.Unmarshal(b, a)
}
