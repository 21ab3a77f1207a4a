package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

func severe(t *testing.T, db *store.DB, said string) store.Entry {
	t.Helper()
	ctx := context.Background()
	es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForCustody([]byte(said))}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := db.Entry(ctx, "orvanie", store.Office, es[0].Seq)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func same(t *testing.T, e store.Entry, c seal.Custodian, want string) {
	t.Helper()
	got, err := e.OpenSevere(context.Background(), "severe", c)
	if err != nil || string(got) != want {
		t.Errorf("%q %v", got, err)
	}
}

// The identity of before the ceremony is taken off the machine, with what a
// crash left of it; records go on being sealed for it, and it opens them.
func TestTheCustodyIdentityIsForgotten(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	db := open(t, dir)
	if _, ok, err := db.CustodyHere("orvanie"); ok || err != nil || db.CustodyIsHere("orvanie") {
		t.Fatal("an identity before there was a record", err)
	}
	first := severe(t, db, "FICTION: first")
	c, ok, err := db.CustodyHere("orvanie")
	if !ok || err != nil || !db.CustodyIsHere("orvanie") {
		t.Fatal(ok, err)
	}
	keys := filepath.Join(dir, "keys")
	if err := os.WriteFile(filepath.Join(keys, "orvanie.custody-identity.tmp-x"), []byte(c.Identity().Reveal()), 0o600); err != nil {
		t.Fatal(err)
	}
	_, other, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.ForgetCustody(ctx, "orvanie", other); !errors.Is(err, fault.Conflict) || !db.CustodyIsHere("orvanie") {
		t.Error("forgot an identity for another's sake:", err)
	}
	for range 2 { // the second time there is nothing to do
		if err := db.ForgetCustody(ctx, "orvanie", c); err != nil || db.CustodyIsHere("orvanie") {
			t.Fatal(err)
		}
	}
	err = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if strings.Contains(string(b), c.Identity().Reveal()[:40]) {
			t.Error("the identity stands in", filepath.Base(p))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	second := severe(t, db, "FICTION: second")
	if db.CustodyIsHere("orvanie") {
		t.Error("a record brought the identity back")
	}
	same(t, first, c, "FICTION: first")
	same(t, second, c, "FICTION: second")
}

// A file of zeros is what is left where the power went between wiping and
// removing.
func TestAWipedIdentityIsNotHere(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	severe(t, db, "FICTION")
	if err := os.WriteFile(filepath.Join(dir, "keys", "orvanie.custody-identity"), make([]byte, 78), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := db.CustodyHere("orvanie"); ok || err != nil || db.CustodyIsHere("orvanie") {
		t.Error(ok, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "keys", "orvanie.custody-identity"), []byte("AGE-SECRET-KEY-PQ-1HALF"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := db.CustodyHere("orvanie"); ok || !errors.Is(err, fault.Broken) || strings.Contains(err.Error(), "HALF") || !db.CustodyIsHere("orvanie") {
		t.Error(ok, err)
	}
}

// Another recipient is for the records that come; those that are there stay
// with the one they were sealed for. Whoever thought another stood there is
// told, and changes nothing.
func TestARecipientIsReplacedForWhatComes(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	db := open(t, dir)
	first, c1, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.ReplaceCustody(ctx, "orvanie", "", first); err != nil || db.CustodyIsHere("orvanie") {
		t.Fatal(err)
	}
	e1 := severe(t, db, "FICTION: of the first")
	if now, err := db.CustodyNow("orvanie"); err != nil || now != first.String() || db.CustodyIsHere("orvanie") {
		t.Fatal("an identity was made beside the recipient", err)
	}
	second, c2, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	for _, was := range []string{"", second.String()} {
		if err := db.ReplaceCustody(ctx, "orvanie", was, second); !errors.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if err := db.ReplaceCustody(ctx, "orvanie", first.String(), second); err != nil {
		t.Fatal(err)
	}
	e2 := severe(t, db, "FICTION: of the second")
	same(t, e1, c1, "FICTION: of the first")
	same(t, e2, c2, "FICTION: of the second")
	if _, err := e2.OpenSevere(ctx, "severe", c1); !errors.Is(err, seal.ErrOpen) {
		t.Error("the first opens what is the second's:", err)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "keys", "*.tmp-*")); len(files) > 0 {
		t.Error(files)
	}
}

// Where a first record made a pair meanwhile, the ceremony has to be held again.
func TestAPairMadeMeanwhileIsAConflict(t *testing.T) {
	ctx := context.Background()
	db := open(t, t.TempDir())
	to, _, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	e := severe(t, db, "FICTION")
	if err := db.ReplaceCustody(ctx, "orvanie", "", to); !errors.Is(err, fault.Conflict) {
		t.Fatal(err)
	}
	c, _, err := db.CustodyHere("orvanie")
	if err != nil {
		t.Fatal(err)
	}
	same(t, e, c, "FICTION")
}
