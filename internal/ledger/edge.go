package ledger

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Leaf is the hash of an entry in the tree.
func Leaf(header []byte) Hash { return Hash(tlog.RecordHash(header)) }

// Edge is the right edge of a log's tree: what must be known of it to append
// the next entry. The zero Edge is that of an empty log.
type Edge struct {
	size int64
	at   [64]Hash // at[l]: the last complete subtree of 2^l leaves, if bit l of size is set
}

// Size is how many leaves are under the edge.
func (g *Edge) Size() int64 { return g.size }

// Add appends a leaf and gives the hashes the log stores with it: the leaf,
// then every subtree it completes, from small to large.
func (g *Edge) Add(dst []byte, leaf Hash) []byte {
	dst = append(dst, leaf[:]...)
	h := leaf
	l := 0
	for ; g.size>>l&1 == 1; l++ {
		h = node(g.at[l], h)
		dst = append(dst, h[:]...)
	}
	g.at[l] = h
	g.size++
	return dst
}

// node is tlog.NodeHash without its allocations; a test compares them.
func node(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

// Root is the hash of the tree; of an empty one, SHA-256 of nothing.
func (g *Edge) Root() Hash {
	if g.size == 0 {
		return sha256.Sum256(nil)
	}
	var h Hash
	first := true
	for l := range g.at {
		if g.size>>l&1 == 0 {
			continue
		}
		if first {
			h, first = g.at[l], false
		} else {
			h = node(g.at[l], h)
		}
	}
	return h
}

// MarshalBinary writes the hashes of the edge, from small to large.
func (g *Edge) MarshalBinary() ([]byte, error) {
	var b []byte
	for l := range g.at {
		if g.size>>l&1 == 1 {
			b = append(b, g.at[l][:]...)
		}
	}
	return b, nil
}

// EdgeOf reads what MarshalBinary wrote for a log of that size.
func EdgeOf(size int64, b []byte) (*Edge, error) {
	g := &Edge{size: size}
	for l := range g.at {
		if size>>l&1 == 1 {
			if len(b) < sha256.Size {
				return nil, fmt.Errorf("read edge: too short for %d entries", size)
			}
			copy(g.at[l][:], b)
			b = b[sha256.Size:]
		}
	}
	if len(b) > 0 || size < 0 {
		return nil, fmt.Errorf("read edge: too long for %d entries", size)
	}
	return g, nil
}

// Stored says which entry keeps a hash of the tree (in tlog's numbering), and
// the how-many-eth of its hashes it is: for proofs.
func Stored(index int64) (seq int64, nth int) {
	level, n := tlog.SplitStoredHashIndex(index)
	return (n+1)<<level - 1, level
}
