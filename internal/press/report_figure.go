package press

import (
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/out/paper"
	"github.com/dires/dires/internal/press/prose"
)

// How much of a figure stands in a report; the rest is in its files.
const (
	reportRows  = 14 // of a table
	reportCols  = 7
	reportCases = 6  // of statements side by side
	reportNamed = 4  // of these, where many groups speak
	reportItems = 12 // of a list of statements
	reportDates = 45 // of a list of dates, a line each
)

// figure prints a figure once: what may be said from it, the chart or its
// table or statements, and what must be read under them.
func (c *composing) figure(f figure.Figure) {
	if c.placed[f.ID] {
		return
	}
	c.placed[f.ID] = true
	if s := c.in(f.Sentence); s.Text != "" {
		c.put(paper.Para, s)
	}
	if !anything(f) {
		c.empty(f)
		return
	}
	id := "f-" + out.Slug(f.ID)
	ch, drawn := out.DrawEMF(f, c.frame(f, c.tag, id, c.width(f)))
	if drawn && f.Shape == figure.Timeline && sayings(f) > 0 && len(f.Cells) <= reportDates {
		drawn = false // the list says more in the same room
	}
	switch {
	case drawn:
		c.figs++
		c.caption("report.figure", c.figs, f, id)
		d, _ := f.Title.In(c.tag)
		alt := c.sp(d) + ". " + describe(c.printing.p, f)
		if c.fiction {
			alt = "FICTION. " + alt
		}
		c.add(paper.Block{Kind: paper.Picture, Pic: &paper.Pic{SVG: ch.SVG, EMF: ch.EMF, W: ch.W, H: ch.H, Alt: alt}})
		c.legend(f, ch)
		if n := len(c.rowsOf(f)); n <= reportRows && (c.spread(f) || wordy(f)) {
			c.numbers(f, "")
		}
	case f.Shape == figure.Timeline:
		c.tables++
		c.caption("report.table", c.tables, f, id)
		c.dates(f)
	case isWords(f):
		c.tables++
		c.caption("report.table", c.tables, f, id)
		c.statements(f)
	default:
		c.tables++
		c.caption("report.table", c.tables, f, id)
		c.numbers(f, id)
	}
	c.under(f)
}

// width is how wide a chart is laid out; one wider than the text is scaled
// down, which gives labels room.
func (c *composing) width(f figure.Figure) float64 {
	switch f.Shape {
	case figure.Map:
		if len(c.areasFor(f)) > 0 {
			return 380
		}
	case figure.Strip, figure.Matrix:
		return 780
	}
	return 640
}

// empty says why a figure has nothing to show.
func (c *composing) empty(f figure.Figure) {
	var whys []string
	for _, x := range f.Cells {
		if w := c.say("why." + string(x.Why())); x.Why() != "" && !slices.Contains(whys, w) {
			whys = append(whys, w)
		}
	}
	if len(whys) == 0 {
		whys = []string{c.say("why.not-asked")}
	}
	t := c.in(f.Title)
	t.Bold = true
	c.put(paper.Para, t, paper.Run{Text: c.printing.p.Say("press.colon") + strings.Join(whys, c.semi()) + "."})
}

func (c *composing) caption(key string, n int, f figure.Figure, id string) {
	rs := []paper.Run{{Text: c.say(key, n) + ". "}}
	if c.fiction {
		rs = append(rs, paper.Run{Text: "FICTION ", Mark: true})
	}
	rs = append(rs, c.in(f.Title))
	if u := out.Unit(c.printing.p, f.Unit); u != "" && !isWords(f) {
		rs = append(rs, paper.Run{Text: " (" + u + ")"})
	}
	c.add(paper.Block{Kind: paper.Caption, ID: id, Runs: rs})
}

