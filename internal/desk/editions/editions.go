// Package editions keeps what releases made: the edition of each, and the cells
// it printed before traces were cut. What is not for everybody is sealed under a key
// of the release, which a withdrawal destroys.
//
// It makes no edition and prints none: protect and press do. The type you want is
// [Keeper].
package editions

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/store"
)

// The parts of a release's entry. Sealed are the edition for internal use or for
// partners, and of every release the cells as they were before traces were cut.
const (
	editionPart = "edition"
	printedPart = "printed"
)

// Keeper keeps the editions of one study.
type Keeper struct {
	DB         *store.DB
	Study, Log string
	By         string // code of who enters
	Program    string // version
	Now        func() time.Time
}

// Release is the body of a release's entry in the ledger.
type Release struct {
	Release string          `json:"release"`
	Date    string          `json:"date"`
	Profile protect.Profile `json:"profile"`
	Edition string          `json:"edition"` // hash of edition.json
	Printed string          `json:"printed"` // hash of the cells as they were before traces were cut
	Pins    protect.Pins    `json:"pins"`
	Changes []string        `json:"changes,omitempty"`

	Projection string `json:"projection,omitempty"` // hash of all the numbers were computed from

	entry store.Entry
}

// body is what stands in the part "study" of an entry of ours.
type body struct {
	Did     string `json:"did"`
	Folder  string `json:"folder"`
	Program string `json:"program"`
	Release string `json:"release,omitempty"` // whose numbers are remembered
}

func decode(ctx context.Context, e store.Entry, part string, into any) (err error) {
	defer fault.Wrap(&err, "read entry %d", e.Seq)
	b, err := e.Open(ctx, part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

func (k Keeper) draft(kind ledger.Kind, pieces ...ledger.Piece) ledger.Draft {
	return ledger.Draft{Kind: kind, At: k.Now().Unix(), By: k.By, Pieces: pieces}
}

// Keep enters a release with its edition and what it printed: only if the log
// still has the size the edition names.
func (k Keeper) Keep(ctx context.Context, r Release, edition []byte, private protect.Printed) error {
	printed, err := json.Marshal(private)
	if err != nil {
		return err
	}
	r.Printed = protect.Hash(printed)
	e := ledger.Piece{Name: editionPart, Seal: ledger.Desk, Data: edition}
	if r.Profile == protect.Public {
		b, err := k.DB.PutBlob(bytes.NewReader(edition))
		if err != nil {
			return err
		}
		e = ledger.InBlob(editionPart, b)
	}
	_, err = k.DB.AppendIf(ctx, k.Study, k.Log, r.Pins.LogSize,
		k.draft(ledger.Study, ledger.JSON("study", body{Did: "release", Folder: r.Pins.Folder, Program: k.Program})),
		k.draft(ledger.Release, ledger.JSON("release", r), e, ledger.Piece{Name: printedPart, Seal: ledger.Desk, Data: printed}))
	return err
}

// All lists what the ledger has of a study's releases, oldest first.
func (k Keeper) All(ctx context.Context) (rs []Release, err error) {
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Release) {
		if err != nil {
			return nil, err
		}
		r := Release{entry: e}
		if err := decode(ctx, e, "release", &r); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// gone reports that a part was sealed for somebody, or for a release, whose keys
// are destroyed.
func gone(err error) bool {
	f, is := fault.Public(err)
	return is && f.Code == store.Withdrawn
}

// Destroyed reports whether a withdrawal took the edition of a release.
func (k Keeper) Destroyed(ctx context.Context, r Release) bool {
	_, err := r.entry.Open(ctx, editionPart)
	return gone(err)
}

// Editions opens the editions of a study for a profile, oldest first, without
// those that a withdrawal destroyed. One that is not what the ledger recorded is
// refused (fault.Broken).
func (k Keeper) Editions(ctx context.Context, p protect.Profile) (es []protect.Edition, err error) {
	defer fault.Wrap(&err, "open editions of %s", k.Study)
	all, err := k.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Profile != p {
			continue
		}
		b, err := r.entry.Open(ctx, editionPart)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		e, err := protect.Open(b, r.Edition)
		if err != nil {
			return nil, err
		}
		es = append(es, e)
	}
	return es, nil
}

// Printed reads what a release printed, uncut: with its words, or, once somebody
// withdrew, the numbers that the next release is held against. Of an internal
// release nothing is left then, and nothing rests on it.
func (k Keeper) Printed(ctx context.Context, r Release) (p protect.Printed, err error) {
	defer fault.Wrap(&err, "read what release %s printed", r.Release)
	b, err := r.entry.Open(ctx, printedPart)
	if gone(err) {
		b, err = k.remembered(ctx, r.Release)
	}
	if err != nil || b == nil {
		p.Release = r.Release
		return p, err
	}
	return p, json.Unmarshal(b, &p)
}

// remembered gives the numbers of a release whose words a withdrawal destroyed.
func (k Keeper) remembered(ctx context.Context, which string) (b []byte, err error) {
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			return nil, err
		}
		if _, ok := e.Part(printedPart); !ok {
			continue
		}
		var p body
		if err := decode(ctx, e, "study", &p); err != nil {
			return nil, err
		}
		if p.Release != which {
			continue
		}
		if b, err = e.Open(ctx, printedPart); err != nil && !gone(err) {
			return nil, err
		}
	}
	return b, nil
}

