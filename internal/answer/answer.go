// Package answer knows what people answered to the questions of a survey: the
// answers themselves, the reasons where there is none, and everything without
// which no figure may be made of them: from which list people came, how they
// were chosen, who was left out, how and when they were asked.
//
// It knows two kinds of survey and keeps them apart by type. A [Sample] was
// drawn by chance and has a [Design]; an [Inquiry] asked whom it could reach
// and has none, so that nothing can estimate from it. It does not know files
// or figures. The type you want is [Survey].
package answer

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/when"
)

// Kind says how the people of a survey were chosen.
type Kind string

const (
	Drawn   Kind = "sample"  // by chance, each with a known chance
	Reached Kind = "inquiry" // whoever could be reached
)

// Mode is how people were asked.
type Mode string

// Modes lists the ways to ask people.
var Modes = []Mode{"face-to-face", "phone", "web", "paper", "message", "mixed"}

// Alone reports whether people fill in the answers themselves.
func (m Mode) Alone() bool { return m == "web" || m == "paper" || m == "message" }

// Reason says why there is no answer.
type Reason uint8

const (
	Given Reason = iota
	Refused
	DontKnow
	NotAsked // the question was not for this person
	Blank    // for this person, and empty
)

// Reasons lists the reasons in the order of columns.
var Reasons = []Reason{Given, Refused, DontKnow, NotAsked, Blank}

var reasons = [...]string{"given", "refused", "dont-know", "not-asked", "blank"}

func (r Reason) String() string { return reasons[r] }

// ParseReason reads refused, dont-know, not-asked or blank.
func ParseReason(s string) (Reason, bool) {
	i := slices.Index(reasons[1:], s)
	return Reason(i + 1), i >= 0
}

// About is everything a survey says of itself, as its file under survey/ has it.
type About struct {
	ID       string    `toml:"id" json:"id"`
	Kind     Kind      `toml:"kind" json:"kind"`
	Title    lang.Text `toml:"title" json:"title"`
	Source   string    `toml:"source" json:"source"`         // id of a source of the study: licence and protection
	File     string    `toml:"file" json:"file"`             // beside it: .csv, .xlsx, .sav
	Sheet    string    `toml:"sheet" json:"sheet,omitempty"` // of a workbook
	Form     string    `toml:"form" json:"form"`             // or: the id of the form whose submissions are the answers
	Codebook string    `toml:"codebook" json:"codebook"`

	People     lang.Text `toml:"people" json:"people"` // of whom it speaks: "adults of Orvanie"
	Frame      lang.Text `toml:"frame" json:"frame"`   // the list people were chosen from
	Chosen     lang.Text `toml:"chosen" json:"chosen"` // how
	Exclusions lang.Text `toml:"exclusions" json:"exclusions"`
	Mode       Mode      `toml:"mode" json:"mode"`
	DatesRaw   string    `toml:"dates" json:"-"`
	Dates      when.Span `toml:"-" json:"dates"`
	AfterRaw   string    `toml:"release_after" json:"-"`
	After      when.Span `toml:"-" json:"release_after"` // embargo

	Row       Row               `toml:"row" json:"row"`
	Missing   map[string]string `toml:"missing" json:"missing"` // an answer's code ("" for none) → why it is none
	Design    *Design           `toml:"design" json:"design,omitempty"`
	Quota     *Quota            `toml:"quota" json:"quota,omitempty"`
	Groups    []Question        `toml:"groups" json:"groups"`
	Questions []Question        `toml:"questions" json:"questions"`
	Microdata *Microdata        `toml:"microdata" json:"microdata,omitempty"`
}

// Row names the columns that say who a row is; none of them is ever shown.
type Row struct {
	ID           string            `toml:"id" json:"id"`
	Withdrawal   string            `toml:"withdrawal" json:"withdrawal"` // of the code that was given to whoever answered
	Interviewer  string            `toml:"interviewer" json:"interviewer"`
	Organisation string            `toml:"organisation" json:"organisation"`
	Consent      string            `toml:"consent" json:"consent"` // internal, partners, public, quote
	Status       string            `toml:"status" json:"status"`
	Statuses     map[string]string `toml:"statuses" json:"statuses"` // value → answered, refused, not-reached
}

