package out

import (
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/figure"
)

// What is unknown is not drawn as none: bounds are written as a range, and
// bounds that say nothing have no shade of a value.
func TestBoundsInAMatrixAreARange(t *testing.T) {
	f := figure.Figure{ID: "x.coverage", Shape: figure.Matrix, Unit: "unit.measures",
		Dims: []figure.Dim{dimension("kind", "law"), dimension("stage", "agenda", "decision", "review")},
		Cells: []figure.Cell{
			figure.Fraction(0, 9, 9, figure.Contributors{}, looked, "law", "agenda"),
			figure.Fraction(2, 5, 9, figure.Contributors{}, looked, "law", "decision"),
			figure.Fraction(0, 0, 9, figure.Contributors{}, looked, "law", "review"),
		}}
	ch, ok := Draw(f, frame("en", 704))
	if !ok || !ch.Bounds || !slices.Equal(ch.Absent, []figure.Why{figure.Unknown}) {
		t.Fatalf("%v %+v", ok, ch)
	}
	for _, want := range []string{">0–9/9<", ">2–5/9<", ">0/9<"} {
		if strings.Count(ch.SVG, want) != 1 {
			t.Errorf("%s is not drawn once:\n%s", want, ch.SVG)
		}
	}
	if strings.Count(ch.SVG, `class="r0"`) != 1 || ch.Shown != 2 {
		t.Errorf("what nobody knows has the shade of a value:\n%s", ch.SVG)
	}
}
