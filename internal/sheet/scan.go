package sheet

import (
	"bytes"
	"io"

	"github.com/dires/dires/internal/fault"
)

const (
	block     = 256 << 10 // bytes asked of the reader at a time
	maxRecord = 8 << 20   // a longer record is a quote that nobody closed
	slack     = 8         // bytes behind the unread ones, for those who look ahead
)

// Scanner splits CSV into records without copying: the fast path under
// everything that reads text tables. It takes what spreadsheets write (quotes
// around line ends, doubled quotes, CRLF, blank lines) and also what people
// write: a quote in the middle of a cell is a letter, and an opening quote
// that nothing closes properly is one too, and [Scanner.Stray] says so.
//
// It expects UTF-8 without a byte-order mark: see [Sniff].
type Scanner struct {
	r        io.Reader
	comma    byte
	buf      []byte
	pos, end int
	eof      bool
	err      error
	fields   [][]byte
	scratch  []byte
	row      int
	line     int
	lines    int
	base     int64 // offset of buf[0] in the stream
	start    int64
	raw      []byte
	stray    bool
	next     int // length of the line Piece gave
}

// NewScanner reads records of cells parted by comma.
func NewScanner(r io.Reader, comma byte) *Scanner {
	return &Scanner{r: r, comma: comma, buf: make([]byte, block+slack)}
}

// Next goes to the next record that is not a blank line.
func (s *Scanner) Next() bool {
	for s.err == nil {
		n, ok := s.split(s.buf[s.pos:s.end])
		if !ok {
			s.fill()
			continue
		}
		if n == 0 {
			return false
		}
		s.start = s.base + int64(s.pos)
		s.raw = s.buf[s.pos : s.pos+n]
		s.pos += n
		s.row++
		s.line = s.lines + 1
		if len(s.fields) == 1 && len(s.fields[0]) == 0 && !s.stray && s.raw[0] != '"' {
			s.lines++
			continue // blank line
		}
		s.lines += max(1, bytes.Count(s.raw, []byte{'\n'}))
		return true
	}
	return false
}

// Piece looks at the next line that is not blank, without its line end. If no
// quotation mark stands in it, it is a record, and the scanner has gone to it.
// If marks is set, it is one only if every cell's marks are closed within it:
// the caller decides, and calls Take to go to it or Next to have it split. The
// eight bytes behind a line, within its capacity, may be written until the
// scanner goes on, and must be as they were where Next is called.
func (s *Scanner) Piece() (line []byte, marks, ok bool) {
	for s.err == nil {
		b := s.buf[s.pos:s.end]
		nl := bytes.IndexByte(b, '\n')
		n := nl + 1
		if nl < 0 {
			if !s.eof {
				if len(b) >= maxRecord {
					s.err = fault.New(fault.Invalid, "A244", maxRecord>>20)
					break
				}
				s.fill()
				continue
			}
			nl, n = len(b), len(b)
		}
		if n == 0 {
			break
		}
		s.next = n
		marks = bytes.IndexByte(b[:nl], '"') >= 0
		if nl > 0 && b[nl-1] == '\r' {
			nl--
		}
		if marks {
			return b[:nl], true, true
		}
		s.Take()
		if nl > 0 {
			return b[:nl], false, true
		}
	}
	return nil, false, false
}

// Take goes to the line that Piece gave, as one record.
func (s *Scanner) Take() {
	s.start, s.raw, s.stray = s.base+int64(s.pos), s.buf[s.pos:s.pos+s.next], false
	s.pos += s.next
	s.row++
	s.lines++
	s.line = s.lines
}

// detach leaves what was given as it is, whatever is read behind it.
func (s *Scanner) detach() {
	buf := make([]byte, len(s.buf))
	copy(buf[s.pos:], s.buf[s.pos:s.end])
	s.buf, s.fields, s.scratch, s.raw = buf, nil, nil, nil
}

// Fields are the cells, without quotes; they are overwritten by Next.
func (s *Scanner) Fields() [][]byte { return s.fields }

// Row counts records from 1, blank lines included, as a spreadsheet does.
func (s *Scanner) Row() int { return s.row }

