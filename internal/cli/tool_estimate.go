package cli

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/survey"
)

// estimateFlags are what dires tool estimate was asked.
type estimateFlags struct {
	app *app

	// the design
	weights, strata, lonely     string
	psu, fpc                    []string
	srs, lonelyInDomain         bool
	replicates, kind, rscales   string
	scale, fay                  float64
	multipliers, mse            bool
	df, bootstrap               int
	seed                        uint64
	rake, poststratify          string
	calibrate, distance, bounds string

	// the question
	what              string
	vars, by, missing []string
	sheet             string
	marginsSheet      string // of the file of --rake, --poststratify or --calibrate
	contrasts         []string
	level             float64
	method, statistic string
	p                 []float64
	rule              string

	margins []marginFile
	notes   []note
}

// estimators are what can be asked, with the fewest and most variables.
var estimators = []struct {
	name      string
	min, max  int
	as        use
	contrasts bool
	methods   []string // of --method; the first is the default
}{
	{"mean", 1, 1000, asNumber, true, nil},
	{"total", 1, 1000, asNumber, true, nil},
	{"prop", 1, 1000, asCategory, true, []string{"logit", "beta", "wilson"}},
	{"ratio", 2, 2, asNumber, true, nil},
	{"quantile", 1, 1000, asNumber, false, []string{"mean", "beta", "logit", "asin", "score", "replicates"}},
	{"chisq", 2, 2, asCategory, false, nil},
	{"lm", 2, 100, asFound, false, nil},
	{"logit", 2, 100, asFound, false, nil},
}

// newToolEstimate is dires tool estimate.
func newToolEstimate(a *app) *cobra.Command {
	f := &estimateFlags{app: a}
	var names []string
	for _, e := range estimators {
		names = append(names, e.name)
	}
	c := &cobra.Command{
		Use: "estimate", Annotations: map[string]string{helpWord: strings.Join(names, "|")},
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.what, f.vars = args[1], args[2:]
			return f.run(args[0], cmd.OutOrStdout())
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.weights, "weights", "", "")
	fl.StringVar(&f.strata, "strata", "", "")
	fl.StringSliceVar(&f.psu, "psu", nil, "")
	fl.StringSliceVar(&f.fpc, "fpc", nil, "")
	fl.BoolVar(&f.srs, "srs", false, "")
	fl.StringVar(&f.lonely, "lonely", "fail", "")
	fl.BoolVar(&f.lonelyInDomain, "lonely-in-domain", false, "")
	fl.StringVar(&f.replicates, "replicates", "", "")
	fl.StringVar(&f.kind, "type", "", "")
	fl.Float64Var(&f.scale, "scale", 0, "")
	fl.StringVar(&f.rscales, "rscales", "", "")
	fl.Float64Var(&f.fay, "fay", 0.5, "")
	fl.BoolVar(&f.multipliers, "multipliers", false, "")
	fl.BoolVar(&f.mse, "mse", false, "")
	fl.IntVar(&f.df, "df", 0, "")
	fl.IntVar(&f.bootstrap, "bootstrap", 0, "")
	fl.Uint64Var(&f.seed, "seed", 1, "")
	fl.StringVar(&f.rake, "rake", "", "")
	fl.StringVar(&f.poststratify, "poststratify", "", "")
	fl.StringVar(&f.calibrate, "calibrate", "", "")
	fl.StringVar(&f.distance, "distance", "linear", "")
	fl.StringVar(&f.bounds, "bounds", "", "")
	fl.StringSliceVar(&f.by, "by", nil, "")
	fl.StringArrayVar(&f.contrasts, "contrast", nil, "")
	fl.StringSliceVar(&f.missing, "missing", []string{"NA"}, "")
	fl.StringVar(&f.sheet, "sheet", "", "")
	fl.StringVar(&f.marginsSheet, "margins-sheet", "", "")
	fl.Float64Var(&f.level, "level", 0.95, "")
	fl.StringVar(&f.method, "method", "", "")
	fl.StringVar(&f.statistic, "statistic", "F", "")
	fl.Float64SliceVar(&f.p, "p", []float64{0.5}, "")
	fl.StringVar(&f.rule, "rule", "hf1", "")
	fl.BoolVar(&a.json, "json", false, "")
	return c
}

