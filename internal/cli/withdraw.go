package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
)

func newWithdraw(a *app) *cobra.Command {
	why, dry, sure := "withdrawn", false, false
	c := &cobra.Command{
		Use: "withdraw", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.withdraw(c.Context(), args[0], why, dry, sure) },
	}
	c.Flags().StringVar(&why, "why", why, "")
	c.Flags().BoolVar(&dry, "dry-run", false, "")
	c.Flags().BoolVar(&sure, "yes", false, "")
	return a.signs(c)
}

func (a *app) withdraw(ctx context.Context, which, why string, dry, sure bool) error {
	id, err := a.id()
	if err != nil {
		return err
	}
	source, key, ok := strings.Cut(which, "/")
	if !ok {
		return fault.New(fault.Invalid, "D744", which)
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	p, k := a.printer(), claim.Key{Source: source, ID: key}
	n, err := d.Told(ctx, id, k)
	if f, is := fault.Public(err); is && f.Code == "D747" { // asked again: whoever asks gets the confirmation
		if a.json {
			a.object(map[string]any{"type": "withdrawn", "claim": which, "on": f.Args[1]})
			return nil
		}
		fmt.Fprintln(a.Out, p.Say("D747", f.Args...))
		return nil
	}
	if err != nil {
		return err
	}
	if !dry && !sure && a.Asks && !a.json {
		answer := ""
		a.ask(p.Say("cli.ask-withdraw", which, n), &answer, "")
		dry = !slices.Contains([]string{"oui", "o", "yes", "y"}, strings.ToLower(answer))
	}
	did, w := "cli.would-withdraw", desk.Withdrawal{}
	if !dry {
		did = "cli.withdrawn"
		if w, err = d.Withdraw(ctx, id, k, why); err != nil {
			return err
		}
	}
	if a.json {
		a.object(map[string]any{"type": "withdrawn", "claim": which, "records": n, "dry_run": dry, "editions": w.Editions, "removed": w.Files,
			"stay": w.Stay, "sources": w.Sources})
		return nil
	}
	fmt.Fprintln(a.Out, p.Say(did, which, n))
	if dry {
		return nil
	}
	for _, l := range []struct {
		key   string
		names []string
	}{{"cli.withdrew-editions", w.Editions}, {"cli.withdrew-files", w.Files}, {"cli.withdrew-sources", w.Sources}, {"cli.withdrew-stay", w.Stay}} {
		if len(l.names) > 0 {
			fmt.Fprintln(a.Out, "  "+p.Say(l.key, strings.Join(l.names, ", ")))
		}
	}
	fmt.Fprintln(a.Out, "  "+p.Say("cli.withdrew-beyond"))
	if es, err := d.Editions(ctx, id, protect.Public); err == nil && len(es) > 0 {
		last := es[len(es)-1]
		fmt.Fprintln(a.Out, "  "+p.Say("cli.withdrew-next", last.ID(), last.Study().Rules.WithDefaults().MinChanged))
	}
	return nil
}
