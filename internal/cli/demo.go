package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/demo"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// demoMark stands in the settings of a workplace that the demonstration made.
const demoMark = "# Made by dires demo."

func newDemo(a *app) *cobra.Command {
	var build, verbose bool
	c := &cobra.Command{
		Use: "demo", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), build, verbose) },
	}
	c.Flags().BoolVar(&build, "no-serve", false, "")
	c.Flags().BoolVarP(&verbose, "verbose", "v", false, "")
	return c
}

// demo builds the demonstration and shows it. It prints where the studies are and
// how to end; each step and what was found only where verbose asks for it.
func (a *app) demo(ctx context.Context, build, verbose bool) error {
	a.brief, a.quiet = true, !verbose
	if a.dir == "" {
		a.dir = "dires-demo"
	}
	abs, err := filepath.Abs(a.dir)
	if err != nil {
		return err
	}
	if err := a.demoPlace(); err != nil {
		return err
	}
	p := a.printer()
	list, err := fs.ReadDir(demo.Studies, "studies")
	if err != nil {
		return err
	}
	var ids []string
	err = a.step(say("step.unpack"), func(t tick) (saying, error) {
		n := 0
		for i, e := range list {
			sub, err := fs.Sub(demo.Studies, "studies/"+e.Name())
			if err != nil {
				return saying{}, err
			}
			wrote, kept, err := workplace.Unpack(a.dir, e.Name(), sub)
			if err != nil {
				return saying{}, err
			}
			for _, name := range kept {
				fmt.Fprintln(a.Err, p.Say("cli.kept", e.Name()+"/"+name))
			}
			n += wrote
			ids = append(ids, e.Name())
			t(int64(i+1), int64(len(list)))
		}
		return say("cli.unpacked", n), nil
	})
	if err != nil {
		return err
	}
	a.by = "demo" // whoever runs it, the demonstration comes out the same
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = a.demoBuild(ctx, d, ids)
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	if build {
		return a.demoLinks(ids, filepath.Join(abs, "public")+string(filepath.Separator), p.Say("cli.demo-serve", a.dir))
	}
	err = a.serveAt(ctx, protect.Public, 8420, func(url string) error {
		return a.demoLinks(ids, url, p.Say("cli.demo-end"))
	})
	if err == nil && !a.json {
		fmt.Fprintln(a.Err, p.Say("cli.demo-back", a.dir))
	}
	return err
}

// demoLinks prints a line a study: its title and where its pages begin.
func (a *app) demoLinks(ids []string, base, last string) error {
	if a.json {
		a.object(map[string]any{"type": "demo", "studies": ids, "at": base})
		return nil
	}
	p := a.printer()
	fmt.Fprintln(a.Err, p.Say("cli.demo-ready", len(ids), a.dir))
	for _, id := range ids {
		s, _, err := study.Load(os.DirFS(workplace.Folder(a.dir, id)))
		if err != nil {
			return err
		}
		title, _ := s.Title.In(p.Tag)
		tag := p.Tag
		if !slices.Contains(s.Languages, tag) {
			tag = s.Languages[0]
		}
		at := id + "/latest/" + string(tag) + "/index.html"
		if !strings.HasPrefix(base, "http") {
			at = filepath.FromSlash(at)
		}
		fmt.Fprintf(a.Err, "  %s\n    %s\n", title, base+at)
	}
	fmt.Fprintln(a.Err, last)
	return nil
}

// demoBuild takes every study from its files to its pages.
func (a *app) demoBuild(ctx context.Context, d *desk.Desk, ids []string) error {
	for _, id := range ids {
		if _, err := a.importStudy(ctx, d, id, desk.ImportOptions{}); err != nil {
			return err
		}
		if err := a.reconcileStudy(ctx, d, id); err != nil {
			return err
		}
		err := a.step(say("step.release", id), func(tick) (saying, error) {
			r, err := d.Release(ctx, id, protect.Public, false)
			a.some(r.Findings)
			if err != nil {
				return saying{}, err
			}
			if r.Stands {
				return say("cli.release-stands", id, r.ID), nil
			}
			values, absent := count(r.Edition.Figures())
			return say("cli.release-cells", values, absent), nil
		})
		if err != nil {
			return err
		}
	}
	return a.step(say("step.print"), func(t tick) (saying, error) {
		return a.printEditions(ctx, d, ids, protect.Public, t)
	})
}

// demoPlace makes the demonstration's workplace, or finds the one it made; a
// folder of anybody else's is refused.
func (a *app) demoPlace() error {
	b, err := os.ReadFile(filepath.Join(a.dir, workplace.File))
	switch {
	case err == nil && bytes.Contains(b, []byte(demoMark)):
		if err := workplace.SetUp(a.dir); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(a.dir, workplace.File), withoutAddress(b), 0o644)
	case err == nil:
		return fault.New(fault.Conflict, "E022", a.dir)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := workplace.SetUp(a.dir); err != nil {
		return err
	}
	name := filepath.Join(a.dir, workplace.File)
	b, err = os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, withoutAddress([]byte(demoMark+"\n"+strings.TrimLeft(string(b), "\n"))), 0o644)
}

// withoutAddress says in settings that the site has no address: the demonstration
// is for this computer.
func withoutAddress(settings []byte) []byte {
	return bytes.Replace(settings, []byte(`base = ""`), []byte(`base = "`+workplace.Offline+`"`), 1)
}
