package sheet

import (
	"math"
	"strconv"
	"strings"
)

// Marks is what numbers prove about the mark in front of their decimals.
type Marks struct {
	points, commas int
	file           byte // what other columns of the file prove
	sep            byte // between the cells
}

// See looks at a number as it is written.
func (m *Marks) See(s string) {
	switch mark(s) {
	case '.':
		m.points++
	case ',':
		m.commas++
	}
}

// Decimal is the mark that is proved: '.', ',', 0 for none, '?' for both.
func (m Marks) Decimal() byte {
	switch {
	case m.points > 0 && m.commas > 0:
		return '?'
	case m.points > 0:
		return '.'
	case m.commas > 0:
		return ','
	}
	return 0
}

// decimal is the mark in front of decimals, for a number with this one. Where a
// column proves nothing, the file's other columns do; and where they do not,
// the separator of the cells: semicolons are written where the comma is for
// decimals, and where cells are parted otherwise a point is one.
func (m Marks) decimal(mark byte) byte {
	switch {
	case m.Decimal() != 0:
		return m.Decimal()
	case m.file != 0:
		return m.file
	case m.sep == ';' && mark == ',':
		return ','
	case m.sep != 0 && m.sep != ';' && mark == '.':
		return '.'
	}
	return 0
}

// Settle tells how columns write their numbers, from their texts: those that
// are numbers, of one file.
func (t *Table) Settle(columns map[string][]string) map[string]Marks {
	var all Marks
	out := map[string]Marks{}
	for name, texts := range columns {
		m := Marks{sep: '\t'}
		if t.Dialect.Format == CSV {
			m.sep = t.Dialect.Comma
		}
		for _, s := range texts {
			m.See(s)
		}
		out[name] = m
		all.points += m.points
		all.commas += m.commas
	}
	for name, m := range out {
		m.file = all.Decimal()
		out[name] = m
	}
	return out
}

// Plain writes numbers with a decimal point and nothing between thousands, in
// place; a text that is no number, or could be either of two, stays as it is.
func (m Marks) Plain(texts []string) {
	for i, s := range texts {
		if t, parted, ok := shape(s); ok && (parted || strings.IndexByte(t, ',') >= 0 || twofold(t, parted)) {
			if f, ok, settled := m.Read(s); ok && settled {
				texts[i] = strconv.FormatFloat(f, 'f', -1, 64)
			} else if !settled {
				texts[i] = "“" + s + "”" // so that nobody reads it as one of the two
			}
		}
	}
}

// shape splits what may be a number: the digits and marks without blanks, and
// whether blanks part its thousands.
func shape(s string) (t string, parted, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 40 {
		return "", false, false
	}
	b := make([]byte, 0, len(s))
	digit := false
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digit = true
			b = append(b, byte(c))
		case c == '.' || c == ',' || c == '-' || c == '+' || c == 'e' || c == 'E':
			b = append(b, byte(c))
		case c == '−':
			b = append(b, '-')
		case c == ' ' || c == '\u00a0' || c == '\u202f' || c == '\u2009' || c == '\'' || c == '’':
			if n := len(b); n == 0 || b[n-1] < '0' || b[n-1] > '9' {
				return "", false, false
			}
			parted = true
		default:
			return "", false, false
		}
	}
	return string(b), parted, digit
}

// twofold reports whether a number can be read in two ways: one mark, one to
// three digits before it, of which the first is no zero, exactly three behind.
func twofold(t string, parted bool) bool {
	t = strings.TrimLeft(t, "+-")
	i := strings.IndexAny(t, ".,")
	return !parted && i >= 1 && i <= 3 && t[0] != '0' && len(t)-i-1 == 3 && !strings.ContainsAny(t[i+1:], ".,eE")
}

