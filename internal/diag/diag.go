// Package diag knows findings about data: what is odd, where it stands, and
// how grave it is. It has no words: a code and its arguments become a sentence
// in lang, in the reader's language.
//
// A reader reports findings and goes on; it returns an error only if the file
// as a whole cannot be read. The type you want is [Finding]; [List] collects
// and sorts them.
package diag

import (
	"cmp"
	"slices"
	"sync"

	"github.com/dires/dires/xform/finding"
)

// A finding of the form libraries and one of the application have one shape: what
// the libraries find needs no translation.
type (
	Severity = finding.Severity // what a finding means for the row
	Code     = finding.Code     // a letter and three digits; registered with [Codes], never reused
	At       = finding.At       // where it stands, as a spreadsheet counts: the header is row 1
	Finding  = finding.Finding  // Args may quote a public data set, a respondent never
)

// How grave a finding is.
const (
	Note    = finding.Note    // worth knowing; nothing was changed or left out
	Warning = finding.Warning // a value was left unknown or read with a caveat
	Error   = finding.Error   // the row (or form, or study) cannot be used as it is
)

// New returns a finding with the severity its code is registered with. It
// panics on a code nobody registered: a bug, not bad data.
func New(code Code, at At, args ...any) Finding {
	k, ok := Known(code)
	if !ok {
		panic("diag: code " + string(code) + " is not registered")
	}
	return finding.Made(code, k.Severity, at, args...)
}

// List is findings in the order they were met. The zero List is empty.
type List []Finding

// Add appends a new finding.
func (l *List) Add(code Code, at At, args ...any) { *l = append(*l, New(code, at, args...)) }

// Sort orders by file, sheet, row, column, field, code, arguments.
func (l List) Sort() { finding.List(l).Sort() }

// Count gives the number of findings of each code.
func (l List) Count() map[Code]int { return finding.List(l).Count() }

// Errors is the number of findings of severity error.
func (l List) Errors() (n int) {
	for _, f := range l {
		if f.Severity == Error {
			n++
		}
	}
	return n
}

// Worst is the gravest severity in the list, Note for an empty one.
func (l List) Worst() Severity { return finding.List(l).Worst() }

// Kind is what the registry knows of a code.
type Kind struct {
	Code     Code
	Severity Severity
	Args     int // how many arguments its sentence takes
}

var registry = struct {
	sync.Mutex
	kinds map[Code]Kind
}{kinds: map[Code]Kind{}}

// Codes registers the codes of one package; call it from a package-level var
// (var _ = diag.Codes(…)). A code registered twice panics at start: codes are
// never reused.
func Codes(kinds ...Kind) bool {
	registry.Lock()
	defer registry.Unlock()
	for _, k := range kinds {
		if _, dup := registry.kinds[k.Code]; dup {
			panic("diag: code " + string(k.Code) + " is registered twice")
		}
		registry.kinds[k.Code] = k
	}
	return true
}

// Known returns the registered kind of a code.
func Known(c Code) (Kind, bool) {
	registry.Lock()
	defer registry.Unlock()
	k, ok := registry.kinds[c]
	return k, ok
}

// All returns every registered kind, by code.
func All() []Kind {
	registry.Lock()
	defer registry.Unlock()
	var ks []Kind
	for _, k := range registry.kinds {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(a, b Kind) int { return cmp.Compare(a.Code, b.Code) })
	return ks
}
