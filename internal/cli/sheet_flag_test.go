package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/sheet"
)

// twoSheets writes a workbook whose sheets could both be meant.
func twoSheets(t *testing.T, name string, a, b [][]any) {
	t.Helper()
	k := sheet.NewBook()
	for i, rows := range [][][]any{a, b} {
		var head []string
		for _, h := range rows[0] {
			head = append(head, h.(string))
		}
		if err := k.Sheet([]string{"Un", "Deux"}[i], head...); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if err := k.Row(r...); err != nil {
				t.Fatal(err)
			}
		}
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := k.WriteTo(f); err != nil {
		t.Fatal(err)
	}
}

// Whatever a tool reads from a workbook, one can say from which sheet.
func TestEveryWorkbookOfAToolHasAFlagForItsSheet(t *testing.T) {
	dir := t.TempDir()
	in := func(n string) string { return filepath.Join(dir, n) }
	twoSheets(t, in("m.xlsx"), [][]any{{"area", "total"}, {"n", 10}, {"s", 30}}, [][]any{{"area", "year", "total"}, {"n", 2030, 1}})
	twoSheets(t, in("event.xlsx"), [][]any{{"data.source", "base.categories", "l1"}, {"A", "x", "y"}}, [][]any{{"data.source", "base.categories", "l1", "l2"}, {"A", "x", "y", "z"}})
	twoSheets(t, in("w.xlsx"), [][]any{{"id", "verbatim", "subject_type", "subject", "term", "speaker_class"}, {"1", "On l'a vu.", "event", "e1", "bandits", "resident"}},
		[][]any{{"id", "verbatim", "subject_type", "subject", "term", "speaker_class", "note"}, {"2", "Rien.", "event", "e1", "bandits", "resident", "x"}})
	twoSheets(t, in("c.xlsx"), [][]any{{"a", "b"}, {"x", "x"}, {"y", "y"}}, [][]any{{"a", "b", "c"}, {"x", "x", "y"}, {"y", "x", "y"}})
	rec := "record_id,source,date_start,latitude,longitude,type\n1,A,2031-01-01,12.5,3.1,x\n"
	for n, s := range map[string]string{"p.csv": "area,w\nn,1\nn,2\ns,1\ns,3\n", "a.csv": rec, "b.csv": strings.ReplaceAll(rec, ",A,", ",B,")} {
		if err := os.WriteFile(in(n), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		flag string
		args []string
	}{
		{"--margins-sheet", []string{"tool", "estimate", in("p.csv"), "total", "w", "--srs", "--weights", "w", "--poststratify", in("m.xlsx")}},
		{"--taxonomy-sheet", []string{"tool", "link", in("a.csv"), in("b.csv"), "--taxonomy", in("event.xlsx"), "--out", in("o.csv")}},
		{"--sheet", []string{"tool", "words", "--kind", "naming", in("w.xlsx")}},
		{"--sheet", []string{"tool", "agree", in("c.xlsx")}},
		{"--sheet", []string{"tool", "estimate", in("m.xlsx"), "mean", "total"}},
	} {
		run := func(args ...string) (int, string) {
			var out bytes.Buffer
			status := Run(context.Background(), World{Args: args, In: strings.NewReader(""), Out: io.Discard, Err: &out, Env: func(string) string { return "" }, Locale: "en", Now: time.Now})
			return status, out.String()
		}
		if status, said := run(append(c.args, c.flag, "Un")...); strings.Contains(said, "A259") || strings.Contains(said, "unknown flag") || status == 2 {
			t.Errorf("%v %s Un: %d %s", c.args[:2], c.flag, status, said)
		}
		if status, said := run(append(c.args, c.flag, "Trois")...); status == 0 || !strings.Contains(said, "A245") {
			t.Errorf("%v %s Trois: %d %s", c.args[:2], c.flag, status, said)
		}
	}
}
