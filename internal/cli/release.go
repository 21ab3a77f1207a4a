package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/protect"
)

func newRelease(a *app) *cobra.Command {
	var dry, rows, sure bool
	survey, back := "", ""
	profile := string(protect.Public)
	c := &cobra.Command{
		Use: "release", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if sure {
				if err := a.vouch(c.Context()); err != nil {
					return err
				}
			}
			if rows || survey != "" {
				return a.releaseRows(c.Context(), survey, protect.Profile(profile), dry)
			}
			if back != "" {
				return a.recall(c.Context(), back)
			}
			return a.release(c.Context(), protect.Profile(profile), dry)
		},
	}
	c.Flags().BoolVar(&sure, "clock-is-right", false, "")
	c.Flags().BoolVar(&rows, "microdata", false, "")
	c.Flags().StringVar(&survey, "survey", "", "")
	c.Flags().BoolVar(&dry, "dry-run", false, "")
	c.Flags().StringVar(&back, "recall", "", "")
	c.Flags().StringVar(&profile, "profile", profile, "")
	return a.signs(c)
}

// vouch enters that whoever asks looked at the clock.
func (a *app) vouch(ctx context.Context) error {
	return a.each(ctx, func(d *desk.Desk, id string) error { return d.Keeper(id).Vouch(ctx) })
}

func (a *app) release(ctx context.Context, p protect.Profile, dry bool) error {
	return a.each(ctx, func(d *desk.Desk, id string) error {
		r, err := d.Release(ctx, id, p, dry)
		a.findings(r.Findings)
		if err != nil {
			return err
		}
		a.released(id, r, dry)
		return nil
	})
}

// recall takes a release for everybody back: the ledger says so, and its pages
// give way to a notice. Nobody is told why.
func (a *app) recall(ctx context.Context, release string) error {
	id, err := a.id()
	if err != nil {
		return err
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Keeper(id).Recall(ctx, release); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(workplace.Printed(a.root(), protect.Public), id)); err == nil {
		if err := a.step(say("step.print"), func(t tick) (saying, error) { return a.printEditions(ctx, d, []string{id}, protect.Public, t) }); err != nil {
			return err
		}
	}
	if a.json {
		a.object(map[string]any{"type": "recalled", "study": id, "release": release})
		return nil
	}
	fmt.Fprintln(a.Out, a.printer().Say("cli.recalled", id, release))
	return nil
}

// released says what a release made: how much is in it, how much was held.
func (a *app) released(id string, r desk.Released, dry bool) {
	values, absent := count(r.Edition.Figures())
	held := map[string]int{}
	for _, h := range r.Edition.Held() {
		held[h.Rule] += h.Cells
	}
	if a.json {
		a.object(map[string]any{"type": "release", "study": id, "release": r.ID, "profile": r.Edition.For(), "edition": r.Hash, "stands": r.Stands, "waits": r.Waits, "changed": r.Changed, "least": r.Least,
			"kept": r.Edition.Kept(), "dry_run": dry, "cells": values, "absent": absent, "held": held, "left_out": r.Left, "figures": heldOf(r.Edition)})
		return
	}
	p := a.printer()
	switch {
	case r.Waits > 0:
		fmt.Fprintln(a.Out, p.Say("cli.release-waits", id, r.ID, r.Waits))
	case r.Stands && r.Changed > 0:
		fmt.Fprintln(a.Out, p.Say("cli.release-early", id, r.ID, r.Changed, r.Least))
	case r.Stands:
		fmt.Fprintln(a.Out, p.Say("cli.release-stands", id, r.ID))
	case dry:
		fmt.Fprintln(a.Out, p.Say("cli.release-would", id, r.ID))
	default:
		fmt.Fprintln(a.Out, p.Say("cli.release-made", id, r.ID))
	}
	fmt.Fprintln(a.Out, "  "+p.Say("cli.release-cells", values, absent))
	a.holds(r)
	for _, m := range []map[string]int{held, r.Left} {
		for _, rule := range rules(m) {
			fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.rule-count", p.Say(rule), m[rule]))
			if do := rule + ".do"; p.Has(do) {
				fmt.Fprintf(a.Out, "    %s\n", p.Say(do))
			}
		}
	}
}

// holds names, for each figure that lacks a value, the rules that hold it and
// how many cells each holds. A figure without a cell has nothing that may
// enter it: what was left out before says why.
func (a *app) holds(r desk.Released) {
	p, by := a.printer(), heldOf(r.Edition)
	for _, f := range r.Edition.Figures() {
		values, absent := count([]figure.Figure{f})
		held := by[f.ID]
		switch {
		case len(held) > 0:
			var why []string
			for _, rule := range rules(held) {
				why = append(why, p.Say("cli.rule-cells", p.Say(rule), held[rule]))
			}
			fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.release-figure", f.ID, values, strings.Join(why, "; ")))
		case values == 0 && absent == 0 && len(r.Left) > 0:
			fmt.Fprintf(a.Out, "  %s\n", p.Say("cli.release-empty", f.ID))
		}
	}
}

// heldOf counts the held cells of each figure by rule.
func heldOf(e protect.Edition) map[string]map[string]int {
	by := map[string]map[string]int{}
	for _, h := range e.Held() {
		if by[h.Figure] == nil {
			by[h.Figure] = map[string]int{}
		}
		by[h.Figure][h.Rule] += h.Cells
	}
	return by
}

func rules(m map[string]int) (ks []string) {
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// count gives how many cells have a value, and how many say why not.
func count(fs []figure.Figure) (values, absent int) {
	for _, f := range fs {
		for _, c := range f.Cells {
			if _, ok := c.Value(); ok {
				values++
			} else {
				absent++
			}
		}
	}
	return values, absent
}
