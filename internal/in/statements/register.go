package statements

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/register"
	"github.com/dires/dires/internal/sheet"
)

var measureColumns = []sheet.Column{
	{Name: "id", Also: []string{"identifiant", "code"}, Need: true},
	{Name: "name_fr", Also: []string{"nom", "nom francais", "intitule"}}, {Name: "name_en", Also: []string{"name", "english name", "nom anglais"}},
	{Name: "kind", Also: []string{"type", "nature"}, Need: true}, {Name: "lead", Also: []string{"chef de file", "porteur"}},
	{Name: "start", Also: []string{"debut", "date de debut"}}, {Name: "end", Also: []string{"fin", "date de fin"}},
	{Name: "note", Also: []string{"notes", "remarque"}}, {Name: "note_fr", Also: []string{"remarque_fr"}}, {Name: "note_en", Also: []string{"remarque_en"}}, {Name: "confidence", Also: []string{"confiance"}},
	{Name: "source", Also: []string{"document", "reference"}}, {Name: "source_fr"}, {Name: "source_en"}, {Name: "pillars", Also: []string{"pillar", "piliers"}},
	{Name: "triad", Also: []string{"triade", "volet"}}, {Name: "scope", Also: []string{"portee"}},
	{Name: "stages", Also: []string{"stages occurred", "etapes franchies"}}, {Name: "stages_not", Also: []string{"stages not occurred", "etapes non franchies"}},
	{Name: "events", Also: []string{"evenements"}}, {Name: "events_fr"}, {Name: "events_en"}, {Name: "fiction"},
}

// measureEvents are what can happen to a measure.
var measureEvents = []string{"proposed", "adopted", "in-force", "launched", "amended", "suspended", "repealed", "evaluated"}

// Measures reads register/measures: one row, one measure. Events stand in one
// cell as "adopted:2008-07-04:document | launched:2018-07-10"; two of one kind
// are both kept, for dates can be contested. mine maps a study's own headers
// to columns; tab names the sheet of a workbook.
func Measures(file string, r io.Reader, source, tab string, mine map[string]string) (ms []register.Measure, found diag.List, err error) {
	cols := sheet.Mapped(measureColumns, mine)
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: tab, Columns: cols})
	if err != nil {
		return nil, nil, err
	}
	if err := t.Match(cols); err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{}
	for x := range t.Rows() {
		rw := &row{Row: x, source: source}
		id := rw.need("id")
		kind, err := register.ParseKind(rw.get("kind"))
		if err != nil {
			rw.add("A419", "kind", rw.get("kind"), hint(fold(rw.get("kind")), register.Kinds))
		}
		if seen[id] {
			rw.add("A416", "id", id)
		}
		m := register.Measure{Key: claim.Key{Source: source, ID: id}, ID: id, Kind: kind, Lead: rw.get("lead"), Start: x.Span("start"), End: x.Span("end"),
			Note: rw.get("note"), NoteIn: rw.gloss("note"), Confidence: rw.get("confidence"), Source: rw.get("source"), SourceIn: rw.gloss("source"), Pillars: x.List("pillars"), Triad: x.List("triad"),
			Scope: rw.get("scope"), Name: lang.Text{}, Occurred: map[string]string{}, Origin: claim.Origin{File: t.Name, Row: x.N}}
		for tag, c := range map[lang.Tag]string{lang.French: "name_fr", lang.English: "name_en"} {
			if v := rw.get(c); v != "" {
				m.Name[tag] = v
			}
		}
		if len(m.Name) == 0 {
			rw.add("A408", "name_fr", "name_fr / name_en")
		}
		if m.Start.Known() && m.End.Known() && m.End.To < m.Start.From {
			rw.add("A406", "end", m.Start.String(), m.End.String())
		}
		for _, c := range []struct{ col, says string }{{"stages", "yes"}, {"stages_not", "no"}} {
			for _, v := range x.List(c.col) {
				st, err := register.ParseStage(v)
				if err != nil {
					rw.add("A402", c.col, v, hint(fold(v), register.Stages))
					continue
				}
				m.Occurred[st] = c.says
			}
		}
		m.Events = rw.events("events")
		for _, l := range lang.Complete { // the documents once more, in a language of the pages
			for _, g := range rw.events("events_" + string(l)) {
				for i, e := range m.Events {
					if e.Kind == g.Kind && e.On == g.On && g.Document != "" {
						if e.DocumentIn == nil {
							m.Events[i].DocumentIn = lang.Text{}
							for _, o := range lang.Complete {
								m.Events[i].DocumentIn[o] = e.Document
							}
						}
						m.Events[i].DocumentIn[l] = g.Document
					}
				}
			}
		}
		found = append(found, x.Found()...)
		if !rw.bad {
			seen[id] = true
			ms = append(ms, m)
		}
	}
	found = append(found, t.Found()...)
	return ms, found, t.Err()
}

func (r *row) events(column string) (es []register.Event) {
	for _, x := range r.List(column) {
		p := strings.SplitN(x, ":", 3)
		k := strings.ReplaceAll(fold(p[0]), " ", "-")
		if !slices.Contains(measureEvents, k) || len(p) < 2 {
			r.add("A420", column, p[0], hint(k, measureEvents))
			continue
		}
		on, err := sheet.ParseSpan(strings.TrimSpace(p[1]))
		if err != nil {
			r.add("A414", column, "adopted:2008-07-04:document")
			continue
		}
		e := register.Event{Kind: k, On: on}
		if len(p) == 3 {
			e.Document = strings.TrimSpace(p[2])
		}
		es = append(es, e)
	}
	return es
}

var orgColumns = []sheet.Column{
	{Name: "id", Also: []string{"identifiant", "code"}, Need: true}, {Name: "name", Also: []string{"nom"}, Need: true},
	{Name: "aliases", Also: []string{"alias", "autres noms"}}, {Name: "kind", Also: []string{"type"}},
	{Name: "women_led", Also: []string{"dirigee par des femmes"}}, {Name: "youth_led", Also: []string{"dirigee par des jeunes"}},
	{Name: "regions", Also: []string{"region"}}, {Name: "listed", Also: []string{"consent to be listed", "accord pour etre listee"}},
	{Name: "asked", Also: []string{"interrogee"}}, {Name: "fiction"},
}

// Orgs reads register/orgs: the organisations a study knows, and to whom they
// agreed to be listed. Without an answer it is nobody.
func Orgs(file string, r io.Reader, source, tab string, mine map[string]string) (os []register.Org, found diag.List, err error) {
	cols := sheet.Mapped(orgColumns, mine)
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: tab, Columns: cols})
	if err != nil {
		return nil, nil, err
	}
	if err := t.Match(cols); err != nil {
		return nil, nil, err
	}
	for x := range t.Rows() {
		rw := &row{Row: x, source: source}
		o := register.Org{Key: claim.Key{Source: source, ID: rw.get("id")}, ID: rw.need("id"), Name: rw.need("name"), Aliases: x.List("aliases"), Kind: rw.get("kind"), Women: rw.yes("women_led"),
			Youth: rw.yes("youth_led"), Regions: x.List("regions"), Asked: rw.yes("asked"), Origin: claim.Origin{File: t.Name, Row: x.N}}
		switch l := fold(rw.get("listed")); l {
		case "public", "publique", "yes", "oui":
			o.Listed = register.Publicly
		case "coalition":
			o.Listed = register.Coalition
		case "", "nobody", "no", "non", "personne":
		default:
			rw.add("A409", "listed", rw.get("listed"), "public, coalition, nobody")
		}
		found = append(found, x.Found()...)
		if !rw.bad {
			os = append(os, o)
		}
	}
	found = append(found, t.Found()...)
	return os, found, t.Err()
}
