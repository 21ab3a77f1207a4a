package cli

import (
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

// Whatever is asked, its estimator, variance and interval have a name in both
// languages.
func TestEveryEstimateHasItsTerms(t *testing.T) {
	for _, e := range estimators {
		methods := e.methods
		if methods == nil {
			methods = []string{""}
		}
		for _, m := range methods {
			for _, f := range []estimateFlags{{lonely: "fail"}, {fpc: []string{"N"}, lonely: "adjust"}, {fpc: []string{"N"}, rake: "m.csv", lonely: "remove"}, {calibrate: "m.csv", lonely: "certainty"},
				{kind: "fay", lonely: "average"}, {replicates: "r*", kind: "jk1", lonely: "fail"}} {
				for _, s := range []string{"F", "Wald"} {
					f.what, f.method, f.statistic = e.name, m, s
					for _, tag := range []lang.Tag{lang.French, lang.English} {
						says := f.terms().words(lang.For(tag), 0.95)
						if strings.ContainsAny(says, "⟨{}") || !strings.Contains(says, "95") && e.name != "chisq" {
							t.Errorf("%s %s: %s", e.name, m, says)
						}
						if (f.lonely != "fail" && f.replicates == "") != strings.Contains(says, f.lonely) && f.lonely != "fail" {
							t.Errorf("%s: %s", f.lonely, says)
						}
					}
				}
			}
		}
	}
}

// Half samples of strata with more than two units say how the pairs came about.
func TestPairsInTheOrderOfTheFileAreSaid(t *testing.T) {
	const dir = "../../survey/testdata/halves/"
	for file, want := range map[string]bool{"four": true, "two": false} {
		var out strings.Builder
		c := newToolEstimate(&app{})
		c.SetArgs([]string{dir + file + ".csv", "mean", "y", "--weights", "w", "--strata", "stratum", "--psu", "ea", "--type", "brr", "--json"})
		c.SetOut(&out)
		if err := c.Execute(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "S390") != want {
			t.Errorf("%s: %s", file, out.String())
		}
	}
}
