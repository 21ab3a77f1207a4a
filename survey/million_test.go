package survey

import (
	"bufio"
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestMillionRows times the file of bench/survey/run.sh and compares with what
// R's survey gave for it.
func TestMillionRows(t *testing.T) {
	name := os.Getenv("DIRES_SURVEY_FILE")
	if name == "" {
		t.Skip("bench/survey/run.sh runs this")
	}
	num, code := readMillion(t, name)
	n := len(num["w"])
	median := func(what string, do func()) {
		var times []float64
		for range 5 {
			a, _ := usage()
			do()
			b, _ := usage()
			times = append(times, 1000*(b-a))
		}
		slices.Sort(times)
		t.Logf("%s: %.1f CPU-ms (%.1f to %.1f)", what, times[2], times[0], times[4])
	}
	d := Design{Weights: num["w"], Strata: code["stratum"], Clusters: []Factor{code["psu"]}}
	var s *Sample
	var err error
	median("design", func() { s, err = New(d); check(t, err) })
	q := Query{By: code["dom"]}
	var e Estimate
	median("mean, total, ratio by 50 domains", func() {
		e, err = s.Estimate(q, Mean(num["y"]), Total(num["y"]), Ratio(num["y"], num["x"]))
		check(t, err)
	})
	sum := 0.0
	for _, w := range num["w"] {
		sum += w
	}
	margin := func(f Factor, shares ...float64) Margin {
		for i := range shares {
			shares[i] *= sum
		}
		return Margin{f, shares}
	}
	margins := []Margin{margin(code["m1"], .3, .25, .2, .15, .1), margin(code["m2"], .4, .3, .2, .1),
		margin(code["m3"], 1.0/36, 2.0/36, 3.0/36, 4.0/36, 5.0/36, 6.0/36, 7.0/36, 8.0/36)}
	var k *Sample
	median("raking of 3 margins to 1e-12", func() { k, err = s.Rake(margins); check(t, err) })
	for _, m := range margins {
		have := make([]float64, len(m.Totals))
		for i, c := range m.Factor.Codes {
			have[c] += k.w[i]
		}
		near(t, "margin", m.Totals, have, 1e-12)
	}
	var b Estimate
	median("200 bootstrap replicates, made, and the mean", func() {
		r, err := s.Bootstrap(200, rand.New(rand.NewPCG(1, 1)))
		check(t, err)
		b, err = r.Estimate(Query{}, Mean(num["y"]))
		check(t, err)
	})
	_, peak := usage()
	t.Logf("%d rows, peak %d MB, reading included; bootstrap SE of the mean %.6g", n, peak, b.SE[0])
	if f := os.Getenv("DIRES_SURVEY_R"); f != "" {
		text, err := os.ReadFile(f)
		check(t, err)
		var r []float64
		for _, l := range strings.Fields(string(text)) {
			v, err := strconv.ParseFloat(l, 64)
			check(t, err)
			r = append(r, v)
		}
		near(t, "estimate", r[:150], e.Value, 1e-11)
		near(t, "standard error", r[150:300], e.SE, 1e-9)
		near(t, "raked weight", r[300:400], k.w[:100], 1e-10)
		near(t, "mean", r[400:], b.Value, 1e-12)
		t.Logf("every value as R's, errors to 1e-9")
	}
}

// readMillion reads numbers and codes of levels 1, 2, 3 ….
func readMillion(t *testing.T, name string) (num map[string][]float64, code map[string]Factor) {
	f, err := os.Open(name)
	check(t, err)
	defer f.Close()
	rows, buf := -1, make([]byte, 1<<16)
	for n := 1; n > 0; rows += bytes.Count(buf[:n], []byte("\n")) {
		n, _ = f.Read(buf)
	}
	_, err = f.Seek(0, io.SeekStart)
	check(t, err)
	in := bufio.NewScanner(f)
	in.Scan()
	head := strings.Split(in.Text(), ",")
	num, code = map[string][]float64{}, map[string]Factor{}
	nums, codes := make([][]float64, len(head)), make([][]int32, len(head))
	for j, h := range head {
		if h == "w" || h == "y" || h == "x" {
			nums[j] = make([]float64, 0, rows)
		} else {
			codes[j] = make([]int32, 0, rows)
		}
	}
	for in.Scan() {
		rest := in.Bytes()
		for j, h := range head {
			var cell []byte
			cell, rest, _ = bytes.Cut(rest, []byte(","))
			if h == "w" || h == "y" || h == "x" {
				v, err := strconv.ParseFloat(string(cell), 64)
				if err != nil {
					t.Fatal(err)
				}
				nums[j] = append(nums[j], v)
			} else {
				v, err := strconv.Atoi(string(cell))
				if err != nil {
					t.Fatal(err)
				}
				codes[j] = append(codes[j], int32(v-1))
			}
		}
	}
	check(t, in.Err())
	for j, h := range head {
		if nums[j] != nil {
			num[h] = nums[j]
			continue
		}
		f := Factor{Codes: codes[j]}
		for l := range slices.Max(codes[j]) + 1 {
			f.Levels = append(f.Levels, strconv.Itoa(int(l)+1))
		}
		code[h] = f
	}
	return num, code
}
