package statements

import (
	"fmt"
	"strings"
	"testing"
)

// A row that says no gives no claim and one finding, whatever kind of statement
// it is, and no cell of it stands in a claim or in a finding.
func TestARowThatRefusesIsNotKept(t *testing.T) {
	for kind := range layouts {
		if kind == "measure" || kind == "organisation" { // of the public record: nobody is asked
			continue
		}
		file := string(kind) + "s.csv"
		switch kind {
		case "capacity":
			file = "capacities.csv"
		case "coping", "involvement":
			file = string(kind) + ".csv"
		}
		var cols, cells []string
		for _, c := range layouts[kind].needed {
			cols, cells = append(cols, c), append(cells, "SECRET")
		}
		text := "id,verbatim,note,consent," + strings.Join(cols, ",") + "\nbad,SECRET,SECRET,refus," + strings.Join(cells, ",") + "\n"
		cs, found := read(t, file, text, Options{Source: "s"})
		if len(cs) != 0 || found.Count()["A445"] != 1 {
			t.Errorf("%s: %d claims, %v", kind, len(cs), found)
		}
		if said := fmt.Sprintf("%v", found); strings.Contains(said, "SECRET") || strings.Contains(said, "bad") {
			t.Errorf("%s: of the row stands: %s", kind, said)
		}
	}
}
