package odk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/xform"
)

// Table writes submissions of one form as the table a survey reads: a row for
// each, the fields outside repeats as columns, and each field of a repeat once
// for every value of the field of keys that stands in the repeat:
// "asked[measure=m1]". Fields that could identify who spoke are left out; those
// of coded are written as c1, c2, … in the order in which they first appear, so
// that distinct ones can be counted and nothing else.
// Of who refused consent there is that alone.
func Table(f *xform.Form, subs []Submission, keys, coded []string) (head []string, rows [][]string) {
	subs = slices.Clone(subs)
	for i, s := range subs {
		if s.Refused {
			subs[i].Answers = Bare(s.Answers)
		}
	}
	value := func(as []xform.Answer, q *xform.Field, row []int) string {
		for _, a := range as {
			if a.Field == q && slices.Equal(a.Row, row) {
				return strings.TrimSpace(a.Value.Raw)
			}
		}
		return ""
	}
	type column struct {
		name, key string // of a repeat: the value of the key
		q, by     *xform.Field
		code      bool
	}
	var cols []column
	for _, t := range f.Tables() {
		var by *xform.Field
		for _, q := range t.Fields {
			if slices.Contains(keys, q.Name) {
				by = q
			}
		}
		if t.Repeat != "" && by == nil {
			continue
		}
		var values []string
		if t.Repeat == "" {
			values = []string{""}
		} else {
			for _, s := range subs {
				for _, a := range s.Answers {
					if v := strings.TrimSpace(a.Value.Raw); a.Field == by && v != "" && !slices.Contains(values, v) {
						values = append(values, v)
					}
				}
			}
			slices.Sort(values)
		}
		for _, v := range values {
			for _, q := range t.Fields {
				code := slices.Contains(coded, q.Name)
				if q == by || q.Level == xform.Severe && !code {
					continue
				}
				c := column{name: q.Name, key: v, q: q, by: by, code: code}
				if v != "" {
					c.name = fmt.Sprintf("%s[%s=%s]", q.Name, by.Name, v)
				}
				cols = append(cols, c)
				head = append(head, c.name)
			}
		}
	}
	codes := map[string]map[string]string{}
	for _, s := range subs {
		row := make([]string, len(cols))
		for i, c := range cols {
			if c.key == "" {
				row[i] = value(s.Answers, c.q, nil)
			} else {
				for _, a := range s.Answers {
					if a.Field == c.by && strings.TrimSpace(a.Value.Raw) == c.key {
						row[i] = value(s.Answers, c.q, a.Row)
						break
					}
				}
			}
			if c.code && row[i] != "" {
				if codes[c.name] == nil {
					codes[c.name] = map[string]string{}
				}
				if _, ok := codes[c.name][row[i]]; !ok {
					codes[c.name][row[i]] = fmt.Sprint("c", len(codes[c.name])+1)
				}
				row[i] = codes[c.name][row[i]]
			}
		}
		rows = append(rows, row)
	}
	return head, rows
}
