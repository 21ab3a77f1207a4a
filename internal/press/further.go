package press

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// further lists the figures that no question of the study names, under what
// they are about. Figures of one question stand in one line, each named by what
// tells it from the others: all together, by area, by sex.
func (r *printing) further(g *page) {
	var groups []string
	in := map[string][]question{}
	for _, q := range r.questions {
		if !q.own {
			continue
		}
		h := r.about(q.figs[0])
		if in[h] == nil {
			groups = append(groups, h)
		}
		in[h] = append(in[h], q)
	}
	for _, h := range groups {
		if len(groups) > 1 {
			g.raw("<h4>", g.esc(h), "</h4>")
		}
		g.raw(`<ul class="qs">`)
		for _, qs := range alikeAsked(in[h]) {
			f := qs[0].figs[0]
			if len(qs) == 1 {
				t := lang.Text{}
				for l, s := range f.Title { // the heading has said it
					if rest, ok := strings.CutPrefix(s, h); ok && l == r.tag {
						s = upper(strings.TrimLeft(rest, "\u00a0 :"))
					}
					t[l] = s
				}
				g.raw(`<li><a href="`, qs[0].file, `.html">`, g.inline(t), "</a></li>\n")
				continue
			}
			g.raw("<li>", g.inline(f.Question), " ")
			for i, name := range r.apart(qs) {
				if i > 0 {
					g.raw(" · ")
				}
				g.raw(`<a href="`, qs[i].file, `.html">`, g.esc(name), "</a>")
			}
			g.raw("</li>\n")
		}
		g.raw("</ul>\n")
	}
}

// about is what a figure is about: the part of the study that made it, or of
// answers the survey they come from.
func (r *printing) about(f figure.Figure) string {
	room, _, _ := strings.Cut(f.ID, ".")
	if ids := r.ed.Licence(f.ID).Sources; room == "perception" && len(ids) == 1 {
		return strings.Join(r.sourceNames(ids), "")
	}
	if k := "press.about-" + room; r.p.Has(k) {
		return r.p.Say(k)
	}
	return r.p.Say("press.about-other")
}

// alikeAsked gathers figures of one question, in the order of their first.
func alikeAsked(qs []question) [][]question {
	var groups [][]question
	at := map[string]int{}
	for _, q := range qs {
		k := q.figs[0].Question[lang.English]
		if i, ok := at[k]; ok && k != "" {
			groups[i] = append(groups[i], q)
		} else {
			at[k] = len(groups)
			groups = append(groups, []question{q})
		}
	}
	return groups
}

// apart names each of several figures of one question by the dimensions that
// not all of them have; one whose dimension has a single key, by that key.
func (r *printing) apart(qs []question) []string {
	label := func(d figure.Dim) string {
		if d.ID == "answer" {
			return r.p.Say("perception.everybody")
		}
		if len(d.Keys) == 1 {
			return out.Label(r.p, d, d.Keys[0])
		}
		s, _ := d.Label.In(r.tag)
		return s
	}
	count := map[string]int{}
	for _, q := range qs {
		for _, d := range q.figs[0].Dims {
			count[label(d)]++
		}
	}
	var names []string
	for _, q := range qs {
		var parts []string
		for _, d := range q.figs[0].Dims {
			if l := label(d); count[l] < len(qs) {
				parts = append(parts, l)
			}
		}
		n := strings.Join(parts, " × ")
		if n == "" || slices.Contains(names, n) {
			n, _ = q.figs[0].Title.In(r.tag)
		}
		names = append(names, n)
	}
	return names
}
