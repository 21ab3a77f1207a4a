package desk

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/ddi"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/term"
)

// folder is a study's folder, read: what can change a number besides the
// ledger.
type folder struct {
	id    string
	fsys  fs.FS
	hash  string
	study study.Study

	types    term.Crosswalk
	families term.Families
	acts     term.Crosswalk               // types of every source in one taxonomy of acts, for reconciling
	names    term.Words                   // names given, by code
	spoken   map[string]string            // a name as people say it → its code
	subjects term.Words                   // what names are given to: "case:c3"
	codes    term.Words                   // responses, functions, addressees by code
	layouts  map[string]map[string]string // a study's own headers, by file
	measures []register.Measure
	orgs     []register.Org
	surveys  answer.Set
	codings  []compare.Coding
}

// terms are the files of terms/ that the program reads; a study need not have
// any of them.
var terms = []struct {
	file string
	into func(*folder, term.Crosswalk, term.Words)
	map_ bool // a crosswalk
}{
	{"terms/types.csv", func(f *folder, c term.Crosswalk, _ term.Words) { f.types = c }, true},
	{"terms/acts.csv", func(f *folder, c term.Crosswalk, _ term.Words) { f.acts = c }, true},
	{"terms/names.csv", func(f *folder, _ term.Crosswalk, w term.Words) { f.names = w }, false},
	{"terms/subjects.csv", func(f *folder, _ term.Crosswalk, w term.Words) { f.subjects = w }, false},
	{"terms/codes.csv", func(f *folder, _ term.Crosswalk, w term.Words) { f.codes = w }, false},
}

// open reads the folder of a study as far as it can be read, with everything
// that is wrong in it.
func open(root, id string) (f *folder, found diag.List, err error) {
	defer fault.Wrap(&err, "open study %s", id)
	if !study.ID.MatchString(id) {
		return nil, nil, fault.New(fault.Invalid, "E011", id)
	}
	f = &folder{id: id, fsys: os.DirFS(workplace.Folder(root, id))}
	if f.study, found, err = study.Load(f.fsys); err != nil {
		return nil, nil, err
	}
	if found.Worst() == diag.Error {
		return f, found, nil
	}
	found = append(found, study.Check(f.study, f.fsys, readerNames())...)
	for _, t := range terms {
		l, err := f.term(t.file, t.map_, t.into)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, l...)
	}
	l, err := f.kin()
	if err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	if f.spoken, err = f.said(); err != nil {
		return nil, nil, err
	}
	layouts, l, err := statements.Layouts(f.fsys)
	if err != nil {
		return nil, nil, err
	}
	f.layouts, found = layouts, append(found, l...)
	for _, s := range f.study.Sources {
		if s.Reader != "statements" {
			continue
		}
		for _, name := range s.Files {
			l, err := f.registered(s, name)
			if err != nil {
				return nil, nil, err
			}
			found = append(found, l...)
		}
	}
	_, l, err = f.places()
	if err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	if f.surveys, l, err = answers.Load(f.fsys, answers.Options{Codebook: ddi.Read}); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	if f.codings, l, err = codings(f.fsys, f.study); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	f.hash, err = study.Hash(f.fsys)
	return f, found, err
}

func (f *folder) term(name string, crosswalk bool, into func(*folder, term.Crosswalk, term.Words)) (diag.List, error) {
	r, err := f.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if crosswalk {
		c, found, err := term.ReadCrosswalk(name, r)
		into(f, c, nil)
		return found, err
	}
	w, found, err := term.ReadWords(name, r)
	into(f, term.Crosswalk{}, w)
	return found, err
}

// kin reads the families of insecurity.
func (f *folder) kin() (found diag.List, err error) {
	const name = "terms/families.csv"
	r, err := f.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f.families, found, err = term.ReadFamilies(name, r)
	return found, err
}

// said reads which names, as people say them, are counted under which code.
func (f *folder) said() (map[string]string, error) {
	const name = "terms/names.csv"
	r, err := f.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return term.ReadSpoken(name, r)
}

// registered reads a file of measures or of organisations. They are the
// study's own list, kept in its folder and pinned with it, not testimony.
func (f *folder) registered(s source.Source, name string) (found diag.List, err error) {
	kind := registerOf(name)
	if kind == "" {
		return nil, nil
	}
	r, err := f.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // Check has found that
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if kind == "measures" {
		ms, found, err := statements.Measures(name, r, s.ID, f.layouts[path.Base(name)])
		f.measures = append(f.measures, ms...)
		return found, err
	}
	os, found, err := statements.Orgs(name, r, s.ID, f.layouts[path.Base(name)])
	f.orgs = append(f.orgs, os...)
	return found, err
}

// registerOf says whether a file lists measures or organisations, by its name.
func registerOf(name string) string {
	base := strings.ToLower(path.Base(name))
	for _, x := range []struct{ begins, kind string }{{"measures", "measures"}, {"mesures", "measures"}, {"org", "orgs"}} {
		if strings.HasPrefix(base, x.begins) {
			return x.kind
		}
	}
	return ""
}

// Check says everything that is wrong in a study's folder.
func Check(root, id string) (diag.List, error) {
	_, found, err := open(root, id)
	for i := range found {
		found[i].At.File = id + "/" + found[i].At.File
	}
	return found, err
}
