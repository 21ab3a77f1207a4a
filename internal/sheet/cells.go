package sheet

import (
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/fault"
)

// kind is what a cell of a workbook holds; cells of text files are plain.
type kind uint8

const (
	plainCell kind = iota
	textCell
	numberCell
	dateCell
	boolCell
	formulaCell // a formula without a stored result
	errorCell   // #DIV/0! and the like; the cell is empty
)

const (
	maxColumns = 16384   // as spreadsheets have
	maxRows    = 1 << 20 // of a sheet
)

// rows is a sheet being read: records of cells, in order.
type rows struct {
	next   func() bool
	cells  [][]byte
	kinds  []kind // nil for text files
	row    int
	err    error
	detach func() // what was given stays as it is while the reading goes on
	close  func()
	merged []string
}

// sheet reads one sheet of a workbook as a stream.
func (k *book) sheet(t tab) (*rows, error) {
	z := k.part(t.part)
	if z == nil {
		return nil, fault.New(fault.Invalid, "A246")
	}
	r, err := k.unpack(z)
	if err != nil {
		return nil, k.refusal(err)
	}
	s := &sheetReader{k: k, x: newTags(r), rows: &rows{}}
	s.rows.close = func() { r.Close() }
	s.rows.detach = func() { s.flat, s.ends = nil, nil; s.rows.cells, s.rows.kinds = nil, nil }
	s.rows.next = func() bool {
		ok, err := s.record()
		if err != nil {
			s.rows.err = k.refusal(err)
		}
		return ok && err == nil
	}
	return s.rows, nil
}

type sheetReader struct {
	k    *book
	x    *tags
	rows *rows
	last int
	flat []byte
	ends []int
	val  []byte
	done bool
}

// record goes to the next row that has cells.
func (s *sheetReader) record() (bool, error) {
	if s.done {
		return false, nil
	}
	s.flat, s.ends, s.rows.kinds = s.flat[:0], s.ends[:0], s.rows.kinds[:0]
	n := 0
	for {
		ev, err := s.x.next()
		if err != nil {
			return false, err
		}
		switch {
		case ev == ended:
			s.done = true
			return false, nil
		case ev == words:
		case string(s.x.name) == "row" && ev == opened:
			n = s.last + 1
			if r, err := strconv.Atoi(string(s.x.attr("r"))); err == nil && r > s.last {
				n = r
			}
			if s.last = n; n > maxRows {
				return false, fault.New(fault.Invalid, "A263", maxRows)
			}
		case string(s.x.name) == "row" && len(s.ends) > 0:
			s.give(n)
			return true, nil
		case string(s.x.name) == "c" && ev == opened && n > 0:
			if err := s.cell(); err != nil {
				return false, err
			}
		case string(s.x.name) == "mergeCell" && ev == opened:
			if len(s.rows.merged) < 10000 {
				s.rows.merged = append(s.rows.merged, string(s.x.attr("ref")))
			}
		}
	}
}

func (s *sheetReader) give(n int) {
	s.rows.row = n
	s.rows.cells = s.rows.cells[:0]
	from := 0
	for _, end := range s.ends {
		s.rows.cells = append(s.rows.cells, s.flat[from:end:end])
		from = end
	}
}

