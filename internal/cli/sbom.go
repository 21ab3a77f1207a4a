package cli

import (
	"runtime/debug"
	"strings"
)

// sbom lists what this program contains as a CycloneDX 1.5 document: one
// component a linked module, with its package URL and its checksum in go.sum.
func sbom() map[string]any {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		b = &debug.BuildInfo{}
	}
	components := []map[string]any{}
	for _, m := range b.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		c := map[string]any{
			"type": "library", "name": m.Path, "version": m.Version,
			"purl": "pkg:golang/" + m.Path + "@" + m.Version,
		}
		if sum, ok := strings.CutPrefix(m.Sum, "h1:"); ok {
			c["properties"] = []map[string]string{{"name": "go:sum:h1", "value": sum}}
		}
		components = append(components, c)
	}
	return map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata": map[string]any{"component": map[string]string{
			"type": "application", "name": "dires", "version": Version(),
		}},
		"components": components,
	}
}
