package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/term"
)

// root is the folder of the workplace: the one named, else this one or the
// nearest above it that is one, so that a verb can be run within a study.
func (a *app) root() string {
	if a.dir != "" {
		return a.dir
	}
	dir := "."
	for range 8 {
		if _, err := os.Stat(filepath.Join(dir, workplace.File)); err == nil {
			a.dir = dir
			a.within()
			return dir
		}
		dir = filepath.Join("..", dir)
	}
	return "."
}

// within takes the study in whose folder a verb is run for the one that is meant.
func (a *app) within() {
	root, err := filepath.Abs(a.dir)
	if err != nil || a.study != "" {
		return
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return
	}
	rel, err := filepath.Rel(filepath.Join(root, "studies"), here)
	if id, _, _ := strings.Cut(filepath.ToSlash(rel), "/"); err == nil && filepath.IsLocal(rel) && rel != "." {
		a.study = id
	}
}

// open opens the desk of the workplace; close it.
func (a *app) open(ctx context.Context) (*desk.Desk, error) { return a.openTo(ctx, store.ToWork) }

// openTo opens it for something else than work.
func (a *app) openTo(ctx context.Context, how store.How) (*desk.Desk, error) {
	if a.by != "" && !workplace.Code.MatchString(a.by) {
		return nil, fault.New(fault.Invalid, "R464", a.by)
	}
	o := desk.Options{Now: a.Now, Version: Version(), By: a.by, Login: workplace.LoginCode(a.Login), How: how}
	d, err := desk.Open(ctx, a.root(), o)
	if err == nil {
		a.some(d.Keeper("").DB.Begun())
	}
	return d, err
}

// signs gives a verb that enters something into the ledger the flag --by.
func (a *app) signs(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&a.by, "by", "", "")
	return c
}

// openOne opens the desk for the one study a verb works on; close it.
func (a *app) openOne(ctx context.Context) (d *desk.Desk, id string, err error) {
	if id, err = a.id(); err != nil {
		return nil, "", err
	}
	d, err = a.open(ctx)
	return d, id, err
}

// typesOf has the words of types that a study's sources give as numbers.
func (a *app) typesOf(id string) (term.Crosswalk, error) {
	f, _, err := folder.Open(os.DirFS(workplace.Folder(a.root(), id)), id, nil, answers.Options{})
	if err != nil {
		return term.Crosswalk{}, err
	}
	return f.AllActs()
}

// ids are the studies a verb works on: the one named, else all.
func (a *app) ids() ([]string, error) {
	if _, err := workplace.Read(a.root()); err != nil {
		return nil, err
	}
	if a.study != "" {
		if a.study != filepath.Base(a.study) {
			return nil, fault.New(fault.Invalid, "E011", a.study)
		}
	}
	ids, err := workplace.Studies(a.root())
	if err != nil {
		return nil, err
	}
	if a.study != "" && len(ids) > 0 {
		if !slices.Contains(ids, a.study) {
			return nil, fault.New(fault.NotFound, "E038", a.study, strings.Join(ids, ", "))
		}
		return []string{a.study}, nil
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.NotFound, "E012")
	}
	return ids, nil
}

// id is the one study a verb works on: the one named, or the only one.
func (a *app) id() (string, error) {
	ids, err := a.ids()
	if err != nil {
		return "", err
	}
	if len(ids) > 1 {
		return "", fault.New(fault.Invalid, "E019", a.printer().List(ids))
	}
	return ids[0], nil
}

// profileKnown refuses a profile that is none.
func profileKnown(p protect.Profile) error {
	if !slices.Contains([]protect.Profile{protect.Internal, protect.Partners, protect.Public}, p) {
		return fault.New(fault.Invalid, "D720", string(p))
	}
	return nil
}

// each does something for every study the verb works on.
func (a *app) each(ctx context.Context, do func(d *desk.Desk, id string) error) error {
	return a.eachTo(ctx, store.ToWork, do)
}

// eachTo is each for something else than work.
func (a *app) eachTo(ctx context.Context, how store.How, do func(d *desk.Desk, id string) error) error {
	ids, err := a.ids()
	if err != nil {
		return err
	}
	d, err := a.openTo(ctx, how)
	if err != nil {
		return err
	}
	defer d.Close()
	for _, id := range ids {
		if err := do(d, id); err != nil {
			return err
		}
	}
	return nil
}
