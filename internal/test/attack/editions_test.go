package attack

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/protect"
)

// tally is what an attack found, of one study or of all.
type tally struct {
	editions, withheld, printed int
	exact, narrow, open         int // withheld numbers that a reader can tell, or nearly
	once                        int // of these, from one edition alone
	told                        int // differences of two editions that too few stand behind
	opened, closed              int // cells that were withheld and are printed, or the reverse
	ordered                     int // tables with withheld cells whose lines stand in the order of their counts
	surfaces                    int // places where files tell different things
	careless                    int // numbers told exactly by the editions of a careless gate
	read                        map[string]int
	bars                        int
	says                        []string
}

func (n *tally) add(m tally) {
	n.editions, n.withheld, n.printed = n.editions+m.editions, n.withheld+m.withheld, n.printed+m.printed
	n.exact, n.narrow, n.open, n.once, n.told = n.exact+m.exact, n.narrow+m.narrow, n.open+m.open, n.once+m.once, n.told+m.told
	n.ordered += m.ordered
	n.opened, n.closed, n.surfaces, n.careless = n.opened+m.opened, n.closed+m.closed, n.surfaces+m.surfaces, n.careless+m.careless
	if n.read == nil {
		n.read = map[string]int{}
	}
	for k, v := range m.read {
		n.read[k] += v
	}
	n.bars += m.bars
	n.says = append(n.says, m.says...)
}

func (n *tally) say(format string, args ...any) {
	n.says = append(n.says, fmt.Sprintf(format, args...))
}

// widthOf is how wide an interval must be where no certificate says it.
var widthOf = map[protect.Profile]int64{protect.Public: 4, protect.Partners: 2}

// attack reads what one audience has, and counts what it can tell.
func attack(t *testing.T, p *printing) (n tally) {
	t.Helper()
	var es []audit.Edition
	var ts truths
	for i := range p.files {
		e, err := audit.Read(p.files[i]["edition.json"])
		must(t, err)
		es, ts = append(es, e), ts.add(p.truth[i].Figures)
		ts = ts.asPrinted(es)
		n.editions++
		for _, f := range e.Figures {
			for _, c := range f.Cells {
				if c.Why == "withheld" {
					n.withheld++
				} else if c.Value != nil {
					n.printed++
				}
			}
		}
		ordered(&n, e, p.truth[i].Figures)
		if len(p.files[i]) > 1 { // every page was printed
			paper := readPaper(t, p.files[i])
			n.surfaces, n.bars = n.surfaces+len(paper.faults), n.bars+paper.bars
			n.add(tally{read: paper.read})
			for _, s := range paper.faults {
				n.say("%s, %s", e.Release, s)
			}
		}
	}
	if len(es) == 0 {
		return n
	}
	for _, w := range found(t, es, ts, widthOf[p.audience]) {
		switch w.Verdict {
		case audit.Exact:
			n.exact++
		case audit.Narrow:
			n.narrow++
		default:
			n.open++
		}
		n.say("%s: %s at %s, %s: %s, %d to %d (width %d asked)", w.Edition, w.Figure, strings.Join(w.At, "/"), w.Field, w.Verdict, w.Low, w.High, w.Width)
	}
	if n.exact+n.narrow > 0 {
		for i := range es {
			n.once += len(found(t, es[i:i+1], ts[i:i+1], widthOf[p.audience]))
		}
	}
	if len(es) == 2 {
		tells(&n, es, p)
	}
	return n
}

