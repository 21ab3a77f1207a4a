package protect

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/sdc"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

var _ = diag.Codes(
	diag.Kind{Code: "P430", Severity: diag.Error, Args: 2},   // a licence that does not let rows out
	diag.Kind{Code: "P431", Severity: diag.Error, Args: 2},   // k below the threshold of the audience
	diag.Kind{Code: "P432", Severity: diag.Error, Args: 2},   // under embargo
	diag.Kind{Code: "P433", Severity: diag.Error, Args: 2},   // a figure withholds what the rows would tell
	diag.Kind{Code: "P434", Severity: diag.Error, Args: 2},   // too few interviewers
	diag.Kind{Code: "P435", Severity: diag.Error, Args: 3},   // k or l cannot be reached
	diag.Kind{Code: "P436", Severity: diag.Warning, Args: 2}, // answers in no list
	diag.Kind{Code: "P437", Severity: diag.Warning, Args: 1}, // the weaker rule
)

// RowsInput is everything a file of rows is made of.
type RowsInput struct {
	Study   study.Study
	Survey  answer.Survey
	Profile Profile
	On      when.Day // the day of the release: what is under embargo stays
	Release string
	Date    string
	Pins    Pins
	Secret  []byte // of the study: names and orders rows so that nobody else can

	// Before is who stood in what earlier releases printed, oldest first: files of
	// this survey for any audience, and editions.
	Before []RowsKept

	// Edition is the newest of the audience, nil for none.
	Edition *Edition
}

// RowsKept is who stood in a release, under codes that only the study's secret
// gives, with a code for what their row showed. It stays in the private folder.
type RowsKept struct {
	Release string            `json:"release"`
	Who     map[string]string `json:"who"`
}

// RowsResult is a file of rows with what stays behind.
type RowsResult struct {
	Rows     Rows
	Kept     RowsKept
	Waits    int // rows that differ from an earlier release and are too few: no file was made
	Findings diag.List
}

// ReleaseRows makes the file of rows of a survey for an audience. It refuses
// (fault.Refused) what the licence, an embargo or the rules do not let out; the
// findings say why. Whoever stood in an earlier release and does not in this one,
// or the other way round, must be one of k whose rows showed the same in all
// releases; where they are fewer the file waits, and none is made.
func ReleaseRows(in RowsInput) (res RowsResult, err error) {
	m := rowMaker{in: in, s: in.Survey, m: *in.Survey.Microdata}
	m.rules()
	if m.finds.Worst() == diag.Error {
		return m.refused()
	}
	m.admit()
	m.read()
	if res.Waits = m.parts(); res.Waits > 0 {
		res.Findings = m.finds
		return res, nil
	}
	m.withhold()
	if m.finds.Worst() == diag.Error {
		return m.refused()
	}
	res.Rows, res.Kept = m.file()
	m.finds.Sort()
	res.Findings = m.finds
	return res, nil
}

// rowMaker is a file on its way.
type rowMaker struct {
	in    RowsInput
	s     answer.Survey
	m     answer.Microdata
	least int // people of the audience's rule
	finds diag.List

	rows    []int    // of the survey, that go out
	codes   []string // of each
	cols    []RowColumn
	cells   [][]string // by column, of each row
	keys    int        // the first columns are keys
	weights []float64  // of each row; nil of an inquiry
	strata  map[string][]int
	shown   sdc.Keys
	was     sdc.Keys
	each    []sdc.Answer // sensitive columns
	apart   []RowsApart
}

func (m *rowMaker) refused() (RowsResult, error) {
	m.finds.Sort()
	return RowsResult{Findings: m.finds}, fault.New(fault.Refused, "P403", len(m.finds))
}

func (m *rowMaker) add(code diag.Code, args ...any) {
	m.finds.Add(code, diag.At{File: "survey/" + m.s.ID + ".toml", Field: "microdata"}, args...)
}

// rules looks at what needs no answer.
func (m *rowMaker) rules() {
	g := gate{in: Input{Study: m.in.Study, Profile: m.in.Profile}, rules: m.in.Study.Rules.WithDefaults()}
	if m.m.K == 0 {
		m.m.K = max(2, g.rules.MinContributors)
	}
	if m.least = g.threshold(); m.m.K < m.least {
		m.add("P431", m.m.K, m.least)
	}
	src, _ := m.in.Study.Source(m.s.Source)
	if src.Licence.Level != source.Rows {
		m.add("P430", m.s.Source, src.Licence.Level.String())
	}
	if m.s.After.Known() && m.s.After.To >= m.in.On {
		m.add("P432", m.s.ID, m.s.After.To.String())
	}
	if m.m.Rule == answer.RuleAny {
		m.add("P437", m.m.K)
	}
	m.told()
}

