package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/fault"
)

const (
	maxBook  = 64 << 20 // bytes of a workbook as it comes
	unpacks  = 16       // times that, unpacked
	ratio    = 200      // times a workbook's own size, unpacked: more is no table
	maxCells = 4 << 20  // of a workbook read as grids
)

var errMuch = errors.New("it unpacks to too much")

// tab is one sheet of a workbook.
type tab struct {
	name   string
	part   string
	hidden bool
}

// book is an opened workbook. Its sheets are read as streams: the XLSX library
// takes a sheet into memory, and that of GTD is two gigabytes there.
type book struct {
	z      *zip.Reader
	limit  int64
	left   int64 // bytes that may still be unpacked
	tabs   []tab
	epoch  int // day of serial 0, from 1970
	shared []byte
	ends   []int32
	have   bool
	styles []bool // of a style of cells: a date
}

// openBook reads what a workbook says of its sheets. It refuses, with a
// *fault.Error, what does not open.
func openBook(r io.Reader, limit int64) (*book, error) {
	if limit == 0 {
		limit = maxBook
	}
	at, size, err := whole(r, limit)
	if err != nil {
		return nil, err
	}
	k := &book{limit: limit, left: min(unpacks*limit, max(64<<20, ratio*size)), epoch: -25569}
	if k.z, err = zip.NewReader(at, size); err != nil {
		return nil, k.refusal(err)
	}
	if k.part("xl/workbook.xml") == nil {
		if f := k.part("mimetype"); f != nil {
			if b, err := k.all(f, 200); err == nil && bytes.Contains(b, []byte("opendocument")) {
				return nil, fault.New(fault.Invalid, "A231", ".ods (OpenDocument)")
			}
		}
		return nil, fault.New(fault.Invalid, "A246")
	}
	if err := k.contents(); err != nil {
		return nil, k.refusal(err)
	}
	return k, nil
}

// whole gives a file as it lies on disk, or what a stream holds.
func whole(r io.Reader, limit int64) (io.ReaderAt, int64, error) {
	if f, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if size, err := f.Seek(0, io.SeekEnd); err == nil {
			if size > limit {
				return nil, 0, fault.New(fault.Invalid, "A247", limit>>20)
			}
			return f, size, nil
		}
	}
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, 0, err
	}
	if int64(len(b)) > limit {
		return nil, 0, fault.New(fault.Invalid, "A247", limit>>20)
	}
	return bytes.NewReader(b), int64(len(b)), nil
}

// refusal says in a code what is wrong with a workbook.
func (k *book) refusal(err error) error {
	if err == nil {
		return nil
	}
	if f, ok := fault.Public(err); ok && f != nil {
		return err
	}
	e := fault.New(fault.Invalid, "A246")
	if errors.Is(err, errMuch) || errors.Is(err, errLong) {
		e = fault.New(fault.Invalid, "A247", k.limit>>20)
	}
	e.Cause = err
	return e
}

func (k *book) part(name string) *zip.File {
	for _, f := range k.z.File {
		if strings.EqualFold(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"), name) {
			return f
		}
	}
	return nil
}

// unpack opens a part; what all parts together unpack to is limited.
func (k *book) unpack(f *zip.File) (io.ReadCloser, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &budget{r, k}, nil
}

type budget struct {
	io.ReadCloser
	k *book
}

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.k.left -= int64(n); b.k.left < 0 {
		return 0, errMuch
	}
	return n, err
}

