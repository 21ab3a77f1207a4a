// Package answers reads the surveys of a study: each file survey/*.toml says
// what a survey is, and names the table of its answers (CSV, XLSX or .sav), or
// the form whose submissions they are, its sampling design or its quota, and a
// codebook.
//
// It knows no figure and no store. What is wrong in a file is a finding with
// its line; a survey that cannot be used is left out, the others are read. The
// function you want is [Load]:
//
//	set, found, err := answers.Load(os.DirFS("studies/mali"), answers.Options{Codebook: ddi.Read})
package answers

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/answer"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/when"
	"github.com/dires/dires/survey"
	"github.com/dires/dires/xform"
)

// Name is that of the reader of a source whose words are answers.
const Name = "survey"

// Options are what a folder alone does not give.
type Options struct {
	// Codebook reads a codebook in XML; nil: such a codebook is a finding.
	Codebook func(file string, r io.Reader) (answer.Codebook, diag.List, error)
	// Form finds a form of the study by its id; nil: there is none.
	Form func(id string) *xform.Form
	// Submissions gives what came in of a form. Without it the surveys of
	// forms are checked, and stand unread in the set.
	Submissions Submissions
	// Never reports whether the row of a table withdrew, by its id or by the code
	// given to whoever answered; nil: nobody did.
	Never func(source, id string) bool
}

// Load reads every survey of a study's folder, by the order of their files.
func Load(fsys fs.FS, opt Options) (set answer.Set, found diag.List, err error) {
	defer fault.Wrap(&err, "load surveys")
	names, err := fs.Glob(fsys, "survey/*.toml")
	if err != nil {
		return set, nil, err
	}
	seen := map[string]bool{}
	for _, name := range names {
		l := loader{fsys: fsys, opt: opt, file: name}
		if err := l.load(); err != nil {
			return set, found, err
		}
		if id := l.s.ID; id != "" && seen[id] {
			l.add("C610", "id", id)
		}
		seen[l.s.ID] = true
		found = append(found, l.found...)
		if l.found.Worst() == diag.Error || l.empty {
			continue
		}
		if l.unread {
			set.Unread = append(set.Unread, l.s)
			continue
		}
		if l.s.Kind == answer.Drawn {
			set.Samples = append(set.Samples, answer.Sample{Survey: l.s})
		} else {
			set.Inquiries = append(set.Inquiries, answer.Inquiry{Survey: l.s})
		}
	}
	return set, found, nil
}

type loader struct {
	fsys  fs.FS
	opt   Options
	file  string // survey/people.toml
	raw   []byte
	s     answer.Survey
	found diag.List

	unread, empty bool     // of a form: not asked of the ledger; nothing came in
	framed        []string // columns of the design's own table
}

func (l *loader) add(code diag.Code, key string, args ...any) {
	l.found.Add(code, study.Where(l.file, l.raw, strings.Split(key, ".")...), args...)
}

func (l *loader) load() (err error) {
	if l.raw, err = fs.ReadFile(l.fsys, l.file); err != nil {
		return err
	}
	found, ok := study.Decode(l.file, l.raw, &l.s.About)
	l.found = append(l.found, found...)
	if !ok {
		return nil
	}
	for _, qs := range [][]answer.Question{l.s.Groups, l.s.Questions} {
		for i := range qs {
			qs[i].Column = cmp.Or(qs[i].Column, qs[i].ID)
			qs[i].Kind = cmp.Or(qs[i].Kind, "choice")
		}
	}
	book, err := l.codebooks()
	if err != nil {
		return err
	}
	l.s.Fill(book)
	l.check()
	if l.found.Worst() == diag.Error {
		return nil
	}
	if err := l.table(); err != nil || l.found.Worst() == diag.Error {
		return err
	}
	if l.unread || l.empty {
		return l.quota()
	}
	if err := l.frame(); err != nil || l.found.Worst() == diag.Error {
		return err
	}
	l.fit()
	return l.quota()
}

// at opens a file named in the survey's, which stands beside it.
func (l *loader) at(key, name string) (fs.File, string, error) {
	p := path.Join(path.Dir(l.file), name)
	if !fs.ValidPath(p) || !fs.ValidPath(name) {
		l.add("C615", key, name)
		return nil, p, nil
	}
	f, err := l.fsys.Open(p)
	if errors.Is(err, fs.ErrNotExist) {
		l.add("C608", key, name)
		return nil, p, nil
	}
	return f, p, err
}

