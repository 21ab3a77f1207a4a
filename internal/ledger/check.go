package ledger

import (
	"bytes"
	"crypto/sha256"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/diag"
)

// The ways in which a log can fail to verify. All are errors.
const (
	Altered      diag.Code = "L110" // study, log, seq
	Removed      diag.Code = "L111" // study, log, seq
	Reordered    diag.Code = "L112" // study, log, seq
	PartMissing  diag.Code = "L113" // study, log, seq, part
	PartAltered  diag.Code = "L114" // study, log, seq, part
	BlobMissing  diag.Code = "L115" // study, log, seq, part
	BlobAltered  diag.Code = "L116" // study, log, seq, part
	HeadDiffers  diag.Code = "L117" // study, log, size
	NotSigned    diag.Code = "L118" // study, log, size: a checkpoint does not fit or is not ours
	BeyondHead   diag.Code = "L119" // study, log, seq
	AlteredAmong diag.Code = "L120" // study, log, first seq, last seq
	KindDiffers  diag.Code = "L170" // study, log, seq: it is filed under another kind than its header has
	KeysDiffer   diag.Code = "L173" // study, log, seq: the list of sealed parts is not that of the headers
	ShredDiffers diag.Code = "L174" // study, log, seq: the list of withdrawals is not that of the entries
	NotedDiffers diag.Code = "L184" // study, log, size: the root somebody noted is another
)

var _ = diag.Codes(
	diag.Kind{Code: Altered, Severity: diag.Error, Args: 3},
	diag.Kind{Code: Removed, Severity: diag.Error, Args: 3},
	diag.Kind{Code: Reordered, Severity: diag.Error, Args: 3},
	diag.Kind{Code: PartMissing, Severity: diag.Error, Args: 4},
	diag.Kind{Code: PartAltered, Severity: diag.Error, Args: 4},
	diag.Kind{Code: BlobMissing, Severity: diag.Error, Args: 4},
	diag.Kind{Code: BlobAltered, Severity: diag.Error, Args: 4},
	diag.Kind{Code: HeadDiffers, Severity: diag.Error, Args: 3},
	diag.Kind{Code: NotSigned, Severity: diag.Error, Args: 3},
	diag.Kind{Code: BeyondHead, Severity: diag.Error, Args: 3},
	diag.Kind{Code: AlteredAmong, Severity: diag.Error, Args: 4},
	diag.Kind{Code: KindDiffers, Severity: diag.Error, Args: 3},
	diag.Kind{Code: KeysDiffer, Severity: diag.Error, Args: 3},
	diag.Kind{Code: ShredDiffers, Severity: diag.Error, Args: 3},
	diag.Kind{Code: NotedDiffers, Severity: diag.Error, Args: 3},
)

// Raw is one entry as it is stored: where it stands, its bytes, the tree
// hashes kept with it, and its parts in the header's order, nil where a part
// does not stand with it.
type Raw struct {
	Seq    int64
	Kind   []byte // under which it is filed; nil where it is not
	Header []byte
	Tree   []byte
	Parts  [][]byte
}

// Found says what there is of a part that does not stand with its entry.
type Found uint8

const (
	Nowhere Found = iota
	Whole         // a blob with the right hash and size
	Damaged       // a blob with another
)

// Examined is what can be said of one entry without its neighbours.
type Examined struct {
	seq    int64
	stated int64 // the position its header gives
	leaf   Hash
	ok     bool // the header decodes
	ours   bool // and is of this study and log
	tree   []byte
	shred  string // the subject a shred entry withdraws
	kind   bool   // it is filed under another kind
	sealed Sealed
	bad    []badPart
}

// Sealed is a fingerprint of whose sealed parts an entry has, of which seals: to
// compare with a list that is kept beside the entries. That of several subjects
// is the sum without carry of theirs; the zero one is that of no sealed part. It
// is made under a seed of this process, and means nothing to any other.
type Sealed [2]uint64

var sealSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// SealedParts is the fingerprint for one subject.
func SealedParts(subject string, desk, severe bool) (s Sealed) {
	kinds := uint64(1)
	if desk {
		kinds += 2
	}
	if severe {
		kinds += 4
	}
	for i := range s {
		s[i] = maphash.String(sealSeeds[i], subject)
		s[i] = maphash.Comparable(sealSeeds[i], [2]uint64{s[i], kinds})
	}
	return s
}

// Plus puts two fingerprints together; the same twice is none.
func (s Sealed) Plus(o Sealed) Sealed {
	for i := range s {
		s[i] ^= o[i]
	}
	return s
}

// sealed is the fingerprint of an entry's parts.
func (e *Entry) sealed() (all Sealed) {
	for i, p := range e.Parts {
		if p.Seal == Open {
			continue
		}
		desk, severe, first := false, false, true
		for k, q := range e.Parts {
			if q.Seal == Open || q.Subject != p.Subject {
				continue
			}
			first = first && k >= i
			desk, severe = desk || q.Seal == Desk, severe || q.Seal == Severe
		}
		if first {
			all = all.Plus(SealedParts(p.Subject, desk, severe))
		}
	}
	return all
}

