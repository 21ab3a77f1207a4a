package survey

import (
	"encoding/csv"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gaps are the orders up to 512 that are not made, as the doc comment lists
// them.
var gaps = []int{52, 92, 100, 116, 156, 172, 184, 188, 232, 236, 244, 260, 268, 292, 324, 340, 344, 356, 372, 376, 404, 412, 428, 436, 452, 472, 476, 508}

func TestHadamardMatricesAreOrthogonal(t *testing.T) {
	for n := 1; n <= 512; n++ {
		order := n
		for order > 2 && order%4 != 0 || slices.Contains(gaps, order) {
			order++
		}
		if n > 60 && n%4 != 0 || n > 130 && n%44 != 0 {
			if got := n; order != n && construction(got) != none {
				t.Fatalf("order %d is made and not meant to be", got)
			}
			continue
		}
		h := Hadamard(n)
		if len(h) != order {
			t.Fatalf("for %d: order %d, want %d", n, len(h), order)
		}
		for i, row := range h {
			for j := range i + 1 {
				dot := 0
				for c := range row {
					if row[c] != 1 && row[c] != -1 {
						t.Fatalf("order %d: %d", order, row[c])
					}
					dot += int(row[c]) * int(h[j][c])
				}
				if want := map[bool]int{true: order}[i == j]; dot != want {
					t.Fatalf("order %d: rows %d and %d: %d", order, i, j, dot)
				}
			}
			if row[0] != 1 || h[0][i] != 1 {
				t.Fatalf("order %d: the first row or column is not all 1", order)
			}
		}
	}
}

func halvesFrame(t *testing.T, name string) frame {
	f, err := os.Open("testdata/halves/" + name + ".csv")
	check(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	check(t, err)
	d := frame{}
	for j, h := range rows[0] {
		for _, r := range rows[1:] {
			d[h] = append(d[h], r[j])
		}
	}
	return d
}

// The matrices are those that the script made in R by their definitions.
func TestHadamardIsThatOfTheScript(t *testing.T) {
	b, err := os.ReadFile("testdata/halves/hadamard.txt")
	check(t, err)
	for _, want := range strings.Split(strings.TrimSpace(string(b)), "\n\n") {
		var got []string
		for _, row := range Hadamard(strings.Count(want, "\n") + 1) {
			var cells []string
			for _, x := range row {
				cells = append(cells, strconv.Itoa(int(x)))
			}
			got = append(got, strings.Join(cells, " "))
		}
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("got\n%s\nwant\n%s", s, want)
		}
	}
}

// Every number of BRR, Fay and the jackknife is that of R's package survey
// with the same matrix.
func TestHalfSamplesEqualR(t *testing.T) {
	want := halvesFrame(t, "halves")
	samples := map[string]*Sample{}
	data := map[string]frame{}
	for i, name := range want["design"] {
		base, kind, _ := strings.Cut(name, "-")
		s, d := samples[name], data[name]
		if s == nil {
			d = halvesFrame(t, base)
			des := Design{Weights: d.num("w"), Clusters: []Factor{d.factor("ea")}}
			if base != "one" {
				des.Strata = d.factor("stratum")
			}
			full, err := New(des)
			check(t, err)
			kind, mse := strings.CutSuffix(kind, "-mse")
			switch kind {
			case "brr":
				s, err = full.HalfSamples(0, mse)
			case "fay":
				s, err = full.HalfSamples(0.3, mse)
			default:
				s, err = full.Jackknife(mse)
			}
			check(t, err)
			samples[name], data[name] = s, d
		}
		x, y, asked, sex := d.num("x"), d.num("y"), d.num("asked"), d.factor("sex")
		var v, se float64
		var df int
		one := func(e Estimate, err error, at int) {
			check(t, err)
			v, se, df = e.Value[at], e.SE[at], e.DF[at%e.Groups]
		}
		item := want["item"][i]
		switch want["case"][i] {
		case "total":
			e, err := s.Estimate(Query{}, Total(y))
			one(e, err, 0)
		case "mean":
			e, err := s.Estimate(Query{}, Mean(x), Mean(y))
			one(e, err, map[string]int{"x": 0, "y": 1}[item])
		case "cov":
			e, err := s.Estimate(Query{Cov: true}, Mean(x), Mean(y))
			check(t, err)
			v, df = e.Cov[1], e.DF[0]
		case "ratio":
			e, err := s.Estimate(Query{}, Ratio(y, x))
			one(e, err, 0)
		case "by":
			e, err := s.Estimate(Query{By: sex}, Mean(asked))
			one(e, err, map[string]int{"f": 0, "m": 1}[item])
		case "contrast":
			e, err := s.Estimate(Query{By: sex, Cov: true}, Mean(asked))
			check(t, err)
			c, err := e.Difference(0, 1)
			check(t, err)
			v, se, df = c.Value, c.SE, c.DF
		case "logit":
			f, err := s.Regress(asked, [][]float64{ones(len(x)), x}, Binomial, Query{})
			check(t, err)
			v, se, df = f.Coef[1], f.SE[1], f.DF+1
		case "raked":
			r, err := s.Rake([]Margin{{sex, []float64{3000, 2500}}})
			check(t, err)
			e, err := r.Estimate(Query{}, Mean(y))
			one(e, err, 0)
		}
		label := name + " " + want["case"][i] + " " + item
		tol := 1e-10
		if want["case"][i] == "logit" {
			tol = 1e-8
		}
		number := func(col string) float64 {
			f, err := strconv.ParseFloat(want[col][i], 64)
			check(t, err)
			return f
		}
		near(t, label, []float64{number("value"), number("se")}, []float64{v, se}, tol)
		// R counts degrees of freedom of the whole sample, here they are the domain's.
		if c := want["case"][i]; df != int(number("df")) && c != "by" && c != "contrast" {
			t.Errorf("%s: %d degrees of freedom, R has %g", label, df, number("df"))
		}
	}
	if len(samples) != 10 {
		t.Errorf("%d designs", len(samples))
	}
}

// halved is a design of strata of two areas, two households known in each.
func halved(strata int, rng *rand.Rand) (Design, []float64, []float64) {
	var d Design
	var ea, hh, st Factor
	var n1, n2, x, y []float64
	for h := range strata {
		for u := range 2 {
			area := rng.NormFloat64()
			for v := range 2 {
				st.Codes, ea.Codes, hh.Codes = append(st.Codes, int32(h)), append(ea.Codes, int32(2*h+u)), append(hh.Codes, int32(v))
				n1, n2 = append(n1, float64(3+h%4)), append(n2, float64(5+h%7))
				d.Weights = append(d.Weights, n1[len(n1)-1]*n2[len(n2)-1]/4)
				x = append(x, 5+rng.NormFloat64())
				y = append(y, 3+area+rng.NormFloat64())
			}
		}
	}
	d.Strata, d.Clusters, d.FPC = st, []Factor{ea, hh}, [][]float64{n1, n2}
	return d, x, y
}

// With sizes known at both stages the variance of a total is that of
// linearisation, whatever rho; R leaves out the sizes and the second stage.
func TestHalfSamplesKnowEveryStage(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, strata := range []int{1, 3, 7, 20, 33} {
		d, _, y := halved(strata, rng)
		s, err := New(d)
		check(t, err)
		want, err := s.Estimate(Query{}, Total(y))
		check(t, err)
		for _, rho := range []float64{0, 0.3, 0.9} {
			for _, mse := range []bool{false, true} {
				b, err := s.HalfSamples(rho, mse)
				check(t, err)
				got, err := b.Estimate(Query{}, Total(y))
				check(t, err)
				near(t, "SE of a total", want.SE, got.SE, 1e-12)
				if got.DF[0] != want.DF[0] {
					t.Errorf("%d strata: %d degrees of freedom, want %d", strata, got.DF[0], want.DF[0])
				}
				for _, f := range b.rep.factor {
					for _, x := range f {
						if x < -1e-12 || x > 2+1e-12 {
							t.Fatalf("a factor of %g", x)
						}
					}
				}
			}
		}
	}
}

// Intervals of a ratio and a median cover what they say over repeated samples.
func TestIntervalsFromHalfSamplesCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	const strata, areas, people, draws = 24, 12, 10, 1200
	type area struct{ x, y []float64 }
	var all [strata][areas]area
	var sx, sy float64
	for h := range all {
		for a := range all[h] {
			e := rng.NormFloat64()
			for range people {
				x := math.Exp(1 + 0.3*rng.NormFloat64())
				y := x * (0.5 + 0.1*e + 0.2*rng.NormFloat64() + 0.02*float64(h))
				all[h][a].x, all[h][a].y = append(all[h][a].x, x), append(all[h][a].y, y)
				sx, sy = sx+x, sy+y
			}
		}
	}
	truth := sy / sx
	cover := map[string]int{}
	for range draws {
		var d Design
		var ea, st Factor
		var n1, x, y []float64
		for h := range all {
			for u, a := range rng.Perm(areas)[:2] {
				for i := range people {
					st.Codes, ea.Codes = append(st.Codes, int32(h)), append(ea.Codes, int32(2*h+u))
					n1, d.Weights = append(n1, areas), append(d.Weights, areas/2)
					x, y = append(x, all[h][a].x[i]), append(y, all[h][a].y[i])
				}
			}
		}
		d.Strata, d.Clusters, d.FPC = st, []Factor{ea}, [][]float64{n1}
		s, err := New(d)
		check(t, err)
		for name, rho := range map[string]float64{"brr": 0, "fay": 0.5} {
			b, err := s.HalfSamples(rho, false)
			check(t, err)
			e, err := b.Estimate(Query{}, Ratio(y, x))
			check(t, err)
			if lo, hi, ok := e.Interval(0, 0.95); ok && lo <= truth && truth <= hi {
				cover[name]++
			}
		}
	}
	for _, name := range []string{"brr", "fay"} {
		share := float64(cover[name]) / draws
		t.Logf("%s: %.3f", name, share)
		if share < 0.93 || share > 0.97 {
			t.Errorf("%s: intervals of a ratio cover %.1f %%", name, 100*share)
		}
	}
}

