// Package desk knows the use cases: it opens a workplace, takes files into the
// ledger, has the rooms compute, makes editions and follows numbers back.
//
// It coordinates and computes nothing itself: readers read, rooms make
// figures, the gate holds back, the store keeps. It knows no command line and
// prints no page. The function you want is [Open]:
//
//	d, err := desk.Open(ctx, ".", desk.Options{Now: time.Now, Version: "devel"})
//	defer d.Close()
package desk

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/reading"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/store"
)

// Codes D700–D749; most are of refusals.
var _ = diag.Codes(
	diag.Kind{Code: "D702", Severity: diag.Warning},          // a row whose subject withdrew
	diag.Kind{Code: "D704", Severity: diag.Note},             // the file still holds in the open what was sealed
	diag.Kind{Code: "D709", Severity: diag.Error, Args: 1},   // git tracks a table of own material
	diag.Kind{Code: "D705", Severity: diag.Note, Args: 1},    // the custody identity is on this machine
	diag.Kind{Code: "D714", Severity: diag.Warning, Args: 1}, // a file that was taken back is imported only by its name
	diag.Kind{Code: "D716", Severity: diag.Warning, Args: 2}, // rows of a file of another name count no more
	diag.Kind{Code: "D717", Severity: diag.Warning, Args: 1}, // a source that the study has no more still counts
)

// Options say by which clock and which program a desk works.
type Options struct {
	Now     func() time.Time
	Version string    // of the program, pinned in each release
	By      string    // code of who works at it; that of the settings when empty, then Login, then "desk"
	Login   string    // code of who is logged in
	How     store.How // what for; to work, when empty
}

// Desk is a workplace opened for work. Several processes may have one open.
type Desk struct {
	root, office, base string
	version, by        string
	now                func() time.Time
	db                 *store.DB
}

// Open opens the workplace in root; without dires.toml there is none
// (fault.NoPlace).
func Open(ctx context.Context, root string, o Options) (d *Desk, err error) {
	defer fault.Wrap(&err, "open workplace")
	s, err := workplace.Read(root)
	if err != nil {
		return nil, err
	}
	db, err := o.How.Open(ctx, workplace.Private(root))
	if err != nil {
		return nil, err
	}
	if err := sameOffice(ctx, db, root, s.Office); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	d = &Desk{root: root, office: s.Office, base: s.Base, version: o.Version, by: cmp.Or(o.By, s.By, o.Login, "desk"), now: o.Now, db: db}
	if d.now == nil {
		d.now = time.Now
	}
	return d, nil
}

// sameOffice refuses an office in whose name a study has no log though it has
// another's: everything that came in would be out of sight, and a rebuild would
// forget it.
func sameOffice(ctx context.Context, db *store.DB, root, office string) error {
	ids, err := workplace.Studies(root)
	if err != nil {
		return err
	}
	for _, id := range ids {
		logs, err := db.Logs(ctx, id)
		if err != nil {
			return err
		}
		if len(logs) > 0 && !slices.Contains(logs, office) {
			return fault.New(fault.Invalid, "D718", office, id, strings.Join(logs, ", "))
		}
	}
	return nil
}

// Close closes the store.
func (d *Desk) Close() error { return d.db.Close() }

// Base is the address under which public/ is to stand, "" for none.
func (d *Desk) Base() string { return strings.TrimPrefix(d.base, workplace.Offline) }

// open reads the folder of a study.
func (d *Desk) open(id string) (*folder.Folder, diag.List, error) {
	return open(d.root, id, answers.Options{})
}

// openWhole reads the folder of a study with the answers that stand in the
// ledger.
func (d *Desk) openWhole(ctx context.Context, id string) (*folder.Folder, diag.List, error) {
	never, err := d.never(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	return open(d.root, id, answers.Options{Never: never, Submissions: func(source, form string) ([]answers.Submission, error) {
		all, err := d.intake(ctx, id)
		if err != nil {
			return nil, err
		}
		return record.Answered(ctx, all.Standing(d.db.EntriesOf(ctx, id, d.office, ledger.Record)), source, form)
	}})
}

func open(root, id string, given answers.Options) (*folder.Folder, diag.List, error) {
	return folder.Open(os.DirFS(workplace.Folder(root, id)), id, reading.Names(), given)
}

// OwnFiles are the tables of own material of a study, below the workplace.
func OwnFiles(root, id string) ([]string, error) {
	f, _, err := open(root, id, answers.Options{})
	if err != nil {
		return nil, err
	}
	return f.OwnFiles(reading.InConfidence), nil
}

// Check says everything that is wrong in a study's folder.
func Check(root, id string) (diag.List, error) {
	f, found, err := open(root, id, answers.Options{})
	if err == nil {
		found = append(found, f.InTheOpen()...)
		var l diag.List
		l, err = reading.LookAll(f.FS, f.Study.Sources, func(name string, s source.Source, rd reading.Reader) (reading.About, bool) {
			return aboutOf(f, File{Name: name, Source: s}, rd), folder.RegisterOf(name) == ""
		})
		found = append(found, l...)
	}
	for i := range found {
		found[i].At.File = id + "/" + found[i].At.File
	}
	return found, err
}
