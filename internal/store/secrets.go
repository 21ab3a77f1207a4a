package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
)

func (db *DB) keyPath(name string) string { return filepath.Join(db.dir, "keys", name) }

// keyFileOf reads a key file; ok is false where there is none, or what a kill
// left of one that was never used: good tells it from a whole one.
func (db *DB) keyFileOf(name string, good func(string) bool) (s seal.Secret[string], ok bool, err error) {
	b, err := os.ReadFile(db.keyPath(name))
	if errors.Is(err, fs.ErrNotExist) {
		return s, false, nil
	}
	text := strings.TrimSpace(string(b))
	return seal.Hide(text), err == nil && good(text), err
}

// begin makes a key file and must hold the write lock. It writes it under its own
// name: a copy under another could outlive a kill. What a kill leaves is not
// good, and is wiped here; whoever calls has made sure that nothing rests on it.
func (db *DB) begin(name string, content []byte) error {
	if err := wipe(db.keyPath(name)); err != nil {
		return err
	}
	if err := writeSynced(db.keyPath(name), content); err != nil {
		return err
	}
	return db.named(name)
}

// named makes sure that the name of a key file is on disk: whoever made the
// file may have been killed before it could.
func (db *DB) named(name string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.readOnly || db.durable[name] {
		return nil
	}
	if err := syncDir(filepath.Join(db.dir, "keys")); err != nil {
		return err
	}
	db.durable[name] = true
	return nil
}

func writeSynced(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// The names of the key files, and how a whole one looks.
const (
	serverKey = "server.key"
	officeKey = "office.key"
)

func goodKey(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == seal.KeySize
}

func goodOffice(s string) bool {
	private, public, _ := strings.Cut(s, "\n")
	_, err := ledger.ParseSigner(seal.Hide(private))
	return err == nil && public != ""
}

// office reads the server's key and the office's checkpoint key. Where there are
// none the first commit makes them, if the folder is empty: see [DB.beginOffice].
func (db *DB) office() error {
	s, ok, err := db.keyFileOf(serverKey, goodKey)
	if err != nil {
		return err
	}
	if ok {
		raw, _ := hex.DecodeString(s.Reveal())
		if db.server, err = seal.KeyFrom(raw); err != nil {
			return err
		}
	}
	db.lacks = ""
	if !ok {
		db.lacks = serverKey
	}
	if s, ok, err = db.keyFileOf(officeKey, goodOffice); err != nil {
		return err
	}
	if !ok {
		db.lacks = officeKey
		return nil
	}
	private, public, _ := strings.Cut(s.Reveal(), "\n")
	db.public = public
	db.signer, err = ledger.ParseSigner(seal.Hide(private))
	return err
}

// beginOffice makes the keys that an empty folder does not have yet. It runs
// under the write lock: another process may have made them meanwhile.
func (db *DB) beginOffice(ctx context.Context) error {
	if db.lacks == "" {
		return nil
	}
	if err := db.office(); err != nil || db.lacks == "" {
		return err
	}
	if err := db.empty(ctx, db.lacks); err != nil {
		return err
	}
	if _, ok, err := db.keyFileOf(serverKey, goodKey); err != nil {
		return err
	} else if !ok {
		if err := db.begin(serverKey, randomKey()); err != nil {
			return err
		}
	}
	if _, ok, err := db.keyFileOf(officeKey, goodOffice); err != nil {
		return err
	} else if !ok {
		secret, public, err := ledger.NewSigner("dires-office")
		if err != nil {
			return err
		}
		if err := db.begin(officeKey, []byte(secret.Reveal()+"\n"+public+"\n")); err != nil {
			return err
		}
	}
	return db.office()
}

// empty refuses to make a key where there are entries: what they hold rests on
// the one that is lost.
func (db *DB) empty(ctx context.Context, name string) error {
	var n int
	if err := db.ro.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entries)`).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Broken, codeKey, name)
	}
	return nil
}

func randomKey() []byte {
	var b [seal.KeySize]byte
	_, _ = rand.Read(b[:])
	return []byte(hex.EncodeToString(b[:]) + "\n")
}

// StudySecret is the secret under which revisions of a study's own reports are
// hashed (claim.RevOf) and people become codes. It is made where the study is
// empty, and nowhere else: with another one everybody would count twice. One that
// is not that of the ledger is refused.
func (db *DB) StudySecret(study string) (_ seal.Secret[[]byte], err error) {
	defer fault.Wrap(&err, "read secret of %s", study)
	if !ledger.Name(study) || study[0] == '.' {
		return seal.Secret[[]byte]{}, fault.Invalid
	}
	name := study + ".secret"
	s, ok, err := db.keyFileOf(name, goodKey)
	if err == nil && !ok {
		err = db.Update(context.Background(), func(tx *Tx) error {
			if s, ok, err = db.keyFileOf(name, goodKey); err != nil || ok {
				return err
			}
			return db.beginSecret(tx.ctx, study)
		})
		if err == nil {
			s, _, err = db.keyFileOf(name, goodKey)
		}
	}
	if err == nil {
		err = db.named(name)
	}
	if err != nil {
		return seal.Secret[[]byte]{}, err
	}
	raw, err := hex.DecodeString(s.Reveal())
	if err != nil {
		return seal.Secret[[]byte]{}, fault.New(fault.Broken, codeKey, name)
	}
	k, err := db.recorded(context.Background(), study)
	if err == nil && k.Secret != "" && k.Secret != checkOf(raw, "secret", study) {
		err = fault.New(fault.Broken, codeOther, name)
	}
	return seal.Hide(raw), err
}

// HasSecret reports whether a study has its secret already.
func (db *DB) HasSecret(study string) bool {
	_, ok, err := db.keyFileOf(study+".secret", goodKey)
	return ok && err == nil
}

// beginSecret makes a study's secret, unless something rests on one that is lost.
func (db *DB) beginSecret(ctx context.Context, study string) error {
	name := study + ".secret"
	k, err := db.recorded(ctx, study)
	if err != nil {
		return err
	}
	var n int
	err = db.ro.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM subjects x JOIN studies s ON s.study = x.study WHERE s.name = ?)`, study).Scan(&n)
	if err != nil {
		return err
	}
	if n > 0 || k.Secret != "" {
		return fault.New(fault.Broken, codeKey, name)
	}
	return db.begin(name, randomKey())
}

