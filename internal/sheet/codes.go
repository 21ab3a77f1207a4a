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
	diag.Kind{Code: "A251", Severity: diag.Note, Args: 1},    // the rest of many headers nobody knows
	diag.Kind{Code: "A252", Severity: diag.Warning, Args: 1}, // thousands or three decimals
	diag.Kind{Code: "A253", Severity: diag.Warning, Args: 1}, // a date of a column that mixes two orders
	diag.Kind{Code: "A254", Severity: diag.Note, Args: 2},    // dates read day first, nothing says so
	diag.Kind{Code: "A255", Severity: diag.Note, Args: 2},    // dates read month first, as others show
	diag.Kind{Code: "A256", Severity: diag.Note, Args: 1},    // the header stands lower down
	diag.Kind{Code: "A257", Severity: diag.Note, Args: 1},    // sheets read together
	diag.Kind{Code: "A258", Severity: diag.Warning, Args: 1}, // a hidden sheet
	diag.Kind{Code: "A261", Severity: diag.Warning, Args: 1}, // a sheet that lacks a column
	diag.Kind{Code: "A262", Severity: diag.Note, Args: 1},    // a sheet of something else
	diag.Kind{Code: "A265", Severity: diag.Warning},          // a formula without a stored result
	diag.Kind{Code: "A266", Severity: diag.Warning},          // a formula that gives an error
	diag.Kind{Code: "A267", Severity: diag.Warning, Args: 1}, // a day number of a spreadsheet
	diag.Kind{Code: "A268", Severity: diag.Warning, Args: 1}, // a day before 1900
	diag.Kind{Code: "A269", Severity: diag.Warning, Args: 1}, // accents of another system
	diag.Kind{Code: "A271", Severity: diag.Note, Args: 1},    // columns that a server keeps for itself
	diag.Kind{Code: "A272", Severity: diag.Warning, Args: 1}, // submissions that the office rejected
	diag.Kind{Code: "A273", Severity: diag.Note, Args: 1},    // submissions it has not decided upon
	diag.Kind{Code: "A274", Severity: diag.Note, Args: 2},    // a repeat, joined to the rows it belongs to
	diag.Kind{Code: "A276", Severity: diag.Warning, Args: 2}, // a date after today
	diag.Kind{Code: "A277", Severity: diag.Warning, Args: 1}, // a year of two digits
	diag.Kind{Code: "A278", Severity: diag.Warning, Args: 1}, // a date before 1900 that a source gives so
	diag.Kind{Code: "A279", Severity: diag.Warning},          // a header and no row
	diag.Kind{Code: "A280", Severity: diag.Note, Args: 1},    // cells with NA
	diag.Kind{Code: "A275", Severity: diag.Note, Args: 2},    // a repeat that is read with the form
)
