package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/fault"
)

func newVerify(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "check that nothing in the ledger was altered, removed or reordered", Args: cobra.NoArgs,
		Long: "Verify walks the ledger of each study, computes its tree anew, compares it with the\nsigned checkpoints, and checks that every part and every file is there or was\ndestroyed on record. It names the first entry that is wrong. Exit status 5 then.",
		RunE: func(c *cobra.Command, _ []string) error { return a.verify(c.Context()) },
	}
}

func (a *app) verify(ctx context.Context) error {
	p := a.printer()
	wrong := false
	err := a.each(ctx, func(d *desk.Desk, id string) error {
		return a.step(p.Say("step.verify", id), func(t tick) (string, error) {
			r, err := d.Verify(ctx, id, t)
			if err != nil {
				return "", err
			}
			a.findings(r.Findings)
			if !r.OK() {
				wrong = true
				return p.Say("cli.not-verified"), nil
			}
			return p.Say("cli.verified", int(r.Head.Size), r.Head.Root), nil
		})
	})
	if err == nil && wrong {
		err = fault.New(fault.Broken, "D730")
	}
	return err
}

func newRebuild(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "rebuild", Short: "make everything that is derived anew from the ledger", Args: cobra.NoArgs,
		Long: "Rebuild throws away what was derived from the ledger (statements, events) and makes\nit anew. It says whether the result is the one that stood there before.",
		RunE: func(c *cobra.Command, _ []string) error { return a.rebuild(c.Context()) },
	}
}

func (a *app) rebuild(ctx context.Context) error {
	p := a.printer()
	return a.each(ctx, func(d *desk.Desk, id string) error {
		return a.step(p.Say("step.rebuild", id), func(t tick) (string, error) {
			r, err := d.Rebuild(ctx, id, t)
			if err != nil {
				return "", err
			}
			if r.Before == r.After {
				return p.Say("cli.rebuilt-same", r.After[:16]), nil
			}
			return p.Say("cli.rebuilt-other", r.Before[:16], r.After[:16]), nil
		})
	})
}
