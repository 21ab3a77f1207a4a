package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/record"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/when"
)

// Withdrawal says what a withdrawal took and what it cannot reach.
type Withdrawal struct {
	Records  int      // rows and submissions
	Editions []string // releases, for internal use or for partners, that are destroyed
	Files    []string // printed pages and reports that are removed, below the workplace
	Stay     []string // releases that are printed for everybody, or not sealed
	Sources  []string // files that still say it, below the study's folder
}

// Withdraw destroys the keys of whoever said the statement of a key, or sent
// the submission of that id or of that withdrawal code, with everything else the
// same person said, and takes it out of what is derived, with every edition and
// page that is not for everybody. why is one of ledger.Whys. What was published is
// not recalled by it. What is not there is refused (fault.NotFound), so is what was
// said in public (fault.Refused), and what was withdrawn before is said to be
// (fault.Conflict, D747, with the day).
func (d *Desk) Withdraw(ctx context.Context, id string, k claim.Key, why string) (w Withdrawal, err error) {
	defer fault.Wrap(&err, "withdraw")
	if !slices.Contains(ledger.Whys, why) {
		return w, fault.New(fault.Invalid, "D742", why, strings.Join(ledger.Whys, ", "))
	}
	p, err := d.person(ctx, id, k, false)
	if err != nil {
		return w, err
	}
	w.Records, w.Sources = len(p.Records), workplace.Standing(d.root, id, p.Files)
	if w.Editions, w.Stay, err = d.Keeper(id).Forget(ctx, why); err != nil {
		return w, err
	}
	if w.Files, err = workplace.Unprint(d.root, id); err != nil {
		return w, err
	}
	entry := d.draft(ledger.Study, ledger.JSON("study", pin{Did: "withdraw", Program: d.version, Never: p.Never}))
	if _, err := d.db.Append(ctx, id, d.office, entry); err != nil {
		return w, err
	}
	for _, s := range p.Subjects {
		if _, err := d.db.Shred(ctx, id, d.office, ledger.Withdrawal{Subject: s, Scope: "all", Why: why}, d.now().Unix(), d.by); err != nil {
			return w, err
		}
	}
	_, err = d.Reconcile(ctx, id)
	return w, err
}

// Told counts the rows and submissions that a withdrawal of k would destroy:
// all that the same person told. It writes nothing.
func (d *Desk) Told(ctx context.Context, id string, k claim.Key) (n int, err error) {
	defer fault.Wrap(&err, "count what a person told")
	p, err := d.person(ctx, id, k, true)
	return len(p.Records), err
}

// person finds whoever told k, with all their records; dry makes no secret.
func (d *Desk) person(ctx context.Context, id string, k claim.Key, dry bool) (p record.Whole, err error) {
	f, _, err := d.open(id)
	if err != nil {
		return p, err
	}
	rows := f.Respondent(k.Source, k.ID)
	logs, err := d.db.Logs(ctx, id)
	if err != nil {
		return p, err
	}
	if len(logs)+len(rows) == 0 { // nothing came in: a secret of nobody is not made
		return p, fault.New(fault.NotFound, "D741", k.String())
	}
	secret, err := d.secret(id, dry && len(logs) == 0) // where something came in, a lost secret is refused
	if err != nil {
		return p, err
	}
	c, ok, err := d.db.Claim(ctx, id, k)
	if err != nil {
		return p, err
	}
	subject := ""
	if ok {
		e, err := d.db.Entry(ctx, id, d.office, c.Origin.Entry)
		if err != nil {
			return p, err
		}
		part, ok := e.Part("desk")
		if !ok {
			return p, fault.New(fault.Refused, "D743", k.String())
		}
		subject = part.Subject
	}
	p, err = record.Person(ctx, d.db.EntriesOf(ctx, id, d.office, ledger.Record), subject, k, secret.Reveal())
	if err != nil {
		return p, err
	}
	p.Rows(rows, k, secret.Reveal())
	if len(p.Subjects) > 0 {
		return p, nil
	}
	at, err := d.withdrawnOn(ctx, id, k, secret.Reveal())
	if err != nil || at == 0 && len(rows) > 0 {
		return p, err
	}
	if at > 0 {
		return p, fault.New(fault.Conflict, "D747", k.String(), when.Of(time.Unix(at, 0).UTC()).String())
	}
	return p, fault.New(fault.NotFound, "D741", k.String())
}

// withdrawnOn is when a record was withdrawn, by its id, that of one of its
// statements or its withdrawal code; 0 if it was not.
func (d *Desk) withdrawnOn(ctx context.Context, id string, k claim.Key, secret []byte) (at int64, err error) {
	codes := record.Codes(secret, k)
	for e, err := range d.db.EntriesOf(ctx, id, d.office, ledger.Study) {
		if err != nil {
			return 0, err
		}
		var p pin
		if err := body(ctx, e, "study", &p); err != nil {
			return 0, err
		}
		if slices.ContainsFunc(p.Never, func(c string) bool { return slices.Contains(codes, c) }) {
			at = e.At
		}
	}
	return at, nil
}

// never tells who withdrew, of the rows of tables that are not in the ledger; nil
// where nobody did.
func (d *Desk) never(ctx context.Context, id string) (func(source, row string) bool, error) {
	codes, err := d.withdrawn(ctx, id)
	if len(codes) == 0 || err != nil {
		return nil, err
	}
	secret, err := d.db.StudySecret(id)
	return func(source, row string) bool { return codes[record.Code(secret.Reveal(), source, row)] }, err
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
