package editions

import (
	"context"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
)

// Verify compares the study's log with itself, with what stands beside it, and
// with each root that a release, or somebody, noted: see [store.DB.VerifyAll].
func (k Keeper) Verify(ctx context.Context, progress func(done, total int64), noted ...ledger.Head) (ledger.Report, error) {
	rs, _ := k.All(ctx) // what is wrong with an entry verifying says
	for _, r := range rs {
		if root, err := ledger.ParseHash(r.Pins.Root); err == nil {
			noted = append(noted, ledger.Head{Size: r.Pins.LogSize, Root: root})
		}
	}
	return k.DB.VerifyAll(ctx, k.Study, k.Log, progress, noted...)
}

// Sound gives the hash of what numbers are computed from. It refuses what is not as
// it was written, and a clock by which an embargo could end too early: no edition is
// made of that. What else is to be said of the clock is in the findings.
func (k Keeper) Sound(ctx context.Context) (projection string, clock diag.List, err error) {
	found, err := k.DB.VerifyState(ctx, k.Study)
	if err == nil && found.Errors() > 0 {
		err = fault.New(fault.Broken, "D733", k.Study)
	}
	if err == nil {
		clock, err = k.Clock(ctx)
	}
	for _, f := range clock {
		if f.Code == ClockAhead {
			err = fault.New(fault.Refused, codeJump, f.Args[0], f.Args[1], f.Args[2])
		}
	}
	if err != nil {
		return "", nil, err
	}
	h, err := k.DB.Projection(ctx, k.Study)
	return h.String(), clock, err
}

// NextID is the date, or the date with a number where it is taken.
func NextID(all []Release, date string) string {
	id := date
	for n := 2; slices.ContainsFunc(all, func(r Release) bool { return r.Release == id }); n++ {
		id = fmt.Sprintf("%s.%d", date, n)
	}
	return id
}

// Publishable refuses (fault.Refused) a public edition without a value, and of a
// study that is not fictional one without a contact for corrections or a base, the
// address by which it is cited. Other audiences' editions pass.
func Publishable(s study.Study, p protect.Profile, base string, e protect.Edition) error {
	told := s.Nature != source.Fictional
	switch {
	case p != protect.Public:
		return nil
	case !hasValue(e):
		return fault.New(fault.Refused, "D719")
	case told && len(s.Contact) == 0:
		return fault.New(fault.Refused, "D758", s.ID, string(s.Languages[0]))
	case told && base == "":
		return fault.New(fault.Refused, "D759", s.ID)
	}
	return nil
}

// hasValue reports whether an edition prints any number or statement at all.
func hasValue(e protect.Edition) bool {
	return slices.ContainsFunc(e.Figures(), func(f figure.Figure) bool {
		return slices.ContainsFunc(f.Cells, func(c figure.Cell) bool { _, ok := c.Value(); return ok || c.N() > 0 })
	})
}
