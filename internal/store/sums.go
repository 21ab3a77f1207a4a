package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

const codeSum = "L187" // what is derived from the ledger is not what was written

// The tables whose rows a study's head states, in its order: the projections, and
// where the keys stand.
const (
	tabClaims = iota
	tabEvents
	tabNotes
	tabSubjects
	tabs
)

var tabNames = [tabs]string{"claims", "events", "notes", "subjects"}

// Projections are the tables everything that is published is computed from.
var Projections = tabNames[:tabSubjects]

// sums are the hashes of a study's tables as the running transaction leaves them.
type sums struct {
	name string
	key  *ledger.RowKey
	sets [tabs]ledger.Set
	was  [tabs]ledger.Set // as stored
	head ledger.StudyHead // the last one; the zero one for a study that had none
}

func (s *sums) set(tab int) *ledger.Set { return &s.sets[tab] }

// sum gives the hashes of a study's tables. Where what is stored is not what the
// last head states nothing may be written on top: it would be signed.
func (tx *Tx) sum(study int64) (*sums, error) {
	if s := tx.sums[study]; s != nil {
		return s, nil
	}
	s, err := tx.noSums(study)
	if err != nil {
		return nil, err
	}
	var note []byte
	ok, err := tx.scan(`SELECT note FROM heads WHERE study = ?`, []any{study}, &note)
	if err != nil {
		return nil, err
	}
	if err := tx.readSums(study, s); err != nil {
		return nil, err
	}
	if !ok {
		err = tx.headless(study, s.name)
	} else if s.head, err = ledger.OpenHead(note, tx.db.public); err != nil || !s.states() {
		err = &fault.Error{Kind: fault.Broken, Code: codeSum, Args: []any{s.name}, Cause: err}
	}
	if err != nil {
		return nil, err
	}
	tx.sums[study] = s
	return s, nil
}

// headless refuses to begin a head where there are entries: somebody took it away.
func (tx *Tx) headless(study int64, name string) error {
	var n int
	ok, err := tx.scan(`SELECT 1 FROM logs WHERE study = ? AND size > 0`, []any{study}, &n)
	if err == nil && ok {
		err = fault.New(fault.Broken, codeSum, name)
	}
	return err
}

// noSums are the hashes of a study whose tables are empty.
func (tx *Tx) noSums(study int64) (*sums, error) {
	s := &sums{}
	_, err := tx.scan(`SELECT name FROM studies WHERE study = ?`, []any{study}, &s.name)
	s.key = tx.db.rowKey(s.name)
	return s, err
}

// rowKey is the key under which the rows of a study are hashed.
func (db *DB) rowKey(study string) *ledger.RowKey {
	raw := db.server.Raw().Reveal()
	return ledger.NewRowKey(raw[:], study)
}

// sealSum seals the sum of a table: who could read it could look for other rows
// with the same one.
func (db *DB) sealSum(study string, tab int, s *ledger.Set) []byte {
	b, _ := s.MarshalBinary()
	return db.server.Wrap(b, seal.Context("dires sum 1", study, tabNames[tab]))
}

func (db *DB) openSum(study string, tab int, state []byte) (s ledger.Set, err error) {
	b, err := db.server.Unwrap(state, seal.Context("dires sum 1", study, tabNames[tab]))
	if err == nil {
		err = s.UnmarshalBinary(b)
	}
	return s, err
}

func (tx *Tx) readSums(study int64, s *sums) error {
	rows, err := tx.query(`SELECT tab, state FROM sums WHERE study = ?`, study)
	if err != nil {
		return err
	}
	defer rows.Close()
	var tab string
	var state sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&tab, &state); err != nil {
			return err
		}
		if i := slices.Index(tabNames[:], tab); i >= 0 {
			if set, err := tx.db.openSum(s.name, i, state); err == nil { // else the head tells
				s.sets[i], s.was[i] = set, set
			}
		}
	}
	return rows.Err()
}

// states reports whether the head states these hashes for this study.
func (s *sums) states() bool {
	return s.head.Study == s.name && slices.Equal(s.head.Tables, s.tables())
}

func (s *sums) tables() (out []ledger.TableHead) {
	for i := range s.sets {
		out = append(out, ledger.TableHead{Name: tabNames[i], Rows: s.sets[i].Rows(), Hash: s.sets[i].Hash(s.key, tabNames[i])})
	}
	return out
}

// anew forgets the hashes of a study's projections, for who writes them anew.
func (tx *Tx) anew(study int64) error {
	s, err := tx.sum(study)
	if errors.Is(err, fault.Broken) { // this is how it is mended
		if s, err = tx.noSums(study); err != nil {
			return err
		}
		var turn int64
		if _, err := tx.scan(`SELECT turn FROM heads WHERE study = ?`, []any{study}, &turn); err != nil {
			return err
		}
		s.head.Turn = max(turn, tx.db.headKept(s.name).Turn)
		tx.sums[study] = s
	}
	if err == nil {
		err = tx.sumRows(study, s, tabSubjects) // the list was made anew before: see [DB.Relist]
	}
	if err != nil {
		return err
	}
	for i := range Projections {
		s.sets[i] = ledger.Set{}
	}
	return nil
}

