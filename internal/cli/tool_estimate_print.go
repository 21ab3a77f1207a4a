package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/dires/dires/internal/lang"
)

// MarshalJSON gives a note as its code, its arguments and its English words.
func (n note) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"code": n.code, "args": append([]any{}, n.args...), "says": lang.For(lang.English).Say(n.code, n.args...)})
}

// write prints the result as JSON, or as tables in the user's language.
func (r estimateResult) write(a *app, out io.Writer) error {
	if a.json {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	p := a.printer()
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, r.Design.words(p))
	if r.Terms != nil {
		fmt.Fprintln(w, r.Terms.words(p, r.Level))
	}
	fmt.Fprintln(w)
	r.estimates(w, p)
	r.contrasts(w, p)
	r.models(w, p)
	for _, n := range r.Notes {
		fmt.Fprintf(w, "%s (%s)\n", p.Say(n.code, n.args...), n.code)
	}
	return w.Flush()
}

// words say in one line what the figures rest on.
func (d designResult) words(p lang.Printer) string {
	switch {
	case d.Variance == "none":
		return p.Say("estimate.no-design", d.Rows)
	case d.Replicates > 0:
		return p.Say("estimate.replicates", d.Rows, d.Replicates, d.Type, d.DF)
	}
	return p.Say("estimate.design", d.Rows, d.Strata, d.PSUs, d.DF)
}

// columns of a table: a heading, and the cell of a row.
type printed[T any] struct {
	head string
	cell func(T) string
}

// table prints the columns that are not empty in every row.
func table[T any](w io.Writer, p lang.Printer, rows []T, cols []printed[T]) {
	if len(rows) == 0 {
		return
	}
	var heads []string
	var cells [][]string
	for _, c := range cols {
		col, filled := make([]string, len(rows)), false
		for i, r := range rows {
			col[i] = c.cell(r)
			filled = filled || col[i] != ""
		}
		if filled {
			heads, cells = append(heads, p.Say("estimate."+c.head)), append(cells, col)
		}
	}
	fmt.Fprintln(w, strings.Join(heads, "\t"))
	for i := range rows {
		line := make([]string, len(cells))
		for j := range cells {
			line[j] = cells[j][i]
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(line, "\t"), "\t"))
	}
	fmt.Fprintln(w)
}

// number writes six significant digits as the language writes them.
func number(p lang.Printer, d *digits15) string {
	if d == nil {
		return ""
	}
	switch x := math.Abs(float64(*d)); {
	case x >= 1e6: // six digits would hide the rest behind an exponent
		return p.Float(float64(*d), 0)
	case x >= 1e3: // grouped, as wholes are, with as many decimals as six digits leave
		return p.Float(float64(*d), decimals(x))
	}
	s := fmt.Sprintf("%.6g", float64(*d))
	if p.Tag == lang.French {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// decimals are those that six significant digits of x, 1,000 or more, leave and
// that are not all 0.
func decimals(x float64) int {
	_, frac, _ := strings.Cut(fmt.Sprintf("%.6g", x), ".")
	return len(frac)
}

func interval(p lang.Printer, ci []digits15) string {
	if ci == nil {
		return ""
	}
	return number(p, &ci[0]) + " " + p.Say("estimate.to") + " " + number(p, &ci[1])
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func whole(p lang.Printer, n *int) string {
	if n == nil {
		return ""
	}
	return p.Int(*n)
}

// said joins the words of flags, or of the reason there is no figure.
func said(p lang.Printer, why string, flags []string) string {
	var out []string
	if why != "" {
		out = append(out, p.Say("estimate.why."+why))
	}
	for _, f := range flags {
		out = append(out, p.Say("estimate.flag."+f))
	}
	return strings.Join(out, p.Say("cli.and-also"))
}

func (r estimateResult) estimates(w io.Writer, p lang.Printer) {
	type row = estimateRow
	table(w, p, r.Estimates, []printed[row]{
		{"variable", func(e row) string { return e.Variable }},
		{"category", func(e row) string { return text(e.Category) }},
		{"p", func(e row) string { return number(p, e.P) }},
		{"domain", func(e row) string { return text(e.Domain) }},
		{"value", func(e row) string { return number(p, e.Value) }},
		{"se", func(e row) string { return number(p, e.SE) }},
		{"ci", func(e row) string { return interval(p, e.CI) }},
		{"count", func(e row) string { return whole(p, e.Count) }},
		{"n", func(e row) string { return p.Int(e.N) }},
		{"missing", func(e row) string {
			if e.Missing == 0 {
				return ""
			}
			return p.Int(e.Missing)
		}},
		{"deff", func(e row) string { return number(p, e.Deff) }},
		{"effective-n", func(e row) string { return number(p, e.EffectiveN) }},
		{"df", func(e row) string { return whole(p, e.DF) }},
		{"remark", func(e row) string { return said(p, e.Why, e.Flags) }},
	})
}

func (r estimateResult) contrasts(w io.Writer, p lang.Printer) {
	type row = contrastResult
	table(w, p, r.Contrasts, []printed[row]{
		{"variable", func(c row) string { return c.Variable }},
		{"category", func(c row) string { return text(c.Category) }},
		{"contrast", func(c row) string { return c.A + " − " + c.B }},
		{"difference", func(c row) string { return number(p, c.Difference) }},
		{"se", func(c row) string { return number(p, c.SE) }},
		{"ci", func(c row) string { return interval(p, c.CI) }},
		{"ratio", func(c row) string { return number(p, c.Ratio) }},
		{"ratio-ci", func(c row) string { return interval(p, c.RatioCI) }},
		{"df", func(c row) string { return p.Int(c.DF) }},
		{"remark", func(c row) string { return said(p, c.Why, nil) }},
	})
}

func (r estimateResult) models(w io.Writer, p lang.Printer) {
	type test = testResult
	table(w, p, r.Tests, []printed[test]{
		{"variable", func(t test) string { return t.Rows + " × " + t.Columns }},
		{"domain", func(t test) string { return text(t.Domain) }},
		{"statistic", func(t test) string { return t.Statistic }},
		{"value", func(t test) string { return number(p, &t.Value) }},
		{"df", func(t test) string {
			if t.DenDF == 0 {
				return number(p, &t.NumDF)
			}
			return number(p, &t.NumDF) + "; " + number(p, &t.DenDF)
		}},
		{"p-value", func(t test) string { return number(p, &t.P) }},
		{"n", func(t test) string { return p.Int(t.N) }},
	})
	for _, f := range r.Fits {
		name := f.Outcome
		if f.Domain != nil {
			name += ", " + *f.Domain
		}
		fmt.Fprintln(w, p.Say("estimate.fit", name, f.N, f.Missing, f.DF))
		type term = termResult
		table(w, p, f.Terms, []printed[term]{
			{"term", func(t term) string { return t.Term }},
			{"value", func(t term) string { return number(p, &t.Value) }},
			{"se", func(t term) string { return number(p, &t.SE) }},
			{"ci", func(t term) string { return interval(p, t.CI) }},
			{"t", func(t term) string { return number(p, &t.T) }},
			{"p-value", func(t term) string { return number(p, &t.P) }},
		})
		type wald = waldResult
		table(w, p, f.Tests, []printed[wald]{
			{"variable", func(t wald) string { return t.Column }},
			{"statistic", func(t wald) string { return "F " + number(p, &t.F) }},
			{"df", func(t wald) string { return number(p, &t.NumDF) + "; " + number(p, &t.DenDF) }},
			{"p-value", func(t wald) string { return number(p, &t.P) }},
		})
	}
}
