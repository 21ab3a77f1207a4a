package ucdp

import "github.com/dires/dires/internal/diag"

// Codes A100–A129. A100 to A102 and A122 are refusals: see Open and Err.
var _ = diag.Codes(
	diag.Kind{Code: "A103", Severity: diag.Note},             // no header: the order of 23.1 was taken
	diag.Kind{Code: "A105", Severity: diag.Note, Args: 1},    // columns this version does not have
	diag.Kind{Code: "A106", Severity: diag.Error},            // a row without an id
	diag.Kind{Code: "A107", Severity: diag.Error, Args: 1},   // an id that occurred before
	diag.Kind{Code: "A108", Severity: diag.Warning, Args: 1}, // not a whole number
	diag.Kind{Code: "A109", Severity: diag.Warning, Args: 1}, // no coordinate on this globe
	diag.Kind{Code: "A110", Severity: diag.Warning, Args: 1}, // not a date
	diag.Kind{Code: "A111", Severity: diag.Warning, Args: 2}, // it ends before it begins
	diag.Kind{Code: "A112", Severity: diag.Warning, Args: 3}, // low, best, high out of order
	diag.Kind{Code: "A113", Severity: diag.Note, Args: 2},    // best is not the sum of the four
	diag.Kind{Code: "A114", Severity: diag.Warning, Args: 2}, // a code outside its list
	diag.Kind{Code: "A115", Severity: diag.Note, Args: 1},    // provisional by the source's own word
	diag.Kind{Code: "A116", Severity: diag.Note, Args: 2},    // the year is not that of the dates
	diag.Kind{Code: "A117", Severity: diag.Error, Args: 2},   // cells too few or too many
	diag.Kind{Code: "A118", Severity: diag.Error, Args: 1},   // a location-year without place or year
	diag.Kind{Code: "A119", Severity: diag.Warning, Args: 1}, // a negative count
	diag.Kind{Code: "A120", Severity: diag.Warning, Args: 1}, // neither 0, 1, TRUE nor FALSE
	diag.Kind{Code: "A121", Severity: diag.Warning, Args: 2}, // coordinate and grid cell disagree
)
