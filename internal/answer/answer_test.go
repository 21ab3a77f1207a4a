package answer

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/survey"
)

// four is a sample of two strata with two villages each.
func four() Sample {
	return Sample{Survey{
		About: About{ID: "people", Kind: Drawn, Design: &Design{Weights: "w", Strata: []string{"area", "milieu"}, Clusters: []string{"village"}},
			Missing: map[string]string{"dk": "dont-know"}},
		Rows: []int{2, 3, 4, 5},
		Columns: map[string]Column{"w": NewColumn([]string{"10", "10", "20", "20"}), "area": NewColumn([]string{"n", "n", "s", "s"}),
			"milieu": NewColumn([]string{"t", "t", "t", "t"}), "village": NewColumn([]string{"a", "b", "a", "b"}),
			"asked": NewColumn([]string{"yes", "no", "dk", ""}), "heard": NewColumn([]string{"yes", "yes", "yes", "no"})},
	}}
}

func ExampleSample_Draw() {
	s := four()
	x, err := s.Draw()
	if err != nil {
		panic(err)
	}
	q := Question{Column: "asked"}
	y := make([]float64, len(s.Rows))
	for i := range y {
		y[i] = map[string]float64{"yes": 1}[s.Columns["asked"].Text(i)]
	}
	e, err := x.Estimate(survey.Query{}, survey.Mean(y))
	fmt.Printf("%.4f %d %v %v\n", e.Value[0], e.DF[0], s.Reason(q, 2), err)
	// Output: 0.1667 2 dont-know <nil>
}

// The rule that nothing is estimated from whoever could be reached is held up
// by the types: an inquiry has no design to make ready.
func TestAnInquiryHasNothingToEstimateFrom(t *testing.T) {
	for _, m := range []string{"Draw", "Estimate", "Interval", "Design"} {
		if _, ok := reflect.TypeFor[Inquiry]().MethodByName(m); ok {
			t.Errorf("an inquiry has the method %s", m)
		}
	}
	if _, ok := reflect.TypeFor[Sample]().MethodByName("Draw"); !ok {
		t.Error("a sample has lost Draw")
	}
	if reflect.TypeFor[Inquiry]().ConvertibleTo(reflect.TypeFor[survey.Sample]()) {
		t.Error("an inquiry converts to a sample of the kernel")
	}
}

func TestWhyThereIsNoAnswer(t *testing.T) {
	s := four()
	among := Question{Column: "asked", Among: &Among{Column: "heard", Is: []string{"yes"}}}
	for i, want := range []Reason{Given, Given, DontKnow, NotAsked} {
		if got := s.Reason(among, i); got != want {
			t.Errorf("row %d: %v, want %v", i, got, want)
		}
	}
	if got := s.Reason(Question{Column: "asked"}, 3); got != Blank {
		t.Error(got)
	}
	s.Missing[""] = "not-asked"
	if got := s.Reason(Question{Column: "asked"}, 3); got != NotAsked {
		t.Error(got)
	}
	for _, r := range Reasons[1:] {
		if got, ok := ParseReason(r.String()); got != r || !ok {
			t.Error(r, got, ok)
		}
	}
	if _, ok := ParseReason("given"); ok {
		t.Error("given is no reason for nothing")
	}
}

func TestConsentReachesSoFar(t *testing.T) {
	s := Survey{About: About{Row: Row{Consent: "use"}}, Columns: map[string]Column{"use": NewColumn([]string{"internal", "partners", "public", "quote", ""})}}
	for reach, want := range map[string]string{"internal": "11111", "partners": "01110", "public": "00110"} {
		got := ""
		for i := range 5 {
			got += map[bool]string{true: "1", false: "0"}[s.Admits(i, reach)]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", reach, got, want)
		}
	}
	s.Row.Consent = ""
	if !s.Admits(4, "public") {
		t.Error("a survey without a column of consent was agreed to as a whole")
	}
}

func TestADesignWhoseColumnsDoNotFitIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Sample)
		is     error
		says   string
	}{
		"no weight":       {func(s *Sample) { s.Columns["w"] = NewColumn([]string{"10", "", "x", "20"}) }, ErrColumns, "column w: 2 rows"},
		"no stratum":      {func(s *Sample) { s.Columns["area"] = NewColumn([]string{"n", "n", "", "s"}) }, ErrColumns, "column area: 1 rows"},
		"negative weight": {func(s *Sample) { s.Columns["w"] = NewColumn([]string{"10", "-1", "20", "20"}) }, survey.ErrDesign, "weight"},
		"no design":       {func(s *Sample) { s.Survey.About.Design = nil }, ErrColumns, "no design"},
		"no replicates":   {func(s *Sample) { s.Design.Replicates = &Replicates{Columns: "rep_*", Type: "jk1"} }, ErrColumns, "0 columns match rep_*"},
		"unknown rule":    {func(s *Sample) { s.Design.Lonely = "hope" }, nil, "hope"},
		"population small": {func(s *Sample) {
			s.Design.Population = []string{"w1"}
			s.Columns["w1"] = NewColumn([]string{"1.5", "1.5", "1.5", "1.5"})
		}, survey.ErrDesign, ""},
	} {
		s := four()
		c.change(&s)
		_, err := s.Draw()
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReplicateWeightsOfAFile(t *testing.T) {
	s := four()
	s.Design = &Design{Weights: "w", Replicates: &Replicates{Columns: "rep_*", Type: "jkn", RScales: []float64{0.5, 0.5, 0.5}}}
	for i, w := range [][]string{{"0", "20", "20", "20"}, {"20", "0", "20", "20"}, {"10", "10", "0", "40"}} {
		s.Columns[fmt.Sprint("rep_", 9+i)] = NewColumn(w)
	}
	x, err := s.Draw()
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Matching("rep_*"); fmt.Sprint(got) != "[rep_9 rep_10 rep_11]" {
		t.Error(got)
	}
	e, err := x.Estimate(survey.Query{}, survey.Mean([]float64{1, 0, 1, 0}))
	if err != nil || e.Value[0] != 0.5 || !(e.SE[0] > 0) {
		t.Fatal(e, err)
	}
}

// What the study says wins over its codebook, and the label of a missing code
// says why it is missing.
func TestACodebookFillsWhatIsNotSaid(t *testing.T) {
	a := About{Title: lang.FrEn("à nous", "ours"), Questions: []Question{{ID: "q", Column: "q1"}, {ID: "n", Column: "n", Kind: "number"}}, Groups: []Question{{ID: "g", Column: "g", Asks: lang.FrEn("g", "g")}}}
	opt := func(code, fr string) Option { return Option{Code: code, Label: lang.Text{lang.French: fr}} }
	a.Fill(Codebook{Title: lang.FrEn("theirs", "theirs"), Frame: lang.FrEn("cadre", "frame"), Mode: "phone", Dates: "2020",
		Vars: []Variable{{Name: "q1", Label: lang.FrEn("étiquette", "label"), Options: []Option{opt("1", "oui"), opt("8", "Ne sait pas"), opt("9", "Refus"), opt("7", "Sans objet"), opt("6", "–")},
			Missing: []string{"6", "7", "8", "9"}}, {Name: "g", Asks: lang.FrEn("non", "no"), Options: []Option{opt("a", "A")}}}})
	if a.Title["fr"] != "à nous" || a.Frame["en"] != "frame" || a.Mode != "phone" || a.DatesRaw != "2020" {
		t.Error(a.Title, a.Frame, a.Mode, a.DatesRaw)
	}
	q := a.Questions[0]
	if q.Asks["fr"] != "étiquette" || len(q.Answers) != 1 || q.Answers[0].Code != "1" || a.Groups[0].Asks["fr"] != "g" {
		t.Error(q, a.Groups)
	}
	if got := fmt.Sprint(a.Missing); got != "map[6:blank 7:not-asked 8:dont-know 9:refused]" {
		t.Error(got)
	}
}