type badPart struct {
	part Part
	code diag.Code
}

// Examiner does the work of verifying that needs no neighbour. Several may
// work on one log at once, each for itself.
type Examiner struct {
	Study, Log string
	Blob       func(Part) (Found, error) // looks for a part that does not stand with its entry

	e    Entry // reused from entry to entry
	leaf []byte
}

// Examine looks at one entry. The result keeps no bytes of r but r.Tree.
func (m *Examiner) Examine(r Raw) (x Examined, err error) {
	m.leaf = append(append(m.leaf[:0], 0), r.Header...)
	x = Examined{seq: r.Seq, leaf: sha256.Sum256(m.leaf), tree: r.Tree}
	if decode(&m.e, r.Header) != nil {
		return x, nil // the leaf tells on it
	}
	x.sealed, x.kind = m.e.sealed(), r.Kind != nil && string(r.Kind) != string(m.e.Kind)
	x.ok, x.stated, x.ours = true, m.e.Seq, m.e.Study == m.Study && m.e.Log == m.Log
	for i, p := range m.e.Parts {
		switch {
		case i >= len(r.Parts):
			x.bad = append(x.bad, badPart{p, PartAltered})
		case r.Parts[i] != nil:
			if int64(len(r.Parts[i])) != p.Size || Sum(r.Parts[i]) != p.Hash {
				x.bad = append(x.bad, badPart{p, PartAltered})
			} else if m.e.Kind == Shred && p.Name == "shred" {
				if w, err := ParseWithdrawal(r.Parts[i]); err == nil {
					x.shred = w.Subject
				}
			}
		default:
			found, err := m.Blob(p)
			if err != nil {
				return x, err
			}
			switch found {
			case Damaged:
				x.bad = append(x.bad, badPart{p, BlobAltered})
			case Nowhere:
				x.bad = append(x.bad, badPart{p, BlobMissing})
			}
		}
	}
	if len(r.Parts) > len(m.e.Parts) {
		x.bad = append(x.bad, badPart{Part{Name: "?"}, PartAltered})
	}
	return x, nil
}

// keep is how many findings a report lists; it counts all.
const keep = 100

// Report is what verifying a log found.
type Report struct {
	Study, Log string
	Head       Head      // recomputed from the entries
	Withdrawn  int       // parts missing as a withdrawal says they may
	Checked    int       // checkpoints that fit
	Wrong      int       // how many things are wrong
	Findings   diag.List // the first hundred of them, by entry
	First      int64     // the first entry that is altered, removed or out of place; -1 if none
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return r.Wrong == 0 }

// Checker verifies one log, entry by entry in the order they are stored.
type Checker struct {
	r      Report
	edge   Edge
	points map[int64][]Hash // roots that were signed, by size
	noted  map[int64]Hash   // roots somebody noted
	broken bool             // order is lost: the tree says no more
	lost   int64            // the position whose header is looked for elsewhere; -1 none
	leafOK bool             // whether what stands there instead fits its stored leaf
	gone   map[string]bool  // subjects that withdrew
	miss   []missing        // sealed parts that are not there
	spare  []byte
}

type missing struct {
	seq int64
	badPart
}

// NewChecker verifies a log against the checkpoints that were kept.
func NewChecker(study, log string, kept []Checkpoint) *Checker {
	c := &Checker{r: Report{Study: study, Log: log, First: -1}, points: map[int64][]Hash{}, lost: -1, gone: map[string]bool{}}
	for _, p := range kept {
		if p.Study != study || p.Log != log {
			c.add(NotSigned, p.Size)
			continue
		}
		c.points[p.Size] = append(c.points[p.Size], p.Root)
	}
	c.check()
	return c
}

func (c *Checker) add(code diag.Code, seq int64, more ...string) {
	c.r.Wrong++
	args := []any{c.r.Study, c.r.Log, seq}
	for _, m := range more {
		args = append(args, m)
	}
	if c.r.Wrong <= keep {
		c.r.Findings.Add(code, diag.At{File: c.r.Log, Row: int(seq)}, args...)
	}
	switch code {
	case Altered, AlteredAmong, KindDiffers, Removed, Reordered, BeyondHead, PartAltered, PartMissing, BlobAltered, BlobMissing:
		if c.r.First < 0 || seq < c.r.First {
			c.r.First = seq
		}
	}
}

// Unsigned notes a checkpoint that does not open with the office's key.
func (c *Checker) Unsigned(size int64) { c.add(NotSigned, size) }

// Withdrawn notes a withdrawal that came after the head that is verified.
func (c *Checker) Withdrawn(subject string) { c.gone[subject] = true }

// Noted asks for a root that somebody noted, at its size.
func (c *Checker) Noted(h Head) {
	if h.Size == 0 {
		if h.Root != Sum(nil) {
			c.add(NotedDiffers, 0)
		}
		return
	}
	if c.noted == nil {
		c.noted = map[int64]Hash{}
	}
	if was, ok := c.noted[h.Size]; ok && was != h.Root {
		c.add(NotedDiffers, h.Size)
	}
	c.noted[h.Size] = h.Root
}

