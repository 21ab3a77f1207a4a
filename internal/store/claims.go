package store

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

// Import says from where claims are projected.
type Import struct {
	Study  string
	Log    string              // whose entries the origins cite; empty: [Office]
	Series string              // which run of files this one continues: what a later file of it drops is gone
	Secret seal.Secret[[]byte] // for own reports: see [DB.StudySecret]
}

// Counts is what a projection did.
type Counts struct {
	Added   int // of keys never seen, or gone before
	Revised int // other content than before
	Same    int
	Gone    int // tombstones
}

// PutClaims projects claims: each key keeps its newest revision, and the origin
// of the newest file that has it. It reads the sequence as it goes and stops
// at its first error. It may run ahead on another goroutine: claims must not use
// the transaction.
func (tx *Tx) PutClaims(in Import, claims iter.Seq2[claim.Claim, error]) (n Counts, err error) {
	defer fault.Wrap(&err, "project claims of %s", in.Study)
	study, err := tx.study(in.Study, true)
	if err != nil {
		return n, err
	}
	log := in.Log
	if log == "" {
		log = Office
	}
	h, err := tx.log(in.Study, log, true)
	if err != nil {
		return n, err
	}
	sum, err := tx.sum(study)
	if err != nil {
		return n, err
	}
	b := &claimBatch{tx: tx, study: study, log: h.log, in: in, set: sum.set(tabClaims), row: sum.key.Rower()}
	stop := make(chan struct{})
	lots := encodeClaims(claims, in, h.log, sum.key.Rower(), stop)
	defer func() {
		close(stop)
		for range lots { // until the reader has ended
		}
	}()
	for l := range lots {
		if l.panic != nil {
			panic(l.panic)
		}
		if err := cmp.Or(l.err, tx.ctx.Err()); err != nil {
			return n, err
		}
		if err := b.put(l.rows, &n); err != nil {
			return n, err
		}
		b.set.Merge(l.set)
	}
	return n, nil
}

// claimLot is some claims, encoded; or why there are no more.
type claimLot struct {
	rows  []claimRow
	set   *ledger.Set // the rows
	err   error
	panic any
}

// encodeClaims reads and encodes on a goroutine of its own, a few lots ahead
// of the database.
func encodeClaims(claims iter.Seq2[claim.Claim, error], in Import, log int64, row ledger.Rower, stop <-chan struct{}) <-chan claimLot {
	lots := make(chan claimLot, 4)
	go func() {
		defer close(lots)
		defer func() {
			if p := recover(); p != nil {
				lots <- claimLot{panic: p}
			}
		}()
		rows, set := make([]claimRow, 0, claimsAtOnce), &ledger.Set{}
		send := func(l claimLot) bool {
			select {
			case lots <- l:
				return true
			case <-stop:
				return false
			}
		}
		for c, err := range claims {
			var body []byte
			if err == nil {
				body, err = claim.Encode(c)
			}
			if err != nil {
				send(claimLot{err: err})
				return
			}
			r := claimRow{key: c.Key, kind: c.Kind, origin: c.Origin, body: body, rev: claim.RevOf(body, in.Secret.Reveal())}
			r.sum = r.hash(&row, log, in.Series)
			set.Add(r.sum)
			rows = append(rows, r)
			if len(rows) == claimsAtOnce {
				if !send(claimLot{rows: rows, set: set}) {
					return
				}
				rows, set = make([]claimRow, 0, claimsAtOnce), &ledger.Set{}
			}
		}
		if len(rows) > 0 {
			send(claimLot{rows: rows, set: set})
		}
	}()
	return lots
}

const (
	claimsAtOnce = 256
	claimCols    = 11
)

type claimRow struct {
	key    claim.Key
	kind   claim.Kind
	origin claim.Origin
	body   []byte
	rev    claim.Rev
	sum    ledger.Hash // of the row
}

// claimBatch looks up what is there of some claims, and writes them.
type claimBatch struct {
	tx         *Tx
	study, log int64
	in         Import
	set        *ledger.Set // of all rows of the study
	row        ledger.Rower
	args       []any
}

// state is what is stored of a key.
type state struct {
	rev  claim.Rev
	sum  ledger.Hash
	gone bool
}

func (b *claimBatch) put(lot []claimRow, n *Counts) error {
	was, err := b.stored(lot)
	if err != nil {
		return err
	}
	for _, r := range lot {
		s, ok := was[r.key]
		switch {
		case !ok || s.gone:
			n.Added++
		case s.rev != r.rev:
			n.Revised++
		default:
			n.Same++
		}
		if ok {
			b.set.Remove(s.sum)
		}
		was[r.key] = state{rev: r.rev, sum: r.sum}
	}
	for rows := range slices.Chunk(lot, rowsAtOnce) {
		b.args = b.args[:0]
		for _, r := range rows {
			b.args = append(b.args, b.study, r.key.Source, r.key.ID, string(r.kind), string(r.rev), r.body,
				b.log, r.origin.Entry, r.origin.File, r.origin.Row, b.in.Series)
		}
		if _, err := b.tx.exec(insertRows(`claims (study, source, id, kind, rev, body, log, entry, file, line, series)`, claimCols, len(rows), upsert), b.args...); err != nil {
			return err
		}
	}
	return nil
}

