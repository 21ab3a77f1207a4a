package editions

import (
	"context"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/protect"
)

// RowsMade says what became of a file of rows.
type RowsMade struct {
	Survey   string
	Rows     protect.Rows
	ID       string // of the release; "" where there is none yet
	Hash     string
	Stands   bool // nothing changed since: the release named stands, and none was made
	Waits    int  // rows that wait for more to change; then none was made
	Gone     bool // the release named was destroyed by a withdrawal
	Findings diag.List
}

// MakeRows makes a file of rows and enters it, unless the last one for the
// audience stands, or too few rows changed.
func (k Keeper) MakeRows(ctx context.Context, in protect.RowsInput, dry bool) (m RowsMade, err error) {
	m.Survey = in.Survey.ID
	stood, err := k.Stood(ctx, m.Survey)
	if err != nil {
		return m, err
	}
	counted, err := k.Counted(ctx, in.Profile, in.Secret, in.Survey.Source, m.Survey)
	if err != nil {
		return m, err
	}
	es, err := k.Editions(ctx, in.Profile)
	if err != nil {
		return m, err
	}
	if n := len(es); n > 0 {
		in.Edition = &es[n-1]
	}
	all, err := k.AllRows(ctx, m.Survey)
	if err != nil {
		return m, err
	}
	if stands, err := k.standing(ctx, all, in, stood, counted, &m); err != nil || stands {
		return m, err
	}
	head, err := k.DB.Head(ctx, k.Study, k.Log)
	if err != nil {
		return m, err
	}
	in.Before = append(counted, stood...)
	in.Date = in.On.String()
	in.Release = NextRows(all, in.Date)
	in.Pins = protect.Pins{Folder: in.Pins.Folder, LogSize: head.Size, Root: head.Root.String(), Program: k.Program}
	res, err := protect.ReleaseRows(in)
	m.Findings, m.Waits = res.Findings, res.Waits
	if err != nil || res.Waits > 0 {
		return m, err
	}
	b, err := res.Rows.Encode()
	if err != nil {
		return m, err
	}
	m.Rows, m.ID, m.Hash, m.Gone = res.Rows, in.Release, protect.Hash(b), false
	if dry {
		return m, nil
	}
	r := RowsRelease{Folder: in.Pins.Folder, Survey: m.Survey, Source: in.Survey.Source, Rows: m.ID, Date: in.Date, Profile: in.Profile, Hash: m.Hash, Pins: in.Pins}
	return m, k.KeepRows(ctx, r, b, res.Kept)
}

// standing reports whether the last file for the audience would come out the
// same. m names that file.
func (k Keeper) standing(ctx context.Context, all []RowsRelease, in protect.RowsInput, stood, counted []protect.RowsKept, m *RowsMade) (bool, error) {
	at := -1
	for i, r := range all {
		if r.Profile == in.Profile {
			at = i
		}
	}
	if at < 0 {
		return false, nil
	}
	last := all[at]
	f, ok, err := k.OpenRows(ctx, last)
	m.Rows, m.ID, m.Hash, m.Gone = f, last.Rows, last.Hash, !ok
	if err != nil || !ok {
		return false, err
	}
	in.Release, in.Date, in.Pins = last.Rows, last.Date, f.Pins()
	in.Before = f.Beside(append(counted, stood...))
	res, err := protect.ReleaseRows(in)
	if err != nil || res.Waits > 0 {
		return false, nil // said when it is made anew
	}
	b, err := res.Rows.Encode()
	if m.Stands = err == nil && protect.Hash(b) == last.Hash; m.Stands {
		m.Findings = res.Findings
	}
	return m.Stands, err
}
