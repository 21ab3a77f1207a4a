package answer

import "testing"

// Each bound of a recoding, one below and one above.
func TestRecodings(t *testing.T) {
	top, bottom := 80.0, 18.0
	bands := Recode{Bands: []float64{18, 30, 45}}
	capped := Recode{Top: &top, Bottom: &bottom}
	tens := Recode{Round: 10}
	both := Recode{Merge: []Merged{{As: "south", Codes: []string{"river", "coast"}}}}
	for _, c := range []struct {
		r          Recode
		from, want string
	}{
		{bands, "17.5", "<18"}, {bands, "18", "18-<30"}, {bands, "29.9", "18-<30"}, {bands, "30", "30-<45"}, {bands, "45", "45+"}, {bands, "99", "45+"},
		{capped, "18", "18-"}, {capped, "18.5", "18.5"}, {capped, "79", "79"}, {capped, "80", "80+"}, {capped, "1", "18-"},
		{tens, "14.9", "10"}, {tens, "15", "20"}, {tens, "-4", "-0"}, {both, "river", "south"}, {both, "coast", "south"}, {both, "north", "north"},
		{bands, "old", ""}, {tens, "NaN", ""}, {tens, "Inf", ""}, {Recode{}, "north", "north"},
	} {
		if got := c.r.Code(c.from); got != c.want && !(c.want == "-0" && got == "0") {
			t.Errorf("%s becomes %q, want %q", c.from, got, c.want)
		}
	}
}
