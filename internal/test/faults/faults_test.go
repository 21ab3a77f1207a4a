// Package faults runs the inputs that the program once got wrong, as the
// people who sent them would: the folders below shared/data/faults, each with
// its own commands, against what is right. Where the folder is absent the
// tests skip and say so.
//
// One file an area holds its cases in a table of [fault]; what is right stands
// there as sentences that must appear and sentences that must not. The test
// binary is the program itself, run anew.
package faults

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dires/dires/internal/cli"
	"github.com/dires/dires/internal/test/need"
)

const asProgram = "DIRES_FAULTS_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, cli.World{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Locale: cli.Locale(), Now: time.Now}))
}

// fault is one input and what is right: every pattern of want stands in what
// is printed, none of never does (regular expressions, over all lines).
type fault struct {
	name  string   // a folder NN-name with its cmd.sh, or the name of the test
	files []string // copied into the folder of the run, below shared/data/faults
	sh    string   // the commands; "" is the folder's own cmd.sh
	want  []string
	never []string
}

// run runs the cases of an area, each in a copy of its folder.
func run(t *testing.T, cases []fault) {
	t.Helper()
	for _, f := range cases {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			out := f.output(t)
			for _, p := range f.want {
				if !regexp.MustCompile("(?m)" + p).MatchString(out) {
					t.Errorf("nothing printed is like %q:\n%s", p, out)
				}
			}
			for _, p := range f.never {
				if m := regexp.MustCompile("(?m)" + p).FindString(out); m != "" {
					t.Errorf("%q is printed, by %q:\n%s", m, p, out)
				}
			}
		})
	}
}

// output is what the commands print, on both streams.
func (f fault) output(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if f.sh == "" {
		from := need.Shared(t, "data/faults/"+f.name)
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range f.files {
		b, err := os.ReadFile(need.Shared(t, "data/faults/"+name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"cmd.sh"}
	if f.sh != "" {
		args = []string{"-c", f.sh}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, need.Program(t, "sh"), args...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Env = append(os.Environ(), "DIRES="+exe, asProgram+"=1", "DIRES_LANG=en", "LANG=en_GB.UTF-8", "TZ=UTC")
	out, _ := cmd.CombinedOutput() // the status is part of what cmd.sh prints, where it matters
	return strings.ReplaceAll(string(out), "\r\n", "\n")
}

// study gives the commands that make a study of one file and read it.
func study(file string, more ...string) string {
	lines := append([]string{
		"$DIRES init s --from " + file + " --title T --country Orvanie --language fr --fictional --dir w",
		"$DIRES import --dir w",
		"$DIRES reconcile --dir w",
		"$DIRES event --all --dir w",
	}, more...)
	return strings.Join(lines, "\n") + "\n"
}
