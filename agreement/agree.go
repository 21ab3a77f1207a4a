// Package agreement measures how far coders, or sources, put the same units into
// the same categories: Krippendorff's alpha with intervals by resampling units
// or clusters of units, the kappas of Cohen, Fleiss, Conger and Light, Gwet's
// AC1 and AC2, Brennan and Prediger's coefficient, percent and specific
// agreement; and, for the quality of coders only, Dawid and Skene's model.
//
// It does not know what a category means, nor which of two coders is right. A
// name that people give is no measurement with error: how far speakers agree on
// one may be computed here from [Ratings], but [DawidSkene], which supposes a
// true category behind what was observed, takes [Coders], and no Coders can be
// made from Ratings or from text.
//
// The function you want is [Krippendorff], then [Bootstrap]:
//
//	r, err := agreement.FromLabels(3, labels) // units × 3 coders, row by row, "" missing
//	a, err := agreement.Krippendorff(r, agreement.Nominal)
//	b, err := agreement.Bootstrap(r, agreement.Nominal, agreement.Plan{Replicates: 1000, Seed: 7})
//
// Inputs are never altered. What cannot be computed is an error, never NaN.
package agreement

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrUnpaired is returned where no unit has two ratings: nothing can be compared.
var ErrUnpaired = errors.New("no unit was rated twice")

// ErrOneCategory is returned where every rating that can be compared is the
// same: chance alone would give full agreement, so a coefficient that corrects
// for chance is undefined. Report the percent agreement and the prevalence.
var ErrOneCategory = errors.New("every rating is the same, agreement beyond chance is undefined")

// ErrNotNumbers is returned where a metric or a weight needs numbers and the
// ratings are text, or needs numbers of zero or more and some are negative.
var ErrNotNumbers = errors.New("categories are not numbers of the kind that the metric needs")

// ErrManyCategories is returned for more than 4,096 distinct ratings: their
// coincidences would fill a square of that side. Round numbers to classes.
var ErrManyCategories = errors.New("more than 4,096 distinct ratings")

// ErrTooLarge is returned for a number that is infinite or beyond 1e100: it is
// a mistake, and its square would overflow.
var ErrTooLarge = errors.New("number beyond 1e100")

const (
	missing = -1
	most    = 4096
)

// Ratings is what several coders (or sources) said of the same units. It is
// made by [FromNumbers] or [FromLabels] and never changes.
type Ratings struct {
	coders  int
	codes   []int32 // units × coders, index into values, missing = -1
	values  []float64
	labels  []string // nil for numbers
	numeric bool
}

// Units is the number of units, those without a rating included.
func (r Ratings) Units() int {
	if r.coders == 0 {
		return 0
	}
	return len(r.codes) / r.coders
}

// Coders is the number of coders.
func (r Ratings) Coders() int { return r.coders }

// Categories names the distinct ratings in their order: by value for numbers,
// by bytes for text.
func (r Ratings) Categories() []string {
	if r.labels != nil {
		return slices.Clone(r.labels)
	}
	s := make([]string, len(r.values))
	for i, v := range r.values {
		s[i] = fmt.Sprintf("%.15g", v)
	}
	return s
}

// FromNumbers takes numeric ratings.
//
// Shape: x is units × coders, row by row; NaN is a missing rating.
// Unit: any; the categories are the distinct numbers, in ascending order.
// Errors: ErrTooLarge; a panic if coders < 1 or does not divide len(x).
// Source: none; a container.
func FromNumbers(coders int, x []float64) (Ratings, error) {
	shape(coders, len(x))
	r := Ratings{coders: coders, codes: make([]int32, len(x)), numeric: true}
	index := map[float64]int32{}
	var recent [64]struct { // small direct-mapped cache: few distinct numbers are the rule
		v float64
		c int32
	}
	for i := range recent {
		recent[i].v = math.NaN()
	}
	for i, v := range x {
		if v != v {
			r.codes[i] = missing
			continue
		}
		if v == 0 {
			v = 0 // -0 is 0
		}
		k := &recent[(math.Float64bits(v)*0x9e3779b97f4a7c15)>>58]
		if k.v == v {
			r.codes[i] = k.c
			continue
		}
		if math.Abs(v) > 1e100 {
			return Ratings{}, fmt.Errorf("read rating %d: %w", i, ErrTooLarge)
		}
		c, ok := index[v]
		if !ok {
			c = int32(len(r.values))
			index[v] = c
			r.values = append(r.values, v)
		}
		k.v, k.c = v, c
		r.codes[i] = c
	}
	order := make([]int32, len(r.values))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if r.values[a] < r.values[b] {
			return -1
		}
		return 1
	})
	r.renumber(order)
	slices.Sort(r.values)
	return r, nil
}

// FromLabels takes ratings that are text.
//
// Shape: x is units × coders, row by row; "" is a missing rating.
// Unit: none; the categories are the distinct texts, in the order of their bytes.
// Errors: none today; a panic if coders < 1 or does not divide len(x).
// Source: none; a container.
func FromLabels(coders int, x []string) (Ratings, error) {
	shape(coders, len(x))
	r := Ratings{coders: coders, codes: make([]int32, len(x)), labels: []string{}}
	index := map[string]int32{}
	for i, s := range x {
		if s == "" {
			r.codes[i] = missing
			continue
		}
		c, ok := index[s]
		if !ok {
			c = int32(len(r.labels))
			index[s] = c
			r.labels = append(r.labels, s)
		}
		r.codes[i] = c
	}
	order := make([]int32, len(r.labels))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if r.labels[a] < r.labels[b] {
			return -1
		}
		return 1
	})
	r.renumber(order)
	slices.Sort(r.labels)
	r.values = make([]float64, len(r.labels))
	for i := range r.values {
		r.values[i] = float64(i + 1)
	}
	return r, nil
}

func shape(coders, n int) {
	if coders < 1 || n%coders != 0 {
		panic(fmt.Sprintf("agree: %d ratings are not rows of %d coders", n, coders))
	}
}

// renumber gives each code its rank; order lists the old codes in their new order.
func (r *Ratings) renumber(order []int32) {
	if slices.IsSorted(order) {
		return
	}
	rank := make([]int32, len(order))
	for i, c := range order {
		rank[c] = int32(i)
	}
	for i, c := range r.codes {
		if c != missing {
			r.codes[i] = rank[c]
		}
	}
}

// counted is how often one unit was put into one category.
type counted struct {
	cat int32
	n   float64
}

// counts appends one unit's categories, in the order of their first rating, to
// to, and gives the number of ratings.
func (r *Ratings) counts(unit int, to []counted) (n []counted, m int) {
	from := len(to)
ratings:
	for _, c := range r.codes[unit*r.coders : (unit+1)*r.coders] {
		if c == missing {
			continue
		}
		m++
		for i := from; i < len(to); i++ {
			if to[i].cat == c {
				to[i].n++
				continue ratings
			}
		}
		to = append(to, counted{c, 1})
	}
	return to, m
}
