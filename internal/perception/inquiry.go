package perception

import (
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

// The keys of all groups together, and of all answers together.
const (
	everybody   = "all"
	answeredKey = "answered"
)

// inquiry counts answers by group: x of n asked. Nothing is estimated, and
// nothing is subtracted: the counts stand side by side.
func (r room) inquiry() []figure.Figure {
	var fs []figure.Figure
	for _, q := range r.s.Questions {
		if q.Kind == "number" {
			continue // a mean of whoever was reached speaks of nobody
		}
		fs = append(fs, r.counts(q, answer.Question{}))
		for _, id := range q.By {
			g, _ := r.s.Group(id)
			fs = append(fs, r.counts(q, g))
		}
	}
	return fs
}

func (r room) counts(q, g answer.Question) figure.Figure {
	id := r.id(q.ID)
	rows := figure.Dim{ID: "group", Label: say("dim.group"), Keys: []string{everybody}, Labels: []lang.Text{say("perception.everybody")}}
	if g.ID != "" {
		id = r.id(q.ID, "by", g.ID)
		rows.Label = g.Asks
		d := groupDim(g)
		rows.Keys, rows.Labels = append(rows.Keys, d.Keys...), append(rows.Labels, d.Labels...)
	}
	cols := dimOf("answer", say("dim.answer"), q.Answers)
	cols.Keys, cols.Labels = append(cols.Keys, answeredKey), append(cols.Labels, say("perception.answered"))
	f := r.frame(id, figure.Table, "unit.answers", "inquiry", rows, cols)
	f.Title, f.Question = say("title.perception.counts", q.Asks), r.asks(q)
	if g.ID != "" {
		f.Title = say("title.perception.counts-by", q.Asks, g.Asks)
	}
	f.Beside = append([]string{r.id("reached"), r.id("missing")}, rung(q)...)
	all := r.answered(q, r.rows)
	groups := [][]int{all}
	if g.ID != "" {
		groups = append(groups, r.grouped(g, all)...)
	}
	for k, key := range rows.Keys {
		n := groups[k]
		if len(n) == 0 {
			for _, c := range cols.Keys {
				f.Cells = append(f.Cells, r.nobody(key, c))
			}
			continue
		}
		for _, o := range q.Answers {
			f.Cells = append(f.Cells, r.share(r.who(q, n, o.Code), n, key, o.Code))
		}
		f.Cells = append(f.Cells, figure.Count(len(n), r.by(n), r.trace(n), key, answeredKey))
	}
	f.Sentence = r.sideBySide(q, g, groups)
	f = f.Adds(
		figure.Relation{Kind: figure.Sum, Over: []string{"answer"}, Whole: answeredKey, Fields: figure.OfCounts},
		figure.Relation{Kind: figure.OfThem, Over: []string{"answer"}, Whole: answeredKey},
		figure.Relation{Kind: figure.Sum, Over: []string{rows.ID}, Parts: []string{everybody}, Total: r.id(q.ID, "all"), Fields: figure.OfCounts})
	if g.ID != "" {
		return f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{rows.ID}, Whole: everybody, Fields: figure.OfCounts})
	}
	return f.Adds(figure.Relation{Kind: figure.Sum, Over: []string{rows.ID, "answer"}, Parts: []string{answeredKey},
		Total: r.id("given") + "/" + q.ID, Fields: figure.OfCounts})
}

// share is a cell "x of n". Behind it stand the x; and since n is printed, who
// stands behind the cell is counted on the smaller side: where one of twenty
// gave another answer, the twenty are as good as named.
func (r room) share(x, n []int, at ...string) figure.Cell {
	return r.shareBy(r.by, x, n, at...)
}

