package attack

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/perception"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/profile"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
)

// little is a random small study: what some people reported, how they named
// it, and what organisations answered to an inquiry. FICTION.
type little struct {
	r       *rand.Rand
	study   study.Study
	reports []report
	inquiry answer.Inquiry
}

// report is what one person told of one incident.
type report struct {
	id, person, monitor, org string
	own                      bool
	area, act, name, coping  string
	year, dead               int
}

func pick[T any](r *rand.Rand, xs []T) T { return xs[r.IntN(len(xs))] }

func newLittle(seed uint64) little {
	r := rand.New(rand.NewPCG(seed, 99))
	own := source.Source{ID: "own", Licence: source.Licence{Level: source.Aggregates, Name: "x", Attribution: "y"}, Protection: source.Protection{OwnReports: true}}
	press := source.Source{ID: "press", Licence: source.Licence{Level: source.Rows, Name: "x", Attribution: "y"}, Protection: source.Protection{Public: true}}
	asked := source.Source{ID: "asked", Licence: source.Licence{Level: source.Aggregates, Name: "x", Attribution: "y"}}
	l := little{r: r, study: study.Study{ID: "little", Nature: source.Fictional, Sources: []source.Source{own, press, asked}}}
	for range 15 + r.IntN(90) {
		l.report()
	}
	l.inquire()
	return l
}

// report adds one report by somebody.
func (l *little) report() {
	r, n := l.r, len(l.reports)
	p := r.IntN(30)
	l.reports = append(l.reports, report{id: fmt.Sprint("r", n), person: fmt.Sprint("p", p), monitor: fmt.Sprint("m", p%9), org: fmt.Sprint("o", p%11), own: r.IntN(4) > 0,
		area: pick(r, []string{"north", "north", "river", "river", "hills", "coast"}), act: pick(r, []string{"1", "1", "2", "3"}),
		name: pick(r, []string{"banditry", "banditry", "rebellion", "feud"}), coping: pick(r, []string{"left", "left", "paid", "watch"}), year: 2021 + r.IntN(3), dead: max(0, r.IntN(6)-2)})
}

// inquire asks organisations of four areas two questions.
func (l *little) inquire() {
	r := l.r
	var area, asked, word, status []string
	var rows []int
	for i := range 20 + r.IntN(70) {
		area = append(area, pick(r, []string{"n", "n", "n", "s", "s", "e"}))
		asked = append(asked, pick(r, []string{"yes", "yes", "no", "partly"}))
		word = append(word, pick(r, []string{"a", "a", "b", "c", "d"}))
		status = append(status, pick(r, []string{"done", "done", "done", "done", "no", "away"}))
		rows = append(rows, i+2)
	}
	options := func(codes ...string) (os []answer.Option) {
		for _, c := range codes {
			os = append(os, answer.Option{Code: c, Label: lang.FrEn(c, c)})
		}
		return os
	}
	s := answer.Survey{About: answer.About{ID: "orgs", Kind: answer.Reached, Source: "asked", People: lang.FrEn("organisations", "organisations"), Title: lang.FrEn("Consultation", "Inquiry"), Mode: "face-to-face",
		Row:    answer.Row{Status: "status", Statuses: map[string]string{"done": "answered", "no": "refused", "away": "not-reached"}},
		Groups: []answer.Question{{ID: "area", Column: "area", Asks: lang.FrEn("région", "area"), Answers: options("n", "s", "e")}},
		Questions: []answer.Question{
			{ID: "asked", Column: "asked", Asks: lang.FrEn("Demandé ?", "Asked?"), Answers: options("yes", "no", "partly"), Counts: []string{"yes"}, Says: lang.FrEn("ont été consultés", "were asked"), By: []string{"area"}},
			{ID: "word", Column: "word", Asks: lang.FrEn("Mot ?", "Word?"), Answers: options("a", "b", "c", "d"), Counts: []string{"a"}, Says: lang.FrEn("disent a", "say a"), By: []string{"area"}},
		}, Quota: &answer.Quota{By: []string{"area"}}},
		Planned: []answer.Plan{{At: []string{"n"}, N: 20}, {At: []string{"s"}, N: 9}, {At: []string{"e"}, N: 5}},
		Columns: map[string]answer.Column{"area": answer.NewColumn(area), "asked": answer.NewColumn(asked), "word": answer.NewColumn(word), "status": answer.NewColumn(status)}, Rows: rows}
	l.inquiry = answer.Inquiry{Survey: s}
}

