package press

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/protect"
)

// rowsFolders begin with this: they stand beside the releases of a study.
const rowsFolders = "microdata-"

// RowsFolder is where the rows of a release stand, below a printed folder.
func RowsFolder(r protect.Rows) string {
	return out.Slug(r.Study()) + "/" + rowsFolders + out.Slug(r.Survey()) + "-" + out.Slug(r.ID())
}

// WriteRows prints a file of rows below dir: the rows as CSV, what its columns
// are and what it promises in each language, and that as JSON. What stands there
// already and is the same is kept; what is not is refused (fault.Conflict). It
// gives the sums of what stands there then.
func WriteRows(r protect.Rows, dir string) (sums Sums, wrote bool, err error) {
	defer fault.Wrap(&err, "print rows of %s", r.Survey())
	files, err := rowsFiles(r)
	if err != nil {
		return nil, false, err
	}
	at := filepath.Join(dir, filepath.FromSlash(RowsFolder(r)))
	sums = Sums{}
	for _, f := range files {
		sums[RowsFolder(r)+"/"+f.path] = hash(f.data)
	}
	if _, err := os.Stat(at); err == nil {
		have, err := Standing(at)
		if err != nil {
			return nil, false, err
		}
		under := Sums{}
		for p, sum := range have {
			under[RowsFolder(r)+"/"+p] = sum
		}
		if differs := Compare(under, sums, ""); len(differs) > 0 {
			name := strings.TrimPrefix(differs[0].At.File, "/"+RowsFolder(r)+"/")
			return nil, false, fault.New(fault.Conflict, "P512", r.Study(), r.Survey()+" "+r.ID(), name)
		}
		return sums, false, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	folders, _ := modes(at)
	if err := os.MkdirAll(filepath.Dir(at), folders); err != nil {
		return nil, false, err
	}
	var ps []packed
	for _, f := range files {
		ps = append(ps, packed{file: f})
	}
	_, _, err = lay(at, ps)
	return sums, err == nil, err
}

// rowsFiles makes the files: the same bytes each time.
func rowsFiles(r protect.Rows) ([]file, error) {
	name := out.Slug(r.Survey()) + "-" + out.Slug(r.ID())
	var table bytes.Buffer
	var names []string
	for _, c := range r.Columns() {
		names = append(names, c.Name)
	}
	err := out.RowsCSV(&table, names, func(yield func([]string) bool) {
		for i := range r.Len() {
			if !yield(r.Row(i)) {
				return
			}
		}
	}, r.Nature())
	if err != nil {
		return nil, err
	}
	var cert bytes.Buffer
	enc := json.NewEncoder(&cert)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(map[string]any{"format": protect.RowsFormat, "study": r.Study(), "nature": r.Nature(), "survey": r.Survey(), "release": r.ID(),
		"date": r.Date(), "profile": r.For(), "pins": r.Pins(), "about": r.About(), "columns": r.Columns(), "certificate": r.Certificate(), "rows": hash(table.Bytes())}); err != nil {
		return nil, fmt.Errorf("encode certificate: %w", err)
	}
	files := []file{{path: name + ".csv", data: table.Bytes()}, {path: "certificate.json", data: cert.Bytes()}}
	for _, t := range lang.Complete {
		files = append(files, file{path: "codebook." + string(t) + ".md", data: []byte(codebook{r, lang.For(t)}.text())})
	}
	return files, nil
}
