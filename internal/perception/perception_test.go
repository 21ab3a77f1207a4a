package perception

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/survey"
)

// FICTION: every survey here is invented.

func yesNo() []answer.Option {
	return []answer.Option{{Code: "yes", Label: lang.FrEn("oui", "yes")}, {Code: "no", Label: lang.FrEn("non", "no")}}
}

// village is what the people of one village answered.
type village struct {
	area, name string
	yes, no    int
}

// made is a sample of villages, one stratum per area.
func made(vs ...village) answer.Sample {
	var area, name, w, asked, by, k []string
	n := 0
	for _, v := range vs {
		for i := range v.yes + v.no {
			n++
			area, name, w = append(area, v.area), append(name, v.name), append(w, "10")
			asked = append(asked, map[bool]string{true: "yes", false: "no"}[i < v.yes])
			by, k = append(by, fmt.Sprint("int", n%7)), append(k, strconv.Itoa(i%4))
		}
	}
	s := answer.Sample{Survey: answer.Survey{
		About: answer.About{ID: "people", Kind: answer.Drawn, Source: "people", People: lang.FrEn("adultes", "adults"), Title: lang.FrEn("Enquête", "Survey"), Mode: "face-to-face",
			Design: &answer.Design{Weights: "w", Strata: []string{"area"}, Clusters: []string{"village"}, Level: 0.95, Method: "logit"},
			Row:    answer.Row{Interviewer: "by"},
			Groups: []answer.Question{{ID: "area", Column: "area", Asks: lang.FrEn("région", "area"), Answers: []answer.Option{
				{Code: "n", Label: lang.FrEn("Nord", "North")}, {Code: "s", Label: lang.FrEn("Sud", "South")}, {Code: "e", Label: lang.FrEn("Est", "East")}}}},
			Questions: []answer.Question{
				{ID: "asked", Column: "asked", Asks: lang.FrEn("Demandé ?", "Asked?"), Answers: yesNo(), Counts: []string{"yes"}, Says: lang.FrEn("ont été consultés", "were asked"),
					By: []string{"area"}, Contrast: []answer.Contrast{{By: "area", This: "n", That: "s"}, {By: "area", This: "n", That: "e"}}},
				{ID: "n", Column: "k", Kind: "number", Asks: lang.FrEn("Combien ?", "How many?"), Unit: lang.FrEn("fois", "times"), By: []string{"area"}},
			}},
		Columns: map[string]answer.Column{"area": answer.NewColumn(area), "village": answer.NewColumn(name), "w": answer.NewColumn(w),
			"asked": answer.NewColumn(asked), "by": answer.NewColumn(by), "k": answer.NewColumn(k)}}}
	for i := range n {
		s.Rows = append(s.Rows, i+2)
	}
	return s
}

// good is a sample large enough to speak of two areas; nobody lives in the east.
func good() answer.Sample {
	var vs []village
	for i := range 12 {
		vs = append(vs, village{"n", fmt.Sprint("n", i), 12 + i%5, 8}, village{"s", fmt.Sprint("s", i), 5 + i%4, 13})
	}
	return made(vs...)
}

func figures(t testing.TB, in Input) map[string]figure.Figure {
	t.Helper()
	m := map[string]figure.Figure{}
	for _, f := range Figures(in) {
		if _, dup := m[f.ID]; dup {
			t.Errorf("two figures %s", f.ID)
		}
		m[f.ID] = f
	}
	return m
}

func input(ss ...answer.Sample) Input {
	return Input{Study: study.Study{Nature: source.Fictional}, Answers: answer.Set{Samples: ss}, Reach: "public"}
}

func ExampleFigures() {
	for _, f := range Figures(input(good())) {
		if f.ID == "perception.people-asked" || f.ID == "perception.people-asked-contrasts" {
			fmt.Println(f.Sentence[lang.English])
		}
	}
	// Output:
	// An estimated 49.1% of adults were asked (95% interval: 47.7% to 50.5%; 495 answers).
	// Of adults, the share of people who were asked is estimated to be 29.9 points higher for “North” than for “South” (95% interval: 26.9 to 32.9); this interval does not hold zero.
}

