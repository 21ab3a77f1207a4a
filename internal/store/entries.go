package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

// page is how many rows one query reads: no reader holds the database open
// for long.
const page = 1000

// Entry is a stored entry, with the parts that stand in the database.
type Entry struct {
	ledger.Entry
	db         *DB
	study, log int64 // numbers of the study and the log in the database
	parts      [][]byte
}

// Entries gives a log from position from on, in order.
func (db *DB) Entries(ctx context.Context, study, log string, from int64) iter.Seq2[Entry, error] {
	return db.entries(ctx, study, log, from, "")
}

// EntriesOf gives the entries of one kind.
func (db *DB) EntriesOf(ctx context.Context, study, log string, kind ledger.Kind) iter.Seq2[Entry, error] {
	return db.entries(ctx, study, log, 0, kind)
}

func (db *DB) entries(ctx context.Context, study, log string, from int64, kind ledger.Kind) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		fail := func(err error) {
			fault.Wrap(&err, "read entries of %s/%s", study, log)
			yield(Entry{}, err)
		}
		h, err := db.head(ctx, study, log)
		if err != nil {
			fail(err)
			return
		}
		text := `SELECT header, parts FROM entries WHERE study = ? AND log = ? AND seq >= ? ORDER BY seq LIMIT ?`
		args := []any{h.study, h.log, from, page}
		if kind != "" {
			text = `SELECT header, parts FROM entries WHERE study = ? AND log = ? AND seq >= ? AND kind = ? AND kind <> 'record' ORDER BY seq LIMIT ?`
			if kind == ledger.Record {
				text = `SELECT header, parts FROM entries WHERE study = ? AND log = ? AND seq >= ? AND kind = ? ORDER BY seq LIMIT ?`
			}
			args = []any{h.study, h.log, from, string(kind), page}
		}
		for h.ok {
			batch, err := db.page(ctx, text, args)
			if err != nil {
				fail(err)
				return
			}
			for _, e := range batch {
				e.study, e.log = h.study, h.log
				if !yield(e, nil) {
					return
				}
			}
			if len(batch) < page {
				return
			}
			args[2] = batch[len(batch)-1].Seq + 1
		}
	}
}

func (db *DB) page(ctx context.Context, text string, args []any) (batch []Entry, err error) {
	rows, err := db.ro.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var header, parts []byte
		if err := rows.Scan(&header, &parts); err != nil {
			return nil, err
		}
		e := Entry{db: db}
		if e.Entry, err = ledger.Decode(header); err != nil {
			return nil, errors.Join(err, fault.Broken)
		}
		if e.parts, err = unframe(nil, parts, len(e.Parts)); err != nil {
			return nil, errors.Join(err, fault.Broken)
		}
		batch = append(batch, e)
	}
	return batch, rows.Err()
}

// Entry reads one entry.
func (db *DB) Entry(ctx context.Context, study, log string, seq int64) (Entry, error) {
	for e, err := range db.entries(ctx, study, log, seq, "") {
		if err != nil || e.Seq == seq {
			return e, err
		}
		break
	}
	return Entry{}, fault.New(fault.NotFound, codeNoEntry, study, log, seq)
}

// Open gives the plain bytes of a part: of an open one, or of a desk part with
// its subject's key. A severe part needs custody: see [Entry.OpenSevere].
func (e Entry) Open(ctx context.Context, name string) (plain []byte, err error) {
	defer fault.Wrap(&err, "open part %s of %s/%s %d", name, e.Study, e.Log, e.Seq)
	p, stored, err := e.stored(name)
	if err != nil || p.Seal == ledger.Open {
		return stored, err
	}
	if p.Seal == ledger.Severe {
		return nil, fault.Forbidden
	}
	off, err := e.offset(ctx, p)
	if err != nil {
		return nil, err
	}
	key, err := e.db.deskKey(e.Study, p.Subject, off)
	if err != nil {
		return nil, err
	}
	return key.Open(stored, partContext(e.Study, p))
}

// OpenSevere gives the plain bytes of a severe part to who holds custody.
func (e Entry) OpenSevere(ctx context.Context, name string, c seal.Custodian) (plain []byte, err error) {
	defer fault.Wrap(&err, "open part %s of %s/%s %d", name, e.Study, e.Log, e.Seq)
	p, stored, err := e.stored(name)
	if err != nil {
		return nil, err
	}
	if p.Seal != ledger.Severe {
		return nil, fault.Invalid
	}
	wrapped, err := e.WrappedKey(ctx, name)
	if err != nil {
		return nil, err
	}
	key, err := c.Unwrap(wrapped)
	if err != nil {
		return nil, err
	}
	return key.Open(stored, partContext(e.Study, p))
}

// WrappedKey is the age file a custodian unwraps to open a severe part.
func (e Entry) WrappedKey(ctx context.Context, name string) ([]byte, error) {
	p, ok := e.Part(name)
	if !ok || p.Seal != ledger.Severe {
		return nil, fault.New(fault.NotFound, codeNoEntry, e.Study, e.Log, e.Seq)
	}
	off, err := e.offset(ctx, p)
	if err != nil {
		return nil, err
	}
	f, err := e.db.subjectKeys(e.Study)
	if err != nil {
		return nil, err
	}
	r, err := f.at(off)
	if err != nil || r.subject != p.Subject {
		return nil, fault.New(fault.Broken, codeKey, f.name)
	}
	if r.kind == keyGone {
		return nil, fault.New(fault.NotFound, codeWithdrawn)
	}
	return r.wrapped, nil
}

// stored gives a part as it is stored, from the row or from its blob.
func (e Entry) stored(name string) (ledger.Part, []byte, error) {
	for i, p := range e.Parts {
		if p.Name != name {
			continue
		}
		if e.parts[i] != nil {
			return p, e.parts[i], nil
		}
		r, err := e.db.Blob(p.Hash)
		if err != nil {
			if p.Seal != ledger.Open {
				err = fault.New(fault.NotFound, codeWithdrawn)
			}
			return p, nil, err
		}
		defer r.Close()
		b, err := io.ReadAll(r)
		return p, b, err
	}
	return ledger.Part{}, nil, fault.New(fault.NotFound, codeNoEntry, e.Study, e.Log, e.Seq)
}

// offset finds where the key of a sealed part stands.
func (e Entry) offset(ctx context.Context, p ledger.Part) (int64, error) {
	col := "desk"
	if p.Seal == ledger.Severe {
		col = "severe"
	}
	var off *int64
	err := e.db.ro.QueryRowContext(ctx, `SELECT `+col+` FROM subjects WHERE study = ? AND subject = ? AND log = ? AND seq = ?`,
		e.study, p.Subject, e.log, e.Seq).Scan(&off)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows): // told to stop, say: the key may well be there
		return 0, fmt.Errorf("find key of %s: %w", e.Study, err)
	case err != nil || off == nil:
		return 0, fault.New(fault.NotFound, codeKey, e.Study+".subjects")
	}
	return *off, nil
}
