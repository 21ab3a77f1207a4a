package xform

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Event is what a [Parser] meets.
type Event uint8

const (
	End   Event = iota // the document has ended
	Open               // a start tag
	Text               // character data, not only white space between tags
	Close              // an end tag
)

// Limits bound what a document may be.
type Limits struct {
	Size  int // bytes
	Depth int // nested elements
	Attrs int // attributes of one element
}

// DefaultLimits suit any submission a phone makes.
var DefaultLimits = Limits{Size: 32 << 20, Depth: 64, Attrs: 64}

// Attr is an attribute; Name has its prefix.
type Attr struct{ Name, Value []byte }

// Parser walks the XML of a submission: well-formed, UTF-8, without a document
// type, entities of its own, or more depth and size than [Limits] allow. Its
// slices point into the input, which must not change.
type Parser struct {
	Name  []byte // of the element opened or closed, with its prefix
	Attrs []Attr // of the element opened
	Text  []byte // unescaped

	b       []byte
	i       int
	lim     Limits
	stack   [][]byte
	empty   bool // the element opened closes at once
	started bool
	cr      bool
}

var (
	errSize  = errors.New("larger than a submission may be")
	errDepth = errors.New("nested deeper than a submission may be")
)

// NewParser prepares to walk b.
func NewParser(b []byte, lim Limits) (*Parser, error) {
	if len(b) > lim.Size {
		return nil, errSize
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	plain := true
	cr := false
	for _, c := range b {
		if c >= 0x80 {
			plain = false
		} else if bad[c] {
			if c != '\r' {
				return nil, errors.New("a control character")
			}
			cr = true
		}
	}
	if !plain {
		if !utf8.Valid(b) {
			return nil, errors.New("not UTF-8")
		}
		if bytes.Contains(b, []byte("\uffff")) || bytes.Contains(b, []byte("\ufffe")) {
			return nil, errors.New("a character XML does not allow")
		}
	}
	return &Parser{b: b, lim: lim, cr: cr}, nil
}

// bad marks bytes that XML does not allow, and the carriage return.
var bad = func() (t [128]bool) {
	for c := range 0x20 {
		t[c] = c != '\t' && c != '\n'
	}
	return
}()

// nameByte marks what a name may hold; bytes above 0x7f are checked apart.
var nameByte, nameStart = func() (t, s [256]bool) {
	for c := range 256 {
		l := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
		s[c] = l
		t[c] = l || c >= '0' && c <= '9' || c == '-' || c == '.'
	}
	return
}()

func (p *Parser) wrong(what string) error { return fmt.Errorf("%s at byte %d", what, p.i) }

// Next moves to the next event.
func (p *Parser) Next() (Event, error) {
	if p.empty {
		p.empty = false
		p.stack = p.stack[:len(p.stack)-1]
		return Close, nil
	}
	b := p.b
	for {
		if p.i >= len(b) {
			if len(p.stack) > 0 {
				return End, p.wrong("an element is not closed")
			}
			if !p.started {
				return End, p.wrong("no element")
			}
			return End, nil
		}
		if b[p.i] != '<' {
			j := bytes.IndexByte(b[p.i:], '<')
			if j < 0 {
				j = len(b) - p.i
			}
			raw := b[p.i : p.i+j]
			blank := true
			for _, c := range raw {
				if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
					blank = false
					break
				}
			}
			if len(p.stack) == 0 {
				if !blank {
					return End, p.wrong("text outside the element")
				}
				p.i += j
				continue
			}
			if bytes.Contains(raw, []byte("]]>")) {
				return End, p.wrong("]]> in text")
			}
			var err error
			if p.Text, err = p.unescape(raw, false); err != nil {
				return End, err
			}
			p.i += j
			return Text, nil
		}
		if p.i+1 >= len(b) {
			return End, p.wrong("a tag without end")
		}
		switch b[p.i+1] {
		case '/':
			return p.close()
		case '?':
			j := bytes.Index(b[p.i+2:], []byte("?>"))
			if j < 0 {
				return End, p.wrong("an instruction without end")
			}
			if err := p.instruction(b[p.i+2 : p.i+2+j]); err != nil {
				return End, err
			}
			p.i += j + 4
		case '!':
			rest := b[p.i:]
			if bytes.HasPrefix(rest, []byte("<!--")) {
				j := bytes.Index(rest[4:], []byte("--"))
				if j < 0 || j+6 >= len(rest) || rest[j+6] != '>' {
					return End, p.wrong("a comment without end")
				}
				p.i += j + 7
				continue
			}
			if bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(p.stack) > 0 {
				j := bytes.Index(rest, []byte("]]>"))
				if j < 0 {
					return End, p.wrong("CDATA without end")
				}
				p.Text = p.lines(rest[9:j])
				p.i += j + 3
				return Text, nil
			}
			return End, p.wrong("a document type")
		default:
			return p.open()
		}
	}
}

