package ledger

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// Set is a hash of a set of rows that is kept up to date: putting a row in or
// taking one out costs the same, however many there are, and the order in which
// they came does not show. It is the sum, modulo 2^256, of the hashes of the rows
// under a secret key (Clarke and others 2003). Whoever does not know the key, and
// does not see the sum, cannot tell what another row would add: the sum is kept
// sealed, and a head states [Set.Hash]. The zero Set is the empty one. A row must
// not be in the set twice.
//
// docs/formats/ledger.md fixes every byte of it.
type Set struct {
	rows int64
	sum  [4]uint64 // the lowest first
}

const setBytes = 8 + 32

// Rows is how many rows are in the set.
func (s *Set) Rows() int64 { return s.rows }

// Add puts a row in, given as its hash under a key.
func (s *Set) Add(row Hash) {
	s.add(le(row[0:]), le(row[8:]), le(row[16:]), le(row[24:]))
	s.rows++
}

// Remove takes a row out.
func (s *Set) Remove(row Hash) {
	var c uint64
	s.sum[0], c = bits.Sub64(s.sum[0], le(row[0:]), 0)
	s.sum[1], c = bits.Sub64(s.sum[1], le(row[8:]), c)
	s.sum[2], c = bits.Sub64(s.sum[2], le(row[16:]), c)
	s.sum[3], _ = bits.Sub64(s.sum[3], le(row[24:]), c)
	s.rows--
}

// Merge puts in all rows of another set, which must be others.
func (s *Set) Merge(o *Set) {
	s.add(o.sum[0], o.sum[1], o.sum[2], o.sum[3])
	s.rows += o.rows
}

func (s *Set) add(a, b, c, d uint64) {
	var k uint64
	s.sum[0], k = bits.Add64(s.sum[0], a, 0)
	s.sum[1], k = bits.Add64(s.sum[1], b, k)
	s.sum[2], k = bits.Add64(s.sum[2], c, k)
	s.sum[3], _ = bits.Add64(s.sum[3], d, k)
}

func le(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// Hash is what a head states of the set as that of a table: an HMAC, which tells
// nothing of the sum.
func (s *Set) Hash(k *RowKey, table string) (out Hash) {
	h := hmac.New(sha256.New, k.table[:])
	h.Write([]byte(table + "\n"))
	b, _ := s.MarshalBinary()
	h.Write(b)
	h.Sum(out[:0])
	return out
}

// MarshalBinary writes the number of rows and then the sum.
func (s *Set) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, setBytes)
	b = binary.LittleEndian.AppendUint64(b, uint64(s.rows))
	for _, w := range s.sum {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (s *Set) UnmarshalBinary(b []byte) error {
	if len(b) != setBytes {
		return fmt.Errorf("read set hash: %d bytes", len(b))
	}
	s.rows = int64(le(b))
	for i := range s.sum {
		s.sum[i] = le(b[8+8*i:])
	}
	return nil
}

// RowKey is the key under which the rows of one study are hashed.
type RowKey struct {
	row   [sha256.BlockSize]byte
	table [sha256.Size]byte
}

// NewRowKey derives the key of a study from the server's.
func NewRowKey(server []byte, study string) *RowKey {
	k := &RowKey{}
	b, err := hkdf.Key(sha256.New, server, nil, "dires rows 2\n"+study+"\n", len(k.row)+len(k.table))
	if err != nil {
		panic(err) // so short a key can be had
	}
	copy(k.table[:], b[copy(k.row[:], b):])
	return k
}

// Rower makes the hashes of rows: Begin, then each field in its order, then Hash.
// The zero Rower has no key and makes those of a [Lattice].
//
// The key fills the first block of SHA-256, and no row's bytes begin those of
// another: so the hash is as hard to tell, without the key, as an HMAC's inner one.
type Rower struct {
	b   []byte
	key *RowKey
}

// Rower makes hashes of rows under the key.
func (k *RowKey) Rower() Rower { return Rower{key: k} }

// Begin starts a row of a table.
func (r *Rower) Begin(table string) {
	if r.key != nil {
		r.b = append(r.b[:0], r.key.row[:]...)
	} else {
		r.b = append(r.b[:0], "dires row 1\n"...)
	}
	r.Text(table)
}

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
