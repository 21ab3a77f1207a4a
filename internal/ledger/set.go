package ledger

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Set is a hash of a set of rows that is kept up to date: putting a row in or
// taking one out costs the same, however many there are, and the order in which
// they came does not show. It is the lattice hash LtHash of 1,024 sums of 16 bits
// (Bellare and Micciancio 1997; Lewi and others 2019): two sets with one hash
// cannot be found as far as anybody knows. The zero Set is the empty one. A row is
// given as its SHA-256 and must not be in the set twice.
//
// docs/formats/ledger.md fixes every byte of it.
type Set struct {
	rows int64
	sums [setBytes / 8]uint64 // four sums of 16 bits in each
}

const (
	setBytes = 2048
	highs    = 0x8000_8000_8000_8000 // the highest bit of each sum
)

var noBytes [setBytes]byte

// spread makes the 1,024 numbers of a row: the key stream of AES-256 in counter
// mode from zero, under the row's hash as key.
func spread(row *Hash, out *[setBytes]byte) {
	b, err := aes.NewCipher(row[:])
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	var iv [aes.BlockSize]byte
	cipher.NewCTR(b, iv[:]).XORKeyStream(out[:], noBytes[:])
}

// Rows is how many rows are in the set.
func (s *Set) Rows() int64 { return s.rows }

// Add puts a row in.
func (s *Set) Add(row Hash) {
	var b [setBytes]byte
	spread(&row, &b)
	for i := range s.sums {
		s.sums[i] = plus(s.sums[i], binary.LittleEndian.Uint64(b[8*i:]))
	}
	s.rows++
}

// Remove takes a row out.
func (s *Set) Remove(row Hash) {
	var b [setBytes]byte
	spread(&row, &b)
	for i := range s.sums {
		s.sums[i] = minus(s.sums[i], binary.LittleEndian.Uint64(b[8*i:]))
	}
	s.rows--
}

// Merge puts in all rows of another set, which must be others.
func (s *Set) Merge(o *Set) {
	for i := range s.sums {
		s.sums[i] = plus(s.sums[i], o.sums[i])
	}
	s.rows += o.rows
}

// plus and minus work on four numbers of 16 bits at once.
func plus(a, b uint64) uint64 {
	return (a&^highs + b&^highs) ^ (a^b)&highs
}

func minus(a, b uint64) uint64 {
	return ((a | highs) - b&^highs) ^ (a^^b)&highs
}

// Hash is the SHA-256 of what MarshalBinary writes.
func (s *Set) Hash() Hash {
	b, _ := s.MarshalBinary()
	return Sum(b)
}

// MarshalBinary writes the number of rows and then the sums.
func (s *Set) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 8+setBytes)
	b = binary.LittleEndian.AppendUint64(b, uint64(s.rows))
	for _, w := range s.sums {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (s *Set) UnmarshalBinary(b []byte) error {
	if len(b) != 8+setBytes {
		return fmt.Errorf("read set hash: %d bytes", len(b))
	}
	s.rows = int64(binary.LittleEndian.Uint64(b))
	for i := range s.sums {
		s.sums[i] = binary.LittleEndian.Uint64(b[8+8*i:])
	}
	return nil
}

// RowHash hashes the fields of a row of a table, so that no two rows have the
// same bytes. It is to be had from [Rower], which is quicker for many.
func RowHash(table string, fields ...string) Hash {
	var r Rower
	r.Begin(table)
	for _, f := range fields {
		r.Text(f)
	}
	return r.Hash()
}

// Rower makes the hashes of rows: Begin, then each field in its order, then
// Hash.
type Rower struct{ b []byte }

// Begin starts a row of a table.
func (r *Rower) Begin(table string) { r.b = append(r.b[:0], "dires row 1\n"...); r.Text(table) }

// Text is a field of text or bytes.
func (r *Rower) Text(s string) {
	r.b = binary.AppendUvarint(r.b, uint64(len(s)))
	r.b = append(r.b, s...)
}

// Bytes is [Rower.Text].
func (r *Rower) Bytes(s []byte) {
	r.b = binary.AppendUvarint(r.b, uint64(len(s)))
	r.b = append(r.b, s...)
}

// Number is a field that is a number, or nothing where ok is false.
func (r *Rower) Number(n int64, ok bool) {
	if !ok {
		r.b = append(r.b, 0)
		return
	}
	r.b = append(r.b, 1)
	r.b = binary.AppendVarint(r.b, n)
}

// Hash is the row's.
func (r *Rower) Hash() Hash { return sha256.Sum256(r.b) }
