// Package perception turns what people answered into figures: from a sample
// drawn by chance, estimates of a population with the uncertainty its design
// gives; from an inquiry among whoever could be reached, x of n asked, by
// group, with who is missing.
//
// It never estimates from an inquiry: the functions that do take an
// [answer.Sample], and an inquiry is none. It compares two groups with an
// interval only within one sample. Where there is no number the cell says why.
// It neither reads nor stores. The function you want is [Figures].
package perception

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// Input is the surveys of a study, and for whom figures are made of them.
type Input struct {
	Study   study.Study
	Answers answer.Set
	Reach   string   // how far consent must reach: internal, partners or public
	On      when.Day // the day of the release: what is under embargo stays out
}

// Figures makes every figure the surveys allow, sample by sample, then inquiry
// by inquiry, in the order of their questions.
func Figures(in Input) []figure.Figure {
	var fs []figure.Figure
	for _, s := range in.Answers.Samples {
		if r, ok := newRoom(in, s.Survey); ok {
			fs = append(fs, r.dated(append(r.sample(s), r.missing()))...)
		}
	}
	for _, s := range in.Answers.Inquiries {
		if r, ok := newRoom(in, s.Survey); ok {
			fs = append(fs, r.dated(slices.Concat(r.reached(), r.inquiry(), []figure.Figure{r.missing()}))...)
		}
	}
	for i := range fs {
		fs[i].Nature = in.Study.Nature
		fs[i].Tier = "T1"
		if err := fs[i].Valid(); err != nil {
			panic(err)
		}
	}
	return fs
}

// room is one survey on its way into figures.
type room struct {
	in   Input
	s    answer.Survey
	rows []int // who answered and agreed to be counted this far
	away []int // who answered and did not
	held int   // how many these are
}

func newRoom(in Input, s answer.Survey) (r room, ok bool) {
	if in.Reach != "internal" && s.After.Known() && s.After.To >= in.On {
		return r, false
	}
	r = room{in: in, s: s}
	for i := range s.Rows {
		switch {
		case !s.Answered(i):
		case s.Admits(i, in.Reach):
			r.rows = append(r.rows, i)
		default:
			r.away = append(r.away, i)
			r.held++
		}
	}
	return r, true
}

func (r room) id(parts ...string) string {
	id := "perception." + r.s.ID
	for _, p := range parts {
		id += "-" + p
	}
	return id
}

// frame is a figure with what is printed beside every figure of the survey.
func (r room) frame(id string, shape figure.Shape, unit, method string, dims ...figure.Dim) figure.Figure {
	f := figure.Figure{ID: id, Shape: shape, Unit: unit, Method: "perception#" + method, Dims: dims}
	s := r.s
	f.Caveats = append(f.Caveats, say("caveat.survey", s.Title, s.Frame, s.Exclusions, s.Chosen, say("mode."+string(s.Mode)), span(s.Dates), len(r.rows)))
	if s.Kind == answer.Reached {
		f = f.NamesIn(0, r.id("rows"), r.all(r.rows))
	}
	if r.held > 0 {
		if r.held < 10 && r.in.Reach != "internal" { // never a handful of people
			f.Caveats = append(f.Caveats, say("caveat.consent-few-"+r.unit()))
		} else {
			f = f.NamesIn(len(f.Caveats), r.id("not-counted"), r.all(r.away))
			f.Caveats = append(f.Caveats, say("caveat.consent-"+r.unit(), r.held))
		}
	}
	if s.Kind == answer.Reached {
		f.Caveats = append(f.Caveats, say("caveat.inquiry", r.each()))
	}
	return f
}

// span words the days between which people were asked.
func span(s when.Span) lang.Text {
	if s.From == s.To {
		return lang.Dated(s.From.String())
	}
	return say("perception.from-to", lang.Dated(s.From.String()), lang.Dated(s.To.String()))
}

// dated ends every title with the year people were asked.
func (r room) dated(fs []figure.Figure) []figure.Figure {
	if !r.s.Dates.Known() {
		return fs
	}
	y, _, _ := r.s.Dates.From.Civil()
	of := strconv.Itoa(y)
	if z, _, _ := r.s.Dates.To.Civil(); z != y {
		of += "–" + strconv.Itoa(z)
	}
	for i := range fs {
		fs[i].Title = say("perception.title-of", fs[i].Title, of)
	}
	return fs
}

// all is the cell of a number of rows that a sentence or a caveat states.
func (r room) all(rows []int) figure.Cell {
	return figure.Count(len(rows), r.by(rows), r.trace(rows))
}

// trace is the rows a cell rests on.
func (r room) trace(rows []int) figure.Trace {
	t := figure.Trace{Looked: []string{r.s.Source}, Refs: make([]figure.Ref, len(rows))}
	ids := r.s.Columns[r.s.Row.ID]
	for j, i := range rows {
		if len(r.s.Records) > 0 {
			t.Refs[j] = figure.Ref{Claim: claim.Key{Source: r.s.Source, ID: r.s.Records[i].ID}, Entry: r.s.Records[i].Entry}
			continue
		}
		id := ids.Text(i)
		if id == "" {
			id = strconv.Itoa(r.s.Rows[i])
		}
		t.Refs[j] = figure.Ref{Claim: claim.Key{Source: r.s.Source, ID: r.s.ID + "/" + id}, File: r.s.File, Row: r.s.Rows[i]}
	}
	slices.SortFunc(t.Refs, func(a, b figure.Ref) int { return a.Claim.Compare(b.Claim) })
	return t
}

// none is the trace of a cell without a number: it was looked for.
func (r room) none() figure.Trace { return figure.Trace{Looked: []string{r.s.Source}} }

