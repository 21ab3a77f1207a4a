package compare

import (
	"fmt"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure/figuretest"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// whole is a study that uses everything this package shows. FICTION: all of it.
// Its numbers stand on both sides of each limit: groups of two and of one speaker,
// four and five subjects of which two speak, ties for the first place.
func whole() Input {
	in := orvanie()
	in.Study.Seed = 11
	in.Subjects = map[string]lang.Text{"case:c1": lang.FrEn("Le fait 1", "Case 1")}
	in.Labels = map[string]lang.Text{"banditry": lang.FrEn("banditisme", "Banditry")}
	in.Codes = map[string]lang.Text{"military": lang.FrEn("militaire", "Military"), "coping:night-watch": lang.FrEn("garde", "Night watch"),
		"area:north": lang.FrEn("Nord", "North"), "coast": lang.FrEn("Côte", "Coast"), "coding:apart": lang.FrEn("à part", "Apart"), "yes": lang.FrEn("oui", "Yes")}
	in.Claims[0].Naming.Doubted = true
	in.Claims = append(in.Claims, talks(8, func(i int) string { return []string{"x", "y", "x"}[i%3] })...)
	for i := range 6 { // a second kind of subject, a second area with two voices, four subjects of one year and five of another
		s := fmt.Sprint("actor:a", i)
		for j, who := range []string{"m", "n"} {
			in.Claims = append(in.Claims, said(fmt.Sprint("k", i, who), s, who, []string{"militia", "guard"}[(i+j*(i%2))%2], source.Media, "hills", 2015+i/5))
		}
	}
	for i := range 3 { // ties: each name twice, each pair of groups on as many cases
		s := fmt.Sprint("measure:t", i)
		in.Claims = append(in.Claims, said(fmt.Sprint("t", i), s, "t1", "alpha", source.CentralAuthority, "", 2018), said(fmt.Sprint("u", i), s, "u1", "beta", source.Researcher, "", 2018))
	}
	late := said("late", "case:c0", "a", "z", source.Resident, "north", 2022)
	span := said("span", "case:c1", "q", "x", source.Resident, "north", 2020)
	span.Said.On = when.Span{From: when.Date(2019, 12, 1), To: when.Date(2020, 1, 31)}
	in.Claims = append(in.Claims, late, span)
	for i, r := range []string{"none", "judicial", "military"} {
		c := claim.Claim{Key: claim.Key{Source: "talks", ID: fmt.Sprint("r", i)}, Kind: claim.KindResponse, Said: claim.Said{Speaker: claim.Speaker{Class: source.Media}},
			Response: &claim.Response{Subject: claim.Subject{Kind: "case", ID: "c1"}, Response: r}}
		in.Claims = append(in.Claims, c)
	}
	for i, k := range []string{"night-watch", "leave", "pay"} {
		c := claim.Claim{Key: claim.Key{Source: "talks", ID: fmt.Sprint("o", i)}, Kind: claim.KindCoping,
			Said:   claim.Said{Speaker: claim.Speaker{Class: source.Resident, Subject: "p2"}, Verbatim: "FICTION", Consent: claim.ConsentQuote, Cleared: i > 0},
			Coping: &claim.Coping{Subject: claim.Subject{Kind: "case", ID: "c1"}, Coping: k}}
		in.Claims = append(in.Claims, c)
	}
	for i := range 3 {
		c := claim.Claim{Key: claim.Key{Source: "talks", ID: fmt.Sprint("w", i)}, Kind: claim.KindVerbatim,
			Said: claim.Said{Speaker: claim.Speaker{Class: source.Resident, Subject: "p2"}, Verbatim: "x", Consent: claim.ConsentQuote, Cleared: i > 0}}
		if i < 2 {
			c.Said.Theme = []string{"asked", "heard"}
		}
		in.Claims = append(in.Claims, c)
	}
	es, names := incidents(7, func(s string, i int) string {
		if i == 6 {
			return "the tamar" // the linker used it
		}
		return []string{"banditry", "rebellion", "feud"}[(i+len(s)%2*(i%2))%3]
	})
	es[0].Members[0].Relation = event.PartOf
	in.Claims = append(in.Claims, names...)
	in.Linkings = []Linking{{0.9, es[:4]}, {0.3, es}, {0.6, es[:6]}}
	in.Coding = []Coding{
		{ID: "rungs", Source: "record", File: "rungs.csv", Coders: []string{"A", "B", "C"}, Units: []string{"u1", "u2", "u3", "u4"},
			Codes: [][]string{{"informed", "informed", ""}, {"none", "consulted", "none"}, {"none", "none", "none"}, {"", "none", ""}}},
		{ID: "apart", Source: "record", File: "apart.csv", Coders: []string{"A", "B"}, Units: []string{"u1", "u2"}, Codes: [][]string{{"yes", "yes"}, {" no ", " no "}}},
	}
	return in
}

func TestTheWholeIsAsWritten(t *testing.T) { figuretest.Golden(t, "whole.txt", Figures(whole())) }

// A study of reports alone, one of five subjects, one of four, and one of nothing.
func TestSmallStudiesAreAsWritten(t *testing.T) {
	says := func(i int) string { return []string{"x", "y", "x"}[i%3] }
	_, names := incidents(2, func(s string, i int) string { return s })
	names[0].Naming.Subject.ID = names[1].Naming.Subject.ID
	for name, in := range map[string]Input{
		"five.txt":       {Claims: talks(5, says)},
		"four.txt":       {Claims: talks(4, says)},
		"reports.txt":    {Claims: names},
		"nothing.txt":    {Study: study.Study{Nature: source.Partial, Sources: []source.Source{{ID: "press"}, {ID: "archive"}}}},
		"one-report.txt": {Claims: names[:1], Linkings: []Linking{{0.5, nil}}},
		"two-kinds.txt":  {Claims: append(talks(5, says), pairOf("actor", 5)...)},
		"one-pair.txt":   {Claims: []claim.Claim{said("1", "case:c", "a", "x", source.Resident, "", 2020), said("2", "case:c", "b", "x", source.Media, "", 2020)}},
		"linked.txt":     linkedOnce(),
		"coded-once.txt": {Coding: []Coding{{ID: "one", Source: "record", Coders: []string{"A", "B"}, Units: []string{"u", "v"}, Codes: [][]string{{"x", "y"}, {"x", ""}}}}},
	} {
		figuretest.Golden(t, name, Figures(in))
	}
}

// pairOf has n subjects of a kind, each named by two speakers who agree on all but the last.
func pairOf(kind string, n int) (cs []claim.Claim) {
	for i := range n {
		s := fmt.Sprint(kind, ":", kind[:1], i)
		second := []string{"guard", "militia"}[i%2]
		if i == n-1 {
			second = "other"
		}
		cs = append(cs, said(fmt.Sprint(kind, i, "m"), s, "m", []string{"guard", "militia"}[i%2], source.Media, "", 2020),
			said(fmt.Sprint(kind, i, "n"), s, "n", second, source.Media, "", 2021))
	}
	return cs
}

// linkedOnce has one threshold, and names of which the linker used none.
func linkedOnce() Input {
	es, names := incidents(8, func(s string, i int) string {
		if i == 7 && s == "reports" {
			return "feud"
		}
		return []string{"banditry", "rebellion"}[i%2]
	})
	return Input{Study: study.Study{Seed: 5}, Claims: names, Linkings: []Linking{{0.5, es}}}
}
