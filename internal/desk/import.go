package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/folder"
	"github.com/dires/dires/internal/desk/intake"
	"github.com/dires/dires/internal/desk/reading"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/answers"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/seal"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/when"
)

// ImportOptions say which files to import.
type ImportOptions struct {
	Files  []string // from anywhere; none: those the study's sources name
	Source string   // whose they are; "": the source that names the file
	DryRun bool
}

// File is a file that may be imported.
type File struct {
	Name   string // as the ledger calls it: below the study's folder, with slashes
	Source source.Source
	Path   string // where it stands, if not in the study's folder
	Named  bool   // somebody asked for this file
}

// open opens the file, or the folder of submissions.
func (x File) open(f *folder.Folder) (fs.File, error) {
	if x.Path != "" {
		return os.Open(x.Path)
	}
	return f.FS.Open(x.Name)
}

func (x File) dir(f *folder.Folder) (fs.FS, error) {
	if x.Path != "" {
		return os.DirFS(x.Path), nil
	}
	return fs.Sub(f.FS, strings.TrimSuffix(x.Name, "/"))
}

// Imported says what one file brought.
type Imported struct {
	Stands                    bool // the same file was imported before
	Interviews                bool // what came are answers to a survey: a respondent counts as one
	Claims                    int  // in the file
	Added, Revised, Withdrawn int
	Errors                    int // rows left out, and findings of severity error about no row
	Findings                  diag.List
	More                      []diag.Alike // findings that were counted and not kept

	tally diag.Tally
}

// Waiting lists the files a study may import, in the order of its sources, or
// those that were named.
func (d *Desk) Waiting(ctx context.Context, id string, o ImportOptions) (files []File, found diag.List, err error) {
	defer fault.Wrap(&err, "list files of %s", id)
	f, found, err := d.open(id)
	if err != nil {
		return nil, nil, err
	}
	if found.Worst() == diag.Error {
		return nil, found, fault.Findings
	}
	var ids []string
	for _, s := range f.Study.Sources {
		ids = append(ids, s.ID)
		if o.Source != "" && s.ID != o.Source {
			continue
		}
		for _, name := range s.Files {
			if s.Reader != "areas" && folder.RegisterOf(name) == "" {
				files = append(files, File{Name: name, Source: s})
			}
		}
	}
	if o.Source != "" && !slices.Contains(ids, o.Source) {
		return nil, found, fault.New(fault.NotFound, "D701", o.Source, strings.Join(ids, ", "))
	}
	if len(o.Files) == 0 {
		all, err := d.intake(ctx, id)
		for _, s := range all.Orphans(ids) {
			found.Add("D717", diag.At{File: "sources/" + s + ".toml"}, s)
		}
		return files, found, err
	}
	var given []File
	for _, name := range o.Files {
		x, err := d.named(f, name, o, files, ids)
		if err != nil {
			return nil, found, err
		}
		given = append(given, x)
	}
	return given, found, ctx.Err()
}

// named finds whose file one named on the command line is.
func (d *Desk) named(f *folder.Folder, name string, o ImportOptions, known []File, ids []string) (File, error) {
	rel, err := filepath.Rel(workplace.Folder(d.root, f.ID), name)
	inside := err == nil && filepath.IsLocal(rel)
	x := File{Name: path.Base(filepath.ToSlash(name)), Path: name, Named: true}
	if inside {
		x.Name, x.Path = filepath.ToSlash(rel), ""
	}
	for _, k := range known {
		if k.Name == x.Name || !inside && path.Base(k.Name) == x.Name {
			x.Name, x.Source = k.Name, k.Source
			return x, nil
		}
	}
	if o.Source == "" && len(ids) != 1 {
		return x, fault.New(fault.Invalid, "D700", filepath.Base(name), strings.Join(ids, ", "))
	}
	x.Source, _ = f.Study.Source(cmp.Or(o.Source, ids[0]))
	return x, nil
}

