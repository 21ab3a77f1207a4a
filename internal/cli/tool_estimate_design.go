package cli

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/survey"
)

// marginFile is a table of the population: the sizes of the levels of one
// variable, or of the combinations of several.
type marginFile struct {
	vars  []string
	as    map[string]use
	level []string // " × " between the levels of several variables; "" is the sum of a number
	total []float64
}

// readMarginFiles reads the file of --rake, --poststratify or --calibrate.
func (f *estimateFlags) readMarginFiles() (err error) {
	name := f.rake + f.poststratify + f.calibrate // check allows one
	if name == "" {
		return nil
	}
	defer fault.Wrap(&err, "read %s", filepath.Base(name))
	file, err := os.Open(name)
	if err != nil {
		return private(err)
	}
	defer file.Close()
	t, err := sheet.Open(filepath.Base(name), file, sheet.Options{Sheet: f.marginsSheet})
	if err != nil {
		return err
	}
	is := func(h string, words ...string) bool { return slices.Contains(words, lang.Fold(h)) }
	size, long := -1, map[string]int{}
	for i, h := range t.Head {
		switch {
		case is(h, "total", "population", "effectif", "size", "freq", "n"):
			size = i
		case is(h, "variable", "var", "colonne", "column"):
			long["variable"] = i
		case is(h, "level", "modalite", "niveau", "category", "categorie"):
			long["level"] = i
		}
	}
	if size < 0 || f.poststratify == "" && len(long) < 2 {
		return fault.New(fault.Invalid, "S364", 1)
	}
	at := map[string]int{}
	var said diag.Tally
	texts := map[string][]string{"": nil}
	var given [][]string
	var rows []int
	for row := range t.Count(&said) {
		given, rows = append(given, append(row.Cells(), make([]string, len(t.Head))...)), append(rows, row.N)
		if s := given[len(given)-1][size]; !row.Stored(t.Head[size]) {
			texts[""] = append(texts[""], s)
		}
	}
	if err := f.app.heed(&said); err != nil {
		return err
	}
	marks := t.Settle(texts)[""]
	for i, cells := range given {
		n, ok, settled := marks.Read(cells[size])
		ok = ok && settled
		row := rows[i]
		if !ok || n < 0 && f.calibrate == "" {
			return fault.New(fault.Invalid, "S364", row)
		}
		var vars, levels []string
		if len(long) == 2 {
			vars, levels = []string{cells[long["variable"]]}, []string{cells[long["level"]]}
		} else {
			for i, h := range t.Head {
				if i != size {
					vars, levels = append(vars, h), append(levels, cells[i])
				}
			}
		}
		as := asCategory
		if f.calibrate != "" && levels[0] == "" {
			as = asNumber
		} else if slices.Contains(levels, "") {
			return fault.New(fault.Invalid, "S364", row)
		}
		key := strings.Join(vars, "\x00")
		m, ok := at[key]
		if !ok {
			m = len(f.margins)
			at[key] = m
			f.margins = append(f.margins, marginFile{vars: vars, as: map[string]use{}})
		}
		level := strings.Join(levels, " × ")
		if vars[0] == "" || slices.Contains(f.margins[m].level, level) {
			return fault.New(fault.Invalid, "S364", row)
		}
		for _, v := range vars {
			f.margins[m].as[v] |= as
		}
		f.margins[m].level, f.margins[m].total = append(f.margins[m].level, level), append(f.margins[m].total, n)
	}
	if err := t.Err(); err != nil {
		return err
	}
	if len(f.margins) == 0 || f.poststratify != "" && len(f.margins) > 1 {
		return fault.New(fault.Invalid, "S364", 1)
	}
	return nil
}

// margin puts a table of the population in the order of the data's levels.
func (m marginFile) margin(data columns) (survey.Margin, error) {
	var fs []survey.Factor
	for _, v := range m.vars {
		fs = append(fs, data.category(v))
		if i := slices.Index(data.category(v).Codes, -1); i >= 0 {
			return survey.Margin{}, fault.New(fault.Refused, "S384", v, i+1)
		}
	}
	g := survey.Margin{Factor: survey.Cross(fs...)}
	g.Totals = make([]float64, len(g.Factor.Levels))
	used := 0
	for i, l := range g.Factor.Levels {
		j := slices.Index(m.level, l)
		if j < 0 {
			return g, fault.New(fault.Refused, "S385", strings.Join(m.vars, " × "), l)
		}
		g.Totals[i] = m.total[j]
		used++
	}
	for j, l := range m.level {
		if m.total[j] > 0 && !slices.Contains(g.Factor.Levels, l) {
			return g, fault.New(fault.Refused, "S386", strings.Join(m.vars, " × "), l)
		}
	}
	return g, nil
}

