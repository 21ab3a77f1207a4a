package cli

import (
	"regexp"

	"github.com/dires/dires/internal/lang"
)

// kernelSays are what the kernels of survey say when they refuse, with the
// words for it. Kernels have no words of their own.
var kernelSays = []struct {
	says *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`row (\d+): no stratum`), "kernel.no-stratum"},
	{regexp.MustCompile(`(\d+) columns of population sizes for (\d+) stages`), "kernel.fpc-columns"},
	{regexp.MustCompile(`row (\d+): no unit at stage (\d+)`), "kernel.no-unit"},
	{regexp.MustCompile(`row (\d+): no size of the population at stage (\d+)`), "kernel.no-size"},
	{regexp.MustCompile(`row (\d+): two sizes of one population at stage (\d+)`), "kernel.two-sizes"},
	{regexp.MustCompile(`a stratum of stage (\d+) has more units`), "kernel.more-units"},
	{regexp.MustCompile(`row (\d+): weight is negative`), "kernel.weight"},
	{regexp.MustCompile(`column (\d+), row (\d+): no weight`), "kernel.replicate"},
	{regexp.MustCompile(`at least two columns and a positive scale`), "kernel.two-replicates"},
	{regexp.MustCompile(`rho must lie in`), "kernel.rho"},
	{regexp.MustCompile(`a jackknife would drop (\d+) units`), "kernel.jackknife"},
	{regexp.MustCompile(`(\d+) of (\d+) units do not fit in memory`), "kernel.memory"},
	{regexp.MustCompile(`no stratum has two units`), "kernel.pairs"},
	{regexp.MustCompile(`fewer than two rows or columns`), "kernel.few-cells"},
	{regexp.MustCompile(`(?:row|column) "(.*)" is empty`), "kernel.empty-row"},
	{regexp.MustCompile(`empty cells leave no contrast`), "kernel.empty-cells"},
	{regexp.MustCompile(`more cells than degrees of freedom`), "kernel.more-cells"},
	{regexp.MustCompile(`no variance|have no variance`), "kernel.no-variance"},
	{regexp.MustCompile(`depend on each other`), "kernel.depend"},
	{regexp.MustCompile(`(\d+) coefficients with (-?\d+) degrees of freedom`), "kernel.coefficients"},
	{regexp.MustCompile(`the numbers are too large`), "kernel.too-large"},
	{regexp.MustCompile(`row (\d+): the family has no such value`), "kernel.outcome"},
	{regexp.MustCompile(`a column may separate the outcomes`), "kernel.separates"},
	{regexp.MustCompile(`weights grow without end`), "kernel.endless"},
	{regexp.MustCompile(`the margins cannot all hold`), "kernel.margins"},
	{regexp.MustCompile(`margin (\d+) sums to (\S+), the first to (\S+)`), "kernel.margin-sums"},
	{regexp.MustCompile(`row (\d+): margin (\d+) is missing`), "kernel.margin-row"},
	{regexp.MustCompile(`the total of "(.*)" is negative`), "kernel.total"},
	{regexp.MustCompile(`"(.*)" has a total of the population but no weight`), "kernel.no-weight"},
	{regexp.MustCompile(`total (\d+) contradicts the others`), "kernel.contradicts"},
	{regexp.MustCompile(`no weights within reach`), "kernel.reach"},
	{regexp.MustCompile(`bounds must lie on both sides of 1`), "kernel.bounds"},
	{regexp.MustCompile(`estimate quantile: (\S+) is not between 0 and 1`), "kernel.quantile"},
	{regexp.MustCompile(`no replicate weights`), "kernel.no-replicates"},
	{regexp.MustCompile(`few primary units|few-units`), "kernel.few-units"},
	{regexp.MustCompile(`declare design: no rows`), "kernel.no-rows"},
	{regexp.MustCompile(`row (\d+) is neither 0 nor 1`), "kernel.not-share"},
}

// kernelWords says in both languages what a kernel refused; what has no words
// stays as the kernel said it.
func kernelWords(says string) any {
	for _, k := range kernelSays {
		m := k.says.FindStringSubmatch(says)
		if m == nil {
			continue
		}
		args := make([]any, len(m)-1)
		for i, s := range m[1:] {
			args[i] = s
		}
		return lang.Every(k.key, args...)
	}
	return says
}
