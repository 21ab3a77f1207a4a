package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/editions"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/study"
)

// releaseRows makes and prints the files of rows of the studies' surveys.
func (a *app) releaseRows(ctx context.Context, survey string, p protect.Profile, dry bool) error {
	if p != protect.Public && p != protect.Partners {
		return fault.New(fault.Invalid, "D721", string(p))
	}
	n := 0
	err := a.each(ctx, func(d *desk.Desk, id string) error {
		made, found, err := d.Microdata(ctx, id, survey, p, dry)
		a.findings(found)
		for _, m := range made {
			a.findings(m.Findings)
		}
		if err != nil {
			return err
		}
		for _, m := range made {
			n++
			if err := a.oneOfRows(ctx, d, id, p, m, dry); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "D722")
	}
	return err
}

// oneOfRows prints one file of rows, and says what became of it.
func (a *app) oneOfRows(ctx context.Context, d *desk.Desk, id string, p protect.Profile, m editions.RowsMade, dry bool) error {
	at, recalled, err := "", false, error(nil)
	if m.Waits == 0 && !dry {
		if at, recalled, err = a.printRows(ctx, d, id, p, m.Rows); err != nil {
			return err
		}
	}
	c := m.Rows.Certificate()
	if a.json {
		x := map[string]any{"type": "microdata", "study": id, "survey": m.Survey, "profile": p, "release": m.ID, "file": m.Hash, "stands": m.Stands, "waits": m.Waits,
			"destroyed": m.Gone, "recalled": recalled, "dry_run": dry, "folder": at}
		if m.Waits == 0 {
			x["certificate"] = c
		}
		a.object(x)
		return nil
	}
	say := func(key string, args ...any) { fmt.Fprintln(a.Out, a.printer().Say(key, args...)) }
	switch {
	case m.Waits > 0 && (m.ID == "" || m.Gone):
		say("cli.rows-wait-none", id, m.Survey, m.Waits)
		return nil
	case m.Waits > 0:
		say("cli.rows-wait", id, m.Survey, m.Waits, m.ID)
		return nil
	case recalled:
		say("cli.rows-recalled", id, m.Survey, m.ID)
		return nil
	case m.Stands:
		say("cli.rows-stand", id, m.Survey, m.ID)
	case dry:
		say("cli.rows-would", id, m.Survey, m.ID)
	default:
		say("cli.rows-made", id, m.Survey, m.ID)
	}
	say("cli.rows-promise", m.Rows.Len(), c.Alike, c.Withheld)
	if at != "" {
		say("cli.rows-in", at)
	}
	return nil
}

// printRows lays a file of rows out where the pages of its audience stand, and
// records what stands there. A file that the study took back is not printed.
func (a *app) printRows(ctx context.Context, d *desk.Desk, id string, p protect.Profile, r protect.Rows) (at string, recalled bool, err error) {
	dir := workplace.Printed(a.root(), p)
	s, _, err := study.Load(os.DirFS(filepath.Join(a.root(), "studies", id)))
	if err != nil {
		return "", false, err
	}
	for _, x := range s.Recalled {
		if x.Release == path.Base(press.RowsFolder(r)) {
			return "", true, nil
		}
	}
	if p != protect.Public {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", false, err
		}
	}
	all, err := workplace.Studies(a.root())
	if err != nil {
		return "", false, err
	}
	ps, err := printingsOf(ctx, d, all, p)
	if err != nil {
		return "", false, err
	}
	sums, _, err := press.WriteRows(r, dir)
	if err != nil {
		return "", false, err
	}
	if p != protect.Public {
		if err := workplace.Tighten(filepath.Dir(dir)); err != nil {
			return "", false, err
		}
	}
	return filepath.Join(dir, filepath.FromSlash(press.RowsFolder(r))), false, ps.add(ctx, d, id, p, dir, sums)
}

// add enters files beside those that stand recorded for a study. What was
// printed before for others than everybody may be gone.
func (ps printings) add(ctx context.Context, d *desk.Desk, id string, p protect.Profile, dir string, more press.Sums) error {
	list := press.Sums{}
	for _, l := range []press.Sums{press.Joined(ps.lists, ps.last).Of(id), more} {
		maps.Copy(list, l)
	}
	if p != protect.Public {
		for f := range list {
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(f))); errors.Is(err, fs.ErrNotExist) {
				delete(list, f)
			}
		}
	}
	if was, ok := ps.of[id]; ok && slices.Equal(was.Files, list.Text()) {
		return nil
	}
	return d.Keeper(id).KeepPrinting(ctx, editions.Printing{Profile: p, Turn: ps.turn + 1, Files: list.Text()})
}
