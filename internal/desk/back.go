package desk

import (
	"context"
	"errors"

	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/intake"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// change is what is written in one transaction; nil for nothing.
type change func(*store.Tx) error

// errMoved says that the log grew between reading it and writing.
var errMoved = errors.New("the log moved")

// onLog decides from what a log holds what to write, and writes it only if the
// log still holds just that: where another process was quicker, it decides
// anew from what is there by then.
func (d *Desk) onLog(ctx context.Context, id string, decide func(intake.All) (change, error)) error {
	for {
		all, err := d.intake(ctx, id)
		if err != nil {
			return err
		}
		do, err := decide(all)
		if err != nil || do == nil {
			return err
		}
		err = d.db.Update(ctx, func(tx *store.Tx) error {
			h, err := tx.Head(id, d.office)
			if err != nil {
				return err
			}
			if h.Size != all.Size {
				return errMoved
			}
			return do(tx)
		})
		if !errors.Is(err, errMoved) {
			return err
		}
	}
}

func (d *Desk) intake(ctx context.Context, id string) (intake.All, error) {
	return intake.Read(ctx, d.db.Entries(ctx, id, d.office, 0), func(ctx context.Context, e store.Entry) (string, string, bool, error) {
		t, _, ok, err := record.Open(ctx, e)
		return t.Source, t.File, ok, err
	})
}

// importPin is what the entry of an import says of a file, and the codes of
// the names that its source lists now: names of files in confidence are no
// one's to read.
func (d *Desk) importPin(f *folder.Folder, x File, secret []byte) (p pin, names []string) {
	p = pin{Did: "import", Folder: f.Hash, Program: d.version, Source: x.Source.ID, Reader: x.Source.Reader}
	if len(x.Source.Files) <= 1 {
		return p, nil
	}
	for _, name := range x.Source.Files {
		code := record.Alias(secret, "file", name)
		names = append(names, code)
		if name == x.Name {
			p.Listed = code
		}
	}
	return p, names
}

// onlyBack is the change that takes imports back and enters nothing else.
func (d *Desk) onlyBack(ctx context.Context, f *folder.Folder, all intake.All, p pin) change {
	if len(p.Back) == 0 {
		return nil
	}
	return func(tx *store.Tx) error {
		if _, err := tx.Append(f.ID, d.office, d.draft(ledger.Study, ledger.JSON("study", p))); err != nil {
			return err
		}
		return d.replay(ctx, tx, f, all, p.Back)
	}
}

// replay makes anew what is derived from the entries of a log, without those
// that are taken back now. Where none is, it does nothing.
func (d *Desk) replay(ctx context.Context, tx *store.Tx, f *folder.Folder, all intake.All, back []intake.Span) error {
	if len(back) == 0 {
		return nil
	}
	return d.project(ctx, tx, f, all.After(back), nil)
}

// Undo takes the last import back that counts: of a source, of a file of it,
// or of all. What it brought stays in the ledger and counts no more; what it
// took the place of counts again.
func (d *Desk) Undo(ctx context.Context, id, source, name string) (x intake.Import, err error) {
	defer fault.Wrap(&err, "take an import back")
	f, _, err := d.open(id)
	if err != nil {
		return x, err
	}
	return x, d.takeBack(ctx, f, "undo", source, func(all intake.All) []intake.Span {
		ok := false
		if x, ok = all.Last(source, name); !ok {
			return nil
		}
		return []intake.Span{x.Span}
	})
}

// RemoveSource takes everything back that a source brought.
func (d *Desk) RemoveSource(ctx context.Context, id, source string) (n int, err error) {
	defer fault.Wrap(&err, "remove source %s", source)
	f, _, err := d.open(id)
	if err != nil {
		return 0, err
	}
	return n, d.takeBack(ctx, f, "remove-source", source, func(all intake.All) (spans []intake.Span) {
		n = 0
		for _, x := range all.Imports {
			if x.Source == source && !x.Asked {
				spans = append(spans, x.Span)
				if !x.Back {
					n++
				}
			}
		}
		return spans
	})
}

// takeBack enters what is taken back, and derives everything without it. The
// span of an import that gives back the place it took may still count: what
// counts is decided by the ledger with the new entry in it.
func (d *Desk) takeBack(ctx context.Context, f *folder.Folder, did, source string, which func(intake.All) []intake.Span) error {
	err := d.onLog(ctx, f.ID, func(all intake.All) (change, error) {
		p := pin{Did: did, Folder: f.Hash, Program: d.version, Source: source, Back: which(all)}
		if len(p.Back) == 0 {
			return nil, fault.New(fault.NotFound, "D715", source)
		}
		return func(tx *store.Tx) error {
			if _, err := tx.Append(f.ID, d.office, d.draft(ledger.Study, ledger.JSON("study", p))); err != nil {
				return err
			}
			return d.project(ctx, tx, f, all.Without(p.Back), nil)
		}, nil
	})
	if err != nil {
		return err
	}
	_, err = d.Reconcile(ctx, f.ID)
	return err
}

// fresh reconciles where something came or went since the last time: no figure
// rests on events that are no more.
func (d *Desk) fresh(ctx context.Context, id string) error {
	all, err := d.intake(ctx, id)
	if err != nil || !all.Stale {
		return err
	}
	_, err = d.Reconcile(ctx, id)
	return err
}