// instruction allows the declaration at the start, in UTF-8.
func (p *Parser) instruction(in []byte) error {
	target, rest, _ := bytes.Cut(in, []byte(" "))
	if len(target) == 0 || !nameStart[target[0]] || !nameOK(target) {
		return p.wrong("an instruction without name")
	}
	if bytes.EqualFold(target, []byte("xml")) {
		if p.i != 0 || string(target) != "xml" {
			return p.wrong("an XML declaration that is not at the start")
		}
		rest = p.lines(rest)
		if v, ok := pseudo(rest, "version"); !ok || string(v) != "1.0" {
			return p.wrong("another version than XML 1.0")
		}
		if v, ok := pseudo(rest, "encoding"); bytes.Contains(rest, []byte("encoding")) != ok || ok && !bytes.EqualFold(v, []byte("utf-8")) {
			return p.wrong("another encoding than UTF-8")
		}
	}
	return nil
}

// pseudo finds what the XML declaration says of one thing.
func pseudo(s []byte, name string) ([]byte, bool) {
	j := bytes.Index(s, []byte(name+"="))
	if j < 0 || j > 0 && s[j-1] != ' ' && s[j-1] != '\n' && s[j-1] != '\t' {
		return nil, false
	}
	v := s[j+len(name)+1:]
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		return nil, false
	}
	k := bytes.IndexByte(v[1:], v[0])
	if k < 0 {
		return nil, false
	}
	return v[1 : 1+k], true
}

func (p *Parser) nameAt(i int) int {
	b := p.b
	if i >= len(b) || !nameStart[b[i]] {
		return i
	}
	j := i + 1
	for j < len(b) && nameByte[b[j]] {
		j++
	}
	return j
}

// nameOK checks what the byte tables cannot: colons and other scripts.
func nameOK(n []byte) bool {
	colon := 0
	for i, c := range n {
		if c == ':' {
			if colon++; colon > 1 || i == 0 || i == len(n)-1 {
				return false
			}
		}
		if c >= 0x80 {
			return otherScript(n)
		}
	}
	return true
}

