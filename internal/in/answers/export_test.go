package answers

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/sheet"
)

// asks is an inquiry whose table is an export; more goes under its question.
func asks(more string) string {
	s := strings.Replace(inquiry(), "people.csv", "k.xlsx", 1)
	i := strings.Index(s, "[[groups]]")
	j := strings.Index(s, "[quota]")
	s, i = s[:j]+s[i:], j
	return s[:i] + "[[questions]]\nid = \"menaces\"\nkind = \"many\"\ncolumn = \"Menaces ?\"\nasks = {fr = \"Menaces ?\", en = \"Threats?\"}\n" + more
}

// exported reads the first survey of a folder with a workbook of one sheet.
func readExport(t *testing.T, toml string, head []string, rows ...[]any) (answer.Survey, string) {
	t.Helper()
	b := sheet.NewBook()
	if err := b.Sheet("Fiche", head...); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := b.Row(r...); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	set, found, err := Load(fstest.MapFS{"survey/people.toml": {Data: []byte(toml)}, "survey/k.xlsx": {Data: out.Bytes()}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range found {
		codes = append(codes, string(f.Code))
	}
	if len(set.Inquiries) == 0 {
		return answer.Survey{}, strings.Join(codes, " ")
	}
	return set.Inquiries[0].Survey, strings.Join(codes, " ")
}

// choices tells of each row what was ticked, or why nothing is known.
func choices(s answer.Survey) (out []string) {
	q := s.Questions[0]
	for i := range s.Rows {
		if r := s.Reason(q, i); r != answer.Given {
			out = append(out, r.String())
			continue
		}
		out = append(out, strings.Join(answer.Ticked(s.Columns[q.Column].Text(i)), "+"))
	}
	return out
}

const labels = `answers = [{code = "iex", label = {fr = "Engin explosif", en = "Explosive device"}}, {code = "vol", label = {fr = "Vol", en = "Theft"}},
 {code = "arme", label = {fr = "Vol à main armée", en = "Armed robbery"}}, {code = "vehicule", label = {fr = "Engin", en = "Vehicle"}}]
`

func TestLabelsWithBlanksStayWhole(t *testing.T) {
	head := []string{"by", "Menaces ?"}
	for _, c := range []struct{ cell, want, codes string }{
		{"Vol Engin explosif", "vol+iex", ""},
		{"Engin explosif", "iex", ""},
		{"Engin Engin explosif Vol", "vehicule+iex+vol", ""},
		{"Vol à main armée Vol", "arme+vol", ""}, // the longest, not Vol and a rest
		{"iex vol", "iex+vol", ""},               // codes, as an export with names has them
		{"VOL, engin explosif", "vol+iex", ""},
		{"Vol;Engin explosif", "vol+iex", ""},
		{"Armed robbery Theft", "arme+vol", ""},
		{"Vol Incendie", "vol+incendie", "N214"}, // what no list has is a stray, not a part of another
	} {
		s, codes := readExport(t, asks(labels), head, []any{"a", c.cell})
		if got := choices(s); len(got) != 1 || got[0] != c.want || codes != c.codes {
			t.Errorf("%q: %v (%s), want %s (%s)", c.cell, got, codes, c.want, c.codes)
		}
	}
}

func TestAColumnForEachAnswerCounts(t *testing.T) {
	head := []string{"by", "Menaces ?", "Menaces ?/Vol", "Menaces ?/Engin explosif"}
	rows := [][]any{{"a", "Engin explosif Vol", 1, 1}, {"a", nil, 0, 0}, {"a", nil, nil, nil}, {"a", "Vol", "1.0", "0"}, {"a", "Vol", 0, 1}}
	for _, c := range []struct {
		more, want, codes string
	}{
		{"", "Vol+Engin explosif||blank|Vol|Engin explosif", "N244 N245"},
		{labels, "vol+iex||blank|vol|iex", "N244 N245"},
		{"empty = \"none\"\n", "Vol+Engin explosif|||Vol|Engin explosif", "N244"},
		{"empty = \"not-asked\"\n", "Vol+Engin explosif||not-asked|Vol|Engin explosif", "N244"},
	} {
		s, codes := readExport(t, asks(c.more), head, rows...)
		if got := strings.Join(choices(s), "|"); got != c.want || codes != c.codes {
			t.Errorf("%q: %s (%s), want %s (%s)", c.more, got, codes, c.want, c.codes)
		}
	}
	// nothing ticked is no question that was not put, whatever an empty cell means
	s, _ := readExport(t, strings.Replace(asks(""), "[missing]\n", "[missing]\n\"\" = \"not-asked\"\n", 1), head, rows...)
	if got := strings.Join(choices(s), "|"); got != "Vol+Engin explosif||not-asked|Vol|Engin explosif" {
		t.Errorf("with empty cells not asked: %s", got)
	}
	// some exports have the columns alone
	s, codes := readExport(t, asks(""), []string{"by", "Menaces ?/Vol", "Menaces ?/Engin explosif"}, []any{"a", "True", "False"})
	if got := strings.Join(choices(s), "|"); got != "Vol" || codes != "" {
		t.Errorf("without the whole cell: %s (%s)", got, codes)
	}
}

func TestLabelsThatNothingTellsApartAreSaid(t *testing.T) {
	for cell, want := range map[string]string{"Vol Engin explosif": "N243", "vol engin": "", "Vol;Engin explosif": ""} {
		if _, codes := readExport(t, asks(""), []string{"by", "Menaces ?"}, []any{"a", cell}); codes != want {
			t.Errorf("%q: found %q, want %q", cell, codes, want)
		}
	}
	if _, codes := readExport(t, asks("empty = \"rien\"\n"), []string{"by", "Menaces ?"}, []any{"a", "vol"}); codes != "C603" {
		t.Errorf("an empty cell that means nothing known: found %q", codes)
	}
}