// told refuses a file that gives what the edition of the audience withholds.
func (m *rowMaker) told() {
	if m.in.Edition == nil {
		return
	}
	out := m.m.Out()
	id := func(parts ...string) string {
		return strings.Join(append([]string{"perception." + m.s.ID}, parts...), "-")
	}
	for _, f := range m.in.Edition.Figures() {
		gone := slices.ContainsFunc(f.Cells, func(c figure.Cell) bool { return c.Why() == figure.Withheld })
		if !gone {
			continue
		}
		for _, q := range m.s.Questions {
			if !slices.Contains(out, q.ID) {
				continue
			}
			withheld := func(c figure.Cell) bool { return c.Why() == figure.Withheld && slices.Contains(c.At(), q.ID) }
			if f.ID == id(q.ID) || f.ID == id("missing") && slices.ContainsFunc(f.Cells, withheld) {
				m.add("P433", f.ID, q.ID)
			}
			for _, g := range m.s.Groups {
				if f.ID == id(q.ID, "by", g.ID) && slices.Contains(out, g.ID) {
					m.add("P433", f.ID, q.ID)
				}
			}
		}
	}
}

// admit lists the rows of who answered and agreed.
func (m *rowMaker) admit() {
	met := map[string]bool{}
	for i := range m.s.Rows {
		if m.s.Answered(i) && m.s.Admits(i, string(m.in.Profile)) {
			m.rows = append(m.rows, i)
			m.codes = append(m.codes, m.code("row", m.key(i)))
			if c := m.s.Row.Interviewer; c != "" {
				met[m.s.Columns[c].Text(i)] = true
			}
		}
	}
	delete(met, "")
	if n := len(met); !m.s.Mode.Alone() && n < m.least {
		m.add("P434", n, m.least)
	}
}

// key is how traces call row i.
func (m *rowMaker) key(i int) string {
	if len(m.s.Records) > 0 {
		return claim.Key{Source: m.s.Source, ID: m.s.Records[i].ID}.String()
	}
	return claim.Key{Source: m.s.Source, ID: m.s.ID + "/" + m.s.Columns[m.s.Row.ID].Text(i)}.String()
}

// RowCode is the code of whoever a trace of a survey calls by a key.
func RowCode(secret []byte, key string) string {
	return (&rowMaker{in: RowsInput{Secret: secret}}).code("row", key)
}

