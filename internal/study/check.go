package study

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/dires/dires/internal/address"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Codes C600–C649.
var _ = diag.Codes(
	diag.Kind{Code: "C640", Severity: diag.Error, Args: 1},   // an address that cannot be printed as a link
	diag.Kind{Code: "C600", Severity: diag.Error, Args: 1},   // not TOML
	diag.Kind{Code: "C601", Severity: diag.Error, Args: 2},   // unknown key, and the nearest
	diag.Kind{Code: "C602", Severity: diag.Error, Args: 1},   // unknown key
	diag.Kind{Code: "C603", Severity: diag.Error, Args: 3},   // a value that is not allowed
	diag.Kind{Code: "C604", Severity: diag.Error, Args: 1},   // a needed key is missing
	diag.Kind{Code: "C605", Severity: diag.Warning, Args: 2}, // a translation is missing
	diag.Kind{Code: "C606", Severity: diag.Error, Args: 1},   // private, and tracked by git
	diag.Kind{Code: "C607", Severity: diag.Warning, Args: 1}, // no licence: nothing leaves
	diag.Kind{Code: "C608", Severity: diag.Error, Args: 1},   // a file that is not there
	diag.Kind{Code: "C609", Severity: diag.Error, Args: 2},   // an unknown reader
	diag.Kind{Code: "C610", Severity: diag.Error, Args: 1},   // one id twice
	diag.Kind{Code: "C611", Severity: diag.Error, Args: 2},   // a question names a text that is not there
	diag.Kind{Code: "C612", Severity: diag.Warning, Args: 1}, // blind spots of a source not said
	diag.Kind{Code: "C613", Severity: diag.Error, Args: 1},   // fiction about a real country
	diag.Kind{Code: "C614", Severity: diag.Warning, Args: 1}, // the study has no source
	diag.Kind{Code: "C615", Severity: diag.Error, Args: 1},   // a file outside the folder
	diag.Kind{Code: "C616", Severity: diag.Error, Args: 2},   // two share-alike licences
	diag.Kind{Code: "C617", Severity: diag.Error, Args: 1},   // own reports declared public rows
	diag.Kind{Code: "C618", Severity: diag.Error, Args: 1},   // not a text
	diag.Kind{Code: "C619", Severity: diag.Error, Args: 1},   // not a list
	diag.Kind{Code: "C622", Severity: diag.Error, Args: 1},   // not a number
	diag.Kind{Code: "C624", Severity: diag.Error, Args: 1},   // not true or false
	diag.Kind{Code: "C625", Severity: diag.Error, Args: 1},   // not a table
	diag.Kind{Code: "C626", Severity: diag.Error, Args: 2},   // a text without quotation marks
	diag.Kind{Code: "C627", Severity: diag.Error},            // a text that is not closed
	diag.Kind{Code: "C628", Severity: diag.Error, Args: 1},   // a key twice
	diag.Kind{Code: "C629", Severity: diag.Error},            // no equals sign
	diag.Kind{Code: "C630", Severity: diag.Error},            // a list or table that is not closed, or a comma
	diag.Kind{Code: "C631", Severity: diag.Error},            // a heading that is not closed
	diag.Kind{Code: "R448", Severity: diag.Error, Args: 3},   // a licence level above what the data set's terms allow
)

// ID is the form of the ids of studies, sources, questions and offices.
var ID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check reports what is missing or contradicts itself in a loaded study.
// Readers are the names a source may choose from.
func Check(s Study, fsys fs.FS, readers []string) diag.List {
	var l diag.List
	at := func(key string) diag.At { return at(fsys, Manifest, key) }
	need(&l, at("id"), "id", s.ID)
	if s.ID != "" && !ID.MatchString(s.ID) {
		l.Add("C603", at("id"), "id", s.ID, "mali, central-african-republic")
	}
	if !slices.Contains([]source.Nature{source.Real, source.Partial, source.Fictional}, s.Nature) {
		l.Add("C603", at("nature"), "nature", string(s.Nature), "real, partial, fictional")
	}
	if s.Nature == source.Fictional && s.Country != "" {
		l.Add("C613", at("country"), s.Country)
	}
	if len(s.Languages) == 0 {
		l.Add("C604", at("languages"), "languages")
	}
	speaks := s.Languages
	words(&l, at("title"), "title", s.Title, speaks, true)
	words(&l, at("country_name"), "country_name", s.CountryIn, speaks, true)
	words(&l, at("summary"), "summary", s.Summary, speaks, false)
	seen := map[string]bool{}
	for _, q := range s.Questions {
		if q.ID == "" || seen[q.ID] {
			l.Add("C610", at("questions"), q.ID)
		}
		seen[q.ID] = true
		words(&l, at("questions"), "questions."+q.ID+".asks", q.Asks, speaks, true)
		if _, ok := s.Texts[q.Text]; q.Text != "" && !ok {
			l.Add("C611", at("questions"), q.ID, q.Text)
		}
	}
	for name, x := range s.Texts {
		for _, t := range speaks {
			if strings.TrimSpace(x[t]) == "" {
				l.Add("C605", diag.At{File: "text/" + string(t) + "/" + name + ".md"}, name, string(t))
			}
		}
	}
	for _, r := range s.Recalled {
		need(&l, at("recalled"), "recalled.release", r.Release)
		if d, err := when.Parse(r.On); err != nil || d.From != d.To {
			l.Add("C603", at("recalled"), "recalled.on", r.On, "2026-11-24")
		}
		words(&l, at("recalled"), "recalled.why", r.Why, speaks, true)
	}
	if len(s.Sources) == 0 {
		l.Add("C614", diag.At{File: "sources"}, s.ID)
	}
	for _, x := range s.Sources {
		checkSource(&l, x, fsys, readers, speaks)
	}
	for _, o := range s.Organisations {
		printable(&l, at("organisations"), o.URL)
	}
	alike(&l, s.Sources)
	l.Sort()
	return l
}

