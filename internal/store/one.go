package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
)

// Withdrawn is the code of the fault for a part whose subject withdrew.
const Withdrawn = codeWithdrawn

// Claim gives the claim of a key; ok is false where there is none, or it is
// gone.
func (db *DB) Claim(ctx context.Context, study string, k claim.Key) (c claim.Claim, ok bool, err error) {
	defer fault.Wrap(&err, "read claim of %s", study)
	var body []byte
	var o claim.Origin
	err = db.ro.QueryRowContext(ctx, `SELECT c.body, c.entry, c.file, c.line FROM claims c JOIN studies s ON s.study = c.study
		WHERE s.name = ? AND c.source = ? AND c.id = ? AND c.gone IS NULL`, study, k.Source, k.ID).Scan(&body, &o.Entry, &o.File, &o.Row)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, err
	}
	c, err = claim.Decode(body)
	c.Origin = o
	return c, err == nil, err
}

// Gone marks claims gone by their keys: an entry took them back. They stay,
// unseen by [DB.Claims]. It counts those that were there.
func (tx *Tx) Gone(study string, keys []claim.Key, entry int64) (gone int, err error) {
	defer fault.Wrap(&err, "take back claims of %s", study)
	id, err := tx.study(study, true)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		const where = `source = ? AND id = ? AND gone IS NULL`
		if err := tx.goneClaims(id, where, []any{k.Source, k.ID}, sql.NullInt64{Int64: entry, Valid: true}); err != nil {
			return gone, err
		}
		n, err := tx.exec(`UPDATE claims SET gone = ? WHERE study = ? AND `+where, entry, id, k.Source, k.ID)
		if err != nil {
			return gone, err
		}
		gone += int(n)
	}
	return gone, nil
}
