package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// derived makes a store with what is derived from a ledger: claims of two files,
// of which some are gone, records of people of whom one withdrew, events, a note.
func derived(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "private")
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	secret, err := db.StudySecret("orvanie")
	if err != nil {
		t.Fatal(err)
	}
	put := func(series string, ids ...string) {
		t.Helper()
		err := db.Update(ctx, func(tx *store.Tx) error {
			es, err := tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{ledger.JSON("about", ids)}})
			if err != nil {
				return err
			}
			in := store.Import{Study: "orvanie", Series: series}
			if _, err = tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
				for i, id := range ids {
					c := claim.Claim{Key: claim.Key{Source: "needs", ID: id}, Kind: claim.KindNeed, Need: &claim.Need{Function: "water"}, Origin: claim.Origin{Entry: es[0].Seq, File: "needs.csv", Row: i + 2}}
					if !yield(c, nil) {
						return
					}
				}
			}); err != nil {
				return err
			}
			_, err = tx.Tombstone(in, "needs", es[0].Seq)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("a", "1", "2", "3", "4", "2")
	put("a", "2", "3", "5")
	for i := range 4 {
		err := db.Update(ctx, func(tx *store.Tx) error {
			es, err := tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Subject: fmt.Sprint("s-", i%3),
				Pieces: []ledger.Piece{ledger.ForDesk([]byte("FICTION")), ledger.ForCustody([]byte("FICTION"))}})
			if err != nil {
				return err
			}
			_, err = tx.PutClaims(store.Import{Study: "orvanie", Series: "r", Secret: secret}, func(yield func(claim.Claim, error) bool) {
				yield(claim.Claim{Key: claim.Key{Source: "own", ID: fmt.Sprint(i)}, Kind: claim.KindNeed, Need: &claim.Need{Function: "food"}, Origin: claim.Origin{Entry: es[0].Seq}}, nil)
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: "s-1", Why: "withdrawn"}, 0, "c1"); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{9, 7} {
		if err := db.Update(ctx, func(tx *store.Tx) error {
			var es []event.Event
			for i := range n {
				e := event.Alone(claim.Key{Source: "needs", ID: fmt.Sprint(i)})
				if i%2 == n%3 {
					e.Members = append(e.Members, event.Member{Claim: claim.Key{Source: "own", ID: fmt.Sprint(n)}})
				}
				es = append(es, e)
			}
			if _, err := tx.Gone("orvanie", []claim.Key{{Source: "own", ID: fmt.Sprint(n)}, {Source: "needs", ID: "5"}}, 3); err != nil {
				return err
			}
			if err := tx.ReplaceEvents("orvanie", es); err != nil {
				return err
			}
			return tx.Note("orvanie", "folder", fmt.Append(nil, "hash ", n))
		}); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// state is what verifying finds, of the entries and of what stands beside them,
// when the folder is opened to read.
func state(t *testing.T, dir string) (found []string) {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenToRead(ctx, dir)
	if err != nil {
		f, ok := fault.Public(err)
		switch {
		case ok:
			return []string{f.Code}
		case store.Damaged(err):
			return []string{"L124"}
		}
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Verify(ctx, "orvanie", store.Office, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := r.Findings
	for _, look := range []func() (diag.List, error){
		func() (diag.List, error) { return db.VerifyState(ctx, "orvanie") },
		func() (diag.List, error) { return db.VerifyKeys(ctx, "orvanie") },
		func() (diag.List, error) { return db.VerifyFile(ctx) },
	} {
		l, err := look()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l...)
	}
	for _, f := range all {
		found = append(found, f.String())
	}
	return found
}

func has(found []string, want string) bool {
	for _, f := range found {
		if strings.HasSuffix(f, want) {
			return true
		}
	}
	return false
}

// Whatever one statement does to what numbers are computed from, or to a list
// beside the entries, is found and, where a row can be told, named.
func TestWhatIsDerivedCannotBeAlteredUnseen(t *testing.T) {
	base := derived(t)
	if found := state(t, base); len(found) > 0 {
		t.Fatal(found)
	}
	for _, c := range []struct{ name, sql, want string }{
		{"a number in a body", `UPDATE claims SET body = CAST(replace(CAST(body AS TEXT), 'water', 'watch') AS BLOB) WHERE id = '2'`, "L172 orvanie needs/2"},
		{"a number in a body of own reports", `UPDATE claims SET body = CAST(replace(CAST(body AS TEXT), 'food', 'fool') AS BLOB) WHERE source = 'own' AND id = '2'`, "L172 orvanie own/2"},
		{"a body with its revision", `UPDATE claims SET rev = substr(rev, 2) || '0'`, "L171 orvanie claims 8 8"},
		{"a claim is deleted", `DELETE FROM claims WHERE id = '3'`, "L171 orvanie claims 8 6"},
		{"all claims are deleted", `DELETE FROM claims`, "L171 orvanie claims 8 0"},
		{"a claim is doubled", `INSERT INTO claims SELECT study, source, id || 'x', kind, rev, body, log, entry, file, line, series, gone FROM claims WHERE id = '3'`, "L171 orvanie claims 8 10"},
		{"a claim that is gone comes back", `UPDATE claims SET gone = NULL WHERE id = '1'`, "L171 orvanie claims 8 8"},
		{"a claim goes", `UPDATE claims SET gone = 1 WHERE id = '2' AND source = 'needs'`, "L171 orvanie claims 8 8"},
		{"a claim changes its key", `UPDATE claims SET id = '77' WHERE id = '3'`, "L171 orvanie claims 8 8"},
		{"a claim changes its kind", `UPDATE claims SET kind = 'incident' WHERE id = '3'`, "L171 orvanie claims 8 8"},
		{"a claim changes its entry", `UPDATE claims SET entry = 0 WHERE id = '3'`, "L171 orvanie claims 8 8"},
		{"a claim changes its line", `UPDATE claims SET line = line + 1 WHERE id = '3'`, "L171 orvanie claims 8 8"},
		{"a claim changes its series", `UPDATE claims SET series = 'b' WHERE id = '3'`, "L171 orvanie claims 8 8"},
		{"two claims change their file", `UPDATE claims SET file = file || 'x' WHERE entry = 1`, "L171 orvanie claims 8 8"},
		{"an event is deleted", `DELETE FROM events WHERE id = (SELECT MIN(id) FROM events)`, "L171 orvanie events 7 6"},
		{"an event has another member", `UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'own', 'owm') AS BLOB)`, "L171 orvanie events 7 7"},
		{"a note is altered", `UPDATE notes SET v = x'00'`, "L171 orvanie notes 1 1"},
		{"a key leads elsewhere", `UPDATE subjects SET severe = (SELECT MAX(severe) FROM subjects WHERE subject = 's-0') WHERE subject = 's-0'`, "L171 orvanie subjects 4 4"},
		{"a subject is forgotten", `DELETE FROM subjects WHERE subject = 's-2'`, "L173 orvanie main 4"},
		{"a subject is another", `UPDATE subjects SET subject = 's-9' WHERE subject = 's-2'`, "L173 orvanie main 4"},
		{"a withdrawal is forgotten", `DELETE FROM shreds`, "L174 orvanie main 6"},
		{"a withdrawal is made up", `INSERT INTO shreds VALUES (1, 's-2', 1, 2, 1)`, "L174 orvanie main 2"},
		{"a release is hidden", `UPDATE entries SET kind = 'record' WHERE seq = 1`, "L170 orvanie main 1"},
		{"the log is less than empty", `UPDATE logs SET size = -1 - size`, "L181 orvanie"},
		{"the log is endless", `UPDATE logs SET size = 1000000000000000`, "L111 orvanie main 7"},
		{"an entry is at the end of the world", `UPDATE entries SET seq = 9007199254740991 WHERE seq = 6`, "L111 orvanie main 6"},
		{"a table is gone", `DROP TABLE studies`, "L124"},
		{"the log is struck off", `DELETE FROM logs`, "L175 orvanie main"},
		{"the study is struck off", `DELETE FROM studies`, "L175 orvanie main"},
		{"the study has another name", `UPDATE studies SET name = 'orvania'`, "L183 orvanie"},
		{"the edge of the tree", `UPDATE logs SET edge = zeroblob(length(edge))`, "L117 orvanie main 7"},
		{"everything is deleted", `DELETE FROM claims; DELETE FROM entries; DELETE FROM logs; DELETE FROM studies; DELETE FROM heads; DELETE FROM sums; DELETE FROM subjects; DELETE FROM shreds`, "L177 orvanie 7 0"},
		{"the sum is another's", `UPDATE sums SET state = (SELECT s.state FROM sums s WHERE s.tab = 'events') WHERE tab = 'claims'`, "L171 orvanie claims 8 8"},
		{"a bit of the sum", `UPDATE sums SET state = CAST(substr(state, 1, length(state) - 1) || x'00' AS BLOB) WHERE tab = 'claims'`, "L171 orvanie claims 8 8"},
		{"the state is deleted", `DELETE FROM sums`, "L171 orvanie claims 8 8"},
		{"the head is deleted", `DELETE FROM heads`, "L181 orvanie"},
		{"state and head are deleted", `DELETE FROM heads; DELETE FROM sums`, "L181 orvanie"},
		{"the head is another", `UPDATE heads SET note = CAST(replace(CAST(note AS TEXT), 'claims 8', 'claims 9') AS BLOB)`, "L181 orvanie"},
		{"the turn is another", `UPDATE heads SET turn = turn + 1`, "L181 orvanie"},
		{"layout 2 is played", `UPDATE claims SET gone = NULL; PRAGMA user_version = 2`, "L171 orvanie claims 8 8"},
		{"an older layout is played", `UPDATE claims SET gone = NULL; DROP TABLE heads; DROP TABLE sums; PRAGMA user_version = 1`, "L177 orvanie 7 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "private")
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			damage(t, dir, c.sql)
			if found := state(t, dir); !has(found, c.want) {
				t.Fatalf("want %s, got %v", c.want, found)
			}
		})
	}
}

// The files beside the database count as well, and so does a database that is
// older than they are.
func TestADatabaseThatLostItsEndIsNoticed(t *testing.T) {
	ctx := context.Background()
	base := derived(t)
	head := func(dir string) string { return filepath.Join(dir, "heads", "orvanie.head") }
	for _, c := range []struct {
		name string
		do   func(dir string) error
		want string // of verify
		open string // of who opens to write, "" if it opens
	}{
		{"an older database", func(dir string) error {
			old, err := os.ReadFile(filepath.Join(dir, "dires.db"))
			if err != nil {
				return err
			}
			db, err := store.Open(ctx, dir)
			if err != nil {
				return err
			}
			if _, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
				return err
			}
			return errors.Join(db.Close(), os.WriteFile(filepath.Join(dir, "dires.db"), old, 0o600))
		}, "L177 orvanie 8 7", "L176"},
		{"no head file", func(dir string) error { return os.Remove(head(dir)) }, "L178 orvanie", ""},
		{"a head file of another day", func(dir string) error {
			b, err := os.ReadFile(head(dir))
			if err != nil {
				return err
			}
			return os.WriteFile(head(dir), []byte(strings.Replace(string(b), "main 7", "main 6", 1)), 0o600)
		}, "L179 orvanie", "L180"},
		{"no database", func(dir string) error { return os.Remove(filepath.Join(dir, "dires.db")) }, "L123 ", "L123"},
		{"an empty database", func(dir string) error { return os.Truncate(filepath.Join(dir, "dires.db"), 0) }, "L123 ", "L123"},
		{"no office key", func(dir string) error { return os.Remove(filepath.Join(dir, "keys", "office.key")) }, "L108 ", "?"},
		{"no server key", func(dir string) error { return os.Remove(filepath.Join(dir, "keys", "server.key")) }, "L108 ", "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "private")
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			if err := c.do(dir); err != nil {
				t.Fatal(err)
			}
			if found := state(t, dir); !has(found, strings.TrimSpace(c.want)) {
				t.Fatalf("want %s, got %v", c.want, found)
			}
			if c.open == "?" {
				return
			}
			db, err := store.Open(ctx, dir)
			if err == nil {
				_ = db.Close()
			}
			if f, _ := fault.Public(err); (c.open == "") != (err == nil) || err != nil && f.Code != c.open {
				t.Fatal(err)
			}
		})
	}
}

