package gtd

import (
	"os"
	"testing"

	"github.com/dires/dires/internal/test/need"
)

// The source gives several attacks of a day equal parts of their common toll:
// rounded, they are its whole again. A year of two digits is of the century.
func TestPartsOfATollAddUpToIt(t *testing.T) {
	f, err := os.Open(need.Shared(t, "data/faults/real/R10-gtd-fractions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rd, err := Open("R10.csv", f, Options{Source: "gtd"})
	if err != nil {
		t.Fatal(err)
	}
	deaths, injured, ends := 0, 0, ""
	for c, found := range rd.Claims() {
		if n := found.Count(); n["A238"] > 0 || n["A240"] > 0 {
			t.Error(found)
		}
		if in := c.Incident; in != nil {
			deaths, injured, ends = deaths+*in.Deaths.Best, injured+*in.Injured, ends+in.When.To.String()+" "
		}
	}
	if deaths != 21 || injured != 20 || ends != "2032-03-08 2032-03-08 2031-12-27 2031-11-04 " {
		t.Error(deaths, injured, ends)
	}
}
