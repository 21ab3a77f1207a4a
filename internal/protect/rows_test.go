package protect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// village is an inquiry of n people: of each area many, of age one each. FICTION.
func village(n int) RowsInput {
	var id, area, sex, age, by, says, use []string
	for i := range n {
		id = append(id, fmt.Sprintf("q%03d", i))
		area = append(area, []string{"north", "river", "coast"}[i%3])
		sex = append(sex, []string{"f", "m"}[i/3%2])
		age = append(age, strconv.Itoa(18+i*7%60))
		by = append(by, fmt.Sprintf("M%d", i%7))
		says = append(says, []string{"yes", "no", "dk"}[i%5%3])
		use = append(use, "public")
	}
	opt := func(codes ...string) (os []answer.Option) {
		for _, c := range codes {
			os = append(os, answer.Option{Code: c, Label: lang.FrEn(c, c)})
		}
		return os
	}
	var s answer.Survey
	s.ID, s.Kind, s.Source, s.Mode = "people", answer.Reached, "people", "face-to-face"
	s.Row = answer.Row{ID: "id", Interviewer: "by", Consent: "use"}
	s.Missing = map[string]string{"dk": "dont-know"}
	s.Groups = []answer.Question{{ID: "area", Column: "area", Kind: "choice", Answers: opt("north", "river", "coast")}, {ID: "sex", Column: "sex", Kind: "choice", Answers: opt("f", "m")},
		{ID: "age", Column: "age", Kind: "number"}}
	s.Questions = []answer.Question{{ID: "asked", Column: "asked", Kind: "choice", Answers: opt("yes", "no")}}
	s.Microdata = &answer.Microdata{Keys: []string{"area", "sex", "age"}, Sensitive: []string{"asked"}, K: 5, L: 2, Rule: answer.RuleSame,
		Recode: []answer.Recode{{Of: "age", Bands: []float64{18, 30, 45, 60}}}}
	s.Columns = map[string]answer.Column{}
	for n, c := range map[string][]string{"id": id, "area": area, "sex": sex, "age": age, "by": by, "asked": says, "use": use} {
		s.Columns[n] = answer.NewColumn(c)
	}
	for i := range n {
		s.Rows = append(s.Rows, i+2)
	}
	st := study.Study{ID: "orvanie", Nature: source.Fictional, Sources: []source.Source{{ID: "people", Licence: source.Licence{Level: source.Rows}}}}
	return RowsInput{Study: st, Survey: s, Profile: Public, On: day("2026-12-01"), Release: "2026-12-01", Date: "2026-12-01", Secret: []byte("orvanie")}
}

func day(s string) when.Day { x, _ := when.Parse(s); return x.From }

// without takes people out, as a withdrawal does.
func (in RowsInput) without(gone ...int) RowsInput {
	s := in.Survey
	s.Rows, s.Columns = nil, map[string]answer.Column{}
	for n, c := range in.Survey.Columns {
		var texts []string
		for i := range in.Survey.Rows {
			if !slices.Contains(gone, i) {
				texts = append(texts, c.Text(i))
			}
		}
		s.Columns[n] = answer.NewColumn(texts)
	}
	for i, r := range in.Survey.Rows {
		if !slices.Contains(gone, i) {
			s.Rows = append(s.Rows, r)
		}
	}
	in.Survey = s
	return in
}

// seen is a file as a stranger has it: keys and the sensitive answer of each row.
func seen(t *testing.T, r Rows) (keys, says []string) {
	t.Helper()
	for i := range r.Len() {
		row := r.Row(i)
		keys, says = append(keys, strings.Join(row[:3], "|")), append(says, row[3])
	}
	return keys, says
}

func must(t *testing.T, in RowsInput) RowsResult {
	t.Helper()
	res, err := ReleaseRows(in)
	if err != nil || res.Waits > 0 {
		t.Fatal(err, res.Findings, res.Waits)
	}
	return res
}

func TestEachRowIsOneOfKWithLAnswers(t *testing.T) {
	for _, k := range []int{5, 6, 8} {
		in := village(120)
		in.Survey.Microdata.K = k
		r := must(t, in).Rows
		n, answers := map[string]int{}, map[string]map[string]bool{}
		keys, says := seen(t, r)
		for i, key := range keys {
			n[key]++
			if answers[key] == nil {
				answers[key] = map[string]bool{}
			}
			if says[i] != "dont-know" {
				answers[key][says[i]] = true
			}
		}
		for key := range n {
			if n[key] < k || len(answers[key]) == 1 {
				t.Errorf("k %d: %s is shown by %d rows that give %d answers", k, key, n[key], len(answers[key]))
			}
		}
		c := r.Certificate()
		if c.Alike < k || c.K != k || c.Answers[0].Distinct < 2 || c.After.Short != 0 || c.After.Expected >= c.Before.Expected || c.Rows != 120 {
			t.Errorf("%+v", c)
		}
	}
}

