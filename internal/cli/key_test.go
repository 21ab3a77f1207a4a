package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/dires/dires/internal/desk/custody"
	"github.com/dires/dires/internal/seal"
)

// cheapKey writes a custodian's files as key new does, but for little work.
func cheapKey(t *testing.T, dir, name, phrase string) {
	t.Helper()
	to, c, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.NewScryptRecipient(phrase)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(10)
	var b bytes.Buffer
	text := armor.NewWriter(&b)
	w, err := age.Encrypt(text, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(seal.Mark + name + "\n" + c.Identity().Reveal() + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := text.Close(); err != nil {
		t.Fatal(err)
	}
	for end, b := range map[string][]byte{custody.KeyFile: b.Bytes(), custody.PublicFile: custody.Member{Name: name, Recipient: to.String()}.Public()} {
		if err := os.WriteFile(filepath.Join(dir, name+end), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Passphrases are asked for one after the other and never shown, not even where
// something is wrong; a ceremony shows fingerprints and asks; verify remembers
// the drill for ninety days. No output of any verb holds a secret.
func TestCustodiansAreAskedAtTheTerminal(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	rows := "id,date,place,what happened,who says so,deaths\na,2031-03-01,Sable,raid (FICTION),a trader,0\n"
	if err := os.WriteFile("rows.csv", []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"amadou", "awa", "fanta"} {
		cheapKey(t, dir, n, "CANARY phrase of "+n)
	}
	now, all := time.Date(2032, 1, 1, 0, 0, 0, 0, time.UTC), ""
	run := func(want int, in string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		w := World{Args: append(args, "--dir", "basse"), In: strings.NewReader(in), Out: &out, Err: &out, Asks: true,
			Env: func(string) string { return "" }, Now: func() time.Time { return now }}
		if s := Run(context.Background(), w); s != want {
			t.Fatalf("%v: %d %s", args, s, out.String())
		}
		all += out.String()
		return out.String()
	}
	says := func(got string, want ...string) {
		t.Helper()
		for _, x := range want {
			if !strings.Contains(got, x) {
				t.Errorf("%q is not said: %s", x, got)
			}
		}
	}
	run(0, "", "init", "basse", "--fictional", "--from", "rows.csv", "--title", "FICTION", "--country", "Orvanie (FICTION)")
	run(0, "", "import")

	says(run(2, "CANARY one phrase\nCANARY another\n", "key", "new", "bintou"), "Passphrase for bintou.dires-key", "The same once more", "the two passphrases differ; nothing was written")
	says(run(2, "court\n", "key", "new", "bintou", "--lang", "fr"), "12 signes au moins")
	if _, err := os.Stat("bintou.dires-key"); err == nil {
		t.Error("a refused key was written")
	}

	ceremony := []string{"key", "ceremony", "amadou.dires-public", "awa.dires-public", "fanta.dires-public"}
	says(run(0, "no\n", ceremony...), "Did you compare each fingerprint", "nothing was done")
	if _, err := os.Stat("basse/private/keys/basse.custody-identity"); err != nil {
		t.Fatal("no was taken for yes", err)
	}
	says(run(0, "oui\n", append(ceremony, "--lang", "fr")...), "Avez-vous comparé chaque empreinte", "La clé n'est plus sur cet ordinateur")
	says(run(0, "", "verify"), "L136")

	says(run(1, "CANARY wrong\nCANARY wrong\nCANARY wrong\n", "key", "drill", "awa.dires-key", "fanta.dires-key"), "Passphrase of awa.dires-key", "L151")
	says(run(0, "CANARY wrong\nCANARY phrase of awa\nCANARY phrase of fanta\n", "key", "drill", "awa.dires-key", "fanta.dires-key"), "Passphrase of fanta.dires-key", "awa and fanta brought the key back")
	if s := run(0, "", "verify"); strings.Contains(s, "L13") {
		t.Error(s)
	}
	now = now.AddDate(0, 0, 91)
	says(run(0, "", "verify", "--lang", "fr"), "date de 91 jours ; 90 au plus", "L137")
	says(run(0, "", "verify", "--json"), `"code":"L137"`)

	key, err := os.ReadFile("awa.dires-key") // an editor that saves it again puts a mark in front
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("awa.dires-key", append([]byte("\ufeff"), key...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("phrases", []byte("CANARY phrase of awa\r\nCANARY phrase of fanta\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := []string{"key", "open", "reports/a", "awa.dires-key", "fanta.dires-key", "--passphrase-file", "phrases", "--why", "test"}
	says(run(2, "", open...), "L157")
	says(run(0, "", append(open, "--out", "opened", "--json")...), `"type":"unsealed"`)
	says(run(1, "", append(open, "--out", "opened")...), "L159")
	says(run(0, "", append(open, "--out", "basse/private/opened")...), "1 file in")
	says(run(0, "", "key", "drill", "--json", "--passphrase-file", "phrases", "awa.dires-key", "fanta.dires-key"), `"type":"drill"`)

	for _, secret := range []string{"CANARY", "AGE-SECRET-KEY", "BEGIN AGE"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s was printed", secret)
		}
	}
}
