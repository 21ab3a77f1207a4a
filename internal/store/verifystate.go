package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// What can be wrong beside the entries themselves.
const (
	TableDiffers  diag.Code = "L171" // study, table, rows stated, rows there
	ClaimAltered  diag.Code = "L172" // study, SOURCE/ID
	Unlisted      diag.Code = "L175" // study, log
	HeadBehind    diag.Code = "L177" // study, entries acknowledged, entries there
	HeadMissing   diag.Code = "L178" // study
	HeadDamaged   diag.Code = "L179" // study
	StateUnsigned diag.Code = "L181" // study
	FileDamaged   diag.Code = "L182" // how many faults
	NoLog         diag.Code = "L183" // study
	NotCovered    diag.Code = "L185" // study
	Unreadable    diag.Code = "L188" // study
	HeadBegun     diag.Code = "L189" // study
)

var _ = diag.Codes(
	diag.Kind{Code: TableDiffers, Severity: diag.Error, Args: 4},
	diag.Kind{Code: ClaimAltered, Severity: diag.Error, Args: 2},
	diag.Kind{Code: Unlisted, Severity: diag.Error, Args: 2},
	diag.Kind{Code: HeadBehind, Severity: diag.Error, Args: 3},
	diag.Kind{Code: HeadMissing, Severity: diag.Error, Args: 1},
	diag.Kind{Code: HeadDamaged, Severity: diag.Error, Args: 1},
	diag.Kind{Code: StateUnsigned, Severity: diag.Error, Args: 1},
	diag.Kind{Code: FileDamaged, Severity: diag.Error, Args: 1},
	diag.Kind{Code: NoLog, Severity: diag.Error, Args: 1},
	diag.Kind{Code: NotCovered, Severity: diag.Note, Args: 1},
	diag.Kind{Code: Unreadable, Severity: diag.Error, Args: 1},
	diag.Kind{Code: HeadBegun, Severity: diag.Warning, Args: 1},
)

// named is how many altered claims are named.
const named = 20

// VerifyState compares everything that stands beside the entries of a study with
// what was signed of it: the projections that numbers are computed from, the
// tables of keys and logs, and the head file outside the database.
func (db *DB) VerifyState(ctx context.Context, study string) (found diag.List, err error) {
	defer fault.Wrap(&err, "verify state of %s", study)
	conn, err := db.ro.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil { // all is read as of one commit
		return nil, err
	}
	defer func() {
		_, rerr := conn.ExecContext(context.Background(), "ROLLBACK")
		err = errors.Join(err, rerr)
	}()
	v := &stateVerifier{db: db, conn: conn, study: study, at: diag.At{File: study}, key: db.rowKey(study), two: db.readOnly && db.layout == 2}
	return found, v.run(ctx, &found)
}

type stateVerifier struct {
	db    *DB
	conn  *sql.Conn
	study string
	key   *ledger.RowKey
	two   bool // written by a program of layout 2
	id    int64
	at    diag.At
	found diag.List
}

func (v *stateVerifier) add(code diag.Code, args ...any) {
	v.found.Add(code, v.at, append([]any{v.study}, args...)...)
}

