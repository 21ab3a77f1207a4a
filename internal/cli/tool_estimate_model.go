package cli

import (
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/survey"
)

// testResult is a test of a table.
type testResult struct {
	Rows      string   `json:"rows"`
	Columns   string   `json:"columns"`
	Domain    *string  `json:"domain,omitempty"`
	Statistic string   `json:"statistic"`
	Value     digits15 `json:"value"`
	NumDF     digits15 `json:"num_df"`
	DenDF     digits15 `json:"den_df,omitempty"`
	P         digits15 `json:"p"`
	N         int      `json:"n"`
	Why       string   `json:"why,omitempty"`
}

// fitResult is a regression.
type fitResult struct {
	Outcome    string       `json:"outcome"`
	Domain     *string      `json:"domain,omitempty"`
	Terms      []termResult `json:"terms"`
	Tests      []waldResult `json:"wald,omitempty"` // of each column with several terms
	DF         int          `json:"df"`
	Dispersion digits15     `json:"dispersion"`
	N          int          `json:"n"`
	Missing    int          `json:"missing,omitempty"`
}

type termResult struct {
	Term  string     `json:"term"`
	Value digits15   `json:"value"`
	SE    digits15   `json:"se"`
	T     digits15   `json:"t"`
	P     digits15   `json:"p"`
	CI    []digits15 `json:"ci"`
}

type waldResult struct {
	Column string   `json:"column"`
	F      digits15 `json:"f"`
	NumDF  digits15 `json:"num_df"`
	DenDF  digits15 `json:"den_df"`
	P      digits15 `json:"p"`
}

// each calls do for the whole sample, or for each level of --by.
func (f *estimateFlags) each(by survey.Factor, do func(q survey.Query, domain *string) error) error {
	if by.Codes == nil {
		return do(survey.Query{}, nil)
	}
	for l := range by.Levels {
		in := make([]bool, len(by.Codes))
		for i, c := range by.Codes {
			in[i] = c == int32(l)
		}
		if err := do(survey.Query{Within: in}, &by.Levels[l]); err != nil {
			return err
		}
	}
	return nil
}

// tests tests that rows and columns of a table are independent.
func (f *estimateFlags) tests(res *estimateResult, s *survey.Sample, data columns, by survey.Factor) error {
	f.note("S377")
	rows, cols := data.category(f.vars[0]), data.category(f.vars[1])
	return f.each(by, func(q survey.Query, domain *string) error {
		t, err := s.Independence(rows, cols, f.statistic, q)
		if err != nil {
			return err
		}
		res.Tests = append(res.Tests, testResult{Rows: f.vars[0], Columns: f.vars[1], Domain: domain, Statistic: f.statistic,
			Value: digits15(t.Statistic), NumDF: digits15(t.NumDF), DenDF: digits15(t.DenDF), P: digits15(t.P), N: t.N})
		return nil
	})
}

// fits regresses the first variable on the others and a constant.
func (f *estimateFlags) fits(res *estimateResult, s *survey.Sample, data columns, by survey.Factor) error {
	f.note("S377")
	y := data.col[f.vars[0]]
	if y == nil || y.num == nil {
		return fault.New(fault.Refused, "S378", f.vars[0])
	}
	one := make([]float64, data.rows)
	for i := range one {
		one[i] = 1
	}
	x, names := [][]float64{one}, []string{"1"}
	type group struct {
		column string
		terms  []int
	}
	var several []group
	for _, v := range f.vars[1:] {
		bare, forced := asFactor(v)
		if c := data.col[bare]; c.num != nil && !forced {
			x, names = append(x, c.num), append(names, v)
			continue
		}
		fac := data.category(bare)
		g := group{column: v}
		for l, col := range survey.Dummies(fac) {
			g.terms = append(g.terms, len(x))
			x, names = append(x, col), append(names, bare+"="+fac.Levels[l+1])
		}
		if len(g.terms) > 1 {
			several = append(several, g)
		}
	}
	family := survey.Gaussian
	if f.what == "logit" {
		family = survey.Binomial
	}
	return f.each(by, func(q survey.Query, domain *string) error {
		fit, err := s.Regress(y.num, x, family, q)
		if err != nil {
			return err
		}
		r := fitResult{Outcome: f.vars[0], Domain: domain, DF: fit.DF, Dispersion: digits15(fit.Dispersion), N: fit.N, Missing: fit.Missing}
		for j := range fit.Coef {
			lo, hi := fit.Interval(j, f.level)
			r.Terms = append(r.Terms, termResult{names[j], digits15(fit.Coef[j]), digits15(fit.SE[j]), digits15(fit.T[j]), digits15(fit.P[j]), pair15(lo, hi)})
		}
		for _, g := range several {
			t, err := fit.Wald(g.terms...)
			if err != nil {
				continue // terms that depend on each other have no joint test
			}
			r.Tests = append(r.Tests, waldResult{g.column, digits15(t.Statistic), digits15(t.NumDF), digits15(t.DenDF), digits15(t.P)})
		}
		res.Fits = append(res.Fits, r)
		return nil
	})
}
