package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// group is how many callers may share one commit.
const group = 64

// patience is how long the writer waits for another process; tests have less.
var patience = 30 * time.Second

// job is one caller's transaction.
type job struct {
	ctx   context.Context
	fn    func(*Tx) error
	err   error
	panic any
	ready chan struct{}
}

// writer is the one connection that writes, with its statements.
type writer struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// close ends the statements first: SQLite keeps a connection, and with it the
// write-ahead log, while one is open.
func (w *writer) close() {
	for _, s := range w.stmts {
		_ = s.Close()
	}
	_ = w.conn.Close()
}

// Tx is a transaction: what fn does through it becomes durable and visible all
// at once, or not at all. It is good until fn returns, and for one goroutine.
type Tx struct {
	ctx     context.Context
	db      *DB
	w       *writer
	studies map[string]int64
	heads   map[[2]string]*headState
	sums    map[int64]*sums
	moved   map[int64]string // studies whose head is another, and their names
	lost    error            // the whole transaction is gone: the disk is full, or worse
}

func (db *DB) newTx(w *writer) *Tx {
	return &Tx{ctx: context.Background(), db: db, w: w, studies: map[string]int64{}, heads: map[[2]string]*headState{},
		sums: map[int64]*sums{}, moved: map[int64]string{}}
}

// Update runs fn in a transaction and returns once it is on disk. Callers that
// come together share one commit; if fn fails or panics only its own changes
// are undone. fn must not call Update.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	j := &job{ctx: ctx, fn: fn, ready: make(chan struct{})}
	select {
	case <-db.done:
		if db.readOnly {
			return fault.New(fault.Refused, codeReadOnly)
		}
		return errors.New("store is closed")
	case <-ctx.Done():
		return ctx.Err()
	case db.jobs <- j:
	}
	<-j.ready
	if j.panic != nil {
		panic(j.panic)
	}
	return j.err
}

// write is the writer's goroutine: it takes one caller, then those who wait
// already, commits, and answers all.
func (db *DB) write(w *writer) {
	defer close(db.done)
	defer w.close()
	for j := range db.jobs {
		batch := []*job{j}
	more:
		for len(batch) < group {
			select {
			case j, ok := <-db.jobs:
				if !ok {
					break more
				}
				batch = append(batch, j)
			default:
				break more
			}
		}
		db.commit(w, batch)
		for _, j := range batch {
			close(j.ready)
		}
	}
}

func (db *DB) commit(w *writer, batch []*job) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	err := db.stopped()
	if err == nil {
		err = begin(ctx, w.conn)
	}
	if err == nil {
		if err = db.beginOffice(ctx); err != nil {
			_, _ = w.conn.ExecContext(ctx, "ROLLBACK")
		}
	}
	cancel()
	if err != nil {
		for _, j := range batch {
			j.err = err
		}
		return
	}
	tx := db.newTx(w)
	for _, j := range batch {
		tx.run(j)
	}
	tx.ctx = context.Background()
	if err = tx.lost; err == nil {
		err = tx.flush()
	}
	if err == nil {
		err = db.stopped()
	}
	if err == nil {
		_, err = w.conn.ExecContext(tx.ctx, "COMMIT")
		if err != nil && !busy(err) && !full(err) {
			db.stop(err) // it may or may not be on disk: acknowledge nothing more
		}
	}
	if err != nil {
		_, _ = w.conn.ExecContext(tx.ctx, "ROLLBACK")
	} else if len(tx.moved) > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		err = db.keepHeads(ctx, w, tx.moved)
		cancel()
		if err != nil && !full(err) && !errors.Is(err, fault.Busy) {
			db.stop(err)
		}
	}
	if err != nil {
		for _, j := range batch {
			if j.err == nil {
				j.err = fmt.Errorf("commit: %w", err)
			}
		}
	}
}

// run runs one caller's function inside the shared transaction.
func (tx *Tx) run(j *job) {
	if j.err = cmp.Or(tx.lost, j.ctx.Err()); j.err != nil {
		return
	}
	bg := context.Background()
	if _, j.err = tx.w.conn.ExecContext(bg, "SAVEPOINT one"); j.err != nil {
		return
	}
	heads := map[[2]string]*headState{}
	for k, h := range tx.heads {
		heads[k] = h.clone()
	}
	sumsWere := map[int64]*sums{}
	for k, s := range tx.sums {
		c := *s
		sumsWere[k] = &c
	}
	tx.ctx = j.ctx
	func() {
		defer func() { j.panic = recover() }()
		j.err = j.fn(tx)
	}()
	if failed(j.err) {
		tx.db.stop(j.err)
	}
	if j.err == nil && j.panic == nil {
		_, j.err = tx.w.conn.ExecContext(bg, "RELEASE one")
		return
	}
	tx.heads, tx.sums, tx.studies = heads, sumsWere, map[string]int64{}
	if _, err := tx.w.conn.ExecContext(bg, "ROLLBACK TO one"); err != nil {
		if tx.lost = err; full(j.err) {
			tx.lost = j.err // SQLite has undone the transaction of everybody
		}
		return
	}
	_, _ = tx.w.conn.ExecContext(bg, "RELEASE one")
}

// stmt gives the prepared statement of a text. Statements run to their end
// whatever the caller's context says: an interrupted one would undo the
// transaction of everybody.
func (tx *Tx) stmt(text string) (*sql.Stmt, error) {
	if s := tx.w.stmts[text]; s != nil {
		return s, nil
	}
	s, err := tx.w.conn.PrepareContext(context.Background(), text)
	if err == nil {
		tx.w.stmts[text] = s
	}
	return s, err
}

func (tx *Tx) exec(text string, args ...any) (int64, error) {
	s, err := tx.stmt(text)
	if err != nil {
		return 0, err
	}
	r, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (tx *Tx) query(text string, args ...any) (*sql.Rows, error) {
	s, err := tx.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

// scan reads one row; ok is false if there is none.
func (tx *Tx) scan(text string, args []any, into ...any) (ok bool, err error) {
	s, err := tx.stmt(text)
	if err != nil {
		return false, err
	}
	err = s.QueryRow(args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// study gives the number of a study, making one if make is set.
func (tx *Tx) study(name string, mk bool) (id int64, err error) {
	if id, ok := tx.studies[name]; ok {
		return id, nil
	}
	if !ledger.Name(name) || name[0] == '.' {
		return 0, fmt.Errorf("study %q: not a name: %w", name, fault.Invalid)
	}
	ok, err := tx.scan(`SELECT study FROM studies WHERE name = ?`, []any{name}, &id)
	if err != nil {
		return 0, err
	}
	if !ok && mk {
		if _, err := tx.scan(`SELECT COALESCE(MAX(study), 0) + 1 FROM studies`, nil, &id); err != nil {
			return 0, err
		}
		if _, err := tx.exec(`INSERT INTO studies (study, name) VALUES (?, ?)`, id, name); err != nil {
			return 0, err
		}
	}
	if ok || mk {
		tx.studies[name] = id
	}
	return id, nil
}
