package faults

import "testing"

// TestEvents holds what reading incidents must do: deaths that are deaths,
// places that are places, and a finding where either cannot be known.
func TestEvents(t *testing.T) {
	run(t, events)
}

var events = []fault{
	{
		name:  "04-deaths-injured",
		want:  []string{`r\.csv:2: morts: warning A173`, `and 1 more A173, row 3`, `reports/3 .* deaths 0$`, `reports/1 .* deaths –$`},
		never: []string{`deaths [124]\b`},
	},
	{
		name:  "06-deaths-thousands",
		want:  []string{`reports/1 .* deaths 1200$`, `reports/2 .* deaths 1200$`, `reports/4 .* deaths 1200$`, `r\.csv:4: morts: warning A164`},
		never: []string{`deaths (1|12|12000)$`},
	},
	{
		name: "R01-wounded", files: []string{"real/R01-wounded.csv"}, sh: study("R01-wounded.csv"),
		want: []string{`reports/2 .* deaths 1$`, `reports/3 .* deaths 9$`, `reports/5 .* deaths 0$`, `reports/6 .* deaths 1$`, `reports/8 .* deaths 13$`,
			`reports/9 .* deaths .*14.*21`},
		never: []string{`A164`, `A174`, `reports/(1|4|7|10) .* deaths \d`},
	},
	{
		name: "d07-victimes", files: []string{"country/d07-victimes.csv"}, sh: study("d07-victimes.csv"),
		want:  []string{`d07-victimes\.csv:2: victimes: warning A174`},
		never: []string{`deaths 5`},
	},
}