// legend says how a chart is read.
func (c *composing) legend(f figure.Figure, ch out.Chart) {
	var ls []string
	if f.Shape == figure.Strip {
		ls = append(ls, c.say("press.rungs"))
	}
	if ch.Bounds {
		ls = append(ls, c.say("press.bounds-are"))
	}
	if ch.Share {
		ls = append(ls, c.say("press.one-scale"))
	}
	if k := ch.Key(c.printing.p); k != "" {
		ls = append(ls, k)
	}
	switch {
	case len(ch.Beside) > 0 && len(ch.Beside) <= 4:
		ls = append(ls, c.say("press.not-drawn")+" "+strings.Join(ch.Beside, c.semi())+".")
	case ch.Left > 0:
		ls = append(ls, c.say("report.left", ch.Left))
	}
	if b := c.boundaries(f); b != "" {
		ls = append(ls, c.sp(b))
	}
	if len(ls) > 0 {
		c.add(paper.Block{Kind: paper.Note, Runs: paper.T(strings.Join(ls, " ")), Keep: true})
	}
}

// rowsOf are the keys of a table's rows that have a cell.
func (c *composing) rowsOf(f figure.Figure) (ks []string) {
	for _, k := range f.Dims[0].Keys {
		if slices.ContainsFunc(f.Cells, func(x figure.Cell) bool { return x.At()[0] == k }) {
			ks = append(ks, k)
		}
	}
	return ks
}

// spread reports whether a table tells more than its chart: bounds or an
// interval.
func (c *composing) spread(f figure.Figure) bool {
	return len(f.Dims) == 1 && slices.ContainsFunc(f.Cells, func(x figure.Cell) bool {
		lo, hi, s := x.Range()
		return s != figure.NoSpread && hi > lo && x.Of() == 0
	})
}

// wordy reports whether a crossed figure has cells that a chart can only sign: a
// range, or a reason for which there is no value. The table beside it says them.
func wordy(f figure.Figure) bool {
	return len(f.Dims) == 2 && len(f.Dims[1].Keys) <= reportCols && slices.ContainsFunc(f.Cells, func(x figure.Cell) bool {
		lo, hi, s := x.Range()
		return s == figure.Bounds && hi > lo || x.Why() != "" && x.Why() != figure.NotAsked
	})
}

// numbers prints a figure as a table: rows, and columns where it has two
// dimensions; as a list of cells where it has more.
func (c *composing) numbers(f figure.Figure, _ string) {
	t := &paper.Table{Numbers: true, Alt: c.alt(f)}
	p := c.printing.p
	var rest int
	switch {
	case len(f.Dims) == 1:
		t.Head = []string{c.in(f.Dims[0].Label).Text, c.say("press.value")}
		spread := c.spread(f)
		if spread {
			t.Head = append(t.Head, c.say("press.bounds"))
			t.Widths = []float64{3, 1, 1}
		} else {
			t.Widths = []float64{3, 2}
		}
		for _, k := range c.rowsOf(f) {
			x, _ := f.Cell(k)
			row := []paper.Cell{c.rowHead(f.Dims[0], k), paper.Text(c.value(f, x))}
			if spread {
				row = append(row, paper.Text(out.Spread(p, f.Unit, x)))
			}
			t.Rows = append(t.Rows, row)
		}
	case len(f.Dims) == 2 && len(f.Dims[1].Keys) <= reportCols:
		t.Head = []string{c.in(f.Dims[0].Label).Text}
		t.Widths = []float64{2.4}
		for _, k := range f.Dims[1].Keys {
			t.Head = append(t.Head, c.sp(out.Label(p, f.Dims[1], k)))
			t.Widths = append(t.Widths, 1)
		}
		for _, k := range c.rowsOf(f) {
			row := []paper.Cell{c.rowHead(f.Dims[0], k)}
			for _, l := range f.Dims[1].Keys {
				v := ""
				if x, ok := f.Cell(k, l); ok {
					v = c.value(f, x)
				}
				row = append(row, paper.Text(v))
			}
			t.Rows = append(t.Rows, row)
		}
	default:
		for _, d := range f.Dims {
			t.Head = append(t.Head, c.in(d.Label).Text)
		}
		t.Numbers = false
		t.Head = append(t.Head, c.say("press.value"))
		for _, x := range f.Cells {
			var row []paper.Cell
			for i, k := range x.At() {
				row = append(row, c.rowHead(f.Dims[i], k))
			}
			t.Rows = append(t.Rows, append(row, paper.Text(c.value(f, x))))
		}
	}
	if rest = len(t.Rows) - reportRows; rest > 0 {
		t.Rows = t.Rows[:reportRows]
	}
	c.add(paper.Block{Kind: paper.Grid, Table: t})
	if rest > 0 {
		c.put(paper.Note, paper.Run{Text: c.say("report.more-rows", rest)})
	}
}

