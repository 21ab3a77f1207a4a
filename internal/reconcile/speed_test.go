package reconcile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/test/linkcase"
)

// TestSpeedOfTheWhole prints what Propose costs from records with their words,
// for bench/README.md; DIRES_SPEED lists records per source, in thousands.
func TestSpeedOfTheWhole(t *testing.T) {
	list := os.Getenv("DIRES_SPEED")
	if list == "" {
		t.Skip("DIRES_SPEED lists no sizes")
	}
	for _, s := range strings.Split(list, ",") {
		k, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		c := linkcase.Case{Seed: 1, Sources: 2, Records: k * 1000, Common: 0.5, Towns: 60 + k, Days: 365 * 20, Imprecise: []float64{0, .2}, Noise: 1, Spread: 1}
		m := linkcase.Make(c)
		var rs []Record
		for _, r := range m.Rows() {
			rs = append(rs, Record(r))
		}
		runtime.GC()
		start := time.Now()
		prop, err := Propose(rs, nil, Defaults())
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		x := measure(prop, m.Same, m.Part)
		fmt.Printf("%dk + %dk: %.2f s, %d links, F1 %.3f\n", k, k, took.Seconds(), len(prop.Links), x.same)
	}
}

// TestWriteReportsForTheStore writes two lists of DIRES_SPEED_REPORTS thousand
// reports each below DIRES_SPEED_DIR, for bench/link/store.sh.
func TestWriteReportsForTheStore(t *testing.T) {
	k, err := strconv.Atoi(os.Getenv("DIRES_SPEED_REPORTS"))
	if err != nil {
		t.Skip("DIRES_SPEED_REPORTS is no number")
	}
	m := linkcase.Make(linkcase.Case{Seed: 1, Sources: 2, Records: k * 1000, Common: 0.5, Towns: 60 + k, Days: 365 * 20, Imprecise: []float64{0, .2}, Noise: 1, Spread: 1})
	for i, rows := range m.Sets {
		f, err := os.Create(filepath.Join(os.Getenv("DIRES_SPEED_DIR"), string(rune('a'+i))+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(linkcase.WriteReports(f, rows), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
