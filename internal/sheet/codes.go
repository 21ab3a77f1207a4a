package sheet

import "github.com/dires/dires/internal/diag"

var _ = diag.Codes(
	diag.Kind{Code: "A233", Severity: diag.Note, Args: 0},    // not UTF-8 from here on
	diag.Kind{Code: "A234", Severity: diag.Warning, Args: 0}, // encodings mixed within the file
	diag.Kind{Code: "A235", Severity: diag.Warning, Args: 2}, // fewer cells than the header, or one without a name
	diag.Kind{Code: "A248", Severity: diag.Error, Args: 2},   // more cells than the header: they have shifted
	diag.Kind{Code: "A236", Severity: diag.Warning, Args: 0}, // a quote out of place
	diag.Kind{Code: "A237", Severity: diag.Warning, Args: 1}, // merged cells
	diag.Kind{Code: "A238", Severity: diag.Warning, Args: 1}, // not a whole number
	diag.Kind{Code: "A239", Severity: diag.Warning, Args: 1}, // not a number
	diag.Kind{Code: "A240", Severity: diag.Warning, Args: 1}, // not a date
	diag.Kind{Code: "A241", Severity: diag.Warning, Args: 1}, // neither yes nor no
	diag.Kind{Code: "A242", Severity: diag.Note, Args: 2},    // a header nobody knows
	diag.Kind{Code: "A243", Severity: diag.Warning, Args: 2}, // two headers for one column
	diag.Kind{Code: "A250", Severity: diag.Note},             // a row of HXL tags
)
