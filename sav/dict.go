package sav

import (
	"encoding/binary"
	"math"
	"strings"
)

const (
	maxWords  = 1 << 20 // of a case: 8 MB
	maxRecord = 1 << 28 // bytes of one record of the dictionary
)

// dictionary collects records until their order no longer matters.
type dictionary struct {
	*File
	vars    []rawVar
	labels  []rawLabels
	ext     map[uint32][]byte
	longs   map[string]int    // short name → width of a very long string
	names   map[string]string // short name → long name
	measure []byte
}

type rawVar struct {
	at, width  int
	name       []byte
	label      []byte
	missing    [][]byte
	nmissing   int
	write, fmt uint32
}

type rawLabels struct {
	values [][]byte
	labels [][]byte
	vars   []int
}

func bad() error { return refuse(Damaged) }

func (d *dictionary) u32() (uint32, error) {
	b, err := d.in.take(4)
	if err != nil {
		return 0, err
	}
	return d.order.Uint32(b), nil
}

// readAll reads records up to the one that ends the dictionary.
func (d *dictionary) readAll() error {
	d.ext = map[uint32][]byte{}
	for {
		kind, err := d.u32()
		if err != nil {
			return err
		}
		switch kind {
		case 2:
			err = d.variable()
		case 3:
			err = d.valueLabels()
		case 6:
			err = d.document()
		case 7:
			err = d.extension()
		case 999:
			_, err = d.u32()
			return err
		default:
			err = bad()
		}
		if err != nil {
			return err
		}
	}
}

func (d *dictionary) variable() error {
	b, err := d.in.take(28)
	if err != nil {
		return err
	}
	width := int(int32(d.order.Uint32(b)))
	hasLabel, nmiss := d.order.Uint32(b[4:]), int(int32(d.order.Uint32(b[8:])))
	v := rawVar{at: d.words, width: width, nmissing: nmiss, fmt: d.order.Uint32(b[12:]), write: d.order.Uint32(b[16:]), name: append([]byte(nil), b[20:28]...)}
	if width < -1 || width > 255 || nmiss < -3 || nmiss > 3 || hasLabel > 1 {
		return bad()
	}
	if d.words++; d.words > maxWords {
		return bad()
	}
	if hasLabel == 1 {
		n, err := d.u32()
		if err != nil {
			return err
		}
		if n > maxRecord {
			return bad()
		}
		b, err := d.in.take(int(n+3) &^ 3)
		if err != nil {
			return err
		}
		v.label = append([]byte(nil), b[:n]...)
	}
	for range max(nmiss, -nmiss) {
		b, err := d.in.take(8)
		if err != nil {
			return err
		}
		v.missing = append(v.missing, append([]byte(nil), b...))
	}
	if width >= 0 {
		d.vars = append(d.vars, v)
	} else if n := len(d.vars); n == 0 || d.vars[n-1].width <= 8 || v.at >= d.vars[n-1].at+(d.vars[n-1].width+7)/8 {
		return bad() // a continuation of nothing
	}
	return nil
}

func (d *dictionary) valueLabels() error {
	n, err := d.u32()
	if err != nil {
		return err
	}
	var l rawLabels
	for range n {
		b, err := d.in.take(9)
		if err != nil {
			return err
		}
		val, size := append([]byte(nil), b[:8]...), int(b[8])
		rest := (size+1+7)&^7 - 1
		if b, err = d.in.take(rest); err != nil {
			return err
		}
		l.values = append(l.values, val)
		l.labels = append(l.labels, append([]byte(nil), b[:size]...))
	}
	kind, err := d.u32()
	if err != nil {
		return err
	}
	if kind != 4 {
		return bad()
	}
	if n, err = d.u32(); err != nil {
		return err
	}
	for range n {
		i, err := d.u32()
		if err != nil {
			return err
		}
		l.vars = append(l.vars, int(i)-1)
	}
	d.labels = append(d.labels, l)
	return nil
}

func (d *dictionary) document() error {
	n, err := d.u32()
	if err != nil {
		return err
	}
	for range n {
		b, err := d.in.take(80)
		if err != nil {
			return err
		}
		d.Notes = append(d.Notes, string(b))
	}
	return nil
}

func (d *dictionary) extension() error {
	b, err := d.in.take(12)
	if err != nil {
		return err
	}
	sub, size, count := d.order.Uint32(b), uint64(d.order.Uint32(b[4:])), uint64(d.order.Uint32(b[8:]))
	n := size * count
	if size > maxRecord || count > maxRecord || n > maxRecord {
		return bad()
	}
	if b, err = d.in.take(int(n)); err != nil {
		return err
	}
	if sub <= 64 {
		d.ext[sub] = append([]byte(nil), b...)
	}
	return nil
}

