package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/dires/dires/internal/fault"
)

const codeReadOnly = "L186" // opened to read, and asked to write

// OpenToRead opens the folder without changing anything in it: no key is made, no
// folder, nothing that a crash left is finished. It opens what lies on a disk that
// cannot be written to, and what is behind its head file: [DB.VerifyState] says so.
// Whatever would write fails.
func OpenToRead(ctx context.Context, dir string) (_ *DB, err error) {
	defer fault.Wrap(&err, "open store to read")
	db := &DB{dir: dir, readOnly: true, done: make(chan struct{}), jobs: make(chan *job), files: map[string]*keyFile{}, durable: map[string]bool{}}
	close(db.done) // there is no writer
	name := filepath.Join(dir, "dires.db")
	if err := lost(dir, name); err != nil {
		return nil, err
	}
	if there, err := stands(name); err != nil {
		return nil, err
	} else if !there {
		if db.void, err = nothing(dir); err != nil {
			return nil, err
		}
		if !db.void {
			return nil, fault.New(fault.Broken, codeLost, "?")
		}
	} else if err := db.office(); err != nil {
		return nil, err
	} else if db.lacks != "" {
		return nil, fault.New(fault.Broken, codeKey, db.lacks)
	}
	if db.ro, err = readable(ctx, name, db.void); err != nil {
		return nil, err
	}
	if err := db.ro.QueryRowContext(ctx, "PRAGMA user_version").Scan(&db.layout); err != nil {
		return nil, errors.Join(err, db.ro.Close())
	}
	if db.layout > schemaVersion {
		return nil, errors.Join(fault.New(fault.Refused, codeNewer, db.layout, schemaVersion), db.ro.Close())
	}
	return db, nil
}

// nothing reports whether nothing was ever kept in a folder.
func nothing(dir string) (bool, error) {
	for _, sub := range []string{"keys", "heads", "blobs", "custody"} {
		names, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		if len(names) > 0 {
			return false, nil
		}
	}
	return true, nil
}

// readable opens a database without writing to it, in the first of the ways that
// works: beside other processes; as nobody but this process has it, where its
// folder cannot be written to; with the write-ahead log that a killed process has
// left there.
func readable(ctx context.Context, name string, empty bool) (*sql.DB, error) {
	if empty {
		db, err := sql.Open("sqlite", "file::memory:?_pragma=foreign_keys=ON")
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		_, err = db.ExecContext(ctx, schema+schemaTwo+fmt.Sprintf("; PRAGMA user_version = %d", schemaVersion))
		return db, err
	}
	alone := url.Values{"immutable": {"1"}}
	if s, err := os.Stat(name + "-wal"); err == nil && s.Size() > 0 {
		none := "unix-none"
		if runtime.GOOS == "windows" {
			none = "win32-none"
		}
		alone = url.Values{"vfs": {none}, "_pragma": {"locking_mode=EXCLUSIVE"}}
	}
	var first error
	for _, more := range []url.Values{nil, alone} {
		if more == nil {
			more = url.Values{}
		}
		more.Set("mode", "ro")
		db, err := connectWith(name, true, more)
		if err != nil {
			return nil, err
		}
		var n int
		if err = db.QueryRowContext(ctx, "SELECT COUNT(*) FROM studies").Scan(&n); err == nil {
			db.SetMaxOpenConns(8)
			return db, nil
		}
		_ = db.Close()
		if first == nil {
			first = err
		}
		if !cannotOpen(err) {
			return nil, err
		}
	}
	return nil, first
}

// cannotOpen reports whether SQLite wanted to write beside the database.
func cannotOpen(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_IOERR:
		return true
	}
	return false
}

// Old reports whether a program before hashes of tables has written the database:
// they enter with the next write.
func (db *DB) Old() bool { return db.readOnly && db.layout < 2 }
