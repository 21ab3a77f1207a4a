// Package fault knows the kinds of failure the house tells apart, and how
// context is added to an error once per function.
//
// It knows no words for users: those live in lang. A bad datum is not a fault
// but a diag.Finding. The function you want is [Wrap]:
//
//	func Load(name string) (s Study, err error) {
//		defer fault.Wrap(&err, "load study %s", name)
package fault

import (
	"errors"
	"fmt"
)

// The kinds. Test with errors.Is; one table in cli maps them to exit status.
var (
	Invalid   = errors.New("invalid")           // the request makes no sense
	NotFound  = errors.New("not found")         // what was named does not exist
	Conflict  = errors.New("conflict")          // it exists already, or changed meanwhile
	Forbidden = errors.New("forbidden")         // not for this member
	Refused   = errors.New("refused")           // the gate or a rule of the study says no
	Busy      = errors.New("busy")              // another process holds it; try again
	Broken    = errors.New("does not verify")   // the ledger does not verify
	Findings  = errors.New("findings")          // findings of severity error were reported
	NoPlace   = errors.New("no workplace here") // no dires.toml in this folder
)

// Wrap puts "operation object: " before *err, if there is one.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// Error is a failure with a kind, a stable code whose words live in lang, and
// arguments that are safe to show. Cause is private: logs may have it, users
// do not.
type Error struct {
	Kind  error
	Code  string // as "E012"; see lang
	Args  []any  // never a respondent value, name, phone number or precise place
	Cause error
}

// New returns an [Error] of the given kind.
func New(kind error, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// Error is the plain English form, for logs and tests.
func (e *Error) Error() string {
	s := e.Kind.Error() + " (" + e.Code + ")"
	for _, a := range e.Args {
		s += fmt.Sprintf(" %v", a)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap lets errors.Is find the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Public returns the part of err that may be shown to anybody: its *Error if
// there is one. ok is false for everything else, which users see as an
// internal error.
func Public(err error) (e *Error, ok bool) {
	ok = errors.As(err, &e)
	return e, ok
}
