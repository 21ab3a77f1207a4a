package out

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf16"
)

// emfScale is how many units of the metafile a CSS pixel has; its reference
// device has 1,920 of them to the inch.
const emfScale = 20

// emfHundredths is such a unit in hundredths of a millimetre.
const emfHundredths = 2540.0 / (96 * emfScale)

// emfRec are the records an enhanced metafile is written with ([MS-EMF]).
const (
	emfHeader     = 1
	emfPolygon    = 3
	emfPolyline   = 4
	emfPolyPoly   = 8
	emfEOF        = 14
	emfBkMode     = 18
	emfFillMode   = 19
	emfTextAlign  = 22
	emfTextColor  = 24
	emfSelect     = 37
	emfPen        = 38
	emfBrush      = 39
	emfDelete     = 40
	emfEllipse    = 42
	emfRectangle  = 43
	emfFont       = 82
	emfText       = 84
	emfStockNone  = 0x80000005 // no brush
	emfStockNoPen = 0x80000008
)

// metafile collects records.
type metafile struct {
	b       []byte
	n       uint32
	objects uint32
}

func (m *metafile) record(kind uint32, parts ...any) {
	at := len(m.b)
	m.b = binary.LittleEndian.AppendUint32(m.b, kind)
	m.b = binary.LittleEndian.AppendUint32(m.b, 0)
	for _, p := range parts {
		switch v := p.(type) {
		case int:
			m.b = binary.LittleEndian.AppendUint32(m.b, uint32(int32(v)))
		case uint32:
			m.b = binary.LittleEndian.AppendUint32(m.b, v)
		case float32:
			m.b = binary.LittleEndian.AppendUint32(m.b, math.Float32bits(v))
		case []byte:
			m.b = append(m.b, v...)
		}
	}
	for len(m.b)%4 != 0 {
		m.b = append(m.b, 0)
	}
	binary.LittleEndian.PutUint32(m.b[at+4:], uint32(len(m.b)-at))
	m.n++
}

// emf writes a canvas as an enhanced metafile, which every word processor
// draws sharply at any size.
func (f Frame) emf(c *canvas) []byte {
	w, h := units(c.w), units(c.h)
	m := &metafile{objects: 2}
	frame := func(v int) int { return int(math.Round(float64(v) / emfScale / 96 * 2540)) }
	m.record(emfHeader, 0, 0, w-1, h-1, 0, 0, frame(w), frame(h), uint32(0x464D4520), uint32(0x10000),
		0, 0, 0, 0, 0, 0, // bytes, records, handles, description, palette: filled at the end
		19200, 19200, 254, 254, 0, 0, 0, 254000, 254000)
	m.record(emfBkMode, 1)
	m.record(emfFillMode, 1)
	for _, o := range c.mirrored() {
		m.op(o)
	}
	m.record(emfEOF, 0, 16, 20)
	binary.LittleEndian.PutUint32(m.b[48:], uint32(len(m.b)))
	binary.LittleEndian.PutUint32(m.b[52:], m.n)
	binary.LittleEndian.PutUint16(m.b[56:], uint16(m.objects))
	return m.b
}

func units(v float64) int { return int(math.Round(v * emfScale)) }

// op draws one shape: pen and brush are made, used and thrown away.
func (m *metafile) op(o op) {
	l := looks[o.style]
	if o.kind == textOp {
		m.text(o, l)
		return
	}
	pen, brush := uint32(emfStockNoPen), uint32(emfStockNone)
	if l.stroke != "" {
		pen = 1
		m.record(emfPen, 1, 0, units(l.width), 0, colour(l.stroke, 1))
	}
	fill := l.fill
	if fill == "hatch" {
		fill = "#eceef0"
	}
	if fill != "" && fill != "none" && (o.kind != pathOp || o.closed) {
		a := l.opacity
		if a == 0 {
			a = 1
		}
		brush = 2
		m.record(emfBrush, 2, 0, colour(fill, a), 0)
	}
	m.record(emfSelect, pen)
	m.record(emfSelect, brush)
	switch o.kind {
	case rectOp:
		m.record(emfRectangle, units(o.x), units(o.y), units(o.x+o.w), units(o.y+o.h))
		if l.fill == "hatch" {
			m.hatch(o)
		}
	case circleOp:
		m.record(emfEllipse, units(o.x-o.w), units(o.y-o.w), units(o.x+o.w), units(o.y+o.w))
	case pathOp:
		m.path(o)
	}
	m.record(emfSelect, uint32(emfStockNoPen))
	m.record(emfSelect, uint32(emfStockNone))
	if pen == 1 {
		m.record(emfDelete, 1)
	}
	if brush == 2 {
		m.record(emfDelete, 2)
	}
	m.objects = 3
}

