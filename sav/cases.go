package sav

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"math"
	"math/bits"
)

const blanks = uint64(0x2020202020202020)

// words gives the cases as 8-byte words, each as a little-endian machine loads
// it, whatever the file's own order.
type words struct {
	f     *File
	in    *input
	table [256]uint64 // word of each code of the bytecode
	rest  []uint64    // decoded ahead of what was asked for
	ended bool
}

// start goes to the cases.
func (f *File) start() (*words, error) {
	w := &words{f: f, in: f.in}
	if f.mode == 2 {
		b, err := f.in.take(24)
		if err != nil {
			return nil, err
		}
		at, end := f.order.Uint64(b), f.order.Uint64(b[8:])
		if end < at+24 || end > 1<<50 {
			return nil, bad()
		}
		if bs := blocksOf(f.whole, f.order, b, int64(at), int64(end)); bs != nil {
			w.in = newInput(&unpacker{r: f.whole, blocks: bs})
		} else {
			w.in = newInput(&inflated{in: bufio.NewReaderSize(&limited{f.in, int64(end - at - 24)}, 1<<16)})
		}
	}
	for c := range w.table {
		w.table[c] = f.word(float64(c) - f.bias)
	}
	w.table[254] = blanks
	w.table[255] = f.word(-math.MaxFloat64)
	return w, nil
}

// word is the word that holds a number.
func (f *File) word(x float64) uint64 {
	if f.order == binary.BigEndian {
		return bits.ReverseBytes64(math.Float64bits(x))
	}
	return math.Float64bits(x)
}

// fill decodes until out is full or the cases end, and gives how many words
// it decoded.
func (w *words) fill(out []uint64) (n int, err error) {
	n = copy(out, w.rest)
	w.rest = w.rest[n:]
	if w.f.mode == 0 {
		for n < len(out) && !w.ended {
			b := w.in.more(8)
			k := min(len(b)/8, len(out)-n)
			if k == 0 {
				return n, w.end(len(b) > 0)
			}
			for i := range k {
				out[n+i] = binary.LittleEndian.Uint64(b[8*i:])
			}
			w.in.a += 8 * k
			n += k
		}
		return n, nil
	}
	for n < len(out) && !w.ended {
		b := w.in.more(72)
		if len(b) < 8 {
			return n, w.end(len(b) > 0)
		}
		if len(out)-n < 8 {
			var block [8]uint64
			k, used, err := w.block(b, &block)
			if err != nil {
				return n, err
			}
			w.in.a += used
			c := copy(out[n:], block[:k])
			w.rest = append(w.rest[:0], block[c:k]...)
			n += c
			continue
		}
		k, used, err := w.block(b, (*[8]uint64)(out[n:]))
		if err != nil {
			return n, err
		}
		w.in.a += used
		n += k
	}
	return n, nil
}

// block decodes eight codes and the words that follow them.
func (w *words) block(b []byte, out *[8]uint64) (n, used int, err error) {
	used = 8
	for _, c := range b[:8] {
		switch c {
		case 0:
		case 252:
			w.ended = true
			return n, used, nil
		case 253:
			if used+8 > len(b) {
				return n, used, w.end(true)
			}
			out[n&7] = binary.LittleEndian.Uint64(b[used:])
			used += 8
			n++
		default:
			out[n&7] = w.table[c]
			n++
		}
	}
	return n, used, nil
}

// end is what the end of the input means.
func (w *words) end(within bool) error {
	w.ended = true
	if err := w.in.err; err != nil && !errors.Is(err, io.EOF) {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return refuse(CutOff)
		}
		e := refuse(Damaged)
		e.Cause = err
		return e
	}
	if within {
		return refuse(CutOff)
	}
	return nil
}

// Row is one case, valid until the next.
type Row struct {
	N int // from 1
	f *File
	w []uint64
	b []byte
}

// Rows gives the cases in the order of the file, once; see [File.Err].
func (f *File) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for {
			row, ok := f.Next()
			if !ok || !yield(row) {
				return
			}
		}
	}
}

// Next is the next case; ok is false after the last, and where [File.Err]
// says what stopped the reading.
func (f *File) Next() (row *Row, ok bool) {
	if len(f.ahead) == 0 {
		if f.err == nil {
			f.ahead, f.err = f.batch()
		}
		if len(f.ahead) == 0 {
			return nil, false
		}
	}
	f.row.f, f.row.N, f.row.w = f, f.row.N+1, f.ahead[:f.words]
	f.ahead = f.ahead[f.words:]
	return &f.row, true
}

// Err is what stopped the reading: a file cut off or damaged.
func (f *File) Err() error { return f.err }

// together is how many words are decoded at once: they stay in the cache.
const together = 1 << 15

// batch decodes whole cases, several at a time; none after the last.
func (f *File) batch() (ws []uint64, err error) {
	if f.cases == nil {
		if f.cases, err = f.start(); err != nil {
			return nil, err
		}
		f.buf = make([]uint64, max(together/f.words, 1)*f.words)
	}
	n, err := f.cases.fill(f.buf)
	if err != nil {
		return nil, err
	}
	k := n / f.words
	switch {
	case f.Cases >= 0 && f.got+k > f.Cases:
		if f.got <= f.Cases {
			f.warn(ExtraCases, f.Cases)
		}
		k = f.Cases - f.got
		f.cases.ended = true
		f.cases.rest = nil
	case n%f.words != 0, n == 0 && f.got < f.Cases:
		return nil, refuse(CutOff)
	}
	f.got += k
	return f.buf[:k*f.words], nil
}

// Num is the number of the i-th variable; ok is false for SPSS's blank and for
// a value declared missing. It panics for a text.
func (r *Row) Num(i int) (x float64, ok bool) {
	v := &r.f.Vars[i]
	if v.Text() {
		panic("sav: " + v.Name + " is a text")
	}
	x, ok = r.Raw(i)
	return x, ok && !(v.Missing.Any() && v.Missing.Has(x))
}

// Raw is [Row.Num] with the values declared missing.
func (r *Row) Raw(i int) (x float64, ok bool) {
	x = r.f.number(r.w[r.f.Vars[i].parts[0].at])
	return x, x == x && x != -math.MaxFloat64 && !math.IsInf(x, 0)
}

func (f *File) number(w uint64) float64 {
	if f.order == binary.BigEndian {
		w = bits.ReverseBytes64(w)
	}
	return math.Float64frombits(w)
}

// Text is the text of the i-th variable without the blanks at its end; ok is
// false for an empty one and for a value declared missing.
func (r *Row) Text(i int) (s string, ok bool) {
	v := &r.f.Vars[i]
	r.b = v.bytes(r.b[:0], r.w)
	s = r.f.text(r.b)
	return s, s != "" && !v.Missing.HasText(s)
}

// bytes appends the bytes of a text, without the blanks at its end.
func (v *Var) bytes(b []byte, w []uint64) []byte {
	left := v.Width
	for _, p := range v.parts {
		n := min(p.bytes, left)
		left -= n
		for i := p.at; n > 0; i++ {
			var x [8]byte
			binary.LittleEndian.PutUint64(x[:], w[i])
			b = append(b, x[:min(n, 8)]...)
			n -= 8
		}
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == 0) {
		b = b[:len(b)-1]
	}
	return b
}
