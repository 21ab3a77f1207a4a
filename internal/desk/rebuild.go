package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/intake"
	"github.com/dires/dires/internal/desk/reading"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// Rebuilt says whether what was made anew is what stood there.
type Rebuilt struct {
	Before, After string // hashes of the canonical dump
	Entries       int64
	Relisted      int       // rows of the lists beside the entries that were wrong
	Findings      diag.List // what was wrong before
}

// Differed reports whether anything was not as the ledger says.
func (r Rebuilt) Differed() bool {
	return r.Before != r.After || r.Relisted > 0 || r.Findings.Errors() > 0
}

// Rebuild drops what was derived from the ledger and makes it anew, in one
// transaction: it walks the entries, reads their files with the readers, opens
// their records, and runs the last reconciliation again where it stood.
func (d *Desk) Rebuild(ctx context.Context, id string, progress func(done, total int64)) (r Rebuilt, err error) {
	defer fault.Wrap(&err, "rebuild %s", id)
	f, _, err := d.open(id)
	if err != nil {
		return r, err
	}
	if r.Findings, err = d.db.VerifyState(ctx, id); err != nil {
		return r, err
	}
	if r.Before, err = d.identity(ctx, id); err != nil {
		r.Before = strings.Repeat("?", 64) // what stood there cannot even be read
	}
	if r.Relisted, err = d.db.Relist(ctx, id, d.office); err != nil {
		return r, err
	}
	all, err := d.intake(ctx, id)
	if err != nil {
		return r, err
	}
	r.Entries = all.Size
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Clear(id); err != nil {
			return err
		}
		return d.project(ctx, tx, f, all, progress)
	})
	if err != nil {
		return r, err
	}
	r.After, err = d.identity(ctx, id)
	return r, err
}

// project derives everything anew from the entries that count.
func (d *Desk) project(ctx context.Context, tx *store.Tx, f *folder.Folder, all intake.All, progress func(done, total int64)) error {
	var es []store.Entry
	lastRun := int64(-1)
	for e, err := range d.db.Entries(ctx, f.ID, d.office, 0) {
		if err != nil {
			return err
		}
		if e.Seq >= all.Size {
			break
		}
		es = append(es, e)
		if e.Kind == ledger.Study {
			var p pin
			if err := body(ctx, e, "study", &p); err != nil {
				return err
			}
			if p.Run != nil {
				lastRun = e.Seq
			}
		}
	}
	var secret seal.Secret[[]byte]
	if slices.ContainsFunc(es, func(e store.Entry) bool { return e.Kind == ledger.Record }) {
		var err error
		if secret, err = d.db.StudySecret(f.ID); err != nil {
			return err
		}
	}
	if err := tx.Clear(f.ID); err != nil {
		return err
	}
	for i, e := range es {
		if all.IsBack(e.Seq) {
			continue
		}
		if err := d.again(ctx, tx, f, e, secret, e.Seq == lastRun); err != nil {
			return err
		}
		if progress != nil {
			progress(int64(i+1), int64(len(es)))
		}
	}
	return nil
}

// again projects one entry as it was projected when it came.
func (d *Desk) again(ctx context.Context, tx *store.Tx, f *folder.Folder, e store.Entry, secret seal.Secret[[]byte], run bool) error {
	switch e.Kind {
	case ledger.File:
		var a reading.About
		if err := body(ctx, e, "about", &a); err != nil {
			return err
		}
		rd, ok := reading.Of(a.Reader)
		if !ok {
			return fault.New(fault.NotFound, "D731", a.Reader)
		}
		p, _ := e.Part("file")
		b, err := d.db.Blob(p.Hash)
		if err != nil {
			return err
		}
		defer b.Close()
		t, err := rd.Open(a, nil, b)
		if err != nil {
			return err
		}
		var r Imported
		return r.project(tx, store.Import{Study: f.ID, Log: d.office, Series: a.Series}, t, a, e.Seq, 0)
	case ledger.Record:
		t, cs, ok, err := record.Open(ctx, e)
		if err != nil || !ok {
			return err
		}
		return record.Put(tx, f.ID, d.office, secret, []record.Told{t}, [][]claim.Claim{cs}, []ledger.Entry{e.Entry})
	case ledger.Study:
		if !run {
			return nil
		}
		ds, err := d.decisionsBefore(ctx, f.ID, e.Seq)
		if err != nil {
			return err
		}
		params, _, err := f.Linking()
		if err != nil {
			return err
		}
		evs, _, _, err := reconcile.Members(tx.Accounts(f.ID), ds, params)
		if err != nil {
			return err
		}
		return tx.ReplaceEvents(f.ID, evs)
	}
	return nil
}

// identity is the hash of the canonical dump of all there is of a study.
func (d *Desk) identity(ctx context.Context, id string) (string, error) {
	h, err := d.db.Identity(ctx, id)
	return h.String(), err
}

// Verify reads the study's log whole and compares everything with everything.
func (d *Desk) Verify(ctx context.Context, id string, progress func(done, total int64), noted ...ledger.Head) (ledger.Report, error) {
	r, err := d.Keeper(id).Verify(ctx, progress, noted...)
	if err != nil {
		return r, err
	}
	files, err := d.Custody(id).VerifyFiles(ctx)
	r.Findings, r.Wrong = append(r.Findings, files...), r.Wrong+files.Errors()
	return r, err
}
