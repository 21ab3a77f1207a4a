package store

import (
	"bytes"
	"context"

	"github.com/dires/dires/internal/ledger"
)

// lists is what the entries of a log say must stand in the tables beside them.
type lists struct {
	h      headRow
	sealed []ledger.Sealed  // by position
	shreds map[string]int64 // position of the entry that withdraws a subject
}

func (l *lists) add(x ledger.Examined) {
	if seq := x.Seq(); seq >= 0 && seq < int64(len(l.sealed)) {
		l.sealed[seq] = x.Sealed()
	}
	if s := x.Shreds(); s != "" {
		if _, ok := l.shreds[s]; !ok {
			l.shreds[s] = x.Seq()
		}
	}
}

// compareLists compares the tables subjects and shreds, and the edge of the tree,
// with the entries of a log. Rows of entries past the head are not looked at:
// somebody may be writing them.
func (db *DB) compareLists(ctx context.Context, c *ledger.Checker, l lists) error {
	if err := db.compareSubjects(ctx, c, l); err != nil {
		return err
	}
	if err := db.compareShreds(ctx, c, l); err != nil {
		return err
	}
	if l.h.ok && !c.Broken() && !bytes.Equal(c.Edge(), l.h.edge) {
		c.Differs(ledger.HeadDiffers, l.h.head.Size)
	}
	return nil
}

func (db *DB) compareSubjects(ctx context.Context, c *ledger.Checker, l lists) error {
	rows, err := db.ro.QueryContext(context.WithoutCancel(ctx), `SELECT subject, seq, desk IS NOT NULL, severe IS NOT NULL
		FROM subjects WHERE study = ? AND log = ? AND seq < ?`, l.h.study, l.h.log, l.h.head.Size)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var subject string
		var seq int64
		var desk, severe bool
		if err := rows.Scan(&subject, &seq, &desk, &severe); err != nil {
			return err
		}
		if seq < 0 {
			c.Differs(ledger.KeysDiffer, seq)
			continue
		}
		l.sealed[seq] = l.sealed[seq].Plus(ledger.SealedParts(subject, desk, severe))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for seq, s := range l.sealed {
		if s != (ledger.Sealed{}) {
			c.Differs(ledger.KeysDiffer, int64(seq))
		}
	}
	return nil
}

func (db *DB) compareShreds(ctx context.Context, c *ledger.Checker, l lists) error {
	rows, err := db.ro.QueryContext(ctx, `SELECT subject, seq FROM shreds WHERE study = ? AND log = ? AND seq < ? ORDER BY seq`,
		l.h.study, l.h.log, l.h.head.Size)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var subject string
		var seq int64
		if err := rows.Scan(&subject, &seq); err != nil {
			return err
		}
		if at, ok := l.shreds[subject]; !ok || at != seq {
			c.Differs(ledger.ShredDiffers, seq)
			continue
		}
		delete(l.shreds, subject)
	}
	for _, seq := range l.shreds {
		c.Differs(ledger.ShredDiffers, seq)
	}
	return rows.Err()
}
