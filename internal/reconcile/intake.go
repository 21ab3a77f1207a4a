package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/place"
)

var _ = diag.Codes(
	diag.Kind{Code: "R400", Severity: diag.Error, Args: 1},   // key twice
	diag.Kind{Code: "R401", Severity: diag.Warning, Args: 1}, // no date
	diag.Kind{Code: "R402", Severity: diag.Error, Args: 3},   // end before start
	diag.Kind{Code: "R403", Severity: diag.Warning, Args: 1}, // off the globe
	diag.Kind{Code: "R404", Severity: diag.Warning, Args: 1}, // coded to a unit, no unit named
	diag.Kind{Code: "R405", Severity: diag.Note, Args: 2},    // no common type for some
	diag.Kind{Code: "R406", Severity: diag.Warning, Args: 2}, // decision about a record that is gone
	diag.Kind{Code: "R407", Severity: diag.Warning, Args: 2}, // decisions contradict
	diag.Kind{Code: "R408", Severity: diag.Note, Args: 3},    // alias observed
	diag.Kind{Code: "R410", Severity: diag.Note, Args: 3},    // weights learned from people
	diag.Kind{Code: "R411", Severity: diag.Warning, Args: 3}, // records of one source that look alike
	diag.Kind{Code: "R409", Severity: diag.Warning, Args: 2}, // parts in a circle
)

// intake takes the records of a study one after the other: it leaves out what
// cannot be linked, each with a finding, and writes the rest as columns.
type intake struct {
	columns
	keys    []claim.Key // of those written
	hashes  [][16]byte  // of their content
	left    []claim.Key // of those left out
	spots   []spot
	untyped int
	found   *diag.List
	content []byte
}

// take takes a record, which it changes to what can be linked of it. Of a key
// that comes twice, the second must come right after the first.
func (in *intake) take(r *Record) {
	at := diag.At{File: r.File, Row: r.Row}
	switch {
	case len(in.keys) > 0 && in.keys[len(in.keys)-1] == r.Key:
		in.found.Add("R400", at, r.Key)
		return
	case !r.When.Known():
		in.found.Add("R401", at, r.Key)
		in.left = append(in.left, r.Key)
		return
	case r.When.To < r.When.From:
		in.found.Add("R402", at, r.Key, r.When.From, r.When.To)
		in.left = append(in.left, r.Key)
		return
	}
	if p := r.Where.Point; p != nil && !p.Valid() {
		in.found.Add("R403", at, r.Key)
		r.Where.Point = nil
		if r.Where.Precision <= place.Near {
			r.Where.Precision = place.Unknown
		}
	}
	if w := &r.Where; w.Precision >= place.Second && (w.Precision == place.Second && w.Admin2 == "" ||
		(w.Precision == place.First || w.Precision == place.Route) && w.Admin1 == "" || w.Country == "") {
		in.found.Add("R404", at, r.Key)
	}
	if len(r.Codes) == 0 {
		in.untyped++
	}
	in.keys = append(in.keys, r.Key)
	in.content = r.append(in.content[:0])
	h := sha256.Sum256(in.content)
	in.hashes = append(in.hashes, [16]byte(h[:16]))
	in.add(r)
	in.spots = append(in.spots, in.spot(r))
}

// sort puts what was taken in the order of keys, and gives the hash of it all.
func (in *intake) sort() (records string) {
	if order := orderOf(in.keys, slices.Sorted(slices.Values(in.b.sources))); order != nil {
		in.keys, in.hashes = inOrder(in.keys, order), inOrder(in.hashes, order)
		in.spots = inOrder(in.spots, order)
		in.arrange(order)
	}
	if in.untyped > 0 {
		in.found.Add("R405", diag.At{}, in.untyped, len(in.keys))
	}
	h := sha256.New()
	for _, x := range in.hashes {
		h.Write(x[:])
	}
	in.hashes = nil
	return hex.EncodeToString(h.Sum(nil))
}
