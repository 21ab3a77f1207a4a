package store

import (
	"bytes"
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

// once reads a key file, and makes it if it is not there. Two processes that
// make it at once end with the same one.
func (db *DB) once(name string, content func() ([]byte, error)) (seal.Secret[string], error) {
	to := db.keyPath(name)
	b, err := os.ReadFile(to)
	if errors.Is(err, fs.ErrNotExist) {
		if b, err = content(); err != nil {
			return seal.Secret[string]{}, err
		}
		tmp := to + ".tmp-" + random()
		if err := writeSynced(tmp, b); err != nil {
			return seal.Secret[string]{}, err
		}
		defer os.Remove(tmp)
		if err := os.Link(tmp, to); err != nil && !errors.Is(err, fs.ErrExist) {
			return seal.Secret[string]{}, err
		}
		b, err = os.ReadFile(to)
	}
	if err == nil {
		err = db.named(name)
	}
	if err == nil && len(bytes.TrimSpace(b)) == 0 {
		err = fault.New(fault.Broken, codeKey, name)
	}
	return seal.Hide(strings.TrimSpace(string(b))), err
}

// named makes sure that the name of a key file is on disk: whoever made the
// file may have been killed before it could.
func (db *DB) named(name string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.durable[name] {
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

// office reads or makes the server's key and the office's checkpoint key.
func (db *DB) office() error {
	s, err := db.once("server.key", randomKey)
	if err != nil {
		return err
	}
	raw, err := hex.DecodeString(s.Reveal())
	if err == nil {
		db.server, err = seal.KeyFrom(raw)
	}
	if err != nil {
		return fault.New(fault.Broken, codeKey, "server.key")
	}
	s, err = db.once("office.key", func() ([]byte, error) {
		secret, public, err := ledger.NewSigner("dires-office")
		return []byte(secret.Reveal() + "\n" + public + "\n"), err
	})
	if err != nil {
		return err
	}
	private, public, _ := strings.Cut(s.Reveal(), "\n")
	db.public = public
	db.signer, err = ledger.ParseSigner(seal.Hide(private))
	return err
}

func randomKey() ([]byte, error) {
	var b [seal.KeySize]byte
	_, _ = rand.Read(b[:])
	return []byte(hex.EncodeToString(b[:]) + "\n"), nil
}

// StudySecret is the secret under which revisions of a study's own reports are
// hashed (claim.RevOf).
func (db *DB) StudySecret(study string) (_ seal.Secret[[]byte], err error) {
	defer fault.Wrap(&err, "read secret of %s", study)
	if !ledger.Name(study) || study[0] == '.' {
		return seal.Secret[[]byte]{}, fault.Invalid
	}
	s, err := db.once(study+".secret", randomKey)
	if err != nil {
		return seal.Secret[[]byte]{}, err
	}
	raw, err := hex.DecodeString(s.Reveal())
	if err != nil || len(raw) != seal.KeySize {
		return seal.Secret[[]byte]{}, fault.New(fault.Broken, codeKey, study+".secret")
	}
	return seal.Hide(raw), nil
}

// Custody is the recipient to which a study's severe keys are wrapped. Until a
// ceremony gives one, the first call makes a pair and leaves the identity in
// keys/STUDY.custody-identity: see [DB.CustodyIsHere].
func (db *DB) Custody(study string) (_ seal.Recipient, err error) {
	defer fault.Wrap(&err, "read custody of %s", study)
	s, err := db.once(study+".custody", func() ([]byte, error) {
		id, err := db.once(study+".custody-identity", func() ([]byte, error) {
			_, c, err := seal.NewCustody()
			if err != nil {
				return nil, err
			}
			return []byte(c.Identity().Reveal() + "\n"), nil
		})
		if err != nil {
			return nil, err
		}
		c, err := seal.ParseCustodian(id)
		if err != nil {
			return nil, err
		}
		return []byte(c.Recipient().String() + "\n"), nil
	})
	if err != nil {
		return seal.Recipient{}, err
	}
	return seal.ParseRecipient(s.Reveal())
}
