package ledger_test

import (
	"bytes"
	"crypto/aes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dires/dires/internal/ledger"
)

var key = ledger.NewRowKey([]byte("FICTION: the key of a server"), "orvanie")

func hashOf(r ledger.Rower, table string, fields ...string) ledger.Hash {
	r.Begin(table)
	for _, f := range fields {
		r.Text(f)
	}
	return r.Hash()
}

func row(i int) ledger.Hash { return hashOf(key.Rower(), "claims", "orvanie", fmt.Sprint(i)) }

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
		if a != b || a != some || a.Rows() != int64(n) {
			t.Fatalf("%d rows have several hashes", n)
		}
		a.Remove(row(0))
		a.Add(row(1000))
		if n > 0 && (a == b || a.Hash(key, "claims") == b.Hash(key, "claims")) {
			t.Fatal("another row has the same hash")
		}
		enc, _ := a.MarshalBinary()
		var c ledger.Set
		if err := c.UnmarshalBinary(enc); err != nil || c != a {
			t.Fatal(err)
		}
	}
}

// The sum is that which docs/formats/ledger.md gives, computed here byte by byte and
// with big numbers.
func TestASetIsTheSumOfItsRows(t *testing.T) {
	server := []byte("FICTION: the key of a server")
	long, err := hkdf.Expand(sha256.New, mac(make([]byte, 32), server), "dires rows 2\norvanie\n", 96)
	if err != nil {
		t.Fatal(err)
	}
	var s ledger.Set
	want := new(big.Int)
	for i := range 300 {
		n := fmt.Sprint(i)
		d := sha256.Sum256([]byte(string(long[:64]) + "\x06claims\x07orvanie" + string(rune(len(n))) + n))
		slices.Reverse(d[:])
		want.Add(want, new(big.Int).SetBytes(d[:]))
		s.Add(row(i))
	}
	want.Mod(want, new(big.Int).Lsh(big.NewInt(1), 256))
	sum := want.FillBytes(make([]byte, 32))
	slices.Reverse(sum)
	b, _ := s.MarshalBinary()
	if binary.LittleEndian.Uint64(b) != 300 || !bytes.Equal(b[8:], sum) {
		t.Fatalf("%x, want the sum %x", b, sum)
	}
	if h := s.Hash(key, "claims"); !bytes.Equal(h[:], mac(long[64:], append([]byte("claims\n"), b...))) {
		t.Error("a head states", h)
	}
}

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}

// Without the key nothing can be told of a row, nor of a study from another.
func TestHashesOfRowsDependOnTheKey(t *testing.T) {
	seen := map[ledger.Hash]bool{}
	for _, r := range []ledger.Rower{{}, key.Rower(), ledger.NewRowKey([]byte("another"), "orvanie").Rower(), ledger.NewRowKey([]byte("FICTION: the key of a server"), "mali").Rower()} {
		seen[hashOf(r, "claims", "a")] = true
	}
	var s ledger.Set
	s.Add(row(1))
	seen[s.Hash(key, "claims")], seen[s.Hash(key, "events")] = true, true
	seen[s.Hash(ledger.NewRowKey([]byte("another"), "orvanie"), "claims")] = true
	if len(seen) != 7 {
		t.Fatal("two keys give one hash")
	}
}

// The sums of layout 2 are those that docs/formats/ledger.md gives, computed here
// number by number from blocks of AES.
func TestALatticeIsTheSumOfItsRows(t *testing.T) {
	var s, part ledger.Lattice
	want := make([]*big.Int, 1024)
	for i := range want {
		want[i] = new(big.Int)
	}
	for i := range 300 {
		h := hashOf(ledger.Rower{}, "claims", fmt.Sprint(i))
		if want := ledger.Sum([]byte("dires row 1\n\x06claims" + string(rune(len(fmt.Sprint(i)))) + fmt.Sprint(i))); h != want {
			t.Fatal("a row without a key has another hash")
		}
		if i%2 == 0 {
			s.Add(h)
		} else {
			part.Add(h)
		}
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
	s.Merge(&part)
	b := binary.LittleEndian.AppendUint64(nil, 300)
	for _, w := range want {
		b = binary.LittleEndian.AppendUint16(b, uint16(w.Int64()%65536))
	}
	if s.Rows() != 300 || s.Hash() != ledger.Sum(b) {
		t.Fatal("another sum")
	}
}

// No two rows have the same bytes under the hash.
func TestFieldsOfRowsDoNotRunTogether(t *testing.T) {
	seen := map[ledger.Hash]string{}
	for _, f := range [][]string{{"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}, {"", "abc"}, {}, {""}} {
		h := hashOf(key.Rower(), "notes", f...)
		if w, ok := seen[h]; ok {
			t.Errorf("%q is %s", f, w)
		}
		seen[h] = fmt.Sprintf("%q", f)
	}
	if hashOf(key.Rower(), "events", "a") == hashOf(key.Rower(), "claims", "a") {
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
