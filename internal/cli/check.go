package cli

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/study"
)

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "check", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
}

func (a *app) check(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "check")
	ids, err := a.ids()
	if err != nil {
		return err
	}
	all := tracked(ctx, a.root())
	for _, id := range ids {
		l, err := desk.Check(a.root(), id)
		if err != nil {
			return err
		}
		own, err := desk.OwnFiles(a.root(), id)
		if err != nil {
			return err
		}
		l = append(l, trackedOwn(ctx, a.root(), own)...)
		if l.Worst() < diag.Error {
			texts, err := a.narrative(ctx, id)
			if err != nil {
				return err
			}
			l = append(l, texts...)
		}
		all = append(all, l...)
		switch {
		case a.json:
		case len(l) == 0:
			fmt.Fprintln(a.Out, a.printer().Say("cli.study-good", id))
		case l.Worst() < diag.Error:
			fmt.Fprintln(a.Out, a.printer().Say("cli.study-usable", id, len(l)))
		}
	}
	a.some(all)
	if all.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// trackedOwn asks git which tables of own material it tracks.
func trackedOwn(ctx context.Context, root string, own []string) (found diag.List) {
	if len(own) == 0 {
		return nil
	}
	args := append([]string{"--literal-pathspecs", "ls-files", "-z", "--"}, own...)
	git := exec.CommandContext(ctx, "git", args...)
	git.Dir = root
	out, err := git.Output()
	if err != nil {
		return nil
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if name != "" {
			found.Add("D709", diag.At{File: name}, name)
		}
	}
	return found
}

// tracked asks git what it tracks of the private folder; without git, or
// outside a repository, nothing is.
func tracked(ctx context.Context, root string) diag.List {
	git := exec.CommandContext(ctx, "git", "ls-files", "--", "private")
	git.Dir = root
	out, err := git.Output()
	if err != nil {
		return nil
	}
	return study.Tracked(strings.Fields(string(out)))
}
