package reports

import (
	"fmt"
	"strings"
	"testing"
)

// A row that says no gives no claim and one finding, and no cell of it stands in
// a claim or in a finding; the rows beside it are read.
func TestARowThatRefusesIsNotKept(t *testing.T) {
	for _, no := range []string{"no", "NON", "refusé", "Non, merci", "0", "withdrawn"} {
		cs, found := all(t, "own.csv", "id,date,place,what,who,consent\nbad,SECRET,SECRET,SECRET,SECRET,\""+no+"\"\ngood,2031-01-02,Sable,FICTION raid,media,yes\n")
		if len(cs) != 1 || found.Count()["A177"] != 1 {
			t.Errorf("%q: %d claims, %v", no, len(cs), found)
		}
		if said := fmt.Sprintf("%+v %v", cs, found); strings.Contains(said, "SECRET") || strings.Contains(said, "bad") {
			t.Errorf("%q: of the row stands: %s", no, said)
		}
	}
	if cs, found := all(t, "own.csv", "id,date,place,what,who,consent\ngood,2031-01-02,Sable,FICTION raid,media,internal\n"); len(cs) != 1 || found.Count()["A177"] != 0 {
		t.Errorf("a level is no refusal: %v", found)
	}
}