// Custody is the recipient to which a study's severe keys are wrapped. Until a
// ceremony gives one, the first call makes a pair and leaves the identity in
// keys/STUDY.custody-identity: see [DB.CustodyIsHere].
func (db *DB) Custody(study string) (to seal.Recipient, err error) {
	defer fault.Wrap(&err, "read custody of %s", study)
	err = db.Update(context.Background(), func(tx *Tx) error {
		to, err = db.custody(tx.ctx, study)
		return err
	})
	return to, err
}

// custody is Custody for who holds the write lock. Severe parts are sealed to the
// recipient that the ledger has, and to no other.
func (db *DB) custody(ctx context.Context, study string) (to seal.Recipient, err error) {
	now, err := db.CustodyNow(study)
	if err != nil {
		return to, err
	}
	k, err := db.recorded(ctx, study)
	if err != nil {
		return to, err
	}
	name := study + ".custody"
	if code := k.custodyWrong(now, db.CustodyIsHere(study)); code == codeKey {
		return to, fault.New(fault.Broken, code, name)
	} else if code != "" {
		return to, fault.New(fault.Broken, code, study)
	}
	switch {
	case k.held:
		now = k.Custody
	case now == "":
		if now, err = db.beginCustody(ctx, study); err != nil {
			return to, err
		}
		if k.Custody != "" && now != k.Custody {
			return to, fault.New(fault.Broken, codeStranger, study)
		}
	default:
		if c, ok, err := db.CustodyHere(study); err != nil || ok && c.Recipient().String() != now {
			return to, errors.Join(err, fault.New(fault.Broken, codeStranger, study))
		}
	}
	if err := db.named(name); err != nil {
		return to, err
	}
	return seal.ParseRecipient(now)
}

// beginCustody makes the pair of a study in which nothing severe is kept yet. An
// identity that a kill left without its recipient is used, half of one is wiped.
func (db *DB) beginCustody(ctx context.Context, study string) (recipient string, err error) {
	var n int
	err = db.ro.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM subjects x JOIN studies s ON s.study = x.study WHERE s.name = ? AND x.severe IS NOT NULL)`,
		study).Scan(&n)
	if err != nil {
		return "", err
	}
	c, ok, err := db.CustodyHere(study)
	if err != nil || !ok {
		if n > 0 {
			return "", fault.New(fault.Broken, codeKey, study+".custody")
		}
		if _, c, err = seal.NewCustody(); err != nil {
			return "", err
		}
		if err := db.begin(study+".custody-identity", []byte(c.Identity().Reveal()+"\n")); err != nil {
			return "", err
		}
	}
	recipient = c.Recipient().String()
	return recipient, db.begin(study+".custody", []byte(recipient+"\n"))
}
