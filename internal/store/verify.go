package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// Checkpoint gives the signed head of a log and keeps it for good: what a
// release pins, and what others may hold against this ledger later.
func (db *DB) Checkpoint(ctx context.Context, study, log string) (note []byte, err error) {
	defer fault.Wrap(&err, "checkpoint %s/%s", study, log)
	err = db.Update(ctx, func(tx *Tx) error {
		h, err := tx.log(study, log, true)
		if err != nil {
			return err
		}
		if err := tx.flush(); err != nil {
			return err
		}
		if note, err = db.signer.Sign(ledger.Checkpoint{Study: study, Log: log, Head: h.head}); err != nil {
			return err
		}
		_, err = tx.exec(`INSERT INTO checkpoints (study, log, size, note) VALUES (?, ?, ?, ?)
			ON CONFLICT (study, log, size) DO NOTHING`, h.study, h.log, h.head.Size, note)
		return err
	})
	if err != nil {
		return nil, err
	}
	return note, nil
}

// Verify reads a log whole and compares everything with everything: see
// docs/formats/ledger.md. progress, if not nil, is told now and then how many
// entries of how many are done. What is wrong with the log is in the report;
// an error says that it could not be read.
func (db *DB) Verify(ctx context.Context, study, log string, progress func(done, of int64), noted ...ledger.Head) (r ledger.Report, err error) {
	defer fault.Wrap(&err, "verify %s/%s", study, log)
	h, err := db.head(ctx, study, log)
	if err != nil {
		return r, err
	}
	return db.verify(ctx, study, log, h, progress, noted)
}

// verify verifies a log as far as a head says.
func (db *DB) verify(ctx context.Context, study, log string, h headRow, progress func(done, of int64), noted []ledger.Head) (r ledger.Report, err error) {
	c, err := db.checker(ctx, study, log, h)
	if err != nil {
		return r, err
	}
	for _, n := range noted {
		c.Noted(n)
	}
	stated := h.head
	if h.head.Size, err = db.stored(ctx, h); err != nil {
		return r, err
	}
	l := lists{h: h, sealed: make([]ledger.Sealed, h.head.Size), shreds: map[string]int64{}}
	keyed := make(chan error, 1)
	go func() { keyed <- l.readSubjects(ctx, db) }() // beside the entries, on another core
	err = db.examine(ctx, study, log, h, func(xs []ledger.Examined) {
		for _, x := range xs {
			c.Add(x)
			l.add(x)
		}
		if progress != nil && len(xs) > 0 {
			progress(min(xs[len(xs)-1].Seq()+1, h.head.Size), h.head.Size)
		}
	})
	if err = errors.Join(err, <-keyed); err != nil {
		return r, err
	}
	for e, err := range db.EntriesOf(ctx, study, log, ledger.Shred) { // a withdrawal while we read
		if err != nil {
			break // what is wrong with it is found above
		}
		if e.Seq >= h.head.Size {
			if b, err := e.Open(ctx, "shred"); err == nil {
				if w, err := ledger.ParseWithdrawal(b); err == nil {
					c.Withdrawn(w.Subject)
				}
			}
		}
	}
	h.head, l.h.head = stated, stated
	if err := db.compareLists(ctx, c, l); err != nil {
		return r, err
	}
	beyond, err := db.beyond(ctx, study, log, h)
	if err != nil {
		return r, err
	}
	return c.Finish(h.head, beyond), nil
}

// stored is how far there are entries, at most as many as the head says: that may say
// anything.
func (db *DB) stored(ctx context.Context, h headRow) (n int64, err error) {
	err = db.ro.QueryRowContext(ctx, `SELECT MIN(COALESCE(MAX(seq), -1) + 1, COUNT(*) + 4096) FROM entries WHERE study = ? AND log = ? AND seq < ?`,
		h.study, h.log, h.head.Size).Scan(&n)
	return max(n, 0), err
}

// checker collects the checkpoints that were kept, and the one of the head.
func (db *DB) checker(ctx context.Context, study, log string, h headRow) (*ledger.Checker, error) {
	rows, err := db.ro.QueryContext(ctx, `SELECT size, note FROM checkpoints WHERE study = ? AND log = ? ORDER BY size`, h.study, h.log)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var kept []ledger.Checkpoint
	var unsigned []int64
	take := func(size int64, note []byte) {
		p, err := ledger.OpenCheckpoint(note, db.public)
		if err != nil || p.Size != size {
			unsigned = append(unsigned, size)
			return
		}
		kept = append(kept, p)
	}
	for rows.Next() {
		var size int64
		var note []byte
		if err := rows.Scan(&size, &note); err != nil {
			return nil, err
		}
		take(size, note)
	}
	if h.head.Size > 0 {
		take(h.head.Size, h.note)
	}
	if _, k, ok, err := db.readHeadFile(study); ok && err == nil { // what is wrong with it VerifyState says
		if head, ok := k.Log(log); ok && head.Size < h.head.Size { // one as long is that of the head
			kept = append(kept, ledger.Checkpoint{Study: study, Log: log, Head: head})
		}
	}
	c := ledger.NewChecker(study, log, kept)
	for _, size := range unsigned {
		c.Unsigned(size)
	}
	return c, rows.Err()
}

