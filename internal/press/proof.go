package press

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
)

// What verifying a printed folder finds.
const (
	FileAltered diag.Code = "P515" // path
	FileMissing diag.Code = "P516" // path
	FileAdded   diag.Code = "P517" // path
	NoRecord    diag.Code = "P518" // folder
)

var _ = diag.Codes(
	diag.Kind{Code: FileAltered, Severity: diag.Error, Args: 1},
	diag.Kind{Code: FileMissing, Severity: diag.Error, Args: 1},
	diag.Kind{Code: FileAdded, Severity: diag.Error, Args: 1},
	diag.Kind{Code: NoRecord, Severity: diag.Error, Args: 1}, // what was printed there cannot be read from the ledger
)

// Sums are the SHA-256 of printed files, in hex, by their path below the printed
// folder. The ledger keeps them: a manifest that stands beside what it describes
// can be altered with it.
type Sums map[string]string

// Standing takes the sums of everything that stands below a printed folder; of
// what is no plain file the sum is "". A folder .git at the top is left out: pages
// may be sent from there.
func Standing(dir string) (Sums, error) {
	s := Sums{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			return fs.SkipAll
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		switch {
		case err != nil:
			return err
		case rel == ".git" && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		sum := ""
		if d.Type().IsRegular() {
			if sum, err = sumOf(name); err != nil {
				return err
			}
		}
		s[filepath.ToSlash(rel)] = sum
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read printed folder: %w", err)
	}
	return s, nil
}

func sumOf(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Of are the sums for which one study answers: its releases, latest/ and its list
// of releases, and the pages around all studies. What the press did not print is
// not among them.
func (s Sums) Of(study string) Sums {
	own := Sums{}
	slug := out.Slug(study)
	for p, sum := range s {
		in, mine := strings.CutPrefix(p, slug+"/")
		folder, _, deep := strings.Cut(in, "/")
		_, release := s[slug+"/"+folder+"/manifest.json"]
		release = release || strings.HasPrefix(folder, rowsFolders)
		if mine && deep && release && !strings.HasPrefix(folder, ".") || surrounds(p) || mine && list(in) {
			own[p] = sum
		}
	}
	return own
}

// surrounds reports a page that belongs to no study.
func surrounds(p string) bool {
	if p == "robots.txt" {
		return true
	}
	p = bare(p)
	return p == "index.html" || slices.ContainsFunc(lang.Complete, func(t lang.Tag) bool { return p == string(t)+"/index.html" })
}

// list reports a list of releases in a study's folder.
func list(p string) bool {
	p = bare(p)
	return slices.ContainsFunc(lang.Complete, func(t lang.Tag) bool { return p == releasesName(t) })
}

// bare is the name of a page without the ending of a compressed sibling.
func bare(p string) string { return strings.TrimSuffix(strings.TrimSuffix(p, ".br"), ".gz") }

// under are the sums of a folder.
func (s Sums) under(folder string) Sums {
	in := Sums{}
	for p, sum := range s {
		if strings.HasPrefix(p, folder+"/") {
			in[p] = sum
		}
	}
	return in
}

// Text writes the sums as the programs sha256sum and shasum read them.
func (s Sums) Text() []byte {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "%s  %s\n", s[p], p)
	}
	return []byte(b.String())
}

// ParseSums reads what [Sums.Text] wrote.
func ParseSums(b []byte) (Sums, error) {
	s := Sums{}
	for line := range strings.Lines(string(b)) {
		sum, p, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(sum) != 2*sha256.Size {
			return nil, errors.New("read sums of printed files: not a list of sums")
		}
		s[p] = sum
	}
	return s, nil
}

// Joined puts the lists of studies together; pages around all studies are those of
// the list that was made last.
func Joined(lists map[string]Sums, last string) Sums {
	all := Sums{}
	for study, l := range lists {
		for p, sum := range l {
			if study == last || !surrounds(p) {
				all[p] = sum
			}
		}
	}
	return all
}

// Compare names each file of a printed folder that is not as it was printed, is
// missing, or was put there. A folder that is missing whole is named alone. at is
// how findings call the printed folder.
func Compare(have, want Sums, at string) (found diag.List) {
	gone := map[string]bool{}
	for _, p := range slices.Sorted(maps.Keys(want)) {
		sum, here := have[p]
		switch {
		case here && sum != want[p]:
			found.Add(FileAltered, diag.At{File: at + "/" + p}, at+"/"+p)
		case !here:
			name := at + "/" + have.highest(p)
			if !gone[name] {
				found.Add(FileMissing, diag.At{File: name}, name)
			}
			gone[name] = true
		}
	}
	for _, p := range slices.Sorted(maps.Keys(have)) {
		if _, known := want[p]; !known {
			found.Add(FileAdded, diag.At{File: at + "/" + p}, at+"/"+p)
		}
	}
	return found
}

// highest is the highest folder above a missing file in which nothing stands.
func (s Sums) highest(p string) string {
	for i := range p {
		if p[i] == '/' && len(s.under(p[:i])) == 0 {
			return p[:i+1]
		}
	}
	return p
}

// recalledRows reports a file of rows that the study takes back, by its folder.
func recalledRows(recalled []Recall, study, folder string) bool {
	return slices.ContainsFunc(recalled, func(r Recall) bool { return r.Study == study && r.Release == folder })
}

// Prepare looks at the releases of a study that stand in a printed folder before
// more is printed there. One that was altered since the ledger recorded it is
// refused (fault.Conflict): nothing may be recorded on top. One that was never
// recorded (a program was killed before) or was recalled is removed, if it is among
// those that will be printed, and so are a latest/ that was altered and the
// remains of a killed program.
func Prepare(dir, study string, printing []string, recorded Sums, recalled []Recall) (err error) {
	defer fault.Wrap(&err, "prepare printed folder")
	slug := out.Slug(study)
	ds, err := os.ReadDir(filepath.Join(dir, slug))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	have, err := Standing(filepath.Join(dir, slug))
	if err != nil {
		return err
	}
	for _, d := range ds {
		name := filepath.Join(dir, slug, d.Name())
		if strings.HasPrefix(d.Name(), ".new-") || d.IsDir() && strings.HasPrefix(d.Name(), ".") {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
			continue
		}
		if !d.IsDir() {
			continue
		}
		want := recorded.under(slug + "/" + d.Name())
		here := Sums{}
		for p, sum := range have.under(d.Name()) {
			here[slug+"/"+p] = sum
		}
		differs := Compare(here, want, "")
		rows := strings.HasPrefix(d.Name(), rowsFolders)
		if rows && recalledRows(recalled, study, d.Name()) {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
			continue
		}
		if len(differs) == 0 {
			continue
		}
		ours := rows || d.Name() == "latest" || slices.ContainsFunc(printing, func(r string) bool { return out.Slug(r) == d.Name() })
		back := slices.ContainsFunc(recalled, func(r Recall) bool { return r.Study == study && out.Slug(r.Release) == d.Name() })
		switch {
		case !ours:
			return fault.New(fault.Conflict, "P514", slug+"/"+d.Name())
		case d.Name() == "latest", len(want) == 0, back:
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		default:
			p := strings.TrimPrefix(differs[0].At.File, "/"+slug+"/"+d.Name()+"/")
			return fault.New(fault.Conflict, "P512", study, d.Name(), p)
		}
	}
	return nil
}
