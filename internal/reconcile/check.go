package reconcile

import (
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
	diag.Kind{Code: "R409", Severity: diag.Warning, Args: 2}, // parts in a circle
)

// check leaves out what cannot be linked, each with a finding.
func check(rs []Record, found *diag.List) []Record {
	out := rs[:0]
	var untyped int
	for i, r := range rs {
		at := diag.At{File: r.File, Row: r.Row}
		switch {
		case i > 0 && len(out) > 0 && out[len(out)-1].Key == r.Key:
			found.Add("R400", at, r.Key)
			continue
		case !r.When.Known():
			found.Add("R401", at, r.Key)
			continue
		case r.When.To < r.When.From:
			found.Add("R402", at, r.Key, r.When.From, r.When.To)
			continue
		}
		if p := r.Where.Point; p != nil && !p.Valid() {
			found.Add("R403", at, r.Key)
			r.Where.Point = nil
			if r.Where.Precision <= place.Near {
				r.Where.Precision = place.Unknown
			}
		}
		if w := r.Where; w.Precision >= place.Second && (w.Precision == place.Second && w.Admin2 == "" ||
			(w.Precision == place.First || w.Precision == place.Route) && w.Admin1 == "" || w.Country == "") {
			found.Add("R404", at, r.Key)
		}
		if len(r.Codes) == 0 {
			untyped++
		}
		out = append(out, r)
	}
	if untyped > 0 {
		found.Add("R405", diag.At{}, untyped, len(out))
	}
	return out
}
