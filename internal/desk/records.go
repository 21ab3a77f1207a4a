package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// Sealed parts of a record. What could identify who spoke is severe until
// somebody has cleared it; projections rest on the desk part alone.

// told is the desk part of a record.
type told struct {
	Source string          `json:"source"`
	File   string          `json:"file,omitempty"`
	Row    int             `json:"row,omitempty"`
	Rev    claim.Rev       `json:"rev"` // of the whole, under the study's secret
	Claim  json.RawMessage `json:"claim,omitempty"`
	Gone   *claim.Key      `json:"gone,omitempty"` // the report of this key was taken back
}

// whispered is the severe part: what the desk part lacks.
type whispered struct {
	Subject     string    `json:"subject,omitempty"`
	Monitor     string    `json:"monitor,omitempty"`
	Name        string    `json:"name,omitempty"`
	Verbatim    string    `json:"verbatim,omitempty"`
	Translation lang.Text `json:"translation,omitempty"`
	Notes       string    `json:"notes,omitempty"`
}

// divide splits a claim into what the desk works with and what is severe.
// Informant and monitor become codes under the study's secret, so that
// distinct ones can still be counted.
func divide(c claim.Claim, secret []byte) (claim.Claim, whispered) {
	w := whispered{Subject: c.Said.Speaker.Subject, Monitor: c.Said.Speaker.Monitor, Name: c.Said.Speaker.Name}
	c.Said.Speaker.Name = ""
	c.Said.Speaker.Subject = alias(secret, "subject", w.Subject)
	c.Said.Speaker.Monitor = alias(secret, "monitor", w.Monitor)
	if !c.Said.Cleared {
		w.Verbatim, w.Translation = c.Said.Verbatim, c.Said.Translation
		c.Said.Verbatim, c.Said.Translation = "", nil
		if c.Kind == claim.KindVerbatim && w.Verbatim != "" {
			c.Said.Verbatim = "…" // a verbatim waiting to be cleared
		}
	}
	if c.Incident != nil && c.Incident.Notes != "" {
		n := *c.Incident
		w.Notes, n.Notes = n.Notes, ""
		c.Incident = &n
	}
	return c, w
}

// alias is a short code for a person, the same for the same person in one
// study and of no use outside it.
func alias(secret []byte, kind, who string) string {
	if who == "" {
		return ""
	}
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(kind + "\x00" + who))
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)[:10]))
}

// record is where a report stands in the ledger.
type record struct {
	ref  ledger.Ref
	rev  claim.Rev
	file string
	subj string
}

// records gives the last record of each report of a source.
func (d *Desk) records(ctx context.Context, id, source string) (map[claim.Key]record, error) {
	m := map[claim.Key]record{}
	err := d.eachRecord(ctx, id, func(e store.Entry, t told, c claim.Claim) error {
		if t.Source != source {
			return nil
		}
		if t.Gone != nil {
			delete(m, *t.Gone)
			return nil
		}
		p, _ := e.Part("desk")
		m[c.Key] = record{ledger.Ref{Log: e.Log, Seq: e.Seq}, t.Rev, t.File, p.Subject}
		return nil
	})
	return m, err
}

// eachRecord walks the records whose desk part has not been destroyed.
func (d *Desk) eachRecord(ctx context.Context, id string, do func(store.Entry, told, claim.Claim) error) error {
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Record) {
		if err != nil {
			return err
		}
		t, c, ok, err := opened(ctx, e)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := do(e, t, c); err != nil {
			return err
		}
	}
	return nil
}

// opened is the desk part of a record; ok is false where it was destroyed.
func opened(ctx context.Context, e store.Entry) (t told, c claim.Claim, ok bool, err error) {
	defer fault.Wrap(&err, "read record %d", e.Seq)
	b, err := e.Open(ctx, "desk")
	if withdrawn(err) {
		return t, c, false, nil
	}
	if err != nil {
		return t, c, false, err
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, c, false, err
	}
	if t.Gone != nil {
		return t, c, true, nil
	}
	c, err = claim.Decode(t.Claim)
	c.Origin = claim.Origin{Entry: e.Seq, File: t.File, Row: t.Row}
	return t, c, err == nil, err
}

