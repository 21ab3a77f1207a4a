// Package reading knows the readers of files, and all on which reading one
// depends. A new importer is one line here.
//
// It keeps nothing. The function you want is [Of].
package reading

import (
	"io"
	"iter"
	"maps"
	"strings"

	"github.com/dires/dires/internal/claim"
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

// Rows is what every reader of a table gives: claims with what was found, row
// by row, then what was found of the file, and what stopped it.
type Rows interface {
	Claims() iter.Seq2[claim.Claim, diag.List]
	Found() diag.List
	Err() error
}

// Deleting is a table that can also list claims which are no longer there.
type Deleting interface {
	Deletes() bool
	Deleted() iter.Seq[claim.Key]
}

// About is what a file's entry in the ledger says of it: everything on which
// reading it depends, so that a rebuild reads the same claims.
type About struct {
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

// AboutOf says of a file of a source what reading it depends on: layout is the
// study's own for it, header → column.
func AboutOf(name string, s source.Source, rd Reader, layout map[string]string, measures []string) About {
	a := About{Name: name, Source: s.ID, Reader: rd.Name, Version: rd.Version, Public: s.Protection.Public,
		Private: InConfidence(s), Class: string(s.Class), Options: s.Options}
	a.Series = name
	if len(s.Files) <= 1 {
		a.Series = "" // a later file of another name takes its place
	}
	if rd.Name == "statements" {
		a.Measures = measures
		a.Options = maps.Clone(a.Options)
		for header, column := range layout {
			if a.Options == nil {
				a.Options = map[string]string{}
			}
			a.Options["column:"+header] = column
		}
	}
	return a
}

// Reader reads one format. Its version changes when the same bytes would give
// other claims.
type Reader struct {
	Name    string
	Version int
	Open    func(a About, secret []byte, r io.Reader) (Rows, error)
}

// readers are all of them. A new importer is one line here.
var readers = []Reader{
	{"acled", 3, func(a About, _ []byte, r io.Reader) (Rows, error) {
		return acled.Open(a.Name, r, acled.Options{Source: a.Source, Private: a.Private, Sheet: a.Options["sheet"]})
	}},
	{"gtd", 3, func(a About, _ []byte, r io.Reader) (Rows, error) {
		return gtd.Open(a.Name, r, gtd.Options{Source: a.Source, Private: a.Private, Sheet: a.Options["sheet"]})
	}},
	{monitoring.Name, 2, func(a About, _ []byte, r io.Reader) (Rows, error) {
		o := monitoring.Options{Source: a.Source, Own: a.Private, Class: source.Class(a.Class), Sheet: a.Options["sheet"], Columns: Columns(a.Options)}
		if a.Public {
			o.Consent = claim.PublicRecord
		}
		return monitoring.Open(a.Name, r, o)
	}},
	{"reports", 2, func(a About, secret []byte, r io.Reader) (Rows, error) {
		o := reports.Options{Source: a.Source, Private: a.Private, Secret: secret, Class: source.Class(a.Class), Sheet: a.Options["sheet"], Columns: Columns(a.Options)}
		if k := a.Options["key"]; k != "" {
			o.Key = strings.Split(k, ",")
		}
		t, err := reports.Open(a.Name, r, o)
		if err != nil {
			return nil, err
		}
		return &twice{Rows: t, name: a.Name}, nil
	}},
	{"statements", 2, func(a About, _ []byte, r io.Reader) (Rows, error) {
		o := statements.Options{Source: a.Source, Private: a.Private, Kind: claim.Kind(a.Options["kind"]), Sheet: a.Options["sheet"],
			Columns: Columns(a.Options), Measures: a.Measures}
		if a.Public {
			o.Consent = claim.PublicRecord
		}
		return statements.Open(a.Name, r, o)
	}},
	{"ucdp", 1, func(a About, _ []byte, r io.Reader) (Rows, error) {
		return ucdp.Open(a.Name, r, ucdp.Options{Source: a.Source, Private: a.Private})
	}},
}

// Of finds a reader by name.
func Of(name string) (Reader, bool) {
	for _, r := range readers {
		if r.Name == name {
			return r, true
		}
	}
	return Reader{}, false
}

// Names are the names a source may choose from: areas and surveys are
// read with the study's folder; submissions of either are read a folder at a
// time.
func Names() []string {
	ns := []string{"areas", answers.Name, odk.Name}
	for _, r := range readers {
		ns = append(ns, r.Name)
	}
	return ns
}

// Columns is a study's own layout: in a source's options, "column:Its header"
// names the column of ours.
func Columns(options map[string]string) map[string]string {
	m := map[string]string{}
	for k, v := range options {
		if h, ok := strings.CutPrefix(k, "column:"); ok {
			m[h] = v
		}
	}
	return m
}

// InConfidence reports whether what a source says was told in confidence: its
// rows become records under keys of their own, and no finding quotes them. A
// data set is a file whatever its licence.
func InConfidence(s source.Source) bool {
	return s.Protection.OwnReports || s.Reader == odk.Name || s.Reader == answers.Name || !s.Protection.Public && s.Class != source.DataSet
}

// Counting reports how far a reader has come.
func Counting(r io.Reader, total int64, progress func(done, total int64)) io.Reader {
	if progress == nil {
		return r
	}
	return &counted{r: r, total: total, tell: progress}
}

type counted struct {
	r           io.Reader
	done, total int64
	tell        func(done, total int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.tell(c.done, c.total)
	return n, err
}
