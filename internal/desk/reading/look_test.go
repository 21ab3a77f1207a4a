package reading

import (
	"fmt"
	"testing"
	"testing/fstest"
)

// FICTION: nothing of this was said. A check says of a table what is to be
// corrected in it, and that a refused one would be refused; a file that is not
// there is no business of it.
func TestALookSaysWhatIsToBeCorrected(t *testing.T) {
	const head = "id,speaker_class,stated_on,verbatim,subject_type,subject,term,extra\n"
	for text, want := range map[string]string{
		head + "1,resident,2031-01-02,x,event,e1,bandits,\n":                   "[]",
		head + "1,resident,2031-01-02,x,event,e1,bandits,,one more\n":          "[register/namings.csv:2: error A248 9 8]",
		head + "1,resident,2031-01-02,x,event,e1,,\n":                          "[register/namings.csv:2: term: error A408 term]",
		"colour,weight\nred,1\n":                                               "[register/namings.csv: error C660 A232]",
		head + "1,resident,2031-01-02,x,event,e1,bandits,\n1,resident,,,,,,\n": "",
	} {
		fsys := fstest.MapFS{"register/namings.csv": {Data: []byte(text)}}
		found, err := Look(fsys, About{Name: "register/namings.csv", Source: "s", Reader: "statements", Public: true})
		if got := fmt.Sprint(found); err != nil || want != "" && got != want || want == "" && len(found) == 0 {
			t.Errorf("%q: %s %v, want %s", text, got, err, want)
		}
	}
	if found, err := Look(fstest.MapFS{}, About{Name: "register/namings.csv", Reader: "statements"}); err != nil || len(found) > 0 {
		t.Error("a file that is not there:", found, err)
	}
	if Own("ucdp") || !Own("statements") {
		t.Error("data sets of others are large and looked through when they come in")
	}
}
