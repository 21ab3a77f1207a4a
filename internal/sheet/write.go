package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/when"
)

// Style is how CSV is written. The zero Style is the plain one: commas, UTF-8
// without mark, decimal points, line feeds.
type Style struct {
	Comma        byte // 0 is ','
	Mark         bool // a byte-order mark, by which Excel knows UTF-8
	DecimalComma bool
	CRLF         bool
}

// French is what Excel opens by a double click on a French computer.
var French = Style{Comma: ';', Mark: true, DecimalComma: true, CRLF: true}

// Writer writes CSV. A text that a spreadsheet would run as a formula (it
// begins with = + - @ or a control character) gets an apostrophe in front.
type Writer struct {
	w     *bufio.Writer
	s     Style
	begun bool
}

// NewWriter returns a writer in the given style.
func NewWriter(w io.Writer, s Style) *Writer {
	if s.Comma == 0 {
		s.Comma = ','
	}
	return &Writer{w: bufio.NewWriter(w), s: s}
}

// Row writes one row. Cells are string, int, float64, bool, when.Day,
// when.Span, pointers to int and float64, or nil for an empty cell; anything
// else is written by fmt.
func (w *Writer) Row(cells ...any) error {
	if !w.begun && w.s.Mark {
		w.w.WriteString("\ufeff")
	}
	w.begun = true
	for i, c := range cells {
		if i > 0 {
			w.w.WriteByte(w.s.Comma)
		}
		s := w.cell(c)
		if strings.IndexByte(s, w.s.Comma) >= 0 || strings.ContainsAny(s, "\"\r\n") ||
			s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') || s == "" && len(cells) == 1 {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		w.w.WriteString(s)
	}
	if w.s.CRLF {
		w.w.WriteByte('\r')
	}
	return w.w.WriteByte('\n')
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.w.Flush() }

func (w *Writer) cell(c any) string {
	switch v := plain(c).(type) {
	case nil:
		return ""
	case string:
		return Guard(v)
	case float64:
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if w.s.DecimalComma {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	default:
		return fmt.Sprint(v)
	}
}

// plain reduces a cell to nil, string, int, float64 or bool.
func plain(c any) any {
	switch v := c.(type) {
	case *int:
		if v == nil {
			return nil
		}
		return *v
	case *float64:
		if v == nil {
			return nil
		}
		return *v
	case when.Day:
		return v.String()
	case when.Span:
		return v.String()
	case nil, string, int, float64, bool:
		return c
	case int64:
		return int(v)
	default:
		return fmt.Sprint(c)
	}
}

// Guard puts an apostrophe before a text that a spreadsheet would run as a
// formula; numbers and dates stay as they are.
func Guard(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n|%", rune(s[0])) {
		return s
	}
	if _, ok := Number(s); ok && s[0] == '-' && strings.IndexByte(s, ' ') < 0 {
		return s
	}
	return "'" + s
}

// Book writes XLSX: sheets of rows, the header frozen and bold. The same rows
// give the same bytes.
type Book struct {
	f      *excelize.File
	w      *excelize.StreamWriter
	bold   int
	row    int
	sheets int
	name   string // of the sheet just begun
}

// NewBook returns an empty workbook.
func NewBook() *Book { return &Book{f: excelize.NewFile()} }

// Sheet begins a sheet with a header; Row adds to it. Names are cut to what
// Excel allows.
func (b *Book) Sheet(name string, head ...string) (err error) {
	defer fault.Wrap(&err, "write sheet %s", name)
	if err := b.flush(); err != nil {
		return err
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, name)
	if x := []rune(name); len(x) > 31 {
		name = string(x[:31])
	}
	if b.sheets == 0 {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
		if b.bold, err = b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	b.sheets, b.row, b.name = b.sheets+1, 1, name
	if b.w, err = b.f.NewStreamWriter(name); err != nil {
		return err
	}
	if len(head) == 0 {
		return nil
	}
	if err := b.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(head))
	for i, h := range head {
		cells[i] = excelize.Cell{StyleID: b.bold, Value: h}
	}
	return b.put(cells)
}

// Choices lets the cells of a column of the sheet just begun be chosen from a
// list, rows 2 to 2000; column counts from 0. The list stands in another sheet
// of the book: its column, its header first.
func (b *Book) Choices(column int, sheet string, listColumn, n int) (err error) {
	defer fault.Wrap(&err, "write choices")
	at := func(col, row int, abs bool) string {
		name, e := excelize.CoordinatesToCellName(col, row, abs)
		if e != nil {
			err = e
		}
		return name
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = at(column+1, 2, false) + ":" + at(column+1, 2000, false)
	v.SetSqrefDropList("'" + sheet + "'!" + at(listColumn+1, 2, true) + ":" + at(listColumn+1, n+1, true))
	v.ShowErrorMessage = false // another word is a finding, not a wall
	if err != nil {
		return err
	}
	return b.f.AddDataValidation(b.name, v)
}

// Row writes one row; cells as for [Writer.Row]. Texts are stored as texts: no
// spreadsheet runs them.
func (b *Book) Row(cells ...any) error {
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = plain(c)
	}
	return b.put(out)
}

func (b *Book) put(cells []any) error {
	axis, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	b.row++
	return b.w.SetRow(axis, cells)
}

func (b *Book) flush() error {
	if b.w == nil {
		return nil
	}
	err := b.w.Flush()
	b.w = nil
	return err
}

// WriteTo ends the workbook and writes it.
func (b *Book) WriteTo(w io.Writer) (n int64, err error) {
	defer fault.Wrap(&err, "write workbook")
	if err := b.flush(); err != nil {
		return 0, err
	}
	defer b.f.Close()
	buf, err := b.f.WriteToBuffer()
	if err != nil {
		return 0, err
	}
	return inOrder(w, buf.Bytes())
}

// inOrder copies a zip with its parts sorted by name: excelize writes streamed
// sheets in the order of a map.
func inOrder(w io.Writer, b []byte) (n int64, err error) {
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return 0, err
	}
	slices.SortFunc(zr.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	c := &counter{w: w}
	zw := zip.NewWriter(c)
	for _, f := range zr.File {
		if err := zw.Copy(f); err != nil {
			return c.n, err
		}
	}
	err = zw.Close()
	return c.n, err
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
