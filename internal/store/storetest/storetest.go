// Package storetest is what a store must do, whatever keeps its rows: a second
// back end passes it unchanged. It serves tests only.
//
// It does not know how a back end can break: damaged files and killed
// processes are tested beside each of them. The function you want is [Run].
package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// Study is the fictional study of every test.
const Study = "orvanie"

// Opener opens the store of a folder; the same folder twice is one store that
// two processes share. The test closes it.
type Opener func(t testing.TB, dir string) *store.DB

// Run runs the whole suite.
func Run(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		fn   func(*testing.T, Opener)
	}{
		{"an empty folder opens, and opens again", emptyFolder},
		{"positions have no gap and the root is the tree's", positions},
		{"what was appended reads back", readsBack},
		{"a failed transaction leaves nothing, its neighbours stay", failedTransaction},
		{"a panic undoes its own transaction only", panics},
		{"a head that moved is a conflict", conflict},
		{"many writers make one log", manyWriters},
		{"two handles on one folder make one log", twoHandles},
		{"studies and logs do not mix", doNotMix},
		{"entries of one kind, from a position", kindsAndPositions},
		{"time is claimed and does not order", claimedTime},
		{"claims are added, revised, the same, gone, and back", claimsLive},
		{"claims come by key, once", claimsByKey},
		{"an error of the reader projects nothing", readerFails},
		{"events are replaced", eventsReplaced},
		{"events come back as they were put", eventsStand},
		{"a projection made again gives the same dump", sameDump},
		{"one claim by its key, and one that is taken back", oneClaim},
		{"events are joined with the claims there are", joined},
		{"a transaction sees what it has projected", seesItself},
		{"accounts are the incidents without what was said", accounts},
		{"a study has one secret", studySecret},
		{"blobs are kept by hash", blobs},
		{"big pieces become blobs and come back", bigPieces},
		{"custody opens severe parts, the server does not", custody},
		{"a subject keeps its desk key", subjectsKey},
		{"a withdrawal destroys and is accepted", withdrawal},
		{"checkpoints are signed and kept", checkpoints},
		{"a cancelled caller stops before it begins", cancelled},
	} {
		t.Run(c.name, func(t *testing.T) { c.fn(t, open) })
	}
}

var background = context.Background()

func fresh(t *testing.T, open Opener) *store.DB {
	t.Helper()
	return opened(t, open, t.TempDir())
}

func opened(t *testing.T, open Opener, dir string) *store.DB {
	t.Helper()
	db := open(t, dir)
	t.Cleanup(func() { check(t, db.Close()) })
	return db
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t testing.TB, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("want %v, got %v", kind, err)
	}
}

func decision(n int) ledger.Draft {
	return ledger.Draft{Kind: ledger.Decision, At: int64(1000 + n), By: "a1", Pieces: []ledger.Piece{ledger.JSON("decision", map[string]int{"n": n})}}
}

func report(said string) ledger.Draft {
	return ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte(said)), ledger.ForCustody([]byte("name of who said: " + said))}}
}

// sound verifies a log and gives its head.
func sound(t testing.TB, db *store.DB, log string) ledger.Report {
	t.Helper()
	r, err := db.Verify(background, Study, log, nil)
	check(t, err)
	if !r.OK() {
		t.Fatalf("does not verify: %v", r.Findings)
	}
	h, err := db.Head(background, Study, log)
	check(t, err)
	if h != r.Head {
		t.Fatalf("head %+v, but the entries give %+v", h, r.Head)
	}
	return r
}

func emptyFolder(t *testing.T, open Opener) {
	dir := t.TempDir()
	for range 2 {
		db := open(t, dir)
		h, err := db.Head(background, Study, store.Office)
		check(t, err)
		if h.Size != 0 || h.Root != ledger.Sum(nil) {
			t.Fatal(h)
		}
		sound(t, db, store.Office)
		if names, err := db.Studies(background); err != nil || len(names) != 0 {
			t.Fatal(names, err)
		}
		check(t, db.Close())
	}
}

