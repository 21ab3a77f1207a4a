package attack

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// matter is what a reader finds in the printed files of one release: the cells
// at which a number stands, by the medium it was read from, and the running
// text of all pages and reports.
type matter struct {
	figures map[string]figure.Figure // uncut, for names and true values
	titles  map[string]string        // title in either language → id
	read    map[string]map[string]map[string]string
	text    strings.Builder
}

// from notes a number read at a place.
func (m *matter) from(medium, id, at, number string) {
	if m.read[medium] == nil {
		m.read[medium] = map[string]map[string]string{}
	}
	if m.read[medium][id] == nil {
		m.read[medium][id] = map[string]string{}
	}
	m.read[medium][id][at] = number
}

// readPrinted reads the files of a release, by their names below its folder.
func readPrinted(t *testing.T, fs []figure.Figure, files map[string][]byte) *matter {
	t.Helper()
	m := &matter{figures: map[string]figure.Figure{}, titles: map[string]string{}, read: map[string]map[string]map[string]string{}}
	for _, f := range fs {
		m.figures[f.ID] = f
		for _, l := range lang.Complete {
			m.titles[plain(f.Title[l])] = f.ID
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b := files[name]
		stem := strings.TrimPrefix(path.Base(name), "fiction-")
		switch {
		case strings.Contains(name, "!word/document.xml"):
			m.document(b)
		case strings.HasSuffix(name, ".html"):
			m.page(string(b))
		case strings.HasSuffix(name, ".trace.csv"):
		case strings.HasSuffix(name, ".excel-fr.csv"):
			m.table(t, "excel", strings.TrimSuffix(stem, ".excel-fr.csv"), b, ';')
		case strings.HasSuffix(name, ".csv"):
			m.table(t, "csv", strings.TrimSuffix(stem, ".csv"), b, ',')
		case path.Base(name) == "edition.json":
			var e struct{ Figures []figure.Figure }
			if err := json.Unmarshal(b, &e); err != nil {
				t.Fatal(err)
			}
			for _, f := range e.Figures {
				m.cells("edition", f)
			}
		case strings.HasSuffix(name, ".json"):
			var w struct{ Figure *figure.Figure }
			if err := json.Unmarshal(b, &w); err == nil && w.Figure != nil {
				m.cells("json", *w.Figure)
			}
		}
	}
	return m
}

func (m *matter) cells(medium string, f figure.Figure) {
	for _, c := range f.Cells {
		if v, ok := c.Value(); ok {
			m.from(medium, f.ID, strings.Join(c.At(), "\x00"), strconv.FormatFloat(v, 'f', -1, 64))
		} else if len(c.Sayings()) > 0 || c.N() > 0 {
			m.from(medium, f.ID, strings.Join(c.At(), "\x00"), strconv.Itoa(c.N()))
		}
	}
}

// table reads a CSV by the place of its columns: three for each dimension, then
// the value.
func (m *matter) table(t *testing.T, medium, id string, b []byte, sep rune) {
	f, ok := m.figures[id]
	if !ok {
		t.Fatalf("a table of %s, which is no figure", id)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.Comma = sep
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(id, err)
	}
	words := slices.ContainsFunc(out.Columns(f), func(c out.Column) bool { return c.Name == "verbatim" })
	for _, row := range rows[1:] {
		var at []string
		for i := range f.Dims {
			at = append(at, row[3*i])
		}
		v := row[3*len(f.Dims)]
		if words { // a statement, or at the end of the row a count
			v = row[len(row)-3]
			if v == "" && row[3*len(f.Dims)] != "" {
				v = "said"
			}
		}
		if v != "" {
			m.from(medium, id, strings.Join(at, "\x00"), strings.Replace(v, ",", ".", 1))
		}
	}
}

var (
	htmlTable = regexp.MustCompile(`(?s)<table.*?</table>`)
	caption   = regexp.MustCompile(`(?s)<caption>(.*?)</caption>|aria-label="([^"]*)"`)
	htmlRow   = regexp.MustCompile(`(?s)<tr[ >].*?</tr>`)
	htmlCell  = regexp.MustCompile(`(?s)<t([hd])([^>]*)>(.*?)</t[hd]>`)
	smaller   = regexp.MustCompile(`(?s)<small>.*?</small>`)
	mark      = regexp.MustCompile(`<[^>]*>`)
	style     = regexp.MustCompile(`(?s)<(style|script)[ >].*?</(style|script)>`)
)

// plain is text as a reader sees it: no marks, one kind of space and quote.
func plain(s string) string {
	s = html.UnescapeString(mark.ReplaceAllString(s, ""))
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'", "\u00ad", "", "\n", " ").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

// page reads the tables of an HTML page, of the site or of the report, and its
// text.
func (m *matter) page(s string) {
	s = style.ReplaceAllString(s, "")
	m.text.WriteString(plain(s) + "\n")
	for _, at := range htmlTable.FindAllStringIndex(s, -1) {
		tab := s[at[0]:at[1]]
		// Its title: the caption, or the last caption before it.
		id := ""
		for _, c := range caption.FindAllStringSubmatch(s[max(0, at[0]-3000):at[0]]+tab, -1) {
			if x := m.titled(c[1] + c[2]); x != "" {
				id = x
			}
		}
		var rows [][]string
		for _, r := range htmlRow.FindAllString(tab, -1) {
			var row []string
			for _, c := range htmlCell.FindAllStringSubmatch(r, -1) {
				v := plain(smaller.ReplaceAllString(c[3], ""))
				if strings.Contains(c[2], `class="x"`) {
					v = ""
				}
				row = append(row, v)
			}
			rows = append(rows, row)
		}
		m.grid("html", id, rows)
	}
}

// titled finds the figure whose title a caption holds.
func (m *matter) titled(s string) string {
	s = plain(s)
	best := ""
	for t := range m.titles {
		if strings.Contains(s, t) && len(t) > len(best) {
			best = t
		}
	}
	return m.titles[best]
}

var (
	docTable = regexp.MustCompile(`(?s)<w:tbl>.*?</w:tbl>`)
	docRow   = regexp.MustCompile(`(?s)<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>`)
	docCell  = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	docPara  = regexp.MustCompile(`(?s)<w:p>.*?</w:p>|<w:p .*?</w:p>`)
	docText  = regexp.MustCompile(`<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>`)
)

func docPlain(s string) string {
	var b strings.Builder
	for _, m := range docText.FindAllStringSubmatch(s, -1) {
		b.WriteString(m[1])
		if m[2] != "" {
			b.WriteByte(' ')
		}
	}
	return plain(b.String())
}

// document reads the tables of a DOCX, each under the caption before it.
func (m *matter) document(b []byte) {
	s := string(b)
	for _, p := range docPara.FindAllString(s, -1) {
		m.text.WriteString(docPlain(p) + "\n")
	}
	from := 0
	for _, at := range docTable.FindAllStringIndex(s, -1) {
		id := ""
		for _, p := range docPara.FindAllString(s[from:at[0]], -1) {
			if x := m.titled(docPlain(p)); x != "" {
				id = x
			}
		}
		from = at[1]
		var rows [][]string
		for _, r := range docRow.FindAllString(s[at[0]:at[1]], -1) {
			var row []string
			for _, c := range docCell.FindAllString(r, -1) {
				row = append(row, docPlain(c))
			}
			rows = append(rows, row)
		}
		m.grid("docx", id, rows)
	}
}

var digit = regexp.MustCompile(`\d`)

// grid reads a table by its labels: two dimensions crossed, or one cell a row.
func (m *matter) grid(medium, id string, rows [][]string) {
	f, ok := m.figures[id]
	if !ok || len(rows) < 2 {
		return
	}
	keys := func(d figure.Dim, s string) (ks []string) {
		for i, k := range d.Keys {
			if i < len(d.Labels) && (plain(d.Labels[i][lang.French]) == s || plain(d.Labels[i][lang.English]) == s) || k == s {
				ks = append(ks, k)
			}
		}
		return ks
	}
	note := func(v string, at []string) {
		if digit.MatchString(v) {
			m.from(medium, id, strings.Join(at, "\x00"), v)
		}
	}
	head := rows[0]
	if len(f.Dims) == 2 && len(head) == 1+len(f.Dims[1].Keys) && len(keys(f.Dims[1], head[1])) > 0 {
		for _, r := range rows[1:] {
			for i := 1; i < len(r) && i < len(head); i++ {
				for _, a := range keys(f.Dims[0], r[0]) {
					for _, b := range keys(f.Dims[1], head[i]) {
						note(r[i], []string{a, b})
					}
				}
			}
		}
		return
	}
	for _, r := range rows[1:] {
		if len(r) <= len(f.Dims) {
			continue
		}
		ats := [][]string{{}}
		for i, d := range f.Dims {
			var next [][]string
			for _, at := range ats {
				for _, k := range keys(d, r[i]) {
					next = append(next, append(slices.Clone(at), k))
				}
			}
			ats = next
		}
		for _, at := range ats {
			note(r[len(f.Dims)], at)
		}
	}
}

// anywhere reports whether some medium prints a number at a place.
func (m *matter) anywhere(id, at string) bool {
	for _, fs := range m.read {
		if _, ok := fs[id][at]; ok {
			return true
		}
	}
	return false
}

// says reports whether the sentence of a figure stands in the printed text.
func (m *matter) says(text string, f figure.Figure) bool {
	for _, l := range lang.Complete {
		if s := plain(f.Sentence[l]); s != "" && strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// isTrue compares what was read of plain counts with what is counted: the reader
// reads right, and what is printed is what was computed.
func (m *matter) isTrue(t *testing.T) {
	t.Helper()
	for medium, fs := range m.read {
		checked := 0
		for id, ats := range fs {
			for at, s := range ats {
				c, ok := m.figures[id].Cell(strings.Split(at, "\x00")...)
				v, has := c.Value()
				if !ok || !has || len(c.Sayings()) > 0 || v != float64(int(v)) || medium != "csv" && medium != "excel" && c.Of() > 0 || c.Level() > 0 {
					continue
				}
				digits := strings.Map(func(r rune) rune {
					if r == '.' || r >= '0' && r <= '9' {
						return r
					}
					return -1
				}, strings.ReplaceAll(s, ",", ""))
				if n, err := strconv.ParseFloat(digits, 64); err != nil || n != v {
					t.Errorf("%s prints %q for %s at %q, and %v is counted", medium, s, id, at, v)
				}
				checked++
			}
		}
		if checked < 50 && medium != "docx" { // whose tables hold estimates and statements, mostly
			t.Errorf("%d counts of %s were checked", checked, medium)
		}
	}
}
