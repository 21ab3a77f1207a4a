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
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Severity says what a finding means for the row.
type Severity uint8

const (
	Note    Severity = iota // worth knowing; nothing was changed or left out
	Warning                 // a value was left unknown or read with a caveat
	Error                   // the row (or form, or study) cannot be used as it is
)

func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// Code names a kind of finding, a letter and three digits. Codes are
// registered with [Codes] and never reused.
type Code string

// At is a position in a source. Zero fields are unknown. Row and Col count
// from 1 as a spreadsheet shows them (the header is row 1); Field is the
// column's name as the file has it.
type At struct {
	File  string `json:"file,omitempty"` // base name or id, never a machine path
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Col   int    `json:"col,omitempty"`
	Field string `json:"field,omitempty"`
}

// String is "ged.csv:117: best", or "form.xlsx[survey]:4:3: type".
func (a At) String() string {
	var b strings.Builder
	b.WriteString(a.File)
	if a.Sheet != "" {
		fmt.Fprintf(&b, "[%s]", a.Sheet)
	}
	if a.Row > 0 {
		fmt.Fprintf(&b, ":%d", a.Row)
		if a.Col > 0 && a.Sheet != "" {
			fmt.Fprintf(&b, ":%d", a.Col)
		}
	}
	if a.Field != "" {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(a.Field)
	}
	return b.String()
}

// Finding is one thing that is odd about data. Args are shown to users: from
// public data sets they may quote the cell, from a respondent never.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"-"`
	At       At       `json:"at"`
	Args     []string `json:"args,omitempty"`
}

// New returns a finding with the severity its code is registered with. It
// panics on a code nobody registered: a bug, not bad data.
func New(code Code, at At, args ...any) Finding {
	k, ok := Known(code)
	if !ok {
		panic("diag: code " + string(code) + " is not registered")
	}
	f := Finding{Code: code, Severity: k.Severity, At: at}
	for _, a := range args {
		f.Args = append(f.Args, fmt.Sprint(a))
	}
	return f
}

// String is for logs and tests; users get lang's words.
func (f Finding) String() string {
	return strings.TrimRight(fmt.Sprintf("%s: %s %s %s", f.At, f.Severity, f.Code, strings.Join(f.Args, " ")), " ")
}

// List is findings in the order they were met. The zero List is empty.
type List []Finding

// Add appends a new finding.
func (l *List) Add(code Code, at At, args ...any) { *l = append(*l, New(code, at, args...)) }

// Sort orders by file, sheet, row, column, code, arguments.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Sheet, b.At.Sheet),
			cmp.Compare(a.At.Row, b.At.Row), cmp.Compare(a.At.Col, b.At.Col), cmp.Compare(a.At.Field, b.At.Field),
			cmp.Compare(a.Code, b.Code), slices.Compare(a.Args, b.Args))
	})
}

// Count gives the number of findings of each code.
func (l List) Count() map[Code]int {
	m := map[Code]int{}
	for _, f := range l {
		m[f.Code]++
	}
	return m
}

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
func (l List) Worst() (s Severity) {
	for _, f := range l {
		s = max(s, f.Severity)
	}
	return s
}

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
