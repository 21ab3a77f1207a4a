package answer

import (
	"errors"
	"fmt"
	"math"
	"path"
	"slices"

	"github.com/dires/dires/survey"
)

// ErrColumns is returned for a design whose columns do not hold what they
// should: weights that are no numbers, rows without a stratum.
var ErrColumns = errors.New("columns of the design do not fit")

// ColumnError says in how many rows a column of the design is empty, or holds
// no number where one is needed. It is an [ErrColumns].
type ColumnError struct {
	Column string
	Rows   int
	Number bool
}

func (e *ColumnError) Error() string {
	what := "a unit"
	if e.Number {
		what = "a number"
	}
	return fmt.Sprintf("column %s: %d rows without %s", e.Column, e.Rows, what)
}

// Unwrap makes it an [ErrColumns].
func (e *ColumnError) Unwrap() error { return ErrColumns }

// Draw makes the design ready to estimate from. Only a [Sample] has it. It
// fails with [ErrColumns] or survey.ErrDesign, saying which column and how many
// rows.
func (s Sample) Draw() (*survey.Sample, error) {
	d := s.Design
	if d == nil {
		return nil, fmt.Errorf("draw %s: no design: %w", s.ID, ErrColumns)
	}
	w, err := s.column(d.Weights)
	if err != nil {
		return nil, err
	}
	if r := d.Replicates; r != nil {
		return s.replicated(*r, w)
	}
	x := survey.Design{Weights: w, Rows: len(w)}
	var fs []survey.Factor
	for _, c := range d.Strata {
		f, err := s.factor(c)
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	if len(fs) > 0 {
		x.Strata = survey.Cross(fs...)
	}
	for _, c := range d.Clusters {
		f, err := s.factor(c)
		if err != nil {
			return nil, err
		}
		x.Clusters = append(x.Clusters, f)
	}
	for _, c := range d.Population {
		f, err := s.column(c)
		if err != nil {
			return nil, err
		}
		x.FPC = append(x.FPC, f)
	}
	if d.Lonely != "" {
		if x.Lonely, err = survey.ParseLonely(d.Lonely); err != nil {
			return nil, err
		}
	}
	return survey.New(x)
}

func (s Sample) replicated(r Replicates, w []float64) (*survey.Sample, error) {
	x := survey.Replicates{Weights: w, Combined: true, RScales: r.RScales, MSE: r.MSE}
	for _, c := range s.Matching(r.Columns) {
		f, err := s.column(c)
		if err != nil {
			return nil, err
		}
		x.Columns = append(x.Columns, f)
	}
	if len(x.Columns) == 0 || len(r.RScales) > 0 && len(r.RScales) != len(x.Columns) {
		return nil, fmt.Errorf("draw %s: %d columns match %s, %d rscales: %w", s.ID, len(x.Columns), r.Columns, len(r.RScales), ErrColumns)
	}
	x.Scale = r.Scale
	if x.Scale == 0 && r.Type == "jkn" && len(r.RScales) > 0 {
		x.Scale = 1
	}
	if x.Scale == 0 {
		var err error
		if x.Scale, err = survey.Scales(r.Type, len(x.Columns), r.Rho); err != nil {
			return nil, err
		}
	}
	return survey.NewReplicated(x)
}

// Matching lists the columns whose name fits a pattern such as "rep_*", in the
// order of their names by length, then letter: rep_2 before rep_10.
func (s Survey) Matching(pattern string) (names []string) {
	for n := range s.Columns {
		if ok, _ := path.Match(pattern, n); ok {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		if a < b {
			return -1
		}
		return 1
	})
	return names
}

// column gives numbers; every row must have one.
func (s Sample) column(name string) ([]float64, error) {
	x, _ := s.Columns[name].Numbers()
	bad := 0
	for _, v := range x {
		if math.IsNaN(v) {
			bad++
		}
	}
	if bad > 0 || len(x) == 0 {
		return nil, fmt.Errorf("draw %s: %w", s.ID, &ColumnError{name, bad, true})
	}
	return x, nil
}

func (s Sample) factor(name string) (survey.Factor, error) {
	c := s.Columns[name]
	bad := 0
	for _, k := range c.Codes {
		if k < 0 {
			bad++
		}
	}
	if bad > 0 || len(c.Codes) == 0 {
		return survey.Factor{}, fmt.Errorf("draw %s: %w", s.ID, &ColumnError{name, bad, false})
	}
	return survey.Factor{Codes: c.Codes, Levels: c.Levels}, nil
}
