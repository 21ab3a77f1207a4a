package out

import (
	"io"
	"strings"

	"github.com/dires/dires/internal/lang"
)

// Package describes the data files of a release, for a Frictionless Data
// Package and for search engines.
type Package struct {
	Name        string // lower-case ASCII
	Title       string
	Description string
	Version     string // release
	Created     string // ISO date
	Nature      string // "FICTION", "real", "partial"
	Homepage    string
	Authors     []string
	Sources     []PackSource
	Resources   []Resource
	Place       string // name of the country
	Period      string // ISO interval, "1991/2022"
	Tag         lang.Tag
}

// PackSource is a source as the package names it.
type PackSource struct {
	Title, Path, Version string
}

// Resource is one file of the package.
type Resource struct {
	Name, Path, Title, Description string
	Bytes                          int
	Hash                           string // SHA-256, hex
	Columns                        []Column
	Key                            []string // columns that name a row
	Licence, LicenceURL            string
}

// DataPackage writes datapackage.json by the Data Package standard v2.0.
func DataPackage(w io.Writer, p Package) error {
	type m = map[string]any
	var rs, src, who []any
	for _, r := range p.Resources {
		var fs []any
		for _, c := range r.Columns {
			fs = append(fs, m{"name": c.Name, "type": c.Type})
		}
		schema := m{"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": fs, "fieldsMatch": "exact", "missingValues": []string{""}}
		if len(r.Key) > 0 {
			schema["primaryKey"] = r.Key
		}
		x := m{"name": slug(r.Name), "path": r.Path, "type": "table", "title": r.Title, "format": "csv", "mediatype": "text/csv",
			"encoding": "utf-8", "bytes": r.Bytes, "hash": "sha256:" + r.Hash, "schema": schema}
		if r.Description != "" {
			x["description"] = r.Description
		}
		if r.Licence != "" {
			x["licenses"] = []any{licence(r.Licence, r.LicenceURL)}
		}
		rs = append(rs, x)
	}
	for _, s := range p.Sources {
		x := m{"title": s.Title}
		if s.Path != "" {
			x["path"] = s.Path
		}
		if s.Version != "" {
			x["version"] = s.Version
		}
		src = append(src, x)
	}
	for _, a := range p.Authors {
		who = append(who, m{"title": a, "roles": []string{"author"}})
	}
	d := m{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": slug(p.Name), "title": p.Title,
		"version": p.Version, "created": p.Created + "T00:00:00Z", "resources": rs, "nature": p.Nature}
	if p.Description != "" {
		d["description"] = p.Description
	}
	if p.Homepage != "" {
		d["homepage"] = p.Homepage
	}
	if len(src) > 0 {
		d["sources"] = src
	}
	if len(who) > 0 {
		d["contributors"] = who
	}
	return writeJSON(w, d)
}

func licence(name, url string) map[string]any {
	x := map[string]any{"title": name}
	if url != "" {
		x["path"] = url
	} else {
		x["name"] = slug(name)
	}
	return x
}

// JSONLD writes the schema.org description of the data set.
func JSONLD(w io.Writer, p Package) error {
	type m = map[string]any
	var dist, based, who []any
	for _, r := range p.Resources {
		dist = append(dist, m{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": r.Path, "name": r.Title})
	}
	for _, s := range p.Sources {
		x := m{"@type": "Dataset", "name": s.Title, "description": s.Title}
		if s.Path != "" {
			x["url"] = s.Path
		}
		based = append(based, x)
	}
	for _, a := range p.Authors {
		who = append(who, m{"@type": "Organization", "name": a})
	}
	d := m{"@context": "https://schema.org", "@type": "Dataset", "name": p.Title, "description": p.Description, "version": p.Version,
		"datePublished": p.Created, "inLanguage": string(p.Tag), "isAccessibleForFree": true, "keywords": []string{p.Nature}, "distribution": dist}
	if len(based) > 0 {
		d["isBasedOn"] = based
	}
	if len(who) > 0 {
		d["creator"] = who
	}
	if p.Place != "" {
		d["spatialCoverage"] = m{"@type": "Place", "name": p.Place}
	}
	if p.Period != "" {
		d["temporalCoverage"] = p.Period
	}
	return writeJSON(w, d)
}

// slug is lower-case ASCII with dots and dashes, as names of packages and
// files must be.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
			b.WriteRune(r)
			dash = false
		default:
			if a, ok := plainLetters[r]; ok {
				b.WriteString(a)
				dash = false
			} else if !dash && b.Len() > 0 {
				b.WriteByte('-')
				dash = true
			}
		}
	}
	return strings.TrimRight(b.String(), "-.")
}

var plainLetters = map[rune]string{'à': "a", 'â': "a", 'ä': "a", 'ç': "c", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'î': "i", 'ï': "i",
	'ô': "o", 'ö': "o", 'ù': "u", 'û': "u", 'ü': "u", 'ÿ': "y", 'œ': "oe", 'æ': "ae", 'ɛ': "e", 'ɔ': "o", 'ŋ': "ng", 'ɲ': "ny"}

// Slug makes a file name of s: lower-case ASCII, no name that Windows keeps
// for itself.
func Slug(s string) string {
	s = slug(s)
	stem, _, _ := strings.Cut(s, ".")
	switch stem {
	case "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
		"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "":
		s = "x-" + s
	}
	return s
}
