package reconcile

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/dires/dires/internal/test/need"
	"github.com/dires/dires/linkage"
)

// contest gives the scored pairs of a case as log-odds above the threshold,
// with the sources of its records.
func contest(t *testing.T, rs []Record) (*linkage.Model, linkage.Edges, []linkage.Edge, []uint8) {
	t.Helper()
	b := columnsOf(rs, Vocabulary{})
	m, err := linkage.Prepare(b.cols, b.units, b.types, b.actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
	if err != nil {
		t.Fatal(err)
	}
	e, p := m.Block(), linkage.Shipped()
	ties := slices.Clone(e.Same)
	for i, x := range linkage.Chances(e.Same, b.cols.Source, p.Sharpen, p.Shift) {
		ties[i].W = linkage.LogOdds(x) - linkage.LogOdds(p.Threshold)
	}
	return m, e, ties, b.cols.Source
}

// The default takes the heaviest pair first. It is stable, and on the whole no
// less accurate than the assignment of greatest sum; with more than two sources
// groups beat stable pairs: docs/decisions/0901.
func TestTheDefaultIsTheMoreAccurateChoice(t *testing.T) {
	var dirs []string
	dirs, _ = filepath.Glob(filepath.Join(need.Shared(t, "data/oracle/linkage"), "cases", "*"))
	pairs := func(o oracle, es []linkage.Edge) float64 {
		g := map[[2]string]bool{}
		for _, x := range es {
			a, b := o.rs[x.A].Key.ID, o.rs[x.B].Key.ID
			g[[2]string{min(a, b), max(a, b)}] = true
		}
		return f1(g, o.same)
	}
	total := func(es []linkage.Edge) (s int64) {
		for _, x := range es {
			s += int64(x.W)
		}
		return s
	}
	var greedySum, exactSum float64
	for _, dir := range dirs {
		o := load(t, dir)
		m, e, ties, src := contest(t, o.rs)
		if o.name == "three" || o.name == "four" {
			by := map[[2]uint8][]linkage.Edge{}
			for _, x := range ties {
				k := [2]uint8{src[x.A], src[x.B]}
				by[k] = append(by[k], x)
			}
			var stable []linkage.Edge
			for _, es := range by {
				stable = append(stable, linkage.Greedy(es)...)
			}
			var groups []linkage.Edge
			for _, l := range m.Resolve(e, linkage.Constraints{}).Same {
				groups = append(groups, linkage.Edge{A: l.A, B: l.B, W: l.W})
			}
			a, b := pairs(o, stable), pairs(o, groups)
			t.Logf("%-9s stable pairs F1 %.4f, groups F1 %.4f", o.name, a, b)
			if b < a {
				t.Errorf("%s: groups are less accurate than stable pairs", o.name)
			}
			continue
		}
		greedy := linkage.Greedy(ties)
		exact, left := linkage.Exact(ties, 1000)
		if left > 0 {
			t.Fatal(left)
		}
		g, x := pairs(o, greedy), pairs(o, exact)
		greedySum, exactSum = greedySum+g, exactSum+x
		if total(exact) < total(greedy) {
			t.Errorf("%s: exact %d is less than greedy %d", o.name, total(exact), total(greedy))
		}
		raw := slices.Clone(e.Same) // without competition reckoned in
		for i := range raw {
			raw[i].W += int32(linkage.Shipped().Shift * linkage.Bit)
		}
		rg, rx := linkage.Greedy(raw), func() []linkage.Edge { x, _ := linkage.Exact(raw, 1000); return x }()
		t.Logf("%-9s of raw weights: greedy F1 %.4f sum %.0f; exact F1 %.4f sum %.0f blocking %d", o.name, pairs(o, rg), float64(total(rg))/linkage.Bit,
			pairs(o, rx), float64(total(rx))/linkage.Bit, linkage.BlockingPairs(raw, rx))
		t.Logf("%-9s greedy F1 %.4f sum %.0f blocking %d; exact F1 %.4f sum %.0f blocking %d", o.name, g, float64(total(greedy))/linkage.Bit,
			linkage.BlockingPairs(ties, greedy), x, float64(total(exact))/linkage.Bit, linkage.BlockingPairs(ties, exact))
	}
	if greedySum < exactSum {
		t.Errorf("greedy %.4f, exact %.4f: the other should be the default", greedySum/7, exactSum/7)
	}
}
