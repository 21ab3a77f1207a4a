package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Manual is docs/cli.md: every verb with its flags, from the tree itself.
func Manual() string {
	root := newRoot(&app{})
	var b strings.Builder
	b.WriteString("# The command line\n\nMade from the program by `go test ./internal/cli -run Manual -update`; a test compares.\n\n")
	b.WriteString("```\n" + statusTable() + "\n```\n\nEvery verb takes:\n\n")
	b.WriteString("```\n" + root.PersistentFlags().FlagUsages() + "```\n")
	chapter(&b, root)
	return b.String()
}

func chapter(b *strings.Builder, c *cobra.Command) {
	for _, x := range c.Commands() {
		if x.Hidden {
			continue
		}
		fmt.Fprintf(b, "\n## %s\n\n%s.\n", x.UseLine(), strings.ToUpper(x.Short[:1])+x.Short[1:])
		if x.Long != "" {
			fmt.Fprintf(b, "\n```\n%s\n```\n", x.Long)
		}
		if x.LocalFlags().HasAvailableFlags() {
			b.WriteString("\n```\n" + x.LocalFlags().FlagUsages() + "```\n")
		}
		chapter(b, x)
	}
}