func positions(t *testing.T, open Opener) {
	db := fresh(t, open)
	var edge ledger.Edge
	for i := range 70 {
		es, err := db.Append(background, Study, store.Office, decision(i), decision(-i))
		check(t, err)
		for _, e := range es {
			if e.Seq != edge.Size() {
				t.Fatalf("position %d, want %d", e.Seq, edge.Size())
			}
			b, err := ledger.Encode(e)
			check(t, err)
			edge.Add(nil, ledger.Leaf(b))
		}
		h, err := db.Head(background, Study, store.Office)
		check(t, err)
		if h != (ledger.Head{Size: edge.Size(), Root: edge.Root()}) {
			t.Fatalf("after %d: the head is not that of the tree", i)
		}
	}
	sound(t, db, store.Office)
}

func readsBack(t *testing.T, open Opener) {
	dir := t.TempDir()
	db := open(t, dir)
	d := ledger.Draft{Kind: ledger.Record, At: -5, By: "m1", Replaces: &ledger.Ref{Log: "north", Seq: 3}, Subject: "s-1", Pieces: []ledger.Piece{
		ledger.Plain("form", []byte("form 1")), ledger.ForDesk([]byte("said")), ledger.Plain("empty", nil), ledger.ForDesk(nil)}}
	d.Pieces[3].Name = "nothing-said"
	es, err := db.Append(background, Study, store.Office, d)
	check(t, err)
	check(t, db.Close())

	db = opened(t, open, dir)
	e, err := db.Entry(background, Study, store.Office, es[0].Seq)
	check(t, err)
	if e.At != -5 || e.By != "m1" || *e.Replaces != *d.Replaces || e.Kind != ledger.Record || len(e.Parts) != 4 || e.Parts[1].Subject != "s-1" {
		t.Fatalf("%+v", e.Entry)
	}
	for name, want := range map[string]string{"form": "form 1", "desk": "said", "empty": "", "nothing-said": ""} {
		if b, err := e.Open(background, name); err != nil || string(b) != want {
			t.Fatalf("%s: %q %v", name, b, err)
		}
	}
	_, err = e.Open(background, "no-such-part")
	is(t, err, fault.NotFound)
	_, err = db.Entry(background, Study, store.Office, 99)
	is(t, err, fault.NotFound)
	for _, bad := range []ledger.Draft{
		{Kind: ledger.Record, By: "Awa Traoré"}, {Kind: "", By: "m1"},
		{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.Plain("x", nil), ledger.Plain("x", nil)}},
		{Kind: ledger.Record, By: "m1", Subject: "a b", Pieces: []ledger.Piece{ledger.ForDesk(nil)}},
	} {
		if _, err := db.Append(background, Study, store.Office, bad); !errors.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if r := sound(t, db, store.Office); r.Head.Size != 1 {
		t.Fatal(r)
	}
}

var errNo = errors.New("no")

func failedTransaction(t *testing.T, open Opener) {
	db := fresh(t, open)
	done := make(chan error)
	for i := range 30 {
		go func() {
			done <- db.Update(background, func(tx *store.Tx) error {
				es, err := tx.Append(Study, store.Office, decision(i))
				if err != nil {
					return err
				}
				if _, err := tx.PutClaims(store.Import{Study: Study, Series: "s"}, needs(es[0].Seq, fmt.Sprint(i))); err != nil {
					return err
				}
				if i%3 == 0 {
					return errNo
				}
				return nil
			})
		}()
	}
	failed := 0
	for range 30 {
		if err := <-done; err != nil {
			is(t, err, errNo)
			failed++
		}
	}
	if r := sound(t, db, store.Office); failed != 10 || r.Head.Size != 20 {
		t.Fatal(failed, r.Head.Size)
	}
	if ks := keys(t, db); len(ks) != 20 || slices.Contains(ks, "needs/3") {
		t.Fatal(ks)
	}
}

