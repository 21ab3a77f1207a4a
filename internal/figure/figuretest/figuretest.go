// Package figuretest compares figures with a text that a person can read: each
// number, reason, note and contributor on a line of its own.
package figuretest

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares figures, in their order, with a file in testdata.
func Golden(t *testing.T, name string, fs []figure.Figure) {
	t.Helper()
	var b strings.Builder
	for _, f := range fs {
		dump(&b, f)
	}
	path := "testdata/" + name
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
		t.Errorf("%s differs; where that is meant, run the test with -update:\n%s", path, d)
	}
}

func dump(b *strings.Builder, f figure.Figure) {
	fmt.Fprintf(b, "%s  %s  %s  %s\n", f.ID, f.Shape, f.Unit, f.Method)
	for _, x := range []struct {
		what string
		text lang.Text
	}{{"title", f.Title}, {"sentence", f.Sentence}} {
		fmt.Fprintf(b, "  %s: %s\n", x.what, english(x.text))
	}
	for _, c := range f.Caveats {
		fmt.Fprintf(b, "  caveat: %s\n", english(c))
	}
	if len(f.Beside) > 0 {
		fmt.Fprintf(b, "  beside: %s\n", strings.Join(f.Beside, ", "))
	}
	for _, d := range f.Dims {
		fmt.Fprintf(b, "  %s:", d.ID)
		for i, k := range d.Keys {
			fmt.Fprintf(b, " %s=%s;", k, english(d.Labels[i]))
		}
		b.WriteString("\n")
	}
	for _, r := range f.Relations {
		fmt.Fprintf(b, "  relation: %+v\n", r)
	}
	for _, n := range f.Named {
		fmt.Fprintf(b, "  named %s (said %v, in %d): %s\n", n.Total, n.Said, n.In, cell(n.Cell))
	}
	for _, c := range f.Basis {
		fmt.Fprintf(b, "  rests on: %s\n", cell(c))
	}
	for _, c := range f.Cells {
		fmt.Fprintf(b, "  [%s] %s\n", strings.Join(c.At(), ", "), cell(c))
		for _, s := range c.Sayings() {
			fmt.Fprintf(b, "    %s %s %q as %q quotable %v %v %s\n", s.Class, s.Claim, s.Term, s.Label, s.Quotable, s.Flags, s.On)
		}
	}
	b.WriteString("\n")
}

// cell writes a cell on one line; floats to six digits, far below what any page shows.
func cell(c figure.Cell) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if v, ok := c.Value(); ok {
		add("%.6g", v)
	}
	if low, high, spread := c.Range(); spread != figure.NoSpread {
		add("%s %.6g…%.6g at %g", spread, low, high, c.Level())
	}
	if c.Why() != "" {
		add("%s", c.Why())
	}
	if note, args := c.Note(); note != "" {
		add("%s%v", note, args)
	}
	by := c.By()
	add("n %d of %d by %d/%d/%d public %v refs %d looked in %d", c.N(), c.Of(), by.Speakers, by.Monitors, by.Orgs, by.Public,
		len(c.Trace().Refs), len(c.Trace().Looked))
	if refs := c.Trace().Refs; len(refs) > 0 {
		add("from %s row %d", refs[0].Claim, refs[0].Row)
	}
	return strings.Join(parts, "  ")
}

func english(t lang.Text) string { s, _ := t.In(lang.English); return s }
