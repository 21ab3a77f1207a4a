package folder

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/compare"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/internal/study"
)

var _ = diag.Codes(
	diag.Kind{Code: "N240", Severity: diag.Error, Args: 1},   // coding about a source the study does not have
	diag.Kind{Code: "N241", Severity: diag.Error, Args: 0},   // fewer than two coders
	diag.Kind{Code: "N242", Severity: diag.Warning, Args: 1}, // a unit twice
)

// codings reads coding/*.csv and *.xlsx: a column unit, a column source, and a column for
// each coder, by pseudonym; what each wrote apart.
func codings(fsys fs.FS, s study.Study) (ks []compare.Coding, found diag.List, err error) {
	defer fault.Wrap(&err, "read coding")
	names, err := fs.Glob(fsys, "coding/*.csv")
	if err != nil {
		return nil, nil, err
	}
	books, err := fs.Glob(fsys, "coding/*.xlsx")
	if err != nil {
		return nil, nil, err
	}
	names = append(names, slices.DeleteFunc(books, func(n string) bool { return strings.HasPrefix(path.Base(n), "~$") })...)
	slices.Sort(names)
	for _, name := range names {
		k, l, err := coding(fsys, s, name)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, l...)
		if l.Worst() < diag.Error {
			ks = append(ks, k)
		}
	}
	return ks, found, nil
}

func coding(fsys fs.FS, s study.Study, name string) (k compare.Coding, found diag.List, err error) {
	r, err := fsys.Open(name)
	if err != nil {
		return k, nil, err
	}
	defer r.Close()
	t, err := sheet.Open(path.Base(name), r, sheet.Options{Sheet: s.Sheets[name], Columns: []sheet.Column{{Name: "unit", Need: true}}, Private: true, All: true})
	if err != nil {
		return k, nil, err
	}
	k = compare.Coding{ID: strings.TrimSuffix(path.Base(name), path.Ext(name)), File: path.Base(name)}
	for _, h := range t.Head {
		if h != "" && h != "unit" && h != "source" && h != "fiction" {
			k.Coders = append(k.Coders, h)
		}
	}
	if !t.Has("unit") || len(k.Coders) < 2 {
		found.Add("N241", diag.At{File: name, Row: 1})
		return k, found, nil
	}
	seen := map[string]bool{}
	var said diag.List
	for row := range t.Drain(&said) {
		u := row.Text("unit")
		if u == "" || seen[u] {
			found.Add("N242", diag.At{File: name, Row: row.N, Field: "unit"}, u)
			continue
		}
		seen[u] = true
		if k.Source == "" {
			k.Source = row.Text("source")
		}
		codes := make([]string, len(k.Coders))
		for i, c := range k.Coders {
			codes[i] = row.Text(c)
		}
		k.Units, k.Codes = append(k.Units, u), append(k.Codes, codes)
	}
	for i := range said {
		said[i].At.File = name
	}
	found = append(found, said...)
	if _, ok := s.Source(k.Source); !ok {
		found.Add("N240", diag.At{File: name, Field: "source"}, k.Source)
	}
	return k, found, t.Err()
}
