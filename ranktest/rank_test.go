package ranktest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Eight measures: the highest rung civil society was given, and whether an
// evaluation was held. FICTION.
func ExampleTauB() {
	rung := []float64{0, 0, 1, 1, 2, 3, 4, 5}
	evaluated := []float64{0, 0, 0, 1, 0, 1, 1, 1}
	t, err := TauB(rung, evaluated, 1)
	fmt.Printf("%.3f p %.4f n %d exact %v %v\n", t.Value, t.P, t.N, t.Exact, err)
	// Output: 0.637 p 0.0857 n 8 exact true <nil>
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*max(1, math.Abs(want))) {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

// R 4.2.2: cor.test(x, y, method = "kendall", exact = TRUE) without ties;
// cor(x, y, method = "kendall"), which is tau-b, with them.
func TestReference(t *testing.T) {
	for _, c := range []struct {
		x, y   []float64
		tau, p float64
	}{
		{[]float64{3.1, 1.2, 5.5, 2.2, 4.4, 6.1, 0.3, 7.7, 9.2, 8.8}, []float64{2, 1, 6, 4, 3, 7, 5, 8, 10, 9}, 0.733333333333333, 0.00221285273368599},
		{[]float64{12, 4, 7, 1, 9, 3, 15, 2, 8, 11, 6, 5, 14, 10, 13}, []float64{10, 3, 9, 4, 12, 1, 13, 2, 5, 8, 11, 6, 15, 7, 14}, 0.657142857142857, 0.000330370901634236},
		{[]float64{0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 0, 1}, []float64{0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1}, 0.557086014531156, 0},
		{[]float64{1, 2, 2, 3, 4, 4, 5}, []float64{2, 1, 3, 3, 5, 4, 5}, 0.789473684210526, 0},
	} {
		got, err := TauB(c.x, c.y, 1)
		if err != nil || !got.Exact {
			t.Fatal(got, err)
		}
		near(t, "tau", got.Value, c.tau, 1e-12)
		if c.p > 0 {
			near(t, "p", got.P, c.p, 1e-12)
		}
	}
}

// counted goes through every order of y.
func counted(x, y []float64) float64 {
	a, _ := dense(x)
	b, _ := dense(y)
	s := abs(score(a, b))
	far, all := 0, 0
	var walk func(k int)
	walk = func(k int) {
		if k == len(b) {
			all++
			if abs(score(a, b)) >= s {
				far++
			}
			return
		}
		for i := k; i < len(b); i++ {
			b[k], b[i] = b[i], b[k]
			walk(k + 1)
			b[k], b[i] = b[i], b[k]
		}
	}
	walk(0)
	return float64(far) / float64(all)
}

func TestExactIsEveryPairingCounted(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		n := 4 + rng.IntN(5)
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			x[i], y[i] = float64(rng.IntN(1+rng.IntN(9))), float64(rng.IntN(1+rng.IntN(9)))
		}
		got, err := TauB(x, y, 1)
		if errors.Is(err, ErrConstant) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprint(x, y), got.P, counted(x, y), 1e-12)
	}
}

// Order of the units, scale, and which is first change nothing; turning one
// round turns the sign. Inputs stay as they are.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	x, y := make([]float64, 24), make([]float64, 24)
	for i := range x {
		x[i], y[i] = float64(rng.IntN(6)), float64(rng.IntN(3))
	}
	x0, y0 := slices.Clone(x), slices.Clone(y)
	base, err := TauB(x, y, 1)
	if err != nil || !base.Exact {
		t.Fatal(base, err)
	}
	swapped, err := TauB(y, x, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "swapped", swapped.Value, base.Value, 1e-15)
	near(t, "swapped p", swapped.P, base.P, 1e-12)
	rng.Shuffle(24, func(i, j int) { x[i], x[j], y[i], y[j] = x[j], x[i], y[j], y[i] })
	for i := range x {
		x[i], y[i] = math.Exp(x[i]), -3*y[i]
	}
	turned, err := TauB(x, y, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "turned", turned.Value, -base.Value, 1e-15)
	near(t, "turned p", turned.P, base.P, 1e-12)
	if _, err := TauB(x0, y0, 1); err != nil {
		t.Fatal(err)
	}
	c := slices.Clone(x0)
	slices.Sort(c)
	if slices.Equal(c, x0) {
		t.Error("inputs were sorted")
	}
}

// Where the distribution is too large to count, drawing comes near it and
// says so.
func TestDrawnPairings(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	x, y := make([]float64, 40), make([]float64, 40)
	for i := range x {
		x[i] = float64(rng.IntN(36))
		y[i] = x[i] + float64(rng.IntN(120))
	}
	got, err := TauB(x, y, 1)
	if err != nil || got.Exact || got.Draws == 0 {
		t.Fatal(got, err)
	}
	again, err := TauB(x, y, 1)
	if err != nil || again != got {
		t.Error("the same seed gives another P")
	}
	// The normal approximation is good at n = 40.
	z := got.Value * math.Sqrt(9*40*39/(2*(2*40+5.0)))
	if p := math.Erfc(math.Abs(z) / math.Sqrt2); math.Abs(p-got.P) > 0.02 {
		t.Error(got.P, p)
	}
}

// Under random pairing a nominal 5 % is reached in at most 5 % of the cases:
// an exact test keeps its level.
func TestLevelIsKept(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	hit := 0
	const runs = 1500
	for range runs {
		x, y := make([]float64, 14), make([]float64, 14)
		for i := range x {
			x[i], y[i] = float64(rng.IntN(6)), float64(rng.IntN(2))
		}
		got, err := TauB(x, y, 1)
		if err == nil && got.P <= 0.05 {
			hit++
		}
	}
	if f := float64(hit) / runs; f > 0.065 || f < 0.02 {
		t.Errorf("%.3f of independent orders came below 5 %%", f)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		x, y []float64
		is   error
	}{
		{[]float64{1, 2, 3}, []float64{1, 2, 3}, ErrFew},
		{[]float64{1, 1, 1, 1}, []float64{1, 2, 3, 4}, ErrConstant},
		{[]float64{1, 2, 3, math.NaN()}, []float64{1, 2, 3, 4}, ErrMissing},
		{[]float64{1, 2, 3, 4}, []float64{1, 2, 3, math.Inf(1)}, ErrMissing},
	} {
		if _, err := TauB(c.x, c.y, 1); !errors.Is(err, c.is) {
			t.Error(err, c.is)
		}
	}
}
