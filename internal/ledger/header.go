package ledger

import (
	"encoding/hex"
	"fmt"
	"strconv"
)

// Limits of a header.
const (
	maxHeader = 64 << 10
	maxName   = 64
	maxInt    = 1<<53 - 1
)

// Name reports whether s may stand in a header: 1–64 characters that JSON
// never escapes.
func Name(s string) bool {
	if len(s) == 0 || len(s) > maxName {
		return false
	}
	for i := range len(s) {
		if !nameByte[s[i]] {
			return false
		}
	}
	return true
}

var nameByte = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-" {
		t[c] = true
	}
	return t
}()

// Valid reports what keeps e from being written.
func (e Entry) Valid() error {
	for _, f := range []struct{ what, s string }{{"study", e.Study}, {"log", e.Log}, {"kind", string(e.Kind)}, {"by", e.By}} {
		if !Name(f.s) {
			return fmt.Errorf("entry: %s is not 1–64 of a–z A–Z 0–9 . _ -", f.what)
		}
	}
	for i, p := range e.Parts {
		if !Name(p.Name) || p.Seal != Open && !Name(p.Subject) {
			return fmt.Errorf("entry: part %d has no name, or no subject", i)
		}
	}
	if r := e.Replaces; r != nil && !Name(r.Log) {
		return fmt.Errorf("entry: replaces no possible entry")
	}
	return e.consistent()
}

// consistent is what there is to check once all names are names.
func (e *Entry) consistent() error {
	if e.Format != Format {
		return fmt.Errorf("entry: format %d, not %d", e.Format, Format)
	}
	if e.Seq < 0 || e.Seq > maxInt || e.At < -maxInt || e.At > maxInt {
		return fmt.Errorf("entry: position or time out of range")
	}
	if r := e.Replaces; r != nil && (r.Seq < 0 || r.Seq > maxInt) {
		return fmt.Errorf("entry: replaces no possible entry")
	}
	for i := range e.Parts {
		p := &e.Parts[i]
		if p.Size < 0 || p.Size > maxInt {
			return fmt.Errorf("entry: part %d has no size", i)
		}
		for k := range e.Parts[:i] {
			if e.Parts[k].Name == p.Name {
				return fmt.Errorf("entry: two parts are called %s", p.Name)
			}
		}
		sealed := p.Seal == Desk || p.Seal == Severe
		if !sealed && p.Seal != Open || sealed != (p.Subject != "") {
			return fmt.Errorf("entry: part %s: a sealed part has a subject, an open one has none", p.Name)
		}
	}
	return nil
}

// Encode gives the canonical header.
func Encode(e Entry) ([]byte, error) {
	if err := e.Valid(); err != nil {
		return nil, err
	}
	b := Append(make([]byte, 0, 160+180*len(e.Parts)), e)
	if len(b) > maxHeader {
		return nil, fmt.Errorf("entry: header of %d bytes", len(b))
	}
	return b, nil
}

// Append appends the canonical header of a valid entry to b.
func Append(b []byte, e Entry) []byte {
	b = append(b, `{"at":`...)
	b = strconv.AppendInt(b, e.At, 10)
	b = append(b, `,"by":"`...)
	b = append(b, e.By...)
	b = append(b, `","format":`...)
	b = strconv.AppendInt(b, int64(e.Format), 10)
	b = append(b, `,"kind":"`...)
	b = append(b, e.Kind...)
	b = append(b, `","log":"`...)
	b = append(b, e.Log...)
	b = append(b, `","parts":[`...)
	for i, p := range e.Parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"hash":"`...)
		b = hex.AppendEncode(b, p.Hash[:])
		b = append(b, `","name":"`...)
		b = append(b, p.Name...)
		if p.Seal != Open {
			b = append(b, `","seal":"`...)
			b = append(b, p.Seal...)
		}
		b = append(b, `","size":`...)
		b = strconv.AppendInt(b, p.Size, 10)
		if p.Seal != Open {
			b = append(b, `,"subject":"`...)
			b = append(b, p.Subject...)
			b = append(b, '"')
		}
		b = append(b, '}')
	}
	b = append(b, ']')
	if r := e.Replaces; r != nil {
		b = append(b, `,"replaces":{"log":"`...)
		b = append(b, r.Log...)
		b = append(b, `","seq":`...)
		b = strconv.AppendInt(b, r.Seq, 10)
		b = append(b, '}')
	}
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, e.Seq, 10)
	b = append(b, `,"study":"`...)
	b = append(b, e.Study...)
	return append(b, `"}`...)
}

