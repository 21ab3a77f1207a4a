package agreement

import (
	"errors"
	"fmt"
	"math"
)

// Code is a category of a codebook that the study itself wrote and trained its
// coders in, by number from 0. A name that a speaker gives is not a Code: it is
// text, belongs to the speaker, and has no right answer.
type Code uint8

// Judgement is one coder's application of the codebook to one item.
type Judgement struct {
	Item, Coder int
	Code        Code
}

// Coders is the work of trained coders on one codebook. There is no way to make
// it from [Ratings] or from text, and that is on purpose: [DawidSkene] supposes
// that each item has one true category. For a contested name there is none, so
// the compiler refuses it.
type Coders struct {
	items, coders, codes int
	work                 []Judgement
}

// NewCoders collects judgements; the same coder may judge an item again.
//
// Shape: items and coders numbered from 0, codes from 0 below codes.
// Unit: none.
// Errors: a number out of range; an item that nobody judged.
// Source: none; a container.
func NewCoders(items, coders, codes int, work []Judgement) (c Coders, err error) {
	defer wrap(&err, "collect judgements")
	if items < 1 || coders < 1 || codes < 2 {
		return c, errors.New("needs an item, a coder and two categories")
	}
	judged := make([]bool, items)
	for i, j := range work {
		if j.Item < 0 || j.Item >= items || j.Coder < 0 || j.Coder >= coders || int(j.Code) >= codes {
			return Coders{}, fmt.Errorf("judgement %d is out of range", i)
		}
		judged[j.Item] = true
	}
	for i, ok := range judged {
		if !ok {
			return Coders{}, fmt.Errorf("item %d has no judgement", i)
		}
	}
	return Coders{items, coders, codes, append([]Judgement(nil), work...)}, nil
}

// Quality is how each coder applies the codebook, estimated without knowing the
// right answers. It has no answer per item: disagreements are settled by people.
type Quality struct {
	Prior      []float64     // share of each category
	Error      [][][]float64 // coder × true category × what the coder wrote
	LogLik     float64
	Iterations int
	posterior  [][]float64
}

// ErrNoConvergence is returned where the estimates did not settle.
var ErrNoConvergence = errors.New("did not converge")

// DawidSkene estimates the error rates of coders by EM, from vote shares.
// Smoothing adds that count to each cell of a coder's error matrix: 0.01 is
// usual; 0 is the paper's.
//
// Shape: Error is coders × categories × categories, rows sum to 1 (or are 0
// where no item has the category and there is no smoothing).
// Unit: probabilities; LogLik natural log.
// Errors: ErrNoConvergence after 10,000 steps; a panic on negative smoothing.
// Source: Dawid & Skene 1979, Appl. Statist. 28:20–28.
func DawidSkene(c Coders, smoothing float64) (q Quality, err error) {
	defer wrap(&err, "estimate coders' errors")
	if smoothing < 0 || c.items == 0 {
		panic("agree: negative smoothing, or no judgements")
	}
	post := table(c.items, c.codes)
	for _, j := range c.work {
		post[j.Item][j.Code]++
	}
	for _, row := range post {
		normalise(row)
	}
	q = Quality{Prior: make([]float64, c.codes), Error: make([][][]float64, c.coders), posterior: post}
	before := math.Inf(-1)
	for q.Iterations = 1; q.Iterations <= 10000; q.Iterations++ {
		c.maximise(&q, smoothing)
		q.LogLik = c.expect(&q)
		if math.Abs(q.LogLik-before) < 1e-10 {
			return q, nil
		}
		before = q.LogLik
	}
	return Quality{}, ErrNoConvergence
}

func table(rows, cols int) [][]float64 {
	t := make([][]float64, rows)
	for i := range t {
		t[i] = make([]float64, cols)
	}
	return t
}

func normalise(x []float64) {
	s := 0.0
	for _, v := range x {
		s += v
	}
	if s > 0 {
		for i := range x {
			x[i] /= s
		}
	}
}

// maximise sets prior and errors from the posterior.
func (c *Coders) maximise(q *Quality, smoothing float64) {
	clear(q.Prior)
	for _, row := range q.posterior {
		for k, p := range row {
			q.Prior[k] += p / float64(c.items)
		}
	}
	for g := range q.Error {
		q.Error[g] = table(c.codes, c.codes)
		for _, row := range q.Error[g] {
			for k := range row {
				row[k] = smoothing
			}
		}
	}
	for _, j := range c.work {
		for k, p := range q.posterior[j.Item] {
			q.Error[j.Coder][k][j.Code] += p
		}
	}
	for _, e := range q.Error {
		for _, row := range e {
			normalise(row)
		}
	}
}

// expect sets the posterior from prior and errors, in logarithms.
func (c *Coders) expect(q *Quality) (loglik float64) {
	logs := make([][][]float64, c.coders)
	for g, e := range q.Error {
		logs[g] = table(c.codes, c.codes)
		for k, row := range e {
			for o, p := range row {
				logs[g][k][o] = math.Log(p)
			}
		}
	}
	for i := range q.posterior {
		for k := range q.posterior[i] {
			q.posterior[i][k] = math.Log(q.Prior[k])
		}
	}
	for _, j := range c.work {
		for k := range q.posterior[j.Item] {
			q.posterior[j.Item][k] += logs[j.Coder][k][j.Code]
		}
	}
	for _, row := range q.posterior {
		most, sum := math.Inf(-1), 0.0
		for _, x := range row {
			most = math.Max(most, x)
		}
		for k, x := range row {
			row[k] = math.Exp(x - most)
			sum += row[k]
		}
		for k := range row {
			row[k] /= sum
		}
		loglik += most + math.Log(sum)
	}
	return loglik
}
