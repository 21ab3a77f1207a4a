package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	maxDepth = 64      // elements within one another: a spreadsheet has ten
	maxText  = 1 << 20 // bytes of one cell, or of one tag: a spreadsheet has 32,767
)

var (
	errDeep  = errors.New("elements lie too deep")
	errLong  = errors.New("a text is too long")
	errStray = errors.New("a cell points to no text")
)

// tags passes over the XML of a workbook as a stream, with no more in memory
// than the tag or the text it stands at. It knows what spreadsheets write:
// UTF-8, elements with attributes, the five entities and numbers, comments,
// CDATA. Prefixes of names are passed over.
type tags struct {
	r     *bufio.Reader
	name  []byte // of the element, without prefix
	raw   []byte // the tag, between < and >
	text  []byte
	buf   []byte
	depth int
	shut  bool // the tag just given closes itself
}

type event byte

const (
	ended event = iota
	opened
	closed
	words
)

func newTags(r io.Reader) *tags { return &tags{r: bufio.NewReaderSize(r, 64<<10)} }

// until reads up to and with a byte, into buf.
func (x *tags) until(end byte) error {
	for {
		b, err := x.r.ReadSlice(end)
		x.buf = append(x.buf, b...)
		if len(x.buf) > maxText {
			return errLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// next goes to the next tag or text.
func (x *tags) next() (event, error) {
	if x.shut {
		x.shut = false
		x.depth--
		return closed, nil
	}
	for {
		b, err := x.r.Peek(1)
		if err == io.EOF {
			if x.depth != 0 {
				return ended, io.ErrUnexpectedEOF
			}
			return ended, nil
		}
		if err != nil {
			return ended, err
		}
		x.buf = x.buf[:0]
		if b[0] != '<' {
			if err := x.until('<'); err != nil && err != io.EOF {
				return ended, err
			}
			if n := len(x.buf); n > 0 && x.buf[n-1] == '<' {
				x.buf = x.buf[:n-1]
				if err := x.r.UnreadByte(); err != nil {
					return ended, err
				}
			}
			x.text = unescape(x.buf)
			return words, nil
		}
		if err := x.until('>'); err != nil {
			return ended, cut(err)
		}
		switch {
		case bytes.HasPrefix(x.buf, []byte("<!--")):
			for len(x.buf) < 7 || !bytes.HasSuffix(x.buf, []byte("-->")) {
				if err := x.until('>'); err != nil {
					return ended, cut(err)
				}
			}
			continue
		case bytes.HasPrefix(x.buf, []byte("<![CDATA[")):
			for !bytes.HasSuffix(x.buf, []byte("]]>")) {
				if err := x.until('>'); err != nil {
					return ended, cut(err)
				}
			}
			x.text = x.buf[9 : len(x.buf)-3]
			return words, nil
		case bytes.HasPrefix(x.buf, []byte("<?")):
			continue
		case bytes.HasPrefix(x.buf, []byte("<!")):
			return ended, errors.New("a declaration of a document type")
		}
		for open(x.buf) { // a > within an attribute
			if err := x.until('>'); err != nil {
				return ended, cut(err)
			}
		}
		return x.tag()
	}
}

func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// open reports whether a tag ends within quotation marks.
func open(b []byte) bool {
	in := byte(0)
	for _, c := range b {
		switch {
		case in == 0 && (c == '"' || c == '\''):
			in = c
		case in != 0 && c == in:
			in = 0
		}
	}
	return in != 0
}

func (x *tags) tag() (event, error) {
	b := x.buf[1 : len(x.buf)-1]
	ev := opened
	if len(b) > 0 && b[0] == '/' {
		ev, b = closed, b[1:]
	} else if len(b) > 0 && b[len(b)-1] == '/' {
		x.shut, b = true, b[:len(b)-1]
	}
	n := bytes.IndexAny(b, " \t\r\n")
	if n < 0 {
		n = len(b)
	}
	if n == 0 {
		return ended, errors.New("a tag without a name")
	}
	x.name, x.raw = b[:n], b[n:]
	if i := bytes.IndexByte(x.name, ':'); i >= 0 {
		x.name = x.name[i+1:]
	}
	if ev == closed {
		if x.depth--; x.depth < 0 {
			return ended, errors.New("a tag closes what is not open")
		}
		return ev, nil
	}
	if x.depth++; x.depth > maxDepth {
		return ended, errDeep
	}
	return ev, nil
}

// attr is an attribute of the tag just opened, by its name with or without
// prefix; nil where it has none.
func (x *tags) attr(name string) []byte {
	for b := x.raw; ; {
		b = bytes.TrimLeft(b, " \t\r\n")
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimRight(b[:eq], " \t\r\n")
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return nil
		}
		value := b[1 : 1+end]
		b = b[end+2:]
		if string(key) == name {
			return unescape(value)
		}
	}
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescape reads entities; what is none stays as it stands.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '&') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '&' {
			out = append(out, b[i])
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		if end < 0 {
			out = append(out, '&')
			continue
		}
		name := string(b[i+1 : i+end])
		if s, ok := entities[name]; ok {
			out = append(out, s...)
		} else if r, ok := numbered(name); ok {
			out = utf8.AppendRune(out, r)
		} else {
			out = append(out, b[i:i+end+1]...)
		}
		i += end
	}
	return out
}

func numbered(s string) (rune, bool) {
	if len(s) < 2 || s[0] != '#' {
		return 0, false
	}
	s, base := s[1:], 10
	if s[0] == 'x' || s[0] == 'X' {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseUint(s, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}
