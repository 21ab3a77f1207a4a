package record

import (
	"maps"
	"path"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/ledger"
)

// Entering weighs reports against what the ledger has of their source.
type Entering struct {
	Source  string
	File    string
	Whole   bool // the list is: what is no longer in it is gone
	Several bool // the source names several files: each is a list of its own
	Never   map[string]bool
	Keep    Keep
	Old     map[string]Standing
	Edited  map[string]bool
	Draft   func(ledger.Kind, ...ledger.Piece) ledger.Draft

	Drafts []ledger.Draft
	Tolds  []Told
	Claims [][]claim.Claim
	Found  diag.List

	Says, Added, Revised, Gone, Renamed int
}

func (n *Entering) add(e Entry, was *Standing) error {
	ps, err := e.Pieces()
	if err != nil {
		return err
	}
	dr := n.Draft(ledger.Record, ps...)
	if was != nil {
		dr.Replaces, dr.Subject = &was.Ref, was.Subject
	} else if len(e.Claims) > 0 {
		dr.Subject = e.Claims[0].Said.Speaker.Subject
	}
	n.Drafts, n.Tolds, n.Claims = append(n.Drafts, dr), append(n.Tolds, e.Told), append(n.Claims, e.Claims)
	return nil
}

// Weigh says what to enter of reports.
func (n *Entering) Weigh(reports []Report) error {
	source := n.Source
	here := map[string]bool{}
	for _, rep := range reports {
		if here[rep.ID] || n.Edited[rep.ID] {
			continue // found twice, which the reader said; or another has its place
		}
		here[rep.ID] = true
		all := append([]string{rep.ID}, rep.Replaces...)
		if slices.ContainsFunc(all, func(id string) bool { return n.Never[Code(n.Keep.Secret, source, id)] }) {
			n.Found.Add("D702", diag.At{File: path.Join(path.Base(n.File), rep.File), Row: rep.Row})
			continue
		}
		e, err := rep.Entry(source, n.File, n.Keep)
		if err != nil {
			return err
		}
		n.Says += e.Says()
		i := slices.IndexFunc(all, func(id string) bool { _, ok := n.Old[id]; return ok })
		if i < 0 {
			n.Added += e.Says()
			if err := n.add(e, nil); err != nil {
				return err
			}
			continue
		}
		was := n.Old[all[i]]
		if i == 0 && was.Rev == e.Told.Rev {
			continue
		}
		for _, k := range was.Keys {
			if !slices.ContainsFunc(e.Claims, func(c claim.Claim) bool { return c.Key == k }) {
				e.Told.Gone = append(e.Told.Gone, k)
			}
		}
		n.Revised++
		if err := n.add(e, &was); err != nil {
			return err
		}
	}
	return n.drop(here)
}

// drop enters what a whole list no longer has. A source that names one file is
// one series, whatever the file is called; of several, each has its own.
func (n *Entering) drop(here map[string]bool) error {
	for _, id := range slices.Sorted(maps.Keys(n.Old)) {
		was := n.Old[id]
		if !n.Whole || here[id] || n.Several && was.File != n.File {
			continue
		}
		if was.File != n.File {
			n.Renamed++
		}
		n.Gone++
		gone := Entry{Told: Told{Source: n.Source, ID: id, File: n.File, Gone: was.Keys}}
		if err := n.add(gone, &was); err != nil {
			return err
		}
	}
	return nil
}
