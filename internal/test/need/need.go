// Package need lets a test ask for what not every machine has: a program, or
// the shared folder beside the project. Where it is missing the test skips and
// says so; under DIRES_REQUIRE_ALL=1 a skip is a failure. It serves tests only.
package need

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Program returns the path of the first of the named programs that is
// installed, and skips the test if none is.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, n := range names {
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	miss(t, "needs the program "+names[0])
	return ""
}

// Shared returns the path of something in the folder shared beside the
// project, and skips the test where that stands alone: its absence is never a
// failure, for the project must work without it.
func Shared(t testing.TB, rel string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("need: no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	p := filepath.Join(filepath.Dir(dir), "shared", filepath.FromSlash(rel))
	if _, err := os.Stat(p); err != nil {
		t.Skipf("needs shared/%s beside the project", rel)
	}
	return p
}

// Missing skips the test, or fails it under DIRES_REQUIRE_ALL=1, for a reason
// a caller found out itself.
func Missing(t testing.TB, why string) { t.Helper(); miss(t, why) }

func miss(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("DIRES_REQUIRE_ALL") == "1" {
		t.Fatal(why + "; .ci/run installs it")
	}
	t.Skip(why)
}
