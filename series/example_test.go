package series_test

import (
	"fmt"

	"github.com/dires/dires/series"
)

// months is an invented series that jumps at month 40, on a zigzag.
func months() []float64 {
	c := make([]float64, 80)
	for i := range c {
		c[i] = float64(8 + i%3)
		if i >= 40 {
			c[i] += 12
		}
	}
	return c
}

func ExampleLogCounts() {
	fmt.Printf("%.3f\n", series.LogCounts([]float64{0, 1, 10}))
	// Output: [-0.693 0.405 2.351]
}

func ExamplePlacebo() {
	b, err := series.Placebo(series.LogCounts(months()), 40, 24)
	fmt.Printf("%v rank %d of %d, step %.2f %v\n", b.Tier, b.Rank, b.Dates, b.Step, err)
	// Output: T1 rank 1 of 33, step 0.83 <nil>
}

func ExamplePlain() {
	c, err := series.Plain(series.LogCounts(months()), 40)
	fmt.Printf("step %.2f, for comparison only: %v %v\n", c.Step, c.ForComparisonOnly, err)
	// Output: step 0.82, for comparison only: true <nil>
}

func ExampleHAC() {
	c, err := series.HAC(series.LogCounts(months()), 40, 6)
	fmt.Printf("step %.2f, lag %d %v\n", c.Step, c.Lag, err)
	// Output: step 0.82, lag 6 <nil>
}

func ExampleGate() {
	tier, why := series.Gate(series.Record{Periods: 60, Break: 50, OtherMeasures: 2, SourcesStable: true, BoundariesStable: true})
	fmt.Println(tier, why)
	// Output: T1 [few-after other-measures]
}

func ExampleChangePoints() {
	c, err := series.ChangePoints(months(), series.Poisson, 8, 6)
	for _, s := range c.Segments {
		fmt.Printf("%d to %d: %.1f a month\n", s.From, s.To-1, s.Mean)
	}
	fmt.Println(c.Tier, err)
	// Output:
	// 0 to 39: 9.0 a month
	// 40 to 79: 21.0 a month
	// T1 <nil>
}

func ExampleSeasons() {
	r, err := series.Seasons([]float64{4, 0, 2, 2}, 2, 0, 0.95)
	fmt.Printf("%.1f a period (%.2f to %.2f), %.2f of the mean %v\n", r[0].Rate, r[0].Low, r[0].High, r[0].Relative, err)
	// Output: 3.0 a period (1.10 to 6.53), 1.50 of the mean <nil>
}
