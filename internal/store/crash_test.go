//go:build unix

package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/test/need"
)

// worker is the environment variable that turns the test program into a
// process that writes until it is killed.
const worker = "DIRES_STORE_WORKER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(worker); dir != "" {
		if err := work(dir); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		return
	}
	if dir := os.Getenv(steady); dir != "" {
		if err := workSteadily(dir); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// ack is what a worker prints once something is promised.
type ack struct {
	Seq     int64  `json:"seq"`
	Leaf    string `json:"leaf"`
	Said    string `json:"said,omitempty"`    // what the desk part of the entry says
	Claim   string `json:"claim,omitempty"`   // the claim projected with the entry
	Blob    string `json:"blob,omitempty"`    // the blob the entry names
	Subject string `json:"subject,omitempty"` // who said it
	Gone    string `json:"gone,omitempty"`    // who withdrew
}

// work appends records, imports and withdrawals, and prints each once the
// store has said that it is kept.
func work(dir string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	out := make(chan ack)
	fail := make(chan error)
	fmt.Println("ready")
	go func() { // one and the other share commits
		for i := 0; ; i++ {
			said := fmt.Sprintf("FICTION %d of %d", i, os.Getpid())
			es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte(said))}})
			if err != nil {
				fail <- err
				return
			}
			a := ack{Seq: es[0].Seq, Leaf: leaf(es[0]), Said: said, Subject: es[0].Parts[0].Subject}
			out <- a
			if i%7 == 3 {
				e, err := db.Shred(ctx, "orvanie", store.Office, ledger.Withdrawal{Subject: a.Subject, Why: "withdrawn"}, 0, "c1")
				if err != nil {
					fail <- err
					return
				}
				out <- ack{Seq: e.Seq, Leaf: leaf(e), Gone: a.Subject}
			}
		}
	}()
	go func() {
		for i := 0; ; i++ {
			name := fmt.Sprintf("%d-%d", os.Getpid(), i)
			blob, err := db.PutBlob(strings.NewReader(strings.Repeat(name, 1000)))
			if err != nil {
				fail <- err
				return
			}
			var e ledger.Entry
			err = db.Update(ctx, func(tx *store.Tx) error {
				es, err := tx.Append("orvanie", store.Office, ledger.Draft{Kind: ledger.File, By: "dires", Pieces: []ledger.Piece{ledger.InBlob("file", blob)}})
				if err != nil {
					return err
				}
				e = es[0]
				_, err = tx.PutClaims(store.Import{Study: "orvanie", Series: name}, func(yield func(claim.Claim, error) bool) {
					for k := range 300 {
						if !yield(claim.Claim{Key: claim.Key{Source: "needs", ID: fmt.Sprintf("%s-%d", name, k)}, Kind: claim.KindNeed,
							Need: &claim.Need{Function: "mediation"}, Origin: claim.Origin{Entry: e.Seq, Row: k}}, nil) {
							return
						}
					}
				})
				return err
			})
			if err != nil {
				fail <- err
				return
			}
			out <- ack{Seq: e.Seq, Leaf: leaf(e), Claim: name, Blob: blob.Hash.String()}
		}
	}()
	enc := json.NewEncoder(os.Stdout)
	for {
		select {
		case a := <-out:
			if err := enc.Encode(a); err != nil {
				return err
			}
		case err := <-fail:
			return err
		}
	}
}

func leaf(e ledger.Entry) string {
	b, err := ledger.Encode(e)
	if err != nil {
		panic(err)
	}
	return ledger.Leaf(b).String()
}

// kills is how many processes are killed: 20, or 220 where nothing may be
// skipped (CI sets DIRES_REQUIRE_ALL=1), or DIRES_KILLS.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("DIRES_KILLS")); err == nil {
		return n
	}
	if os.Getenv("DIRES_REQUIRE_ALL") == "1" {
		return 220
	}
	return 20
}

