package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/dires/dires/internal/diag"
)

// A coordinator whose list has one fault in a thousand rows reads it once, and
// finds the one grave row first.
func TestAFaultOfAWholeColumnIsSaidOnce(t *testing.T) {
	var l diag.List
	for row := 2; row <= 1001; row++ {
		l.Add("A163", diag.At{File: "reports.csv", Row: row, Field: "qui le dit"}, "…")
	}
	for _, row := range []int{7, 8, 9, 40, 90} {
		l.Add("A166", diag.At{File: "reports.csv", Row: row}, row-1)
	}
	l.Add("D705", diag.At{File: "inbox/reports.csv"}, "gao")
	for tag, want := range map[string][]string{
		"fr": {"reports.csv:7: erreur A166: Ce rapport est le même que celui de la ligne 6", "reports.csv:8: erreur", "reports.csv:9: erreur",
			"  et 2 fois encore A166, lignes 40, 90", "inbox/reports.csv: remarque D705", "reports.csv:2: qui le dit: remarque A163", "  et 999 fois encore A163, lignes 3–1001"},
		"en": {"row 6", "reports.csv:8: error", "reports.csv:9: error", "  and 2 more A166, rows 40, 90", "D705", "reports.csv:2:", "  and 999 more A163, rows 3–1001"},
	} {
		var e bytes.Buffer
		a := &app{lang: tag, World: World{Err: &e}}
		a.some(l)
		got := strings.Split(strings.TrimSpace(e.String()), "\n")
		if len(got) != len(want) {
			t.Fatalf("%d lines, not %d:\n%s", len(got), len(want), e.String())
		}
		for i, w := range want {
			if !strings.Contains("  "+got[i], w) {
				t.Errorf("line %d: no %q in %q", i+1, w, got[i])
			}
		}
	}
	var e bytes.Buffer
	twice := &app{World: World{Err: &e}}
	for range 2 {
		twice.some(l[len(l)-1:])
	}
	if n := strings.Count(e.String(), "D705"); n != 1 {
		t.Errorf("what is about no row is said %d times", n)
	}
	var out bytes.Buffer
	a := &app{json: true, World: World{Out: &out}}
	a.some(l)
	if n := strings.Count(out.String(), "\n"); n != len(l) {
		t.Errorf("%d objects of %d findings", n, len(l))
	}
}

func TestRowsAreListedByRangesAndNotForEver(t *testing.T) {
	var l diag.List
	for row := 1; row < 100; row += 2 {
		l.Add("A169", diag.At{Row: row})
	}
	if got := rowList(l); got != "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, …" {
		t.Error(got)
	}
	if got := rowList(l[:1]); got != "1" {
		t.Error(got)
	}
}