// run reads, declares the design, estimates and prints.
func (f *estimateFlags) run(name string, out io.Writer) (err error) {
	defer fault.Wrap(&err, "estimate from %s", filepath.Base(name))
	if err := f.check(); err != nil {
		return err
	}
	if err := f.readMarginFiles(); err != nil {
		return err
	}
	var reps []string
	data, err := readColumns(name, f.sheet, f.missing, func(head []string) (needs, error) {
		var err error
		if reps, err = f.replicateColumns(head); err != nil {
			return nil, err
		}
		return f.columns(reps), nil
	})
	if err != nil {
		return err
	}
	if err := f.app.heed(&data.said); err != nil {
		return err
	}
	res := estimateResult{Estimator: f.what, Level: digits15(f.level)}
	if !f.designed() {
		f.note("S370")
		res.Design = designResult{Rows: data.rows, Variance: "none"}
		res.Estimates = f.counts(data)
		res.Notes = f.notes
		return res.write(f.app, out)
	}
	s, err := f.sample(data, reps)
	if err != nil {
		return f.explain(err)
	}
	if w := data.col[f.weights]; f.weights != "" && w != nil && !slices.ContainsFunc(w.num, func(x float64) bool { return x != 0 && x == x }) {
		return fault.New(fault.Invalid, "S401", f.weights)
	}
	if f.margins != nil {
		f.tellNegative(s.Weights())
	}
	res.Design, res.Terms = f.describe(s, data, len(reps)), f.terms()
	if err := f.estimate(&res, s, data); err != nil {
		return f.explain(err)
	}
	res.Notes = f.notes
	return res.write(f.app, out)
}

// designed reports whether anything was said about how the rows were drawn.
func (f *estimateFlags) designed() bool {
	return f.weights != "" || f.strata != "" || len(f.psu) > 0 || len(f.fpc) > 0 || f.replicates != "" || f.srs
}

// check refuses what makes no sense, before any file is opened.
func (f *estimateFlags) check() error {
	bad := func(value any, flag string, words ...string) error {
		return fault.New(fault.Invalid, "S354", value, flag, strings.Join(words, ", "))
	}
	var names []string
	at := -1
	for i, e := range estimators {
		names = append(names, e.name)
		if e.name == f.what {
			at = i
		}
	}
	if at < 0 {
		return fault.New(fault.Invalid, "S354", f.what, lang.Every("help.any-verb"), strings.Join(names, ", "))
	}
	e := estimators[at]
	if n := len(f.vars); n < e.min || n > e.max {
		return fault.New(fault.Invalid, "S362", f.what, e.min, n)
	}
	if f.method == "" && e.methods != nil {
		f.method = e.methods[0]
	}
	if f.method != "" && !slices.Contains(e.methods, f.method) {
		if e.methods == nil {
			return fault.New(fault.Invalid, "S363", "--method", f.what)
		}
		return bad(f.method, "--method", e.methods...)
	}
	if !(f.level > 0 && f.level < 1) {
		return bad(f.level, "--level", "0.5 … 0.999")
	}
	if _, err := survey.ParseLonely(f.lonely); err != nil {
		return bad(f.lonely, "--lonely", "fail", "remove", "certainty", "adjust", "average")
	}
	if kinds := []string{"", "jk1", "jkn", "brr", "fay", "bootstrap"}; !slices.Contains(kinds, f.kind) {
		return bad(f.kind, "--type", kinds[1:]...)
	}
	if f.replicates == "" && f.kind == "jk1" && f.strata != "" {
		return fault.New(fault.Invalid, "S363", "--type jk1", "--strata")
	}
	if !(f.fay >= 0 && f.fay < 1) {
		return bad(f.fay, "--fay", "0 … 0.9")
	}
	if f.replicates != "" && f.kind == "" && f.scale == 0 {
		return fault.New(fault.Invalid, "S366")
	}
	if f.replicates == "" && f.kind == "bootstrap" && f.bootstrap < 2 {
		return bad(f.bootstrap, "--bootstrap", "2, 3 … 1000 …")
	}
	if f.bootstrap != 0 && (f.kind != "bootstrap" || f.replicates != "") {
		return fault.New(fault.Invalid, "S363", "--bootstrap", "--type "+f.kind)
	}
	if f.replicates != "" && (f.strata != "" || len(f.psu) > 0 || len(f.fpc) > 0) {
		return fault.New(fault.Invalid, "S367")
	}
	if f.replicates != "" && f.weights == "" {
		return fault.New(fault.Invalid, "S369")
	}
	if !slices.Contains([]string{"linear", "exponential", "logit"}, f.distance) {
		return bad(f.distance, "--distance", "linear", "exponential", "logit")
	}
	if stats := []string{"F", "Chisq", "saddlepoint", "Wald", "adjWald"}; !slices.Contains(stats, f.statistic) {
		return bad(f.statistic, "--statistic", stats...)
	}
	for _, p := range f.p {
		if !(p > 0 && p < 1) {
			return bad(p, "--p", "0.01 … 0.99")
		}
	}
	n := 0
	for _, s := range []string{f.rake, f.poststratify, f.calibrate} {
		if s != "" {
			n++
		}
	}
	if n > 1 {
		return fault.New(fault.Invalid, "S368")
	}
	if len(f.contrasts) > 0 && (len(f.by) == 0 || !e.contrasts) {
		return fault.New(fault.Invalid, "S363", "--contrast", f.what)
	}
	return nil
}

