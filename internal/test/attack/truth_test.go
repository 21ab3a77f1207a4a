package attack

import (
	"slices"
	"strings"
	"testing"

	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/protect"
)

// truths are the numbers as they are, by edition.
type truths []map[string]map[string]figure.Cell

func (ts truths) add(fs []figure.Figure) truths {
	m := map[string]map[string]figure.Cell{}
	for _, f := range fs {
		m[f.ID] = map[string]figure.Cell{}
		for _, c := range f.Cells {
			m[f.ID][strings.Join(c.At(), "\x00")] = c
		}
	}
	return append(ts, m)
}

// of gives a number as it is.
func (ts truths) of(edition int, id, at, field string) (int64, bool) {
	c, ok := ts[edition][id][at]
	if !ok {
		return 0, false
	}
	v, has := c.Value()
	low, high, spread := c.Range()
	switch {
	case field == "n":
		return int64(c.N()), true
	case field == "of":
		return int64(c.Of()), true
	case !has:
		return 0, true
	case spread != figure.NoSpread && field == "low":
		v = low
	case spread != figure.NoSpread && field == "high":
		v = high
	}
	return int64(v), true
}

// trust keeps the reader of the test from believing a rule that does not hold:
// what is left is all that could be guessed rightly.
func (ts truths) trust(e audit.Equation) bool {
	sum := int64(0)
	for _, t := range e.Terms {
		v, ok := ts.of(t.Edition, t.Figure, t.At, t.Field)
		if !ok {
			return false
		}
		sum += t.Coef * v
	}
	return (!e.Ends[0] || sum >= e.Low) && (!e.Ends[1] || sum <= e.High)
}

// found attacks editions, oldest first, and lists what a reader can tell that
// the rule does not allow. No interval may miss the truth: a solver that is
// wrong proves nothing.
func found(t *testing.T, es []audit.Edition, ts truths, width int64) []audit.Fault {
	t.Helper()
	r, err := audit.Look(es, audit.Options{Guess: true, Trust: ts.trust, Enough: width})
	if err != nil {
		t.Fatal(err)
	}
	which := map[string]int{}
	for i, e := range es {
		which[e.Release] = i
	}
	for _, f := range r.Found {
		if v, ok := ts.of(which[f.Edition], f.Figure, strings.Join(f.At, "\x00"), f.Field); !ok || f.Settled && (v < f.Low || !f.Endless && v > f.High) {
			t.Errorf("%s at %v, %s: the attack says %d to %d, and it is %d", f.Figure, f.At, f.Field, f.Low, f.High, v)
		}
	}
	return slices.DeleteFunc(audit.Judge(es, r.Found, width), func(w audit.Fault) bool { return w.Verdict == audit.Overstated }) // a matter of the certificate
}

// asPrinted takes for a figure that keeps the numbers of an earlier edition the
// truth of that edition.
func (ts truths) asPrinted(es []audit.Edition) truths {
	last := len(es) - 1
	for _, f := range es[last].Figures {
		for i := range last {
			if f.AsOf != "" && es[i].Release == f.AsOf {
				ts[last][f.ID] = ts[i][f.ID]
			}
		}
	}
	return ts
}

// careless is the edition of a gate that holds a cell back where few people
// stand behind it, and thinks no further.
func careless(t *testing.T, in protect.Input) audit.Edition {
	t.Helper()
	in.Profile, in.Release, in.Date, in.Before, in.Last = protect.Internal, "r", "2026-01-01", nil, nil
	res, err := protect.Release(in)
	must(t, err)
	b, err := res.Edition.Encode()
	must(t, err)
	e, err := audit.Read(b)
	must(t, err)
	for i, f := range e.Figures {
		for j, c := range f.Cells {
			truth, _ := in.Figures[i].Cell(c.At...)
			if by := truth.By(); c.Value != nil && *c.Value > 0 && !by.Public && min(by.Speakers, by.Monitors, by.Orgs) < 5 {
				e.Figures[i].Cells[j] = audit.Cell{At: c.At, Why: "withheld"}
			}
		}
	}
	return e
}
