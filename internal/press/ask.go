package press

// ask prints the page of a question: its text, its figures with the tables
// behind them, what the sources cannot see, how to cite the page.
func (r *printing) ask(i int) {
	q := r.questions[i]
	title, _ := q.Asks.In(r.tag)
	g := r.open(q.file+".html", title, "reading")
	g.raw("<h1>", r.fic(), g.inline(q.Asks), "</h1>\n")
	if q.Text != "" {
		r.narrative(g, q.Text)
	}
	if len(q.figs) == 0 {
		g.raw(`<p class="note">`, g.say("press.not-yet"), "</p>\n")
	}
	g.figures = len(q.figs)
	for n, f := range q.figs {
		r.block(g, f, n, len(q.figs) > 1 || !sameText(f.Title, q.Asks))
	}
	r.blind(g, "h2", q.figs...)
	r.citeBox(g, title)
	g.raw(`<nav class="turn" aria-label="`, g.say("press.questions"), `">`)
	if i > 0 {
		p := r.questions[i-1]
		g.raw(`<a href="`, p.file, `.html" rel="prev"><small>`, g.say("press.previous"), "</small> ", g.inline(p.Asks), "</a>")
	}
	if i+1 < len(r.questions) {
		n := r.questions[i+1]
		g.raw(`<a href="`, n.file, `.html" rel="next"><small>`, g.say("press.next"), "</small> ", g.inline(n.Asks), "</a>")
	}
	g.raw("</nav>\n")
	if s, _ := q.Asks.In(r.tag); s != "" && len(q.figs) > 0 {
		if d, _ := q.figs[0].Sentence.In(r.tag); d != "" {
			g.desc = d
		}
	}
	for _, f := range q.figs {
		if r.data[f.ID].csv != "" {
			g.head += `<link rel="alternate" type="text/csv" href="../data/` + r.data[f.ID].csv + `">`
		}
	}
}

func sameText(a, b map[langTag]string) bool {
	for t, s := range a {
		if b[t] != s {
			return false
		}
	}
	return len(a) == len(b)
}
