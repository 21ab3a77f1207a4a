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
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// World is what the program touches besides files: the tests give another.
type World struct {
	Args     []string
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Locale   string // of the computer, where no variable says it
	Login    string // name of who is logged in; "" where it is unknown
	Now      func() time.Time
	Terminal bool // Err is a terminal: a bar may move
	Asks     bool // In and Err are terminals: a question may be asked
}

// app is what every verb is given: the world and the global flags.
type app struct {
	World
	lang, dir, study string
	by               string          // code of who signs, by flag
	json, brief      bool            // brief: findings are counted by code
	quiet            bool            // no line a step, and no findings
	lines            *bufio.Reader   // of In, once a question was asked
	said             map[string]bool // findings printed in this run
}

// verbs are the constructors of the verbs, in the order of the path. A new
// verb is one file and one line.
var verbs = []func(*app) *cobra.Command{
	newDemo,
	newInit,
	newCheck,
	newImport,
	newSource,
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
	newKey,
	newVerify,
	newRebuild,
	newForm,
	newTool,
	newTemplate,
	newVersion,
}

// statuses gives the exit status of each kind of failure: the first row that
// matches counts, and the help prints the table.
var statuses = []struct {
	kind   error
	status int
}{
	{nil, 0},
	{errAny, 1},
	{fault.Invalid, 2},
	{fault.Findings, 3},
	{fault.Refused, 4},
	{fault.Broken, 5},
	{fault.NoPlace, 10},
	{fault.Busy, 11},
	{context.Canceled, 130},
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
	a.lang = asked(w.Args)
	dress(root, a.printer())
	root.SetArgs(append([]string{}, w.Args...))
	root.SetIn(w.In)
	root.SetOut(w.Out)
	root.SetErr(w.Err)
	err := a.speaks()
	if err == nil {
		err = obeying(ctx, patience(w.Args), func() error { return root.ExecuteContext(ctx) })
	}
	if err = plain(err); err != nil {
		a.complain(err)
	}
	return status(err)
}

// patience is how long a verb may take to end in order once it is told to: a
// server lets answers go out.
func patience(args []string) time.Duration {
	if slices.Contains(args, "serve") {
		return 4 * time.Second
	}
	return 700 * time.Millisecond
}

// obeying runs a verb, and lets go of one that does not end within its time
// after Ctrl-C or SIGTERM: many a kernel and many a parser knows no context.
// What it was writing is a transaction, or a file that has no name yet: to the
// disk it is as if the power had failed.
func obeying(ctx context.Context, grace time.Duration, verb func() error) error {
	done := make(chan error, 1)
	go func() { done <- verb() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return context.Canceled
	}
}

func init() { cobra.EnableCommandSorting = false } // the order of the path is the order of the help

// newRoot makes the verbs; [dress] gives them their words.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "dires",
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
	root.SetFlagErrorFunc(a.wrongFlag)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { fmt.Fprint(a.Out, explainVerb(c, a.printer())) })
	f := root.PersistentFlags()
	f.StringVar(&a.lang, "lang", "", "")
	f.StringVar(&a.dir, "dir", "", "")
	f.StringVar(&a.study, "study", "", "")
	f.BoolVar(&a.json, "json", false, "")
	f.BoolP("help", "h", false, "")
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
			case !takesNames(c) && len(given) > 0:
				return fault.New(fault.Invalid, "E023", c.Name(), given[0])
			case takesNames(c):
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

// wrongFlag says in the user's language what cobra finds wrong with a flag.
func (a *app) wrongFlag(c *cobra.Command, err error) error {
	a.json = a.json || slices.Contains(a.Args, "--json") // it may stand behind the wrong one
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name, dashes := unknown.GetSpecifiedName(), "--"
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if n := lang.Nearest(name, names); n != "" {
			return fault.New(fault.Invalid, "E026", c.CommandPath(), dashes+name, "--"+n)
		}
		return fault.New(fault.Invalid, "E027", c.CommandPath(), dashes+name)
	case errors.As(err, &bare):
		return fault.New(fault.Invalid, "E028", "--"+bare.GetFlag().Name)
	case errors.As(err, &bad):
		if bad.GetFlag().Value.Type() == "bool" {
			return fault.New(fault.Invalid, "E030", "--"+bad.GetFlag().Name, bad.GetValue())
		}
		return fault.New(fault.Invalid, "E029", "--"+bad.GetFlag().Name, bad.GetValue())
	}
	return errors.Join(errUsage, err)
}

// asked finds --lang on a command line that is not yet read: what is wrong with
// the rest is said in that language, too.
func asked(args []string) string {
	for i, s := range args {
		if s == "--" {
			break
		}
		if v, ok := strings.CutPrefix(s, "--lang="); ok {
			return v
		}
		if s == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// speaks refuses a --lang that the program does not speak.
func (a *app) speaks() error {
	if s := a.lang; s != "" && !slices.Contains(lang.Complete, lang.Tag(s).Base()) {
		a.lang = ""
		return fault.New(fault.Invalid, "E025", s)
	}
	return nil
}

// tag is the language of what is printed.
func (a *app) tag() lang.Tag {
	if a.lang != "" {
		return lang.For(lang.Tag(a.lang)).Tag
	}
	for _, v := range []string{"DIRES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := a.env(v); s != "" {
			return lang.For(lang.Tag(s)).Tag
		}
	}
	return lang.For(lang.Tag(a.Locale)).Tag
}

func (a *app) env(name string) string {
	if a.Env == nil {
		return ""
	}
	return a.Env(name)
}

func (a *app) printer() lang.Printer { return lang.For(a.tag()) }
