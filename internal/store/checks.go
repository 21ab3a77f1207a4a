package store

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// What is said of a key that is not the one the ledger was begun with.
const (
	KeyOther diag.Code = "L161" // study, file

	codeOther    = "L162" // a key file is of another ledger
	codeStranger = "L163" // the custody recipient is nobody's whom a ceremony named
)

var _ = diag.Codes(diag.Kind{Code: KeyOther, Severity: diag.Error, Args: 2})

// keysPart is the open part of a study entry by which the ledger knows its keys.
const keysPart = "keys"

// checks are the check values of a study's keys, as the ledger has them: of a
// secret, an HMAC of a constant under it; of custody, the recipient itself.
type checks struct {
	Server  string `json:"server,omitempty"`
	Secret  string `json:"secret,omitempty"`
	Custody string `json:"custody,omitempty"`

	held   bool     // Custody is that of a ceremony
	before []string // recipients of earlier
}

// checkOf is the check value of a key: who has it learns nothing of the key.
func checkOf(key []byte, what, study string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("dires key check 1\n" + what + "\n" + study + "\n"))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// serverCheck is that of the server's key.
func (db *DB) serverCheck(study string) string {
	raw := db.server.Raw().Reveal()
	return checkOf(raw[:], "server", study)
}

// recorded gives what the ledger has of a study's keys: the first check value of
// each, and the recipient of the newest ceremony.
func (db *DB) recorded(ctx context.Context, study string) (k checks, err error) {
	defer fault.Wrap(&err, "read what the ledger knows of the keys of %s", study)
	logs, err := db.Logs(ctx, study)
	if err != nil {
		return k, err
	}
	custody := func(to string, held bool) {
		if to != "" && to != k.Custody {
			if k.Custody != "" {
				k.before = append(k.before, k.Custody)
			}
			k.Custody = to
		}
		k.held = k.held || held
	}
	for _, log := range logs {
		for e, err := range db.EntriesOf(ctx, study, log, ledger.Study) {
			if err != nil {
				return k, err
			}
			if to := ceremonyOf(ctx, e); to != "" {
				custody(to, true)
			}
			if _, ok := e.Part(keysPart); !ok {
				continue
			}
			b, err := e.Open(ctx, keysPart)
			if err != nil {
				return k, err
			}
			var x checks
			if err := json.Unmarshal(b, &x); err != nil {
				return k, err
			}
			if k.Server == "" {
				k.Server = x.Server
			}
			if k.Secret == "" {
				k.Secret = x.Secret
			}
			if !k.held {
				custody(x.Custody, false)
			}
		}
	}
	return k, nil
}

// ceremonyOf is the recipient of a ceremony's entry, "" for any other: see
// docs/formats/custody.md.
func ceremonyOf(ctx context.Context, e Entry) string {
	b, err := e.Open(ctx, "study")
	if err != nil {
		return ""
	}
	var x struct {
		Did     string `json:"did"`
		Custody struct {
			Recipient string `json:"recipient"`
		} `json:"custody"`
	}
	if json.Unmarshal(b, &x) != nil || x.Did != "ceremony" {
		return ""
	}
	return x.Custody.Recipient
}

// due is what the next study entry is to say of the keys: those of which the
// ledger has no check value yet. A key that is not the ledger's is refused, and so
// is one that the ledger has and the folder has not.
func (db *DB) due(ctx context.Context, study string) (x checks, err error) {
	k, err := db.recorded(ctx, study)
	if err != nil {
		return x, err
	}
	wrong, err := db.wrongKeys(study, k)
	if err != nil {
		return x, err
	}
	for _, w := range wrong {
		return x, fault.New(fault.Broken, w.code, cmp.Or(w.arg, study))
	}
	if k.Server == "" {
		if err := db.serverFits(ctx, study); err != nil {
			return x, err
		}
		x.Server = db.serverCheck(study)
	}
	if raw, ok, err := db.secretNow(study); err != nil {
		return x, err
	} else if ok && k.Secret == "" {
		x.Secret = checkOf(raw, "secret", study)
	}
	if k.Custody == "" {
		x.Custody, err = db.CustodyNow(study)
	}
	return x, err
}

// wrongKey is a key file that is not what the ledger has of it.
type wrongKey struct{ file, code, arg string }