// figures makes what the rooms make of the study.
func (l little) figures() []figure.Figure {
	var es []event.Event
	var cs []claim.Claim
	for i, x := range l.reports {
		src := map[bool]string{true: "own", false: "press"}[x.own]
		said := claim.Said{Speaker: claim.Speaker{Class: source.Resident, Subject: x.person, Monitor: x.monitor, Org: x.org}}
		if i%3 == 0 {
			said.Speaker.Class = source.CivilSociety
		}
		best, high := x.dead, x.dead+1
		c := claim.Claim{Key: claim.Key{Source: src, ID: x.id}, Kind: claim.KindIncident, Said: said, Origin: claim.Origin{File: "f.csv", Row: i + 2},
			Incident: &claim.Incident{When: when.On(when.Date(x.year, 6, 1+i%20)), Where: place.Where{Precision: place.Exact, Name: x.area, Admin1: x.area}, Type: x.act, Deaths: claim.Deaths{Low: &best, Best: &best, High: &high}}}
		es = append(es, event.Event{ID: x.id, Members: []event.Member{{Claim: c.Key, Relation: event.Same}}, Claims: []claim.Claim{c}})
		about := claim.Subject{Kind: "case", ID: fmt.Sprint("c", i%4)}
		other := func(id string, k claim.Kind) claim.Claim {
			return claim.Claim{Key: claim.Key{Source: src, ID: x.id + id}, Kind: k, Said: said, Origin: claim.Origin{File: "f.csv", Row: i + 2}}
		}
		name, cope, act := other("n", claim.KindNaming), other("c", claim.KindCoping), other("a", claim.KindResponse)
		name.Naming = &claim.Naming{Subject: about, Term: x.name, Label: x.name}
		cope.Coping = &claim.Coping{Subject: about, Coping: x.coping}
		act.Response = &claim.Response{Subject: about, Response: pick(l.r, []string{"military", "none"}), Label: x.name}
		cs = append(cs, name, cope, act)
	}
	types := profile.Facet{Dim: figure.Dim{ID: "type", Label: lang.FrEn("acte", "act"), Keys: []string{"1", "2", "3"}, Labels: []lang.Text{lang.FrEn("a", "a"), lang.FrEn("b", "b"), lang.FrEn("c", "c")}},
		Rest: profile.Unmapped, Of: func(e event.Event) []string { return []string{e.At().Type} }}
	fs, _ := profile.Figures(profile.Input{Study: l.study, Events: es, Areas: profile.ByAdmin1(es), Types: types})
	fs = append(fs, compare.Figures(compare.Input{Study: l.study, Claims: cs})...)
	return append(fs, perception.Figures(perception.Input{Study: l.study, Answers: answer.Set{Inquiries: []answer.Inquiry{l.inquiry}}, Reach: "public"})...)
}

// truths are the numbers as they are, by edition.
type truths []map[string]map[string]figure.Cell

func (ts truths) add(fs []figure.Figure) truths {
	m := map[string]map[string]figure.Cell{}
	for _, f := range fs {
		m[f.ID] = map[string]figure.Cell{}
		for _, c := range f.Cells {
			m[f.ID][strings.Join(c.At(), "\x00")] = c
		}
	}
	return append(ts, m)
}

// of gives a number as it is.
func (ts truths) of(edition int, id, at, field string) (int64, bool) {
	c, ok := ts[edition][id][at]
	if !ok {
		return 0, false
	}
	v, has := c.Value()
	low, high, spread := c.Range()
	switch {
	case field == "n":
		return int64(c.N()), true
	case field == "of":
		return int64(c.Of()), true
	case !has:
		return 0, true
	case spread != figure.NoSpread && field == "low":
		v = low
	case spread != figure.NoSpread && field == "high":
		v = high
	}
	return int64(v), true
}

