package xlsform

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/xform"
)

// A form is text in a few plain sheets, and a server converts many: so they
// are read here with the pull parser of form rather than through the
// spreadsheet library, which takes twenty times as long to open one
// (bench/xlsform). What it knows of a workbook: names and order of sheets, shared
// and inline strings, numbers, booleans, dates.

const (
	mostUnpacked = 32 << 20
	mostCells    = 2 << 20
	mostColumns  = 2048
	mostOdd      = 1000 // cells without a value that are named
)

var errXLSX = errors.New("not an .xlsx workbook")

type xlsx struct {
	files map[string]*zip.File
	left  int64
	lim   xform.Limits
}

func openXLSX(b []byte) (ss []Sheet, err error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errXLSX, err)
	}
	x := &xlsx{files: map[string]*zip.File{}, left: mostUnpacked, lim: xform.Limits{Size: mostUnpacked, Depth: 64, Attrs: 128}}
	for _, f := range z.File {
		x.files[strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")] = f
	}
	ss, err = x.sheets()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errXLSX, err)
	}
	return ss, nil
}

func (x *xlsx) read(name string) ([]byte, error) {
	f := x.files[name]
	if f == nil {
		return nil, fmt.Errorf("no %s", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	if n := f.UncompressedSize64; n < 8<<20 {
		b.Grow(int(n) + 512)
	}
	n, err := io.Copy(&b, io.LimitReader(r, x.left+1))
	if x.left -= n; x.left < 0 {
		return nil, errors.New("it unpacks to more than a form can hold")
	}
	return b.Bytes(), err
}

// each walks a part; f sees the parser at each event.
func (x *xlsx) each(name string, f func(xform.Event, *xform.Parser)) error {
	b, err := x.read(name)
	if err != nil {
		return err
	}
	p, err := xform.NewParser(b, x.lim)
	if err != nil {
		return err
	}
	for {
		ev, err := p.Next()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if ev == xform.End {
			return nil
		}
		f(ev, p)
	}
}

func local(n []byte) string {
	if i := bytes.IndexByte(n, ':'); i >= 0 {
		n = n[i+1:]
	}
	return string(n)
}

func attr(p *xform.Parser, name string) string {
	for _, a := range p.Attrs {
		if string(a.Name) == name || local(a.Name) == name && name == "id" && string(a.Name) != "sheetId" {
			return string(a.Value)
		}
	}
	return ""
}

func (x *xlsx) sheets() ([]Sheet, error) {
	type entry struct{ name, rel string }
	var es []entry
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	err := x.each("xl/workbook.xml", func(ev xform.Event, p *xform.Parser) {
		if ev != xform.Open {
			return
		}
		switch local(p.Name) {
		case "sheet":
			es = append(es, entry{attr(p, "name"), attr(p, "id")})
		case "workbookPr":
			if d := attr(p, "date1904"); d == "1" || d == "true" {
				epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	target := map[string]string{}
	err = x.each("xl/_rels/workbook.xml.rels", func(ev xform.Event, p *xform.Parser) {
		if ev == xform.Open && local(p.Name) == "Relationship" {
			t := attr(p, "Target")
			if strings.HasPrefix(t, "/") {
				t = t[1:]
			} else {
				t = path.Join("xl", t)
			}
			target[attr(p, "Id")] = t
		}
	})
	if err != nil {
		return nil, err
	}
	shared, err := x.strings()
	if err != nil {
		return nil, err
	}
	var styles map[string]bool // read when the first number has a style
	dates := func(style string) bool {
		if styles == nil {
			if styles = x.dates(); styles == nil {
				styles = map[string]bool{}
			}
		}
		return styles[style]
	}
	cells := 0
	var ss []Sheet
	for _, e := range es {
		if len(es) > 1 && !known(e.name) {
			ss = append(ss, Sheet{Name: e.name})
			continue
		}
		s := Sheet{Name: e.name}
		if s.Rows, err = x.rows(target[e.rel], shared, dates, epoch, &cells, &s.odd); err != nil {
			return nil, err
		}
		ss = append(ss, s)
	}
	return ss, nil
}

func (x *xlsx) strings() (out []string, err error) {
	if x.files["xl/sharedStrings.xml"] == nil {
		return nil, nil
	}
	var cur []byte
	in, phonetic := false, 0
	err = x.each("xl/sharedStrings.xml", func(ev xform.Event, p *xform.Parser) {
		switch ev {
		case xform.Open:
			switch local(p.Name) {
			case "si":
				cur = cur[:0]
			case "t":
				in = phonetic == 0
			case "rPh":
				phonetic++
			}
		case xform.Text:
			if in {
				cur = append(cur, p.Text...)
			}
		case xform.Close:
			switch local(p.Name) {
			case "si":
				out = append(out, plain(string(cur)))
			case "t":
				in = false
			case "rPh":
				phonetic--
			}
		}
	})
	return out, err
}

// plain undoes _x000D_ and makes plain spaces of those that do not break: an
// author cannot see the difference, a formula can.
func plain(s string) string {
	if strings.Contains(s, "\u00a0") {
		s = strings.ReplaceAll(s, "\u00a0", " ")
	}
	for i := 0; ; {
		j := strings.Index(s[i:], "_x")
		if j < 0 {
			return s
		}
		i += j
		if len(s) >= i+7 && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				s = s[:i] + string(rune(n)) + s[i+7:]
			}
		}
		i++
	}
}

// dates tells which cell styles are dates.
func (x *xlsx) dates() map[string]bool {
	format := map[string]string{}
	is := map[string]bool{}
	n, in := 0, false
	err := x.each("xl/styles.xml", func(ev xform.Event, p *xform.Parser) {
		switch name := local(p.Name); {
		case ev == xform.Open && name == "numFmt":
			format[attr(p, "numFmtId")] = attr(p, "formatCode")
		case ev == xform.Open && name == "cellXfs":
			in = true
		case ev == xform.Close && name == "cellXfs":
			in = false
		case ev == xform.Open && name == "xf" && in:
			id := attr(p, "numFmtId")
			k, _ := strconv.Atoi(id)
			is[strconv.Itoa(n)] = k >= 14 && k <= 22 || k >= 45 && k <= 47 || dateFormat(format[id])
			n++
		}
	})
	if err != nil {
		return nil
	}
	return is
}

func dateFormat(f string) bool {
	quoted, skip := false, false
	for _, c := range f {
		switch {
		case skip:
			skip = false
		case c == '\\':
			skip = true
		case c == '"':
			quoted = !quoted
		case !quoted && strings.ContainsRune("yYdDhH", c):
			return true
		}
	}
	return false
}

// column reads the letters of "AB12"; -1 if there are none.
func column(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			return 1 << 20
		}
	}
	return n - 1
}

func (x *xlsx) rows(part string, shared []string, dates func(string) bool, epoch time.Time, cells *int, odd *[]oddCell) (rows [][]string, err error) {
	b, err := x.read(part)
	if err != nil {
		return nil, err
	}
	p, err := xform.NewParser(b, x.lim)
	if err != nil {
		return nil, err
	}
	col, next, width, blank := 0, 0, 0, 0
	var typ, style string
	var val []byte
	in, formula := false, false
	var row []string
	for {
		ev, err := p.Next()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part, err)
		}
		switch ev {
		case xform.End:
			for n := len(rows); n > 0 && len(rows[n-1]) == 0; n-- {
				rows = rows[:n-1]
			}
			return rows, nil
		case xform.Open:
			switch string(p.Name) {
			case "row", "x:row":
				n := len(rows) + 1
				for _, a := range p.Attrs {
					if string(a.Name) == "r" {
						n, _ = strconv.Atoi(string(a.Value))
					}
				}
				// A form whose rows lie further apart than this has ended.
				if blank = n - len(rows) - 1; blank > 1000 || blank < 0 {
					return rows, nil
				}
				for len(rows) < n-1 {
					rows = append(rows, nil)
				}
				row, next = make([]string, 0, width), 0
			case "c", "x:c":
				col, typ, style, val, formula = next, "", "", val[:0], false
				for _, a := range p.Attrs {
					switch string(a.Name) {
					case "r":
						col = column(a.Value)
					case "t":
						typ = string(a.Value)
					case "s":
						style = string(a.Value)
					}
				}
				next = col + 1
			case "v", "t", "x:v", "x:t":
				in = true
			case "f", "x:f":
				formula = true
			}
		case xform.Text:
			if in {
				val = append(val, p.Text...)
			}
		case xform.Close:
			switch string(p.Name) {
			case "v", "t", "x:v", "x:t":
				in = false
			case "c", "x:c":
				if col >= 0 && col < mostColumns && len(*odd) < mostOdd && (typ == "e" || formula && len(val) == 0 && typ != "str") {
					*odd = append(*odd, oddCell{len(rows) + 1, col + 1, typ == "e"})
				}
				if len(val) == 0 || col < 0 || col >= mostColumns {
					continue
				}
				if *cells++; *cells > mostCells {
					return nil, errors.New("more cells than a form can hold")
				}
				s := cell(string(val), typ, style != "" && (typ == "" || typ == "n") && dates(style), shared, epoch)
				if s == "" {
					continue
				}
				for len(row) <= col {
					row = append(row, "")
				}
				row[col] = s
			case "row", "x:row":
				width = max(width, len(row))
				rows = append(rows, row)
				row = nil
			}
		}
	}
}

// cell is the text of a cell, as an author sees it.
func cell(v, typ string, date bool, shared []string, epoch time.Time) string {
	switch typ {
	case "s":
		i, err := strconv.Atoi(v)
		if err != nil || i < 0 || i >= len(shared) {
			return ""
		}
		return strings.TrimSpace(shared[i])
	case "b":
		if v == "1" {
			return "TRUE"
		}
		return "FALSE"
	case "str", "inlineStr", "d":
		return strings.TrimSpace(plain(v))
	case "e":
		return ""
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return strings.TrimSpace(v)
	}
	if date && f >= 0 && f < 2958466 {
		t := epoch.Add(time.Duration(f*86400+0.5) * time.Second)
		if f < 1 {
			return t.Format("15:04:05")
		}
		if f == float64(int64(f)) {
			return t.Format("2006-01-02")
		}
		return t.Format("2006-01-02 15:04:05")
	}
	if f == float64(int64(f)) && f < 1e15 && f > -1e15 {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
