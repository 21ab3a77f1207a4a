package desk

import (
	"context"

	"github.com/dires/dires/internal/desk/editions"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

// Microdata makes the file of rows of each survey of a study (or of one) that says
// which answers may leave, and enters it: see [editions.Keeper.MakeRows].
func (d *Desk) Microdata(ctx context.Context, id, survey string, p protect.Profile, dry bool) (made []editions.RowsMade, found diag.List, err error) {
	defer fault.Wrap(&err, "release rows of %s", id)
	_, clock, err := d.Keeper(id).Sound(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, found, err := d.openWhole(ctx, id)
	found = append(clock, found...)
	if err == nil && found.Worst() == diag.Error {
		err = fault.Findings
	}
	if err != nil {
		return nil, found, err
	}
	secret, err := d.db.StudySecret(id)
	for _, s := range f.Surveys.WithRows(survey) {
		if err != nil {
			break
		}
		in := protect.RowsInput{Study: f.Study, Survey: s, Profile: p, On: when.Of(d.now()), Secret: secret.Reveal(), Pins: protect.Pins{Folder: f.Hash}}
		m, bad := d.Keeper(id).MakeRows(ctx, in, dry)
		made, err = append(made, m), bad
	}
	return made, clock, err
}
