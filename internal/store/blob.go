package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
)

// blobPath is blobs/ab/cdef….
func (db *DB) blobPath(h ledger.Hash) string {
	s := h.String()
	return filepath.Join(db.dir, "blobs", s[:2], s[2:])
}

// PutBlob keeps the bytes of r as a file named by their hash. When it returns
// the file survives a power cut; only then may an entry name it. The same
// bytes twice are one file.
func (db *DB) PutBlob(r io.Reader) (b ledger.Blob, err error) {
	defer fault.Wrap(&err, "keep blob")
	if err := db.stopped(); err != nil {
		return b, err
	}
	if db.readOnly {
		return b, fault.New(fault.Refused, codeReadOnly)
	}
	tmp := filepath.Join(db.dir, "blobs", "tmp-"+random())
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return b, err
	}
	open := true
	defer func() {
		if err != nil {
			_ = os.Remove(tmp)
		}
		if open {
			_ = f.Close()
		}
	}()
	if err := hold(f); err != nil && runtime.GOOS != "windows" {
		return b, err
	}
	h := sha256.New()
	b.Size, err = io.Copy(io.MultiWriter(f, h), r)
	if err != nil {
		return b, err
	}
	b.Hash = ledger.Hash(h.Sum(nil))
	if err := f.Sync(); err != nil {
		db.stop(err)
		return b, err
	}
	if runtime.GOOS == "windows" { // where an open file cannot be renamed
		open = false
		if err := f.Close(); err != nil {
			return b, err
		}
	}
	to := db.blobPath(b.Hash)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return b, err
	}
	if err := os.Rename(tmp, to); err != nil {
		return b, err
	}
	for _, d := range []string{filepath.Dir(to), filepath.Join(db.dir, "blobs")} {
		if err := syncDir(d); err != nil {
			db.stop(err)
			return b, err
		}
	}
	return b, nil
}

// Blob opens the bytes of that hash. It does not check them: that is
// [DB.Verify]'s.
func (db *DB) Blob(h ledger.Hash) (io.ReadCloser, error) {
	f, err := os.Open(db.blobPath(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &fault.Error{Kind: fault.NotFound, Code: codeNoBlob, Args: []any{h.String()[:12]}, Cause: err}
	}
	return f, err
}

// sweep removes the temporary files that killed processes left: those that nobody
// holds and that are a moment old, for who begins one takes hold of it a little later.
// Where that cannot be told, those of before then.
func sweep(dir string, before time.Time) error {
	names, err := filepath.Glob(filepath.Join(dir, "tmp-*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		i, err := os.Stat(name)
		if err == nil && (i.ModTime().Before(before) || time.Since(i.ModTime()) > 200*time.Millisecond && abandoned(name)) {
			err = os.Remove(name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// syncDir makes a name in a folder durable. Windows has no such call: its
// journal keeps names in order.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func random() string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
