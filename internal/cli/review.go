package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/reconcile"
	"github.com/dires/dires/internal/term"
	"github.com/dires/dires/internal/when"
)

// reviewing is what a review needs of the desk.
type reviewing interface {
	Proposal(ctx context.Context, id string) (reconcile.Proposal, []claim.Claim, error)
	Decisions(ctx context.Context, id string) ([]event.Decision, error)
	Decide(ctx context.Context, id string, x event.Decision) error
}

func newReview(a *app) *cobra.Command {
	var list bool
	var most int
	c := &cobra.Command{
		Use: "review", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case most < 0:
				return fault.New(fault.Invalid, "S354", most, "--most", "0 …")
			}
			id, err := a.id()
			if err != nil {
				return err
			}
			d, err := a.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			r := review{app: a, desk: d, id: id, by: a.by, keys: a.keys()}
			if err := r.load(c.Context(), most); err != nil {
				return err
			}
			if list || a.json { // nobody answers a program's questions
				return r.list()
			}
			return r.run(c.Context())
		},
	}
	c.Flags().BoolVar(&list, "list", false, "")
	c.Flags().IntVar(&most, "most", 0, "")
	return a.signs(c)
}

// review is one session at the queue.
type review struct {
	*app
	desk   reviewing
	id, by string
	keys   *keys
	prop   reconcile.Proposal
	queue  []reconcile.Question
	claims map[claim.Key]claim.Claim
	types  term.Crosswalk
	stands []event.Decision // in the order of the ledger
	made   []int            // places in the queue decided in this session
}

func (r *review) load(ctx context.Context, most int) (err error) {
	var cs []claim.Claim
	if r.prop, cs, err = r.desk.Proposal(ctx, r.id); err != nil {
		return err
	}
	if r.stands, err = r.desk.Decisions(ctx, r.id); err != nil {
		return err
	}
	if r.types, err = r.typesOf(r.id); err != nil {
		return err
	}
	r.claims = make(map[claim.Key]claim.Claim, len(cs))
	for _, c := range cs {
		r.claims[c.Key] = c
	}
	r.queue = r.prop.Queue
	if most > 0 && len(r.queue) > most {
		r.queue = r.queue[:most]
	}
	return nil
}

// list prints the queue: a line a pair, or an object.
func (r *review) list() error {
	p := r.printer()
	for i, q := range r.queue {
		if r.json {
			r.object(map[string]any{"type": "question", "a": q.A, "b": q.B, "relation": q.Relation, "taken": q.Taken, "probability": round(q.Probability, 4), "worth": round(q.Worth, 4), "twice": q.Twice})
			continue
		}
		fmt.Fprintf(r.Out, "%4d  %s  %s  %s\n", i+1, q.A, q.B, r.held(q))
	}
	if !r.json {
		fmt.Fprintln(r.Err, r.state(p.Say("cli.review-waiting", len(r.queue))))
	}
	return nil
}

// held says what the program holds of a pair.
func (r *review) held(q reconcile.Question) string {
	key := "cli.review-apart"
	if q.Taken {
		key = "cli.review-" + string(q.Relation)
	}
	p := r.printer()
	if q.Twice != "" {
		return p.Say("cli.review-twice-" + string(q.Twice))
	}
	return p.Say(key) + ", " + p.Percent(q.Probability, 0)
}

// state is the line of progress: how far, how often people and program agree,
// how many links are probably wrong.
func (r *review) state(first string) string {
	p := r.printer()
	says := []string{first}
	if agree, n := reconcile.Agreement(r.stands); n > 0 {
		says = append(says, p.Say("cli.review-agree", agree, n))
	}
	if q := r.prop.Quality; q.Links > 0 {
		says = append(says, p.Say("cli.review-quality", p.Percent(q.False, 1), p.Percent(q.FalseLow, 1), p.Percent(q.FalseHigh, 1),
			p.Percent(q.Missed, 1), p.Percent(q.MissLow, 1), p.Percent(q.MissHigh, 1)))
	}
	return strings.Join(says, " · ")
}

