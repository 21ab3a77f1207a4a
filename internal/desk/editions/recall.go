package editions

import (
	"context"
	"slices"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
)

// didRecall is what the entry of a recall says was done.
const didRecall = "recall"

// Recall enters that a release for everybody was taken back, without a reason:
// a reason could point at somebody. Recalling twice changes nothing.
func (k Keeper) Recall(ctx context.Context, release string) (err error) {
	defer fault.Wrap(&err, "recall %s", release)
	all, err := k.All(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(r Release) bool { return r.Release == release && r.Profile == protect.Public }) {
		return fault.New(fault.NotFound, "D724", release)
	}
	back, err := k.Recalled(ctx)
	if err != nil || back[release] != "" {
		return err
	}
	_, err = k.DB.Append(ctx, k.Study, k.Log, k.draft(ledger.Study, ledger.JSON("study", body{Did: didRecall, Program: k.Program, Release: release})))
	return err
}

// Recalled gives the releases that were taken back, with the day.
func (k Keeper) Recalled(ctx context.Context) (on map[string]string, err error) {
	on = map[string]string{}
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			return nil, err
		}
		var b body
		if err := decode(ctx, e, "study", &b); err != nil {
			return nil, err
		}
		if b.Did == didRecall && on[b.Release] == "" {
			on[b.Release] = time.Unix(e.At, 0).UTC().Format(time.DateOnly)
		}
	}
	return on, nil
}
