package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// Withdraw destroys the keys of whoever said the statement of a key, or sent
// the submission of that id or of that withdrawal code, with everything else the
// same person said, and takes it out of what is derived. why is one of
// ledger.Whys. What was printed is not recalled by it. What is not there is
// refused (fault.NotFound), and so is what was said in public (fault.Refused).
func (d *Desk) Withdraw(ctx context.Context, id string, k claim.Key, why string) (err error) {
	defer fault.Wrap(&err, "withdraw")
	if !slices.Contains(ledger.Whys, why) {
		return fault.New(fault.Invalid, "D742", why, strings.Join(ledger.Whys, ", "))
	}
	subjects, never, err := d.person(ctx, id, k)
	if err != nil {
		return err
	}
	entry := d.draft(ledger.Study, ledger.JSON("study", pin{Did: "withdraw", Program: d.version, Never: never}))
	if _, err := d.db.Append(ctx, id, d.office, entry); err != nil {
		return err
	}
	for _, s := range subjects {
		if _, err := d.db.Shred(ctx, id, d.office, ledger.Withdrawal{Subject: s, Scope: "all", Why: why}, d.now().Unix(), d.by); err != nil {
			return err
		}
	}
	_, err = d.Reconcile(ctx, id)
	return err
}

// Told counts the rows and submissions that a withdrawal of k would destroy:
// all that the same person told.
func (d *Desk) Told(ctx context.Context, id string, k claim.Key) (n int, err error) {
	defer fault.Wrap(&err, "count what a person told")
	_, codes, err := d.person(ctx, id, k)
	slices.Sort(codes)
	return len(slices.Compact(codes)), err
}

// person finds the subjects of whoever told k, and the codes of all their
// records: with these, the same rows cannot come back with the next file.
func (d *Desk) person(ctx context.Context, id string, k claim.Key) (subjects, codes []string, err error) {
	secret, err := d.db.StudySecret(id)
	if err != nil {
		return nil, nil, err
	}
	c, ok, err := d.db.Claim(ctx, id, k)
	if err != nil {
		return nil, nil, err
	}
	subject := ""
	if ok {
		e, err := d.db.Entry(ctx, id, d.office, c.Origin.Entry)
		if err != nil {
			return nil, nil, err
		}
		p, ok := e.Part("desk")
		if !ok {
			return nil, nil, fault.New(fault.Refused, "D743", k.String())
		}
		subject = p.Subject
	}
	subjects, codes, err = record.Person(ctx, d.db.EntriesOf(ctx, id, d.office, ledger.Record), subject, k, secret.Reveal())
	if err == nil && len(subjects) == 0 {
		err = fault.New(fault.NotFound, "D741", k.String())
	}
	return subjects, codes, err
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
