package attack

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

// paper is an edition as a reader has it: the dictionary of its tables, which
// edition.json prints, and what each printed file says at each place.
type paper struct {
	figures map[string]printedFigure
	titles  map[string]string // a title in either language → id
	faults  []string          // where files tell different things
	read    map[string]int    // places at which a number was read, by kind of file
	bars    int               // lengths measured in drawings
}

// printedFigure is a table of edition.json.
type printedFigure struct {
	ID, Unit, Shape string
	AsOf            string `json:"as_of"`
	Title           lang.Text
	Sentence        lang.Text
	Caveats         []lang.Text
	Dims            []struct {
		ID     string
		Keys   []string
		Labels []lang.Text
	}
	Cells  []printedCell
	States []struct{ Value float64 }
	at     map[string]printedCell
}

type printedCell struct {
	At                      []string
	Value, Low, High, N, Of *float64
	Level                   float64
	Spread, Why, Note       string
	Args                    []string
	Bare                    bool
	By                      struct{ Public bool }
	Sayings                 []any
}

// numbers are all that a cell prints.
func (c printedCell) numbers() (ns []float64) {
	for _, p := range []*float64{c.Value, c.Low, c.High, c.Of} {
		if p != nil {
			ns = append(ns, *p)
		}
	}
	if c.N != nil && !c.Bare && (c.Value != nil || *c.N > 0) {
		ns = append(ns, *c.N)
	}
	if len(c.Sayings) > 0 {
		ns = append(ns, float64(len(c.Sayings)))
	}
	if c.Level > 0 {
		ns = append(ns, c.Level)
	}
	for _, a := range c.Args {
		if x, err := strconv.ParseFloat(a, 64); err == nil {
			ns = append(ns, x)
		}
	}
	return ns
}

