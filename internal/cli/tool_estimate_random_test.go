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

// Whatever the file and the flags, the answer is figures or a sentence: never
// a panic, never a number that JSON has not, never a refusal without words.
func TestToolEstimateAnswersAnything(t *testing.T) {
	dir := t.TempDir()
	rounds := 400 // DIRES_LONG=1: sixty times as many
	if os.Getenv("DIRES_LONG") == "1" {
		rounds *= 60
	}
	rng := rand.New(rand.NewPCG(2, 14))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	odd := []string{"", "NA", "0", "1", "-1", "1e308", "-1e308", "1e-300", "x", "y z", "é", "7", "0.5", "1,5", "inf", "NaN", "\"a,b\""}
	refused, given := 0, 0
	for round := range rounds {
		heads := []string{"s", "c", "i", "w", "n1", "y", "x", "u", "g", "r1", "r2", "r3"}
		var b strings.Builder
		b.WriteString(strings.Join(heads, ",") + "\n")
		for i := range rng.IntN(30) {
			for j, h := range heads {
				cell := fmt.Sprint(rng.IntN(3))
				switch {
				case rng.IntN(150) == 0:
					cell = pick(odd...)
				case h == "w" || h[0] == 'r':
					cell = fmt.Sprint(rng.IntN(4))
				case h == "n1":
					cell = "9"
				case h == "y" || h == "x":
					cell = fmt.Sprintf("%.2f", rng.NormFloat64())
				case h == "i":
					cell = fmt.Sprint(i)
				}
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(cell)
			}
			b.WriteByte('\n')
		}
		name, margins := filepath.Join(dir, "data.csv"), filepath.Join(dir, "margins.csv")
		table := "variable,level,total\n" + pick("u,0,5\nu,1,7\nu,2,3\n", "u,0,5\n", "1,,9\ny,,3\n", "u,0,4\nu,1,4\nu,2,4\ng,0,6\ng,1,3\ng,2,3\n", "y,,1e308\n", "")
		for f, text := range map[string]string{name: b.String(), margins: table} {
			if err := os.WriteFile(f, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		args := []string{name, pick("mean", "total", "prop", "quantile", "ratio", "chisq", "lm", "logit")}
		for range map[string]int{"ratio": 2, "chisq": 2, "lm": 3, "logit": 2}[args[1]] + rng.IntN(20)/19 + 1 - min(1, strings.Count("ratio chisq lm logit", args[1])) {
			args = append(args, pick("y", "x", "u", "g", "w"))
		}
		if args[1] == "logit" || args[1] == "lm" && rng.IntN(2) == 0 {
			args[2] = pick("u", "y")
			args[3] = pick("factor(g)", "x", "factor(y)")
		}
		maybe := func(flags ...string) {
			if rng.IntN(3) == 0 {
				args = append(args, flags...)
			}
		}
		maybe("--weights", "w")
		maybe("--weights", "w", "--psu", "i")
		maybe("--strata", pick("s", "g"))
		maybe("--psu", pick("c", "c,i", "g"))
		maybe("--fpc", pick("n1", "n1,n1", "u"))
		maybe("--srs")
		maybe("--lonely", pick("remove", "adjust", "average", "certainty"))
		maybe("--lonely", pick("remove", "adjust", "average", "certainty"))
		maybe("--lonely-in-domain")
		maybe("--by", pick("g", "u", "g,u", "y"))
		if rng.IntN(8) == 0 {
			args = append(args, "--contrast", pick("0,1", "1,2", "0 × 1,1 × 0", "x"))
		}
		switch {
		case args[1] == "prop":
			maybe("--method", pick("logit", "beta", "wilson"))
		case args[1] == "quantile" || rng.IntN(20) == 0:
			maybe("--method", pick("mean", "beta", "logit", "asin", "score", "replicates"))
		}
		maybe("--p", pick("0.5", "0.1,0.9", "0.999999"))
		maybe("--rule", pick("hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "hf10"))
		maybe("--statistic", pick("F", "Chisq", "saddlepoint", "Wald", "adjWald"))
		if rng.IntN(8) == 0 {
			args = append(args[:len(args):len(args)], "--weights", "w", "--replicates", "r?", "--type", pick("jk1", "brr", "fay", "bootstrap"))
		}
		if rng.IntN(6) == 0 {
			args = append(args, pick("--rake", "--poststratify", "--calibrate"), margins)
			maybe("--distance", pick("exponential", "logit"))
			maybe("--bounds", "0.2,4")
		}
		if rng.IntN(6) == 0 {
			args = append(args, "--type", pick("jk1", "jkn", "brr", "fay", "bootstrap"))
			maybe("--fay", pick("0", "0.3", "0.99", "1"))
			maybe("--bootstrap", "5")
		}
		maybe("--level", pick("0.5", "0.999", "0.95"))
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("round %d: %v: %v\n%s", round, args[1:], p, b.String())
				}
			}()
			_, err := estimated(args...)
			var f *fault.Error
			switch {
			case err == nil:
				given++
			case errors.As(err, &f):
				refused++
			default:
				t.Errorf("round %d: %v: no words for %v\n%s%s", round, args[1:], err, table, b.String())
			}
		}()
		if t.Failed() {
			break
		}
	}
	if given < rounds/8 || refused < rounds/8 {
		t.Errorf("%d given, %d refused: the test tests little", given, refused)
	}
	t.Logf("%d given, %d refused", given, refused)
}
