package cli

import (
	"fmt"
	"testing"
)

// The bounds of what is said of a quantile: 30 answers, 10 beyond it, 8 degrees of freedom.
func TestRemarksOfAQuantile(t *testing.T) {
	for _, c := range []struct {
		n, df int
		p     float64
		want  string
	}{
		{29, 8, .5, "[small_n]"}, {30, 8, .5, "[]"}, {60, 59, .9, "[few_beyond]"}, {99, 98, .9, "[few_beyond]"}, {100, 99, .9, "[]"},
		{100, 99, .1, "[]"}, {99, 98, .1, "[few_beyond]"}, {100, 7, .5, "[few_df]"}, {19, 18, .5, "[small_n few_beyond]"},
	} {
		if got := fmt.Sprint(rank(c.n, c.p, c.df)); got != c.want {
			t.Errorf("n %d, p %g, df %d: %s, want %s", c.n, c.p, c.df, got, c.want)
		}
	}
}
