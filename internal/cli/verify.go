package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/fault"
)

func newVerify(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.verify(c.Context()) },
	}
}

func (a *app) verify(ctx context.Context) error {
	wrong := false
	err := a.each(ctx, func(d *desk.Desk, id string) error {
		return a.step(say("step.verify", id), func(t tick) (saying, error) {
			r, err := d.Verify(ctx, id, t)
			if err != nil {
				return saying{}, err
			}
			custody, err := d.CustodyState(ctx, id)
			if err != nil {
				return saying{}, err
			}
			a.some(append(r.Findings, custody...))
			if !r.OK() {
				wrong = true
				return say("cli.not-verified"), nil
			}
			return say("cli.verified", int(r.Head.Size), r.Head.Root), nil
		})
	})
	if err == nil && wrong {
		err = fault.New(fault.Broken, "D730")
	}
	return err
}

func newRebuild(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "rebuild", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.rebuild(c.Context()) },
	}
}

func (a *app) rebuild(ctx context.Context) error {
	return a.each(ctx, func(d *desk.Desk, id string) error {
		return a.step(say("step.rebuild", id), func(t tick) (saying, error) {
			r, err := d.Rebuild(ctx, id, t)
			if err != nil {
				return saying{}, err
			}
			if r.Before == r.After {
				return say("cli.rebuilt-same", r.After[:16]), nil
			}
			return say("cli.rebuilt-other", r.Before[:16], r.After[:16]), nil
		})
	})
}
