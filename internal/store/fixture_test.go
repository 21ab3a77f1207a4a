package store_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

var fixture = flag.String("fixture", "", "write a new fixture of the format this program writes to this folder: once for each format, never over an old one")

// What the fixtures of layouts 1 and 2 give, for as long as there is this program.
const (
	fixtureHeadTwo     = "6 0cfdb28c0f60774e8b75127b4fff1a31acc386dcba783b11dce7b7915859c788"
	fixtureHead        = "6 9443dde195183822b4f2efc73b48382854492478371f31c7e888a4df0ad0ffc4"
	fixtureIdentityTwo = "15865ad41d56f94fba5063a01009fdecc51e729b9a5064f6fbc731ac10844670"
	fixtureIdentity    = "b78fbb568bdbabb14c9d9e6842223012824e2050f1718df44eac14337483099d"
)

// Folders that earlier programs wrote go on opening, verify, and say the same.
func TestOldFoldersOpen(t *testing.T) {
	ctx := context.Background()
	if *fixture != "" {
		makeFixture(t, *fixture)
	}
	for _, v := range []struct{ name, head, identity string }{{"v1", fixtureHead, fixtureIdentity}, {"v2", fixtureHeadTwo, fixtureIdentityTwo}} {
		t.Run(v.name, func(t *testing.T) { oldFolderOpens(ctx, t, v.name, v.head, v.identity) })
	}
}

func oldFolderOpens(ctx context.Context, t *testing.T, name, head, identity string) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", name))); err != nil {
		t.Fatal(err)
	}
	if found := state(t, dir); name == "v2" && len(found) > 0 || name == "v1" && !has(found, "L185 orvanie") {
		t.Fatal(found)
	}
	db := open(t, dir)
	r, err := db.Verify(ctx, "orvanie", store.Office, nil)
	if err != nil || !r.OK() || r.Withdrawn != 2 || r.Checked != 2 {
		t.Fatalf("%+v %v", r, err)
	}
	if got := fmt.Sprintf("%d %s", r.Head.Size, r.Head.Root); got != head {
		t.Errorf("head %s, want %s", got, head)
	}
	id, err := db.Identity(ctx, "orvanie")
	if err != nil || id.String() != identity {
		t.Errorf("identity %s, want %s (%v)", id, identity, err)
	}
	e, err := db.Entry(ctx, "orvanie", store.Office, 1)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := e.Open(ctx, "desk"); err != nil || string(b) != "FICTION: we walked to the next town" {
		t.Error(string(b), err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "keys", "orvanie.custody-identity"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := seal.ParseCustodian(seal.Hide(strings.TrimSpace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := e.OpenSevere(ctx, "severe", c); err != nil || string(b) != "FICTION: who said it" {
		t.Error(string(b), err)
	}
	// And they can be written to.
	if _, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found := state(t, dir); len(found) > 0 {
		t.Error("after it was written to:", found)
	}
}

// What was altered before an older folder is first written to is found, and nothing
// is signed on top of it.
func TestAnAlteredOldFolderIsNotSigned(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{`UPDATE claims SET gone = 1 WHERE id = '2'`, "L171 orvanie claims 2 2"},
		{`UPDATE sums SET state = zeroblob(length(state))`, "L171 orvanie claims 2 2"},
		{`DELETE FROM heads`, "L181 orvanie"},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/v2")); err != nil {
			t.Fatal(err)
		}
		damage(t, dir, c.sql)
		if found := state(t, dir); !has(found, c.want) {
			t.Errorf("%s: want %s, got %v", c.sql, c.want, found)
		}
		if strings.Contains(c.sql, "sums") {
			continue // they are made anew
		}
		if db, err := store.Open(context.Background(), dir); err == nil {
			t.Error(c.sql, "opens to write")
			_ = db.Close()
		} else if f, _ := fault.Public(err); f == nil || f.Code != "L187" {
			t.Error(err)
		}
		db, err := store.OpenToMend(context.Background(), dir, store.Mend{})
		if err != nil {
			t.Fatal(c.sql, err)
		}
		_ = db.Close()
		if found := state(t, dir); len(found) == 0 {
			t.Error(c.sql, "was signed to be mended")
		}
	}
}

func makeFixture(t *testing.T, dir string) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	said := func(who, what string) ledger.Draft {
		return ledger.Draft{Kind: ledger.Record, At: 1764086400, By: "m1", Subject: who, Pieces: []ledger.Piece{
			ledger.ForDesk([]byte(what)), ledger.ForCustody([]byte("FICTION: who said it"))}}
	}
	blob, err := db.PutBlob(strings.NewReader("id,function\n1,mediation\n2,water\n"))
	must(err)
	must(db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.File, At: 1764086400, By: "dires", Pieces: []ledger.Piece{
			ledger.InBlob("file", blob), ledger.JSON("about", map[string]string{"name": "needs.csv"})}}); err != nil {
			return err
		}
		_, err := tx.PutClaims(store.Import{Study: "orvanie", Series: "needs"}, func(yield func(claim.Claim, error) bool) {
			for i, f := range []string{"mediation", "water"} {
				yield(claim.Claim{Key: claim.Key{Source: "needs", ID: fmt.Sprint(i + 1)}, Kind: claim.KindNeed, Need: &claim.Need{Function: f},
					Origin: claim.Origin{File: "needs.csv", Row: i + 2}}, nil)
			}
		})
		return err
	}))
	_, err = db.Append(ctx, "orvanie", store.Office, said("s-1", "FICTION: we walked to the next town"), said("s-2", "FICTION: to be withdrawn"))
	must(err)
	_, err = db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, At: 1764086401, By: "a1",
		Replaces: &ledger.Ref{Log: store.Office, Seq: 1}, Pieces: []ledger.Piece{ledger.JSON("decision", "same")}})
	must(err)
	_, err = db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: "s-2", Why: "withdrawn"}, 1764086402, "c1")
	must(err)
	_, err = db.Checkpoint(ctx, "orvanie", store.Office)
	must(err)
	_, err = db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: "later-kind", By: "dires", Pieces: []ledger.Piece{ledger.Plain("x", nil)}})
	must(err)
	must(db.Close())
	must(filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error { t.Log(p); return err }))
}
