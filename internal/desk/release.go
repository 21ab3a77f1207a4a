package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// release is the body of a release's entry in the ledger.
type release struct {
	Release string          `json:"release"`
	Date    string          `json:"date"`
	Profile protect.Profile `json:"profile"`
	Edition string          `json:"edition"` // hash of edition.json, a blob
	Printed string          `json:"printed"` // hash of the cells as they were before traces were cut, a blob
	Pins    protect.Pins    `json:"pins"`
	Changes []string        `json:"changes,omitempty"`
}

// Released says what a release made, or would make.
type Released struct {
	ID       string
	Edition  protect.Edition
	Hash     string
	Stands   bool // nothing changed since: the release named stands, and none was made
	Findings diag.List
	Left     map[string]int // statements that did not enter, by rule
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
	m, err := d.Figures(ctx, id, p, day)
	r.Findings, r.Left = m.Findings, m.Left
	if err != nil {
		return r, err
	}
	head, err := d.db.Head(ctx, id, d.office)
	if err != nil {
		return r, err
	}
	all, err := d.releases(ctx, id)
	if err != nil {
		return r, err
	}
	var before []protect.Printed
	var last *release
	for i := range all {
		if all[i].Profile != p {
			continue
		}
		last = &all[i]
		x, err := d.printed(all[i])
		if err != nil {
			return r, err
		}
		before = append(before, x)
	}
	in := protect.Input{Study: m.Study, Figures: m.Figures, Outlines: m.Outlines, Profile: p, Before: before}
	if last != nil {
		again := in
		again.Release, again.Date, again.Pins, again.Changes, again.Before = last.Release, last.Date, last.Pins, last.Changes, before[:len(before)-1]
		again.Pins.Folder = m.hash
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
	in.Date = day.String()
	in.Release = nextID(all, in.Date)
	in.Pins = protect.Pins{Folder: m.hash, LogSize: head.Size, Root: head.Root.String(), Program: d.version}
	res, err := protect.Release(in)
	r.Findings = append(r.Findings, res.Findings...)
	if err != nil {
		return r, err
	}
	b, err := res.Edition.Encode()
	if err != nil {
		return r, err
	}
	r.ID, r.Edition, r.Hash = in.Release, res.Edition, protect.Hash(b)
	if dry {
		return r, nil
	}
	return r, d.keep(ctx, id, release{Release: r.ID, Date: in.Date, Profile: p, Edition: r.Hash, Pins: in.Pins, Changes: in.Changes}, b, res.Private)
}

// nextID is the date, or the date with a number where it is taken.
func nextID(all []release, date string) string {
	id := date
	for n := 2; slices.ContainsFunc(all, func(r release) bool { return r.Release == id }); n++ {
		id = fmt.Sprintf("%s.%d", date, n)
	}
	return id
}

// printed reads what a release printed, uncut.
func (d *Desk) printed(r release) (p protect.Printed, err error) {
	defer fault.Wrap(&err, "read what release %s printed", r.Release)
	b, err := d.blob(r.Printed)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(b, &p)
}

// Editions opens the editions of a study for a profile, oldest first. One that
// is not what the ledger recorded is refused (fault.Broken).
func (d *Desk) Editions(ctx context.Context, id string, p protect.Profile) (es []protect.Edition, err error) {
	defer fault.Wrap(&err, "open editions of %s", id)
	all, err := d.releases(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Profile != p {
			continue
		}
		b, err := d.blob(r.Edition)
		if err != nil {
			return nil, err
		}
		e, err := protect.Open(b, r.Edition)
		if err != nil {
			return nil, err
		}
		es = append(es, e)
	}
	return es, nil
}

func (d *Desk) blob(hash string) ([]byte, error) {
	h, err := ledger.ParseHash(hash)
	if err != nil {
		return nil, err
	}
	r, err := d.db.Blob(h)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

// releases lists what the ledger has of a study's releases, oldest first.
func (d *Desk) releases(ctx context.Context, id string) (rs []release, err error) {
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Release) {
		if err != nil {
			return nil, err
		}
		var r release
		if err := body(ctx, e, "release", &r); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// keep writes the edition and what it printed, then enters the release: only
// if the log still has the size the edition names.
func (d *Desk) keep(ctx context.Context, id string, r release, edition []byte, private protect.Printed) error {
	printed, err := json.Marshal(private)
	if err != nil {
		return err
	}
	e, err := d.db.PutBlob(bytes.NewReader(edition))
	if err != nil {
		return err
	}
	p, err := d.db.PutBlob(bytes.NewReader(printed))
	if err != nil {
		return err
	}
	r.Printed = p.Hash.String()
	_, err = d.db.AppendIf(ctx, id, d.office, r.Pins.LogSize,
		d.draft(ledger.Study, ledger.JSON("study", pin{Did: "release", Folder: r.Pins.Folder, Program: d.version})),
		d.draft(ledger.Release, ledger.JSON("release", r), ledger.InBlob("edition", e), ledger.InBlob("printed", p)))
	return err
}