// trust keeps the reader of the test from believing a rule that does not hold:
// what is left is all that could be guessed rightly.
func (ts truths) trust(e audit.Equation) bool {
	sum := int64(0)
	for _, t := range e.Terms {
		v, ok := ts.of(t.Edition, t.Figure, t.At, t.Field)
		if !ok {
			return false
		}
		sum += t.Coef * v
	}
	return (!e.Ends[0] || sum >= e.Low) && (!e.Ends[1] || sum <= e.High)
}

// found attacks editions, oldest first, and lists what a reader can tell that
// the rule does not allow. No interval may miss the truth: a solver that is
// wrong proves nothing.
func found(t *testing.T, es []audit.Edition, ts truths, width int64) []audit.Fault {
	t.Helper()
	r, err := audit.Look(es, audit.Options{Guess: true, Trust: ts.trust})
	if err != nil {
		t.Fatal(err)
	}
	which := map[string]int{}
	for i, e := range es {
		which[e.Release] = i
	}
	for _, f := range r.Found {
		if v, ok := ts.of(which[f.Edition], f.Figure, strings.Join(f.At, "\x00"), f.Field); !ok || f.Settled && (v < f.Low || !f.Endless && v > f.High) {
			t.Errorf("%s at %v, %s: the attack says %d to %d, and it is %d", f.Figure, f.At, f.Field, f.Low, f.High, v)
		}
	}
	return audit.Judge(es, r.Found, width)
}

