package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/dires/dires/agreement"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// agreeFlags are what dires tool agree was asked.
type agreeFlags struct {
	metric, method, weights, unit, cluster string
	coders, order                          []string
	missing                                []string
	sheet                                  string
	bootstrap                              int
	seed                                   uint64
	level                                  float64
}

// digits15 prints in JSON with 15 significant digits.
type digits15 float64

func (d digits15) MarshalJSON() ([]byte, error) {
	if d-d != 0 {
		return []byte("null"), nil // JSON has no such number; tests see to it that none comes
	}
	return strconv.AppendFloat(nil, float64(d), 'g', 15, 64), nil
}

// agreeResult is what dires tool agree says; a field that does not apply is absent.
type agreeResult struct {
	Method   string          `json:"method"`
	Metric   string          `json:"metric,omitempty"`
	Weights  string          `json:"weights,omitempty"`
	Value    digits15        `json:"value"`
	SE       *digits15       `json:"se,omitempty"`
	CI       []digits15      `json:"ci,omitempty"`
	CIBy     string          `json:"ci_by,omitempty"`
	Level    *digits15       `json:"level,omitempty"`
	Observed *digits15       `json:"observed,omitempty"` // a mean of kappas has none
	Expected *digits15       `json:"expected,omitempty"`
	Units    int             `json:"units"`
	Coders   int             `json:"coders"`
	Boot     *agreeBoot      `json:"bootstrap,omitempty"`
	Percent  *digits15       `json:"percent_agreement,omitempty"`
	Category []agreeCategory `json:"categories"`
	Names    []string        `json:"coder_names"`
	Order    []string        `json:"order,omitempty"`    // of the categories, where it counts
	LeftOut  []string        `json:"left_out,omitempty"` // columns taken for no coder
	Notes    []note          `json:"notes,omitempty"`

	clustered bool // units are alike within clusters: what takes them for separate is not shown
}

type agreeBoot struct {
	Low        digits15 `json:"low"`
	Median     digits15 `json:"median"`
	High       digits15 `json:"high"`
	Replicates int      `json:"replicates"`
	Defined    int      `json:"defined"`
	Drawn      int      `json:"drawn"`
	By         string   `json:"by"`
	Seed       uint64   `json:"seed"`
}

type agreeCategory struct {
	Name       string    `json:"category"`
	Prevalence digits15  `json:"prevalence"`
	Agreement  *digits15 `json:"specific_agreement,omitempty"`
}

// newToolAgree is dires tool agree.
func newToolAgree(a *app) *cobra.Command {
	var f agreeFlags
	c := &cobra.Command{
		Use:  "agree",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(a, args[0], cmd.OutOrStdout())
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.metric, "metric", "nominal", "")
	fl.StringVar(&f.method, "method", "krippendorff", "")
	fl.StringVar(&f.weights, "weights", "", "")
	fl.StringVar(&f.unit, "unit", "", "")
	fl.StringVar(&f.cluster, "cluster", "", "")
	fl.StringSliceVar(&f.coders, "coders", nil, "")
	fl.StringSliceVar(&f.order, "order", nil, "")
	fl.IntVar(&f.bootstrap, "bootstrap", 0, "")
	fl.Uint64Var(&f.seed, "seed", 1, "")
	fl.Float64Var(&f.level, "level", 0.95, "")
	fl.StringSliceVar(&f.missing, "missing", []string{"NA"}, "")
	fl.StringVar(&f.sheet, "sheet", "", "")
	fl.BoolVar(&a.json, "json", false, "")
	return c
}

func (f *agreeFlags) run(a *app, name string, out io.Writer) (err error) {
	defer fault.Wrap(&err, "measure agreement in %s", filepath.Base(name))
	metric, ok := parseWord(f.metric, agreement.Nominal, agreement.Ordinal, agreement.Interval, agreement.Ratio)
	if !ok {
		return fault.New(fault.Invalid, "S354", f.metric, "--metric", "nominal, ordinal, interval, ratio")
	}
	methods := []string{"krippendorff", "cohen", "light", "fleiss", "conger", "gwet", "bp", "percent"}
	if !slices.Contains(methods, f.method) {
		return fault.New(fault.Invalid, "S354", f.method, "--method", strings.Join(methods, ", "))
	}
	if f.weights == "" {
		f.weights = [...]string{"identity", "ranked", "quadratic", "ratio"}[metric]
	}
	weight, ok := parseWord(f.weights, agreement.Identity, agreement.Linear, agreement.Quadratic, agreement.Ranked)
	if !ok && f.method != "krippendorff" {
		return fault.New(fault.Invalid, "S354", f.weights, "--weights", "identity, linear, quadratic, ranked")
	}
	if f.method == "light" && weight != agreement.Identity {
		return fault.New(fault.Invalid, "S354", f.weights, "--weights", "identity")
	}
	if !(f.level > 0 && f.level < 1) {
		return fault.New(fault.Invalid, "S354", f.level, "--level", "0.5 … 0.999")
	}
	if f.bootstrap < 0 {
		return fault.New(fault.Invalid, "S354", f.bootstrap, "--bootstrap", "0, 1, 2 …")
	}
	if f.bootstrap > 0 && f.method != "krippendorff" {
		return fault.New(fault.Invalid, "S357")
	}
	k, err := f.read(a, name)
	if err != nil {
		return err
	}
	ordered := f.method == "krippendorff" && metric == agreement.Ordinal || f.method != "krippendorff" && weight == agreement.Ranked
	r, err := f.categories(&k, ordered)
	if err != nil {
		return f.explain(err, r)
	}
	if k.order != nil && f.method == "krippendorff" && metric > agreement.Ordinal && !k.numbers {
		return fault.New(fault.Refused, "S352", f.metric) // an order has no distances
	}
	res, err := f.measure(r, metric, weight)
	if err == nil && f.bootstrap > 0 {
		err = f.resample(&res, r, metric, k.cluster)
	}
	if err != nil {
		return f.explain(err, r)
	}
	res.tell(k, r, ordered || k.order != nil)
	if res.Units < few {
		res.Notes = append(res.Notes, note{"S391", []any{res.Units}})
	}
	if b := res.Boot; b != nil && b.Defined < b.Replicates {
		res.Notes = append(res.Notes, note{"S392", []any{b.Replicates - b.Defined, b.Replicates}})
	}
	if a.json {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(res)
	}
	return res.print(out, a.printer())
}

