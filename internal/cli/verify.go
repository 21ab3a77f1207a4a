package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

func newVerify(a *app) *cobra.Command {
	var root string
	var size int64
	c := &cobra.Command{
		Use: "verify", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			noted, err := a.noted(root, size, c.Flags().Changed("size"))
			if err != nil {
				return err
			}
			return a.verify(c.Context(), noted)
		},
	}
	c.Flags().StringVar(&root, "root", "", "")
	c.Flags().Int64Var(&size, "size", 0, "")
	return c
}

// noted reads the number of entries and the root that somebody noted earlier.
func (a *app) noted(root string, size int64, sized bool) ([]ledger.Head, error) {
	if root == "" && !sized {
		return nil, nil
	}
	if _, err := a.id(); err != nil { // a root is of one study
		return nil, err
	}
	h, err := ledger.ParseHash(strings.ToLower(strings.TrimSpace(root)))
	if err != nil || !sized || size < 0 {
		return nil, fault.New(fault.Invalid, "E045")
	}
	return []ledger.Head{{Size: size, Root: h}}, nil
}

func (a *app) verify(ctx context.Context, noted []ledger.Head) error {
	wrong := false
	one := func(d *desk.Desk, id string) error {
		return a.step(say("step.verify", id), func(t tick) (saying, error) {
			r, err := d.Verify(ctx, id, t, noted...)
			if err != nil {
				return saying{}, err
			}
			custody, err := d.CustodyState(ctx, id)
			if err != nil && r.OK() { // else what is wrong with the entries is said
				return saying{}, err
			}
			a.some(append(r.Findings, custody...))
			if !r.OK() {
				wrong = true
				return say("cli.not-verified"), nil
			}
			return say("cli.verified", int(r.Head.Size), r.Head.Root), nil
		})
	}
	ids, err := a.ids()
	if err != nil {
		return err
	}
	d, err := a.openTo(ctx, store.ToRead)
	if err != nil {
		return err
	}
	defer d.Close()
	for _, id := range ids {
		if err := one(d, id); err != nil {
			return err
		}
	}
	if err = a.verifyPages(ctx, d); wrong {
		err = fault.New(fault.Broken, "D730")
	}
	return err
}

func newRebuild(a *app) *cobra.Command {
	var loss bool
	c := &cobra.Command{
		Use: "rebuild", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.rebuild(c.Context(), loss) },
	}
	c.Flags().BoolVar(&loss, "accept-loss", false, "")
	return c
}

func (a *app) rebuild(ctx context.Context, loss bool) error {
	how, differed := store.ToMend, false
	if loss {
		how = store.AfterLoss
	}
	err := a.eachTo(ctx, how, func(d *desk.Desk, id string) error {
		return a.step(say("step.rebuild", id), func(t tick) (saying, error) {
			r, err := d.Rebuild(ctx, id, t)
			if err != nil {
				return saying{}, err
			}
			a.some(r.Findings)
			if !r.Differed() {
				return say("cli.rebuilt-same", r.After[:16]), nil
			}
			differed = true
			return say("cli.rebuilt-other", r.Before[:16], r.After[:16]), nil
		})
	})
	if err == nil && differed {
		err = fault.New(fault.Broken, "D732")
	}
	return err
}