func panics(t *testing.T, open Opener) {
	db := fresh(t, open)
	func() {
		defer func() {
			if p := recover(); p != "a bug" {
				t.Fatal(p)
			}
		}()
		_ = db.Update(background, func(tx *store.Tx) error {
			if _, err := tx.Append(Study, store.Office, decision(0)); err != nil {
				return err
			}
			panic("a bug")
		})
	}()
	func() {
		defer func() {
			if p := recover(); p != "a bug of a reader" {
				t.Fatal(p)
			}
		}()
		_ = db.Update(background, func(tx *store.Tx) error {
			_, err := tx.PutClaims(store.Import{Study: Study}, func(func(claim.Claim, error) bool) { panic("a bug of a reader") })
			return err
		})
	}()
	_, err := db.Append(background, Study, store.Office, decision(1))
	check(t, err)
	if r := sound(t, db, store.Office); r.Head.Size != 1 {
		t.Fatal(r.Head)
	}
}

func conflict(t *testing.T, open Opener) {
	db := fresh(t, open)
	_, err := db.AppendIf(background, Study, store.Office, 0, decision(0))
	check(t, err)
	_, err = db.AppendIf(background, Study, store.Office, 0, decision(1))
	is(t, err, fault.Conflict)
	_, err = db.AppendIf(background, Study, store.Office, 1, decision(1))
	check(t, err)
	sound(t, db, store.Office)
}

func manyWriters(t *testing.T, open Opener) {
	db := fresh(t, open)
	writers(t, db, db, db, db, db, db, db, db)
	if r := sound(t, db, store.Office); r.Head.Size != 8*40 {
		t.Fatal(r.Head)
	}
}

func twoHandles(t *testing.T, open Opener) {
	dir := t.TempDir()
	a, b := opened(t, open, dir), opened(t, open, dir)
	writers(t, a, b, a, b)
	if r := sound(t, a, store.Office); r.Head.Size != 4*40 {
		t.Fatal(r.Head)
	}
	// Keys written through one handle open through the other.
	es, err := a.Append(background, Study, store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Subject: "s-1", Pieces: []ledger.Piece{ledger.ForDesk([]byte("one"))}})
	check(t, err)
	_, err = b.Append(background, Study, store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Subject: "s-1", Pieces: []ledger.Piece{ledger.ForDesk([]byte("two"))}})
	check(t, err)
	e, err := b.Entry(background, Study, store.Office, es[0].Seq)
	check(t, err)
	if p, err := e.Open(background, "desk"); err != nil || string(p) != "one" {
		t.Fatal(string(p), err)
	}
	// And a key that one destroys is gone for the other.
	_, err = a.Shred(background, Study, store.Office, ledger.Withdrawal{Subject: "s-1", Why: "withdrawn"}, 0, "c1")
	check(t, err)
	if _, err := e.Open(background, "desk"); err == nil {
		t.Fatal("opens after the withdrawal")
	}
}

