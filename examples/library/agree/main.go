// Agree prints how far three coders agree on what followed an incident.
package main

import (
	"fmt"
	"log"

	"github.com/dires/dires/agreement"
)

func main() {
	r, err := agreement.FromLabels(3, []string{
		"mediation", "mediation", "mediation",
		"none", "none", "military",
		"military", "military", "military",
		"none", "", "none",
		"mediation", "none", "mediation",
	})
	if err != nil {
		log.Fatal(err)
	}
	alpha, err := agreement.Krippendorff(r, agreement.Nominal)
	if err != nil {
		log.Fatal(err)
	}
	percent, err := agreement.Percent(r, agreement.Identity)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d units, %d coders: alpha %.3f, percent agreement %.3f\n",
		r.Units(), r.Coders(), alpha.Value, percent.Value)
}
