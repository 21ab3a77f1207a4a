package survey

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/test/need"
)

type refDesign struct {
	Data, Base, Weights, Type, Replicates string
	IDs, Strata, FPC                      []string
	WeightsFromFPC                        bool `json:"weights_from_fpc"`
	Scale                                 float64
	RScales                               []float64
	MSE                                   bool
	DegF                                  int
	N                                     int
	SumWeights                            float64 `json:"sum_weights"`
	Calibrate                             *struct {
		Type    string
		Bounds  []float64
		X       []string
		Totals  []float64
		Margins []struct {
			Var    string
			Levels []string
			Totals []float64
		}
	}
}

type refCase struct {
	ID, Design, Estimator, Domain string
	Args                          json.RawMessage
	Lonely                        string `json:"lonely_psu"`
	InDomain                      bool   `json:"adjust_domain_lonely"`
	Expected                      json.RawMessage
	DomainInfo                    struct{ N, DegF int } `json:"domain_info"`
}

type refArgs struct {
	Vars, Num, Den, By, X                                              []string
	Deff, Expr, ByExpr, Method, Interval, QRule, Rows, Cols, Statistic string
	Y, YExpr, Group, Test, Family, Std                                 string
	P, Population                                                      any
	Level, Upper, Lower, Mu                                            float64
	Coef                                                               map[string]float64
}

type reference struct {
	Designs map[string]refDesign
	Cases   []refCase
}

