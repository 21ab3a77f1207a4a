package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/test/need"
)

// people makes n custodians.
func people(t testing.TB, n int) (to []seal.Recipient, cs []seal.Custodian) {
	t.Helper()
	for range n {
		r, c, err := seal.NewCustody()
		if err != nil {
			t.Fatal(err)
		}
		to, cs = append(to, r), append(cs, c)
	}
	return to, cs
}

// Two of three open together what one cannot.
func ExampleNest() {
	study, identity, _ := seal.NewCustody()
	var to []seal.Recipient
	var by []seal.Custodian
	for range 3 {
		r, c, _ := seal.NewCustody()
		to, by = append(to, r), append(by, c)
	}
	files, _ := seal.Nest(identity, 2, to)
	for _, f := range files {
		got, err := seal.Unnest(f.File, by[f.Who[0]-1], by[f.Who[1]-1])
		fmt.Println(f.Who, len(f.File), err, got.Recipient().String() == study.String())
	}
	_, err := seal.Unnest(files[0].File, by[0])
	fmt.Println(err)
	// Output:
	// [1 2] 3396 <nil> true
	// [1 3] 3396 <nil> true
	// [2 3] 3396 <nil> true
	// the seal does not open with this key
}

// Every set of as many as are needed opens; nobody else does: neither fewer, nor
// others, nor the same in another order, nor one of them twice.
func TestEverySetThatIsNeededOpensAndNoSmallerOne(t *testing.T) {
	for n := 1; n <= 5; n++ {
		to, by := people(t, n)
		for need := 1; need <= min(3, n); need++ {
			study, identity, err := seal.NewCustody()
			if err != nil {
				t.Fatal(err)
			}
			files, err := seal.Nest(identity, need, to)
			if err != nil || len(files) != choose(n, need) {
				t.Fatalf("%d of %d: %d files, %v", need, n, len(files), err)
			}
			seen := map[string]bool{}
			for _, f := range files {
				seen[fmt.Sprint(f.Who)] = true
				for set := range 1 << n { // of the people who came
					var came []seal.Custodian
					all := true
					for i := range n {
						if set>>i&1 == 1 {
							came = append(came, by[i])
						}
					}
					for _, w := range f.Who {
						all = all && set>>(w-1)&1 == 1
					}
					if len(came) > need {
						continue // they know which of them this file is for
					}
					got, err := seal.Unnest(f.File, came...)
					if opens := err == nil && got.Recipient().String() == study.String(); opens != all || !opens && !errors.Is(err, seal.ErrOpen) {
						t.Fatalf("%d of %d: the file of %v, opened by %b: %v", need, n, f.Who, set, err)
					}
				}
				if need == 2 {
					for _, wrong := range [][2]int{{f.Who[1], f.Who[0]}, {f.Who[0], f.Who[0]}, {f.Who[1], f.Who[1]}} {
						if _, err := seal.Unnest(f.File, by[wrong[0]-1], by[wrong[1]-1]); !errors.Is(err, seal.ErrOpen) {
							t.Fatalf("the file of %v, opened by %v: %v", f.Who, wrong, err)
						}
					}
				}
			}
			if len(seen) != len(files) {
				t.Fatalf("%d of %d: sets %v", need, n, seen)
			}
		}
	}
}

func choose(n, k int) int {
	if k == 0 || k == n {
		return 1
	}
	return choose(n-1, k-1) + choose(n-1, k)
}

func TestNestRefusesWhatIsNoSet(t *testing.T) {
	to, by := people(t, seal.MostCustodians+1)
	for _, c := range []struct{ need, n int }{{0, 3}, {4, 3}, {1, 0}, {2, seal.MostCustodians + 1}} {
		if _, err := seal.Nest(by[0], c.need, to[:c.n]); err == nil {
			t.Errorf("%d of %d is nested", c.need, c.n)
		}
	}
}

// Nothing of the identity stands in a file, and a file that was touched opens
// for nobody.
func TestANestedFileTellsNothingAndIsWhole(t *testing.T) {
	to, by := people(t, 2)
	_, identity, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	files, err := seal.Nest(identity, 2, to)
	if err != nil {
		t.Fatal(err)
	}
	b := files[0].File
	inner, err := by[0].OpenLayer(b)
	if err != nil {
		t.Fatal(err)
	}
	if id := []byte(identity.Identity().Reveal()); bytes.Contains(b, id[:30]) || bytes.Contains(inner.Reveal(), id[:30]) || strings.Contains(fmt.Sprintf("%v %x", inner, inner), "age-encryption") {
		t.Error("a layer shows the identity")
	}
	for i := 0; i < len(b); i += 97 {
		bad := bytes.Clone(b)
		bad[i] ^= 1
		if _, err := seal.Unnest(bad, by...); !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("byte %d altered: %v", i, err)
		}
		if _, err := seal.Unnest(b[:i], by...); !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
}

