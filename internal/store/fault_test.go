package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// folder makes a store with thirty entries of every kind, closes it, and gives
// where it is.
func folder(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	blob, err := db.PutBlob(strings.NewReader("a file that came in"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if _, err := db.Append(ctx, "orvanie", store.Office,
			ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk(fmt.Append(nil, "FICTION ", i))}},
			ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{ledger.InBlob("file", blob), ledger.JSON("about", i)}},
			ledger.Draft{Kind: ledger.Decision, By: "a1", Pieces: []ledger.Piece{ledger.JSON("decision", i)}}); err != nil {
			t.Fatal(err)
		}
		if i == 4 {
			if _, err := db.Checkpoint(ctx, "orvanie", store.Office); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func blobFile(dir string) string {
	h := ledger.Sum([]byte("a file that came in")).String()
	return filepath.Join(dir, "blobs", h[:2], h[2:])
}

// What somebody, or a bad disk, does to the files is found and named.
func TestDamageIsNamed(t *testing.T) {
	for _, c := range []struct {
		name  string
		sql   string
		files func(dir string) error
		want  string // the first finding
		first int64
	}{
		{"nothing", "", nil, "", -1},
		{"a header is altered", `UPDATE entries SET header = replace(CAST(header AS TEXT), '"by":"a1"', '"by":"a2"') WHERE seq = 8`, nil, "L110 orvanie main 8", 8},
		{"a part is altered", `UPDATE entries SET parts = CAST(replace(CAST(parts AS TEXT), '5', '6') AS BLOB) WHERE seq = 17`, nil, "L114 orvanie main 17 decision", 17},
		{"a part is emptied", `UPDATE entries SET parts = x'00' WHERE seq = 9`, nil, "L113 orvanie main 9 desk", 9},
		{"an open part is emptied", `UPDATE entries SET parts = x'00' WHERE seq = 8`, nil, "L115 orvanie main 8 decision", 8},
		{"the frame of the parts is torn", `UPDATE entries SET parts = substr(parts, 1, 20) WHERE seq = 9`, nil, "L114 orvanie main 9 desk", 9},
		{"an entry is removed", `DELETE FROM entries WHERE seq = 11`, nil, "L111 orvanie main 11", 11},
		{"the first entry is removed", `DELETE FROM entries WHERE seq = 0`, nil, "L111 orvanie main 0", 0},
		{"the last entry is removed", `DELETE FROM entries WHERE seq = 29`, nil, "L111 orvanie main 29", 29},
		{"an entry is removed and the rest move up", `DELETE FROM entries WHERE seq = 11; UPDATE entries SET seq = -seq WHERE seq > 11; UPDATE entries SET seq = -seq - 1 WHERE seq < 0`, nil, "L111 orvanie main 11", 11},
		{"two entries change places", `UPDATE entries SET seq = -1 WHERE seq = 5; UPDATE entries SET seq = 5 WHERE seq = 20; UPDATE entries SET seq = 20 WHERE seq = -1`, nil, "L112 orvanie main 5", 5},
		{"two entries change parts", `UPDATE entries SET parts = (SELECT e.parts FROM entries e WHERE e.seq = CASE entries.seq WHEN 2 THEN 26 ELSE 2 END) WHERE seq IN (2, 26)`, nil, "L114 orvanie main 2 decision", 2},
		{"an entry is added past the head", `INSERT INTO entries SELECT study, log, 30, kind, header, tree, parts FROM entries WHERE seq = 29`, nil, "L119 orvanie main 30", 30},
		{"an inner hash is altered", `UPDATE entries SET tree = substr(tree, 1, 32) || x'00' || substr(tree, 34) WHERE seq = 7`, nil, "L120 orvanie main 6 7", 6},
		{"the head is set back", `UPDATE logs SET size = 20`, nil, "L117 orvanie main 20", 20},
		{"the head has another root", `UPDATE logs SET root = x'` + strings.Repeat("00", 32) + `'`, nil, "L117 orvanie main 30", -1},
		{"the head's checkpoint is of another log", `UPDATE logs SET note = replace(CAST(note AS TEXT), 'main', 'mein')`, nil, "L118 orvanie main 30", -1},
		{"a kept checkpoint is altered", `UPDATE checkpoints SET note = replace(CAST(note AS TEXT), 'orvanie', 'orvania')`, nil, "L118 orvanie main 15", -1},
		{"a blob is missing", "", func(dir string) error { return os.Remove(blobFile(dir)) }, "L115 orvanie main 1 file", 1},
		{"a blob is torn", "", func(dir string) error { return os.Truncate(blobFile(dir), 7) }, "L116 orvanie main 1 file", 1},
		{"a blob is altered", "", func(dir string) error {
			return os.WriteFile(blobFile(dir), []byte("a file that comes in"), 0o600)
		}, "L116 orvanie main 1 file", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t)
			if c.sql != "" {
				damage(t, dir, c.sql)
			}
			if c.files != nil {
				if err := c.files(dir); err != nil {
					t.Fatal(err)
				}
			}
			r, err := open(t, dir).Verify(context.Background(), "orvanie", store.Office, nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if !r.OK() || r.Head.Size != 30 || r.Checked != 2 {
					t.Fatalf("%+v", r)
				}
				return
			}
			if r.OK() || !strings.HasSuffix(r.Findings[0].String(), c.want) {
				t.Fatalf("want %s first, got %v", c.want, r.Findings)
			}
			if c.first >= 0 && c.want[:4] != "L118" && r.First != c.first {
				t.Fatalf("first %d, want %d", r.First, c.first)
			}
		})
	}
}