func (r room) shareBy(behind func([]int) figure.Contributors, x, n []int, at ...string) figure.Cell {
	by := behind(n)
	if len(x) > 0 && len(x) < len(n) {
		rest := make([]int, 0, len(n)-len(x))
		for j, i := 0, 0; i < len(n); i++ { // both ascend
			if j < len(x) && x[j] == n[i] {
				j++
			} else {
				rest = append(rest, n[i])
			}
		}
		a, b := behind(x), behind(rest)
		by.Speakers, by.Monitors, by.Orgs = min(a.Speakers, b.Speakers), min(a.Monitors, b.Monitors), min(a.Orgs, b.Orgs)
	}
	return figure.Share(len(x), len(n), by, r.trace(x), at...)
}

// who are the rows that give one of the codes.
func (r room) who(q answer.Question, rows []int, codes ...string) (x []int) {
	col := r.s.Columns[q.Column]
	for _, i := range rows {
		if q.Gives(col.Text(i), codes) {
			x = append(x, i)
		}
	}
	return x
}

func (r room) count(q answer.Question, rows []int, codes ...string) int {
	return len(r.who(q, rows, codes...))
}

// sideBySide sets the counts of all groups beside each other, in the order of
// the groups: no two are picked out.
func (r room) sideBySide(q, g answer.Question, groups [][]int) lang.Text {
	codes, does := q.Counts, says(q)
	if len(groups[0]) == 0 {
		if r.silenced() {
			return say("sentence.perception.nobody-agreed", r.of(q))
		}
		return say("sentence.perception.nobody", r.of(q))
	}
	if len(codes) == 0 {
		best := -1
		for _, o := range q.Answers {
			if x := r.count(q, groups[0], o.Code); x > best {
				best, codes, does = x, []string{o.Code}, say("perception.answer", o.Label)
			}
		}
	}
	x, n := r.count(q, groups[0], codes...), len(groups[0])
	if len(groups) < 2 || len(groups) > 8 {
		return say("sentence.perception.counts", x, n, r.of(q), does)
	}
	list := lang.Text{}
	for _, t := range lang.Complete {
		p := lang.For(t)
		var parts []string
		for k, rows := range groups[1:] {
			l, _ := g.Answers[k].Label.In(t)
			if len(rows) == 0 {
				parts = append(parts, p.Say("perception.group-nobody", l))
			} else {
				parts = append(parts, p.Say("perception.group-count", l, r.count(q, rows, codes...), len(rows)))
			}
		}
		list[t] = strings.Join(parts, p.Say("perception.group-sep"))
	}
	return say("sentence.perception.counts-by", x, n, r.of(q), does, list)
}

// silenced reports whether there are answers, and nobody agreed to be counted
// this far.
func (r room) silenced() bool { return len(r.rows) == 0 && r.held > 0 }

// nobody is a cell of a group without answers: nobody answered, or nobody who
// did agreed to be counted this far.
func (r room) nobody(at ...string) figure.Cell {
	if r.silenced() {
		return figure.Absent(figure.NotSaid, r.none(), at...).With("note.nobody-agreed")
	}
	return figure.Absent(figure.NotAsked, r.none(), at...).With("note.nobody-asked")
}

// reached says whom an inquiry wanted, whom it reached, and who is missing.
func (r room) reached() []figure.Figure {
	var fs []figure.Figure
	status := []string{"answered", "refused", "not-reached"}
	if r.s.Row.Status != "" {
		var g answer.Question
		if r.s.Quota != nil && len(r.s.Quota.By) > 0 {
			g, _ = r.s.Group(r.s.Quota.By[0])
		} else if len(r.s.Groups) > 0 {
			g = r.s.Groups[0]
		}
		fs = append(fs, r.statuses(g, status))
	}
	if r.s.Quota != nil && len(r.s.Planned) > 0 {
		fs = append(fs, r.quota())
	}
	return fs
}