func (p *Parser) open() (Event, error) {
	b := p.b
	if p.started && len(p.stack) == 0 {
		return End, p.wrong("a second element beside the first")
	}
	if len(p.stack) >= p.lim.Depth {
		return End, errDepth
	}
	i := p.i + 1
	j := p.nameAt(i)
	if j == i || !nameOK(b[i:j]) {
		return End, p.wrong("not a name")
	}
	p.Name = b[i:j]
	p.Attrs = p.Attrs[:0]
	p.started = true
	for {
		k := j
		for k < len(b) && (b[k] == ' ' || b[k] == '\n' || b[k] == '\t' || b[k] == '\r') {
			k++
		}
		if k >= len(b) {
			return End, p.wrong("a tag without end")
		}
		if b[k] == '>' {
			p.i = k + 1
			p.stack = append(p.stack, p.Name)
			return Open, nil
		}
		if b[k] == '/' {
			if k+1 >= len(b) || b[k+1] != '>' {
				return End, p.wrong("a tag without end")
			}
			p.i = k + 2
			p.stack = append(p.stack, p.Name)
			p.empty = true
			return Open, nil
		}
		if k == j {
			return End, p.wrong("no space before an attribute")
		}
		j = p.nameAt(k)
		if j == k || !nameOK(b[k:j]) {
			return End, p.wrong("not an attribute")
		}
		name := b[k:j]
		for j < len(b) && (b[j] == ' ' || b[j] == '\n' || b[j] == '\t' || b[j] == '\r') {
			j++
		}
		if j >= len(b) || b[j] != '=' {
			return End, p.wrong("an attribute without value")
		}
		for j++; j < len(b) && (b[j] == ' ' || b[j] == '\n' || b[j] == '\t' || b[j] == '\r'); j++ {
		}
		if j >= len(b) || b[j] != '"' && b[j] != '\'' {
			return End, p.wrong("an attribute without quotation marks")
		}
		end := bytes.IndexByte(b[j+1:], b[j])
		if end < 0 {
			return End, p.wrong("an attribute without end")
		}
		raw := b[j+1 : j+1+end]
		if bytes.IndexByte(raw, '<') >= 0 {
			return End, p.wrong("< in an attribute")
		}
		v, err := p.unescape(raw, true)
		if err != nil {
			return End, err
		}
		for _, a := range p.Attrs {
			if bytes.Equal(a.Name, name) {
				return End, p.wrong("an attribute twice")
			}
		}
		if len(p.Attrs) >= p.lim.Attrs {
			return End, p.wrong("too many attributes")
		}
		p.Attrs = append(p.Attrs, Attr{name, v})
		j += end + 2
	}
}

func (p *Parser) close() (Event, error) {
	b := p.b
	if len(p.stack) == 0 {
		return End, p.wrong("an end tag too many")
	}
	want := p.stack[len(p.stack)-1]
	i := p.i + 2
	if !bytes.HasPrefix(b[i:], want) {
		return End, p.wrong("an end tag that does not match")
	}
	for i += len(want); i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r'); i++ {
	}
	if i >= len(b) || b[i] != '>' {
		return End, p.wrong("an end tag that does not match")
	}
	p.Name = want
	p.stack = p.stack[:len(p.stack)-1]
	p.i = i + 1
	return Close, nil
}

// lines makes one line feed of a carriage return and what follows it.
func (p *Parser) lines(raw []byte) []byte {
	if !p.cr || bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
}

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

func (p *Parser) unescape(raw []byte, attr bool) ([]byte, error) {
	raw = p.lines(raw)
	i := bytes.IndexByte(raw, '&')
	if i < 0 {
		return raw, nil
	}
	out := make([]byte, 0, len(raw))
	for i >= 0 {
		out = append(out, raw[:i]...)
		raw = raw[i+1:]
		j := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if j <= 0 {
			return nil, p.wrong("& without its end")
		}
		e := string(raw[:j])
		if e[0] == '#' {
			r, ok := charRef(e[1:])
			if !ok {
				return nil, p.wrong("a character XML does not allow")
			}
			out = utf8.AppendRune(out, r)
		} else if s, ok := entities[e]; ok {
			out = append(out, s...)
		} else {
			return nil, p.wrong("an entity of its own")
		}
		raw = raw[j+1:]
		i = bytes.IndexByte(raw, '&')
	}
	return append(out, raw...), nil
}

func charRef(s string) (rune, bool) {
	base := 10
	if s != "" && s[0] == 'x' {
		base, s = 16, s[1:]
	}
	if s == "" {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		d := 99
		switch {
		case c >= '0' && c <= '9':
			d = int(c - '0')
		case c >= 'a' && c <= 'f':
			d = int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			d = int(c-'A') + 10
		}
		if d >= base {
			return 0, false
		}
		if n = n*base + d; n > 0x10ffff {
			return 0, false
		}
	}
	ok := n == 9 || n == 10 || n == 13 || n >= 0x20 && n <= 0xd7ff || n >= 0xe000 && n <= 0xfffd || n >= 0x10000
	return rune(n), ok
}