func (c *composing) alt(f figure.Figure) string {
	s, _ := f.Title.In(c.tag)
	if c.fiction {
		s = "FICTION. " + s
	}
	return c.sp(s)
}

func (c *composing) rowHead(d figure.Dim, key string) paper.Cell {
	r := paper.Run{Text: key}
	for i, k := range d.Keys {
		if k == key && i < len(d.Labels) {
			if x := c.in(d.Labels[i]); x.Text != "" {
				r = x
			}
		}
	}
	return paper.Cell{Runs: []paper.Run{r}, Head: true}
}

func (c *composing) value(f figure.Figure, x figure.Cell) string {
	if _, ok := x.Value(); !ok {
		return c.say("press.short." + string(x.Why()))
	}
	return c.sp(out.Value(c.printing.p, f.Unit, x))
}

// statements prints what was said as a table: on what, by whom, what.
func (c *composing) statements(f figure.Figure) {
	t := &paper.Table{Head: []string{c.in(f.Dims[0].Label).Text, c.say("report.who"), c.say("report.what")}, Widths: []float64{1.3, 1.2, 3}, Alt: c.alt(f)}
	if f.Shape == figure.Sayings && len(f.Dims) == 2 {
		c.sides(f, t)
		return
	}
	items, left := 0, 0
	last := ""
	for _, k := range f.Dims[0].Keys {
		for _, x := range f.Cells {
			if x.At()[0] != k {
				continue
			}
			for _, s := range x.Sayings() {
				if items++; items > reportItems {
					left++
					continue
				}
				row := []paper.Cell{{Head: true}, {Runs: c.who(s)}, {Runs: c.what(f, s, x)}}
				if last != k {
					row[0] = c.rowHead(f.Dims[0], k)
				}
				last = k
				t.Rows = append(t.Rows, row)
			}
		}
	}
	c.add(paper.Block{Kind: paper.Grid, Table: t})
	if left > 0 {
		c.put(paper.Note, paper.Run{Text: c.say("report.more-said", left)})
	}
}

// sides prints cases with those who speak of each, a row a group; where a
// group says much, the names it uses with how often, and from when to when.
func (c *composing) sides(f figure.Figure, t *paper.Table) {
	most := reportCases
	if f.Unit == "unit.namings" && len(f.Dims[1].Keys) > 3 { // many groups make long cases
		most = reportNamed
	}
	t.Head, t.Widths = t.Head[1:], []float64{1.5, 3}
	cases, left := 0, 0
	for _, k := range f.Dims[0].Keys {
		last := false
		for _, l := range f.Dims[1].Keys {
			x, ok := f.Cell(k, l)
			if !ok || len(x.Sayings()) == 0 {
				continue
			}
			if !last {
				if cases++; cases > most {
					left++
					break
				}
			}
			if !last {
				h := c.rowHead(f.Dims[0], k)
				h.Span = 2
				t.Rows = append(t.Rows, []paper.Cell{h})
			}
			last = true
			if ss := x.Sayings(); len(ss) > 3 || len(ss) > 1 && f.Unit == "unit.namings" {
				t.Rows = append(t.Rows, []paper.Cell{{Runs: paper.T(c.sp(out.Label(c.printing.p, f.Dims[1], l)))}, {Runs: c.tally(f, ss)}})
				continue
			}
			for _, s := range x.Sayings() {
				t.Rows = append(t.Rows, []paper.Cell{{Runs: c.who(s)}, {Runs: c.what(f, s, x)}})
			}
		}
	}
	c.add(paper.Block{Kind: paper.Grid, Table: t})
	if left > 0 {
		c.put(paper.Note, paper.Run{Text: c.say("report.more-cases", left)})
	}
}