// Whatever a process said it keeps is there after it was killed, at whatever
// moment: a folder is the same one through many kills, and every second time two
// processes write to it.
func TestNothingAcknowledgedIsLostToAKill(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const each = 32 // kills of one folder: what it holds is read whole at every check
	rng := rand.New(rand.NewPCG(20261125, 2))
	n, killed, acknowledged, stored := kills(), 0, 0, int64(0)
	for killed < n {
		dir := t.TempDir()
		k := &kept{t: t, dir: dir, leaf: map[int64]string{}, files: map[string]int64{}}
		for here, checked := 0, 0; here < each && killed < n; {
			var ps []*process
			for range 1 + killed%2 {
				ps = append(ps, start(t, dir, exe))
			}
			if rng.IntN(6) > 0 { // else it may be killed while it opens
				ps[0].wait(t, rng.IntN(6)) // how busy the machine is does not matter
			}
			time.Sleep(time.Duration(rng.IntN(4_000)) * time.Microsecond)
			for _, p := range ps {
				k.take(p.kill(t))
				killed++
				here++
			}
			if here-checked >= each/3 {
				k.check()
				checked = here
			}
		}
		k.check()
		acknowledged, stored = acknowledged+len(k.leaf), stored+k.size
	}
	t.Logf("%d kills, %d entries acknowledged, %d stored", killed, acknowledged, stored)
	if acknowledged < n {
		t.Fatal("the processes hardly wrote: the test proves nothing")
	}
}

// process is a worker and what it printed.
type process struct {
	cmd   *exec.Cmd
	said  chan struct{} // one for each line, the first being that it is ready
	done  chan struct{}
	lines [][]byte
}

func start(t *testing.T, dir string, command ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(command[0], command[1:]...), said: make(chan struct{}, 1<<16), done: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), worker+"="+dir)
	p.cmd.Stderr = os.Stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that who is under strace dies with it
	r, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		b := bufio.NewReader(r)
		for first := true; ; first = false {
			line, err := b.ReadBytes('\n')
			if err != nil {
				return
			}
			if !first {
				p.lines = append(p.lines, line)
			}
			select {
			case p.said <- struct{}{}:
			default:
			}
		}
	}()
	return p
}

// wait waits until a worker is ready and has said that it keeps n things.
func (p *process) wait(t *testing.T, n int) {
	t.Helper()
	late := time.After(time.Minute)
	for range n + 1 {
		select {
		case <-p.said:
		case <-p.done:
			return
		case <-late:
			t.Fatal("a worker does not start")
		}
	}
}

func (p *process) kill(t *testing.T) [][]byte {
	t.Helper()
	if err := syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
	<-p.done
	_ = p.cmd.Wait()
	return p.lines
}

// kept is everything that was ever acknowledged.
type kept struct {
	t     *testing.T
	dir   string
	leaf  map[int64]string
	said  []ack
	files map[string]int64
	gone  []string
	size  int64
}

func (k *kept) take(lines [][]byte) {
	k.t.Helper()
	for _, line := range lines {
		var a ack
		if err := json.Unmarshal(line, &a); err != nil {
			k.t.Fatalf("a worker says %q", line)
		}
		if k.leaf[a.Seq] != "" {
			k.t.Fatalf("position %d was acknowledged twice", a.Seq)
		}
		k.leaf[a.Seq] = a.Leaf
		switch {
		case a.Claim != "":
			k.files[a.Claim] = a.Seq
		case a.Gone != "":
			k.gone = append(k.gone, a.Gone)
		default:
			k.said = append(k.said, a)
		}
	}
}