// writers appends 40 records through each handle at once.
func writers(t *testing.T, dbs ...*store.DB) {
	t.Helper()
	done := make(chan error)
	for w, db := range dbs {
		go func() {
			for i := range 40 {
				d := decision(100*w + i)
				if i%4 == 0 {
					d = ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk(fmt.Append(nil, w, i))}}
				}
				if _, err := db.Append(background, Study, store.Office, d); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range dbs {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func doNotMix(t *testing.T, open Opener) {
	db := fresh(t, open)
	for _, where := range [][2]string{{Study, store.Office}, {Study, "north"}, {"demo-two", store.Office}} {
		_, err := db.Append(background, where[0], where[1], decision(1))
		check(t, err)
	}
	check(t, db.Update(background, func(tx *store.Tx) error {
		_, err := tx.PutClaims(store.Import{Study: "demo-two"}, needs(0, "1"))
		return err
	}))
	if ks := keys(t, db); len(ks) != 0 {
		t.Fatal(ks)
	}
	if names, err := db.Studies(background); err != nil || !slices.Equal(names, []string{"demo-two", Study}) {
		t.Fatal(names, err)
	}
	if names, err := db.Logs(background, Study); err != nil || !slices.Equal(names, []string{store.Office, "north"}) {
		t.Fatal(names, err)
	}
	sound(t, db, store.Office)
	sound(t, db, "north")
	for _, bad := range []string{"", "..", ".hidden", "a/b", "a b", `a\b`} {
		if _, err := db.Append(background, bad, store.Office, decision(1)); !errors.Is(err, fault.Invalid) {
			t.Errorf("a study called %q: %v", bad, err)
		}
	}
}

func kindsAndPositions(t *testing.T, open Opener) {
	db := fresh(t, open)
	var ds []ledger.Draft
	for i := range 2500 { // more than a page
		d := decision(i)
		if i%5 != 0 {
			d = ledger.Draft{Kind: ledger.Record, By: "m1"}
		}
		ds = append(ds, d)
	}
	_, err := db.Append(background, Study, store.Office, ds...)
	check(t, err)
	count := func(s iter.Seq2[store.Entry, error]) (n int, first int64) {
		first = -1
		last := int64(-1)
		for e, err := range s {
			check(t, err)
			if e.Seq <= last {
				t.Fatal("out of order")
			}
			if last = e.Seq; n == 0 {
				first = e.Seq
			}
			n++
		}
		return n, first
	}
	for _, c := range []struct {
		s     iter.Seq2[store.Entry, error]
		n     int
		first int64
	}{
		{db.Entries(background, Study, store.Office, 0), 2500, 0},
		{db.Entries(background, Study, store.Office, 1234), 1266, 1234},
		{db.Entries(background, Study, store.Office, 2500), 0, -1},
		{db.EntriesOf(background, Study, store.Office, ledger.Decision), 500, 0},
		{db.EntriesOf(background, Study, store.Office, ledger.Record), 2000, 1},
		{db.EntriesOf(background, Study, store.Office, ledger.Release), 0, -1},
		{db.Entries(background, "nobody", store.Office, 0), 0, -1},
	} {
		if n, first := count(c.s); n != c.n || first != c.first {
			t.Errorf("%d from %d, want %d from %d", n, first, c.n, c.first)
		}
	}
	for range db.Entries(background, Study, store.Office, 0) {
		break // leaving early leaves nothing behind: Close would hang
	}
}

func claimedTime(t *testing.T, open Opener) {
	db := fresh(t, open)
	for _, at := range []int64{2000, -62135596800, 253402300799, 0, 1000} {
		_, err := db.Append(background, Study, store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1", At: at})
		check(t, err)
	}
	var got []int64
	for e, err := range db.Entries(background, Study, store.Office, 0) {
		check(t, err)
		got = append(got, e.At)
	}
	if !slices.Equal(got, []int64{2000, -62135596800, 253402300799, 0, 1000}) {
		t.Fatal(got)
	}
	sound(t, db, store.Office)
}

func checkpoints(t *testing.T, open Opener) {
	db := fresh(t, open)
	for i := range 3 {
		_, err := db.Append(background, Study, store.Office, decision(i))
		check(t, err)
		note, err := db.Checkpoint(background, Study, store.Office)
		check(t, err)
		c, err := ledger.OpenCheckpoint(note, db.Verifier())
		check(t, err)
		h, err := db.Head(background, Study, store.Office)
		check(t, err)
		if c.Head != h || c.Study != Study || c.Log != store.Office {
			t.Fatalf("%+v", c)
		}
	}
	if r := sound(t, db, store.Office); r.Checked < 3 {
		t.Fatal(r.Checked)
	}
}

func cancelled(t *testing.T, open Opener) {
	db := fresh(t, open)
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := db.Append(ctx, Study, store.Office, decision(0)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(background)
	err := db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Append(Study, store.Office, decision(0)); err != nil {
			return err
		}
		cancel()
		_, err := tx.PutClaims(store.Import{Study: Study}, needs(0, "1"))
		return err
	})
	is(t, err, context.Canceled)
	if r := sound(t, db, store.Office); r.Head.Size != 0 {
		t.Fatal(r.Head)
	}
}