// Import takes one file into the ledger and projects its statements, both in
// one transaction: a file of a public source whole, reports in confidence row
// by row. It refuses a file that is not what its source says (*fault.Error),
// and leaves nothing of it behind.
func (d *Desk) Import(ctx context.Context, id string, x File, dry bool, progress func(done, total int64)) (r Imported, err error) {
	defer fault.Wrap(&err, "import %s", x.Name)
	defer r.close()
	f, _, err := d.open(id)
	if err != nil {
		return r, err
	}
	if !x.Named { // what a person took back comes in again only by its name
		all, err := d.intake(ctx, id)
		if r.Stands = all.WasTakenBack(x.Source.ID, x.Name); r.Stands || err != nil {
			r.find(diag.List{diag.New("D714", diag.At{File: x.Name}, x.Name)})
			return r, err
		}
	}
	if x.Source.Reader == odk.Name || x.Source.Reader == answers.Name {
		return r, d.importSubmissions(ctx, f, x, dry, &r)
	}
	in, err := x.open(f)
	if errors.Is(err, fs.ErrNotExist) {
		return r, fault.New(fault.NotFound, "D703", x.Name)
	}
	if err != nil {
		return r, err
	}
	defer in.Close()
	rd, ok := reading.Of(x.Source.Reader)
	if !ok {
		return r, fault.New(fault.Invalid, "C609", x.Source.Reader, strings.Join(reading.Names(), ", "))
	}
	total := int64(0)
	if s, err := in.Stat(); err == nil {
		total = s.Size()
	}
	if reading.InConfidence(x.Source) {
		return d.importRecords(ctx, f, x, rd, reading.Counting(in, total, progress), dry)
	}
	if dry {
		return d.read(f, x, rd, reading.Counting(in, total, progress))
	}
	seek, ok := in.(io.ReadSeeker)
	if !ok {
		return r, fault.New(fault.Invalid, "D713", x.Name)
	}
	return d.importFile(ctx, f, x, rd, seek, total, progress)
}

// read reads a file and keeps nothing.
func (d *Desk) read(f *folder.Folder, x File, rd reading.Reader, in io.Reader) (r Imported, err error) {
	t, err := rd.Open(aboutOf(f, x, rd), nil, in)
	if err != nil {
		return r, err
	}
	for range r.take(t, aboutOf(f, x, rd), d.today(f)) {
		r.Claims++
		r.Added++
	}
	return r, r.end(t)
}

// importFile enters a file of a public source: one entry that names the blob.
// Whether it is new is decided inside the write transaction.
func (d *Desk) importFile(ctx context.Context, f *folder.Folder, x File, rd reading.Reader, in io.ReadSeeker, total int64, progress func(done, total int64)) (r Imported, err error) {
	a := aboutOf(f, x, rd)
	// What is not what it claims is refused before anything is kept.
	if _, err := rd.Open(a, nil, in); err != nil {
		return r, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return r, err
	}
	blob, err := d.db.PutBlob(in)
	if err != nil {
		return r, err
	}
	var secret seal.Secret[[]byte]
	if len(x.Source.Files) > 1 { // its list is kept as codes
		if secret, err = d.db.StudySecret(f.ID); err != nil {
			return r, err
		}
	}
	p, listed := d.importPin(f, x, secret.Reveal())
	return r, d.onLog(ctx, f.ID, func(all intake.All) (change, error) {
		p.Back = all.Instead(a.Source, a.Name, a.Reader, ledger.File, a.Series != "", listed)
		if r.Stands, err = reading.Stands(ctx, all.Standing(d.db.EntriesOf(ctx, f.ID, d.office, ledger.File)), a, blob.Hash, x.Named); err != nil {
			return nil, err
		}
		if r.Stands {
			return d.onlyBack(ctx, f, all, p), nil
		}
		b, err := d.db.Blob(blob.Hash)
		if err != nil {
			return nil, err
		}
		t, err := rd.Open(a, nil, reading.Counting(b, total, progress))
		if err != nil {
			return nil, errors.Join(err, b.Close())
		}
		return func(tx *store.Tx) error {
			defer b.Close()
			es, err := tx.Append(f.ID, d.office,
				d.draft(ledger.File, ledger.InBlob("file", blob), ledger.JSON("about", a)), d.draft(ledger.Study, ledger.JSON("study", p)))
			if err != nil {
				return err
			}
			if err := d.replay(ctx, tx, f, all, p.Back); err != nil {
				return err
			}
			return r.project(tx, store.Import{Study: f.ID, Log: d.office, Series: a.Series}, t, a, es[0].Seq, d.today(f))
		}, nil
	})
}

