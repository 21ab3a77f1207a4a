package storetest

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// canary is a word that stands nowhere but in what is sealed.
const canary = "FICTION-Tchirozerine-canary"

func blobs(t *testing.T, open Opener) {
	db := fresh(t, open)
	b, err := db.PutBlob(strings.NewReader("bytes"))
	check(t, err)
	if b != (ledger.Blob{Hash: ledger.Sum([]byte("bytes")), Size: 5}) {
		t.Fatal(b)
	}
	again, err := db.PutBlob(strings.NewReader("bytes"))
	check(t, err)
	if again != b {
		t.Fatal(again)
	}
	r, err := db.Blob(b.Hash)
	check(t, err)
	got, err := io.ReadAll(r)
	check(t, err)
	check(t, r.Close())
	if string(got) != "bytes" {
		t.Fatal(got)
	}
	_, err = db.Blob(ledger.Sum([]byte("other")))
	is(t, err, fault.NotFound)
	_, err = db.PutBlob(io.MultiReader(strings.NewReader("half"), failing{}))
	is(t, err, errNo)
	_, err = db.Append(background, Study, store.Office, ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{ledger.InBlob("file", b)}})
	check(t, err)
	sound(t, db, store.Office)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errNo }

func bigPieces(t *testing.T, open Opener) {
	db := fresh(t, open)
	big := bytes.Repeat([]byte("sound "), 50_000)
	es, err := db.Append(background, Study, store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{
		ledger.Plain("open", big), {Name: "sound", Seal: ledger.Desk, Data: big}}})
	check(t, err)
	e, err := db.Entry(background, Study, store.Office, es[0].Seq)
	check(t, err)
	for _, name := range []string{"open", "sound"} {
		if got, err := e.Open(background, name); err != nil || !bytes.Equal(got, big) {
			t.Fatal(name, len(got), err)
		}
	}
	sound(t, db, store.Office)
	_, err = db.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: e.Parts[1].Subject, Why: "withdrawn"}, 0, "c1")
	check(t, err)
	if _, err := db.Blob(e.Parts[1].Hash); err == nil {
		t.Fatal("the sealed blob is still there")
	}
	if _, err := db.Blob(e.Parts[0].Hash); err != nil {
		t.Fatal("the open blob is gone", err)
	}
	if r := sound(t, db, store.Office); r.Withdrawn != 1 {
		t.Fatal(r)
	}
}

func custody(t *testing.T, open Opener) {
	dir := t.TempDir()
	db := opened(t, open, dir)
	if db.CustodyIsHere(Study) {
		t.Fatal("custody before it is needed")
	}
	es, err := db.Append(background, Study, store.Office, report("one"), report("two"))
	check(t, err)
	if !db.CustodyIsHere(Study) {
		t.Fatal("the identity lies here and the store does not say so")
	}
	e, err := db.Entry(background, Study, store.Office, es[1].Seq)
	check(t, err)
	_, err = e.Open(background, "severe")
	is(t, err, fault.Forbidden)

	name := filepath.Join(dir, "keys", Study+".custody-identity")
	text, err := os.ReadFile(name)
	check(t, err)
	check(t, os.Remove(name)) // the custodians take it away: nothing else changes
	c, err := seal.ParseCustodian(seal.Hide(strings.TrimSpace(string(text))))
	check(t, err)
	if got, err := e.OpenSevere(background, "severe", c); err != nil || string(got) != "name of who said: two" {
		t.Fatal(string(got), err)
	}
	_, other, err := seal.NewCustody()
	check(t, err)
	if _, err := e.OpenSevere(background, "severe", other); err == nil {
		t.Fatal("opened by another custodian")
	}
	_, err = db.Append(background, Study, store.Office, report("three"))
	check(t, err)
	if db.CustodyIsHere(Study) {
		t.Fatal("a new identity was made")
	}
	sound(t, db, store.Office)
}

func subjectsKey(t *testing.T, open Opener) {
	db := fresh(t, open)
	d := func(said string) ledger.Draft { d := report(said); d.Subject = "s-1"; return d }
	es, err := db.Append(background, Study, store.Office, d("one"), d("two"))
	check(t, err)
	more, err := db.Append(background, Study, store.Office, d("three"))
	check(t, err)
	for i, e := range append(es, more...) {
		x, err := db.Entry(background, Study, store.Office, e.Seq)
		check(t, err)
		if b, err := x.Open(background, "desk"); err != nil || string(b) != []string{"one", "two", "three"}[i] {
			t.Fatal(i, string(b), err)
		}
	}
	// One withdrawal reaches all three.
	_, err = db.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: "s-1", Why: "withdrawn"}, 0, "c1")
	check(t, err)
	if r := sound(t, db, store.Office); r.Withdrawn != 6 {
		t.Fatal(r.Withdrawn)
	}
}

