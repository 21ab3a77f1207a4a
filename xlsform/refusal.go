package xlsform

// MostMB is the largest file that [Open] reads, in megabytes (1 MB = 2^20
// bytes): the longest forms in use have less than one.
const MostMB = 64

// Reason says why a file is not read at all.
type Reason string

// The reasons.
const (
	NotWorkbook Reason = "not an .xlsx workbook, or damaged"
	OldFormat   Reason = "the old format .xls: save it as .xlsx"
	NotForm     Reason = "not a form: .xlsx, .csv or .md"
	NoSurvey    Reason = "no sheet survey"
	TooLarge    Reason = "too large for a form"
)

// Error is a refusal: the file as a whole cannot be read.
type Error struct {
	Reason Reason
	File   string // its base name
	Cause  error  // may quote the file; nil where there is none
}

// Error gives file, reason and cause, in plain English.
func (e *Error) Error() string {
	s := "read form " + e.File + ": " + string(e.Reason)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }
