package custody_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/store"
)

// Custodians take the files of the folder home: one that was exchanged is named.
func TestFilesOfACeremonyAreComparedWithTheLedger(t *testing.T) {
	dir := t.TempDir()
	db, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	k := custody.Keeper{DB: db, Study: "orvanie", Log: store.Office, By: "desk", Program: "test", Now: day(1)}
	ms, _ := people(t, "a", "b", "c")
	_, folder, err := k.Ceremony(ctx, 2, ms)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := k.VerifyFiles(ctx); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for _, name := range []string{"1-2.age", "set.json"} {
		p := filepath.Join(folder, name)
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for what, put := range map[string]func() error{
			"one bit":   func() error { c := append([]byte{}, b...); c[len(c)/2] ^= 1; return os.WriteFile(p, c, 0o600) },
			"cut":       func() error { return os.WriteFile(p, b[:len(b)-1], 0o600) },
			"longer":    func() error { return os.WriteFile(p, append(b[:len(b):len(b)], 'x'), 0o600) },
			"not there": func() error { return os.Remove(p) },
		} {
			if err := put(); err != nil {
				t.Fatal(err)
			}
			if found, err := k.VerifyFiles(ctx); err != nil || len(found) != 1 || found[0].Code != custody.NotAsEntered {
				t.Errorf("%s of %s: %v %v", what, name, found, err)
			}
			if err := os.WriteFile(p, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.RemoveAll(folder); err != nil { // moved to a safe place
		t.Fatal(err)
	}
	if found, err := k.VerifyFiles(ctx); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}