// A cell is the kernel's number, with its interval, n, contributors and trace.
func TestCellsAreTheKernelsNumbers(t *testing.T) {
	s := good()
	fs := figures(t, input(s))
	x, err := s.Draw()
	if err != nil {
		t.Fatal(err)
	}
	y := make([]float64, len(s.Rows))
	for i := range y {
		if s.Columns["asked"].Text(i) == "yes" {
			y[i] = 1
		}
	}
	g := survey.Factor{Codes: s.Columns["area"].Codes, Levels: s.Columns["area"].Levels}
	shares, err := x.Shares(y, survey.Logit, 0.95, survey.Query{By: g})
	if err != nil {
		t.Fatal(err)
	}
	f := fs["perception.people-asked-by-area"]
	for d, l := range g.Levels {
		c, _ := f.Cell(l)
		v, _ := c.Value()
		lo, hi, sp := c.Range()
		if v != shares[d].Value || lo != shares[d].Lo || hi != shares[d].Hi || sp != figure.Interval || c.N() != shares[d].N || len(c.Trace().Refs) != c.N() || c.By().Speakers != c.N() || c.By().Monitors != 7 {
			t.Errorf("%s: %v %v %v %v %d %+v, want %+v", l, v, lo, hi, sp, c.N(), c.By(), shares[d])
		}
	}
	e, err := x.Estimate(survey.Query{By: g, Cov: true}, survey.Mean(y))
	if err != nil {
		t.Fatal(err)
	}
	want, err := e.Difference(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := fs["perception.people-asked-contrasts"].Cell("area:n:s")
	lo, hi, _ := want.Interval(0.95)
	a, b, _ := c.Range()
	if v, _ := c.Value(); v != want.Value || a != lo || b != hi {
		t.Error(v, a, b, want, lo, hi)
	}
	if f.Shape != figure.Estimate || f.Tier != "T1" {
		t.Error(f.Shape, f.Tier)
	}
	if ch, ok := out.Draw(f, out.Frame{Printer: lang.For(lang.French)}); !ok || ch.Shown != 2 || len(ch.Absent) == 0 || !strings.Contains(ch.SVG, "<") {
		t.Error("intervals are not drawn", ok, ch.Shown, ch.Absent)
	}
}

// Where there is no number the cell says why.
func TestEachAbsenceHasItsReason(t *testing.T) {
	big := func(area string, n int) (vs []village) {
		for i := range n {
			vs = append(vs, village{area, fmt.Sprint(area, i), 12 + i%5, 8})
		}
		return vs
	}
	for _, c := range []struct {
		name       string
		s          answer.Sample
		figure, at string
		why        figure.Why
		note       string
	}{
		{"an empty domain", good(), "asked-by-area", "e", figure.NotEstimable, "note.empty-domain"},
		{"a contrast with nobody", good(), "asked-contrasts", "area:n:e", figure.NotEstimable, "note.empty-domain"},
		{"small n", made(append(big("n", 9), village{"s", "s1", 5, 7}, village{"s", "s2", 6, 7})...), "asked-by-area", "s", figure.TooFew, "note.too-few"},
		{"a handful", made(append(big("n", 9), village{"s", "s1", 2, 1}, village{"s", "s2", 1, 2})...), "asked-by-area", "s", figure.TooFew, "note.fewer-than-ten"},
		{"one village in a stratum", made(append(big("n", 9), village{"s", "s1", 30, 30})...), "asked", "yes", figure.NotEstimable, "note.lonely"},
		{"one village in a stratum, means", made(append(big("n", 9), village{"s", "s1", 30, 30})...), "n", "all", figure.NotEstimable, "note.lonely"},
		{"one village in a domain", lenient(made(append(big("n", 9), village{"s", "s1", 30, 30})...)), "asked-by-area", "s", figure.NotEstimable, "note.one-psu"},
		{"one village in a domain, means", lenient(made(append(big("n", 9), village{"s", "s1", 30, 30})...)), "n-by-area", "s", figure.NotEstimable, "note.one-psu"},
		{"all the same", made(village{"n", "a", 20, 0}, village{"n", "b", 20, 0}, village{"n", "c", 20, 0}), "asked", "yes", figure.NotEstimable, "note.everybody-said"},
		{"nobody said so", made(village{"n", "a", 20, 0}, village{"n", "b", 20, 0}, village{"n", "c", 20, 0}), "asked", "no", figure.NotEstimable, "note.nobody-said"},
		{"every village alike", made(village{"n", "a", 20, 20}, village{"n", "b", 20, 20}, village{"n", "c", 20, 20}), "asked", "yes", figure.NotEstimable, "note.no-variation-between"},
		{"two villages that differ", made(village{"n", "a", 40, 0}, village{"n", "b", 0, 40}), "asked", "yes", figure.TooFew, "note.too-few"},
	} {
		f := figures(t, input(c.s))["perception.people-"+c.figure]
		cell, ok := f.Cell(c.at)
		note, args := cell.Note()
		if _, has := cell.Value(); !ok || has || cell.Why() != c.why || note != c.note {
			t.Errorf("%s: %v %q %q %v", c.name, ok, cell.Why(), note, args)
		}
		if note == "note.lonely" && args[0] != "s" {
			t.Errorf("%s: the stratum is not named: %v", c.name, args)
		}
		if len(cell.Trace().Refs) > 0 {
			t.Errorf("%s: an absent cell points at people", c.name)
		}
	}
}

func lenient(s answer.Sample) answer.Sample { s.Design.Lonely = "adjust"; return s }

// number, same in all rows: there is no variation to estimate.
func TestAMeanOfOneValueHasNoInterval(t *testing.T) {
	s := good()
	same := make([]string, len(s.Rows))
	for i := range same {
		same[i] = "3"
	}
	s.Columns["k"] = answer.NewColumn(same)
	c, _ := figures(t, input(s))["perception.people-n"].Cell("all")
	if note, _ := c.Note(); note != "note.all-same" {
		t.Error(note)
	}
}

// reached is an inquiry among the same people.
func reached() answer.Inquiry {
	s := good().Survey
	s.ID, s.Kind, s.Design = "orgs", answer.Reached, nil
	for i := range s.Questions {
		s.Questions[i].Contrast = nil
	}
	n := len(s.Rows)
	status, use := make([]string, n), make([]string, n)
	for i := range n {
		status[i], use[i] = "done", "public"
		if i%10 == 3 {
			status[i] = "no"
		}
		if i%10 == 4 {
			use[i] = "internal"
		}
	}
	s.Columns["status"], s.Columns["use"] = answer.NewColumn(status), answer.NewColumn(use)
	s.Row.Status, s.Row.Consent, s.Row.Statuses = "status", "use", map[string]string{"done": "answered", "no": "refused"}
	s.Quota = &answer.Quota{By: []string{"area"}}
	s.Planned = []answer.Plan{{At: []string{"n"}, N: 20}, {At: []string{"s"}, N: 900}, {At: []string{"e"}, N: 5}, {At: []string{"west"}, N: 5}}
	return answer.Inquiry{Survey: s}
}

// An inquiry is counted: no cell of any of its figures has an interval, and no
// sentence speaks of an estimate or a test.
func TestAnInquiryIsOnlyCounted(t *testing.T) {
	in := input()
	in.Answers = answer.Set{Inquiries: []answer.Inquiry{reached()}}
	fs := figures(t, in)
	for id, f := range fs {
		if f.Shape == figure.Estimate {
			t.Errorf("%s is drawn as an estimate", id)
		}
		for _, c := range f.Cells {
			if _, _, s := c.Range(); s != figure.NoSpread || c.Level() != 0 {
				t.Errorf("%s: a cell at %v has an interval", id, c.At())
			}
		}
		if !strings.Contains(fmt.Sprint(f.Caveats), "not drawn by chance") {
			t.Errorf("%s does not say that nobody was drawn by chance", id)
		}
	}
	f := fs["perception.orgs-asked-by-area"]
	c, _ := f.Cell("n", "yes")
	if v, _ := c.Value(); v == 0 || c.Of() == 0 || int(v) >= c.Of() {
		t.Error(v, c.Of())
	}
	if _, ok := fs["perception.orgs-n"]; ok {
		t.Error("a mean was made of an inquiry")
	}
	if c, _ := f.Cell("e", "yes"); c.Why() != figure.NotAsked {
		t.Error("nobody of the east was asked, and the cell says", c.Why())
	}
	got := f.Sentence[lang.French]
	for _, want := range []string{"Nord : ", "Sud : ", "Est : aucune réponse", "pas une comparaison estimée"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

func TestWhoIsMissingAndWhetherTheQuotaWasReached(t *testing.T) {
	in := input()
	in.Answers = answer.Set{Inquiries: []answer.Inquiry{reached()}}
	fs := figures(t, in)
	c, _ := fs["perception.orgs-reached"].Cell("all", "refused")
	if v, _ := c.Value(); int(v) != 50 || c.Of() != 495 {
		t.Error(v, c.Of())
	}
	for at, want := range map[string]string{"n": "note.quota-reached", "s": "note.quota-short", "e": "note.quota-nobody"} {
		c, _ := fs["perception.orgs-quota"].Cell(at)
		if note, _ := c.Note(); note != want {
			t.Errorf("%s: %s, want %s", at, note, want)
		}
	}
	if got := fs["perception.orgs-quota"].Sentence[lang.English]; got != "The number planned was reached in 1 of 3 groups; in 1 there is no answer." {
		t.Error(got)
	}
}

// Where each row is an organisation, organisations are counted, and no sentence
// speaks of people; where it is a person, none speaks of organisations.
func TestWhatIsCountedIsNamed(t *testing.T) {
	for column, never := range map[string][]string{"org": {"personne", "people", "nobody", "who said"}, "": {"organisation"}} {
		in, q := input(), reached()
		q.People = lang.FrEn("unités", "units")
		q.Row.Organisation = column
		if column != "" {
			q.Columns[column] = q.Columns["area"]
		}
		q.Questions[0].Among = &answer.Among{Column: "area", Is: []string{"n", "s"}, Says: lang.FrEn("du nord", "of the north")}
		in.Answers = answer.Set{Inquiries: []answer.Inquiry{q}}
		in.Reach = "public"
		n := 0
		for id, f := range figures(t, in) {
			texts := append([]lang.Text{f.Title, f.Question, f.Sentence, lang.Every(f.Unit)}, f.Caveats...)
			for _, d := range f.Dims {
				texts = append(append(texts, d.Label), d.Labels...)
			}
			for _, c := range f.Cells {
				if key, args := c.Note(); key != "" {
					var xs []any
					for _, a := range args {
						xs = append(xs, a)
					}
					texts = append(texts, lang.Every(key, xs...))
				}
			}
			for _, x := range texts {
				for _, l := range lang.Complete {
					n++
					for _, w := range never {
						if strings.Contains(strings.ToLower(x[l]), w) {
							t.Errorf("%s, rows of %q: %q says %q", id, column, x[l], w)
						}
					}
				}
			}
		}
		if n < 100 {
			t.Fatal(n, "texts")
		}
	}
}

// Behind "x of n" stand the x, and as many as are on its smaller side: one who
// answered otherwise than all the rest is not hidden by their number.
func TestWhoStandsBehindACount(t *testing.T) {
	q := reached()
	in := input()
	in.Answers, in.Reach = answer.Set{Inquiries: []answer.Inquiry{q}}, "internal"
	f := figures(t, in)["perception.orgs-asked-by-area"]
	for _, area := range []string{"n", "s"} {
		yes, _ := f.Cell(area, "yes")
		no, _ := f.Cell(area, "no")
		all, _ := f.Cell(area, "answered")
		x, _ := yes.Value()
		y, _ := no.Value()
		n, _ := all.Value()
		if int(x) != len(yes.Trace().Refs) || int(y) != len(no.Trace().Refs) || x+y != n || yes.Of() != int(n) || len(all.Trace().Refs) != int(n) {
			t.Error(area, x, y, n, len(yes.Trace().Refs))
		}
		if small := int(min(x, y)); yes.By().Speakers != small || no.By().Speakers != small || all.By().Speakers != int(n) {
			t.Error(area, yes.By(), no.By(), small)
		}
	}
}

// Who agreed to internal use only is not in a public figure, and the figure
// says how many are not.
func TestConsentAndEmbargo(t *testing.T) {
	in := input()
	q := reached()
	in.Answers = answer.Set{Inquiries: []answer.Inquiry{q}}
	n := func(reach string) int {
		in.Reach = reach
		c, _ := figures(t, in)["perception.orgs-asked-by-area"].Cell("all", "yes")
		return c.Of()
	}
	if all, public := n("internal"), n("public"); all != 445 || public != 395 {
		t.Error(all, public)
	}
	if got := fmt.Sprint(figures(t, in)["perception.orgs-missing"].Caveats); !strings.Contains(got, "50 people answered without agreeing") {
		t.Error(got)
	}
	q.After.From, q.After.To, q.After.Precision = 100, 100, 1
	in.Answers = answer.Set{Inquiries: []answer.Inquiry{q}}
	in.On = 100
	if fs := Figures(in); len(fs) != 0 {
		t.Error("a survey under embargo made figures")
	}
	in.On = 101
	if fs := Figures(in); len(fs) == 0 {
		t.Error("a survey is held after its embargo")
	}
}

// Several answers at once are counted one by one; a question for some is
// counted among these.
func TestManyAnswersAndQuestionsForSome(t *testing.T) {
	s := good()
	words := make([]string, len(s.Rows))
	for i := range words {
		words[i] = []string{"a b", "b", "a", "b c"}[i%4]
	}
	s.Columns["words"] = answer.NewColumn(words)
	opt := func(c string) answer.Option { return answer.Option{Code: c, Label: lang.FrEn(c, c)} }
	s.Questions = []answer.Question{{ID: "words", Column: "words", Kind: "many", Asks: lang.FrEn("Mots ?", "Words?"), Answers: []answer.Option{opt("a"), opt("b"), opt("c")},
		Counts: []string{"b"}, Says: lang.FrEn("disent b", "say b"), By: []string{"area"},
		Among: &answer.Among{Column: "asked", Is: []string{"yes"}, Says: lang.FrEn("consultés", "who were asked")}}}
	fs := figures(t, input(s))
	f := fs["perception.people-words"]
	sum := 0.0
	for _, c := range f.Cells {
		v, ok := c.Value()
		if !ok {
			t.Fatal(c.At(), c.Why())
		}
		sum += v
	}
	yes := 0
	for i := range s.Rows {
		if s.Columns["asked"].Text(i) == "yes" {
			yes++
		}
	}
	if sum <= 1.2 || f.Cells[0].N() != yes {
		t.Error("answers given together are not counted one by one", sum, f.Cells[0].N(), yes)
	}
	if got := f.Sentence[lang.French]; !strings.Contains(got, "des adultes consultés disent b") {
		t.Error(got)
	}
	if got := f.Question[lang.English]; got != "Words? (asked of people who were asked)" {
		t.Error(got)
	}
	c, _ := fs["perception.people-missing"].Cell("words", "not-asked")
	if v, _ := c.Value(); int(v) != len(s.Rows)-yes {
		t.Error(v)
	}
}

// The order of the rows is nobody's business, and making figures changes
// nothing.
func TestRowsMayStandInAnyOrder(t *testing.T) {
	s := good()
	back := good()
	for n, c := range back.Columns {
		for i, j := 0, len(c.Codes)-1; i < j; i, j = i+1, j-1 {
			c.Codes[i], c.Codes[j] = c.Codes[j], c.Codes[i]
		}
		back.Columns[n] = c
	}
	before, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	a, b := figures(t, input(s)), figures(t, input(back))
	for id, f := range a {
		for i, c := range f.Cells {
			v, _ := c.Value()
			w, _ := b[id].Cells[i].Value()
			if d := v - w; d > 1e-12 || d < -1e-12 {
				t.Errorf("%s %v: %v and %v", id, c.At(), v, w)
			}
		}
	}
	after, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, after); d != "" {
		t.Error("the input was altered")
	}
}

// Orvanie's two surveys make their figures; every word is there, in both
// languages, and what must travel with a figure does.
func TestOrvanie(t *testing.T) {
	fsys := os.DirFS("../../demo/studies/orvanie")
	st, _, err := study.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	set, _, err := answers.Load(fsys, answers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	method, err := os.ReadFile("../../docs/method/perception.md")
	if err != nil {
		t.Fatal(err)
	}
	fs := Figures(Input{Study: st, Answers: set, Reach: "public", On: 21000})
	intervals := 0
	for _, f := range fs {
		for _, tag := range lang.Complete {
			p := lang.For(tag)
			all := f.Title[tag] + f.Question[tag] + f.Sentence[tag] + p.Say(f.Unit)
			for _, c := range f.Caveats {
				all += c[tag]
			}
			for _, d := range f.Dims {
				all += d.Label[tag]
				for i := range d.Labels {
					all += d.Labels[i][tag]
					if d.Labels[i][tag] == "" {
						t.Errorf("%s: %s has no %s label", f.ID, d.Keys[i], tag)
					}
				}
			}
			for _, c := range f.Cells {
				if k, args := c.Note(); k != "" {
					as := make([]any, len(args))
					for i := range args {
						as[i] = args[i]
					}
					all += p.Say(k, as...)
				}
				if _, _, s := c.Range(); s == figure.Interval {
					intervals++
				}
			}
			if strings.ContainsAny(all, "⟨{}") || f.Title[tag] == "" || f.Sentence[tag] == "" {
				t.Errorf("%s in %s: %s", f.ID, tag, all)
			}
			for _, want := range map[lang.Tag][]string{lang.French: {"Base : ", "laissés de côté : ", "mode : ", "dates : ", "FICTION"}, lang.English: {"Frame: ", "left out: ", "mode: ", "dates: "}}[tag] {
				if !strings.Contains(f.Caveats[0][tag], want) {
					t.Errorf("%s does not print %q", f.ID, want)
				}
			}
		}
		_, section, _ := strings.Cut(f.Method, "#")
		if !strings.Contains(strings.ToLower(string(method)), "# "+section+"\n") {
			t.Errorf("%s: docs/method/perception.md has no section %q", f.ID, section)
		}
	}
	if len(fs) < 20 || intervals < 100 {
		t.Error(len(fs), intervals)
	}
}

// From file to cell, the fictional survey gives what R's survey package gives
// (testdata/orvanie.R): shares by area with logit intervals over the degrees of
// freedom of each, two stages with finite populations, and a contrast. R fits its
// logit by iteration, good to 1e-8.
func TestOrvanieIsWhatRGives(t *testing.T) {
	fsys := os.DirFS("../../demo/studies/orvanie")
	set, _, err := answers.Load(fsys, answers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fs := figures(t, Input{Answers: set, Reach: "internal"})
	for area, want := range map[string][3]float64{
		"north": {0.841130420257982, 0.780756798361458, 0.887279040894081},
		"river": {0.702259636501757, 0.616719301748152, 0.775653875185535},
		"hills": {0.552049850184219, 0.450887173270089, 0.64908043074707},
		"coast": {0.299639336253119, 0.21957881781495, 0.394147992358199},
	} {
		c, _ := fs["perception.people-safe-night-by-area"].Cell(area)
		v, _ := c.Value()
		lo, hi, _ := c.Range()
		for i, got := range []float64{v, lo, hi} {
			if d := got - want[i]; d > 1e-8 || d < -1e-8 {
				t.Errorf("%s %d: %.15g, want %.15g", area, i, got, want[i])
			}
		}
	}
	c, _ := fs["perception.people-safe-night-contrasts"].Cell("area:north:coast")
	v, _ := c.Value()
	lo, hi, _ := c.Range()
	const diff, se, t24 = 0.541491084005647, 0.0498933459645782, 2.06389856162803
	if d := v - diff; d > 1e-12 || d < -1e-12 {
		t.Error(v)
	}
	if d := (hi-lo)/2 - t24*se; d > 1e-9 || d < -1e-9 {
		t.Errorf("half of the interval is %.15g, want %.15g", (hi-lo)/2, t24*se)
	}
}
