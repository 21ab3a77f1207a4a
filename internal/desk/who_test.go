package desk_test

import (
	"testing"
	"time"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/store"
)

// Each entry of the ledger says who entered it: the code of the verb, else that of
// the settings, else that of the login.
func TestEachEntrySaysWho(t *testing.T) {
	for _, c := range []struct {
		by, settings, login, want string
	}{{"k1", "k2", "amadou", "k1"}, {"", "k2", "amadou", "k2"}, {"", "", "amadou", "amadou"}, {"", "", "", "desk"}} {
		root, d := office(t, map[string]string{"sources/gazette.toml": gazette, "data/gazette.csv": rows})
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, root+"/"+workplace.File, `by = "`+c.settings+`"`)
		now := func() time.Time { return time.Date(2033, 5, 1, 12, 0, 0, 0, time.UTC) }
		d, err := desk.Open(ctx, root, desk.Options{Now: now, Version: "test", By: c.by, Login: c.login})
		if err != nil {
			t.Fatal(err)
		}
		take(t, d)
		if _, err := d.Release(ctx, "orvanie", protect.Internal, false); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := store.ToRead.Open(ctx, workplace.Private(root))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for e, err := range db.Entries(ctx, "orvanie", store.Office, 0) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; e.By != c.want {
				t.Errorf("entry %d (%s) is signed %q, want %q", e.Seq, e.Kind, e.By, c.want)
			}
		}
		if n < 3 {
			t.Errorf("%d entries", n)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
