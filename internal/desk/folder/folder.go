// Package folder reads a study's folder whole: its manifest, words, register,
// boundaries, surveys and coding, with everything that is wrong in them. It is
// what can change a number besides the ledger.
//
// It knows no ledger and makes no figure. The function you want is [Open].
package folder

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/form"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/ddi"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/term"
	"github.com/dires/dires/xform"
)

// Folder is a study's folder, read.
type Folder struct {
	ID    string
	FS    fs.FS
	Hash  string
	Study study.Study

	Types    term.Crosswalk
	Families term.Families
	Acts     term.Crosswalk               // types of every source in one taxonomy of acts, for reconciling
	Actors   []term.Actor                 // who is meant by which name, for reconciling
	Names    term.Words                   // names given, by code
	Spoken   map[string]string            // a name as people say it → its code
	Subjects term.Words                   // what names are given to: "case:c3"
	Codes    term.Words                   // responses, functions, addressees by code
	Layouts  map[string]map[string]string // a study's own headers, by file
	Places   Places
	Measures []register.Measure
	Orgs     []register.Org
	Surveys  answer.Set
	Codings  []compare.Coding
}

// terms are the files of terms/ that the program reads; a study need not have
// any of them.
var terms = []struct {
	file string
	into func(*Folder, term.Crosswalk, term.Words)
	map_ bool // a crosswalk
}{
	{"terms/types.csv", func(f *Folder, c term.Crosswalk, _ term.Words) { f.Types = c }, true},
	{"terms/acts.csv", func(f *Folder, c term.Crosswalk, _ term.Words) { f.Acts = c }, true},
	{"terms/names.csv", func(f *Folder, _ term.Crosswalk, w term.Words) { f.Names = w }, false},
	{"terms/subjects.csv", func(f *Folder, _ term.Crosswalk, w term.Words) { f.Subjects = w }, false},
	{"terms/codes.csv", func(f *Folder, _ term.Crosswalk, w term.Words) { f.Codes = w }, false},
}

// Open reads the folder of a study as far as it can be read, with everything
// that is wrong in it. Readers are the names that its sources may choose from;
// given says what the
// ledger knows of its answers: those that came in, and who withdrew.
func Open(fsys fs.FS, id string, readers []string, given answers.Options) (f *Folder, found diag.List, err error) {
	defer fault.Wrap(&err, "open study %s", id)
	if !study.ID.MatchString(id) {
		return nil, nil, fault.New(fault.Invalid, "E011", id)
	}
	f = &Folder{ID: id, FS: fsys, Places: Places{Tree: place.NewTree(nil), Towns: place.NewGazetteer(nil)}}
	if f.Study, found, err = study.Load(f.FS); err != nil {
		return nil, nil, err
	}
	if found.Worst() == diag.Error {
		return f, found, nil
	}
	found = append(found, study.Check(f.Study, f.FS, readers)...)
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
	if l, err = f.actors(); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	if f.Spoken, err = f.said(); err != nil {
		return nil, nil, err
	}
	layouts, l, err := statements.Layouts(f.FS)
	if err != nil {
		return nil, nil, err
	}
	f.Layouts, found = layouts, append(found, l...)
	for _, s := range f.Study.Sources {
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
	if f.Places, l, err = f.places(); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	given.Codebook, given.Form = ddi.Read, f.form()
	if f.Surveys, l, err = answers.Load(f.FS, given); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	if f.Codings, l, err = codings(f.FS, f.Study); err != nil {
		return nil, nil, err
	}
	found = append(found, l...)
	f.Hash, err = study.Hash(f.FS)
	return f, found, err
}

// Listed reports whether an id is of a source or of an organisation that the
// folder lists.
func (f *Folder) Listed() func(string) bool {
	ids := map[string]bool{}
	for _, s := range f.Study.Sources {
		ids[s.ID] = true
	}
	for _, o := range f.Orgs {
		ids[o.ID] = true
	}
	return func(id string) bool { return ids[id] }
}

// form finds a form of the study; they are read when the first is asked for.
func (f *Folder) form() func(id string) *xform.Form {
	forms := sync.OnceValue(func() []*xform.Form {
		sub, err := fs.Sub(f.FS, "forms")
		if err != nil {
			return nil
		}
		all, _, _ := odk.Forms(sub, form.XForm) // what is wrong in them, an import says
		return all
	})
	return func(id string) *xform.Form {
		for _, x := range forms() {
			if x.ID == id {
				return x
			}
		}
		return nil
	}
}

// open opens a file that a study need not have: nil where it has none, which is
// for Check to say where a source names the file.
func (f *Folder) open(name string) (fs.File, error) {
	r, err := f.FS.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return r, err
}

func (f *Folder) term(name string, crosswalk bool, into func(*Folder, term.Crosswalk, term.Words)) (diag.List, error) {
	r, err := f.open(name)
	if r == nil || err != nil {
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
func (f *Folder) kin() (found diag.List, err error) {
	const name = "terms/families.csv"
	r, err := f.open(name)
	if r == nil || err != nil {
		return nil, err
	}
	defer r.Close()
	f.Families, found, err = term.ReadFamilies(name, r)
	return found, err
}

// actors reads who is meant by which name.
func (f *Folder) actors() (found diag.List, err error) {
	const name = "terms/actors.csv"
	r, err := f.open(name)
	if r == nil || err != nil {
		return nil, err
	}
	defer r.Close()
	f.Actors, found, err = term.ReadActors(name, r)
	return found, err
}

// said reads which names, as people say them, are counted under which code.
func (f *Folder) said() (map[string]string, error) {
	const name = "terms/names.csv"
	r, err := f.open(name)
	if r == nil || err != nil {
		return nil, err
	}
	defer r.Close()
	return term.ReadSpoken(name, r)
}

// registered reads a file of measures or of organisations. They are the
// study's own list, kept in its folder and pinned with it, not testimony.
func (f *Folder) registered(s source.Source, name string) (found diag.List, err error) {
	kind := RegisterOf(name)
	if kind == "" {
		return nil, nil
	}
	r, err := f.open(name)
	if r == nil || err != nil {
		return nil, err
	}
	defer r.Close()
	if kind == "measures" {
		ms, found, err := statements.Measures(name, r, s.ID, s.Options["sheet"], f.Layouts[path.Base(name)])
		f.Measures = append(f.Measures, ms...)
		return found, err
	}
	os, found, err := statements.Orgs(name, r, s.ID, s.Options["sheet"], f.Layouts[path.Base(name)])
	f.Orgs = append(f.Orgs, os...)
	return found, err
}

// RegisterOf says whether a file lists measures or organisations, by its name.
func RegisterOf(name string) string {
	base := strings.ToLower(path.Base(name))
	for _, x := range []struct{ begins, kind string }{{"measures", "measures"}, {"mesures", "measures"}, {"org", "orgs"}} {
		if strings.HasPrefix(base, x.begins) {
			return x.kind
		}
	}
	return ""
}
