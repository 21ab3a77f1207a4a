package cli

import "github.com/spf13/cobra"

// tools are the constructors of the verbs under dires tool: they work on
// files and need no study.
var tools = []func(*app) *cobra.Command{
	newToolAgree,
	newToolLink,
	newToolEstimate,
	newToolWords,
	newToolAudit,
}

func newTool(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:  "tool",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, t := range tools {
		c.AddCommand(t(a))
	}
	return c
}

func newForm(a *app) *cobra.Command { return formVerbs(a.tag) }
