package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/term"
)

func newEvent(a *app) *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: "event", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.event(c.Context(), args, all) },
	}
	c.Flags().BoolVar(&all, "all", false, "")
	return c
}

func (a *app) event(ctx context.Context, args []string, all bool) error {
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	es, err := d.Events(ctx, id)
	if err != nil {
		return err
	}
	types, err := a.typesOf(id)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		shown := 0
		for _, e := range es {
			if all || len(e.Members) > 1 {
				a.printEvent(e, types, false)
				shown++
			}
		}
		switch {
		case a.json || shown > 0:
		case len(es) == 0:
			fmt.Fprintln(a.Err, a.printer().Say("cli.no-event-yet"))
		default:
			fmt.Fprintln(a.Err, a.printer().Say("cli.no-event"))
		}
		return nil
	}
	for _, e := range es {
		if slices.ContainsFunc(e.Members, func(m event.Member) bool { return m.Claim.String() == args[0] && m.Relation == event.Same }) {
			a.printEvent(e, types, true)
			return nil
		}
	}
	return fault.New(fault.NotFound, "R449", args[0])
}

// spread is the spread of an event, as it is printed.
type spread struct {
	When   string   `json:"when"`
	Places []string `json:"places"`
	Km     *float64 `json:"km,omitempty"` // between the farthest points, where there are two
	Low    *int     `json:"deaths_low,omitempty"`
	High   *int     `json:"deaths_high,omitempty"`
}

func spreadOf(e event.Event) spread {
	w := e.WhereSpread()
	s := spread{When: e.WhenSpread().String(), Places: w.Places}
	if w.Points > 1 {
		km := round(w.Km, 1)
		s.Km = &km
	}
	if d, ok := e.DeathsSpread(); ok {
		s.Low, s.High = &d.Low, &d.High
	}
	return s
}

func (a *app) printEvent(e event.Event, types term.Crosswalk, whole bool) {
	p, s := a.printer(), spreadOf(e)
	if a.json {
		a.object(map[string]any{"type": "event", "id": e.ID, "part_of": e.PartOf, "members": e.Members, "spread": s})
		return
	}
	deaths := "–"
	if s.Low != nil {
		deaths = p.Range(float64(*s.Low), float64(*s.High), 0)
		if *s.Low == *s.High {
			deaths = strconv.Itoa(*s.Low)
		}
	}
	where := strings.Join(s.Places, " / ")
	if s.Km != nil {
		where += " " + p.Say("cli.event-apart", p.Float(*s.Km, 1))
	}
	fmt.Fprintf(a.Out, "%s  %s\n", e.ID, p.Say("cli.event-spread", s.When, where, deaths))
	if e.PartOf != "" {
		fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.event-part-of", e.PartOf))
	}
	if !whole {
		return
	}
	for i, m := range e.Members {
		fmt.Fprintf(a.Out, "  %s\n", strings.Join(filled(m.Claim.String(), p.Say("cli.event-is-"+string(m.Relation)), a.holder(m)), "  "))
		if in := e.Claims[i].Incident; in != nil {
			where := strings.Join(filled(in.Where.Name, in.Where.Admin2, in.Where.Admin1), ", ")
			fmt.Fprintf(a.Out, "      %s\n", strings.Join(filled(whenWords(p, in.When), where, typeWords(p, types, e.Claims[i]), deathsOf(in.Deaths)), "  "))
		}
	}
	v := e.At()
	best := "–"
	if v.Deaths.Best != nil {
		best = strconv.Itoa(*v.Deaths.Best)
	}
	fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.event-view", v.When.String(), strings.Join(filled(v.Where.Name, v.Where.Admin2, v.Where.Admin1), ", "), p.Say("policy."+string(event.MostPrecise)), best, p.Say("policy."+string(event.MedianBest))))
}

// holder says who holds a claim in its event, and how surely.
func (a *app) holder(m event.Member) string {
	p := a.printer()
	switch {
	case m.DecidedBy == "person":
		return p.Say("cli.event-by-person")
	case strings.HasPrefix(m.DecidedBy, "link:"):
		return p.Say("cli.event-by-program", p.Percent(m.Probability, 0), strings.TrimPrefix(m.DecidedBy, "link:"))
	}
	return ""
}

// deathsOf is a death toll as a source gives it: best (low–high).
func deathsOf(d claim.Deaths) string {
	if d.Low == nil && d.Best == nil && d.High == nil {
		return ""
	}
	n := func(x *int) string {
		if x == nil {
			return "?"
		}
		return strconv.Itoa(*x)
	}
	s := n(d.Best)
	if d.Low != nil && d.High != nil && *d.Low != *d.High {
		s += " (" + n(d.Low) + "–" + n(d.High) + ")"
	}
	return s
}