func (r room) statuses(g answer.Question, status []string) figure.Figure {
	rows := figure.Dim{ID: "group", Label: g.Asks, Keys: []string{everybody}, Labels: []lang.Text{say("perception.everybody")}}
	d := groupDim(g)
	rows.Keys, rows.Labels = append(rows.Keys, d.Keys...), append(rows.Labels, d.Labels...)
	cols := figure.Dim{ID: "status", Label: say("dim.status"), Keys: status}
	for _, k := range status {
		cols.Labels = append(cols.Labels, say("status."+k))
	}
	f := r.frame(r.id("reached"), figure.Table, "unit.approached-"+r.unit(), "reached", rows, cols)
	f.Title, f.Question = say("title.perception.reached", r.s.Title), say("ask.perception.reached", r.s.People)
	every := make([]int, len(r.s.Rows))
	for i := range every {
		every[i] = i
	}
	groups := append([][]int{every}, r.grouped(g, every)...)
	total := map[string]int{}
	for k, key := range rows.Keys {
		at := map[string][]int{}
		for _, i := range groups[k] {
			at[r.s.Status(i)] = append(at[r.s.Status(i)], i)
		}
		for _, st := range status {
			if len(groups[k]) == 0 {
				f.Cells = append(f.Cells, figure.Absent(figure.NotAsked, r.none(), key, st).With("note.nobody-approached"))
				continue
			}
			f.Cells = append(f.Cells, r.shareBy(r.approached, at[st], groups[k], key, st))
			if key == everybody {
				total[st] = len(at[st])
			}
		}
	}
	approached := r.id("approached")
	f = f.Adds(
		figure.Relation{Kind: figure.Sum, Over: []string{"status"}, Total: approached, Fields: figure.OfCounts},
		figure.Relation{Kind: figure.OfThem, Over: []string{"status"}, Total: approached},
		figure.Relation{Kind: figure.Sum, Over: []string{rows.ID}, Whole: everybody, Fields: figure.OfCounts},
		figure.Relation{Kind: figure.Sum, Over: []string{"status"}, Parts: []string{"answered"}, Total: r.id("answered-of"), Fields: figure.OfCounts},
		figure.Relation{Kind: figure.Sum, Over: []string{rows.ID, "status"}, Parts: []string{""}, Figure: f.ID, At: []string{everybody, "answered"},
			Plus: []string{r.id("answered")}, Fields: figure.OfCounts},
		figure.Relation{Kind: figure.Sum, Over: []string{rows.ID, "status"}, Parts: []string{""}, Figure: f.ID, At: []string{everybody, "answered"},
			Plus: r.counted(), Fields: figure.OfCounts}).
		Names(approached+"/"+everybody, r.everyone(every))
	f.Sentence = say("sentence.perception.reached", len(every), r.s.People, total["answered"], total["refused"], total["not-reached"])
	return f
}

// approached counts who stands behind rows of people of whom some gave no
// answers: no interviewer is noted for these.
func (r room) approached(rows []int) figure.Contributors {
	by := r.by(rows)
	by.Monitors = len(rows)
	return by
}

// everyone is the cell of all who were approached.
func (r room) everyone(rows []int) figure.Cell {
	return figure.Count(len(rows), r.approached(rows), r.trace(rows))
}

// counted are the named numbers that make up all who answered: those who
// agreed to be counted, and those who did not.
func (r room) counted() []string {
	if r.held == 0 {
		return []string{r.id("rows")}
	}
	return []string{r.id("rows"), r.id("not-counted")}
}

