// Package store keeps a workplace's private folder: the ledger and its
// projections in one SQLite database, blobs as files by hash, keys in files of
// their own. What was acknowledged survives a power cut; several processes may
// write.
//
// It decides nothing: who may do what, and what an entry means, is the desk's.
// It is the one door to SQLite. The functions you want are [Open], [DB.Update]
// (everything in one transaction) and [DB.Append]; reading is [DB.Entries],
// [DB.Claims] and [DB.Events].
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

// The faults of the store; words in lang. L1xx are the ledger's.
const (
	codeMoved     = "L101" // the head is not where the caller thought
	codeWithdrawn = "L102" // the subject has withdrawn
	codeNoEntry   = "L103" // no such entry or part
	codeBusy      = "L104" // another process holds the database
	codeNewer     = "L105" // a newer program wrote this folder
	codeNoBlob    = "L106" // the blob is not there
	codeStopped   = "L107" // the disk failed: nothing more is acknowledged
	codeKey       = "L108" // a key file is missing or damaged
	codeLost      = "L123" // the keys are there and the database is not
)

// Office is the log that is written unless another is named.
const Office = "main"

// DB is an open private folder. Its methods may be called from several
// goroutines.
type DB struct {
	dir    string
	rw     *sql.DB // one connection, the writer's
	ro     *sql.DB
	signer ledger.Signer
	public string
	server seal.Key
	lacks  string // a key of the office that is not there: an empty folder makes it with its first commit

	jobs   chan *job
	done   chan struct{} // closed when the writer has ended
	closed sync.Once
	broken atomic.Pointer[error] // set once a sync failed

	mu             sync.Mutex
	mend           *Mend
	begun          []string    // see [DB.Begun]
	looked         atomic.Bool // the file was looked through
	readOnly, void bool        // see [OpenToRead]
	layout         int         // of the database, where it is only read
	files          map[string]*keyFile
	durable        map[string]bool // names in keys that this process has synced
}

// Mend says what [OpenToMend] may go on from.
type Mend struct {
	Loss bool // from a database that lost entries which were acknowledged
}

// OpenToMend is [Open] for who makes anew what is derived: a head that is damaged,
// or states other tables, is no reason to refuse. Fewer entries than were
// acknowledged are, unless that is allowed.
func OpenToMend(ctx context.Context, dir string, m Mend) (*DB, error) { return open(ctx, dir, &m) }

// Open opens the folder, makes it (0700) if it is not there, and finishes what
// a crash left half done. It refuses to run if SQLite does not keep what is
// asked of it.
func Open(ctx context.Context, dir string) (*DB, error) { return open(ctx, dir, nil) }

func open(ctx context.Context, dir string, m *Mend) (_ *DB, err error) {
	defer fault.Wrap(&err, "open store")
	for _, d := range []string{dir, filepath.Join(dir, "keys"), filepath.Join(dir, "heads"), filepath.Join(dir, "blobs")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
		if err := os.Chmod(d, 0o700); err != nil {
			return nil, err
		}
	}
	if err := sweep(filepath.Join(dir, "blobs"), time.Now().Add(-24*time.Hour)); err != nil {
		return nil, err
	}
	db := &DB{dir: dir, mend: m, jobs: make(chan *job), done: make(chan struct{}), files: map[string]*keyFile{}, durable: map[string]bool{}}
	if err := db.office(); err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "dires.db")
	if err := lost(dir, name); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600) // SQLite gives its other files the same mode
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	for _, d := range []string{dir, filepath.Dir(dir)} { // the names must survive a power cut as well
		if err := syncDir(d); err != nil {
			return nil, err
		}
	}
	if db.rw, err = connect(name, false); err != nil {
		return nil, err
	}
	db.rw.SetMaxOpenConns(1)
	if db.ro, err = connect(name, true); err != nil {
		return nil, errors.Join(err, db.rw.Close())
	}
	db.ro.SetMaxOpenConns(8)
	conn, err := db.rw.Conn(ctx)
	if err == nil {
		w := &writer{conn: conn, stmts: map[string]*sql.Stmt{}}
		if err = db.prepare(ctx, w); err == nil {
			go db.write(w)
			if err = db.compareServer(ctx); err == nil {
				err = db.finishShreds(ctx)
			}
			if err != nil {
				return nil, errors.Join(err, db.Close())
			}
			return db, nil
		}
		w.close()
	}
	return nil, errors.Join(err, db.ro.Close(), db.rw.Close())
}

