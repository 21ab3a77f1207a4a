package sdc_test

import (
	"fmt"

	"github.com/dires/dires/internal/sdc"
)

func village() sdc.Keys {
	k, err := sdc.NewKeys([]int32{0, 0, 0, 1, 1}, []int32{0, 0, 1, 0, sdc.Missing})
	if err != nil {
		panic(err)
	}
	return k
}

func ExampleNewKeys() {
	fmt.Println(village().Len(), village().Column(1))
	// Output: 5 [0 0 1 0 -1]
}

func ExampleFrequencies() {
	f, err := sdc.Frequencies(village(), []float64{10, 10, 10, 20, 20}, sdc.Wildcard)
	fmt.Println(f, err)
	// Output: [{2 20} {2 20} {1 10} {2 40} {2 40}] <nil>
}

func ExampleRisk() {
	fmt.Printf("%.4f\n", sdc.Risk(sdc.Frequency{Sample: 1, Population: 17}))
	// Output: 0.1771
}

func ExampleRiskApprox() {
	f := sdc.Frequency{Sample: 5, Population: 500}
	fmt.Printf("%.6f, exactly %.6f\n", sdc.RiskApprox(f), sdc.Risk(f))
	// Output: 0.002494, exactly 0.002492
}

func ExampleLDiversity() {
	d, err := sdc.LDiversity(village(), []int32{0, 0, 1, 0, 1})
	fmt.Printf("%d answer, %d answers %v\n", d[0].Distinct, d[3].Distinct, err)
	// Output: 1 answer, 2 answers <nil>
}

func ExampleBlank() {
	b, err := sdc.Blank(village(), sdc.Wish{K: 2})
	fmt.Println(b.Values, err)
	// Output: [1 0] <nil>
}

func ExampleDominated() {
	fmt.Println(sdc.Dominated([]float64{90, 5, 5}, 1, 0.85), sdc.Dominated([]float64{40, 30, 30}, 2, 0.85))
	// Output: true false
}

func ExamplePPercent() {
	// 100 against 50: with all but 8 known, the second can tell the first within 8 %.
	fmt.Println(sdc.PPercent([]float64{8, 50, 100}, 0.10), sdc.PPercent([]float64{20, 50, 100}, 0.10))
	// Output: true false
}