func (m *rowMaker) code(what, of string) string {
	h := hmac.New(sha256.New, m.in.Secret)
	h.Write([]byte("microdata " + what + "\x00" + of))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// read takes the answers that go out, recoded.
func (m *rowMaker) read() {
	for _, id := range m.m.Keys {
		m.column(id, RoleKey)
	}
	if d := m.s.Design; d != nil {
		m.weights = m.weighing(d.Weights)
		if m.m.Weights > 0 {
			m.weigh()
		}
	}
	m.keys = len(m.cols)
	for _, id := range m.m.Out()[len(m.m.Keys):] {
		if slices.Contains(m.m.Keys, id) {
			continue
		}
		role := RoleAnswer
		if slices.Contains(m.m.Sensitive, id) {
			role = RoleSensitive
		}
		m.column(id, role)
	}
	var cols [][]int32
	for c := range m.keys {
		cols = append(cols, coded(m.cells[c], m.cols[c].Role == RoleKey))
	}
	m.was, _ = sdc.NewKeys(cols...) // their number was looked at when the survey was read
	for c, x := range m.cols {
		if x.Role == RoleSensitive {
			m.each = append(m.each, m.answersOf(x, m.cells[c]))
		}
	}
}

// answersOf codes a sensitive column: a reason why there is none is no answer.
func (m *rowMaker) answersOf(x RowColumn, cells []string) sdc.Answer {
	q, _ := m.s.Asked(x.Name)
	codes := coded(cells, true)
	for j, i := range m.rows {
		if m.s.Reason(q, i) != answer.Given {
			codes[j] = sdc.Missing
		}
	}
	return codes
}

// coded numbers texts in the order in which they come; "" is missing, where it
// may be.
func coded(texts []string, missing bool) []int32 {
	at := map[string]int32{}
	out := make([]int32, len(texts))
	for i, s := range texts {
		if s == "" && missing {
			out[i] = sdc.Missing
			continue
		}
		k, ok := at[s]
		if !ok {
			k = int32(len(at))
			at[s] = k
		}
		out[i] = k
	}
	return out
}

// column takes one question, or one column for each of several answers.
func (m *rowMaker) column(id, role string) {
	q, _ := m.s.Asked(id)
	x := RowColumn{Name: id, Role: role, Asks: q.Asks, Unit: q.Unit}
	if q.Among != nil {
		x.Among = q.Among.Says
	}
	if q.Kind == "many" {
		m.several(q, x)
		return
	}
	r, ok := m.m.Recoded(id)
	if ok {
		x.Recode = &r
	}
	for _, o := range q.Answers {
		if _, hidden := m.s.Missing[o.Code]; !hidden {
			x.Answers = merged(x.Answers, r, o)
		}
	}
	cells := make([]string, len(m.rows))
	for j, i := range m.rows {
		if why := m.s.Reason(q, i); why != answer.Given {
			x.Missing++
			cells[j] = reason(why, role)
			continue
		}
		v := r.Code(m.s.Columns[q.Column].Text(i))
		if q.Kind != "number" && len(x.Answers) > 0 && !slices.ContainsFunc(x.Answers, func(o answer.Option) bool { return o.Code == v }) {
			x.Unlisted++
			v = ""
		}
		cells[j] = v
	}
	if x.Unlisted > 0 {
		m.add("P436", x.Unlisted, id)
	}
	m.cols, m.cells = append(m.cols, x), append(m.cells, cells)
}

// merged adds an answer, or the one it became part of, once.
func merged(list []answer.Option, r answer.Recode, o answer.Option) []answer.Option {
	code := r.Code(o.Code)
	if slices.ContainsFunc(list, func(x answer.Option) bool { return x.Code == code }) {
		return list
	}
	for _, g := range r.Merge {
		if g.As == code {
			o.Label = g.Label
		}
	}
	return append(list, answer.Option{Code: code, Label: o.Label})
}

// reason is what stands for no answer. That a key was not told is nobody's to
// know: it would tell it from a withheld one.
func reason(why answer.Reason, role string) string {
	if role == RoleKey || why == answer.Blank {
		return ""
	}
	return why.String()
}

func (m *rowMaker) several(q answer.Question, x RowColumn) {
	for _, o := range q.Answers {
		if _, hidden := m.s.Missing[o.Code]; hidden {
			continue
		}
		y := x
		y.Name, y.Choice = x.Name+"/"+o.Code, o.Label
		cells := make([]string, len(m.rows))
		for j, i := range m.rows {
			switch why := m.s.Reason(q, i); {
			case why != answer.Given:
				y.Missing++
				cells[j] = reason(why, y.Role)
			case q.Gives(m.s.Columns[q.Column].Text(i), []string{o.Code}):
				cells[j] = "1"
			default:
				cells[j] = "0"
			}
		}
		m.cols, m.cells = append(m.cols, y), append(m.cells, cells)
	}
}

func (m *rowMaker) weighing(column string) []float64 {
	all, _ := m.s.Columns[column].Numbers()
	w := make([]float64, len(m.rows))
	for j, i := range m.rows {
		if w[j] = all[i]; !(w[j] >= 1) { // a row stands for itself at least
			w[j] = 1
		}
	}
	return w
}

// weigh adds the weights, rounded. Whoever knows how the sample was drawn knows
// them of each area: they are a key, of which nothing is withheld.
func (m *rowMaker) weigh() {
	step := m.m.Weights
	cells := make([]string, len(m.rows))
	all, _ := m.s.Columns[m.s.Design.Weights].Numbers()
	for j, i := range m.rows {
		v := max(1, math.Round(all[i]/step)) * step
		cells[j] = strconv.FormatFloat(math.Round(v*1e9)/1e9, 'f', -1, 64)
	}
	m.cols, m.cells = append(m.cols, RowColumn{Name: "weight", Role: RoleWeight, Step: step}), append(m.cells, cells)
}

// parts parts the rows by what earlier releases showed of them, so that a file
// beside an earlier one tells no more than this one alone. It gives how many rows
// stand in parts that are too small: whoever came or went since.
func (m *rowMaker) parts() (few int) {
	past := map[string]bool{}
	for _, b := range m.in.Before {
		for who := range b.Who {
			past[who] = true
		}
	}
	here := map[string]int{}
	for j, c := range m.codes {
		here[c] = j
		delete(past, c)
	}
	tuple := func(who string) string {
		var t strings.Builder
		for _, b := range m.in.Before {
			t.WriteString(b.Who[who] + "\x00")
		}
		return t.String()
	}
	m.strata = map[string][]int{}
	for j, c := range m.codes {
		m.strata[tuple(c)] = append(m.strata[tuple(c)], j)
	}
	gone := map[string]int{}
	for who := range past {
		gone[tuple(who)]++
	}
	for _, n := range gone {
		if n < m.m.K {
			few += n
		}
	}
	for _, js := range m.strata {
		if len(js) < m.m.K && len(m.in.Before) > 0 {
			few += len(js)
		}
	}
	for _, b := range m.in.Before {
		a := RowsApart{Release: b.Release, Come: len(m.codes), Gone: len(b.Who)}
		for who := range b.Who {
			if _, ok := here[who]; ok {
				a.Come, a.Gone = a.Come-1, a.Gone-1
			}
		}
		if a.Come+a.Gone > 0 {
			m.apart = append(m.apart, a)
		}
	}
	return few
}

// withhold takes out values of keys, part by part.
func (m *rowMaker) withhold() {
	w := sdc.Wish{K: m.m.K, L: m.m.L, Seed: uint64(m.in.Study.Seed)}
	for _, x := range m.cols[:m.keys] {
		w.Cost = append(w.Cost, max(1, m.m.Cost[x.Name]))
		w.Fixed = append(w.Fixed, x.Role == RoleWeight)
	}
	by := sdc.Merge
	if m.m.Rule == answer.RuleAny {
		by = sdc.Blank
	}
	for _, t := range slices.Sorted(maps.Keys(m.strata)) {
		js := m.strata[t]
		part := w
		for _, a := range m.each {
			part.Each = append(part.Each, pick(a, js))
		}
		var cols [][]int32
		for c := range m.keys {
			cols = append(cols, pick(coded(m.cells[c], m.cols[c].Role == RoleKey), js))
		}
		k, err := sdc.NewKeys(cols...)
		if err != nil {
			m.add("P435", m.m.K, m.m.L, len(js))
			return
		}
		b, err := by(k, part)
		if err != nil {
			m.add("P435", m.m.K, m.m.L, len(js))
			return
		}
		for c := range m.keys {
			for x, v := range b.Keys.Column(c) {
				if j := js[x]; v == sdc.Missing && m.cells[c][j] != "" {
					m.cells[c][j] = ""
					m.cols[c].Withheld++
				}
			}
		}
	}
	var cols [][]int32
	for c := range m.keys {
		cols = append(cols, coded(m.cells[c], m.cols[c].Role == RoleKey))
	}
	m.shown, _ = sdc.NewKeys(cols...)
}

func pick[T any](all []T, js []int) []T {
	out := make([]T, len(js))
	for x, j := range js {
		out[x] = all[j]
	}
	return out
}

// file orders the rows by a code that changes with each release.
func (m *rowMaker) file() (Rows, RowsKept) {
	for c := range m.cols { // a list made of what was found holds what is withheld
		m.cols[c].Answers = slices.DeleteFunc(m.cols[c].Answers, func(o answer.Option) bool { return !slices.Contains(m.cells[c], o.Code) })
	}
	order := make([]int, len(m.rows))
	by := make([]string, len(m.rows))
	for j := range order {
		order[j], by[j] = j, m.code("order", m.s.ID+"\x00"+m.in.Release+"\x00"+m.codes[j])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(by[a], by[b]) })
	src, _ := m.in.Study.Source(m.s.Source)
	s := m.s
	r := rows{Format: RowsFormat, Study: m.in.Study.ID, Nature: m.in.Study.Nature, Survey: s.ID, Release: m.in.Release, Date: m.in.Date, Profile: m.in.Profile,
		Pins: m.in.Pins, Columns: m.cols, Certificate: m.certificate(),
		About: RowsAbout{Study: m.in.Study.Title, Title: s.Title, People: s.People, Frame: s.Frame, Chosen: s.Chosen, Exclusions: s.Exclusions, CannotSee: src.CannotSee,
			Kind: s.Kind, Mode: s.Mode, Dates: s.Dates, Licence: src.Licence}}
	kept := RowsKept{Release: m.s.ID + " " + m.in.Release, Who: map[string]string{}}
	for _, j := range order {
		row := make([]string, len(m.cols))
		for c := range m.cols {
			row[c] = m.cells[c][j]
		}
		r.Rows = append(r.Rows, row)
		kept.Who[m.codes[j]] = m.code("shown", strings.Join(row[:m.keys], "\x00"))
	}
	return Rows{r}, kept
}
