package lang

import (
	"strings"
	"testing"
)

// An example fills the sentence of its code, in each language, and of most codes
// that take arguments there is one.
func TestExamplesFillTheirSentences(t *testing.T) {
	for code := range examples() {
		for _, l := range Complete {
			_, s, _ := For(l).Example(code)
			if strings.ContainsAny(s, "⟨{}") && !strings.Contains(For(l).Outline(code), "{") {
				t.Errorf("%s in %s: %s", code, l, s)
			}
		}
		if _, ok := Lookup(code); !ok {
			t.Errorf("%s: an example of a code that is not in the catalogue", code)
		}
	}
	if n := len(examples()); n < 300 {
		t.Errorf("%d examples", n)
	}
}
