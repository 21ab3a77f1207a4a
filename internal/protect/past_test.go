package protect

import (
	"slices"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
)

// serial makes editions one after the other, each told by other people.
type serial struct {
	t      *testing.T
	before []Printed
	last   *Edition
	finds  diag.List
}

func (s *serial) release(fs ...figure.Figure) Edition {
	s.t.Helper()
	who := map[string]Standing{}
	for _, f := range fs {
		for _, c := range f.Cells {
			for _, r := range c.Trace().Refs {
				k := r.Claim.String()
				who[k] = Standing{k, k, k}
			}
		}
	}
	r, err := Release(Input{Study: orvanie(), Figures: fs, Release: string(rune('a' + len(s.before))), Date: "2026-11-24", Profile: Public, Before: s.before, Last: s.last, Who: who})
	if err != nil {
		s.t.Fatal(err, r.Findings)
	}
	s.before, s.last, s.finds = append(s.before, r.Private), &r.Edition, r.Findings
	return r.Edition
}

func printed(t *testing.T, e Edition, id string, at ...string) (float64, bool) {
	t.Helper()
	f, ok := e.Figure(id)
	if !ok {
		t.Fatal("no figure", id)
	}
	c, ok := f.Cell(at...)
	if !ok {
		t.Fatal(id, "has no cell at", at)
	}
	return c.Value()
}

// table is a figure of three areas, with a total that its sentence states.
func table(a, b, c []claim.Claim) figure.Figure {
	all := slices.Concat(a, b, c)
	f := fig("profile.x", []figure.Dim{dim("area", "a", "b", "c")}, cell(a, "a"), cell(b, "b"), cell(c, "c"))
	return f.Adds(figure.AddUp("x", figure.OfCounts, "area")).Names("x", cell(all)).Rests(cell(all))
}

func from(n, k int) []claim.Claim {
	var is []int
	for i := range k {
		is = append(is, n+i)
	}
	return claims("own", is...)
}

// A cell that was withheld is withheld again, though this edition alone could
// print it: with it the reader would solve the edition before.
func TestACellThatWasWithheldStaysWithheldUntilEnoughPeopleCameOrWent(t *testing.T) {
	few, mid, big := from(1, 2), from(100, 20), from(200, 30)
	s := serial{t: t}
	one := s.release(table(few, mid, big))
	_, a := printed(t, one, "profile.x", "a")
	_, b := printed(t, one, "profile.x", "b")
	if a || b {
		t.Fatal("the small cell and one beside it are withheld")
	}
	// More people in a and c: this edition alone need not withhold any.
	two := s.release(table(slices.Concat(few, from(10, 6)), mid, slices.Concat(big, from(300, 9))))
	if v, ok := printed(t, two, "profile.x", "c"); !ok || v != 39 {
		t.Error("c, which nine more people make, is not printed", s.finds)
	}
	if _, ok := printed(t, two, "profile.x", "b"); ok {
		t.Error("b, where nobody came or went, is printed: 2 = total − b − c of the edition before")
	}
	// One below, at, and one above the threshold.
	for n, want := range map[int]bool{4: false, 5: true, 6: true} {
		s := serial{t: t}
		s.release(table(few, mid, big))
		e := s.release(table(few, slices.Concat(mid, from(400, n)), big))
		if _, ok := printed(t, e, "profile.x", "b"); ok && !want {
			t.Errorf("b is printed after %d people came", n)
		}
		if k := slices.Contains(e.Kept(), "profile.x"); k == want {
			t.Errorf("%d people came to a figure whose total is stated in words: it keeps its numbers: %v", n, k)
		}
	}
}

// A cell may be held though enough people stand behind it: for what it is part
// of, or for what an earlier edition withheld. The sentence that repeats its
// number goes with it.
func TestASentenceDoesNotRepeatTheNumberOfAHeldCell(t *testing.T) {
	a, b := cell(from(1, 6), "a"), cell(from(20, 8), "b")
	f := fig("compare.x", []figure.Dim{dim("area", "a", "b")}, a, b)
	for _, c := range []struct {
		f    figure.Figure
		want bool
	}{{f.Rests(cell(from(1, 6))), false}, {f.Rests(b), true}, {f.Rests(), true}, {f.Names("x", a).Rests(a), true}} {
		g := gate{in: Input{Figures: []figure.Figure{c.f}}}
		if got := g.stands(0, map[cellAt]string{{0, 0}: RuleDifferencing}); got != c.want {
			t.Errorf("a held, the sentence states %v: it stands: %v", c.f.Basis, got)
		}
	}
}

// What stays of a withheld cell is 0: that it is printed now would tell that
// somebody took back what they said.
func TestAWithheldCellThatBecomesNothingIsNotPrintedAsNothing(t *testing.T) {
	s := serial{t: t}
	s.release(table(from(1, 2), from(100, 20), from(200, 30)))
	e := s.release(table(nil, from(100, 20), slices.Concat(from(200, 30), from(300, 9))))
	if v, ok := printed(t, e, "profile.x", "a"); ok {
		t.Error("printed as", v)
	}
}

