package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
)

func newWithdraw(a *app) *cobra.Command {
	why := "withdrawn"
	c := &cobra.Command{
		Use: "withdraw", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.withdraw(c.Context(), args[0], why) },
	}
	c.Flags().StringVar(&why, "why", why, "")
	return c
}

func (a *app) withdraw(ctx context.Context, which, why string) error {
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
	if err := d.Withdraw(ctx, id, claim.Key{Source: source, ID: key}, why); err != nil {
		return err
	}
	if a.json {
		a.object(map[string]string{"type": "withdrawn", "claim": which})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.withdrawn", which))
	return nil
}