// check looks at what the survey says of itself, before its answers are read.
func (l *loader) check() {
	s := &l.s
	need := func(key string, ok bool) {
		if !ok {
			l.add("C604", key, key)
		}
	}
	need("id", s.ID != "")
	need("title", len(s.Title) > 0)
	need("source", s.Source != "")
	need("people", len(s.People) > 0)
	need("frame", len(s.Frame) > 0)
	need("chosen", len(s.Chosen) > 0)
	need("exclusions", len(s.Exclusions) > 0)
	need("dates", s.DatesRaw != "")
	need("file", (s.File == "") != (s.Form == ""))
	if !slices.Contains(answer.Modes, s.Mode) {
		all := make([]string, len(answer.Modes))
		for i, m := range answer.Modes {
			all[i] = string(m)
		}
		l.add("C603", "mode", "mode", string(s.Mode), strings.Join(all, ", "))
	}
	for _, d := range []struct {
		key, raw string
		to       *when.Span
	}{{"dates", s.DatesRaw, &s.Dates}, {"release_after", s.AfterRaw, &s.After}} {
		if d.raw == "" {
			continue
		}
		var err error
		if *d.to, err = when.Parse(d.raw); err != nil {
			l.add("C603", d.key, d.key, d.raw, "2024-04-29/2024-06-08, 2024-04")
		}
	}
	for _, code := range slices.Sorted(maps.Keys(s.Missing)) {
		if _, ok := answer.ParseReason(s.Missing[code]); !ok {
			l.add("C603", "missing", "missing", s.Missing[code], "refused, dont-know, not-asked, blank")
		}
	}
	l.chance()
	l.microdata()
	ids := map[string]bool{}
	var groups []string
	for _, g := range s.Groups {
		groups = append(groups, g.ID)
	}
	for _, q := range s.Questions {
		if q.ID == "" || ids[q.ID] {
			l.add("C610", "questions", q.ID)
		}
		ids[q.ID] = true
		need("questions.asks", len(q.Asks) > 0)
		if !slices.Contains([]string{"choice", "many", "number"}, q.Kind) {
			l.add("C603", "questions.kind", "kind", q.Kind, "choice, many, number")
		}
		if _, ok := answer.ParseReason(q.Empty); q.Empty != "" && q.Empty != "none" && !ok {
			l.add("C603", "questions.empty", "empty", q.Empty, "none, refused, dont-know, not-asked, blank")
		}
		if len(q.Counts) > 0 {
			need("questions.says", len(q.Says) > 0)
		}
		for _, by := range q.By {
			if !slices.Contains(groups, by) {
				l.add("N216", "questions.by", by, cmp.Or(lang.Nearest(by, groups), "–"))
			}
		}
	}
}

// chance keeps the two kinds of survey apart.
func (l *loader) chance() {
	s := &l.s
	switch s.Kind {
	case answer.Drawn:
		if s.Quota != nil {
			l.add("N213", "quota")
		}
		d := s.Design
		if d == nil || d.Weights == "" {
			l.add("N210", "kind", "design.weights")
			return
		}
		if d.Replicates == nil && len(d.Strata) == 0 && len(d.Clusters) == 0 && len(d.Population) == 0 {
			l.add("N210", "design", "design.strata, design.clusters, design.replicates")
		}
		if d.Lonely != "" {
			if _, err := survey.ParseLonely(d.Lonely); err != nil {
				l.add("C603", "design.lonely", "lonely", d.Lonely, "fail, remove, certainty, adjust, average")
			}
		}
		if d.Level == 0 {
			d.Level = 0.95
		}
		if !(d.Level >= 0.5 && d.Level < 1) {
			l.add("C603", "design.level", "level", fmt.Sprint(d.Level), "0.95, 0.9")
		}
		if d.Method = cmp.Or(d.Method, string(survey.Logit)); !slices.Contains([]string{"logit", "beta", "wilson"}, d.Method) {
			l.add("C603", "design.method", "method", d.Method, "logit, beta, wilson")
		}
	case answer.Reached:
		if s.Design != nil {
			l.add("N212", "design")
		}
		for _, q := range s.Questions {
			if len(q.Contrast) > 0 {
				l.add("N212", "questions.contrast")
				break
			}
		}
	default:
		l.add("C603", "kind", "kind", string(s.Kind), "sample, inquiry")
	}
	if s.Row.Interviewer == "" && !s.Mode.Alone() {
		l.add("N218", "row.interviewer")
	}
}

