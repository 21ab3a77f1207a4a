package press

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden site anew")

// The whole site of Orvanie, printed and kept: text files as they are, the
// sheet (which every page repeats) named instead, archives and compressed
// siblings left out. Whoever changes a page sees here what readers will see.
func TestTheWholeSite(t *testing.T) {
	got := golden(printed(t))
	name := filepath.Join("testdata", "orvanie.site.txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := string(b)
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	file := ""
	for i := range min(len(g), len(w)) {
		if strings.HasPrefix(w[i], "-- ") {
			file = w[i]
		}
		if g[i] != w[i] {
			t.Fatalf("%s line %d of the golden site:\n got %.300s\nwant %.300s\nIf that is meant: go test ./internal/press -run TheWholeSite -update", file, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%d lines, want %d", len(g), len(w))
}

var (
	sheet   = regexp.MustCompile(`(?s)<style>.*?</style>`)
	digests = regexp.MustCompile(`'sha256-[^']*'`)
	hex64   = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	sizes   = regexp.MustCompile(`"bytes": \d+`)
)

// golden joins the text files of a site, in order, into one that a person can
// read; hashes and sizes, which follow from the rest, are named.
func golden(files map[string]string) string {
	var b strings.Builder
	for _, n := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(n, ".br") || strings.HasSuffix(n, ".gz") || strings.HasSuffix(n, ".zip") || strings.HasSuffix(n, ".docx") || strings.Contains(n, "/latest/") {
			continue
		}
		s := files[n]
		if strings.HasSuffix(n, "edition.json") || strings.HasSuffix(n, ".trace.csv") || strings.HasSuffix(n, "places.json") || strings.HasSuffix(n, "places.csv") || strings.HasSuffix(n, "places.excel-fr.csv") {
			s = firstLines(s, 12)
		}
		s = sheet.ReplaceAllString(s, "<style>SHEET</style>")
		s = digests.ReplaceAllString(s, "'HASH'")
		s = hex64.ReplaceAllString(s, "HASH")
		s = sizes.ReplaceAllString(s, `"bytes": N`)
		b.WriteString("-- " + n + " --\n" + s)
		if !strings.HasSuffix(s, "\n") {
			b.WriteString("\n")
		}
	}
	return b.String()
}

func firstLines(s string, n int) string {
	ls := strings.SplitAfter(s, "\n")
	if len(ls) <= n {
		return s
	}
	return strings.Join(ls[:n], "") + "…\n"
}
