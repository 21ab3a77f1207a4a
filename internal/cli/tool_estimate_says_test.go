package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

// unsaidKernels are refusals that no command line reaches: the words of flags are
// checked before, and other kernels are asked by rooms alone.
var unsaidKernels = regexp.MustCompile(`is none of|trim weights|contrast estimates|compare |standardize|estimate kappa|test mean|test shares|make replicates: (the sample has|make them)|needs the rscales|is missing or beyond|share is not positive|: %v$|^test table$`)

// Every refusal of the kernels that a command line can meet has words.
func TestWhatKernelsRefuseHasWords(t *testing.T) {
	names, err := filepath.Glob("../../survey/*.go")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	said := regexp.MustCompile(`fmt\.Errorf\("([^"]*(?:\\"[^"]*)*): %w", .*Err(?:Design|Degenerate|NoConvergence)\)`)
	used, n := map[string]bool{}, 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(b), -1) {
			if unsaidKernels.MatchString(m[1]) {
				continue
			}
			n++
			form := strings.NewReplacer(`\"`, `"`, "%d", "7", "%g", "0.5", "%q", `"x"`).Replace(m[1])
			x, ok := kernelWords(form).(lang.Text)
			if !ok {
				t.Errorf("%s: %q has no words in tool_estimate_says.go", filepath.Base(name), form)
				continue
			}
			used[fmt.Sprint(x)] = true
			for tag, s := range x {
				if strings.ContainsAny(s, "{}⟨") {
					t.Errorf("%s: %s", tag, s)
				}
			}
		}
	}
	if n < 25 || len(used) < 20 {
		t.Errorf("%d refusals found, %d sorts", n, len(used))
	}
}
