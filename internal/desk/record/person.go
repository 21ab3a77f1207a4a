package record

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/store"
)

// Person finds everything one person told: the subjects whose keys seal it, and
// the codes of its records. They are known by a subject ("" for none), or as who
// sent the submission of an id, or was given its withdrawal code. One submission
// may stand under two sources, as statements and as answers to a survey, each
// under a subject of its own: both are the person's. The subject named comes
// last, so that a withdrawal which was cut short can be asked for again.
func Person(ctx context.Context, entries iter.Seq2[store.Entry, error], subject string, k claim.Key, secret []byte) (subjects, codes []string, err error) {
	defer fault.Wrap(&err, "find what a person told")
	type rec struct {
		subject string
		told    Told
	}
	var all []rec
	code := Alias(secret, handle, k.ID)
	for e, err := range entries {
		if err != nil {
			return nil, nil, err
		}
		t, _, ok, err := Open(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		p, _ := e.Part("desk")
		if !ok {
			continue
		}
		if subject == "" && t.Source == k.Source && (t.ID == k.ID || t.Handle != "" && t.Handle == code) {
			subject = p.Subject
		}
		all = append(all, rec{p.Subject, Told{Source: t.Source, ID: t.ID, Edits: t.Edits}})
	}
	if subject == "" {
		return nil, nil, nil
	}
	theirs, sent := map[string]bool{subject: true}, map[string]bool{}
	for grew := true; grew; {
		grew = false
		for _, r := range all {
			id, _, _ := strings.Cut(r.told.ID, "~") // of several of one id
			if theirs[r.subject] && strings.HasPrefix(id, "uuid:") && !sent[id] {
				sent[id], grew = true, true
			}
			if sent[id] && !theirs[r.subject] {
				theirs[r.subject], grew = true, true
			}
		}
	}
	for _, r := range all {
		if theirs[r.subject] {
			for _, id := range append(r.told.Edits, r.told.ID) {
				codes = append(codes, Code(secret, r.told.Source, id))
			}
		}
	}
	slices.Sort(codes)
	delete(theirs, subject)
	return append(slices.Sorted(maps.Keys(theirs)), subject), slices.Compact(codes), nil
}
