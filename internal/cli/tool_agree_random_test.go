package cli

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
)

// Whatever the labels and the flags, the answer is a coefficient or a sentence.
func TestToolAgreeAnswersAnything(t *testing.T) {
	name := filepath.Join(t.TempDir(), "labels.csv")
	rng := rand.New(rand.NewPCG(8, 1))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	rounds, given, refused := 600, 0, 0
	if os.Getenv("DIRES_LONG") == "1" {
		rounds *= 40
	}
	for round := range rounds {
		words := [][]string{{"0", "1"}, {"1", "2", "3", "4"}, {"a", "b", "é"}, {"1e300", "-1e300", "0"}, {"-2", "2.5", "1e-320"}, {"7"}}[rng.IntN(6)]
		coders := 1 + rng.IntN(4)
		var b strings.Builder
		b.WriteString("unit,place")
		for c := range coders {
			fmt.Fprintf(&b, ",c%d", c)
		}
		for u := range rng.IntN(9) {
			fmt.Fprintf(&b, "\n%d,%s", u, pick("x", "y", "z"))
			for range coders {
				b.WriteString("," + pick(append(words, "", "NA")...))
			}
		}
		if err := os.WriteFile(name, []byte(b.String()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"--json", name, "--unit", "unit", "--cluster", "place", "--method", pick("krippendorff", "krippendorff", "cohen", "fleiss", "gwet", "bp", "percent")}
		if rng.IntN(2) == 0 {
			args = append(args, "--metric", pick("nominal", "ordinal", "interval", "ratio"))
		}
		if rng.IntN(2) == 0 {
			args = append(args, "--weights", pick("identity", "linear", "quadratic", "ranked"))
		}
		if rng.IntN(3) == 0 {
			args = append(args, "--bootstrap", pick("1", "20"))
		}
		var out strings.Builder
		err := func() (err error) {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("round %d: %v: %v\n%s", round, args[2:], p, b.String())
				}
			}()
			c := newToolAgree(&app{})
			c.SetArgs(args)
			c.SetOut(&out)
			c.SilenceErrors, c.SilenceUsage = true, true
			return c.Execute()
		}()
		var f *fault.Error
		switch {
		case err == nil && strings.Contains(out.String(), "null"):
			t.Errorf("round %d: %v: no number\n%s\n%s", round, args[2:], out.String(), b.String())
		case err == nil:
			given++
		case errors.As(err, &f):
			refused++
		default:
			t.Errorf("round %d: %v: no words for %v\n%s", round, args[2:], err, b.String())
		}
		if t.Failed() {
			return
		}
	}
	if given < rounds/8 || refused < rounds/8 {
		t.Errorf("%d given, %d refused: the test tests little", given, refused)
	}
}
