package sav

import "github.com/dires/dires/internal/diag"

var _ = diag.Codes(
	diag.Kind{Code: "N206", Severity: diag.Warning, Args: 1}, // an encoding nobody knows
	diag.Kind{Code: "N207", Severity: diag.Note, Args: 0},    // labels of a variable that is not there
	diag.Kind{Code: "N208", Severity: diag.Warning, Args: 1}, // more cases than the file says
)