func withdrawal(t *testing.T, open Opener) {
	dir := t.TempDir()
	db := opened(t, open, dir)
	said := func(who string) ledger.Draft { d := report(canary + " " + who); d.Subject = who; return d }
	es, err := db.Append(background, Study, store.Office, said("s-1"), said("s-2"))
	check(t, err)
	check(t, db.Update(background, func(tx *store.Tx) error {
		_, err := tx.PutClaims(store.Import{Study: Study, Series: "reports"}, func(yield func(claim.Claim, error) bool) {
			for i, e := range es {
				yield(claim.Claim{Key: claim.Key{Source: "reports", ID: fmt.Sprint(i)}, Kind: claim.KindVerbatim,
					Said: claim.Said{Verbatim: canary + fmt.Sprintf(" projected %d", i)}, Origin: claim.Origin{Entry: e.Seq}}, nil)
			}
		})
		return err
	}))
	before, err := db.Head(background, Study, store.Office)
	check(t, err)

	e, err := db.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: "s-1", Why: "withdrawn"}, 9, "c1")
	check(t, err)
	if e.Seq != before.Size || e.Kind != ledger.Shred || e.At != 9 {
		t.Fatalf("%+v", e)
	}
	r := sound(t, db, store.Office)
	if r.Withdrawn != 2 || r.Head.Size != 3 {
		t.Fatalf("%+v", r)
	}
	x, err := db.Entry(background, Study, store.Office, 0)
	check(t, err)
	for _, part := range []string{"desk", "severe"} {
		if _, err := x.Open(background, part); err == nil {
			t.Fatal(part, "opens")
		}
	}
	if _, err := x.WrappedKey(background, "severe"); err == nil {
		t.Fatal("the severe key is still there")
	}
	y, err := db.Entry(background, Study, store.Office, 1)
	check(t, err)
	if b, err := y.Open(background, "desk"); err != nil || string(b) != canary+" s-2" {
		t.Fatal(string(b), err)
	}
	if ks := keys(t, db); len(ks) != 1 || ks[0] != "reports/1" {
		t.Fatal(ks)
	}
	_, err = db.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: "s-1", Why: "withdrawn"}, 9, "c1")
	is(t, err, fault.Conflict)
	_, err = db.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: "nobody", Why: "withdrawn"}, 9, "c1")
	is(t, err, fault.NotFound)
	_, err = db.Append(background, Study, store.Office, said("s-1"))
	is(t, err, fault.Refused)

	// Nothing that was sealed stands anywhere in the clear; of the one who
	// withdrew, not even the projection.
	holds(t, dir, canary+" s-1", false)
	holds(t, dir, canary+" s-2", false)
	holds(t, dir, canary+" projected 0", false)
	holds(t, dir, canary+" projected 1", true)
	if runtime.GOOS != "windows" {
		check(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			i, err := d.Info()
			if err == nil && i.Mode().Perm()&0o077 != 0 && filepath.Dir(p) == filepath.Join(dir, "keys") {
				t.Errorf("%s can be read by others: %v", d.Name(), i.Mode())
			}
			return err
		}))
	}
}

// holds looks for a word in every file under dir.
func holds(t testing.TB, dir, word string, want bool) {
	t.Helper()
	found := false
	check(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte(word)) {
			found = true
			if !want {
				t.Errorf("%s holds %q", d.Name(), word)
			}
		}
		return err
	}))
	if want && !found {
		t.Errorf("%q is nowhere: the search finds nothing at all", word)
	}
}

func studySecret(t *testing.T, open Opener) {
	dir := t.TempDir()
	a, b := opened(t, open, dir), opened(t, open, dir)
	made := make(chan string)
	for _, db := range []*store.DB{a, b, a, b} { // whoever comes first makes it
		go func() {
			s, err := db.StudySecret(Study)
			if err != nil {
				t.Error(err)
			}
			made <- string(s.Reveal())
		}()
	}
	first := <-made
	for range 3 {
		if s := <-made; s != first || len(s) != seal.KeySize {
			t.Fatal("two secrets")
		}
	}
	other, err := a.StudySecret("demo-two")
	check(t, err)
	if string(other.Reveal()) == first {
		t.Fatal("two studies, one secret")
	}
	_, err = a.StudySecret("../x")
	is(t, err, fault.Invalid)
	s, err := a.StudySecret(Study)
	check(t, err)
	if text := fmt.Sprint(s); text != "[sealed]" {
		t.Fatal(text)
	}
}
