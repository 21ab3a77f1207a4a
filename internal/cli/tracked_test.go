package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/test/need"
)

// Tables of what people said in confidence stand in the study's folder, where git
// would take them: check names each that it has, and no other.
func TestCheckNamesTablesOfOwnMaterialThatGitTracks(t *testing.T) {
	git := need.Program(t, "git")
	root := filepath.Join(t.TempDir(), "w")
	grove(t, root, 1)
	manifest := filepath.Join(root, "studies/orvanie/study.toml")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, bytes.Replace(b, []byte(`"fictional"`), []byte(`"real"`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	check := func() string {
		var out, errs bytes.Buffer
		Run(context.Background(), World{Args: []string{"check", "--dir", root}, In: strings.NewReader(""), Out: &out, Err: &errs,
			Env: func(string) string { return "" }, Now: time.Now})
		return out.String() + errs.String()
	}
	do := func(args ...string) {
		t.Helper()
		c := exec.Command(git, args...)
		c.Dir = root
		if b, err := c.CombinedOutput(); err != nil {
			t.Fatal(args, err, string(b))
		}
	}
	do("init", "-q")
	do("add", "studies/orvanie/register/measures.csv", "studies/orvanie/study.toml")
	if out := check(); strings.Contains(out, "D709") {
		t.Error(out)
	}
	do("add", "-f", "studies/orvanie/inbox/own.csv", "studies/orvanie/inbox/needs.csv")
	out := check()
	for _, name := range []string{"inbox/own.csv", "inbox/needs.csv"} {
		if !strings.Contains(out, name) {
			t.Errorf("%s is not named: %s", name, out)
		}
	}
	if strings.Contains(out, "measures.csv is tracked") {
		t.Error(out)
	}
}

// What is printed of an edition that is not for everybody is its owner's alone.
func TestWhatIsPrintedInPrivateIsTheOwnersAlone(t *testing.T) {
	root := filepath.Join(t.TempDir(), "w")
	grove(t, root, 1)
	for _, args := range [][]string{{"import"}, {"reconcile"}, {"release", "--profile", "internal"}, {"publish", "--profile", "internal"}, {"report", "--profile", "internal"}} {
		var out, errs bytes.Buffer
		if s := Run(context.Background(), World{Args: append(args, "--dir", root), In: strings.NewReader(""), Out: &out, Err: &errs,
			Env: func(string) string { return "" }, Now: time.Now}); s != 0 {
			t.Fatal(args, s, errs.String())
		}
	}
	n := 0
	err := filepath.WalkDir(filepath.Join(root, "private"), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		i, err := d.Info()
		if n++; err == nil && i.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", strings.TrimPrefix(p, root), i.Mode())
		}
		return err
	})
	if err != nil || n < 50 {
		t.Error(n, err)
	}
}