// cell reads from <c> to </c>.
func (s *sheetReader) cell() error {
	col := len(s.ends)
	if ref := s.x.attr("r"); ref != nil {
		col = columnOf(ref)
	}
	typ := string(s.x.attr("t"))
	style, _ := strconv.Atoi(string(s.x.attr("s")))
	s.val = s.val[:0]
	in, formula, stored, spoken := false, false, false, false
	for depth := s.x.depth; s.x.depth >= depth; {
		ev, err := s.x.next()
		if err != nil {
			return err
		}
		if ev == words {
			if in {
				if s.val = append(s.val, s.x.text...); len(s.val) > maxText {
					return errLong
				}
			}
			continue
		}
		if ev == ended {
			return io.ErrUnexpectedEOF
		}
		switch string(s.x.name) {
		case "f":
			formula = true
		case "v":
			stored, in = true, ev == opened
		case "t":
			in = ev == opened && !spoken
		case "rPh":
			spoken = ev == opened
		}
	}
	if col < len(s.ends) { // out of order: a later cell goes before
		return nil
	}
	if col >= maxColumns {
		return fault.New(fault.Invalid, "A264", maxColumns)
	}
	k, err := s.value(typ, style, formula, stored)
	if err != nil {
		return err
	}
	if k == plainCell {
		return nil
	}
	for len(s.ends) < col {
		s.ends, s.rows.kinds = append(s.ends, len(s.flat)), append(s.rows.kinds, plainCell)
	}
	if k != formulaCell && k != errorCell {
		s.flat = append(s.flat, s.val...)
	}
	s.ends, s.rows.kinds = append(s.ends, len(s.flat)), append(s.rows.kinds, k)
	return nil
}

// value makes of what is stored what a reader is given: numbers with a decimal
// point, dates as ISO dates, yes and no as TRUE and FALSE.
func (s *sheetReader) value(typ string, style int, formula, stored bool) (kind, error) {
	if formula && (!stored || len(s.val) == 0 && typ != "str") {
		return formulaCell, nil
	}
	if len(s.val) == 0 {
		return plainCell, nil
	}
	switch typ {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(s.val)))
		if err != nil {
			return plainCell, errStray
		}
		b, err := s.k.text(i)
		if s.val = append(s.val[:0], b...); err != nil || len(b) == 0 {
			return plainCell, err
		}
		s.val = controls(s.val)
		return textCell, nil
	case "b":
		yes := string(s.val) == "1" || strings.EqualFold(string(s.val), "true")
		s.val = append(s.val[:0], map[bool]string{true: "TRUE", false: "FALSE"}[yes]...)
		return boolCell, nil
	case "e":
		return errorCell, nil
	case "str", "inlineStr":
		s.val = controls(s.val)
		return textCell, nil
	case "d":
		return dateCell, nil
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(string(s.val)), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return textCell, nil
	}
	if style > 0 {
		is, err := s.k.dated(style)
		if err != nil {
			return plainCell, err
		}
		if is {
			s.val = append(s.val[:0], serial(f, s.k.epoch)...)
			return dateCell, nil
		}
	}
	if len(s.val) > 15 || strings.ContainsAny(string(s.val), "eE") {
		if a := math.Abs(f); a == 0 || a >= 1e-9 && a < 1e18 {
			s.val = strconv.AppendFloat(s.val[:0], f, 'f', -1, 64)
		}
	}
	return numberCell, nil
}

// controls reads _x000D_, as spreadsheets write what XML cannot hold.
func controls(b []byte) []byte {
	s := string(b)
	if !strings.Contains(s, "_x") {
		return b
	}
	out := b[:0]
	for i := 0; i < len(s); i++ {
		if len(s) >= i+7 && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && (n < 0xd800 || n > 0xdfff) {
				out = append(out, string(rune(n))...)
				i += 6
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// columnOf reads the letters of "AB12", from 0.
func columnOf(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxColumns {
			break
		}
	}
	return n - 1
}

// place reads "AB12", or where "AB12:AC14" begins: column and row from 1.
func place(ref string) (col, row int) {
	i := strings.IndexAny(ref, "0123456789")
	if i <= 0 {
		return 0, 0
	}
	digits, _, _ := strings.Cut(ref[i:], ":")
	row, _ = strconv.Atoi(digits)
	return columnOf([]byte(ref)) + 1, row
}

// serial writes a date of the workbook's calendar: a day, a time, or both.
func serial(v float64, epoch int) string {
	if v < 0 || v > 2958466 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	day, frac := math.Modf(v)
	t := time.Unix((int64(day)+int64(epoch))*86400, 0).UTC().Add(time.Duration(math.Round(frac*86400)) * time.Second)
	switch {
	case frac == 0:
		return t.Format("2006-01-02")
	case day == 0:
		return t.Format("15:04:05")
	default:
		return t.Format("2006-01-02T15:04:05")
	}
}
