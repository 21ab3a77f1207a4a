package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// encodeEvent writes nothing for an event of one claim that its id tells: most
// events are such, and a million of them are a third of the bytes.
func encodeEvent(e event.Event) ([]byte, error) {
	if k, ok := keyOf(e.ID); ok && e.Alone() && e.Members[0].Claim == k {
		return []byte{}, nil
	}
	return json.Marshal(e)
}

func decodeEvent(id string, body []byte) (e event.Event, err error) {
	if len(body) > 0 {
		err = json.Unmarshal(body, &e)
		return e, err
	}
	k, ok := keyOf(id)
	if !ok {
		return e, fmt.Errorf("event of no claim: %w", fault.Broken)
	}
	return event.Alone(k), nil
}

// keyOf is the key an event's id is made of; a source's id has no stroke in it.
func keyOf(id string) (k claim.Key, ok bool) {
	k.Source, k.ID, ok = strings.Cut(id, "/")
	return k, ok
}

// ReplaceEvents puts these events in place of all the study had. What stays as
// it was is not written again.
func (tx *Tx) ReplaceEvents(study string, events []event.Event) (err error) {
	defer fault.Wrap(&err, "replace events of %s", study)
	id, err := tx.study(study, true)
	if err != nil {
		return err
	}
	byID := func(a, b event.Event) int { return cmp.Compare(a.ID, b.ID) }
	if !slices.IsSortedFunc(events, byID) { // their order is that of keys, which is mostly the same
		events = slices.SortedFunc(slices.Values(events), byID)
	}
	sum, err := tx.sum(id)
	if err != nil {
		return err
	}
	set := sum.set(tabEvents)
	put, gone, err := tx.otherEvents(id, events, set, sum.key.Rower())
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(gone, eventsAtOnce) {
		args := []any{id}
		for _, x := range ids {
			args = append(args, x)
		}
		if _, err := tx.exec(`DELETE FROM events WHERE study = ? AND id IN (?`+strings.Repeat(",?", len(ids)-1)+`)`, args...); err != nil {
			return err
		}
	}
	stop := make(chan struct{})
	lots := encodeEvents(put, sum.key.Rower(), stop)
	defer func() {
		close(stop)
		for range lots { // until the encoder has ended
		}
	}()
	args := make([]any, 0, 3*eventsAtOnce)
	for l := range lots {
		if err := cmp.Or(l.err, tx.ctx.Err()); err != nil {
			return err
		}
		args = args[:0]
		for i, body := range l.bodies {
			args = append(args, id, put[l.from+i].ID, body)
		}
		set.Merge(l.set)
		if _, err := tx.exec(insertRows(`events (study, id, body)`, 3, len(l.bodies), ` ON CONFLICT (study, id) DO UPDATE SET body = excluded.body`), args...); err != nil {
			return err
		}
	}
	return nil
}

// otherEvents compares events, by id, with those that are kept: which are other
// or new, and the ids of which are gone. It takes both out of the hash.
func (tx *Tx) otherEvents(study int64, events []event.Event, set *ledger.Set, row ledger.Rower) (put []event.Event, gone []string, err error) {
	rows, err := tx.query(`SELECT id, body FROM events WHERE study = ? ORDER BY id`, study)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	i := 0
	var id, body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&id, &body); err != nil {
			return nil, nil, err
		}
		for i < len(events) && events[i].ID < string(id) {
			put = append(put, events[i])
			i++
		}
		if i == len(events) || events[i].ID != string(id) {
			gone = append(gone, string(id))
			set.Remove(pairHash(&row, tabEvents, id, body))
			continue
		}
		b, err := encodeEvent(events[i])
		if err != nil {
			return nil, nil, err
		}
		if !bytes.Equal(b, body) {
			set.Remove(pairHash(&row, tabEvents, id, body))
			put = append(put, events[i])
		}
		i++
	}
	if put == nil {
		return events[i:], gone, rows.Err()
	}
	return append(put, events[i:]...), gone, rows.Err()
}

const eventsAtOnce = 128

// eventLot is some events, encoded; or why there are no more.
type eventLot struct {
	from   int
	bodies [][]byte
	set    *ledger.Set // the rows
	err    error
}

// encodeEvents encodes on a goroutine of its own, a few lots ahead of the
// database.
func encodeEvents(events []event.Event, row ledger.Rower, stop <-chan struct{}) <-chan eventLot {
	lots := make(chan eventLot, 64)
	go func() {
		defer close(lots)
		for from := 0; from < len(events); from += eventsAtOnce {
			l := eventLot{from: from, set: &ledger.Set{}}
			for _, e := range events[from:min(from+eventsAtOnce, len(events))] {
				body, err := encodeEvent(e)
				if err != nil {
					l.err = err
					break
				}
				l.bodies = append(l.bodies, body)
				l.set.Add(pairHash(&row, tabEvents, []byte(e.ID), body))
			}
			select {
			case lots <- l:
			case <-stop:
				return
			}
		}
	}()
	return lots
}

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
	rows, err := db.ro.QueryContext(ctx, `SELECT e.id, e.body FROM events e JOIN studies s ON s.study = e.study
		WHERE s.name = ? AND e.id > ? ORDER BY e.id LIMIT 1000`, study, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var body sql.RawBytes
		if err := rows.Scan(&id, &body); err != nil {
			return nil, err
		}
		e, err := decodeEvent(id, body)
		if err != nil {
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
	sum, err := tx.sum(id)
	if err != nil {
		return err
	}
	row := sum.key.Rower()
	var old []byte
	ok, err := tx.scan(`SELECT v FROM notes WHERE study = ? AND k = ?`, []any{id, k}, &old)
	if err != nil {
		return err
	}
	if ok {
		sum.set(tabNotes).Remove(pairHash(&row, tabNotes, []byte(k), old))
	}
	sum.set(tabNotes).Add(pairHash(&row, tabNotes, []byte(k), v))
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
	if err := tx.anew(id); err != nil {
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
