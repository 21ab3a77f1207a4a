package survey

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

type refLinear struct {
	Names     []string
	Groups    []map[string]string
	StatNames []string `json:"stat_names"`
	Est, SE   any
	VCov      [][]float64
	CI        [][]float64 `json:"ci95_t"`
	DF        float64
	Deff      any
}

func floatsOf(x any) []float64 {
	switch v := x.(type) {
	case float64:
		return []float64{v}
	case []any:
		var out []float64
		for _, e := range v {
			out = append(out, floatsOf(e)...)
		}
		return out
	}
	return nil
}

func (r reference) linearCase(t *testing.T, c refCase, a refArgs, s *Sample, data frame, q Query) {
	var want refLinear
	check(t, json.Unmarshal(c.Expected, &want))
	q.Cov = true
	var stats []Stat
	switch {
	case c.Estimator == "ratio":
		for _, den := range a.Den {
			for _, num := range a.Num {
				stats = append(stats, Ratio(data.num(num), data.num(den)))
			}
		}
	case a.Expr != "" && c.Estimator == "domain_contrast":
		stats = append(stats, Mean(data.truth(a.Expr, s.n)))
	default:
		for _, v := range a.Vars {
			for _, y := range data.columns(v) {
				st := Mean(y)
				st.total = strings.Contains(c.ID, "total")
				stats = append(stats, st)
			}
		}
	}
	var by []Factor
	for _, b := range a.By {
		by = append(by, data.factor(b))
	}
	if a.ByExpr != "" {
		names := make([]string, s.n)
		for i, v := range data["region"] {
			names[i] = "FALSE"
			if slices.Contains([]string{"Gao", "Kidal", "Tombouctou"}, v) {
				names[i] = "TRUE"
			}
		}
		by = append(by, NewFactor(names))
	}
	if by != nil {
		q.By = Cross(by...)
	}
	if c.Estimator == "standardized_mean" {
		var err error
		s, err = s.Standardize(data.factor(a.Std), by[0], floatsOf(a.Population))
		check(t, err)
	}
	if c.InDomain {
		q.Cov = false // the covariance of R's svyby does not know lonely domains
	}
	var e Estimate
	var err error
	if c.Estimator == "variance" {
		e, err = s.Variances(data.num(a.Vars[0]), q)
	} else {
		e, err = s.Estimate(q, stats...)
	}
	check(t, err)

	est, se := floatsOf(want.Est), floatsOf(want.SE)
	value, sd, cov := e.Value, e.SE, e.Cov
	switch c.Estimator {
	case "domain_contrast", "contrast":
		coef := make([]float64, len(value))
		for k, x := range a.Coef {
			i := slices.Index(e.Levels, k)
			if c.Estimator == "contrast" {
				i = slices.Index(a.Vars, k)
			}
			coef[i] = x
		}
		con, err := e.Contrast(coef)
		check(t, err)
		value, sd, cov = []float64{con.Value}, []float64{con.SE}, []float64{con.SE * con.SE}
	case "domain_contrast_nonlinear":
		con, err := e.LogRatio(0, 1)
		check(t, err)
		value, sd, cov = []float64{con.Value}, []float64{con.SE}, []float64{con.SE * con.SE}
	}
	if len(value) != len(est) {
		t.Fatalf("%d estimates, R has %d", len(value), len(est))
	}
	// R's cross of two factors lists combinations as we do: the first fastest
	for i := range est {
		scale := math.Abs(est[i])
		same(t, "estimate", value[i], est[i], 1e-12, 0)
		same(t, "se", sd[i], se[i], 1e-10, scale)
	}
	for i, row := range want.VCov {
		for j, v := range row {
			same(t, "vcov", cov[i*len(row)+j], v, 1e-10, max(math.Abs(est[i]*est[j]), 100*se[i]*se[j]))
		}
	}
	for i, d := range floatsOf(want.Deff) {
		got := e.Deff[i]
		if a.Deff == "srswr" {
			got = e.DeffWR[i]
		}
		same(t, "deff", got, d, 1e-10, 0)
	}
	for i, ci := range want.CI {
		tq := tQuantile(0.975, want.DF)
		same(t, "lower", value[i]-tq*sd[i], ci[0], 1e-9, math.Abs(value[i]))
		same(t, "upper", value[i]+tq*sd[i], ci[1], 1e-9, math.Abs(value[i]))
	}
	// R keeps the degrees of freedom from before missing values were left out
	if want.DF > 0 && e.Groups == 1 && slices.Max(e.Missing) == 0 && float64(e.DF[0]) != want.DF {
		t.Errorf("df %d, R says %v", e.DF[0], want.DF)
	}
}

