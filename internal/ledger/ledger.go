// Package ledger knows the one format that is never thrown away: entries in
// order, headers and the hashes of their parts, the tree over them, and signed
// checkpoints, as docs/formats/ledger.md fixes them to the byte.
//
// It does not know what the entries are about, nor where they are kept: a
// store does the keeping. The types you want are [Draft], which a caller fills
// in, and [Entry], which is what it becomes; [Checker] verifies a log.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Format is the version this program writes.
const Format = 1

// Kind says what an entry is. Readers let pass kinds they do not know.
type Kind string

const (
	File     Kind = "file"     // a public data set, as a blob
	Record   Kind = "record"   // one submission or own report: one subject
	Decision Kind = "decision" // what a person decided
	Study    Kind = "study"    // pins the study folder
	Release  Kind = "release"  // pins what was printed
	Shred    Kind = "shred"    // a withdrawal
)

// Seal says under which of the subject's keys a part is sealed.
type Seal string

const (
	Open   Seal = ""       // not sealed: public data, decisions
	Desk   Seal = "desk"   // key held by the server; projections rest on it
	Severe Seal = "severe" // key wrapped to custody: what could identify who spoke
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// Sum hashes b.
func Sum(b []byte) Hash { return sha256.Sum256(b) }

// String is 64 hex digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes hex digits.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) (err error) { *h, err = ParseHash(string(b)); return err }

// ParseHash reads 64 lower-case hex digits.
func ParseHash(s string) (h Hash, err error) {
	if !unhex(&h, s) {
		return Hash{}, fmt.Errorf("parse hash: not 64 lower-case hex digits")
	}
	return h, nil
}

// Part is what a header says of one part.
type Part struct {
	Name    string
	Hash    Hash  // of the bytes as stored: of the sealed ones, where sealed
	Size    int64 // of the same
	Seal    Seal
	Subject string // whose key seals it
}

// Ref names an entry of the same study.
type Ref struct {
	Log string
	Seq int64
}

// Entry is one header of a log. At is seconds since 1970 as claimed, and is
// never used for order.
type Entry struct {
	Format   int
	Study    string
	Log      string
	Seq      int64
	At       int64
	Kind     Kind
	By       string // a code, never a name
	Replaces *Ref
	Parts    []Part
}

// Part gives the part of that name.
func (e Entry) Part(name string) (Part, bool) {
	for _, p := range e.Parts {
		if p.Name == name {
			return p, true
		}
	}
	return Part{}, false
}

// Draft is an entry to be: whoever appends it gives it study, log and
// position, and seals its parts.
type Draft struct {
	Kind     Kind
	At       int64  // seconds since 1970
	By       string // a code, never a name
	Replaces *Ref
	Subject  string // whose keys seal the sealed pieces; empty: a new random subject
	Pieces   []Piece
}

// Piece is a part to be: the plain bytes, or the hash and size of a blob that
// is already stored (in the open, for it cannot be sealed any more).
type Piece struct {
	Name string
	Seal Seal
	Data []byte
	Blob *Blob
}

// Blob names bytes that stand in the blob store.
type Blob struct {
	Hash Hash
	Size int64
}

// Plain is an open piece.
func Plain(name string, data []byte) Piece { return Piece{Name: name, Data: data} }

// JSON is an open piece holding v as JSON. It panics if v cannot be JSON: a
// bug of the caller.
func JSON(name string, v any) Piece {
	b, err := json.Marshal(v)
	if err != nil {
		panic("ledger: " + err.Error())
	}
	return Plain(name, b)
}

// InBlob is an open piece that stands in the blob store.
func InBlob(name string, b Blob) Piece { return Piece{Name: name, Blob: &b} }

// ForDesk is the piece "desk": what projections rest on.
func ForDesk(data []byte) Piece { return Piece{Name: "desk", Seal: Desk, Data: data} }

// ForCustody is the piece "severe": what could identify who spoke.
func ForCustody(data []byte) Piece { return Piece{Name: "severe", Seal: Severe, Data: data} }

// Head is the state of a log: how many entries, and the root over them.
type Head struct {
	Size int64
	Root Hash
}

// Withdrawal is the body of a shred entry.
type Withdrawal struct {
	Subject string `json:"subject"`
	Scope   string `json:"scope"` // "all"
	Why     string `json:"why"`   // withdrawn, retention, mistake, order
}

// Whys lists the classes of reason for a withdrawal.
var Whys = []string{"withdrawn", "retention", "mistake", "order"}

// Withdraw is the piece "shred" of a shred entry.
func Withdraw(w Withdrawal) Piece { return JSON("shred", w) }

// ParseWithdrawal reads the part "shred".
func ParseWithdrawal(b []byte) (w Withdrawal, err error) {
	if err := json.Unmarshal(b, &w); err != nil || !Name(w.Subject) {
		return Withdrawal{}, fmt.Errorf("read withdrawal: not one")
	}
	return w, nil
}
