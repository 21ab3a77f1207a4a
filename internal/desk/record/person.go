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

// Whole is everything one person told.
type Whole struct {
	Subjects []string // whose keys seal it
	Records  []string // codes of its records
	Never    []string // codes under which it must not come back, and by which it is known to be gone
	Files    []string // where the records came from
}

// ofRow is what the monitoring reader adds to the id of a row to name its incident,
// which its record is known by; whoever withdraws names the row.
const ofRow = "/incident"

// Codes are those under which a withdrawn record is known: by its id, or by the
// code that was given to whoever may withdraw it.
func Codes(secret []byte, k claim.Key) []string {
	return []string{Code(secret, k.Source, k.ID), Code(secret, k.Source, k.ID+ofRow), handleCode(secret, k.Source, Alias(secret, handle, k.ID))}
}

func handleCode(secret []byte, source, handle string) string {
	return Alias(secret, "handle", source+"\x00"+handle)
}

// Rows adds the rows of a key in tables that are read where they lie.
func (w *Whole) Rows(files []string, k claim.Key, secret []byte) {
	if len(files) == 0 {
		return
	}
	code := Code(secret, k.Source, k.ID)
	for _, x := range []struct {
		list *[]string
		add  []string
	}{{&w.Records, []string{code}}, {&w.Never, []string{code}}, {&w.Files, files}} {
		*x.list = append(*x.list, x.add...)
		slices.Sort(*x.list)
		*x.list = slices.Compact(*x.list)
	}
}

// Person finds everything one person told. They are known by a subject ("" for none), or as who
// sent the submission of an id, or was given its withdrawal code. One submission
// may stand under two sources, as statements and as answers to a survey, each
// under a subject of its own: both are the person's. The subject named comes
// last, so that a withdrawal which was cut short can be asked for again.
func Person(ctx context.Context, entries iter.Seq2[store.Entry, error], subject string, k claim.Key, secret []byte) (w Whole, err error) {
	defer fault.Wrap(&err, "find what a person told")
	type rec struct {
		subject string
		told    Told
		keys    []claim.Key
	}
	var all []rec
	code, speaker, coded := Alias(secret, handle, k.ID), Alias(secret, "subject", k.ID), map[string]bool{}
	for e, err := range entries {
		if err != nil {
			return w, err
		}
		t, cs, ok, err := Open(ctx, e)
		if err != nil {
			return w, err
		}
		p, _ := e.Part("desk")
		if !ok {
			continue
		}
		if subject == "" && t.Source == k.Source && (t.ID == k.ID || t.ID == k.ID+ofRow || t.Handle != "" && t.Handle == code) {
			subject = p.Subject
		}
		spoke := func(c claim.Claim) bool { return c.Said.Speaker.Subject != "" && c.Said.Speaker.Subject == speaker }
		if t.Source == k.Source && slices.ContainsFunc(cs, spoke) {
			coded[p.Subject] = true
		}
		r := rec{subject: p.Subject, told: Told{Source: t.Source, ID: t.ID, File: t.File, Edits: t.Edits, Handle: t.Handle}}
		for _, c := range cs {
			r.keys = append(r.keys, c.Key)
		}
		all = append(all, r)
	}
	if subject == "" && len(coded) > 0 { // named by the code of who spoke: each row of theirs
		subject = slices.Sorted(maps.Keys(coded))[0]
	} else {
		coded = map[string]bool{}
	}
	if subject == "" {
		return w, nil
	}
	theirs, sent := coded, map[string]bool{}
	theirs[subject] = true
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
		if !theirs[r.subject] {
			continue
		}
		for _, id := range append(r.told.Edits, r.told.ID) {
			w.Records = append(w.Records, Code(secret, r.told.Source, id))
		}
		for _, c := range r.keys {
			w.Never = append(w.Never, Code(secret, c.Source, c.ID))
		}
		if r.told.Handle != "" {
			w.Never = append(w.Never, handleCode(secret, r.told.Source, r.told.Handle))
		}
		w.Files = append(w.Files, r.told.File)
	}
	delete(theirs, subject)
	w.Subjects = append(slices.Sorted(maps.Keys(theirs)), subject)
	w.Never = append(w.Never, w.Records...)
	for _, l := range []*[]string{&w.Records, &w.Never, &w.Files} {
		slices.Sort(*l)
		*l = slices.Compact(*l)
	}
	return w, nil
}
