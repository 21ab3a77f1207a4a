package perception

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/survey"
)

// drawn is a sample ready to estimate from.
type drawn struct {
	room
	x      *survey.Sample
	within []bool // who agreed to be counted this far
	level  float64
	method survey.Method
	notes  []lang.Text // printed under every figure of the sample
}

// sample makes the figures of a survey drawn by chance.
func (r room) sample(s answer.Sample) []figure.Figure {
	x, err := s.Draw()
	if err != nil {
		return nil // the reader has said so
	}
	d := drawn{room: r, x: x, within: make([]bool, len(s.Rows)), level: s.Design.Level, method: survey.Method(s.Design.Method)}
	for _, i := range r.rows {
		d.within[i] = true
	}
	d.notes = r.draw(s)
	var fs []figure.Figure
	for _, q := range s.Questions {
		if q.Kind == "number" {
			fs = append(fs, d.mean(q))
		} else {
			fs = append(fs, d.shares(q))
		}
		for _, by := range q.By {
			g, _ := s.Group(by)
			if f, ok := d.byGroup(q, g); ok {
				fs = append(fs, f)
			}
		}
		if f, ok := d.contrasts(q); ok {
			fs = append(fs, f)
		}
	}
	return fs
}

// indicator is 1 where the row gives one of the codes, 0 where it gives another
// answer, missing where it gives none.
func (d drawn) indicator(q answer.Question, codes ...string) []float64 {
	y := make([]float64, len(d.s.Rows))
	col := d.s.Columns[q.Column]
	for i := range y {
		if d.s.Reason(q, i) != answer.Given {
			y[i] = math.NaN()
			continue
		}
		if q.Gives(col.Text(i), codes) {
			y[i] = 1
		}
	}
	return y
}

func (d drawn) values(q answer.Question) []float64 {
	y, _ := d.s.Columns[q.Column].Numbers()
	for i := range y {
		if d.s.Reason(q, i) != answer.Given {
			y[i] = math.NaN()
		}
	}
	return y
}

// factor is the group of each row.
func (d drawn) factor(g answer.Question) survey.Factor {
	f := survey.Factor{Codes: make([]int32, len(d.s.Rows))}
	for _, o := range g.Answers {
		f.Levels = append(f.Levels, o.Code)
	}
	for i := range f.Codes {
		f.Codes[i] = -1
		if d.s.Reason(g, i) == answer.Given {
			f.Codes[i] = int32(slices.Index(f.Levels, d.s.Columns[g.Column].Text(i)))
		}
	}
	return f
}

// shares estimates the share of each answer in the whole population.
func (d drawn) shares(q answer.Question) figure.Figure {
	f := d.estimates(q, d.id(q.ID), "unit.share", "share", dimOf("answer", say("dim.answer"), q.Answers))
	f.Title, f.Question = say("title.perception.shares", q.Asks), d.asks(q)
	f.Beside = append([]string{d.id("missing")}, rung(q)...)
	rows := d.answered(q, d.rows)
	by, t := d.by(rows), d.trace(rows)
	type top struct {
		c figure.Cell
		o answer.Option
	}
	var best top
	for _, o := range q.Answers {
		cells := d.cells(d.indicator(q, o.Code), survey.Factor{}, [][]int{rows}, by, t, []string{o.Code})
		f.Cells = append(f.Cells, cells[0])
		if v, ok := cells[0].Value(); ok {
			if w, had := best.c.Value(); !had || v > w {
				best = top{cells[0], o}
			}
		}
	}
	if len(q.Counts) > 0 {
		c := d.cells(d.indicator(q, q.Counts...), survey.Factor{}, [][]int{rows}, by, t, []string{"all"})[0]
		f.Sentence = d.sentence(q, says(q), c)
	} else if _, ok := best.c.Value(); ok {
		f.Sentence = d.sentence(q, say("perception.answer", best.o.Label), best.c)
	} else {
		f.Sentence = say("sentence.perception.no-number", len(rows))
	}
	return f
}

func (d drawn) sentence(q answer.Question, does lang.Text, c figure.Cell) lang.Text {
	v, ok := c.Value()
	if !ok {
		return say("sentence.perception.no-number", c.N())
	}
	lo, hi, _ := c.Range()
	return say("sentence.perception.share", percent(v), d.of(q), does, level(c.Level()), percent(lo), percent(hi), c.N())
}