// readPaper reads every printed file of an edition and compares what they say.
func readPaper(t *testing.T, files map[string][]byte) *paper {
	t.Helper()
	p := &paper{figures: map[string]printedFigure{}, titles: map[string]string{}, read: map[string]int{}}
	var e struct{ Figures []printedFigure }
	must(t, json.Unmarshal(files["edition.json"], &e))
	for _, f := range e.Figures {
		f.at = map[string]printedCell{}
		for _, c := range f.Cells {
			f.at[strings.Join(c.At, "\x00")] = c
		}
		p.figures[f.ID] = f
		for _, l := range lang.Complete {
			p.titles[plain(f.Title[l])] = f.ID
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b, stem := files[name], strings.TrimPrefix(path.Base(name), "fiction-")
		switch {
		case strings.HasSuffix(name, ".trace.csv"):
		case strings.HasSuffix(name, ".excel-fr.csv"):
			p.table(t, "excel", strings.TrimSuffix(stem, ".excel-fr.csv"), b, ';')
		case strings.HasSuffix(name, ".csv"):
			p.table(t, "csv", strings.TrimSuffix(stem, ".csv"), b, ',')
		case strings.HasSuffix(name, ".svg"):
			id := regexp.MustCompile(`\.(fr|en)\.svg$`).ReplaceAllString(stem, "")
			p.drawing(name, id, string(b), strings.HasSuffix(name, ".fr.svg"))
		case strings.HasSuffix(name, ".json") && strings.HasPrefix(name, "data/"):
			var w struct{ Figure *printedFigure }
			if json.Unmarshal(b, &w) == nil && w.Figure != nil {
				p.same(*w.Figure)
			}
		case strings.HasSuffix(name, ".html"):
			p.page(name, string(b), strings.HasPrefix(name, "fr/") || strings.HasSuffix(name, ".fr.html"))
		case strings.HasSuffix(name, "!word/document.xml"):
			p.document(name, string(b), strings.Contains(name, ".fr."))
		}
	}
	return p
}

func (p *paper) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// same compares the file of one figure with the edition.
func (p *paper) same(f printedFigure) {
	for _, c := range f.Cells {
		p.read["json"]++
		e := p.figures[f.ID].at[strings.Join(c.At, "\x00")]
		if !slices.Equal(c.numbers(), e.numbers()) || c.Why != e.Why {
			p.fault("json: %s at %v has %v %s, and the edition %v %s", f.ID, c.At, c.numbers(), c.Why, e.numbers(), e.Why)
		}
	}
}

// says compares numbers read at a place with what the edition has there. withheld
// is a place that a file marks as without number.
func (p *paper) says(medium, id string, ats [][]string, ns []float64, withheld bool) {
	if len(ats) == 0 {
		return
	}
	for _, at := range ats { // places of one name cannot be told apart
		c, ok := p.figures[id].at[strings.Join(at, "\x00")]
		if ok && (withheld && c.Value == nil || !withheld && all(ns, c.numbers())) {
			if !withheld && len(ns) > 0 {
				p.read[medium]++
			}
			return
		}
	}
	c := p.figures[id].at[strings.Join(ats[0], "\x00")]
	p.fault("%s: %s at %v has %v, withheld %v; the edition has %v %s", medium, id, ats[0], ns, withheld, c.numbers(), c.Why)
}

// all reports whether each number is one of those allowed, as it is or as a
// share in hundredths, to the digits printed.
func all(ns, of []float64) bool {
	for _, n := range ns {
		if !slices.ContainsFunc(of, func(x float64) bool {
			n, x := math.Abs(n), math.Abs(x) // a sign is no digit
			return math.Abs(n-x) <= 0.0501 || math.Abs(n-100*x) <= 0.0501 && (x != math.Trunc(x) || x <= 1)
		}) {
			return false
		}
	}
	return true
}

// table reads a table by the place of its columns: three a dimension, then the
// numbers.
func (p *paper) table(t *testing.T, medium, id string, b []byte, sep rune) {
	t.Helper()
	f, ok := p.figures[id]
	if !ok {
		t.Fatalf("a table of %s, which is no figure", id)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.Comma = sep
	rows, err := r.ReadAll()
	must(t, err)
	first := 3 * len(f.Dims)
	words := len(rows[0]) > first+12
	for _, row := range rows[1:] {
		var at []string
		for i := range f.Dims {
			at = append(at, strings.TrimPrefix(row[3*i], "'")) // which keeps spreadsheets from computing
		}
		c := f.at[strings.Join(at, "\x00")]
		cols, why := []int{first, first + 1, first + 2, first + 4, first + 5, first + 6}, row[first+8]
		if words && len(c.Sayings) > 0 {
			continue // a row for each that is quoted
		}
		if words {
			cols, why = []int{first + 14}, row[first+15]
		}
		var ns []float64
		for i, k := range cols {
			x, err := strconv.ParseFloat(strings.Replace(row[k], ",", ".", 1), 64)
			if err == nil && !(i > 3 && row[first] == "" && !words && x == 0) {
				ns = append(ns, x)
			}
		}
		p.says(medium, id, [][]string{at}, ns, len(ns) == 0)
		if medium == "csv" && !words && why != c.Why {
			p.fault("csv: %s at %v gives the reason %q, and the edition %q", id, at, why, c.Why)
		}
	}
}

var (
	numberEn = regexp.MustCompile(`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`)
	numberFr = regexp.MustCompile(`\d+(?:[\x{202f}\x{a0}]\d+)*(?:,\d+)?`)
)

// numbersIn reads the numbers of a text, which still has its hard spaces.
func numbersIn(s string, french bool) (ns []float64) {
	put := func(m string) {
		if x, err := strconv.ParseFloat(m, 64); err == nil {
			ns = append(ns, x)
		}
	}
	if !french {
		for _, m := range numberEn.FindAllString(s, -1) {
			put(strings.ReplaceAll(m, ",", ""))
		}
		return ns
	}
	for _, m := range numberFr.FindAllString(s, -1) {
		whole, rest, _ := strings.Cut(m, ",")
		groups := strings.FieldsFunc(whole, func(r rune) bool { return r == '\u202f' || r == '\u00a0' })
		one := groups[0]
		for _, g := range groups[1:] {
			if len(g) == 3 { // thousands; else a number beside another: T2 2022
				one += g
				continue
			}
			put(one)
			one = g
		}
		put(strings.TrimSuffix(one+"."+rest, "."))
	}
	return ns
}

// hard is text as plain gives it, but for the spaces within numbers.
func hard(s string) string {
	s = html.UnescapeString(mark.ReplaceAllString(s, " "))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

var (
	section  = regexp.MustCompile(`(?s)<section id="([^"]*)">(.*?)</section>`)
	drawn    = regexp.MustCompile(`(?s)<svg .*?</svg>`)
	aside    = regexp.MustCompile(`(?s)<p class="(?:dl|soft src)">.*?</p>|<div class="note">.*?</div>`) // files; sentences of other tables
	labelled = regexp.MustCompile(`aria-label="([^"]*)"`)
)

// page reads the tables, drawings and sentences of a page.
func (p *paper) page(name, s string, french bool) {
	s = style.ReplaceAllString(s, "")
	slug := map[string]string{}
	for id := range p.figures {
		slug[strings.ReplaceAll(id, ":", "-")] = id
	}
	for _, m := range htmlTable.FindAllStringIndex(s, -1) {
		id := ""
		if l := labelled.FindAllStringSubmatch(s[max(0, m[0]-600):m[0]], -1); len(l) > 0 {
			id = p.titles[plain(l[len(l)-1][1])]
		}
		if id == "" {
			for _, c := range caption.FindAllStringSubmatch(s[max(0, m[0]-3000):m[0]]+s[m[0]:m[1]], -1) {
				if x := p.titled(plain(c[1] + c[2])); x != "" {
					id = x
				}
			}
		}
		if id == "" {
			continue
		}
		var rows [][]box
		for _, r := range htmlRow.FindAllString(s[m[0]:m[1]], -1) {
			var row []box
			for _, c := range htmlCell.FindAllStringSubmatch(r, -1) {
				row = append(row, box{plain(c[3]), hard(c[3]), strings.Contains(c[2], `class="x"`)})
			}
			rows = append(rows, row)
		}
		p.grid("html", id, rows, french)
	}
	for _, m := range section.FindAllStringSubmatch(s, -1) {
		if id := slug[m[1]]; id != "" {
			for _, d := range drawn.FindAllString(m[2], -1) {
				p.drawing(name, id, d, french)
			}
			body := aside.ReplaceAllString(drawn.ReplaceAllString(htmlTable.ReplaceAllString(m[2], " "), " "), " ")
			p.sentence(name, id, body, french)
		}
	}
}

func (p *paper) titled(s string) string {
	best := ""
	for t := range p.titles {
		if strings.Contains(s, t) && len(t) > len(best) {
			best = t
		}
	}
	return p.titles[best]
}

// document reads the tables of a DOCX, each under the caption before it.
func (p *paper) document(_, s string, french bool) {
	from := 0
	for _, at := range docTable.FindAllStringIndex(s, -1) {
		id := ""
		for _, x := range docPara.FindAllString(s[from:at[0]], -1) {
			if i := p.titled(docPlain(x)); i != "" {
				id = i
			}
		}
		from = at[1]
		if id == "" {
			continue
		}
		var rows [][]box
		for _, r := range docRow.FindAllString(s[at[0]:at[1]], -1) {
			var row []box
			for _, c := range docCell.FindAllString(r, -1) {
				var b strings.Builder
				for _, m := range docText.FindAllStringSubmatch(c, -1) {
					b.WriteString(m[1])
				}
				row = append(row, box{docPlain(c), html.UnescapeString(b.String()), false})
			}
			rows = append(rows, row)
		}
		p.grid("docx", id, rows, french)
	}
}

// box is a cell of a printed table: its words, the same with hard spaces, and
// whether it is marked as without a number.
type box struct {
	text, hard string
	absent     bool
}

// grid reads a table by its labels: two dimensions crossed, or a cell a row.
func (p *paper) grid(medium, id string, rows [][]box, french bool) {
	f := p.figures[id]
	if len(rows) < 2 || slices.Contains([]string{"sayings", "items", "timeline", "profile"}, f.Shape) || f.Unit == "unit.rung" {
		return
	}
	keys := func(d int, s string) (ks []string) {
		for i, k := range f.Dims[d].Keys {
			if l := f.Dims[d].Labels[i]; plain(l[lang.French]) == s || plain(l[lang.English]) == s || k == s {
				ks = append(ks, k)
			}
		}
		return ks
	}
	put := func(ats [][]string, bs ...box) {
		ats = slices.DeleteFunc(ats, func(at []string) bool { _, ok := f.at[strings.Join(at, "\x00")]; return !ok })
		var ns []float64
		absent := true
		for _, b := range bs {
			ns = append(ns, numbersIn(b.hard, french)...)
			absent = absent && (b.absent || !digit.MatchString(b.text))
		}
		p.says(medium, id, ats, ns, absent)
	}
	if head := rows[0]; len(f.Dims) == 2 && len(head) == 1+len(f.Dims[1].Keys) && len(keys(1, head[1].text)) > 0 {
		for _, r := range rows[1:] {
			for i := 1; i < len(r) && i < len(head); i++ {
				var ats [][]string
				for _, a := range keys(0, r[0].text) {
					for _, b := range keys(1, head[i].text) {
						ats = append(ats, []string{a, b})
					}
				}
				put(ats, r[i])
			}
		}
		return
	}
	for _, r := range rows[1:] {
		if len(r) <= len(f.Dims) {
			continue
		}
		ats := [][]string{{}}
		for i := range f.Dims {
			var next [][]string
			for _, at := range ats {
				for _, k := range keys(i, r[i].text) {
					next = append(next, append(slices.Clone(at), k))
				}
			}
			ats = next
		}
		put(ats, r[len(f.Dims):]...)
	}
}
