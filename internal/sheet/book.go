package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

const (
	maxBook  = 64 << 20 // bytes of a workbook as it comes
	unpacks  = 16       // times that, unpacked
	maxCells = 4 << 20  // of a workbook read as grids
)

// Grid is one sheet of a workbook, as text: numbers as they are stored, dates
// as ISO dates, yes and no as TRUE and FALSE. Row i of the sheet is Rows[i-1];
// rows are as long as their last filled cell.
type Grid struct {
	Name   string
	Rows   [][]string
	Merged []string // "A2:A5"
}

// Workbook reads a whole XLSX of at most 64 MB and four million cells. It
// refuses, with a *fault.Error, what does not open.
func Workbook(r io.Reader) (grids []Grid, err error) {
	f, _, err := book(r, maxBook)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	defer guard(&err)
	cells := 0
	for _, name := range f.GetSheetList() {
		if v, err := f.GetSheetVisible(name); err == nil && !v && len(f.GetSheetList()) == 1 {
			continue
		}
		g := Grid{Name: name}
		rows, err := f.Rows(name)
		if err != nil {
			continue // a chart sheet
		}
		for rows.Next() {
			c, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				return nil, fault.New(fault.Invalid, "A246")
			}
			if cells += len(c) + 1; cells > maxCells {
				return nil, fault.New(fault.Invalid, "A247", maxBook>>20)
			}
			g.Rows = append(g.Rows, c)
		}
		if err := rows.Close(); err != nil {
			return nil, fault.New(fault.Invalid, "A246")
		}
		for n := len(g.Rows); n > 0 && len(g.Rows[n-1]) == 0; n-- {
			g.Rows = g.Rows[:n-1]
		}
		g.dress(f)
		ms, err := f.GetMergeCells(name, true)
		if err == nil {
			for _, m := range ms {
				g.Merged = append(g.Merged, m.GetStartAxis()+":"+m.GetEndAxis())
			}
		}
		grids = append(grids, g)
	}
	return grids, nil
}

// dress writes date cells as ISO dates and booleans as TRUE and FALSE.
func (g *Grid) dress(f *excelize.File) {
	epoch := epochOf(f)
	dates := map[int]bool{}
	for y, row := range g.Rows {
		for x, s := range row {
			if s == "" || len(s) > 24 {
				continue
			}
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				continue
			}
			axis, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				continue
			}
			t, err := f.GetCellType(g.Name, axis)
			if err != nil {
				continue
			}
			switch t {
			case excelize.CellTypeBool:
				row[x] = map[bool]string{true: "TRUE", false: "FALSE"}[v != 0]
			case excelize.CellTypeNumber, excelize.CellTypeUnset:
				id, err := f.GetCellStyle(g.Name, axis)
				if err != nil {
					continue
				}
				is, known := dates[id]
				if !known {
					st, err := f.GetStyle(id)
					is = err == nil && dated(st)
					dates[id] = is
				}
				if is {
					row[x] = serial(v, epoch)
				}
			}
		}
	}
}

func dated(st *excelize.Style) bool {
	n := st.NumFmt
	if n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58 {
		return true
	}
	if st.CustomNumFmt == nil {
		return false
	}
	in := byte(0)
	for _, c := range []byte(strings.ToLower(*st.CustomNumFmt)) {
		switch {
		case in != 0:
			if c == in {
				in = 0
			}
		case c == '"':
			in = '"'
		case c == '[':
			in = ']'
		case c == 'y' || c == 'd' || c == 'm' || c == 'h':
			return true
		}
	}
	return false
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

// epochOf is the day of serial 0, counted from 1970.
func epochOf(f *excelize.File) int {
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil && *p.Date1904 {
		return -24107
	}
	return -25569
}

func book(r io.Reader, limit int64) (f *excelize.File, b []byte, err error) {
	defer guard(&err)
	b, err = io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(b)) > limit {
		return nil, nil, fault.New(fault.Invalid, "A247", limit>>20)
	}
	f, err = excelize.OpenReader(bytes.NewReader(b), excelize.Options{RawCellValue: true, UnzipSizeLimit: unpacks * limit})
	if err != nil {
		e := fault.New(fault.Invalid, "A246")
		if errors.Is(err, excelize.ErrWorkbookFileFormat) || bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")) {
			e = fault.New(fault.Invalid, "A249")
		}
		if strings.Contains(err.Error(), "unzip size exceeds") {
			e = fault.New(fault.Invalid, "A247", limit>>20)
		}
		if !bytes.HasPrefix(b, []byte("PK")) {
			e = fault.New(fault.Invalid, "A246")
		}
		e.Cause = err
		return nil, nil, e
	}
	return f, b, nil
}

// guard turns a panic of the XLSX library over a damaged file into a refusal.
func guard(err *error) {
	if p := recover(); p != nil {
		e := fault.New(fault.Invalid, "A246")
		e.Cause = fmt.Errorf("xlsx: %v", p)
		*err = e
	}
}

// openBook sets t up to stream one sheet.
func (t *Table) openBook(r io.Reader) (err error) {
	limit := t.opt.MaxBytes
	if limit == 0 {
		limit = maxBook
	}
	f, b, err := book(r, limit)
	if err != nil {
		return err
	}
	defer guard(&err)
	names := f.GetSheetList()
	t.Sheet = t.opt.Sheet
	if t.Sheet == "" {
		for _, n := range names {
			if filled(f, n) {
				t.Sheet = n
				break
			}
		}
		if t.Sheet == "" {
			return fault.New(fault.Invalid, "A230")
		}
	} else if i, err := f.GetSheetIndex(t.Sheet); err != nil || i < 0 {
		return fault.New(fault.Invalid, "A245", t.Sheet, strings.Join(names, ", "))
	}
	t.epoch = epochOf(f)
	rows, err := f.Rows(t.Sheet)
	if err != nil {
		return fault.New(fault.Invalid, "A246")
	}
	n, done := 0, false
	var failed error
	var cells [][]byte
	t.fail = func() error { return failed }
	t.next = func() (_ [][]byte, row int, ok bool) {
		defer func() {
			if failed != nil {
				ok = false
			}
		}()
		defer guard(&failed)
		if done || failed != nil {
			return nil, 0, false
		}
		if !rows.Next() {
			done = true
			if err := rows.Close(); err != nil {
				failed = fault.New(fault.Invalid, "A246")
			}
			t.merged(b)
			f.Close()
			return nil, 0, false
		}
		c, err := rows.Columns()
		if err != nil {
			failed = fault.New(fault.Invalid, "A246")
			return nil, 0, false
		}
		n++
		cells = cells[:0]
		for _, s := range c {
			cells = append(cells, []byte(s))
		}
		return cells, n, true
	}
	return nil
}

func filled(f *excelize.File, sheet string) bool {
	rows, err := f.Rows(sheet)
	if err != nil {
		return false
	}
	defer rows.Close()
	for n := 0; n < 50 && rows.Next(); n++ {
		c, err := rows.Columns()
		if err != nil {
			return false
		}
		for _, s := range c {
			if strings.TrimSpace(s) != "" {
				return true
			}
		}
	}
	return false
}

// merged reports merged cells, once the rows are read.
func (t *Table) merged(b []byte) {
	for _, m := range merges(b, t.Sheet) {
		from, _, _ := strings.Cut(m, ":")
		x, y, err := excelize.CellNameToCoordinates(from)
		if err != nil {
			continue
		}
		t.found.Add("A237", diag.At{File: t.Name, Sheet: t.Sheet, Row: y, Col: x}, m)
	}
}
