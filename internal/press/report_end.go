package press

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/out/paper"
	"github.com/dires/dires/internal/source"
)

// method says how the figures that stand in the report were made, in the same
// words as the site.
func (c *composing) method() {
	c.head(1, "s-method", c.say("press.method-title"))
	c.put(paper.Para, paper.Run{Text: c.say("press.method-lead")})
	c.text("report-method")
	var keys []string
	for _, f := range c.edition.figs {
		if c.placed[f.ID] && f.Method != "" && anything(f) && !slices.Contains(keys, f.Method) {
			keys = append(keys, f.Method)
		}
	}
	for _, k := range keys {
		title, text, ok := strings.Cut(rules[c.tag][k], "\n")
		if !ok {
			c.finds.Add("P505", diag.At{Field: k}, k)
			continue
		}
		c.put(paper.Note, paper.Run{Text: c.sp(strings.TrimPrefix(title, "### ")) + ". ", Bold: true}, paper.Run{Text: c.sp(strings.Join(strings.Fields(text), " "))})
	}
	if rs := c.st.Registered; len(rs) > 0 {
		c.head(2, "s-registered", c.say("press.registered"))
		for _, a := range rs {
			c.put(paper.Item, paper.Run{Text: c.sp(c.registeredAs(a.ID) + c.printing.p.Say("press.colon") + Date(c.printing.p, a.On))})
		}
	}
	if slices.ContainsFunc(c.st.Sources, func(s source.Source) bool { return s.Protection.OwnReports || !s.Protection.Public }) {
		x := c.st.Rules.WithDefaults()
		c.head(2, "s-rules", c.say("press.rules"))
		c.put(paper.Item, paper.Run{Text: c.say("press.rule-min", x.MinContributors)})
		c.put(paper.Item, paper.Run{Text: c.say("press.rule-embargo", x.EmbargoDays)})
	}
}

// annexes: sources, what was withheld, the other figures, how to cite.
func (c *composing) annexes() {
	c.head(1, "s-annexes", c.say("report.annexes"))
	c.head(2, "s-sources", c.say("press.sources-title"))
	t := &paper.Table{Head: []string{c.say("report.source"), c.say("press.source-licence"), c.say("press.cannot-see")}, Widths: []float64{2, 1.5, 2.6}, Alt: c.say("press.sources-title")}
	for _, s := range c.st.Sources {
		n := c.in(s.Name)
		n.Bold = true
		about := []string{c.printing.p.Say("class." + string(s.Class))}
		if s.Version != "" {
			about = append(about, s.Version)
		}
		if s.Accessed != "" {
			about = append(about, c.printing.p.Say("press.source-access")+" "+Date(c.printing.p, s.Accessed))
		}
		first := []paper.Run{n, {Text: "\n" + c.sp(strings.Join(about, ", ")), Soft: true}}
		if s.Citation != "" {
			first = append(first, paper.Run{Text: "\n" + s.Citation, Soft: true})
		}
		blind := []paper.Run{c.in(s.CannotSee)}
		if blind[0].Text == "" {
			blind = paper.T(c.say("press.source-unsaid"))
		}
		t.Rows = append(t.Rows, []paper.Cell{{Runs: first, Head: true}, paper.Text(c.sp(c.licenceWords(s.Licence))), {Runs: blind}})
	}
	c.add(paper.Block{Kind: paper.Grid, Table: t})

	c.head(2, "s-withheld", c.say("press.withheld"))
	hs := c.held("")
	if len(hs) == 0 {
		c.put(paper.Para, paper.Run{Text: c.say("press.withheld-none")})
	} else {
		c.put(paper.Para, paper.Run{Text: c.say("press.withheld-lead")})
		t := &paper.Table{Head: []string{c.say("press.rule"), c.say("report.figures"), c.say("press.count")}, Widths: []float64{3, 1, 1}, Numbers: true, Alt: c.say("press.withheld")}
		var keys []string
		sum, figs := map[string]int{}, map[string]int{}
		for _, h := range hs {
			if !slices.Contains(keys, h.Rule) {
				keys = append(keys, h.Rule)
			}
			sum[h.Rule] += h.Cells
			if _, ok := c.ed.Figure(h.Figure); ok {
				figs[h.Rule]++
			}
		}
		slices.Sort(keys)
		for _, k := range keys {
			n := "—"
			if figs[k] > 0 {
				n = c.printing.p.Int(figs[k])
			}
			t.Rows = append(t.Rows, []paper.Cell{{Runs: paper.T(c.say(k)), Head: true}, paper.Text(n), paper.Text(c.printing.p.Int(sum[k]))})
		}
		c.add(paper.Block{Kind: paper.Grid, Table: t})
		c.put(paper.Note, paper.Run{Text: c.say("report.withheld-rest")})
	}

	if rest := slices.DeleteFunc(slices.Clone(c.edition.figs), func(f figure.Figure) bool { return c.placed[f.ID] }); len(rest) > 0 {
		c.head(2, "s-others", c.say("report.others"))
		const most = 30
		var ts []string
		for _, f := range rest[:min(len(rest), most)] {
			ts = append(ts, strings.TrimRight(c.in(f.Title).Text, "."))
		}
		s := strings.Join(ts, c.semi()) + "."
		if len(rest) > most {
			s += " " + c.say("report.others-more", len(rest)-most)
		}
		c.put(paper.Note, paper.Run{Text: s})
	}

	c.head(2, "s-cite", c.say("press.cite"))
	c.put(paper.Para, paper.Run{Text: c.sp(c.cite(c.citation(c.tag, "index.html", "")))})
	if x := c.in(c.st.Contact); x.Text != "" {
		c.put(paper.Para, paper.Run{Text: c.say("press.correct") + c.printing.p.Say("press.colon"), Bold: true}, x)
	}
	if n := c.in(c.st.Disclaimer); n.Text != "" {
		c.put(paper.Para, n)
	}
	x := c.ed.Pins()
	for _, v := range [][2]string{{"press.pin-edition", c.hash}, {"press.pin-folder", x.Folder}, {"press.pin-root", x.Root}, {"press.pin-program", x.Program}} {
		if v[1] != "" {
			c.put(paper.Note, paper.Run{Text: c.say(v[0]) + c.printing.p.Say("press.colon")}, paper.Run{Text: v[1], Code: true})
		}
	}
}
