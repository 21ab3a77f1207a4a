package press

import (
	"strings"
	"testing"

	"github.com/dires/dires/internal/lang"
)

// What a coder describes is not printed as if somebody had said it.
func TestADescriptionIsNotPrintedAsAQuotation(t *testing.T) {
	r := &printing{p: lang.For(lang.French), tag: lang.French}
	if s := r.nameGiven("coupeurs de route", "fr"); !strings.Contains(s, "«") {
		t.Errorf("a name given stands without quotation marks: %s", s)
	}
	if s := r.nameGiven("le mot « razzia » évité", "fr"); strings.HasPrefix(s, "«") {
		t.Errorf("a description is quoted: %s", s)
	}
}

func TestSearchEnginesAreAskedToStayAwayFromFiction(t *testing.T) {
	b := string(robots([]shelved{{newest: manifest{Study: "orvanie", Noindex: true}}, {newest: manifest{Study: "mali"}}}))
	if !strings.Contains(b, "Disallow: /orvanie/\n") || strings.Contains(b, "mali") {
		t.Error(b)
	}
}