// Decode reads a canonical header and refuses every other spelling: encoding
// the result gives the same bytes.
func Decode(b []byte) (e Entry, err error) {
	if err := decode(&e, b); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// decode is Decode into an entry that may hold another: what is the same costs
// no allocation.
func decode(e *Entry, b []byte) error {
	if len(b) > maxHeader {
		return fmt.Errorf("decode entry: header of %d bytes", len(b))
	}
	s := scan{b: b}
	e.Parts, e.Replaces = e.Parts[:0], nil
	s.word(`{"at":`)
	e.At = s.number()
	s.word(`,"by":"`)
	e.By = s.name(e.By)
	s.word(`","format":`)
	e.Format = int(s.number())
	if !s.bad && e.Format != Format {
		return fmt.Errorf("decode entry: format %d; this program knows %d: use a newer one", e.Format, Format)
	}
	s.word(`,"kind":"`)
	e.Kind = Kind(s.name(string(e.Kind)))
	s.word(`","log":"`)
	e.Log = s.name(e.Log)
	s.word(`","parts":[`)
	for !s.bad && !s.has(`]`) {
		if len(e.Parts) > 0 {
			s.word(`,`)
		}
		var p Part
		s.word(`{"hash":"`)
		s.hash(&p.Hash)
		s.word(`","name":"`)
		p.Name = s.name("desk")
		if s.has(`","seal":"`) {
			p.Seal = Seal(s.name("desk"))
		}
		s.word(`","size":`)
		p.Size = s.number()
		if s.has(`,"subject":"`) {
			p.Subject = s.name("")
			s.word(`"`)
		}
		s.word(`}`)
		e.Parts = append(e.Parts, p)
	}
	if s.has(`,"replaces":{"log":"`) {
		e.Replaces = &Ref{Log: s.name("")}
		s.word(`","seq":`)
		e.Replaces.Seq = s.number()
		s.word(`}`)
	}
	s.word(`,"seq":`)
	e.Seq = s.number()
	s.word(`,"study":"`)
	e.Study = s.name(e.Study)
	s.word(`"}`)
	if s.bad || s.i != len(b) {
		return fmt.Errorf("decode entry: not a canonical header (byte %d)", s.i)
	}
	if err := e.consistent(); err != nil {
		return fmt.Errorf("decode %w", err)
	}
	return nil
}

// scan walks a header; bad sticks.
type scan struct {
	b   []byte
	i   int
	bad bool
}

func (s *scan) has(w string) bool {
	if s.bad || len(s.b)-s.i < len(w) || string(s.b[s.i:s.i+len(w)]) != w {
		return false
	}
	s.i += len(w)
	return true
}

func (s *scan) word(w string) { s.bad = s.bad || !s.has(w) }

// known are the names most headers hold: they cost no allocation.
var known = []string{"desk", "severe", "record", "main", "file", "about", "dires"}

// name reads a name; same is what it probably is.
func (s *scan) name(same string) string {
	if s.bad {
		return ""
	}
	from := s.i
	for s.i < len(s.b) && nameByte[s.b[s.i]] {
		s.i++
	}
	n := s.b[from:s.i]
	if len(n) == 0 || len(n) > maxName {
		s.bad = true
		return ""
	}
	if string(n) == same {
		return same
	}
	for _, k := range known {
		if string(n) == k {
			return k
		}
	}
	return string(n)
}

func (s *scan) number() int64 {
	from := s.i
	if s.i < len(s.b) && s.b[s.i] == '-' {
		s.i++
	}
	digits := s.i
	var n int64
	for s.i < len(s.b) && s.b[s.i]-'0' <= 9 && s.i-digits < 17 {
		n = n*10 + int64(s.b[s.i]-'0')
		s.i++
	}
	switch w := s.i - digits; {
	case w == 0, w > 16, w > 1 && s.b[digits] == '0', n > maxInt, digits > from && n == 0:
		s.bad = true
	}
	if digits > from {
		return -n
	}
	return n
}

func (s *scan) hash(h *Hash) {
	if s.bad || len(s.b)-s.i < 2*len(h) || !unhex(h, s.b[s.i:s.i+2*len(h)]) {
		s.bad = true
		return
	}
	s.i += 2 * len(h)
}

func unhex[B []byte | string](h *Hash, s B) bool {
	if len(s) != 2*len(h) {
		return false
	}
	for i := range h {
		a, b := hexDigit[s[2*i]], hexDigit[s[2*i+1]]
		if a|b > 15 {
			return false
		}
		h[i] = a<<4 | b
	}
	return true
}

var hexDigit = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xff
	}
	for i, c := range "0123456789abcdef" {
		t[c] = byte(i)
	}
	return t
}()
