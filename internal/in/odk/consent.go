package odk

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
)

// consents are the names of questions that ask for consent as such: a form that
// asks how far it reaches says so in its mapping, or in the survey.
var consents = []string{"consent", "consents", "consented", "informed consent", "agree", "agrees", "agreed", "agreement",
	"consentement", "accord", "accepte", "d accord"}

// Refuses reports whether somebody said no to being recorded: in a question that
// is called consent, or in one of these fields.
func Refuses(as []xform.Answer, fields ...string) bool {
	return slices.ContainsFunc(as, func(a xform.Answer) bool {
		return (asksConsent(a.Field) || slices.Contains(fields, a.Field.Name)) && claim.Refuses(a.Value.Raw)
	})
}

func asksConsent(f *xform.Field) bool {
	return slices.Contains(consents, strings.NewReplacer("_", " ", "-", " ").Replace(lang.Fold(f.Name)))
}

// Bare is all that may be kept of the answers of who refused: the question of
// consent itself, and these fields.
func Bare(as []xform.Answer, fields ...string) (kept []xform.Answer) {
	for _, a := range as {
		if asksConsent(a.Field) || slices.Contains(fields, a.Field.Name) {
			kept = append(kept, a)
		}
	}
	return kept
}

// refuses reports whether what the mapping makes of some answer is a refusal: of
// "no=internal" it is not one.
func (m Mapping) refuses(f *xform.Form, as []xform.Answer) bool {
	var plain []string
	told := map[string]bool{} // fields whose words the mapping translates
	for _, r := range m.rules {
		for _, p := range r.parts {
			if r.form != f.ID || p.target != "said.consent" || p.from == "" {
				continue
			}
			if p.table == nil {
				plain = append(plain, p.from)
				continue
			}
			told[p.from] = true
			if slices.ContainsFunc(as, func(a xform.Answer) bool { return a.Field.Name == p.from && claim.Refuses(p.mapped(a.Value.Raw)) }) {
				return true
			}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(as), func(a xform.Answer) bool { return told[a.Field.Name] })
	return Refuses(rest, plain...)
}

// mapped gives the words of an answer as the mapping translates them.
func (p part) mapped(v string) string {
	if p.table == nil {
		return v
	}
	var vs []string
	for _, x := range strings.Fields(v) {
		if y, ok := p.table[x]; ok {
			x = y
		}
		vs = append(vs, x)
	}
	return strings.Join(vs, " ")
}
