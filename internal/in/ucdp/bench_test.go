package ucdp

import (
	"bytes"
	"os"
	"testing"

	"github.com/dires/dires/internal/when"
)

// large gives the rows of the demonstration again and again, each with an id
// of its own, below one header.
func large(t testing.TB, copies int) []byte {
	b := read(t, carFile)
	head, rows, _ := bytes.Cut(b, []byte("\n"))
	out := append(append([]byte{}, head...), '\n')
	id := []byte("1000000")
	for range copies {
		for l := range bytes.Lines(rows) {
			for i := len(id) - 1; ; i-- {
				if id[i]++; id[i] <= '9' {
					break
				}
				id[i] = '0'
			}
			_, rest, _ := bytes.Cut(l, []byte(","))
			out = append(append(append(out, id...), ','), rest...)
		}
	}
	return out
}

func BenchmarkRows(b *testing.B) {
	x := large(b, 20)
	b.SetBytes(int64(len(x)))
	b.ReportAllocs()
	from := cpu()
	defer func() { b.ReportMetric(float64(len(x))*float64(b.N)/1e6/(cpu()-from).Seconds(), "MB/cpu-s") }()
	for b.Loop() {
		rd, err := Open("ged.csv", bytes.NewReader(x), Options{Source: "s"})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for r := range rd.Rows() {
			if v, ok := r.Int(Best); ok {
				n += v
			}
		}
		if n != 20*14948 {
			b.Fatal(n)
		}
	}
}

func BenchmarkClaims(b *testing.B) {
	x := large(b, 5)
	b.SetBytes(int64(len(x)))
	b.ReportAllocs()
	from := cpu()
	defer func() { b.ReportMetric(float64(len(x))*float64(b.N)/1e6/(cpu()-from).Seconds(), "MB/cpu-s") }()
	for b.Loop() {
		rd, err := Open("ged.csv", bytes.NewReader(x), Options{Source: "s"})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for c := range rd.Claims() {
			if c.Incident != nil {
				n++
			}
		}
		if n != 5*1848 {
			b.Fatal(n)
		}
	}
}

// TestBenchFile reads the file that bench/ged made: once typed, every column
// of every row used, and once as claims.
func TestBenchFile(t *testing.T) {
	name := os.Getenv("DIRES_BENCH_GED")
	if name == "" {
		t.Skip("needs DIRES_BENCH_GED: see bench/ged")
	}
	run := func(what string, read func(*Reader) int) {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		from := cpu()
		rd, err := Open("ged.csv", f, Options{Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		n := read(rd)
		if err := rd.Err(); err != nil {
			t.Fatal(err)
		}
		s := (cpu() - from).Seconds()
		t.Logf("dires %s: %.0f MB/cpu-s, %.2f cpu-s, %d rows, %.0f rows/cpu-s, %d MB held at most", what, float64(info.Size())/1e6/s, s, n, float64(n)/s, held())
	}
	run("typed", func(rd *Reader) (n int) {
		var sum [columns]float64
		var last [2]when.Day
		for r := range rd.Rows() {
			n++
			for c, k := range &specs {
				switch c := Column(c); k.kind {
				case whole, flag:
					if x, ok := r.Int(c); ok {
						sum[c] += float64(x)
					}
				case real:
					if x, ok := r.Real(c); ok {
						sum[c] += x
					}
				case day:
					if d, ok := r.Day(c); ok {
						last[c&1] = max(last[c&1], d)
					}
				default:
					if len(r.Text(c)) > 0 {
						sum[c]++
					}
				}
			}
		}
		if sum[Best] == 0 || sum[SideA] != float64(n) || last[0] == 0 {
			t.Fatal(sum, last)
		}
		return n
	})
	run("claims", func(rd *Reader) (n int) {
		for c := range rd.Claims() {
			if c.Incident != nil {
				n++
			}
		}
		return n
	})
}
