package answers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
)

// Submission is what one respondent answered, as the ledger has it.
type Submission struct {
	answer.Record
	Answers []xform.Answer
}

// Submissions gives the submissions of a form that stand under a source, in
// the order of their entries.
type Submissions func(source, form string) ([]Submission, error)

// submitted turns submissions into rows. A column is a field's name; of a
// repeat "asked[measure=m1]" is the field in the row whose measure is m1.
func (l *loader) submitted() error {
	s := &l.s
	f := (*xform.Form)(nil)
	if l.opt.Form != nil {
		f = l.opt.Form(s.Form)
	}
	if f == nil {
		l.add("N223", "form", s.Form)
		return nil
	}
	if s.Design != nil && s.Design.Replicates != nil {
		l.add("N224", "design.replicates", s.Form)
		return nil
	}
	cols, key := l.needed()
	has := func(c string) bool { return fieldOf(f, c) != nil }
	cols, err := l.asked(cols, has)
	if err != nil {
		return err
	}
	for _, c := range cols {
		q := fieldOf(f, c)
		coded := slices.Contains(Coded(s.About), c)
		switch {
		case q == nil:
			l.add("N211", key[c], c, cmp.Or(nearest(f, c), "–"))
		case q.Level == xform.Severe && !coded:
			l.add("N221", key[c], c)
		}
	}
	if l.opt.Submissions == nil {
		l.unread = true
		return nil
	}
	all, err := l.opt.Submissions(s.Source, s.Form)
	if err != nil {
		return err
	}
	if l.empty = len(all) == 0; l.empty {
		l.add("N220", "form", s.Form)
		return nil
	}
	c := newCollector(cols)
	several := l.several()
	for i, x := range all {
		for _, n := range cols {
			v, put := lookup(x.Answers, n)
			if several[n] && put { // shown, and nothing ticked, is an answer
				v = answer.Ticks(strings.Fields(v))
			}
			c.put(n, []byte(v))
		}
		s.Rows, s.Records = append(s.Rows, i+1), append(s.Records, x.Record)
	}
	s.Columns = c.columns()
	return nil
}

// Coded lists the fields of a survey that say who stands behind a row: they
// may be severe, for only codes of them are kept at the desk.
func Coded(s answer.About) (fields []string) {
	for _, c := range []string{s.Row.Interviewer, s.Row.Organisation} {
		if c != "" {
			fields = append(fields, c)
		}
	}
	return fields
}

// fieldOf is the field of a column; nil where there is none, or where it
// stands in a repeat and the column does not say in which row of it.
func fieldOf(f *xform.Form, column string) *xform.Field {
	name, rest, inRepeat := strings.Cut(column, "[")
	q := f.Field(name)
	if q == nil || inRepeat != (q.Repeat != "") {
		return nil
	}
	if inRepeat {
		k, _, ok := strings.Cut(strings.TrimSuffix(rest, "]"), "=")
		by := f.Field(k)
		if !ok || by == nil || by.Repeat != q.Repeat || by.Level == xform.Severe {
			return nil
		}
	}
	return q
}

// nearest is the column that was probably meant.
func nearest(f *xform.Form, column string) string {
	name, _, _ := strings.Cut(column, "[")
	var names []string
	for _, q := range f.Fields {
		if q.Name == name && q.Repeat != "" {
			return name + "[…=…]"
		}
		names = append(names, q.Name)
	}
	return lang.Nearest(name, names)
}

// lookup is what stands in a column's field; put reports whether the phone
// showed it: a question that was not for this person is not in the submission.
func lookup(as []xform.Answer, column string) (value string, put bool) {
	name, rest, inRepeat := strings.Cut(column, "[")
	var row []int
	if inRepeat {
		k, v, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "=")
		i := slices.IndexFunc(as, func(a xform.Answer) bool {
			return a.Field.Name == k && strings.TrimSpace(a.Value.Raw) == v && len(a.Row) > 0
		})
		if i < 0 {
			return "", false
		}
		row = as[i].Row
	}
	for _, a := range as {
		if a.Field.Name == name && slices.Equal(a.Row, row) {
			return strings.TrimSpace(a.Value.Raw), true
		}
	}
	return "", false
}
