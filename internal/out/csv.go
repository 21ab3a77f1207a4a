package out

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
)

// Dialect is how a table is written: for programs, or for a spreadsheet that
// expects French habits.
type Dialect struct {
	Sep   byte // between fields
	Comma bool // decimal comma
	BOM   bool // byte-order mark, by which Excel knows UTF-8

	// Words is the language of headers and of what are codes elsewhere (units,
	// reasons, notes); "" writes the codes.
	Words lang.Tag
}

// The two dialects every table is written in.
var (
	Plain  = Dialect{Sep: ','}
	French = Dialect{Sep: ';', Comma: true, BOM: true, Words: lang.French}
)

// table writes rows of one width. Text that a spreadsheet would take for a
// formula (= + - @, tab, return at its start) gets an apostrophe before it.
type table struct {
	w   *bufio.Writer
	d   Dialect
	col int
}

func newTable(w io.Writer, d Dialect) *table {
	t := &table{w: bufio.NewWriter(w), d: d}
	if d.BOM {
		t.w.WriteString("\ufeff")
	}
	return t
}

func (t *table) field(s string) {
	if t.col > 0 {
		t.w.WriteByte(t.d.Sep)
	}
	t.col++
	if strings.ContainsAny(s, "\"\r\n") || strings.IndexByte(s, t.d.Sep) >= 0 || strings.HasPrefix(s, " ") {
		s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	t.w.WriteString(s)
}

// text writes a field that is not a number.
func (t *table) text(s string) {
	if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\u200b\u200e\u200f\ufeff\u00a0 ")); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫", r) && r != utf8.RuneError {
		s = "'" + s
	}
	t.field(s)
}

func (t *table) number(f float64) {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if t.d.Comma {
		s = strings.Replace(s, ".", ",", 1)
	}
	t.field(s)
}

func (t *table) whole(n int) { t.field(strconv.Itoa(n)) }
func (t *table) end()        { t.w.WriteString("\r\n"); t.col = 0 }

func (t *table) row(fields ...string) {
	for _, s := range fields {
		t.text(s)
	}
	t.end()
}

// NatureWord is what the column "nature" says: fiction in capitals, in every
// row, so that no row can travel without it.
func NatureWord(n source.Nature) string {
	if n == source.Fictional {
		return "FICTION"
	}
	return string(n)
}

// Column describes one column of a table written here.
type Column struct {
	Name string
	Type string // of Frictionless: string, number, integer
}

// Columns lists the columns of [CSV] for a figure.
func Columns(f figure.Figure) []Column {
	var cs []Column
	for _, d := range f.Dims {
		cs = append(cs, Column{d.ID, "string"}, Column{d.ID + "_fr", "string"}, Column{d.ID + "_en", "string"})
	}
	if quotes(f) {
		for _, n := range []string{"class", "speaker", "term", "label", "verbatim", "lang", "translation_fr", "translation_en", "said_on", "document", "confidence", "source", "flags", "details", "value", "why", "note"} {
			cs = append(cs, Column{n, "string"})
		}
	} else {
		cs = append(cs, Column{"value", "number"}, Column{"low", "number"}, Column{"high", "number"}, Column{"spread", "string"},
			Column{"level", "number"}, Column{"n", "integer"}, Column{"of", "integer"}, Column{"unit", "string"}, Column{"why", "string"}, Column{"note", "string"}, Column{"sources", "string"})
	}
	return append(cs, Column{"nature", "string"})
}

// quotes reports whether a figure's cells are statements rather than values.
func quotes(f figure.Figure) bool {
	switch f.Shape {
	case figure.Sayings, figure.Items, figure.Timeline, figure.Profile:
		return true
	}
	return false
}