func openRef(t testing.TB, name string) io.Reader {
	f, err := os.Open(filepath.Join("testdata/ref", name+".gz"))
	if err == nil {
		t.Cleanup(func() { f.Close() })
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	f, err = os.Open(need.Shared(t, "data/oracle/inputs/"+name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func loadReference(t testing.TB) reference {
	var r reference
	b, err := io.ReadAll(openRef(t, "survey.json"))
	if err != nil {
		t.Fatal(err)
	}
	// jsonlite writes what it has no number for as a string, and no arguments as []
	s := strings.ReplaceAll(string(b), `"args": []`, `"args": {}`)
	s = strings.ReplaceAll(s, `"by_expr"`, `"byexpr"`)
	s = strings.ReplaceAll(s, `"y_expr"`, `"yexpr"`)
	if err := json.Unmarshal([]byte(s), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// frame is a data set read from a CSV file.
type frame map[string][]string

func readFrame(t testing.TB, name string) frame {
	rows, err := csv.NewReader(openRef(t, name)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	d := frame{}
	for j, h := range rows[0] {
		col := make([]string, len(rows)-1)
		for i, r := range rows[1:] {
			col[i] = r[j]
		}
		d[h] = col
	}
	return d
}

func (d frame) num(name string) []float64 {
	col, ok := d[name]
	if !ok {
		panic("no column " + name)
	}
	y := make([]float64, len(col))
	for i, s := range col {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			v = math.NaN()
		}
		y[i] = v
	}
	return y
}

func (d frame) factor(name string) Factor {
	if _, ok := d[name]; !ok {
		panic("no column " + name)
	}
	return NewFactor(d[name])
}

// where evaluates "a=='x' & b>3".
func (d frame) where(cond string, n int) []bool {
	in := slices.Repeat([]bool{true}, n)
	for _, term := range strings.Split(cond, " & ") {
		if i := strings.Index(term, " ("); i > 0 {
			term = term[:i]
		}
		for _, op := range []string{"==", ">", "<"} {
			name, val, ok := strings.Cut(term, op)
			if !ok {
				continue
			}
			col := d[name]
			num := d.num(name)
			v, err := strconv.ParseFloat(val, 64)
			for i := range in {
				switch {
				case op == "==" && err != nil:
					in[i] = in[i] && col[i] == strings.Trim(val, "'")
				case op == "==":
					in[i] = in[i] && num[i] == v
				case op == ">":
					in[i] = in[i] && num[i] > v
				default:
					in[i] = in[i] && num[i] < v
				}
			}
			break
		}
	}
	return in
}

func (d frame) truth(cond string, n int) []float64 {
	y := make([]float64, n)
	name, _, _ := strings.Cut(cond, "==")
	for i, b := range d.where(cond, n) {
		if b {
			y[i] = 1
		}
		if d[name][i] == "" {
			y[i] = math.NaN()
		}
	}
	return y
}

// column gives the columns a name stands for: a number, or the indicators of
// its levels.
func (d frame) columns(name string) [][]float64 {
	if numeric(d[name]) {
		return [][]float64{d.num(name)}
	}
	var out [][]float64
	f := d.factor(name)
	for l := range f.Levels {
		out = append(out, Indicator(f, int32(l)))
	}
	return out
}

func numeric(col []string) bool {
	for _, s := range col {
		if s != "" {
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				return false
			}
		}
	}
	return true
}

func (r reference) data(t testing.TB, id string) frame {
	for r.Designs[id].Data == "" {
		id = r.Designs[id].Base
	}
	return readFrame(t, r.Designs[id].Data)
}

// sample builds a design of the reference.
func (r reference) sample(t testing.TB, id string, c refCase) *Sample {
	d := r.Designs[id]
	data := r.data(t, id)
	if d.Type != "" { // replicate weights
		if d.Replicates == "" {
			s, err := r.sample(t, d.Base, c).Jackknife(d.MSE)
			check(t, err)
			return s
		}
		w := readFrame(t, d.Replicates)
		rep := Replicates{Weights: w.num("w"), Scale: d.Scale, RScales: d.RScales, MSE: d.MSE, Combined: true}
		for i := range d.RScales {
			rep.Columns = append(rep.Columns, w.num("r"+strconv.Itoa(i+1)))
		}
		s, err := NewReplicated(rep)
		check(t, err)
		return s
	}
	if d.Base != "" {
		return r.calibrate(t, d, r.sample(t, d.Base, c), data)
	}
	des := Design{LonelyInDomain: c.InDomain}
	if c.Lonely != "" {
		var err error
		des.Lonely, err = ParseLonely(c.Lonely)
		check(t, err)
	}
	for k := range data {
		des.Rows = len(data[k])
	}
	if d.Weights != "" {
		des.Weights = data.num(d.Weights)
	}
	if len(d.Strata) > 0 {
		des.Strata = data.factor(d.Strata[0])
	}
	if d.IDs[0] != "@row" {
		for _, id := range d.IDs {
			des.Clusters = append(des.Clusters, data.factor(id))
		}
	}
	for _, f := range d.FPC {
		des.FPC = append(des.FPC, data.num(f))
	}
	s, err := New(des)
	check(t, err)
	return s
}

func (r reference) calibrate(t testing.TB, d refDesign, s *Sample, data frame) *Sample {
	k := d.Calibrate
	var err error
	switch k.Type {
	case "poststratify", "rake":
		var ms []Margin
		for _, m := range k.Margins {
			ms = append(ms, Margin{data.factor(m.Var), m.Totals})
		}
		if k.Type == "rake" {
			s, err = s.RakeAsR(ms)
		} else {
			s, err = s.Poststratify(ms[0].Factor, ms[0].Totals)
		}
	default:
		var x [][]float64
		for _, name := range k.X {
			x = append(x, modelColumn(data, name, s.n))
		}
		dist := Distance{Kind: k.Type}
		if k.Bounds != nil {
			dist.Lower, dist.Upper = k.Bounds[0], k.Bounds[1]
		}
		s, err = s.Calibrate(x, k.Totals, dist)
	}
	check(t, err)
	return s
}

// modelColumn is "1", a numeric column, or variable+level as R writes dummies.
func modelColumn(data frame, name string, n int) []float64 {
	if name == "1" || name == "(Intercept)" {
		return ones(n)
	}
	if _, ok := data[name]; ok {
		return data.num(name)
	}
	for v := range data {
		if l, ok := strings.CutPrefix(name, v); ok && slices.Contains(data[v], l) {
			f := data.factor(v)
			return Indicator(f, int32(slices.Index(f.Levels, l)))
		}
	}
	panic("no column " + name)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want, tol, scale float64) {
	t.Helper()
	if d := math.Abs(got - want); !(d <= tol*math.Abs(want) || d <= 1e-12*scale) {
		t.Errorf("%s: %.16g, R says %.16g (relative %.1e)", what, got, want, d/math.Abs(want))
	}
}

func TestEveryReferenceValueOfRSurveyIsMet(t *testing.T) {
	r := loadReference(t)
	if len(r.Cases) != 199 {
		t.Fatalf("%d cases, not 199", len(r.Cases))
	}
	for _, c := range r.Cases {
		t.Run(c.ID, func(t *testing.T) { r.run(t, c) })
	}
}

func (r reference) run(t *testing.T, c refCase) {
	data := r.data(t, c.Design)
	s := r.sample(t, c.Design, c)
	before := s.Weights()
	q := Query{}
	if c.Domain != "" {
		q.Within = data.where(c.Domain, s.n)
	}
	var a refArgs
	check(t, json.Unmarshal(c.Args, &a))
	switch c.Estimator {
	case "mean", "total", "proportion", "ratio", "domain_contrast", "domain_contrast_nonlinear", "contrast", "standardized_mean", "variance":
		r.linearCase(t, c, a, s, data, q)
	case "ciprop", "nchs_flags":
		r.shareCase(t, c, a, s, data, q)
	case "quantile":
		r.quantileCase(t, c, a, s, data, q)
	case "chisq", "ttest", "ranktest", "gofchisq", "kappa", "table":
		r.testCase(t, c, a, s, data, q)
	case "glm", "wald_test":
		r.regressionCase(t, c, a, s, data, q)
	default:
		r.weightCase(t, c, a, s)
	}
	if !slices.Equal(before, s.w) {
		t.Error("the sample was altered")
	}
}
