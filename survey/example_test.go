package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/dires/dires/survey"
)

// orvanie is a small two-stage sample of the fictional country Orvanie: two
// strata, three villages in each, two adults in each village.
func orvanie() (s *survey.Sample, asked []float64, sex survey.Factor) {
	strata := []string{"Plaine", "Plaine", "Plaine", "Plaine", "Plaine", "Plaine", "Rive", "Rive", "Rive", "Rive", "Rive", "Rive"}
	village := []string{"1", "1", "2", "2", "3", "3", "1", "1", "2", "2", "3", "3"}
	s, err := survey.New(survey.Design{
		Weights:  []float64{100, 100, 100, 100, 100, 100, 50, 50, 50, 50, 50, 50},
		Strata:   survey.NewFactor(strata),
		Clusters: []survey.Factor{survey.NewFactor(village)},
	})
	if err != nil {
		panic(err)
	}
	asked = []float64{1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0}
	sex = survey.NewFactor([]string{"F", "M", "F", "M", "F", "M", "F", "M", "F", "M", "F", "M"})
	return s, asked, sex
}

func ExampleNew() {
	s, err := survey.New(survey.Design{Weights: []float64{10, 20, 30}, Strata: survey.NewFactor([]string{"Rive", "Plaine", "Plaine"})})
	fmt.Println(s.Rows(), err)
	_, err = s.Estimate(survey.Query{}, survey.Mean([]float64{1, 0, 1}))
	fmt.Println(err)
	// Output:
	// 3 <nil>
	// estimate variance: one unit only at stage 1 in Rive: merge each with a similar stratum, or choose remove, adjust or average
}

func ExampleMean() {
	s, asked, _ := orvanie()
	e, _ := s.Estimate(survey.Query{}, survey.Mean(asked))
	lo, hi, _ := e.Interval(0, 0.95)
	fmt.Printf("%.3f (SE %.3f), %.2f to %.2f with %d degrees of freedom\n", e.Value[0], e.SE[0], lo, hi, e.DF[0])
	// Output: 0.389 (SE 0.200), -0.17 to 0.95 with 4 degrees of freedom
}

func ExampleTotal() {
	s, asked, sex := orvanie()
	e, _ := s.Estimate(survey.Query{By: sex}, survey.Total(asked))
	fmt.Println(e.Levels, e.Value)
	// Output: [F M] [250 100]
}

func ExampleRatio() {
	s, asked, _ := orvanie()
	heard := []float64{1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1}
	e, _ := s.Estimate(survey.Query{}, survey.Ratio(asked, heard))
	fmt.Printf("%.3f (SE %.3f)\n", e.Value[0], e.SE[0])
	// Output: 0.500 (SE 0.192)
}

func ExampleShares() {
	s, _, sex := orvanie()
	e, _ := s.Estimate(survey.Query{}, survey.Shares(sex)...)
	fmt.Printf("%.2f\n", e.Value)
	// Output: [0.50 0.50]
}

func ExampleIndicator() {
	f := survey.NewFactor([]string{"oui", "", "non"})
	fmt.Println(survey.Indicator(f, 1))
	// Output: [1 NaN 0]
}

func ExampleNewFactor() {
	f := survey.NewFactor([]string{"Rive", "", "Plaine"})
	fmt.Println(f.Levels, f.Codes)
	// Output: [Plaine Rive] [1 -1 0]
}

func ExampleCross() {
	f := survey.Cross(survey.NewFactor([]string{"F", "M", "F"}), survey.NewFactor([]string{"Rive", "Plaine", "Plaine"}))
	fmt.Println(f.Levels, f.Codes)
	// Output: [F × Plaine M × Plaine F × Rive] [2 1 0]
}

func ExampleDummies() {
	fmt.Println(survey.Dummies(survey.NewFactor([]string{"a", "b", "c", "a"})))
	// Output: [[0 1 0 0] [0 0 1 0]]
}

func ExampleParseLonely() {
	_, err := survey.ParseLonely("ignore")
	fmt.Println(err)
	// Output: parse lonely rule: "ignore" is none of fail, remove, certainty, adjust, average
}

func ExampleEstimate_Difference() {
	s, asked, sex := orvanie()
	e, _ := s.Estimate(survey.Query{By: sex, Cov: true}, survey.Mean(asked))
	d, _ := e.Difference(0, 1)
	lo, hi, _ := d.Interval(0.95)
	fmt.Printf("women − men: %.3f, %.2f to %.2f\n", d.Value, lo, hi)
	// Output: women − men: 0.333, -0.36 to 1.02
}

func ExampleSample_Shares() {
	s, asked, _ := orvanie()
	for _, m := range []survey.Method{survey.Logit, survey.Beta, survey.Wilson} {
		sh, _ := s.Shares(asked, m, 0.95, survey.Query{})
		fmt.Printf("%-6s %.3f to %.3f, effective n %.1f\n", m, sh[0].Lo, sh[0].Hi, sh[0].EffectiveN)
	}
	// Output:
	// logit  0.058 to 0.869, effective n 5.9
	// beta   0.027 to 0.896, effective n 5.9
	// wilson 0.080 to 0.824, effective n 5.9
}

