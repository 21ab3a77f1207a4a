package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
)

// estimated runs dires tool estimate with --json.
func estimated(args ...string) (estimateJSON, error) {
	var out bytes.Buffer
	c := newToolEstimate(&app{})
	c.SetArgs(append(args, "--json"))
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	var r estimateJSON
	if err := c.Execute(); err != nil {
		return r, err
	}
	if bytes.Contains(out.Bytes(), []byte("null")) {
		return r, fmt.Errorf("a figure is no number: %s", out.String())
	}
	return r, json.Unmarshal(out.Bytes(), &r)
}

// estimateJSON is what a script reads.
type estimateJSON struct {
	Design struct {
		Variance   string
		DF         int
		Replicates int
	}
	Estimates []struct {
		Variable, Category, Domain, Why string
		Value, SE, Deff                 *float64
		CI                              []float64
		DF, Count                       *int
		N, Missing                      int
		Flags                           []string
	}
	Contrasts []struct {
		Difference, SE, Ratio *float64
		CI                    []float64
		RatioCI               []float64 `json:"ratio_ci"`
		DF                    int
		Why                   string
	}
	Tests []struct {
		Value, P float64
		NumDF    float64 `json:"num_df"`
	}
	Fits []struct {
		DF    int
		Terms []struct {
			Term            string
			Value, SE, T, P float64
			CI              []float64
		}
		Wald []struct{ F, P float64 }
	}
	Notes []struct{ Code string }
}

func (r estimateJSON) noted(code string) bool {
	for _, n := range r.Notes {
		if n.Code == code {
			return true
		}
	}
	return false
}

