package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/intake"
	"github.com/dires/dires/internal/desk/reading"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// importRecords enters a table in confidence row by row. The file is not kept.
func (d *Desk) importRecords(ctx context.Context, f *folder.Folder, x File, rd reading.Reader, in io.Reader, dry bool) (r Imported, err error) {
	secret, err := d.secret(f.ID, dry)
	if err != nil {
		return r, err
	}
	t, err := rd.Open(aboutOf(f, x, rd), secret.Reveal(), in)
	if err != nil {
		return r, err
	}
	var reports []record.Report
	for c := range r.take(t, aboutOf(f, x, rd), d.today(f)) {
		if n := len(reports); n > 0 && reports[n-1].Row == c.Origin.Row && c.Origin.Row > 0 {
			reports[n-1].Claims = append(reports[n-1].Claims, c)
			continue
		}
		reports = append(reports, record.Report{ID: c.Key.ID, Row: c.Origin.Row, Claims: []claim.Claim{c}})
	}
	if err := r.end(t); err != nil {
		return r, err
	}
	return r, d.enter(ctx, f, x, reports, true, dry, &r)
}

// importSubmissions enters a folder of submissions, one record each: as the
// statements they make, or as answers to the surveys of their source. A phone
// sends each once: one that is not there any more is not withdrawn.
func (d *Desk) importSubmissions(ctx context.Context, f *folder.Folder, x File, dry bool, r *Imported) error {
	forms, err := fs.Sub(f.FS, "forms")
	if err != nil {
		return err
	}
	inbox, err := x.dir(f)
	if err != nil {
		return err
	}
	if i, err := fs.Stat(inbox, "."); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "D703", x.Name)
	} else if err != nil || !i.IsDir() {
		return fault.New(fault.Invalid, "D706", x.Name)
	}
	var reports []record.Report
	var found diag.List
	if x.Source.Reader == odk.Name {
		reports, found, err = record.Statements(forms, inbox, x.Source.ID)
	} else {
		var surveys []answer.About
		for _, s := range f.Surveys.Unread {
			if s.Source == x.Source.ID {
				surveys = append(surveys, s.About)
			}
		}
		if len(surveys) == 0 {
			return fault.New(fault.Invalid, "D707", x.Source.ID)
		}
		r.Interviews = true
		secret, bad := d.secret(f.ID, dry)
		if bad != nil {
			return bad
		}
		reports, found, err = record.Interviews(forms, inbox, surveys, secret.Reveal())
	}
	r.find(found)
	if err != nil {
		return err
	}
	for _, t := range reports {
		for _, c := range t.Claims {
			r.find(reading.Odd(c, reading.About{Name: x.Name, Private: true}, d.today(f)))
		}
	}
	return d.enter(ctx, f, x, reports, false, dry, r)
}

// enter appends an entry for each report that is new or changed, and, where
// the list is whole, one for each that is no longer in it. What is new is
// decided inside the write transaction.
func (d *Desk) enter(ctx context.Context, f *folder.Folder, x File, reports []record.Report, whole, dry bool, r *Imported) error {
	sealed, err := d.secret(f.ID, dry)
	if err != nil {
		return err
	}
	p, names := d.importPin(f, x, sealed.Reveal())
	var n record.Entering
	err = d.onLog(ctx, f.ID, func(all intake.All) (change, error) {
		p.Back = all.Instead(x.Source.ID, x.Name, x.Source.Reader, ledger.Record, len(x.Source.Files) > 1, names)
		never, err := d.withdrawn(ctx, f.ID)
		if err != nil {
			return nil, err
		}
		standing := all.After(p.Back)
		n = record.Entering{Source: x.Source.ID, File: x.Name, Whole: whole, Several: len(x.Source.Files) > 1, Never: never, Keep: record.Keep{Secret: sealed.Reveal(), Known: f.Listed()}, Draft: d.draft}
		n.Old, n.Edited, err = record.Standings(ctx, standing.Standing(d.db.EntriesOf(ctx, f.ID, d.office, ledger.Record)), x.Source.ID)
		if err != nil {
			return nil, err
		}
		if err := n.Weigh(reports); err != nil {
			return nil, err
		}
		if len(n.Drafts) == 0 || dry {
			if dry {
				return nil, nil
			}
			return d.onlyBack(ctx, f, all, p), nil
		}
		return func(tx *store.Tx) error {
			es, err := tx.Append(f.ID, d.office, append(n.Drafts, d.draft(ledger.Study, ledger.JSON("study", p)))...)
			if err != nil {
				return err
			}
			if err := d.replay(ctx, tx, f, all, p.Back); err != nil {
				return err
			}
			for i, t := range n.Tolds {
				for j := range n.Claims[i] {
					n.Claims[i][j].Origin = claim.Origin{Entry: es[i].Seq, File: t.File, Row: t.Row}
				}
			}
			return record.Put(tx, f.ID, d.office, sealed, n.Tolds, n.Claims, es)
		}, nil
	})
	if err != nil {
		return err
	}
	r.find(n.Found)
	if n.Renamed > 0 {
		r.find(diag.List{diag.New("D716", diag.At{File: x.Name}, n.Renamed, x.Source.ID)})
	}
	r.Claims, r.Added, r.Revised, r.Withdrawn, r.Stands = n.Says, n.Added, n.Revised, n.Gone, len(n.Drafts) == 0 && len(reports) > 0
	if !r.Stands && !dry { // what was only tried is not on disk: the file must not be deleted
		d.afterSealing(f.ID, x, n.Drafts, r)
	}
	return nil
}

// afterSealing says what still lies open once records are on disk.
func (d *Desk) afterSealing(id string, x File, drafts []ledger.Draft, r *Imported) {
	r.find(diag.List{diag.New("D704", diag.At{File: x.Name})})
	severe := slices.ContainsFunc(drafts, func(x ledger.Draft) bool {
		return slices.ContainsFunc(x.Pieces, func(p ledger.Piece) bool { return p.Seal == ledger.Severe })
	})
	if now, err := d.db.CustodyNow(id); severe && err == nil && now != "" && d.db.CustodyIsHere(id) {
		r.find(diag.List{diag.New("D705", diag.At{File: "private/keys/" + id + ".custody-identity"}, id)})
	}
}

// secret is the study's. A dry run of an empty study makes none: nothing is kept
// of what it reads, so that a secret of nobody does.
func (d *Desk) secret(id string, dry bool) (seal.Secret[[]byte], error) {
	if dry && !d.db.HasSecret(id) {
		return seal.Hide(make([]byte, seal.KeySize)), nil
	}
	return d.db.StudySecret(id)
}