// A program that is killed between the commit and the head file leaves a database
// that is ahead: that is no fault, and the next to open it mends the file.
func TestADatabaseThatIsAheadOfItsHeadFileIsRight(t *testing.T) {
	ctx := context.Background()
	dir := derived(t)
	name := filepath.Join(dir, "heads", "orvanie.head")
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, dir)
	if _, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(name)
	if err != nil || string(now) == string(old) {
		t.Fatal("the head file does not move", err)
	}
	if err := os.WriteFile(name, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".tmp", now[:20], 0o600); err != nil {
		t.Fatal(err)
	}
	if found := state(t, dir); len(found) > 0 {
		t.Fatal(found)
	}
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(name); err != nil || string(b) != string(now) {
		t.Fatal("the head file was not mended", err)
	}
	if left, _ := filepath.Glob(name + "?*"); len(left) > 0 {
		t.Fatal(left)
	}
}

// Nothing is written on top of projections that were altered: the next head would
// sign them.
func TestNothingIsSignedOnTopOfAnAlteredState(t *testing.T) {
	ctx := context.Background()
	dir := derived(t)
	damage(t, dir, `UPDATE sums SET state = (SELECT s.state FROM sums s WHERE s.tab = 'events') WHERE tab = 'claims'`)
	db := open(t, dir)
	_, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"})
	if f, _ := fault.Public(err); f == nil || f.Code != "L187" {
		t.Fatal(err)
	}
}