func (k *book) all(f *zip.File, limit int64) ([]byte, error) {
	r, err := k.unpack(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}

// each passes over a part; a part that is not there has nothing.
func (k *book) each(name string, f func(event, *tags) error) error {
	z := k.part(name)
	if z == nil {
		return nil
	}
	r, err := k.unpack(z)
	if err != nil {
		return err
	}
	defer r.Close()
	x := newTags(r)
	for {
		ev, err := x.next()
		if err != nil || ev == ended {
			return err
		}
		if err := f(ev, x); err != nil {
			return err
		}
	}
}

// contents reads the names of the sheets, and which of them are hidden.
func (k *book) contents() error {
	type entry struct {
		tab
		rel string
	}
	var es []entry
	err := k.each("xl/workbook.xml", func(ev event, x *tags) error {
		switch {
		case ev != opened:
		case string(x.name) == "workbookPr":
			if d := string(x.attr("date1904")); d == "1" || d == "true" {
				k.epoch = -24107
			}
		case string(x.name) == "sheet" && x.attr("name") != nil:
			e := entry{tab: tab{name: string(x.attr("name"))}}
			e.hidden = bytes.HasSuffix(bytes.ToLower(x.attr("state")), []byte("hidden"))
			for _, a := range []string{"r:id", "id", "d3p1:id", "ns0:id", "rel:id"} {
				if id := x.attr(a); id != nil && e.rel == "" {
					e.rel = string(id)
				}
			}
			es = append(es, e)
		}
		if len(es) > 4096 {
			return errMuch
		}
		return nil
	})
	if err != nil {
		return err
	}
	target, kind := map[string]string{}, map[string]string{}
	err = k.each("xl/_rels/workbook.xml.rels", func(ev event, x *tags) error {
		if ev == opened && string(x.name) == "Relationship" {
			t := string(x.attr("Target"))
			if strings.HasPrefix(t, "/") {
				t = t[1:]
			} else {
				t = path.Join("xl", t)
			}
			id := string(x.attr("Id"))
			target[id], kind[id] = t, path.Base(string(x.attr("Type")))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range es {
		if t := kind[e.rel]; t == "worksheet" || t == "." && target[e.rel] != "" { // no charts
			e.part = target[e.rel]
			k.tabs = append(k.tabs, e.tab)
		}
	}
	return nil
}

// names are those of the sheets, of which the hidden may be left out.
func names(tabs []tab) (out []string) {
	for _, t := range tabs {
		out = append(out, t.name)
	}
	return out
}

// text is a text that several cells share.
func (k *book) text(i int) ([]byte, error) {
	if !k.have {
		k.have = true
		if err := k.texts(); err != nil {
			return nil, err
		}
	}
	if i < 0 || i >= len(k.ends) {
		return nil, nil
	}
	from := int32(0)
	if i > 0 {
		from = k.ends[i-1]
	}
	return k.shared[from:k.ends[i]], nil
}

func (k *book) texts() error {
	in, spoken := false, 0
	return k.each("xl/sharedStrings.xml", func(ev event, x *tags) error {
		switch {
		case ev == words:
			if in {
				k.shared = append(k.shared, x.text...)
			}
		case string(x.name) == "t":
			in = ev == opened && spoken == 0
		case string(x.name) == "rPh" && ev == opened:
			spoken++
		case string(x.name) == "rPh":
			spoken--
		case string(x.name) == "si" && ev == closed:
			k.ends = append(k.ends, int32(len(k.shared)))
		}
		if int64(len(k.shared)+4*len(k.ends)) > min(k.limit, 1<<30) {
			return errMuch
		}
		return nil
	})
}

// dated reports whether a style of cells shows numbers as dates.
func (k *book) dated(style int) (bool, error) {
	if k.styles == nil {
		k.styles = []bool{}
		format := map[string]string{}
		in := false
		err := k.each("xl/styles.xml", func(ev event, x *tags) error {
			switch name := string(x.name); {
			case ev == opened && name == "numFmt":
				format[string(x.attr("numFmtId"))] = string(x.attr("formatCode"))
			case name == "cellXfs" && ev != words:
				in = ev == opened
			case ev == opened && name == "xf" && in:
				id := string(x.attr("numFmtId"))
				n, _ := strconv.Atoi(id)
				k.styles = append(k.styles, dated(n, format[id]))
			}
			if len(k.styles) > 1<<17 || len(format) > 1<<16 {
				return errMuch
			}
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return style >= 0 && style < len(k.styles) && k.styles[style], nil
}

func dated(n int, custom string) bool {
	if n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58 {
		return true
	}
	in := byte(0)
	skip := false
	for _, c := range []byte(strings.ToLower(custom)) {
		switch {
		case skip:
			skip = false
		case in != 0:
			if c == in {
				in = 0
			}
		case c == '\\':
			skip = true
		case c == '"':
			in = '"'
		case c == '[':
			in = ']'
		case c == 'y' || c == 'd' || c == 'm' || c == 'h' || c == 'j' || c == 'a' && strings.Contains(custom, "aaaa"):
			return true
		}
	}
	return false
}