const upsert = ` ON CONFLICT (study, source, id) DO UPDATE SET kind = excluded.kind, rev = excluded.rev, body = excluded.body,
	log = excluded.log, entry = excluded.entry, file = excluded.file, line = excluded.line, series = excluded.series, gone = NULL`

// stored looks up the keys of the batch, a source at a time.
func (b *claimBatch) stored(lot []claimRow) (map[claim.Key]state, error) {
	was := make(map[claim.Key]state, len(lot))
	bySource := map[string][]any{}
	var sources []string
	for _, r := range lot {
		if bySource[r.key.Source] == nil {
			sources = append(sources, r.key.Source)
		}
		bySource[r.key.Source] = append(bySource[r.key.Source], r.key.ID)
	}
	for _, source := range sources {
		ids := bySource[source]
		for len(ids) < claimsAtOnce {
			ids = append(ids, ids[0]) // one statement for every size of batch
		}
		args := append([]any{b.study, source}, ids...)
		if err := b.lookup(was, source, args); err != nil {
			return nil, err
		}
	}
	return was, nil
}

var lookupText = `SELECT ` + strings.TrimPrefix(claimHashed, `source, `) + ` FROM claims WHERE study = ? AND source = ? AND id IN (` +
	strings.TrimPrefix(strings.Repeat(",?", claimsAtOnce), ",") + `)`

func (b *claimBatch) lookup(was map[claim.Key]state, source string, args []any) error {
	rows, err := b.tx.query(lookupText, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var l claimLine
	l.source = sql.RawBytes(source)
	into := l.into()[1:]
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		was[claim.Key{Source: source, ID: string(l.id)}] = state{rev: claim.Rev(l.rev), sum: l.hash(&b.row), gone: l.gone.Valid}
	}
	return rows.Err()
}

// Tombstone marks gone the claims of a source that an earlier file of the same
// series had and the file of this entry has not. They stay, unseen by
// [DB.Claims].
func (tx *Tx) Tombstone(in Import, source string, entry int64) (gone int, err error) {
	defer fault.Wrap(&err, "tombstone claims of %s", source)
	study, err := tx.study(in.Study, true)
	if err != nil {
		return 0, err
	}
	const where = `source = ? AND series = ? AND entry < ? AND gone IS NULL`
	if err := tx.goneClaims(study, where, []any{source, in.Series, entry}, sql.NullInt64{Int64: entry, Valid: true}); err != nil {
		return 0, err
	}
	n, err := tx.exec(`UPDATE claims SET gone = ? WHERE study = ? AND `+where, entry, study, source, in.Series, entry)
	return int(n), err
}

// Row is one claim as it is kept, gone or not.
type Row struct {
	claim.Claim
	Rev    claim.Rev
	Log    string
	Series string
	Gone   int64 // the entry whose file no longer has it; 0 if it is there
}

// Claims gives a study's claims by key, without those that are gone; of the
// given kinds if any are.
func (db *DB) Claims(ctx context.Context, study string, kinds ...claim.Kind) iter.Seq2[claim.Claim, error] {
	return func(yield func(claim.Claim, error) bool) {
		for r, err := range db.rows(ctx, study, false, kinds) {
			if !yield(r.Claim, err) {
				return
			}
		}
	}
}

// Rows gives every claim that is kept, by key, gone ones too.
func (db *DB) Rows(ctx context.Context, study string) iter.Seq2[Row, error] {
	return db.rows(ctx, study, true, nil)
}

func (db *DB) rows(ctx context.Context, study string, gone bool, kinds []claim.Kind) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		fail := func(err error) {
			fault.Wrap(&err, "read claims of %s", study)
			yield(Row{}, err)
		}
		id, ok, err := db.studyID(ctx, study)
		if err != nil {
			fail(err)
			return
		}
		text := `SELECT c.rev, c.body, l.name, c.entry, c.file, c.line, c.series, COALESCE(c.gone, 0)
			FROM claims c JOIN logs l ON l.study = c.study AND l.log = c.log
			WHERE c.study = ? AND (c.source, c.id) > (?, ?)`
		if !gone {
			text += ` AND c.gone IS NULL`
		}
		args := []any{id, "", ""}
		if len(kinds) > 0 {
			text += ` AND c.kind IN (` + strings.TrimPrefix(strings.Repeat(",?", len(kinds)), ",") + `)`
			for _, k := range kinds {
				args = append(args, string(k))
			}
		}
		text += ` ORDER BY c.source, c.id LIMIT 1000`
		var all claim.Decoder
		for ok {
			batch, err := db.claimPage(ctx, &all, text, args)
			if err != nil {
				fail(err)
				return
			}
			for _, r := range batch {
				if !yield(r, nil) {
					return
				}
			}
			if len(batch) < page {
				return
			}
			last := batch[len(batch)-1].Key
			args[1], args[2] = last.Source, last.ID
		}
	}
}

func (db *DB) claimPage(ctx context.Context, all *claim.Decoder, text string, args []any) (batch []Row, err error) {
	rows, err := db.ro.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	batch = make([]Row, 0, page)
	var body sql.RawBytes
	for rows.Next() {
		var r Row
		var o claim.Origin
		if err := rows.Scan(&r.Rev, &body, &r.Log, &o.Entry, &o.File, &o.Row, &r.Series, &r.Gone); err != nil {
			return nil, err
		}
		if r.Claim, err = all.Decode(body); err != nil {
			return nil, err
		}
		r.Origin = o
		batch = append(batch, r)
	}
	return batch, rows.Err()
}