func TestAKeyFileOpensWithItsPassphraseAlone(t *testing.T) {
	_, c, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	const words = "cinq mots que personne devine"
	b, err := c.LockCheaply("awa", seal.Hide(words))
	if err != nil || !seal.Locked(b) || bytes.Contains(b, []byte("awa")) {
		t.Fatalf("%s %v", b, err)
	}
	got, name, err := seal.UnlockCheaply(b, seal.Hide(words))
	if err != nil || name != "awa" || got.Identity().Reveal() != c.Identity().Reveal() {
		t.Fatal(name, err)
	}
	if _, _, err := seal.UnlockCheaply([]byte("\r\n"+strings.ReplaceAll(string(b), "\n", "\r\n")), seal.Hide(words)); err != nil {
		t.Error("as Windows writes lines:", err)
	}
	for what, try := range map[string]struct{ file, words string }{
		"another passphrase": {string(b), words + "s"}, "no passphrase": {string(b), ""}, "no file": {"", words}, "cut": {string(b[:200]), words},
		"another age file": {string(nested(t)), words},
	} {
		if _, _, err := seal.UnlockCheaply([]byte(try.file), seal.Hide(try.words)); !errors.Is(err, seal.ErrOpen) || err.Error() != seal.ErrOpen.Error() {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := c.LockCheaply("awa", seal.Hide("")); err == nil {
		t.Error("locked by no passphrase")
	}
}

func nested(t testing.TB) []byte {
	to, by := people(t, 1)
	files, err := seal.Nest(by[0], 1, to)
	if err != nil {
		t.Fatal(err)
	}
	return files[0].File
}

// A key file is as dear to guess as the format says; one that asks for more
// work is refused before the work is done.
func TestAKeyFileIsDearToGuess(t *testing.T) {
	_, c, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Lock("awa", seal.Hide("cinq mots"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := seal.UnlockCheaply(b, seal.Hide("cinq mots")); !errors.Is(err, seal.ErrOpen) {
		t.Error("2^18 is not more than 2^10:", err)
	}
	if _, name, err := seal.Unlock(b, seal.Hide("cinq mots")); err != nil || name != "awa" {
		t.Error(name, err)
	}
}

// The age tool alone, built from the library's own module, gives the study's
// identity back from key files and nested files, and opens a severe key with it.
func TestTheAgeToolAloneRecovers(t *testing.T) {
	goTool := need.Program(t, "go")
	dir := t.TempDir()
	for _, cmd := range []string{"age", "age-plugin-batchpass"} {
		build := exec.Command(goTool, "build", "-modfile=../../tools.mod", "-o", filepath.Join(dir, cmd), "filippo.io/age/cmd/"+cmd)
		if out, err := build.CombinedOutput(); err != nil {
			need.Missing(t, fmt.Sprintf("needs the modules of tools.mod to build %s: %v %s", cmd, err, out))
		}
	}
	put := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	age := func(env string, args ...string) []byte {
		t.Helper()
		c := exec.Command(filepath.Join(dir, "age"), args...)
		c.Env = []string{"PATH=" + dir, env}
		var errs bytes.Buffer
		c.Stderr = &errs
		out, err := c.Output()
		if err != nil {
			t.Fatalf("age %v: %v %s", args, err, errs.String())
		}
		return out
	}

	to, by := people(t, 3)
	study, identity, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	files, err := seal.Nest(identity, 2, to)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i, c := range by {
		locked, err := c.LockCheaply(fmt.Sprint("c", i+1), seal.Hide("mots de passe"))
		if err != nil {
			t.Fatal(err)
		}
		name := put(fmt.Sprintf("c%d.dires-key", i+1), locked)
		ids = append(ids, put(fmt.Sprintf("c%d.txt", i+1), age("AGE_PASSPHRASE=mots de passe", "-d", "-j", "batchpass", name)))
	}
	key := seal.NewKey()
	wrapped, err := study.Wrap(key)
	if err != nil {
		t.Fatal(err)
	}
	severe := put("severe.age", wrapped)
	for i, f := range files {
		inner := put("inner.age", age("", "-d", "-i", ids[f.Who[0]-1], put(fmt.Sprintf("%d.age", i), f.File)))
		id := put("identity.txt", age("", "-d", "-i", ids[f.Who[1]-1], inner))
		raw := key.Raw().Reveal()
		if got := age("", "-d", "-i", id, severe); !bytes.Equal(got, raw[:]) {
			t.Errorf("%v: the age tool does not open a severe key", f.Who)
		}
	}
}

func FuzzUnnest(f *testing.F) {
	to, by := people(f, 2)
	files, err := seal.Nest(by[0], 2, to)
	if err != nil {
		f.Fatal(err)
	}
	inner, err := by[0].OpenLayer(files[0].File)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(files[0].File)
	f.Add(inner.Reveal())
	f.Add([]byte("age-encryption.org/v1\n-> mlkem768x25519 x\n\n--- x\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := seal.Unnest(b, by...); err != nil && !errors.Is(err, seal.ErrOpen) {
			t.Fatal(err)
		}
	})
}

func FuzzUnlock(f *testing.F) {
	_, c, err := seal.NewCustody()
	if err != nil {
		f.Fatal(err)
	}
	b, err := c.LockCheaply("awa", seal.Hide("mots"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("-----BEGIN AGE ENCRYPTED FILE-----\n-----END AGE ENCRYPTED FILE-----\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := seal.UnlockCheaply(b, seal.Hide("mots")); err != nil && !errors.Is(err, seal.ErrOpen) {
			t.Fatal(err)
		}
	})
}
