package xlsform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkOpenAndConvert reads and converts each workbook of the folder that
// DIRES_BENCH_FORMS names (bench/xlsform/run.sh), or the templates.
func BenchmarkOpenAndConvert(b *testing.B) {
	dir := os.Getenv("DIRES_BENCH_FORMS")
	if dir == "" {
		dir = templates
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	for _, p := range paths {
		b.Run(strings.TrimSuffix(filepath.Base(p), ".xlsx"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				data, err := os.ReadFile(p)
				if err != nil {
					b.Fatal(err)
				}
				w, err := Open(p, data)
				if err != nil {
					b.Fatal(err)
				}
				if r := Convert(w, Options{}); r.XForm == nil {
					b.Fatal(r.Found)
				}
			}
		})
	}
}
