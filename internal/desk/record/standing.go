package record

import (
	"context"
	"iter"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// Standing is the last revision of a record in the ledger.
type Standing struct {
	Ref     ledger.Ref
	Rev     claim.Rev
	File    string
	Subject string
	Keys    []claim.Key

	answers *Answers
}

// Standings gives the last revision of each record of a source, by its id,
// from the record entries of a log, and the ids of those whose place another
// one took: an edited form has an id of its own.
func Standings(ctx context.Context, entries iter.Seq2[store.Entry, error], source string) (m map[string]Standing, edited map[string]bool, err error) {
	m, edited = map[string]Standing{}, map[string]bool{}
	for e, err := range entries {
		if err != nil {
			return nil, nil, err
		}
		t, cs, ok, err := Open(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		if !ok || t.Source != source {
			continue
		}
		for _, was := range t.Edits {
			delete(m, was)
			edited[was] = true
		}
		a, err := openAnswers(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		if len(cs) == 0 && a == nil {
			delete(m, t.ID)
			continue
		}
		p, _ := e.Part("desk")
		s := Standing{Ref: ledger.Ref{Log: e.Log, Seq: e.Seq}, Rev: t.Rev, File: t.File, Subject: p.Subject, answers: a}
		for _, c := range cs {
			s.Keys = append(s.Keys, c.Key)
		}
		m[t.ID] = s
	}
	return m, edited, nil
}