func TestWhatCannotBeHalvedIsSaid(t *testing.T) {
	three := Factor{Codes: []int32{0, 0, 0, 1, 1}, Levels: []string{"north", "south"}}
	s, err := New(Design{Weights: ones(5), Strata: three})
	check(t, err)
	var o *OddError
	if _, err = s.HalfSamples(0, false); !errors.As(err, &o) || o.Stage != 1 || !slices.Equal(o.Strata, []string{"north"}) {
		t.Error(err)
	}
	lone := Factor{Codes: []int32{0, 0, 1}, Levels: []string{"north", "south"}}
	s, err = New(Design{Weights: ones(3), Strata: lone})
	check(t, err)
	var l *LonelyError
	if _, err = s.HalfSamples(0, false); !errors.As(err, &l) || l.Strata[0] != "south" {
		t.Error(err)
	}
	s, err = New(Design{Weights: ones(3), Strata: lone, Lonely: Certainty})
	check(t, err)
	b, err := s.HalfSamples(0, false)
	check(t, err)
	e, err := b.Estimate(Query{}, Total([]float64{1, 4, 100}))
	check(t, err)
	near(t, "a unit taken for certain is not halved", []float64{3}, []float64{e.SE[0]}, 1e-12)
	for _, rho := range []float64{-0.1, 1, math.NaN()} {
		if _, err := s.HalfSamples(rho, false); !errors.Is(err, ErrDesign) {
			t.Error(rho, err)
		}
	}
	if _, err := b.HalfSamples(0, false); !errors.Is(err, ErrDesign) {
		t.Error(err)
	}
	s, err = New(Design{Weights: ones(1), Lonely: Certainty})
	check(t, err)
	if _, err := s.HalfSamples(0, false); !errors.Is(err, ErrDesign) {
		t.Error(err)
	}
}
