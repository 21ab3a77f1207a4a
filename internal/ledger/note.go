package ledger

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

// Checkpoint is a head of one log, as it is signed.
type Checkpoint struct {
	Study, Log string
	Head
}

// NewSigner makes an office's key: the secret signs checkpoints, the public
// text checks them.
func NewSigner(office string) (secret seal.Secret[string], public string, err error) {
	s, v, err := note.GenerateKey(rand.Reader, office)
	if err != nil {
		return secret, "", fmt.Errorf("make checkpoint key: %w", err)
	}
	return seal.Hide(s), v, nil
}

// Text is the body of the note: origin, size, root.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("dires/%s/%s\n%d\n%s\n", c.Study, c.Log, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// Signer signs checkpoints with an office's key.
type Signer struct{ s note.Signer }

// ParseSigner reads the secret NewSigner made.
func ParseSigner(secret seal.Secret[string]) (Signer, error) {
	s, err := note.NewSigner(strings.TrimSpace(secret.Reveal()))
	if err != nil {
		return Signer{}, fmt.Errorf("read checkpoint key: not one") // the error may quote it
	}
	return Signer{s}, nil
}

// Sign gives the signed note.
func (s Signer) Sign(c Checkpoint) (_ []byte, err error) {
	defer fault.Wrap(&err, "sign checkpoint %s/%s %d", c.Study, c.Log, c.Size)
	return note.Sign(&note.Note{Text: c.Text()}, s.s)
}

// OpenCheckpoint checks a signed note against an office's public key and reads
// it.
func OpenCheckpoint(signed []byte, public string) (c Checkpoint, err error) {
	defer fault.Wrap(&err, "open checkpoint")
	v, err := note.NewVerifier(strings.TrimSpace(public))
	if err != nil {
		return Checkpoint{}, err
	}
	n, err := openNote(signed, v)
	if err != nil {
		return Checkpoint{}, err
	}
	line := strings.Split(n.Text, "\n")
	if len(line) < 4 {
		return Checkpoint{}, fmt.Errorf("not a checkpoint")
	}
	o := strings.Split(line[0], "/")
	root, err := base64.StdEncoding.DecodeString(line[2])
	size, serr := strconv.ParseInt(line[1], 10, 64)
	if len(o) != 3 || o[0] != "dires" || err != nil || serr != nil || len(root) != len(c.Root) || size < 0 {
		return Checkpoint{}, fmt.Errorf("not a checkpoint")
	}
	c = Checkpoint{Study: o[1], Log: o[2], Head: Head{Size: size, Root: Hash(root)}}
	if c.Text() != n.Text {
		return Checkpoint{}, fmt.Errorf("not a canonical checkpoint")
	}
	return c, nil
}

// openNote is [note.Open] that also refuses a signature whose last base64
// letter has bits set that the decoder ignores: such a note has other bytes
// than the one that was signed.
func openNote(signed []byte, v note.Verifier) (*note.Note, error) {
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return nil, err
	}
	for _, s := range append(n.Sigs, n.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, fmt.Errorf("signature of %s: %w", s.Name, err)
		}
	}
	return n, nil
}