func (r reference) shareCase(t *testing.T, c refCase, a refArgs, s *Sample, data frame, q Query) {
	y := []float64(nil)
	if a.Expr != "" {
		y = data.truth(a.Expr, s.n)
	} else {
		y = data.num(a.Vars[0])
	}
	if c.Estimator == "nchs_flags" {
		var want struct {
			P, SE, NEff, NEffDF, Width                        float64
			N, DF                                             int
			KG                                                []float64
			FlagN, FlagWidth, FlagRel, FlagComplement, Review bool
		}
		j := strings.NewReplacer(`"n_eff_df"`, `"neffdf"`, `"n_eff"`, `"neff"`, `"flag_n"`, `"flagn"`, `"flag_width"`, `"flagwidth"`,
			`"flag_rel"`, `"flagrel"`, `"flag_complement"`, `"flagcomplement"`).Replace(string(c.Expected))
		check(t, json.Unmarshal([]byte(j), &want))
		got, err := s.Standards(y, q)
		check(t, err)
		g := got[0]
		same(t, "p", g.Value, want.P, 1e-12, 0)
		same(t, "se", g.SE, want.SE, 1e-10, 0)
		same(t, "n_eff", g.EffectiveN, want.NEff, 1e-10, 0)
		same(t, "n_eff_df", g.AdjustedN, want.NEffDF, 1e-10, 0)
		same(t, "lo", g.Lo, want.KG[0], 1e-9, 0)
		same(t, "hi", g.Hi, want.KG[1], 1e-9, 0)
		same(t, "width", g.Width, want.Width, 1e-9, 0)
		if g.N != want.N || g.DF != want.DF || g.SmallN != want.FlagN || g.Wide != want.FlagWidth ||
			g.RelativelyWide != want.FlagRel || g.ComplementWide != want.FlagComplement || g.Review != want.Review {
			t.Errorf("flags %+v, R says %+v", g, want)
		}
		return
	}
	level := a.Level
	if level == 0 {
		level = 0.95
	}
	m := Method(a.Method)
	tol := 1e-9
	switch m {
	case "xlogit":
		m = Logit
	case Logit:
		tol = 1e-7
	case Profile:
		tol = 1e-3 // R interpolates a profile by a spline
	}
	got, err := s.Shares(y, m, level, q)
	check(t, err)
	if strings.HasSuffix(c.ID, "allzero") { // R answers NaN; ours is Korn and Graubard's with n
		f := tQuantile(0.975, 842) / tQuantile(0.975, 70)
		hi := betaQuantile(0.975, 1, 843*f*f)
		if got[0].Value != 0 || got[0].Lo != 0 || math.Abs(got[0].Hi-hi) > 1e-12 || got[0].EffectiveN != 843 {
			t.Errorf("share 0 of 843: %+v", got[0])
		}
		return
	}
	var want struct {
		Est, SE float64
		CI      []float64
		DF      int
	}
	check(t, json.Unmarshal(c.Expected, &want))
	est := 1e-12
	if a.Method == "logit" || a.Method == "likelihood" {
		est = 1e-7
	}
	same(t, "p", got[0].Value, want.Est, est, 0)
	same(t, "se", got[0].SE, want.SE, 1e-10, 0)
	same(t, "lower", got[0].Lo, want.CI[0], tol, 0)
	same(t, "upper", got[0].Hi, want.CI[1], tol, 0)
	if got[0].DF != want.DF {
		t.Errorf("df %d, R says %d", got[0].DF, want.DF)
	}
}

