package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Recipient is the study's custody recipient: anybody may wrap a key to it,
// only the custodians' identity unwraps.
type Recipient struct{ to *age.HybridRecipient }

// Custodian is an identity that unwraps: that of a study, which no machine holds
// once the ceremony is done, or that of one custodian.
type Custodian struct{ id *age.HybridIdentity }

// NewCustody makes a pair, post-quantum hybrid.
func NewCustody() (Recipient, Custodian, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return Recipient{}, Custodian{}, fmt.Errorf("make custody: %w", err)
	}
	return Recipient{id.Recipient()}, Custodian{id}, nil
}

// ParseRecipient reads "age1pq1…".
func ParseRecipient(s string) (Recipient, error) {
	r, err := age.ParseHybridRecipient(s)
	if err != nil {
		return Recipient{}, fmt.Errorf("read custody recipient: %w", err)
	}
	return Recipient{r}, nil
}

// ParseCustodian reads "AGE-SECRET-KEY-PQ-1…".
func ParseCustodian(s Secret[string]) (Custodian, error) {
	id, err := age.ParseHybridIdentity(s.Reveal())
	if err != nil {
		return Custodian{}, errors.New("read custody identity: not one") // its text may quote the key
	}
	return Custodian{id}, nil
}

// String is "age1pq1…": public.
func (r Recipient) String() string { return r.to.String() }

// Identity is the custodian's own text, to be written where custody is kept.
func (c Custodian) Identity() Secret[string] { return Hide(c.id.String()) }

// Recipient is whom to wrap to for this custodian.
func (c Custodian) Recipient() Recipient { return Recipient{c.id.Recipient()} }

// Format prints "[sealed]".
func (c Custodian) Format(f fmt.State, r rune) { Hide("").Format(f, r) }

// Wrap gives the age file of k for r.
func (r Recipient) Wrap(k Key) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, r.to)
	if err != nil {
		return nil, fmt.Errorf("wrap key: %w", err)
	}
	raw := k.raw.Reveal()
	if _, err := w.Write(raw[:]); err != nil {
		return nil, fmt.Errorf("wrap key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("wrap key: %w", err)
	}
	return b.Bytes(), nil
}

// Unwrap opens what Wrap made, or gives [ErrOpen].
func (c Custodian) Unwrap(wrapped []byte) (Key, error) {
	r, err := age.Decrypt(bytes.NewReader(wrapped), c.id)
	if err != nil {
		return Key{}, ErrOpen
	}
	b, err := io.ReadAll(io.LimitReader(r, KeySize+1))
	if err != nil {
		return Key{}, ErrOpen
	}
	return KeyFrom(b)
}
