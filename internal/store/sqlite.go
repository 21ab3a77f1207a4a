package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/dires/dires/internal/fault"
)

//go:embed schema/sqlite.sql
var schema string

//go:embed schema/two.sql
var schemaTwo string

// schemaVersion counts the layouts of the database. Projections are made
// again after a change, the ledger's tables are carried over.
const schemaVersion = 3

// pragma is set on each connection and read back on the writer's.
var pragma = []struct{ name, set, want string }{
	{"busy_timeout", "5000", "5000"},
	{"page_size", "8192", "8192"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"},
	{"secure_delete", "ON", "1"},
	{"trusted_schema", "OFF", "0"},
	{"cell_size_check", "ON", "1"},
	{"fullfsync", "ON", "1"}, // macOS; nothing elsewhere
	{"checkpoint_fullfsync", "ON", "1"},
	{"cache_size", "-65536", "-65536"},
	{"wal_autocheckpoint", "4000", "4000"},
	{"journal_size_limit", "67108864", "67108864"}, // what a big import leaves of the write-ahead log
}

// connect gives a pool whose connections all have the pragmas.
func connect(name string, readOnly bool) (*sql.DB, error) {
	return connectWith(name, readOnly, url.Values{})
}

// connectWith adds what stands in q.
func connectWith(name string, readOnly bool, q url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	sqlite.StrictPragmas(true)
	for _, p := range pragma {
		if p.name == "journal_mode" || readOnly && p.name == "page_size" {
			continue // the driver sorts them, and WAL would fix the page size before it is set
		}
		q.Add("_pragma", p.name+"="+p.set)
	}
	if readOnly {
		q.Add("_pragma", "query_only=ON")
	}
	path := filepath.ToSlash(abs)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return sql.Open("sqlite", u.String())
}

// prepare turns on the write-ahead log, reads the pragmas back and makes or
// checks the schema.
func (db *DB) prepare(ctx context.Context, w *writer) error {
	conn := w.conn
	if _, err := conn.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	for _, p := range pragma {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return fmt.Errorf("read back %s: %w", p.name, err)
		}
		if got != p.want {
			return fmt.Errorf("read back %s: it is %s, not %s: this disk or build cannot keep what is acknowledged", p.name, got, p.want)
		}
	}
	if err := begin(ctx, conn); err != nil {
		return err
	}
	tx := db.newTx(w)
	err := migrate(ctx, conn, tx)
	if err == nil {
		err = tx.checkHeads()
	}
	if err != nil {
		_, rerr := conn.ExecContext(ctx, "ROLLBACK")
		return errors.Join(err, rerr)
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	if err == nil && len(tx.moved) > 0 {
		err = db.keepHeads(ctx, w, tx.moved)
	}
	return err
}

func migrate(ctx context.Context, conn *sql.Conn, tx *Tx) error {
	var have int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	switch {
	case have == schemaVersion:
		return nil
	case have > schemaVersion:
		return fault.New(fault.Refused, codeNewer, have, schemaVersion)
	}
	text := schema + schemaTwo
	switch have {
	case 1:
		text = schemaTwo
	case 2: // its tables hold other hashes
		text = ""
	}
	if _, err := conn.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	if have > 0 && tx.db.lacks != "" {
		return fault.New(fault.Broken, codeKey, tx.db.lacks)
	}
	if err := tx.sumAll(have); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion))
	return err
}

// begin takes the write lock of the database, which is also the lock of the
// key files.
func begin(ctx context.Context, conn *sql.Conn) error {
	for {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil: // it has waited long enough
			_, _ = conn.ExecContext(context.Background(), "ROLLBACK") // should it have begun all the same
			return &fault.Error{Kind: fault.Busy, Code: codeBusy, Cause: err}
		case !busy(err):
			return err
		}
	}
}

func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_BUSY
}

// full reports that there is no room: nothing was written, and once there is
// room writing goes on.
func full(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_FULL || errors.Is(err, syscall.ENOSPC)
}

// Full reports that the disk is full: nothing was kept of what failed.
func Full(err error) bool { return full(err) }

// Damaged reports that the database file itself cannot be read any more, or has
// lost a table or a column.
func Damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return true
	}
	return e.Code() == lib.SQLITE_ERROR && strings.Contains(e.Error(), "no such ")
}

// failed reports whether the disk itself failed.
func failed(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_IOERR, lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return true
	}
	return false
}
