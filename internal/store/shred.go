package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// Shred carries out a withdrawal: the entry first, with the sealed bytes and
// the projections of the subject taken out, then both keys. It returns once
// all of that is on disk; after a crash in between [Open] finishes it.
func (db *DB) Shred(ctx context.Context, study, log string, w ledger.Withdrawal, at int64, by string) (e ledger.Entry, err error) {
	defer fault.Wrap(&err, "shred a subject of %s", study)
	if w.Scope == "" {
		w.Scope = "all"
	}
	err = db.Update(ctx, func(tx *Tx) error {
		id, err := tx.study(study, true)
		if err != nil {
			return err
		}
		var n int
		if ok, err := tx.scan(`SELECT 1 FROM shreds WHERE study = ? AND subject = ?`, []any{id, w.Subject}, &n); ok || err != nil {
			if ok {
				err = fault.New(fault.Conflict, codeWithdrawn)
			}
			return err
		}
		parts, err := tx.sealed(id, w.Subject)
		if err != nil {
			return err
		}
		if len(parts) == 0 {
			return fault.New(fault.NotFound, codeNoEntry, study, log, "?")
		}
		es, err := tx.Append(study, log, ledger.Draft{Kind: ledger.Shred, At: at, By: by, Pieces: []ledger.Piece{ledger.Withdraw(w)}})
		if err != nil {
			return err
		}
		e = es[0]
		h, err := tx.log(study, log, false)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`INSERT INTO shreds (study, subject, log, seq, done) VALUES (?, ?, ?, ?, 0)`, id, w.Subject, h.log, e.Seq); err != nil {
			return err
		}
		for _, p := range parts {
			if err := tx.strip(id, p, w.Subject); err != nil {
				return err
			}
			const where = `log = ? AND entry = ?`
			if err := tx.goneClaims(id, where, []any{p.log, p.seq}, sql.NullInt64{}); err != nil {
				return err
			}
			if _, err := tx.exec(`DELETE FROM claims WHERE study = ? AND `+where, id, p.log, p.seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return ledger.Entry{}, err
	}
	return e, db.finishShreds(ctx)
}

// place is an entry a subject has sealed parts in.
type place struct {
	log, seq     int64
	desk, severe *int64
}

func (tx *Tx) sealed(study int64, subject string) (out []place, err error) {
	rows, err := tx.query(`SELECT log, seq, desk, severe FROM subjects WHERE study = ? AND subject = ? ORDER BY log, seq`, study, subject)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.log, &p.seq, &p.desk, &p.severe); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// strip takes a subject's sealed bytes out of an entry's row.
func (tx *Tx) strip(study int64, p place, subject string) error {
	var header, parts []byte
	ok, err := tx.scan(`SELECT header, parts FROM entries WHERE study = ? AND log = ? AND seq = ?`, []any{study, p.log, p.seq}, &header, &parts)
	if err != nil || !ok {
		return err
	}
	e, err := ledger.Decode(header)
	if err != nil {
		return err
	}
	split, err := unframe(nil, parts, len(e.Parts))
	if err != nil {
		return err
	}
	var kept []byte
	for i, q := range e.Parts {
		if q.Seal != ledger.Open && q.Subject == subject {
			split[i] = nil
		}
		kept = frame(kept, split[i])
	}
	_, err = tx.exec(`UPDATE entries SET parts = ? WHERE study = ? AND log = ? AND seq = ?`, kept, study, p.log, p.seq)
	return err
}

// finishShreds destroys the keys of every subject whose shred entry is
// committed and whose keys are still there: after a crash, or after an older
// key file was put back. A withdrawal wins over every backup.
func (db *DB) finishShreds(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "finish shreds")
	var n int
	if err := db.ro.QueryRowContext(ctx, `SELECT COUNT(*) FROM shreds`).Scan(&n); err != nil || n == 0 {
		return err
	}
	destroyed := false
	err = db.Update(ctx, func(tx *Tx) error {
		all, err := tx.shreds()
		if err != nil {
			return err
		}
		for _, s := range all {
			did, err := tx.destroy(s)
			if err != nil {
				return err
			}
			destroyed = destroyed || did
			if s.done {
				continue
			}
			if _, err := tx.exec(`UPDATE shreds SET done = 1 WHERE study = ? AND subject = ?`, s.study, s.subject); err != nil {
				return err
			}
			destroyed = true
		}
		return nil
	})
	if err != nil || !destroyed {
		return err
	}
	// What was taken out still stands in the write-ahead log until it is reset.
	_, err = db.ro.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

type shredRow struct {
	study         int64
	name, subject string
	done          bool
}

func (tx *Tx) shreds() (all []shredRow, err error) {
	rows, err := tx.query(`SELECT s.study, t.name, s.subject, s.done <> 0 FROM shreds s JOIN studies t ON t.study = s.study ORDER BY s.study, s.subject`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s shredRow
		if err := rows.Scan(&s.study, &s.name, &s.subject, &s.done); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// destroy overwrites a subject's keys and removes the sealed blobs, unless
// that is done.
func (tx *Tx) destroy(s shredRow) (did bool, err error) {
	places, err := tx.sealed(s.study, s.subject)
	if err != nil {
		return false, err
	}
	f, err := tx.db.subjectKeys(s.name)
	if err != nil {
		return false, err
	}
	var offs []int64
	for _, p := range places {
		for _, off := range []*int64{p.desk, p.severe} {
			if off != nil {
				offs = append(offs, *off)
			}
		}
	}
	if s.done && !f.lives(s.subject, offs) {
		return false, nil
	}
	for _, p := range places {
		if err := tx.dropBlobs(s, p); err != nil {
			return false, err
		}
	}
	if err := f.destroy(s.subject, offs); err != nil {
		tx.db.stop(err)
		return false, err
	}
	return true, nil
}

// dropBlobs removes the sealed blobs a subject has in one entry.
func (tx *Tx) dropBlobs(s shredRow, p place) error {
	var header []byte
	ok, err := tx.scan(`SELECT header FROM entries WHERE study = ? AND log = ? AND seq = ?`, []any{s.study, p.log, p.seq}, &header)
	if err != nil || !ok {
		return err
	}
	e, err := ledger.Decode(header)
	if err != nil {
		return err
	}
	for _, q := range e.Parts {
		if q.Seal == ledger.Open || q.Subject != s.subject {
			continue
		}
		if err := os.Remove(tx.db.blobPath(q.Hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
