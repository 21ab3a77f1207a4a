package desk

import (
	"context"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/reconcile"
)

// thresholds are those at which accounts are linked anew, to see what of an
// agreement is the linker's.
var thresholds = []float64{0.3, 0.45, 0.6, 0.8}

// linkings links the incidents among claims at each threshold, where names of
// incidents came from two sources; elsewhere there is nothing to see.
func (d *Desk) linkings(ctx context.Context, f *folder.Folder, cs []claim.Claim) (ls []compare.Linking, err error) {
	defer fault.Wrap(&err, "link at several thresholds")
	from := map[string]bool{}
	for _, c := range cs {
		if c.Naming != nil && c.Naming.Subject.Kind == "event" {
			from[c.Key.Source] = true
		}
	}
	if len(from) < 2 {
		return nil, nil
	}
	ds, err := d.Decisions(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	p, _, err := f.Linking()
	if err != nil {
		return nil, err
	}
	for _, t := range thresholds {
		p.Link.Threshold = t
		es, _, _, err := reconcile.Events(cs, ds, p)
		if err != nil {
			return nil, err
		}
		ls = append(ls, compare.Linking{Threshold: t, Events: es})
	}
	return ls, ctx.Err()
}