func TestWhatNeverLeaves(t *testing.T) {
	r := must(t, village(120)).Rows
	b, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 120 {
		if id := fmt.Sprintf("q%03d", i); bytes.Contains(b, []byte(id)) {
			t.Fatalf("%s stands in the file", id)
		}
	}
	for _, s := range []string{"M1", "public\",\"", "withheld\":true"} {
		if bytes.Contains(b, []byte(`"`+s+`"`)) {
			t.Errorf("%q stands in the file", s)
		}
	}
	if again, err := OpenRows(b, Hash(b)); err != nil || again.Len() != 120 {
		t.Error(err)
	}
	if _, err := OpenRows(append(b, ' '), Hash(b)); !errors.Is(err, fault.Broken) {
		t.Error("another file is opened", err)
	}
}

// The order says nothing: another release has another, and the order of the table
// is of no account.
func TestTheOrderIsDrawnAnew(t *testing.T) {
	in := village(120)
	a, same := must(t, in), must(t, in)
	in.Release = "2026-12-02"
	b := must(t, in)
	ea, _ := a.Rows.Encode()
	es, _ := same.Rows.Encode()
	if !bytes.Equal(ea, es) {
		t.Error("the same release comes out otherwise")
	}
	x, y := 0, 0
	for i := range 120 {
		if slices.Equal(a.Rows.Row(i), b.Rows.Row(i)) {
			x++
		}
		if a.Rows.Row(i)[0] == []string{"north", "river", "coast"}[i%3] {
			y++
		}
	}
	if x > 60 || y > 80 {
		t.Errorf("%d of 120 rows stand where they stood, %d where the table has such a row", x, y)
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct {
		code   string
		change func(*RowsInput)
	}{
		{"P430", func(in *RowsInput) { in.Study.Sources[0].Licence.Level = source.Derived }},
		{"P431", func(in *RowsInput) { in.Survey.Microdata.K = 4 }},
		{"P431", func(in *RowsInput) { in.Profile, in.Survey.Microdata.K = Partners, 2 }},
		{"P432", func(in *RowsInput) { in.Survey.After, _ = when.Parse("2026-12-01") }},
		{"P434", func(in *RowsInput) {
			by := make([]string, 120)
			for i := range by {
				by[i] = fmt.Sprintf("M%d", i%4)
			}
			in.Survey.Columns["by"] = answer.NewColumn(by)
		}},
		{"P435", func(in *RowsInput) { in.Survey.Microdata.K = 121 }},
		{"P435", func(in *RowsInput) { in.Survey.Microdata.L = 3 }},
	} {
		in := village(120)
		m := *in.Survey.Microdata
		in.Survey.Microdata = &m
		c.change(&in)
		res, err := ReleaseRows(in)
		if !errors.Is(err, fault.Refused) || !slices.ContainsFunc(res.Findings, func(f diag.Finding) bool { return string(f.Code) == c.code }) || res.Rows.Len() > 0 {
			t.Errorf("%s: %v %v", c.code, err, res.Findings)
		}
	}
	ok := village(120) // the day after the embargo, partners with three, no k of its own
	ok.Survey.After, _ = when.Parse("2026-11-30")
	must(t, ok)
	m := *ok.Survey.Microdata
	ok.Survey.Microdata, m.K, ok.Profile = &m, 3, Partners
	must(t, ok)
	m.K, ok.Profile = 0, Public
	if c := must(t, ok).Rows.Certificate(); c.K != 5 || c.Alike < 5 {
		t.Error(c.K)
	}
}

// Consent reaches as far as it was given.
func TestWhoDidNotAgreeIsNotInIt(t *testing.T) {
	in := village(120)
	use := make([]string, 120)
	for i := range use {
		use[i] = []string{"public", "partners", "internal"}[i%3]
	}
	in.Survey.Columns["use"] = answer.NewColumn(use)
	if n := must(t, in).Rows.Len(); n != 40 {
		t.Error(n)
	}
	in.Profile = Partners
	if n := must(t, in).Rows.Len(); n != 80 {
		t.Error(n)
	}
}

// moved are the rows of a that a reader who puts both files beside each other
// finds nowhere in b.
func moved(t *testing.T, a, b Rows) (gone map[string]int) {
	t.Helper()
	left := map[string]int{}
	for i := range b.Len() {
		left[strings.Join(b.Row(i), "|")]++
	}
	gone = map[string]int{}
	for i := range a.Len() {
		row := strings.Join(a.Row(i), "|")
		if left[row]--; left[row] < 0 {
			gone[strings.Join(a.Row(i)[:3], "|")]++
		}
	}
	return gone
}

func TestTwoFilesDoNotTellWhoWentOrCame(t *testing.T) {
	first := must(t, village(120))
	before := []RowsKept{first.Kept}
	show := map[string][]int{} // who is shown alike
	for i := range 120 {
		who := RowCode([]byte("orvanie"), claim.Key{Source: "people", ID: fmt.Sprintf("people/q%03d", i)}.String())
		show[first.Kept.Who[who]] = append(show[first.Kept.Who[who]], i)
	}
	var class []int
	for _, c := range show {
		if len(c) >= 10 && (class == nil || c[0] < class[0]) {
			class = c
		}
	}
	if class == nil {
		t.Fatal("no ten are alike")
	}
	for n := 0; n <= 6; n++ {
		in := village(120).without(class[:n]...)
		in.Before, in.Release = before, "2026-12-02"
		res, err := ReleaseRows(in)
		if err != nil && n == 0 {
			t.Fatal(err, res.Findings)
		}
		switch waits := n > 0 && n < 5; {
		case waits && (res.Waits != n || res.Rows.Len() > 0):
			t.Errorf("%d of %d alike are gone: %d wait, %d rows", n, len(class), res.Waits, res.Rows.Len())
		case !waits && res.Rows.Len() == 0 && res.Waits == 0 && err == nil:
			t.Errorf("%d gone: nothing was made", n)
		}
		if n == 5 && res.Rows.Len() != 115 {
			t.Errorf("five of ten alike went, and no file was made: %v %v", res.Findings, err)
		}
		if res.Rows.Len() > 0 {
			for key, k := range moved(t, first.Rows, res.Rows) {
				if k < 5 {
					t.Errorf("%d gone: the difference shows %d rows of %s", n, k, key)
				}
			}
		}
	}
	// Five that are gone from five places are known one by one.
	var apart []int
	for _, c := range show {
		apart = append(apart, c[0])
	}
	in := village(120).without(apart[:5]...)
	in.Before = before
	if res, _ := ReleaseRows(in); res.Waits == 0 {
		t.Error("five of different kinds went, and their rows are named by the difference")
	}
	// New people, too few and enough.
	for n := 1; n <= 5; n += 4 {
		in := village(120 + n)
		in.Before = before
		if res, err := ReleaseRows(in); err != nil || (res.Waits == 0) != (n >= 5) {
			t.Errorf("%d came: %d wait, %v", n, res.Waits, err)
		}
	}
}

// Who stood in the numbers of an edition and is not in the rows is known by
// subtraction, as well.
func TestEditionsCount(t *testing.T) {
	in := village(120)
	var refs []figure.Ref
	for i := range 120 {
		refs = append(refs, figure.Ref{Claim: claim.Key{Source: "people", ID: fmt.Sprintf("people/q%03d", i)}})
	}
	p := Printed{Release: "2026-11-01", Figures: []figure.Figure{{ID: "perception.people-asked", Cells: []figure.Cell{figure.Count(120, figure.Contributors{}, figure.Trace{Refs: refs}, "yes")}}}}
	k := p.OfSurvey(in.Secret, "people", "people")
	if len(k.Who) != 120 {
		t.Fatal(len(k.Who))
	}
	in.Before = []RowsKept{k}
	if c := must(t, in).Rows.Certificate(); len(c.Apart) != 0 || !slices.Equal(c.Beside, []string{"2026-11-01"}) {
		t.Error(c.Apart, c.Beside)
	}
	less := in.without(7)
	if res, err := ReleaseRows(less); err != nil || res.Waits != 1 {
		t.Error("one withdrew between an edition and the first file of rows", res.Waits, err)
	}
}

// What the edition withholds the rows must not give.
func TestRowsDoNotGiveWhatAFigureWithholds(t *testing.T) {
	in := village(120)
	f := figure.Figure{ID: "perception.people-asked-by-area", Nature: source.Fictional, Cells: []figure.Cell{figure.Absent(figure.Withheld, figure.Trace{}, "north", "yes")}}
	in.Edition = &Edition{edition{Figures: []figure.Figure{f}}}
	res, err := ReleaseRows(in)
	if !errors.Is(err, fault.Refused) || len(res.Findings) != 1 || res.Findings[0].Code != "P433" {
		t.Error(res.Findings, err)
	}
	m := *in.Survey.Microdata
	m.Keys, m.Cost = []string{"sex", "age"}, nil
	in.Survey.Microdata = &m
	must(t, in) // area stays: the cells of the figure do not follow
}

// Weights count as a key, and nothing of them is withheld.
func TestWeightsAreAKey(t *testing.T) {
	in := village(240)
	w := make([]string, 240)
	for i := range w {
		w[i] = strconv.Itoa(100 + i%2*300 + i%7)
	}
	in.Survey.Columns["w"] = answer.NewColumn(w)
	in.Survey.Kind, in.Survey.Design = answer.Drawn, &answer.Design{Weights: "w"}
	m := *in.Survey.Microdata
	m.Weights = 100
	in.Survey.Microdata = &m
	r := must(t, in).Rows
	n := map[string]int{}
	for i := range r.Len() {
		row := r.Row(i)
		n[strings.Join(row[:4], "|")]++
		if row[3] != "100" && row[3] != "400" {
			t.Fatalf("a weight of %q", row[3])
		}
	}
	for key, k := range n {
		if k < 5 {
			t.Errorf("%d rows show %s", k, key)
		}
	}
	m.Weights = 1 // as they are: each area its own
	if res, err := ReleaseRows(in); err == nil && res.Rows.Certificate().Alike < 5 {
		t.Error("weights as they are name people")
	}
	c := r.Certificate()
	if !c.Weighted || !(c.After.Expected > 0 && c.After.Expected < 2) {
		t.Errorf("%+v", c.After)
	}
	b, _ := json.Marshal(c)
	if !bytes.Contains(b, []byte(`"alike"`)) {
		t.Error(string(b))
	}
}

// Once rows are out, an edition of other people than these tells who is the
// difference: its figures print no new number until there are enough.
func TestFiguresWaitBesideRows(t *testing.T) {
	file := must(t, village(120))
	print := func(n int, rows ...RowsOut) (values int) {
		t.Helper()
		var refs []figure.Ref
		who := map[string]Standing{}
		for i := range n {
			k := claim.Key{Source: "people", ID: fmt.Sprintf("people/q%03d", i)}
			refs = append(refs, figure.Ref{Claim: k})
			who[k.String()] = Standing{k.ID, fmt.Sprint(i % 7), k.ID}
		}
		slices.SortFunc(refs, func(a, b figure.Ref) int { return a.Claim.Compare(b.Claim) })
		f := figure.Figure{ID: "perception.people-asked", Shape: figure.Table, Unit: "unit.answers", Nature: source.Fictional,
			Dims:  []figure.Dim{{ID: "answer", Keys: []string{"yes"}, Labels: []lang.Text{lang.FrEn("oui", "yes")}}},
			Cells: []figure.Cell{figure.Count(n, figure.Contributors{Speakers: n, Monitors: 7, Orgs: n}, figure.Trace{Refs: refs}, "yes")}}
		res, err := Release(Input{Study: village(1).Study, Figures: []figure.Figure{f}, Release: "2026-12-02", Date: "2026-12-02", Profile: Public, Who: who, Rows: rows})
		if err != nil {
			t.Fatal(err, res.Findings)
		}
		for _, c := range res.Edition.Figures()[0].Cells {
			if _, ok := c.Value(); ok {
				values++
			}
		}
		return values
	}
	out := RowsOut{Survey: "people", Source: "people", Secret: []byte("orvanie"), Stood: []RowsKept{file.Kept}}
	for n, want := range map[int]int{116: 0, 119: 0, 120: 1, 121: 0, 124: 0, 125: 1} {
		if got := print(n, out); got != want {
			t.Errorf("rows of 120 people, figures of %d: %d values", n, got)
		}
	}
	if print(119) != 1 {
		t.Error("without rows the same figure is printed")
	}
	if other := out; true {
		other.Survey = "others"
		if print(119, other) != 1 {
			t.Error("rows of another survey say nothing of this one")
		}
	}
}
