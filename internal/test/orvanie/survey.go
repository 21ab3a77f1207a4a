package orvanie

import (
	"fmt"
	"math/rand/v2"
)

// stratum is one stratum of the probability survey.
type stratum struct {
	area, milieu string
	eas, drawn   int // enumeration areas in the frame, and drawn
}

var strata = []stratum{
	{"north", "town", 62, 14}, {"north", "village", 148, 18}, {"river", "town", 58, 14}, {"river", "village", 131, 16},
	{"hills", "town", 34, 10}, {"hills", "village", 112, 14}, {"coast", "town", 97, 16}, {"coast", "village", 43, 10},
}

// survey writes a two-stage stratified sample of adults: enumeration areas
// drawn within strata, eighteen households in each, one adult in each
// household. Weights are the inverse of the chance of being drawn.
func (c *country) survey(fs map[string][]byte) {
	r := c.draw(7)
	head := columns("id area milieu stratum ea household weight eas_in_stratum households_in_ea adults_in_household sex age_band language interviewer on" +
		" safe_day safe_night first_called m1_heard m1_asked m1_heeded m2_heard m2_asked m2_heeded m3_heard m3_asked m3_heeded" +
		" s1_call s1_word s3_call s3_word s4_call s4_word lived_through response coping member_of_organisation would_take_part incidents_known")
	var rows, frame [][]string
	n := 0
	for si, s := range strata {
		name := s.area + "-" + s.milieu
		households := 0
		for e := range s.drawn {
			hh := 90 + r.IntN(120)
			households += hh
			u := r.NormFloat64() * .45 // what the people of one place share
			for h := range 18 {
				adults := 1 + pick(r, 10, 34, 28, 18, 10)
				weight := float64(s.eas) / float64(s.drawn) * float64(hh) / 18 * float64(adults)
				n++
				row := []string{fmt.Sprintf("a%04d", n), s.area, s.milieu, name, fmt.Sprintf("%s-%02d", name, e+1), fmt.Sprintf("%02d", h+1), flt(weight, 4), num(s.eas), num(hh), num(adults)}
				rows = append(rows, append(row, c.answers(r, s, u, si)...))
			}
		}
		frame = append(frame, []string{name, s.area, s.milieu, num(s.eas), num(s.drawn), num(households * s.eas / s.drawn)})
	}
	fs["survey/survey-answers.csv"] = table(head, rows)
	fs["survey/survey-strata.csv"] = table(columns("stratum area milieu eas_in_frame eas_drawn households_estimated"), frame)
	fs["survey/survey-design.csv"] = table(columns("role column"), [][]string{
		{"strata", "stratum"}, {"psu", "ea"}, {"psu", "household"}, {"weights", "weight"}, {"fpc", "eas_in_stratum"}, {"fpc", "households_in_ea"}})
}

func (c *country) answers(r *rand.Rand, s stratum, u float64, si int) []string {
	sex := [...]string{"f", "m"}[pick(r, 52, 48)]
	band := [...]string{"18-29", "30-44", "45-59", "60+"}[pick(r, 38, 32, 19, 11)]
	hard := map[string]float64{"north": .9, "river": .5, "hills": .2, "coast": -.6}[s.area] + u
	if s.milieu == "village" {
		hard += .2
	}
	scale := func(x float64) string { // 1 very safe … 4 very unsafe
		v := 2 + x + r.NormFloat64()*.9
		return num(min(4, max(1, int(v+.5))))
	}
	missing := func(v string, per int) string {
		switch {
		case r.IntN(1000) < per:
			return "refused"
		case r.IntN(1000) < per:
			return "dk"
		}
		return v
	}
	called := []string{"family", "customary", "association", "local-authority", "forces", "nobody"}
	cw := []int{22, 24, 10, 16, 18, 10}
	if s.area == "coast" {
		cw = []int{18, 10, 8, 22, 36, 6}
	}
	row := []string{sex, band, [...]string{"fr", "qaa", "qab"}[pick(r, 50, 28, 22)], c.monitors[r.IntN(len(c.monitors))], (day(2024, 120) + whenDays(r.IntN(40))).String(),
		missing(scale(hard-.5), 15), missing(scale(hard+.4), 18), missing(called[pick(r, cw...)], 20)}
	for _, m := range []struct {
		heard, asked int
		in           string
	}{{55, 6, ""}, {38, 12, "river"}, {44, 4, "north"}} {
		heard, asked := m.heard, m.asked
		if m.in == s.area {
			heard, asked = heard+28, asked+14
		}
		switch {
		case r.IntN(100) >= heard:
			row = append(row, "no", "", "")
		case r.IntN(100) >= asked:
			row = append(row, "yes", missing("no", 15), "")
		default:
			row = append(row, "yes", "yes", missing([...]string{"yes", "partly", "no"}[pick(r, 18, 30, 52)], 30))
		}
	}
	for _, st := range []struct {
		act   string
		words []int
	}{{"robbery", []int{48, 9, 13, 6, 14, 4, 6}}, {"clash_groups", []int{8, 6, 7, 62, 3, 6, 8}}, {"attack", []int{10, 36, 26, 5, 4, 13, 6}}} {
		ws := append([]int{}, st.words...)
		if s.area == "coast" { // farther away, nearer to the official word
			ws[2] += 26
		}
		if s.area == "north" {
			ws[1] += 10
		}
		a := acts[indexOf(st.act)]
		row = append(row, a.names[r.IntN(len(a.names))], missing([...]string{"banditry", "rebellion", "terrorism", "feud", "trafficking", "resistance", "none"}[pick(r, ws...)], 20))
	}
	lived := r.IntN(100) < int(22+14*hard)
	if lived {
		a := acts[pick(r, 30, 12, 14, 14, 10, 5, 9, 6)]
		row = append(row, "yes", responses[pick(r, a.response...)], a.coping[r.IntN(len(a.coping))])
	} else {
		row = append(row, "no", "", "")
	}
	known := 0
	for r.Float64() < .35+.1*hard && known < 9 {
		known++
	}
	return append(row, missing(yes(r.IntN(100) < 27), 10), missing([...]string{"yes", "perhaps", "no"}[pick(r, 54, 24, 22)], 15), num(known))
}
