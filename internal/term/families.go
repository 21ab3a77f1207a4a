package term

import (
	"io"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// Families sort acts into families of insecurity by what was done and by whom,
// never by a name somebody gave. An act may be in two.
type Families struct {
	Scheme Scheme
	rules  []rule
}

// rule puts an act into a family where the act is one of the study's types and
// an actor's name holds the words; an empty side asks nothing.
type rule struct{ family, act, actor string }

// Of gives the families of an act by the study's types of it and the names of
// its actors, in the order of the file.
func (f Families) Of(acts, actors []string) (in []string) {
	folded := make([]string, len(actors))
	for i, a := range actors {
		folded[i] = " " + lang.Fold(a) + " "
	}
	for _, l := range f.Scheme {
		if slices.ContainsFunc(f.rules, func(r rule) bool {
			return r.family == l.Code && (r.act == "" || slices.Contains(acts, r.act)) &&
				(r.actor == "" || slices.ContainsFunc(folded, func(a string) bool { return strings.Contains(a, " "+r.actor+" ") }))
		}) {
			in = append(in, l.Code)
		}
	}
	return in
}

// ReadFamilies reads terms/families.csv: family, act, actor, label_fr, label_en.
// A row without a family, or with neither act nor actor, is a finding and left
// out.
func ReadFamilies(file string, r io.Reader) (f Families, found diag.List, err error) {
	defer fault.Wrap(&err, "read families %s", file)
	err = rows(file, r, []string{"family", "act", "actor", "label_fr", "label_en"}, &found, func(row int, get func(string) string) {
		x := rule{get("family"), get("act"), lang.Fold(get("actor"))}
		if x.family == "" || x.act == "" && x.actor == "" {
			found.Add("C623", diag.At{File: file, Row: row})
			return
		}
		if !slices.ContainsFunc(f.Scheme, func(l Label) bool { return l.Code == x.family }) {
			f.Scheme = append(f.Scheme, Label{Code: x.family, Text: lang.FrEn(get("label_fr"), get("label_en"))})
		}
		f.rules = append(f.rules, x)
	})
	return f, found, err
}
