package reading

import (
	"errors"
	"io/fs"
	"path"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/source"
)

// Own reports whether a reader's tables are written by the coalition itself:
// these are looked through by a check, the data sets of others when they come
// in.
func Own(reader string) bool {
	return reader == "statements" || reader == "reports" || reader == "monitoring"
}

// LookAll looks through the tables that a study's sources name; what is
// no table of statements or reports is read with the folder.
func LookAll(fsys fs.FS, sources []source.Source, about func(name string, s source.Source, rd Reader) (a About, table bool)) (found diag.List, err error) {
	for _, s := range sources {
		rd, ok := Of(s.Reader)
		if !ok || !Own(s.Reader) {
			continue
		}
		for _, name := range s.Files {
			a, table := about(name, s, rd)
			if !table {
				continue
			}
			l, err := Look(fsys, a)
			if err != nil {
				return found, err
			}
			found = append(found, l...)
		}
	}
	return found, nil
}

// Look reads a table of the study's folder and keeps nothing of it but what
// there is to correct: a note waits until it comes in. A table that is not what its source says is a finding; one
// that is not there is for others to say.
func Look(fsys fs.FS, a About) (found diag.List, err error) {
	rd, ok := Of(a.Reader)
	if !ok {
		return nil, nil
	}
	f, err := fsys.Open(a.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var tally diag.Tally
	t, err := rd.Open(a, nil, f)
	if err == nil {
		for _, l := range t.Claims() {
			grave(&tally, l)
		}
		grave(&tally, t.Found())
		err = t.Err()
	}
	found = tally.Kept()
	for i := range found {
		found[i].At.File = path.Join(path.Dir(a.Name), found[i].At.File)
	}
	if e, ok := fault.Public(err); ok && e != nil {
		found.Add("C660", diag.At{File: a.Name}, e.Code)
		return found, nil
	}
	return found, err
}

func grave(t *diag.Tally, l diag.List) {
	for _, x := range l {
		if x.Severity > diag.Note {
			t.Add(x)
		}
	}
}

var _ = diag.Codes(
	diag.Kind{Code: "C660", Severity: diag.Error, Args: 1}, // a table that its reader refuses
)