func (r reference) quantileCase(t *testing.T, c refCase, a refArgs, s *Sample, data frame, q Query) {
	var want map[string]struct {
		P, Est, SE []float64
		Lo         []float64 `json:"ci95_lo"`
		Hi         []float64 `json:"ci95_hi"`
	}
	check(t, json.Unmarshal(c.Expected, &want))
	for _, v := range a.Vars {
		w := want[v]
		got, err := s.Quantiles(data.num(v), w.P, QuantileOptions{Rule: a.QRule, Interval: a.Interval}, q)
		check(t, err)
		for i, g := range got[0] {
			exact := a.QRule == "math" || a.QRule == "school" || a.QRule == "hf1" || a.QRule == "hf2" || a.QRule == "hf3"
			tol, ci := 1e-12, 1e-9
			if exact {
				tol, ci = 0, 0
			}
			if a.Interval == "quantile" {
				ci = 1e-9
			}
			same(t, v+" quantile", g.Value, w.Est[i], tol, 0)
			same(t, v+" lower", g.Lo, w.Lo[i], ci, 0)
			same(t, v+" upper", g.Hi, w.Hi[i], ci, 0)
			same(t, v+" se", g.SE, w.SE[i], 1e-9, 0)
		}
	}
}

func (r reference) testCase(t *testing.T, c refCase, a refArgs, s *Sample, data frame, q Query) {
	var want struct {
		Statistic float64
		Parameter []float64
		P         float64 `json:"p_value"`
		Est       any
		SE        float64
		CI        []float64 `json:"ci95"`
		Rows      []string
		Cols      []string
		Counts    [][]float64
	}
	check(t, json.Unmarshal(c.Expected, &want))
	est := floatsOf(want.Est)
	var got Test
	var err error
	switch c.Estimator {
	case "table":
		rows, cols := data.factor(a.Rows), data.factor(a.Cols)
		tab, err := s.table(rows, cols, q, true)
		check(t, err)
		for i, row := range want.Counts {
			for j, x := range row {
				same(t, "count", tab.p[i+tab.rows*j], x, 1e-12, 0)
			}
		}
		return
	case "kappa":
		k, err := s.Agreement(data.factor(a.Rows), data.factor(a.Cols), q)
		check(t, err)
		same(t, "kappa", k.Value, est[0], 1e-12, 0)
		same(t, "se", k.SE, want.SE, 1e-10, 0)
		return
	case "chisq":
		got, err = s.Independence(data.factor(a.Rows), data.factor(a.Cols), a.Statistic, q)
	case "gofchisq":
		got, err = s.GoodnessOfFit(data.factor(a.Vars[0]), floatsOf(a.P), q)
		check(t, err)
		same(t, "scale", got.DenDF, want.Parameter[0], 1e-8, 0)
		same(t, "df", got.NumDF, want.Parameter[1], 1e-8, 0)
		want.Parameter = nil
	case "ttest":
		if a.Group == "" {
			y, x := data.num("api00"), data.num("api99")
			for i := range y {
				y[i] -= x[i]
			}
			got, err = s.MeanIs(y, a.Mu, q)
		} else {
			got, err = s.MeansEqual(data.num(a.Y), data.factor(a.Group), q)
		}
	case "ranktest":
		got, err = s.RanksEqual(data.num(a.Y), data.factor(a.Group), q)
		if a.Test == "KruskalWallis" { // R names its degrees of freedom the statistic
			check(t, err)
			same(t, "chisq", got.Statistic*got.NumDF, want.Parameter[0], 1e-6, 0)
			same(t, "p", got.P, want.P, 1e-6, 0)
			return
		}
	}
	check(t, err)
	tol := 1e-8
	if a.Statistic == "saddlepoint" || c.Estimator == "ranktest" {
		tol = 1e-6
	}
	same(t, "statistic", got.Statistic, want.Statistic, 1e-8, 0)
	same(t, "p", got.P, want.P, tol, 0)
	for i, p := range want.Parameter {
		same(t, "parameter", []float64{got.NumDF, got.DenDF}[i], p, 1e-8, 0)
	}
	if len(est) == 1 {
		same(t, "estimate", got.Estimate, est[0], 1e-10, 0)
	}
	if len(want.CI) == 2 {
		tq := tQuantile(0.975, got.NumDF)
		same(t, "lower", got.Estimate-tq*got.SE, want.CI[0], 1e-9, 0)
		same(t, "upper", got.Estimate+tq*got.SE, want.CI[1], 1e-9, 0)
	}
}

