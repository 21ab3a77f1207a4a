package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

// headState is a log as the running transaction leaves it.
type headState struct {
	headRow
	name, logName string
	edge          *ledger.Edge
}

func (h *headState) clone() *headState {
	c, e := *h, *h.edge
	c.edge = &e
	return &c
}

// Append adds entries to a log and returns once they are on disk. It is
// [DB.Update] with nothing but [Tx.Append] in it.
func (db *DB) Append(ctx context.Context, study, log string, drafts ...ledger.Draft) (entries []ledger.Entry, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		entries, err = tx.Append(study, log, drafts...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

// AppendIf is Append, refused as a conflict if the log no longer has that
// size: for who decided something about what was there.
func (db *DB) AppendIf(ctx context.Context, study, log string, size int64, drafts ...ledger.Draft) (entries []ledger.Entry, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		h, err := tx.Head(study, log)
		if err != nil {
			return err
		}
		if h.Size != size {
			return fault.New(fault.Conflict, codeMoved, study, log, size, h.Size)
		}
		entries, err = tx.Append(study, log, drafts...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

// Head is the log's head as this transaction leaves it.
func (tx *Tx) Head(study, log string) (ledger.Head, error) {
	h, err := tx.log(study, log, false)
	if err != nil || h == nil {
		return ledger.Head{Root: ledger.Sum(nil)}, err
	}
	return ledger.Head{Size: h.edge.Size(), Root: h.edge.Root()}, nil
}

// log gives the state of a log, read inside the transaction; nil if it does
// not exist and is not to be made.
func (tx *Tx) log(study, log string, mk bool) (*headState, error) {
	key := [2]string{study, log}
	if h := tx.heads[key]; h != nil {
		return h, nil
	}
	if !ledger.Name(log) {
		return nil, fmt.Errorf("log %q: not a name: %w", log, fault.Invalid)
	}
	s, err := tx.stmt(headQuery)
	if err != nil {
		return nil, err
	}
	r, err := readHead(s.QueryRow(study, log))
	if err != nil {
		return nil, err
	}
	if !r.ok {
		if !mk {
			return nil, nil
		}
		if r.study, err = tx.study(study, true); err != nil {
			return nil, err
		}
		if _, err = tx.scan(`SELECT COALESCE(MAX(log), 0) + 1 FROM logs WHERE study = ?`, []any{r.study}, &r.log); err != nil {
			return nil, err
		}
		if _, err = tx.exec(`INSERT INTO logs (study, log, name, size, root, edge, note) VALUES (?, ?, ?, 0, ?, ?, ?)`,
			r.study, r.log, log, r.head.Root[:], []byte{}, []byte{}); err != nil {
			return nil, err
		}
	}
	e, err := ledger.EdgeOf(r.head.Size, r.headEdge())
	if err != nil {
		return nil, fmt.Errorf("log %s/%s: %w: %w", study, log, err, fault.Broken)
	}
	h := &headState{headRow: r, name: study, logName: log, edge: e}
	tx.heads[key] = h
	return h, nil
}

func (r headRow) headEdge() []byte { return r.edge }

// flush signs and writes the heads that moved, each only if it is still what
// this transaction read.
func (tx *Tx) flush() error {
	keys := make([][2]string, 0, len(tx.heads))
	for k := range tx.heads {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return strings.Compare(a[0]+"/"+a[1], b[0]+"/"+b[1]) })
	for _, k := range keys {
		h := tx.heads[k]
		now := ledger.Head{Size: h.edge.Size(), Root: h.edge.Root()}
		if now == h.head {
			continue
		}
		if _, err := tx.sum(h.study); err != nil {
			return err
		}
		note, err := tx.db.signer.Sign(ledger.Checkpoint{Study: k[0], Log: k[1], Head: now})
		if err != nil {
			return err
		}
		edge, _ := h.edge.MarshalBinary()
		n, err := tx.exec(`UPDATE logs SET size = ?, root = ?, edge = ?, note = ? WHERE study = ? AND log = ? AND size = ? AND root = ?`,
			now.Size, now.Root[:], edge, note, h.study, h.log, h.head.Size, h.head.Root[:])
		if err != nil {
			return err
		}
		if n != 1 {
			return fault.New(fault.Conflict, codeMoved, k[0], k[1], h.head.Size, "?")
		}
		h.head = now
	}
	for _, id := range slices.Sorted(maps.Keys(tx.sums)) {
		if err := tx.flushHead(id); err != nil {
			return err
		}
	}
	return nil
}

// Append adds entries to a log. Their sealed pieces are sealed under the
// subject's keys, which are synced before this returns; pieces too big for the
// database become blobs.
func (tx *Tx) Append(study, log string, drafts ...ledger.Draft) (entries []ledger.Entry, err error) {
	defer fault.Wrap(&err, "append to %s/%s", study, log)
	h, err := tx.log(study, log, true)
	if err != nil {
		return nil, err
	}
	entries = make([]ledger.Entry, len(drafts))
	k := &sealer{tx: tx, h: h}
	var rows rowBuffer
	for i, d := range drafts {
		if i%1024 == 0 && tx.ctx.Err() != nil {
			return nil, tx.ctx.Err()
		}
		if d.Kind == ledger.Study {
			if d, err = tx.withKeys(study, d); err != nil {
				return nil, err
			}
		}
		e := &entries[i]
		*e = ledger.Entry{Format: ledger.Format, Study: study, Log: log, Seq: h.edge.Size(), At: d.At, Kind: d.Kind, By: d.By, Replaces: d.Replaces}
		parts, err := k.parts(e, d)
		if err != nil {
			return nil, err
		}
		header, err := ledger.Encode(*e)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", err, fault.Invalid)
		}
		tree := h.edge.Add(nil, ledger.Leaf(header))
		if rows.add(h.study, h.log, e.Seq, string(e.Kind), header, tree, parts); rows.full() {
			if err := rows.insert(tx); err != nil {
				return nil, err
			}
		}
	}
	if err := rows.insert(tx); err != nil {
		return nil, err
	}
	return entries, k.finish()
}

// withKeys adds to a study entry what the ledger does not know of the keys yet.
func (tx *Tx) withKeys(study string, d ledger.Draft) (ledger.Draft, error) {
	x, err := tx.db.due(tx.ctx, study)
	if err == nil && x.Server+x.Secret+x.Custody != "" {
		d.Pieces = append(slices.Clone(d.Pieces), ledger.JSON(keysPart, x))
	}
	return d, err
}

// sealer makes the parts of entries, and collects the keys they need.
type sealer struct {
	tx    *Tx
	h     *headState
	keys  []byte // records to add to the key file
	at    []keyed
	to    *seal.Recipient     // custody, once it is needed
	fresh map[string]seal.Key // desk keys made in this call
	spot  map[string]int64    // where those stand, from the start of keys
}

// keyed is one row of subjects; offsets below zero are from the start of what
// this call adds, -1 being its first byte.
type keyed struct {
	subject      string
	seq          int64
	desk, severe sql.NullInt64
}

func (k *sealer) parts(e *ledger.Entry, d ledger.Draft) (framed []byte, err error) {
	subject := d.Subject
	var row *keyed
	var desk, severe *seal.Key
	framed = []byte{} // a column that is never null
	e.Parts = make([]ledger.Part, 0, len(d.Pieces))
	for _, p := range d.Pieces {
		part := ledger.Part{Name: p.Name, Seal: p.Seal}
		if p.Blob != nil {
			if p.Seal != ledger.Open {
				return nil, fmt.Errorf("part %s: a blob is stored already and cannot be sealed: %w", p.Name, fault.Invalid)
			}
			part.Hash, part.Size = p.Blob.Hash, p.Blob.Size
			e.Parts, framed = append(e.Parts, part), frame(framed, nil)
			continue
		}
		data := p.Data
		if data == nil {
			data = []byte{}
		}
		if p.Seal != ledger.Open {
			if row == nil {
				if subject == "" {
					subject = NewSubject()
				} else if err := k.allowed(subject); err != nil {
					return nil, err
				}
				row = &keyed{subject: subject, seq: e.Seq}
			}
			key := &desk
			if p.Seal == ledger.Severe {
				key = &severe
			}
			if *key == nil {
				made, err := k.key(row, p.Seal, d.Subject != "")
				if err != nil {
					return nil, err
				}
				*key = &made
			}
			part.Subject = subject
			data = (*key).Seal(data, partContext(k.h.name, part))
		}
		part.Hash, part.Size = ledger.Sum(data), int64(len(data))
		if len(data) > inline {
			if _, err := k.tx.db.PutBlob(bytes.NewReader(data)); err != nil {
				return nil, err
			}
			data = nil
		}
		e.Parts, framed = append(e.Parts, part), frame(framed, data)
	}
	if row != nil {
		k.at = append(k.at, *row)
	}
	return framed, nil
}

// partContext is what a sealed part is bound to.
func partContext(study string, p ledger.Part) []byte {
	return seal.Context("dires part 1", study, p.Subject, string(p.Seal), p.Name)
}

func keyContext(study, subject string) []byte { return seal.Context("dires key 1", study, subject) }

// allowed refuses a subject that has withdrawn.
func (k *sealer) allowed(subject string) error {
	var n int
	if ok, err := k.tx.scan(`SELECT 1 FROM shreds WHERE study = ? AND subject = ?`, []any{k.h.study, subject}, &n); ok || err != nil {
		if ok {
			err = fault.New(fault.Refused, codeWithdrawn)
		}
		return err
	}
	return nil
}

// key gives the subject's desk key, or a new severe key: the plain one of an
// earlier entry is forgotten.
func (k *sealer) key(row *keyed, s ledger.Seal, named bool) (key seal.Key, err error) {
	off := sql.NullInt64{Int64: -1 - int64(len(k.keys)), Valid: true}
	if s == ledger.Severe {
		if k.to == nil {
			to, err := k.tx.db.custody(k.tx.ctx, k.h.name)
			if err != nil {
				return key, err
			}
			k.to = &to
		}
		key = seal.NewKey()
		wrapped, err := k.to.Wrap(key)
		if err != nil {
			return key, err
		}
		k.keys, row.severe = keyRecord(k.keys, keySevere, row.subject, wrapped), off
		return key, nil
	}
	if named {
		if key, ok := k.fresh[row.subject]; ok {
			row.desk = sql.NullInt64{Int64: k.spot[row.subject], Valid: true}
			return key, nil
		}
		ok, err := k.tx.scan(`SELECT MAX(desk) FROM subjects WHERE study = ? AND subject = ?`, []any{k.h.study, row.subject}, &row.desk)
		if err != nil {
			return key, err
		}
		if ok && row.desk.Valid {
			return k.tx.db.deskKey(k.h.name, row.subject, row.desk.Int64)
		}
	}
	key = seal.NewKey()
	raw := key.Raw().Reveal()
	k.keys, row.desk = keyRecord(k.keys, keyDesk, row.subject, k.tx.db.server.Wrap(raw[:], keyContext(k.h.name, row.subject))), off
	if named {
		if k.fresh == nil {
			k.fresh, k.spot = map[string]seal.Key{}, map[string]int64{}
		}
		k.fresh[row.subject], k.spot[row.subject] = key, off.Int64
	}
	return key, nil
}

// finish syncs the keys and writes where they stand.
func (k *sealer) finish() error {
	if len(k.at) == 0 {
		return nil
	}
	var base int64
	if len(k.keys) > 0 {
		f, err := k.tx.db.subjectKeys(k.h.name)
		if err != nil {
			return err
		}
		if base, err = f.add(k.keys); err != nil {
			if !full(err) {
				k.tx.db.stop(err)
			}
			return err
		}
	}
	place := func(n sql.NullInt64) sql.NullInt64 {
		if n.Valid && n.Int64 < 0 {
			n.Int64 = base - 1 - n.Int64
		}
		return n
	}
	sum, err := k.tx.sum(k.h.study)
	if err != nil {
		return err
	}
	row := sum.key.Rower()
	const cols = 6
	args := make([]any, 0, cols*rowsAtOnce)
	for at := range slices.Chunk(k.at, rowsAtOnce) {
		args = args[:0]
		for _, r := range at {
			desk, severe := place(r.desk), place(r.severe)
			args = append(args, k.h.study, r.subject, k.h.log, r.seq, desk, severe)
			sum.set(tabSubjects).Add(subjectHash(&row, r.subject, k.h.log, r.seq, desk, severe))
		}
		if _, err := k.tx.exec(insertRows(`subjects (study, subject, log, seq, desk, severe)`, cols, len(at), ""), args...); err != nil {
			return err
		}
	}
	return nil
}

// deskKey reads a desk key from the key file. It is not kept in memory, so
// that a key another process destroyed is gone here as well.
func (db *DB) deskKey(study, subject string, off int64) (key seal.Key, err error) {
	f, err := db.subjectKeys(study)
	if err != nil {
		return key, err
	}
	r, err := f.at(off)
	switch {
	case err != nil || r.subject != subject:
		return key, fault.New(fault.Broken, codeKey, f.name)
	case r.kind == keyGone:
		return key, fault.New(fault.NotFound, codeWithdrawn)
	}
	raw, err := db.server.Unwrap(r.wrapped, keyContext(study, subject))
	if err != nil {
		return key, fault.New(fault.Broken, codeKey, f.name)
	}
	return seal.KeyFrom(raw)
}

var code32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewSubject makes a random code for a subject: 16 characters, 80 bits.
func NewSubject() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	return code32.EncodeToString(b[:])
}

// rowsAtOnce is how many rows one INSERT carries.
const rowsAtOnce = 32

// texts keeps the texts of multi-row INSERTs.
var texts sync.Map

// insertRows is the text of an INSERT of n rows. Its parameters have no names:
// the driver looks each name up in a list.
func insertRows(into string, cols, n int, tail string) string {
	type shape struct {
		into, tail string
		n          int
	}
	key := shape{into, tail, n}
	if t, ok := texts.Load(key); ok {
		return t.(string)
	}
	row := "(" + strings.TrimPrefix(strings.Repeat(",?", cols), ",") + ")"
	t := "INSERT INTO " + into + " VALUES " + strings.TrimPrefix(strings.Repeat(","+row, n), ",") + tail
	texts.Store(key, t)
	return t
}

// rowBuffer collects rows of entries for one INSERT.
type rowBuffer struct{ args []any }

const entryCols = 7

func (r *rowBuffer) add(args ...any) { r.args = append(r.args, args...) }
func (r *rowBuffer) full() bool      { return len(r.args) >= entryCols*rowsAtOnce }

func (r *rowBuffer) insert(tx *Tx) error {
	n := len(r.args) / entryCols
	if n == 0 {
		return nil
	}
	_, err := tx.exec(insertRows(`entries (study, log, seq, kind, header, tree, parts)`, entryCols, n, ""), r.args...)
	r.args = r.args[:0]
	return err
}
