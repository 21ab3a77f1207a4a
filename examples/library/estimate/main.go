// Estimate prints the share of people who felt safe, from a stratified
// two-stage sample of a fictional country.
package main

import (
	"fmt"
	"log"

	"github.com/dires/dires/survey"
)

func main() {
	strata := []string{"Plaine", "Plaine", "Plaine", "Plaine", "Rive", "Rive", "Rive", "Rive"}
	village := []string{"1", "1", "2", "2", "1", "1", "2", "2"}
	sample, err := survey.New(survey.Design{
		Weights:  []float64{100, 100, 100, 100, 50, 50, 50, 50},
		Strata:   survey.NewFactor(strata),
		Clusters: []survey.Factor{survey.NewFactor(village)},
	})
	if err != nil {
		log.Fatal(err)
	}
	safe := []float64{1, 0, 1, 1, 0, 1, 0, 0}
	e, err := sample.Estimate(survey.Query{}, survey.Mean(safe))
	if err != nil {
		log.Fatal(err)
	}
	low, high, ok := e.Interval(0, 0.95)
	if !ok {
		log.Fatal("no interval: too few clusters")
	}
	fmt.Printf("felt safe: %.1f %% (standard error %.1f, 95 %% interval %.1f to %.1f, %d degrees of freedom)\n",
		100*e.Value[0], 100*e.SE[0], 100*low, 100*high, e.DF[0])
}