// reference gives a file of the values R's survey computed.
func referenceFile(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("../../survey/testdata/ref", name+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// beside puts the columns of two CSV files side by side.
func beside(t *testing.T, a, b []byte) []byte {
	t.Helper()
	x, err := csv.NewReader(bytes.NewReader(a)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	y, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(x) != len(y) {
		t.Fatal(len(x), len(y), err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for i := range x {
		if err := w.Write(append(x[i], y[i]...)); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return out.Bytes()
}

// The command gives what R's survey gives, digit for digit, from the file.
func TestToolEstimateGivesWhatRGives(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	sahel := referenceFile(t, "sahel_a.csv")
	data := write("sahel.csv", sahel)
	lonely := write("lonely.csv", referenceFile(t, "sahel_lonely.csv"))
	boot := write("boot.csv", beside(t, sahel, referenceFile(t, "rep_sahel_boot.csv")))
	margins := write("margins.csv", []byte("variable,modalité,effectif\nsexe,F,260000\nsexe,M,245000\nagegr,18-24,130000\nagegr,25-34,150000\nagegr,35-49,135000\nagegr,50+,90000\nmilieu,urbain,175000\nmilieu,rural,330000\n"))

	var ref struct {
		Designs map[string]struct {
			Calibrate struct{ Totals []float64 }
		}
		Cases []struct {
			ID       string
			Expected json.RawMessage
		}
	}
	text := strings.ReplaceAll(string(referenceFile(t, "survey.json")), `"args": []`, `"args": {}`)
	if err := json.Unmarshal([]byte(text), &ref); err != nil {
		t.Fatal(err)
	}
	designs := map[string]string{
		"sahel":    data + " --weights poids --strata strate --psu ea,hh --fpc n_ea_strate,n_hh_ea",
		"sahel_uc": data + " --weights poids --strata strate --psu ea",
		"lonely":   lonely + " --weights poids --strata strate --psu ea",
		"jkn":      data + " --weights poids --strata strate --psu ea --type jkn --mse",
		"boot":     boot + " --weights w --replicates r[0-9]* --type bootstrap",
		"cal3":     data + " --weights poids --strata strate --psu ea --rake " + margins,
	}
	for id, args := range map[string]string{
		"sahel.mean.narm":         "sahel mean revenu",
		"sahel.prop.label":        "sahel prop label",
		"sahel_uc.prop.label":     "sahel_uc prop label",
		"sahel_uc.total.multi":    "sahel_uc total victime nb_incidents",
		"sahel.mean.multi":        "sahel mean victime nb_incidents depense",
		"sahel.ratio.dep_rev":     "sahel ratio depense revenu",
		"sahel.by.region.victime": "sahel mean victime --by region",
		"sahel.by.region.sexe":    "sahel mean victime --by region,sexe",
		"sahel.by.region.label":   "sahel prop label --by region",
		"lonely.remove.mean":      "lonely mean victime depense --lonely remove",
		"lonely.adjust.total":     "lonely total victime depense --lonely adjust",
		"lonely.average.total":    "lonely total victime depense --lonely average",
		"lonely.domain.average":   "lonely mean victime --by region --lonely average --lonely-in-domain",
		"sahel_jkn.mean":          "jkn mean victime depense",
		"sahel_boot.mean":         "boot mean victime depense",
		"sahel_boot.by":           "boot mean victime --by region",
		"sahel_cal3.mean":         "cal3 mean victime nb_incidents depense",
		"sahel_cal3.by":           "cal3 mean victime --by region",
	} {
		t.Run(id, func(t *testing.T) {
			design, rest, _ := strings.Cut(args, " ")
			words := strings.Fields(designs[design])
			r, err := estimated(append(append(words[:1:1], strings.Fields(rest)...), words[1:]...)...)
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Est, SE, Deff []float64
				CI            [][]float64 `json:"ci95_t"`
			}
			for _, c := range ref.Cases {
				if c.ID == id {
					if err := json.Unmarshal(c.Expected, &want); err != nil {
						t.Fatal(err)
					}
				}
			}
			if len(want.Est) == 0 || len(r.Estimates) != len(want.Est) {
				t.Fatalf("%d estimates, R has %d", len(r.Estimates), len(want.Est))
			}
			for i, e := range r.Estimates {
				near15(t, "estimate", *e.Value, want.Est[i], 1e-11)
				near15(t, "standard error", *e.SE, want.SE[i], 1e-10)
				if want.Deff != nil && e.Deff != nil {
					near15(t, "design effect", *e.Deff, want.Deff[i], 1e-9)
				}
				if len(want.CI) == len(want.Est) && e.Category == "" {
					near15(t, "low", e.CI[0], want.CI[i][0], 1e-9)
					near15(t, "high", e.CI[1], want.CI[i][1], 1e-9)
				}
			}
		})
	}
}

func near15(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if d := math.Abs(got - want); d > tol*math.Abs(want) && d > 1e-13 {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

// fiction is an invented sample of the fictional country Orvanie.
const fiction = `region,village,w,sex,age,asked,heard,rep_1,rep_2,rep_3,rep_4,rep_5,rep_6
Plaine,1,100,F,21,1,1,0,150,150,100,100,100
Plaine,1,100,M,30,0,1,0,150,150,100,100,100
Plaine,2,100,F,44,0,1,150,0,150,100,100,100
Plaine,2,100,M,52,0,0,150,0,150,100,100,100
Plaine,3,100,F,37,1,1,150,150,0,100,100,100
Plaine,3,100,M,NA,1,1,150,150,0,100,100,100
Rive,1,50,F,66,0,1,50,50,50,0,75,75
Rive,1,50,M,19,0,0,50,50,50,0,75,75
Rive,2,50,F,40,1,1,50,50,50,75,0,75
Rive,2,50,M,28,0,1,50,50,50,75,0,75
Rive,3,50,F,33,0,0,50,50,50,75,75,0
Rive,3,50,M,61,0,1,50,50,50,75,75,0
`

func orvanieFile(t *testing.T, data string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "orvanie.csv")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// R 4.2 with survey 4.1-1 gives these for the same rows.
func TestToolEstimateContrastsTestsAndFits(t *testing.T) {
	name := orvanieFile(t, fiction)
	design := []string{"--weights", "w", "--strata", "region", "--psu", "village"}
	r, err := estimated(append([]string{name, "mean", "asked", "--by", "sex", "--contrast", "F,M"}, design...)...)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Contrasts[0]
	near15(t, "difference", *c.Difference, 1.0/3, 1e-14)
	near15(t, "its error", *c.SE, 0.248451997499977, 1e-12)
	near15(t, "ratio", *c.Ratio, 2.5, 1e-14)
	if c.DF != 4 || !(c.CI[0] < 0 && c.CI[1] > 1) || !(c.RatioCI[0] > 0) {
		t.Errorf("contrast %+v", c)
	}
	r, err = estimated(append([]string{name, "chisq", "sex", "asked"}, design...)...)
	if err != nil || len(r.Tests) != 1 || math.Abs(r.Tests[0].Value-1.5243) > 5e-5 || math.Abs(r.Tests[0].P-0.2845) > 5e-5 || !r.noted("S377") {
		t.Errorf("test %+v: %v", r.Tests, err)
	}
	r, err = estimated(append([]string{name, "lm", "asked", "sex"}, design...)...)
	if err != nil || len(r.Fits) != 1 || r.Fits[0].DF != 3 || r.Fits[0].Terms[1].Term != "sex=M" || math.Abs(r.Fits[0].Terms[1].SE-0.2485) > 5e-5 {
		t.Errorf("fit %+v: %v", r.Fits, err)
	}
	// replicate weights of the same design give the same errors of a mean
	a, err := estimated(append([]string{name, "mean", "heard"}, design...)...)
	if err != nil {
		t.Fatal(err)
	}
	scales := filepath.Join(t.TempDir(), "rscales.txt")
	if err := os.WriteFile(scales, []byte(strings.Repeat("0.666666666666666666\n", 6)), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := estimated(name, "mean", "heard", "--weights", "w", "--replicates", "rep_*", "--type", "jkn", "--rscales", scales)
	if err != nil {
		t.Fatal(err)
	}
	j, err := estimated(append([]string{name, "mean", "heard", "--type", "jkn"}, design...)...)
	if err != nil {
		t.Fatal(err)
	}
	near15(t, "read and made replicates", *b.Estimates[0].SE, *j.Estimates[0].SE, 1e-12)
	near15(t, "jackknife beside linearisation", *b.Estimates[0].SE, *a.Estimates[0].SE, 1e-2)
	if b.Design.Variance != "replicates" || b.Design.Replicates != 6 {
		t.Errorf("design %+v", b.Design)
	}
}

func TestToolEstimateCountsOnlyWithoutADesign(t *testing.T) {
	name := orvanieFile(t, fiction)
	r, err := estimated(name, "prop", "asked", "--by", "sex")
	if err != nil || !r.noted("S370") || len(r.Estimates) != 4 {
		t.Fatalf("%+v: %v", r, err)
	}
	for _, e := range r.Estimates {
		if e.Value != nil || e.SE != nil || e.CI != nil || e.Why != "no_design" || e.N != 6 {
			t.Errorf("a figure without a design: %+v", e)
		}
	}
	if *r.Estimates[2].Count != 3 || *r.Estimates[3].Count != 1 {
		t.Errorf("counts %+v", r.Estimates)
	}
	r, err = estimated(name, "mean", "age")
	if err != nil || r.Estimates[0].N != 11 || r.Estimates[0].Missing != 1 || r.Estimates[0].Value != nil {
		t.Errorf("%+v: %v", r.Estimates, err)
	}
}

func TestToolEstimateCalibrates(t *testing.T) {
	name := orvanieFile(t, fiction)
	file := func(s string) string {
		p := filepath.Join(t.TempDir(), "margins.csv")
		if err := os.WriteFile(p, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	design := []string{"--weights", "w", "--strata", "region", "--psu", "village"}
	for _, c := range []struct {
		flag, file string
		total      float64
	}{
		{"--rake", "variable,level,total\nsex,F,520\nsex,M,480\nregion,Plaine,640\nregion,Rive,360\n", 520},
		{"--poststratify", "variable;modalité;effectif\nsex;F;530\nsex;M;470\n", 530},
		{"--poststratify", "sex,region,total\nF,Plaine,300\nM,Plaine,300\nF,Rive,211\nM,Rive,200\n", 511},
		{"--calibrate", "variable,level,total\n1,,1000\nsex,F,540\nasked,,400\n", 540},
	} {
		r, err := estimated(append([]string{name, "total", "female", c.flag, file(c.file)}, design...)...)
		if err == nil {
			t.Fatalf("there is no column female: %+v", r)
		}
		r, err = estimated(append([]string{name, "prop", "sex", c.flag, file(c.file)}, design...)...)
		if err != nil {
			t.Errorf("%s: %v", c.flag, err)
			continue
		}
		e := r.Estimates[0]
		if *e.SE > 1e-12 {
			t.Errorf("%s: what calibration knows has an error of %g", c.flag, *e.SE)
		}
		m, err := estimated(append([]string{name, "total", "w", c.flag, file(c.file)}, design...)...)
		if err != nil || !(*m.Estimates[0].Value > 0) {
			t.Errorf("%s: %v", c.flag, err)
		}
	}
}

func TestToolEstimateRefusesWithWhatToDo(t *testing.T) {
	name := orvanieFile(t, fiction)
	lone := orvanieFile(t, strings.ReplaceAll(fiction, "Rive,3,", "Lac,3,"))
	hole := orvanieFile(t, strings.Replace(fiction, "Rive,2,50,F", "Rive,2,,F", 1))
	margins := orvanieFile(t, "variable,level,total\nsex,F,520\n")
	for _, c := range []struct{ name, args, code string }{
		{name, "median age --weights w", "S354"},
		{name, "mean age --weights w --level 95", "S354"},
		{name, "mean age --weights w --lonely ignore", "S354"},
		{name, "mean age --weights w --method beta", "S363"},
		{name, "mean asked --weights poids", "S355"},
		{name, "mean sex --weights w", "S361"},
		{name, "mean --weights w", "S362"},
		{name, "ratio asked --weights w", "S362"},
		{name, "mean asked --weights w --replicates rep_* ", "S366"},
		{name, "mean asked --weights w --replicates rep_* --type jkn", "S374"},
		{name, "mean asked --weights w --replicates rep_* --type jk1 --strata region", "S367"},
		{name, "mean asked --replicates rep_* --type jk1", "S369"},
		{name, "mean asked --weights w --replicates w --type jk1", "S355"},
		{name, "mean asked --weights w --strata s --type jk1", "S363"},
		{name, "mean asked --weights w --type fay --fay 1", "S354"},
		{name, "mean asked --weights w --contrast F,M", "S363"},
		{name, "mean asked --weights w --by sex --contrast F,X", "S376"},
		{name, "mean asked --weights w --rake a --poststratify b", "S368"},
		{name, "mean asked --weights w --rake " + margins, "S385"},
		{name, "lm sex asked --weights w", "S378"},
		{name, "logit age asked --weights w", "S382"},
		{lone, "mean asked --weights w --strata region --psu village", "S380"},
		{name, "mean asked --weights w --strata region --psu village --type brr", "S389"},
		{hole, "mean asked --weights w", "S388"},
		{name, "mean asked --weights w --fpc w --strata region --psu village", ""},
		{name, "mean asked --weights w --fpc asked", "S381"},
		{orvanieFile(t, "w,y\n"), "mean y --weights w", "S360"},
	} {
		_, err := estimated(append([]string{c.name}, strings.Fields(c.args)...)...)
		var f *fault.Error
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.args, err)
			}
		} else if !errors.As(err, &f) || f.Code != c.code {
			t.Errorf("%s: %v, want %s", c.args, err, c.code)
		}
	}
}

// A workbook gives what its CSV gives, to both tools.
func TestToolsReadAWorkbookAsItsCSV(t *testing.T) {
	book := func(data string) string {
		rows, err := csv.NewReader(strings.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		b := sheet.NewBook()
		if err := b.Sheet("data", rows[0]...); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			cells := make([]any, len(r))
			for i, s := range r {
				cells[i] = s
				if v, ok := sheet.Number(s); ok {
					cells[i] = v
				}
			}
			if err := b.Row(cells...); err != nil {
				t.Fatal(err)
			}
		}
		name := filepath.Join(t.TempDir(), "data.xlsx")
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.WriteTo(f); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return name
	}
	args := []string{"mean", "age", "asked", "--by", "sex", "--weights", "w", "--strata", "region", "--psu", "village"}
	a, err := estimated(append([]string{orvanieFile(t, fiction)}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	b, err := estimated(append([]string{book(fiction)}, args...)...)
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("%v: %+v and %+v", err, a, b)
	}
	c := newToolAgree(&app{})
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs([]string{book(fourCoders), "--coders", "c1,c2,c3,c4", "--metric", "ratio", "--json"})
	if err := c.Execute(); err != nil || !strings.Contains(out.String(), `"value": 0.797402774711612`) {
		t.Errorf("%v: %s", err, out.String())
	}
}

// An SPSS file is read by its labels and its declared missing values.
func TestToolEstimateReadsSPSSByItsLabels(t *testing.T) {
	const name = "../../sav/testdata/plain.sav"
	r, err := estimated(name, "prop", "securite", "--weights", "poids_de_sondage", "--srs")
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]struct{ Columns map[string][]any }
	b, err := os.ReadFile("../../sav/testdata/said.json")
	if err == nil {
		err = json.Unmarshal(bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("-Infinity"), []byte("0")), []byte("Infinity"), []byte("0")), &said)
	}
	if err != nil {
		t.Fatal(err)
	}
	count := map[any]int{}
	for _, v := range said["plain.sav"].Columns["securite"] {
		count[v]++
	}
	levels := []string{"très sûre", "plutôt sûre", "peu sûre", "pas sûre du tout"}
	if len(r.Estimates) != len(levels) || r.noted("S371") {
		t.Fatalf("%+v", r)
	}
	for i, e := range r.Estimates {
		if e.Category != levels[i] || *e.Count != count[float64(i+1)] || e.Missing != count[nil]+count[8.0]+count[9.0] {
			t.Errorf("%+v beside %v", e, count)
		}
	}
	if _, err := estimated(name, "mean", "village", "--srs"); err == nil {
		t.Error("a mean of names")
	}
	r, err = estimated(name, "mean", "age", "--by", "sexe", "--srs")
	if err != nil || r.Estimates[0].Domain != "femme" || !r.noted("S372") {
		t.Errorf("%v: %+v", err, r)
	}
}

// Of two means near zero the ratio may be anything: no interval, and the JSON
// stays JSON.
func TestToolEstimateGivesNoIntervalForARatioOfNothing(t *testing.T) {
	name := orvanieFile(t, "g,c,w,y\na,1,1,1\na,2,1,-0.9999\na,3,1,0.001\nb,4,1,5\nb,5,1,-4.9999\nb,6,1,0.001\n")
	r, err := estimated(name, "mean", "y", "--weights", "w", "--psu", "c", "--by", "g", "--contrast", "a,b")
	if err != nil || len(r.Contrasts) != 1 {
		t.Fatal(err)
	}
	if c := r.Contrasts[0]; c.Ratio == nil || c.RatioCI != nil || c.CI == nil {
		t.Errorf("%+v", c)
	}
}

// Replicate weights as they come with a survey, of each type that needs no
// more than its name. R 4.2 with survey 4.1-1 gives these errors of y / x.
func TestToolEstimateReadsReplicatesOfEachType(t *testing.T) {
	var b strings.Builder
	b.WriteString("w,y,x,b1,b2,b3,b4,f1,f2,f3,f4,j1,j2,j3,j4,j5,j6\n")
	w := []float64{10, 12, 11, 9, 20, 22, 18, 25, 7, 8, 9, 6}
	y := []int{1, 4, 2, 7, 3, 3, 8, 5, 2, 6, 4, 9}
	x := []int{2, 3, 2, 4, 3, 5, 6, 4, 2, 4, 3, 5}
	brr := []string{"2020", "0202", "2200", "0022", "2002", "0220"} // of each cluster
	for i := range w {
		fmt.Fprintf(&b, "%g,%d,%d", w[i], y[i], x[i])
		for _, m := range brr[i/2] {
			fmt.Fprintf(&b, ",%g", w[i]*float64(m-'0'))
		}
		for _, m := range brr[i/2] {
			fmt.Fprintf(&b, ",%.15g", w[i]*(0.3+0.7*float64(m-'0')))
		}
		for c := range 6 {
			if m := 1.2; c != i/2 {
				fmt.Fprintf(&b, ",%.15g", w[i]*m)
			} else {
				b.WriteString(",0")
			}
		}
		b.WriteByte('\n')
	}
	name := orvanieFile(t, b.String())
	for _, c := range []struct {
		args string
		want float64
		df   int
	}{
		{"--replicates b? --type brr", 0.176735963520528, 3}, {"--replicates b? --type brr --mse", 0.177104934046713, 3},
		{"--replicates f? --type fay --fay 0.3", 0.175471524949401, 3}, {"--replicates f? --type fay --fay 0.3 --mse", 0.175651430771567, 3},
		{"--replicates j? --type jk1", 0.174685038916291, 5}, {"--replicates j? --type jk1 --mse", 0.174777367324666, 5},
		{"--replicates j? --scale 0.833333333333333333", 0.174685038916291, 5}, {"--replicates b? --type brr --df 9", 0.176735963520528, 9},
	} {
		r, err := estimated(append([]string{name, "ratio", "y", "x", "--weights", "w"}, strings.Fields(c.args)...)...)
		if err != nil {
			t.Errorf("%s: %v", c.args, err)
			continue
		}
		near15(t, c.args, *r.Estimates[0].SE, c.want, 1e-12)
		if *r.Estimates[0].DF != c.df {
			t.Errorf("%s: %d degrees of freedom", c.args, *r.Estimates[0].DF)
		}
	}
}

// Replicates made from a design through the command are those of R.
func TestReplicatesMadeEqualR(t *testing.T) {
	const dir = "../../survey/testdata/halves/"
	b, err := os.ReadFile(dir + "halves.csv")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		c := strings.Split(line, ",")
		base, kind, _ := strings.Cut(c[0], "-")
		if c[1] != "ratio" {
			continue
		}
		args := []string{dir + base + ".csv", "ratio", "y", "x", "--weights", "w", "--psu", "ea"}
		if base != "one" {
			args = append(args, "--strata", "stratum")
		}
		if k, mse := strings.CutSuffix(kind, "-mse"); mse {
			kind, args = k, append(args, "--mse")
		}
		m, err := estimated(append(args, "--type", kind, "--fay", "0.3")...)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []*float64{m.Estimates[0].Value, m.Estimates[0].SE} {
			want, err := strconv.ParseFloat(c[3+i], 64)
			if err != nil || math.Abs(*got-want) > 1e-10*want {
				t.Errorf("%s %d: %v, R has %v", c[0], i, *got, want)
			}
		}
		tried++
	}
	if tried != 10 {
		t.Error(tried)
	}
}
