package reconcile

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dires/dires/internal/test/linkcase"
	"github.com/dires/dires/internal/test/need"
	"github.com/dires/dires/linkage"
)

// measured is what a proposal is worth against the truth.
type measured struct {
	same, part    float64 // F1
	bins          [10][3]float64
	false, missed float64
}

func measure(prop Proposal, same, part map[[2]string]bool) (m measured) {
	g, h := map[[2]string]bool{}, map[[2]string]bool{}
	for _, l := range prop.Links {
		a, b := l.A.ID, l.B.ID
		if l.Relation == Same {
			g[[2]string{min(a, b), max(a, b)}] = true
		} else {
			h[[2]string{a, b}] = true
		}
	}
	for _, l := range slices.Concat(prop.Links, prop.Rest) {
		if l.Relation != Same {
			continue
		}
		k := min(9, int(l.Probability*10))
		m.bins[k][0]++
		m.bins[k][1] += l.Probability
		if same[[2]string{min(l.A.ID, l.B.ID), max(l.A.ID, l.B.ID)}] {
			m.bins[k][2]++
		}
	}
	hit := 0
	for k := range g {
		if same[k] {
			hit++
		}
	}
	m.false, m.missed = 1-float64(hit)/float64(max(1, len(g))), 1-float64(hit)/float64(max(1, len(same)))
	m.same, m.part = f1(g, same), f1(h, part)
	return m
}

// miscalibrated is the mean distance of what is said from what is true.
func miscalibrated(bins [10][3]float64) float64 {
	n, e := 0.0, 0.0
	for _, b := range bins {
		n += b[0]
		e += math.Abs(b[1] - b[2])
	}
	return e / n
}

func sumBins(a *[10][3]float64, b [10][3]float64) {
	for k := range b {
		for j := range b[k] {
			a[k][j] += b[k][j]
		}
	}
}

// asked reads from the README what each case asks for: the columns llr+ and
// llr part_of.
func asked(t *testing.T, root string) map[string][2]float64 {
	b, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]float64{}
	for _, l := range strings.Split(string(b), "\n") {
		c := strings.Split(l, "|")
		if len(c) != 14 || !regexp.MustCompile(`^ [a-z0-9]+ $`).MatchString(c[1]) {
			continue
		}
		s, err1 := strconv.ParseFloat(strings.TrimSpace(c[10]), 64)
		p, err2 := strconv.ParseFloat(strings.TrimSpace(c[12]), 64)
		if err1 == nil && err2 == nil {
			out[strings.TrimSpace(c[1])] = [2]float64{s, p}
		}
	}
	return out
}

// One set of shipped parameters, nothing known of the names: at least the F1
// that the oracle's README gives its own baselines.
func TestEveryCaseOfTheOracleIsLinkedAtLeastAsWellAsItsBaselines(t *testing.T) {
	root := need.Shared(t, "data/oracle/linkage")
	ask := asked(t, root)
	dirs, _ := filepath.Glob(filepath.Join(root, "cases", "*"))
	if len(dirs) != 9 || len(ask) != 9 {
		t.Fatal(dirs, ask)
	}
	known := taxonomy(t, root)
	var all [10][3]float64
	for _, dir := range dirs {
		o := load(t, dir)
		for _, v := range []Vocabulary{{}, known} {
			p := Defaults()
			p.Vocabulary = v
			prop, err := Propose(o.rs, nil, p)
			if err != nil {
				t.Fatal(err)
			}
			m := measure(prop, o.same, o.part)
			want := ask[o.name]
			t.Logf("%-9s names known: %-5t same %.4f (asked %.3f) part %.4f (asked %.3f); said to be false %.3f, is %.3f; missed %.3f, is %.3f",
				o.name, len(v.Actors) > 0, m.same, want[0], m.part, want[1], prop.Quality.False, m.false, prop.Quality.Missed, m.missed)
			if m.same < want[0] || m.part < want[1]-0.0005 {
				t.Errorf("%s: same %.4f, asked %.3f; part %.4f, asked %.3f", o.name, m.same, want[0], m.part, want[1])
			}
			covered(t, o.name, prop.Quality, m)
			sumBins(&all, m.bins)
		}
	}
	if e := miscalibrated(all); e > 0.05 {
		t.Errorf("calibration error %.4f", e)
	} else {
		t.Logf("calibration error %.4f", e)
	}
}

