package cli

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/out"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

func newFigure(a *app) *cobra.Command {
	profile := string(protect.Internal)
	c := &cobra.Command{
		Use: "figure", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.figure(c.Context(), args, protect.Profile(profile))
		},
	}
	c.Flags().StringVar(&profile, "profile", profile, "")
	return c
}

func (a *app) figure(ctx context.Context, args []string, p protect.Profile) error {
	if err := profileKnown(p); err != nil {
		return err
	}
	d, id, err := a.openOne(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := a.figuresFor(ctx, d, id, p)
	if err != nil {
		a.findings(m.Findings)
		return err
	}
	if p != protect.Internal { // what would be printed: the gate decides, not the desk
		r, err := d.Release(ctx, id, p, true)
		if err != nil {
			a.findings(r.Findings)
			return err
		}
		m.Figures = r.Edition.Figures()
		if !a.json {
			fmt.Fprintln(a.Err, a.printer().Say("cli.figure-gated", string(p)))
		}
	}
	if len(args) == 0 {
		if len(m.Figures) == 0 && !a.json {
			fmt.Fprintln(a.Err, a.printer().Say("cli.no-figure"))
		}
		return a.list(m.Figures)
	}
	f, err := desk.Find(m.Figures, args[0])
	if err != nil {
		// It may be of a survey whose answers did not come in yet.
		a.findings(slices.DeleteFunc(m.Findings, func(x diag.Finding) bool { return x.Code != "N220" }))
		return err
	}
	if a.json {
		a.object(struct {
			Type string `json:"type"`
			figure.Figure
		}{"figure", f})
		return nil
	}
	return a.print(f)
}

// figuresFor are the figures as an audience may see them: those of the edition
// that a release would make now.
func (a *app) figuresFor(ctx context.Context, d *desk.Desk, id string, p protect.Profile) (desk.Made, error) {
	if p == protect.Internal {
		return d.Figures(ctx, id, when.Of(a.Now()))
	}
	r, err := d.Release(ctx, id, p, true)
	return desk.Made{Study: r.Edition.Study(), Figures: r.Edition.Figures(), Findings: r.Findings, Left: r.Left}, err
}

// list names the figures with their questions.
func (a *app) list(fs []figure.Figure) error {
	w := tabwriter.NewWriter(a.Out, 0, 4, 2, ' ', 0)
	for _, f := range fs {
		if a.json {
			a.object(map[string]any{"type": "figure", "id": f.ID, "question": f.Question, "cells": len(f.Cells), "shape": f.Shape})
			continue
		}
		fmt.Fprintf(w, "%s\t%s\n", f.ID, a.words(f.Question, f.Title))
	}
	return w.Flush()
}

// words are the first text that has any in the user's language.
func (a *app) words(xs ...lang.Text) string {
	for _, x := range xs {
		if s, _ := x.In(a.tag()); s != "" {
			return s
		}
	}
	return ""
}

// print writes a figure as a person at a terminal reads it.
func (a *app) print(f figure.Figure) error {
	p := a.printer()
	if f.Nature != "" {
		fmt.Fprintf(a.Out, "%s\n", p.Say("press.nature-"+string(f.Nature)))
	}
	for _, x := range []lang.Text{f.Question, f.Title, f.Sentence} {
		if s := a.words(x); s != "" {
			fmt.Fprintf(a.Out, "%s\n", s)
		}
	}
	fmt.Fprintln(a.Out)
	w := tabwriter.NewWriter(a.Out, 0, 4, 2, ' ', 0)
	for _, d := range f.Dims {
		fmt.Fprintf(w, "%s\t", a.words(d.Label))
	}
	fmt.Fprintf(w, "%s\t\t\t%s\n", out.Unit(p, f.Unit), p.Say("cli.rests-on"))
	for _, c := range f.Cells {
		for i, k := range c.At() {
			fmt.Fprintf(w, "%s\t", out.Label(p, f.Dims[i], k))
		}
		note := ""
		if key, args := c.Note(); key != "" {
			as := make([]any, len(args))
			for i := range args {
				as[i] = args[i]
			}
			note = p.Say(key, as...)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", out.Value(p, f.Unit, c), out.Spread(p, f.Unit, c), note, c.N())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, x := range f.Caveats {
		fmt.Fprintf(a.Out, "\n%s\n", a.words(x))
	}
	return nil
}