func (v *stateVerifier) run(ctx context.Context, out *diag.List) error {
	defer func() { v.found.Sort(); *out = v.found }()
	if err := v.unlisted(ctx); err != nil {
		return err
	}
	var logs []ledger.LogHead
	err := v.conn.QueryRowContext(ctx, `SELECT study FROM studies WHERE name = ?`, v.study).Scan(&v.id)
	if err == nil {
		var rows *sql.Rows
		if rows, err = v.conn.QueryContext(ctx, logHeadsText, v.id); err != nil {
			return err
		}
		if logs, err = scanLogHeads(rows); err != nil {
			return err
		}
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if len(logs) == 0 && v.leftovers() {
		v.add(NoLog)
	}
	if v.db.Old() {
		if v.id != 0 {
			v.add(NotCovered)
		}
		v.file(ledger.StudyHead{}) // a head file shows that a newer program has written it since
		return nil
	}
	head, err := v.head(ctx, logs)
	if err != nil {
		return err
	}
	v.file(head)
	if v.id == 0 {
		return nil
	}
	return v.tables(ctx, head)
}

// unlisted finds entries whose study or log is in no list any more: what asks for
// them by name would find nothing.
func (v *stateVerifier) unlisted(ctx context.Context) error {
	rows, err := v.conn.QueryContext(ctx, `SELECT e.study, e.log, MIN(e.seq) FROM entries e
		LEFT JOIN studies s ON s.study = e.study LEFT JOIN logs l ON l.study = e.study AND l.log = e.log
		WHERE s.name IS NULL OR l.name IS NULL GROUP BY e.study, e.log`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var lone [][3]int64
	for rows.Next() {
		var x [3]int64
		if err := rows.Scan(&x[0], &x[1], &x[2]); err != nil {
			return err
		}
		lone = append(lone, x)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, x := range lone {
		var header []byte
		err := v.conn.QueryRowContext(ctx, `SELECT header FROM entries WHERE study = ? AND log = ? AND seq = ?`, x[0], x[1], x[2]).Scan(&header)
		if err != nil {
			return err
		}
		e, err := ledger.Decode(header)
		if err != nil {
			e.Study, e.Log = v.study, "?"
		}
		v.found.Add(Unlisted, v.at, e.Study, e.Log)
	}
	return nil
}

// leftovers reports whether there are keys or a head of a study without a log.
func (v *stateVerifier) leftovers() bool {
	for _, name := range []string{v.db.headPath(v.study), v.db.keyPath(v.study + ".subjects"), v.db.keyPath(v.study + ".custody")} {
		if s, err := os.Stat(name); err == nil && s.Size() > 0 {
			return true
		}
	}
	return false
}

// head reads the head in the database and compares it with the logs.
func (v *stateVerifier) head(ctx context.Context, logs []ledger.LogHead) (h ledger.StudyHead, err error) {
	var turn int64
	var note []byte
	err = v.conn.QueryRowContext(ctx, `SELECT turn, note FROM heads WHERE study = ?`, v.id).Scan(&turn, &note)
	if errors.Is(err, sql.ErrNoRows) {
		var n int
		if err = v.conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM sums WHERE study = ?`, v.id).Scan(&n); err == nil && n+len(logs) > 0 {
			v.add(StateUnsigned)
		}
		return h, err
	}
	if err != nil {
		return h, err
	}
	h, err = ledger.OpenHead(note, v.db.public)
	if err != nil || h.Study != v.study || h.Turn != turn || !slices.Equal(h.Logs, logs) {
		v.add(StateUnsigned)
	}
	return h, nil
}

// file compares the head file with the head in the database, which may be one
// commit ahead where a program was killed.
func (v *stateVerifier) file(now ledger.StudyHead) {
	_, kept, ok, err := v.db.readHeadFile(v.study)
	switch {
	case err != nil:
		v.add(HeadDamaged)
	case !ok:
		if now.Turn > 1 || now.Turn == 1 && !v.db.readOnly {
			v.add(HeadMissing)
		}
	case behind(now, kept):
		v.add(HeadBehind, size(kept), size(now))
	}
}

// tables hashes the rows of each table and compares with the head.
func (v *stateVerifier) tables(ctx context.Context, head ledger.StudyHead) error {
	for tab, name := range tabNames {
		t, err := v.rows(ctx, tab)
		if err != nil {
			return err
		}
		var stated ledger.TableHead
		if i := slices.IndexFunc(head.Tables, func(t ledger.TableHead) bool { return t.Name == name }); i >= 0 {
			stated = head.Tables[i]
		} else if t.rows() == 0 && head.Turn == 0 {
			continue
		}
		var state []byte
		err = v.conn.QueryRowContext(ctx, `SELECT state FROM sums WHERE study = ? AND tab = ?`, v.id, name).Scan(&state)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		kept := len(state) == 0 && stated.Rows == 0 || v.states(tab, state, stated)
		if v.hash(t, tab) != stated.Hash || t.rows() != stated.Rows || !kept {
			v.add(TableDiffers, name, stated.Rows, t.rows())
		}
	}
	return nil
}

// tally is the set of the rows of a table, in the way of the layout.
type tally struct {
	two bool // layout 2
	set ledger.Set
	lat ledger.Lattice
}

func (t *tally) add(row ledger.Hash) {
	if t.two {
		t.lat.Add(row)
		return
	}
	t.set.Add(row)
}

func (t *tally) rows() int64 { return t.set.Rows() + t.lat.Rows() }

func (t *tally) merge(o *tally) {
	t.set.Merge(&o.set)
	t.lat.Merge(&o.lat)
}

func (v *stateVerifier) hash(t *tally, tab int) ledger.Hash {
	if t.two {
		return t.lat.Hash()
	}
	return t.set.Hash(v.key, tabNames[tab])
}

// states reports whether what is kept for the next write is what the head states.
func (v *stateVerifier) states(tab int, state []byte, stated ledger.TableHead) bool {
	if v.two {
		return ledger.Sum(state) == stated.Hash
	}
	s, err := v.db.openSum(v.study, tab, state)
	return err == nil && s.Hash(v.key, tabNames[tab]) == stated.Hash
}

// rower makes the hashes of rows in the way of the layout.
func (v *stateVerifier) rower() ledger.Rower {
	if v.two {
		return ledger.Rower{}
	}
	return v.key.Rower()
}

func (v *stateVerifier) rows(ctx context.Context, tab int) (*tally, error) {
	if tab == tabClaims {
		return v.claims(ctx)
	}
	rows, err := v.conn.QueryContext(context.WithoutCancel(ctx), rowTexts[tab], v.id)
	if err != nil {
		return nil, err
	}
	t := &tally{two: v.two}
	return t, eachRowHash(rows, tab, v.rower(), t.add)
}

// bodyLot is some claims on their way through hashing.
type bodyLot struct {
	buf  []byte
	rows []bodyRow
}

// bodyRow says where the fields of a row end in the buffer of its lot.
type bodyRow struct {
	from             int
	ends             [7]int // source, id, kind, rev, file, series, body
	log, entry, line int64
	gone             sql.NullInt64
}

func (l *bodyLot) add(c *claimLine, body []byte) {
	r := bodyRow{from: len(l.buf), log: c.log, entry: c.entry, line: c.line, gone: c.gone}
	for i, f := range [...][]byte{c.source, c.id, c.kind, c.rev, c.file, c.series, body} {
		l.buf = append(l.buf, f...)
		r.ends[i] = len(l.buf)
	}
	l.rows = append(l.rows, r)
}

// line gives back a row and its body.
func (l *bodyLot) line(r *bodyRow, c *claimLine) (body []byte) {
	at := r.from
	for i, f := range [...]*sql.RawBytes{&c.source, &c.id, &c.kind, &c.rev, &c.file, &c.series} {
		*f = l.buf[at:r.ends[i]]
		at = r.ends[i]
	}
	c.log, c.entry, c.line, c.gone = r.log, r.entry, r.line, r.gone
	return l.buf[at:r.ends[6]]
}

// claims reads the claims, and has other goroutines hash them and compare each
// body with the revision that is its hash.
func (v *stateVerifier) claims(ctx context.Context) (*tally, error) {
	secret, err := v.db.secretThere(v.study)
	if err != nil {
		return nil, err
	}
	rows, err := v.conn.QueryContext(context.WithoutCancel(ctx), `SELECT `+claimHashed+`, body FROM claims WHERE +study = ?`, v.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lots := make(chan *bodyLot, 8)
	spare := make(chan *bodyLot, 16)
	all := &tally{two: v.two}
	var wrong []string
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			set, row := &tally{two: v.two}, v.rower()
			var bad []string
			for l := range lots {
				bad = l.hash(set, &row, secret, bad)
				l.buf, l.rows = l.buf[:0], l.rows[:0]
				select {
				case spare <- l:
				default:
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(set)
			wrong = append(wrong, bad...)
		})
	}
	err = readBodies(ctx, rows, lots, spare)
	close(lots)
	wg.Wait()
	slices.Sort(wrong)
	for _, key := range wrong[:min(len(wrong), named)] {
		v.add(ClaimAltered, key)
	}
	return all, err
}

func readBodies(ctx context.Context, rows *sql.Rows, lots chan<- *bodyLot, spare <-chan *bodyLot) error {
	var c claimLine
	var body sql.RawBytes
	into := append(c.into(), &body)
	l := &bodyLot{}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if l.add(&c, body); len(l.rows) == claimsAtOnce {
			lots <- l
			select {
			case l = <-spare:
			default:
				l = &bodyLot{}
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	lots <- l
	return rows.Err()
}

// hash puts the rows of a lot into a set; bad are the keys of those whose body is
// not what was written.
func (l *bodyLot) hash(set *tally, row *ledger.Rower, secret []byte, bad []string) []string {
	var c claimLine
	for i := range l.rows {
		body := l.line(&l.rows[i], &c)
		set.add(c.hash(row))
		if rev := string(c.rev); rev != string(claim.RevOf(body, nil)) && rev != string(claim.RevOf(body, secret)) {
			bad = append(bad, string(c.source)+"/"+string(c.id))
		}
	}
	return bad
}

// secretThere is the study's secret, empty where there is none: verifying makes no
// key.
func (db *DB) secretThere(study string) ([]byte, error) {
	if _, err := os.Stat(filepath.Join(db.dir, "keys", study+".secret")); err != nil {
		return nil, nil
	}
	s, err := db.StudySecret(study)
	if f, ok := fault.Public(err); ok && f.Code == codeKey || unreadable(err) {
		return nil, nil // its claims, or its entries, do not fit: that is named
	}
	return s.Reveal(), err
}

// VerifyFile has SQLite look through the whole file: each page, and each index
// beside its table.
func (db *DB) VerifyFile(ctx context.Context) (found diag.List, err error) {
	defer fault.Wrap(&err, "check the database")
	rows, err := db.ro.QueryContext(ctx, "PRAGMA integrity_check(100)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	n := 0
	var s string
	for rows.Next() {
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		if s != "ok" {
			n++
		}
	}
	if n > 0 {
		found.Add(FileDamaged, diag.At{File: "dires.db"}, n)
	}
	return found, rows.Err()
}

// unreadable reports that what stands in the database is nothing this program would
// write: a row that is none, a hash that is too short. What the disk, or somebody who
// waits, has to do with is another thing.
func unreadable(err error) bool {
	var at *fs.PathError
	_, coded := fault.Public(err)
	return err != nil && !coded && !Damaged(err) && !failed(err) && !full(err) && !errors.As(err, &at) && !errors.Is(err, fault.Busy) &&
		!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// VerifyAll is [DB.Verify], [DB.VerifyState], [DB.VerifyKeys] and, once for all
// studies, [DB.VerifyFile].
func (db *DB) VerifyAll(ctx context.Context, study, log string, progress func(done, of int64), noted ...ledger.Head) (r ledger.Report, err error) {
	looks := []func() (diag.List, error){
		func() (diag.List, error) { return db.VerifyState(ctx, study) },
		func() (diag.List, error) { return db.VerifyKeys(ctx, study) },
	}
	if db.looked.CompareAndSwap(false, true) {
		looks = append(looks, func() (diag.List, error) { return db.VerifyFile(ctx) })
	}
	found, errs := make([]diag.List, len(looks)), make([]error, len(looks)+1)
	var wg sync.WaitGroup
	for i, look := range looks {
		wg.Go(func() { found[i], errs[i] = look() })
	}
	r, errs[len(looks)] = db.Verify(ctx, study, log, progress, noted...)
	wg.Wait()
	for _, err := range errs {
		if unreadable(err) {
			found = append(found, diag.List{})
			found[len(found)-1].Add(Unreadable, diag.At{File: study}, study)
		} else if err != nil {
			return r, err
		}
	}
	for _, f := range found {
		r.Findings, r.Wrong = append(r.Findings, f...), r.Wrong+f.Errors()
	}
	return r, nil
}