func (m *metafile) path(o op) {
	var all []xy
	for _, r := range o.rings {
		all = append(all, r...)
	}
	if len(all) < 2 {
		return
	}
	parts := bounds(all)
	kind := uint32(emfPolyline)
	switch {
	case o.closed && len(o.rings) > 1:
		kind = emfPolyPoly
		parts = append(parts, len(o.rings), len(all))
		for _, r := range o.rings {
			parts = append(parts, len(r))
		}
	case o.closed:
		kind = emfPolygon
		parts = append(parts, len(all))
	default:
		for _, r := range o.rings {
			p := append(bounds(r), len(r))
			m.record(kind, append(p, points(r)...)...)
		}
		return
	}
	m.record(kind, append(parts, points(all)...)...)
}

func points(ps []xy) (v []any) {
	for _, p := range ps {
		v = append(v, units(p.x), units(p.y))
	}
	return v
}

func bounds(ps []xy) []any {
	x0, y0, x1, y1 := math.MaxInt32, math.MaxInt32, 0, 0
	for _, p := range ps {
		x0, x1 = min(x0, units(p.x)), max(x1, units(p.x))
		y0, y1 = min(y0, units(p.y)), max(y1, units(p.y))
	}
	return []any{x0, y0, x1, y1}
}

// hatch draws slanting lines over a rectangle, ends cut at its edges.
func (m *metafile) hatch(o op) {
	for d := 5.0; d < o.w+o.h; d += 5 {
		a := xy{o.x + max(0, d-o.h), o.y + min(d, o.h)}
		b := xy{o.x + min(d, o.w), o.y + max(0, d-o.w)}
		m.record(emfPolyline, append(append(bounds([]xy{a, b}), 2), points([]xy{a, b})...)...)
	}
}

func (m *metafile) text(o op, l look) {
	weight, face := 400, "Arial"
	if l.bold {
		weight = 700
	}
	// LOGFONTW, then the long names and PANOSE of EXTLOGFONTW, empty.
	font := make([]byte, 320)
	binary.LittleEndian.PutUint32(font[0:], uint32(int32(-units(l.size))))
	binary.LittleEndian.PutUint32(font[16:], uint32(weight))
	for i, r := range utf16.Encode([]rune(face)) {
		binary.LittleEndian.PutUint16(font[28+2*i:], r)
	}
	m.record(emfFont, 1, font)
	m.record(emfSelect, uint32(1))
	align := 24 // on the baseline
	switch o.at {
	case middle:
		align += 6
	case end:
		align += 2
	}
	m.record(emfTextAlign, align)
	m.record(emfTextColor, colour(l.fill, 1))
	code := utf16.Encode([]rune(o.text))
	s := make([]byte, 0, 2*len(code)+2)
	for _, r := range code {
		s = binary.LittleEndian.AppendUint16(s, r)
	}
	for len(s)%4 != 0 {
		s = append(s, 0)
	}
	const head = 8 + 16 + 4 + 8 + 40
	parts := []any{0, 0, -1, -1, 1, float32(emfHundredths), float32(emfHundredths), units(o.x), units(o.y), len(code), head, 0, 0, 0, -1, -1, head + len(s), s}
	for _, r := range code {
		parts = append(parts, int(math.Round(arial(rune(r), l.bold)*l.size*emfScale/1000)))
	}
	m.record(emfText, parts...)
	m.record(emfSelect, uint32(0x8000000D)) // the system's font, so that ours can go
	m.record(emfDelete, 1)
	m.objects = 3
}

// colour is a COLORREF, mixed with white where it is not opaque.
func colour(s string, opacity float64) uint32 {
	switch s {
	case "ink":
		s = "#1c2730"
	case "#fff":
		s = "#ffffff"
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		panic("out: a colour that is none: " + s)
	}
	mix := func(c uint64) uint32 { return uint32(math.Round(float64(c&255)*opacity + 255*(1-opacity))) }
	return mix(v>>16) | mix(v>>8)<<8 | mix(v)<<16
}
