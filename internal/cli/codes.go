package cli

import (
	"fmt"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/lang"
)

// Codes is docs/codes.md: every finding and refusal with its words in both
// languages, from the catalogue itself.
func Codes() string {
	var b strings.Builder
	b.WriteString("# Findings and refusals\n\nMade from the program by `go test ./internal/cli -run Manual -update`; a test compares. `dires help CODE` prints the same. Where a sentence names a value, … stands for it.\n" +
		"A finding is about data: the row or cell is named, and the rest goes on. A refusal ends a command. Codes are never reused.\n\n" +
		"| code | | français | English |\n|---|---|---|---|\n")
	fr, en := lang.For(lang.French), lang.For(lang.English)
	cell := strings.NewReplacer("|", "\\|", "\n", " ")
	for _, k := range lang.Keys() {
		if !codeForm.MatchString(k) {
			continue
		}
		kind := "refusal"
		if f, ok := diag.Known(diag.Code(k)); ok {
			kind = f.Severity.String()
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", k, kind, cell.Replace(fr.Outline(k)), cell.Replace(en.Outline(k)))
	}
	return b.String()
}