// flushHead writes what became of a study's hashes and signs its head, if it is
// another than before.
func (tx *Tx) flushHead(study int64) error {
	s, err := tx.sum(study)
	if err != nil {
		return err
	}
	h := ledger.StudyHead{Study: s.name, Turn: s.head.Turn, Tables: s.tables()}
	if h.Logs, err = tx.logHeads(study); err != nil {
		return err
	}
	over := int64(0)
	if tx.db.mend != nil { // the head comes after the one that is mended
		over = tx.db.headKept(s.name).Turn
	}
	if h.Text() == s.head.Text() && over <= h.Turn {
		return nil
	}
	h.Turn = max(h.Turn, over) + 1
	note, err := tx.db.signer.SignHead(h)
	if err != nil {
		return err
	}
	for i := range s.sets {
		if s.sets[i] == s.was[i] {
			continue
		}
		if _, err := tx.exec(`INSERT INTO sums (study, tab, state) VALUES (?, ?, ?)
			ON CONFLICT (study, tab) DO UPDATE SET state = excluded.state`, study, tabNames[i], tx.db.sealSum(s.name, i, &s.sets[i])); err != nil {
			return err
		}
		s.was[i] = s.sets[i]
	}
	if _, err := tx.exec(`INSERT INTO heads (study, turn, note) VALUES (?, ?, ?)
		ON CONFLICT (study) DO UPDATE SET turn = excluded.turn, note = excluded.note`, study, h.Turn, note); err != nil {
		return err
	}
	s.head = h
	tx.moved[study] = s.name
	return nil
}

func (tx *Tx) logHeads(study int64) (out []ledger.LogHead, err error) {
	rows, err := tx.query(logHeadsText, study)
	if err != nil {
		return nil, err
	}
	return scanLogHeads(rows)
}

const logHeadsText = `SELECT name, size, root FROM logs WHERE study = ? AND size > 0 ORDER BY name`

func scanLogHeads(rows *sql.Rows) (out []ledger.LogHead, err error) {
	defer rows.Close()
	for rows.Next() {
		var l ledger.LogHead
		var root []byte
		if err := rows.Scan(&l.Name, &l.Size, &root); err != nil {
			return nil, err
		}
		copy(l.Root[:], root)
		out = append(out, l)
	}
	return out, rows.Err()
}

// sumAll hashes the tables of studies that an older program has written: layout 1
// had no hashes, those of layout 2 must be right before anything is signed on top.
func (tx *Tx) sumAll(layout int) error {
	ids, err := tx.numbers(`SELECT study FROM studies ORDER BY study`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		s, err := tx.noSums(id)
		if err != nil {
			return err
		}
		if layout > 1 {
			err := tx.sumsOfTwo(id, s)
			if errors.Is(err, fault.Broken) && tx.db.mend != nil {
				continue // its head goes on stating what the tables are not, until they are made anew
			}
			if err != nil {
				return err
			}
		}
		tx.sums[id] = s
		for i := range s.sets {
			if err := tx.sumRows(id, s, i); err != nil {
				return err
			}
		}
		if err := tx.flushHead(id); err != nil {
			return err
		}
	}
	return nil
}

// sumsOfTwo compares the tables of a study with the head that layout 2 has of them,
// and drops the sums of that layout.
func (tx *Tx) sumsOfTwo(study int64, s *sums) error {
	if _, err := tx.exec(`DELETE FROM sums WHERE study = ?`, study); err != nil {
		return err
	}
	var note []byte
	ok, err := tx.scan(`SELECT note FROM heads WHERE study = ?`, []any{study}, &note)
	if err != nil {
		return err
	}
	if !ok {
		return tx.headless(study, s.name)
	}
	bad := &fault.Error{Kind: fault.Broken, Code: codeSum, Args: []any{s.name}}
	if s.head, bad.Cause = ledger.OpenHead(note, tx.db.public); bad.Cause != nil || s.head.Study != s.name {
		return bad
	}
	for tab, name := range tabNames {
		rows, err := tx.query(rowTexts[tab], study)
		if err != nil {
			return err
		}
		var set ledger.Lattice
		if err := eachRowHash(rows, tab, ledger.Rower{}, set.Add); err != nil {
			return err
		}
		if !slices.Contains(s.head.Tables, ledger.TableHead{Name: name, Rows: set.Rows(), Hash: set.Hash()}) {
			return bad
		}
	}
	return nil
}

