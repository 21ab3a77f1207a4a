//go:build unix

package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/test/need"
)

// steady turns the test program into a process that writes one thing after the
// other; settings says with which promises.
const steady, settings = "DIRES_STORE_STEADY", "DIRES_STORE_SETTINGS"

// workSteadily keeps 18 things of every kind, and says of each when it is kept.
func workSteadily(dir string) error {
	ctx := context.Background()
	store.Set("wal_autocheckpoint", "25", true)
	if s := os.Getenv(settings); s != "" {
		store.Set("synchronous", s, false)
	}
	db, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	say := func(a ack) {
		b, _ := json.Marshal(a)
		_, _ = os.Stdout.Write(append(b, '\n'))
	}
	for i := range 6 {
		said := fmt.Sprintf("FICTION %d", i)
		es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte(said))}})
		if err != nil {
			return err
		}
		first := ack{Seq: es[0].Seq, Leaf: leaf(es[0]), Said: said, Subject: es[0].Parts[0].Subject}
		say(first)
		name := fmt.Sprint("file-", i)
		blob, err := db.PutBlob(strings.NewReader(strings.Repeat(name, 1000)))
		if err != nil {
			return err
		}
		err = db.Update(ctx, func(tx *store.Tx) error {
			if es, err = tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{ledger.InBlob("file", blob)}}); err != nil {
				return err
			}
			_, err = tx.PutClaims(store.Import{Study: "orvanie", Series: name}, func(yield func(claim.Claim, error) bool) {
				for k := range 300 {
					if !yield(claim.Claim{Key: claim.Key{Source: "needs", ID: fmt.Sprintf("%s-%d", name, k)}, Kind: claim.KindNeed,
						Need: &claim.Need{Function: "mediation"}, Origin: claim.Origin{Entry: es[0].Seq, Row: k}}, nil) {
						return
					}
				}
			})
			return err
		})
		if err != nil {
			return err
		}
		say(ack{Seq: es[0].Seq, Leaf: leaf(es[0]), Claim: name})
		if i%2 == 1 {
			e, err := db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: first.Subject, Why: "withdrawn"}, 0, "c1")
			if err != nil {
				return err
			}
			say(ack{Seq: e.Seq, Leaf: leaf(e), Gone: first.Subject})
		}
	}
	return db.Close()
}

// record runs the steady process under strace and gives its calls.
func record(t *testing.T, promise string) (root string, all []call) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root = filepath.Join(t.TempDir(), "private")
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command(need.Program(t, "strace"), "-f", "-y", "-xx", "-s", "1000000", "-o", trace, "-e",
		"trace=write,pwrite64,ftruncate,fsync,fdatasync,open,openat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,unlink,unlinkat", exe)
	cmd.Env = append(os.Environ(), steady+"="+root, settings+"="+promise)
	if out, err := cmd.CombinedOutput(); err != nil || bytes.Count(out, []byte("\n")) != 15 {
		t.Fatalf("%s %v", out, err)
	}
	return root, calls(t, trace)
}

// newDisk is a disk on which the folder's name is all there is.
func newDisk(root string) *disk {
	return &disk{root: root, names: map[string]*inode{root: {folder: true}}, durable: map[string]*inode{root: {folder: true}}}
}

// At whatever moment the power goes, and whatever a disk keeps of what was not
// synced: everything acknowledged is there, of everything else all or nothing.
// Database, keys and blobs are cut together.
func TestNothingAcknowledgedIsLostToAPowerCut(t *testing.T) {
	t.Parallel()
	root, all := record(t, "")
	rng := rand.New(rand.NewPCG(20261125, 4))
	var cuts []int
	for range max(24, kills()) {
		cuts = append(cuts, rng.IntN(len(all)+1))
	}
	cuts = append(cuts, len(all))
	slices.Sort(cuts)
	d, at, acks := newDisk(root), 0, 0
	var said [][]byte
	for i, cut := range cuts {
		for ; at < cut; at++ {
			if a := d.do(t, all[at]); a != nil {
				said = append(said, a)
			}
		}
		how := []string{"none", "all", "some", "some"}[i%4]
		to := t.TempDir()
		d.image(t, to, how, rng)
		k := &kept{t: t, dir: to, leaf: map[int64]string{}, files: map[string]int64{}}
		k.take(said)
		acks += len(said)
		t.Run(fmt.Sprintf("cut at call %d of %d, %s of what was not synced", cut, len(all), how), func(t *testing.T) {
			k.t = t
			k.check()
		})
		if t.Failed() {
			t.Fatal(d)
		}
	}
	t.Logf("%d images of %d calls, holding %d acknowledgements, none lost", len(cuts), len(all), acks)
}

// The test can fail: a store that does not sync loses what it acknowledged.
func TestAPowerCutIsNoticedWithoutSyncs(t *testing.T) {
	t.Parallel()
	root, all := record(t, "OFF")
	lost := 0
	d := newDisk(root)
	var said [][]byte
	for at, c := range all {
		if a := d.do(t, c); a != nil {
			said = append(said, a)
		}
		if len(said) == 0 || at%(len(all)/12) != 0 {
			continue
		}
		to := t.TempDir()
		d.image(t, to, "none", nil)
		db, err := store.Open(context.Background(), to)
		if err != nil {
			lost++
			continue
		}
		h, err := db.Head(context.Background(), "orvanie", store.Office)
		if err != nil || h.Size < int64(len(said)) {
			lost++
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if lost == 0 {
		t.Fatal("nothing was lost with synchronous=OFF: the model of the disk proves nothing")
	}
	t.Logf("%d images lost something, as they should", lost)
}
