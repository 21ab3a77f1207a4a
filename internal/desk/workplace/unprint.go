package workplace

import (
	"os"
	"path/filepath"

	"github.com/dires/dires/internal/fault"
)

// Unprint removes what was printed from editions that are not for everybody: the
// pages, which can be printed again, and the reports of a study. It gives what
// it removed, below the workplace.
func Unprint(root, id string) (removed []string, err error) {
	defer fault.Wrap(&err, "remove printed pages")
	dirs, err := filepath.Glob(filepath.Join(Private(root), "print", "*"))
	if err != nil {
		return nil, err
	}
	reports, err := filepath.Glob(filepath.Join(Private(root), "reports", "*"+id+"-*"))
	if err != nil {
		return nil, err
	}
	for _, p := range append(dirs, reports...) {
		if err := os.RemoveAll(p); err != nil {
			return removed, err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			rel = p
		}
		removed = append(removed, filepath.ToSlash(rel))
	}
	return removed, nil
}

// Standing are those of the files that are still in a study's folder.
func Standing(root, id string, files []string) (here []string) {
	for _, f := range files {
		if _, err := os.Stat(filepath.Join(Folder(root, id), filepath.FromSlash(f))); err == nil {
			here = append(here, f)
		}
	}
	return here
}
