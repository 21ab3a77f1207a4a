package cli

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

var codeForm = regexp.MustCompile(`^[A-Za-z][0-9]{3}$`)

// newHelp explains a verb, or the code of a finding or refusal.
func newHelp(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "help",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && codeForm.MatchString(args[0]) {
				return a.explain(strings.ToUpper(args[0]))
			}
			x, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownVerb(c.Root(), strings.Join(args, " "))
			}
			return x.Help()
		},
	}
}

// explain prints what a code says; an ellipsis stands for what it is told of.
func (a *app) explain(code string) error {
	text, ok := lang.Lookup(code)
	if !ok {
		return fault.New(fault.NotFound, "E004", code)
	}
	words := a.printer().Outline(code)
	k, finding := diag.Known(diag.Code(code))
	if a.json {
		m := map[string]any{"type": "code", "code": code, "text": text}
		if finding {
			m["severity"] = k.Severity.String()
		}
		a.object(m)
		return nil
	}
	head := code
	if finding {
		head += " (" + a.printer().Say("severity."+k.Severity.String()) + ")"
	}
	if _, err := fmt.Fprintf(a.Out, "%s: %s\n", head, words); err != nil {
		return err
	}
	where, said, ok := a.printer().Example(code)
	if !ok {
		return nil
	}
	if where != "" {
		said = where + ": " + said
	}
	_, err := fmt.Fprintln(a.Out, a.printer().Say("cli.help-example", said))
	return err
}
