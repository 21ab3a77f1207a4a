package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
)

func encodeEvent(e event.Event) ([]byte, error) { return json.Marshal(e) }

// Events gives a study's events by id, as they were put: members are keys, the
// claims are not filled in (see [Join]).
func (db *DB) Events(ctx context.Context, study string) iter.Seq2[event.Event, error] {
	return func(yield func(event.Event, error) bool) {
		last, n := "", page
		for n == page {
			batch, err := db.eventPage(ctx, study, last)
			if err != nil {
				fault.Wrap(&err, "read events of %s", study)
				yield(event.Event{}, err)
				return
			}
			for _, e := range batch {
				if !yield(e, nil) {
					return
				}
				last = e.ID
			}
			n = len(batch)
		}
	}
}

func (db *DB) eventPage(ctx context.Context, study, after string) (batch []event.Event, err error) {
	rows, err := db.ro.QueryContext(ctx, `SELECT e.body FROM events e JOIN studies s ON s.study = e.study
		WHERE s.name = ? AND e.id > ? ORDER BY e.id LIMIT 1000`, study, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		var e event.Event
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &e); err != nil {
			return nil, err
		}
		batch = append(batch, e)
	}
	return batch, rows.Err()
}

// Join fills in the claims of events from a set of claims; a member whose
// claim is not among them is left out.
func Join(events []event.Event, claims map[claim.Key]claim.Claim) {
	for i := range events {
		e := &events[i]
		kept := e.Members[:0]
		e.Claims = nil
		for _, m := range e.Members {
			if c, ok := claims[m.Claim]; ok {
				kept = append(kept, m)
				e.Claims = append(e.Claims, c)
			}
		}
		e.Members = kept
	}
}

// Note keeps a small value of the study that is made again by a rebuild, such
// as the hash of the folder the projections rest on.
func (tx *Tx) Note(study, k string, v []byte) (err error) {
	defer fault.Wrap(&err, "note %s of %s", k, study)
	id, err := tx.study(study, true)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO notes (study, k, v) VALUES (?, ?, ?) ON CONFLICT (study, k) DO UPDATE SET v = excluded.v`, id, k, v)
	return err
}

// Note reads what [Tx.Note] kept; nil if nothing is.
func (db *DB) Note(ctx context.Context, study, k string) (v []byte, err error) {
	defer fault.Wrap(&err, "read note %s of %s", k, study)
	err = db.ro.QueryRowContext(ctx, `SELECT n.v FROM notes n JOIN studies s ON s.study = n.study WHERE s.name = ? AND n.k = ?`, study, k).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return v, err
}

// Clear drops a study's projections, for a rebuild in the same transaction.
func (tx *Tx) Clear(study string) (err error) {
	defer fault.Wrap(&err, "clear projections of %s", study)
	id, err := tx.study(study, true)
	if err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM claims WHERE study = ?`, `DELETE FROM events WHERE study = ?`, `DELETE FROM notes WHERE study = ?`,
	} {
		if _, err := tx.exec(text, id); err != nil {
			return err
		}
	}
	return nil
}

// Claims is [DB.Claims] as this transaction sees them.
func (tx *Tx) Claims(study string, each func(claim.Claim) error) (err error) {
	defer fault.Wrap(&err, "read claims of %s", study)
	id, err := tx.study(study, true)
	if err != nil {
		return err
	}
	rows, err := tx.query(`SELECT source, id, body, entry, file, line FROM claims WHERE study = ? AND gone IS NULL ORDER BY source, id`, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k claim.Key
		var o claim.Origin
		var body []byte
		if err := rows.Scan(&k.Source, &k.ID, &body, &o.Entry, &o.File, &o.Row); err != nil {
			return err
		}
		c, err := claim.Decode(body)
		if err != nil {
			return err
		}
		c.Origin = o
		if err := each(c); err != nil {
			return err
		}
	}
	return rows.Err()
}
