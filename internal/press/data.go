package press

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/press/prose"
	"github.com/dires/dires/internal/source"
)

// dataFiles are the files of one figure, as paths below data/.
type dataFiles struct {
	csv, french, json, trace string
	svg                      map[lang.Tag]string
	size                     map[string]int
}

// write makes the data files of every figure and what describes them.
func (e *edition) write() error {
	var pack out.Package
	t := lang.French
	title, _ := e.st.Title.In(lang.English)
	desc, _ := e.st.Summary.In(lang.English)
	place, _ := e.st.CountryIn.In(lang.English)
	pack = out.Package{Name: e.mark() + e.st.ID + "-" + e.ed.ID(), Title: title, Description: desc, Version: e.ed.ID(), Created: e.ed.Date(),
		Nature: out.NatureWord(e.st.Nature), Homepage: e.base, Authors: e.authors(lang.English), Place: place, Tag: lang.English}
	if e.fiction {
		pack.Title = "FICTION: " + pack.Title
	}
	if e.st.Period.Known() {
		pack.Period = e.st.Period.String()
	}
	for _, s := range e.st.Sources {
		n, _ := s.Name.In(lang.English)
		pack.Sources = append(pack.Sources, out.PackSource{Title: n, Path: s.URL, Version: s.Version})
	}
	for _, f := range e.figs {
		r, err := e.dataOf(f)
		if err != nil {
			return err
		}
		pack.Resources = append(pack.Resources, r)
	}
	for _, x := range []struct {
		path string
		make func(*bytes.Buffer) error
	}{
		{"data/datapackage.json", func(b *bytes.Buffer) error { return out.DataPackage(b, pack) }},
		{"data/schema.jsonld", func(b *bytes.Buffer) error { return out.JSONLD(b, pack) }},
		{"data/LICENCES.txt", func(b *bytes.Buffer) error { b.WriteString(e.licences()); return nil }},
		{"data/CITATION.cff", func(b *bytes.Buffer) error { b.WriteString(out.CFF(e.citation(t, "index.html", ""))); return nil }},
		{"data/" + e.mark() + "citation.bib", func(b *bytes.Buffer) error {
			b.WriteString(out.BibTeX(e.citation(t, "index.html", "")))
			return nil
		}},
		{"data/" + e.mark() + "citation.ris", func(b *bytes.Buffer) error { b.WriteString(out.RIS(e.citation(t, "index.html", ""))); return nil }},
	} {
		var b bytes.Buffer
		if err := x.make(&b); err != nil {
			return err
		}
		e.shared = append(e.shared, file{path: x.path, data: b.Bytes()})
	}
	return nil
}

// dataOf writes the files of one figure.
func (e *edition) dataOf(f figure.Figure) (out.Resource, error) {
	stem := e.mark() + out.Slug(f.ID)
	d := dataFiles{csv: stem + ".csv", french: stem + ".excel-fr.csv", json: stem + ".json", svg: map[lang.Tag]string{}, size: map[string]int{}}
	put := func(name string, b []byte) {
		d.size[name] = len(b)
		e.shared = append(e.shared, file{path: "data/" + name, data: b})
	}
	var plain, french, trace, js bytes.Buffer
	if err := out.CSV(&plain, f, out.Plain); err != nil {
		return out.Resource{}, fmt.Errorf("print %s: %w", f.ID, err)
	}
	if err := out.CSV(&french, f, out.French); err != nil {
		return out.Resource{}, fmt.Errorf("print %s: %w", f.ID, err)
	}
	l := e.ed.Licence(f.ID)
	var ss []source.Source
	for _, id := range l.Sources {
		if s, ok := e.st.Source(id); ok {
			ss = append(ss, s)
		}
	}
	if err := out.JSON(&js, out.Wrapped{Study: e.st.ID, Release: e.ed.ID(), Licence: l.Licence, Sources: ss, Figure: untraced(f)}); err != nil {
		return out.Resource{}, fmt.Errorf("print %s: %w", f.ID, err)
	}
	put(d.csv, plain.Bytes())
	put(d.french, french.Bytes())
	put(d.json, js.Bytes())
	refs := 0
	for _, c := range f.Cells {
		refs += len(c.Trace().Refs)
	}
	if refs > 0 {
		d.trace = stem + ".trace.csv"
		if err := out.TraceCSV(&trace, f); err != nil {
			return out.Resource{}, fmt.Errorf("print %s: %w", f.ID, err)
		}
		put(d.trace, trace.Bytes())
	}
	for _, t := range lang.Complete {
		fr := e.frame(f, t, "f", 704)
		fr.Alone, fr.Foot = true, e.foot(f, t)
		if ch, ok := out.Draw(f, fr); ok {
			d.svg[t] = stem + "." + string(t) + ".svg"
			put(d.svg[t], []byte(prose.Typeset(t, ch.SVG)+"\n"))
		}
	}
	e.data[f.ID] = d
	h := sha256.Sum256(plain.Bytes())
	title, _ := f.Title.In(lang.English)
	return out.Resource{Name: stem, Path: d.csv, Title: title, Bytes: plain.Len(), Hash: hex.EncodeToString(h[:]),
		Columns: out.Columns(f), Licence: l.Licence.Name, LicenceURL: l.Licence.URL}, nil
}

