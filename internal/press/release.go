package press

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/source"
)

// zipSize stands in pages for the size of the archive they are part of, until
// that is known from everything else; it is then said in round numbers.
const zipSize = "\ue010zip\ue010"

// budget is the most bytes a page of a class may weigh, compressed by brotli.
var budget = map[string]int{"reading": 20_000, "index": 25_000, "table": 30_000}

// zipName is the archive's, in the folder of the release.
func (e *edition) zipName() string { return e.mark() + "site.zip" }

// areasFor gives the boundaries a map of a figure may draw: those whose
// licence goes together with the figure's.
func (e *edition) areasFor(f figure.Figure) []out.Area {
	if f.Shape != figure.Map {
		return nil
	}
	if _, ok := e.mapLicence(f); !ok {
		return nil
	}
	return e.areas
}

// mapped reports whether a figure is drawn as a map: it has boundaries, and
// cells that lie in them or at a point.
func (e *edition) mapped(f figure.Figure) bool {
	areas := e.areasFor(f)
	if len(areas) == 0 || len(f.Dims) != 1 {
		return false
	}
	for _, c := range f.Cells {
		if _, ok := c.Point(); ok || slices.ContainsFunc(areas, func(a out.Area) bool { return a.Code == c.At()[0] }) {
			return true
		}
	}
	return false
}

// mapLicence is the licence of a chart: the figure's, and for a map that of
// its boundaries too. ok is false where they exclude each other.
func (e *edition) mapLicence(f figure.Figure) (source.Licence, bool) {
	l := e.ed.Licence(f.ID)
	if f.Shape != figure.Map || len(e.areas) == 0 {
		return l.Licence, true
	}
	ls := []source.Licence{l.Licence}
	seen := map[string]bool{}
	for _, o := range e.ed.Outlines() {
		if s, ok := e.st.Source(o.Source); ok && !seen[o.Source] {
			seen[o.Source] = true
			ls = append(ls, s.Licence)
		}
	}
	return source.Combine(ls...)
}

// render prints every page and data file of the edition.
func (e *edition) render() ([]file, error) {
	for _, f := range e.figs {
		if _, ok := e.mapLicence(f); !ok {
			e.finds.Add("P506", diag.At{Field: f.ID}, e.ed.Outlines()[0].Source, f.ID)
		}
	}
	if err := e.write(); err != nil {
		return nil, err
	}
	if err := e.report(); err != nil {
		return nil, err
	}
	files := append([]file(nil), e.shared...)
	var all []*printing
	for _, t := range lang.Complete {
		r := &printing{edition: e, p: lang.For(t), tag: t, paths: map[string]bool{}}
		r.front()
		for i := range e.questions {
			r.ask(i)
		}
		r.method()
		r.sources()
		r.dataPage()
		e.finds = append(e.finds, r.finds...)
		all = append(all, r)
	}
	meet(all)
	for _, r := range all {
		for _, g := range r.pages {
			files = append(files, file{path: string(r.tag) + "/" + g.path, data: g.bytes(), class: g.class})
		}
	}
	return files, nil
}

// meet sends a page of a table that another language has no page for, since
// its words are shorter and fit, to the figure's page in that language.
func meet(all []*printing) {
	for _, r := range all {
		made := map[string]bool{}
		for _, g := range r.pages {
			made["../"+string(r.tag)+"/"+g.path] = true
		}
		for _, x := range all {
			for _, g := range x.pages {
				a := g.other[r.tag]
				if x == r || a == "" || made[a] {
					continue
				}
				to := "../" + string(r.tag) + "/" + g.home
				if g.home == "" {
					to = "../" + string(r.tag) + "/index.html"
				}
				g.other[r.tag], g.top = to, strings.Replace(g.top, `href="`+a+`"`, `href="`+to+`"`, 1)
			}
		}
	}
}