// run asks until the queue or the person is done.
func (r *review) run(ctx context.Context) error {
	p := r.printer()
	if len(r.queue) == 0 {
		fmt.Fprintln(r.Out, p.Say("cli.review-empty"))
		if len(reconcile.Standing(r.stands)) == 0 {
			return nil
		}
	}
	for i := 0; i <= len(r.queue); {
		next, err := i, error(nil)
		if i < len(r.queue) {
			r.show(i)
			next, err = r.answer(ctx, i)
		} else {
			next, err = r.last(ctx, i)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		i = next
	}
	r.say(r.state(p.Say("cli.review-done", len(r.made))))
	return nil
}

// answer takes one answer about pair i, and gives the pair to show next.
func (r *review) answer(ctx context.Context, i int) (next int, err error) {
	p := r.printer()
	for {
		r.ask(p.Say("cli.review-keys"))
		k, err := r.keys.key()
		if err != nil {
			fmt.Fprintln(r.Out)
			return i, err
		}
		q := r.queue[i]
		switch strings.ToLower(k) {
		case "s", "m":
			return i + 1, r.decide(ctx, i, q.A, q.B, event.SameEvent)
		case "d":
			return i + 1, r.decide(ctx, i, q.A, q.B, event.DifferentEvent)
		case "p":
			part, whole, err := r.whole(q)
			if err != nil {
				return i, err
			}
			return i + 1, r.decide(ctx, i, part, whole, event.APartOfB)
		case "u", "a":
			return r.undo(ctx, i)
		case "l":
			return r.undoOne(ctx, i)
		case "n", "":
			return i + 1, nil
		case "q":
			return i, io.EOF
		case "?":
			r.say(p.Say("cli.review-help"))
			continue
		}
		fmt.Fprintln(r.Out, p.Say("cli.review-which"))
	}
}

// last asks once more behind the last pair: every decision can be undone.
func (r *review) last(ctx context.Context, i int) (int, error) {
	if len(reconcile.Standing(r.stands)) == 0 {
		return i, io.EOF
	}
	r.ask(r.printer().Say("cli.review-end"))
	switch k, err := r.keys.key(); {
	case err != nil:
		fmt.Fprintln(r.Out)
		return i, err
	case strings.EqualFold(k, "u"), strings.EqualFold(k, "a"):
		return r.undo(ctx, i)
	case strings.EqualFold(k, "l"):
		return r.undoOne(ctx, i)
	case k == "?":
		r.say(r.printer().Say("cli.review-help"))
		return i, nil
	}
	return i, io.EOF
}

// whole says which of two records is the longer event: the program's proposal,
// the longer one where both dates are exact, else the person. A record known to
// a month is not longer than one of a day: its day is not known.
func (r *review) whole(q reconcile.Question) (part, whole claim.Key, err error) {
	if q.Relation == reconcile.PartOf {
		return q.A, q.B, nil
	}
	x, y := r.claims[q.A].Incident.When, r.claims[q.B].Incident.When
	a, b := x.Days(), y.Days()
	if x.Precision != when.Exact || y.Precision != when.Exact {
		a, b = 0, 0
	}
	for a == b {
		r.ask(r.printer().Say("cli.review-longer"))
		k, err := r.keys.key()
		if err != nil {
			fmt.Fprintln(r.Out)
			return part, whole, err
		}
		switch strings.ToLower(k) {
		case "1":
			a++
		case "2":
			b++
		}
	}
	if a > b {
		return q.B, q.A, nil
	}
	return q.A, q.B, nil
}

func (r *review) decide(ctx context.Context, i int, a, b claim.Key, says event.Verdict) error {
	q := r.queue[i]
	x := event.Decision{A: a, B: b, Says: says, By: r.by, Held: event.DifferentEvent, Probability: round(q.Probability, 4)}
	if q.Taken {
		x.Held = event.SameEvent
		if q.Relation == reconcile.PartOf {
			x.Held = event.APartOfB
		}
	}
	if q.Twice != "" { // the program holds nothing of two records of one source
		x.Held, x.Probability = "", 0
	}
	if err := r.desk.Decide(ctx, r.id, x); err != nil {
		return err
	}
	r.stands, r.made = append(r.stands, x), append(r.made, i)
	r.say(r.printer().Say("cli.review-decided-"+string(says), a.String(), b.String()))
	return nil
}