// Opened to read, nothing in the folder changes, and nothing can be written.
func TestReadingLeavesTheFolderAsItIs(t *testing.T) {
	ctx := context.Background()
	dir := derived(t)
	if err := os.Remove(filepath.Join(dir, "keys", "orvanie.custody")); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	db, err := store.OpenToRead(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Decision, By: "a1"}); !errors.Is(err, fault.Refused) {
		t.Error(err)
	}
	if _, err := db.PutBlob(strings.NewReader("x")); !errors.Is(err, fault.Refused) {
		t.Error(err)
	}
	if _, err := db.Custody("orvanie"); err == nil {
		t.Error("a key was made")
	}
	if _, err := db.StudySecret("mali"); err == nil {
		t.Error("a secret was made")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if after := listing(t, dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	// Where nothing was ever kept there is nothing wrong.
	empty := filepath.Join(t.TempDir(), "private")
	if found := state(t, empty); len(found) > 0 {
		t.Error(found)
	}
	if _, err := os.Stat(empty); err == nil {
		t.Error("a folder was made")
	}
}

// listing are the files of a folder with their content, but for what SQLite lays
// beside its database while it is read.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(p, "-shm") || strings.HasSuffix(p, "-wal") {
			return err
		}
		i, err := d.Info()
		if err != nil {
			return err
		}
		sum := ledger.Hash{}
		if !d.IsDir() {
			c, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			sum = ledger.Sum(c)
		}
		fmt.Fprintln(&b, p, i.Mode(), sum)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
