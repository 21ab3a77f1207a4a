package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// An import: the blob first, then its entry and its claims at once.
func Example() {
	ctx := context.Background()
	dir, done := tempDir()
	defer done()
	db, err := store.Open(ctx, dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	blob, _ := db.PutBlob(strings.NewReader("id,function\n1,mediation\n"))
	err = db.Update(ctx, func(tx *store.Tx) error {
		e, err := tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{
			ledger.InBlob("file", blob),
			ledger.JSON("about", map[string]string{"name": "needs.csv", "reader": "example/1"}),
		}})
		if err != nil {
			return err
		}
		_, err = tx.PutClaims(store.Import{Study: "orvanie", Series: "needs"}, func(yield func(claim.Claim, error) bool) {
			yield(claim.Claim{
				Key: claim.Key{Source: "needs", ID: "1"}, Kind: claim.KindNeed, Need: &claim.Need{Function: "mediation"},
				Origin: claim.Origin{Entry: e[0].Seq, File: "needs.csv", Row: 2},
			}, nil)
		})
		return err
	})
	fmt.Println(err)

	head, _ := db.Head(ctx, "orvanie", store.Office)
	fmt.Println("entries:", head.Size)
	for c, err := range db.Claims(ctx, "orvanie") {
		fmt.Println(c.Key, c.Need.Function, c.Origin, err)
	}
	// Output:
	// <nil>
	// entries: 1
	// needs/1 mediation {0 needs.csv 2} <nil>
}

func open(t testing.TB, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestASealedRecordOpensUntilItIsShredded(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	db := open(t, dir)
	es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1",
		Pieces: []ledger.Piece{ledger.ForDesk([]byte("we walked to the next town")), ledger.ForCustody([]byte("name"))}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := db.Entry(ctx, "orvanie", store.Office, es[0].Seq)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := e.Open(ctx, "desk"); err != nil || string(b) != "we walked to the next town" {
		t.Fatal(string(b), err)
	}
	if _, err := db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: e.Parts[0].Subject, Why: "withdrawn"}, 0, "c1"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open(ctx, "desk"); err == nil {
		t.Fatal("opens after the withdrawal")
	}
}
