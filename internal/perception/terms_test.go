package perception

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// under is what is printed under a figure.
func under(t *testing.T, s answer.Sample, id string) string {
	t.Helper()
	f, ok := figures(t, input(s))["perception.people-"+id]
	if !ok {
		t.Fatal(id)
	}
	all := ""
	for _, c := range f.Caveats {
		if strings.ContainsAny(c[lang.French]+c[lang.English], "⟨{}") || c[lang.French] == "" {
			t.Errorf("%s: %v", id, c)
		}
		all += c[lang.English] + "\n"
	}
	return all
}

// Every estimate is named by its term, with how its error is known.
func TestEstimatesAreNamedByTheirTerms(t *testing.T) {
	s := good()
	for id, want := range map[string]string{
		"asked":           "Estimator: weighted share (Hájek); variance: Taylor linearisation by the design, as if drawn with replacement; 95% interval: logit, Student's t.",
		"asked-by-area":   "weighted share (Hájek)",
		"n":               "weighted mean (Hájek); variance: Taylor linearisation by the design, as if drawn with replacement; 95% interval: Student's t.",
		"asked-contrasts": "difference of weighted shares of two domains",
	} {
		if got := under(t, s, id); !strings.Contains(got, want) {
			t.Errorf("%s: %s", id, got)
		}
	}
	s.Columns["N"] = answer.NewColumn(strings.Split(strings.Repeat("40 ", len(s.Rows)-1)+"40", " "))
	s.Design.Population, s.Design.Method = []string{"N"}, "beta"
	if got := under(t, s, "asked"); !strings.Contains(got, "population sizes known; 95% interval: Korn and Graubard (beta).") {
		t.Error(got)
	}
	r := good()
	for i := range 3 {
		r.Columns[fmt.Sprint("rep", i)] = r.Columns["w"]
	}
	r.Design = &answer.Design{Weights: "w", Level: 0.9, Method: "logit", Replicates: &answer.Replicates{Columns: "rep*", Type: "brr"}}
	if got := under(t, r, "asked"); !strings.Contains(got, "variance: replicate weights (BRR, 3 replicates); 90% interval") {
		t.Error(got)
	}
}

// Who did not answer stands beside what is estimated from those who did, and
// never a handful of them.
func TestWhoDidNotAnswerStandsBeside(t *testing.T) {
	for _, c := range []struct {
		lost map[string]int
		want string
	}{
		{map[string]int{"refused": 40, "not-reached": 65}, "Of 600 drawn, 495 answered (82.5%); the interval knows nothing of those who did not."},
		{map[string]int{"refused": 3}, "495 answered, and fewer than ten of the others drawn did not."},
		{nil, "All who were drawn answered (495)."},
	} {
		s := good()
		s.Row.Status, s.Lost = "status", c.lost
		s.Columns["status"] = answer.NewColumn(strings.Split(strings.Repeat("answered ", len(s.Rows)-1)+"answered", " "))
		if got := under(t, s, "asked"); !strings.Contains(got, c.want) {
			t.Errorf("%v: %s", c.lost, got)
		}
	}
	s := good()
	if got := under(t, s, "asked"); strings.Contains(got, "drawn") && strings.Contains(got, "answered (") || strings.Contains(got, "gave no answer") {
		t.Error(got)
	}
	asked := s.Columns["asked"]
	for i := range 50 {
		asked.Codes[9*i] = -1
	}
	if got := under(t, s, "asked"); !strings.Contains(got, "10% of those asked gave no answer (refused, does not know, left blank): the estimate is of the others.") {
		t.Error(got)
	}
}

// A rule for strata of one unit is printed where it was needed, with its name.
func TestARuleForLonelyStrataIsPrinted(t *testing.T) {
	var vs []village
	for i := range 9 {
		vs = append(vs, village{"n", fmt.Sprint("n", i), 12 + i%5, 8})
	}
	for rule, want := range map[string]string{"adjust": "(adjust)", "remove": "(remove), and the interval is too short by it", "certainty": "(certainty)", "average": "(average)"} {
		s := made(append(vs, village{"s", "s1", 30, 30})...)
		s.Design.Lonely = rule
		if got := under(t, s, "asked"); !strings.Contains(got, "1 stratum has a single primary unit (s): ") || !strings.Contains(got, want) {
			t.Errorf("%s: %s", rule, got)
		}
		whole := good()
		whole.Design.Lonely = rule
		if got := under(t, whole, "asked"); strings.Contains(got, rule) {
			t.Errorf("%s: said though no stratum needs it: %s", rule, got)
		}
	}
}

// Strata of which nothing is known are named.
func TestStrataWithoutAnswersAreNamed(t *testing.T) {
	s := good()
	s.Empty = []string{"isles", "camps"}
	if got := under(t, s, "asked"); !strings.Contains(got, "2 strata of the design have no answer (isles, camps): the estimate knows nothing of them.") {
		t.Error(got)
	}
}

// A difference that rests on few degrees of freedom says so.
func TestADifferenceOfFewUnitsIsMarked(t *testing.T) {
	s := made(village{"n", "n1", 30, 10}, village{"n", "n2", 28, 12}, village{"n", "n3", 29, 11}, village{"s", "s1", 10, 30}, village{"s", "s2", 12, 28}, village{"s", "s3", 11, 29})
	c, _ := figures(t, input(s))["perception.people-asked-contrasts"].Cell("area:n:s")
	if note, args := c.Note(); note != "note.contrast-review" {
		t.Error(note, args, c.Why())
	}
}

// Who answered for the study alone is not in a public figure, and a handful of
// them is not counted out loud.
func TestWhoDidNotAgreeIsNotCountedOut(t *testing.T) {
	of := func(uses ...string) map[string]figure.Figure {
		x := answer.Inquiry{Survey: good().Survey}
		x.Kind, x.Design, x.Row.Consent = answer.Reached, nil, "use"
		x.Questions[0].Contrast = nil
		var col []string
		for i := range x.Rows {
			col = append(col, uses[i%len(uses)])
		}
		x.Columns["use"] = answer.NewColumn(col)
		return figures(t, Input{Study: study.Study{Nature: source.Fictional}, Answers: answer.Set{Inquiries: []answer.Inquiry{x}}, Reach: "public"})
	}
	fs := of("internal")
	f := fs["perception.people-asked"]
	c, _ := f.Cell("all", "yes")
	if note, _ := c.Note(); note != "note.nobody-agreed" || c.Why() != figure.NotSaid || !strings.Contains(f.Sentence[lang.English], "nobody who answered agreed") || !strings.Contains(f.Caveats[1][lang.English], "495 people answered without agreeing") {
		t.Error(note, c.Why(), f.Sentence, f.Caveats)
	}
	if s := fs["perception.people-missing"].Sentence[lang.English]; !strings.Contains(s, "nobody who answered agreed") {
		t.Error(s)
	}
	uses := make([]string, 495)
	for i := range uses {
		if uses[i] = "public"; i < 3 {
			uses[i] = "partners"
		}
	}
	f = of(uses...)["perception.people-asked"]
	if !strings.Contains(f.Caveats[1][lang.English], "Fewer than ten people answered without agreeing") {
		t.Error(f.Caveats)
	}
}
