package faults

import "testing"

// TestSheets holds what reading a table must do: every sheet, every row, one
// rule a column, or a sentence that says why not.
func TestSheets(t *testing.T) {
	run(t, sheets)
}

var sheets = []fault{
	{
		name: "R18-names-of-formats", files: []string{"real/R18-portable.por", "real/R18-stata.dta", "real/R18-units.shp"},
		sh:    "for f in R18-portable.por R18-stata.dta R18-units.shp; do $DIRES tool estimate $f mean x; echo rc=$?; done",
		want:  []string{"rc="},
		never: []string{"panic"},
	},
}