// Differs notes that a list kept beside the entries does not say the same as entry
// seq.
func (c *Checker) Differs(code diag.Code, seq int64) { c.add(code, seq) }

// Edge is the right edge of the tree over the entries so far.
func (c *Checker) Edge() []byte { b, _ := c.edge.MarshalBinary(); return b }

// Broken reports whether the tree says nothing any more.
func (c *Checker) Broken() bool { return c.broken }

// check compares the root so far with what was signed at this size.
func (c *Checker) check() {
	if c.broken {
		return
	}
	if root, ok := c.noted[c.edge.Size()]; ok && len(c.noted) > 0 {
		if root != c.edge.Root() {
			c.add(NotedDiffers, c.edge.Size())
		}
		delete(c.noted, c.edge.Size())
	}
	roots, ok := c.points[c.edge.Size()]
	if !ok {
		return
	}
	for _, r := range roots {
		if r == c.edge.Root() {
			c.r.Checked++
		} else {
			c.add(NotSigned, c.edge.Size())
		}
	}
	delete(c.points, c.edge.Size())
}

// Add takes the next stored entry.
func (c *Checker) Add(x Examined) {
	want := c.edge.Size()
	leafOK := len(x.tree) >= sha256.Size && bytes.Equal(x.tree[:sha256.Size], x.leaf[:])
	if c.lost >= 0 && x.ok && x.stated == c.lost {
		c.add(Reordered, c.lost)
		c.lost = -1
	}
	if x.kind {
		c.add(KindDiffers, x.seq)
	}
	right := x.ok && x.ours && x.stated == x.seq
	if !c.broken {
		switch {
		case x.seq != want: // a gap in the rows
			c.add(Removed, want)
			c.broken = true
		case !right && x.ok && x.stated != x.seq: // another entry stands here
			c.lost, c.leafOK, c.broken = want, leafOK, true
		case !right || !leafOK:
			c.add(Altered, x.seq)
			c.broken = true
		default:
			c.grow(x)
		}
	} else if !x.ok || !leafOK {
		c.add(Altered, x.seq)
	}
	c.parts(x)
}

// grow puts a leaf under the edge and compares the hashes stored with it.
func (c *Checker) grow(x Examined) {
	seq := c.edge.Size()
	c.spare = c.edge.Add(c.spare[:0], x.leaf)
	if !bytes.Equal(c.spare, x.tree) {
		level := 0
		for at := 0; at+sha256.Size <= min(len(x.tree), len(c.spare)) && bytes.Equal(c.spare[at:at+sha256.Size], x.tree[at:at+sha256.Size]); at += sha256.Size {
			level++
		}
		// The smallest subtree that differs holds the entry that was altered.
		if level = min(level, len(c.spare)/sha256.Size-1); level == 0 {
			c.add(Altered, seq)
		} else {
			c.add(AlteredAmong, seq+1-1<<level, strconv.FormatInt(seq, 10))
		}
		c.broken = true
		return
	}
	c.check()
}

func (c *Checker) parts(x Examined) {
	if x.shred != "" {
		c.gone[x.shred] = true
	}
	for _, b := range x.bad {
		if b.code == BlobMissing && b.part.Seal != Open {
			c.miss = append(c.miss, missing{x.seq, b}) // a later shred entry may explain it
			continue
		}
		c.add(b.code, x.seq, b.part.Name)
	}
}

// Finish compares with the head and gives the report. beyond is the first
// stored entry the head does not count, -1 if there is none.
func (c *Checker) Finish(head Head, beyond int64) Report {
	if c.lost >= 0 {
		if c.leafOK {
			c.add(Removed, c.lost)
		} else {
			c.add(Altered, c.lost)
		}
	}
	if !c.broken {
		switch {
		case c.edge.Size() < head.Size:
			c.add(Removed, c.edge.Size())
		case c.edge.Root() != head.Root:
			c.add(HeadDiffers, head.Size)
		}
	}
	if beyond >= 0 {
		c.add(BeyondHead, beyond)
	}
	for _, m := range c.miss {
		if c.gone[m.part.Subject] {
			c.r.Withdrawn++
			continue
		}
		c.add(PartMissing, m.seq, m.part.Name)
	}
	if !c.broken {
		var over []int64
		for size := range c.points {
			over = append(over, size)
		}
		if len(over) > 0 { // signed for a longer log than there is
			first := over[0]
			for _, s := range over {
				first = min(first, s)
			}
			c.add(NotSigned, first)
		}
	}
	for _, size := range slices.Sorted(maps.Keys(c.noted)) { // of a longer log, or one whose order is lost
		c.add(NotedDiffers, size)
	}
	c.r.Head = Head{Size: c.edge.Size(), Root: c.edge.Root()}
	c.r.Findings.Sort()
	return c.r
}

// Seq is where the entry stands.
func (x Examined) Seq() int64 { return x.seq }

// Sealed is the fingerprint of the entry's sealed parts.
func (x Examined) Sealed() Sealed { return x.sealed }

// Shreds is the subject a shred entry withdraws, "" for other entries.
func (x Examined) Shreds() string { return x.shred }
