package agreement

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// small draws ratings of 4 coders on 5 categories, some missing.
func small(seed uint64, units int) []float64 {
	rng := rand.New(rand.NewPCG(seed, 9))
	x := make([]float64, units*4)
	for i := range x {
		x[i] = float64(1 + (i/4+rng.IntN(3))%5)
		if rng.Float64() < 0.2 {
			x[i] = math.NaN()
		}
	}
	return x
}

func permuted(x []float64, coders int, rng *rand.Rand) []float64 {
	units := len(x) / coders
	rows, cols := rng.Perm(units), rng.Perm(coders)
	y := make([]float64, len(x))
	for i, u := range rows {
		for j, c := range cols {
			y[i*coders+j] = x[u*coders+c]
		}
	}
	return y
}

func measures(t *testing.T, x []float64, coders int) (out []float64) {
	t.Helper()
	r, err := FromNumbers(coders, x)
	if err != nil {
		t.Fatal(err)
	}
	for m := Nominal; m <= Ratio; m++ {
		a, err := Krippendorff(r, m)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Bootstrap(r, m, Plan{Replicates: 50, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a.Value, a.SE, b.Low, b.Median, b.High)
	}
	for w := Identity; w <= Ranked; w++ {
		for _, f := range []func(Ratings, Weight) (Coefficient, error){Percent, Gwet, Fleiss, Conger, BrennanPrediger} {
			c, err := f(r, w)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, c.Value, c.SE)
		}
	}
	s, err := SpecificAgreement(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s {
		out = append(out, c.Agreement, c.Prevalence)
	}
	return out
}

func TestTheOrderOfUnitsAndCodersDoesNotMatterAndInputsStay(t *testing.T) {
	for seed := range uint64(20) {
		x := small(seed, 30)
		before := slices.Clone(x)
		want := measures(t, x, 4)
		got := measures(t, permuted(x, 4, rand.New(rand.NewPCG(seed, 2))), 4)
		for i := range want {
			near(t, "measure", got[i], want[i], 1e-11)
		}
		for i := range x {
			if math.Float64bits(x[i]) != math.Float64bits(before[i]) {
				t.Fatal("an input was changed")
			}
		}
	}
}

func TestAScaleDoesNotMatterToMetricsThatHaveNone(t *testing.T) {
	x := small(4, 40)
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = 3 * v
	}
	a, b := measures(t, x, 4), measures(t, y, 4)
	for i := range a {
		near(t, "measure", b[i], a[i], 1e-11)
	}
}