func ExampleSample_Standards() {
	s, asked, _ := orvanie()
	p, _ := s.Standards(asked, survey.Query{})
	fmt.Println("suppress:", p[0].Suppress(), "— n below 30:", p[0].SmallN)
	// Output: suppress: true — n below 30: true
}

func ExampleSample_Quantiles() {
	s, _, _ := orvanie()
	km := []float64{2, 5, 7, 7, 11, 3, 20, 18, 9, 25, 14, 30}
	m, _ := s.Quantiles(km, []float64{0.5}, survey.QuantileOptions{}, survey.Query{})
	fmt.Println(m[0][0].Value)
	// Output: 7
}

func ExampleSample_Rake() {
	s, asked, sex := orvanie()
	r, _ := s.Rake([]survey.Margin{{Factor: sex, Totals: []float64{520, 480}}})
	e, _ := r.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("%.3f\n", e.Value[0])
	// Output: 0.396
}

func ExampleSample_Calibrate() {
	s, _, _ := orvanie()
	one, age := make([]float64, 12), []float64{20, 30, 40, 50, 60, 20, 30, 40, 50, 60, 30, 40}
	for i := range one {
		one[i] = 1
	}
	c, _ := s.Calibrate([][]float64{one, age}, []float64{1000, 39000}, survey.Distance{Kind: "linear"})
	e, _ := c.Estimate(survey.Query{}, survey.Total(one), survey.Total(age))
	fmt.Printf("%.0f\n", e.Value)
	// Output: [1000 39000]
}

func ExampleSample_Bootstrap() {
	s, asked, _ := orvanie()
	b, _ := s.Bootstrap(500, rand.New(rand.NewPCG(1, 2)))
	e, _ := b.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("%.3f, SE about %.1f\n", e.Value[0], e.SE[0])
	// Output: 0.389, SE about 0.2
}

func ExampleSample_Jackknife() {
	s, asked, _ := orvanie()
	j, _ := s.Jackknife(false)
	e, _ := j.Estimate(survey.Query{}, survey.Mean(asked))
	fmt.Printf("%.3f (SE %.3f)\n", e.Value[0], e.SE[0])
	// Output: 0.389 (SE 0.200)
}

func ExampleSample_HalfSamples() {
	// Two strata, two villages in each, two adults in each village.
	s, _ := survey.New(survey.Design{
		Weights:  []float64{100, 100, 100, 100, 50, 50, 50, 50},
		Strata:   survey.NewFactor([]string{"Plaine", "Plaine", "Plaine", "Plaine", "Rive", "Rive", "Rive", "Rive"}),
		Clusters: []survey.Factor{survey.NewFactor([]string{"a", "a", "b", "b", "c", "c", "d", "d"})},
	})
	asked := []float64{1, 0, 0, 0, 0, 0, 1, 0}
	for _, rho := range []float64{0, 0.3} { // plain BRR, then Fay's variant
		b, err := s.HalfSamples(rho, false)
		e, _ := b.Estimate(survey.Query{}, survey.Total(asked), survey.Mean(asked))
		fmt.Printf("%.0f (SE %.1f), %.2f (SE %.3f), %v\n", e.Value[0], e.SE[0], e.Value[1], e.SE[1], err)
	}
	// Output:
	// 150 (SE 111.8), 0.25 (SE 0.186), <nil>
	// 150 (SE 111.8), 0.25 (SE 0.186), <nil>
}

func ExampleHadamard() {
	for _, row := range survey.Hadamard(3) {
		fmt.Println(row)
	}
	fmt.Println(len(survey.Hadamard(50)))
	// Output:
	// [1 1 1 1]
	// [1 -1 1 -1]
	// [1 1 -1 -1]
	// [1 -1 -1 1]
	// 56
}

func ExampleNewReplicated() {
	s, _ := survey.NewReplicated(survey.Replicates{
		Weights: []float64{1, 1}, Columns: [][]float64{{2, 0}, {0, 2}}, Scale: 0.5, Combined: true})
	e, _ := s.Estimate(survey.Query{}, survey.Total([]float64{3, 5}))
	fmt.Println(e.Value[0], math.Round(e.SE[0]))
	// Output: 8 2
}

func ExampleScales() {
	x, _ := survey.Scales("fay", 10, 0.5)
	fmt.Println(x)
	// Output: 0.4
}

func ExampleSample_Independence() {
	s, asked, sex := orvanie()
	names := make([]string, len(asked))
	for i, a := range asked {
		names[i] = [2]string{"not asked", "asked"}[int(a)]
	}
	t, _ := s.Independence(sex, survey.NewFactor(names), "F", survey.Query{})
	fmt.Printf("F(%.0f, %.0f) = %.2f, p = %.2f\n", t.NumDF, t.DenDF, t.Statistic, t.P)
	// Output: F(1, 4) = 1.52, p = 0.28
}

func ExampleSample_Regress() {
	s, asked, sex := orvanie()
	one := make([]float64, 12)
	for i := range one {
		one[i] = 1
	}
	f, _ := s.Regress(asked, [][]float64{one, survey.Dummies(sex)[0]}, survey.Gaussian, survey.Query{})
	fmt.Printf("men: %.3f (SE %.3f), %d degrees of freedom\n", f.Coef[1], f.SE[1], f.DF)
	// Output: men: -0.333 (SE 0.248), 3 degrees of freedom
}