// fresh are cases made by a generator that shares no code with the oracle's:
// nothing was fitted on them. at is the F1 reached when they were written down.
var fresh = []struct {
	linkcase.Case
	at float64
}{
	{linkcase.Case{Name: "plain", Seed: 1, Sources: 2, Towns: 90, Days: 1000}, 0.978},
	{linkcase.Case{Name: "imprecise 20 %", Seed: 2, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}}, 0.953},
	{linkcase.Case{Name: "imprecise 60 %", Seed: 3, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .6}}, 0.956},
	{linkcase.Case{Name: "both 60 %", Seed: 4, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{.6, .6}}, 0.930},
	{linkcase.Case{Name: "dense ×4", Seed: 5, Sources: 2, Towns: 45, Days: 500, Imprecise: []float64{0, .2}, Busy: 90}, 0.925},
	{linkcase.Case{Name: "sparse", Seed: 6, Sources: 2, Towns: 200, Days: 4000, Imprecise: []float64{0, .2}}, 0.966},
	{linkcase.Case{Name: "noise ×2", Seed: 7, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}, Noise: 2}, 0.938},
	{linkcase.Case{Name: "km ×3", Seed: 8, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}, Spread: 3}, 0.928},
	{linkcase.Case{Name: "two languages", Seed: 9, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}, Names: true}, 0.951},
	{linkcase.Case{Name: "episodes", Seed: 10, Sources: 2, Towns: 90, Days: 1000, Imprecise: []float64{0, .2}, Episodes: 80}, 0.949},
	{linkcase.Case{Name: "three", Seed: 11, Sources: 3, Towns: 90, Days: 1000, Imprecise: []float64{.05, .2, .2}}, 0.943},
	{linkcase.Case{Name: "four", Seed: 12, Sources: 4, Towns: 90, Days: 1000, Imprecise: []float64{.05, .2, .3, .4}}, 0.923},
}

func invent(c linkcase.Case) (linkcase.Made, []Record) {
	c.Records, c.Common = 800, 0.35
	if c.Noise == 0 {
		c.Noise = 1
	}
	if c.Spread == 0 {
		c.Spread = 1
	}
	c.Busy, c.Episodes = max(c.Busy, 20), max(c.Episodes, 12)
	m := linkcase.Make(c)
	var rs []Record
	for _, r := range m.Rows() {
		rs = append(rs, Record(r))
	}
	return m, rs
}

func TestFreshCasesAreLinkedWellAndProbabilitiesMeanWhatTheySay(t *testing.T) {
	var all [10][3]float64
	for _, c := range fresh {
		made, rs := invent(c.Case)
		prop, err := Propose(rs, nil, Defaults())
		if err != nil {
			t.Fatal(err)
		}
		m := measure(prop, made.Same, made.Part)
		t.Logf("%-15s same %.4f part %.4f calibration %.4f; false said %.3f is %.3f; missed said %.3f is %.3f", c.Name, m.same, m.part, miscalibrated(m.bins),
			prop.Quality.False, m.false, prop.Quality.Missed, m.missed)
		if m.same < c.at-0.005 {
			t.Errorf("%s: F1 of same %.4f, was %.4f", c.Name, m.same, c.at)
		}
		covered(t, c.Name, prop.Quality, m)
		sumBins(&all, m.bins)
	}
	if e := miscalibrated(all); e > 0.05 {
		t.Errorf("calibration error %.4f", e)
	} else {
		t.Logf("calibration error %.4f", e)
	}
}

