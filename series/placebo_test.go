package series

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// Without effects of the month, each date is Plain's own answer in its window,
// which equals that of statsmodels.
func TestPlaceboRanksWhatPlainGivesInEachWindow(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	y := noise(rng, 0.6)
	b, err := Placebo(y, 60, 12)
	if err != nil || b.Months {
		t.Fatal(b, err)
	}
	rank, at := 0, 0.0
	var all []float64
	for d := 12; d <= 108; d++ {
		c, err := Plain(y[d-12:d+12], 12)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, math.Abs(c.Step/c.StepSE))
		if d == 60 {
			at = all[len(all)-1]
			near(t, "step", b.Step, c.Step, 1e-9)
		}
	}
	for _, x := range all {
		if x >= at*(1-1e-9) {
			rank++
		}
	}
	near(t, "T", math.Abs(b.T), at, 1e-8)
	if b.Rank != rank || b.Dates != 97 {
		t.Errorf("rank %d of %d, want %d of 97", b.Rank, b.Dates, rank)
	}
}

func TestMonthsAreTakenOutWhereTheSeriesHasThem(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	y, season := make([]float64, 60), make([]float64, 60)
	for i := range y {
		y[i] = 0.1*rng.NormFloat64() + 0.01*float64(i)
		season[i] = y[i] + []float64{0, .5, 1, 2, 1, .5, 0, -1, -2, -1, 0, 0}[i%12]
		if i >= 30 {
			y[i]++
			season[i]++
		}
	}
	a, err := Placebo(y, 30, 12)
	if err != nil || a.Rank != 1 {
		t.Error(a, err)
	}
	b, err := Placebo(season, 30, 12)
	if err != nil || !b.Months || b.Rank > 2 || math.Abs(b.Step-1) > 0.35 {
		t.Error(b, err)
	}
}

// A break is admitted from 18 months inside with a margin of 12, on both sides.
func TestABreakNearAnEndIsRefused(t *testing.T) {
	y := noise(rand.New(rand.NewPCG(1, 1)), 0)
	for at, ok := range map[int]bool{17: false, 18: true, 102: true, 103: false} {
		if _, err := Placebo(y, at, 12); errors.Is(err, ErrShort) == ok {
			t.Errorf("%d: %v", at, err)
		}
	}
	if _, err := Placebo(y[:43], 21, 12); err != nil { // 20 dates
		t.Error(err)
	}
	if _, err := Placebo(y[:42], 21, 12); !errors.Is(err, ErrShort) {
		t.Error(err)
	}
}

// quiet are series without any break.
var quiet = []struct {
	name string
	of   func(*rand.Rand, int) []float64
}{
	{"independent", func(r *rand.Rand, n int) []float64 { return poissonAR(r, n, 0, 0) }},
	{"AR(0.5)", func(r *rand.Rand, n int) []float64 { return poissonAR(r, n, .5, 0) }},
	{"AR(0.8)", func(r *rand.Rand, n int) []float64 { return poissonAR(r, n, .8, 0) }},
	{"random walk", func(r *rand.Rand, n int) []float64 {
		y := make([]float64, n)
		for t := range y {
			y[t] = .15 * r.NormFloat64()
			if t > 0 {
				y[t] += y[t-1]
			}
		}
		return y
	}},
	{"seasonal", func(r *rand.Rand, n int) []float64 { return poissonAR(r, n, .5, .6) }},
	{"bursty", func(r *rand.Rand, n int) []float64 {
		c, b := make([]float64, n), 0.0
		for t := range c {
			if b *= .5; r.Float64() < .08 {
				b += 10 * (r.ExpFloat64() + r.ExpFloat64())
			}
			c[t] = poisson(r, 2+b)
		}
		return LogCounts(c)
	}},
	{"strongly seasonal", func(r *rand.Rand, n int) []float64 { return poissonAR(r, n, 0, .8) }},
}

func poissonAR(r *rand.Rand, n int, rho, season float64) []float64 {
	c := make([]float64, n)
	u := r.NormFloat64()
	for t := range c {
		if t > 0 {
			u = rho*u + math.Sqrt(1-rho*rho)*r.NormFloat64()
		}
		c[t] = poisson(r, math.Exp(2.5+.25*u+season*math.Sin(2*math.Pi*float64(t)/12)))
	}
	return LogCounts(c)
}

// The rank is a 5 % test at every admitted position, not on average only. With
// DIRES_LONG=1 it prints the table of docs/method/series.md.
func TestTheRankHoldsItsLevelAtEveryPosition(t *testing.T) {
	runs, most := 150, 0.13
	if os.Getenv("DIRES_LONG") == "1" {
		runs, most = 6000, 0.055
	}
	for _, n := range []int{60, 120} {
		for k, q := range quiet {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(k)))
			found := make([]int, n)
			for range runs {
				y := q.of(rng, n)
				for at := 18; at <= n-18; at++ {
					if b := placeboOf(t, y, at); b.P <= 0.05 {
						found[at]++
					}
				}
			}
			worst := slices.Max(found)
			total := 0
			for _, f := range found {
				total += f
			}
			share := float64(worst) / float64(runs)
			t.Logf("| %d | %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% |", n, q.name, 100*float64(found[18])/float64(runs), 100*float64(total)/float64(runs*(n-35)),
				100*float64(found[n-18])/float64(runs), 100*share)
			if share > most {
				t.Errorf("%d months, %s: %.1f %% at position %d", n, q.name, 100*share, slices.Index(found, worst))
			}
		}
	}
}

// placeboOf keeps the last series' dates: a position is a rank among them.
func placeboOf(t *testing.T, y []float64, at int) Break {
	t.Helper()
	if lastSeries.y == nil || &lastSeries.y[0] != &y[0] {
		z, w, _ := withoutMonths(y)
		lastSeries.y, lastSeries.ts = y, nil
		for d := 12; d <= len(y)-12; d++ {
			lastSeries.ts = append(lastSeries.ts, math.Abs(weighted(z[d-12:d+12], w[d-12:d+12], 12).studentised()))
		}
		b, err := Placebo(y, at, 12) // the same as the whole function gives
		if err != nil {
			t.Fatal(err)
		}
		if got := rankOf(lastSeries.ts, at-12); got != b.Rank {
			t.Fatalf("rank %d, want %d", got, b.Rank)
		}
	}
	r := rankOf(lastSeries.ts, at-12)
	return Break{Rank: r, P: float64(r) / float64(len(lastSeries.ts))}
}

var lastSeries struct {
	y, ts []float64
}

func rankOf(ts []float64, i int) (r int) {
	for _, t := range ts {
		if t >= ts[i]*(1-1e-12) {
			r++
		}
	}
	return r
}
