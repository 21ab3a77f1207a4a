package ledger

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
)

// Lattice is the hash of a set of rows that the heads of layout 2 state, kept to
// verify what was written then: LtHash of 1,024 sums of 16 bits, without a key. See
// [Set] for what is written now. docs/formats/ledger.md fixes every byte of it.
type Lattice struct {
	rows int64
	sums [latticeBytes / 8]uint64 // four sums of 16 bits in each
}

const (
	latticeBytes = 2048
	highs        = 0x8000_8000_8000_8000 // the highest bit of each sum
)

var noBytes [latticeBytes]byte

// Rows is how many rows are in the set.
func (s *Lattice) Rows() int64 { return s.rows }

// Add puts a row in, given as its [Rower]'s hash without a key: the 1,024 numbers
// are the key stream of AES-256 in counter mode from zero under it.
func (s *Lattice) Add(row Hash) {
	block, err := aes.NewCipher(row[:])
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	var iv [aes.BlockSize]byte
	var b [latticeBytes]byte
	cipher.NewCTR(block, iv[:]).XORKeyStream(b[:], noBytes[:])
	for i := range s.sums {
		s.sums[i] = plus(s.sums[i], binary.LittleEndian.Uint64(b[8*i:]))
	}
	s.rows++
}

// Merge puts in all rows of another set, which must be others.
func (s *Lattice) Merge(o *Lattice) {
	for i := range s.sums {
		s.sums[i] = plus(s.sums[i], o.sums[i])
	}
	s.rows += o.rows
}

// plus adds four numbers of 16 bits at once.
func plus(a, b uint64) uint64 {
	return (a&^highs + b&^highs) ^ (a^b)&highs
}

// Hash is the SHA-256 of the number of rows and the sums.
func (s *Lattice) Hash() Hash {
	b := make([]byte, 0, 8+latticeBytes)
	b = binary.LittleEndian.AppendUint64(b, uint64(s.rows))
	for _, w := range s.sums {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return Sum(b)
}
