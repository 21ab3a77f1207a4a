package editions

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/store"
)

// The parts of the entries of a file of rows: the file, in the open for
// everybody and sealed otherwise; and who stood in it, under codes, always sealed
// and under a key of its own, for what was printed stays printed when a
// withdrawal destroys the file.
const (
	rowsPart  = "rows"
	stoodPart = "stood"
)

// RowsRelease is what the ledger has of a file of rows.
type RowsRelease struct {
	Did     string          `json:"did"`
	Folder  string          `json:"folder"`
	Program string          `json:"program"`
	Survey  string          `json:"survey"`
	Source  string          `json:"source,omitempty"`
	Rows    string          `json:"rows"` // release of the file
	Date    string          `json:"date"`
	Profile protect.Profile `json:"profile"`
	Hash    string          `json:"hash"` // of the file
	Pins    protect.Pins    `json:"pins"`

	entry store.Entry
}

const didRows = "microdata"

// KeepRows enters a file of rows: only if the log still has the size it names.
func (k Keeper) KeepRows(ctx context.Context, r RowsRelease, file []byte, stood protect.RowsKept) (err error) {
	defer fault.Wrap(&err, "record rows of %s", r.Survey)
	r.Did, r.Program = didRows, k.Program
	part := ledger.Piece{Name: rowsPart, Seal: ledger.Desk, Data: file}
	if r.Profile == protect.Public {
		b, err := k.DB.PutBlob(bytes.NewReader(file))
		if err != nil {
			return err
		}
		part = ledger.InBlob(rowsPart, b)
	}
	who, err := json.Marshal(stood)
	if err != nil {
		return err
	}
	of := RowsRelease{Did: didRows + "-stood", Program: k.Program, Survey: r.Survey, Source: r.Source, Rows: r.Rows, Profile: r.Profile}
	_, err = k.DB.AppendIf(ctx, k.Study, k.Log, r.Pins.LogSize,
		k.draft(ledger.Study, ledger.JSON("study", r), part),
		k.draft(ledger.Study, ledger.JSON("study", of), ledger.Piece{Name: stoodPart, Seal: ledger.Desk, Data: who}))
	return err
}

// AllRows lists the files of rows of a study, oldest first: of one survey, or of
// all for "".
func (k Keeper) AllRows(ctx context.Context, survey string) (rs []RowsRelease, err error) {
	return k.rowsWith(ctx, survey, rowsPart)
}

func (k Keeper) rowsWith(ctx context.Context, survey, part string) (rs []RowsRelease, err error) {
	defer fault.Wrap(&err, "list files of rows of %s", k.Study)
	for e, err := range k.DB.EntriesOf(ctx, k.Study, k.Log, ledger.Study) {
		if err != nil {
			return nil, err
		}
		if _, ok := e.Part(part); !ok {
			continue
		}
		r := RowsRelease{entry: e}
		if err := decode(ctx, e, "study", &r); err != nil {
			return nil, err
		}
		if survey == "" || r.Survey == survey {
			rs = append(rs, r)
		}
	}
	return rs, nil
}

// OpenRows opens a file of rows; ok is false where a withdrawal destroyed it. One
// that is not what the ledger recorded is refused (fault.Broken).
func (k Keeper) OpenRows(ctx context.Context, r RowsRelease) (f protect.Rows, ok bool, err error) {
	defer fault.Wrap(&err, "open rows %s of %s", r.Rows, r.Survey)
	b, err := r.entry.Open(ctx, rowsPart)
	if gone(err) {
		return f, false, nil
	}
	if err != nil {
		return f, false, err
	}
	f, err = protect.OpenRows(b, r.Hash)
	return f, err == nil, err
}

// Stood is who stood in the files of rows of a survey, for whomever these were,
// oldest first.
func (k Keeper) Stood(ctx context.Context, survey string) (all []protect.RowsKept, err error) {
	rs, err := k.rowsWith(ctx, survey, stoodPart)
	if err != nil {
		return nil, err
	}
	for _, r := range rs {
		b, err := r.entry.Open(ctx, stoodPart)
		if err != nil {
			return nil, err
		}
		var x protect.RowsKept
		if err := json.Unmarshal(b, &x); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// RowsOut is who stood in every file of rows of the study, survey by survey.
func (k Keeper) RowsOut(ctx context.Context) (all []protect.RowsOut, err error) {
	rs, err := k.rowsWith(ctx, "", stoodPart)
	if err != nil || len(rs) == 0 {
		return nil, err
	}
	secret, err := k.DB.StudySecret(k.Study)
	for _, r := range rs {
		if err != nil {
			break
		}
		if slices.ContainsFunc(all, func(x protect.RowsOut) bool { return x.Survey == r.Survey }) {
			continue
		}
		x := protect.RowsOut{Survey: r.Survey, Source: r.Source, Secret: secret.Reveal()}
		x.Stood, err = k.Stood(ctx, r.Survey)
		all = append(all, x)
	}
	return all, err
}

// Counted is who stands in the numbers of a survey in the editions of an
// audience, of which the public ones are always.
func (k Keeper) Counted(ctx context.Context, p protect.Profile, secret []byte, src, survey string) (all []protect.RowsKept, err error) {
	rs, err := k.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rs {
		if r.Profile != p && r.Profile != protect.Public {
			continue
		}
		x, err := k.Printed(ctx, r)
		if err != nil {
			return nil, err
		}
		if who := x.OfSurvey(secret, src, survey); len(who.Who) > 0 {
			all = append(all, who)
		}
	}
	return all, nil
}

// NextRows is the date, or the date with a number where a file of the survey has it.
func NextRows(all []RowsRelease, date string) string {
	id := date
	for n := 2; slices.ContainsFunc(all, func(r RowsRelease) bool { return r.Rows == id }); n++ {
		id = fmt.Sprintf("%s.%d", date, n)
	}
	return id
}

// forgetRows destroys the files of rows that are not for everybody.
func (k Keeper) forgetRows(ctx context.Context, why string) (went, stay []string, err error) {
	rs, err := k.AllRows(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rs {
		p, _ := r.entry.Part(rowsPart)
		name := r.Survey + " " + r.Rows
		if p.Seal == ledger.Open {
			stay = append(stay, name)
			continue
		}
		if _, err := r.entry.Open(ctx, rowsPart); gone(err) {
			continue
		} else if err != nil {
			return went, stay, err
		}
		w := ledger.Withdrawal{Subject: p.Subject, Scope: "all", Why: why}
		if _, err := k.DB.Shred(ctx, k.Study, k.Log, w, k.Now().Unix(), k.By); err != nil {
			return went, stay, err
		}
		went = append(went, name)
	}
	return went, stay, nil
}
