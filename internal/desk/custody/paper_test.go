package custody_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/lang"
)

// The page of a key has its text in letters and as a code; it fetches nothing,
// and is the same each time.
func TestAKeyIsPrintedInLettersAndAsACode(t *testing.T) {
	ms, cs := people(t, "awa")
	file := []byte("-----BEGIN AGE ENCRYPTED FILE-----\n" + strings.Repeat("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB4eHh4eHh4eHh4eHh4eHh4\n", 6) + "-----END AGE ENCRYPTED FILE-----\n")
	for _, p := range []lang.Printer{lang.For(lang.French), lang.For(lang.English)} {
		b, err := custody.KeyPage(p, ms[0], file)
		if err != nil {
			t.Fatal(err)
		}
		again, err := custody.KeyPage(p, ms[0], file)
		if err != nil || !bytes.Equal(b, again) {
			t.Error("another page of the same key", err)
		}
		s := string(b)
		if plain := strings.ReplaceAll(s, "&#43;", "+"); !strings.Contains(plain, string(file)) || !strings.Contains(s, "<svg viewBox") || !strings.Contains(s, ms[0].Fingerprint()) {
			t.Error(s)
		}
		for _, bad := range []string{"http", "src=", "<script", "AGE-SECRET", cs[0].Identity().Reveal()} {
			if strings.Contains(s, bad) {
				t.Errorf("the page has %q", bad)
			}
		}
	}
	if _, err := custody.KeyPage(lang.For(lang.French), ms[0], bytes.Repeat([]byte("x"), 5000)); err == nil {
		t.Error("more than a code holds")
	}
}

// Each custodian's page gives commands in which they have a part.
func TestEachCustodianHasAPartInTheCommands(t *testing.T) {
	ms, _ := people(t, "a", "b", "c", "d", "e")
	for need := 2; need <= 4; need++ {
		s := custody.Set{Epoch: 1, Need: need, Custodians: ms}
		for i, m := range ms {
			b, err := custody.SetPage(lang.For(lang.English), "orvanie", s, i+1)
			if err != nil {
				t.Fatal(err)
			}
			page := string(b)
			if n := strings.Count(page, "age -d -i "); n != need || !strings.Contains(page, "age -d -i "+m.Name+".dires-key") || !strings.Contains(page, fmt.Sprintf("You are number %d", i+1)) {
				t.Errorf("%d of 5, %s: %s", need, m.Name, page)
			}
			for _, o := range ms {
				if !strings.Contains(page, o.Fingerprint()) {
					t.Error("no fingerprint of", o.Name)
				}
			}
		}
	}
}
