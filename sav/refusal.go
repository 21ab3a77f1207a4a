package sav

import (
	"fmt"
	"strings"
)

// Reason says in one word why a file was refused, or what a warning is about.
type Reason string

// The reasons of refusals and, below, of warnings.
const (
	NotSav        Reason = "not an SPSS system file"
	Locked        Reason = "locked with a password"
	CutOff        Reason = "the file ends too early"
	Damaged       Reason = "the file contradicts itself"
	NoVariable    Reason = "no such variable"        // Args: the name asked for, names that exist
	TooLarge      Reason = "needs too much memory"   // Args: the limit in GiB
	UnknownCoding Reason = "unknown text encoding"   // Args: its name; read as Windows-1252
	StrayLabels   Reason = "labels without variable" // left out
	ExtraCases    Reason = "more cases than stated"  // Args: the number stated; the others are left out
)

// Error is a refusal: the file, or the request, cannot be served.
type Error struct {
	Reason Reason
	Args   []any
	Cause  error
}

func refuse(r Reason, args ...any) *Error { return &Error{Reason: r, Args: args} }

// Error gives the reason, the arguments and the cause, in plain English.
func (e *Error) Error() string {
	s := string(e.Reason) + argWords(e.Args)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause, such as an error of the reader.
func (e *Error) Unwrap() error { return e.Cause }

// Warning is something odd about a file that can be read all the same.
type Warning struct {
	Reason Reason
	Args   []any
}

// String gives the reason and the arguments, in plain English.
func (w Warning) String() string { return string(w.Reason) + argWords(w.Args) }

func argWords(args []any) string {
	var b strings.Builder
	for _, a := range args {
		fmt.Fprintf(&b, " (%v)", a)
	}
	return b.String()
}
