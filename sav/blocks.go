package sav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"

	"github.com/klauspost/compress/zlib"
)

// block is one zlib stream of a ZSAV file: each is compressed on its own.
type block struct {
	at            int64
	packed, plain int
}

const (
	largest  = 1 << 26 // a block of more is read as it comes; they have 4 MB
	tightest = 1100    // no zlib stream holds more than this many times its size
)

// blocksOf reads the trailer, where it can be reached before the blocks: it is
// at the end of the file. Nil where r is not the file as it lies on the disk, or
// the trailer does not describe what stands between the two places; then the
// blocks are read as they come, and say themselves what is wrong.
func blocksOf(r io.ReaderAt, order binary.ByteOrder, head []byte, at, end int64) (bs []block) {
	if r == nil {
		return nil
	}
	var h [24]byte
	if _, err := r.ReadAt(h[:], at); err != nil || !bytes.Equal(h[:], head) {
		return nil
	}
	if _, err := r.ReadAt(h[:], end); err != nil {
		return nil
	}
	n := int64(order.Uint32(h[20:]))
	if size := int64(order.Uint64(head[16:])); n < 1 || n > 1<<20 || size != 24+24*n {
		return nil
	}
	b := make([]byte, 24*n)
	if _, err := r.ReadAt(b, end+24); err != nil {
		return nil
	}
	next := at + 24
	for ; len(b) > 0; b = b[24:] {
		x := block{int64(order.Uint64(b[8:])), int(int32(order.Uint32(b[20:]))), int(int32(order.Uint32(b[16:])))}
		if x.at != next || x.packed < 1 || x.plain < 0 || x.packed > largest || x.plain > largest || int64(x.plain) > tightest*int64(x.packed) {
			return nil
		}
		next += int64(x.packed)
		bs = append(bs, x)
	}
	if next != end {
		return nil
	}
	return bs
}

// unpacker inflates blocks ahead of whoever reads them, each on a goroutine
// that ends with its block.
type unpacker struct {
	r      io.ReaderAt
	blocks []block        // not yet begun
	flying []chan *packet // in the order of the file
	idle   []*packet
	now    *packet // being read
	rest   []byte  // of it
	err    error
}

// packet is what a goroutine needs for a block, used again for a later one.
type packet struct {
	packed, plain []byte
	in            bytes.Reader
	z             io.ReadCloser
	err           error
}

func (u *unpacker) Read(p []byte) (n int, err error) {
	for len(u.rest) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		if u.now != nil {
			u.idle, u.now = append(u.idle, u.now), nil
		}
		// One ahead for each processor, and one that is being read.
		for len(u.flying) < runtime.GOMAXPROCS(0)+1 && len(u.blocks) > 0 {
			u.begin()
		}
		if len(u.flying) == 0 {
			u.err = io.EOF
			return 0, u.err
		}
		u.now = <-u.flying[0]
		u.flying = u.flying[1:]
		u.rest, u.err = u.now.plain, u.now.err
	}
	n = copy(p, u.rest)
	u.rest = u.rest[n:]
	return n, nil
}

func (u *unpacker) begin() {
	p := &packet{}
	if n := len(u.idle); n > 0 {
		p, u.idle = u.idle[n-1], u.idle[:n-1]
	}
	b, done := u.blocks[0], make(chan *packet, 1)
	u.blocks, u.flying = u.blocks[1:], append(u.flying, done)
	go func() {
		p.inflate(u.r, b)
		done <- p
	}()
}

// inflate reads and inflates one block; what came before an error is kept.
func (p *packet) inflate(r io.ReaderAt, b block) {
	p.packed, p.plain = sized(p.packed, b.packed), sized(p.plain, b.plain)
	n, err := r.ReadAt(p.packed, b.at)
	if n < b.packed {
		p.plain, p.err = p.plain[:0], errors.Join(io.ErrUnexpectedEOF, err)
		return
	}
	p.in.Reset(p.packed)
	if p.z == nil {
		p.z, p.err = zlib.NewReader(&p.in)
	} else {
		p.err = p.z.(zlib.Resetter).Reset(&p.in, nil)
	}
	if p.err != nil {
		p.plain = p.plain[:0]
		return
	}
	k, err := io.ReadFull(p.z, p.plain)
	p.plain, p.err = p.plain[:k], err
	if err == nil {
		// The end of the stream: its checksum, and nothing beyond what was said.
		var more [1]byte
		if k, err := p.z.Read(more[:]); k > 0 || !errors.Is(err, io.EOF) {
			p.err = errors.Join(errBlock, err)
		}
	}
}

var errBlock = errors.New("a block is not as long as the trailer says")

func sized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}
