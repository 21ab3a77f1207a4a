// Package sav reads SPSS system files: .sav and .zsav, plain or compressed, of
// either byte order, in Windows-1252, UTF-8 and the other usual encodings.
//
// It knows the dictionary (names, labels, labels of values, what counts as
// missing, formats, long strings, the weight) and the cases, one by one or
// column by column, and never holds the file whole. It does not know what an
// answer means or how people were chosen. What is no .sav is refused in one
// sentence. The function you want is [Open]:
//
//	f, err := sav.Open("people.sav", r)
//	cols, err := f.Columns("region", "weight", "q1")
//
// The format was read off files: docs/formats/sav.md says what is known of it.
package sav

import (
	"encoding/binary"
	"io"
	"math"
	"strings"
)

// File is an opened file: its dictionary is read, its cases are not yet.
type File struct {
	Name    string // as the caller named it
	Product string // the program that wrote it
	Label   string // of the file
	Created string // "06 Nov 26 14:03:11", as it stands
	Charset string // "UTF-8", "windows-1252"
	Weight  string // the variable SPSS weighted by, "" for none
	Cases   int    // -1 where the file does not say
	Notes   []string
	Vars    []Var

	warnings []Warning
	order    binary.ByteOrder
	words    int // 8-byte words of a case
	bias     float64
	mode     int // 0 plain, 1 bytecode, 2 bytecode within zlib
	in       *input
	whole    io.ReaderAt // the file as it lies on the disk; nil where it only comes
	text     func([]byte) string
	high     float64
	low      float64

	cases *words
	buf   []uint64 // whole cases, decoded together
	ahead []uint64 // of buf, not yet given
	got   int      // cases decoded
	row   Row
	err   error

	weightAt int // word of the weight, from 1
}

// Measure is the level of measurement SPSS was told.
type Measure uint8

// The levels of measurement.
const (
	Unknown Measure = iota
	Nominal
	Ordinal
	Scale
)

func (m Measure) String() string { return [...]string{"", "nominal", "ordinal", "scale"}[m] }

// Var is one variable.
type Var struct {
	Name    string
	Label   string
	Width   int // 0 for numbers, else the bytes of a text
	Format  Format
	Measure Measure
	Labels  []Label
	Missing Missing

	short string
	parts []part // where its words stand in a case
}

// Text reports whether the variable holds text.
func (v Var) Text() bool { return v.Width > 0 }

// LabelOf gives the label of a number; ok is false for none.
func (v Var) LabelOf(x float64) (string, bool) {
	for _, l := range v.Labels {
		if l.Value == x {
			return l.Label, true
		}
	}
	return "", false
}

// Label is what one value stands for.
type Label struct {
	Value float64 // of a number
	Text  string  // of a text
	Label string
}

// Missing says which values stand for no answer, beside SPSS's own blank.
type Missing struct {
	Values    []float64
	Texts     []string
	Range     bool // Low to High, both included
	Low, High float64
}

// Has reports whether a number stands for no answer.
func (m Missing) Has(x float64) bool {
	if m.Range && x >= m.Low && x <= m.High {
		return true
	}
	for _, v := range m.Values {
		if x == v {
			return true
		}
	}
	return false
}

// Any reports whether any number is declared missing.
func (m Missing) Any() bool { return m.Range || len(m.Values) > 0 }

// HasText reports whether a text stands for no answer.
func (m Missing) HasText(s string) bool {
	for _, v := range m.Texts {
		if s == v {
			return true
		}
	}
	return false
}

// part is a run of words that holds up to 255 bytes of a variable.
type part struct{ at, bytes int }

// Whole is a file that was begun to be read and can be read anywhere: the
// blocks of a ZSAV file are then inflated side by side.
type Whole struct {
	io.Reader
	io.ReaderAt
}

// Open reads the dictionary of r, which may be a [Whole] or any other that can
// be read anywhere, such as an *os.File. It refuses, with an [*Error], what is no
// SPSS system file, what is locked with a password, and a dictionary that ends
// too early or contradicts itself.
func Open(name string, r io.Reader) (*File, error) {
	f := &File{Name: name, Cases: -1, Charset: "windows-1252"}
	f.in = newInput(r)
	f.whole, _ = r.(io.ReaderAt)
	if err := f.header(); err != nil {
		return nil, err
	}
	d := dictionary{File: f}
	if err := d.readAll(); err != nil {
		return nil, err
	}
	if err := d.finish(); err != nil {
		return nil, err
	}
	return f, nil
}

// Is reports whether the first bytes of a file are those of a .sav.
func Is(head []byte) bool {
	return len(head) >= 4 && (string(head[:4]) == "$FL2" || string(head[:4]) == "$FL3")
}

// Var finds a variable by name, whatever the case of its letters.
func (f *File) Var(name string) (*Var, bool) {
	for i := range f.Vars {
		if f.Vars[i].Name == name {
			return &f.Vars[i], true
		}
	}
	for i := range f.Vars {
		if strings.EqualFold(f.Vars[i].Name, name) {
			return &f.Vars[i], true
		}
	}
	return nil, false
}

// Warnings are about the file as a whole. The last comes with the last case.
func (f *File) Warnings() []Warning { return f.warnings }

func (f *File) warn(r Reason, args ...any) { f.warnings = append(f.warnings, Warning{r, args}) }

func (f *File) header() error {
	b, err := f.in.take(176)
	if err != nil {
		return notSav(b)
	}
	if !Is(b) {
		return notSav(b)
	}
	switch {
	case inRange(binary.LittleEndian.Uint32(b[64:])):
		f.order = binary.LittleEndian
	case inRange(binary.BigEndian.Uint32(b[64:])):
		f.order = binary.BigEndian
	default:
		return refuse(NotSav)
	}
	f.Product = strings.TrimSpace(strings.TrimPrefix(ascii(b[4:64]), "@(#)"))
	f.mode = int(int32(f.order.Uint32(b[72:])))
	if f.mode < 0 || f.mode > 2 || (f.mode == 2) != (b[3] == '3') {
		return refuse(Damaged)
	}
	f.Cases = int(int32(f.order.Uint32(b[80:])))
	if f.Cases < 0 {
		f.Cases = -1
	}
	f.weightAt = int(int32(f.order.Uint32(b[76:])))
	f.bias = math.Float64frombits(f.order.Uint64(b[84:]))
	if !(math.Abs(f.bias) < 1e6) {
		return refuse(Damaged)
	}
	f.Created = strings.TrimSpace(ascii(b[92:109]))
	f.Label = string(b[109:173])
	return nil
}

// inRange accepts the layout codes that were ever written.
func inRange(code uint32) bool { return code == 2 || code == 3 }

func notSav(b []byte) error {
	switch {
	case strings.HasPrefix(string(b), "\x1c\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV"):
		return refuse(Locked)
	case len(b) >= 4 && Is(b):
		return refuse(CutOff)
	}
	return refuse(NotSav)
}

// ascii drops what is not printable.
func ascii(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, string(b))
}

// charset sets how texts are read; a name nobody knows is a finding.
func (f *File) charset(name string) {
	dec, ok := charsetOf(name)
	if !ok {
		f.warn(UnknownCoding, name)
		dec, _ = charsetOf("windows-1252")
		name = "windows-1252"
	}
	f.Charset, f.text = name, dec
}