// ordered counts tables in which a withheld line lies between its neighbours,
// since lines stand in the order of their counts.
func ordered(n *tally, e audit.Edition, truth []figure.Figure) {
	for i, f := range e.Figures {
		if f.AsOf != "" || i >= len(truth) || truth[i].ID != f.ID || !slices.ContainsFunc(f.Cells, func(c audit.Cell) bool { return c.Why == "withheld" }) {
			continue
		}
		for d, dim := range truth[i].Dims {
			sum := map[string]float64{}
			for _, c := range truth[i].Cells {
				v, _ := c.Value()
				sum[c.At()[d]] += v
			}
			falls, distinct := !slices.IsSorted(dim.Keys), 1
			for j, k := range dim.Keys[min(1, len(dim.Keys)):] {
				falls = falls && sum[k] <= sum[dim.Keys[j]]
				if sum[k] < sum[dim.Keys[j]] {
					distinct++
				}
			}
			if falls && distinct >= 5 {
				n.ordered++
				n.say("%s: the keys of %s, %s stand in the order of their counts: %v", e.Release, f.ID, dim.ID, sum)
			}
		}
	}
}

// tells counts what the difference of two editions says of fewer people than
// the rule asks: a cell that prints another number, or a number where there was
// none, or none where there was one, though too few people make the difference.
// A figure of which nothing is printed any more tells nothing.
func tells(n *tally, es []audit.Edition, p *printing) {
	for _, f := range es[1].Figures {
		i := slices.IndexFunc(es[0].Figures, func(g audit.Figure) bool { return g.ID == f.ID })
		if i < 0 || f.AsOf != "" || f.Shape == "estimate" || !slices.ContainsFunc(f.Cells, func(c audit.Cell) bool { return c.Value != nil }) {
			continue
		}
		for _, x := range f.States {
			for _, y := range es[0].Figures[i].States {
				if x.Total != y.Total || x.Field != y.Field || x.Value == y.Value {
					continue
				}
				if gone, come := p.behind(f.ID, func(g figure.Figure) (figure.Cell, bool) { return namedIn(g, x.Total) }); p.few(gone) || p.few(come) {
					n.told++
					n.say("%s, %s, in words, was %d and is %d: %d people are gone, %d have come", f.ID, x.Total, y.Value, x.Value, gone, come)
				}
			}
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
			gone, come := p.behind(f.ID, func(g figure.Figure) (figure.Cell, bool) { return g.Cell(c.At...) })
			if was.Why == "withheld" && c.Value != nil {
				n.opened++
			} else if was.Value != nil && c.Why == "withheld" {
				n.closed++
			}
			if p.few(gone) || p.few(come) {
				n.told++
				n.say("%s at %s was %s and is %s: %d people are gone, %d have come", f.ID, strings.Join(c.At, "/"), number(was), number(c), gone, come)
			}
		}
	}
}

func number(c audit.Cell) string {
	if c.Value == nil {
		return c.Why
	}
	s := fmt.Sprint(*c.Value)
	for _, x := range []*float64{c.N, c.Of, c.Low, c.High} {
		if x != nil {
			s += fmt.Sprint(" ", *x)
		}
	}
	return s
}

func namedIn(f figure.Figure, total string) (figure.Cell, bool) {
	for _, n := range f.Named {
		if n.Total == total {
			return n.Cell, true
		}
	}
	return figure.Cell{}, false
}

// few reports fewer people than the audience's rule asks; nobody tells nothing.
func (p *printing) few(n int) bool { return n > 0 && n <= int(widthOf[p.audience]) }

// behind counts who stands behind what a cell of a figure lost and gained:
// speakers, monitors or organisations, whichever are fewest.
func (p *printing) behind(id string, cell func(figure.Figure) (figure.Cell, bool)) (gone, come int) {
	var refs [2]map[string]bool
	for i, in := range p.truth {
		open := map[string]bool{}
		for _, s := range in.Study.Sources {
			open[s.ID] = s.Protection.Public && !s.Protection.OwnReports
		}
		refs[i] = map[string]bool{}
		for _, f := range in.Figures {
			if f.ID != id {
				continue
			}
			if c, ok := cell(f); ok {
				for _, r := range c.Trace().Refs {
					if !open[r.Claim.Source] {
						refs[i][r.Claim.String()] = true
					}
				}
			}
		}
	}
	count := func(a, b map[string]bool, who map[string]protect.Standing) int {
		speakers, monitors, orgs := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for k := range a {
			if !b[k] {
				s := who[k]
				speakers[s.Speaker], monitors[s.Monitor], orgs[s.Org] = true, true, true
			}
		}
		return min(len(speakers), len(monitors), len(orgs))
	}
	return count(refs[0], refs[1], p.truth[0].Who), count(refs[1], refs[0], p.truth[1].Who)
}

