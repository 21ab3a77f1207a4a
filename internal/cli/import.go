package cli

import (
	"context"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

func newImport(a *app) *cobra.Command {
	var o desk.ImportOptions
	undo := false
	c := &cobra.Command{
		Use: "import", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.Files = args
			if undo {
				return a.undoImport(c.Context(), o)
			}
			return a.imports(c.Context(), o)
		},
	}
	c.Flags().StringVar(&o.Source, "source", "", "")
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "")
	c.Flags().BoolVar(&undo, "undo", false, "")
	c.MarkFlagsMutuallyExclusive("undo", "dry-run")
	return a.signs(c)
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
	a.some(slices.DeleteFunc(found, func(x diag.Finding) bool { return x.Code != "D717" }))
	for _, f := range files {
		err := a.step(say("step.import", f.Name), func(t tick) (saying, error) {
			r, err := d.Import(ctx, id, f, o.DryRun, t)
			a.some(r.Findings, r.More...)
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
	places := false
	c := &cobra.Command{
		Use: "reconcile", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if places {
				return a.missedPlaces(c.Context())
			}
			return a.reconcile(c.Context())
		},
	}
	c.Flags().BoolVar(&places, "places", false, "")
	return a.signs(c)
}

// missedPlaces prints, as CSV, the names that the gazetteer does not have.
func (a *app) missedPlaces(ctx context.Context) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Reconcile(ctx, id)
	if err != nil {
		return err
	}
	w := csv.NewWriter(a.Out)
	if err := w.WriteAll(r.Missed()); err != nil {
		return fmt.Errorf("write names of places: %w", err)
	}
	return nil
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

// undoImport takes the last import back: of the file or the source that is
// named, or of all.
func (a *app) undoImport(ctx context.Context, o desk.ImportOptions) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	name := ""
	switch len(o.Files) {
	case 0:
	case 1:
		name = filepath.Base(o.Files[0])
		if rel, err := filepath.Rel(workplace.Folder(a.root(), id), o.Files[0]); err == nil && filepath.IsLocal(rel) {
			name = filepath.ToSlash(rel)
		}
	default:
		return fault.New(fault.Invalid, "E024", "dires import --undo [FILE]", len(o.Files))
	}
	x, err := d.Undo(ctx, id, o.Source, name)
	if err != nil {
		return err
	}
	if a.json {
		a.object(map[string]any{"type": "import-undone", "study": id, "source": x.Source, "file": x.Name})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.import-undone", x.Name, x.Source))
	return nil
}
