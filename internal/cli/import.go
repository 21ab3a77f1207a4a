package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/fault"
)

func newImport(a *app) *cobra.Command {
	var o desk.ImportOptions
	c := &cobra.Command{
		Use: "import", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.Files = args
			return a.imports(c.Context(), o)
		},
	}
	c.Flags().StringVar(&o.Source, "source", "", "")
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "")
	return c
}

func (a *app) imports(ctx context.Context, o desk.ImportOptions) error {
	ids, err := a.ids()
	if err != nil {
		return err
	}
	if len(o.Files) > 0 {
		id, err := a.id()
		if err != nil {
			return err
		}
		ids = []string{id}
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	bad := false
	for _, id := range ids {
		wrong, err := a.importStudy(ctx, d, id, o)
		if err != nil {
			return err
		}
		bad = bad || wrong
	}
	if bad {
		return fault.Findings
	}
	return nil
}

// importStudy imports into one study and says, file by file, what came in.
func (a *app) importStudy(ctx context.Context, d *desk.Desk, id string, o desk.ImportOptions) (bad bool, err error) {
	p := a.printer()
	files, found, err := d.Waiting(ctx, id, o)
	if err != nil {
		a.some(found)
		return false, err
	}
	for _, f := range files {
		err := a.step(say("step.import", f.Name), func(t tick) (saying, error) {
			r, err := d.Import(ctx, id, f, o.DryRun, t)
			a.some(r.Findings)
			bad = bad || r.Errors > 0
			if err != nil {
				return saying{}, err
			}
			if r.Stands {
				return say("cli.import-stands"), nil
			}
			key := "cli.imported"
			if r.Interviews {
				key = "cli.interviewed"
			}
			return say(key, r.Claims, r.Added, r.Revised, r.Withdrawn, r.Errors), nil
		})
		if err != nil {
			return bad, err
		}
	}
	if len(files) == 0 && !a.json {
		fmt.Fprintln(a.Err, p.Say("cli.nothing-waits", id))
	}
	return bad, nil
}

func newReconcile(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "reconcile", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.reconcile(c.Context()) },
	}
}

func (a *app) reconcile(ctx context.Context) error {
	return a.each(ctx, func(d *desk.Desk, id string) error { return a.reconcileStudy(ctx, d, id) })
}

func (a *app) reconcileStudy(ctx context.Context, d *desk.Desk, id string) error {
	return a.step(say("step.reconcile", id), func(tick) (saying, error) {
		r, err := d.Reconcile(ctx, id)
		a.some(r.Findings)
		if err != nil {
			return saying{}, err
		}
		if r.Stands {
			return say("cli.reconcile-stands", r.Events), nil
		}
		return say("cli.reconciled", r.Claims, r.Events, r.Decisions), nil
	})
}
