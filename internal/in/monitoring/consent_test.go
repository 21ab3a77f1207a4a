package monitoring

import (
	"fmt"
	"strings"
	"testing"
)

// A row that says no gives no claim, not of its names nor of its answers, and no
// cell of it stands in a claim or in a finding; the row beside it is read.
func TestARowThatRefusesIsNotKept(t *testing.T) {
	const text = "id,date,act,place,precision,names,responses,coping,lat,lon,monitor,told,consent\n" +
		"bad,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,SECRET,%[1]s\nworse,2031,robbery,,,,,,,,,,%[1]s\ngood,2031,robbery,,,,,,,,,,internal\n"
	for _, no := range []string{"no", "non", "Refusé", "0", "sans accord"} {
		for _, own := range []bool{false, true} {
			cs, n, found := read(t, fmt.Sprintf(text, no), Options{Source: "s", Own: own})
			if n != 1 || len(cs) != 1 || found.Count()["A435"] != 2 || len(found) != 2 {
				t.Errorf("%q: %d claims, %v", no, len(cs), found)
			}
			if said := fmt.Sprintf("%+v %v", cs, found); strings.Contains(said, "SECRET") || strings.Contains(said, "bad") {
				t.Errorf("%q: of the row stands: %s", no, said)
			}
		}
	}
}
