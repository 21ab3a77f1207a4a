package desk

import (
	"context"
	"slices"

	"github.com/dires/dires/internal/desk/editions"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Keeper keeps the editions of a study, and what was printed of them.
func (d *Desk) Keeper(id string) editions.Keeper {
	return editions.Keeper{DB: d.db, Study: id, Log: d.office, By: d.by, Program: d.version, Now: d.now}
}

// Editions opens the editions of a study for a profile, oldest first.
func (d *Desk) Editions(ctx context.Context, id string, p protect.Profile) ([]protect.Edition, error) {
	return d.Keeper(id).Editions(ctx, p)
}

// Released says what a release made, or would make.
type Released struct {
	ID             string
	Edition        protect.Edition
	Hash           string
	Stands         bool // nothing changed since: the release named stands, and none was made
	Waits          int  // figures that wait for more people to stand behind what changed; then it Stands
	Changed, Least int  // people who came or went since, and how many the study wants: some, but fewer, and it Stands
	Findings       diag.List
	Left           map[string]int // statements that did not enter, by rule
}

// Release makes the edition for a profile from what may be used on the day of
// the desk's clock, and enters it in the ledger with the hash of everything it
// was made of. Where nothing changed since the last one it makes none. dry
// makes it without keeping it.
func (d *Desk) Release(ctx context.Context, id string, p protect.Profile, dry bool) (r Released, err error) {
	defer fault.Wrap(&err, "release %s", id)
	if !slices.Contains([]protect.Profile{protect.Internal, protect.Partners, protect.Public}, p) {
		return r, fault.New(fault.Invalid, "D720", string(p))
	}
	day := when.Of(d.now())
	projection, clock, err := d.Keeper(id).Sound(ctx)
	if err != nil {
		return r, err
	}
	m, err := d.figures(ctx, id, p, day)
	r.Findings, r.Left = append(clock, m.Findings...), m.Left
	if err != nil {
		return r, err
	}
	head, err := d.db.Head(ctx, id, d.office)
	if err != nil {
		return r, err
	}
	all, err := d.Keeper(id).All(ctx)
	if err != nil {
		return r, err
	}
	before, last, err := d.Keeper(id).Before(ctx, all, p)
	if err != nil {
		return r, err
	}
	in := protect.Input{Study: m.Study, Figures: m.Figures, Outlines: m.Outlines, Profile: p, Before: before, Who: m.who}
	if in.Rows, err = d.Keeper(id).RowsOut(ctx); err != nil {
		return r, err
	}
	var made []protect.Edition
	if last != nil && !d.Keeper(id).Destroyed(ctx, *last) {
		if made, err = d.Editions(ctx, id, p); err != nil {
			return r, err
		}
		again := in
		again.Release, again.Date, again.Pins, again.Changes, again.Before = last.Release, last.Date, last.Pins, last.Changes, before[:len(before)-1]
		again.Pins.Folder = m.hash
		if n := len(made); n > 1 {
			again.Last = &made[n-2]
		}
		if res, err := protect.Release(again); err == nil {
			b, err := res.Edition.Encode()
			if err != nil {
				return r, err
			}
			if protect.Hash(b) == last.Edition {
				r.ID, r.Edition, r.Hash, r.Stands = last.Release, res.Edition, last.Edition, true
				r.Findings = append(r.Findings, res.Findings...)
				return r, nil
			}
		}
	}
	if n := len(made); n > 0 {
		in.Last = &made[n-1]
	}
	if r.Changed, r.Least = protect.Waits(in); in.Last != nil && r.Changed > 0 && r.Changed < r.Least {
		r.ID, r.Edition, r.Hash, r.Stands = last.Release, *in.Last, last.Edition, true
		return r, nil
	}
	in.Date = day.String()
	in.Release = editions.NextID(all, in.Date)
	in.Pins = protect.Pins{Folder: m.hash, LogSize: head.Size, Root: head.Root.String(), Program: d.version}
	res, err := protect.Release(in)
	r.Findings = append(r.Findings, res.Findings...)
	if err != nil {
		return r, err
	}
	if kept := res.Edition.Kept(); in.Last != nil && len(kept) > 0 && m.hash == last.Pins.Folder && !protect.News(*in.Last, res.Edition) {
		// Nothing but what too few people added or took back: the release waits.
		r.ID, r.Edition, r.Hash, r.Stands, r.Waits = last.Release, *in.Last, last.Edition, true, len(kept)
		return r, nil
	}
	b, err := res.Edition.Encode()
	if err != nil {
		return r, err
	}
	r.ID, r.Edition, r.Hash = in.Release, res.Edition, protect.Hash(b)
	if dry {
		return r, nil
	}
	if err := editions.Publishable(m.Study, p, d.base, r.Edition); err != nil {
		return r, err
	}
	return r, d.Keeper(id).Keep(ctx, editions.Release{Release: r.ID, Date: in.Date, Profile: p, Edition: r.Hash, Pins: in.Pins, Changes: in.Changes, Projection: projection}, b, res.Private)
}