// UnderEmbargo lists the rows of surveys that wait for their embargo to end, by the
// key that traces give them.
func UnderEmbargo(in Input) (keys []claim.Key) {
	add := func(s answer.Survey) {
		if _, ok := newRoom(in, s); ok {
			return
		}
		r, _ := newRoom(Input{Study: in.Study, Reach: "internal", On: in.On}, s)
		for i := range s.Rows {
			keys = append(keys, r.trace([]int{i}).Refs[0].Claim)
		}
	}
	for _, s := range in.Answers.Samples {
		add(s.Survey)
	}
	for _, s := range in.Answers.Inquiries {
		add(s.Survey)
	}
	return keys
}

// Behind says who stands behind each row of the surveys, by the key that traces
// give it: a speaker, an interviewer, an organisation.
func Behind(in Input) map[string][3]string {
	out := map[string][3]string{}
	add := func(s answer.Survey) {
		r, _ := newRoom(Input{Study: in.Study, Reach: "internal", On: in.On}, s)
		for i := range s.Rows {
			k := r.trace([]int{i}).Refs[0].Claim.String()
			x := [3]string{k, "", k}
			if c := s.Row.Interviewer; c != "" {
				x[1] = s.Columns[c].Text(i)
			} else if s.Mode.Alone() {
				x[1] = k
			}
			if c := s.Row.Organisation; c != "" {
				x[2] = s.Columns[c].Text(i)
			}
			out[k] = x
		}
	}
	for _, s := range in.Answers.Samples {
		add(s.Survey)
	}
	for _, s := range in.Answers.Inquiries {
		add(s.Survey)
	}
	return out
}

// by counts who stands behind rows. People speak for themselves: without a
// column of organisations each is one's own; without one of interviewers
// nobody stands between only where people fill in the answers themselves.
func (r room) by(rows []int) figure.Contributors {
	by := figure.Contributors{Speakers: len(rows), Orgs: len(rows), Public: r.in.Study.Public(r.s.Source)}
	distinct := func(column string) int {
		seen := map[int32]bool{}
		c := r.s.Columns[column]
		for _, i := range rows {
			if c.Codes[i] >= 0 {
				seen[c.Codes[i]] = true
			}
		}
		return len(seen)
	}
	if r.s.Row.Interviewer != "" {
		by.Monitors = distinct(r.s.Row.Interviewer)
	} else if r.s.Mode.Alone() {
		by.Monitors = len(rows)
	}
	if r.s.Row.Organisation != "" {
		by.Orgs = distinct(r.s.Row.Organisation)
	}
	return by
}

// answered are the rows that answer q, of those given.
func (r room) answered(q answer.Question, rows []int) (of []int) {
	for _, i := range rows {
		if r.s.Reason(q, i) == answer.Given {
			of = append(of, i)
		}
	}
	return of
}

// grouped sorts rows by a group's answers, in their order.
func (r room) grouped(g answer.Question, rows []int) [][]int {
	out := make([][]int, len(g.Answers))
	for _, i := range rows {
		if r.s.Reason(g, i) != answer.Given {
			continue
		}
		t := r.s.Columns[g.Column].Text(i)
		for k, o := range g.Answers {
			if o.Code == t {
				out[k] = append(out[k], i)
			}
		}
	}
	return out
}

func dimOf(id string, label lang.Text, os []answer.Option) figure.Dim {
	d := figure.Dim{ID: id, Label: label}
	for _, o := range os {
		d.Keys = append(d.Keys, o.Code)
		d.Labels = append(d.Labels, o.Label)
	}
	return d
}

func groupDim(g answer.Question) figure.Dim { return dimOf(g.ID, g.Asks, g.Answers) }

func labelOf(os []answer.Option, code string) lang.Text {
	for _, o := range os {
		if o.Code == code {
			return o.Label
		}
	}
	return lang.FrEn(code, code)
}

// unit is what a row of the survey is: organisations answer where a column
// names the organisation of each.
func (r room) unit() string {
	if r.s.Row.Organisation != "" {
		return "organisations"
	}
	return "people"
}

// each names the unit, in the plural.
func (r room) each() lang.Text { return say("who." + r.unit()) }

// asks is the question with those for whom it was.
func (r room) asks(q answer.Question) lang.Text {
	if q.Among == nil || len(q.Among.Says) == 0 {
		return q.Asks
	}
	return say("perception.among", q.Asks, q.Among.Says, r.each())
}

// rung is the figure to read beside answers about a measure: whether anything
// supports that somebody was asked.
func rung(q answer.Question) []string {
	if q.Measure == "" {
		return nil
	}
	return []string{"involve.strip"}
}

// of is the population a figure speaks of.
func (r room) of(q answer.Question) lang.Text {
	if q.Among == nil || len(q.Among.Says) == 0 {
		return r.s.People
	}
	return say("perception.of-those", r.s.People, q.Among.Says)
}

// says is what the counted answers amount to.
func says(q answer.Question) lang.Text {
	if len(q.Says) > 0 {
		return q.Says
	}
	if len(q.Counts) == 1 {
		return say("perception.answer", labelOf(q.Answers, q.Counts[0]))
	}
	return say("perception.counted")
}

// say fills a catalogue sentence in every complete language.
func say(key string, args ...any) lang.Text { return lang.Every(key, args...) }

// percent words a share in each language.
func percent(x float64) lang.Text {
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Percent(x, 1)
	}
	return t
}

// number words a number in each language, with three digits that count.
func number(x float64) lang.Text {
	d := 1
	if a := max(x, -x); a < 1 {
		d = 2
	}
	t := lang.Text{}
	for _, l := range lang.Complete {
		t[l] = lang.For(l).Float(x, d)
	}
	return t
}

func level(l float64) string { return fmt.Sprint(int(100*l + 0.5)) }
