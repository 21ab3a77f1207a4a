package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// Relist makes what stands beside the entries of a log anew from their headers
// and the key file: under which kind each is filed, which subjects have sealed
// parts where, and who withdrew. What is right stays; it counts the rows that were
// not. It is for who makes the projections anew afterwards, which needs these lists:
// until then the head goes on stating what they were, and does not verify.
func (db *DB) Relist(ctx context.Context, study, log string) (wrong int, err error) {
	defer fault.Wrap(&err, "list what %s/%s holds", study, log)
	err = db.Update(ctx, func(tx *Tx) error {
		wrong, err = tx.relist(study, log)
		return err
	})
	if err != nil || wrong == 0 {
		return wrong, err
	}
	return wrong, db.finishShreds(ctx)
}

func (tx *Tx) relist(study, log string) (wrong int, err error) {
	h, err := tx.log(study, log, true)
	if err != nil {
		return 0, err
	}
	var entries []Entry
	for e, err := range tx.db.Entries(tx.ctx, study, log, 0) {
		if err != nil {
			return 0, err
		}
		entries = append(entries, e)
	}
	for _, do := range []func(*headState, []Entry) (int, error){tx.refile, tx.relistShreds, tx.relistSubjects} {
		n, err := do(h, entries)
		if err != nil {
			return wrong, err
		}
		wrong += n
	}
	return wrong, nil
}

// refile files each entry under the kind its header has.
func (tx *Tx) refile(h *headState, entries []Entry) (wrong int, err error) {
	kinds, err := tx.kinds(h)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if kinds[e.Seq] == string(e.Kind) {
			continue
		}
		wrong++
		if _, err := tx.exec(`UPDATE entries SET kind = ? WHERE study = ? AND log = ? AND seq = ?`, string(e.Kind), h.study, h.log, e.Seq); err != nil {
			return wrong, err
		}
	}
	return wrong, nil
}

func (tx *Tx) kinds(h *headState) (map[int64]string, error) {
	rows, err := tx.query(`SELECT seq, kind FROM entries WHERE study = ? AND log = ?`, h.study, h.log)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int64]string{}
	for rows.Next() {
		var seq int64
		var kind string
		if err := rows.Scan(&seq, &kind); err != nil {
			return nil, err
		}
		all[seq] = kind
	}
	return all, rows.Err()
}

// relistShreds makes the list of withdrawals anew; the keys of whoever was missing
// are destroyed when the store is next opened.
func (tx *Tx) relistShreds(h *headState, entries []Entry) (wrong int, err error) {
	have, err := tx.numbersBy(`SELECT subject, seq FROM shreds WHERE study = ? AND log = ?`, h.study, h.log)
	if err != nil {
		return 0, err
	}
	for i, e := range entries {
		if e.Kind != ledger.Shred {
			continue
		}
		_, b, err := entries[i].stored("shred")
		if err != nil {
			return wrong, err
		}
		w, err := ledger.ParseWithdrawal(b)
		if err != nil {
			return wrong, err
		}
		if seq, ok := have[w.Subject]; ok && seq == e.Seq {
			delete(have, w.Subject)
			continue
		}
		delete(have, w.Subject)
		wrong++
		if _, err := tx.exec(`INSERT INTO shreds (study, subject, log, seq, done) VALUES (?, ?, ?, ?, 0)
			ON CONFLICT (study, subject) DO UPDATE SET log = excluded.log, seq = excluded.seq, done = 0`, h.study, w.Subject, h.log, e.Seq); err != nil {
			return wrong, err
		}
	}
	for subject := range have { // nobody withdrew them
		wrong++
		if _, err := tx.exec(`DELETE FROM shreds WHERE study = ? AND subject = ?`, h.study, subject); err != nil {
			return wrong, err
		}
	}
	return wrong, nil
}

func (tx *Tx) numbersBy(text string, args ...any) (map[string]int64, error) {
	rows, err := tx.query(text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]int64{}
	for rows.Next() {
		var k string
		var n int64
		if err := rows.Scan(&k, &n); err != nil {
			return nil, err
		}
		all[k] = n
	}
	return all, rows.Err()
}

// subjectRow is a row of subjects, as it is or ought to be.
type subjectRow struct {
	subject      string
	seq          int64
	desk, severe sql.NullInt64
	entry        *Entry
}

