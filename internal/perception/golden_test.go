package perception

import (
	"fmt"
	"slices"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/figure/figuretest"
	"github.com/dires/dires/internal/lang"
)

// FICTION: every survey here is invented.

// spread has n answers in each of k villages of one area.
func spread(area string, k, yes, no int) (vs []village) {
	for i := range k {
		vs = append(vs, village{area, fmt.Sprint(area, i), yes + i%3 - 1, no})
	}
	return vs
}

// A survey with everything a sample may have: a question for some, answers that are
// missing, strata in which nobody answered, some who were drawn and not reached.
func TestASampleIsAsWritten(t *testing.T) {
	s := good()
	n := len(s.Rows)
	status, gave, kind := make([]string, n), make([]string, n), make([]string, n)
	for i := range n {
		status[i], gave[i], kind[i] = "answered", []string{"a", "b", "c"}[i%7%3], fmt.Sprint(i%2)
		if i%40 == 1 {
			gave[i] = ""
		}
	}
	s.Columns["status"], s.Columns["gave"], s.Columns["kind"] = answer.NewColumn(status), answer.NewColumn(gave), answer.NewColumn(kind)
	s.Row.Status, s.Lost, s.Empty = "status", map[string]int{"refused": 4, "not-reached": 6}, []string{"far"}
	opt := func(c string) answer.Option { return answer.Option{Code: c, Label: lang.FrEn(c, c)} }
	s.Questions = append(s.Questions,
		answer.Question{ID: "gave", Column: "gave", Asks: lang.FrEn("Quoi ?", "What?"), Answers: []answer.Option{opt("a"), opt("b"), opt("c")}, Measure: "m1", By: []string{"area"},
			Among: &answer.Among{Column: "kind", Is: []string{"1"}, Says: lang.FrEn("des impairs", "of odd rows")}},
		answer.Question{ID: "one", Column: "gave", Asks: lang.FrEn("A ?", "A?"), Answers: []answer.Option{opt("a"), opt("b"), opt("c")}, Counts: []string{"a"}, By: []string{"area"}},
		answer.Question{ID: "two", Column: "gave", Asks: lang.FrEn("A ou B ?", "A or B?"), Answers: []answer.Option{opt("a"), opt("b"), opt("c")}, Counts: []string{"a", "b"},
			Contrast: []answer.Contrast{{By: "area", This: "s", That: "n"}}})
	s.Questions[1].Contrast = []answer.Contrast{{By: "area", This: "n", That: "s"}, {By: "area", This: "n", That: "s"}}
	figuretest.Golden(t, "sample.txt", Figures(input(s)))
}

// One figure of a sample, in small: the limits are on both sides of the number.
func TestTheLimitsOfASample(t *testing.T) {
	var fs []figure.Figure
	add := func(name string, s answer.Sample) {
		s.Title = lang.FrEn(name, name)
		for _, f := range Figures(input(s)) {
			if slices.Contains([]string{"perception.people-asked-by-area", "perception.people-n-by-area", "perception.people-asked-contrasts", "perception.people-n"}, f.ID) {
				f.Caveats, f.Title = nil, lang.FrEn(name, name)
				fs = append(fs, f)
			}
		}
	}
	for _, n := range []int{9, 10, 29, 30, 31} { // answers of the south: a handful, too few, enough
		vs := spread("n", 9, 12, 8)
		for i := range 3 {
			k := n/3 + (n%3+2-i)/3
			vs = append(vs, village{"s", fmt.Sprint("s", i), k / 2, k - k/2})
		}
		add(fmt.Sprint(n, " in the south"), made(vs...))
	}
	for _, k := range []int{7, 8, 9, 10} { // villages of the south: degrees of freedom k−1
		add(fmt.Sprint(k, " villages"), made(append(spread("n", 9, 12, 8), spread("s", k, 10, 10)...)...))
	}
	for _, yes := range []int{1, 2, 3, 4} { // rare answers: the interval is wide beside the share
		vs := spread("n", 9, 12, 8)
		for i := range 6 {
			vs = append(vs, village{"s", fmt.Sprint("s", i), map[bool]int{true: yes, false: 0}[i == 0], 10})
		}
		add(fmt.Sprint(yes, " rare"), made(vs...))
	}
	add("south alone", made(spread("s", 9, 10, 10)...))
	figuretest.Golden(t, "limits.txt", fs)
}

// The interval of a mean is marked from a coefficient of variation over .3 on, and
// the mean is not shown over .5.
func TestWideMeans(t *testing.T) {
	var fs []figure.Figure
	for _, far := range []string{"20", "60", "100", "140", "200", "400"} {
		s := made(spread("n", 10, 2, 2)...)
		k := make([]string, len(s.Rows))
		for i := range k {
			k[i] = "1"
			if i < 4 {
				k[i] = far
			}
		}
		s.Columns["k"] = answer.NewColumn(k)
		for _, f := range Figures(input(s)) {
			if f.ID == "perception.people-n" {
				f.Caveats, f.Title = nil, lang.FrEn(far, far)
				fs = append(fs, f)
			}
		}
	}
	figuretest.Golden(t, "means.txt", fs)
}

// An inquiry with who is missing, and its limits: ten who did not agree, nobody who
// did, eight groups and nine.
func TestAnInquiryIsAsWritten(t *testing.T) {
	in := input()
	one := func(name string, change func(*answer.Inquiry)) (fs []figure.Figure) {
		q := reached()
		change(&q)
		in.Answers = answer.Set{Inquiries: []answer.Inquiry{q}}
		for _, f := range Figures(in) {
			f.Question = lang.FrEn(name, name)
			fs = append(fs, f)
		}
		return fs
	}
	agree := func(refuse int) func(*answer.Inquiry) {
		return func(q *answer.Inquiry) {
			use := make([]string, len(q.Rows))
			for i := range use {
				use[i] = map[bool]string{true: "internal", false: "public"}[i < refuse]
			}
			q.Columns["use"], q.Row.Status, q.Quota = answer.NewColumn(use), "", nil
		}
	}
	groups := func(n int) func(*answer.Inquiry) {
		return func(q *answer.Inquiry) {
			for i := len(q.Groups[0].Answers); i < n; i++ {
				q.Groups[0].Answers = append(q.Groups[0].Answers, answer.Option{Code: fmt.Sprint("g", i), Label: lang.FrEn(fmt.Sprint("g", i), fmt.Sprint("g", i))})
			}
			q.Questions, q.Quota = q.Questions[:1], nil
			q.Questions[0].Counts = nil
		}
	}
	for _, c := range []struct {
		file   string
		change func(*answer.Inquiry)
		only   string // the figure that is kept; all where empty
	}{
		{"inquiry.txt", func(*answer.Inquiry) {}, ""},
		{"inquiry-none-agree.txt", agree(1000), ""},
		{"inquiry-9-disagree.txt", agree(9), "perception.orgs-asked"},
		{"inquiry-10-disagree.txt", agree(10), "perception.orgs-asked"},
		{"inquiry-8-groups.txt", groups(8), "perception.orgs-asked-by-area"},
		{"inquiry-9-groups.txt", groups(9), "perception.orgs-asked-by-area"},
	} {
		fs := one(c.file, c.change)
		if c.only != "" {
			fs = slices.DeleteFunc(fs, func(f figure.Figure) bool { return f.ID != c.only })
			if len(fs) != 1 {
				t.Fatal(c.file, len(fs))
			}
			fs[0].Cells = fs[0].Cells[:min(len(fs[0].Cells), 4)]
		}
		figuretest.Golden(t, c.file, fs)
	}
}