func damage(t *testing.T, dir, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "dires.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

// A server that lost its key, or found another's, says so, opens nothing and
// makes no other.
func TestAnotherServersKeyOpensNothing(t *testing.T) {
	dir, ctx := folder(t), context.Background()
	other := t.TempDir()
	db, err := store.Open(ctx, other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(other, "keys", "server.key")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder that nobody wrote to has a key:", err)
	}
	if _, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	b, err := os.ReadFile(filepath.Join(other, "keys", "server.key"))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "keys", "server.key")
	for want, key := range map[string][]byte{"L162": b, "L108": nil} {
		if err := os.WriteFile(name, key, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, dir); err == nil || !strings.Contains(err.Error(), "L108") {
		t.Error(err)
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Error("another key was made:", err)
	}
}

// A folder a newer program wrote is left alone.
func TestANewerFolderIsRefused(t *testing.T) {
	dir := folder(t)
	damage(t, dir, `PRAGMA user_version = 99`)
	if _, err := store.Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "L105") {
		t.Fatal(err)
	}
}

// A key file from an old backup brings nobody back: the withdrawal wins as
// soon as the store is opened.
func TestABackupDoesNotUndoAWithdrawal(t *testing.T) {
	ctx := context.Background()
	dir := folder(t)
	keys := filepath.Join(dir, "keys", "orvanie.subjects")
	backup, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	e, err := db.Entry(ctx, "orvanie", store.Office, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: e.Parts[0].Subject, Why: "withdrawn"}, 0, "c1"); err != nil {
		t.Fatal(err)
	}
	if found, err := db.VerifyKeys(ctx, "orvanie"); err != nil || len(found) != 0 {
		t.Fatal(found, err)
	}
	if err := os.WriteFile(keys, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := db.VerifyKeys(ctx, "orvanie")
	if err != nil || len(found) != 1 || found[0].String() != "main:6: error L122 orvanie main 6" {
		t.Fatal(found, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = open(t, dir)
	if found, err := db.VerifyKeys(ctx, "orvanie"); err != nil || len(found) != 0 {
		t.Fatal(found, err)
	}
	// A key file that is lost is noticed, entry by entry.
	if err := os.WriteFile(keys, backup[:len(backup)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := db.VerifyKeys(ctx, "orvanie"); err != nil || len(found) != 6 || found[1].String() != "main:15: error L121 orvanie main 15" {
		t.Fatal(found, err)
	}
}