// relistSubjects makes the rows of subjects that are missing or lead to no key of
// theirs, and removes those of no entry.
func (tx *Tx) relistSubjects(h *headState, entries []Entry) (wrong int, err error) {
	f, err := tx.db.subjectKeys(h.name)
	if err != nil {
		return 0, err
	}
	gone, err := tx.numbersBy(`SELECT subject, seq FROM shreds WHERE study = ?`, h.study)
	if err != nil {
		return 0, err
	}
	have, err := tx.subjectRows(h)
	if err != nil {
		return 0, err
	}
	type place struct {
		subject string
		seq     int64
	}
	stored := map[place]subjectRow{}
	for _, r := range have {
		stored[place{r.subject, r.seq}] = r
	}
	used := map[int64]bool{}
	var lack []subjectRow
	for _, r := range wanted(entries) {
		at := place{r.subject, r.seq}
		s, ok := stored[at]
		_, withdrew := gone[r.subject]
		if ok && s.desk.Valid == r.desk.Valid && s.severe.Valid == r.severe.Valid &&
			f.fits(s.desk, keyDesk, r.subject, withdrew) && f.fits(s.severe, keySevere, r.subject, withdrew) {
			used[s.severe.Int64] = s.severe.Valid || used[s.severe.Int64]
			delete(stored, at)
			continue
		}
		lack = append(lack, r)
	}
	for _, s := range stored {
		if err := tx.dropSubject(h, s); err != nil {
			return wrong, err
		}
		wrong++
	}
	keys := f.all()
	for _, r := range lack {
		tx.findKeys(h.name, &r, keys[r.subject], used, lack)
		if err := tx.putSubject(h, r); err != nil {
			return wrong, err
		}
		if _, ok := stored[place{r.subject, r.seq}]; !ok {
			wrong++
		}
	}
	return wrong, nil
}

// wanted are the rows that the headers say there must be; which columns have a
// place is right, the places are not known yet.
func wanted(entries []Entry) (out []subjectRow) {
	for i := range entries {
		e := &entries[i]
		from := len(out)
		for _, p := range e.Parts {
			if p.Seal == ledger.Open {
				continue
			}
			at := slices.IndexFunc(out[from:], func(r subjectRow) bool { return r.subject == p.Subject })
			if at < 0 {
				at = len(out) - from
				out = append(out, subjectRow{subject: p.Subject, seq: e.Seq, entry: e})
			}
			if p.Seal == ledger.Desk {
				out[from+at].desk.Valid = true
			} else {
				out[from+at].severe.Valid = true
			}
		}
	}
	return out
}

// findKeys looks for the keys of a row among the records of its subject: the desk
// key is the one that opens the part; severe keys, which nothing here opens, were
// written in the order of the entries.
func (tx *Tx) findKeys(study string, r *subjectRow, keys []foundKey, used map[int64]bool, lack []subjectRow) {
	need := 0 // severe keys of this subject from here on
	for _, o := range lack {
		if o.subject == r.subject && o.seq >= r.seq && o.severe.Valid {
			need++
		}
	}
	var free []int64
	for _, k := range keys {
		switch {
		case k.kind != keySevere && r.desk.Valid && r.desk.Int64 == 0 && (k.kind == keyGone || tx.opens(study, r, k.off)):
			r.desk.Int64 = k.off + 1 // so that the first record is told from none
		case k.kind != keyDesk && !used[k.off]:
			free = append(free, k.off)
		}
	}
	if r.desk.Valid {
		r.desk.Int64--
	}
	if r.severe.Valid {
		r.severe.Int64 = -1
		if i := len(free) - need; len(free) > 0 {
			r.severe.Int64 = free[max(i, 0)]
			used[r.severe.Int64] = true
		}
	}
}

// opens reports whether the desk key at a place opens a part of the row's entry.
func (tx *Tx) opens(study string, r *subjectRow, off int64) bool {
	key, err := tx.db.deskKey(study, r.subject, off)
	if err != nil {
		return false
	}
	for _, p := range r.entry.Parts {
		if p.Seal != ledger.Desk || p.Subject != r.subject {
			continue
		}
		_, b, err := r.entry.stored(p.Name)
		if err != nil {
			return true // there is nothing any more that it could open
		}
		_, err = key.Open(b, partContext(study, p))
		return err == nil
	}
	return false
}

func (tx *Tx) subjectRows(h *headState) (out []subjectRow, err error) {
	rows, err := tx.query(`SELECT subject, seq, desk, severe FROM subjects WHERE study = ? AND log = ?`, h.study, h.log)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r subjectRow
		if err := rows.Scan(&r.subject, &r.seq, &r.desk, &r.severe); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func (tx *Tx) dropSubject(h *headState, r subjectRow) error {
	_, err := tx.exec(`DELETE FROM subjects WHERE study = ? AND subject = ? AND log = ? AND seq = ?`, h.study, r.subject, h.log, r.seq)
	return err
}

func (tx *Tx) putSubject(h *headState, r subjectRow) error {
	_, err := tx.exec(insertRows(`subjects (study, subject, log, seq, desk, severe)`, 6, 1, ""), h.study, r.subject, h.log, r.seq, r.desk, r.severe)
	return err
}

// fits reports whether a key of a kind and subject stands at a place, or none is
// looked for. That of somebody who withdrew may be destroyed.
func (f *keyFile) fits(off sql.NullInt64, kind byte, subject string, withdrew bool) bool {
	if !off.Valid {
		return true
	}
	r, err := f.at(off.Int64)
	return withdrew || err == nil && r.subject == subject && r.kind == kind
}

// foundKey is a record of a key file.
type foundKey struct {
	off  int64
	kind byte
}

// all are the records of the file by subject, in their order, as far as it is
// whole.
func (f *keyFile) all() map[string][]foundKey {
	out := map[string][]foundKey{}
	for off := int64(0); ; {
		r, err := f.at(off)
		if err != nil {
			return out
		}
		out[r.subject] = append(out[r.subject], foundKey{off, r.kind})
		off += r.size
	}
}
