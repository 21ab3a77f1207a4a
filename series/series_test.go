package series

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

var long = flag.Bool("long", false, "run the whole simulation of false positives (2,000 runs)")

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.Abs(got-want) > tol*math.Max(1e-9, math.Abs(want)) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

func TestFitsEqualTheReference(t *testing.T) {
	b, err := os.ReadFile("testdata/ref/series.json")
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Counts, Level []float64
		At, Rank      int
		Step, Slope   float64
		PlainSE       []float64 `json:"plain_se"`
		PlainP        float64   `json:"plain_p"`
		HACSE         []float64 `json:"hac_se"`
		HACP          float64   `json:"hac_p"`
		Steps         []float64 `json:"placebo_steps"`
		Penalty       float64
		Pelt          []int
		Low           []float64 `json:"season_low"`
		High          []float64 `json:"season_high"`
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	y := LogCounts(r.Counts)
	before := slices.Clone(y)
	p, err := Plain(y, r.At)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "step", p.Step, r.Step, 1e-9)
	near(t, "slope", p.Slope, r.Slope, 1e-9)
	near(t, "plain SE", p.StepSE, r.PlainSE[0], 1e-9)
	near(t, "plain slope SE", p.SlopeSE, r.PlainSE[1], 1e-9)
	near(t, "plain p", p.StepP, r.PlainP, 1e-8)
	h, err := HAC(y, r.At, 6)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "HAC SE", h.StepSE, r.HACSE[0], 1e-8)
	near(t, "HAC slope SE", h.SlopeSE, r.HACSE[1], 1e-8)
	near(t, "HAC p", h.StepP, r.HACP, 1e-7)
	c, err := ChangePoints(r.Level, Normal, r.Penalty, 2)
	if err != nil {
		t.Fatal(err)
	}
	var ends []int
	for _, s := range c.Segments {
		ends = append(ends, s.To)
	}
	if !slices.Equal(ends, r.Pelt) || len(ends) < 3 {
		t.Errorf("segments end at %v, want %v", ends, r.Pelt)
	}
	s, err := Seasons(r.Counts, 12, 0, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s {
		near(t, "low", s[i].Low, r.Low[i], 1e-9)
		near(t, "high", s[i].High, r.High[i], 1e-9)
	}
	if !slices.Equal(before, y) {
		t.Error("an input was changed")
	}
}

// noise is the simulation of the method page: 120 months without any effect.
func noise(rng *rand.Rand, rho float64) []float64 {
	c := make([]float64, 120)
	u := rng.NormFloat64()
	for t := range c {
		if t > 0 {
			u = rho*u + math.Sqrt(1-rho*rho)*rng.NormFloat64()
		}
		c[t] = poisson(rng, math.Exp(2.5+0.006*float64(t)+0.25*u))
	}
	return LogCounts(c)
}

func poisson(rng *rand.Rand, mean float64) (k float64) {
	for p := rng.Float64(); p > math.Exp(-mean); k++ {
		p *= rng.Float64()
	}
	return k
}

// Textbook inference finds breaks in noise; the rank among placebo dates does
// not. Run with -long for the figures of docs/method/series.md.
func TestFalsePositivesUnderAutocorrelation(t *testing.T) {
	runs, slack := 250, 0.07
	if *long {
		runs, slack = 2000, 0.03
	}
	for _, c := range []struct{ rho, plain, hac float64 }{{0, 0.048, 0.108}, {0.3, 0.096, 0.119}, {0.6, 0.202, 0.159}, {0.8, 0.342, 0.219}} {
		rng := rand.New(rand.NewPCG(11, uint64(10*c.rho)))
		var plain, hac, placebo float64
		for range runs {
			y := noise(rng, c.rho)
			p, err := Plain(y, 60)
			if err != nil {
				t.Fatal(err)
			}
			h, err := HAC(y, 60, 6)
			if err != nil {
				t.Fatal(err)
			}
			k, err := Placebo(y, 60, 24)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(p.Step/p.StepSE) > 1.98 {
				plain++
			}
			if math.Abs(h.Step/h.StepSE) > 1.98 {
				hac++
			}
			if k.P <= 0.05 {
				placebo++
			}
		}
		n := float64(runs)
		t.Logf("rho %.1f: plain %.1f %%, HAC %.1f %%, placebo rank %.1f %%", c.rho, 100*plain/n, 100*hac/n, 100*placebo/n)
		if math.Abs(plain/n-c.plain) > slack || math.Abs(hac/n-c.hac) > slack {
			t.Errorf("rho %.1f: plain %.3f, HAC %.3f, published %.3f and %.3f", c.rho, plain/n, hac/n, c.plain, c.hac)
		}
		if placebo/n > 0.08 {
			t.Errorf("rho %.1f: placebo rank finds a break in %.3f", c.rho, placebo/n)
		}
	}
}

func TestAPlainStepIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	y := make([]float64, 120)
	for i := range y {
		y[i] = 0.1 * rng.NormFloat64()
		if i >= 60 {
			y[i]++
		}
	}
	b, err := Placebo(y, 60, 24)
	if err != nil || b.Rank != 1 || math.Abs(b.Step-1) > 0.2 {
		t.Errorf("%+v %v", b, err)
	}
	shifted := make([]float64, len(y))
	for i, v := range y {
		shifted[i] = v + 5 + 0.3*float64(i)
	}
	if c, _ := Placebo(shifted, 60, 24); c.Rank != b.Rank || math.Abs(c.Step-b.Step) > 1e-9 {
		t.Errorf("a level and a trend change the step: %v, %v", c, b)
	}
}

func TestWhatCannotBeComputedSaysWhy(t *testing.T) {
	if _, err := Placebo(make([]float64, 30), 15, 10); !errors.Is(err, ErrShort) {
		t.Error(err)
	}
	if _, err := Placebo(make([]float64, 120), 60, 24); !errors.Is(err, ErrFlat) {
		t.Error(err)
	}
	if _, err := Plain([]float64{1, 2}, 1); !errors.Is(err, ErrShort) {
		t.Error(err)
	}
	if _, err := Seasons([]float64{1}, 12, 0, 0.95); !errors.Is(err, ErrShort) {
		t.Error(err)
	}
}
