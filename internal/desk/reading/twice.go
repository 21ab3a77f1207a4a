package reading

import (
	"iter"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/reconcile"
)

var _ = diag.Codes(
	diag.Kind{Code: "D748", Severity: diag.Warning, Args: 2}, // rows of one file that look like one incident
)

// twice is a register kept by hand: it says how many of its rows look like one
// incident written twice. It leaves none out.
type twice struct {
	Rows
	name string
	told []claim.Claim
}

func (t *twice) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		for c, found := range t.Rows.Claims() {
			if c.Key.ID != "" {
				t.told = append(t.told, c)
			}
			if !yield(c, found) {
				return
			}
		}
	}
}

func (t *twice) Found() diag.List {
	found := t.Rows.Found()
	ds := reconcile.Doubles(reconcile.FromClaims(t.told, reconcile.Params{}))
	t.told = nil
	exact := 0
	for _, d := range ds {
		if d.Exact {
			exact++
		}
	}
	if len(ds) > 0 {
		found = append(found[:len(found):len(found)], diag.New("D748", diag.At{File: t.name}, len(ds), exact))
	}
	return found
}
