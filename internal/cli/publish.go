package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

func newPublish(a *app) *cobra.Command {
	profile := string(protect.Public)
	c := &cobra.Command{
		Use: "publish", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.publish(c.Context(), protect.Profile(profile)) },
	}
	c.Flags().StringVar(&profile, "profile", profile, "")
	return c
}

func (a *app) publish(ctx context.Context, p protect.Profile) error {
	if err := profileKnown(p); err != nil {
		return err
	}
	ids, err := workplace.Studies(a.root())
	if err != nil {
		return err
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	return a.step(a.printer().Say("step.print"), func(t tick) (string, error) {
		return a.printEditions(ctx, d, ids, p, t)
	})
}

// printEditions hands the editions of studies to the press.
func (a *app) printEditions(ctx context.Context, d *desk.Desk, ids []string, p protect.Profile, t tick) (string, error) {
	var eds []protect.Edition
	var recalled []press.Recall
	for _, id := range ids {
		s, _, err := study.Load(os.DirFS(filepath.Join(a.root(), "studies", id)))
		if err != nil {
			return "", err
		}
		for _, r := range s.Recalled {
			recalled = append(recalled, press.Recall{Study: s.ID, Release: r.Release, On: r.On, Why: r.Why})
		}
		es, err := d.Editions(ctx, id, p)
		if err != nil {
			return "", err
		}
		eds = append(eds, es...)
	}
	if len(eds) == 0 {
		return "", fault.New(fault.NotFound, "E020", string(p))
	}
	r, err := press.Write(ctx, eds, workplace.Printed(a.root(), p), press.Options{Base: d.Base(), Recalled: recalled, Progress: func(done, total int) { t(int64(done), int64(total)) }})
	a.some(r.Findings)
	if err != nil {
		return "", err
	}
	if r.Findings.Worst() == diag.Error {
		return "", fault.Findings
	}
	if len(r.Wrote) == 0 {
		return a.printer().Say("cli.print-stands", len(r.Kept)), nil
	}
	return a.printer().Say("cli.printed", r.Pages, len(r.Wrote), a.printer().Bytes(r.Bytes)), nil
}
