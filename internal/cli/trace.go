package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/when"
)

func newTrace(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "trace", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.trace(c.Context(), args[0]) },
	}
}

func (a *app) trace(ctx context.Context, which string) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	ts, err := d.Trace(ctx, id, which, when.Of(a.Now()))
	if err != nil {
		return err
	}
	p := a.printer()
	for _, t := range ts {
		name := t.Figure.ID + ":" + strings.Join(t.Cell.At(), ",")
		if a.json {
			for _, e := range t.Ends {
				a.object(map[string]any{"type": "trace", "cell": name, "claim": e.Ref.Claim.String(), "file": e.Ref.File, "row": e.Ref.Row, "entry": e.Ref.Entry})
			}
			continue
		}
		fmt.Fprintf(a.Out, "%s  %s %s\n", name, out.Value(p, t.Figure.Unit, t.Cell), out.Spread(p, t.Figure.Unit, t.Cell))
		if len(t.Ends) == 0 {
			fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.nothing-found-in", p.List(t.Cell.Trace().Looked)))
		}
		for _, e := range t.Ends {
			fmt.Fprintf(a.Out, "  %s  %s\n", end(e), a.gist(e))
		}
	}
	return nil
}

// end says where a statement stands.
func end(e desk.End) string {
	s := e.Ref.Claim.String()
	if e.Ref.File != "" {
		s += fmt.Sprintf("  %s:%d", e.Ref.File, e.Ref.Row)
	}
	return s + fmt.Sprintf("  #%d", e.Ref.Entry)
}

// gist is what a statement says, in a few words: dates and counts, no names.
func (a *app) gist(e desk.End) string {
	p := a.printer()
	c := e.Claim
	switch {
	case c.Incident != nil:
		s := c.Incident.When.String()
		if d := c.Incident.Deaths; d.Best != nil {
			s += "  " + p.Say("cli.trace-deaths", *d.Best)
		}
		return s
	case c.Deaths != nil && c.Deaths.Deaths.Best != nil:
		return c.Deaths.When.String() + "  " + p.Say("cli.trace-deaths", *c.Deaths.Deaths.Best)
	}
	if c.Kind == "" { // somebody's answers: what they are is between them and the survey
		return p.Say("cli.trace-answers")
	}
	return p.Say("told."+string(c.Kind)) + "  " + c.Said.On.String()
}