// tally lists what several statements say, each once with how often, in the
// order in which it was first said; none is put first for being frequent.
func (c *composing) tally(f figure.Figure, ss []figure.Saying) (rs []paper.Run) {
	ss = slices.Clone(ss)
	slices.SortStableFunc(ss, func(a, b figure.Saying) int { return strings.Compare(a.On, b.On) })
	var order []string
	n := map[string]int{}
	for _, s := range ss {
		k := c.term(f, s)
		if k == "" {
			continue
		}
		if n[k]++; n[k] == 1 {
			order = append(order, k)
		}
	}
	for i, k := range order {
		if i > 0 {
			rs = append(rs, paper.Run{Text: ", "})
		}
		name := k
		if !described(k) {
			name = c.printing.p.Quote(k)
		}
		rs = append(rs, paper.Run{Text: name, Bold: true})
		if n[k] > 1 {
			rs = append(rs, paper.Run{Text: " (" + c.say("report.times", n[k]) + ")"})
		}
	}
	if a, b := ss[0].On, ss[len(ss)-1].On; a != "" && b != "" {
		rs = append(rs, paper.Run{Text: "\n" + c.say("report.from-to", Date(c.printing.p, a), Date(c.printing.p, b)), Soft: true})
	}
	return rs
}

// dates prints a timeline as a table: a row each, its events in order.
func (c *composing) dates(f figure.Figure) {
	t := &paper.Table{Head: []string{c.in(f.Dims[0].Label).Text, c.say("report.dates")}, Widths: []float64{1.5, 2}, Alt: c.alt(f)}
	for _, x := range f.Cells {
		var es, flags []string
		for _, s := range x.Sayings() {
			e := c.in(s.Says).Text
			if e == "" {
				e = c.term(f, s)
			}
			if s.On != "" {
				e += " " + Date(c.printing.p, s.On)
			}
			if e = c.sp(e); !slices.Contains(es, e) {
				es = append(es, e)
			}
			for _, k := range s.Flags {
				if c.printing.p.Has(k) && !slices.Contains(flags, c.say(k)) {
					flags = append(flags, c.say(k))
				}
			}
		}
		if len(es) == 0 {
			es = []string{c.say("press.short." + string(x.Why()))}
		}
		rs := paper.T(strings.Join(es, c.semi()))
		if len(flags) > 0 {
			rs = append(rs, paper.Run{Text: " (" + strings.Join(flags, ", ") + ")", Soft: true})
		}
		t.Rows = append(t.Rows, []paper.Cell{c.rowHead(f.Dims[0], x.At()[0]), {Runs: rs}})
	}
	c.add(paper.Block{Kind: paper.Grid, Table: t})
}

func (c *composing) who(s figure.Saying) []paper.Run {
	who := s.Who(c.tag)
	if who == "" && s.Class != "" {
		who = c.say("class." + s.Class)
	}
	var rs []paper.Run
	if who != "" {
		rs = paper.T(c.sp(who))
		if s.Speaker != "" {
			rs = []paper.Run{c.inLang(who, s.SpeakerIn, s.Lang)}
		}
	}
	var soft []string
	if s.On != "" {
		soft = append(soft, Date(c.printing.p, s.On))
	}
	if s.Reported {
		soft = append(soft, c.say("press.said-reported"))
	}
	if len(soft) > 0 {
		nl := ""
		if who != "" {
			nl = "\n"
		}
		rs = append(rs, paper.Run{Text: nl + strings.Join(soft, "\n"), Soft: true})
	}
	return rs
}

