package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// Withdraw destroys the keys of whoever said the statement of a key, with
// everything else the same person said, and takes it out of what is derived.
// why is one of ledger.Whys. What was printed is not recalled by it. A
// statement that is not there is refused (fault.NotFound), and so is one that
// was said in public (fault.Refused).
func (d *Desk) Withdraw(ctx context.Context, id string, k claim.Key, why string) (err error) {
	defer fault.Wrap(&err, "withdraw")
	if !slices.Contains(ledger.Whys, why) {
		return fault.New(fault.Invalid, "D742", why, strings.Join(ledger.Whys, ", "))
	}
	c, ok, err := d.db.Claim(ctx, id, k)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "D741", k.String())
	}
	e, err := d.db.Entry(ctx, id, d.office, c.Origin.Entry)
	if err != nil {
		return err
	}
	p, ok := e.Part("desk")
	if !ok {
		return fault.New(fault.Refused, "D743", k.String())
	}
	// So that the same rows cannot come back with the next file.
	never, err := d.toldBy(ctx, id, p.Subject)
	if err != nil {
		return err
	}
	entry := d.draft(ledger.Study, ledger.JSON("study", pin{Did: "withdraw", Program: d.version, Never: never}))
	if _, err := d.db.Append(ctx, id, d.office, entry); err != nil {
		return err
	}
	_, err = d.db.Shred(ctx, id, d.office, ledger.Withdrawal{Subject: p.Subject, Scope: "all", Why: why}, d.now().Unix(), d.by)
	if err != nil {
		return err
	}
	_, err = d.Reconcile(ctx, id)
	return err
}

// toldBy are the codes of the records of one subject: no more can be learned
// from them than that a row known already is among them.
func (d *Desk) toldBy(ctx context.Context, id, subject string) (codes []string, err error) {
	secret, err := d.db.StudySecret(id)
	if err != nil {
		return nil, err
	}
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Record) {
		if err != nil {
			return nil, err
		}
		if p, _ := e.Part("desk"); p.Subject != subject {
			continue
		}
		t, _, ok, err := opened(ctx, e)
		if err != nil {
			return nil, err
		}
		if ok {
			codes = append(codes, recordCode(secret.Reveal(), t.Source, t.ID))
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes), nil
}

func recordCode(secret []byte, source, id string) string {
	return alias(secret, "record", source+"\x00"+id)
}

// withdrawn are the codes of records whose subjects withdrew.
func (d *Desk) withdrawn(ctx context.Context, id string) (map[string]bool, error) {
	m := map[string]bool{}
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Study) {
		if err != nil {
			return nil, err
		}
		var p pin
		if err := body(ctx, e, "study", &p); err != nil {
			return nil, err
		}
		for _, code := range p.Never {
			m[code] = true
		}
	}
	return m, nil
}