func (k *kept) check() {
	t, ctx := k.t, context.Background()
	t.Helper()
	db, err := store.Open(ctx, k.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Verify(ctx, "orvanie", store.Office, nil)
	if err != nil || !r.OK() {
		t.Fatal(r.Findings, err)
	}
	k.size = r.Head.Size
	entries := map[int64]store.Entry{}
	files := map[int64]bool{}
	for e, err := range db.Entries(ctx, "orvanie", store.Office, 0) {
		if err != nil {
			t.Fatal(err)
		}
		entries[e.Seq] = e
		files[e.Seq] = e.Kind == ledger.File
	}
	for seq, l := range k.leaf {
		e, ok := entries[seq]
		if !ok || leaf(e.Entry) != l {
			t.Fatalf("entry %d was acknowledged and is not there", seq)
		}
	}
	gone := map[string]bool{}
	for _, s := range k.gone {
		gone[s] = true
	}
	for _, a := range k.said {
		b, err := entries[a.Seq].Open(ctx, "desk")
		switch {
		case err == nil && gone[a.Subject]:
			t.Fatalf("entry %d opens, though its subject's withdrawal was acknowledged", a.Seq)
		case err == nil && string(b) != a.Said:
			t.Fatalf("entry %d says something else", a.Seq)
		case err != nil && !errors.Is(err, fault.NotFound): // withdrawn, maybe not yet acknowledged
			t.Fatalf("entry %d: %v", a.Seq, err)
		case err != nil && !gone[a.Subject] && !withdrawn(entries, a.Subject):
			t.Fatalf("entry %d does not open, and nobody withdrew: %v", a.Seq, err)
		}
	}
	// An import is there whole or not at all.
	byEntry := map[int64]int{}
	for c, err := range db.Claims(ctx, "orvanie") {
		if err != nil {
			t.Fatal(err)
		}
		byEntry[c.Origin.Entry]++
	}
	for seq, is := range files {
		if is && byEntry[seq] != 300 {
			t.Fatalf("of the import at %d there are %d claims of 300", seq, byEntry[seq])
		}
		delete(byEntry, seq)
	}
	if len(byEntry) > 0 {
		t.Fatalf("claims of entries that are not there: %v", byEntry)
	}
	for name, seq := range k.files {
		p, _ := entries[seq].Part("file")
		rc, err := db.Blob(p.Hash)
		if err != nil {
			t.Fatalf("the blob of %d: %v", seq, err)
		}
		b, err := io.ReadAll(rc)
		_ = rc.Close()
		if err != nil || !bytes.Equal(b, []byte(strings.Repeat(name, 1000))) {
			t.Fatalf("the blob of %d is torn: %v", seq, err)
		}
	}
}

func withdrawn(entries map[int64]store.Entry, subject string) bool {
	for _, e := range entries {
		if e.Kind != ledger.Shred {
			continue
		}
		if b, err := e.Open(context.Background(), "shred"); err == nil {
			if w, err := ledger.ParseWithdrawal(b); err == nil && w.Subject == subject {
				return true
			}
		}
	}
	return false
}

// under starts a worker whose system calls strace meddles with.
func under(t *testing.T, dir, inject string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	set, _, _ := strings.Cut(inject, ":")
	return start(t, dir, need.Program(t, "strace"), "-f", "-qq", "-o", os.DevNull, "-e", "trace="+set, "-e", "inject="+inject, exe)
}

// end waits until a worker that something was done to has ended.
func (p *process) end(t *testing.T) [][]byte {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		t.Fatal("the worker goes on")
	}
	_ = p.cmd.Wait()
	return p.lines
}

// The same at the very calls by which something becomes durable: the process
// dies inside the N-th of them.
func TestNothingAcknowledgedIsLostToAKillInsideASystemCall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := &kept{t: t, dir: dir, leaf: map[int64]string{}, files: map[string]int64{}}
	rng := rand.New(rand.NewPCG(20261125, 3))
	rounds := max(4, kills()/5)
	for i := range rounds {
		set := []string{"fsync,fdatasync", "pwrite64", "ftruncate,unlinkat,renameat,renameat2", "fsync,fdatasync"}[i%4]
		p := under(t, dir, fmt.Sprintf("%s:signal=SIGKILL:when=%d", set, 1+rng.IntN(40)))
		select {
		case <-p.done:
		case <-time.After(2 * time.Second): // it makes too few such calls
		}
		k.take(p.kill(t))
		if i%8 == 7 || i == rounds-1 {
			k.check()
		}
	}
	t.Logf("%d rounds, %d entries acknowledged, %d stored", rounds, len(k.leaf), k.size)
}

// A disk that fails to sync once is not trusted again: the process promises
// nothing more, and what it promised before is there.
func TestAFailedSyncEndsAcknowledging(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := &kept{t: t, dir: dir, leaf: map[int64]string{}, files: map[string]int64{}}
	for i := range 4 {
		p := under(t, dir, fmt.Sprintf("fsync,fdatasync:error=EIO:when=%d", 30+7*i))
		lines := p.end(t) // the worker ends at the first error, which only a refusal gives it
		if n := len(lines); n == 0 || !bytes.HasPrefix(lines[n-1], []byte("failed ")) {
			t.Fatalf("the worker did not notice: %q", lines)
		}
		k.take(lines[:len(lines)-1])
	}
	k.check()
	t.Logf("%d entries acknowledged, %d stored", len(k.leaf), k.size)
}

// A torn end of the key file, as a kill or a power cut leaves it, is cut off.
func TestATornKeyFileIsMended(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	say := func(said string) int64 {
		db, err := store.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		es, err := db.Append(ctx, "orvanie", store.Office, ledger.Draft{Kind: ledger.Record, By: "m1", Pieces: []ledger.Piece{ledger.ForDesk([]byte(said))}})
		if err != nil {
			t.Fatal(err)
		}
		return es[0].Seq
	}
	name := filepath.Join(dir, "keys", "orvanie.subjects")
	say("0")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 1; cut < len(whole); cut += 9 {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(whole[:cut]); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		say(fmt.Sprint(cut))
	}
	db := open(t, dir)
	for e, err := range db.Entries(ctx, "orvanie", store.Office, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Open(ctx, "desk"); err != nil {
			t.Fatalf("entry %d: %v", e.Seq, err)
		}
	}
}
