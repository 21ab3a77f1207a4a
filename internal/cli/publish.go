package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
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
	return a.signs(c)
}

func (a *app) publish(ctx context.Context, p protect.Profile) error {
	if err := profileKnown(p); err != nil {
		return err
	}
	if _, err := workplace.Read(a.root()); err != nil {
		return err
	}
	ids, err := workplace.Studies(a.root())
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return fault.New(fault.NotFound, "E012")
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	err = a.step(say("step.print"), func(t tick) (saying, error) {
		return a.printEditions(ctx, d, ids, p, t)
	})
	if err == nil && !a.json {
		fmt.Fprintln(a.Out, a.printer().Say("cli.printed-in", filepath.Join(workplace.Printed(a.root(), p), "index.html")))
	}
	return err
}

// printEditions hands the editions of studies to the press.
func (a *app) printEditions(ctx context.Context, d *desk.Desk, ids []string, p protect.Profile, t tick) (saying, error) {
	var eds []protect.Edition
	var recalled []press.Recall
	var printed []string
	dir := workplace.Printed(a.root(), p)
	if p != protect.Public { // closed before the first page is in it
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return saying{}, err
		}
	}
	ps, err := printingsOf(ctx, d, ids, p)
	if err != nil {
		return saying{}, err
	}
	for _, id := range ids {
		s, _, err := study.Load(os.DirFS(filepath.Join(a.root(), "studies", id)))
		if err != nil {
			return saying{}, err
		}
		for _, r := range s.Recalled {
			recalled = append(recalled, press.Recall{Study: s.ID, Release: r.Release, On: r.On, Why: r.Why})
		}
		clock, err := d.Keeper(id).Clock(ctx)
		if err != nil {
			return saying{}, err
		}
		a.some(clock)
		back, err := d.Keeper(id).Recalled(ctx)
		if err != nil {
			return saying{}, err
		}
		for _, r := range slices.Sorted(maps.Keys(back)) {
			if p == protect.Public && !slices.ContainsFunc(recalled, func(x press.Recall) bool { return x.Study == s.ID && x.Release == r }) {
				recalled = append(recalled, press.Recall{Study: s.ID, Release: r, On: back[r]})
			}
		}
		es, err := d.Editions(ctx, id, p)
		if err != nil {
			return saying{}, err
		}
		eds = append(eds, es...)
		var names []string
		for _, e := range es {
			names = append(names, e.ID())
		}
		if err := press.Prepare(dir, id, names, ps.lists[id], recalled); err != nil {
			return saying{}, err
		}
		if len(es) > 0 {
			printed = append(printed, id)
		}
	}
	if len(eds) == 0 {
		return saying{}, fault.New(fault.NotFound, "E020", string(p))
	}
	r, err := press.Write(ctx, eds, dir, press.Options{Base: d.Base(), Recalled: recalled, Progress: func(done, total int) { t(int64(done), int64(total)) }})
	if p != protect.Public && err == nil {
		err = workplace.Tighten(filepath.Dir(dir))
	}
	if err == nil {
		err = ps.record(ctx, d, printed, p, dir)
	}
	a.some(r.Findings)
	if err != nil {
		return saying{}, err
	}
	if r.Findings.Worst() == diag.Error {
		return saying{}, fault.Findings
	}
	if len(r.Wrote) == 0 {
		return say("cli.print-stands", len(r.Kept)), nil
	}
	return say("cli.printed", r.Pages, len(r.Wrote), lang.Size(r.Bytes)), nil
}
