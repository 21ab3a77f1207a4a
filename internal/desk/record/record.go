package record

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// Told is the desk part of a record: one row of own reports, or one
// submission. Projections rest on it alone.
type Told struct {
	Source string            `json:"source"`
	ID     string            `json:"id"` // of the record in its source
	File   string            `json:"file,omitempty"`
	Row    int               `json:"row,omitempty"`
	Rev    claim.Rev         `json:"rev,omitempty"` // of the whole, under the study's secret
	Claims []json.RawMessage `json:"claims,omitempty"`
	Handle string            `json:"handle,omitempty"` // of a submission: a code of the code by which it can be withdrawn
	Edits  []string          `json:"edits,omitempty"`  // ids of the submissions that this one takes the place of
	Gone   []claim.Key       `json:"gone,omitempty"`   // claims of an earlier revision that are no longer said
}

// Severe is the severe part: what could identify who spoke, until somebody
// has cleared it. Claim is what was told whole, where the desk keeps less of it.
type Severe struct {
	Claim json.RawMessage `json:"claim,omitempty"`
	Raw   []byte          `json:"raw,omitempty"` // a submission as it came

	// What records of older programs have in place of Claim.
	Subject     string    `json:"subject,omitempty"`
	Monitor     string    `json:"monitor,omitempty"`
	Name        string    `json:"name,omitempty"`
	Verbatim    string    `json:"verbatim,omitempty"`
	Translation lang.Text `json:"translation,omitempty"`
	Notes       string    `json:"notes,omitempty"`
}

// Says reports whether there are words in it, beside a submission as it came.
func (w Severe) Says() bool {
	return len(w.Claim) > 0 || w.Subject+w.Monitor+w.Name+w.Verbatim+w.Notes != "" || len(w.Translation) > 0
}

// Alias is a short code for a person, the same for the same person in one
// study and of no use outside it.
func Alias(secret []byte, kind, who string) string {
	if who == "" {
		return ""
	}
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(kind + "\x00" + who))
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)[:10]))
}

// Code is that of a record, by which it is known when it must not come back.
func Code(secret []byte, source, id string) string {
	return Alias(secret, "record", source+"\x00"+id)
}

// Entry is what is to be entered of a report.
type Entry struct {
	Told    Told
	Claims  []claim.Claim // those of Told
	Answers *Answers
	Severe  []Severe
}

// Says counts what an entry brings: its statements, or one respondent.
func (e Entry) Says() int {
	if e.Answers != nil {
		return 1
	}
	return len(e.Claims)
}

// Pieces are the parts of its record: the desk part, the answers to a survey,
// and the severe part, if there are any.
func (e Entry) Pieces() ([]ledger.Piece, error) {
	desk, err := json.Marshal(e.Told)
	if err != nil {
		return nil, err
	}
	ps := []ledger.Piece{ledger.ForDesk(desk)}
	if e.Answers != nil {
		b, err := json.Marshal(e.Answers)
		if err != nil {
			return nil, err
		}
		ps = append(ps, ledger.Piece{Name: answersPart, Seal: ledger.Desk, Data: b})
	}
	if slices.ContainsFunc(e.Severe, func(w Severe) bool { return w.Says() || len(w.Raw) > 0 }) {
		b, err := json.Marshal(e.Severe)
		if err != nil {
			return nil, err
		}
		ps = append(ps, ledger.ForCustody(b))
	}
	return ps, nil
}

// Open reads the desk part of a record; ok is false where its subject withdrew.
func Open(ctx context.Context, e store.Entry) (t Told, cs []claim.Claim, ok bool, err error) {
	defer fault.Wrap(&err, "read record %d", e.Seq)
	b, err := e.Open(ctx, "desk")
	if f, is := fault.Public(err); is && f.Code == store.Withdrawn {
		return t, nil, false, nil
	}
	if err != nil {
		return t, nil, false, err
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, nil, false, err
	}
	for _, x := range t.Claims {
		c, err := claim.Decode(x)
		if err != nil {
			return t, nil, false, err
		}
		c.Origin = claim.Origin{Entry: e.Seq, File: t.File, Row: t.Row}
		cs = append(cs, c)
	}
	return t, cs, true, nil
}
