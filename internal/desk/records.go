package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// importRecords enters a table in confidence row by row. The file is not kept.
func (d *Desk) importRecords(ctx context.Context, f *folder.Folder, x File, rd reader, in io.Reader, dry bool) (r Imported, err error) {
	secret, err := d.secret(f.ID, dry)
	if err != nil {
		return r, err
	}
	t, err := rd.open(aboutOf(f, x, rd), secret.Reveal(), in)
	if err != nil {
		return r, err
	}
	var reports []record.Report
	for c := range r.take(t) {
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
	return d.enter(ctx, f, x, reports, false, dry, r)
}

// enter appends an entry for each report that is new or changed, and, where
// the list is whole, one for each that is no longer in it.
func (d *Desk) enter(ctx context.Context, f *folder.Folder, x File, reports []record.Report, whole, dry bool, r *Imported) error {
	sealed, err := d.secret(f.ID, dry)
	if err != nil {
		return err
	}
	secret := sealed.Reveal()
	keep := record.Keep{Secret: secret, Known: listed(f)}
	old, edited, err := record.Standings(ctx, d.db.EntriesOf(ctx, f.ID, d.office, ledger.Record), x.Source.ID)
	if err != nil {
		return err
	}
	never, err := d.withdrawn(ctx, f.ID)
	if err != nil {
		return err
	}
	var drafts []ledger.Draft
	var tolds []record.Told
	var claims [][]claim.Claim
	add := func(e record.Entry, was *record.Standing) error {
		ps, err := e.Pieces()
		if err != nil {
			return err
		}
		dr := d.draft(ledger.Record, ps...)
		if was != nil {
			dr.Replaces, dr.Subject = &was.Ref, was.Subject
		} else if len(e.Claims) > 0 {
			dr.Subject = e.Claims[0].Said.Speaker.Subject
		}
		drafts, tolds, claims = append(drafts, dr), append(tolds, e.Told), append(claims, e.Claims)
		return nil
	}
	here := map[string]bool{}
	for _, rep := range reports {
		if here[rep.ID] || edited[rep.ID] {
			continue // found twice, which the reader said; or another has its place
		}
		here[rep.ID] = true
		all := append([]string{rep.ID}, rep.Replaces...)
		if slices.ContainsFunc(all, func(id string) bool { return never[record.Code(secret, x.Source.ID, id)] }) {
			r.find(diag.List{diag.New("D702", diag.At{File: path.Join(path.Base(x.Name), rep.File), Row: rep.Row})})
			continue
		}
		e, err := rep.Entry(x.Source.ID, x.Name, keep)
		if err != nil {
			return err
		}
		r.Claims += e.Says()
		i := slices.IndexFunc(all, func(id string) bool { _, ok := old[id]; return ok })
		if i < 0 {
			r.Added += e.Says()
			if err := add(e, nil); err != nil {
				return err
			}
			continue
		}
		was := old[all[i]]
		if i == 0 && was.Rev == e.Told.Rev {
			continue
		}
		for _, k := range was.Keys {
			if !slices.ContainsFunc(e.Claims, func(c claim.Claim) bool { return c.Key == k }) {
				e.Told.Gone = append(e.Told.Gone, k)
			}
		}
		r.Revised++
		if err := add(e, &was); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		was := old[id]
		if !whole || here[id] || was.File != x.Name {
			continue
		}
		r.Withdrawn++
		if err := add(record.Entry{Told: record.Told{Source: x.Source.ID, ID: id, File: x.Name, Gone: was.Keys}}, &was); err != nil {
			return err
		}
	}
	r.Stands = len(drafts) == 0
	if !r.Stands {
		r.find(diag.List{diag.New("D704", diag.At{File: x.Name})})
		severe := slices.ContainsFunc(drafts, func(x ledger.Draft) bool {
			return slices.ContainsFunc(x.Pieces, func(p ledger.Piece) bool { return p.Seal == ledger.Severe })
		})
		if now, err := d.db.CustodyNow(f.ID); severe && err == nil && (now == "" || d.db.CustodyIsHere(f.ID)) {
			r.find(diag.List{diag.New("D705", diag.At{File: "private/keys/" + f.ID + ".custody-identity"}, f.ID)})
		}
	}
	if r.Stands || dry {
		return nil
	}
	drafts = append(drafts, d.draft(ledger.Study, ledger.JSON("study", pin{Did: "import", Folder: f.Hash, Program: d.version})))
	return d.db.Update(ctx, func(tx *store.Tx) error {
		es, err := tx.Append(f.ID, d.office, drafts...)
		if err != nil {
			return err
		}
		for i, t := range tolds {
			for j := range claims[i] {
				claims[i][j].Origin = claim.Origin{Entry: es[i].Seq, File: t.File, Row: t.Row}
			}
		}
		return putRecords(tx, f.ID, d.office, sealed, tolds, claims, es)
	})
}

// secret is the study's. A dry run of an empty study makes none: nothing is kept
// of what it reads, so that a secret of nobody does.
func (d *Desk) secret(id string, dry bool) (seal.Secret[[]byte], error) {
	if dry && !d.db.HasSecret(id) {
		return seal.Hide(make([]byte, seal.KeySize)), nil
	}
	return d.db.StudySecret(id)
}

// listed reports whether an id is of a source or of an organisation that the
// study's folder lists.
func listed(f *folder.Folder) func(string) bool {
	ids := map[string]bool{}
	for _, s := range f.Study.Sources {
		ids[s.ID] = true
	}
	for _, o := range f.Orgs {
		ids[o.ID] = true
	}
	return func(id string) bool { return ids[id] }
}

// putRecords projects records in order.
func putRecords(tx *store.Tx, study, log string, secret seal.Secret[[]byte], ts []record.Told, claims [][]claim.Claim, es []ledger.Entry) error {
	in := store.Import{Study: study, Log: log, Secret: secret}
	_, err := tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
		for _, cs := range claims {
			for _, c := range cs {
				if !yield(c, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	for i, t := range ts {
		if _, err := tx.Gone(study, t.Gone, es[i].Seq); err != nil {
			return err
		}
	}
	return nil
}
