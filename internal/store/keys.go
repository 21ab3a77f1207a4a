package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dires/dires/internal/fault"
)

// The kinds of record in a key file.
const (
	keyGone   byte = 0x00
	keyDesk   byte = 'D'
	keySevere byte = 'S'
)

const keyHead = 4 // kind, length of the code, length of the key

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errTorn says that no whole record stands at a place.
var errTorn = errors.New("no whole record of a key")

// keyFile is keys/STUDY.subjects. It is appended to and overwritten only under
// the database's write lock, so that one process writes at a time.
type keyFile struct {
	*os.File
	name string
	end  int64 // up to here this process knows the file to be whole
}

// subjectKeys opens a study's key file.
func (db *DB) subjectKeys(study string) (*keyFile, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if f := db.files[study]; f != nil {
		return f, nil
	}
	name := db.keyPath(study + ".subjects")
	if db.readOnly {
		f, err := os.Open(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		k := &keyFile{File: f, name: filepath.Base(name)} // without a file each key is missing
		db.files[study] = k
		return k, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syncDir(filepath.Dir(name)); err != nil { // whoever made it may have been killed before that
		return nil, errors.Join(err, f.Close())
	}
	k := &keyFile{File: f, name: filepath.Base(name)}
	db.files[study] = k
	return k, nil
}

// keyRecord appends one record to b.
func keyRecord(b []byte, kind byte, subject string, wrapped []byte) []byte {
	from := len(b)
	b = append(b, kind, byte(len(subject)))
	b = binary.BigEndian.AppendUint16(b, uint16(len(wrapped)))
	b = append(append(b, subject...), wrapped...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b[from:], castagnoli))
}

// record is one record as it stands in the file.
type record struct {
	kind    byte
	subject string
	wrapped []byte
	size    int64
}

// at reads the record at an offset.
func (f *keyFile) at(off int64) (r record, err error) {
	var head [keyHead]byte
	if _, err := f.ReadAt(head[:], off); err != nil {
		return r, errTorn
	}
	n, m := int(head[1]), int(binary.BigEndian.Uint16(head[2:]))
	b := make([]byte, keyHead+n+m+4)
	if _, err := f.ReadAt(b, off); err != nil {
		return r, errTorn
	}
	r = record{kind: b[0], subject: string(b[keyHead : keyHead+n]), wrapped: b[keyHead+n : keyHead+n+m], size: int64(len(b))}
	sum := binary.BigEndian.Uint32(b[len(b)-4:])
	if r.kind != keyGone && sum != crc32.Checksum(b[:len(b)-4], castagnoli) {
		return r, errTorn
	}
	return r, nil
}

// whole moves end over the records that other processes, or an earlier run,
// have added; what is torn after them is cut off.
func (f *keyFile) whole() error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	for f.end < size {
		r, err := f.at(f.end)
		if err != nil {
			return f.Truncate(f.end)
		}
		f.end += r.size
	}
	return nil
}

// add writes records at the end and syncs them; it gives where they start.
func (f *keyFile) add(b []byte) (at int64, err error) {
	defer fault.Wrap(&err, "add to %s", f.name)
	if err := f.whole(); err != nil {
		return 0, err
	}
	if _, err := f.WriteAt(b, f.end); err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	at = f.end
	f.end += int64(len(b))
	return at, nil
}

// destroy overwrites a subject's keys at these offsets and syncs. What does not
// stand there any more needs no destroying.
func (f *keyFile) destroy(subject string, offs []int64) (err error) {
	defer fault.Wrap(&err, "destroy keys in %s", f.name)
	for _, off := range offs {
		r, err := f.at(off)
		if err != nil || r.subject != subject {
			continue
		}
		from := off + keyHead + int64(len(r.subject))
		if _, err := f.WriteAt(make([]byte, len(r.wrapped)), from); err != nil {
			return err
		}
		if _, err := f.WriteAt([]byte{keyGone}, off); err != nil {
			return err
		}
	}
	return f.Sync()
}

// lives reports whether any of a subject's keys is still there.
func (f *keyFile) lives(subject string, offs []int64) bool {
	for _, off := range offs {
		if r, err := f.at(off); err == nil && r.subject == subject && r.kind != keyGone {
			return true
		}
	}
	return false
}