// sample declares the design of the data.
func (f *estimateFlags) sample(data columns, reps []string) (*survey.Sample, error) {
	for _, col := range append([]string{f.strata}, f.psu...) {
		if col == "" {
			continue
		}
		if i := slices.Index(data.category(col).Codes, -1); i >= 0 {
			return nil, fault.New(fault.Refused, "S387", col, i+1)
		}
	}
	for _, col := range append([]string{f.weights}, f.fpc...) {
		if col == "" {
			continue
		}
		if i := slices.IndexFunc(data.number(col), func(x float64) bool { return !(x >= 0) }); i >= 0 {
			return nil, fault.New(fault.Refused, "S388", col, i+1)
		}
	}
	var s *survey.Sample
	var err error
	if f.replicates != "" {
		s, err = f.replicated(data, reps)
	} else {
		d := survey.Design{Rows: data.rows, LonelyInDomain: f.lonelyInDomain}
		d.Lonely, _ = survey.ParseLonely(f.lonely)
		if f.weights != "" {
			d.Weights = data.number(f.weights)
		}
		if f.strata != "" {
			d.Strata = data.category(f.strata)
		}
		for _, p := range f.psu {
			d.Clusters = append(d.Clusters, data.category(p))
		}
		for _, p := range f.fpc {
			d.FPC = append(d.FPC, data.number(p))
		}
		if s, err = survey.New(d); err == nil {
			s, err = f.redrawn(s)
		}
		if len(f.psu) == 0 && !f.srs {
			f.note("S371")
		}
		if f.weights == "" && len(f.fpc) == 0 {
			f.note("S372")
		}
	}
	if err != nil {
		return nil, err
	}
	return f.calibrated(s, data)
}

// replicated is a sample known by its replicate weights.
func (f *estimateFlags) replicated(data columns, reps []string) (*survey.Sample, error) {
	r := survey.Replicates{Weights: data.number(f.weights), Scale: f.scale, MSE: f.mse, Combined: !f.multipliers, DF: f.df}
	for _, c := range reps {
		if i := slices.IndexFunc(data.number(c), func(x float64) bool { return x-x != 0 }); i >= 0 {
			return nil, fault.New(fault.Refused, "S388", c, i+1)
		}
		r.Columns = append(r.Columns, data.number(c))
	}
	if f.rscales != "" {
		b, err := os.ReadFile(f.rscales)
		if err != nil {
			return nil, private(err)
		}
		for i, w := range strings.FieldsFunc(string(b), func(c rune) bool { return strings.ContainsRune(" ,;\t\r\n\ufeff\"", c) }) {
			x, err := strconv.ParseFloat(w, 64)
			if err != nil && i == 0 {
				continue // a header
			}
			if err != nil || !(x >= 0) || math.IsInf(x, 0) {
				return nil, fault.New(fault.Invalid, "S373", filepath.Base(f.rscales), len(r.RScales), len(reps))
			}
			r.RScales = append(r.RScales, x)
		}
		if len(r.RScales) != len(reps) {
			return nil, fault.New(fault.Invalid, "S373", filepath.Base(f.rscales), len(r.RScales), len(reps))
		}
	}
	if r.Scale == 0 {
		r.Scale = 1
		if f.kind == "jkn" && f.rscales == "" {
			return nil, fault.New(fault.Invalid, "S374")
		}
		if f.kind != "jkn" {
			var err error
			if r.Scale, err = survey.Scales(f.kind, len(reps), f.fay); err != nil {
				return nil, err
			}
		}
	}
	return survey.NewReplicated(r)
}

// redrawn makes replicates from the design where that was asked.
func (f *estimateFlags) redrawn(s *survey.Sample) (*survey.Sample, error) {
	switch f.kind {
	case "jk1", "jkn":
		return s.Jackknife(f.mse)
	case "brr":
		return s.HalfSamples(0, f.mse)
	case "fay":
		return s.HalfSamples(f.fay, f.mse)
	case "bootstrap":
		return s.Bootstrap(f.bootstrap, rand.New(rand.NewPCG(f.seed, 0)))
	}
	return s, nil
}

// calibrated brings the weights to what is known of the population.
func (f *estimateFlags) calibrated(s *survey.Sample, data columns) (*survey.Sample, error) {
	if f.calibrate != "" {
		return f.toTotals(s, data)
	}
	var ms []survey.Margin
	for _, m := range f.margins {
		g, err := m.margin(data)
		if err != nil {
			return nil, err
		}
		ms = append(ms, g)
	}
	switch {
	case f.rake != "":
		return s.Rake(ms)
	case f.poststratify != "":
		return s.Poststratify(ms[0].Factor, ms[0].Totals)
	}
	return s, nil
}

// toTotals calibrates to sums of numbers and sizes of levels.
func (f *estimateFlags) toTotals(s *survey.Sample, data columns) (*survey.Sample, error) {
	d := survey.Distance{Kind: f.distance}
	if f.distance == "logit" {
		if n, err := fmt.Sscanf(f.bounds, "%g,%g", &d.Lower, &d.Upper); n != 2 || err != nil {
			return nil, fault.New(fault.Invalid, "S354", f.bounds, "--bounds", "0.3,3")
		}
	}
	var x [][]float64
	var totals []float64
	for _, m := range f.margins {
		for j, l := range m.level {
			var col []float64
			switch v := m.vars[0]; {
			case l == "" && v == "1":
				col = slices.Repeat([]float64{1}, data.rows)
			case l == "":
				col = data.number(v)
			default:
				fac := data.category(v)
				at := slices.Index(fac.Levels, l)
				if at < 0 {
					return nil, fault.New(fault.Refused, "S386", v, l)
				}
				col = survey.Indicator(fac, int32(at))
			}
			if i := slices.IndexFunc(col, func(x float64) bool { return x-x != 0 }); i >= 0 {
				return nil, fault.New(fault.Refused, "S384", m.vars[0], i+1)
			}
			x, totals = append(x, col), append(totals, m.total[j])
		}
	}
	return s.Calibrate(x, totals, d)
}
