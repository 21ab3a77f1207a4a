package store

import (
	"context"
	"errors"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

// What can be wrong with keys.
const (
	KeyMissing diag.Code = "L121" // study, log, seq
	KeyLives   diag.Code = "L122" // study, log, seq
)

var _ = diag.Codes(
	diag.Kind{Code: KeyMissing, Severity: diag.Error, Args: 3},
	diag.Kind{Code: KeyLives, Severity: diag.Error, Args: 3},
)

// VerifyKeys looks whether each sealed part that nobody withdrew has its key,
// and none that was withdrawn has: the key file has a backup of its own, and
// may have been put back from another day than the database.
func (db *DB) VerifyKeys(ctx context.Context, study string) (found diag.List, err error) {
	defer fault.Wrap(&err, "verify keys of %s", study)
	id, ok, err := db.studyID(ctx, study)
	if err != nil || !ok {
		return nil, err
	}
	var f *keyFile
	var after keyRow
	for n := page; n == page; {
		rows, err := db.keyRows(ctx, id, after)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 && f == nil {
			if f, err = db.subjectKeys(study); err != nil {
				return nil, err
			}
		}
		for _, r := range rows {
			code, err := f.judge(r)
			if err != nil {
				return nil, err
			}
			if code != "" {
				found.Add(code, diag.At{File: r.name, Row: int(r.seq)}, study, r.name, r.seq)
			}
			after = r
		}
		n = len(rows)
	}
	more, err := db.verifyChecks(ctx, study)
	found = append(found, more...)
	found.Sort()
	return found, err
}

// keyRow is where the keys of one entry stand, and whether they are to be gone.
type keyRow struct {
	subject, name string
	log, seq      int64
	desk, severe  *int64
	gone          bool // the keys were destroyed
	withdrew      bool
}

func (db *DB) keyRows(ctx context.Context, study int64, after keyRow) (out []keyRow, err error) {
	rows, err := db.ro.QueryContext(ctx, `SELECT s.subject, s.log, s.seq, l.name, s.desk, s.severe, COALESCE(x.done <> 0, 0), x.subject IS NOT NULL
		FROM subjects s JOIN logs l ON l.study = s.study AND l.log = s.log
		LEFT JOIN shreds x ON x.study = s.study AND x.subject = s.subject
		WHERE s.study = ? AND (s.subject, s.log, s.seq) > (?, ?, ?) ORDER BY s.subject, s.log, s.seq LIMIT 1000`,
		study, after.subject, after.log, after.seq)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r keyRow
		if err := rows.Scan(&r.subject, &r.log, &r.seq, &r.name, &r.desk, &r.severe, &r.gone, &r.withdrew); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// judge says what is wrong with the keys of an entry, "" if nothing is.
func (f *keyFile) judge(r keyRow) (diag.Code, error) {
	for kind, off := range map[byte]*int64{keyDesk: r.desk, keySevere: r.severe} {
		if off == nil {
			continue
		}
		k, err := f.at(*off)
		switch {
		case errors.Is(err, errTorn), err == nil && k.subject != r.subject:
			if !r.gone {
				return KeyMissing, nil
			}
		case err != nil:
			return "", err
		case r.gone && k.kind != keyGone:
			return KeyLives, nil
		case !r.gone && k.kind != kind && !(r.withdrew && k.kind == keyGone): // about to be noted as destroyed
			return KeyMissing, nil
		}
	}
	return "", nil
}
