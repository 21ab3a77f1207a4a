package orvanie

import (
	"fmt"
	"strings"
)

var kinds = []string{"association", "women", "youth", "union", "customary", "rights"}

// inquiry writes the answers of the purposive inquiry: the organisations the
// coalition could reach, with those it could not. Its columns are the fields
// of forms/inquiry.xlsx; the quota is what was planned.
func (c *country) inquiry(fs map[string][]byte) {
	r := c.draw(6)
	head := columns("id org_id status kind area women_led youth_led monitor on use")
	for _, m := range []string{"m1", "m2", "m3"} {
		for _, q := range []string{"heard", "asked", "rung", "stage", "heeded", "evidence"} {
			head = append(head, m+"_"+q)
		}
	}
	head = append(head, columns("s1_call s1_words s1_done s1_own s2_call s2_words s2_done s2_own s3_call s3_words s3_done s3_own s4_call s4_words s4_done s4_own offers offers_shown needs")...)
	var rows [][]string
	for i, o := range c.orgs {
		row := []string{fmt.Sprintf("q%03d", i+1), o.id, o.status, o.kind, o.area, yes(o.women), yes(o.youth)}
		if o.status != "answered" {
			for len(row) < len(head) {
				row = append(row, "")
			}
			rows = append(rows, row)
			continue
		}
		row = append(row, c.monitors[r.IntN(len(c.monitors))], (day(2024, 45) + whenDays(r.IntN(75))).String(), [...]string{"public", "quote", "partners", "internal"}[pick(r, 55, 25, 12, 8)])
		likely := map[string]int{"m1": 24, "m2": 20, "m3": 12}
		if o.area == "river" {
			likely["m2"] = 62
		}
		for _, m := range []string{"m1", "m2", "m3"} {
			if r.IntN(100) >= 82 {
				row = append(row, "no", "", "", "", "", "")
				continue
			}
			if r.IntN(100) >= likely[m] {
				row = append(row, "yes", "no", "", "", "", "")
				continue
			}
			row = append(row, "yes", "yes", [...]string{"r1", "r2", "r3", "r4", "r5"}[pick(r, 38, 30, 20, 9, 3)],
				[...]string{"design", "decision", "doing", "review", "design doing"}[pick(r, 25, 15, 35, 15, 10)],
				[...]string{"yes", "partly", "no", "unknown"}[pick(r, 15, 27, 34, 24)], [...]string{"letter", "text", "meeting", "nothing"}[pick(r, 25, 10, 35, 30)])
		}
		stories := map[string]string{"s1": "robbery", "s2": "kidnapping", "s3": "clash_groups", "s4": "attack"}
		out := r.IntN(4)
		for j, s := range []string{"s1", "s2", "s3", "s4"} {
			if j == out { // each hears three of the four
				row = append(row, "", "", "", "")
				continue
			}
			a := acts[indexOf(stories[s])]
			words := [...]string{"banditry", "rebellion", "terrorism", "feud", "trafficking", "resistance"}
			first := map[string]int{"s1": 0, "s2": 4, "s3": 3, "s4": 1}[s]
			w := words[first]
			if r.IntN(100) < 45 {
				w = strings.TrimSpace(w + " " + words[(first+1+r.IntN(5))%6])
			}
			row = append(row, a.names[r.IntN(len(a.names))], w, responses[pick(r, a.response...)], a.coping[r.IntN(len(a.coping))])
		}
		row = append(row, [...]string{"mediation", "alert", "youth", "victims", "information", "monitoring"}[pick(r, 24, 20, 16, 16, 12, 12)],
			[...]string{"documented", "declared"}[pick(r, 40, 60)], [...]string{"invited", "money", "training", "protection", "information"}[pick(r, 30, 26, 16, 18, 10)])
		rows = append(rows, row)
	}
	fs["survey/inquiry-answers.csv"] = table(head, rows)
	count := map[string]int{}
	for _, o := range c.orgs {
		count[o.kind+" "+o.area]++
	}
	rows = nil
	for _, k := range kinds {
		for _, a := range c.areas {
			rows = append(rows, []string{k, a.id, num(5)})
		}
	}
	fs["survey/inquiry-quota.csv"] = table(columns("kind area planned"), rows)
}