// tell says of the result what was taken for what.
func (res *agreeResult) tell(k codings, r agreement.Ratings, ordered bool) {
	res.Names, res.LeftOut = k.names, k.left
	if ordered {
		res.Order = k.ordering(r)
	}
	for i := range res.Category {
		res.Category[i].Name = k.called(res.Category[i].Name)
	}
	if k.long != nil {
		res.Notes = append(res.Notes, note{"S399", []any{k.long[0], k.long[1], k.long[2]}})
	}
	if k.left != nil {
		res.Notes = append(res.Notes, note{"S393", []any{strings.Join(k.left, ", ")}})
	}
	if k.merged != nil {
		res.Notes = append(res.Notes, note{"S347", []any{strings.Join(k.merged[:min(len(k.merged), 8)], "; ")}})
	}
	if res.SE != nil && *res.SE == 0 && res.CI != nil { // an interval of no width reads as certainty
		res.SE, res.CI, res.CIBy, res.Level = nil, nil, "", nil
		res.Notes = append(res.Notes, note{"S348", nil})
	}
	if b := res.Boot; b != nil && b.Low == b.High {
		res.Boot = nil
		res.Notes = append(res.Notes, note{"S348", nil})
	}
}

// few is below how many units an interval says little.
const few = 30

func parseWord[T fmt.Stringer](s string, all ...T) (T, bool) {
	for _, x := range all {
		if x.String() == s {
			return x, true
		}
	}
	return all[0], false
}

func (f *agreeFlags) measure(r agreement.Ratings, metric agreement.Metric, weight agreement.Weight) (res agreeResult, err error) {
	res = agreeResult{Method: f.method, Coders: r.Coders(), clustered: f.cluster != ""}
	specific, err := agreement.SpecificAgreement(r)
	if err != nil {
		return res, err
	}
	for _, s := range specific {
		c := agreeCategory{Name: s.Category, Prevalence: digits15(s.Prevalence)}
		if s.Defined {
			c.Agreement = ptr15(s.Agreement)
		}
		res.Category = append(res.Category, c)
	}
	if p, err := agreement.Percent(r, agreement.Identity); err == nil {
		res.Percent = ptr15(p.Value)
	}
	level := f.level
	switch f.method {
	case "krippendorff":
		res.Metric = metric.String()
		a, err := agreement.Krippendorff(r, metric)
		if err != nil {
			return res, err
		}
		res.Value, res.Units, res.Observed, res.Expected = digits15(a.Value), a.Units, ptr15(a.Observed), ptr15(a.Expected)
		if a.HasSE {
			c := agreement.Coefficient{Value: a.Value, SE: a.SE, Units: a.Units}
			res.interval(c.SE, level, c.Interval)
		}
	case "cohen":
		k, err := agreement.Cohen(r, weight)
		if err != nil {
			return res, err
		}
		res.Weights = weight.String()
		res.Value, res.Units, res.Observed, res.Expected = digits15(k.Value), k.Units, ptr15(k.Observed), ptr15(k.Chance)
		if !res.clustered {
			res.SE = ptr15(k.SE)
			if lo, hi, ok := k.Interval(level); ok {
				res.CI, res.CIBy, res.Level = []digits15{digits15(lo), digits15(hi)}, "large sample, normal", ptr15(level)
			}
		}
	case "light":
		mean, err := agreement.Light(r)
		if err != nil {
			return res, err
		}
		res.Weights, res.Value, res.Units = weight.String(), digits15(mean), agreement.Complete(r)
		res.Notes = append(res.Notes, note{"S402", []any{res.Units, r.Units()}})
	default:
		run := map[string]func(agreement.Ratings, agreement.Weight) (agreement.Coefficient, error){
			"fleiss": agreement.Fleiss, "conger": agreement.Conger, "gwet": agreement.Gwet, "bp": agreement.BrennanPrediger, "percent": agreement.Percent}[f.method]
		c, err := run(r, weight)
		if err != nil {
			return res, err
		}
		res.Weights = weight.String()
		res.Value, res.Units, res.Observed, res.Expected = digits15(c.Value), c.Units, ptr15(c.Observed), ptr15(c.Chance)
		res.interval(c.SE, level, c.Interval)
	}
	return res, nil
}