// Design names the columns that say how a sample was drawn.
type Design struct {
	Weights    string      `toml:"weights" json:"weights"`
	Strata     []string    `toml:"strata" json:"strata"`         // crossed, if several
	Clusters   []string    `toml:"clusters" json:"clusters"`     // one or two stages
	Population []string    `toml:"population" json:"population"` // sizes (or fractions) at each stage
	Sheet      string      `toml:"sheet" json:"sheet,omitempty"` // of a workbook, for file
	File       string      `toml:"file" json:"file"`             // a table that has those of these columns which the answers lack
	Key        []string    `toml:"key" json:"key"`               // columns of both, by which a row of it is found
	Lonely     string      `toml:"lonely" json:"lonely"`
	Level      float64     `toml:"level" json:"level"`   // of intervals: 0.95
	Method     string      `toml:"method" json:"method"` // of intervals of shares: logit, beta, wilson
	Replicates *Replicates `toml:"replicates" json:"replicates,omitempty"`
}

// Replicates are weights made by whoever drew the sample, instead of strata
// and clusters.
type Replicates struct {
	Columns string    `toml:"columns" json:"columns"` // "rep_*"
	Type    string    `toml:"type" json:"type"`       // jk1, jkn, brr, fay, bootstrap
	Rho     float64   `toml:"rho" json:"rho"`         // of fay
	Scale   float64   `toml:"scale" json:"scale"`     // 0: by type
	RScales []float64 `toml:"rscales" json:"rscales"`
	MSE     bool      `toml:"mse" json:"mse"`
}

// Quota is what an inquiry planned to reach.
type Quota struct {
	Sheet   string   `toml:"sheet" json:"sheet,omitempty"` // of a workbook
	File    string   `toml:"file" json:"file"`
	By      []string `toml:"by" json:"by"` // ids of groups, which are the file's columns
	Planned string   `toml:"planned" json:"planned"`
}

// Question is a question, or what people are grouped by.
type Question struct {
	ID      string    `toml:"id" json:"id"`
	Column  string    `toml:"column" json:"column"`
	Kind    string    `toml:"kind" json:"kind"` // choice (default), many, number
	Asks    lang.Text `toml:"asks" json:"asks"` // the question; of a group its name
	Answers []Option  `toml:"answers" json:"answers"`
	Unit    lang.Text `toml:"unit" json:"unit"`             // of a number: "incidents"
	Empty   string    `toml:"empty" json:"empty,omitempty"` // of many: what an empty cell is, "none" (nothing was ticked) or a reason

	Counts   []string   `toml:"counts" json:"counts"`     // answers counted together
	Says     lang.Text  `toml:"says" json:"says"`         // what these people do: "feel unsafe at night"
	Among    *Among     `toml:"among" json:"among"`       // for whom the question was
	By       []string   `toml:"by" json:"by"`             // ids of groups
	Contrast []Contrast `toml:"contrast" json:"contrast"` // of a sample only
	Measure  string     `toml:"measure" json:"measure"`   // id of the measure it is about, in the register
}

// Option is one answer to choose.
type Option struct {
	Code  string    `toml:"code" json:"code"`
	Label lang.Text `toml:"label" json:"label"`
}

// Among says for whom a question was: those who gave one of some answers.
type Among struct {
	Column string    `toml:"column" json:"column"`
	Is     []string  `toml:"is" json:"is"`
	Says   lang.Text `toml:"says" json:"says"` // "those who had heard of it"
}

// Contrast asks for the difference between two groups of one sample.
type Contrast struct {
	By   string `toml:"by" json:"by"`
	This string `toml:"this" json:"this"`
	That string `toml:"that" json:"that"`
}

// Column is one column of answers: Codes index Levels, -1 is empty.
type Column struct {
	Codes  []int32
	Levels []string
}

// NewColumn codes texts in the order in which they first appear.
func NewColumn(texts []string) Column {
	c := Column{Codes: make([]int32, 0, len(texts))}
	at := map[string]int32{}
	for _, s := range texts {
		c.add(s, at)
	}
	return c
}

func (c *Column) add(s string, at map[string]int32) {
	if s == "" {
		c.Codes = append(c.Codes, -1)
		return
	}
	k, ok := at[s]
	if !ok {
		k = int32(len(c.Levels))
		at[s] = k
		c.Levels = append(c.Levels, s)
	}
	c.Codes = append(c.Codes, k)
}

// Text is the text of row i, "" for none.
func (c Column) Text(i int) string {
	if c.Codes == nil || c.Codes[i] < 0 {
		return ""
	}
	return c.Levels[c.Codes[i]]
}

