package ledger_test

import (
	"crypto/aes"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/dires/dires/internal/ledger"
)

func row(i int) ledger.Hash { return ledger.RowHash("claims", "orvanie", fmt.Sprint(i)) }

// The hash of a set depends on what is in it and on nothing else.
func TestASetDoesNotKnowTheOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 13))
	for n := range 40 {
		var a, b, some ledger.Set
		for i := range n {
			a.Add(row(i))
		}
		for _, i := range rng.Perm(n + 7) { // more rows, of which some go again
			b.Add(row(i))
		}
		for i := n; i < n+7; i++ {
			b.Remove(row(i))
		}
		var rest ledger.Set
		for i := range n {
			if i%3 == 0 {
				some.Add(row(i))
			} else {
				rest.Add(row(i))
			}
		}
		some.Merge(&rest)
		if a.Hash() != b.Hash() || a.Hash() != some.Hash() || a.Rows() != int64(n) {
			t.Fatalf("%d rows have several hashes", n)
		}
		a.Remove(row(0))
		a.Add(row(1000))
		if n > 0 && a.Hash() == b.Hash() {
			t.Fatal("another row has the same hash")
		}
		enc, _ := a.MarshalBinary()
		var c ledger.Set
		if err := c.UnmarshalBinary(enc); err != nil || c != a {
			t.Fatal(err)
		}
	}
}

// The sums are those that docs/formats/ledger.md gives, computed here number by
// number from blocks of AES.
func TestASetIsTheSumOfItsRows(t *testing.T) {
	var s ledger.Set
	want := make([]*big.Int, 1024)
	for i := range want {
		want[i] = new(big.Int)
	}
	for i := range 300 {
		h := row(i)
		s.Add(h)
		c, err := aes.NewCipher(h[:])
		if err != nil {
			t.Fatal(err)
		}
		for block := range 128 {
			var in, out [16]byte
			binary.BigEndian.PutUint64(in[8:], uint64(block))
			c.Encrypt(out[:], in[:])
			for k := range 8 {
				w := want[block*8+k]
				w.Add(w, big.NewInt(int64(binary.LittleEndian.Uint16(out[2*k:]))))
			}
		}
	}
	b, _ := s.MarshalBinary()
	if binary.LittleEndian.Uint64(b) != 300 {
		t.Error("rows are not counted")
	}
	for i, w := range want {
		if got := binary.LittleEndian.Uint16(b[8+2*i:]); int64(got) != w.Int64()%65536 {
			t.Fatalf("sum %d is %d, want %d", i, got, w.Int64()%65536)
		}
	}
}

// No two rows have the same bytes under the hash.
func TestFieldsOfRowsDoNotRunTogether(t *testing.T) {
	seen := map[ledger.Hash]string{}
	for _, f := range [][]string{{"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}, {"", "abc"}, {}, {""}} {
		h := ledger.RowHash("notes", f...)
		if w, ok := seen[h]; ok {
			t.Errorf("%q is %s", f, w)
		}
		seen[h] = fmt.Sprintf("%q", f)
	}
	if ledger.RowHash("events", "a") == ledger.RowHash("claims", "a") {
		t.Error("a row is the same in every table")
	}
}

// A head opens with the key that signed it, and with every bit as it was.
func TestAHeadOpensAsItWasSigned(t *testing.T) {
	secret, public, err := ledger.NewSigner("dires-office")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ledger.ParseSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	h := ledger.StudyHead{Study: "orvanie", Turn: 17, Logs: []ledger.LogHead{{"main", ledger.Head{Size: 4, Root: row(1)}}},
		Tables: []ledger.TableHead{{"claims", 3, row(2)}, {"events", 0, row(3)}}}
	n, err := s.SignHead(h)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ledger.OpenHead(n, public)
	if err != nil || got.Text() != h.Text() {
		t.Fatal(got, err)
	}
	for i := range n {
		for bit := range 8 {
			b := append([]byte{}, n...)
			b[i] ^= 1 << bit
			if x, err := ledger.OpenHead(b, public); err == nil {
				t.Fatalf("byte %d bit %d: %v", i, bit, x)
			}
		}
	}
	if _, err := ledger.OpenHead(append(n, '\n'), public); err == nil {
		t.Error("a longer one opens")
	}
	if h.HashOf("claims") == h.HashOf("claims", "events") {
		t.Error("a table is left out")
	}
}
