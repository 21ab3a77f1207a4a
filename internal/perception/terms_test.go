package perception

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/lang"
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

// A difference that rests on few degrees of freedom says so.
func TestADifferenceOfFewUnitsIsMarked(t *testing.T) {
	s := made(village{"n", "n1", 30, 10}, village{"n", "n2", 28, 12}, village{"n", "n3", 29, 11}, village{"s", "s1", 10, 30}, village{"s", "s2", 12, 28}, village{"s", "s3", 11, 29})
	c, _ := figures(t, input(s))["perception.people-asked-contrasts"].Cell("area:n:s")
	if note, args := c.Note(); note != "note.contrast-review" {
		t.Error(note, args, c.Why())
	}
}
