package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// workFactor is how dear a guess at a passphrase is: 2^18 rounds of scrypt, more
// than a second and 256 MB each.
const workFactor = 18

// maxKeyFile is more than any custodian's key file is long.
const maxKeyFile = 1 << 16

// Mark begins the first line of a custodian's files: the rest is the name.
const Mark = "# dires custodian "

// Lock wraps a custodian's identity by a passphrase: the text of a key file, in
// letters that can be printed and typed again. The age tool opens it, and takes it
// as an identity.
func (c Custodian) Lock(name string, passphrase Secret[string]) ([]byte, error) {
	return c.lock(name, passphrase, workFactor)
}

func (c Custodian) lock(name string, passphrase Secret[string], factor int) (_ []byte, err error) {
	to, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, errors.New("lock key: no passphrase")
	}
	to.SetWorkFactor(factor)
	b, err := encrypt([]byte(Mark+name+"\n"+c.id.String()+"\n"), to)
	if err != nil {
		return nil, fmt.Errorf("lock key: %w", err)
	}
	var text bytes.Buffer
	w := armor.NewWriter(&text)
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	return text.Bytes(), err
}

// Locked reports whether b looks like a key file: what does not can be opened by
// no passphrase.
func Locked(b []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(b), []byte(armor.Header))
}

// Unlock opens what [Custodian.Lock] made, or gives [ErrOpen]: another
// passphrase, or no key file. A file that asks for more work than Lock does is
// refused before the work is done.
func Unlock(file []byte, passphrase Secret[string]) (c Custodian, name string, err error) {
	return unlock(file, passphrase, workFactor)
}

func unlock(file []byte, passphrase Secret[string], most int) (c Custodian, name string, err error) {
	if len(file) > maxKeyFile {
		return c, "", ErrOpen
	}
	with, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return c, "", ErrOpen
	}
	with.SetMaxWorkFactor(most)
	raw, err := io.ReadAll(armor.NewReader(bytes.NewReader(file)))
	if err != nil {
		return c, "", ErrOpen
	}
	b, err := decrypt(raw, maxKeyFile, with)
	if err != nil {
		return c, "", ErrOpen
	}
	first, rest, _ := strings.Cut(string(b), "\n")
	name, ok := strings.CutPrefix(first, Mark)
	if !ok {
		return c, "", ErrOpen
	}
	if c, err = ParseCustodian(Hide(strings.TrimSpace(rest))); err != nil {
		return c, "", ErrOpen
	}
	return c, name, nil
}