// CSV writes the cells of a figure, one a row (for quoted statements one
// statement a row), codes and both languages' labels, with a column nature.
func CSV(w io.Writer, f figure.Figure, d Dialect) error {
	t := newTable(w, d)
	x := worded{d.Words, lang.For(d.Words)}
	for _, h := range x.headers(f) {
		t.text(h)
	}
	t.end()
	q := quotes(f)
	nature := x.nature(f.Nature)
	for _, c := range f.Cells {
		dims := func() {
			for i, k := range c.At() {
				t.text(k)
				t.text(label(lang.For(lang.French), f.Dims[i], k))
				t.text(label(lang.For(lang.English), f.Dims[i], k))
			}
		}
		if q {
			for _, s := range c.Sayings() {
				dims()
				t.row(x.word("class.", s.Class), x.speaker(s), x.term(f, s), x.label(s), s.Verbatim, string(s.Lang), s.Translation[lang.French], s.Translation[lang.English], s.On, x.document(s), x.confidence(s), s.Source,
					x.flags(s), x.detailed(s), "", "", x.note(c), nature)
			}
			if len(c.Sayings()) == 0 {
				dims()
				for range 14 {
					t.field("")
				}
				if v, ok := c.Value(); ok {
					t.number(v)
				} else {
					t.field("")
				}
				t.row(x.word("why.", string(c.Why())), x.note(c), nature)
			}
			continue
		}
		dims()
		if v, ok := c.Value(); ok {
			t.number(v)
		} else {
			t.field("")
		}
		if lo, hi, s := c.Range(); s != figure.NoSpread {
			t.number(lo)
			t.number(hi)
			t.text(x.word("spread.", string(s)))
		} else {
			t.field("")
			t.field("")
			t.field("")
		}
		if c.Level() > 0 {
			t.number(c.Level())
		} else {
			t.field("")
		}
		if _, ok := c.Value(); !c.IsBare() && (ok || d.Words == "" || c.N() > 0) {
			t.whole(c.N())
		} else {
			t.field("") // nothing is known of on how much it rests
		}
		if c.Of() > 0 {
			t.whole(c.Of())
		} else {
			t.field("")
		}
		t.text(x.word("", f.Unit))
		t.text(x.word("why.", string(c.Why())))
		t.text(x.note(c))
		t.text(strings.Join(c.Trace().Sources(), " "))
		t.row(nature)
	}
	return t.w.Flush()
}

// RowsCSV writes answers row by row: n texts a row for as many names, with a
// column nature. A text that is a number is written as one.
func RowsCSV(w io.Writer, names []string, rows iter.Seq[[]string], n source.Nature) error {
	t := newTable(w, Plain)
	for _, s := range names {
		t.text(s)
	}
	t.row("nature")
	for r := range rows {
		for _, s := range r {
			if _, err := strconv.ParseFloat(s, 64); err == nil {
				t.field(s)
			} else {
				t.text(s)
			}
		}
		t.row(NatureWord(n))
	}
	return t.w.Flush()
}

// TraceCSV writes what each cell rests on, as far as the edition carries it:
// a row per statement, or per source where the licence ends the trace there.
func TraceCSV(w io.Writer, f figure.Figure) error {
	t := newTable(w, Plain)
	for _, d := range f.Dims {
		t.text(d.ID)
	}
	t.row("source", "statement", "file", "row", "nature")
	for _, c := range f.Cells {
		tr := c.Trace()
		for _, r := range tr.Refs {
			for _, k := range c.At() {
				t.text(k)
			}
			t.text(r.Claim.Source)
			t.text(r.Claim.ID)
			t.text(r.File)
			if r.Row > 0 {
				t.whole(r.Row)
			} else {
				t.field("")
			}
			t.row(NatureWord(f.Nature))
		}
		ends := tr.Ends
		if len(tr.Refs) == 0 && len(ends) == 0 {
			ends = tr.Looked // nothing found, and where
		}
		for _, id := range ends {
			for _, k := range c.At() {
				t.text(k)
			}
			t.row(id, "", "", "", NatureWord(f.Nature))
		}
	}
	return t.w.Flush()
}
