package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// needs are claims of the source "needs" with these ids, from one entry; an id
// "7=water" gives claim 7 another content.
func needs(entry int64, ids ...string) iter.Seq2[claim.Claim, error] {
	return func(yield func(claim.Claim, error) bool) {
		for i, id := range ids {
			c := claim.Claim{Key: claim.Key{Source: "needs", ID: id}, Kind: claim.KindNeed, Need: &claim.Need{Function: "mediation"},
				Origin: claim.Origin{Entry: entry, File: "needs-" + strconv.FormatInt(entry, 10) + ".csv", Row: i + 2}}
			if id, content, ok := bytesCut(id); ok {
				c.Key.ID, c.Need.Function = id, content
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func bytesCut(s string) (string, string, bool) {
	a, b, ok := bytes.Cut([]byte(s), []byte("="))
	return string(a), string(b), ok
}

func keys(t testing.TB, db *store.DB, kinds ...claim.Kind) (ks []string) {
	t.Helper()
	for c, err := range db.Claims(background, Study, kinds...) {
		check(t, err)
		ks = append(ks, c.Key.String())
	}
	return ks
}

// file appends a file entry, projects its claims, and lets go what it dropped.
func file(t testing.TB, db *store.DB, series string, ids ...string) (n store.Counts) {
	t.Helper()
	check(t, db.Update(background, func(tx *store.Tx) error {
		es, err := tx.Append(Study, store.Office, ledger.Draft{Kind: ledger.File, By: "dires"})
		if err != nil {
			return err
		}
		in := store.Import{Study: Study, Series: series}
		if n, err = tx.PutClaims(in, needs(es[0].Seq, ids...)); err != nil {
			return err
		}
		n.Gone, err = tx.Tombstone(in, "needs", es[0].Seq)
		return err
	}))
	return n
}

func claimsLive(t *testing.T, open Opener) {
	db := fresh(t, open)
	for i, c := range []struct {
		ids  []string
		want store.Counts
		keys []string
	}{
		{[]string{"1", "2", "3"}, store.Counts{Added: 3}, []string{"needs/1", "needs/2", "needs/3"}},
		{[]string{"1", "2", "3"}, store.Counts{Same: 3}, []string{"needs/1", "needs/2", "needs/3"}},
		{[]string{"1", "2=water", "4"}, store.Counts{Added: 1, Revised: 1, Same: 1, Gone: 1}, []string{"needs/1", "needs/2", "needs/4"}},
		{[]string{"1", "2=water", "3"}, store.Counts{Added: 1, Same: 2, Gone: 1}, []string{"needs/1", "needs/2", "needs/3"}},
		{nil, store.Counts{Gone: 3}, nil},
	} {
		if n := file(t, db, "s", c.ids...); n != c.want {
			t.Fatalf("file %d: %+v, want %+v", i, n, c.want)
		}
		if ks := keys(t, db); !slices.Equal(ks, c.keys) {
			t.Fatalf("file %d: %v", i, ks)
		}
	}
	gone := map[string]int64{}
	for r, err := range db.Rows(background, Study) {
		check(t, err)
		gone[r.Key.ID] = r.Gone
	}
	if !maps.Equal(gone, map[string]int64{"1": 4, "2": 4, "3": 4, "4": 3}) {
		t.Fatal(gone)
	}
	// Another series of the same source drops nothing of this one.
	file(t, db, "s", "1")
	if n := file(t, db, "monthly", "9"); n.Gone != 0 {
		t.Fatal(n)
	}
	for c, err := range db.Claims(background, Study) {
		check(t, err)
		if c.Key.ID == "1" && c.Origin != (claim.Origin{Entry: 5, File: "needs-5.csv", Row: 2}) {
			t.Fatal(c.Origin)
		}
	}
}

func claimsByKey(t *testing.T, open Opener) {
	db := fresh(t, open)
	var ids []string
	for i := range 3000 { // more than a page, in no order, some twice
		ids = append(ids, strconv.Itoa(i*7919%2500))
	}
	n := file(t, db, "s", ids...)
	if n.Added != 2500 || n.Same != 500 {
		t.Fatal(n)
	}
	ks := keys(t, db)
	if len(ks) != 2500 || !slices.IsSorted(ks) {
		t.Fatal(len(ks))
	}
	if ks := keys(t, db, claim.KindIncident); len(ks) != 0 {
		t.Fatal(ks)
	}
	if ks := keys(t, db, claim.KindIncident, claim.KindNeed); len(ks) != 2500 {
		t.Fatal(len(ks))
	}
}

func readerFails(t *testing.T, open Opener) {
	db := fresh(t, open)
	for _, bad := range []iter.Seq2[claim.Claim, error]{
		func(yield func(claim.Claim, error) bool) {
			for c, err := range needs(0, make([]string, 600)...) {
				c.Key.ID = strconv.Itoa(c.Origin.Row)
				if !yield(c, err) {
					return
				}
			}
			yield(claim.Claim{}, errNo)
		},
		needs(0, "1", "2", ""), // a claim without a key
	} {
		err := db.Update(background, func(tx *store.Tx) error {
			if _, err := tx.Append(Study, store.Office, decision(1)); err != nil {
				return err
			}
			_, err := tx.PutClaims(store.Import{Study: Study}, bad)
			return err
		})
		if err == nil {
			t.Fatal("accepted")
		}
	}
	if ks := keys(t, db); len(ks) != 0 {
		t.Fatal(ks)
	}
	if r := sound(t, db, store.Office); r.Head.Size != 0 {
		t.Fatal(r.Head)
	}
}

func someEvents(n int) (es []event.Event) {
	for i := range n {
		k := claim.Key{Source: "needs", ID: strconv.Itoa(i)}
		es = append(es, event.Alone(k))
	}
	return es
}

func eventsReplaced(t *testing.T, open Opener) {
	db := fresh(t, open)
	for _, n := range []int{1200, 7} {
		check(t, db.Update(background, func(tx *store.Tx) error { return tx.ReplaceEvents(Study, someEvents(n)) }))
		var got []event.Event
		for e, err := range db.Events(background, Study) {
			check(t, err)
			got = append(got, e)
		}
		if len(got) != n || !slices.IsSortedFunc(got, func(a, b event.Event) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) }) {
			t.Fatal(len(got))
		}
	}
}

// Events come back as they were put, whatever was there before: those of one
// claim, of several, parts, and ids in another order than keys.
func eventsStand(t *testing.T, open Opener) {
	db := fresh(t, open)
	member := func(source, id string, p float64, by string) event.Member {
		return event.Member{Claim: claim.Key{Source: source, ID: id}, Relation: event.Same, Probability: p, DecidedBy: by}
	}
	alone := event.Alone(claim.Key{Source: "radio", ID: "1/2"})
	two := event.Event{ID: "radio/3", Members: []event.Member{member("radio", "3", 1, event.NativeID), member("un", "4", 0.875, "link:0")}}
	other := event.Event{ID: "radio/3", Members: []event.Member{member("radio", "3", 1, event.NativeID), member("un", "4", 1, "person")}}
	day := event.Event{ID: "radio/5", Members: []event.Member{member("radio", "5", 1, event.NativeID)}, PartOf: "radio/3"}
	guessed := event.Event{ID: "radio/6", Members: []event.Member{member("radio", "6", 0.5, event.NativeID)}}
	twice := event.Alone(claim.Key{Source: "radio-2", ID: "0"}) // its key comes after those of radio, its id before
	for _, want := range [][]event.Event{
		{alone, two, day, guessed, twice},
		{alone, other, day, twice},
		{alone, other, day, twice},
		{guessed},
		nil,
		{two, twice},
	} {
		check(t, db.Update(background, func(tx *store.Tx) error { return tx.ReplaceEvents(Study, want) }))
		var got []event.Event
		for e, err := range db.Events(background, Study) {
			check(t, err)
			got = append(got, e)
		}
		slices.SortFunc(got, func(a, b event.Event) int { return a.Members[0].Claim.Compare(b.Members[0].Claim) })
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
}

func sameDump(t *testing.T, open Opener) {
	db := fresh(t, open)
	project := func(tx *store.Tx, backwards bool) error {
		ids := []string{"1", "2", "3=water", "4"}
		if backwards {
			slices.Reverse(ids)
		}
		in := store.Import{Study: Study, Series: "s"}
		for _, id := range ids {
			if _, err := tx.PutClaims(in, needs(0, id)); err != nil {
				return err
			}
		}
		if _, err := tx.PutClaims(in, needs(1, "1", "2")); err != nil {
			return err
		}
		if _, err := tx.Tombstone(in, "needs", 1); err != nil {
			return err
		}
		if err := tx.ReplaceEvents(Study, someEvents(4)); err != nil {
			return err
		}
		return tx.Note(Study, "folder", []byte("hash"))
	}
	_, err := db.Append(background, Study, store.Office, decision(0), decision(1))
	check(t, err)
	check(t, db.Update(background, func(tx *store.Tx) error { return project(tx, false) }))
	var first bytes.Buffer
	check(t, db.Dump(background, Study, &first))
	check(t, db.Update(background, func(tx *store.Tx) error {
		if err := tx.Clear(Study); err != nil {
			return err
		}
		return project(tx, true)
	}))
	var again bytes.Buffer
	check(t, db.Dump(background, Study, &again))
	if first.Len() == 0 || first.String() != again.String() {
		t.Fatalf("%s\n%s", first.String(), again.String())
	}
	id, err := db.Identity(background, Study)
	check(t, err)
	if id != ledger.Sum(first.Bytes()) {
		t.Fatal("the identity is not the hash of the dump")
	}
	check(t, db.Update(background, func(tx *store.Tx) error { return tx.Note(Study, "folder", []byte("other")) }))
	if other, err := db.Identity(background, Study); err != nil || other == id {
		t.Fatal("another content has the same identity", err)
	}
	if v, err := db.Note(background, Study, "folder"); err != nil || string(v) != "other" {
		t.Fatal(v, err)
	}
}

func oneClaim(t *testing.T, open Opener) {
	db := fresh(t, open)
	file(t, db, "s", "1", "2")
	key := claim.Key{Source: "needs", ID: "2"}
	c, ok, err := db.Claim(background, Study, key)
	check(t, err)
	if !ok || c.Key != key || c.Origin != (claim.Origin{File: "needs-0.csv", Row: 3}) {
		t.Fatal(c, ok)
	}
	for _, k := range []claim.Key{{Source: "needs", ID: "3"}, {Source: "other", ID: "2"}} {
		if _, ok, err := db.Claim(background, Study, k); ok || err != nil {
			t.Fatal(k, ok, err)
		}
	}
	check(t, db.Update(background, func(tx *store.Tx) error {
		n, err := tx.Gone(Study, []claim.Key{key, {Source: "no", ID: "such"}, key}, 7)
		if n != 1 {
			t.Error("one was there, and", n, "were counted")
		}
		return err
	}))
	if _, ok, err := db.Claim(background, Study, key); ok || err != nil {
		t.Fatal("still there", err)
	}
	if ks := keys(t, db); len(ks) != 1 {
		t.Fatal(ks)
	}
}

func joined(t *testing.T, open Opener) {
	db := fresh(t, open)
	file(t, db, "s", "0", "2")
	check(t, db.Update(background, func(tx *store.Tx) error { return tx.ReplaceEvents(Study, someEvents(3)) }))
	claims := map[claim.Key]claim.Claim{}
	for c, err := range db.Claims(background, Study) {
		check(t, err)
		claims[c.Key] = c
	}
	var es []event.Event
	for e, err := range db.Events(background, Study) {
		check(t, err)
		es = append(es, e)
	}
	store.Join(es, claims)
	for i, want := range []int{1, 0, 1} {
		if len(es[i].Claims) != want || len(es[i].Members) != want {
			t.Errorf("event %s has %d claims and %d members, want %d", es[i].ID, len(es[i].Claims), len(es[i].Members), want)
		}
	}
	if es[2].Claims[0].Key.ID != "2" {
		t.Error(es[2].Claims)
	}
}

// incidents are claims of the source "radio", so many from the first on.
func incidents(first, n int) iter.Seq2[claim.Claim, error] {
	return func(yield func(claim.Claim, error) bool) {
		for i := first; i < first+n; i++ {
			c := claim.Claim{Key: claim.Key{Source: "radio", ID: fmt.Sprintf("%05d", i)}, Kind: claim.KindIncident, Said: claim.Said{Verbatim: "…"},
				Incident: &claim.Incident{Type: "clash", Deaths: claim.Deaths{Best: &i}, Actors: []claim.Actor{{Role: "side-a", Name: strconv.Itoa(i)}}},
				Origin:   claim.Origin{Entry: 0, File: "radio.csv", Row: i + 2}}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func seesItself(t *testing.T, open Opener) {
	db := fresh(t, open)
	check(t, db.Update(background, func(tx *store.Tx) error {
		for _, cs := range []iter.Seq2[claim.Claim, error]{needs(0, "1", "2"), incidents(1, 2)} {
			if _, err := tx.PutClaims(store.Import{Study: Study}, cs); err != nil {
				return err
			}
		}
		var got []string
		for a, err := range tx.Accounts(Study) {
			if err != nil {
				return err
			}
			got = append(got, a.Key.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, []string{"00001", "00002"}) {
			t.Error(got)
		}
		if ks := keys(t, db); len(ks) != 0 {
			t.Error("others see it before it is kept:", ks)
		}
		return nil
	}))
}

func accounts(t *testing.T, open Opener) {
	db := fresh(t, open)
	for a, err := range db.Accounts(background, Study) {
		t.Error("a study that is not there has", a, err)
	}
	file(t, db, "", "1", "2")
	const n = 2345 // two pages and a part of one
	check(t, db.Update(background, func(tx *store.Tx) error {
		if _, err := tx.PutClaims(store.Import{Study: Study, Series: "radio"}, incidents(0, n)); err != nil {
			return err
		}
		_, err := tx.Gone(Study, []claim.Key{{Source: "radio", ID: "00007"}}, 1)
		return err
	}))
	var want, got []claim.Account
	for c, err := range db.Claims(background, Study, claim.KindIncident) {
		check(t, err)
		want = append(want, claim.Account{Key: c.Key, Origin: c.Origin, Incident: *c.Incident})
	}
	for a, err := range db.Accounts(background, Study) {
		check(t, err)
		got = append(got, *a)
	}
	slices.SortFunc(got, func(a, b claim.Account) int { return a.Key.Compare(b.Key) })
	if len(got) != n-1 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d accounts, %d claims", len(got), len(want))
	}
	for range db.Accounts(background, Study) { // who has seen enough may go
		break
	}
	ctx, stop := context.WithCancel(background)
	defer stop()
	var last error
	for _, err := range db.Accounts(ctx, Study) {
		stop()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Error("a stopped reading ends with", last)
	}
}