// mark is the decimal mark that a number proves by itself, 0 for none.
func mark(s string) byte {
	if strings.IndexByte(s, '.') < 0 && strings.IndexByte(s, ',') < 0 {
		return 0
	}
	t, parted, ok := shape(s)
	if !ok || twofold(t, parted) {
		return 0
	}
	if _, ok := Number(s); !ok {
		return 0
	}
	points, commas := strings.Count(t, "."), strings.Count(t, ",")
	switch {
	case points == 1 && commas == 0:
		return '.'
	case commas == 1 && points == 0:
		return ','
	case commas == 0: // 1.234.567
		return ','
	case points == 0:
		return '.'
	case strings.LastIndexByte(t, '.') > strings.LastIndexByte(t, ','):
		return '.'
	}
	return ','
}

// Read reads a number under what the marks prove; settled is false where it
// can be read in two ways and they do not tell.
func (m Marks) Read(s string) (f float64, ok, settled bool) {
	t, parted, ok := shape(s)
	if !ok {
		return 0, false, true
	}
	if !twofold(t, parted) {
		f, ok = Number(s)
		return f, ok, true
	}
	at := strings.IndexAny(t, ".,")
	switch m.decimal(t[at]) {
	case t[at]:
		t = t[:at] + "." + t[at+1:]
	case '.', ',':
		t = t[:at] + t[at+1:]
	default:
		return 0, false, false
	}
	f, err := strconv.ParseFloat(t, 64)
	return f, err == nil, true
}

// Number reads a number as people write it in French or English: "1234.5",
// "1234,5", "1 234,5", "1,234.5", "1.234,5". A comma followed by three digits,
// "1,234", could be either: it is refused unless a blank parts the thousands.
// A single point is a decimal point. "−" is a minus. For the cells of a column
// see [Row.Float], [Marks]: together they tell more than one by itself.
func Number(s string) (float64, bool) {
	t, parted, ok := shape(s)
	if !ok {
		return 0, false
	}
	points, commas := strings.Count(t, "."), strings.Count(t, ",")
	d, c := strings.LastIndexByte(t, '.'), strings.LastIndexByte(t, ',')
	switch {
	case commas == 0 && points <= 1:
	case points == 0 && commas == 1:
		if twofold(t, parted) {
			return 0, false // 1,234: thousands or thousandths?
		}
		t = strings.Replace(t, ",", ".", 1)
	case points == 0:
		if !grouped(t, ",") {
			return 0, false
		}
		t = strings.ReplaceAll(t, ",", "")
	case commas == 0:
		if !grouped(t, ".") {
			return 0, false
		}
		t = strings.ReplaceAll(t, ".", "")
	case d > c && points == 1 && grouped(t[:d], ","):
		t = strings.ReplaceAll(t, ",", "")
	case c > d && commas == 1 && grouped(t[:c], "."):
		t = strings.Replace(strings.ReplaceAll(t, ".", ""), ",", ".", 1)
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(t, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

// grouped reports whether a mark parts digits by threes: 1,234,567 and not 1,2,3.
func grouped(t, mark string) bool {
	for i, g := range strings.Split(strings.TrimLeft(t, "+-"), mark) {
		if i > 0 && len(g) != 3 || len(g) == 0 || len(g) > 3 || strings.Trim(g, "0123456789") != "" {
			return false
		}
	}
	return true
}

// numeral reads a number of a column.
func (t *Table) numeral(row *Row, i int, s string) (float64, verdictOf) {
	x, parted, ok := shape(s)
	if !ok {
		return 0, notNumber
	}
	if !twofold(x, parted) {
		f, ok := Number(s)
		if !ok {
			return 0, notNumber
		}
		if k := row.kind(i); i < len(t.rules) && k != numberCell && strings.ContainsAny(x, ".,") {
			t.rules[i].See(s)
		}
		return f, isNumber
	}
	t.readAhead(row)
	f, ok, settled := t.marks(i).Read(s)
	switch {
	case !settled:
		return 0, unsettled
	case !ok:
		return 0, notNumber
	}
	return f, isNumber
}

// marks is what a column proves about its numbers, and its file.
func (t *Table) marks(i int) Marks {
	var m, all Marks
	if i < len(t.rules) {
		m = t.rules[i].Marks
	}
	for _, r := range t.rules {
		all.points += r.points
		all.commas += r.commas
	}
	if m.file = all.Decimal(); t.Dialect.Format == CSV {
		m.sep = t.Dialect.Comma
	}
	return m
}
