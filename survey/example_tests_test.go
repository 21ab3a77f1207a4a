package survey_test

import (
	"fmt"
	"math"

	"github.com/dires/dires/survey"
)

// kilometres is how far each adult of the sample of Orvanie walks to a post.
var kilometres = []float64{2, 5, 7, 7, 11, 3, 20, 18, 9, 25, 14, 30}

func thirds() survey.Factor {
	return survey.NewFactor([]string{"a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b", "c"})
}

func ExampleEstimate_Interval() {
	s, asked, sex := orvanie()
	e, _ := s.Estimate(survey.Query{By: sex, Within: make([]bool, 12)}, survey.Mean(asked))
	_, _, ok := e.Interval(e.At(0, 1), 0.95)
	fmt.Println(ok, e.Why[0])
	// Output: false no rows
}

func ExampleEstimate_Contrast() {
	s, _, sex := orvanie()
	e, _ := s.Estimate(survey.Query{By: sex, Cov: true}, survey.Mean(kilometres))
	c, _ := e.Contrast([]float64{1, -2})
	fmt.Printf("women − twice men: %.3f (SE %.4f)\n", c.Value, c.SE)
	// Output: women − twice men: -13.667 (SE 4.1618)
}

func ExampleEstimate_LogRatio() {
	s, _, sex := orvanie()
	e, _ := s.Estimate(survey.Query{By: sex, Cov: true}, survey.Mean(kilometres))
	c, _ := e.LogRatio(0, 1)
	lo, hi, _ := c.Interval(0.95)
	fmt.Printf("women/men: %.2f, %.2f to %.2f\n", math.Exp(c.Value), math.Exp(lo), math.Exp(hi))
	// Output: women/men: 0.81, 0.35 to 1.85
}

func ExampleSample_MeanIs() {
	s, asked, _ := orvanie()
	t, _ := s.MeanIs(asked, 0.2, survey.Query{})
	fmt.Printf("t(%.0f) = %.3f, p = %.3f\n", t.NumDF, t.Statistic, t.P)
	// Output: t(3) = 0.943, p = 0.415
}

func ExampleSample_MeansEqual() {
	s, _, sex := orvanie()
	t, _ := s.MeansEqual(kilometres, sex, survey.Query{})
	fmt.Printf("men − women %.2f, t(%.0f) = %.3f, p = %.3f\n", t.Estimate, t.NumDF, t.Statistic, t.P)
	// Output: men − women 2.22, t(3) = 0.750, p = 0.508
}

func ExampleSample_RanksEqual() {
	s, _, sex := orvanie()
	t, _ := s.RanksEqual(kilometres, sex, survey.Query{})
	fmt.Printf("t(%.0f) = %.4f, p = %.4f\n", t.NumDF, t.Statistic, t.P)
	// Output: t(3) = -0.0418, p = 0.9692
}

func ExampleSample_Agreement() {
	s, asked, _ := orvanie()
	heard := []float64{1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1}
	name := func(x []float64) survey.Factor {
		out := make([]string, len(x))
		for i, v := range x {
			out[i] = [2]string{"no", "yes"}[int(v)]
		}
		return survey.NewFactor(out)
	}
	k, _ := s.Agreement(name(asked), name(heard), survey.Query{})
	fmt.Printf("kappa %.5f (SE %.4f)\n", k.Value, k.SE)
	// Output: kappa 0.30769 (SE 0.1089)
}

func ExampleSample_Variances() {
	s, _, _ := orvanie()
	v, _ := s.Variances(kilometres, survey.Query{})
	fmt.Printf("%.3f (SE %.3f)\n", v.Value[0], v.SE[0])
	// Output: 67.758 (SE 15.683)
}

func ExampleSample_Standardize() {
	s, asked, sex := orvanie()
	all := survey.Factor{Codes: make([]int32, 12), Levels: []string{"all"}}
	r, _ := s.Standardize(sex, all, []float64{0.6, 0.4})
	e, _ := r.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("%.5f (SE %.4f)\n", e.Value[0], e.SE[0])
	// Output: 0.42222 (SE 0.2049)
}

func ExampleSample_Poststratify() {
	s, asked, sex := orvanie()
	p, _ := s.Poststratify(sex, []float64{520, 480})
	e, _ := p.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("%.5f (SE %.3f)\n", e.Value[0], e.SE[0])
	// Output: 0.39556 (SE 0.201)
}

func ExampleSample_RakeAsR() {
	s, asked, sex := orvanie()
	m := []survey.Margin{{Factor: sex, Totals: []float64{520, 480}}, {Factor: thirds(), Totals: []float64{300, 300, 400}}}
	a, _ := s.Rake(m)
	b, _ := s.RakeAsR(m)
	ea, _ := a.Estimate(survey.Query{}, survey.Mean(asked))
	eb, _ := b.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("same estimate %v, same standard error %v\n", ea.Value[0] == eb.Value[0], ea.SE[0] == eb.SE[0])
	// Output: same estimate true, same standard error false
}

func ExampleSample_Trim() {
	s, _ := survey.New(survey.Design{Weights: []float64{1, 2, 9}})
	r, _ := s.Trim(0, 6)
	fmt.Println(r.Weights())
	_, err := s.Trim(0, 3)
	fmt.Println(err)
	// Output:
	// [2.5 3.5 6]
	// trim weights: 12 shared by 3 rows cannot lie between 0 and 3: design contradicts itself
}

func ExampleSample_Weighting() {
	s, _, _ := orvanie()
	k, _ := s.Weighting()
	fmt.Printf("%d rows count as %.1f; the weights alone cost a factor of %.2f\n", k.N, k.EffectiveN, k.Deff)
	// Output: 12 rows count as 10.8; the weights alone cost a factor of 1.11
}

func ExampleSample_GoodnessOfFit() {
	s, _, _ := orvanie()
	t, err := s.GoodnessOfFit(thirds(), []float64{0.2, 0.3, 0.5}, survey.Query{})
	fmt.Printf("p = %.2f %v\n", t.P, err)
	// Output: p = 0.39 <nil>
}

func ExampleFit_Wald() {
	s, _, _ := orvanie()
	one := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	f, _ := s.Regress(kilometres, append([][]float64{one}, survey.Dummies(thirds())...), survey.Gaussian, survey.Query{})
	t, _ := f.Wald(1, 2)
	fmt.Printf("F(%.0f, %.0f) = %.4f, p = %.4f\n", t.NumDF, t.DenDF, t.Statistic, t.P)
	// Output: F(2, 2) = 0.0257, p = 0.9749
}

func ExampleFit_Interval() {
	s, asked, sex := orvanie()
	one := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	f, _ := s.Regress(asked, [][]float64{one, survey.Dummies(sex)[0]}, survey.Binomial, survey.Query{})
	lo, hi := f.Interval(1, 0.95)
	fmt.Printf("log odds, men − women: %.4f (SE %.4f), %.1f to %.1f\n", f.Coef[1], f.SE[1], lo, hi)
	// Output: log odds, men − women: -1.4759 (SE 1.2282), -5.4 to 2.4
}