// quota sets who answered beside who was planned, group by group.
func (r room) quota() figure.Figure {
	q := r.s.Quota
	var dims []figure.Dim
	var gs []answer.Question
	for _, id := range q.By {
		g, _ := r.s.Group(id)
		gs = append(gs, g)
		dims = append(dims, groupDim(g))
	}
	f := r.frame(r.id("quota"), figure.Matrix, "unit.answers", "quota", dims...)
	f.Title, f.Question = say("title.perception.quota", r.s.Title), say("ask.perception.quota", r.s.People)
	done := map[string][]int{}
	for _, i := range r.answeredRows() {
		k := ""
		for _, g := range gs {
			k += "\x00" + r.s.Columns[g.Column].Text(i)
		}
		done[k] = append(done[k], i)
	}
	f = f.Adds(figure.AddUp(r.id("answered"), figure.OfCounts, q.By...),
		figure.Relation{Kind: figure.Sum, Over: q.By[1:], Total: r.id("answered-of"), Fields: figure.OfCounts})
	full, none, plans := 0, 0, 0
	for _, p := range r.s.Planned {
		known := len(p.At) == len(gs)
		for j, g := range gs {
			known = known && indexOf(g, p.At[j]) >= 0
		}
		if !known {
			continue
		}
		rows := done["\x00"+strings.Join(p.At, "\x00")]
		plans++
		note := "note.quota-reached"
		switch {
		case len(rows) == 0:
			none++
			note = "note.quota-nobody"
		case len(rows) < p.N:
			note = "note.quota-short"
		default:
			full++
		}
		if len(rows) == 0 {
			f.Cells = append(f.Cells, figure.Absent(figure.NotAsked, r.none(), p.At...).With(note, p.N))
			continue
		}
		f.Cells = append(f.Cells, figure.Count(len(rows), r.by(rows), r.trace(rows), p.At...).With(note, p.N))
	}
	f.Sentence = say("sentence.perception.quota", full, plans)
	if none > 0 {
		f.Sentence = say("sentence.perception.quota-nobody", full, plans, none)
	}
	return f
}

// answeredRows are all who answered, whatever they agreed to: that they did is
// no answer.
func (r room) answeredRows() (rows []int) {
	for i := range r.s.Rows {
		if r.s.Answered(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

// missing counts, question by question, who gave no answer, and why.
func (r room) missing() figure.Figure {
	rows := figure.Dim{ID: "question", Label: say("dim.question")}
	cols := figure.Dim{ID: "reason", Label: say("dim.reason")}
	for _, x := range answer.Reasons {
		cols.Keys = append(cols.Keys, x.String())
		cols.Labels = append(cols.Labels, say("reason."+x.String()))
	}
	for _, q := range r.s.Questions {
		rows.Keys, rows.Labels = append(rows.Keys, q.ID), append(rows.Labels, q.Asks)
	}
	f := r.frame(r.id("missing"), figure.Table, "unit.answers", "missing", rows, cols)
	f.Title, f.Question = say("title.perception.missing", r.s.Title), say("ask.perception.missing")
	if r.s.Kind == answer.Reached {
		f = f.Adds(
			figure.Relation{Kind: figure.Sum, Over: []string{"reason"}, Total: r.id("rows"), Same: true, Fields: figure.OfCounts},
			figure.Relation{Kind: figure.OfThem, Over: []string{"question", "reason"}, Total: r.id("rows")},
			figure.Relation{Kind: figure.Sum, Over: []string{"reason"}, Parts: []string{answer.Given.String()}, Total: r.id("given"), Fields: figure.OfCounts})
	}
	worst, most := lang.Text(nil), -1
	for _, q := range r.s.Questions {
		n := map[answer.Reason][]int{}
		for _, i := range r.rows {
			n[r.s.Reason(q, i)] = append(n[r.s.Reason(q, i)], i)
		}
		for _, x := range answer.Reasons {
			if len(r.rows) == 0 {
				f.Cells = append(f.Cells, r.nobody(q.ID, x.String()))
				continue
			}
			f.Cells = append(f.Cells, r.share(n[x], r.rows, q.ID, x.String()))
		}
		if k := len(n[answer.Refused]) + len(n[answer.DontKnow]) + len(n[answer.Blank]); k > most {
			most, worst = k, q.Asks
		}
	}
	if r.silenced() {
		f.Sentence = say("sentence.perception.nobody-agreed", r.s.People)
	} else if len(r.rows) == 0 {
		f.Sentence = say("sentence.perception.nobody", r.s.People)
	} else if most > 0 {
		f.Sentence = say("sentence.perception.missing", worst, most, len(r.rows), r.each())
	} else {
		f.Sentence = say("sentence.perception.none-missing")
	}
	return f
}
