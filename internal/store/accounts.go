package store

import (
	"context"
	"database/sql"
	"iter"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
)

// Accounts gives the accounts of incidents a study has, in any order, without
// those that are gone: [DB.Claims] for who reads millions and does not ask who
// said it. An account is good until the next, but for its strings, numbers and point.
// The database is read and accounts are decoded ahead, on goroutines of their
// own.
func (db *DB) Accounts(ctx context.Context, study string) iter.Seq2[*claim.Account, error] {
	return func(yield func(*claim.Account, error) bool) {
		fail := func(err error) {
			fault.Wrap(&err, "read accounts of %s", study)
			yield(nil, err)
		}
		id, ok, err := db.studyID(ctx, study)
		if err != nil {
			fail(err)
			return
		}
		if !ok {
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		used := make(chan *accountLot, 8) // to be filled again
		read := make(chan *accountLot, 2)
		decoded := make(chan *accountLot, 2)
		defer func() {
			cancel()
			for range decoded { // until both have ended
			}
		}()
		go func() {
			defer close(read)
			db.readAccounts(ctx, id, used, read)
		}()
		go func() {
			defer close(decoded)
			var all claim.Decoder
			for l := range read {
				if l.err == nil {
					l.err = l.decode(&all)
				}
				select {
				case decoded <- l:
				case <-ctx.Done():
				}
			}
		}()
		for l := range decoded {
			if l.err != nil {
				fail(l.err)
				return
			}
			for i := range l.accounts {
				if !yield(&l.accounts[i], nil) {
					return
				}
			}
			select {
			case used <- l:
			default:
			}
		}
		if err := ctx.Err(); err != nil {
			fail(err)
		}
	}
}

// accountLot is some accounts, encoded and then decoded; or why there are no
// more.
type accountLot struct {
	bodies   []byte
	ends     []int // of each in bodies
	accounts []claim.Account
	err      error
}

func (l *accountLot) decode(all *claim.Decoder) error {
	from := 0
	for i, to := range l.ends {
		if err := all.Account(l.bodies[from:to], &l.accounts[i]); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// accountsText reads the rows as they lie, hence the sign that keeps it from the
// key: by key, a table that was not filled by key is read all over the place,
// which takes as long as all the rest.
const accountsText = `SELECT body, entry, file, line FROM claims WHERE +study = ? AND gone IS NULL AND kind = 'incident'`

// readAccounts sends the bodies, some at a time.
func (db *DB) readAccounts(ctx context.Context, study int64, used <-chan *accountLot, to chan<- *accountLot) {
	l := &accountLot{}
	send := func() {
		select {
		case to <- l:
		case <-ctx.Done():
		}
	}
	err := func() error {
		rows, err := db.ro.QueryContext(ctx, accountsText, study)
		if err != nil {
			return err
		}
		defer rows.Close()
		return eachAccount(rows, func(body []byte, o claim.Origin) (bool, error) {
			if len(l.ends) == page {
				send()
				select {
				case l = <-used:
					l.bodies, l.ends, l.accounts = l.bodies[:0], l.ends[:0], l.accounts[:0]
				default:
					l = &accountLot{ends: make([]int, 0, page), accounts: make([]claim.Account, 0, page)}
				}
			}
			l.bodies = append(l.bodies, body...)
			l.ends = append(l.ends, len(l.bodies))
			l.accounts = append(l.accounts, claim.Account{Origin: o})
			return true, nil
		})
	}()
	l.err = err // of the lot that is not sent yet
	send()
}

// Accounts is [DB.Accounts] as this transaction sees them.
func (tx *Tx) Accounts(study string) iter.Seq2[*claim.Account, error] {
	return func(yield func(*claim.Account, error) bool) {
		err := tx.accounts(study, func(a *claim.Account) bool { return yield(a, nil) })
		if fault.Wrap(&err, "read accounts of %s", study); err != nil {
			yield(nil, err)
		}
	}
}

func (tx *Tx) accounts(study string, each func(*claim.Account) bool) error {
	id, err := tx.study(study, true)
	if err != nil {
		return err
	}
	rows, err := tx.query(accountsText, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all claim.Decoder
	return eachAccount(rows, func(body []byte, o claim.Origin) (bool, error) {
		a := claim.Account{Origin: o}
		if err := all.Account(body, &a); err != nil {
			return false, err
		}
		return each(&a), nil
	})
}

// eachAccount reads what accountsText found, as long as it is asked to go on. A
// body is good until the next.
func eachAccount(rows *sql.Rows, each func(body []byte, o claim.Origin) (bool, error)) error {
	var body, file sql.RawBytes
	name := "" // most come from one file
	for rows.Next() {
		var o claim.Origin
		if err := rows.Scan(&body, &o.Entry, &file, &o.Row); err != nil {
			return err
		}
		if string(file) != name {
			name = string(file)
		}
		o.File = name
		if more, err := each(body, o); err != nil || !more {
			return err
		}
	}
	return rows.Err()
}
