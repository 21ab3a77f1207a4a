package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/editions"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
)

// printings are what the ledger has of the last printing of each study.
type printings struct {
	turn  int64
	last  string // the study whose list was made last
	lists map[string]press.Sums
	of    map[string]editions.Printing
}

func printingsOf(ctx context.Context, d *desk.Desk, ids []string, p protect.Profile) (ps printings, err error) {
	ps = printings{lists: map[string]press.Sums{}, of: map[string]editions.Printing{}}
	for _, id := range ids {
		x, ok, err := d.Keeper(id).Printing(ctx, p)
		if err != nil {
			return ps, err
		}
		if !ok {
			continue
		}
		if ps.lists[id], err = press.ParseSums(x.Files); err != nil {
			return ps, err
		}
		if ps.of[id] = x; x.Turn > ps.turn {
			ps.turn, ps.last = x.Turn, id
		}
	}
	return ps, nil
}

// record enters what stands in a printed folder now, for each study whose part of it
// is another than before.
func (ps printings) record(ctx context.Context, d *desk.Desk, ids []string, p protect.Profile, dir string) error {
	have, err := press.Standing(dir)
	if err != nil {
		return err
	}
	for _, id := range ids {
		files := have.Of(id).Text()
		if was, ok := ps.of[id]; ok && bytes.Equal(was.Files, files) {
			continue
		}
		if err := d.Keeper(id).KeepPrinting(ctx, editions.Printing{Profile: p, Turn: ps.turn + 1, Files: files}); err != nil {
			return err
		}
	}
	return nil
}

// verifyPrinted compares every file that was printed with the ledger. A folder below
// private/ that is gone is no fault: a withdrawal removes it, and it can be printed
// again.
func (a *app) verifyPrinted(ctx context.Context, d *desk.Desk) (found diag.List, n int, err error) {
	ids, err := workplace.Studies(a.root())
	if err != nil {
		return nil, 0, err
	}
	for _, p := range []protect.Profile{protect.Internal, protect.Partners, protect.Public} {
		dir := workplace.Printed(a.root(), p)
		at, err := filepath.Rel(a.root(), dir)
		if err != nil {
			return found, n, err
		}
		at = filepath.ToSlash(at)
		ps, err := printingsOf(ctx, d, ids, p)
		if err != nil { // verifying the study says what is wrong with its entries
			found.Add(press.NoRecord, diag.At{File: at}, at)
			continue
		}
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			if p == protect.Public && ps.turn > 0 {
				found.Add(press.FileMissing, diag.At{File: at}, at+"/")
			}
			continue
		}
		have, err := press.Standing(dir)
		if err != nil {
			return found, n, err
		}
		n += len(have)
		found = append(found, press.Compare(have, press.Joined(ps.lists, ps.last), at)...)
	}
	return found, n, nil
}

// verifyPages says what verifyPrinted finds.
func (a *app) verifyPages(ctx context.Context, d *desk.Desk) error {
	wrong := false
	err := a.step(say("step.verify-pages"), func(tick) (saying, error) {
		found, n, err := a.verifyPrinted(ctx, d)
		if err != nil {
			return saying{}, err
		}
		a.some(found)
		if wrong = found.Errors() > 0; wrong {
			return say("cli.not-verified"), nil
		}
		return say("cli.pages-verified", n), nil
	})
	if err == nil && wrong {
		err = fault.New(fault.Broken, "P519")
	}
	return err
}
