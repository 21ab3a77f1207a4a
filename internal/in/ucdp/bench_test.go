package ucdp

import (
	"bytes"
	"testing"
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
