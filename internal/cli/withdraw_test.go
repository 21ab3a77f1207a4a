package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What cannot be undone is first counted, and at a terminal asked for.
func TestWithdrawSaysHowMuchItDestroysAndAsks(t *testing.T) {
	dir := t.TempDir()
	rows := filepath.Join(dir, "rows.csv")
	list := "id,date,place,what happened,who says so,deaths\na,2031-03-01,Sable,raid (FICTION),a trader,0\nb,2031-03-02,Alba,raid (FICTION),a trader,0\nc,2031-03-03,Alba,raid (FICTION),a herder,0\n"
	if err := os.WriteFile(rows, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "basse")
	run := func(in string, asks bool, args ...string) (string, string) {
		t.Helper()
		var out, errs bytes.Buffer
		w := World{Args: append(args, "--dir", root), In: strings.NewReader(in), Out: &out, Err: &errs, Asks: asks,
			Env: func(string) string { return "" }, Now: func() time.Time { return time.Date(2032, 1, 1, 0, 0, 0, 0, time.UTC) }}
		if s := Run(context.Background(), w); s != 0 {
			t.Fatalf("%v: %d %s", args, s, errs.String())
		}
		return out.String(), errs.String()
	}
	run("", false, "init", "basse", "--fictional", "--from", rows)
	run("", false, "import")
	if out, _ := run("", false, "withdraw", "reports/a", "--dry-run"); !strings.Contains(out, "nothing was destroyed; 2 rows or submissions") {
		t.Error(out)
	}
	out, asked := run("non\n", true, "withdraw", "reports/a", "--lang", "fr")
	if !strings.Contains(asked, "détruire pour toujours 2 lignes ou envois de la même personne ? (oui/non)") || !strings.Contains(out, "rien n'a été détruit") {
		t.Error(asked, out)
	}
	if out, _ := run("oui\n", true, "withdraw", "reports/a", "--lang", "fr"); !strings.Contains(out, "2 lignes ou envois en tout") {
		t.Error(out)
	}
	if out, _ := run("", true, "withdraw", "reports/c", "--yes"); !strings.Contains(out, "1 row or submission in all") {
		t.Error(out)
	}
}
