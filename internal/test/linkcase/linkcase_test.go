package linkcase

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/in/records"
)

func TestACaseIsAlwaysTheSameAndReadsBack(t *testing.T) {
	c := Case{Name: "x", Seed: 4, Sources: 4, Records: 300, Common: 0.4, Towns: 30, Days: 200, Imprecise: []float64{.1, .2, .3, .6}, Noise: 1, Spread: 1, Busy: 5, Episodes: 5}
	m := Make(c)
	if d := cmp.Diff(m, Make(c)); d != "" {
		t.Fatal(d)
	}
	for _, rows := range m.Sets {
		var b bytes.Buffer
		if err := Write(&b, rows); err != nil {
			t.Fatal(err)
		}
		back, found, err := records.Read(&b, "x.csv", "", 0)
		if err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
		for i := range back {
			back[i].File, back[i].Row = "", 0
		}
		if d := cmp.Diff(rows, back); d != "" {
			t.Fatal(d)
		}
	}
	if len(m.Same) < 200 || len(m.Part) < 5 {
		t.Error(len(m.Same), len(m.Part))
	}
}
