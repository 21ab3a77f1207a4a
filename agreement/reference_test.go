package agreement

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/dires/dires/internal/test/need"
)

type refCase struct {
	ID, Input, Estimator string
	Args                 json.RawMessage
	Expected             map[string]json.RawMessage
}

func (c refCase) number(t *testing.T, key string) (x float64) {
	t.Helper()
	if err := json.Unmarshal(c.Expected[key], &x); err != nil {
		t.Fatalf("%s: %s: %v", c.ID, key, err)
	}
	return x
}

func (c refCase) arg(key string) (s string) {
	var m map[string]any
	if json.Unmarshal(c.Args, &m) == nil {
		s, _ = m[key].(string)
	}
	return s
}

func rows(t *testing.T, input string) [][]string {
	t.Helper()
	name := filepath.Join("testdata", "ref", input)
	if _, err := os.Stat(name); err != nil {
		name = filepath.Join(need.Shared(t, "data/oracle/inputs"), input)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func ratings(t *testing.T, input string) Ratings {
	t.Helper()
	var x []float64
	coders := 0
	for _, row := range rows(t, input) {
		coders = len(row) - 1
		for _, s := range row[1:] {
			v := math.NaN()
			if s != "" {
				var err error
				if v, err = strconv.ParseFloat(s, 64); err != nil {
					t.Fatal(err)
				}
			}
			x = append(x, v)
		}
	}
	r, err := FromNumbers(coders, x)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func reference(t *testing.T) []refCase {
	b, err := os.ReadFile("testdata/ref/agreement.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Cases []refCase }
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Cases) != 86 {
		t.Fatalf("%d cases", len(doc.Cases))
	}
	return doc.Cases
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(1e-3, math.Abs(want))) {
		t.Errorf("%s = %.17g, want %.17g (off by %.2g)", what, got, want, got-want)
	}
}

var weights = map[string]Weight{"unweighted": Identity, "linear": Linear, "equal": Linear, "quadratic": Quadratic, "squared": Quadratic, "ordinal": Ranked}
var metrics = map[string]Metric{"nominal": Nominal, "ordinal": Ordinal, "interval": Interval, "ratio": Ratio}

func TestEveryReferenceValueIsMet(t *testing.T) {
	for _, c := range reference(t) {
		t.Run(c.ID, func(t *testing.T) {
			if c.Estimator == "dawid_skene" {
				checkSkene(t, c)
				return
			}
			r := ratings(t, c.Input)
			checkCase(t, c, r)
		})
	}
}

func checkCase(t *testing.T, c refCase, r Ratings) {
	w, known := weights[c.arg("weights")]
	multi := map[string]func(Ratings, Weight) (Coefficient, error){"gwet.ac1": Gwet, "fleiss.kappa": Fleiss, "conger.kappa": Conger, "bp.coeff": BrennanPrediger, "pa.coeff": Percent}
	switch c.Estimator {
	case "krippendorff_alpha":
		checkAlpha(t, c, r)
	case "cohen_kappa":
		k, err := Cohen(r, w)
		if err != nil || !known {
			t.Fatal(err, known)
		}
		near(t, "kappa", k.Value, c.number(t, "value"), 1e-12)
		near(t, "z", k.Z, c.number(t, "z_null"), 1e-10)
	case "cohen_kappa_ci":
		for key, w := range map[string]Weight{"kappa": Identity, "weighted": Quadratic} {
			k, err := Cohen(r, w)
			if err != nil {
				t.Fatal(err)
			}
			value := "kappa"
			if w != Identity {
				value = "weighted_kappa"
			}
			near(t, value, k.Value, c.number(t, value), 1e-12)
			if w == Identity {
				near(t, "variance", k.SE*k.SE, c.number(t, "var_"+key), 1e-10)
				continue
			}
			slipped, delta := weightedVariances(r)
			near(t, "psych's variance", slipped, c.number(t, "var_"+key), 1e-10)
			near(t, "variance", k.SE*k.SE, delta, 1e-6)
		}
	case "fleiss_kappa":
		k, err := FleissTest(r)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "kappa", k.Value, c.number(t, "value"), 1e-12)
		near(t, "z", k.Z, c.number(t, "z"), 1e-10)
	case "light_kappa":
		k, err := Light(r)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "kappa", k, c.number(t, "value"), 1e-12)
	default:
		f, ok := multi[c.Estimator]
		if !ok || !known {
			t.Fatalf("no estimator %s with %s", c.Estimator, c.Args)
		}
		k, err := f(r, w)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "value", k.Value, c.number(t, "value"), 1e-12)
		near(t, "pa", k.Observed, c.number(t, "pa"), 1e-12)
		near(t, "pe", k.Chance, c.number(t, "pe"), 1e-12)
		near(t, "se", k.SE, c.number(t, "se"), 1e-10)
	}
}

