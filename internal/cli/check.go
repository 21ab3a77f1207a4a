package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/study"
	"github.com/dires/dires/internal/term"
)

// readers are the names a source may choose from in its file.
var readers = []string{"areas", "reports", "statements", "ucdp"}

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "say what is wrong or missing in the study's folder", Args: cobra.NoArgs,
		Long: "Check reads the folder of each study (or of the one named by --study) and says, for\neach finding, the file and line, and what to do. It changes nothing. Exit status 3\nwhere a study cannot be used as it is, or git tracks something private.",
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
}

func (a *app) check(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "check")
	dirs, err := a.folders()
	if err != nil {
		return err
	}
	all := tracked(ctx, a.dir)
	for _, dir := range dirs {
		fsys := os.DirFS(dir)
		s, l, err := study.Load(fsys)
		if err != nil {
			return err
		}
		if l.Worst() < diag.Error {
			l = append(l, study.Check(s, fsys, readers)...)
			types, err := crosswalk(fsys, "terms/types.csv")
			if err != nil {
				return err
			}
			l = append(l, types...)
		}
		for i := range l {
			l[i].At.File = filepath.Base(dir) + "/" + l[i].At.File
		}
		all = append(all, l...)
		if len(l) == 0 && !a.json {
			fmt.Fprintln(a.Out, a.printer().Say("cli.study-good", filepath.Base(dir)))
		}
	}
	a.findings(all)
	if all.Worst() == diag.Error {
		return fault.Findings
	}
	return nil
}

// crosswalk gives what is wrong in a file of terms; a study need not have it.
func crosswalk(fsys fs.FS, name string) (diag.List, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, found, err := term.ReadCrosswalk(name, f)
	return found, err
}

// folders are those of the workplace's studies, or of the one that was named.
func (a *app) folders() ([]string, error) {
	root := a.dir
	if root == "" {
		root = "."
	}
	if _, err := os.Stat(filepath.Join(root, "dires.toml")); errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NoPlace, "E003")
	}
	if a.study != "" {
		if a.study != filepath.Base(a.study) {
			return nil, fault.New(fault.Invalid, "E011", a.study)
		}
		return []string{filepath.Join(root, "studies", a.study)}, nil
	}
	names, err := filepath.Glob(filepath.Join(root, "studies", "*", study.Manifest))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fault.New(fault.NotFound, "E012")
	}
	for i := range names {
		names[i] = filepath.Dir(names[i])
	}
	return names, nil
}

// tracked asks git what it tracks of the private folder; without git, or
// outside a repository, nothing is.
func tracked(ctx context.Context, root string) diag.List {
	git := exec.CommandContext(ctx, "git", "ls-files", "--", "private")
	git.Dir = root
	out, err := git.Output()
	if err != nil {
		return nil
	}
	return study.Tracked(strings.Fields(string(out)))
}
