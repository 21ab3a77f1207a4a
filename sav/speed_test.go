package sav

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkColumns reads all columns of the files in $DIRES_SAV, as
// bench/sav/run.sh makes them.
func BenchmarkColumns(b *testing.B) {
	dir := os.Getenv("DIRES_SAV")
	if dir == "" {
		b.Skip("needs DIRES_SAV, a folder of .sav files: see bench/sav")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*sav"))
	if err != nil || len(names) == 0 {
		b.Fatal(names, err)
	}
	for _, name := range names {
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportAllocs()
			from := cpu()
			defer func() { b.ReportMetric((cpu()-from).Seconds()/float64(b.N), "cpu-s/op") }()
			for b.Loop() {
				r, err := os.Open(name)
				if err != nil {
					b.Fatal(err)
				}
				st, err := r.Stat()
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(st.Size())
				f, err := Open(filepath.Base(name), r)
				if err != nil {
					b.Fatal(err)
				}
				cols, err := f.Columns()
				if err != nil {
					b.Fatal(err)
				}
				if n := len(cols[0].Num); n != f.Cases {
					b.Fatal(n, f.Cases)
				}
				r.Close()
			}
		})
	}
}
