package folder

import (
	"path"
	"slices"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/source"
)

var _ = diag.Codes(diag.Kind{Code: "D708", Severity: diag.Note}) // a table of answers lies in the open

// OwnFiles are the tables of own material, below the workplace: those of its
// surveys, and of the sources that were told in confidence. A fictional study has
// none: nobody told it anything.
func (f *Folder) OwnFiles(inConfidence func(source.Source) bool) (names []string) {
	if f.Study.Nature == source.Fictional {
		return nil
	}
	for _, s := range f.Study.Sources {
		for _, n := range s.Files {
			if inConfidence(s) && s.Reader != "areas" && RegisterOf(n) == "" {
				names = append(names, path.Join("studies", f.ID, n))
			}
		}
	}
	for _, s := range f.tables() {
		names = append(names, path.Join("studies", f.ID, "survey", s.File))
	}
	return names
}

// InTheOpen notes each table of answers: it is read where it lies, and nothing seals it.
func (f *Folder) InTheOpen() (found diag.List) {
	if f.Study.Nature == source.Fictional {
		return nil
	}
	for _, s := range f.tables() {
		found.Add("D708", diag.At{File: path.Join("survey", s.File)})
	}
	return found
}

// Respondent gives the tables of a source that have a row of this id, or of this
// code given to whoever was asked, below the study's folder: of those too who did
// not answer, or refused consent.
func (f *Folder) Respondent(from, id string) (files []string) {
	for _, s := range f.tables() {
		if s.Source == from && id != "" && (has(s, s.Row.ID, id) || has(s, s.Row.Withdrawal, id) || slices.Contains(s.Others, id)) {
			files = append(files, path.Join("survey", s.File))
		}
	}
	return files
}

// has reports whether a row has this value in a column.
func has(s answer.Survey, column, value string) bool {
	for i := range s.Rows {
		if column != "" && s.Columns[column].Text(i) == value {
			return true
		}
	}
	return false
}

// tables are the surveys whose answers stand in a table.
func (f *Folder) tables() (all []answer.Survey) {
	for _, s := range f.Surveys.Samples {
		all = append(all, s.Survey)
	}
	for _, s := range f.Surveys.Inquiries {
		all = append(all, s.Survey)
	}
	kept := all[:0]
	for _, s := range all {
		if s.File != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
