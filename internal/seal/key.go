package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
)

// The sizes of docs/formats/ledger.md.
const (
	KeySize   = 32
	nonceSize = 12
	tagSize   = 16
	padTo     = 256
	version   = 1
)

// ErrOpen says that a part does not open: another key, or other bytes than
// were sealed. It never says which.
var ErrOpen = errors.New("the seal does not open with this key")

// Key seals the parts of one subject. The zero Key is not usable.
type Key struct {
	raw Secret[[KeySize]byte]
	gcm cipher.AEAD
}

// NewKey makes a random key.
func NewKey() Key {
	var b [KeySize]byte
	_, _ = rand.Read(b[:]) // never fails: the program ends if it does
	k, _ := KeyFrom(b[:])
	return k
}

// KeyFrom takes a key of 32 bytes.
func KeyFrom(b []byte) (Key, error) {
	if len(b) != KeySize {
		return Key{}, fmt.Errorf("key: %d bytes, not %d", len(b), KeySize)
	}
	block, err := aes.NewCipher(b)
	if err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	return Key{raw: Hide([KeySize]byte(b)), gcm: gcm}, nil
}

// Raw gives the key's bytes, to be wrapped and written by whoever keeps it.
func (k Key) Raw() Secret[[KeySize]byte] { return k.raw }

// Format prints "[sealed]".
func (k Key) Format(f fmt.State, r rune) { k.raw.Format(f, r) }

// Context binds a sealed part to its place: each field is followed by a line
// feed.
func Context(fields ...string) []byte {
	n := 0
	for _, f := range fields {
		n += len(f) + 1
	}
	b := make([]byte, 0, n)
	for _, f := range fields {
		b = append(append(b, f...), '\n')
	}
	return b
}

// Seal pads and encrypts plain. Two calls never give the same bytes.
func (k Key) Seal(plain, context []byte) []byte {
	padded := make([]byte, (len(plain)/padTo+1)*padTo)
	copy(padded, plain)
	padded[len(plain)] = 0x80
	return k.Wrap(padded, context)
}

// Open gives what Seal was given, or [ErrOpen].
func (k Key) Open(sealed, context []byte) ([]byte, error) {
	padded, err := k.Unwrap(sealed, context)
	if err != nil {
		return nil, err
	}
	plain := bytes.TrimRight(padded, "\x00")
	if len(padded)%padTo != 0 || len(plain) == 0 || plain[len(plain)-1] != 0x80 {
		return nil, ErrOpen
	}
	return plain[:len(plain)-1], nil
}

// Wrap encrypts without padding: for keys, whose length is no secret.
func (k Key) Wrap(plain, context []byte) []byte {
	b := make([]byte, 1+nonceSize, 1+nonceSize+len(plain)+tagSize)
	b[0] = version
	_, _ = rand.Read(b[1:])
	return k.gcm.Seal(b, b[1:], plain, context)
}

// Unwrap opens what Wrap made, or gives [ErrOpen].
func (k Key) Unwrap(sealed, context []byte) ([]byte, error) {
	if len(sealed) < 1+nonceSize+tagSize || sealed[0] != version || k.gcm == nil {
		return nil, ErrOpen
	}
	plain, err := k.gcm.Open(nil, sealed[1:1+nonceSize], sealed[1+nonceSize:], context)
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}