// covered: the interval holds the share that is really false, or missed.
func covered(t *testing.T, name string, q Quality, m measured) {
	t.Helper()
	if m.false < q.FalseLow || m.false > q.FalseHigh || m.missed < q.MissLow || m.missed > q.MissHigh {
		t.Errorf("%s: false %.3f said %.3f to %.3f; missed %.3f said %.3f to %.3f", name, m.false, q.FalseLow, q.FalseHigh, m.missed, q.MissLow, q.MissHigh)
	}
}

// The order of sources and rows changes nothing: names of sources are what
// ties go by, never places in a file.
func TestNoOrderOfRowsChangesAnything(t *testing.T) {
	for _, c := range []linkcase.Case{{Seed: 21, Sources: 2, Towns: 20, Days: 100, Imprecise: []float64{.3, .3}}, {Seed: 22, Sources: 4, Towns: 20, Days: 100, Imprecise: []float64{.1, .2, .2, .5}}} {
		_, rs := invent(c)
		rs = slices.DeleteFunc(rs, func(r Record) bool { return r.Key.ID[2:] > "00250" })
		first, err := Propose(rs, nil, Defaults())
		if err != nil {
			t.Fatal(err)
		}
		g := rand.New(rand.NewPCG(c.Seed, 5))
		for range 12 {
			g.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
			p, err := Propose(rs, nil, Defaults())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(first.Links, p.Links, cmpopts.IgnoreUnexported(Link{})) + cmp.Diff(first.Rest, p.Rest, cmpopts.IgnoreUnexported(Link{})) + cmp.Diff(first.Events, p.Events) + cmp.Diff(first.Run, p.Run) +
				cmp.Diff(first.Queue, p.Queue, cmpopts.IgnoreUnexported(Link{})); d != "" {
				t.Fatal(d)
			}
		}
	}
}

// A stable result has no blocking pair: none whose two records would both
// rather have each other than what they got.
func TestBlockingPairs(t *testing.T) {
	count := func(rs []Record) (n, candidates int) {
		b := columnsOf(rs, Vocabulary{})
		m, err := linkage.Prepare(b.cols, b.units, b.types, b.actors, linkage.Shipped(), linkage.Window{Days: 3, Km: 25})
		if err != nil {
			t.Fatal(err)
		}
		e := m.Block()
		res := m.Resolve(e, linkage.Constraints{})
		p := linkage.Shipped()
		ties := slices.Clone(e.Same)
		for i, x := range linkage.Chances(e.Same, b.cols.Source, p.Sharpen, p.Shift) {
			ties[i].W = linkage.LogOdds(x) - linkage.LogOdds(p.Threshold)
		}
		type slot struct {
			record int32
			source uint8
		}
		got := map[slot]int32{} // what a record got in another source
		for _, x := range ties {
			if res.Group[x.A] == res.Group[x.B] {
				got[slot{x.A, b.cols.Source[x.B]}], got[slot{x.B, b.cols.Source[x.A]}] = x.W, x.W
			}
		}
		for _, x := range ties {
			if x.W > 0 && res.Group[x.A] != res.Group[x.B] && x.W > got[slot{x.A, b.cols.Source[x.B]}] && x.W > got[slot{x.B, b.cols.Source[x.A]}] {
				n++
			}
		}
		return n, len(ties)
	}
	for _, c := range fresh {
		_, rs := invent(c.Case)
		slices.SortFunc(rs, compare)
		n, of := count(rs)
		t.Logf("%-15s %d blocking pairs among %d candidates", c.Name, n, of)
		if c.Sources == 2 && n > 0 {
			t.Errorf("%s: %d blocking pairs", c.Name, n)
		}
	}
	dirs, _ := filepath.Glob(filepath.Join(need.Shared(t, "data/oracle/linkage"), "cases", "*"))
	for _, dir := range dirs {
		o := load(t, dir)
		n, of := count(o.rs)
		t.Logf("%-15s %d blocking pairs among %d candidates", o.name, n, of)
		if n > 0 && o.name != "three" && o.name != "four" {
			t.Errorf("%s: %d blocking pairs", o.name, n)
		}
	}
}