// byGroup estimates, for each group, the share of the counted answers or the
// mean. The groups are domains of one sample.
func (d drawn) byGroup(q, g answer.Question) (figure.Figure, bool) {
	if q.Kind != "number" && len(q.Counts) == 0 {
		return figure.Figure{}, false
	}
	unit, method := "unit.share", "domain"
	if q.Kind == "number" {
		unit = "unit.mean"
	}
	f := d.estimates(q, d.id(q.ID, "by", g.ID), unit, method, groupDim(g))
	f.Title, f.Question = say("title.perception.by", says(q), g.Asks, say("who-they."+d.unit())), d.asks(q)
	rows := d.grouped(g, d.answered(q, d.rows))
	var keys []string
	for _, o := range g.Answers {
		keys = append(keys, o.Code)
	}
	if q.Kind == "number" {
		f.Title = say("title.perception.mean-by", q.Asks, g.Asks)
		f.Cells = d.means(d.values(q), d.factor(g), rows, keys)
	} else {
		f.Cells = d.cells(d.indicator(q, q.Counts...), d.factor(g), rows, figure.Contributors{}, figure.Trace{}, keys)
	}
	f.Sentence = d.spread(q, g, f)
	f.Beside = []string{d.id(q.ID)}
	if len(q.Contrast) > 0 {
		f.Beside = append(f.Beside, d.id(q.ID, "contrasts"))
	}
	f.Caveats = append(f.Caveats, say("caveat.overlap"))
	return f, true
}

// spread says between which groups the estimates lie, without comparing them.
func (d drawn) spread(q, g answer.Question, f figure.Figure) lang.Text {
	var low, high figure.Cell
	n := 0
	for _, c := range f.Cells {
		v, ok := c.Value()
		if !ok {
			continue
		}
		if l, _ := low.Value(); n == 0 || v < l {
			low = c
		}
		if h, _ := high.Value(); n == 0 || v > h {
			high = c
		}
		n++
	}
	word := percent
	if q.Kind == "number" {
		word = number
	}
	if n < 2 {
		return say("sentence.perception.groups-few", n, len(f.Cells))
	}
	cell := func(c figure.Cell) []any {
		v, _ := c.Value()
		lo, hi, _ := c.Range()
		return []any{labelOf(g.Answers, c.At()[0]), word(v), word(lo), word(hi)}
	}
	key, what := "sentence.perception.groups", says(q)
	if q.Kind == "number" {
		key, what = "sentence.perception.groups-mean", q.Asks
	}
	args := append(append([]any{what}, cell(low)...), cell(high)...)
	return say(key, append(args, level(d.level), d.of(q), say("who-do."+d.unit()))...)
}

// cells estimates the share of y = 1 in each domain. by and t, where given,
// stand for all of them.
func (d drawn) cells(y []float64, g survey.Factor, rows [][]int, by figure.Contributors, t figure.Trace, keys []string) []figure.Cell {
	q := survey.Query{By: g, Within: d.within}
	shares, err := d.x.Shares(y, d.method, d.level, q)
	var std []survey.Presentable
	var e survey.Estimate
	if err == nil {
		std, err = d.x.Standards(y, q)
	}
	if err == nil {
		e, err = d.x.Estimate(q, survey.Mean(y))
	}
	out := make([]figure.Cell, len(keys))
	for k, key := range keys {
		switch {
		case err != nil:
			out[k] = d.refused(err, len(rows[k]), key)
			continue
		case shares[k].Why == survey.NoRows || shares[k].N == 0:
			out[k] = d.absent(figure.NotEstimable, "note.empty-domain", key)
			continue
		case shares[k].Why != survey.Given || shares[k].DF < 1:
			out[k] = d.absent(figure.NotEstimable, "note.one-psu", key)
			continue
		case std[k].SmallN:
			out[k] = d.few(shares[k].N, std[k].EffectiveN, key)
			continue
		case shares[k].Value <= 0:
			out[k] = d.absent(figure.NotEstimable, "note.nobody-said", key, d.atLeast(shares[k].N))
			continue
		case shares[k].Value >= 1:
			out[k] = d.absent(figure.NotEstimable, "note.everybody-said", key, d.atLeast(shares[k].N))
			continue
		case shares[k].SE < 1e-12:
			out[k] = d.absent(figure.NotEstimable, "note.no-variation-between", key, d.atLeast(shares[k].N))
			continue
		case std[k].Wide || std[k].RelativelyWide:
			out[k] = d.absent(figure.TooFew, "note.wide", key, d.atLeast(shares[k].N))
			continue
		}
		sh := shares[k]
		if t.Refs == nil || len(keys) > 1 {
			by, t = d.by(rows[k]), d.trace(rows[k])
		}
		note := "note.design"
		if std[k].Review {
			note = "note.design-review"
		}
		out[k] = figure.Est(sh.Value, sh.Lo, sh.Hi, d.level, sh.N, by, t, key).
			With(note, sh.N, int(math.Round(min(sh.EffectiveN, float64(sh.N)))), e.PSUs[k], sh.DF)
	}
	return out
}

