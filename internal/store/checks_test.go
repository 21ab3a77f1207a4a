package store_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// imported enters one record as an import does, and what was imported.
func imported(db *store.DB) error {
	if _, err := db.StudySecret("orvanie"); err != nil {
		return err
	}
	_, err := db.Append(context.Background(), "orvanie", store.Office,
		ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte("FICTION")), ledger.ForCustody([]byte("FICTION: who"))}},
		ledger.Draft{Kind: ledger.Study, By: "m1", Pieces: []ledger.Piece{ledger.JSON("study", map[string]string{"did": "import"})}})
	return err
}

func wrongOf(t *testing.T, dir string) (files []string) {
	t.Helper()
	db, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found, err := db.VerifyKeys(context.Background(), "orvanie")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Code != store.KeyOther || f.Severity != diag.Error {
			t.Error(f)
		}
		files = append(files, f.At.File)
	}
	return files
}

// A key that was lost or exchanged is found by verify and refused by whoever
// writes; nobody makes another.
func TestKeysAreThoseTheLedgerBeganWith(t *testing.T) {
	stranger, _, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:])
	another := []byte(hex.EncodeToString(raw[:]))
	for _, x := range []struct {
		what, file, code string
		put              []byte // nil: the file is gone
	}{
		{"the secret is lost", "orvanie.secret", "L108", nil},
		{"the secret is half there", "orvanie.secret", "L108", another[:40]},
		{"another secret", "orvanie.secret", "L162", another},
		{"a stranger's recipient", "orvanie.custody", "L163", []byte(stranger.String() + "\n")},
	} {
		dir := t.TempDir()
		db := open(t, dir)
		if err := imported(db); err != nil {
			t.Fatal(err)
		}
		if err := imported(db); err != nil {
			t.Fatal("a second time:", err)
		}
		_ = db.Close()
		if w := wrongOf(t, dir); len(w) > 0 {
			t.Fatal(w)
		}
		name := filepath.Join(dir, "keys", x.file)
		if x.put == nil {
			err = os.Remove(name)
		} else {
			err = os.WriteFile(name, x.put, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if w := wrongOf(t, dir); len(w) != 1 || w[0] != x.file {
			t.Errorf("%s: verify finds %v", x.what, w)
		}
		db = open(t, dir)
		before, err := db.Head(context.Background(), "orvanie", store.Office)
		if err != nil {
			t.Fatal(err)
		}
		if err := imported(db); err == nil || !strings.Contains(err.Error(), x.code) {
			t.Errorf("%s: %v", x.what, err)
		}
		if after, _ := db.Head(context.Background(), "orvanie", store.Office); after != before {
			t.Errorf("%s: something was entered", x.what)
		}
		if b, err := os.ReadFile(name); x.put == nil && !errors.Is(err, fs.ErrNotExist) || x.put != nil && string(b) != string(x.put) {
			t.Errorf("%s: another was made", x.what)
		}
	}
}

// A recipient file that went is no loss while the identity is here, and none
// after a ceremony; between the two everything would be sealed for nobody.
func TestALostRecipientIsTheLedgers(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	if err := imported(db); err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(dir, "keys")
	if err := os.Remove(filepath.Join(keys, "orvanie.custody")); err != nil {
		t.Fatal(err)
	}
	if err := imported(db); err != nil {
		t.Error(err)
	}
	if err := errors.Join(os.Remove(filepath.Join(keys, "orvanie.custody")), os.Remove(filepath.Join(keys, "orvanie.custody-identity"))); err != nil {
		t.Fatal(err)
	}
	if err := imported(db); err == nil || !strings.Contains(err.Error(), "L108") {
		t.Error(err)
	}
}

// A folder of before there were check values opens; they are entered with the
// next entry that says what was done, after what can be compared was.
func TestOldFoldersGetTheirCheckValues(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/v1")); err != nil {
		t.Fatal(err)
	}
	db := open(t, dir)
	if w, err := db.VerifyKeys(ctx, "orvanie"); err != nil || len(w) > 0 {
		t.Fatal(w, err)
	}
	es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Study, By: "a1", Pieces: []ledger.Piece{ledger.JSON("study", 1)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := es[0].Part("keys"); !ok {
		t.Error("no check values")
	}
	if now, _, err := db.CustodyRecorded(ctx, "orvanie"); err != nil || now == "" {
		t.Error(now, err)
	}
}

// What a kill leaves of an identity that nothing was sealed for yet is made anew,
// and no copy of it ever stood under another name.
func TestHalfAnIdentityIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "keys", "orvanie.custody-identity"), []byte("AGE-SECRET-KEY-PQ-1HALF"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := imported(db); err != nil {
		t.Fatal(err)
	}
	c, ok, err := db.CustodyHere("orvanie")
	if to, err2 := db.Custody("orvanie"); !ok || err != nil || err2 != nil || to.String() != c.Recipient().String() {
		t.Error(ok, err, err2)
	}
	left, err := filepath.Glob(filepath.Join(dir, "keys", "*.tmp-*"))
	if err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}
