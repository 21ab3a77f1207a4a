package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/sav"
)

// Format is what a file turned out to be.
type Format uint8

const (
	CSV Format = iota
	XLSX
	SAV // of SPSS
)

// Dialect is what [Sniff] found out about a file.
type Dialect struct {
	Format   Format
	Comma    byte   // ',', ';', '\t' or '|'
	Encoding string // "utf-8", "utf-16le", "utf-16be"; cells that are not UTF-8 are Windows-1252
}

const sample = 64 << 10

// Sniff looks at the beginning of a file and returns a reader of the whole of
// it: UTF-8, no byte-order mark, lines ended by a line feed; or, for XLSX, the
// bytes as they are. It refuses what is no table.
func Sniff(r io.Reader) (Dialect, io.Reader, error) {
	br := bufio.NewReaderSize(r, sample)
	head, err := br.Peek(sample)
	if err != nil && !errors.Is(err, io.EOF) {
		return Dialect{}, nil, err
	}
	d := Dialect{Encoding: "utf-8"}
	if len(bytes.TrimSpace(head)) == 0 && err != nil {
		return d, nil, fault.New(fault.Invalid, "A230")
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		d.Format = XLSX
		if at, ok := r.(onDisk); ok { // it is read where it lies
			return d, at, nil
		}
		return d, br, nil
	case sav.Is(head):
		d.Format = SAV
		if at, ok := r.(io.ReaderAt); ok {
			return d, sav.Whole{Reader: br, ReaderAt: at}, nil
		}
		return d, br, nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return d, nil, fault.New(fault.Invalid, "A249")
	case called(head) != "":
		return d, nil, fault.New(fault.Invalid, "A270", called(head))
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		br.Discard(3)
		head = head[3:]
	}
	var out io.Reader = br
	if enc := utf16(head); enc != "" {
		d.Encoding = enc
		e := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
		if enc == "utf-16be" {
			e = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
		}
		if !bytes.HasPrefix(head, []byte{0xff, 0xfe}) && !bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
			e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
			if enc == "utf-16be" {
				e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
			}
		}
		br = bufio.NewReaderSize(e.NewDecoder().Reader(br), sample)
		if head, err = br.Peek(sample); err != nil && !errors.Is(err, io.EOF) {
			return d, nil, err
		}
		out = br
	}
	if what := foreign(head); what != "" {
		return d, nil, fault.New(fault.Invalid, "A231", what)
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		out = carriage{out}
		head = bytes.ReplaceAll(head, []byte{'\r'}, []byte{'\n'})
	}
	d.Comma = comma(head)
	return d, out, nil
}

// onDisk is a file that can be read from anywhere.
type onDisk interface {
	io.Reader
	io.ReaderAt
	io.Seeker
}

// called names what a file of another program is, by its first bytes.
func called(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("<stata_dta>")), len(head) > 4 && head[0] >= 0x69 && head[0] <= 0x73 && (head[1] == 1 || head[1] == 2) && head[2] == 1 && head[3] == 0:
		return "Stata (.dta)"
	case portable(head):
		return "SPSS (.por)"
	case bytes.HasPrefix(head, []byte("\x00\x00\x27\x0a")):
		return "shapefile (.shp)"
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return "SQLite (.gpkg, .sqlite)"
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "Parquet"
	case bytes.HasPrefix(head, []byte("RDX")), bytes.HasPrefix(head, []byte("X\n\x00\x00\x00")):
		return "R (.rds, .RData)"
	case len(head) > 48 && bytes.HasPrefix(head, []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60")):
		return "SAS (.sas7bdat)"
	case bytes.HasPrefix(head, []byte("HEADER RECORD*******LIBRARY HEADER RECORD")):
		return "SAS (.xpt)"
	case len(head) > 32 && (head[0] == 3 || head[0] == 0x83 || head[0] == 0x30) && head[2] >= 1 && head[2] <= 12 && head[3] >= 1 && head[3] <= 31 && bytes.IndexByte(head[:32], 0) >= 0:
		return "dBase (.dbf)"
	}
	return ""
}

// portable reports whether a file is SPSS's portable one: its first lines name
// it in several old alphabets.
func portable(head []byte) bool {
	b := bytes.ReplaceAll(bytes.ReplaceAll(head[:min(len(head), 600)], []byte("\n"), nil), []byte("\r"), nil)
	return bytes.HasPrefix(b, []byte("ASCII SPSS PORT FILE")) || bytes.Contains(b, []byte("SPSSPORT")) || bytes.Contains(b, []byte("SPSS PORT FILE"))
}

// foreign names what a file is that is no table.
func foreign(head []byte) string {
	h := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.IndexByte(head, 0) >= 0:
		return "binary"
	case bytes.HasPrefix(h, []byte("%PDF")):
		return "PDF"
	case bytes.HasPrefix(h, []byte("{")), bytes.HasPrefix(h, []byte("[")):
		return "JSON"
	case bytes.HasPrefix(h, []byte("<?xml")), bytes.HasPrefix(h, []byte("<!")), bytes.HasPrefix(h, []byte("<html")):
		return "XML/HTML"
	case bytes.HasPrefix(h, []byte("\x1f\x8b")):
		return "gzip"
	}
	return ""
}

func utf16(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "utf-16be"
	}
	n := min(len(head), 400) &^ 1
	if n < 8 {
		return ""
	}
	var even, odd int
	for i := 0; i < n; i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd > n/2*7/10 && even == 0:
		return "utf-16le"
	case even > n/2*7/10 && odd == 0:
		return "utf-16be"
	}
	return ""
}

// comma is the separator that cuts the first records into the most cells, and
// the same number in each; titles above a table count for little.
func comma(head []byte) byte {
	best, score := byte(','), 0
	for _, c := range []byte{',', ';', '\t', '|'} {
		s := &Scanner{r: bytes.NewReader(head), comma: c, buf: make([]byte, 4<<10+slack)}
		alike, n := map[int]int{}, 0
		for n < ahead && s.Next() {
			alike[len(s.Fields())]++
			n++
		}
		v := 0
		for k, n := range alike {
			if k >= 2 {
				v = max(v, k*(1+n))
			}
		}
		if v > score {
			best, score = c, v
		}
	}
	return best
}

// carriage turns the line ends of old Macintosh files into line feeds.
type carriage struct{ r io.Reader }

func (c carriage) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// Recode makes every cell UTF-8, in place in the slice: one that is not is
// read as Windows-1252. It reports whether any was.
func Recode(cells [][]byte) bool {
	any := false
	for i, c := range cells {
		if utf8.Valid(c) {
			continue
		}
		any = true
		if out, err := charmap.Windows1252.NewDecoder().Bytes(c); err == nil {
			cells[i] = out
		} else {
			cells[i] = bytes.ToValidUTF8(c, []byte("\ufffd"))
		}
	}
	return any
}

// Windows1252 reads text in that encoding, or in ISO 8859-1, as UTF-8.
func Windows1252(r io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(r) }
