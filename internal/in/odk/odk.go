// Package odk reads a folder of submissions as ODK Collect keeps them, one XML
// each, and turns answers into claims by a mapping that the study keeps as a
// CSV.
//
// It knows no network and keeps nothing: a server's inbox and a folder from a
// phone are the same to it. The function you want is [Read]:
//
//	m, found, err := odk.ReadMapping("mapping.csv", r)
//	subs, found, err := odk.Read(os.DirFS(dir), forms, m, "own-reports")
package odk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/form"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/xform"
)

var _ = diag.Codes(
	diag.Kind{Code: "F597", Severity: diag.Error, Args: 2},
	diag.Kind{Code: "F598", Severity: diag.Warning, Args: 1},
	diag.Kind{Code: "F606", Severity: diag.Warning}, // consent was refused: the submission is not kept
)

// Submission is one filled-in form.
type Submission struct {
	File     string   // name in the folder
	ID       string   // its instanceID, or the file's name where it has none
	Key      string   // the id, or "id~2" for another one of the same id
	Replaces []string // ids of those it takes the place of, the last first
	Form     *xform.Form
	Instance xform.Instance
	Answers  []xform.Answer
	Claims   []claim.Claim
	Refused  bool // consent: it makes no claims, and nothing of it may be kept but this
}

// Read reads every .xml of a folder and of those in it, in the order of their
// names. Files of other forms, and what cannot be read, are findings. The same
// submission twice counts once; one that another deprecates is left out; two
// with one id and other content are both kept, the second's claims under
// "id~2". What somebody sent who refused consent is a finding (F606) and makes no
// claims. source is the id of the source the claims are of.
func Read(dir fs.FS, forms []*xform.Form, m Mapping, source string) (subs []Submission, found diag.List, err error) {
	defer fault.Wrap(&err, "read submissions")
	for _, f := range forms {
		found = append(found, m.Check(f)...)
	}
	if found.Worst() == diag.Error {
		return nil, found, nil
	}
	old := map[string]string{}   // an id → that of its edit
	after := map[string]string{} // the other way round
	seen := map[string][]string{}
	err = fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || !strings.EqualFold(path.Ext(p), ".xml") || strings.HasPrefix(d.Name(), ".") {
			return nil
		}
		at := diag.At{File: p}
		b, err := readFile(dir, p)
		if err != nil {
			found.Add("F594", at, err)
			return nil
		}
		x, err := form.ParseInstance(b)
		if err != nil {
			found.Add("F594", at, err)
			return nil
		}
		if x.Encrypted() {
			found.Add("F594", at, "it is encrypted; decrypt it first")
			return nil
		}
		f := pick(forms, x)
		if f == nil {
			found.Add("F598", at, x.FormID())
			return nil
		}
		s := Submission{File: p, ID: x.ID(), Form: f, Instance: x}
		if s.ID == "" {
			s.ID = strings.TrimSuffix(path.Base(p), path.Ext(p))
		}
		said := string(x.XML())
		if slices.Contains(seen[s.ID], said) {
			return nil
		}
		seen[s.ID] = append(seen[s.ID], said)
		if dep := x.Deprecates(); dep != "" {
			old[dep], after[s.ID] = s.ID, dep
		}
		answers, odd := f.Answers(x)
		s.Answers = answers
		for _, q := range odd {
			q.At.File = p
			found = append(found, q)
		}
		if s.Refused = m.refuses(f, s.Answers); s.Refused {
			found.Add("F606", at)
		}
		s.Key = s.ID
		if n := len(seen[s.ID]); n > 1 {
			s.Key = fmt.Sprintf("%s~%d", s.ID, n)
		}
		if !s.Refused {
			var more diag.List
			s.Claims, more = m.claims(s, s.Key, source)
			found = append(found, more...)
		}
		subs = append(subs, s)
		return nil
	})
	subs = slices.DeleteFunc(subs, func(s Submission) bool { return old[s.ID] != "" && old[s.ID] != s.ID })
	for i, s := range subs {
		for dep := after[s.ID]; dep != "" && dep != s.ID && !slices.Contains(subs[i].Replaces, dep); dep = after[dep] {
			subs[i].Replaces = append(subs[i].Replaces, dep)
		}
	}
	return subs, found, err
}

func readFile(dir fs.FS, p string) ([]byte, error) {
	f, err := dir.Open(p)
	if err != nil {
		return nil, errors.New("it does not open")
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(xform.DefaultLimits.Size)+1))
	if err != nil {
		return nil, errors.New("it cannot be read to its end")
	}
	return b, nil
}

// pick finds the form by id and version; any version if that one is not there,
// for a phone may still have an older one.
func pick(forms []*xform.Form, x xform.Instance) (best *xform.Form) {
	for _, f := range forms {
		if f.ID == x.FormID() && (f.Root == x.Root.Name || f.Root == x.Root.Local()) {
			if f.Version == x.Version() {
				return f
			}
			best = f
		}
	}
	return best
}

func nearest(s string, f *xform.Form) string {
	var names []string
	for _, q := range f.Fields {
		names = append(names, q.Name)
	}
	if n := lang.Nearest(s, names); n != "" {
		return n
	}
	return "…"
}
