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
		_, err = tx.exec(`INSERT INTO checkpoints (study, log, size, note) VALUES ($1, $2, $3, $4)
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
func (db *DB) Verify(ctx context.Context, study, log string, progress func(done, of int64)) (r ledger.Report, err error) {
	defer fault.Wrap(&err, "verify %s/%s", study, log)
	h, err := db.head(ctx, study, log)
	if err != nil {
		return r, err
	}
	c, err := db.checker(ctx, study, log, h)
	if err != nil {
		return r, err
	}
	err = db.examine(ctx, h, func(xs []ledger.Examined) {
		for _, x := range xs {
			c.Add(x)
		}
		if progress != nil && len(xs) > 0 {
			progress(min(xs[len(xs)-1].Seq()+1, h.head.Size), h.head.Size)
		}
	})
	if err != nil {
		return r, err
	}
	beyond, err := db.beyond(ctx, study, log, h)
	if err != nil {
		return r, err
	}
	return c.Finish(h.head, beyond), nil
}

// checker collects the checkpoints that were kept, and the one of the head.
func (db *DB) checker(ctx context.Context, study, log string, h headRow) (*ledger.Checker, error) {
	rows, err := db.ro.QueryContext(ctx, `SELECT size, note FROM checkpoints WHERE study = $1 AND log = $2 ORDER BY size`, h.study, h.log)
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
		WHERE e.study = $1 AND e.log = $2 AND e.seq >= l.size`, h.study, h.log).Scan(&first)
	if err != nil || first == nil {
		return -1, err
	}
	return *first, nil
}

const verifyQuery = `SELECT seq, header, tree, parts FROM entries WHERE study = $1 AND log = $2 AND seq >= $3 AND seq < $4 ORDER BY seq LIMIT $5`

// lot is some rows on their way through examining, in order.
type lot struct {
	raw  []rawRow
	buf  []byte
	out  []ledger.Examined
	err  error
	done chan struct{}
}

type rawRow struct {
	seq                 int64
	header, tree, parts [2]int // from, to in buf
}

const lotSize = 256

// examine streams the rows below the head; several goroutines hash, and take
// gets what they found in the order of the rows.
func (db *DB) examine(ctx context.Context, h headRow, take func([]ledger.Examined)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := max(1, runtime.GOMAXPROCS(0))
	work := make(chan *lot, workers)
	queue := make(chan *lot, 2*workers)
	var failed error
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(work)
		defer close(queue)
		failed = db.lots(ctx, h, func(l *lot) bool {
			select {
			case <-ctx.Done():
				return false
			case queue <- l:
			}
			work <- l
			return true
		})
	})
	for range workers {
		wg.Go(func() {
			for l := range work {
				l.examine(db)
				close(l.done)
			}
		})
	}
	var err error
	for l := range queue {
		<-l.done
		if l.err != nil {
			err = errors.Join(err, l.err)
			cancel()
		}
		if err == nil {
			take(l.out)
		}
	}
	wg.Wait()
	if err != nil {
		return err
	}
	return failed
}

// lots reads rows into lots.
func (db *DB) lots(ctx context.Context, h headRow, send func(*lot) bool) error {
	for from := int64(0); from < h.head.Size; {
		rows, err := db.ro.QueryContext(ctx, verifyQuery, h.study, h.log, from, h.head.Size, 16*lotSize)
		if err != nil {
			return err
		}
		n, last, err := scanLots(rows, send)
		if err = errors.Join(err, rows.Close()); err != nil {
			return err
		}
		if n < 16*lotSize {
			return nil
		}
		from = last + 1
	}
	return nil
}

func scanLots(rows *sql.Rows, send func(*lot) bool) (n int, last int64, err error) {
	var header, tree, parts sql.RawBytes
	l := &lot{done: make(chan struct{})}
	flush := func() error {
		if len(l.raw) > 0 && !send(l) {
			return context.Canceled
		}
		l = &lot{done: make(chan struct{}), buf: make([]byte, 0, cap(l.buf)), raw: make([]rawRow, 0, lotSize)}
		return nil
	}
	for rows.Next() {
		if err := rows.Scan(&last, &header, &tree, &parts); err != nil {
			return n, last, err
		}
		n++
		r := rawRow{seq: last}
		for _, f := range []struct {
			at  *[2]int
			src []byte
		}{{&r.header, header}, {&r.tree, tree}, {&r.parts, parts}} {
			f.at[0] = len(l.buf)
			l.buf = append(l.buf, f.src...)
			f.at[1] = len(l.buf)
		}
		if l.raw = append(l.raw, r); len(l.raw) == lotSize {
			if err := flush(); err != nil {
				return n, last, err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return n, last, err
	}
	return n, last, flush()
}

// examine hashes what a lot holds.
func (l *lot) examine(db *DB) {
	l.out = make([]ledger.Examined, 0, len(l.raw))
	var split [][]byte
	for _, r := range l.raw {
		raw := ledger.Raw{Seq: r.seq, Header: l.buf[r.header[0]:r.header[1]], Tree: l.buf[r.tree[0]:r.tree[1]]}
		split = unframeAny(split, l.buf[r.parts[0]:r.parts[1]])
		raw.Parts = split
		x, err := ledger.Examine(raw, db.findBlob)
		if err != nil {
			l.err = err
			return
		}
		l.out = append(l.out, x)
	}
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
