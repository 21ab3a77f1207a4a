package cli

import (
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/survey"
)

// estimateResult is what dires tool estimate says; a field that does not
// apply is absent.
type estimateResult struct {
	Estimator string           `json:"estimator"`
	Level     digits15         `json:"level"`
	Design    designResult     `json:"design"`
	Terms     *termsResult     `json:"terms,omitempty"`
	Estimates []estimateRow    `json:"estimates,omitempty"`
	Contrasts []contrastResult `json:"contrasts,omitempty"`
	Tests     []testResult     `json:"tests,omitempty"`
	Fits      []fitResult      `json:"fits,omitempty"`
	Notes     []note           `json:"notes,omitempty"`
}

// designResult is what the figures rest on.
type designResult struct {
	Rows       int       `json:"rows"`
	Variance   string    `json:"variance"` // linearised, replicates or none
	Weights    string    `json:"weights,omitempty"`
	Strata     int       `json:"strata,omitempty"`
	PSUs       int       `json:"psus,omitempty"`
	DF         int       `json:"df,omitempty"`
	Stages     int       `json:"stages,omitempty"`
	Lonely     string    `json:"lonely,omitempty"`
	Type       string    `json:"type,omitempty"`
	Rho        *digits15 `json:"rho,omitempty"` // of Fay's variant
	Replicates int       `json:"replicates,omitempty"`
	Centre     string    `json:"centre,omitempty"` // of the squares: mean or estimate
	Seed       *uint64   `json:"seed,omitempty"`
	Calibrated string    `json:"calibrated,omitempty"`
	Sum        *digits15 `json:"sum_weights,omitempty"`
	EffectiveN *digits15 `json:"kish_effective_n,omitempty"`
}

// estimateRow is one estimate of one domain.
type estimateRow struct {
	Variable   string     `json:"variable"`
	Category   *string    `json:"category,omitempty"`
	P          *digits15  `json:"p,omitempty"`
	Domain     *string    `json:"domain,omitempty"`
	Value      *digits15  `json:"value,omitempty"`
	SE         *digits15  `json:"se,omitempty"`
	CI         []digits15 `json:"ci,omitempty"`
	Method     string     `json:"ci_method,omitempty"`
	DF         *int       `json:"df,omitempty"`
	Count      *int       `json:"count,omitempty"` // rows with the category
	N          int        `json:"n"`
	Missing    int        `json:"missing,omitempty"`
	Sum        *digits15  `json:"sum_weights,omitempty"`
	PSUs       int        `json:"psus,omitempty"`
	Strata     int        `json:"strata,omitempty"`
	Deff       *digits15  `json:"deff,omitempty"`
	DeffWR     *digits15  `json:"deff_wr,omitempty"`
	EffectiveN *digits15  `json:"effective_n,omitempty"`
	Flags      []string   `json:"flags,omitempty"`
	Why        string     `json:"why,omitempty"`
}

// contrastResult compares two domains of one sample.
type contrastResult struct {
	Variable   string     `json:"variable"`
	Category   *string    `json:"category,omitempty"`
	A          string     `json:"a"`
	B          string     `json:"b"`
	Difference *digits15  `json:"difference,omitempty"`
	SE         *digits15  `json:"se,omitempty"`
	CI         []digits15 `json:"ci,omitempty"`
	DF         int        `json:"df"`
	Ratio      *digits15  `json:"ratio,omitempty"`
	RatioCI    []digits15 `json:"ratio_ci,omitempty"`
	Why        string     `json:"why,omitempty"`
}

var whyWords = map[survey.Why]string{survey.NoRows: "no_rows", survey.ZeroDivisor: "zero_divisor", survey.NoFreedom: "no_freedom", survey.TooLarge: "too_large"}

