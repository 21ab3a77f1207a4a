package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/dires/dires/internal/event"
	"github.com/dires/dires/internal/reconcile"
)

// undo takes back the last decision that stands, and goes back to its pair
// where it was made in this session.
func (r *review) undo(ctx context.Context, i int) (int, error) {
	last := reconcile.Standing(r.stands)
	if len(last) == 0 {
		fmt.Fprintln(r.Out, r.printer().Say("cli.review-nothing"))
		return i, nil
	}
	return r.takeBack(ctx, i, last[len(last)-1])
}

// undoOne lists the decisions that stand, the newest first, and takes back the
// one that is chosen, whenever and by whomever it was made.
func (r *review) undoOne(ctx context.Context, i int) (int, error) {
	p, all := r.printer(), undoable(r.stands)
	if len(all) == 0 {
		fmt.Fprintln(r.Out, p.Say("cli.review-nothing"))
		return i, nil
	}
	for n, x := range all {
		by := ""
		if x.By != "" {
			by = " (" + x.By + ")"
		}
		r.say(fmt.Sprintf("%4d  %s%s", n+1, p.Say("cli.review-decided-"+string(x.Says), x.A.String(), x.B.String()), by))
	}
	r.ask(p.Say("cli.review-choose", len(all)))
	n, err := r.keys.number()
	if err != nil {
		fmt.Fprintln(r.Out)
		return i, err
	}
	if n < 1 || n > len(all) {
		fmt.Fprintln(r.Out, p.Say("cli.review-kept"))
		return i, nil
	}
	return r.takeBack(ctx, i, all[n-1])
}

// undoable are the decisions that stand, the newest first; of several on one
// pair the newest alone can be taken back, and then the one before it.
func undoable(ds []event.Decision) (out []event.Decision) {
	for _, x := range slices.Backward(reconcile.Standing(ds)) {
		if !slices.ContainsFunc(out, func(y event.Decision) bool { return onePair(x, y) }) {
			out = append(out, x)
		}
	}
	return out
}

func onePair(x, y event.Decision) bool { return x.A == y.A && x.B == y.B || x.A == y.B && x.B == y.A }

// takeBack enters that a decision is undone; i is the pair to show next.
func (r *review) takeBack(ctx context.Context, i int, x event.Decision) (int, error) {
	u := event.Decision{A: x.A, B: x.B, Says: event.Undo, By: r.by}
	if err := r.desk.Decide(ctx, r.id, u); err != nil {
		return i, err
	}
	r.stands = append(r.stands, u)
	for n, at := range slices.Backward(r.made) {
		if q := r.queue[at]; onePair(x, event.Decision{A: q.A, B: q.B}) {
			i, r.made = at, slices.Delete(r.made, n, n+1)
			break
		}
	}
	r.say(r.printer().Say("cli.review-undone", x.A.String(), x.B.String()))
	return i, nil
}

// number waits for a number; 0 is none. At a terminal its digits end with Enter.
func (k *keys) number() (int, error) {
	all := ""
	for {
		s, err := k.key()
		if err != nil {
			return 0, err
		}
		if all += s; k.tty == nil || s == "" || len(all) > 6 {
			n, _ := strconv.Atoi(all)
			return n, nil
		}
	}
}
