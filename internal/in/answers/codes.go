package answers

import "github.com/dires/dires/internal/diag"

var _ = diag.Codes(
	diag.Kind{Code: "N210", Severity: diag.Error, Args: 1},   // a sample without its design
	diag.Kind{Code: "N211", Severity: diag.Error, Args: 2},   // a column that is not there
	diag.Kind{Code: "N212", Severity: diag.Error, Args: 0},   // an inquiry with a design or a contrast
	diag.Kind{Code: "N213", Severity: diag.Error, Args: 0},   // a sample with a quota
	diag.Kind{Code: "N214", Severity: diag.Warning, Args: 2}, // answers nobody listed
	diag.Kind{Code: "N215", Severity: diag.Error, Args: 2},   // a number that is none
	diag.Kind{Code: "N216", Severity: diag.Error, Args: 2},   // a group nobody defined
	diag.Kind{Code: "N217", Severity: diag.Error, Args: 2},   // an answer or group that is not there
	diag.Kind{Code: "N218", Severity: diag.Warning, Args: 0}, // no column of interviewers
	diag.Kind{Code: "N220", Severity: diag.Note, Args: 1},    // nobody's answers came in yet
	diag.Kind{Code: "N221", Severity: diag.Error, Args: 1},   // a field that could identify who answered
	diag.Kind{Code: "N222", Severity: diag.Error, Args: 3},   // answers that stand in no row of the design's table
	diag.Kind{Code: "N223", Severity: diag.Error, Args: 1},   // a form that is not there
	diag.Kind{Code: "N224", Severity: diag.Error, Args: 1},   // replicate weights of submissions
	diag.Kind{Code: "N225", Severity: diag.Error, Args: 1},   // two rows of the design's table with one key
	diag.Kind{Code: "N226", Severity: diag.Error, Args: 2},   // rows without a weight or size
	diag.Kind{Code: "N227", Severity: diag.Error, Args: 2},   // rows without a stratum or unit
	diag.Kind{Code: "N228", Severity: diag.Warning, Args: 3}, // strata without an answer
	diag.Kind{Code: "N229", Severity: diag.Warning, Args: 2}, // rows whose consent is no
	diag.Kind{Code: "N239", Severity: diag.Warning, Args: 2}, // rows of people who withdrew
	diag.Kind{Code: "N243", Severity: diag.Warning, Args: 1}, // several answers whose labels nobody lists
	diag.Kind{Code: "N244", Severity: diag.Warning, Args: 2}, // cells and their parts that differ
	diag.Kind{Code: "N245", Severity: diag.Note, Args: 2},    // nothing ticked, or not shown
	diag.Kind{Code: "N246", Severity: diag.Warning, Args: 2}, // several rows of a repeat where one is meant
	diag.Kind{Code: "N219", Severity: diag.Error, Args: 1},   // a design that contradicts itself
)
