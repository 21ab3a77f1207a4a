package cli

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/test/need"
)

// oddDesign writes an invented sample that textbooks leave out: cluster labels
// that recur between strata, weights of zero and of a thousand, strata taken
// whole, one unit to a stratum, answers that are missing or all the same.
func oddDesign(t *testing.T, dir, id string, rng *rand.Rand) (plan []string, args []string) {
	strata, lonely := 2+rng.IntN(4), []string{"remove", "certainty", "average"}[rng.IntN(3)]
	one := rng.IntN(3) == 0 // some stratum has one unit
	fpc := rng.IntN(3)      // 0 none, 1 sizes of clusters, 2 of both stages
	allSame := rng.IntN(6) == 0
	var b strings.Builder
	b.WriteString("s,c,i,w,n1,n2,y,x,u,g,h\n")
	cell := func(miss float64, v any) string {
		if rng.Float64() < miss {
			return []string{"", "NA"}[rng.IntN(2)]
		}
		return fmt.Sprint(v)
	}
	sum := map[string]float64{}
	for h := range strata {
		clusters := 2 + rng.IntN(5)
		if one && h == 0 {
			clusters = 1
		}
		size := clusters + rng.IntN(2*clusters+1) // none left out: a stratum taken whole
		for c := range clusters {
			people := 1 + rng.IntN(7)
			if fpc == 2 {
				people++
			}
			of := people + 1 + rng.IntN(20)
			e := rng.NormFloat64()
			for i := range people {
				w := math.Round(1000*math.Exp(2*rng.NormFloat64())) / 1000
				if fpc == 0 && rng.IntN(12) == 0 {
					w = 0
				}
				y := 1e4 * (e + rng.NormFloat64())
				if allSame {
					y = 7
				}
				level := []string{"Forêt", "Plaine", "rive"}[rng.IntN(3)]
				sum[level] += w
				x := 5 + 2*rng.NormFloat64()
				u := 0
				if x+2*rng.NormFloat64() > 5 {
					u = 1
				}
				fmt.Fprintf(&b, "%d,%d,%d,%g,%d,%d,%s,%s,%d,%s,%s\n", h+1, c+1, i+1, w, size, of, cell(0.1, fmt.Sprintf("%.3f", y)),
					cell(0.05, fmt.Sprintf("%.4f", x)), u, cell(0.08, 8+rng.IntN(4)), level)
			}
		}
	}
	for name, text := range map[string]string{id + ".csv": b.String(),
		id + "_m.csv": fmt.Sprintf("variable,level,total\nh,Forêt,%g\nh,Plaine,%g\nh,rive,%g\n", 1.2*sum["Forêt"], 0.9*sum["Plaine"], sum["rive"])} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ids, sizes, margins := "~c", "", id+"_m.csv"
	args = []string{filepath.Join(dir, id+".csv"), "--weights", "w", "--strata", "s", "--psu", "c", "--lonely", lonely}
	switch fpc {
	case 1:
		sizes = "~n1"
		args = append(args, "--fpc", "n1")
	case 2:
		ids, sizes = "~c+i", "~n1+n2"
		args = append(args[:len(args)-4], "--psu", "c,i", "--lonely", lonely, "--fpc", "n1,n2")
	}
	if fpc == 0 {
		margins = "" // R cannot post-stratify weights of zero
	}
	return []string{id, ids, "~s", sizes, lonely, margins}, args
}

// Odd designs through the command and through R's survey: four, with
// DIRES_LONG=1 sixty.
func TestToolEstimateAgainstROnOddDesigns(t *testing.T) {
	r := need.Program(t, "Rscript")
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(17, 2026))
	plan := [][]string{{"id", "ids", "strata", "fpc", "lonely", "calibrate"}}
	args := map[string][]string{}
	designs := 4
	if os.Getenv("DIRES_LONG") == "1" {
		designs = 60
	}
	for k := range designs {
		id := fmt.Sprintf("d%02d", k)
		p, a := oddDesign(t, dir, id, rng)
		plan, args[id] = append(plan, p), a
	}
	f, err := os.Create(filepath.Join(dir, "plan.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(plan); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(r, "testdata/odd.R", dir)
	run.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := run.CombinedOutput(); strings.Contains(string(out), "no package called") {
		need.Missing(t, "needs R's package survey")
	} else if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "r.csv"))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]map[string][]float64{}
	for line := range strings.Lines(string(b)) {
		part := strings.Split(strings.TrimSpace(line), ",")
		key := part[1][:strings.LastIndexByte(part[1], ' ')]
		v, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			v = math.NaN()
		}
		if said[part[0]] == nil {
			said[part[0]] = map[string][]float64{}
		}
		said[part[0]][key] = append(said[part[0]][key], v)
	}
	compared := 0
	for _, p := range plan[1:] {
		compared += compareWithR(t, p, args[p[0]], said[p[0]], dir)
	}
	t.Logf("%d figures of R compared", compared)
	if compared < 30*designs {
		t.Errorf("only %d figures compared", compared)
	}
}

