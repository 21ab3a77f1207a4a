//go:build unix

package custody_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/test/need"
)

// worker is the environment variable that turns the test program into a process
// that holds a ceremony.
const worker = "DIRES_CUSTODY_WORKER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(worker); dir != "" {
		if err := hold(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// hold holds a ceremony for whoever is named in the folder's file people.
func hold(dir string) error {
	db, err := store.Open(ctx, filepath.Join(dir, "private"))
	if err != nil {
		return err
	}
	ms, err := named(dir)
	if err != nil {
		return err
	}
	k := custody.Keeper{DB: db, Study: "orvanie", Log: store.Office, By: "desk", Program: "test", Now: day(1)}
	if _, _, err = k.Ceremony(ctx, 2, ms); err != nil {
		return err
	}
	return db.Close()
}

func named(dir string) (ms []custody.Member, err error) {
	f, err := os.Open(filepath.Join(dir, "people"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		name, to, _ := strings.Cut(s.Text(), " ")
		ms = append(ms, custody.Member{Name: name, Recipient: to})
	}
	return ms, s.Err()
}

// A ceremony that is killed inside any call by which something becomes durable
// leaves the identity on the machine, or a full set of which any two custodians
// open what was sealed; a second ceremony then ends well. In half of the rounds
// no identity lay there before, and records go on being sealed for the first
// custodians.
func TestAKilledCeremonyLosesNothing(t *testing.T) {
	strace := need.Program(t, "strace")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ms, cs := people(t, "a", "b", "c")
	var rounds atomic.Int64
	every := os.Getenv("DIRES_KILLS") != "" || os.Getenv("DIRES_REQUIRE_ALL") == "1" // as the store's longer proof
	for _, calls := range []string{"fsync,fdatasync", "unlinkat,linkat,renameat,renameat2", "pwrite64"} {
		step := map[string]int{"fsync,fdatasync": 3, "pwrite64": 8}[calls] // of pages of the database the store has a test of its own
		if every || step == 0 {
			step = 1
		}
		for _, again := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s second=%v", calls, again), func(t *testing.T) {
				t.Parallel()
				for n, ended := 1, false; !ended; n++ {
					if n > 400 {
						t.Fatal("no end")
					}
					if n%step != 1%step {
						continue
					}
					rounds.Add(1)
					ended = round(t, again, ms, cs, func(string) []string {
						return []string{strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace=" + calls,
							"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", calls, n), exe}
					})
				}
			})
		}
	}
	t.Cleanup(func() { t.Log(rounds.Load(), "rounds") })
}

// The same at the very calls on the very files that matter: each of these must
// have been reached, and killed the process.
func TestACeremonyKilledAtEachStepLosesNothing(t *testing.T) {
	strace := need.Program(t, "strace")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ms, cs := people(t, "a", "b", "c")
	for _, x := range []struct {
		what, call, file string
		again            bool
	}{
		{"the folder takes its name", "renameat,renameat2", "custody/orvanie-1", false},
		{"the folder's name is synced", "fsync", "custody", false},
		{"the identity is overwritten", "pwrite64", "keys/orvanie.custody-identity", false},
		{"the zeros are synced", "fsync", "keys/orvanie.custody-identity", false},
		{"the identity is removed", "unlinkat", "keys/orvanie.custody-identity", false},
		{"its removal is synced", "fsync", "keys", false},
		{"the second folder takes its name", "renameat,renameat2", "custody/orvanie-2", true},
		{"the recipient is replaced", "renameat,renameat2", "keys/orvanie.custody", true},
		{"its replacement is synced", "fsync", "keys", true},
	} {
		t.Run(x.what, func(t *testing.T) {
			t.Parallel()
			killed := 0
			for n := 1; n <= 8; n++ { // a folder is synced when the store is opened, too
				if round(t, x.again, ms, cs, func(dir string) []string {
					file := filepath.Join(dir, "private", filepath.FromSlash(x.file))
					return []string{strace, "-f", "-qq", "-o", os.DevNull, "-P", file, "-e", "trace=" + x.call,
						"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", x.call, n), exe}
				}) {
					break
				}
				killed++
			}
			if killed == 0 {
				t.Error("the ceremony was not killed there")
			}
		})
	}
}

func round(t *testing.T, again bool, ms []custody.Member, cs []seal.Custodian, under func(dir string) []string) (ended bool) {
	t.Helper()
	dir := t.TempDir()
	command := under(dir)
	var list bytes.Buffer
	for _, m := range ms {
		fmt.Fprintln(&list, m.Name, m.Recipient)
	}
	if err := os.WriteFile(filepath.Join(dir, "people"), list.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	work := func(do func(k custody.Keeper)) {
		db, err := store.Open(ctx, filepath.Join(dir, "private"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		do(custody.Keeper{DB: db, Study: "orvanie", Log: store.Office, By: "desk", Program: "test", Now: day(1)})
	}
	var who []string
	work(func(k custody.Keeper) {
		if again {
			if _, _, err := k.Ceremony(ctx, 2, ms); err != nil {
				t.Fatal(err)
			}
		}
		who = append(who, told(t, k, "", "FICTION: before"))
	})
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), worker+"="+dir)
	ended = c.Run() == nil
	work(func(k custody.Keeper) {
		who = append(who, told(t, k, "", "FICTION: after the kill"))
		identity, here, err := k.DB.CustodyHere(k.Study)
		if err != nil || here && (again || ended) {
			t.Fatal(here, err)
		}
		if here {
			for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, "record") {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := e.OpenSevere(ctx, "severe", identity); err != nil {
					t.Fatal("the identity that is here opens not what was sealed:", err)
				}
			}
		} else {
			opens(t, k, who, cs)
		}
		if _, _, err := k.Ceremony(ctx, 2, ms); err != nil {
			t.Fatal("a second ceremony after the kill:", err)
		}
		who = append(who, told(t, k, "", "FICTION: in the end"))
		if k.DB.CustodyIsHere(k.Study) {
			t.Fatal("the identity is still here")
		}
		opens(t, k, who, cs)
		if _, err := k.Drill(ctx, present(cs[:2]...)); err != nil {
			t.Fatal(err)
		}
	})
	return ended
}

func opens(t *testing.T, k custody.Keeper, who []string, cs []seal.Custodian) {
	t.Helper()
	for i := range cs {
		two := []seal.Custodian{cs[i], cs[(i+1)%len(cs)]}
		if parts, found, err := k.Unseal(ctx, asked(who...), present(two...), "test"); err != nil || len(found) > 0 || len(parts) != len(who) {
			t.Fatal(len(parts), found, err)
		}
	}
}
