package ledger

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/dires/dires/internal/fault"
)

// StudyHead is the state of all of a study's ledger at one commit: each log, and
// each table that is made from them. It is signed in the transaction, and kept a
// second time outside the database.
type StudyHead struct {
	Study  string
	Turn   int64 // counts the commits that changed anything of the study
	Logs   []LogHead
	Tables []TableHead
}

// LogHead is the head of one log.
type LogHead struct {
	Name string
	Head
}

// TableHead is the hash of the rows of one table.
type TableHead struct {
	Name string
	Rows int64
	Hash Hash
}

// Text is the body of the note.
func (h StudyHead) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "dires/%s head\n%d\n", h.Study, h.Turn)
	for _, l := range h.Logs {
		fmt.Fprintf(&b, "log %s %d %s\n", l.Name, l.Size, base64.StdEncoding.EncodeToString(l.Root[:]))
	}
	for _, t := range h.Tables {
		b.WriteString(t.line())
	}
	return b.String()
}

func (t TableHead) line() string {
	return fmt.Sprintf("table %s %d %s\n", t.Name, t.Rows, base64.StdEncoding.EncodeToString(t.Hash[:]))
}

// Log gives the head of a log; ok is false where there is none.
func (h StudyHead) Log(name string) (Head, bool) {
	for _, l := range h.Logs {
		if l.Name == name {
			return l.Head, true
		}
	}
	return Head{}, false
}

// HashOf is one hash over some of the tables, in the order of the head.
func (h StudyHead) HashOf(tables ...string) Hash {
	var b strings.Builder
	for _, t := range h.Tables {
		for _, name := range tables {
			if t.Name == name {
				b.WriteString(t.line())
			}
		}
	}
	return Sum([]byte(b.String()))
}

// SignHead gives the signed note of a study's head.
func (s Signer) SignHead(h StudyHead) (_ []byte, err error) {
	defer fault.Wrap(&err, "sign head of %s", h.Study)
	return note.Sign(&note.Note{Text: h.Text()}, s.s)
}

// OpenHead checks a signed head against an office's public key and reads it.
func OpenHead(signed []byte, public string) (h StudyHead, err error) {
	defer fault.Wrap(&err, "open head")
	v, err := note.NewVerifier(strings.TrimSpace(public))
	if err != nil {
		return StudyHead{}, err
	}
	n, err := openNote(signed, v)
	if err != nil {
		return StudyHead{}, err
	}
	bad := fmt.Errorf("not a head")
	lines := strings.Split(strings.TrimSuffix(n.Text, "\n"), "\n")
	if len(lines) < 2 {
		return StudyHead{}, bad
	}
	study, ok := strings.CutPrefix(lines[0], "dires/")
	if h.Study = strings.TrimSuffix(study, " head"); !ok {
		return StudyHead{}, bad
	}
	if h.Turn, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return StudyHead{}, bad
	}
	for _, line := range lines[2:] {
		f := strings.Split(line, " ")
		if len(f) != 4 {
			return StudyHead{}, bad
		}
		n, err := strconv.ParseInt(f[2], 10, 64)
		sum, herr := base64.StdEncoding.DecodeString(f[3])
		if err != nil || herr != nil || len(sum) != len(Hash{}) {
			return StudyHead{}, bad
		}
		switch f[0] {
		case "log":
			h.Logs = append(h.Logs, LogHead{f[1], Head{Size: n, Root: Hash(sum)}})
		case "table":
			h.Tables = append(h.Tables, TableHead{f[1], n, Hash(sum)})
		default:
			return StudyHead{}, bad
		}
	}
	// The signer adds nothing to the note, so that each bit of the file counts.
	if h.Text() != n.Text || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return StudyHead{}, bad
	}
	return h, nil
}