// Words that may not be quoted show as withheld; a 0 that becomes withheld tells
// of the one person who came.
func TestAFigureOfWordsTellsOfNobodyWhoCame(t *testing.T) {
	said := func(cs []claim.Claim, quotable bool) figure.Figure {
		var xs []figure.Saying
		for _, c := range cs {
			xs = append(xs, figure.Saying{Class: "resident", Source: "own", Claim: c.Key, Quotable: quotable, Verbatim: "x"})
		}
		n := len(cs)
		c := figure.Quote(xs, figure.Contributors{Speakers: n, Monitors: n, Orgs: n}, figure.TraceOf([]string{"own"}, cs...), "watch")
		return figure.Figure{ID: "compare.coping-said", Nature: orvanie().Nature, Unit: "unit.statements", Shape: figure.Items, Dims: []figure.Dim{dim("coping", "watch")}, Cells: []figure.Cell{c}}
	}
	for n, want := range map[int]string{1: "0", 4: "0", 5: "withheld"} {
		s := serial{t: t}
		s.release(said(nil, false))
		e := s.release(said(from(1, n), false))
		got := "withheld"
		if _, ok := printed(t, e, "compare.coping-said", "watch"); ok {
			got = "0"
		}
		if got != want {
			t.Errorf("%d people came: %s, want %s", n, got, want)
		}
	}
	// A quotation that was taken back is not kept.
	s := serial{t: t}
	s.release(said(from(1, 2), true))
	e := s.release(said(from(2, 1), true))
	if v, _ := printed(t, e, "compare.coping-said", "watch"); v != 1 {
		t.Error("the words of who withdrew are printed still", v)
	}
}

// A number that no withholding hides takes its figure along, and the release
// says so.
func TestAFigureOfWhichANumberCouldBeToldPrintsNoneAndSaysSo(t *testing.T) {
	cs := from(1, 3)
	f := fig("profile.x", []figure.Dim{dim("area", "a", "b")}, cell(cs, "a"), cell(nil, "b"))
	f = f.Adds(figure.AddUp("x", figure.OfCounts, "area"))
	g := figure.Figure{ID: "profile.y", Nature: f.Nature, Unit: "unit.incidents", Shape: figure.Table, Dims: []figure.Dim{dim("what", "all")},
		Cells: []figure.Cell{figure.Count(3, figure.Contributors{Public: true}, figure.Trace{Looked: []string{"gazette"}}, "all")}}
	g = g.Adds(figure.Relation{Kind: figure.Sum, Over: []string{"what"}, Total: "x", Fields: figure.OfCounts})
	s := serial{t: t}
	e := s.release(f, g)
	if _, ok := printed(t, e, "profile.y", "all"); ok {
		t.Error("the number from which the withheld one follows is printed")
	}
	if !slices.ContainsFunc(s.finds, func(x diag.Finding) bool { return x.Code == "P418" }) {
		t.Error("and nothing is said:", s.finds)
	}
	for _, f := range e.Figures() {
		if f.AsOf != withheldWhole {
			continue
		}
		for _, h := range e.e.Held {
			if h.Figure == f.ID && h.Cells != len(f.Cells) {
				t.Errorf("%s: %d of %d withheld cells are counted: the others were empty", f.ID, h.Cells, len(f.Cells))
			}
		}
	}
}

// The small system proves that a number cannot move, and moves what moves
// together.
func TestNumbersThatMoveTogetherAreOne(t *testing.T) {
	var s system
	var chain []int32
	for range 60 {
		chain = append(chain, s.number(6, 1, 1))
	}
	for i := 1; i < len(chain); i++ {
		s.equate(term{chain[i-1], 1}, term{chain[i], -1})
	}
	if by, low, high, ok := s.squeeze(chain[0]).between(chain[0], 4, 1); !ok || high-low < 4 || len(by) != len(chain) {
		t.Error(low, high, ok, len(by))
	}
	s.xs[chain[59]].known = true
	if _, _, _, ok := s.squeeze(chain[0]).between(chain[0], 1, mostTries); ok {
		t.Error("a number that is printed elsewhere moves")
	}
}

// A release waits while somebody, but too few, came or went: none, one below the
// study's number, at it, one above.
func TestAReleaseWaitsUntilEnoughPeopleCameOrWent(t *testing.T) {
	for _, x := range []struct{ set, come, want int }{{0, 0, 0}, {0, 4, 4}, {0, 5, 5}, {0, 6, 6}, {3, 2, 2}, {3, 3, 3}, {1, 1, 1}} {
		s := serial{t: t}
		s.release(table(from(1, 8), from(100, 20), from(200, 30)))
		now := table(slices.Concat(from(1, 8), from(300, x.come)), from(100, 20), from(200, 30))
		who := map[string]Standing{}
		for _, c := range now.Cells {
			for _, r := range c.Trace().Refs {
				who[r.Claim.String()] = Standing{Speaker: r.Claim.String()}
			}
		}
		in := Input{Study: orvanie(), Figures: []figure.Figure{now}, Profile: Public, Before: s.before, Last: s.last, Who: who}
		in.Study.Rules.MinChanged = x.set
		changed, least := Waits(in)
		if want := max(x.set, 0); changed != x.want || want > 0 && least != want || want == 0 && least != 5 {
			t.Errorf("%d came, min_changed %d: %d changed of %d", x.come, x.set, changed, least)
		}
		if in.Profile = Internal; x.come > 0 {
			if changed, _ := Waits(in); changed != 0 {
				t.Error("an internal edition waits")
			}
		}
	}
}
