package custody

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/seal"
)

// The ends of the names of what a custodian has: keep the first, give the second.
const (
	KeyFile    = ".dires-key"
	PublicFile = ".dires-public"
	LayerFile  = ".age" // of a nested file, and of what is left of one
)

// Refusals about custodians; words in lang.
const (
	codeName    = "L131" // not a custodian's name
	codePublic  = "L132" // not a custodian's public file
	codeNumber  = "L133" // too few, too many, or all of them needed
	codeTwice   = "L134" // one custodian is named twice
	mostOfFile  = 1 << 14
	fingerBytes = 10
)

var named = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$`)

// Name refuses what cannot name a custodian: a code is better than a name.
func Name(s string) error {
	if !named.MatchString(s) {
		return fault.New(fault.Invalid, codeName, s)
	}
	return nil
}

// Member is a custodian as others know them: the code they go by, and whom to
// seal for.
type Member struct {
	Name      string `json:"name"`
	Recipient string `json:"recipient"` // age1pq1…
}

// Public is the public file of a custodian; the age tool takes it as a list of
// recipients.
func (m Member) Public() []byte { return []byte(seal.Mark + m.Name + "\n" + m.Recipient + "\n") }

// ParsePublic reads a public file. called is what it is called, for the refusal.
func ParsePublic(called string, b []byte) (m Member, err error) {
	if len(b) > mostOfFile {
		return m, fault.New(fault.Invalid, codePublic, called)
	}
	s := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	var lines []string
	for s.Scan() {
		if l := strings.TrimSpace(s.Text()); l != "" {
			lines = append(lines, l)
		}
	}
	if s.Err() != nil || len(lines) != 2 {
		return m, fault.New(fault.Invalid, codePublic, called)
	}
	name, ok := strings.CutPrefix(lines[0], seal.Mark)
	to, err := seal.ParseRecipient(lines[1])
	if !ok || err != nil || Name(name) != nil {
		return m, fault.New(fault.Invalid, codePublic, called)
	}
	return Member{name, to.String()}, nil
}

// Fingerprint is short enough to be read out on the telephone: twenty hex digits
// of the recipient's SHA-256, in fives.
func (m Member) Fingerprint() string {
	h := sha256.Sum256([]byte(m.Recipient))
	s := hex.EncodeToString(h[:fingerBytes])
	return s[:5] + " " + s[5:10] + " " + s[10:15] + " " + s[15:]
}

// fit refuses a set by which one person could open, or one loss would lose all.
func fit(need int, who []Member) (to []seal.Recipient, err error) {
	if n := len(who); need < 2 || need >= n || n > seal.MostCustodians {
		return nil, fault.New(fault.Invalid, codeNumber, need, n, seal.MostCustodians)
	}
	seen := map[string]bool{}
	for _, m := range who {
		if err := Name(m.Name); err != nil {
			return nil, err
		}
		if seen[m.Name] || seen[m.Recipient] {
			return nil, fault.New(fault.Invalid, codeTwice, m.Name)
		}
		seen[m.Name], seen[m.Recipient] = true, true
		r, err := seal.ParseRecipient(m.Recipient)
		if err != nil {
			return nil, fault.New(fault.Invalid, codePublic, m.Name)
		}
		to = append(to, r)
	}
	return to, nil
}
