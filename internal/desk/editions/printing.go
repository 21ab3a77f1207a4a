package editions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
)

// printingPart is the list of files that were printed: open for the public, sealed
// for the desk otherwise.
const printingPart = "files"

// Printing is what the ledger has of the last printing of a study for a profile.
type Printing struct {
	Profile protect.Profile
	Turn    int64  // counts the printings of all studies
	Files   []byte // the sums of the files
}

// printing is what stands in the part "study" of its entry.
type printing struct {
	Did     string          `json:"did"`
	Program string          `json:"program"`
	Profile protect.Profile `json:"profile"`
	Turn    int64           `json:"turn"`
	Sum     string          `json:"sum"` // hash of the list
}

// KeepPrinting enters what was printed.
func (k Keeper) KeepPrinting(ctx context.Context, p Printing) (err error) {
	defer fault.Wrap(&err, "record what was printed of %s", k.Study)
	files := ledger.Piece{Name: printingPart, Seal: ledger.Desk, Data: p.Files}
	if p.Profile == protect.Public {
		b, err := k.DB.PutBlob(bytes.NewReader(p.Files))
		if err != nil {
			return err
		}
		files = ledger.InBlob(printingPart, b)
	}
	did := printing{Did: "publish", Program: k.Program, Profile: p.Profile, Turn: p.Turn, Sum: protect.Hash(p.Files)}
	_, err = k.DB.Append(ctx, k.Study, k.Log, k.draft(ledger.Study, ledger.JSON("study", did), files))
	return err
}

// Printing reads the last printing of a study for a profile; ok is false where
// there was none.
func (k Keeper) Printing(ctx context.Context, p protect.Profile) (last Printing, ok bool, err error) {
	defer fault.Wrap(&err, "read what was printed of %s", k.Study)
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			return last, false, err
		}
		if _, has := e.Part(printingPart); !has {
			continue
		}
		b, err := e.Open(ctx, "study")
		if err != nil {
			return last, false, err
		}
		var did printing
		if err := json.Unmarshal(b, &did); err != nil {
			return last, false, err
		}
		if did.Profile != p {
			continue
		}
		files, err := e.Open(ctx, printingPart)
		if err != nil {
			return last, false, err
		}
		if protect.Hash(files) != did.Sum {
			return last, false, errors.New("the list is another")
		}
		last, ok = Printing{Profile: p, Turn: did.Turn, Files: files}, true
	}
	return last, ok, nil
}