// untraced ends every trace at the names of its sources: whole traces have a
// file of their own, and stand in edition.json.
func untraced(f figure.Figure) figure.Figure {
	f.Cells = slices.Clone(f.Cells)
	for i, c := range f.Cells {
		f.Cells[i] = c.Released(named(c.Trace()), c.Sayings())
	}
	return f
}

// named is a trace that ends at the names of sources.
func named(t figure.Trace) figure.Trace {
	if ids := t.Counted(); len(ids) > 0 {
		return figure.Trace{Ends: ids}
	}
	return t
}

// licences lists the licence of every data file, in both languages.
func (e *edition) licences() string {
	var b strings.Builder
	for _, t := range lang.Complete {
		p := lang.For(t)
		name, _ := e.st.Title.In(t)
		if e.fiction {
			name = "FICTION · " + name
		}
		b.WriteString(name + ", " + p.Say("press.release-of", e.ed.ID(), Date(p, e.ed.Date())) + "\n\n")
		for _, f := range e.figs {
			d, l := e.data[f.ID], e.ed.Licence(f.ID)
			for _, n := range []string{d.csv, d.french, d.json, d.trace} {
				if n != "" {
					b.WriteString(n + p.Say("press.colon") + e.licenceWordsIn(p, l.Licence) + "\n")
				}
			}
			m, _ := e.mapLicence(f)
			for _, t := range lang.Complete {
				if n := d.svg[t]; n != "" {
					b.WriteString(n + p.Say("press.colon") + e.licenceWordsIn(p, m) + "\n")
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// frame words a chart of a figure.
func (e *edition) frame(f figure.Figure, t lang.Tag, id string, width float64) out.Frame {
	p := lang.For(t)
	title, _ := f.Title.In(t)
	fr := out.Frame{Printer: p, ID: id, Title: title, Desc: describe(p, f), Width: width, Areas: e.areasFor(f)}
	for i, a := range fr.Areas { // the country's own outline has the country's name
		if n, _ := e.st.CountryIn.In(t); a.Level == 0 && a.Code == e.st.Country && n != "" {
			fr.Areas = slices.Clone(fr.Areas)
			fr.Areas[i].Name = n
		}
	}
	if f.Nature == source.Fictional || e.fiction {
		fr.Mark = "FICTION"
	}
	return fr
}

// foot is what must stand in a chart that travels alone.
func (e *edition) foot(f figure.Figure, t lang.Tag) []string {
	p := lang.For(t)
	r := &printing{edition: e, p: p, tag: t}
	l := e.ed.Licence(f.ID)
	l.Licence, _ = e.mapLicence(f)
	name, _ := e.st.Title.In(t)
	lines := []string{name + ". " + p.Say("press.release-of", e.ed.ID(), Date(p, e.ed.Date())) + "."}
	if len(l.Sources) > 0 {
		s := p.Say("press.sources-are", len(l.Sources), strings.Join(r.sourceNames(l.Sources), p.Say("press.semi")))
		if l.Licence.Name != "" {
			s += " " + p.Say("press.licence-is", l.Licence.Name)
		}
		lines = append(lines, s)
	}
	if e.fiction {
		lines = append(lines, "FICTION. "+p.Say("press.nature-fictional-means"))
	} else if d, _ := e.st.Disclaimer.In(t); d != "" {
		lines = append(lines, d)
	}
	return lines
}

// describe says in words what a chart shows: form, range, extremes, how many
// cells have no value.
func describe(p lang.Printer, f figure.Figure) string {
	var lo, hi figure.Cell
	n, none := 0, 0
	for _, c := range f.Cells {
		v, ok := c.Value()
		if !ok {
			none++
			continue
		}
		if n == 0 {
			lo, hi = c, c
		}
		if l, _ := lo.Value(); v < l {
			lo = c
		}
		if h, _ := hi.Value(); v > h {
			hi = c
		}
		n++
	}
	s := p.Say("press.desc-"+string(f.Shape), n)
	if n > 1 && f.Shape != figure.Timeline && f.Shape != figure.Strip {
		s += " " + p.Say("press.desc-range", where(p, f, hi), out.Value(p, f.Unit, hi), where(p, f, lo), out.Value(p, f.Unit, lo))
	}
	if none > 0 {
		s += " " + p.Say("press.desc-none", none)
	}
	return s
}

// where words the place of a cell: its labels, joined.
func where(p lang.Printer, f figure.Figure, c figure.Cell) string {
	var ls []string
	for i, k := range c.At() {
		ls = append(ls, out.Label(p, f.Dims[i], k))
	}
	s := ""
	for i, l := range ls {
		if i > 0 {
			s += ", "
		}
		s += l
	}
	return s
}