// describe says what the figures rest on.
func (f *estimateFlags) describe(s *survey.Sample, data columns, reps int) designResult {
	d := designResult{Rows: data.rows, Variance: "linearised", Weights: f.weights}
	ones := slices.Repeat([]float64{1}, data.rows)
	if e, err := s.Estimate(survey.Query{}, survey.Mean(ones)); err == nil {
		d.Strata, d.PSUs, d.DF, d.Sum = e.Strata[0], e.PSUs[0], e.DF[0], ptr15(e.Sum[0])
		if f.replicates == "" && (f.kind == "brr" || f.kind == "fay") && d.DF < d.PSUs-d.Strata {
			f.note("S390")
		}
	}
	if k, err := s.Weighting(); err == nil {
		d.EffectiveN = ptr15(k.EffectiveN)
	}
	if f.replicates != "" || f.kind != "" {
		d.Variance, d.Type, d.Replicates, d.Centre = "replicates", f.kind, reps, "mean"
		if f.mse {
			d.Centre = "estimate"
		}
		if f.kind == "fay" {
			d.Rho = ptr15(f.fay)
		}
		if f.replicates == "" {
			d.Replicates = s.Replications()
			if f.kind == "bootstrap" {
				d.Seed = &f.seed
			}
		}
	}
	if f.replicates == "" {
		d.Stages, d.Lonely = max(1, len(f.psu)), f.lonely
	}
	for kind, file := range map[string]string{"rake": f.rake, "poststratify": f.poststratify, "calibrate": f.calibrate} {
		if file != "" {
			d.Calibrated = kind
		}
	}
	return d
}

// domains are the levels of --by; nil if there are none.
func (f *estimateFlags) domains(data columns) (by survey.Factor) {
	var fs []survey.Factor
	for _, b := range f.by {
		fs = append(fs, data.category(b))
	}
	if len(fs) > 0 {
		by = survey.Cross(fs...)
	}
	return by
}