// report adds the report to the release, where the study's authors have written
// one: for word processors, and as a page to print.
func (e *edition) report() error {
	if _, ok := e.st.Texts["report"]; !ok {
		return nil
	}
	for _, format := range []string{"docx", "html"} {
		hs, finds, err := Handouts(e.ed, format, e.site)
		if err != nil {
			return err
		}
		if format == "docx" { // both say the same
			e.finds = append(e.finds, finds...)
		}
		for _, h := range hs {
			e.reports = append(e.reports, h)
			e.shared = append(e.shared, file{path: "report/" + h.Name, data: h.Data})
		}
	}
	return nil
}

// finish compresses the files, says the archive's size where it is named, and
// adds the manifest, the sums and the archive.
func (e *edition) finish(ctx context.Context, files []file, m manifest, done func()) ([]packed, manifest, error) {
	files = append(files, file{path: "edition.json", data: e.encoded})
	var early, late []file
	for _, f := range files {
		if bytes.Contains(f.data, []byte(zipSize)) {
			late = append(late, f)
		} else {
			early = append(early, f)
		}
	}
	ps, err := pack(ctx, early, done)
	if err != nil {
		return nil, m, err
	}
	size := 0
	for _, p := range ps {
		if p.path != "edition.json" {
			size += len(p.gz)
		}
	}
	for i := range late {
		size += len(late[i].data) / 4
	}
	for i, f := range late {
		t := lang.Tag(strings.SplitN(f.path, "/", 2)[0])
		late[i].data = bytes.ReplaceAll(f.data, []byte(zipSize), []byte(lang.For(t).Bytes(int64(size))))
	}
	qs, err := pack(ctx, late, done)
	if err != nil {
		return nil, m, err
	}
	ps = append(ps, qs...)
	byPath(ps)
	for _, p := range ps {
		h := hash(p.data)
		m.Files = append(m.Files, listed{Path: p.path, Class: p.class, Bytes: len(p.data), SHA256: h})
	}
	enc := m.encode()
	last, err := pack(ctx, []file{{path: "manifest.json", data: enc}, {path: "SHA256SUMS", data: []byte(m.sums(enc))}}, nil)
	if err != nil {
		return nil, m, err
	}
	ps = append(ps, last...)
	z, err := e.archive(ctx, ps, m)
	if err != nil {
		return nil, m, err
	}
	name := e.zipName()
	ps = append(ps, packed{file: file{path: name, data: z}}, packed{file: file{path: name + ".sha256", data: []byte(hash(z) + "  " + name + "\n")}})
	return ps, m, nil
}

// archive is the release as a reader takes it home: the pages and data under
// their usual paths, with a catalogue and a list of releases as they are on
// the day, so that every link leads somewhere.
func (e *edition) archive(ctx context.Context, ps []packed, m manifest) ([]byte, error) {
	top := e.mark() + out.Slug(e.st.ID) + "-" + out.Slug(e.ed.ID()) + "/"
	m.Files = nil
	var around []file
	for _, t := range lang.Complete {
		around = append(around, catalogue(t, []shelved{{newest: m, folder: out.Slug(e.ed.ID())}}), releases(t, []manifest{m}, e.base, true))
	}
	around = append(around, start())
	qs, err := pack(ctx, around, nil)
	if err != nil {
		return nil, err
	}
	var zs []out.File
	for _, q := range qs {
		zs = append(zs, out.File{Name: top + q.path, Data: q.data, Gzip: q.gz})
	}
	for _, p := range ps {
		if p.path == "edition.json" {
			continue // as large as everything else together, and beside it on the site
		}
		zs = append(zs, out.File{Name: top + e.folder() + "/" + p.path, Data: p.data, Gzip: p.gz})
	}
	var b bytes.Buffer
	if err := out.Zip(&b, e.ed.Date(), zs); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// manifest describes the release before its files are known.
func (e *edition) manifest() manifest {
	return manifest{Format: manifestFormat, Study: e.st.ID, Release: e.ed.ID(), Date: e.ed.Date(), Nature: string(e.st.Nature),
		Profile: string(e.ed.For()), Noindex: e.st.Noindex || e.fiction, Title: e.st.Title, Country: e.st.CountryIn, Summary: e.st.Summary,
		Contact: e.st.Contact, Changes: e.ed.Changes(), Edition: e.hash, Pins: e.ed.Pins(), Files: []listed{}}
}
