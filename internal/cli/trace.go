package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
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
			fmt.Fprintf(a.Out, "  %s  %s\n", end(e), a.gist(t.Figure.ID, e))
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
func (a *app) gist(id string, e desk.End) string {
	p := a.printer()
	c := e.Claim
	switch {
	case c.Incident != nil:
		return c.Incident.When.String() + a.deaths(c.Incident.Deaths)
	case c.Deaths != nil:
		return c.Deaths.When.String() + a.deaths(c.Deaths.Deaths)
	}
	if c.Kind == "" && !strings.HasPrefix(id, "perception.") { // a measure, or what else the register lists
		return p.Say("cli.trace-register")
	}
	if c.Kind == "" { // somebody's answers: what they are is between them and the survey
		return p.Say("cli.trace-answers")
	}
	return p.Say("told."+string(c.Kind)) + "  " + c.Said.On.String()
}

// deaths words a toll as it was given: a number, a range, or at least.
func (a *app) deaths(d claim.Deaths) string {
	p := a.printer()
	switch {
	case d.Low != nil && d.High != nil && *d.Low != *d.High:
		return "  " + p.Say("cli.trace-deaths-range", *d.Low, *d.High)
	case d.Best != nil:
		return "  " + p.Say("cli.trace-deaths", *d.Best)
	case d.Low != nil:
		return "  " + p.Say("cli.trace-deaths-least", *d.Low)
	case d.High != nil:
		return "  " + p.Say("cli.trace-deaths-most", *d.High)
	}
	return ""
}