// finish puts the records together: first the encoding, on which all texts
// depend, then long names and long strings, then labels and missing values.
func (d *dictionary) finish() error {
	d.encoding()
	d.low, d.high = -math.MaxFloat64, math.MaxFloat64
	if b := d.ext[4]; len(b) >= 24 {
		d.high, d.low = d.num(b[8:]), d.num(b[16:])
	}
	if b := d.ext[16]; len(b) >= 16 && d.Cases < 0 {
		if n := d.order.Uint64(b[8:]); n < 1<<48 {
			d.Cases = int(n)
		}
	}
	if d.words == 0 {
		return bad()
	}
	d.Label = d.clean([]byte(d.Label))
	for i, s := range d.Notes {
		d.Notes[i] = d.clean([]byte(s))
	}
	d.names = d.pairs(d.ext[13], "\t")
	d.longs = map[string]int{}
	for k, v := range d.pairs(d.ext[14], "\x00\t") {
		n := 0
		for _, c := range strings.TrimRight(v, "\x00") {
			if c < '0' || c > '9' || n > 1<<20 {
				return bad()
			}
			n = 10*n + int(c-'0')
		}
		d.longs[k] = n
	}
	d.measure = d.ext[11]
	if err := d.assemble(); err != nil {
		return err
	}
	d.named()
	d.longLabels()
	d.longMissing()
	return nil
}

// assemble makes variables of the records; a very long string takes several.
func (d *dictionary) assemble() error {
	per := 0
	if n := len(d.vars); n > 0 {
		per = len(d.measure) / 4 / n // 2 or 3 numbers for each
	}
	of := map[int]int{} // word → variable
	for i := 0; i < len(d.vars); {
		r := d.vars[i]
		short := strings.TrimRight(strings.ToValidUTF8(d.text(r.name), ""), " \x00") // eight bytes may cut a letter
		v := Var{Name: short, short: short, Label: d.clean(r.label), Width: r.width, Format: formatOf(r.fmt)}
		if per >= 2 {
			v.Measure = Measure(min(d.order.Uint32(d.measure[4*per*i:]), 3))
		}
		n := 1
		if w := d.longs[strings.ToUpper(short)]; w > 255 && r.width == 255 {
			n, v.Width = (w+251)/252, w
		}
		for range n {
			if i >= len(d.vars) || n > 1 && d.vars[i].width == 0 {
				return bad()
			}
			p := part{d.vars[i].at, d.vars[i].width}
			if d.vars[i].width > 0 && p.at+(p.bytes+7)/8 > d.words {
				return bad()
			}
			v.parts = append(v.parts, p)
			if len(v.parts) == 1 {
				of[p.at] = len(d.Vars)
			}
			i++
		}
		d.missing(&v, r)
		d.Vars = append(d.Vars, v)
	}
	for _, l := range d.labels {
		for _, at := range l.vars {
			i, ok := of[at]
			if !ok {
				d.warn(StrayLabels)
				continue
			}
			v := &d.Vars[i]
			if v.Width > 8 {
				continue
			}
			for j := range l.values {
				x := Label{Label: d.clean(l.labels[j])}
				if v.Text() {
					x.Text = d.clean(l.values[j])
				} else {
					x.Value = d.num(l.values[j])
				}
				v.Labels = append(v.Labels, x)
			}
		}
	}
	if d.weightAt > 0 {
		if i, ok := of[d.weightAt-1]; ok {
			d.Weight = d.Vars[i].short
		}
	}
	return nil
}

func (d *dictionary) missing(v *Var, r rawVar) {
	m := &v.Missing
	vals := r.missing
	if v.Text() {
		for _, b := range vals {
			m.Texts = append(m.Texts, d.clean(b))
		}
		return
	}
	if r.nmissing < -1 && len(vals) >= 2 {
		m.Range, m.Low, m.High = true, d.num(vals[0]), d.num(vals[1])
		if m.Low <= d.low || d.order.Uint64(vals[0]) == 0xffeffffffffffffe {
			m.Low = math.Inf(-1)
		}
		if m.High >= d.high {
			m.High = math.Inf(1)
		}
		vals = vals[2:]
	}
	for _, b := range vals {
		m.Values = append(m.Values, d.num(b))
	}
}

