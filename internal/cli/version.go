package cli

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version of this source. It is raised in the commit that
// closes a release, so that a program knows it whatever its build flags.
const release = "v0.2.0"

// licences holds the name, version and licence of every module that is linked
// into the program. TestLicencesAreComplete writes and checks it.
//
//go:embed licences.txt
var licences string

// Version is the program's version, as editions pin it: the release, and the
// commit where the build knows it.
func Version() string {
	rev, dirty := "", ""
	if b, ok := debug.ReadBuildInfo(); ok {
		for _, s := range b.Settings {
			switch {
			case s.Key == "vcs.revision":
				rev = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				dirty = ".changed"
			}
		}
	}
	if len(rev) < 12 {
		return release
	}
	return release + "+" + rev[:12] + dirty
}

func newVersion(a *app) *cobra.Command {
	full, bom := false, false
	c := &cobra.Command{
		Use: "version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if full {
				_, err := fmt.Fprint(a.Out, licences)
				return err
			}
			if bom {
				e := json.NewEncoder(a.Out)
				e.SetIndent("", "  ")
				return e.Encode(sbom())
			}
			system := runtime.GOOS + "/" + runtime.GOARCH
			if a.json {
				a.object(map[string]string{
					"type": "version", "version": Version(), "go": runtime.Version(), "system": system,
				})
				return nil
			}
			_, err := fmt.Fprintf(a.Out, "dires %s (%s, %s)\n", Version(), runtime.Version(), system)
			return err
		},
	}
	c.Flags().BoolVar(&full, "licences", false, "")
	c.Flags().BoolVar(&bom, "sbom", false, "")
	return c
}
