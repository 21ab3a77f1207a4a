// Package cli knows the command line: verbs, flags, what is printed as words
// and what as JSON, and the exit status of each kind of failure.
//
// It computes nothing and decides nothing: a verb calls the desk, the press or
// a kernel. The function you want is [Run]:
//
//	os.Exit(cli.Run(ctx, cli.World{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: time.Now}))
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// World is what the program touches besides files: the tests give another.
type World struct {
	Args     []string
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Now      func() time.Time
	Terminal bool // Err is a terminal: a bar may move
	Asks     bool // In and Err are terminals: a question may be asked
}

// app is what every verb is given: the world and the global flags.
type app struct {
	World
	lang, dir, study string
	json, brief      bool          // brief: findings are counted by code
	lines            *bufio.Reader // of In, once a question was asked
}

// verbs are the constructors of the verbs, in the order of the path. A new
// verb is one file and one line.
var verbs = []func(*app) *cobra.Command{
	newDemo,
	newInit,
	newCheck,
	newImport,
	newReconcile,
	newReview,
	newEvent,
	newFigure,
	newTrace,
	newRelease,
	newPublish,
	newReport,
	newServe,
	newWithdraw,
	newVerify,
	newRebuild,
	newForm,
	newTool,
	newTemplate,
	newVersion,
}

// statuses gives the exit status of each kind of failure: the first row that
// matches counts, and every help text prints the table.
var statuses = []struct {
	kind   error
	status int
	says   string
}{
	{nil, 0, "done"},
	{errAny, 1, "could not"},
	{fault.Invalid, 2, "wrong usage"},
	{fault.Findings, 3, "findings of severity error"},
	{fault.Refused, 4, "the gate refused"},
	{fault.Broken, 5, "the ledger does not verify"},
	{fault.NoPlace, 10, "no workplace here"},
	{fault.Busy, 11, "busy: another process held it too long"},
}

var errAny = errors.New("any other failure")

// errUsage marks what cobra itself refuses: an unknown verb or flag.
var errUsage = fmt.Errorf("%w usage", fault.Invalid)

// status is the exit status of err.
func status(err error) int {
	if err == nil {
		return 0
	}
	for _, s := range statuses[2:] {
		if errors.Is(err, s.kind) {
			return s.status
		}
	}
	return 1
}

// Run runs one command line and returns the exit status.
func Run(ctx context.Context, w World) int {
	a := &app{World: w}
	root := newRoot(a)
	root.SetArgs(append([]string{}, w.Args...))
	root.SetIn(w.In)
	root.SetOut(w.Out)
	root.SetErr(w.Err)
	err := root.ExecuteContext(ctx)
	if err != nil {
		a.complain(err)
	}
	return status(err)
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "dires",
		Short:         "a case study on civil society and security, from the field to the page",
		Long:          "Dires runs a case study on civil society and security, from what was said to the\npublished page. Two commands to begin: dires demo, and dires init NAME.\n\n" + statusTable(),
		Args:          cobra.ArbitraryArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownVerb(c, args[0])
			}
			return c.Help()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return errors.Join(errUsage, err) })
	f := root.PersistentFlags()
	f.StringVar(&a.lang, "lang", "", "language of what is printed: fr or en (default: LANG, then English)")
	f.BoolVar(&a.json, "json", false, "one JSON object per line, with codes instead of words")
	f.StringVar(&a.dir, "dir", "", "folder of the workplace (default: the current folder)")
	f.StringVar(&a.study, "study", "", "the study, where a workplace has several")
	for _, v := range verbs {
		root.AddCommand(v(a))
	}
	help := newHelp(a)
	root.SetHelpCommand(help)
	root.AddCommand(help)
	usageErrors(root)
	return root
}

// usageErrors makes a wrong number of arguments a wrong usage, in every verb.
func usageErrors(c *cobra.Command) {
	if args := c.Args; args != nil {
		c.Args = func(c *cobra.Command, given []string) error {
			err := args(c, given)
			switch {
			case err == nil:
				return nil
			case c.HasSubCommands() && len(given) > 0:
				return unknownVerb(c, c.Name()+" "+given[0])
			case !strings.Contains(c.Use, " ") && len(given) > 0:
				return fault.New(fault.Invalid, "E023", c.Name(), given[0])
			case strings.Contains(c.Use, " "):
				return fault.New(fault.Invalid, "E024", c.UseLine(), len(given))
			}
			return errors.Join(errUsage, err)
		}
	}
	for _, x := range c.Commands() {
		usageErrors(x)
	}
}

func unknownVerb(c *cobra.Command, name string) error {
	var names []string
	for _, x := range c.Commands() {
		names = append(names, x.Name())
	}
	if n := lang.Nearest(name, names); n != "" {
		return fault.New(fault.Invalid, "E002", name, n)
	}
	return fault.New(fault.Invalid, "E001", name)
}

func statusTable() string {
	var b strings.Builder
	b.WriteString("Exit status:")
	for _, s := range statuses {
		fmt.Fprintf(&b, "\n  %2d  %s", s.status, s.says)
	}
	return b.String()
}

// tag is the language of what is printed.
func (a *app) tag() lang.Tag {
	if a.lang != "" {
		return lang.For(lang.Tag(a.lang)).Tag
	}
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := a.env(v); s != "" {
			return lang.For(lang.Tag(s)).Tag
		}
	}
	return lang.English
}

func (a *app) env(name string) string {
	if a.Env == nil {
		return ""
	}
	return a.Env(name)
}

func (a *app) printer() lang.Printer { return lang.For(a.tag()) }
