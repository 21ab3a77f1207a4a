package ucdp

import (
	"bytes"
	"strconv"

	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/when"
)

// Row is one row with every cell typed. Its cells are views into the reader's
// buffer: they are valid until the next row.
type Row struct {
	N     int // as a spreadsheet counts, the header being row 1
	Cells int // how many cells the row has
	line  []byte
	at    [64]extent // of each column in line
	num   [64]int64
	real  [2]float64
	day   [2]when.Day
	given uint64 // columns whose cell was read as what it should be
	bad   uint64 // columns whose cell was not
	stray bool   // a quotation mark stands where none should
	mixed bool   // of another encoding than rows before
}

type extent struct{ from, to uint32 }

// Text is the cell as it stands, without the blanks around it.
func (r *Row) Text(c Column) []byte {
	x := r.at[c&63]
	return trim(r.line[x.from:x.to])
}

func trim(b []byte) []byte {
	if n := len(b); n > 0 && (b[0] <= ' ' || b[n-1] <= ' ' || b[0] >= 0x80 || b[n-1] >= 0x80) {
		return bytes.TrimSpace(b)
	}
	return b
}

// Int is the whole number of a column; ok is false for none.
func (r *Row) Int(c Column) (n int, ok bool) { return int(r.num[c]), r.given>>c&1 != 0 }

// Flag is the truth of active_year.
func (r *Row) Flag(c Column) (yes, ok bool) { return r.num[c] != 0, r.given>>c&1 != 0 }

// Real is Latitude or Longitude in degrees.
func (r *Row) Real(c Column) (x float64, ok bool) {
	return r.real[int(c-Latitude)&1], r.given>>c&1 != 0
}

// Day is DateStart or DateEnd.
func (r *Row) Day(c Column) (d when.Day, ok bool) {
	return r.day[int(c-DateStart)&1], r.given>>c&1 != 0
}

// Bad reports whether the column's cell is filled and not of its type.
func (r *Row) Bad(c Column) bool { return r.bad>>c&1 != 0 }

func (r *Row) has(c Column) bool { return r.given>>c&1 != 0 }

// set types one cell, which is trimmed.
func (r *Row) set(c Column, k kind, b []byte) {
	if len(b) == 0 {
		return
	}
	ok := true
	switch k {
	case whole:
		r.num[c], ok = parseInt(b)
	case real:
		r.real[int(c-Latitude)&1], ok = parseReal(b)
	case day:
		r.day[int(c-DateStart)&1], ok = parseDay(b)
	case flag:
		r.num[c], ok = parseFlag(b)
	}
	if ok {
		r.given |= 1 << c
	} else {
		r.bad |= 1 << c
	}
}

// parseInt reads a whole number of at most 15 digits; "12.0" is one.
func parseInt(b []byte) (n int64, ok bool) {
	i, neg := 0, false
	if b[0] == '-' {
		i, neg = 1, true
	}
	if len(b)-i > 15 || i == len(b) {
		return slowInt(b)
	}
	for ; i < len(b); i++ {
		d := b[i] - '0'
		if d > 9 {
			return slowInt(b)
		}
		n = n*10 + int64(d)
	}
	if neg {
		n = -n
	}
	return n, true
}

func slowInt(b []byte) (int64, bool) {
	x, ok := sheet.Number(string(b))
	if !ok || x != float64(int64(x)) || x > 1<<53 || x < -(1<<53) {
		return 0, false
	}
	return int64(x), true
}

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// parseReal reads a decimal number. Up to 15 digits the quotient of two exact
// floats is the nearest float, the one strconv gives.
func parseReal(b []byte) (x float64, ok bool) {
	i, neg := 0, false
	if b[0] == '-' {
		i, neg = 1, true
	}
	var n int64
	point, digits := -1, 0
	for ; i < len(b); i++ {
		d := b[i] - '0'
		if d > 9 {
			if b[i] != '.' || point >= 0 {
				return slowReal(b)
			}
			point = i
			continue
		}
		n = n*10 + int64(d)
		digits++
		if digits > 15 {
			return slowReal(b)
		}
	}
	if digits == 0 {
		return slowReal(b)
	}
	x = float64(n)
	if point >= 0 {
		x /= tens[len(b)-1-point]
	}
	if neg {
		x = -x
	}
	return x, true
}

func slowReal(b []byte) (float64, bool) {
	if len(b) > 40 {
		return 0, false
	}
	if x, err := strconv.ParseFloat(string(b), 64); err == nil {
		return x, x-x == 0
	}
	return sheet.Number(string(b))
}

// parseDay reads "2013-01-03", with or without a time behind it. Days written
// in another order are refused: nobody knows which of the two comes first.
func parseDay(b []byte) (when.Day, bool) {
	if len(b) < 10 || b[4] != '-' || b[7] != '-' || len(b) > 10 && b[10] != ' ' && b[10] != 'T' {
		return 0, false
	}
	y0, y1, y2, y3 := b[0]-'0', b[1]-'0', b[2]-'0', b[3]-'0'
	m0, m1, d0, d1 := b[5]-'0', b[6]-'0', b[8]-'0', b[9]-'0'
	if y0 > 9 || y1 > 9 || y2 > 9 || y3 > 9 || m0 > 9 || m1 > 9 || d0 > 9 || d1 > 9 {
		return 0, false
	}
	y := int(y0)*1000 + int(y1)*100 + int(y2)*10 + int(y3)
	m, d := int(m0)*10+int(m1), int(d0)*10+int(d1)
	if y < 1000 || m < 1 || m > 12 || d < 1 || d > 31 || d > 28 && d > daysIn(y, m) {
		return 0, false
	}
	// days since 1970-01-01, counting years from March
	if m <= 2 {
		y--
		m += 12
	}
	return when.Day(365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1 - 719468), true
}

func daysIn(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func parseFlag(b []byte) (int64, bool) {
	switch string(b) {
	case "1", "TRUE", "True", "true", "T", "t":
		return 1, true
	case "0", "FALSE", "False", "false", "F", "f":
		return 0, true
	}
	return 0, false
}