// project puts a file's claims in place of those it had before.
func (r *Imported) project(tx *store.Tx, in store.Import, t reading.Rows, a reading.About, entry int64, today when.Day) error {
	if x, ok := t.(reading.Deleting); ok && x.Deletes() { // it adds nothing, and continues no series
		n, err := tx.Gone(in.Study, slices.Collect(x.Deleted()), entry)
		r.Withdrawn = n
		return errors.Join(err, r.end(t))
	}
	n, err := tx.PutClaims(in, func(yield func(claim.Claim, error) bool) {
		for c := range r.take(t, a, today) {
			c.Origin.Entry, c.Origin.File = entry, a.Name
			if !yield(c, nil) {
				return
			}
		}
		if err := r.end(t); err != nil {
			yield(claim.Claim{}, err)
		}
	})
	if err != nil {
		return err
	}
	r.Claims, r.Added, r.Revised = n.Added+n.Revised+n.Same, n.Added, n.Revised
	r.Withdrawn, err = tx.Tombstone(in, a.Source, entry)
	return err
}

// take gives the claims of a table and keeps what was found.
func (r *Imported) take(t reading.Rows, a reading.About, today when.Day) func(func(claim.Claim) bool) {
	return func(yield func(claim.Claim) bool) {
		for c, l := range t.Claims() {
			r.find(l)
			r.find(reading.Odd(c, a, today))
			if c.Key.ID != "" && !yield(c) {
				return
			}
		}
	}
}

// today is the day on which a file comes in; 0 for a study of fiction, which may
// play at any time.
func (d *Desk) today(f *folder.Folder) when.Day {
	if f.Study.Nature == source.Fictional {
		return 0
	}
	return when.Of(d.now())
}

func (r *Imported) find(l diag.List) {
	for _, x := range l {
		r.tally.Add(x)
	}
}

// end adds what was found of the file as a whole, and what stopped it.
func (r *Imported) end(t reading.Rows) error {
	r.find(t.Found())
	return t.Err()
}

// close puts what was found where the caller sees it.
func (r *Imported) close() {
	r.Findings, r.More, r.Errors = r.tally.Kept(), r.tally.More(), r.tally.Errors()
}

// body decodes an open JSON part.
func body(ctx context.Context, e store.Entry, part string, into any) (err error) {
	defer fault.Wrap(&err, "read entry %d", e.Seq)
	b, err := e.Open(ctx, part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

func (d *Desk) draft(k ledger.Kind, pieces ...ledger.Piece) ledger.Draft {
	return ledger.Draft{Kind: k, At: d.now().Unix(), By: d.by, Pieces: pieces}
}

// pin is the body of a study entry: what can change a number, at one moment.
type pin struct {
	Did     string         `json:"did"` // import, reconcile, release, withdraw; what custody did has a body of its own
	Folder  string         `json:"folder"`
	Program string         `json:"program"`
	Run     *reconcile.Run `json:"run,omitempty"`    // of a reconciliation
	Never   []string       `json:"never,omitempty"`  // codes of records that were withdrawn and must not come back
	Source  string         `json:"source,omitempty"` // whose the import was, or what was taken back
	Reader  string         `json:"reader,omitempty"`
	Listed  string         `json:"listed,omitempty"` // code of the file's name, where the source's list named it
	Back    []intake.Span  `json:"back,omitempty"`   // imports that no longer count, by their entries
}

// aboutOf says of a file of the study what reading it depends on.
func aboutOf(f *folder.Folder, x File, rd reading.Reader) reading.About {
	var measures []string
	for _, m := range f.Measures {
		measures = append(measures, m.ID)
	}
	return reading.AboutOf(x.Name, x.Source, rd, f.Layouts[path.Base(x.Name)], measures)
}