// Line is the line of text at which the record begins, from 1.
func (s *Scanner) Line() int { return s.line }

// Offset is where the record begins in the stream, in bytes.
func (s *Scanner) Offset() int64 { return s.start }

// Raw is the record as it stands, line end included; overwritten by Next.
func (s *Scanner) Raw() []byte { return s.raw }

// Stray reports whether the record has a quote where none should be.
func (s *Scanner) Stray() bool { return s.stray }

// Err is what stopped the reading, nil at the end of the stream.
func (s *Scanner) Err() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

// fill gets more bytes behind the unread ones.
func (s *Scanner) fill() {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf)-slack {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for tries := 0; ; tries++ {
		n, err := s.r.Read(s.buf[s.end : len(s.buf)-slack])
		s.end += n
		switch {
		case err == io.EOF:
			s.eof = true
		case err != nil:
			s.err = err
		case n == 0 && tries < 100:
			continue
		case n == 0:
			s.err = io.ErrNoProgress
		}
		return
	}
}

// split cuts the record at the start of b into s.fields and returns its
// length; ok is false when more bytes are needed to know.
func (s *Scanner) split(b []byte) (n int, ok bool) {
	last := s.eof || len(b) >= maxRecord
	s.fields, s.scratch, s.stray = s.fields[:0], s.scratch[:0], false
	if len(b) == 0 {
		return 0, s.eof
	}
	nl := bytes.IndexByte(b, '\n')
	if nl < 0 {
		if !s.eof {
			if len(b) >= maxRecord {
				s.err = fault.New(fault.Invalid, "A244", maxRecord>>20)
			}
			return 0, false
		}
		nl = len(b)
	}
	i := 0
	for {
		if i < nl && b[i] == '"' {
			f, next, verdict := s.quoted(b, i, last)
			if verdict == more {
				return 0, false
			}
			if verdict == fine {
				s.fields = append(s.fields, f)
				if next > nl { // the cell holds line ends
					if k := bytes.IndexByte(b[next:], '\n'); k >= 0 {
						nl = next + k
					} else if s.eof {
						nl = len(b)
					} else if len(b) >= maxRecord {
						s.err = fault.New(fault.Invalid, "A244", maxRecord>>20)
						return 0, false
					} else {
						return 0, false
					}
				}
				if next < nl && b[next] == s.comma {
					i = next + 1
					continue
				}
				break
			}
			s.stray = true
		}
		k := bytes.IndexByte(b[i:nl], s.comma)
		if k < 0 {
			f := b[i:nl]
			if len(f) > 0 && f[len(f)-1] == '\r' {
				f = f[:len(f)-1]
			}
			s.fields = append(s.fields, f)
			break
		}
		s.fields = append(s.fields, b[i:i+k])
		i += k + 1
	}
	return min(nl+1, len(b)), true
}

type verdict uint8

const (
	fine    verdict = iota
	more            // more bytes are needed
	literal         // the opening quote is a letter
)

// quoted reads the cell whose opening quote stands at b[i]. next is the byte
// after its closing quote (and after a carriage return).
func (s *Scanner) quoted(b []byte, i int, last bool) (f []byte, next int, v verdict) {
	j, from := i+1, len(s.scratch)
	seg := j
	for {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 {
			if last {
				return nil, 0, literal
			}
			return nil, 0, more
		}
		j += k
		if j+1 >= len(b) && !last {
			return nil, 0, more
		}
		if j+1 < len(b) && b[j+1] == '"' {
			s.scratch = append(s.scratch, b[seg:j+1]...)
			j += 2
			seg = j
			continue
		}
		break
	}
	f = b[seg:j]
	if seg > i+1 {
		s.scratch = append(s.scratch, f...)
		f = s.scratch[from:len(s.scratch):len(s.scratch)]
	}
	j++
	switch {
	case j >= len(b) || b[j] == s.comma || b[j] == '\n':
		return f, j, fine
	case b[j] == '\r':
		if j+1 >= len(b) && !last {
			return nil, 0, more
		}
		if j+1 >= len(b) || b[j+1] == '\n' {
			return f, j + 1, fine
		}
	}
	return nil, 0, literal
}
