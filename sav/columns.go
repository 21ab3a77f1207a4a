package sav

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

const maxColumns int64 = 4 << 30 // bytes of columns held at once

// Column is one variable of all cases. Of a number Num has the values, NaN
// where there is none; of a text, Codes index Texts, which stand in the order
// in which they first appear, and -1 is none.
type Column struct {
	*Var
	Num   []float64
	Codes []int32
	Texts []string

	words map[uint64]int32
	longs map[string]int32
	last  uint64
	code  int32
	met   bool
}

// Columns reads the named variables of all cases at once; without a name, all
// of them. Values declared missing are missing.
func (f *File) Columns(names ...string) ([]Column, error) {
	return f.columns(false, names)
}

// RawColumns is [File.Columns] with the values declared missing kept: whoever
// counts refusals needs them.
func (f *File) RawColumns(names ...string) ([]Column, error) {
	return f.columns(true, names)
}

func (f *File) columns(raw bool, names []string) (cols []Column, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("read %s: %w", f.Name, err)
		}
	}()
	if len(names) == 0 {
		for _, v := range f.Vars {
			names = append(names, v.Name)
		}
	}
	each := 0
	for _, n := range names {
		v, ok := f.Var(n)
		if !ok {
			return nil, refuse(NoVariable, n, f.some())
		}
		c := Column{Var: v}
		if v.Text() {
			each += 4
			c.words, c.longs = map[uint64]int32{}, map[string]int32{}
		} else {
			each += 8
		}
		cols = append(cols, c)
	}
	guess := min(max(f.Cases, 0), 1<<20)
	for i := range cols {
		if cols[i].Text() {
			cols[i].Codes = make([]int32, 0, guess)
		} else {
			cols[i].Num = make([]float64, 0, guess)
		}
	}
	for held := int64(0); ; {
		ws, err := f.batch()
		if err != nil {
			return nil, err
		}
		if len(ws) == 0 {
			break
		}
		if held += int64(len(ws) / f.words * each); held > maxColumns {
			return nil, refuse(TooLarge, maxColumns>>30)
		}
		for i := range cols {
			c := &cols[i]
			switch {
			case !c.Text():
				c.Num = f.numbers(c.Num, ws, c.parts[0].at, c.Missing, raw)
			case c.Width <= 8:
				c.short(f, ws, raw)
			default:
				c.long(f, ws, raw)
			}
		}
	}
	for i := range cols {
		cols[i].words, cols[i].longs = nil, nil
	}
	return cols, nil
}

// some names the first variables, for "it has: …".
func (f *File) some() string {
	var ns []string
	for _, v := range f.Vars[:min(len(f.Vars), 12)] {
		ns = append(ns, v.Name)
	}
	s := strings.Join(ns, ", ")
	if len(f.Vars) > 12 {
		s += ", …"
	}
	return s
}

func (f *File) numbers(to []float64, ws []uint64, at int, m Missing, raw bool) []float64 {
	n := len(to)
	to = slices.Grow(to, len(ws)/f.words)[:n+len(ws)/f.words]
	swap := f.word(1) != math.Float64bits(1)
	for i, out := 0, to[n:]; i < len(out); i++ {
		x := math.Float64frombits(ws[at+i*f.words])
		if swap {
			x = f.number(ws[at+i*f.words])
		}
		if x == -math.MaxFloat64 || x-x != 0 {
			x = math.NaN()
		}
		out[i] = x
	}
	if m.Any() && !raw {
		for i, x := range to[n:] {
			if m.Has(x) {
				to[n+i] = math.NaN()
			}
		}
	}
	return to
}

// short codes texts of one word.
func (c *Column) short(f *File, ws []uint64, raw bool) {
	for at := c.parts[0].at; at < len(ws); at += f.words {
		if w := ws[at]; w != c.last || !c.met {
			code, ok := c.words[w]
			if !ok {
				code = c.enter(f, c.bytes(nil, ws[at-c.parts[0].at:]), raw)
				c.words[w] = code
			}
			c.last, c.code, c.met = w, code, true
		}
		c.Codes = append(c.Codes, c.code)
	}
}

func (c *Column) long(f *File, ws []uint64, raw bool) {
	var b []byte
	for ; len(ws) > 0; ws = ws[f.words:] {
		b = c.bytes(b[:0], ws)
		c.Codes = append(c.Codes, c.enter(f, b, raw))
	}
}

// enter gives the code of a text, a new one where it is met for the first time.
func (c *Column) enter(f *File, b []byte, raw bool) int32 {
	code, ok := c.longs[string(b)]
	if ok {
		return code
	}
	code = -1
	if s := f.text(b); s != "" && (raw || !c.Missing.HasText(s)) {
		code = int32(len(c.Texts))
		c.Texts = append(c.Texts, s)
	}
	c.longs[string(b)] = code
	return code
}
