package out

import (
	"fmt"
	"strings"
)

// Citation is what one needs to cite a release or a page of it.
type Citation struct {
	Key       string   // "orvanie-2026-11-24"
	Authors   []string // organisations
	Title     string
	Year      string
	Date      string // ISO
	Version   string // release
	URL       string
	Publisher string
	Note      string // the nature, where it is not real; the disclaimer
	Lang      string
	Licence   string // SPDX identifier or name
}

// BibTeX is the entry for LaTeX and reference managers.
func BibTeX(c Citation) string {
	esc := strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `%`, `\%`, `&`, `\&`, `#`, `\#`, `_`, `\_`, `$`, `\$`)
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", c.Key)
	put := func(k, v string) {
		if v != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", k, v)
		}
	}
	var who []string
	for _, a := range c.Authors {
		who = append(who, "{"+esc.Replace(a)+"}")
	}
	put("author", strings.Join(who, " and "))
	put("title", "{"+esc.Replace(c.Title)+"}")
	put("year", c.Year)
	put("date", c.Date)
	put("version", esc.Replace(c.Version))
	put("publisher", esc.Replace(c.Publisher))
	put("url", c.URL)
	put("note", esc.Replace(c.Note))
	put("langid", c.Lang)
	b.WriteString("}\n")
	return b.String()
}

// RIS is the entry for Zotero, EndNote and their like.
func RIS(c Citation) string {
	one := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	var b strings.Builder
	put := func(k, v string) {
		if v != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", k, one(v))
		}
	}
	put("TY", "DATA")
	for _, a := range c.Authors {
		put("AU", a)
	}
	put("TI", c.Title)
	put("PY", c.Year)
	put("DA", strings.ReplaceAll(c.Date, "-", "/"))
	put("ET", c.Version)
	put("PB", c.Publisher)
	put("UR", c.URL)
	put("N1", c.Note)
	put("LA", c.Lang)
	b.WriteString("ER  - \r\n")
	return b.String()
}

// CFF is a CITATION.cff in Citation File Format 1.2.0.
func CFF(c Citation) string {
	q := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
	}
	var b strings.Builder
	b.WriteString("cff-version: 1.2.0\n")
	b.WriteString("message: " + q("Please cite this release. Merci de citer cette édition.") + "\n")
	b.WriteString("type: dataset\n")
	b.WriteString("title: " + q(c.Title) + "\n")
	b.WriteString("authors:\n")
	for _, a := range c.Authors {
		b.WriteString("  - name: " + q(a) + "\n")
	}
	if len(c.Authors) == 0 {
		b.WriteString("  - name: " + q(c.Publisher) + "\n")
	}
	b.WriteString("version: " + q(c.Version) + "\n")
	if c.Date != "" {
		b.WriteString("date-released: " + q(c.Date) + "\n")
	}
	if c.URL != "" {
		b.WriteString("url: " + q(c.URL) + "\n")
	}
	if c.Note != "" {
		b.WriteString("abstract: " + q(c.Note) + "\n")
	}
	return b.String()
}