// lost refuses to begin an empty database beside the keys of another: a ledger
// that went would look like one that was never written, and verify.
func lost(dir, name string) error {
	if there, err := stands(name); there || err != nil {
		return err
	}
	keys, err := filepath.Glob(filepath.Join(dir, "keys", "*.subjects"))
	for _, k := range keys {
		if s, err := os.Stat(k); err == nil && s.Size() > 0 {
			return fault.New(fault.Broken, codeLost, strings.TrimSuffix(filepath.Base(k), ".subjects"))
		}
	}
	return err
}

// stands reports whether a database is there: an empty file is none.
func stands(name string) (bool, error) {
	s, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && s.Size() > 0, err
}

// Close ends the writer after what it is doing, and closes the database.
func (db *DB) Close() (err error) {
	defer fault.Wrap(&err, "close store")
	db.closed.Do(func() {
		if db.readOnly {
			err = db.closeAll()
			return
		}
		close(db.jobs)
		<-db.done
		err = errors.Join(db.rw.Close(), db.closeAll())
	})
	return err
}

func (db *DB) closeAll() error {
	err := db.ro.Close()
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, f := range db.files {
		if f.File != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// Verifier is the public key that checks this office's checkpoints.
func (db *DB) Verifier() string { return db.public }

// studyID gives the number of a study, false if it has nothing stored.
func (db *DB) studyID(ctx context.Context, study string) (id int64, ok bool, err error) {
	err = db.ro.QueryRowContext(ctx, `SELECT study FROM studies WHERE name = ?`, study).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}

// Studies lists the studies that have something stored, by name.
func (db *DB) Studies(ctx context.Context) (names []string, err error) {
	defer fault.Wrap(&err, "list studies")
	return column(ctx, db.ro, `SELECT name FROM studies ORDER BY name`)
}

// Logs lists the logs of a study, by name.
func (db *DB) Logs(ctx context.Context, study string) (names []string, err error) {
	defer fault.Wrap(&err, "list logs of %s", study)
	return column(ctx, db.ro, `SELECT l.name FROM logs l JOIN studies s ON s.study = l.study WHERE s.name = ? ORDER BY l.name`, study)
}

func column(ctx context.Context, q *sql.DB, text string, args ...any) (out []string, err error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Head gives size and root of a log; of one nobody wrote to, those of an empty
// one.
func (db *DB) Head(ctx context.Context, study, log string) (h ledger.Head, err error) {
	defer fault.Wrap(&err, "read head of %s/%s", study, log)
	c, err := db.head(ctx, study, log)
	return c.head, err
}

type headRow struct {
	study, log int64
	head       ledger.Head
	edge, note []byte
	ok         bool
}

func (db *DB) head(ctx context.Context, study, log string) (r headRow, err error) {
	return readHead(db.ro.QueryRowContext(ctx, headQuery, study, log))
}

const headQuery = `SELECT l.study, l.log, l.size, l.root, l.edge, l.note
	FROM logs l JOIN studies s ON s.study = l.study WHERE s.name = ? AND l.name = ?`

func readHead(row *sql.Row) (r headRow, err error) {
	var root []byte
	err = row.Scan(&r.study, &r.log, &r.head.Size, &root, &r.edge, &r.note)
	if errors.Is(err, sql.ErrNoRows) {
		r.head.Root = ledger.Sum(nil)
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if len(root) != len(r.head.Root) {
		return r, fmt.Errorf("root of %d bytes: %w", len(root), fault.Broken)
	}
	r.head.Root, r.ok = ledger.Hash(root), true
	return r, nil
}

// stop makes the store refuse every further write: a sync that failed once may
// have lost what an earlier one promised.
func (db *DB) stop(err error) { db.broken.CompareAndSwap(nil, &err) }

func (db *DB) stopped() error {
	if p := db.broken.Load(); p != nil {
		return &fault.Error{Kind: fault.Broken, Code: codeStopped, Cause: *p}
	}
	return nil
}
