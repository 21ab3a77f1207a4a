// Package xform knows an instrument: its questions with their path, type,
// repeat, labels in each language and choice lists, whoever wrote it and
// however. It reads a form from XForm XML, a submission into typed answers,
// and writes a submission back.
//
// It does not know spreadsheets (see xlsform), nor who may see an answer. The
// functions you want are [Read] and [Form.Answers]:
//
//	f, err := xform.Read(xml)
//	x, err := xform.ParseInstance(body)
//	as, found := f.Answers(x)
package xform

import (
	"strings"
)

// Form is an instrument of one version.
type Form struct {
	ID, Version, Title string
	Root               string   // name of the submission's element
	Languages          []string // as the form names them, "Français (fr)"; none for a form of one
	Default            string   // of Languages
	Fields             []*Field // in the order of the form; groups before what they hold
	Media              []string // files a phone needs with it, sorted
	Encrypted          bool     // phones encrypt what they send
	Entities           []string // lists that submissions change

	byPath map[string]*Field
}

// Field is a question, a calculation, or a group of them.
type Field struct {
	Path     string // "/data/who/age"
	Name     string
	Type     Type
	Repeat   string // path of the innermost repeat around it (or it itself); "" outside
	Asked    bool   // shown to somebody, not only worked out
	Label    Texts
	Hint     Texts
	List     string // of choices; "" for none
	Choices  []Choice
	Level    Level
	Required string // formulas, with paths
	Relevant string
	Limit    string // the constraint
	Formula  string // the calculation
	Message  Texts
	Preload  string // what the phone fills in: "start", "deviceid", …
	Look     string // appearance
	Default  string
	ReadOnly bool
}

// Choice is one answer offered.
type Choice struct {
	Name  string
	Label Texts
}

// Type is what a field holds.
type Type uint8

// The types of XForms, and the sections.
const (
	String Type = iota
	Int
	Decimal
	Boolean
	Date
	Time
	DateTime
	GeoPoint
	GeoTrace
	GeoShape
	Binary // a file's name
	Barcode
	SelectOne
	Select
	Rank
	Acknowledge
	Note
	Group
	Repeat
)

var typeNames = [...]string{"text", "integer", "decimal", "boolean", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape",
	"file", "barcode", "select_one", "select_multiple", "rank", "acknowledge", "note", "group", "repeat"}

func (t Type) String() string { return typeNames[t] }

// Section reports whether the type holds other fields and no answer.
func (t Type) Section() bool { return t == Group || t == Repeat }

// Level says how an answer must be kept: severe until somebody has cleared it,
// if it could identify who spoke.
type Level uint8

// The levels, least guarded first.
const (
	Public Level = iota // may be published as it is
	Desk                // seen at the desk; published in figures
	Severe              // sealed to custody
)

var levelNames = [...]string{"open", "desk", "severe"}

func (l Level) String() string { return levelNames[l] }

// ParseLevel reads "open", "desk" or "severe".
func ParseLevel(s string) (Level, bool) {
	for i, n := range levelNames {
		if n == strings.TrimSpace(s) {
			return Level(i), true
		}
	}
	return Severe, false
}

// usual is the level of a field for which the author said nothing: what
// somebody writes, says, photographs or where it stands could tell who spoke.
func usual(f *Field) Level {
	switch f.Type {
	case Int, Decimal, Boolean, SelectOne, Select, Rank, Acknowledge, Note, Group, Repeat:
		return Desk
	case Date, Time, DateTime:
		return Desk
	}
	return Severe
}

// Field finds a field by its path, or by its name where only one has it.
func (f *Form) Field(path string) *Field {
	if x := f.byPath[path]; x != nil {
		return x
	}
	if strings.HasPrefix(path, "/") {
		return nil
	}
	var found *Field
	for _, x := range f.Fields {
		if x.Name == path || strings.HasSuffix(x.Path, "/"+path) {
			if found != nil {
				return nil
			}
			found = x
		}
	}
	return found
}
