// Package finding says what is odd about a form or a submission: a code, a
// place and arguments. The form libraries report findings and go on; they
// return an error only where a file as a whole cannot be read.
//
// The type you want is [Finding]; [Finding.Sentence] is its sentence in plain
// English. A program that speaks other languages writes its own sentences, by
// code and arguments: codes keep their meaning and are never used again for
// another one.
//
//	for _, f := range r.Found {
//		fmt.Println(f.At, f.Severity, f.Sentence())
//	}
package finding

import (
	"cmp"
	_ "embed" // for the table of codes
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity says what a finding means for the form.
type Severity uint8

// The severities, mildest first.
const (
	Note    Severity = iota // worth knowing; nothing was left out
	Warning                 // the form works, but not as its author may think
	Error                   // the form cannot be used as it is
)

// severityNames are the words of codes.tsv, in the order of the constants.
var severityNames = []string{"note", "warning", "error"}

// String gives "note", "warning" or "error".
func (s Severity) String() string { return severityNames[s] }

// Code names a kind of finding: a letter and three digits, as "F528".
type Code string

// At is a place in a form. Fields that are zero are not known. Row and Col
// count from 1, as a spreadsheet shows them (the header is row 1); Field is
// the column's title, or the path of a question.
type At struct {
	File  string `json:"file,omitempty"` // base name, never a path of the machine
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Col   int    `json:"col,omitempty"`
	Field string `json:"field,omitempty"`
}

// String gives "form.xlsx[survey]:4:3: type".
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

// Finding is one thing that is odd. Args quote what the form's author wrote;
// they never quote what somebody answered.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"-"`
	At       At       `json:"at"`
	Args     []string `json:"args,omitempty"`
}

// Made is a finding of any code, whether the table has it or not; its arguments are
// written as text.
func Made(code Code, s Severity, at At, args ...any) Finding {
	f := Finding{Code: code, Severity: s, At: at}
	for _, a := range args {
		f.Args = append(f.Args, fmt.Sprint(a))
	}
	return f
}

// Kind is what the table knows of a code.
type Kind struct {
	Code     Code
	Severity Severity
	Args     int    // how many arguments its sentence takes
	Sentence string // plain English; "{0}" stands for the first argument
}

// table has a line per code: code, severity, number of arguments, sentence.
//
//go:embed codes.tsv
var table string

// kinds is the table, read once at start: a line that is not well written is a
// fault of this package and stops the program.
var kinds = func() map[Code]Kind {
	m := map[Code]Kind{}
	for line := range strings.Lines(table) {
		p := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		n, err := strconv.Atoi(p[2])
		s := slices.Index(severityNames, p[1])
		if _, twice := m[Code(p[0])]; err != nil || s < 0 || twice {
			panic("finding: codes.tsv: " + line)
		}
		m[Code(p[0])] = Kind{Code: Code(p[0]), Severity: Severity(s), Args: n, Sentence: p[3]}
	}
	return m
}()

// Kinds lists every kind of finding, by code.
func Kinds() []Kind {
	ks := make([]Kind, 0, len(kinds))
	for _, k := range kinds {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(a, b Kind) int { return cmp.Compare(a.Code, b.Code) })
	return ks
}

// New returns a finding with the severity of its code. It panics on a code
// that is not in the table: a fault of the program, not of the form.
func New(code Code, at At, args ...any) Finding {
	k, ok := kinds[code]
	if !ok {
		panic("finding: no code " + string(code))
	}
	return Made(code, k.Severity, at, args...)
}

// Sentence says in plain English what is odd and what to do about it.
func (f Finding) Sentence() string {
	// All places are filled in one pass, so that an argument which looks like a
	// place ("{1}") stays as it is.
	var pairs []string
	for i, a := range f.Args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", a)
	}
	return strings.NewReplacer(pairs...).Replace(kinds[f.Code].Sentence)
}

// String gives place, severity, code and arguments on one line, for logs.
func (f Finding) String() string {
	return strings.TrimRight(fmt.Sprintf("%s: %s %s %s", f.At, f.Severity, f.Code, strings.Join(f.Args, " ")), " ")
}

// List is findings in the order in which they were met. The zero List is empty.
type List []Finding

// Add appends a new finding.
func (l *List) Add(code Code, at At, args ...any) { *l = append(*l, New(code, at, args...)) }

// Sort orders by file, sheet, row, column, field, code, arguments.
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

// Worst is the gravest severity in the list, Note for an empty one.
func (l List) Worst() (s Severity) {
	for _, f := range l {
		s = max(s, f.Severity)
	}
	return s
}