func read(t *testing.T, e protect.Edition) audit.Edition {
	t.Helper()
	b, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	x, err := audit.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// careless is the edition of a gate that holds a cell back where few people
// stand behind it, and thinks no further.
func careless(t *testing.T, l little, fs []figure.Figure) audit.Edition {
	res, err := protect.Release(protect.Input{Study: l.study, Figures: fs, Release: "r", Date: "2026-01-01", Profile: protect.Internal})
	if err != nil {
		t.Fatal(err)
	}
	e := read(t, res.Edition)
	for i, f := range e.Figures {
		for j, c := range f.Cells {
			truth, _ := fs[i].Cell(c.At...)
			if by := truth.By(); c.Value != nil && *c.Value > 0 && !by.Public && min(by.Speakers, by.Monitors, by.Orgs) < 5 {
				e.Figures[i].Cells[j] = audit.Cell{At: c.At, Why: "withheld"}
			}
		}
	}
	return e
}

func TestNothingFollowsFromWhatRandomStudiesPrint(t *testing.T) {
	if os.Getenv("DIRES_LONG") == "" {
		t.Skip("the input names neither the edition before nor who stands behind statements: the second edition cannot pass yet")
	}
	studies := 2000
	withheld, broken, leaks := 0, 0, 0
	for seed := range uint64(studies) {
		l := newLittle(seed)
		var es []audit.Edition
		var ts truths
		var before []protect.Printed
		var made [2][]figure.Figure
		for i := range 2 {
			if i == 1 { // one person withdraws, another reports
				who := pick(l.r, l.reports).person
				l.reports = slices.DeleteFunc(l.reports, func(x report) bool { return x.own && x.person == who })
				l.report()
			}
			made[i] = l.figures()
			res, err := protect.Release(protect.Input{Study: l.study, Figures: made[i], Release: fmt.Sprintf("2026-0%d-01", i+1), Date: fmt.Sprintf("2026-0%d-01", i+1), Profile: protect.Public, Before: before})
			if err != nil {
				t.Fatal(err, res.Findings)
			}
			e := read(t, res.Edition)
			if e.Certificate == nil {
				t.Skip("the gate carries no certificate yet")
			}
			es, ts, before = append(es, e), ts.add(made[i]), append(before, res.Private)
			ts = ts.asPrinted(es)
			for _, f := range e.Figures {
				for _, c := range f.Cells {
					if c.Why == "withheld" {
						withheld++
					}
				}
			}
		}
		for _, w := range found(t, es, ts, 4) {
			leaks++
			if leaks <= 20 {
				t.Errorf("study %d, %s, %s at %v, %s: %s, %d to %d (width %d asked)", seed, w.Edition, w.Figure, w.At, w.Field, w.Verdict, w.Low, w.High, w.Width)
			}
		}
		for _, s := range betrayed(es, made) {
			leaks++
			if leaks <= 20 {
				t.Errorf("study %d: %s", seed, s)
			}
		}
		// The same attack on a gate that only counts heads succeeds.
		if seed%10 == 0 {
			for _, w := range found(t, []audit.Edition{careless(t, l, made[1])}, truths{}.add(made[1]), 4) {
				if w.Verdict == audit.Exact {
					broken++
				}
			}
		}
	}
	t.Logf("%d withheld cells in %d studies, %d leaks; of the careless gate's %d are known exactly", withheld, studies, leaks, broken)
	if withheld < 20*studies || broken < studies/10 {
		t.Errorf("%d cells withheld, %d of a careless gate found: the attack has nothing to do, or cannot find", withheld, broken)
	}
}

// asPrinted takes for a figure that keeps the numbers of an earlier edition the
// truth of that edition.
func (ts truths) asPrinted(es []audit.Edition) truths {
	last := len(es) - 1
	for _, f := range es[last].Figures {
		for i := range last {
			if f.AsOf != "" && es[i].Release == f.AsOf {
				ts[last][f.ID] = ts[i][f.ID]
			}
		}
	}
	return ts
}

// betrayed lists what the difference of two editions tells of fewer people than
// the rule asks: cells that print another number, or a number where there was
// none, or none where there was one, though fewer than five people make the
// difference. A figure of which nothing is printed any more tells nothing.
func betrayed(es []audit.Edition, made [2][]figure.Figure) (out []string) {
	for _, f := range es[1].Figures {
		i := slices.IndexFunc(es[0].Figures, func(g audit.Figure) bool { return g.ID == f.ID })
		if i < 0 || f.AsOf != "" || !slices.ContainsFunc(f.Cells, func(c audit.Cell) bool { return c.Value != nil }) || f.Shape == "estimate" {
			continue
		}
		then := map[string]audit.Cell{}
		for _, c := range es[0].Figures[i].Cells {
			then[strings.Join(c.At, "\x00")] = c
		}
		for _, c := range f.Cells {
			was, ok := then[strings.Join(c.At, "\x00")]
			if !ok || len(c.Sayings)+len(was.Sayings) > 0 || number(c) == number(was) {
				continue
			}
			if gone, come := people(made, f.ID, c.At); gone > 0 && gone < 5 || come > 0 && come < 5 {
				out = append(out, fmt.Sprintf("%s at %v was %s and is %s: %d people are gone, %d have come", f.ID, c.At, number(was), number(c), gone, come))
			}
		}
	}
	return out
}

func number(c audit.Cell) string {
	if c.Value == nil {
		return cmp.Or(c.Why, "nothing")
	}
	s := fmt.Sprint(*c.Value)
	if c.N != nil {
		s += fmt.Sprint(" from ", *c.N)
	}
	return s
}

// people counts who stands behind what a cell lost and gained. The people of
// these studies are told by the report.
func people(made [2][]figure.Figure, id string, at []string) (gone, come int) {
	var refs [2]map[string]bool
	for i, fs := range made {
		refs[i] = map[string]bool{}
		for _, f := range fs {
			if c, ok := f.Cell(at...); ok && f.ID == id {
				for _, r := range c.Trace().Refs {
					if r.Claim.Source == "own" || r.Claim.Source == "asked" {
						refs[i][r.Claim.String()] = true
					}
				}
			}
		}
	}
	for k := range refs[0] {
		if !refs[1][k] {
			gone++
		}
	}
	for k := range refs[1] {
		if !refs[0][k] {
			come++
		}
	}
	return gone, come
}
