package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/num/agree"
	"github.com/dires/dires/internal/sheet"
)

// agreeFlags are what dires tool agree was asked.
type agreeFlags struct {
	metric, method, weights, unit, cluster string
	coders                                 []string
	bootstrap                              int
	seed                                   uint64
	level                                  float64
	json                                   bool
}

// digits15 prints in JSON with 15 significant digits.
type digits15 float64

func (d digits15) MarshalJSON() ([]byte, error) {
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
	Observed digits15        `json:"observed"`
	Expected digits15        `json:"expected"`
	Units    int             `json:"units"`
	Coders   int             `json:"coders"`
	Boot     *agreeBoot      `json:"bootstrap,omitempty"`
	Percent  *digits15       `json:"percent_agreement,omitempty"`
	Category []agreeCategory `json:"categories"`
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
func newToolAgree() *cobra.Command {
	var f agreeFlags
	c := &cobra.Command{
		Use:   "agree LABELS.csv",
		Short: "measure agreement between coders, or between sources",
		Long: `Measure how far coders put the same units into the same categories.

LABELS has one row per unit and one column per coder; a first column called
unit, unite, item or id is the unit's name. An empty cell is a missing rating.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(args[0], cmd.OutOrStdout())
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.metric, "metric", "nominal", "nominal, ordinal, interval or ratio")
	fl.StringVar(&f.method, "method", "krippendorff", "krippendorff, cohen, fleiss, gwet, bp or percent")
	fl.StringVar(&f.weights, "weights", "", "for methods other than krippendorff: identity, linear, quadratic or ranked; by default as the metric: nominal identity, ordinal ranked, interval quadratic")
	fl.StringVar(&f.unit, "unit", "", "column that names the unit")
	fl.StringVar(&f.cluster, "cluster", "", "column that names the unit's cluster, for --bootstrap")
	fl.StringSliceVar(&f.coders, "coders", nil, "columns of the coders; by default all the others")
	fl.IntVar(&f.bootstrap, "bootstrap", 0, "replicates for an interval of alpha; 0 is none")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the resampling")
	fl.Float64Var(&f.level, "level", 0.95, "level of the intervals")
	fl.BoolVar(&f.json, "json", false, "write JSON, 15 significant digits")
	return c
}

func (f *agreeFlags) run(name string, out io.Writer) (err error) {
	defer fault.Wrap(&err, "measure agreement in %s", filepath.Base(name))
	metric, ok := parseWord(f.metric, agree.Nominal, agree.Ordinal, agree.Interval, agree.Ratio)
	if !ok {
		return fault.New(fault.Invalid, "S354", f.metric, "--metric", "nominal, ordinal, interval, ratio")
	}
	methods := []string{"krippendorff", "cohen", "fleiss", "gwet", "bp", "percent"}
	if !slices.Contains(methods, f.method) {
		return fault.New(fault.Invalid, "S354", f.method, "--method", strings.Join(methods, ", "))
	}
	if f.weights == "" {
		f.weights = [...]string{"identity", "ranked", "quadratic", "ratio"}[metric]
	}
	weight, ok := parseWord(f.weights, agree.Identity, agree.Linear, agree.Quadratic, agree.Ranked)
	if !ok && f.method != "krippendorff" {
		return fault.New(fault.Invalid, "S354", f.weights, "--weights", "identity, linear, quadratic, ranked")
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
	r, clusters, err := f.read(name)
	if err != nil {
		return err
	}
	res, err := f.measure(r, metric, weight)
	if err == nil && f.bootstrap > 0 {
		err = f.resample(&res, r, metric, clusters)
	}
	if err != nil {
		return f.explain(err, r)
	}
	if f.json {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(res)
	}
	return res.print(out)
}

func parseWord[T fmt.Stringer](s string, all ...T) (T, bool) {
	for _, x := range all {
		if x.String() == s {
			return x, true
		}
	}
	return all[0], false
}

// read takes the ratings and, where asked, the clusters from a table.
func (f *agreeFlags) read(name string) (r agree.Ratings, clusters []int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return r, nil, err
	}
	defer file.Close()
	t, err := sheet.Open(filepath.Base(name), file, sheet.Options{Private: true})
	if err != nil {
		return r, nil, err
	}
	if f.unit == "" && len(t.Head) > 0 && slices.Contains([]string{"", "unit", "unite", "unité", "item", "id"}, strings.ToLower(t.Head[0])) {
		f.unit = t.Head[0]
	}
	for _, want := range append([]string{f.cluster}, f.coders...) {
		if want != "" && !slices.Contains(t.Head, want) {
			return r, nil, fault.New(fault.NotFound, "S355", want, strings.Join(t.Head, ", "))
		}
	}
	if f.unit != "" && !slices.Contains(t.Head, f.unit) {
		return r, nil, fault.New(fault.NotFound, "S355", f.unit, strings.Join(t.Head, ", "))
	}
	var cols []int
	at := -1
	for i, h := range t.Head {
		if h == f.cluster && h != "" {
			at = i
			continue
		}
		if len(f.coders) > 0 && slices.Contains(f.coders, h) || len(f.coders) == 0 && !(i == slices.Index(t.Head, f.unit)) {
			cols = append(cols, i)
		}
	}
	var labels []string
	index := map[string]int{}
	for row := range t.Rows() {
		cells := row.Cells()
		cell := func(i int) string {
			if i < len(cells) {
				return cells[i]
			}
			return ""
		}
		for _, c := range cols {
			labels = append(labels, cell(c))
		}
		if at >= 0 {
			name := cell(at)
			if name == "" {
				return r, nil, fault.New(fault.Invalid, "S358", row.At(f.cluster).Row, f.cluster)
			}
			if _, ok := index[name]; !ok {
				index[name] = len(index)
			}
			clusters = append(clusters, index[name])
		}
	}
	if err := t.Err(); err != nil {
		return r, nil, err
	}
	if len(cols) == 0 {
		return r, nil, fault.New(fault.Invalid, "S350")
	}
	numbers := make([]float64, len(labels))
	for i, s := range labels {
		if s == "" {
			numbers[i] = math.NaN()
			continue
		}
		v, ok := sheet.Number(s)
		if !ok {
			r, err = agree.FromLabels(len(cols), labels)
			return r, clusters, err
		}
		numbers[i] = v
	}
	r, err = agree.FromNumbers(len(cols), numbers)
	return r, clusters, err
}

func (f *agreeFlags) measure(r agree.Ratings, metric agree.Metric, weight agree.Weight) (res agreeResult, err error) {
	res = agreeResult{Method: f.method, Coders: r.Coders()}
	specific, err := agree.SpecificAgreement(r)
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
	if p, err := agree.Percent(r, agree.Identity); err == nil {
		res.Percent = ptr15(p.Value)
	}
	level := f.level
	switch f.method {
	case "krippendorff":
		res.Metric = metric.String()
		a, err := agree.Krippendorff(r, metric)
		if err != nil {
			return res, err
		}
		res.Value, res.Units, res.Observed, res.Expected = digits15(a.Value), a.Units, digits15(a.Observed), digits15(a.Expected)
		if a.HasSE {
			c := agree.Coefficient{Value: a.Value, SE: a.SE, Units: a.Units}
			res.interval(c.SE, level, c.Interval)
		}
	case "cohen":
		k, err := agree.Cohen(r, weight)
		if err != nil {
			return res, err
		}
		res.Weights = weight.String()
		res.Value, res.Units, res.Observed, res.Expected = digits15(k.Value), k.Units, digits15(k.Observed), digits15(k.Chance)
		res.SE = ptr15(k.SE)
	default:
		run := map[string]func(agree.Ratings, agree.Weight) (agree.Coefficient, error){
			"fleiss": agree.Fleiss, "gwet": agree.Gwet, "bp": agree.BrennanPrediger, "percent": agree.Percent}[f.method]
		c, err := run(r, weight)
		if err != nil {
			return res, err
		}
		res.Weights = weight.String()
		res.Value, res.Units, res.Observed, res.Expected = digits15(c.Value), c.Units, digits15(c.Observed), digits15(c.Chance)
		res.interval(c.SE, level, c.Interval)
	}
	return res, nil
}

func ptr15(x float64) *digits15 { d := digits15(x); return &d }

func (res *agreeResult) interval(se, level float64, of func(float64) (float64, float64, bool)) {
	if lo, hi, ok := of(level); ok {
		res.SE, res.CI, res.CIBy, res.Level = ptr15(se), []digits15{digits15(lo), digits15(hi)}, "linearised over units, t", ptr15(level)
	}
}

func (f *agreeFlags) resample(res *agreeResult, r agree.Ratings, metric agree.Metric, clusters []int) error {
	b, err := agree.Bootstrap(r, metric, agree.Plan{Replicates: f.bootstrap, Seed: f.seed, Level: f.level, Clusters: clusters, Workers: runtime.GOMAXPROCS(0)})
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
func (f *agreeFlags) explain(err error, r agree.Ratings) error {
	metric := f.metric
	if f.method != "krippendorff" {
		metric = f.weights
	}
	for _, x := range []struct {
		is   error
		code string
		args []any
	}{
		{agree.ErrUnpaired, "S350", nil}, {agree.ErrOneCategory, "S351", nil}, {agree.ErrNotNumbers, "S352", []any{metric}},
		{agree.ErrTwoCoders, "S353", []any{f.method, r.Coders()}}, {agree.ErrFewClusters, "S356", nil},
	} {
		if errors.Is(err, x.is) {
			return fault.New(fault.Refused, x.code, x.args...)
		}
	}
	return err
}

func (res *agreeResult) print(out io.Writer) error {
	what := res.Method
	if res.Metric != "" {
		what += " " + res.Metric
	}
	if res.Weights != "" && res.Weights != "identity" {
		what += " " + res.Weights
	}
	s := fmt.Sprintf("%s\t%.4f\n", what, float64(res.Value))
	if res.SE != nil {
		s += fmt.Sprintf("standard error\t%.4f\n", float64(*res.SE))
	}
	if res.CI != nil {
		s += fmt.Sprintf("interval (%g %%, linearised)\t%.4f to %.4f\n", 100*float64(*res.Level), float64(res.CI[0]), float64(res.CI[1]))
	}
	if b := res.Boot; b != nil {
		s += fmt.Sprintf("interval (%g %%, resampling %d %s, seed %d)\t%.4f to %.4f\n", 100*float64(*res.Level), b.Drawn, b.By, b.Seed, float64(b.Low), float64(b.High))
	}
	s += fmt.Sprintf("units\t%d\ncoders\t%d\n", res.Units, res.Coders)
	if res.Percent != nil && res.Method != "percent" {
		s += fmt.Sprintf("percent agreement\t%.4f\n", float64(*res.Percent))
	}
	for _, c := range res.Category {
		s += fmt.Sprintf("prevalence of %s\t%.4f\n", c.Name, float64(c.Prevalence))
	}
	_, err := io.WriteString(out, s)
	return err
}