// importRecords enters reports in confidence, one entry for each row that is
// new or changed. The file itself is not kept.
func (d *Desk) importRecords(ctx context.Context, f *folder, x File, rd reader, in io.Reader) (r Imported, err error) {
	t, err := rd.open(aboutOf(f, x, rd), in)
	if err != nil {
		return r, err
	}
	sealed, err := d.db.StudySecret(f.id)
	if err != nil {
		return r, err
	}
	secret := sealed.Reveal()
	old, err := d.records(ctx, f.id, x.Source.ID)
	if err != nil {
		return r, err
	}
	var drafts []ledger.Draft
	var claims []claim.Claim
	var gone []claim.Key
	here := map[claim.Key]bool{}
	for c := range r.take(t) {
		r.Claims++
		here[c.Key] = true
		whole, err := claim.Encode(c)
		if err != nil {
			return r, err
		}
		rev := claim.RevOf(whole, secret)
		was, known := old[c.Key]
		if known && was.rev == rev {
			continue
		}
		row := c.Origin.Row
		c, severe := divide(c, secret)
		b, err := claim.Encode(c)
		if err != nil {
			return r, err
		}
		dr := d.sealed(told{Source: x.Source.ID, File: x.Name, Row: row, Rev: rev, Claim: b}, severe)
		dr.Subject = c.Said.Speaker.Subject
		if known {
			dr.Replaces, dr.Subject = &was.ref, was.subj
			r.Revised++
		} else {
			r.Added++
		}
		c.Origin = claim.Origin{File: x.Name, Row: row}
		drafts, claims = append(drafts, dr), append(claims, c)
	}
	if err := r.end(t); err != nil {
		return r, err
	}
	for _, k := range sortedKeys(old) {
		was := old[k]
		if here[k] || was.file != x.Name {
			continue
		}
		dr := d.sealed(told{Source: x.Source.ID, File: x.Name, Gone: &k}, whispered{})
		dr.Replaces, dr.Subject = &was.ref, was.subj
		drafts, gone = append(drafts, dr), append(gone, k)
		r.Withdrawn++
	}
	if len(drafts) == 0 {
		r.Stands = true
		return r, nil
	}
	drafts = append(drafts, d.draft(ledger.Study, ledger.JSON("study", pin{Did: "import", Folder: f.hash, Program: d.version})))
	return r, d.db.Update(ctx, func(tx *store.Tx) error {
		es, err := tx.Append(f.id, d.office, drafts...)
		if err != nil {
			return err
		}
		for i := range claims {
			claims[i].Origin.Entry = es[i].Seq
		}
		return putRecords(tx, f.id, d.office, sealed, claims, gone, es[len(es)-1].Seq)
	})
}

// sealed is the draft of a record.
func (d *Desk) sealed(t told, w whispered) ledger.Draft {
	desk, err := json.Marshal(t)
	if err != nil {
		panic("desk: " + err.Error()) // strings and numbers
	}
	ps := []ledger.Piece{ledger.ForDesk(desk)}
	if b, err := json.Marshal(w); err == nil && string(b) != "{}" {
		ps = append(ps, ledger.ForCustody(b))
	}
	return d.draft(ledger.Record, ps...)
}

// putRecords projects reports, and takes back those that are gone.
func putRecords(tx *store.Tx, study, log string, secret seal.Secret[[]byte], cs []claim.Claim, gone []claim.Key, entry int64) error {
	in := store.Import{Study: study, Log: log, Secret: secret}
	_, err := tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
		for _, c := range cs {
			if !yield(c, nil) {
				return
			}
		}
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	return tx.Gone(study, gone, entry)
}

// withdrawn reports whether a part cannot be opened because its subject
// withdrew.
func withdrawn(err error) bool {
	e, ok := fault.Public(err)
	return ok && e.Code == store.Withdrawn
}

func sortedKeys(m map[claim.Key]record) []claim.Key {
	return slices.SortedFunc(maps.Keys(m), claim.Key.Compare)
}