// studies is how many random small studies are attacked, of how many one is
// printed in full, and what is known to be found of them.
//
// What is known stands open: leaks that are not mended yet. Each mend lowers
// these numbers; they end at none. Of 28 of the 200, chosen for leaking much, 10
// exact, 12 differences and 8 surfaces were left on 1 December 2026 (before the
// mends of that day 332, 1756 and 60 of all 200); the limits allow as many in each.
// After them the 20 of the 200 that are printed in full were measured again: 0 of
// each, and 2 surfaces, both the sentence of study 181 that counts cells by their
// marks ("reached in 3 of 24 groups"), which a reader can count. The other limits
// stay until all 200 are measured again.
func studies() (n, whole int, known tally) {
	switch {
	case os.Getenv("DIRES_LONG") != "":
		return 2000, 20, tally{exact: 1500, narrow: 280, told: 2000, surfaces: 1200, ordered: 210}
	case os.Getenv("DIRES_REQUIRE_ALL") != "":
		return 200, 10, tally{exact: 150, narrow: 28, told: 200, surfaces: 2, ordered: 21}
	}
	return 8, 4, tally{}
}

// What two editions of each audience print of random small studies, with a
// withdrawal and a new report between them, tells no withheld number, nor who
// came or went.
func TestNothingFollowsFromWhatRandomStudiesPrint(t *testing.T) {
	n, whole, known := studies()
	var sum tally
	var one sync.Mutex
	t.Run("study", func(t *testing.T) {
		for seed := range uint64(n) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				var m tally
				for _, p := range tinyPrinted(t, seed, seed%uint64(whole) == 1) {
					m.add(attack(t, p))
					if seed%10 == 0 && len(p.truth) == 2 && p.audience == protect.Public {
						e := careless(t, p.truth[1])
						for _, w := range found(t, []audit.Edition{e}, truths{}.add(p.truth[1].Figures), 4) {
							if w.Verdict == audit.Exact {
								m.careless++
							}
						}
					}
				}
				for i, s := range m.says {
					m.says[i] = fmt.Sprintf("study %d, %s", seed, s)
				}
				one.Lock()
				defer one.Unlock()
				sum.add(m)
			})
		}
	})
	sum.report(t, n)
	sum.within(t, known)
	if sum.careless < n/10 {
		t.Errorf("of a careless gate %d numbers are told: the attack cannot find", sum.careless)
	}
}

// within fails the test where more was found than is known and not mended yet.
func (n *tally) within(t *testing.T, most tally) {
	t.Helper()
	for _, x := range []struct {
		what     string
		got, may int
	}{{"exact", n.exact, most.exact}, {"narrow", n.narrow, most.narrow}, {"open", n.open, most.open}, {"difference", n.told, most.told},
		{"surface", n.surfaces, most.surfaces}, {"order", n.ordered, most.ordered}} {
		if x.got > x.may {
			t.Errorf("%s: %d found, and %d are allowed", x.what, x.got, x.may)
		}
	}
}

func (n *tally) report(t *testing.T, studies int) {
	slices.Sort(n.says)
	n.says = slices.Compact(n.says)
	for i, s := range n.says {
		if i < 200 {
			t.Log(s)
		}
	}
	t.Logf("%d studies, %d editions: %d cells withheld, %d printed; read %v, %d lengths measured", studies, n.editions, n.withheld, n.printed, n.read, n.bars)
	t.Logf("found: %d exact, %d narrow, %d open (%d of them from one edition); %d differences tell of too few; "+
		"%d cells opened, %d closed; %d surfaces differ, %d tables in the order of counts; careless: %d",
		n.exact, n.narrow, n.open, n.once, n.told, n.opened, n.closed, n.surfaces, n.ordered, n.careless)
}
