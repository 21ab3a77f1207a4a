package involve

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/ranktest"
)

// registered is a register of n measures, FICTION: of even ones an evaluation
// is recorded, of the last nothing is.
func registered(n int, on string) Input {
	in := Input{Study: study.Study{Nature: source.Fictional, Sources: []source.Source{{ID: "record"}}}}
	if on != "" {
		in.Study.Registered = []study.Analysis{{ID: CoOccurrence, On: on}}
	}
	for i := range n {
		id := fmt.Sprintf("m%02d", i)
		m := register.Measure{Key: claim.Key{Source: "record", ID: id}, ID: id, Name: lang.FrEn(id, id), Kind: "law", Lead: "office " + id, Start: when.On(when.Date(2019, 1, 1)), Occurred: map[string]string{}}
		if i < n-1 {
			m.Occurred["evaluation"] = []string{"no", "yes"}[min(1, i%3)]
		}
		in.Measures = append(in.Measures, m)
		for k, rung := range []int{claim.Unclear, i % 4} {
			in.Claims = append(in.Claims, claim.Claim{Key: claim.Key{Source: "record", ID: fmt.Sprint(id, "-", k)}, Kind: claim.KindInvolvement,
				Involvement: &claim.Involvement{Measure: id, Stage: register.Stages[k], Supported: rung}})
		}
	}
	return in
}

func coOccurrence(in Input) (figure.Figure, bool) {
	for _, f := range Figures(in) {
		if f.ID == CoOccurrence {
			return f, true
		}
	}
	return figure.Figure{}, false
}

func TestCoOccurrenceIsOffUnlessRegistered(t *testing.T) {
	if _, ok := coOccurrence(registered(20, "")); ok {
		t.Fatal("association was computed without having been registered")
	}
	in := registered(20, "")
	in.Study.Registered = []study.Analysis{{ID: "another", On: "2024-01-10"}}
	if _, ok := coOccurrence(in); ok {
		t.Fatal("another registered analysis switched it on")
	}
}

func TestCoOccurrenceIsTheKernelsAndNoCause(t *testing.T) {
	in := registered(20, "2024-01-10")
	f, ok := coOccurrence(in)
	if !ok || f.Tier != "T2" {
		t.Fatal(ok, f.Tier)
	}
	var x, y []float64
	for i := range 19 { // of the last, nothing is recorded
		x, y = append(x, float64(i%4)), append(y, float64(min(1, i%3)))
	}
	want, err := ranktest.TauB(x, y, 0)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := f.Cell("evaluated")
	v, _ := c.Value()
	_, args := c.Note()
	if v != want.Value || c.N() != 19 || args[1] != fmt.Sprintf("%.3f", want.P) || len(c.Trace().Refs) != 19*3 {
		t.Error(v, want, c.N(), args, len(c.Trace().Refs))
	}
	if _, _, s := c.Range(); s != figure.NoSpread {
		t.Error("an interval over measures that are no sample")
	}
	for at, want := range map[string]string{"revised": "note.few-offices", "ended": "note.tau-constant"} {
		c, _ := f.Cell(at)
		if note, _ := c.Note(); note != want {
			t.Errorf("%s: %s, want %s", at, note, want)
		}
	}
	for _, tag := range lang.Complete {
		all := strings.ToLower(f.Title[tag] + f.Question[tag] + f.Sentence[tag])
		for _, word := range []string{"effect", "effet", "impact", "cause "} {
			if strings.Contains(all, word) {
				t.Errorf("%s speaks of %q: %s", tag, word, all)
			}
		}
		if !strings.Contains(fmt.Sprint(f.Caveats), "10 janvier 2024") {
			t.Error("it does not say when it was registered")
		}
	}
}

func TestFewMeasuresShowNothing(t *testing.T) {
	f, ok := coOccurrence(registered(6, "2024-01-10"))
	if !ok {
		t.Fatal("a registered analysis that cannot be made is not mentioned")
	}
	for _, c := range f.Cells {
		if _, has := c.Value(); has {
			t.Error("a coefficient of six measures", c.At())
		}
	}
}

// Measures of one office are alike: offices of four count once, and eight are needed.
func TestOfficesArePermutedWhole(t *testing.T) {
	for offices, shown := range map[int]bool{7: false, 8: true} {
		in := registered(4*offices+1, "2024-01-10")
		for i := range in.Measures {
			in.Measures[i].Lead = fmt.Sprint("office ", min(i/4, offices-1))
			in.Measures[i].Occurred["evaluation"] = []string{"no", "yes"}[i/4%2]
		}
		f, _ := coOccurrence(in)
		c, _ := f.Cell("evaluated")
		note, args := c.Note()
		if !shown && (note != "note.few-offices" || args[1] != "7") || shown && note == "note.few-offices" {
			t.Error(offices, note, args)
		}
	}
	in := registered(33, "2024-01-10")
	for i := range in.Measures {
		in.Measures[i].Lead = ""
	}
	f, _ := coOccurrence(in)
	c, _ := f.Cell("evaluated")
	if note, args := c.Note(); note != "note.few-offices" || args[1] != "1" {
		t.Error("measures of no recorded office are taken for separate:", note, args)
	}
}

// With programmes of four and no association, at most one in twenty is found.
func TestProgrammesOfFourHoldTheLevel(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	found, runs := 0, 400
	for range runs {
		var ms []register.Measure
		var x, y []float64
		for o := range 10 {
			a, b := rng.NormFloat64(), rng.NormFloat64()
			for range 4 {
				ms = append(ms, register.Measure{Lead: fmt.Sprint(o)})
				x = append(x, math.Round(2+a+.5*rng.NormFloat64()))
				v := 0.0
				if b+.5*rng.NormFloat64() > 0 {
					v = 1
				}
				y = append(y, v)
			}
		}
		if tau, err := ranktest.TauB(byOffice(ms, x), byOffice(ms, y), 1); err == nil && tau.P <= .05 {
			found++
		}
	}
	if share := float64(found) / float64(runs); share > .075 {
		t.Errorf("%.3f of runs find an association", share)
	} else {
		t.Logf("%.3f", share)
	}
}
