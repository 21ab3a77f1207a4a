// Package intake knows which imports stand in a ledger, and which of them were
// taken back: what was taken back stays in the ledger and counts no more.
//
// It appends nothing and projects nothing: the desk does. The function you want
// is [Read]:
//
//	all, err := intake.Read(ctx, db.Entries(ctx, "gao", "main", 0), told)
//	for _, x := range all.Imports { … }
package intake

import (
	"context"
	"encoding/json"
	"iter"
	"slices"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/store"
)

// Span is a run of entries, from the first to before the second.
type Span [2]int64

// Import is what one file brought: its entries, and the one that says so.
type Import struct {
	Span   Span
	Kind   ledger.Kind // file or record
	Source string
	Name   string // of the file
	Reader string // "" where an old ledger does not say
	Listed string // code of the name, where the source's list named it
	Back   bool   // it counts no more: another took its place, or it was taken back
	Asked  bool   // a person took it back
}

// All is what a log says of its imports.
type All struct {
	Imports []Import
	Size    int64  // of the log as it was read
	Back    []Span // that count no more
	Stale   bool   // something came or went since the last reconciliation

	asked   []Span           // what people took back
	instead map[int64][]Span // whose place an import took, by its first entry
	gone    []Span           // of files that a list names no more, when nothing else came
}

// note is what this package reads of a study entry.
type note struct {
	Did    string          `json:"did"`
	Source string          `json:"source"`
	Reader string          `json:"reader"`
	Listed string          `json:"listed"`
	Back   []Span          `json:"back"`
	Run    json.RawMessage `json:"run"`
}

// Told says of a record whose it is and of which file; ok is false where it was
// withdrawn.
type Told func(context.Context, store.Entry) (source, file string, ok bool, err error)

// Read finds the imports among the entries of a log.
func Read(ctx context.Context, entries iter.Seq2[store.Entry, error], told Told) (all All, err error) {
	defer fault.Wrap(&err, "read imports")
	run := []store.Entry(nil) // records and files that no study entry has closed yet
	all.instead = map[int64][]Span{}
	for e, err := range entries {
		if err != nil {
			return all, err
		}
		all.Size = e.Seq + 1
		switch e.Kind {
		case ledger.File, ledger.Record:
			if len(run) > 0 && run[0].Kind != e.Kind {
				run = nil
			}
			run = append(run, e)
			all.Stale = true
		case ledger.Study:
			n, err := open[note](ctx, e, "study")
			if err != nil {
				return all, err
			}
			all.Stale = (all.Stale || len(n.Back) > 0) && len(n.Run) == 0
			if n.Did == "import" && len(run) > 0 {
				x, err := closed(ctx, run, n, e.Seq, told)
				if err != nil {
					return all, err
				}
				all.Imports = append(all.Imports, x)
				all.instead[x.Span[0]] = n.Back
			} else if n.Did == "import" { // nothing came, and something went
				all.gone = append(all.gone, n.Back...)
			} else {
				all.asked = append(all.asked, n.Back...)
			}
			run = nil
		case ledger.Decision, ledger.Shred:
			all.Stale, run = true, nil
		default:
			run = nil
		}
	}
	return all.settled(), nil
}

// Without is what counts once a person takes some imports back.
func (a All) Without(back []Span) All {
	a.asked = append(slices.Clone(a.asked), back...)
	a.Imports = slices.Clone(a.Imports)
	return a.settled()
}

// After is what counts once an import takes the place of others.
func (a All) After(back []Span) All {
	a.Back = append(slices.Clone(a.Back), back...)
	return a
}

// settled says what counts: what was taken back gives back the place it took.
func (a All) settled() All {
	a.Back = append(slices.Clone(a.gone), a.asked...)
	for _, x := range a.Imports {
		if !within(a.asked, x.Span[0]) {
			a.Back = append(a.Back, a.instead[x.Span[0]]...)
		}
	}
	for i := range a.Imports {
		x := &a.Imports[i]
		x.Back, x.Asked = a.IsBack(x.Span[0]), within(a.asked, x.Span[0])
	}
	return a
}

func within(spans []Span, seq int64) bool {
	return slices.ContainsFunc(spans, func(s Span) bool { return s[0] <= seq && seq < s[1] })
}

// IsBack reports whether an entry was taken back.
func (a All) IsBack(seq int64) bool {
	return within(a.Back, seq)
}

// Standing leaves out the entries that were taken back.
func (a All) Standing(entries iter.Seq2[store.Entry, error]) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for e, err := range entries {
			if err == nil && a.IsBack(e.Seq) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// closed is the import that a study entry ends.
func closed(ctx context.Context, run []store.Entry, n note, seq int64, told Told) (x Import, err error) {
	x = Import{Span: Span{run[0].Seq, seq}, Kind: run[0].Kind, Source: n.Source, Reader: n.Reader, Listed: n.Listed}
	if x.Kind == ledger.File {
		a, err := open[struct{ Name, Source, Reader string }](ctx, run[0], "about")
		x.Name, x.Source, x.Reader = a.Name, a.Source, a.Reader
		return x, err
	}
	for _, e := range run { // the first may have been withdrawn
		source, file, ok, err := told(ctx, e)
		if err != nil {
			return x, err
		}
		if ok {
			x.Name, x.Source = file, source
			break
		}
	}
	return x, nil
}

func open[T any](ctx context.Context, e store.Entry, part string) (v T, err error) {
	defer fault.Wrap(&err, "read entry %d", e.Seq)
	b, err := e.Open(ctx, part)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(b, &v)
}

// Instead lists the imports whose place a file takes: those of its source that
// another reader read or that came another way, of the same series (of the
// same name, where the source names several files); and, of several files,
// those that its list named once and names no more. listed are the codes of
// the names on it.
func (a All) Instead(source, name, reader string, kind ledger.Kind, several bool, listed []string) (spans []Span) {
	for _, x := range a.Imports {
		if x.Back || x.Source != source {
			continue
		}
		other := x.Kind != kind || x.Reader != "" && x.Reader != reader
		if other && (!several || x.Name == name) || several && x.Listed != "" && !slices.Contains(listed, x.Listed) {
			spans = append(spans, x.Span)
		}
	}
	return spans
}

// Last is the last import that counts, of a source and a file where they are
// given.
func (a All) Last(source, name string) (x Import, ok bool) {
	for _, x := range slices.Backward(a.Imports) {
		if !x.Back && (source == "" || x.Source == source) && (name == "" || x.Name == name) {
			return x, true
		}
	}
	return x, false
}

// WasTakenBack reports whether a person took back what last came of a file.
func (a All) WasTakenBack(source, name string) bool {
	for _, x := range slices.Backward(a.Imports) {
		if x.Source == source && x.Name == name {
			return x.Asked
		}
	}
	return false
}

// Orphans are the sources of imports that count and that a study no longer
// names.
func (a All) Orphans(named []string) (ids []string) {
	for _, x := range a.Imports {
		if !x.Back && x.Source != "" && !slices.Contains(named, x.Source) && !slices.Contains(ids, x.Source) {
			ids = append(ids, x.Source)
		}
	}
	return ids
}
