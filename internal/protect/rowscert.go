package protect

import (
	"maps"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/sdc"
)

// certificate counts anew, from the cells as they go out.
func (m *rowMaker) certificate() RowsCertificate {
	c := RowsCertificate{Rule: m.m.Rule, K: m.m.K, L: m.m.L, Rows: len(m.rows), Weighted: m.weights != nil, Apart: m.apart, Costs: maps.Clone(m.m.Cost)}
	for _, b := range m.in.Before {
		c.Beside = append(c.Beside, b.Release)
	}
	same, any := frequencies(m.shown, nil, sdc.Category), frequencies(m.shown, nil, sdc.Wildcard)
	for j := range same {
		if j == 0 || same[j].Sample < c.Alike {
			c.Alike = same[j].Sample
		}
		if j == 0 || any[j].Sample < c.AlikeAny {
			c.AlikeAny = any[j].Sample
		}
	}
	k := 0
	for i, x := range m.cols {
		if x.Role == RoleSensitive {
			c.Answers = append(c.Answers, m.varied(m.cols[i].Name, m.each[k]))
			k++
		}
		if i < m.keys {
			c.Withheld += x.Withheld
		}
	}
	c.Before, c.After = m.risk(m.was), m.risk(m.shown)
	if asked, ok := m.asked(); ok {
		r := m.risk(asked)
		c.Asked = &r
	}
	return c
}

func frequencies(k sdc.Keys, w []float64, rule sdc.Rule) []sdc.Frequency {
	f, _ := sdc.Frequencies(k, w, rule) // lengths are the same
	return f
}

// varied finds the rows alike that are least varied in a sensitive column, of
// those in which anybody answered.
func (m *rowMaker) varied(name string, a sdc.Answer) RowsAnswers {
	r := RowsAnswers{Column: name}
	seen := map[string]map[int32]bool{}
	for j := range m.rows {
		if a[j] == sdc.Missing {
			continue
		}
		at := m.alike(j)
		if seen[at] == nil {
			seen[at] = map[int32]bool{}
		}
		seen[at][a[j]] = true
	}
	for _, s := range seen {
		if r.Distinct == 0 || len(s) < r.Distinct {
			r.Distinct = len(s)
		}
	}
	d, _ := sdc.LDiversity(m.shown, a)
	for _, x := range d {
		if x.Distinct > 0 && (r.DistinctAny == 0 || x.Distinct < r.DistinctAny) {
			r.DistinctAny = x.Distinct
		}
		if x.Distinct > 0 && (r.EntropyAny == 0 || x.Entropy < r.EntropyAny) {
			r.EntropyAny = x.Entropy
		}
	}
	return r
}

// alike names what row j shows of keys.
func (m *rowMaker) alike(j int) string {
	var b strings.Builder
	for c := range m.keys {
		b.WriteString(m.cells[c][j] + "\x00")
	}
	return b.String()
}

// risk adds up how likely each row is recognised, by the rule of the file.
func (m *rowMaker) risk(k sdc.Keys) (r RowsRisk) {
	rule := sdc.Category
	if m.m.Rule == answer.RuleAny {
		rule = sdc.Wildcard
	}
	for _, f := range frequencies(k, m.weights, rule) {
		x := sdc.Risk(enough(f))
		r.Expected += x
		r.Highest = max(r.Highest, x)
		if f.Sample == 1 {
			r.Unique++
		}
		if f.Sample < m.m.K {
			r.Short++
		}
	}
	for _, f := range frequencies(k, m.weights, sdc.Wildcard) {
		r.Usual += sdc.RiskApprox(enough(f))
	}
	return r
}

// enough has a row stand for itself at least: sums of rounded weights may not.
func enough(f sdc.Frequency) sdc.Frequency {
	f.Population = max(f.Population, float64(f.Sample))
	return f
}

// asked are the keys as they were told, before anything was made coarser.
func (m *rowMaker) asked() (sdc.Keys, bool) {
	var cols [][]int32
	for _, id := range m.m.Keys {
		q, _ := m.s.Asked(id)
		texts := make([]string, len(m.rows))
		for j, i := range m.rows {
			if m.s.Reason(q, i) == answer.Given {
				texts[j] = m.s.Columns[q.Column].Text(i)
			}
		}
		cols = append(cols, coded(texts, true))
	}
	if d := m.s.Design; d != nil && m.m.Weights > 0 {
		texts := make([]string, len(m.rows))
		for j, i := range m.rows {
			texts[j] = m.s.Columns[d.Weights].Text(i)
		}
		cols = append(cols, coded(texts, false))
	}
	k, err := sdc.NewKeys(cols...)
	return k, err == nil
}

// OfSurvey gives who stands in what a release printed of a survey, as the file of
// its rows knows them.
func (p Printed) OfSurvey(secret []byte, src, survey string) (k RowsKept) {
	k = RowsKept{Release: p.Release, Who: map[string]string{}}
	keys := map[string]bool{}
	for _, f := range p.Figures {
		if !strings.HasPrefix(f.ID, "perception."+survey+"-") {
			continue
		}
		for _, c := range f.Cells {
			for _, r := range c.Trace().Refs {
				if r.Claim.Source == src {
					keys[r.Claim.String()] = true
				}
			}
		}
	}
	for key := range keys {
		k.Who[RowCode(secret, key)] = "counted"
	}
	return k
}
