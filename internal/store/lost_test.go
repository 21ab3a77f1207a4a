package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// A ledger that is gone does not look like one that was never written.
func TestADatabaseThatIsGoneIsNotReplacedByAnEmptyOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "private")
	db, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(t.Context(), "orvanie", Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte("FICTION"))}}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "dires.db")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []string{name, name + "-wal", name + "-shm"} {
		if err := os.Remove(x); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	_, err = Open(t.Context(), dir)
	if e, ok := fault.Public(err); !ok || e.Code != codeLost || !errors.Is(err, fault.Broken) {
		t.Error(err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("an empty one was made")
	}
	for what, b := range map[string][]byte{"cut": whole[:5000], "not one": []byte("a letter")} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := Open(t.Context(), dir); !Damaged(err) {
			t.Error(what, err)
			if err == nil {
				_ = db.Close()
			}
		}
	}
}
