package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newSource(a *app) *cobra.Command {
	c := &cobra.Command{Use: "source"}
	c.AddCommand(a.signs(&cobra.Command{
		Use: "remove", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.removeSource(c.Context(), args[0]) },
	}))
	return c
}

// removeSource takes back all that a source brought.
func (a *app) removeSource(ctx context.Context, source string) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := d.RemoveSource(ctx, id, source)
	if err != nil {
		return err
	}
	if a.json {
		a.object(map[string]any{"type": "source-removed", "study": id, "source": source, "imports": n})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.source-removed", source, n, id))
	return nil
}