func TestFullAgreementIsOne(t *testing.T) {
	r, err := FromLabels(2, []string{"A", "A", "B", "B", "C", "C"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Krippendorff(r, Nominal)
	if err != nil || a.Value != 1 || a.SE > 1e-15 {
		t.Errorf("alpha %v, %v", a, err)
	}
	k, err := Cohen(r, Identity)
	if err != nil || k.Value != 1 {
		t.Errorf("kappa %v, %v", k, err)
	}
}

func TestWhatCannotBeComputedSaysWhy(t *testing.T) {
	same, _ := FromLabels(2, []string{"A", "A", "A", "A"})
	alone, _ := FromLabels(2, []string{"A", "", "", "B"})
	text, _ := FromLabels(2, []string{"A", "B", "A", "A"})
	negative, _ := FromNumbers(2, []float64{-1, 1, 1, 1})
	one, _ := FromNumbers(2, []float64{1, 2})
	for _, c := range []struct {
		name string
		r    Ratings
		m    Metric
		want error
	}{
		{"all the same", same, Nominal, ErrOneCategory},
		{"nothing paired", alone, Nominal, ErrUnpaired},
		{"text as numbers", text, Interval, ErrNotNumbers},
		{"negative ratio", negative, Ratio, ErrNotNumbers},
		{"empty", Ratings{coders: 2}, Nominal, ErrUnpaired},
	} {
		if _, err := Krippendorff(c.r, c.m); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Bootstrap(one, Nominal, Plan{Replicates: 9}); !errors.Is(err, ErrFewClusters) {
		t.Error(err)
	}
	for _, f := range []func(Ratings, Weight) (Coefficient, error){Gwet, Fleiss, Conger, BrennanPrediger} {
		if _, err := f(same, Identity); !errors.Is(err, ErrOneCategory) {
			t.Error(err)
		}
	}
	if p, err := Percent(same, Identity); err != nil || p.Value != 1 {
		t.Error(p, err)
	}
}

func TestTheParadoxOfPrevalence(t *testing.T) {
	var x []string
	for i := range 100 {
		switch {
		case i < 92:
			x = append(x, "A", "A")
		case i < 96:
			x = append(x, "A", "B")
		default:
			x = append(x, "B", "A")
		}
	}
	r, _ := FromLabels(2, x)
	k, _ := Cohen(r, Identity)
	a, _ := Krippendorff(r, Nominal)
	g, _ := Gwet(r, Identity)
	p, _ := Percent(r, Identity)
	for i, c := range []struct{ got, want float64 }{{k.Value, -0.042}, {a.Value, -0.036}, {g.Value, 0.913}, {p.Value, 0.92}} {
		if math.Abs(c.got-c.want) > 0.0005 {
			t.Errorf("%d: %v, want %v", i, c.got, c.want)
		}
	}
}

func TestTheIntervalIsTheSameAtAnyNumberOfWorkers(t *testing.T) {
	r, _ := FromNumbers(4, small(8, 200))
	clusters := make([]int, 200)
	for i := range clusters {
		clusters[i] = i % 23
	}
	for _, cl := range [][]int{nil, clusters} {
		for m := Nominal; m <= Ratio; m++ {
			one, err := Bootstrap(r, m, Plan{Replicates: 300, Seed: 5, Clusters: cl, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range []int{2, 3, 16} {
				if b, _ := Bootstrap(r, m, Plan{Replicates: 300, Seed: 5, Clusters: cl, Workers: w}); b != one {
					t.Errorf("%d workers: %v, one: %v", w, b, one)
				}
			}
		}
	}
}

// naive resamples whole clusters by index and recomputes alpha from the rows.
func naive(x []float64, coders int, members [][]int, replicates int) []float64 {
	rng := rand.New(rand.NewPCG(77, 1))
	var out []float64
	for range replicates {
		var y []float64
		for range members {
			for _, u := range members[rng.IntN(len(members))] {
				y = append(y, x[u*coders:(u+1)*coders]...)
			}
		}
		r, _ := FromNumbers(coders, y)
		if a, err := Krippendorff(r, Ordinal); err == nil {
			out = append(out, a.Value)
		}
	}
	slices.Sort(out)
	return out
}

func TestResamplingPatternsEqualsResamplingRows(t *testing.T) {
	x := small(12, 120)
	r, _ := FromNumbers(4, x)
	for _, size := range []int{1, 6} {
		var members [][]int
		clusters := make([]int, 120)
		for u := range 120 {
			if u%size == 0 {
				members = append(members, nil)
			}
			clusters[u] = u / size
			members[u/size] = append(members[u/size], u)
		}
		plan := Plan{Replicates: 8000, Seed: 1}
		if size > 1 {
			plan.Clusters = clusters
		}
		b, err := Bootstrap(r, Ordinal, plan)
		if err != nil {
			t.Fatal(err)
		}
		ref := naive(x, 4, members, 4000)
		for i, p := range []float64{0.025, 0.5, 0.975} {
			got := []float64{b.Low, b.Median, b.High}[i]
			if want := quantile(ref, p); math.Abs(got-want) > 0.01 {
				t.Errorf("clusters of %d: quantile %g = %.4f, by rows %.4f", size, p, got, want)
			}
		}
	}
}

func TestBinomialDrawsHaveTheirMeanAndVariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct {
		n int64
		p float64
	}{{5, 0.3}, {40, 0.1}, {1000, 0.4}, {1000000, 0.002}, {1000000, 0.7}} {
		const draws = 40000
		var s, ss float64
		for range draws {
			d := float64(binomial(rng, c.n, c.p)) - float64(c.n)*c.p
			s += d
			ss += d * d
		}
		v := float64(c.n) * c.p * (1 - c.p)
		if z := s / math.Sqrt(draws*v); math.Abs(z) > 4.5 {
			t.Errorf("binomial(%d, %g): mean is off by %.1f standard errors", c.n, c.p, z)
		}
		if ratio := ss / draws / v; math.Abs(ratio-1) > 0.04 {
			t.Errorf("binomial(%d, %g): variance is %.3f times its own", c.n, c.p, ratio)
		}
	}
}

// Names that people give must not reach Dawid and Skene: nothing in this
// package turns Ratings or text into Coders.
func TestNothingMakesCodersFromNames(t *testing.T) {
	//lint:ignore SA1019 build tags do not matter here
	pkgs, err := parser.ParseDir(token.NewFileSet(), ".", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	makers := 0
	for name, f := range pkgs["agreement"].Files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Type.Results == nil {
				continue
			}
			gives := false
			for _, r := range fn.Type.Results.List {
				id, ok := r.Type.(*ast.Ident)
				gives = gives || ok && id.Name == "Coders"
			}
			if !gives {
				continue
			}
			makers++
			if fn.Recv != nil {
				t.Errorf("%s: a method makes Coders", fn.Name)
			}
			for _, p := range fn.Type.Params.List {
				ast.Inspect(p.Type, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok && (id.Name == "string" || id.Name == "Ratings" || id.Name == "any") {
						t.Errorf("%s makes Coders from %s", fn.Name, id.Name)
					}
					return true
				})
			}
		}
	}
	if makers != 1 {
		t.Errorf("%d functions make Coders, want NewCoders alone", makers)
	}
}

// R: qt(0.975, c(999, 1001, 999999)), qt(0.995, 1e6).
func TestIntervalsUseTheRightTOfManyUnits(t *testing.T) {
	for _, c := range []struct{ level, df, want float64 }{
		{0.95, 999, 1.9623414611334493}, {0.95, 1001, 1.9623367052808791}, {0.95, 999999, 1.9599663568164789}, {0.99, 2000, 2.5782897875575186}, {0.99, 1e6, 2.5758342201053335},
	} {
		if got := student(c.level, c.df); math.Abs(got-c.want) > 1e-12*c.want {
			t.Errorf("t within %g, %g degrees of freedom: %.17g, R has %.17g", c.level, c.df, got, c.want)
		}
	}
}