// codebooks reads the codebook named, or the dictionary of a .sav.
func (l *loader) codebooks() (b answer.Codebook, err error) {
	if l.s.Codebook != "" {
		f, p, err := l.at("codebook", l.s.Codebook)
		if f == nil || err != nil {
			return b, err
		}
		defer f.Close()
		if l.opt.Codebook == nil {
			l.add("C609", "codebook", l.s.Codebook, ".sav")
			return b, nil
		}
		var found diag.List
		if b, found, err = l.opt.Codebook(path.Base(p), f); err != nil {
			return b, err
		}
		l.found = append(l.found, found...)
	}
	if e := strings.ToLower(path.Ext(l.s.File)); e == ".sav" || e == ".zsav" {
		f, p, err := l.at("file", l.s.File)
		if f == nil || err != nil {
			return b, err
		}
		defer f.Close()
		vars, err := dictionary(path.Base(p), f, l.s.Title)
		if err != nil {
			return b, err
		}
		b.Vars = append(b.Vars, vars...) // the codebook's own come first
	}
	return b, nil
}

// needed lists the columns that the survey names, in a fixed order, and where
// each was named.
func (l *loader) needed() (cols []string, key map[string]string) {
	key = map[string]string{}
	add := func(k string, names ...string) {
		for _, n := range names {
			if _, ok := key[n]; !ok && n != "" {
				key[n] = k
				cols = append(cols, n)
			}
		}
	}
	s := l.s
	add("row", s.Row.ID, s.Row.Withdrawal, s.Row.Interviewer, s.Row.Organisation, s.Row.Consent, s.Row.Status)
	if d := s.Design; d != nil {
		add("design", d.Weights)
		add("design", d.Strata...)
		add("design", d.Clusters...)
		add("design", d.Population...)
	}
	for _, g := range s.Groups {
		add("groups", g.Column)
	}
	for _, q := range s.Questions {
		add("questions", q.Column)
		if q.Among != nil {
			add("questions.among", q.Among.Column)
		}
	}
	return cols, key
}

// withdrew reports whether whoever answered a row has withdrawn.
func (l *loader) withdrew(ids ...string) bool {
	return l.opt.Never != nil && slices.ContainsFunc(ids, func(id string) bool { return id != "" && l.opt.Never(l.s.Source, id) })
}

// table reads the answers.
func (l *loader) table() error {
	if l.s.Form != "" {
		return l.submitted()
	}
	f, p, err := l.at("file", l.s.File)
	if f == nil || err != nil {
		return err
	}
	defer f.Close()
	cols, key := l.needed()
	t, err := sheet.Open(path.Base(p), f, sheet.Options{Sheet: l.s.Sheet, Columns: l.looked(cols), Private: true, Raw: true, Repeats: true})
	if err != nil {
		return err
	}
	cols, err = l.asked(cols, t.Has)
	if err != nil {
		return err
	}
	if d := l.s.Design; d != nil && d.Replicates != nil {
		for _, h := range t.Head {
			if ok, err := path.Match(d.Replicates.Columns, h); ok && err == nil {
				cols = append(cols, h)
			}
		}
	}
	x := l.export(t)
	for _, c := range cols {
		if !x.has(c) {
			l.add("N211", key[c], c, cmp.Or(x.nearest(c), "–"))
		}
	}
	if l.found.Worst() == diag.Error {
		return nil
	}
	c := newCollector(cols)
	refused, gone := 0, 0
	for row := range t.Drain(&l.found) {
		switch r := l.s.Row; {
		case l.withdrew(row.Text(r.ID), row.Text(r.Withdrawal)):
			gone++
			continue
		case r.Consent != "" && claim.Refuses(row.Text(r.Consent)):
			refused++
			l.s.Others = append(l.s.Others, row.Text(r.ID), row.Text(r.Withdrawal))
			continue
		}
		for _, n := range cols {
			c.put(n, x.cell(row, n))
		}
		l.s.Rows = append(l.s.Rows, row.N)
	}
	if refused > 0 {
		l.add("N229", "file", refused, l.s.File)
	}
	if gone > 0 {
		l.add("N239", "file", gone, l.s.File)
	}
	c.plain(t, l.numbers())
	l.s.Columns = c.columns()
	x.tell()
	return t.Err()
}
