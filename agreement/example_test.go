package agreement_test

import (
	"fmt"
	"math"

	"github.com/dires/dires/agreement"
)

// krippendorff is the published example of four coders on twelve units.
func krippendorff() agreement.Ratings {
	na := math.NaN()
	r, err := agreement.FromNumbers(4, []float64{
		1, 1, na, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4,
		4, 4, 4, 4, 1, 1, 2, 1, 2, 2, 2, 2, na, 5, 5, 5, na, na, 1, 1, na, 3, na, na,
	})
	if err != nil {
		panic(err)
	}
	return r
}

func ExampleFromNumbers() {
	r, err := agreement.FromNumbers(2, []float64{1, 2, 2, 2, math.NaN(), 1})
	fmt.Println(r.Units(), r.Coders(), r.Categories(), err)
	// Output: 3 2 [1 2] <nil>
}

func ExampleFromLabels() {
	r, err := agreement.FromLabels(2, []string{"médiation", "médiation", "aucune", ""})
	fmt.Println(r.Units(), r.Categories(), err)
	// Output: 2 [aucune médiation] <nil>
}

func ExampleKrippendorff() {
	for m := agreement.Nominal; m <= agreement.Ratio; m++ {
		a, err := agreement.Krippendorff(krippendorff(), m)
		fmt.Printf("%v %.3f %v\n", m, a.Value, err)
	}
	// Output:
	// nominal 0.743 <nil>
	// ordinal 0.815 <nil>
	// interval 0.849 <nil>
	// ratio 0.797 <nil>
}

func ExampleBootstrap() {
	b, err := agreement.Bootstrap(krippendorff(), agreement.Nominal, agreement.Plan{Replicates: 1000, Seed: 1})
	fmt.Printf("%.1f to %.1f from %d units %v\n", b.Low, b.High, b.Drawn, err)
	// Output: 0.4 to 1.0 from 11 units <nil>
}

func ExamplePercent() {
	c, err := agreement.Percent(krippendorff(), agreement.Identity)
	fmt.Printf("%.4f %v\n", c.Value, err)
	// Output: 0.8182 <nil>
}

func ExampleGwet() {
	c, err := agreement.Gwet(krippendorff(), agreement.Identity)
	fmt.Printf("AC1 %.4f, standard error %.4f %v\n", c.Value, c.SE, err)
	// Output: AC1 0.7754, standard error 0.1429 <nil>
}

func ExampleBrennanPrediger() {
	c, err := agreement.BrennanPrediger(krippendorff(), agreement.Identity)
	fmt.Printf("%.4f %v\n", c.Value, err)
	// Output: 0.7727 <nil>
}

func ExampleFleiss() {
	c, err := agreement.Fleiss(krippendorff(), agreement.Identity)
	fmt.Printf("%.4f %v\n", c.Value, err)
	// Output: 0.7612 <nil>
}

func ExampleConger() {
	c, err := agreement.Conger(krippendorff(), agreement.Identity)
	fmt.Printf("%.4f %v\n", c.Value, err)
	// Output: 0.7621 <nil>
}

func ExampleCohen() {
	r, _ := agreement.FromLabels(2, []string{"yes", "yes", "yes", "no", "no", "no", "no", "no"})
	k, err := agreement.Cohen(r, agreement.Identity)
	fmt.Printf("%.2f %v\n", k.Value, err)
	// Output: 0.50 <nil>
}

func ExampleKappa_Interval() {
	r, _ := agreement.FromLabels(2, []string{"yes", "yes", "yes", "no", "no", "no", "no", "no"})
	k, _ := agreement.Cohen(r, agreement.Identity)
	lo, hi, ok := k.Interval(0.95)
	fmt.Printf("%.2f to %.2f %v\n", lo, hi, ok)
	// Output: -0.23 to 1.00 true
}

func ExampleLight() {
	r, _ := agreement.FromLabels(3, []string{"yes", "yes", "yes", "yes", "no", "no", "no", "no", "no", "no", "no", "yes"})
	k, err := agreement.Light(r)
	fmt.Printf("%.3f %v\n", k, err)
	// Output: 0.333 <nil>
}

func ExampleFleissTest() {
	r, _ := agreement.FromLabels(3, []string{"yes", "yes", "yes", "yes", "no", "no", "no", "no", "no", "no", "no", "yes"})
	k, err := agreement.FleissTest(r)
	fmt.Printf("kappa %.3f, z %.2f %v\n", k.Value, k.Z, err)
	// Output: kappa 0.314, z 1.09 <nil>
}

func ExampleSpecificAgreement() {
	r, _ := agreement.FromLabels(2, []string{"yes", "yes", "yes", "no", "no", "no", "no", "no"})
	s, err := agreement.SpecificAgreement(r)
	fmt.Println(s[0].Category, s[0].Agreement, s[1].Category, s[1].Prevalence, err)
	// Output: no 0.8 yes 0.375 <nil>
}

func ExampleNewCoders() {
	_, err := agreement.NewCoders(2, 2, 2, []agreement.Judgement{{Item: 0, Coder: 0, Code: 1}})
	fmt.Println(err)
	// Output: collect judgements: item 1 has no judgement
}

func ExampleDawidSkene() {
	// Three coders apply a codebook of two categories to four items; the third
	// disagrees once.
	var work []agreement.Judgement
	for item, row := range [][]agreement.Code{{0, 0, 0}, {0, 0, 1}, {1, 1, 1}, {1, 1, 1}} {
		for coder, code := range row {
			work = append(work, agreement.Judgement{Item: item, Coder: coder, Code: code})
		}
	}
	c, _ := agreement.NewCoders(4, 3, 2, work)
	q, err := agreement.DawidSkene(c, 0.01)
	fmt.Printf("third coder writes 1 for 0: %.2f %v\n", q.Error[2][0][1], err)
	// Output: third coder writes 1 for 0: 0.50 <nil>
}
