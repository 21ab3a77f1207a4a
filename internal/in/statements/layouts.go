package statements

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Codes A441, A442.
var _ = diag.Codes(
	diag.Kind{Code: "A441", Severity: diag.Warning, Args: 2}, // a mapping to a column nobody knows
	diag.Kind{Code: "A442", Severity: diag.Warning, Args: 0}, // a row of the mapping with an empty cell
)

// What a file of a register holds, told from its name.
const (
	KindMeasures claim.Kind = "measures"
	KindOrgs     claim.Kind = "organisations"
)

// FileKind gives what a file's name announces: a kind of statement,
// [KindMeasures] or [KindOrgs].
func FileKind(file string) (claim.Kind, bool) {
	base := lang.Fold(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	for _, w := range strings.Fields(base) {
		switch w {
		case "measures", "mesures":
			return KindMeasures, true
		case "organisations", "organizations", "orgs":
			return KindOrgs, true
		}
	}
	return KindOf(file)
}

// Mapping is the file of a study's own headers: file, header, column.
const Mapping = "register/columns.csv"

// Layouts reads the mapping of a study's own layouts: per file (by its base
// name), header → canonical column. A study need not have it.
func Layouts(fsys fs.FS) (m map[string]map[string]string, found diag.List, err error) {
	m = map[string]map[string]string{}
	f, err := fsys.Open(Mapping)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	t, err := sheet.Open(Mapping, f, sheet.Options{})
	if err != nil {
		return nil, nil, err
	}
	if err := t.Match([]sheet.Column{{Name: "file", Also: []string{"fichier"}, Need: true}, {Name: "header", Also: []string{"en-tete"}, Need: true},
		{Name: "column", Also: []string{"colonne"}, Need: true}, {Name: "fiction"}}); err != nil {
		return nil, nil, err
	}
	for r := range t.Rows() {
		file, header, column := r.Text("file"), r.Text("header"), r.Text("column")
		if file == "" || header == "" || column == "" {
			r.Find("A442", "column")
		} else if all := columnsOfFile(file); !slices.Contains(all, column) {
			r.Find("A441", "column", column, hint(column, all))
		} else {
			if m[file] == nil {
				m[file] = map[string]string{}
			}
			m[file][header] = column
		}
		found = append(found, within(Mapping, r.Found())...)
	}
	return m, append(found, t.Found()...), t.Err()
}

// columnsOfFile lists the canonical columns a file may have, by its name.
func columnsOfFile(file string) (names []string) {
	k, ok := FileKind(file)
	switch {
	case !ok:
		return nil
	case k == KindMeasures || k == KindOrgs:
		cs := measureColumns
		if k == KindOrgs {
			cs = orgColumns
		}
		for _, c := range cs {
			names = append(names, c.Name)
		}
	default:
		for c := range columnsOf(k) {
			names = append(names, c)
		}
	}
	slices.Sort(names)
	return names
}

// within names the file by its path in the study.
func within(file string, l diag.List) diag.List {
	for i := range l {
		l[i].At.File = file
	}
	return l
}
