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
	keyed  []ledger.Sealed  // the same as the table subjects has it
	stray  []int64          // where that table has rows of no position
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
	l.compareSubjects(c)
	if err := db.compareShreds(ctx, c, l); err != nil {
		return err
	}
	if l.h.ok && !c.Broken() && !bytes.Equal(c.Edge(), l.h.edge) {
		c.Differs(ledger.HeadDiffers, l.h.head.Size)
	}
	return nil
}

// readSubjects reads whose keys the table subjects has, by position.
func (l *lists) readSubjects(ctx context.Context, db *DB) error {
	l.keyed = make([]ledger.Sealed, l.h.head.Size)
	rows, err := db.ro.QueryContext(context.WithoutCancel(ctx), `SELECT subject, 4 * seq + 2 * (desk IS NOT NULL) + (severe IS NOT NULL)
		FROM subjects WHERE study = ? AND log = ? AND seq < ?`, l.h.study, l.h.log, l.h.head.Size)
	if err != nil {
		return err
	}
	defer rows.Close()
	var subject string
	var at int64
	for n := 0; rows.Next(); n++ {
		if err := rows.Scan(&subject, &at); err != nil {
			return err
		}
		seq := at >> 2
		if seq < 0 || seq >= int64(len(l.keyed)) {
			l.stray = append(l.stray, seq)
			continue
		}
		l.keyed[seq] = l.keyed[seq].Plus(ledger.SealedParts(subject, at&2 != 0, at&1 != 0))
		if n%stretch == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return rows.Err()
}

func (l *lists) compareSubjects(c *ledger.Checker) {
	for _, seq := range l.stray {
		c.Differs(ledger.KeysDiffer, seq)
	}
	for seq, s := range l.sealed {
		if s != l.keyed[seq] {
			c.Differs(ledger.KeysDiffer, int64(seq))
		}
	}
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