// estimate answers the question.
func (f *estimateFlags) estimate(res *estimateResult, s *survey.Sample, data columns) error {
	by := f.domains(data)
	for _, c := range f.contrasts {
		if _, _, err := f.pair(c, by.Levels); err != nil {
			return err
		}
	}
	switch f.what {
	case "quantile":
		return f.quantiles(res, s, data, by)
	case "chisq":
		return f.tests(res, s, data, by)
	case "lm", "logit":
		return f.fits(res, s, data, by)
	case "ratio":
		y, x := data.number(f.vars[0]), data.number(f.vars[1])
		return f.linear(res, s, by, f.vars[0]+" / "+f.vars[1], survey.Ratio(y, x))
	}
	for _, v := range f.vars {
		var err error
		switch f.what {
		case "mean":
			err = f.linear(res, s, by, v, survey.Mean(data.number(v)))
		case "total":
			err = f.linear(res, s, by, v, survey.Total(data.number(v)))
		case "prop":
			err = f.shares(res, s, by, v, data.category(v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// linear estimates one mean, total or ratio in each domain.
func (f *estimateFlags) linear(res *estimateResult, s *survey.Sample, by survey.Factor, name string, st survey.Stat) error {
	e, err := s.Estimate(survey.Query{By: by, Cov: len(f.contrasts) > 0}, st)
	if err != nil {
		return err
	}
	for d := range e.Groups {
		row := rowOf(e, d, d)
		row.Variable = name
		if f.what == "total" {
			row.EffectiveN = nil // of a mean only
		}
		if lo, hi, ok := e.Interval(d, f.level); ok {
			row.CI, row.Method = pair15(lo, hi), "t"
		}
		if row.Value != nil {
			row.Flags = roughness(e.N[d], e.Value[d], e.SE[d], e.DF[d])
		}
		f.unvaried(&row)
		res.Estimates = append(res.Estimates, row)
	}
	for _, c := range f.contrasts {
		a, b, _ := f.pair(c, by.Levels)
		res.Contrasts = append(res.Contrasts, f.compare(e, e.At(0, a), e.At(0, b), contrastResult{Variable: name, A: by.Levels[a], B: by.Levels[b]}))
	}
	return nil
}

// unvaried takes back a standard error of 0, and the interval of width 0 that comes
// of it: units that do not vary tell nothing of how sure the estimate is. Where the
// sizes of the population are given, 0 may be that of a census: it stays.
func (f *estimateFlags) unvaried(row *estimateRow) {
	if row.SE == nil || *row.SE != 0 || len(f.fpc) > 0 {
		return
	}
	row.SE, row.CI, row.Method, row.Deff, row.DeffWR, row.EffectiveN = nil, nil, "", nil, nil, nil
	row.Flags = append(row.Flags, "no_variation")
	f.note("S348")
}

// rowOf is what estimate i, of domain d, rests on.
func rowOf(e survey.Estimate, i, d int) estimateRow {
	row := estimateRow{N: e.N[d], Missing: e.Missing[d], PSUs: e.PSUs[d], Strata: e.Strata[d], Sum: ptr15(e.Sum[d]), Why: whyWords[e.Why[i]]}
	if e.Levels != nil {
		row.Domain = &e.Levels[d]
	}
	if e.Why[i] == survey.Given || e.Why[i] == survey.NoFreedom {
		row.Value = ptr15(e.Value[i])
	}
	if e.Why[i] == survey.Given {
		row.SE, row.DF = ptr15(e.SE[i]), &e.DF[d]
		if e.Deff[i] > 0 {
			row.Deff = ptr15(e.Deff[i])
		}
		if e.DeffWR[i] > 0 {
			row.DeffWR, row.EffectiveN = ptr15(e.DeffWR[i]), ptr15(float64(e.N[d])/e.DeffWR[i])
		}
	}
	return row
}

// roughness flags means, totals and ratios that rest on little.
func roughness(n int, value, se float64, df int) (flags []string) {
	if n < 30 {
		flags = append(flags, "small_n")
	}
	switch cv := math.Abs(se / value); {
	case value == 0 || se == 0:
	case cv > 0.5:
		flags = append(flags, "cv_above_50")
	case cv > 0.3:
		flags = append(flags, "cv_above_30")
	}
	if df < 8 {
		flags = append(flags, "few_df")
	}
	return flags
}

// shares estimates the share of each category, with the interval asked for and
// what the presentation standards say of it.
func (f *estimateFlags) shares(res *estimateResult, s *survey.Sample, by survey.Factor, name string, cat survey.Factor) error {
	if len(cat.Levels) == 0 {
		return fault.New(fault.Refused, "S375", name)
	}
	stats := survey.Shares(cat)
	e, err := s.Estimate(survey.Query{By: by, Cov: len(f.contrasts) > 0}, stats...)
	if err != nil {
		return err
	}
	for l := range cat.Levels {
		y := survey.Indicator(cat, int32(l))
		sh, err := s.Shares(y, survey.Method(f.method), f.level, survey.Query{By: by})
		if err != nil {
			return err
		}
		std, err := s.Standards(y, survey.Query{By: by})
		if err != nil {
			return err
		}
		count := counts(y, by, e.Groups)
		for d := range e.Groups {
			row := rowOf(e, e.At(l, d), d)
			row.Variable, row.Category, row.Count = name, &cat.Levels[l], &count[d]
			row.EffectiveN = nil
			if sh[d].Why == survey.Given {
				row.CI, row.Method, row.EffectiveN = pair15(sh[d].Lo, sh[d].Hi), f.method, ptr15(sh[d].EffectiveN)
				if p := sh[d].Value; p == 0 || p == 1 {
					row.Method = "beta"
				}
			}
			row.Flags = presentable(std[d])
			res.Estimates = append(res.Estimates, row)
		}
	}
	for _, c := range f.contrasts {
		a, b, _ := f.pair(c, by.Levels)
		for l := range cat.Levels {
			res.Contrasts = append(res.Contrasts, f.compare(e, e.At(l, a), e.At(l, b), contrastResult{Variable: name, Category: &cat.Levels[l], A: by.Levels[a], B: by.Levels[b]}))
		}
	}
	return nil
}

// counts are the rows where y is 1, per domain.
func counts(y []float64, by survey.Factor, groups int) []int {
	n := make([]int, groups)
	for i, v := range y {
		switch {
		case v != 1:
		case by.Codes == nil:
			n[0]++
		case by.Codes[i] >= 0:
			n[by.Codes[i]]++
		}
	}
	return n
}

func presentable(p survey.Presentable) (flags []string) {
	for _, x := range []struct {
		is   bool
		word string
	}{{p.SmallN, "small_n"}, {p.Wide, "wide"}, {p.RelativelyWide, "relatively_wide"}, {p.ComplementWide, "complement_wide"},
		{p.Review, "review"}, {p.Suppress(), "suppress"}} {
		if x.is {
			flags = append(flags, x.word)
		}
	}
	return flags
}

// compare fills in difference and ratio of two estimates.
func (f *estimateFlags) compare(e survey.Estimate, i, j int, c contrastResult) contrastResult {
	d, err := e.Difference(i, j)
	if err != nil {
		c.Why = whyWords[max(e.Why[i], e.Why[j])]
		return c
	}
	c.Difference, c.DF = ptr15(d.Value), d.DF
	lo, hi, ok := d.Interval(f.level)
	if !ok {
		c.Why = whyWords[survey.NoFreedom]
		return c
	}
	if d.SE == 0 && len(f.fpc) == 0 {
		c.Why = "no_variation"
		f.note("S348")
		return c
	}
	c.SE, c.CI = ptr15(d.SE), pair15(lo, hi)
	if r, err := e.LogRatio(i, j); err == nil {
		if lo, hi, ok := r.Interval(f.level); ok {
			c.Ratio = ptr15(math.Exp(r.Value))
			if lo > -300 && hi < 300 { // else the ratio is as good as unknown
				c.RatioCI = pair15(math.Exp(lo), math.Exp(hi))
			}
		}
	}
	return c
}

// pair finds the two domains of a contrast; a name may contain a comma.
func (f *estimateFlags) pair(c string, levels []string) (a, b int, err error) {
	for at := range c {
		if c[at] != ',' {
			continue
		}
		a, b = slices.Index(levels, strings.TrimSpace(c[:at])), slices.Index(levels, strings.TrimSpace(c[at+1:]))
		if a >= 0 && b >= 0 && a != b {
			return a, b, nil
		}
	}
	return 0, 0, fault.New(fault.Invalid, "S376", c, strings.Join(levels[:min(len(levels), 20)], ", "))
}

func pair15(lo, hi float64) []digits15 { return []digits15{digits15(lo), digits15(hi)} }

// quantiles estimates quantiles in each domain.
func (f *estimateFlags) quantiles(res *estimateResult, s *survey.Sample, data columns, by survey.Factor) error {
	o := survey.QuantileOptions{Rule: f.rule, Interval: map[string]string{"logit": "xlogit"}[f.method], Level: f.level}
	if o.Interval == "" {
		o.Interval = f.method
	}
	for _, v := range f.vars {
		out, err := s.Quantiles(data.number(v), f.p, o, survey.Query{By: by})
		if err != nil {
			return err
		}
		e, err := s.Estimate(survey.Query{By: by}, survey.Mean(data.number(v)))
		if err != nil {
			return err
		}
		for d, qs := range out {
			for _, q := range qs {
				row := estimateRow{Variable: v, P: ptr15(q.P), N: q.N, Missing: e.Missing[d], PSUs: e.PSUs[d], Strata: e.Strata[d], Sum: ptr15(e.Sum[d]), Why: whyWords[q.Why]}
				if by.Codes != nil {
					row.Domain = &by.Levels[d]
				}
				if q.N > 0 {
					row.Value = ptr15(q.Value)
				}
				if q.Why == survey.Given {
					row.DF = &q.DF
					if q.Bounded {
						row.SE, row.CI, row.Method = ptr15(q.SE), pair15(q.Lo, q.Hi), f.method
					} else {
						row.Why = "unbounded"
					}
				}
				if q.N > 0 {
					row.Flags = rank(q.N, q.P, q.DF)
				}
				f.unvaried(&row)
				res.Estimates = append(res.Estimates, row)
			}
		}
	}
	return nil
}

// rank flags quantiles that rest on little: few answers in all, few on the thinner
// side of the quantile (the interval of p90 from 60 answers covers it in 89 of 100
// samples, not in 95), few degrees of freedom.
func rank(n int, p float64, df int) (flags []string) {
	if n < 30 {
		flags = append(flags, "small_n")
	}
	if beyond := float64(n) * min(p, 1-p); beyond < 10-1e-9 { // 1 − .9 is a little less than .1
		flags = append(flags, "few_beyond")
	}
	if df < 8 {
		flags = append(flags, "few_df")
	}
	return flags
}

// counts are all that may be said of rows that nobody said were drawn by
// chance: how many answered, and how many gave each answer.
func (f *estimateFlags) counts(data columns) (rows []estimateRow) {
	by := f.domains(data)
	groups := max(1, len(by.Levels))
	for _, v := range f.vars {
		v, _ = asFactor(v)
		c := data.col[v]
		answered := make([]float64, data.rows)
		for i := range answered {
			if c.num != nil && c.num[i] == c.num[i] || c.num == nil && c.fac.Codes[i] >= 0 {
				answered[i] = 1
			}
		}
		n := counts(answered, by, groups)
		all := counts(slices.Repeat([]float64{1}, data.rows), by, groups)
		add := func(level *string, count []int) {
			for d := range groups {
				row := estimateRow{Variable: v, Category: level, N: n[d], Missing: all[d] - n[d], Why: "no_design"}
				if by.Codes != nil {
					row.Domain = &by.Levels[d]
				}
				if count != nil {
					row.Count = &count[d]
				}
				rows = append(rows, row)
			}
		}
		if c.fac.Codes == nil {
			add(nil, nil)
			continue
		}
		for l := range c.fac.Levels {
			add(&c.fac.Levels[l], counts(survey.Indicator(c.fac, int32(l)), by, groups))
		}
	}
	return rows
}