// refused words why nothing at all can be estimated.
func (d drawn) refused(err error, n int, at ...string) figure.Cell {
	var l *survey.LonelyError
	if errors.As(err, &l) {
		return figure.Absent(figure.NotEstimable, d.none(), at...).With("note.lonely", strings.Join(l.Strata, ", "))
	}
	if n == 0 {
		return figure.Absent(figure.NotEstimable, d.none(), at...).With("note.empty-domain")
	}
	return figure.Absent(figure.NotEstimable, d.none(), at...).With("note.degenerate")
}

func (d drawn) absent(why figure.Why, note, key string, args ...any) figure.Cell {
	return figure.Absent(why, d.none(), key).With(note, args...)
}

// few says that answers are too few without giving a handful of people away.
func (d drawn) few(n int, effective float64, key string) figure.Cell {
	if n < 10 {
		return d.absent(figure.TooFew, "note.fewer-than-ten", key)
	}
	return d.absent(figure.TooFew, "note.too-few", key, n, int(math.Round(min(effective, float64(n)))))
}

// atLeast is n, or "fewer than 10" as the number 10 with a sign before it.
func (d drawn) atLeast(n int) any {
	if n < 10 {
		return "< 10"
	}
	return n
}

// mean estimates the mean of a number in the whole population.
func (d drawn) mean(q answer.Question) figure.Figure {
	f := d.estimates(q, d.id(q.ID), "unit.mean", "mean", figure.Dim{ID: "all", Label: say("dim.all"), Keys: []string{"all"}, Labels: []lang.Text{d.of(q)}})
	f.Title, f.Question = say("title.perception.mean", q.Asks), d.asks(q)
	rows := d.answered(q, d.rows)
	f.Cells = d.means(d.values(q), survey.Factor{}, [][]int{rows}, []string{"all"})
	if v, ok := f.Cells[0].Value(); ok {
		lo, hi, _ := f.Cells[0].Range()
		f.Sentence = say("sentence.perception.mean", number(v), q.Unit, d.of(q), level(d.level), number(lo), number(hi), f.Cells[0].N())
	} else {
		f.Sentence = say("sentence.perception.no-number", len(rows))
	}
	return f
}

// means estimates the mean of y in each domain. Means with a coefficient of
// variation over one half are not shown, over 0.3 they are marked.
func (d drawn) means(y []float64, g survey.Factor, rows [][]int, keys []string) []figure.Cell {
	e, err := d.x.Estimate(survey.Query{By: g, Within: d.within}, survey.Mean(y))
	out := make([]figure.Cell, len(keys))
	for k, key := range keys {
		if err != nil {
			out[k] = d.refused(err, len(rows[k]), key)
			continue
		}
		lo, hi, ok := e.Interval(k, d.level)
		switch {
		case e.N[k] == 0:
			out[k] = d.absent(figure.NotEstimable, "note.empty-domain", key)
		case !ok:
			out[k] = d.absent(figure.NotEstimable, "note.one-psu", key)
		case e.N[k] < 30:
			out[k] = d.few(e.N[k], float64(e.N[k]), key)
		case e.SE[k] == 0:
			out[k] = d.absent(figure.NotEstimable, "note.all-same", key, e.N[k])
		case e.SE[k] > 0.5*math.Abs(e.Value[k]):
			out[k] = d.absent(figure.TooFew, "note.wide", key, d.atLeast(e.N[k]))
		default:
			note := "note.design-mean"
			if e.SE[k] > 0.3*math.Abs(e.Value[k]) || e.DF[k] < 8 {
				note = "note.design-mean-review"
			}
			out[k] = figure.Est(e.Value[k], lo, hi, d.level, e.N[k], d.by(rows[k]), d.trace(rows[k]), key).With(note, e.N[k], e.PSUs[k], e.DF[k])
		}
	}
	return out
}

