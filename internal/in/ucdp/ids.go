package ucdp

import (
	"crypto/sha256"
	"strconv"
)

// ids remembers which ids have occurred: a bit for a number, of which GED's
// ids are made, and half a hash for anything else. A million rows of GED take
// some hundred kilobytes.
type ids struct {
	pages map[int64]*[64]uint64
	other map[[16]byte]struct{}
}

// add reports whether id is new.
func (s *ids) add(id string) bool {
	if s.pages == nil {
		s.pages, s.other = map[int64]*[64]uint64{}, map[[16]byte]struct{}{}
	}
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && n >= 0 && n < 1<<32 && strconv.FormatInt(n, 10) == id {
		p := s.pages[n>>12]
		if p == nil {
			p = new([64]uint64)
			s.pages[n>>12] = p
		}
		w, b := &p[n>>6&63], uint64(1)<<(n&63)
		if *w&b != 0 {
			return false
		}
		*w |= b
		return true
	}
	h := sha256.Sum256([]byte(id))
	k := [16]byte(h[:16])
	if _, dup := s.other[k]; dup {
		return false
	}
	s.other[k] = struct{}{}
	return true
}
