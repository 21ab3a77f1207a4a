package sav

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"
)

// input reads ahead of what is asked for, and gives windows of it.
type input struct {
	r    io.Reader
	buf  []byte
	a, b int // buf[a:b] is not yet taken
	err  error
}

func newInput(r io.Reader) *input { return &input{r: r, buf: make([]byte, 1<<18)} }

// more makes at least n bytes ready if there are as many, and gives what is.
func (x *input) more(n int) []byte {
	if x.b-x.a >= n {
		return x.buf[x.a:x.b]
	}
	copy(x.buf, x.buf[x.a:x.b])
	x.a, x.b = 0, x.b-x.a
	for x.b < n && x.err == nil {
		if x.b == len(x.buf) {
			// Grow as bytes arrive: a length in a damaged file costs nothing.
			x.buf = append(x.buf, make([]byte, min(len(x.buf), 1<<24))...)
		}
		k, err := x.r.Read(x.buf[x.b:])
		x.b += k
		x.err = err
	}
	return x.buf[x.a:x.b]
}

// take gives the next n bytes, valid until the next call; with fewer left it
// gives these and refuses.
func (x *input) take(n int) ([]byte, error) {
	b := x.more(n)
	if len(b) < n {
		x.a = x.b
		if x.err != nil && !errors.Is(x.err, io.EOF) {
			return b, x.err
		}
		return b, refuse(CutOff)
	}
	x.a += n
	return b[:n], nil
}

// limited gives the bytes of the blocks of a ZSAV file; left is how many they
// have together.
type limited struct {
	in   *input
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, io.EOF
	}
	b := l.in.more(1)
	if len(b) == 0 {
		return 0, l.in.err
	}
	n := copy(p[:min(int64(len(p)), l.left)], b)
	l.in.a += n
	l.left -= int64(n)
	return n, nil
}

// inflated reads the zlib blocks of a ZSAV file one after the other, as they
// come.
type inflated struct {
	in *bufio.Reader // zlib takes no more of it than a block has
	z  io.ReadCloser
}

func (z *inflated) Read(p []byte) (n int, err error) {
	for n == 0 && err == nil && len(p) > 0 {
		if z.z == nil {
			if z.ended() {
				return 0, io.EOF
			}
			z.z, err = zlib.NewReader(z.in)
			if err != nil {
				return 0, err
			}
		}
		n, err = z.z.Read(p)
		if errors.Is(err, io.EOF) {
			if z.ended() {
				return n, io.EOF
			}
			err = z.z.(zlib.Resetter).Reset(z.in, nil)
		}
	}
	return n, err
}

// ended reports whether no block follows.
func (z *inflated) ended() bool {
	_, err := z.in.Peek(1)
	return errors.Is(err, io.EOF)
}