// Forget destroys the words of every release so far, and every edition that is
// not for everybody: whoever withdraws may stand in any of them. It gives the
// releases whose editions went, and those that stay: printed for everybody, or
// made by a program that did not seal them.
func (k Keeper) Forget(ctx context.Context, why string) (went, stay []string, err error) {
	defer fault.Wrap(&err, "destroy editions of %s", k.Study)
	all, err := k.All(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range all {
		p, ok := r.entry.Part(printedPart)
		e, _ := r.entry.Part(editionPart)
		if e.Seal == ledger.Open {
			stay = append(stay, r.Release)
		}
		if !ok || p.Seal == ledger.Open {
			continue
		}
		b, err := r.entry.Open(ctx, printedPart)
		if gone(err) {
			continue
		}
		if err != nil {
			return went, stay, err
		}
		if err := k.remember(ctx, r, b); err != nil {
			return went, stay, err
		}
		w := ledger.Withdrawal{Subject: p.Subject, Scope: "all", Why: why}
		if _, err := k.DB.Shred(ctx, k.Study, k.Log, w, k.Now().Unix(), k.By); err != nil {
			return went, stay, err
		}
		if e.Seal != ledger.Open {
			went = append(went, r.Release)
		}
	}
	rows, printed, err := k.forgetRows(ctx, why)
	return append(went, rows...), append(stay, printed...), err
}

// remember enters the numbers of a release anew, without a word that anybody
// said. Those of an internal one are needed by nobody.
func (k Keeper) remember(ctx context.Context, r Release, printed []byte) error {
	if r.Profile == protect.Internal {
		return nil
	}
	var x any
	if err := json.Unmarshal(printed, &x); err != nil {
		return err
	}
	mute(x)
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	_, err = k.DB.Append(ctx, k.Study, k.Log, k.draft(ledger.Study, ledger.JSON("study", body{Did: "remember", Program: k.Program, Release: r.Release}),
		ledger.Piece{Name: printedPart, Seal: ledger.Desk, Data: b}))
	return err
}

// spoken are the keys of a figure under which words stand that somebody said.
var spoken = []string{"sayings"}

// mute takes the words out of figures, wherever they stand.
func mute(x any) {
	switch v := x.(type) {
	case []any:
		for _, y := range v {
			mute(y)
		}
	case map[string]any:
		for k, y := range v {
			if slices.Contains(spoken, k) {
				delete(v, k)
			} else {
				mute(y)
			}
		}
	}
}

// Before is what the releases of an audience printed, oldest first, and the
// last of them, nil for none.
func (k Keeper) Before(ctx context.Context, all []Release, p protect.Profile) (before []protect.Printed, last *Release, err error) {
	for i := range all {
		if all[i].Profile != p {
			continue
		}
		last = &all[i]
		x, err := k.Printed(ctx, all[i])
		if err != nil {
			return nil, nil, err
		}
		before = append(before, x)
	}
	return before, last, nil
}
