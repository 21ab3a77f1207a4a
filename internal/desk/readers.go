package desk

import (
	"io"
	"iter"
	"maps"
	"path"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/in/acled"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/gtd"
	"github.com/dires/dires/internal/in/monitoring"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/in/reports"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/in/ucdp"
	"github.com/dires/dires/internal/source"
)

// rows is what every reader of a table gives: claims with what was found, row
// by row, then what was found of the file, and what stopped it.
type rows interface {
	Claims() iter.Seq2[claim.Claim, diag.List]
	Found() diag.List
	Err() error
}

// deleting is a table that can also list claims which are no longer there.
type deleting interface {
	Deletes() bool
	Deleted() iter.Seq[claim.Key]
}

// about is what a file's entry in the ledger says of it: everything on which
// reading it depends, so that a rebuild reads the same claims.
type about struct {
	Name     string            `json:"name"` // below the study's folder
	Source   string            `json:"source"`
	Reader   string            `json:"reader"`
	Version  int               `json:"version"` // of the reader
	Class    string            `json:"class,omitempty"`
	Series   string            `json:"series"` // the run of files it continues: what it drops is gone
	Public   bool              `json:"public,omitempty"`
	Private  bool              `json:"private,omitempty"` // no finding quotes a cell
	Options  map[string]string `json:"options,omitempty"`
	Measures []string          `json:"measures,omitempty"` // ids that statements may name
}

// reader reads one format. Its version changes when the same bytes would give
// other claims.
type reader struct {
	name    string
	version int
	open    func(a about, secret []byte, r io.Reader) (rows, error)
}

// readers are all of them. A new importer is one line here.
var readers = []reader{
	{"acled", 2, func(a about, _ []byte, r io.Reader) (rows, error) {
		return acled.Open(a.Name, r, acled.Options{Source: a.Source, Private: a.Private})
	}},
	{"gtd", 2, func(a about, _ []byte, r io.Reader) (rows, error) {
		return gtd.Open(a.Name, r, gtd.Options{Source: a.Source, Private: a.Private, Sheet: a.Options["sheet"]})
	}},
	{monitoring.Name, 1, func(a about, _ []byte, r io.Reader) (rows, error) {
		o := monitoring.Options{Source: a.Source, Own: a.Private, Class: source.Class(a.Class), Sheet: a.Options["sheet"], Columns: columnsOf(a.Options)}
		if a.Public {
			o.Consent = claim.PublicRecord
		}
		return monitoring.Open(a.Name, r, o)
	}},
	{"reports", 2, func(a about, secret []byte, r io.Reader) (rows, error) {
		o := reports.Options{Source: a.Source, Private: a.Private, Secret: secret, Class: source.Class(a.Class), Sheet: a.Options["sheet"], Columns: columnsOf(a.Options)}
		if k := a.Options["key"]; k != "" {
			o.Key = strings.Split(k, ",")
		}
		return reports.Open(a.Name, r, o)
	}},
	{"statements", 1, func(a about, _ []byte, r io.Reader) (rows, error) {
		o := statements.Options{Source: a.Source, Private: a.Private, Kind: claim.Kind(a.Options["kind"]), Sheet: a.Options["sheet"],
			Columns: columnsOf(a.Options), Measures: a.Measures}
		if a.Public {
			o.Consent = claim.PublicRecord
		}
		return statements.Open(a.Name, r, o)
	}},
	{"ucdp", 1, func(a about, _ []byte, r io.Reader) (rows, error) {
		return ucdp.Open(a.Name, r, ucdp.Options{Source: a.Source, Private: a.Private})
	}},
}

// aboutOf says of a file of the study what reading it depends on.
func aboutOf(f *folder.Folder, x File, rd reader) about {
	a := about{Name: x.Name, Source: x.Source.ID, Reader: rd.name, Version: rd.version, Public: x.Source.Protection.Public,
		Private: inConfidence(x.Source), Class: string(x.Source.Class), Options: x.Source.Options}
	a.Series = x.Name
	if len(x.Source.Files) <= 1 {
		a.Series = "" // a later file of another name takes its place
	}
	if rd.name == "statements" {
		for _, m := range f.Measures {
			a.Measures = append(a.Measures, m.ID)
		}
		a.Options = maps.Clone(a.Options)
		for header, column := range f.Layouts[path.Base(x.Name)] {
			if a.Options == nil {
				a.Options = map[string]string{}
			}
			a.Options["column:"+header] = column
		}
	}
	return a
}

// readerOf finds a reader by name.
func readerOf(name string) (reader, bool) {
	for _, r := range readers {
		if r.name == name {
			return r, true
		}
	}
	return reader{}, false
}

// readerNames are the names a source may choose from: areas and surveys are
// read with the study's folder; submissions of either are read a folder at a
// time.
func readerNames() []string {
	ns := []string{"areas", answers.Name, odk.Name}
	for _, r := range readers {
		ns = append(ns, r.name)
	}
	return ns
}

// columnsOf is a study's own layout: in a source's options, "column:Its header"
// names the column of ours.
func columnsOf(options map[string]string) map[string]string {
	m := map[string]string{}
	for k, v := range options {
		if h, ok := strings.CutPrefix(k, "column:"); ok {
			m[h] = v
		}
	}
	return m
}

// inConfidence reports whether what a source says was told in confidence: its
// rows become records under keys of their own, and no finding quotes them. A
// data set is a file whatever its licence.
func inConfidence(s source.Source) bool {
	return s.Protection.OwnReports || s.Reader == odk.Name || s.Reader == answers.Name || !s.Protection.Public && s.Class != source.DataSet
}