// beyond finds an entry past the head, unless the head has moved meanwhile.
func (db *DB) beyond(ctx context.Context, study, log string, h headRow) (int64, error) {
	var first *int64
	err := db.ro.QueryRowContext(ctx, `SELECT MIN(e.seq) FROM entries e JOIN logs l ON l.study = e.study AND l.log = e.log
		WHERE e.study = ? AND e.log = ? AND e.seq >= l.size`, h.study, h.log).Scan(&first)
	if err != nil || first == nil {
		return -1, err
	}
	return *first, nil
}

const verifyQuery = `SELECT seq, kind, header, tree, parts FROM entries WHERE study = ? AND log = ? AND seq >= ? AND seq < ? ORDER BY seq`

// stretch is how many positions one goroutine reads and hashes at a time, and
// ahead how many stretches may wait for their turn in the tree.
const (
	stretch = 2048
	ahead   = 16
)

// lot is a stretch of a log on its way through examining.
type lot struct {
	from, to int64
	*found
	err  error
	done chan struct{}
}

// found is what a lot gathers; it is used again once the tree has taken it in.
type found struct {
	out   []ledger.Examined
	trees []byte
}

// examine reads the log below its head in stretches, several at once; take
// gets what was found in order.
func (db *DB) examine(ctx context.Context, study, log string, h headRow, take func([]ledger.Examined)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var lots []*lot
	for from := int64(0); from < h.head.Size; from += stretch {
		lots = append(lots, &lot{from: from, to: min(from+stretch, h.head.Size), done: make(chan struct{})})
	}
	room := make(chan struct{}, ahead)
	spare := make(chan *found, ahead)
	for range ahead {
		spare <- new(found)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			m := ledger.Examiner{Study: study, Log: log, Blob: db.findBlob}
			for {
				select {
				case <-ctx.Done():
					return
				case room <- struct{}{}:
				}
				i := int(next.Add(1)) - 1
				if i >= len(lots) {
					return
				}
				lots[i].found = <-spare // there is one for everybody in the room
				lots[i].err = lots[i].examine(ctx, db, h, &m)
				close(lots[i].done)
			}
		})
	}
	var err error
	for _, l := range lots {
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-l.done:
			if err = l.err; err == nil {
				take(l.out)
			}
		}
		if err != nil {
			break
		}
		spare <- l.found
		l.found = nil
		<-room
	}
	cancel()
	wg.Wait()
	return err
}

// examine reads the rows of a lot and hashes what they hold.
func (l *lot) examine(ctx context.Context, db *DB, h headRow, m *ledger.Examiner) (err error) {
	// A context that can end costs the driver something at every row: whether to
	// go on is asked between stretches.
	rows, err := db.ro.QueryContext(context.WithoutCancel(ctx), verifyQuery, h.study, h.log, l.from, l.to)
	if err != nil {
		return err
	}
	defer rows.Close()
	l.out, l.trees = l.out[:0], l.trees[:0]
	var kind, header, tree, parts sql.RawBytes
	var split [][]byte
	for rows.Next() {
		var raw ledger.Raw
		if err := rows.Scan(&raw.Seq, &kind, &header, &tree, &parts); err != nil {
			return err
		}
		at := len(l.trees)
		l.trees = append(l.trees, tree...)
		split = unframeAny(split, parts)
		raw.Kind, raw.Header, raw.Tree, raw.Parts = kind, header, l.trees[at:], split
		x, err := m.Examine(raw)
		if err != nil {
			return err
		}
		l.out = append(l.out, x)
	}
	return rows.Err()
}

// findBlob hashes a part that stands as a blob.
func (db *DB) findBlob(p ledger.Part) (ledger.Found, error) {
	f, err := os.Open(db.blobPath(p.Hash))
	if errors.Is(err, fs.ErrNotExist) {
		return ledger.Nowhere, nil
	}
	if err != nil {
		return ledger.Nowhere, err
	}
	defer f.Close()
	d := sha256.New()
	n, err := io.Copy(d, f)
	if err != nil {
		return ledger.Nowhere, err
	}
	if n != p.Size || ledger.Hash(d.Sum(nil)) != p.Hash {
		return ledger.Damaged, nil
	}
	return ledger.Whole, nil
}