// wrongKeys compares the key files of a study with their check values.
func (db *DB) wrongKeys(study string, k checks) (all []wrongKey, err error) {
	if k.Server != "" && k.Server != db.serverCheck(study) {
		all = append(all, wrongKey{serverKey, codeOther, serverKey})
	}
	name := study + ".secret"
	raw, ok, err := db.secretNow(study)
	switch {
	case err != nil:
		return nil, err
	case k.Secret != "" && !ok:
		all = append(all, wrongKey{name, codeKey, name})
	case k.Secret != "" && k.Secret != checkOf(raw, "secret", study):
		all = append(all, wrongKey{name, codeOther, name})
	}
	now, err := db.CustodyNow(study)
	if err != nil {
		return nil, err
	}
	if code := k.custodyWrong(now, db.CustodyIsHere(study)); code != "" {
		w := wrongKey{study + ".custody", code, ""}
		if code == codeKey {
			w.arg = w.file
		}
		all = append(all, w)
	}
	return all, nil
}

// custodyWrong judges the recipient in the folder, "" if it may be sealed to or
// the ledger knows a better one: a ceremony may have been killed before its
// recipient took its place.
func (k checks) custodyWrong(now string, here bool) string {
	switch {
	case k.Custody == "", now == k.Custody, k.held && (now == "" || slices.Contains(k.before, now)):
		return ""
	case now != "":
		return codeStranger
	case here: // who made it was killed, or somebody took the file away: it is made again
		return ""
	}
	return codeKey
}

func (db *DB) secretNow(study string) (raw []byte, ok bool, err error) {
	s, ok, err := db.keyFileOf(study+".secret", goodKey)
	if err != nil || !ok {
		return nil, false, err
	}
	raw, err = hex.DecodeString(s.Reveal())
	return raw, err == nil, err
}

// serverFits refuses a server's key that opens none of the subjects' keys.
func (db *DB) serverFits(ctx context.Context, study string) (err error) {
	defer fault.Wrap(&err, "compare the server's key for %s", study)
	if _, err := os.Stat(db.keyPath(study + ".subjects")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	f, err := db.subjectKeys(study)
	if err != nil {
		return err
	}
	rows, err := db.ro.QueryContext(ctx, `SELECT x.subject, x.desk FROM subjects x JOIN studies s ON s.study = x.study
		WHERE s.name = ? AND x.desk IS NOT NULL LIMIT 32`, study)
	if err != nil {
		return err
	}
	defer rows.Close()
	tried := 0
	for rows.Next() {
		var subject string
		var off int64
		if err := rows.Scan(&subject, &off); err != nil {
			return err
		}
		r, err := f.at(off)
		if err != nil || r.kind != keyDesk || r.subject != subject {
			continue // VerifyKeys says so
		}
		if _, err := db.server.Unwrap(r.wrapped, keyContext(study, subject)); err == nil {
			return nil
		}
		tried++
	}
	if err := rows.Err(); err != nil || tried == 0 {
		return err
	}
	return fault.New(fault.Broken, codeOther, serverKey)
}

// compareServer compares the server's key with what stands sealed under it, in
// every study, when the folder is opened.
func (db *DB) compareServer(ctx context.Context) error {
	if db.lacks != "" {
		return db.empty(ctx, db.lacks)
	}
	names, err := db.Studies(ctx)
	if err != nil {
		return err
	}
	for _, s := range names {
		if err := db.serverFits(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// verifyChecks says of which key files the ledger has another check value.
func (db *DB) verifyChecks(ctx context.Context, study string) (found diag.List, err error) {
	k, err := db.recorded(ctx, study)
	if err != nil {
		return nil, nil // what is wrong with the entries, Verify says
	}
	wrong, err := db.wrongKeys(study, k)
	for _, w := range wrong {
		found.Add(KeyOther, diag.At{File: w.file}, study, w.file)
	}
	return found, err
}

// CustodyRecorded is the recipient that the ledger has, that of the newest
// ceremony, and those it had before.
func (db *DB) CustodyRecorded(ctx context.Context, study string) (now string, before []string, err error) {
	k, err := db.recorded(ctx, study)
	return k.Custody, k.before, err
}