func compareWithR(t *testing.T, p, args []string, said map[string][]float64, dir string) (n int) {
	t.Helper()
	ask := func(words ...string) (estimateJSON, error) {
		return estimated(append(append(append([]string{}, args[0]), words...), args[1:]...)...)
	}
	check := func(what string, got *float64, want, tol float64) {
		t.Helper()
		switch {
		case got == nil && (want != want || want == 0): // R prints NaN or 0 where nothing is known
		case got == nil:
			t.Errorf("%s %v: %s: no figure, R has %.15g", p[0], p[1:], what, want)
		case math.Abs(*got-want) > tol*math.Abs(want) && math.Abs(*got-want) > 1e-9:
			t.Errorf("%s %v: %s: %.15g, R has %.15g", p[0], p[1:], what, *got, want)
		}
		n++
	}
	for key, words := range map[string]string{"mean": "mean y", "total": "total y", "ratio": "ratio y x"} {
		r, err := ask(strings.Fields(words)...)
		if err != nil {
			t.Errorf("%s %v: %s: %v", p[0], p[1:], key, err)
			continue
		}
		check(key, r.Estimates[0].Value, said[key][0], 1e-11)
		check(key+" SE", r.Estimates[0].SE, said[key][1], 1e-9)
	}
	r, err := ask("mean", "y", "--by", "g", "--contrast", "8,9")
	if err != nil {
		t.Errorf("%s: by: %v", p[0], err)
	}
	for _, e := range r.Estimates {
		if want := said["by "+e.Domain]; want != nil {
			check("mean of "+e.Domain, e.Value, want[0], 1e-11)
			if e.SE != nil {
				check("SE of "+e.Domain, e.SE, want[1], 1e-9)
				if float64(*e.DF) != want[2] {
					t.Errorf("%s: df of %s: %d, R has %g", p[0], e.Domain, *e.DF, want[2])
				}
			}
		}
	}
	if want := said["contrast"]; want != nil && len(r.Contrasts) == 1 && r.Contrasts[0].SE != nil {
		check("contrast", r.Contrasts[0].Difference, want[0], 1e-10)
		if p[4] != "average" { // R then counts the strata of the whole design, here those of each domain count
			check("SE of the contrast", r.Contrasts[0].SE, want[1], 1e-9)
		}
	}
	if r, err = ask("prop", "h"); err != nil || len(r.Estimates)*2 != len(said["prop"]) {
		t.Errorf("%s: prop: %v, %d shares, R has %d figures", p[0], err, len(r.Estimates), len(said["prop"]))
	} else {
		for i, e := range r.Estimates {
			check("share of "+e.Category, e.Value, said["prop"][i], 1e-11)
			check("SE of "+e.Category, e.SE, said["prop"][len(r.Estimates)+i], 1e-9)
		}
	}
	if want := said["chisq"]; want != nil {
		if r, err = ask("chisq", "g", "h"); err == nil {
			check("Rao–Scott F", &r.Tests[0].Value, want[0], 1e-8)
			if p[3] != "" { // else some weights are zero, and R 4.1 counts their clusters among the degrees of freedom
				check("Rao–Scott p", &r.Tests[0].P, want[1], 1e-7)
			}
		}
	}
	for key, words := range map[string]string{"lm": "lm y x h", "logit": "logit u x"} {
		want := said[key]
		r, err := ask(strings.Fields(words)...)
		if want == nil || err != nil {
			continue
		}
		for i, term := range r.Fits[0].Terms {
			check(key+" "+term.Term, &term.Value, want[i], 1e-6)
			check(key+" SE of "+term.Term, &term.SE, want[len(want)/2+i], 1e-6)
		}
	}
	if p[5] != "" {
		r, err := ask("mean", "y", "--poststratify", filepath.Join(dir, p[5]))
		if err != nil {
			t.Errorf("%s: post-stratified: %v", p[0], err)
			return n
		}
		check("post-stratified mean", r.Estimates[0].Value, said["post"][0], 1e-11)
		check("post-stratified SE", r.Estimates[0].SE, said["post"][1], 1e-9)
	}
	return n
}