func ptr15(x float64) *digits15 { d := digits15(x); return &d }

func (res *agreeResult) interval(se, level float64, of func(float64) (float64, float64, bool)) {
	if lo, hi, ok := of(level); ok && !res.clustered {
		res.SE, res.CI, res.CIBy, res.Level = ptr15(se), []digits15{digits15(lo), digits15(hi)}, "linearised over units, t", ptr15(level)
	}
}

func (f *agreeFlags) resample(res *agreeResult, r agreement.Ratings, metric agreement.Metric, clusters []int) error {
	b, err := agreement.Bootstrap(r, metric, agreement.Plan{Replicates: f.bootstrap, Seed: f.seed, Level: f.level, Clusters: clusters, Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		return err
	}
	by := "units"
	if b.Clustered {
		by = "clusters"
	}
	res.Level = ptr15(f.level)
	res.Boot = &agreeBoot{digits15(b.Low), digits15(b.Median), digits15(b.High), b.Replicates, b.Defined, b.Drawn, by, f.seed}
	return nil
}

// explain turns a kernel's refusal into one with words and a remedy.
func (f *agreeFlags) explain(err error, r agreement.Ratings) error {
	metric := f.metric
	if f.method != "krippendorff" {
		metric = f.weights
	}
	for _, x := range []struct {
		is   error
		code string
		args []any
	}{
		{agreement.ErrUnpaired, "S350", nil}, {agreement.ErrOneCategory, "S351", nil}, {agreement.ErrNotNumbers, "S352", []any{metric}},
		{agreement.ErrTwoCoders, "S353", []any{f.method, r.Coders()}}, {agreement.ErrFewClusters, "S356", nil}, {agreement.ErrManyCategories, "S359", nil},
		{agreement.ErrTooLarge, "S349", nil}, {agreement.ErrIncomplete, "S403", []any{f.method}},
	} {
		if errors.Is(err, x.is) {
			return fault.New(fault.Refused, x.code, x.args...)
		}
	}
	return err
}

func (res *agreeResult) print(out io.Writer, p lang.Printer) error {
	what := p.Say("agree.called." + res.Method)
	if res.Metric != "" {
		what += ", " + p.Say("agree.metric."+res.Metric)
	}
	if res.Weights != "" && res.Weights != "identity" {
		if res.Method == "gwet" {
			what = p.Say("agree.called.gwet-weighted")
		}
		what += ", " + p.Say("agree.weights."+res.Weights)
	}
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	line := func(words, figure string) { fmt.Fprintf(w, "%s\t%s\n", words, figure) }
	share := func(x digits15) string { return p.Float(float64(x), 4) }
	line(what, share(res.Value))
	if res.SE != nil {
		line(p.Say("agree.se"), share(*res.SE))
	}
	if res.CI != nil {
		key := "agree.linearised"
		if res.Method == "cohen" {
			key = "agree.normal"
		}
		line(p.Say(key, 100*float64(*res.Level)), p.Say("agree.range", share(res.CI[0]), share(res.CI[1])))
	}
	if b := res.Boot; b != nil {
		line(p.Say("agree.resampled-"+b.By, 100*float64(*res.Level), b.Drawn, b.Replicates, int(b.Seed)), p.Say("agree.range", share(b.Low), share(b.High)))
	}
	if res.clustered && res.Boot == nil {
		line(p.Say("agree.no-interval"), "")
	} else if res.CI == nil && res.Boot == nil && !slices.ContainsFunc(res.Notes, func(n note) bool { return n.code == "S348" }) {
		line(p.Say("agree.no-interval-yet"), "")
	}
	line(p.Say("agree.units"), p.Int(res.Units))
	coders := p.Int(res.Coders)
	if len(res.Names) <= 12 {
		coders += ": " + strings.Join(res.Names, ", ")
	}
	line(p.Say("agree.coders"), coders)
	if res.Order != nil && len(res.Order) <= 24 {
		line(p.Say("agree.order"), strings.Join(res.Order, " < "))
	}
	if res.Percent != nil && res.Method != "percent" {
		line(p.Say("agree.percent"), share(*res.Percent))
	}
	for _, c := range res.Category {
		figure := share(c.Prevalence)
		if c.Agreement != nil {
			figure += "  " + p.Say("agree.specific", share(*c.Agreement))
		}
		line(p.Say("agree.category", c.Name), figure)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, n := range res.Notes {
		fmt.Fprintf(out, "%s (%s)\n", p.Say(n.code, n.args...), n.code)
	}
	return nil
}