// Numbers reads the column as numbers, NaN where there is none; ok is false
// where a text is no number.
func (c Column) Numbers() (x []float64, ok bool) {
	val := make([]float64, len(c.Levels))
	ok = true
	for i, s := range c.Levels {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsInf(v, 0) || v != v {
			v, ok = math.NaN(), false
		}
		val[i] = v
	}
	x = make([]float64, len(c.Codes))
	for i, k := range c.Codes {
		if x[i] = math.NaN(); k >= 0 {
			x[i] = val[k]
		}
	}
	return x, ok
}

// Survey is a survey with its answers, one row for each person approached.
type Survey struct {
	About
	Rows    []int             // the row of the file, for the trace; of submissions their number
	Records []Record          // of submissions: where each stands in the ledger
	Columns map[string]Column // those the survey names
	Planned []Plan            // of the quota
	Lost    map[string]int    // of a sample: drawn and without answers, by status
	Others  []string          // of a table: ids and withdrawal codes of rows that are not kept
	Empty   []string          // strata of the design's own table of which no answer is there
}

// Record says where somebody's answers stand in the ledger.
type Record struct {
	ID    string // of the submission
	Entry int64
}

// Plan is how many people of a group an inquiry meant to reach.
type Plan struct {
	At []string // one code for each of Quota.By
	N  int
}

// Sample is a survey whose people were drawn by chance: what may be estimated
// from.
type Sample struct{ Survey }

// Inquiry is a survey of whoever could be reached: it is counted. No function
// makes a design, an interval or a test of it.
type Inquiry struct{ Survey }

// Set is the surveys of a study, each kind by id.
type Set struct {
	Samples   []Sample
	Inquiries []Inquiry
	Unread    []Survey // answers of a form that nobody fetched from the ledger
}

// WithRows lists the surveys that say which of their answers may leave row by
// row, samples first: all, or the one of an id.
func (s Set) WithRows(id string) (all []Survey) {
	add := func(x Survey) {
		if x.Microdata != nil && (id == "" || x.ID == id) {
			all = append(all, x)
		}
	}
	for _, x := range s.Samples {
		add(x.Survey)
	}
	for _, x := range s.Inquiries {
		add(x.Survey)
	}
	return all
}

// Group finds a group by id.
func (s About) Group(id string) (Question, bool) {
	for _, g := range s.Groups {
		if g.ID == id {
			return g, true
		}
	}
	return Question{}, false
}

// Reason says whether row i answers q, and if not why.
func (s Survey) Reason(q Question, i int) Reason {
	if q.Among != nil && !slices.Contains(q.Among.Is, plain(s.Columns[q.Among.Column].Text(i))) &&
		!slices.ContainsFunc(s.chosen(q.Among.Column, i), func(c string) bool { return slices.Contains(q.Among.Is, c) }) {
		return NotAsked
	}
	t := plain(s.Columns[q.Column].Text(i))
	if r, ok := ParseReason(q.Empty); t == "" && ok {
		return r
	}
	if _, ok := s.Missing[""]; t == "" && !ok {
		return Blank
	}
	if m, ok := s.Missing[t]; ok {
		r, _ := ParseReason(m)
		return r
	}
	return Given
}

// chosen are the choices of a cell of many.
func (s Survey) chosen(column string, i int) []string {
	if t := s.Columns[column].Text(i); strings.HasSuffix(t, between) {
		return Ticked(t)
	}
	return nil
}

// Answered reports whether the person of row i was reached and answered.
func (s Survey) Answered(i int) bool { return s.Status(i) == "answered" }

// Status is answered, refused or not-reached.
func (s Survey) Status(i int) string {
	if s.Row.Status == "" {
		return "answered"
	}
	t := s.Columns[s.Row.Status].Text(i)
	if m, ok := s.Row.Statuses[t]; ok {
		return m
	}
	return t
}

// Admits reports whether the person of row i agreed to be counted as far as
// reach: internal, partners or public. A survey without a column of consent
// was agreed to as a whole.
func (s Survey) Admits(i int, reach string) bool {
	if s.Row.Consent == "" || reach == "internal" {
		return true
	}
	switch s.Columns[s.Row.Consent].Text(i) {
	case "public", "quote":
		return true
	case "partners":
		return reach == "partners"
	}
	return false
}