func (r reference) regressionCase(t *testing.T, c refCase, a refArgs, s *Sample, data frame, q Query) {
	var want struct {
		Names         []string
		Est, SE, T, P any
		VCov, CI95    [][]float64
		DFResid       int `json:"df_resid"`
		Dispersion    float64
		Statistic     float64
		DF, DDF       float64
		PValue        float64 `json:"p_value"`
	}
	check(t, json.Unmarshal(c.Expected, &want))
	names := want.Names
	if c.Estimator == "wald_test" {
		names = []string{"(Intercept)", "stypeH", "stypeM", "meals"}
	}
	var x [][]float64
	for _, n := range names {
		x = append(x, modelColumn(data, n, s.n))
	}
	var y []float64
	if a.YExpr != "" {
		y = data.truth(a.YExpr, s.n)
	} else {
		y = data.num(a.Y)
	}
	f, err := s.Regress(y, x, Family(a.Family), q)
	check(t, err)
	if c.Estimator == "wald_test" {
		w, err := f.Wald(1, 2)
		check(t, err)
		same(t, "F", w.Statistic, want.Statistic, 1e-8, 0)
		same(t, "p", w.P, want.PValue, 1e-8, 0)
		return
	}
	for i, v := range floatsOf(want.Est) {
		same(t, "coefficient", f.Coef[i], v, 1e-8, 0)
		same(t, "se", f.SE[i], floatsOf(want.SE)[i], 1e-8, 0)
		same(t, "t", f.T[i], floatsOf(want.T)[i], 1e-8, 0)
		same(t, "p", f.P[i], floatsOf(want.P)[i], 1e-8, 0)
		lo, hi := f.Interval(i, 0.95)
		same(t, "lower", lo, want.CI95[i][0], 1e-8, 0)
		same(t, "upper", hi, want.CI95[i][1], 1e-8, 0)
		for j, v := range want.VCov[i] {
			same(t, "vcov", f.Cov[i*len(names)+j], v, 1e-8, 0)
		}
	}
	if f.DF != want.DFResid {
		t.Errorf("df %d, R says %d", f.DF, want.DFResid)
	}
	same(t, "dispersion", f.Dispersion, want.Dispersion, 1e-8, 0)
}

func (r reference) weightCase(t *testing.T, c refCase, a refArgs, s *Sample) {
	var want map[string]any
	check(t, json.Unmarshal(c.Expected, &want))
	switch c.Estimator {
	case "kish":
		k, err := s.Weighting()
		check(t, err)
		for name, got := range map[string]float64{"n": float64(k.N), "sum": k.Sum, "sumsq": k.SumSquares,
			"n_eff": k.EffectiveN, "deff_w": k.Deff, "cv": k.CV} {
			same(t, name, got, want[name].(float64), 1e-12, 0)
		}
		return
	case "trim":
		var err error
		s, err = s.Trim(a.Lower, a.Upper)
		check(t, err)
	case "weights":
	default:
		t.Fatalf("no test for %s", c.Estimator)
	}
	for i, w := range floatsOf(want["weights"]) {
		same(t, "weight", s.w[i], w, 1e-12, 0)
	}
}