// named gives variables their long names.
func (d *dictionary) named() {
	weight := d.Weight
	seen := map[string]bool{}
	for i := range d.Vars {
		v := &d.Vars[i]
		if long := d.names[strings.ToUpper(v.short)]; long != "" {
			v.Name = long
		}
		if seen[v.Name] {
			v.Name = v.short
		}
		seen[v.Name] = true
		if weight != "" && v.short == weight {
			d.Weight = v.Name
		}
	}
}

// longLabels reads the labels of texts longer than 8 bytes: name, width,
// number, then value and label, each after its length.
func (d *dictionary) longLabels() {
	s := scan{b: d.ext[21], order: d.order}
	for len(s.b) > 0 && !s.bad {
		v, _ := d.Var(d.clean(s.bytes()))
		s.u32()
		n := s.u32()
		for range n {
			val, lab := s.bytes(), s.bytes()
			if s.bad {
				return
			}
			if v != nil {
				v.Labels = append(v.Labels, Label{Text: d.clean(val), Label: d.clean(lab)})
			}
		}
	}
}

// longMissing reads the missing values of texts longer than 8 bytes.
func (d *dictionary) longMissing() {
	s := scan{b: d.ext[22], order: d.order}
	for len(s.b) > 0 && !s.bad {
		v, _ := d.Var(d.clean(s.bytes()))
		n := int(s.take(1)[0])
		size := int(s.u32())
		for range n {
			val := s.take(size)
			if s.bad {
				return
			}
			if v != nil {
				v.Missing.Texts = append(v.Missing.Texts, d.clean(val))
			}
		}
	}
}

// scan reads counted bytes and turns bad where they run out.
type scan struct {
	b     []byte
	order binary.ByteOrder
	bad   bool
}

func (s *scan) take(n int) []byte {
	if n < 0 || n > len(s.b) {
		s.bad, s.b = true, nil
		return make([]byte, max(min(n, 8), 1))
	}
	x := s.b[:n]
	s.b = s.b[n:]
	return x
}

func (s *scan) u32() uint32 {
	var b [4]byte
	copy(b[:], s.take(4))
	return s.order.Uint32(b[:])
}

func (s *scan) bytes() []byte { return s.take(int(s.u32())) }

func (d *dictionary) num(b []byte) float64 { return math.Float64frombits(d.order.Uint64(b)) }

func (d *dictionary) clean(b []byte) string { return strings.TrimRight(d.text(b), " \x00") }

// pairs reads NAME=value, NAME=value, separated by any of the bytes of sep.
func (d *dictionary) pairs(b []byte, sep string) map[string]string {
	m := map[string]string{}
	for _, kv := range strings.FieldsFunc(d.text(b), func(r rune) bool { return strings.ContainsRune(sep, r) }) {
		if k, v, ok := strings.Cut(kv, "="); ok {
			m[strings.ToUpper(k)] = v
		}
	}
	return m
}

// encoding is what the file says, and what older files imply by a code page.
func (d *dictionary) encoding() {
	if s := strings.TrimSpace(ascii(d.ext[20])); s != "" {
		d.charset(s)
		return
	}
	if b := d.ext[3]; len(b) >= 32 {
		page := d.order.Uint32(b[28:])
		if s, ok := codePages[page]; ok {
			d.charset(s)
			return
		}
	}
	d.charset("windows-1252")
}

var codePages = map[uint32]string{
	2: "windows-1252", 3: "windows-1252", 437: "cp437", 850: "cp850", 874: "windows-874",
	1250: "windows-1250", 1251: "windows-1251", 1252: "windows-1252", 1253: "windows-1253", 1254: "windows-1254", 1255: "windows-1255", 1256: "windows-1256",
	28591: "iso-8859-1", 28605: "iso-8859-15", 65001: "utf-8",
}

// Format is how SPSS shows a variable.
type Format struct {
	Kind     uint8 // SPSS's number: 1 A, 5 F, 20 DATE, 22 DATETIME …
	Width    uint8
	Decimals uint8
}

func formatOf(x uint32) Format { return Format{uint8(x >> 16), uint8(x >> 8), uint8(x)} }

// the formats that are dates, times of day, or both.
func (f Format) day() bool {
	switch f.Kind {
	case 20, 23, 24, 28, 29, 30, 38, 39:
		return true
	}
	return false
}

func (f Format) moment() bool { return f.Kind == 22 || f.Kind == 41 }

func (f Format) clock() bool { return f.Kind == 21 || f.Kind == 25 }
