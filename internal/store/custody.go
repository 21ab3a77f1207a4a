package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

const codeCustody = "L130" // the custody of a study changed meanwhile

// CustodyNow is the recipient to which a study's severe keys are wrapped, ""
// as long as there is none. Unlike [DB.Custody] it makes none.
func (db *DB) CustodyNow(study string) (recipient string, err error) {
	defer fault.Wrap(&err, "read custody of %s", study)
	b, err := os.ReadFile(db.keyPath(study + ".custody"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(b)), err
}

// CustodyHere gives the custody identity that lies on this machine; ok is false
// where none does.
func (db *DB) CustodyHere(study string) (c seal.Custodian, ok bool, err error) {
	defer fault.Wrap(&err, "read custody identity of %s", study)
	if !db.CustodyIsHere(study) {
		return c, false, nil
	}
	b, err := os.ReadFile(db.keyPath(study + ".custody-identity"))
	if err != nil {
		return c, false, err
	}
	if c, err = seal.ParseCustodian(seal.Hide(strings.TrimSpace(string(b)))); err != nil {
		return c, false, fault.New(fault.Broken, codeKey, study+".custody-identity")
	}
	return c, true, nil
}

// CustodyIsHere reports whether the custody identity of a study lies on this
// machine: while it does, whoever takes the machine takes severe parts.
func (db *DB) CustodyIsHere(study string) bool {
	b, err := os.ReadFile(db.keyPath(study + ".custody-identity"))
	if err == nil && len(bytes.Trim(b, "\x00")) == 0 {
		return false // wiped, and then the power went
	}
	return err == nil || !errors.Is(err, fs.ErrNotExist)
}

// ReplaceCustody makes to the recipient for the records that come from now on.
// was is the one the caller found there, "" for none: should another stand there
// by now, or an identity lie on this machine, that is a conflict and nothing is
// changed.
func (db *DB) ReplaceCustody(ctx context.Context, study, was string, to seal.Recipient) (err error) {
	defer fault.Wrap(&err, "replace custody of %s", study)
	return db.Update(ctx, func(*Tx) error { // whoever seals a record holds the same lock
		now, err := db.CustodyNow(study)
		if err != nil {
			return err
		}
		if now != was || db.CustodyIsHere(study) {
			return fault.New(fault.Conflict, codeCustody, study)
		}
		name := db.keyPath(study + ".custody")
		tmp := name + ".tmp-" + random()
		defer os.Remove(tmp)
		if err := writeSynced(tmp, []byte(to.String()+"\n")); err != nil {
			return err
		}
		if now != "" {
			err = os.Rename(tmp, name)
		} else if err = os.Link(tmp, name); errors.Is(err, fs.ErrExist) {
			return fault.New(fault.Conflict, codeCustody, study)
		}
		if err != nil {
			return err
		}
		return syncDir(filepath.Dir(name))
	})
}

// ForgetCustody takes the custody identity off this machine: what lies here is
// overwritten, synced and removed, with what a crash may have left of it. Records
// must go on being sealed for the same identity, or it is a conflict. Without an
// identity here it does nothing.
func (db *DB) ForgetCustody(ctx context.Context, study string, c seal.Custodian) (err error) {
	defer fault.Wrap(&err, "forget custody identity of %s", study)
	return db.Update(ctx, func(*Tx) error {
		now, err := db.CustodyNow(study)
		if err != nil {
			return err
		}
		here, ok, err := db.CustodyHere(study)
		if err != nil {
			return err
		}
		if now != c.Recipient().String() || ok && here.Identity().Reveal() != c.Identity().Reveal() {
			return fault.New(fault.Conflict, codeCustody, study)
		}
		name := db.keyPath(study + ".custody-identity")
		left, err := filepath.Glob(name + ".tmp-*")
		if err != nil {
			return err
		}
		for _, n := range append(left, name) {
			if err := wipe(n); err != nil {
				return err
			}
		}
		return syncDir(filepath.Dir(name))
	})
}

// wipe overwrites a file with zeros, syncs it and removes it.
func wipe(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := f.Stat()
	if err == nil {
		_, err = f.WriteAt(make([]byte, s.Size()), 0)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Remove(name)
}

// KeepCustody writes the nested files of a study's ceremony of that number into a
// folder of their own, custody/STUDY-NUMBER, which takes its name once everything
// in it is synced and was read back. A number that was taken is a conflict: nothing
// is ever written over.
func (db *DB) KeepCustody(study string, number int, files map[string][]byte) (folder string, err error) {
	defer fault.Wrap(&err, "keep nested files of %s", study)
	dir := filepath.Join(db.dir, "custody")
	folder = filepath.Join(dir, fmt.Sprintf("%s-%d", study, number))
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return "", errors.Join(err, fault.New(fault.Conflict, codeCustody, study))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(dir, ".making-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	for name, b := range files {
		if err := writeSynced(filepath.Join(tmp, name), b); err != nil {
			return "", err
		}
	}
	for name, b := range files {
		if got, err := os.ReadFile(filepath.Join(tmp, name)); err != nil || !bytes.Equal(got, b) {
			return "", fmt.Errorf("read back %s: %w", name, errors.Join(err, fault.Broken))
		}
	}
	if err := syncDir(tmp); err != nil {
		return "", err
	}
	if err := os.Rename(tmp, folder); err != nil {
		return "", err
	}
	return folder, errors.Join(syncDir(dir), syncDir(db.dir))
}

// CustodyFolder is where the folders of ceremonies stand.
func (db *DB) CustodyFolder() string { return filepath.Join(db.dir, "custody") }

// CustodyKept is the highest number of a ceremony whose folder is there, 0 for
// none.
func (db *DB) CustodyKept(study string) (last int) {
	names, _ := filepath.Glob(filepath.Join(db.dir, "custody", study+"-*"))
	for _, n := range names {
		if i, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(n), study+"-")); err == nil {
			last = max(last, i)
		}
	}
	return last
}
