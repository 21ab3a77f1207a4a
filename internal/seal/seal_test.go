package seal_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/dires/dires/internal/seal"
)

func ExampleKey_Seal() {
	key := seal.NewKey()
	place := seal.Context("dires part 1", "orvanie", "s-1", "desk", "desk")
	sealed := key.Seal([]byte("we walked to the next town"), place)
	plain, err := key.Open(sealed, place)
	fmt.Println(len(sealed), string(plain), err)
	_, err = key.Open(sealed, seal.Context("dires part 1", "orvanie", "s-2", "desk", "desk"))
	fmt.Println(err)
	fmt.Println(key)
	// Output:
	// 285 we walked to the next town <nil>
	// the seal does not open with this key
	// [sealed]
}

func ExampleRecipient_Wrap() {
	to, custodian, _ := seal.NewCustody()
	wrapped, _ := to.Wrap(seal.NewKey())
	_, err := custodian.Unwrap(wrapped)
	fmt.Println(strings.HasPrefix(string(wrapped), "age-encryption.org/v1\n"), strings.HasPrefix(to.String(), "age1pq1"), err)
	// Output: true true <nil>
}

func TestASecretPrintsNothing(t *testing.T) {
	const word = "tres-secret"
	s := seal.Hide(word)
	key, err := seal.KeyFrom([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	_, c, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	type deep struct {
		S seal.Secret[string]
		P *seal.Secret[string]
		B seal.Secret[[]byte]
		K seal.Key
		C seal.Custodian
	}
	d := deep{s, &s, seal.Hide([]byte(word)), key, c}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		fmt.Fprintf(&out, verb+"\n", s)
		fmt.Fprintf(&out, verb+"\n", d)
		fmt.Fprintf(&out, verb+"\n", key)
		fmt.Fprintf(&out, verb+"\n", c)
	}
	for _, v := range []any{s, struct{ S seal.Secret[string] }{s}, map[string]seal.Secret[string]{"k": s}, map[seal.Secret[string]]int{s: 1}} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(b)
	}
	l := slog.New(slog.NewTextHandler(&out, nil))
	l.Info("x", "s", s, "d", d, "k", key)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", s)
	fmt.Fprintln(&out, errors.Join(fmt.Errorf("read: %v", s)))
	id := c.Identity().Reveal()
	for _, bad := range []string{word, hex.EncodeToString([]byte(word)), strings.ToUpper(hex.EncodeToString([]byte(word))), "0123456789abcdef0", id, id[20:40], hex.EncodeToString([]byte("0123456789abcdef"))} {
		if bytes.Contains(out.Bytes(), []byte(bad)) {
			t.Errorf("%q was printed", bad)
		}
	}
	if s.Reveal() != word {
		t.Error("revealed something else")
	}
}

func TestASealOpensOnlyWhole(t *testing.T) {
	key, place := seal.NewKey(), seal.Context("a", "b")
	for _, n := range []int{0, 1, 254, 255, 256, 257, 5000} {
		plain := bytes.Repeat([]byte{0x80, 0x00}, n/2+1)[:n] // what padding is made of
		sealed := key.Seal(plain, place)
		if got, err := key.Open(sealed, place); err != nil || !bytes.Equal(got, plain) {
			t.Fatal(n, err)
		}
		if want := 1 + 12 + (n/256+1)*256 + 16; len(sealed) != want {
			t.Errorf("%d bytes sealed are %d, want %d", n, len(sealed), want)
		}
		if bytes.Equal(sealed, key.Seal(plain, place)) {
			t.Error("twice the same bytes")
		}
		step := max(1, len(sealed)/300)
		for i := 0; i < len(sealed); i += step {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1
			if _, err := key.Open(bad, place); !errors.Is(err, seal.ErrOpen) {
				t.Fatalf("byte %d of %d altered: %v", i, len(sealed), err)
			}
			if _, err := key.Open(sealed[:i], place); !errors.Is(err, seal.ErrOpen) {
				t.Fatalf("cut at %d: %v", i, err)
			}
		}
		if _, err := seal.NewKey().Open(sealed, place); !errors.Is(err, seal.ErrOpen) {
			t.Fatal("another key", err)
		}
		// Fields do not run into each other.
		if _, err := key.Open(sealed, seal.Context("ab", "")); !errors.Is(err, seal.ErrOpen) {
			t.Fatal("another place", err)
		}
	}
	if _, err := (seal.Key{}).Open(make([]byte, 300), nil); !errors.Is(err, seal.ErrOpen) {
		t.Error("the zero key", err)
	}
	if _, err := seal.KeyFrom([]byte("short")); err == nil {
		t.Error("a short key")
	}
}

func TestCustodyIsForOneCustodian(t *testing.T) {
	to, c, err := seal.NewCustody()
	if err != nil {
		t.Fatal(err)
	}
	key := seal.NewKey()
	wrapped, err := to.Wrap(key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.ParseRecipient(to.String())
	if err != nil || again.String() != to.String() {
		t.Fatal(err)
	}
	back, err := seal.ParseCustodian(c.Identity())
	if err != nil {
		t.Fatal(err)
	}
	got, err := back.Unwrap(wrapped)
	if err != nil || got.Raw().Reveal() != key.Raw().Reveal() {
		t.Fatal(err)
	}
	_, other, _ := seal.NewCustody()
	if _, err := other.Unwrap(wrapped); !errors.Is(err, seal.ErrOpen) {
		t.Error(err)
	}
	wrapped[len(wrapped)-1] ^= 1
	if _, err := back.Unwrap(wrapped); !errors.Is(err, seal.ErrOpen) {
		t.Error(err)
	}
	_, err = seal.ParseCustodian(seal.Hide("AGE-SECRET-KEY-PQ-1WRONG"))
	if err == nil || strings.Contains(err.Error(), "WRONG") {
		t.Error("the error quotes the key:", err)
	}
	if _, err := seal.ParseRecipient("age1wrong"); err == nil {
		t.Error("a wrong recipient")
	}
}

// Known answers: what this version sealed must open for as long as there is a
// part of format 1.
func TestAPartSealedLongAgoOpens(t *testing.T) {
	key, err := seal.KeyFrom(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := hex.DecodeString(longAgo)
	if err != nil {
		t.Fatal(err)
	}
	got, err := key.Open(sealed, seal.Context("dires part 1", "orvanie", "s-1", "desk", "desk"))
	if err != nil || string(got) != "FICTION: we walked" {
		t.Fatalf("%q %v", got, err)
	}
}

func FuzzOpen(f *testing.F) {
	key := seal.NewKey()
	f.Add(key.Seal([]byte("x"), nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := key.Open(b, nil); err != nil && !errors.Is(err, seal.ErrOpen) {
			t.Fatal(err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	key, plain := seal.NewKey(), make([]byte, 1000)
	b.SetBytes(1000)
	for b.Loop() {
		key.Seal(plain, nil)
	}
}

func BenchmarkWrap(b *testing.B) {
	to, _, err := seal.NewCustody()
	if err != nil {
		b.Fatal(err)
	}
	key := seal.NewKey()
	for b.Loop() {
		if _, err := to.Wrap(key); err != nil {
			b.Fatal(err)
		}
	}
}