// what is said: the term or a gloss, where else the cell stands, details,
// flags, and where it can be read.
func (c *composing) what(f figure.Figure, s figure.Saying, x figure.Cell) []paper.Run {
	var rs []paper.Run
	naming := f.Unit == "unit.namings"
	if g := c.in(s.Says); g.Text != "" && !naming {
		rs = append(rs, g)
	} else if t := c.term(f, s); t != "" {
		r := paper.Run{Text: prose.Spaces(s.Lang, t)}
		if s.Lang != "" && s.Lang.Base() != c.tag.Base() {
			r.Lang = string(s.Lang)
		}
		if naming {
			if r.Bold = true; !described(t) {
				r.Text = c.printing.p.Quote(t)
			}
			if tr := s.Translation[c.tag]; tr != "" && tr != t && r.Lang != "" && (s.Verbatim == "" || s.Verbatim == s.Term) {
				r2 := paper.Run{Text: " — " + c.sp(tr)}
				rs = append(rs, r, r2)
				r.Text = ""
			}
		}
		if r.Text != "" {
			rs = append(rs, r)
		}
	}
	if f.Shape != figure.Sayings && len(x.At()) > 1 {
		rs = append(rs, paper.Run{Text: " (" + c.sp(out.Label(c.printing.p, f.Dims[1], x.At()[1])) + ")", Soft: true})
	}
	var soft []string
	for _, k := range s.Flags {
		if c.printing.p.Has(k) {
			soft = append(soft, c.say(k))
		}
	}
	for _, d := range s.Details {
		l := d.Label
		if c.printing.p.Has(l) {
			l = c.printing.p.Say(l)
		}
		v := d.In(c.tag)
		if strings.HasPrefix(d.Label, "state.") || d.Label == "detail.due" {
			v = Date(c.printing.p, v)
		}
		soft = append(soft, upper(c.sp(l))+c.printing.p.Say("press.colon")+c.sp(v))
	}
	nl := "\n"
	if len(rs) == 0 {
		nl = ""
	}
	if len(soft) > 0 {
		rs = append(rs, paper.Run{Text: nl + strings.Join(soft, ". ") + ".", Soft: true})
		nl = " "
	}
	if s.Document != "" {
		d := c.inLang(strings.TrimSuffix(s.Where(c.tag), "."), s.DocumentIn, s.Lang)
		d.Soft = true
		if nl != "" {
			rs = append(rs, paper.Run{Text: nl, Soft: true})
		}
		rs = append(rs, d, paper.Run{Text: ".", Soft: true})
	}
	return rs
}

// under names sources, licence and limits of a figure.
func (c *composing) under(f figure.Figure) {
	l := c.ed.Licence(f.ID)
	s := ""
	if names := c.sourceNames(l.Sources); len(names) > 0 {
		s = c.say("press.sources-are", len(names), strings.Join(names, c.semi())) + " "
	}
	if l.Licence.Name != "" { // the words each asks for stand in the annex
		s += c.say("report.licence", l.Licence.Name)
	} else {
		s += c.sp(c.licence(f))
	}
	for _, h := range c.held(f.ID) {
		s += " " + upper(c.say("press.cells", h.Cells)) + c.printing.p.Say("press.colon") + c.say(h.Rule) + "."
	}
	rs := []paper.Run{{Text: s}}
	seen := []string{}
	for _, x := range f.Caveats {
		r := c.in(x)
		if r.Text == "" || slices.Contains(seen, r.Text) || c.blindSpot(x) {
			continue
		}
		seen = append(seen, r.Text)
		r.Text = " " + r.Text
		rs = append(rs, r)
	}
	c.add(paper.Block{Kind: paper.Note, Runs: rs, Last: true})
}
