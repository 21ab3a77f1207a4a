package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dires": main})
}

// TestScripts are the manual of the command line, as tests.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_GB.UTF-8")
			howto, err := filepath.Abs("../../docs/howto")
			e.Setenv("HOWTO", howto)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"replace": replace},
	})
}

// replace FILE OLD NEW is what a person does in a text editor.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if strings.Count(text, args[1]) != 1 {
		ts.Fatalf("%s has %q %d times", args[0], args[1], strings.Count(text, args[1]))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

// TestTheFirstStudyIsWalkedAsWritten holds the howto to its script: each
// command of the page, in the page's order, is run by the script of that
// language.
func TestTheFirstStudyIsWalkedAsWritten(t *testing.T) {
	for page, script := range map[string]string{"first-study.md": "first_study.txtar", "first-study.fr.md": "first_study_fr.txtar"} {
		text, err := os.ReadFile(filepath.Join("../../docs/howto", page))
		if err != nil {
			t.Fatal(err)
		}
		walked, err := os.ReadFile(filepath.Join("testdata/script", script))
		if err != nil {
			t.Fatal(err)
		}
		rest, n := strings.ReplaceAll(string(walked), "'", "\""), 0
		for line := range strings.Lines(string(text)) {
			cmd, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "    dires ")
			if !ok {
				continue
			}
			_, after, found := strings.Cut(rest, "exec dires "+cmd+"\n")
			if !found && !strings.HasPrefix(cmd, "serve") {
				t.Errorf("%s does not run, in the order of %s: dires %s", script, page, cmd)
				continue
			}
			if found {
				rest, n = after, n+1
			}
		}
		if n < 15 {
			t.Errorf("%s: %d commands walked", page, n)
		}
	}
}
