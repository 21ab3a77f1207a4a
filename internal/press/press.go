// Package press prints editions: a static site in every complete language,
// with the data behind each figure, that opens from a disk as well as from a
// server and needs no script.
//
// It knows pages and files. It does not know where figures come from, and has
// no key to the archive: it sees only what protect has released. The function
// you want is [Write].
package press

import (
	"cmp"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/protect"
)

// Options say how to print. The zero value is the default.
type Options struct {
	Base     string                // absolute address of the site, for citations; "" prints none
	Recalled []Recall              // every recall so far, of all studies
	Progress func(done, total int) // called as pages are printed; may be nil
}

// Recall says that a release was taken back: what was printed cannot be
// recalled from readers' disks, so the notice is printed instead.
type Recall struct {
	Study, Release string
	On             string // ISO date
	Why            lang.Text
}

// Report is what one printing made.
type Report struct {
	Pages    int       // HTML pages, all languages
	Files    int       // files of the releases written, compressed siblings included
	Bytes    int64     // of those files
	Kept     []string  // "study/release" that stood already and was identical
	Wrote    []string  // "study/release" printed now
	Weights  []Weight  // of every page written, heaviest first
	Findings diag.List // texts that cite what no figure holds, missing translations
}

// Weight is what one page costs a reader on the wire.
type Weight struct {
	Path  string // below the public folder, with slashes
	Class string // "reading", "index" or "table"
	Raw   int
	Br    int
	Gz    int
}

// Codes P505–P514.
var _ = diag.Codes(
	diag.Kind{Code: "P505", Severity: diag.Note, Args: 1},    // a rule without a method text
	diag.Kind{Code: "P506", Severity: diag.Warning, Args: 2}, // boundaries whose licence excludes a figure's
	diag.Kind{Code: "P507", Severity: diag.Warning, Args: 3}, // a page over its budget
)

// Write prints the editions below dir, which is the public folder: each into
// <study>/<release>/<lang>/, never altering a release that stands there. It
// then renews <study>/latest/, releases.html and the catalogue of all studies
// found below dir.
//
// An edition whose release stands there with other content, or whose files
// were altered since, is refused (fault.Conflict). With findings of severity
// error nothing is written (fault.Findings). In the place of a recalled
// release a notice is left, and latest/ goes back to the one before.
func Write(ctx context.Context, eds []protect.Edition, dir string, o Options) (rep Report, err error) {
	defer fault.Wrap(&err, "print")
	recalled := map[string]Recall{}
	for _, r := range o.Recalled {
		recalled[out.Slug(r.Study)+"/"+out.Slug(r.Release)] = r
	}
	var todo []*edition
	seen := map[string]bool{}
	for _, ed := range eds {
		e, err := newEdition(ed, o)
		if err != nil {
			return rep, err
		}
		if seen[e.folder()] {
			return rep, fault.New(fault.Conflict, "P513", e.st.ID, ed.ID())
		}
		seen[e.folder()] = true
		at := filepath.Join(dir, filepath.FromSlash(e.folder()))
		m, stands, err := readManifest(at)
		if err != nil {
			return rep, err
		}
		switch _, gone := recalled[e.folder()]; {
		case gone, stands && m.Recalled != nil:
			if !stands { // never printed here: the notice needs its manifest
				if err := retire(ctx, at, e.manifest(), recalled[e.folder()]); err != nil {
					return rep, err
				}
			}
		case stands && m.Edition != e.hash:
			return rep, fault.New(fault.Conflict, "P510", e.st.ID, ed.ID())
		case stands:
			if err := m.verify(at); err != nil {
				return rep, err
			}
			rep.Kept = append(rep.Kept, e.folder())
		default:
			if _, err := os.Stat(at); err == nil {
				return rep, fault.New(fault.Conflict, "P514", e.folder())
			}
			todo = append(todo, e)
		}
	}

	pages := make([][]file, len(todo))
	total := 0
	for i, e := range todo {
		if err := ctx.Err(); err != nil {
			return rep, err
		}
		if pages[i], err = e.render(); err != nil {
			return rep, err
		}
		for _, f := range pages[i] {
			if f.class != "" {
				total++
			}
		}
		rep.Findings = append(rep.Findings, e.finds...)
	}
	rep.Findings.Sort()
	if n := rep.Findings.Errors(); n > 0 {
		return rep, fault.New(fault.Findings, "P511", n)
	}

	var done atomic.Int64
	var one sync.Mutex
	tell := func() {
		if o.Progress != nil {
			one.Lock()
			defer one.Unlock()
			o.Progress(int(done.Add(1)), total)
		}
	}
	fresh := map[string][]packed{}
	for i, e := range todo {
		ps, _, err := e.finish(ctx, pages[i], e.manifest(), tell)
		if err != nil {
			return rep, err
		}
		pages[i] = nil
		fresh[e.folder()] = ps
		n, size, err := lay(filepath.Join(dir, filepath.FromSlash(e.folder())), ps)
		if err != nil {
			return rep, err
		}
		rep.Files, rep.Bytes = rep.Files+n, rep.Bytes+size
		rep.Wrote = append(rep.Wrote, e.folder())
		for _, p := range ps {
			if p.class == "" {
				continue
			}
			rep.Pages++
			w := Weight{Path: e.folder() + "/" + p.path, Class: p.class, Raw: len(p.data), Br: len(p.br), Gz: len(p.gz)}
			rep.Weights = append(rep.Weights, w)
			if w.Br > budget[w.Class] {
				rep.Findings.Add("P507", diag.At{File: w.Path}, w.Path, w.Br, budget[w.Class])
			}
		}
	}
	slices.SortFunc(rep.Weights, func(a, b Weight) int { return cmp.Or(cmp.Compare(b.Br, a.Br), cmp.Compare(a.Path, b.Path)) })
	for _, folder := range slices.Sorted(maps.Keys(recalled)) {
		at := filepath.Join(dir, filepath.FromSlash(folder))
		m, stands, err := readManifest(at)
		if err != nil {
			return rep, err
		}
		if stands && m.Recalled == nil {
			if err := retire(ctx, at, m, recalled[folder]); err != nil {
				return rep, err
			}
		}
	}
	return rep, arrange(ctx, dir, fresh)
}

// retire puts a notice in the place of a release.
func retire(ctx context.Context, dir string, m manifest, r Recall) error {
	m.Recalled = &recallNotice{On: r.On, Why: r.Why}
	m.Files = []listed{}
	var fs []file
	for _, t := range lang.Complete {
		fs = append(fs, notice(t, m))
	}
	ps, err := pack(ctx, fs, nil)
	if err != nil {
		return err
	}
	for _, p := range ps {
		m.Files = append(m.Files, listed{Path: p.path, Class: p.class, Bytes: len(p.data), SHA256: hash(p.data)})
	}
	ps = append(ps, packed{file: file{path: "manifest.json", data: m.encode()}})
	_, _, err = lay(dir, ps)
	return err
}
