package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/statements"
	"github.com/dires/dires/internal/sheet"
)

func newTemplate(a *app) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "template", Args: cobra.ExactArgs(1), Annotations: map[string]string{helpWord: strings.Join(templateKinds()[2:], ", ")},
		RunE: func(_ *cobra.Command, args []string) error { return a.template(args[0], out) },
	}
	c.Flags().StringVarP(&out, "out", "o", "", "")
	return c
}

func templateKinds() []string {
	ks := []string{string(statements.KindMeasures), string(statements.KindOrgs)}
	for _, k := range statements.Kinds() {
		ks = append(ks, string(k))
	}
	return ks
}

func (a *app) template(kind, out string) (err error) {
	defer fault.Wrap(&err, "write template %s", kind)
	if b := sourceFiles[kind]; b != nil {
		return a.sourceFile(kind, out, b)
	}
	k, ok := statements.FileKind(kind)
	if !ok {
		if k = claim.Kind(kind); !slices.Contains(templateKinds(), kind) {
			return fault.New(fault.Invalid, "A443", kind, strings.Join(append(templateKinds(), slices.Sorted(maps.Keys(sourceFiles))...), ", "))
		}
	}
	p := a.printer()
	if out == "" {
		out = string(k) + ".xlsx"
	}
	f, err := fresh(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	cs := statements.Template(k, p.Tag, nil)
	const codes, guide = "codes", "guide"
	b := sheet.NewBook()
	head := make([]string, len(cs))
	for i, c := range cs {
		head[i] = c.Head
	}
	if err := b.Sheet(string(k), head...); err != nil {
		return err
	}
	var lists []statements.TemplateColumn
	longest := 0
	for i, c := range cs {
		if len(c.Choices) == 0 {
			continue
		}
		if err := b.Choices(i, codes, len(lists), len(c.Choices)); err != nil {
			return err
		}
		lists, longest = append(lists, c), max(longest, len(c.Choices))
	}
	head = head[:0]
	for _, l := range lists {
		head = append(head, l.Head)
	}
	if err := b.Sheet(codes, head...); err != nil {
		return err
	}
	for row := range longest {
		cells := make([]any, len(lists))
		for i, l := range lists {
			if row < len(l.Choices) {
				cells[i] = l.Choices[row]
			}
		}
		if err := b.Row(cells...); err != nil {
			return err
		}
	}
	if err := b.Sheet(guide, p.Say("template.column"), p.Say("template.needed"), p.Say("template.codes")); err != nil {
		return err
	}
	for _, c := range cs {
		need := ""
		if c.Need {
			need = p.Say("template.yes")
		}
		if err := b.Row(c.Head, need, strings.Join(c.Choices, ", ")); err != nil {
			return err
		}
	}
	for _, rule := range []string{"template.rule-one-row", "template.rule-dates", "template.rule-names", "template.rule-unknown"} {
		if err := b.Row(p.Say(rule)); err != nil {
			return err
		}
	}
	if _, err := b.WriteTo(f); err != nil {
		return err
	}
	if a.json {
		a.object(map[string]string{"type": "template", "kind": string(k), "file": out})
		return nil
	}
	_, err = fmt.Fprintln(a.Out, p.Say("template.written", out))
	return err
}
