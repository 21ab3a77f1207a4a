package sdc

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// hundred is 100,000 rows with six key columns, about 15,600 of them alone of
// their kind; with DIRES_ROWS_CSV they are written there, for a peer.
func hundred(tb testing.TB) (Keys, []float64) {
	tb.Helper()
	rng := rand.New(rand.NewPCG(11, 1))
	cols, w := make([][]int32, 6), make([]float64, 100_000)
	for c := range cols {
		cols[c] = make([]int32, len(w))
		levels := 7.0
		if c > 2 {
			levels = 6
		}
		for i := range cols[c] {
			cols[c][i] = int32(levels * math.Pow(rng.Float64(), 2.03))
		}
	}
	for i := range w {
		w[i] = 10 + float64(rng.IntN(90))
	}
	k, err := NewKeys(cols...)
	if err != nil {
		tb.Fatal(err)
	}
	if name := os.Getenv("DIRES_ROWS_CSV"); name != "" {
		f, err := os.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		defer f.Close()
		out := csv.NewWriter(f)
		_ = out.Write([]string{"k1", "k2", "k3", "k4", "k5", "k6"})
		for i := range w {
			var row []string
			for c := range cols {
				row = append(row, strconv.Itoa(int(cols[c][i])))
			}
			_ = out.Write(row)
		}
		out.Flush()
	}
	return k, w
}

// measured runs f and says how many rows were alone and how much was withheld.
func measured(b *testing.B, f func(Keys, Wish) (Blanked, error), rule Rule) {
	k, w := hundred(b)
	alone := 0
	fs, _ := Frequencies(k, w, Wildcard)
	for _, x := range fs {
		if x.Sample == 1 {
			alone++
		}
	}
	for b.Loop() {
		x, err := f(k, Wish{K: 3, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, v := range x.Values {
			n += v
		}
		b.StopTimer()
		after, _ := Frequencies(x.Keys, nil, rule)
		for _, y := range after {
			if y.Sample < 3 {
				b.Fatal("a row is short")
			}
		}
		b.StartTimer()
		b.ReportMetric(float64(n), "withheld")
		b.ReportMetric(float64(alone), "alone")
	}
}

func BenchmarkRowsAny100k(b *testing.B)  { measured(b, Blank, Wildcard) }
func BenchmarkRowsSame100k(b *testing.B) { measured(b, Merge, Category) }

func BenchmarkRowsRisk100k(b *testing.B) {
	k, w := hundred(b)
	for b.Loop() {
		f, err := Frequencies(k, w, Wildcard)
		if err != nil {
			b.Fatal(err)
		}
		sum := 0.0
		for _, x := range f {
			sum += Risk(x)
		}
		if sum == 0 {
			b.Fatal(fmt.Sprint(sum))
		}
	}
}
