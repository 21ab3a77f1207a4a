package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// limit lets the database grow to so many pages and no further, as a full disk
// does; 0 lifts the limit.
func (db *DB) limit(t *testing.T, pages int) {
	t.Helper()
	if pages == 0 {
		pages = 1 << 30
	}
	if err := db.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.w.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A full disk refuses, leaves no half of anything, and once there is room
// writing goes on.
func TestAFullDiskRefusesAndRecovers(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	noise := func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b }
	if _, err := db.Append(ctx, "orvanie", Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
		t.Fatal(err)
	}
	db.limit(t, 60)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var kept, refused int
	for range 8 { // they share commits
		wg.Go(func() {
			for range 5 {
				_, err := db.Append(ctx, "orvanie", Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk(noise(20_000))}})
				mu.Lock()
				if err == nil {
					kept++
				} else if refused++; !full(err) {
					t.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	err = db.Update(ctx, func(tx *Tx) error { // an import too big for what room is left
		es, err := tx.Append("orvanie", Office, ledger.Draft{Kind: ledger.File, By: "dires"})
		if err != nil {
			return err
		}
		var claims iter.Seq2[claim.Claim, error] = func(yield func(claim.Claim, error) bool) {
			for i := range 3000 {
				if !yield(claim.Claim{Key: claim.Key{Source: "needs", ID: fmt.Sprint(i)}, Kind: claim.KindNeed,
					Need: &claim.Need{Function: string(bytes.Repeat([]byte("x"), 500))}, Origin: claim.Origin{Entry: es[0].Seq}}, nil) {
					return
				}
			}
		}
		_, err = tx.PutClaims(Import{Study: "orvanie"}, claims)
		return err
	})
	if !full(err) || refused == 0 || kept == 0 {
		t.Fatalf("kept %d, refused %d, import: %v", kept, refused, err)
	}
	db.limit(t, 0)
	if _, err := db.Append(ctx, "orvanie", Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
		t.Fatal("there is room again:", err)
	}
	r, err := db.Verify(ctx, "orvanie", Office, nil)
	if err != nil || !r.OK() || r.Head.Size != int64(kept)+2 {
		t.Fatalf("kept %d: %+v %v", kept, r, err)
	}
	for c := range db.Claims(ctx, "orvanie") {
		t.Fatal("half an import is visible:", c.Key)
	}
}

// Every setting that keeps what is acknowledged is read back on the
// connection that writes, and on those that read.
func TestPragmasAreReadBack(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, p := range pragma {
		var rw, ro string
		if err := db.Update(ctx, func(tx *Tx) error { return tx.w.conn.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&rw) }); err != nil {
			t.Fatal(err)
		}
		if err := db.ro.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&ro); err != nil {
			t.Fatal(err)
		}
		if rw != p.want || ro != p.want {
			t.Errorf("%s: writer %s, reader %s, want %s", p.name, rw, ro, p.want)
		}
	}
	if _, err := db.ro.ExecContext(ctx, `DELETE FROM entries`); err == nil {
		t.Error("a reader may write")
	}
	was := pragma
	defer func() { pragma = was }()
	pragma = append(pragma[:len(pragma):len(pragma)], struct{ name, set, want string }{"synchronous", "NORMAL", "2"})
	if _, err := Open(ctx, t.TempDir()); err == nil || !strings.Contains(err.Error(), "synchronous") {
		t.Error("opened with synchronous=NORMAL:", err)
	}
}

// Who waits too long for another process is told so, and may try again.
func TestAnotherProcessThatHoldsTheDatabaseIsBusy(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	a, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	was := patience
	patience = 50 * time.Millisecond
	defer func() { patience = was }()
	if err := b.Update(ctx, func(tx *Tx) error {
		_, err := tx.w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 10")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	draft := ledger.Draft{Kind: ledger.Decision, By: "a1"}
	if err := a.Update(ctx, func(tx *Tx) error {
		if _, err := tx.Append("orvanie", Office, draft); err != nil {
			return err
		}
		_, err := b.Append(ctx, "orvanie", Office, draft)
		if e, ok := fault.Public(err); !ok || !errors.Is(err, fault.Busy) || e.Code != codeBusy {
			t.Error(err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	es, err := b.Append(ctx, "orvanie", Office, draft)
	if err != nil || es[0].Seq != 1 {
		t.Fatal(es, err)
	}
}

// A withdrawal while somebody verifies does not look like a loss.
func TestAWithdrawalMeanwhileIsNoLoss(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	es, err := db.Append(ctx, "orvanie", Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte("FICTION"))}})
	if err != nil {
		t.Fatal(err)
	}
	h, err := db.head(ctx, "orvanie", Office) // what Verify reads first
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Shred(ctx, "orvanie", Office, ledger.Withdrawal{Subject: es[0].Parts[0].Subject, Why: "withdrawn"}, 0, "c1"); err != nil {
		t.Fatal(err)
	}
	r, err := db.verify(ctx, "orvanie", Office, h, nil, nil)
	if err != nil || !r.OK() || r.Head.Size != 1 || r.Withdrawn != 1 {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestTemporaryFilesOfTheDeadAreSwept(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"tmp-old", "tmp-new"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	if err := os.Chtimes(filepath.Join(dir, "tmp-old"), now, now.Add(-48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := sweep(dir, now.Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tmp-old")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the old one stays")
	}
	if _, err := os.Stat(filepath.Join(dir, "tmp-new")); err != nil {
		t.Error("the new one is gone")
	}
}

func FuzzUnframe(f *testing.F) {
	f.Add(frame(frame(frame(nil, []byte("one")), nil), []byte{}), 3)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, 1)
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		unframeAny(nil, b)
		if n < 0 || n > 64 {
			return
		}
		parts, err := unframe(nil, b, n)
		if err != nil {
			return
		}
		var again []byte
		for _, p := range parts {
			again = frame(again, p)
		}
		back, err := unframe(nil, again, n)
		if err != nil || len(back) != len(parts) {
			t.Fatal(err)
		}
		for i := range parts {
			if !bytes.Equal(parts[i], back[i]) || (parts[i] == nil) != (back[i] == nil) {
				t.Fatal(i)
			}
		}
	})
}

func FuzzKeyFile(f *testing.F) {
	good := keyRecord(keyRecord(nil, keyDesk, "s-1", []byte("wrapped")), keySevere, "s-2", bytes.Repeat([]byte("age"), 500))
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Fuzz(func(t *testing.T, b []byte) {
		name := filepath.Join(t.TempDir(), "k")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		k := &keyFile{File: file, name: "k"}
		at, err := k.add(keyRecord(nil, keyDesk, "s-9", []byte("new")))
		if err != nil {
			t.Fatal(err)
		}
		r, err := k.at(at)
		if err != nil || r.subject != "s-9" || string(r.wrapped) != "new" || at > int64(len(b)) {
			t.Fatal(r, err)
		}
		if err := k.destroy("s-9", []int64{at}); err != nil {
			t.Fatal(err)
		}
		if r, err := k.at(at); err != nil || r.kind != keyGone || bytes.Contains(r.wrapped, []byte("new")) {
			t.Fatal(r, err)
		}
	})
}
