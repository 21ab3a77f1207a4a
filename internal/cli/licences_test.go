package cli

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var updateLicences = flag.Bool("update-licences", false, "write licences.txt from the module cache")

// goModule is one module linked into the program.
type goModule struct{ path, version, dir string }

// linkedModules lists the modules linked into cmd/dires for any system we ship for.
func linkedModules(t *testing.T) []goModule {
	t.Helper()
	seen := map[goModule]bool{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-f",
			"{{with .Module}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}", "../../cmd/dires")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("needs the go command: %v", err)
		}
		for line := range strings.Lines(string(out)) {
			f := strings.Split(strings.TrimSpace(line), "\t")
			if len(f) == 3 && f[1] != "" {
				seen[goModule{f[0], f[1], f[2]}] = true
			}
		}
	}
	var all []goModule
	for m := range seen {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b goModule) int { return strings.Compare(a.path, b.path) })
	return all
}

// licenceOf reads the licence and notice files of a module.
func licenceOf(t *testing.T, m goModule) string {
	t.Helper()
	var b strings.Builder
	for _, pattern := range []string{"LICEN[CS]E*", "COPYING*", "NOTICE*"} {
		names, _ := filepath.Glob(filepath.Join(m.dir, pattern))
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				continue // a folder of licences: its texts are named elsewhere
			}
			fmt.Fprintf(&b, "%s\n\n", strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	if b.Len() == 0 {
		t.Errorf("%s %s has no licence file", m.path, m.version)
	}
	return b.String()
}

// The list printed by `dires version --licences` names every linked module
// with its version and has its licence. -update-licences writes it.
func TestLicencesAreComplete(t *testing.T) {
	mods := linkedModules(t)
	if *updateLicences {
		var b strings.Builder
		b.WriteString("Dires is licensed under the Apache License, version 2.0.\n" +
			"It contains the modules below, each under its own licence.\n\n")
		for _, m := range mods {
			fmt.Fprintf(&b, "==== %s %s\n\n%s", m.path, m.version, licenceOf(t, m))
		}
		if err := os.WriteFile("licences.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	var want, got []string
	for _, m := range mods {
		want = append(want, "==== "+m.path+" "+m.version)
	}
	for line := range strings.Lines(licences) {
		if strings.HasPrefix(line, "==== ") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("licences.txt does not name the linked modules; run: go test ./internal/cli -run Licences -update-licences\n"+
			"got %v\nwant %v", got, want)
	}
}
