package out

import (
	"strings"
	"testing"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

var reasons = []figure.Why{figure.Unknown, figure.NotSaid, figure.NotAsked, figure.NoStage, figure.Withheld, figure.Licence, figure.Embargoed,
	figure.TooFew, figure.NotEstimable}

// lacking is a figure with values and one cell without, for the reason given.
func lacking(shape figure.Shape, why figure.Why) figure.Figure {
	f := figure.Figure{ID: "x.lacking", Shape: shape, Unit: "unit.deaths", Dims: []figure.Dim{dimension("area", "a", "b")},
		Cells: []figure.Cell{figure.Count(7, figure.Contributors{}, looked, "a"), figure.Absent(why, looked, "b")}}
	if shape == figure.Series {
		f.Dims = []figure.Dim{dimension("period", "2020", "2021", "2022", "2023")}
		f.Cells = []figure.Cell{figure.Count(3, figure.Contributors{}, looked, "2020"), figure.Count(4, figure.Contributors{}, looked, "2021"),
			figure.Absent(why, looked, "2022"), figure.Count(5, figure.Contributors{}, looked, "2023")}
	}
	if shape == figure.Matrix || shape == figure.Strip {
		f.Dims = append(f.Dims, dimension("stage", "s"))
		f.Cells = []figure.Cell{figure.Count(3, figure.Contributors{}, looked, "a", "s"), figure.Absent(why, looked, "b", "s")}
	}
	return f
}

// A missing value never looks like a value: in each shape of chart it has the sign
// of its reason, the key says what the sign means, and the table and the CSV say it
// in words and code. No two of the five kinds of reason look the same.
func TestEachReasonHasItsSignEverywhere(t *testing.T) {
	for _, shape := range []figure.Shape{figure.Table, figure.Series, figure.Matrix, figure.Strip, figure.Estimate} {
		seen := map[string]figure.Why{}
		for _, why := range reasons {
			f := lacking(shape, why)
			ch, ok := Draw(f, frame("en", 704))
			if !ok || ch.Shown != len(f.Cells)-1 || ch.Hatched || strings.Contains(ch.SVG, `class="h"`) {
				t.Errorf("%s, %s: drawn %v, %d values, hatched %v", shape, why, ok, ch.Shown, ch.Hatched)
			}
			key := ch.Key(lang.For(lang.English))
			if !strings.Contains(key, marks[why]+" ") {
				t.Errorf("%s, %s: the key says %q", shape, why, key)
			}
			if other, ok := seen[key]; ok {
				t.Errorf("%s: %s and %s have one key, %q", shape, why, other, key)
			}
			seen[key] = why
			var b strings.Builder
			if err := CSV(&b, f, Plain); err != nil || !strings.Contains(b.String(), ","+string(why)+",") {
				t.Errorf("%s, %s: %v %s", shape, why, err, b.String())
			}
			for _, l := range lang.Complete {
				if w := Value(lang.For(l), f.Unit, f.Cells[len(f.Cells)-1]); strings.Contains(w, "⟨") || w == "" {
					t.Errorf("%s, %s: %q", why, l, w)
				}
			}
		}
	}
}

// The five kinds: nobody knows, nobody asked, withheld, under embargo, too few.
func TestFiveKindsOfReasonAreFiveSigns(t *testing.T) {
	signs := map[string]figure.Why{}
	for _, w := range []figure.Why{figure.Unknown, figure.NotAsked, figure.Withheld, figure.Embargoed, figure.TooFew} {
		if o, ok := signs[marks[w]]; ok {
			t.Errorf("%s and %s are both drawn as %s", w, o, marks[w])
		}
		signs[marks[w]] = w
	}
}
