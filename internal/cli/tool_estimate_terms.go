package cli

import "github.com/dires/dires/internal/lang"

// termsResult calls estimator, variance and interval by the names that a
// statistician knows them by. In JSON they are codes.
type termsResult struct {
	Estimator string `json:"estimator"`
	Variance  string `json:"variance"`
	Interval  string `json:"interval,omitempty"`
	Lonely    string `json:"lonely,omitempty"` // the rule for strata of one unit, where it is not to fail
}

// terms of what was asked.
func (f *estimateFlags) terms() *termsResult {
	t := &termsResult{Variance: "taylor", Interval: "t"}
	calibrated := f.rake+f.poststratify+f.calibrate != ""
	switch f.what {
	case "mean":
		t.Estimator = "hajek-mean"
	case "prop":
		t.Estimator, t.Interval = "hajek-share", f.method
	case "total":
		t.Estimator = "horvitz-thompson"
		if calibrated {
			t.Estimator = "calibrated-total"
		}
	case "ratio":
		t.Estimator = "combined-ratio"
	case "quantile":
		t.Estimator, t.Interval = "weighted-quantile", "quantile-"+f.method
	case "chisq":
		t.Interval = ""
		switch t.Estimator = "rao-scott"; f.statistic {
		case "Wald", "adjWald":
			t.Estimator = "wald"
		}
	default: // lm, logit
		t.Estimator = "pseudo-likelihood"
	}
	switch {
	case f.replicates != "" || f.kind != "":
		t.Variance = "replicates"
	case len(f.fpc) == 0:
		t.Variance = "taylor-with-replacement"
	}
	if calibrated && t.Variance != "replicates" {
		t.Variance += "-calibrated"
	}
	if f.replicates == "" && f.lonely != "fail" {
		t.Lonely = f.lonely
	}
	return t
}

// words say them in one or two sentences.
func (t termsResult) words(p lang.Printer, level digits15) string {
	e, v := p.Say("estimate.called."+t.Estimator), p.Say("estimate.variance."+t.Variance)
	s := p.Say("estimate.terms-test", e, v)
	if t.Interval != "" {
		s = p.Say("estimate.terms", e, v, number(p, ptr15(100*float64(level))), p.Say("estimate.interval."+t.Interval))
	}
	if t.Lonely != "" {
		s += " " + p.Say("estimate.lonely", p.Say("perception.lonely-"+t.Lonely))
	}
	return s
}
