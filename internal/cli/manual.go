package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/lang"
)

// Manual is docs/cli.md, or docs/cli.fr.md: every verb with its flags, from the
// tree itself.
func Manual(t lang.Tag) string {
	p, root := lang.For(t), newRoot(&app{})
	dress(root, p)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s %s\n\n", p.Say("help.title"), p.Say("help.made", "`go test ./internal/cli -run Manual -update`"), p.Say("help.other"))
	fmt.Fprintf(&b, "```\n%s\n```\n\n%s\n\n```\n%s```\n", statusTable(p), p.Say("help.every"), flagTable(root.PersistentFlags(), p))
	chapter(&b, root, p)
	return b.String()
}

func chapter(b *strings.Builder, c *cobra.Command, p lang.Printer) {
	for _, x := range c.Commands() {
		if x.Hidden {
			continue
		}
		fmt.Fprintf(b, "\n## %s\n\n%s\n", x.UseLine(), sentence(x.Short))
		if x.Long != x.Short {
			fmt.Fprintf(b, "\n```\n%s\n```\n", paragraphs(x.Long))
		}
		if own := x.LocalNonPersistentFlags(); own.HasAvailableFlags() {
			b.WriteString("\n```\n" + flagTable(own, p) + "```\n")
		}
		chapter(b, x, p)
	}
}
