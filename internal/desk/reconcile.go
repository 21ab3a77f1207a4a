package desk

import (
	"context"
	"math"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/store"
)

// Reconciled says what a reconciliation held to be what.
type Reconciled struct {
	Stands    bool // the same records, decisions and parameters as the last time
	Claims    int  // accounts of incidents
	Events    int
	Decisions int
	Findings  diag.List
	Missed    func() [][]string // names of places not found, as a table to fill in: for the desk's own eyes
	Run       reconcile.Run
}

// Reconcile finds which statements are about one event, under what people
// decided, and enters in the ledger from what and with which parameters.
func (d *Desk) Reconcile(ctx context.Context, id string) (r Reconciled, err error) {
	defer fault.Wrap(&err, "reconcile %s", id)
	f, found, err := d.open(id)
	if err != nil {
		return r, err
	}
	if found.Worst() == diag.Error {
		r.Findings = found
		return r, fault.Findings
	}
	ds, err := d.Decisions(ctx, id)
	if err != nil {
		return r, err
	}
	p, missed, err := f.Linking()
	if err != nil {
		return r, err
	}
	source, several := "", false
	accounts := func(yield func(*claim.Account, error) bool) {
		for a, err := range d.db.Accounts(ctx, id) {
			if err == nil {
				r.Claims++
				several = several || source != "" && source != a.Key.Source
				source = a.Key.Source
			}
			if !yield(a, err) {
				return
			}
		}
	}
	es, run, found, err := reconcile.Members(accounts, ds, p)
	if err != nil {
		return r, err
	}
	r.Events, r.Decisions, r.Findings, r.Run = len(es), len(reconcile.Apply(ds)), found, run
	if !several { // a source alone has nothing to compare: what keeps its records apart matters to nobody yet
		r.Findings = slices.DeleteFunc(r.Findings, func(x diag.Finding) bool { return x.Severity < diag.Error && x.Code != "R411" })
	}
	r.Findings = append(r.Findings, missed.Found()...)
	r.Missed = func() [][]string { return missed.Table(f.Places.Towns) }
	before, err := d.lastRun(ctx, id)
	if err != nil {
		return r, err
	}
	all, err := d.intake(ctx, id)
	if err != nil {
		return r, err
	}
	if r.Stands = before == run; r.Stands && !all.Stale {
		return r, nil
	}
	return r, d.db.Update(ctx, func(tx *store.Tx) error {
		p := ledger.JSON("study", pin{Did: "reconcile", Folder: f.Hash, Program: d.version, Run: &run})
		if _, err := tx.Append(id, d.office, d.draft(ledger.Study, p)); err != nil || r.Stands {
			return err
		}
		return tx.ReplaceEvents(id, es)
	})
}

// Decisions are what people decided about pairs of statements, in order.
func (d *Desk) Decisions(ctx context.Context, id string) (ds []event.Decision, err error) {
	defer fault.Wrap(&err, "read decisions of %s", id)
	return d.decisionsBefore(ctx, id, math.MaxInt64)
}

// decisionsBefore are those entered before an entry.
func (d *Desk) decisionsBefore(ctx context.Context, id string, seq int64) (ds []event.Decision, err error) {
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Decision) {
		if err != nil {
			return nil, err
		}
		if e.Seq >= seq {
			break
		}
		var x event.Decision
		if err := body(ctx, e, "decision", &x); err != nil {
			return nil, err
		}
		ds = append(ds, x)
	}
	return ds, nil
}

// Decide enters what a person decided about two statements. It counts from the
// next reconciliation on; event.Undo takes the last decision about the pair
// back. A statement that the study does not have is refused (fault.NotFound).
func (d *Desk) Decide(ctx context.Context, id string, x event.Decision) (err error) {
	defer fault.Wrap(&err, "decide")
	if !slices.Contains([]event.Verdict{event.SameEvent, event.DifferentEvent, event.APartOfB, event.Undo}, x.Says) {
		return fault.New(fault.Invalid, "D740", string(x.Says))
	}
	if x.By == "" {
		x.By = d.by
	}
	for _, k := range []claim.Key{x.A, x.B} {
		_, ok, err := d.db.Claim(ctx, id, k)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "D741", k.String())
		}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Append(id, d.office, d.draft(ledger.Decision, ledger.JSON("decision", x)))
		return err
	})
}

// Proposal is what reconciliation proposes now, with its reasons and the queue
// of what is most worth a person's look.
func (d *Desk) Proposal(ctx context.Context, id string) (p reconcile.Proposal, cs []claim.Claim, err error) {
	defer fault.Wrap(&err, "propose links of %s", id)
	f, _, err := d.open(id)
	if err != nil {
		return p, nil, err
	}
	for c, err := range d.db.Claims(ctx, id, claim.KindIncident) {
		if err != nil {
			return p, nil, err
		}
		cs = append(cs, c)
	}
	ds, err := d.Decisions(ctx, id)
	if err != nil {
		return p, nil, err
	}
	params, _, err := f.Linking()
	if err != nil {
		return p, nil, err
	}
	p, err = reconcile.Propose(reconcile.FromClaims(cs, params), ds, params)
	return p, cs, err
}

// Events are the events of a study as the last reconciliation left them, with
// their claims.
func (d *Desk) Events(ctx context.Context, id string) (es []event.Event, err error) {
	defer fault.Wrap(&err, "read events of %s", id)
	if err := d.fresh(ctx, id); err != nil {
		return nil, err
	}
	claims := map[claim.Key]claim.Claim{}
	for c, err := range d.db.Claims(ctx, id, claim.KindIncident) {
		if err != nil {
			return nil, err
		}
		claims[c.Key] = c
	}
	for e, err := range d.db.Events(ctx, id) {
		if err != nil {
			return nil, err
		}
		es = append(es, e)
	}
	store.Join(es, claims)
	return es, nil
}

// lastRun is what the last reconciliation was made from.
func (d *Desk) lastRun(ctx context.Context, id string) (run reconcile.Run, err error) {
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Study) {
		if err != nil {
			return run, err
		}
		var p pin
		if err := body(ctx, e, "study", &p); err != nil {
			return run, err
		}
		if p.Run != nil {
			run = *p.Run
		}
	}
	return run, nil
}