// columns lists the columns to read.
func (f *estimateFlags) columns(reps []string) needs {
	n := needs{}
	n.add(asNumber, f.weights)
	n.add(asNumber, f.fpc...)
	n.add(asNumber, reps...)
	n.add(asCategory, f.strata)
	n.add(asCategory, f.psu...)
	n.add(asCategory, f.by...)
	for _, m := range f.margins {
		for _, v := range m.vars {
			if v != "1" {
				n.add(m.as[v], v)
			}
		}
	}
	for _, e := range estimators {
		if e.name == f.what {
			for _, v := range f.vars {
				if bare, ok := asFactor(v); ok && e.as == asFound {
					n.add(asCategory, bare)
				} else {
					n.add(e.as, v)
				}
			}
		}
	}
	return n
}

// asFactor takes factor(x) apart.
func asFactor(v string) (string, bool) {
	if s, ok := strings.CutPrefix(v, "factor("); ok && strings.HasSuffix(s, ")") {
		return strings.TrimSuffix(s, ")"), true
	}
	return v, false
}

// replicateColumns are the headers that the pattern matches, in their order.
func (f *estimateFlags) replicateColumns(head []string) ([]string, error) {
	if f.replicates == "" {
		return nil, nil
	}
	var names []string
	for _, h := range head {
		ok, err := path.Match(f.replicates, h)
		if err != nil {
			return nil, fault.New(fault.Invalid, "S354", f.replicates, "--replicates", "'rep_*'")
		}
		if ok {
			names = append(names, h)
		}
	}
	if len(names) < 2 {
		return nil, noColumn(f.replicates, head)
	}
	return names, nil
}

// note is something to know beside the figures.
type note struct {
	code string
	args []any
}

func (f *estimateFlags) note(code string, args ...any) {
	f.notes = append(f.notes, note{code, args})
}

// explain turns a kernel's refusal into one with words and a remedy.
func (f *estimateFlags) explain(err error) error {
	if _, coded := fault.Public(err); coded {
		return err
	}
	var lonely *survey.LonelyError
	if errors.As(err, &lonely) {
		return fault.New(fault.Refused, "S380", lonely.Stage, len(lonely.Strata), strings.Join(lonely.Strata, ", "))
	}
	var odd *survey.OddError
	if errors.As(err, &odd) {
		return fault.New(fault.Refused, "S389", odd.Stage, len(odd.Strata), strings.Join(odd.Strata, ", "))
	}
	for _, x := range []struct {
		is   error
		code string
	}{{survey.ErrDesign, "S381"}, {survey.ErrDegenerate, "S382"}, {survey.ErrNoConvergence, "S383"}} {
		if errors.Is(err, x.is) {
			return fault.New(fault.Refused, x.code, kernelWords(strings.TrimSuffix(err.Error(), ": "+x.is.Error())))
		}
	}
	return fmt.Errorf("%s: %w", f.what, err)
}

// tellNegative says how many rows a calibration left with a weight below zero:
// a mean survives it, a share may leave 0 … 100 %.
func (f *estimateFlags) tellNegative(weights []float64) {
	n, least := 0, 0.0
	for _, w := range weights {
		if w < 0 {
			n, least = n+1, min(least, w)
		}
	}
	if n > 0 {
		f.note("S404", n, strconv.FormatFloat(least, 'g', 4, 64))
	}
}