func (tx *Tx) numbers(text string, args ...any) (out []int64, err error) {
	rows, err := tx.query(text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// sumRows hashes a table as it is stored.
func (tx *Tx) sumRows(study int64, s *sums, tab int) error {
	rows, err := tx.query(rowTexts[tab], study)
	if err != nil {
		return err
	}
	s.sets[tab] = ledger.Set{}
	return eachRowHash(rows, tab, s.key.Rower(), s.sets[tab].Add)
}

// rowTexts read all that counts of each table's rows, as they lie.
var rowTexts = [tabs]string{
	`SELECT ` + claimHashed + ` FROM claims WHERE +study = ?`,
	`SELECT id, body FROM events WHERE +study = ?`,
	`SELECT k, v FROM notes WHERE study = ?`,
	`SELECT subject, log, seq, desk, severe FROM subjects WHERE study = ?`,
}

func eachRowHash(rows *sql.Rows, tab int, r ledger.Rower, add func(ledger.Hash)) error {
	defer rows.Close()
	var l claimLine
	var a, b sql.RawBytes
	var log, seq int64
	var desk, severe sql.NullInt64
	for rows.Next() {
		var err error
		switch tab {
		case tabClaims:
			if err = rows.Scan(l.into()...); err == nil {
				add(l.hash(&r))
			}
		case tabSubjects:
			if err = rows.Scan(&a, &log, &seq, &desk, &severe); err == nil {
				add(subjectHash(&r, string(a), log, seq, desk, severe))
			}
		default:
			if err = rows.Scan(&a, &b); err == nil {
				add(pairHash(&r, tab, a, b))
			}
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// claimHashed are the columns a claim's hash is made of: rev is the hash of the
// body.
const claimHashed = `source, id, kind, rev, log, entry, file, line, series, gone`

// claimLine is one row of claims, without its body.
type claimLine struct {
	source, id, kind, rev, file, series sql.RawBytes
	log, entry, line                    int64
	gone                                sql.NullInt64
}

func (l *claimLine) into() []any {
	return []any{&l.source, &l.id, &l.kind, &l.rev, &l.log, &l.entry, &l.file, &l.line, &l.series, &l.gone}
}

func (l *claimLine) hash(r *ledger.Rower) ledger.Hash {
	r.Begin(tabNames[tabClaims])
	r.Bytes(l.source)
	r.Bytes(l.id)
	r.Bytes(l.kind)
	r.Bytes(l.rev)
	r.Number(l.log, true)
	r.Number(l.entry, true)
	r.Bytes(l.file)
	r.Number(l.line, true)
	r.Bytes(l.series)
	r.Number(l.gone.Int64, l.gone.Valid)
	return r.Hash()
}

// hash is the same of a row that is about to be written.
func (c *claimRow) hash(r *ledger.Rower, log int64, series string) ledger.Hash {
	r.Begin(tabNames[tabClaims])
	r.Text(c.key.Source)
	r.Text(c.key.ID)
	r.Text(string(c.kind))
	r.Text(string(c.rev))
	r.Number(log, true)
	r.Number(c.origin.Entry, true)
	r.Text(c.origin.File)
	r.Number(int64(c.origin.Row), true)
	r.Text(series)
	r.Number(0, false)
	return r.Hash()
}

func pairHash(r *ledger.Rower, tab int, k, v []byte) ledger.Hash {
	r.Begin(tabNames[tab])
	r.Bytes(k)
	r.Bytes(v)
	return r.Hash()
}

func subjectHash(r *ledger.Rower, subject string, log, seq int64, desk, severe sql.NullInt64) ledger.Hash {
	r.Begin(tabNames[tabSubjects])
	r.Text(subject)
	r.Number(log, true)
	r.Number(seq, true)
	r.Number(desk.Int64, desk.Valid)
	r.Number(severe.Int64, severe.Valid)
	return r.Hash()
}

// goneClaims takes the claims that a condition names out of the hash, and puts
// them in as gone at an entry unless they are to be deleted.
func (tx *Tx) goneClaims(study int64, where string, args []any, at sql.NullInt64) error {
	s, err := tx.sum(study)
	if err != nil {
		return err
	}
	rows, err := tx.query(`SELECT `+claimHashed+` FROM claims WHERE study = ? AND `+where, append([]any{study}, args...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	r := s.key.Rower()
	var l claimLine
	set := s.set(tabClaims)
	for rows.Next() {
		if err := rows.Scan(l.into()...); err != nil {
			return err
		}
		set.Remove(l.hash(&r))
		if at.Valid {
			l.gone = at
			set.Add(l.hash(&r))
		}
	}
	return rows.Err()
}

// Projection is one hash over all that is published is computed from, as the last
// head states it.
func (db *DB) Projection(ctx context.Context, study string) (h ledger.Hash, err error) {
	defer fault.Wrap(&err, "read projection of %s", study)
	note, ok, err := db.headNote(ctx, study)
	if err != nil || !ok {
		return h, err
	}
	head, err := ledger.OpenHead(note, db.public)
	if err != nil {
		return h, &fault.Error{Kind: fault.Broken, Code: codeSum, Args: []any{study}, Cause: err}
	}
	return head.HashOf(Projections...), nil
}

// headNote is the signed head that stands in the database.
func (db *DB) headNote(ctx context.Context, study string) (note []byte, ok bool, err error) {
	err = db.ro.QueryRowContext(ctx, `SELECT h.note FROM heads h JOIN studies s ON s.study = h.study WHERE s.name = ?`, study).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return bytes.Clone(note), err == nil, err
}
