package custody

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/store"
)

// Keeper keeps custody of one study.
type Keeper struct {
	DB         *store.DB
	Study, Log string
	By         string // code of who enters
	Program    string // version
	Now        func() time.Time
}

// Set is one ceremony: whom the identity of a recipient was nested for.
type Set struct {
	Epoch      int      `json:"epoch"` // 1 for the first ceremony of the study
	Need       int      `json:"need"`
	Recipient  string   `json:"recipient"` // to whom severe keys are wrapped
	Custodians []Member `json:"custodians"`
}

// body is what stands in the part "study" of an entry of ours.
type body struct {
	Did     string     `json:"did"`
	Program string     `json:"program"`
	Custody *Set       `json:"custody,omitempty"` // after a ceremony
	Drill   *Drilled   `json:"drill,omitempty"`
	Unseal  *Unsealing `json:"unseal,omitempty"`
}

// What an entry did.
const (
	didCeremony = "ceremony"
	didDrill    = "drill"
	didUnseal   = "unseal"
)

// Ceremony nests the custody identity for the custodians: the one that lies on
// this machine, or a new one that never does. Once the nested files are in a
// folder and in the ledger, synced and read back, the identity is taken off the
// machine, or the new recipient takes the place of the old one. A crash on the way
// leaves the identity here, or a full set of which the custodians open any.
func (k Keeper) Ceremony(ctx context.Context, need int, who []Member) (s Set, folder string, err error) {
	defer fault.Wrap(&err, "hold ceremony for %s", k.Study)
	to, err := fit(need, who)
	if err != nil {
		return s, "", err
	}
	held, err := k.Held(ctx)
	if err != nil {
		return s, "", err
	}
	identity, here, err := k.DB.CustodyHere(k.Study)
	if err != nil {
		return s, "", err
	}
	if here {
		if _, err := k.DB.Custody(k.Study); err != nil { // a crash may have left it without its recipient
			return s, "", err
		}
	} else if _, identity, err = seal.NewCustody(); err != nil {
		return s, "", err
	}
	was, err := k.DB.CustodyNow(k.Study)
	if err != nil {
		return s, "", err
	}
	s = Set{Epoch: k.next(held), Need: need, Recipient: identity.Recipient().String(), Custodians: who}
	files, err := seal.Nest(identity, need, to)
	if err != nil {
		return s, "", err
	}
	if folder, err = k.keep(s, files); err != nil {
		return s, "", err
	}
	if err := k.record(ctx, s, files); err != nil {
		return s, "", err
	}
	if here {
		err = k.DB.ForgetCustody(ctx, k.Study, identity)
	} else {
		err = k.DB.ReplaceCustody(ctx, k.Study, was, identity.Recipient())
	}
	return s, folder, err
}

// next is the epoch of the next ceremony: no number comes twice, neither in the
// ledger nor on the disk, so that nothing is ever written over.
func (k Keeper) next(h Held) int {
	last := k.DB.CustodyKept(k.Study)
	for _, s := range h.Sets {
		last = max(last, s.Epoch)
	}
	return last + 1
}

// File is what a nested file is called: "1-3.age" is opened by the first
// custodian, then the third.
func File(who []int) string {
	s := make([]string, len(who))
	for i, n := range who {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, "-") + LayerFile
}

// keep writes the set into a folder of its own.
func (k Keeper) keep(s Set, files []seal.Nested) (folder string, err error) {
	about, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return "", err
	}
	all := map[string][]byte{"set.json": append(about, '\n')}
	for _, f := range files {
		all[File(f.Who)] = f.File
	}
	return k.DB.KeepCustody(k.Study, s.Epoch, all)
}

// record enters the set and its files in the ledger and reads them back.
func (k Keeper) record(ctx context.Context, s Set, files []seal.Nested) (err error) {
	defer fault.Wrap(&err, "enter ceremony")
	var pieces []ledger.Piece
	for _, f := range files {
		pieces = append(pieces, ledger.Plain(File(f.Who), f.File))
	}
	seq, err := k.enter(ctx, body{Did: didCeremony, Custody: &s}, pieces...)
	if err != nil {
		return err
	}
	e, err := k.DB.Entry(ctx, k.Study, k.Log, seq)
	if err != nil {
		return err
	}
	for _, f := range files {
		if got, err := e.Open(ctx, File(f.Who)); err != nil || !bytes.Equal(got, f.File) {
			return fmt.Errorf("read back %s: %w", File(f.Who), errors.Join(err, fault.Broken))
		}
	}
	return nil
}

// enter appends an entry of kind study.
func (k Keeper) enter(ctx context.Context, b body, pieces ...ledger.Piece) (seq int64, err error) {
	b.Program = k.Program
	d := ledger.Draft{Kind: ledger.Study, At: k.Now().Unix(), By: k.By, Pieces: append([]ledger.Piece{ledger.JSON("study", b)}, pieces...)}
	es, err := k.DB.Append(ctx, k.Study, k.Log, d)
	if err != nil {
		return 0, err
	}
	return es[0].Seq, nil
}
