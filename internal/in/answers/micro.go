package answers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
)

// Codes N260–N269: what a survey says of its rows.
var _ = diag.Codes(
	diag.Kind{Code: "N260", Severity: diag.Error, Args: 2}, // an id that is no group or question
	diag.Kind{Code: "N261", Severity: diag.Error, Args: 1}, // what says who a row is, or where it was drawn
	diag.Kind{Code: "N262", Severity: diag.Error, Args: 1}, // answers that nobody listed
	diag.Kind{Code: "N263", Severity: diag.Error, Args: 1}, // a number as it was told
	diag.Kind{Code: "N264", Severity: diag.Error, Args: 1}, // a key with several answers
	diag.Kind{Code: "N265", Severity: diag.Error, Args: 0}, // rows of organisations
	diag.Kind{Code: "N266", Severity: diag.Error, Args: 1}, // too many keys
	diag.Kind{Code: "N267", Severity: diag.Error, Args: 2}, // a recoding that cannot be
	diag.Kind{Code: "N268", Severity: diag.Error, Args: 0}, // rows without an id
)

// maxKeys is how many columns can be keys: the weight is one where it goes out.
const maxKeys = 8

// microdata looks at what a survey says of its rows, before answers are read.
func (l *loader) microdata() {
	m := l.s.Microdata
	if m == nil {
		return
	}
	if m.Rule = cmp.Or(m.Rule, answer.RuleSame); !slices.Contains(answer.Rules, m.Rule) {
		l.add("C603", "microdata.rule", "rule", m.Rule, strings.Join(answer.Rules, ", "))
	}
	if m.K < 0 || m.K == 1 {
		l.add("C603", "microdata.k", "k", fmt.Sprint(m.K), "5, 3")
	}
	if m.L < 0 {
		l.add("C603", "microdata.l", "l", fmt.Sprint(m.L), "2, 3")
	}
	if m.L = cmp.Or(m.L, 2); m.Rule == answer.RuleAny && len(m.Sensitive) > 0 && m.L > 1 {
		l.add("C603", "microdata.rule", "rule", m.Rule, answer.RuleSame)
	}
	if !(m.Weights >= 0) {
		l.add("C603", "microdata.weights", "weights", fmt.Sprint(m.Weights), "10, 50")
	}
	if l.s.Row.Organisation != "" {
		l.add("N265", "microdata")
	}
	if l.s.Row.ID == "" && l.s.Form == "" {
		l.add("N268", "microdata")
	}
	if len(m.Keys) == 0 {
		l.add("C604", "microdata", "microdata.keys")
	}
	n := len(m.Keys)
	if m.Weights > 0 {
		n++
	}
	if n > maxKeys {
		l.add("N266", "microdata.keys", maxKeys)
	}
	l.goesOut()
	l.recodings()
}

// goesOut looks at each column that is to leave.
func (l *loader) goesOut() {
	s, m := l.s, l.s.Microdata
	var ids []string
	for _, qs := range [][]answer.Question{s.Groups, s.Questions} {
		for _, q := range qs {
			ids = append(ids, q.ID)
		}
	}
	for _, x := range []struct {
		key string
		ids []string
	}{{"keys", m.Keys}, {"sensitive", m.Sensitive}, {"columns", m.Columns}} {
		for _, id := range x.ids {
			at := "microdata." + x.key
			q, ok := s.Asked(id)
			switch {
			case !ok:
				l.add("N260", at, id, cmp.Or(lang.Nearest(id, ids), "–"))
				continue
			case l.tells(q.Column, x.key == "keys"):
				l.add("N261", at, id)
			case q.Kind == "many" && x.key != "columns":
				l.add("N264", at, id)
			}
			if r, _ := m.Recoded(id); q.Kind == "number" && !r.Coarse() {
				l.add("N263", at, id)
			}
			if x.key != "keys" && q.Kind != "number" && len(q.Answers) == 0 {
				l.add("N262", at, id)
			}
		}
	}
	for id := range m.Cost {
		if !slices.Contains(m.Keys, id) || m.Cost[id] < 1 {
			l.add("C603", "microdata.cost", "cost", id, strings.Join(m.Keys, ", "))
		}
	}
}

// tells reports a column that says who a row is, or where it was drawn. A stratum
// may be a key: then it is protected like one.
func (l *loader) tells(column string, key bool) bool {
	s := l.s
	never := append(slices.Clone(s.Microdata.Identifiers), s.Row.ID, s.Row.Withdrawal, s.Row.Interviewer, s.Row.Organisation, s.Row.Consent, s.Row.Status)
	if d := s.Design; d != nil {
		never = append(append(append(never, d.Weights), d.Clusters...), d.Population...)
		if !key {
			never = append(never, d.Strata...)
		}
	}
	return column != "" && slices.Contains(never, column)
}

func (l *loader) recodings() {
	m := l.s.Microdata
	seen := map[string]bool{}
	for _, r := range m.Recode {
		q, ok := l.s.Asked(r.Of)
		bad := func(what string) { l.add("N267", "microdata.recode", r.Of, what) }
		switch {
		case !ok || !slices.Contains(m.Out(), r.Of):
			l.add("N260", "microdata.recode", r.Of, cmp.Or(lang.Nearest(r.Of, m.Out()), "–"))
		case seen[r.Of]:
			bad("of")
		case r.Coarse() && q.Kind != "number":
			bad("bands, top, bottom, round")
		case !slices.IsSorted(r.Bands) || len(slices.Compact(slices.Clone(r.Bands))) < len(r.Bands):
			bad("bands")
		case r.Round < 0:
			bad("round")
		case len(r.Bands) > 0 && (r.Top != nil || r.Bottom != nil || r.Round > 0):
			bad("bands, top, bottom, round")
		}
		seen[r.Of] = true
		codes := map[string]bool{}
		for _, x := range r.Merge {
			if x.As == "" || len(x.Codes) == 0 || len(x.Label) == 0 || q.Kind != "choice" {
				bad("merge")
			}
			for _, c := range x.Codes {
				known := len(q.Answers) == 0 || slices.ContainsFunc(q.Answers, func(o answer.Option) bool { return o.Code == c })
				if codes[c] || !known {
					bad("merge " + c)
				}
				codes[c] = true
			}
		}
	}
}
