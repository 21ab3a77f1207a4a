package perception

import (
	"errors"
	"math"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/survey"
)

// estimates is a figure of a sample, with the terms of a statistician under
// it: estimator, variance and interval, how many of those drawn answered, how
// many of those asked gave an answer, and what rule a lonely stratum follows.
func (d drawn) estimates(q answer.Question, id, unit, method string, dim figure.Dim) figure.Figure {
	f := d.frame(id, figure.Estimate, unit, method, dim)
	kind, ci := "share", "ci-"+string(d.method)
	if q.Kind == "number" {
		kind, ci = "mean", "ci-t"
	}
	if method == "contrast" {
		kind, ci = "contrast-"+kind, "ci-t"
	}
	f.Caveats = append(f.Caveats, say("caveat.estimator", say("perception.est-"+kind), d.variance(), level(d.level), say("perception."+ci)))
	f.Caveats = append(f.Caveats, d.notes...)
	if without := d.silent(q); without >= 1 {
		f.Caveats = append(f.Caveats, say("caveat.item-missing", without))
	}
	return f
}

// variance names how the variance is estimated.
func (d drawn) variance() lang.Text {
	x := d.s.Design
	switch {
	case x.Replicates != nil:
		return say("perception.var-replicates", strings.ToUpper(x.Replicates.Type), d.x.Replications())
	case len(x.Population) == 0:
		return say("perception.var-with-replacement")
	}
	return say("perception.var-taylor")
}

// silent is the percentage of those asked who gave no answer, as a whole
// number: never a handful of people.
func (d drawn) silent(q answer.Question) int {
	asked, none := 0, 0
	for _, i := range d.rows {
		switch d.s.Reason(q, i) {
		case answer.NotAsked:
		case answer.Given:
			asked++
		default:
			asked, none = asked+1, none+1
		}
	}
	if asked == 0 {
		return 0
	}
	return int(math.Round(100 * float64(none) / float64(asked)))
}

// draw says of those drawn how many answered, which strata nobody answered in,
// and by which rule strata of one unit count, where there are any.
func (r room) draw(s answer.Sample) (notes []lang.Text) {
	lost := 0
	for _, n := range s.Lost {
		lost += n
	}
	switch n := len(s.Rows); {
	case s.Row.Status == "" || n == 0:
	case lost == 0:
		notes = append(notes, say("caveat.drawn-all", n))
	case lost < 10: // never a handful of people
		notes = append(notes, say("caveat.drawn-few", n))
	default:
		notes = append(notes, say("caveat.drawn", n+lost, n, percent(float64(n)/float64(n+lost))))
	}
	if n := len(s.Empty); n > 0 {
		notes = append(notes, say("caveat.empty-strata", n, strings.Join(s.Empty, ", ")))
	}
	if strata := lonely(s); len(strata) > 0 {
		notes = append(notes, say("caveat.lonely", len(strata), strings.Join(strata, ", "), say("perception.lonely-"+s.Design.Lonely)))
	}
	return notes
}

// lonely are the strata that the design's rule is needed for.
func lonely(s answer.Sample) []string {
	if s.Design.Lonely == "" || s.Design.Lonely == "fail" || s.Design.Replicates != nil {
		return nil
	}
	strict := *s.Design
	strict.Lonely = "fail"
	s.Design = &strict
	x, err := s.Draw()
	if err != nil {
		return nil
	}
	ones := make([]float64, len(s.Rows))
	for i := range ones {
		ones[i] = 1
	}
	_, err = x.Estimate(survey.Query{}, survey.Total(ones))
	var l *survey.LonelyError
	if !errors.As(err, &l) {
		return nil
	}
	return l.Strata
}