// contrasts estimates differences between two groups of the sample, with what
// the two share in their uncertainty.
func (d drawn) contrasts(q answer.Question) (figure.Figure, bool) {
	if len(q.Contrast) == 0 || q.Kind != "number" && len(q.Counts) == 0 {
		return figure.Figure{}, false
	}
	unit, title, what := "unit.points", "title.perception.contrasts", says(q)
	var y []float64
	if q.Kind == "number" {
		unit, title, what, y = "unit.difference", "title.perception.contrasts-mean", q.Asks, d.values(q)
	} else {
		y = d.indicator(q, q.Counts...)
	}
	dim := figure.Dim{ID: "pair", Label: say("dim.contrast")}
	f := d.estimates(q, d.id(q.ID, "contrasts"), unit, "contrast", dim)
	f.Title, f.Question = say(title, what, say("who-they."+d.unit())), d.asks(q)
	all := d.answered(q, d.rows)
	apart := 0
	for _, k := range q.Contrast {
		g, _ := d.s.Group(k.By)
		key := k.By + ":" + k.This + ":" + k.That
		if slices.Contains(f.Dims[0].Keys, key) {
			continue
		}
		la, lb := labelOf(g.Answers, k.This), labelOf(g.Answers, k.That)
		f.Dims[0].Keys = append(f.Dims[0].Keys, key)
		f.Dims[0].Labels = append(f.Dims[0].Labels, say("perception.minus", la, lb))
		groups := d.grouped(g, all)
		i, j := indexOf(g, k.This), indexOf(g, k.That)
		rows := slices.Concat(groups[i], groups[j])
		e, err := d.x.Estimate(survey.Query{By: d.factor(g), Within: d.within, Cov: true}, survey.Mean(y))
		if err != nil {
			f.Cells = append(f.Cells, d.refused(err, len(rows), key))
			continue
		}
		c, err := e.Difference(i, j)
		lo, hi, ok := c.Interval(d.level)
		switch {
		case err != nil || e.N[i] == 0 || e.N[j] == 0:
			f.Cells = append(f.Cells, d.absent(figure.NotEstimable, "note.empty-domain", key))
			continue
		case !ok:
			f.Cells = append(f.Cells, d.absent(figure.NotEstimable, "note.one-psu", key))
			continue
		case min(e.N[i], e.N[j]) < 30:
			f.Cells = append(f.Cells, d.few(min(e.N[i], e.N[j]), float64(min(e.N[i], e.N[j])), key))
			continue
		case c.SE == 0:
			f.Cells = append(f.Cells, d.absent(figure.NotEstimable, "note.all-same", key, e.N[i]+e.N[j]))
			continue
		}
		note := "note.contrast"
		if c.DF < 8 {
			note = "note.contrast-review"
		}
		f.Cells = append(f.Cells, figure.Est(c.Value, lo, hi, d.level, e.N[i]+e.N[j], d.by(rows), d.trace(rows), key).
			With(note, e.N[i], e.N[j], c.DF))
		if lo > 0 || hi < 0 {
			apart++
		}
		if f.Sentence == nil {
			f.Sentence = d.higher(q, what, la, lb, c.Value, lo, hi)
		}
	}
	if f.Sentence == nil {
		f.Sentence = say("sentence.perception.contrast-none")
	}
	f.Beside = []string{d.id(q.ID)}
	f.Caveats = append(f.Caveats, say("caveat.contrasts", len(f.Cells), apart, level(d.level), int(math.Round(100*(1-d.level)))))
	return f, true
}

// higher words the first difference that is asked for, from its higher side.
func (d drawn) higher(q answer.Question, what, this, that lang.Text, v, lo, hi float64) lang.Text {
	if v < 0 {
		this, that, v, lo, hi = that, this, -v, -hi, -lo
	}
	key := "sentence.perception.contrast-mean"
	if q.Kind != "number" {
		key, v, lo, hi = "sentence.perception.contrast", 100*v, 100*lo, 100*hi
	}
	return say(key, what, this, that, number(v), number(lo), number(hi), level(d.level), say(within(lo, hi)), d.of(q), say("who-do."+d.unit()))
}

// within says what an interval of a difference leaves open.
func within(lo, hi float64) string {
	if lo <= 0 && hi >= 0 {
		return "perception.holds-zero"
	}
	return "perception.leaves-zero"
}

func indexOf(g answer.Question, code string) int {
	return slices.IndexFunc(g.Answers, func(o answer.Option) bool { return o.Code == code })
}
