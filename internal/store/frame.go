package store

import (
	"encoding/binary"
	"fmt"
)

// The column parts holds, for each part of the header in its order, a varint
// and the bytes: 0 for a part that is not here (a blob, or shredded), else
// its length plus one.

// inline is up to which size a part stands in the database and not in a blob.
const inline = 64 << 10

// frame appends one part; nil is a part that is not here.
func frame(dst, part []byte) []byte {
	if part == nil {
		return append(dst, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(part))+1)
	return append(dst, part...)
}

// unframe splits n parts without copying; nil is a part that is not here.
func unframe(into [][]byte, b []byte, n int) ([][]byte, error) {
	into = into[:0]
	for range n {
		size, w := binary.Uvarint(b)
		if w <= 0 || size > uint64(len(b)-w)+1 {
			return into, fmt.Errorf("frame of parts is torn")
		}
		b = b[w:]
		if size == 0 {
			into = append(into, nil)
			continue
		}
		into = append(into, b[:size-1:size-1])
		b = b[size-1:]
	}
	if len(b) > 0 {
		return into, fmt.Errorf("frame of parts is too long")
	}
	return into, nil
}

// unframeAny splits what is there, whatever its number; a torn end is one more
// part, empty, so that its hash tells on it.
func unframeAny(into [][]byte, b []byte) [][]byte {
	into = into[:0]
	for len(b) > 0 {
		size, w := binary.Uvarint(b)
		if w <= 0 || size > uint64(len(b)-w)+1 {
			return append(into, []byte{})
		}
		b = b[w:]
		if size == 0 {
			into = append(into, nil)
			continue
		}
		into = append(into, b[:size-1:size-1])
		b = b[size-1:]
	}
	return into
}
