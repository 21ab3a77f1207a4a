package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// dumpLine is one line of a dump: exactly one of its fields is set.
type dumpLine struct {
	Log   *dumpLog   `json:"log,omitempty"`
	Claim *dumpClaim `json:"claim,omitempty"`
	Note  *dumpNote  `json:"note,omitempty"`
}

type dumpLog struct {
	Name string      `json:"name"`
	Size int64       `json:"size"`
	Root ledger.Hash `json:"root"`
}

type dumpClaim struct {
	Rev    claim.Rev       `json:"rev"`
	Log    string          `json:"log"`
	Origin claim.Origin    `json:"origin"`
	Series string          `json:"series"`
	Gone   int64           `json:"gone,omitempty"`
	Body   json.RawMessage `json:"body"`
}

type dumpNote struct {
	K string `json:"k"`
	V []byte `json:"v"`
}

// Dump writes all there is of a study in one order and one spelling, a JSON
// value a line: the heads of its logs, then claims, events and notes by key. A
// rebuild is right when it gives the same bytes.
func (db *DB) Dump(ctx context.Context, study string, w io.Writer) (err error) {
	defer fault.Wrap(&err, "dump %s", study)
	b := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	logs, err := db.Logs(ctx, study)
	if err != nil {
		return err
	}
	for _, name := range logs {
		h, err := db.Head(ctx, study, name)
		if err != nil {
			return err
		}
		if err := enc.Encode(dumpLine{Log: &dumpLog{name, h.Size, h.Root}}); err != nil {
			return err
		}
	}
	for r, err := range db.Rows(ctx, study) {
		if err != nil {
			return err
		}
		body, err := claim.Encode(r.Claim)
		if err != nil {
			return err
		}
		if err := enc.Encode(dumpLine{Claim: &dumpClaim{r.Rev, r.Log, r.Origin, r.Series, r.Gone, body}}); err != nil {
			return err
		}
	}
	for e, err := range db.Events(ctx, study) {
		if err != nil {
			return err
		}
		if err := enc.Encode(struct {
			Event event.Event `json:"event"`
		}{e}); err != nil {
			return err
		}
	}
	notes, err := column(ctx, db.ro, `SELECT n.k FROM notes n JOIN studies s ON s.study = n.study WHERE s.name = ? ORDER BY n.k`, study)
	if err != nil {
		return err
	}
	for _, k := range notes {
		v, err := db.Note(ctx, study, k)
		if err != nil {
			return err
		}
		if err := enc.Encode(dumpLine{Note: &dumpNote{k, v}}); err != nil {
			return err
		}
	}
	return b.Flush()
}

// Identity is the hash of a study's dump.
func (db *DB) Identity(ctx context.Context, study string) (h ledger.Hash, err error) {
	d := sha256.New()
	if err := db.Dump(ctx, study, d); err != nil {
		return h, err
	}
	return ledger.Hash(d.Sum(nil)), nil
}
