package study

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/when"
)

// Manifest is the file a study's folder is known by.
const Manifest = "study.toml"

// Load reads the study in the folder fsys: its manifest, sources/*.toml and
// text/<lang>/*.md. What is wrong in them is a finding with file and line, and
// the study is returned as far as it could be read; an error means that there
// is no study here (fault.NotFound) or that the disk failed.
func Load(fsys fs.FS) (s Study, found diag.List, err error) {
	defer fault.Wrap(&err, "load study")
	b, err := fs.ReadFile(fsys, Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil, fault.New(fault.NotFound, "E010", Manifest)
	}
	if err != nil {
		return s, nil, err
	}
	if !decode(Manifest, b, &s, &found) {
		return s, found, nil
	}
	if s.PeriodRaw != "" {
		if s.Period, err = when.Parse(s.PeriodRaw); err != nil {
			found.Add("C603", atKey(Manifest, b, "period"), "period", s.PeriodRaw, "2009/2022, 2012-01/2022-12")
			err = nil
		}
	}
	names, err := fs.Glob(fsys, "sources/*.toml")
	if err != nil {
		return s, found, err
	}
	for _, name := range names { // Glob sorts within one folder
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return s, found, err
		}
		var x source.Source
		if !decode(name, b, &x, &found) {
			continue
		}
		if i := slices.IndexFunc(s.Sources, func(y source.Source) bool { return y.ID == x.ID }); i >= 0 && x.ID != "" {
			found.Add("C610", atKey(name, b, "id"), x.ID)
			continue
		}
		x.File = name
		s.Sources = append(s.Sources, x)
	}
	slices.SortFunc(s.Sources, func(a, b source.Source) int { return strings.Compare(a.ID, b.ID) })
	s.Texts, err = texts(fsys)
	return s, found, err
}

func texts(fsys fs.FS) (map[string]lang.Text, error) {
	all := map[string]lang.Text{}
	names, err := fs.Glob(fsys, "text/*/*.md")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		b = bytes.ReplaceAll(bytes.TrimPrefix(b, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
		id, tag := strings.TrimSuffix(path.Base(name), ".md"), lang.Tag(path.Base(path.Dir(name)))
		if all[id] == nil {
			all[id] = lang.Text{}
		}
		all[id][tag] = string(b)
	}
	return all, nil
}

// Hash is the hash of the folder's files, names and contents in the order of
// the names: what an entry of the ledger pins. Files of the editor and of git
// (names that begin with a dot, or end in ~) are not of the study, nor is the
// inbox: what came in that way stands in the ledger itself.
func Hash(fsys fs.FS) (_ string, err error) {
	defer fault.Wrap(&err, "hash study")
	h := sha256.New()
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := name != "." && strings.HasPrefix(d.Name(), ".") || name == "inbox" || strings.HasSuffix(name, "~"); hidden && d.IsDir() {
			return fs.SkipDir
		} else if hidden || !d.Type().IsRegular() {
			return nil
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%x  %s\n", sha256.Sum256(b), name)
		return nil
	})
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
