package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

const (
	codeBehind     = "L176" // the database is older than what was acknowledged
	codeHeadBroken = "L180" // a head file is damaged
)

// A head file, heads/STUDY.head, is the signed head of a study as of the last
// commit that was acknowledged. It stands outside the database: a database, or a
// write-ahead log, that lost its end does not know that it did.

func (db *DB) headPath(study string) string { return filepath.Join(db.dir, "heads", study+".head") }

// readHeadFile reads the head file of a study; ok is false where there is none.
func (db *DB) readHeadFile(study string) (note []byte, h ledger.StudyHead, ok bool, err error) {
	note, err = os.ReadFile(db.headPath(study))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, h, false, nil
	}
	if err != nil {
		return nil, h, false, err
	}
	h, err = ledger.OpenHead(note, db.public)
	if err == nil && h.Study != study {
		err = errors.New("of another study")
	}
	if err != nil {
		return note, h, true, &fault.Error{Kind: fault.Broken, Code: codeHeadBroken, Args: []any{study}, Cause: err}
	}
	return note, h, true, nil
}

// keepHeads brings the head files up to what is committed. It holds the write lock
// meanwhile, so that no older head comes after a newer one. It begins no change of
// the database.
func (db *DB) keepHeads(ctx context.Context, w *writer, studies map[int64]string) (err error) {
	defer fault.Wrap(&err, "keep head")
	if err := begin(ctx, w.conn); err != nil {
		return err
	}
	tx := db.newTx(w)
	err = errors.Join(tx.keepHeadFiles(studies))
	_, rerr := w.conn.ExecContext(context.Background(), "ROLLBACK")
	return errors.Join(err, rerr)
}

func (tx *Tx) keepHeadFiles(studies map[int64]string) error {
	for id, name := range studies {
		var note []byte
		if ok, err := tx.scan(`SELECT note FROM heads WHERE study = ?`, []any{id}, &note); err != nil || !ok {
			return err
		}
		if err := tx.db.writeHead(name, note); err != nil {
			return err
		}
	}
	return nil
}

// writeHead puts a head in place of the one before, durably.
func (db *DB) writeHead(study string, note []byte) error {
	to := db.headPath(study)
	if old, err := os.ReadFile(to); err == nil && bytes.Equal(old, note) {
		return nil
	}
	tmp := to + ".tmp" // whoever has the lock has it alone
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeSynced(tmp, note); err != nil {
		return err
	}
	if err := os.Rename(tmp, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// checkHeads compares the head files with the database when the store is opened
// for writing: a database that is behind is refused, one that is ahead (the
// program was killed between the two) gets its head file.
func (tx *Tx) checkHeads() error {
	kept, err := tx.db.headFiles()
	if err != nil {
		return err
	}
	if tx.db.lacks != "" { // another process may have made them since we looked
		if err := tx.db.office(); err != nil {
			return err
		}
	}
	if lacks := tx.db.lacks; lacks != "" { // the first commit makes it, in an empty folder
		if len(kept) > 0 {
			return fault.New(fault.Broken, codeKey, lacks)
		}
		return nil
	}
	stored, err := tx.storedHeads()
	if err != nil {
		return err
	}
	for _, study := range kept {
		_, was, _, err := tx.db.readHeadFile(study)
		if m := tx.db.mend; m != nil {
			lost, lerr := tx.lostEntries(study, was)
			if lerr != nil {
				return lerr
			}
			if err != nil || m.Loss || !lost {
				continue
			}
		}
		if err != nil {
			return err
		}
		if behind(stored[study].head, was) {
			return fault.New(fault.Broken, codeBehind, study, size(was), size(stored[study].head))
		}
	}
	for study, s := range stored {
		if s.head.Study == study && !behind(s.head, tx.db.headKept(study)) {
			if s.head.Turn > 1 && !slices.Contains(kept, study) {
				tx.db.begun = append(tx.db.begun, study)
			}
			if err := tx.db.writeHead(study, s.note); err != nil {
				return err
			}
		}
	}
	left, err := filepath.Glob(filepath.Join(tx.db.dir, "heads", "*.tmp"))
	for _, x := range left {
		err = errors.Join(err, os.Remove(x))
	}
	return err
}

// Begun says of which studies the head file was not there when the folder was opened
// to write: one was made from what the database has, which proves nothing of its end.
func (db *DB) Begun() (found diag.List) {
	for _, study := range db.begun {
		found.Add(HeadBegun, diag.At{File: study}, study)
	}
	found.Sort()
	return found
}

// lostEntries reports whether a log is shorter than a head that was kept.
func (tx *Tx) lostEntries(study string, kept ledger.StudyHead) (bool, error) {
	for _, l := range kept.Logs {
		h, err := tx.Head(study, l.Name)
		if err != nil || h.Size < l.Size {
			return true, err
		}
	}
	return false, nil
}

// headKept is the head that a study's file states, the zero one where none can be
// read.
func (db *DB) headKept(study string) ledger.StudyHead {
	_, h, _, _ := db.readHeadFile(study)
	return h
}

// behind reports whether a head is older than one that was kept, or another of
// the same turn.
func behind(now, kept ledger.StudyHead) bool {
	return now.Turn < kept.Turn || now.Turn == kept.Turn && now.Text() != kept.Text()
}

// size is how many entries a head counts in all logs.
func size(h ledger.StudyHead) (n int64) {
	for _, l := range h.Logs {
		n += l.Size
	}
	return n
}

// headFiles are the studies that have a head file.
func (db *DB) headFiles() (studies []string, err error) {
	names, err := filepath.Glob(filepath.Join(db.dir, "heads", "*.head"))
	for _, n := range names {
		studies = append(studies, strings.TrimSuffix(filepath.Base(n), ".head"))
	}
	return studies, err
}

type storedHead struct {
	head ledger.StudyHead
	note []byte
}

// storedHeads are the heads that stand in the database and open.
func (tx *Tx) storedHeads() (map[string]storedHead, error) {
	rows, err := tx.query(`SELECT s.name, h.note FROM heads h JOIN studies s ON s.study = h.study`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]storedHead{}
	for rows.Next() {
		var name string
		var s storedHead
		if err := rows.Scan(&name, &s.note); err != nil {
			return nil, err
		}
		s.head, err = ledger.OpenHead(s.note, tx.db.public)
		if err == nil { // verify says what else is wrong
			all[name] = s
		}
	}
	return all, rows.Err()
}