// ceilings are the most that the terms of a data set let out, by its reader: no
// licence a study writes down can give away what its licensor keeps.
var ceilings = map[string]source.Level{"acled": source.Aggregates, "gtd": source.Aggregates}

func checkSource(l *diag.List, x source.Source, fsys fs.FS, readers []string, speaks []lang.Tag) {
	at := func(key string) diag.At { return at(fsys, x.File, key) }
	need(l, at("id"), "id", x.ID)
	words(l, at("name"), "name", x.Name, speaks, true)
	if !slices.Contains(source.Classes, x.Class) {
		all := make([]string, len(source.Classes))
		for i, c := range source.Classes {
			all[i] = string(c)
		}
		l.Add("C603", at("class"), "class", string(x.Class), strings.Join(all, ", "))
	}
	if !slices.Contains(readers, x.Reader) {
		l.Add("C609", at("reader"), x.Reader, strings.Join(readers, ", "))
	}
	for _, f := range x.Files {
		if !fs.ValidPath(f) {
			l.Add("C615", at("files"), f)
		} else if _, err := fs.Stat(fsys, f); errors.Is(err, fs.ErrNotExist) {
			l.Add("C608", at("files"), f)
		}
	}
	if x.Licence.Level == source.None {
		l.Add("C607", at("licence"), x.ID)
	}
	if most, ok := ceilings[x.Reader]; ok && (x.Licence.Level > most || x.Protection.Public) {
		l.Add("R448", at("licence"), x.ID, x.Licence.Level.String(), most.String())
	}
	if x.Protection.OwnReports && x.Protection.Public {
		l.Add("C617", at("protection"), x.ID)
	}
	printable(l, at("url"), x.URL)
	printable(l, at("licence"), x.Licence.URL)
	words(l, at("cannot_see"), "cannot_see", x.CannotSee, speaks, false)
	if len(x.CannotSee) == 0 {
		l.Add("C612", at("cannot_see"), x.ID)
	}
}

// alike reports the first pair of sources whose share-alike licences exclude
// each other: figures made from both could be printed under neither.
func alike(l *diag.List, xs []source.Source) {
	first := -1
	for i, x := range xs {
		if !x.Licence.ShareAlike {
			continue
		}
		if first < 0 {
			first = i
		} else if xs[first].Licence.Name != x.Licence.Name {
			l.Add("C616", diag.At{File: x.File, Field: "licence"}, xs[first].ID, x.ID)
		}
	}
}

// printable asks that an address, where there is one, may be printed as a link.
func printable(l *diag.List, at diag.At, s string) {
	if _, ok := address.Printable(s); s != "" && !ok {
		l.Add("C640", at, s)
	}
}

func need(l *diag.List, at diag.At, key, value string) {
	if strings.TrimSpace(value) == "" {
		l.Add("C604", at, key)
	}
}

// words asks for a text, and for it in every language of the study.
func words(l *diag.List, at diag.At, key string, x lang.Text, speaks []lang.Tag, needed bool) {
	if len(x) == 0 {
		if needed {
			l.Add("C604", at, key)
		}
		return
	}
	for _, t := range speaks {
		if strings.TrimSpace(x[t]) == "" {
			l.Add("C605", at, key, string(t))
		}
	}
}

func at(fsys fs.FS, file, key string) diag.At {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return diag.At{File: file, Field: key}
	}
	return atKey(file, b, key)
}

// Tracked reports files below private/ that git tracks: names is what
// `git ls-files` gives for the workplace.
func Tracked(names []string) diag.List {
	var l diag.List
	for _, n := range names {
		if n == "private" || strings.HasPrefix(n, "private/") {
			l.Add("C606", diag.At{File: "private"}, n)
		}
	}
	l.Sort()
	return l
}
