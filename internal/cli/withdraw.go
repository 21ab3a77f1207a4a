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
		Use: "withdraw SOURCE/ID", Short: "destroy what somebody told in confidence", Args: cobra.ExactArgs(1),
		Long: "Withdraw destroys the keys of whoever made the statement, of this and of everything\nelse the same person told, and takes it out of statements and events. The ledger\nkeeps that something was withdrawn, and verifies. It cannot be undone, and what was\nprinted before is not recalled by it: make a new release. dires trace shows the name\nof a statement as SOURCE/ID.",
		RunE: func(c *cobra.Command, args []string) error { return a.withdraw(c.Context(), args[0], why) },
	}
	c.Flags().StringVar(&why, "why", why, "withdrawn, retention, mistake or order")
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
