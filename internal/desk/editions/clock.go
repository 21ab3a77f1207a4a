package editions

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// What is said of a clock that does not go with the ledger: it is behind, so that
// embargoes hold longer than they need to, or far ahead.
const (
	ClockBack  diag.Code = "D749" // study, day of the clock, day in the ledger
	ClockAhead diag.Code = "D751" // the same
)

var _ = diag.Codes(
	diag.Kind{Code: ClockBack, Severity: diag.Warning, Args: 3},
	diag.Kind{Code: ClockAhead, Severity: diag.Warning, Args: 3},
)

const (
	codeJump = "D750"               // study, day of the clock, day in the ledger
	tooFar   = 400 * 24 * time.Hour // what no break between two entries lasts unless somebody says so
	slack    = time.Hour
	didClock = "clock"
)

// Clock compares the clock with the days in the ledger, for an embargo ends by the
// clock alone. Nothing is released by one that is far ahead of all that was entered,
// until somebody says that it is right: see [Keeper.Vouch].
func (k Keeper) Clock(ctx context.Context) (found diag.List, err error) {
	defer fault.Wrap(&err, "compare the clock with the ledger of %s", k.Study)
	last, err := k.lastSure(ctx)
	if err != nil || last.IsZero() {
		return nil, err
	}
	now := k.Now().UTC()
	date := func(t time.Time) string { return t.UTC().Format(time.DateOnly) }
	switch {
	case now.After(last.Add(tooFar)):
		found.Add(ClockAhead, diag.At{File: k.Study}, k.Study, date(now), date(last))
	case now.Before(last.Add(-slack)):
		found.Add(ClockBack, diag.At{File: k.Study}, k.Study, date(now), date(last))
	}
	return found, nil
}

// Vouch enters that somebody looked at the clock, and that it is right.
func (k Keeper) Vouch(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "enter that the clock is right for %s", k.Study)
	_, err = k.DB.Append(ctx, k.Study, k.Log, k.draft(ledger.Study, ledger.JSON("study", map[string]string{"did": didClock, "program": k.Program})))
	return err
}

// lastSure is the latest time in the ledger that follows from those before it: an
// entry far ahead of them, made while the clock was wrong, vouches for nothing.
func (k Keeper) lastSure(ctx context.Context) (last time.Time, err error) {
	type stamp struct {
		seq, at int64
		vouched bool
	}
	var all []stamp
	for _, kind := range []ledger.Kind{ledger.File, ledger.Study, ledger.Decision, ledger.Release, ledger.Shred} { // records come with an entry of the study
		for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, kind) {
			if err != nil {
				return last, err
			}
			s := stamp{seq: e.Seq, at: e.At}
			if kind == ledger.Study {
				var did struct{ Did string }
				b, err := e.Open(ctx, "study")
				s.vouched = err == nil && json.Unmarshal(b, &did) == nil && did.Did == didClock
			}
			if e.At != 0 {
				all = append(all, s)
			}
		}
	}
	slices.SortFunc(all, func(a, b stamp) int { return cmp.Compare(a.seq, b.seq) })
	for _, s := range all {
		at := time.Unix(s.at, 0)
		if s.vouched || last.IsZero() || at.After(last) && !at.After(last.Add(tooFar)) {
			last = at
		}
	}
	return last, nil
}