func checkAlpha(t *testing.T, c refCase, r Ratings) {
	metric := metrics[c.arg("metric")]
	a, err := Krippendorff(r, metric)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "alpha", a.Value, c.number(t, "alpha"), 1e-12)
	near(t, "D_o", a.Observed, c.number(t, "D_o"), 1e-12)
	near(t, "D_e", a.Expected, c.number(t, "D_e"), 1e-12)
	near(t, "n", float64(a.Ratings), c.number(t, "n_pairable"), 0)
	if raw, ok := c.Expected["coincidence"]; ok {
		var want [][]float64
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			for j := range want[i] {
				near(t, "coincidence", a.Coincidence[i][j], want[i][j], 1e-12)
			}
		}
	}
	if _, ok := c.Expected["se_gwet"]; ok {
		near(t, "SE", a.SE, c.number(t, "se_gwet"), 1e-10)
	}
	for key := range c.Expected {
		if len(key) > 6 && key[len(key)-6:] == "_wrong" && math.Abs(a.Value-c.number(t, key)) < 1e-10 {
			t.Errorf("alpha equals %s", key)
		}
	}
	if raw, ok := c.Expected["boot_units"]; ok {
		var want []float64
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		b, err := Bootstrap(r, metric, Plan{Replicates: 20000, Seed: 1, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		// Of a dozen units alpha takes few values, so a limit may step by more
		// than 0.01 within the Monte-Carlo error of the level itself.
		wide, err := Bootstrap(r, metric, Plan{Replicates: 20000, Seed: 1, Workers: 2, Level: 0.956})
		if err != nil {
			t.Fatal(err)
		}
		thin, err := Bootstrap(r, metric, Plan{Replicates: 20000, Seed: 1, Workers: 2, Level: 0.944})
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range [][2]float64{{wide.Low, thin.Low}, {b.Median, b.Median}, {thin.High, wide.High}} {
			if want[i] < got[0]-0.01 || want[i] > got[1]+0.01 {
				t.Errorf("limit %d = %.4f, want %.4f ± 0.01", i, got, want[i])
			}
		}
	}
}

// weightedVariances gives the variance of quadratic weighted kappa twice. First
// as psych 2.2.9 has it: its roww is rowSums(w*rs) where Fleiss, Cohen & Everitt
// have the mean weight of a column, a slip that later versions of psych
// corrected to colSums; so the reference value is kept and met, but it is not
// the product's. Second by the delta method with numerical derivatives, which
// owes nothing to the formula.
func weightedVariances(r Ratings) (slipped, delta float64) {
	q := len(r.values)
	p, n := table(q, q), float64(r.Units())
	for u := range r.Units() {
		p[r.codes[2*u]][r.codes[2*u+1]] += 1 / n
	}
	w := Quadratic.matrix(r.values)
	parts := func() (po, pe float64, row, col []float64) {
		row, col = make([]float64, q), make([]float64, q)
		for i := range q {
			for j := range q {
				row[i] += p[i][j]
				col[j] += p[i][j]
			}
		}
		for i := range q {
			for j := range q {
				po += w[i][j] * p[i][j]
				pe += w[i][j] * row[i] * col[j]
			}
		}
		return po, pe, row, col
	}
	po, pe, row, col := parts()
	for i := range q {
		for j := range q {
			var meanCol, sum float64
			for k := range q {
				meanCol += w[k][i] * col[k]
				sum += w[j][k]
			}
			x := w[i][j]*(1-pe) - (meanCol+sum*row[j])*(1-po)
			slipped += p[i][j] * x * x
		}
	}
	x := po*pe - 2*pe + po
	slipped = (slipped - x*x) / (n * math.Pow(1-pe, 4))
	var mean, square float64
	const h = 1e-6
	for i := range q {
		for j := range q {
			at := func(d float64) float64 {
				p[i][j] += d
				po, pe, _, _ := parts()
				p[i][j] -= d
				return (po - pe) / (1 - pe)
			}
			g := (at(h) - at(-h)) / (2 * h)
			mean += p[i][j] * g
			square += p[i][j] * g * g
		}
	}
	return slipped, (square - mean*mean) / n
}

func checkSkene(t *testing.T, c refCase) {
	var work []Judgement
	items, coders := 0, 0
	long := c.Input == "agr_anesthesia_long.csv"
	for i, row := range rows(t, c.Input) {
		if long {
			n := make([]int, 3)
			for k, s := range row {
				n[k], _ = strconv.Atoi(s)
			}
			work = append(work, Judgement{n[0] - 1, n[1] - 1, Code(n[2] - 1)})
			items, coders = max(items, n[0]), max(coders, n[1])
			continue
		}
		for k, s := range row[1:] {
			if v, err := strconv.Atoi(s); err == nil {
				work = append(work, Judgement{i, k, Code(v - 1)})
			}
		}
		coders = len(row) - 1
	}
	if !long { // items that nobody judged are not in the reference's list either
		seen := map[int]int{}
		var order []int
		for _, j := range work {
			if _, ok := seen[j.Item]; !ok {
				seen[j.Item] = len(order)
				order = append(order, j.Item)
			}
		}
		for i := range work {
			work[i].Item = seen[work[i].Item]
		}
		items = len(order)
	}
	before := slices.Clone(work)
	cs, err := NewCoders(items, coders, 4, work)
	if err != nil {
		t.Fatal(err)
	}
	q, err := DawidSkene(cs, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before, work) {
		t.Error("the judgements were changed")
	}
	near(t, "log-likelihood", q.LogLik, c.number(t, "loglik"), 1e-8)
	var prior []float64
	var errors [][][]float64
	var posterior [][]float64
	for key, to := range map[string]any{"class_prior": &prior, "error": &errors, "posterior": &posterior} {
		if err := json.Unmarshal(c.Expected[key], to); err != nil {
			t.Fatal(key, err)
		}
	}
	for k, p := range prior {
		near(t, "prior", q.Prior[k], p, 1e-6)
	}
	for g := range errors {
		for k := range errors[g] {
			for o, p := range errors[g][k] {
				if math.Abs(q.Error[g][k][o]-p) > 1e-6 {
					t.Errorf("error[%d][%d][%d] = %g, want %g", g, k, o, q.Error[g][k][o], p)
				}
			}
		}
	}
	for i := range posterior {
		for k, p := range posterior[i] {
			if math.Abs(q.posterior[i][k]-p) > 1e-6 {
				t.Errorf("posterior[%d][%d] = %g, want %g", i, k, q.posterior[i][k], p)
			}
		}
	}
}
