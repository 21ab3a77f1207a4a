package ucdp

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/bits"
	"unicode/utf8"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/sheet"
)

// Rows gives every row typed, once; a row is valid until the next. Nothing is
// said about what is odd in it: that is Claims'.
//
// A record on one line is cut and typed in one pass, eight bytes at a time; one
// with a line end or a doubled quotation mark in a cell goes cell by cell. A
// test holds the two against each other and against encoding/csv.
func (rd *Reader) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		r := &rd.row
		if rd.first != nil {
			rd.cells(rd.first)
			rd.first = nil
			r.N, r.stray = rd.s.Row(), rd.s.Stray()
			if !yield(r) {
				return
			}
		}
		for {
			line, marks, ok := rd.s.Piece()
			if !ok {
				return
			}
			if rd.fresh {
				rd.fresh = false
				if sheet.Tags(bytes.Split(bytes.ReplaceAll(line, []byte{'"'}, nil), []byte{rd.comma})) {
					if marks {
						rd.s.Take()
					}
					rd.found.Add("A250", diag.At{File: rd.name, Row: rd.s.Row()})
					continue
				}
			}
			plain := ascii(line)
			valid := plain || utf8.Valid(line)
			rd.utf8 = rd.utf8 || valid && !plain
			r.mixed = rd.recoded && valid && !plain
			switch {
			case valid && rd.plain(line):
				if marks {
					rd.s.Take()
				}
			case marks:
				if !rd.s.Next() {
					return
				}
				rd.cells(rd.s.Fields())
			default:
				rd.cells(bytes.Split(line, []byte{rd.comma}))
			}
			r.N, r.stray = rd.s.Row(), rd.s.Stray()
			if !yield(r) {
				return
			}
		}
	}
}

// cells types a row from its cells.
func (rd *Reader) cells(cells [][]byte) {
	r := &rd.row
	r.given, r.bad, r.Cells = 0, 0, len(cells)
	if sheet.Recode(cells) {
		if r.mixed = rd.utf8; !rd.recoded && !rd.utf8 {
			rd.found.Add("A233", diag.At{File: rd.name})
		}
		rd.recoded = true
	}
	rd.scratch = rd.scratch[:0]
	for _, b := range cells {
		rd.scratch = append(rd.scratch, b...)
	}
	r.line = rd.scratch
	from := 0
	for i, c := range rd.cols {
		var b []byte
		if i < len(cells) {
			b = cells[i]
		}
		r.at[c&63] = extent{uint32(from), uint32(from + len(b))}
		from += len(b)
		if c < columns {
			r.set(c, rd.kinds[i], trim(b))
		}
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
	zeros = 0x3030303030303030 // eight digits 0
)

// plain types a row from a line; false says that its quotation marks are not
// as simple as that. Behind the line it puts one more comma, so that every cell
// ends at one.
func (rd *Reader) plain(line []byte) bool {
	r := &rd.row
	end := len(line)
	buf := line[: end+8 : end+8]
	behind := buf[end]
	buf[end] = rd.comma
	r.line = line
	comma := ones * uint64(rd.comma)
	var given, bad uint64
	pos, i := 0, 0
	kinds := rd.kinds[:len(rd.cols)]
	for ; i < len(rd.cols) && pos <= end; i++ {
		c := rd.cols[i] & 63
		from := pos
		w := load(buf, pos)
		if byte(w) == '"' {
			k := bytes.IndexByte(line[from+1:], '"')
			if k < 0 || buf[from+k+2] != rd.comma {
				buf[end] = behind
				return false
			}
			r.at[c] = extent{uint32(from + 1), uint32(from + 1 + k)}
			pos = from + k + 3
			if kinds[i] != text && kinds[i] != skip {
				r.given, r.bad = given, bad
				if b := trim(line[from+1 : from+1+k]); len(b) > 0 {
					r.set(c, kinds[i], b)
				}
				given, bad = r.given, r.bad
			}
			continue
		}
		x := w ^ comma
		m := (x - ones) &^ x & highs // the lowest bit set: the first comma
		if m != 0 {
			n := bits.TrailingZeros64(m) &^ 7 // bits of the cell
			pos += n>>3 + 1
			if kinds[i] == whole {
				if n == 0 {
					r.at[c] = extent{}
					continue
				}
				d := w<<(64-n) | zeros>>n
				if d&0xf0f0f0f0f0f0f0f0|(d+0x0606060606060606)&0xf0f0f0f0f0f0f0f0>>4 == 0x3333333333333333 {
					d = d & 0x0f0f0f0f0f0f0f0f * 2561 >> 8
					d = d & 0x00ff00ff00ff00ff * 6553601 >> 16
					r.num[c] = int64(d & 0x0000ffff0000ffff * 42949672960001 >> 32)
					given |= 1 << c
					r.at[c] = extent{uint32(from), uint32(pos - 1)}
					continue
				}
			}
		} else {
			for m == 0 { // the comma behind the line ends this
				pos += 8
				x = load(buf, pos) ^ comma
				m = (x - ones) &^ x & highs
			}
			pos += bits.TrailingZeros64(m)>>3 + 1
		}
		r.at[c] = extent{uint32(from), uint32(pos - 1)}
		if kinds[i] == text || kinds[i] == skip || pos-1 == from {
			continue
		}
		r.given, r.bad = given, bad
		if b := trim(line[from : pos-1]); len(b) > 0 {
			r.set(c, kinds[i], b)
		}
		given, bad = r.given, r.bad
	}
	buf[end] = behind
	r.given, r.bad, r.Cells = given, bad, i
	for k := i; k < len(rd.cols); k++ {
		r.at[rd.cols[k]&63] = extent{}
	}
	if pos <= end { // more cells than columns
		if bytes.IndexByte(line[pos:], '"') >= 0 {
			return false
		}
		r.Cells += bytes.Count(line[pos:], []byte{rd.comma}) + 1
	}
	return true
}

func load(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i:]) }

// ascii reports whether no byte is above 0x7f.
func ascii(b []byte) bool {
	for ; len(b) >= 16; b = b[16:] {
		if (load(b, 0)|load(b, 8))&highs != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
